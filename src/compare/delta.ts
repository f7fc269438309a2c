// Before and after of one flow → what the change does to it. Denied for certain after anything but denied is newly
// denied; partly, where only some of the known ends are cut; where only unknown addresses would be cut, uncertain
// (docs/report.md).

import { subtract } from '../base/ip.ts'
import { byText } from '../base/order.ts'
import type { Origin } from '../base/location.ts'
import { boundTexts, byBreadth } from '../model/bound.ts'
import type { OpenRanges } from '../model/bound.ts'
import type { Change, FlowDelta, Partly } from '../model/delta.ts'
import type { Flow, FlowRecord } from '../model/flow.ts'
import { stoppingSteps } from '../model/verdict.ts'
import type { Answer, Case, CaseEnd, FlowVerdict, PolicyHit, Reason } from '../model/verdict.ts'
import { overlaps, sameHosts, sameHostTraces, sameTrace, sameVerdict } from './same.ts'

/** Objects that the change touches: their origins on both sides, with their keys */
export type ChangedOrigins = ReadonlyMap<Origin, string>

export function compareFlow(flow: Flow, before: FlowVerdict, after: FlowVerdict, changed: ChangedOrigins): FlowDelta {
  const recorded = recordedAnswer(flow)
  const settled = settle(before, recorded)
  const beforeAnswer = settled ?? before.overall
  const settledByRecord = settled !== undefined && settled !== before.overall
  if (sameVerdict(before, after)) return { ...UNCHANGED, flow, before, after, beforeAnswer, settledByRecord }
  const cut = newCases('deny', before, after, beforeAnswer)
  const partly = partlyCut(flow, after, cut)
  const doubted = newlyDoubted(before, after)
  const possiblyCut = [...new Set([...possible([...cut, ...doubted]), ...portsCut(before, after)])].sort(byBreadth)
  const change = changeOf({ before, after, beforeAnswer, partly, isDoubted: doubted.length > 0, possiblyCut })
  const isReopened = change === 'now-uncertain' && beforeAnswer === 'deny'
  return {
    flow,
    before,
    after,
    beforeAnswer,
    settledByRecord,
    change,
    partly: change === 'newly-denied' ? partly : undefined,
    possiblyCut: change === 'now-uncertain' ? possiblyCut : [],
    possiblyAllowed: isReopened ? possible(newCases('allow', before, after, beforeAnswer)) : [],
    because: change === 'now-uncertain' ? reasons(after) : [],
    flippedBy: change === 'unchanged' ? [] : flippedBy(before, after, changed),
  }
}

