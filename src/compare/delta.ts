// Before and after of one flow → what the change does to it. Denied for certain after anything but denied is newly
// denied; partly, where only some of the known ends are cut; where only unknown addresses would be cut, uncertain
// (docs/report.md).

import { byText } from '../base/order.ts'
import type { Origin } from '../base/location.ts'
import type { Change, FlowDelta, Partly } from '../model/delta.ts'
import type { Flow, FlowRecord } from '../model/flow.ts'
import type { Answer, Case, FlowVerdict, PolicyHit, Reason } from '../model/verdict.ts'
import { sameTrace, sameVerdict } from './same.ts'

/** Objects that the change touches: their origins on both sides, with their keys */
export type ChangedOrigins = ReadonlyMap<Origin, string>

export function compareFlow(flow: Flow, before: FlowVerdict, after: FlowVerdict, changed: ChangedOrigins): FlowDelta {
  const recorded = recordedAnswer(flow)
  const settled = settle(before, recorded)
  const beforeAnswer = settled ?? before.overall
  const settledByRecord = settled !== undefined && settled !== before.overall
  if (sameVerdict(before, after)) return { ...UNCHANGED, flow, before, after, beforeAnswer, settledByRecord }
  const cut = cutCases(before, after, beforeAnswer)
  const partly = partlyCut(flow, after, cut)
  const possiblyCut = possible(cut)
  const change = changeOf({ before, after, beforeAnswer, partly, possiblyCut })
  return {
    flow,
    before,
    after,
    beforeAnswer,
    settledByRecord,
    change,
    partly: change === 'newly-denied' ? partly : undefined,
    possiblyCut: change === 'now-uncertain' ? possiblyCut : [],
    because: change === 'now-uncertain' ? reasons(after) : [],
    flippedBy: change === 'unchanged' ? [] : flippedBy(before, after, changed),
  }
}

const UNCHANGED = {
  change: 'unchanged',
  partly: undefined,
  possiblyCut: [],
  because: [],
  flippedBy: [],
} as const satisfies Partial<FlowDelta>

/** What the reporters say became of the flow; undefined where they say nothing, or both */
export function recordedAnswer({ records }: Flow): 'allow' | 'deny' | undefined {
  let answer: 'allow' | 'deny' | undefined
  for (const { action } of records) {
    if (action === undefined || action === answer) continue
    if (answer !== undefined) return endsDisagree(records) ? undefined : 'deny'
    answer = action
  }
  return answer
}

/** Source and destination each report their own end: an Allow and a Deny are a denied flow only if they are two ends */
function endsDisagree(records: readonly FlowRecord[]): boolean {
  const bothSaidBy = (reporter: 'source' | 'destination'): boolean => {
    const own = records.filter((one) => one.reporter === reporter)
    return own.some(({ action }) => action === 'allow') && own.some(({ action }) => action === 'deny')
  }
  return bothSaidBy('source') || bothSaidBy('destination')
}

/**
 * A recorded denial holds whatever the simulation says; a recorded Allow settles what is open, but may be older than the
 * policy that now denies.
 */
function settle(before: FlowVerdict, recorded: 'allow' | 'deny' | undefined): 'allow' | 'deny' | undefined {
  if (recorded === 'deny') return recorded
  return recorded === 'allow' && before.overall === 'unknown' ? recorded : undefined
}

/** Cases of "after" that are denied and were not all denied before */
function cutCases(before: FlowVerdict, after: FlowVerdict, beforeAnswer: Answer): readonly Case[] {
  if (beforeAnswer === 'deny') return []
  return after.cases.filter((one) => one.overall === 'deny' && !deniedBefore(one, before))
}

const deniedBefore = (one: Case, before: FlowVerdict): boolean => {
  const overlapping = before.cases.filter(
    (other) =>
      overlaps(one.source.members, other.source.members) &&
      overlaps(one.destination.members, other.destination.members),
  )
  return overlapping.length > 0 && overlapping.every(({ overall }) => overall === 'deny')
}

const overlaps = (a: readonly string[], b: readonly string[]): boolean => a.some((member) => b.includes(member))

const isKnown = ({ destination, source }: Case): boolean => source.is === 'known' && destination.is === 'known'

function partlyCut(flow: Flow, after: FlowVerdict, cut: readonly Case[]): Partly | undefined {
  const certain = cut.filter(isKnown)
  if (certain.length === 0 || after.overall === 'deny') return undefined
  const names = (cases: readonly Case[]): string[] => {
    const all = new Set(cases.flatMap(({ destination, source }) => pairs(source.members, destination.members)))
    return [...all].sort(byText)
  }
  const total = names(after.cases.filter(isKnown)).length
  return { cut: names(certain), total: Math.max(total, flow.source.candidates.length) }
}

/** The end that has several members names a pair; with one on each side, the source does */
function pairs(sources: readonly string[], destinations: readonly string[]): string[] {
  return sources.flatMap((source) => destinations.map((destination) => `${source} → ${destination}`))
}

/** What of the unknown would be cut: the open end of each case, narrowest sets of prefixes first */
function possible(cut: readonly Case[]): string[] {
  const open = cut.filter((one) => !isKnown(one))
  const members = open.flatMap(({ destination, source }) => [
    ...(source.is === 'possible' ? source.members : []),
    ...(destination.is === 'possible' ? destination.members : []),
  ])
  return [...new Set(members)].sort((a, b) => a.length - b.length || byText(a, b))
}

interface Findings {
  readonly before: FlowVerdict
  readonly after: FlowVerdict
  readonly beforeAnswer: Answer
  readonly partly: Partly | undefined
  readonly possiblyCut: readonly string[]
}

function changeOf({ after, before, beforeAnswer, partly, possiblyCut }: Findings): Change {
  switch (after.overall) {
    case 'deny':
      if (beforeAnswer !== 'deny') return 'newly-denied'
      return sameDecision(before, after) ? 'unchanged' : 'rerouted'
    case 'allow':
      if (beforeAnswer === 'deny') return 'newly-allowed'
      return sameDecision(before, after) ? 'unchanged' : 'rerouted'
    case 'unknown':
      if (partly !== undefined) return 'newly-denied'
      // Open before in the same way, and nothing more would be cut: the change did not make it uncertain.
      return before.overall === 'unknown' && possiblyCut.length === 0 ? 'rerouted' : 'now-uncertain'
  }
}

/** Ends that are judged on one side only do not make a different decision by themselves */
function sameDecision(before: FlowVerdict, after: FlowVerdict): boolean {
  return (['egress', 'ingress'] as const).every((end) => {
    const [a, b] = [before[end], after[end]]
    return a === undefined || b === undefined ? a === b : sameTrace(a.trace, b.trace)
  })
}

const reasons = ({ egress, ingress }: FlowVerdict): readonly Reason[] => [
  ...(egress?.because ?? []),
  ...(ingress?.because ?? []),
]

function flippedBy(before: FlowVerdict, after: FlowVerdict, changed: ChangedOrigins): readonly string[] {
  const keys = new Set<string>()
  for (const hit of [...allHits(after), ...allHits(before)]) {
    const origin = hit.source?.at.origin
    const key = origin === undefined ? undefined : changed.get(origin)
    if (key !== undefined) keys.add(key)
  }
  return [...keys].sort(byText)
}

function allHits(verdict: FlowVerdict): readonly PolicyHit[] {
  return verdict.cases
    .flatMap(({ egress, ingress }) => [egress, ingress])
    .flatMap((end) => end?.outcomes.flatMap(({ trace }) => trace) ?? [])
}
