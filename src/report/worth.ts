// What the snapshot is worth for the workloads that a change touches: the score, its parts, and what is behind each
// (docs/report.md, "Evidence").

import { column, details, numbers, paragraph, table, wide, type Block } from './blocks.ts'
import type { Evidence, EvidencePart, EvidenceWorth } from './document.ts'
import { duration, instant, objectName } from './names.ts'
import { age, counted, listedUpTo, name, NOTHING, phrase, prose, strong, type Phrase } from './phrase.ts'
import { foldedList, type View } from './view.ts'

/** In parentheses behind the word; the score goes down with age alone, which is no reason to write a comment again */
export const scoreOf = ({ worth }: Evidence): Phrase => phrase` (${age(phrase`${worth.score}`)} of 100)`

/** What makes the score, folded away */
export function worthDetails(view: View, evidence: Evidence): readonly Block[] {
  const { worth } = evidence
  if (view.detail.rows === 0) return []
  const columns = [column(phrase`Part`), numbers(phrase`Points`), wide(phrase`What is known`)]
  const rows = worth.parts.map((part) => [PARTS[part.is], points(part), known(part.is, worth, evidence)])
  return details(phrase`What the evidence score is made of`, [
    ...table(columns, rows),
    ...unread(worth),
    ...young(view, worth),
    ...policyChanges(view, worth),
    ...neverSeen(view, worth),
  ])
}

const PARTS: Readonly<Record<EvidencePart['is'], Phrase>> = {
  seen: phrase`Touched workloads that were seen`,
  time: phrase`Time that was recorded`,
  age: phrase`Age`,
  'pods-there': phrase`Pods that were there all the time`,
  'policies-steady': phrase`Policies that stayed as they are`,
}

function points({ is, of, points: count }: EvidencePart): Phrase {
  const text = phrase`${count} of ${of}`
  return is === 'age' ? age(text) : text
}

function known(is: EvidencePart['is'], worth: EvidenceWorth, { ageSeconds }: Evidence): Phrase {
  switch (is) {
    case 'seen':
      return worth.affectedCount === 0
        ? phrase`the change touches no workload`
        : phrase`${worth.seenCount} of ${counted(worth.affectedCount, phrase`workload`, phrase`workloads`)}`
    case 'time':
      return phrase`${duration(worth.coveredSeconds)} in ${counted(worth.windowCount, phrase`window`, phrase`windows`)}${gaps(worth)}`
    case 'age':
      return ageSeconds === undefined ? phrase`unknown` : age(duration(ageSeconds))
    case 'pods-there':
      return worth.youngPodCount === 0
        ? phrase`none of ${counted(worth.podCount, phrase`pod`, phrase`pods`)} is younger than the first record`
        : phrase`${worth.youngPodCount} of ${counted(worth.podCount, phrase`pod`, phrase`pods`)} younger than the first record`
    case 'policies-steady':
      return worth.policyChanges.length === 0
        ? phrase`none changed while flows were recorded`
        : phrase`${counted(worth.policyChanges.length, phrase`policy, tier or set`, phrase`policies, tiers or sets`)} changed while flows were recorded`
  }
}

function gaps({ spans }: EvidenceWorth): Phrase {
  const count = Math.max(0, spans.length - 1)
  return count === 0 ? NOTHING : phrase`, with ${counted(count, phrase`gap`, phrase`gaps`)}`
}

const MOST_UNREAD = 5

const unread = ({ unread: all }: EvidenceWorth): readonly Block[] =>
  all.length === 0 ? [] : [paragraph(phrase`The capture could not read ${listedUpTo(MOST_UNREAD, all.map(prose))}.`)]

/** Pods that began within the window may still do things that it does not show */
function young({ detail: { shown } }: View, { young: workloads }: EvidenceWorth): readonly Block[] {
  if (workloads.length === 0) return []
  return [
    paragraph(phrase`Younger than the first record: pods of ${listedUpTo(Math.max(1, shown), workloads.map(name))}.`),
  ]
}

function policyChanges(view: View, { policyChanges: all }: EvidenceWorth): readonly Block[] {
  if (all.length === 0) return []
  const say = ({ at, is, ...object }: EvidenceWorth['policyChanges'][number]): Phrase =>
    phrase`${objectName(object)} ${CHANGED[is]} ${instant(at) ?? NOTHING}`
  return [
    paragraph(
      phrase`${strong(phrase`Policies changed`)} while flows were recorded. Verdicts from before the last change are not held against the simulation:`,
    ),
    ...foldedList(view, all, say),
  ]
}

const CHANGED: Readonly<Record<EvidenceWorth['policyChanges'][number]['is'], Phrase>> = {
  created: phrase`was created`,
  edited: phrase`was changed`,
  removed: phrase`was removed before`,
}

function neverSeen(
  { detail: { shown } }: View,
  { clusterUnseenCount, clusterWorkloadCount, unseenCronJobs }: EvidenceWorth,
): readonly Block[] {
  if (clusterUnseenCount === 0) return []
  const jobs =
    unseenCronJobs.length === 0
      ? NOTHING
      : phrase` Among them ${counted(unseenCronJobs.length, phrase`CronJob`, phrase`CronJobs`)}, which a window may miss between two runs: ${listedUpTo(Math.max(1, shown), unseenCronJobs.map(name))}.`
  return [
    paragraph(
      phrase`In the whole cluster, ${clusterUnseenCount} of ${counted(clusterWorkloadCount, phrase`workload was`, phrase`workloads were`)} never seen.${jobs}`,
    ),
  ]
}
