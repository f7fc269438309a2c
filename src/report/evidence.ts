// How far the numbers can be trusted: what was recorded, when, how well the simulation reproduces it, what was never seen,
// and the limits that the numbers were held against.

import { details, paragraph, sentence, type Block } from './blocks.ts'
import { declaredCounts } from './declared.ts'
import type { Agreement, Counts, Evidence } from './document.ts'
import { httpUrl } from './escape.ts'
import { CHANGES, duration, flows, instant, POLICY_SETS, secondsBetween } from './names.ts'
import {
  age,
  capitalised,
  counted,
  joined,
  link,
  listed,
  listedUpTo,
  name,
  NOTHING,
  phrase,
  strong,
  type Phrase,
} from './phrase.ts'
import { conclusionReason } from './reasons.ts'
import { byTier, explained, settled } from './trust.ts'
import { foldedList, type View } from './view.ts'
import { scoreOf, worthDetails } from './worth.ts'

export function evidence(view: View): readonly Block[] {
  const { evidence: known } = view.document
  if (known === undefined) return []
  return [
    paragraph(
      phrase`${strong(phrase`Evidence`)}${scoreOf(known)}: ${recorded(known)} ${agreementOf(known)}${unseen(view, known)}`,
    ),
    ...allUnseen(view, known),
    ...worthDetails(view, known),
    ...explained(view, known.agreement),
    ...byTier(view, phrase`Recorded verdicts`, known.agreement),
    ...(known.previewAgreement === undefined
      ? []
      : byTier(view, phrase`Verdicts of Calico's preview`, known.previewAgreement)),
    ...settled(view),
  ]
}

function recorded({
  flowCount,
  origin,
  recordCount,
  windowEnd,
  windowStart,
  workloadCount,
  ...when
}: Evidence): Phrase {
  const window = secondsBetween(windowStart, windowEnd)
  const over = window === undefined ? NOTHING : phrase` over ${duration(window)}`
  const between = counted(workloadCount, phrase`workload`, phrase`workloads`)
  const records = counted(recordCount, phrase`record`, phrase`records`)
  const url = origin.url === undefined ? undefined : httpUrl(origin.url)
  return phrase`${flows(flowCount)} between ${between}: ${records}${over}, ${captured(when)}, from ${link(name(origin.label), url)}.`
}

function captured({ ageSeconds, capturedAt }: Pick<Evidence, 'ageSeconds' | 'capturedAt'>): Phrase {
  const at = instant(capturedAt)
  const ago = ageSeconds === undefined ? undefined : age(phrase`${duration(ageSeconds)} ago`)
  if (ago === undefined) return at === undefined ? phrase`captured at an unknown time` : phrase`captured ${at}`
  return at === undefined ? phrase`captured ${ago}` : phrase`captured ${ago} (${at})`
}

function agreementOf({ agreement, previewAgreement }: Evidence): Phrase {
  if (agreement.total === 0) return phrase`The records hold no verdict to check the simulation against.`
  const preview =
    previewAgreement === undefined
      ? NOTHING
      : phrase` Of Calico's own preview, it reproduces ${reproduced(previewAgreement)}.`
  return phrase`The simulation reproduces ${reproduced(agreement)}.${preview}`
}

/** `129 of 140 recorded verdicts, 10 left open by the records, 1 not` */
function reproduced({ open, otherTrace, reproduced: count, total }: Agreement): Phrase {
  const left = open === 0 ? NOTHING : phrase`, ${open} left open by the records`
  const not = total - count - open
  const wrong = not === 0 ? NOTHING : phrase`, ${strong(phrase`${not} not`)}`
  const other = otherTrace === 0 ? NOTHING : phrase` (${otherTrace} by another rule than recorded)`
  return phrase`${count} of ${total} recorded verdicts${other}${left}${wrong}`
}

function unseen({ detail: { shown } }: View, { unseen: never }: Evidence): Phrase {
  if (never.length === 0) return NOTHING
  const which = shown === 0 ? NOTHING : phrase`: ${listedUpTo(shown, never.map(name))}`
  const what = counted(
    never.length,
    phrase`workload that the change touches was`,
    phrase`workloads that the change touches were`,
  )
  return phrase` ${what} never seen talking, so nothing is known of what would stop working there${which}.`
}

function allUnseen(view: View, { unseen: never }: Evidence): readonly Block[] {
  const { shown } = view.detail
  if (never.length <= shown || shown === 0) return []
  return details(phrase`All ${never.length} workloads that were never seen`, foldedList(view, never, name))
}

/** All flows by what becomes of them */
export function counts({ document: { counts: all, declared, evidence: known } }: View): readonly Block[] {
  if (known === undefined) return []
  const parts = [
    phrase`newly denied ${all.newlyDenied}`,
    ...(all.expectedDenied > 0 ? [phrase`denied as expected ${all.expectedDenied}`] : []),
    ...(all.waived > 0 ? [phrase`waived ${all.waived}`] : []),
    phrase`newly allowed ${all.newlyAllowed}`,
    phrase`uncertain ${all.uncertain}`,
    phrase`same verdict by another rule ${all.rerouted}`,
    phrase`unchanged ${all.unchanged}`,
    ...(all.quarantined > 0 ? [phrase`not counted ${all.quarantined}`] : []),
    ...(declared.judged > 0 ? [declaredCounts(declared)] : []),
  ]
  return [{ is: 'footer', of: phrase`${flows(known.flowCount)}: ${joined(parts, phrase` · `)}` }]
}

/** There are no more kinds of reasons than these */
const MOST_REASONS = 7

/** The sentence to quote: what was counted, and which limit it is held against */
export function verdict({ document: { conclusion, gate } }: View): readonly Block[] {
  if (conclusion.result !== 'fail') return []
  const reasons = listed(conclusion.reasons.slice(0, MOST_REASONS).map(conclusionReason))
  if (gate?.failOn === 'never') {
    return sentence(
      phrase`${strong(phrase`The limits say no`)}: ${reasons}. The check passes all the same, for ${'fail-on'} is ${'never'}.`,
    )
  }
  return sentence(phrase`${strong(phrase`Failed`)} because ${reasons}.`)
}

/** What the other policy sets would do, where that is something else */
export function otherSets({ document }: View): readonly Block[] {
  const others = document.otherSets.filter(({ counts }) => !sameCounts(counts, document.counts))
  return others.map(({ counts, set }) =>
    paragraph(
      phrase`${strong(capitalised(POLICY_SETS[set]))}: ${joined(
        [
          phrase`${counts.newlyDenied} ${CHANGES['newly-denied']}`,
          phrase`${counts.newlyAllowed} ${CHANGES['newly-allowed']}`,
          phrase`${counts.uncertain} ${CHANGES['now-uncertain']}`,
        ],
        phrase`, `,
      )} (policy set ${set}).`,
    ),
  )
}

/** Nothing of what is counted against a limit differs */
export const sameCounts = (a: Counts, b: Counts): boolean =>
  a.newlyDenied === b.newlyDenied && a.newlyAllowed === b.newlyAllowed && a.uncertain === b.uncertain
