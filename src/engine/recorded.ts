// Whether the policies of an endpoint could leave a recorded trace at all, whatever packet it was (docs/semantics.md
// §7.6): the shape of a trace is that of the tiers that govern, and its rows are rules that are there.

import type { PolicyHit } from '../model/verdict.ts'
import type { Program } from './program.ts'
import type { TierSpan } from './row-list.ts'
import type { Row } from './rows.ts'

/** A row of a recorded trace, as far as it is compared */
export type IsRow = (hit: PolicyHit, index: number) => boolean

/**
 * The rule that the last of `length` rows names (`end` for a tier's end or a profile); undefined where the program cannot
 * leave such rows. `isRow` says whether a hit is the recorded one at an index.
 */
export function lastRowOf(program: Program, length: number, isRow: IsRow): Row | 'end' | undefined {
  let index = 0
  let last: Row | 'end' | undefined
  for (const tier of program.tiers) {
    if (index === length) return last
    const found = rowIn(program, tier, index, isRow)
    if (found === undefined) {
      // A tier that only may govern may leave no row.
      if (tier.governs) return undefined
      continue
    }
    last = found
    index++
  }
  if (index === length) return last
  return index === length - 1 && isRow(program.profile, index) ? 'end' : undefined
}

function rowIn(program: Program, tier: TierSpan, index: number, isRow: IsRow): Row | 'end' | undefined {
  for (let at = tier.firstRow; at < tier.endRow; at++) {
    const row = program.rows[at]
    if (row?.hit !== undefined && isRow(row.hit, index)) return row
  }
  return isRow(tier.endOfTier, index) ? 'end' : undefined
}
