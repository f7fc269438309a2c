// Rows in evaluation order with the tiers that they stand in: what a walk goes through (docs/semantics.md §4).

import type { Bits } from '../base/bitset.ts'
import type { PolicyHit } from '../model/verdict.ts'
import type { Row } from './rows.ts'

/** A tier in which at least one policy governs the endpoint in the direction (or may) */
export interface TierSpan {
  readonly name: string
  readonly firstRow: number
  readonly endRow: number
  /** The row of the tier's default action */
  readonly endOfTier: PolicyHit
  /** Its end leaves no row and goes on: the failsafe ports of hosts, which are a list of rules and no tier */
  readonly silent?: boolean | undefined
  /** False where every policy of the tier only may govern */
  readonly governs: boolean
  readonly policyCount: number
  /** Rows from which on the preview gives up: in a tier that does not exist, after the first policy without a match */
  readonly previewFailsFrom: number | undefined
}

/** `profile` decides when every tier has passed */
export interface RowList {
  readonly rows: readonly Row[]
  /** Rows of policies that only may govern, of rules with a condition that is not modelled, of unknown policies */
  readonly unsure: Bits | undefined
  readonly tiers: readonly TierSpan[]
  readonly profile: PolicyHit
  /** No profile is asked: what no tier decides goes on (lists of hosts other than the normal one) */
  readonly open?: boolean | undefined
}
