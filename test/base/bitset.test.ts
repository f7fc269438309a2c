// Bit vectors against arrays of booleans.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { and, bitsIn, commonBits, emptyBits, firstCommon, hasBit, or, setBit } from '../../src/base/bitset.ts'
import type { Bits } from '../../src/base/bitset.ts'

const WIDTH = 100
const flags = fc.array(fc.boolean(), { minLength: WIDTH, maxLength: WIDTH })

function bitsOf(of: readonly boolean[]): Bits {
  const bits = emptyBits(of.length)
  of.forEach((flag, at) => {
    if (flag) setBit(bits, at)
  })
  return bits
}

describe('bit vectors', () => {
  it('find the first bit that three have in common', () => {
    fc.assert(
      fc.property(flags, flags, flags, fc.nat(WIDTH - 1), fc.nat(WIDTH), (a, b, c, from, end) => {
        const found = a.findIndex((flag, i) => i >= from && i < end && flag && b[i] && c[i])
        assert.equal(from < end ? firstCommon(bitsOf(a), bitsOf(b), bitsOf(c), from, end) : -1, found)
      }),
    )
  })

  it('tell which bits are set, and which of them in both of two', () => {
    const places = (all: readonly boolean[]): number[] => all.flatMap((flag, i) => (flag ? [i] : []))
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: WIDTH }), (pairs) => {
        const [a, b] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)]
        assert.deepEqual(bitsIn(bitsOf(a)), places(a))
        assert.deepEqual(commonBits(bitsOf(a), bitsOf(b)), places(pairs.map(([one, other]) => one && other)))
      }),
    )
  })

  it('join as their flags do', () => {
    fc.assert(
      fc.property(flags, flags, (a, b) => {
        const [both, any] = [and([bitsOf(a), bitsOf(b)]), or([bitsOf(a), bitsOf(b)])]
        a.forEach((flag, i) => {
          assert.equal(hasBit(both, i), flag && b[i])
          assert.equal(hasBit(any, i), flag || b[i])
        })
      }),
    )
  })
})
