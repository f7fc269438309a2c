// Ports and ICMP types that a record left out, in words: what of them would be denied.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { layer4Texts } from '../../src/engine/layer4.ts'
import type { Layer4 } from '../../src/engine/rows.ts'

const tcp = (destinationPort: number, sourcePort = 1): Layer4 => ({
  protocol: 6,
  sourcePort,
  destinationPort,
  icmp: undefined,
})
const ping = (type: number, code: number): Layer4 => ({
  protocol: 1,
  sourcePort: undefined,
  destinationPort: undefined,
  icmp: { type, code },
})

describe('what is left open of ports and types', () => {
  const ports = [1, 80, 81, 1024].map((port) => tcp(port))
  const sources = [1, 1024].map((port) => tcp(80, port))
  const types = [ping(8, 0), ping(8, 1), ping(3, 0), ping(3, 1), ping(0, 0)]
  const cases: readonly [string, readonly Layer4[], readonly Layer4[], readonly string[]][] = [
    ['one port', ports, [tcp(80)], ['port 80']],
    ['up to the next one', ports, [tcp(81)], ['ports 81-1023']],
    ['up to the last one', ports, [tcp(1024)], ['ports 1024-65535']],
    ['neighbours come together', ports, [tcp(1), tcp(80), tcp(1024)], ['ports 1-80', 'ports 1024-65535']],
    ['source ports', sources, [tcp(80, 1)], ['source ports 1-1023']],
    ['a type with all its codes', types, [ping(8, 0), ping(8, 1)], ['ICMP type 8']],
    ['a type with some', types, [ping(8, 1)], ['ICMP type 8 with some of its codes']],
    ['types in order, and any other', types, types, ['ICMP type 3', 'ICMP type 8', 'any ICMP type that no rule names']],
    ['no bound where two things are missing', [tcp(1, 1), tcp(1, 2), tcp(2, 1), tcp(2, 2)], [tcp(1, 1)], []],
    ['nothing where nothing is missing', [tcp(80)], [tcp(80)], []],
  ]
  for (const [what, all, some, texts] of cases) it(what, () => assert.deepEqual(layer4Texts(all, some), texts))
})
