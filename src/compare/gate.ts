// What a change does to all flows, and what people have agreed to → may it merge. Expected and waived flows are not
// counted; each count has its limit; failed assertions, malformed changes and expired waivers fail by themselves
// (docs/configuration.md).

import type { Diagnostic } from '../base/diagnostic.ts'
import { LIMIT_NAMES } from '../model/conclusion.ts'
import type { Conclusion, ConclusionReason, Counts, Limit, LimitName, Limits, WaiverUse } from '../model/conclusion.ts'
import type { FlowDelta, UnchangedFlows } from '../model/delta.ts'
import type { ExpectedDenial, Waiver } from '../model/expectation.ts'
import { matchesFlow } from '../model/flow-pattern.ts'
import { expectedBy, unmatchedDenials } from './expectations.ts'

export interface GateQuestion {
  readonly deltas: readonly FlowDelta[]
  /** The flows without a delta; absent: there are none */
  readonly unchanged?: UnchangedFlows
  readonly limits: Limits
  readonly expectedDenials: readonly ExpectedDenial[]
  readonly waivers: readonly Waiver[]
  readonly assertions: readonly { readonly holds: boolean }[]
  /** How many changed objects could not be understood */
  readonly malformedChanges: number
  readonly malformedChange: 'fail' | 'report'
  /** How much is known of what the change touches, and how much has to be; absent: as much as there is */
  readonly evidence?: { readonly score: number; readonly minimum: number }
  /** Declared connections that the change newly denies; absent: none were looked at */
  readonly declared?: { readonly denied: number; readonly limit: Limit }
  /** ISO time or day, in UTC */
  readonly now: string
}

export interface Judgement {
  readonly conclusion: Conclusion
  readonly counts: Counts
  /** One for each delta, in their order */
  readonly marks: readonly FlowMark[]
  readonly unmatched: readonly ExpectedDenial[]
  /** One for each waiver, in their order */
  readonly waivers: readonly WaiverUse[]
  /** `expectation-unmatched` (the entry) and `waiver-expired` (owner, day, reason), where they stand */
  readonly diagnostics: readonly Diagnostic[]
}

/** Why a flow is not counted: undefined twice where it is, or has nothing to be counted for */
export interface FlowMark {
  readonly expected: ExpectedDenial | undefined
  /** Valid, and not needed where the flow is expected */
  readonly waiver: Waiver | undefined
}

/** Never throws, and depends on nothing but the question */
export function judge(question: GateQuestion): Judgement {
  const { deltas, expectedDenials, limits, now, unchanged, waivers } = question
  const today = now.slice(0, 10)
  const isExpired = ({ expires }: Waiver): boolean => expires < today
  const valid = waivers.filter((one) => !isExpired(one))
  const marks = deltas.map((delta) => markOf(delta, expectedDenials, valid))
  const missed = waivers.filter(
    (waiver) => isExpired(waiver) && deltas.some((delta, i) => counts(marks[i]) && isMissed(waiver, delta, limits)),
  )
  const unmatched = unmatchedDenials(expectedDenials, deltas, unchanged)
  const counted = countFlows(deltas, marks, unchanged?.count ?? 0)
  const reasons = [...overLimit(counted, limits), ...beyondFlows(question), ...otherReasons(question, missed.length)]
  return {
    conclusion: { result: reasons.length === 0 ? 'pass' : 'fail', reasons },
    counts: counted,
    marks,
    unmatched,
    waivers: waivers.map((waiver) => ({
      owner: waiver.owner,
      reason: waiver.reason,
      expires: waiver.expires,
      expired: isExpired(waiver),
      matched: deltas.filter((delta) => covers(waiver, delta)).length,
    })),
    diagnostics: [
      ...unmatched.map(({ at, text }) => ({ code: 'expectation-unmatched', at, args: [text] }) as const),
      ...missed.map(
        ({ at, expires, owner, reason }) => ({ code: 'waiver-expired', at, args: [owner, expires, reason] }) as const,
      ),
    ],
  }
}

