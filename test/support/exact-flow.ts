// A flow of which nothing is missing, for tests that say only what matters of it.

import type { Flow, FlowEnd } from '../../src/model/flow.ts'

/** One TCP connection to port 80 of which everything is known; `changes` say what is otherwise */
export const exactFlow = (source: FlowEnd, destination: FlowEnd, changes: Partial<Flow> = {}): Flow => ({
  key: '',
  source,
  destination,
  protocol: 6,
  sourcePort: 40_000,
  destinationPort: 80,
  icmp: undefined,
  missing: { sourcePort: false, destinationPort: false, icmp: false },
  weight: { count: 1, unit: 'connections' },
  firstSeen: undefined,
  lastSeen: undefined,
  records: [],
  ...changes,
})