const UNCHANGED = {
  change: 'unchanged',
  partly: undefined,
  possiblyCut: [],
  possiblyAllowed: [],
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
 * policy that now denies. It says nothing of hosts, whose denials leave no record (docs/semantics.md §4.7).
 */
function settle(before: FlowVerdict, recorded: 'allow' | 'deny' | undefined): 'allow' | 'deny' | undefined {
  if (recorded === 'deny') return recorded
  const isOpen = before.overall === 'unknown' && stoppingSteps(before.hosts).length === 0
  return recorded === 'allow' && isOpen ? recorded : undefined
}

/** What of the cases of "after" has an answer that it had not before */
function newCases(
  answer: 'allow' | 'deny',
  before: FlowVerdict,
  after: FlowVerdict,
  beforeAnswer: Answer,
): readonly Case[] {
  if (beforeAnswer === answer) return []
  return after.cases.flatMap((one) => (one.overall === answer ? newPart(one, before) : []))
}

/** What of the cases of "after" has no answer, and had one before; of which ports alone, `portsCut` says */
const newlyDoubted = (before: FlowVerdict, after: FlowVerdict): readonly Case[] =>
  after.cases.flatMap((one) => (one.overall === 'unknown' && one.deniedFor === undefined ? newPart(one, before) : []))

function newPart(one: Case, before: FlowVerdict): Case[] {
  const overlapping = before.cases.filter(
    (other) => overlaps(one.source, other.source) && overlaps(one.destination, other.destination),
  )
  const same = overlapping.filter(({ overall }) => overall === one.overall)
  if (same.length === 0) return [one]
  if (same.length === overlapping.length) return []
  const source = without(one.source, same, 'source', one.destination)
  const destination = without(one.destination, same, 'destination', one.source)
  return source === undefined || destination === undefined ? [] : [{ ...one, source, destination }]
}

/** Without the addresses of which it was so before, for every member of the other end; undefined where none is left */
function without(
  end: CaseEnd,
  before: readonly Case[],
  side: 'source' | 'destination',
  other: CaseEnd,
): CaseEnd | undefined {
  const { open } = end
  if (open === undefined || other.open !== undefined) return end
  const holes = before
    .filter((one) => isWithin(other.members, one[side === 'source' ? 'destination' : 'source'].members))
    .flatMap((one) => one[side].open ?? [])
    .flatMap(({ ranges }) => ranges)
  const left = open
    .map((piece) => ({ ...piece, ranges: subtract(piece.ranges, holes) }))
    .filter(({ ranges }) => ranges.length > 0)
  return left.length === 0 ? undefined : { ...end, members: left.flatMap(boundTexts), open: left }
}

const isWithin = (some: readonly string[], all: readonly string[]): boolean =>
  some.every((member) => all.includes(member))

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

/** The unknown ends of cases, narrowest first: addresses, pods at some addresses */
function possible(cases: readonly Case[]): string[] {
  const ends = cases
    .filter((one) => !isKnown(one))
    .flatMap(({ destination, source }) => [source, destination])
    .filter(({ is }) => is === 'possible')
  const texts = [...openTexts(ends), ...ends.flatMap(({ members, open }) => (open === undefined ? members : []))]
  return [...new Set(texts)].sort(byBreadth)
}

/** Ports that the records leave out and that would be cut */
function portsCut(before: FlowVerdict, after: FlowVerdict): string[] {
  const earlier = new Set(before.cases.flatMap(({ deniedFor }) => deniedFor ?? []))
  const ports = new Set(after.cases.flatMap(({ deniedFor }) => deniedFor ?? []))
  return [...ports].filter((port) => !earlier.has(port))
}

/** Pieces of one network as one */
function openTexts(ends: readonly CaseEnd[]): string[] {
  const byName = new Map<string, OpenRanges>()
  for (const { among, name, ranges } of ends.flatMap(({ open }) => open ?? [])) {
    const known = byName.get(name)
    byName.set(name, {
      name,
      ranges: [...(known?.ranges ?? []), ...ranges],
      among: subtract([...(known?.among ?? []), ...among], []),
    })
  }
  return [...byName.values()].flatMap(boundTexts)
}

interface Findings {
  readonly before: FlowVerdict
  readonly after: FlowVerdict
  readonly beforeAnswer: Answer
  readonly partly: Partly | undefined
  /** Some case has no answer any more */
  readonly isDoubted: boolean
  readonly possiblyCut: readonly string[]
}

function changeOf({ after, before, beforeAnswer, isDoubted, partly, possiblyCut }: Findings): Change {
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
      return before.overall === 'unknown' && !isDoubted && possiblyCut.length === 0 && sameStops(before, after)
        ? 'rerouted'
        : 'now-uncertain'
  }
}

/** No host stops it, or may, that did not before */
const sameStops = (before: FlowVerdict, after: FlowVerdict): boolean =>
  sameHosts(stoppingSteps(before.hosts), stoppingSteps(after.hosts))

/** Ends that are judged on one side only do not make a different decision by themselves */
function sameDecision(before: FlowVerdict, after: FlowVerdict): boolean {
  if (!sameHostTraces(before.hosts, after.hosts)) return false
  return (['egress', 'ingress'] as const).every((end) => {
    const [a, b] = [before[end], after[end]]
    return a === undefined || b === undefined ? a === b : sameTrace(a.trace, b.trace)
  })
}

const reasons = ({ egress, hosts = [], ingress }: FlowVerdict): readonly Reason[] => [
  ...(egress?.because ?? []),
  ...(ingress?.because ?? []),
  ...hosts.flatMap(({ verdict }) => verdict.because),
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
    .flatMap(({ egress, hosts = [], ingress }) => [egress, ingress, ...hosts.map(({ verdict: said }) => said)])
    .flatMap((end) => end?.outcomes.flatMap(({ trace }) => trace) ?? [])
}
