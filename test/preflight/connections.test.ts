import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Connections } from '../../src/preflight/connections.ts'
import { end, flow } from '../compare/gate-deltas.ts'

describe('connections', () => {
  it('come out as they were added, each with its port or none', () => {
    const added = [
      [0, 0],
      [6, 80],
      [6, undefined],
      [1, undefined],
      [17, 65_535],
      [255, 65_535],
      [255, undefined],
    ].map(([protocol = 0, port], i) => flow(end(`a/${String(i)}`), end('x/y'), { protocol, port }))
    const connections = new Connections()
    for (const one of added) connections.add(one)
    assert.equal(connections.size, added.length)
    assert.deepEqual(
      [...connections],
      added.map(({ destination, destinationPort, protocol, source }) => ({
        source,
        destination,
        protocol,
        destinationPort,
      })),
    )
  })
})
