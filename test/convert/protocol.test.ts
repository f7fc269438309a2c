// docs/semantics.md §1.5, §1.6, §6.1: protocols, ports and their grouping.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { NO_PORTS, portGroups, type WirePort } from '../../src/convert/port-groups.ts'
import { parsePort, parseProtocol, simplify } from '../../src/convert/protocol.ts'

describe('a protocol', () => {
  for (const [written, number, family] of [
    ['TCP', 6, undefined],
    ['udplite', 136, undefined],
    ['ICMP', 1, 4],
    ['ICMPv6', 58, 6],
    [1, 1, undefined],
    ['58', 58, undefined],
    ['6', 6, undefined],
    [255, 255, undefined],
  ] as const) {
    it(`${String(written)} is ${String(number)}`, () => assert.deepEqual(parseProtocol(written), { number, family }))
  }
  for (const written of [0, 256, 1.5, -1, '', 'HTTP', '0', '300']) {
    it(`${String(written)} is none`, () => assert.equal(parseProtocol(written), undefined))
  }
})

describe('a port', () => {
  const range = (from: number, to = from) => ({ is: 'range', from, to }) as const
  for (const [written, port] of [
    [80, range(80)],
    ['80', range(80)],
    ['8000:8100', range(8000, 8100)],
    [0, range(0)],
    ['http', { is: 'name', name: 'http' }],
    ['80-90', { is: 'name', name: '80-90' }],
    ['8100:8000', undefined],
    [70_000, undefined],
    ['70000', undefined],
    [-1, undefined],
    [80.5, undefined],
    ['a:b', undefined],
    ['', undefined],
  ] as const) {
    it(JSON.stringify(written), () => assert.deepEqual(parsePort(written), port))
  }
})

const port = (protocol: string, from: number, to = from): WirePort => ({ protocol, port: { is: 'range', from, to } })
const named = (protocol: string, name: string): WirePort => ({ protocol, port: { is: 'name', name } })

describe('the ports of a Kubernetes rule', () => {
  for (const [name, entries, groups] of [
    ['none: anything', [], [{ protocol: undefined, ports: undefined }]],
    [
      'by protocol in alphabetical order, merged',
      [port('UDP', 53), port('TCP', 81), port('TCP', 80), port('SCTP', 1)],
      [
        { protocol: 132, ports: { ranges: [{ from: 1, to: 1 }], names: [] } },
        { protocol: 6, ports: { ranges: [{ from: 80, to: 81 }], names: [] } },
        { protocol: 17, ports: { ranges: [{ from: 53, to: 53 }], names: [] } },
      ],
    ],
    [
      'a protocol without port takes its other entries',
      [port('TCP', 80), { protocol: 'TCP', port: NO_PORTS }, port('TCP', 90)],
      [{ protocol: 6, ports: undefined }],
    ],
    [
      'names are kept',
      [named('TCP', 'http'), port('TCP', 80)],
      [{ protocol: 6, ports: { ranges: [{ from: 80, to: 80 }], names: ['http'] } }],
    ],
    [
      'a name without protocol comes first',
      [port('TCP', 80), named('', 'http')],
      [
        { protocol: undefined, ports: { ranges: [], names: ['http'] } },
        { protocol: 6, ports: { ranges: [{ from: 80, to: 80 }], names: [] } },
      ],
    ],
    [
      'an entry of nothing takes all',
      [port('TCP', 80), { protocol: '', port: NO_PORTS }],
      [{ protocol: undefined, ports: undefined }],
    ],
    ['a bad entry spoils the rule', [port('TCP', 80), undefined], undefined],
    ['a bad protocol too', [port('HTTP', 80)], undefined],
  ] as const) {
    it(name, () => assert.deepEqual(portGroups(entries), groups))
  }

  it('simplified cover the same ports with the fewest ranges', () => {
    const ranges = fc.array(fc.tuple(fc.nat(60), fc.nat(9)).map(([from, more]) => ({ from, to: from + more })))
    fc.assert(
      fc.property(ranges, (list) => {
        const covered = (all: readonly { from: number; to: number }[], at: number): boolean =>
          all.some(({ from, to }) => from <= at && at <= to)
        const simple = simplify(list)
        for (let at = 0; at < 75; at++) assert.equal(covered(simple, at), covered(list, at))
        simple.slice(1).forEach(({ from }, i) => assert.ok(from > (simple[i]?.to ?? 0) + 1))
      }),
    )
  })
})
