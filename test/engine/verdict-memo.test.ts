// A table of numbers against a map of texts, whatever is asked and however full it gets. NETPOL_SEED runs the same again.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LAYER4_LIMIT, VerdictMemo } from '../../src/engine/verdict-memo.ts'
import { randomFrom } from '../support/random.ts'
import { seeds } from '../support/seeds.ts'

type Key = readonly [program: number, source: number, destination: number, layer4: number]

describe('remembered verdicts', () => {
  it('are those that were given', (t) => {
    for (const seed of seeds(t, 20)) {
      const random = randomFrom(seed)
      const memo = new VerdictMemo()
      const expected = new Map<string, number>()
      // So few values that they come again, so many that the table grows several times.
      for (let i = 0; i < 20_000; i++) {
        const key: Key = [random.int(8), random.int(16), random.int(16), random.int(8)]
        const text = key.join()
        assert.equal(memo.get(...key), expected.get(text) ?? -1, `NETPOL_SEED=${String(seed)} ${text}`)
        const value = random.int(60_000)
        memo.set(...key, value)
        expected.set(text, value)
      }
      assert.ok(expected.size > 10_000)
    }
  })

  it('are told apart by each of the numbers, at both ends of their ranges', () => {
    const most: Key = [2 ** 16 - 1, 2 ** 31 - 1, 2 ** 31 - 1, LAYER4_LIMIT - 1]
    const keys = Array.from({ length: 16 }, (_, bits): Key => {
      const [program, source, destination, layer4] = most.map((value, i) => ((bits >> i) & 1) * value)
      return [program ?? 0, source ?? 0, destination ?? 0, layer4 ?? 0]
    })
    const memo = new VerdictMemo()
    for (const [i, key] of keys.entries()) {
      assert.equal(memo.get(...key), -1)
      memo.set(...key, 2 ** 16 - 1 - i)
    }
    for (const [i, key] of keys.entries()) assert.equal(memo.get(...key), 2 ** 16 - 1 - i)
  })

  it('are none where program or verdict have numbers that do not fit', () => {
    const memo = new VerdictMemo()
    memo.set(2 ** 16, 1, 2, 3, 4)
    memo.set(0, 1, 2, 3, 2 ** 16)
    assert.deepEqual([memo.get(2 ** 16, 1, 2, 3), memo.get(0, 1, 2, 3)], [-1, -1])
  })

  it('are forgotten when the table is full, and never wrong', () => {
    const memo = new VerdictMemo(2 ** 11)
    let known = 0
    for (let i = 0; i < 10_000; i++) {
      memo.set(1, i, i, i, i)
      assert.equal(memo.get(1, i, i, i), i)
    }
    for (let i = 0; i < 10_000; i++) {
      const value = memo.get(1, i, i, i)
      assert.ok(value === i || value === -1)
      if (value === i) known++
    }
    assert.ok(known > 0 && known <= 2 ** 10, String(known))
  })
})
