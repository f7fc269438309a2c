// The address index against a plain scan of the same ranges.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { contains } from '../../src/base/ip.ts'
import type { Family, IpRange } from '../../src/base/ip.ts'
import { AddressIndex } from '../../src/engine/address-index.ts'
import type { NumberedRange } from '../../src/engine/address-index.ts'

const EDGES: Readonly<Record<Family, readonly bigint[]>> = {
  4: [0n, 1n, 2n, 9n, 10n, 11n, 200n, (1n << 32n) - 2n, (1n << 32n) - 1n],
  6: [0n, 1n, 2n, 9n, 10n, 11n, 1n << 64n, (1n << 128n) - 2n, (1n << 128n) - 1n],
}

const family = fc.constantFrom<Family>(4, 6)
const range = family.chain((of) =>
  fc
    .tuple(fc.constantFrom(...EDGES[of]), fc.constantFrom(...EDGES[of]))
    .map(([a, b]): IpRange => ({ family: of, first: a < b ? a : b, last: a < b ? b : a })),
)
const numbered = fc.array(fc.record({ range, value: fc.nat(4) }), { maxLength: 12 })

const covering = (ranges: readonly NumberedRange[], of: Family, value: bigint): number[] =>
  [...new Set(ranges.filter((one) => contains(one.range, { family: of, value })).map((one) => one.value))].sort()

describe('AddressIndex', () => {
  it('finds what a scan finds', () => {
    fc.assert(
      fc.property(numbered, (ranges) => {
        const index = new AddressIndex(ranges)
        for (const which of [4, 6] as const)
          for (const value of EDGES[which])
            assert.deepEqual(index.cover({ family: which, value }).values, covering(ranges, which, value))
      }),
    )
  })

  it('gives equal covers as one object', () => {
    fc.assert(
      fc.property(numbered, (ranges) => {
        const index = new AddressIndex(ranges)
        const byText = new Map<string, unknown>()
        for (const value of EDGES[4]) {
          const cover = index.cover({ family: 4, value })
          assert.equal(byText.get(cover.values.join()) ?? cover, cover)
          byText.set(cover.values.join(), cover)
        }
      }),
    )
  })

  it('cuts a range into pieces that are whole, in order, and of one cover each', () => {
    fc.assert(
      fc.property(numbered, range, (ranges, whole) => {
        const pieces = [...new AddressIndex(ranges).pieces(whole)]
        assert.equal(pieces[0]?.range.first, whole.first)
        assert.equal(pieces.at(-1)?.range.last, whole.last)
        pieces.forEach((piece, i) => {
          if (i > 0) assert.equal(pieces[i - 1]!.range.last + 1n, piece.range.first)
          for (const value of [piece.range.first, piece.range.last])
            assert.deepEqual(piece.cover.values, covering(ranges, whole.family, value))
        })
      }),
    )
  })
})
