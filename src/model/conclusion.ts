// What the gate says: counts, limits and the conclusion, as `report.json` has them (docs/report.md).

import type { DiagnosticCode } from '../base/diagnostic.ts'

export type LimitName = 'newly-denied' | 'newly-allowed' | 'uncertain'
export const LIMIT_NAMES = ['newly-denied', 'newly-allowed', 'uncertain'] as const satisfies readonly LimitName[]

/** In flows */
export type Limit = number | 'unlimited'

export type Limits = Readonly<Record<LimitName, Limit>>

export interface Counts {
  /** Counted against the limit: without expected and waived ones */
  readonly newlyDenied: number
  readonly newlyAllowed: number
  readonly uncertain: number
  readonly rerouted: number
  readonly unchanged: number
  readonly expectedDenied: number
  readonly waived: number
  /** Left out of all others: their records contradict the simulation */
  readonly quarantined: number
}

export interface Conclusion {
  /** `error`: the gate could not run, which is not the gate saying no */
  readonly result: 'pass' | 'fail' | 'error'
  /** All that is over its limit, or why the run could not go on; empty for a pass */
  readonly reasons: readonly ConclusionReason[]
}

export type ConclusionReason =
  /** e.g. newly-denied = 16 > max-newly-denied = 0 */
  | { readonly is: 'over-limit'; readonly what: LimitName; readonly count: number; readonly limit: number }
  /** Connections that objects declare; declared-denied = 3 > max-declared-denied = 0 */
  | { readonly is: 'declared-over-limit'; readonly count: number; readonly limit: number }
  /** The evidence score is below `min-evidence` */
  | { readonly is: 'evidence-too-thin'; readonly score: number; readonly minimum: number }
  | { readonly is: 'assertion-failed'; readonly count: number }
  | { readonly is: 'malformed-change'; readonly count: number }
  /** How many waivers would still be needed */
  | { readonly is: 'waiver-expired'; readonly count: number }
  | { readonly is: 'could-not-run'; readonly code: DiagnosticCode; readonly args: readonly string[] }

export interface WaiverUse {
  readonly owner: string
  readonly reason: string
  /** The last day on which it holds, `YYYY-MM-DD` */
  readonly expires: string
  readonly expired: boolean
  /** How many flows it covers, or would cover if it had not expired */
  readonly matched: number
}
