import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FlowSelection } from '../../src/preflight/flow-selection.ts'
import { end, flow } from '../compare/gate-deltas.ts'

const FLOWS = Array.from({ length: 70 }, (_, i) => flow(end(`a/${String(i)}`), end('x/y')))

describe('a selection of flows', () => {
  for (const places of [[], [0], [31, 32, 33], [69], [5, 5, 5], [69, 0, 64, 63, 0]])
    it(`of places ${places.join(', ') || 'none'} splits a list in two, each in its order`, () => {
      const selection = new FlowSelection(FLOWS.length)
      for (const place of places) selection.add(place)
      const wanted = [...new Set(places)].sort((a, b) => a - b)
      assert.equal(selection.size, wanted.length)
      const { among, others } = selection.split(FLOWS)
      assert.deepEqual(
        among.map((one) => FLOWS.indexOf(one)),
        wanted,
      )
      assert.deepEqual(
        others,
        FLOWS.filter((_, i) => !wanted.includes(i)),
      )
      assert.deepEqual(
        FLOWS.flatMap((_, i) => (selection.has(i) ? [i] : [])),
        wanted,
      )
    })
})
