// The address index against a plain scan of the same prefixes.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { cidrOf, contains } from '../../src/base/ip.ts'
import type { Family, IpRange } from '../../src/base/ip.ts'
import { AddressIndex } from '../../src/engine/address-index.ts'
import type { Cover, NumberedPrefix } from '../../src/engine/address-index.ts'

const EDGES: Readonly<Record<Family, readonly bigint[]>> = {
  4: [0n, 1n, 2n, 9n, 10n, 11n, 200n, (1n << 32n) - 2n, (1n << 32n) - 1n],
  6: [0n, 1n, 2n, 9n, 10n, 11n, 1n << 64n, (1n << 128n) - 2n, (1n << 128n) - 1n],
}

const LENGTHS: Readonly<Record<Family, readonly number[]>> = {
  4: [0, 1, 24, 28, 30, 31, 32],
  6: [0, 1, 64, 120, 126, 127, 128],
}

const family = fc.constantFrom<Family>(4, 6)
const range = family.chain((of) =>
  fc
    .tuple(fc.constantFrom(...EDGES[of]), fc.constantFrom(...EDGES[of]))
    .map(([a, b]): IpRange => ({ family: of, first: a < b ? a : b, last: a < b ? b : a })),
)
const prefix = family.chain((of) =>
  fc
    .tuple(fc.constantFrom(...EDGES[of]), fc.constantFrom(...LENGTHS[of]))
    .map(([value, length]) => cidrOf({ family: of, value }, length)),
)
const numbered = fc.array(fc.record({ prefix, value: fc.nat(4) }), { maxLength: 12 })

const covering = (prefixes: readonly NumberedPrefix[], of: Family, value: bigint): number[] =>
  [...new Set(prefixes.filter((one) => contains(one.prefix, { family: of, value })).map((one) => one.value))].sort()

function valuesOf(cover: Cover): number[] {
  const values: number[] = []
  cover.each((value) => values.push(value))
  return values.sort()
}

describe('AddressIndex', () => {
  it('finds what a scan finds', () => {
    fc.assert(
      fc.property(numbered, (ranges) => {
        const index = new AddressIndex(ranges)
        for (const which of [4, 6] as const)
          for (const value of EDGES[which])
            assert.deepEqual(valuesOf(index.cover({ family: which, value })), covering(ranges, which, value))
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
          assert.equal(byText.get(valuesOf(cover).join()) ?? cover, cover)
          byText.set(valuesOf(cover).join(), cover)
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
            assert.deepEqual(valuesOf(piece.cover), covering(ranges, whole.family, value))
        })
      }),
    )
  })
})
