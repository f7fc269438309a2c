import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EndMemo } from '../../src/engine/end-memo.ts'
import type { FlowEnd } from '../../src/model/flow.ts'

const end = (name: string, place?: number): FlowEnd => ({
  name,
  is: 'workload',
  candidates: [],
  ...(place === undefined ? {} : { place }),
})

describe('EndMemo', () => {
  it('remembers each end by itself, whatever place it has', () => {
    const ends = [end('a', 0), end('b', 0), end('c', 1), end('d'), end('e')]
    const memo = new EndMemo()
    const known = ends.map((one) => memo.of(one))
    assert.deepEqual(
      known.map((one) => one.end.name),
      ['a', 'b', 'c', 'd', 'e'],
    )
    // The same one again, also where another has taken its place.
    for (const i of [0, 1, 0, 4, 3, 2, 1, 0]) assert.equal(memo.of(ends[i] ?? end('x')), known[i])
  })
})