/** 0 pass, 1 the gate says no, 2 could not run. `never` turns a no into 0, and leaves the result what it is */
export function exitCodeOf({ result }: Conclusion, failOn: 'threshold' | 'never'): 0 | 1 | 2 {
  switch (result) {
    case 'pass':
      return 0
    case 'fail':
      return failOn === 'never' ? 0 : 1
    case 'error':
      return 2
  }
}

/** The limit that a change counts against */
const LIMIT_OF: Readonly<Record<FlowDelta['change'], LimitName | undefined>> = {
  'newly-denied': 'newly-denied',
  'newly-allowed': 'newly-allowed',
  'now-uncertain': 'uncertain',
  rerouted: undefined,
  unchanged: undefined,
}

function covers({ changes, flows }: Waiver, { change, flow }: FlowDelta): boolean {
  const limit = LIMIT_OF[change]
  return limit !== undefined && changes.includes(limit) && matchesFlow(flows, flow)
}

/** A flow that is only uncertain, where that has no limit, needs no waiver; a cut that was waived once does */
const isMissed = (waiver: Waiver, delta: FlowDelta, limits: Limits): boolean =>
  covers(waiver, delta) && !(delta.change === 'now-uncertain' && limits.uncertain === 'unlimited')

const UNMARKED: FlowMark = { expected: undefined, waiver: undefined }

function markOf(delta: FlowDelta, expectedDenials: readonly ExpectedDenial[], valid: readonly Waiver[]): FlowMark {
  if (delta.change === 'unchanged') return UNMARKED
  const expected = expectedBy(expectedDenials, delta)
  return { expected, waiver: expected === undefined ? valid.find((waiver) => covers(waiver, delta)) : undefined }
}

const counts = (mark: FlowMark | undefined): boolean => mark?.expected === undefined && mark?.waiver === undefined

function countFlows(deltas: readonly FlowDelta[], marks: readonly FlowMark[], unchanged: number): Counts {
  const counted: Record<FlowDelta['change'], number> = {
    'newly-denied': 0,
    'newly-allowed': 0,
    'now-uncertain': 0,
    rerouted: 0,
    unchanged,
  }
  for (const [i, { change }] of deltas.entries()) if (counts(marks[i])) counted[change]++
  return {
    newlyDenied: counted['newly-denied'],
    newlyAllowed: counted['newly-allowed'],
    uncertain: counted['now-uncertain'],
    rerouted: counted.rerouted,
    unchanged: counted.unchanged,
    expectedDenied: marks.filter(({ expected }) => expected !== undefined).length,
    waived: marks.filter(({ waiver }) => waiver !== undefined).length,
    // Their deltas do not come here.
    quarantined: 0,
  }
}

function overLimit(counted: Counts, limits: Limits): readonly ConclusionReason[] {
  const counts = {
    'newly-denied': counted.newlyDenied,
    'newly-allowed': counted.newlyAllowed,
    uncertain: counted.uncertain,
  }
  return LIMIT_NAMES.flatMap((what) => {
    const limit = limits[what]
    const count = counts[what]
    return limit === 'unlimited' || count <= limit ? [] : [{ is: 'over-limit', what, count, limit }]
  })
}

/** What is asked for besides the flows that were seen */
function beyondFlows({ declared, evidence }: GateQuestion): readonly ConclusionReason[] {
  const reasons: ConclusionReason[] = []
  if (declared !== undefined && declared.limit !== 'unlimited' && declared.denied > declared.limit)
    reasons.push({ is: 'declared-over-limit', count: declared.denied, limit: declared.limit })
  if (evidence !== undefined && evidence.score < evidence.minimum)
    reasons.push({ is: 'evidence-too-thin', score: evidence.score, minimum: evidence.minimum })
  return reasons
}

function otherReasons(question: GateQuestion, expiredWaivers: number): readonly ConclusionReason[] {
  const failed = question.assertions.filter(({ holds }) => !holds).length
  const malformed = question.malformedChange === 'fail' ? question.malformedChanges : 0
  const reasons: readonly Extract<
    ConclusionReason,
    { is: 'assertion-failed' | 'malformed-change' | 'waiver-expired' }
  >[] = [
    { is: 'assertion-failed', count: failed },
    { is: 'malformed-change', count: malformed },
    { is: 'waiver-expired', count: expiredWaivers },
  ]
  return reasons.filter(({ count }) => count > 0)
}
