// Which programs are walked without looking for doubt: those whose tiers are plain and whose rows are shared.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { profileHit } from '../../src/engine/assemble.ts'
import type { RowList, TierSpan } from '../../src/engine/row-list.ts'
import { SharedRows, SureWalk } from '../../src/engine/sure-walk.ts'

const PROFILE = profileHit('kns.a', 'allow')
const TIER: TierSpan = {
  name: 'default',
  firstRow: 0,
  endRow: 0,
  endOfTier: PROFILE,
  governs: true,
  policyCount: 1,
  previewFailsFrom: undefined,
}
const LIST: RowList = { rows: [], unsure: undefined, tiers: [TIER], profile: PROFILE }

describe('the walk without doubt', () => {
  const shared = new SharedRows([], () => [], { semantics: 'dataplane', nftables: false })
  const cases: readonly [string, RowList, boolean][] = [
    ['tiers that govern', LIST, true],
    ['no tier', { ...LIST, tiers: [] }, true],
    ['a tier that may not govern', { ...LIST, tiers: [TIER, { ...TIER, governs: false }] }, false],
    ['a tier whose end leaves no row', { ...LIST, tiers: [{ ...TIER, silent: true }, TIER] }, false],
    ['a tier in which the preview fails', { ...LIST, tiers: [{ ...TIER, previewFailsFrom: 0 }] }, false],
    ['a list that no profile ends', { ...LIST, open: true }, false],
  ]
  for (const [what, list, is] of cases)
    it(`is ${is ? '' : 'not '}for ${what}`, () => assert.equal(SureWalk.of(0, list, shared) !== undefined, is))

  it('is not for rows of its own', () => assert.equal(SureWalk.of(0, LIST, undefined), undefined))
})
