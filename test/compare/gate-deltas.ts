// Deltas in short form for the tests of the gate.

import type { FlowDelta } from '../../src/model/delta.ts'
import type { ExpectedDenial, Waiver } from '../../src/model/expectation.ts'
import { parseEndPattern } from '../../src/model/flow-pattern.ts'
import type { Flow, FlowEnd } from '../../src/model/flow.ts'
import type { Answer, FlowVerdict } from '../../src/model/verdict.ts'

const verdict = (overall: Answer): FlowVerdict => ({ overall, egress: undefined, ingress: undefined, cases: [] })

const BEFORE_AND_AFTER: Readonly<Record<FlowDelta['change'], readonly [Answer, Answer]>> = {
  'newly-denied': ['allow', 'deny'],
  'newly-allowed': ['deny', 'allow'],
  'now-uncertain': ['allow', 'unknown'],
  rerouted: ['allow', 'allow'],
  unchanged: ['allow', 'allow'],
}

export const end = (name: string, is: FlowEnd['is'] = 'workload'): FlowEnd => ({
  name,
  is,
  candidates: [{ is: 'pod', namespace: 'x', name: 'x', ip: undefined }],
})

export interface Layer4 {
  readonly protocol: number
  readonly port: number | undefined
}

export function flow(
  source: FlowEnd,
  destination: FlowEnd,
  { port, protocol }: Layer4 = { protocol: 6, port: 80 },
): Flow {
  return {
    key: JSON.stringify([source.name, destination.name, protocol, port]),
    source,
    destination,
    protocol,
    sourcePort: undefined,
    destinationPort: port,
    icmp: undefined,
    missing: { sourcePort: true, destinationPort: port === undefined, icmp: true },
    weight: { count: 1, unit: 'connections' },
    firstSeen: undefined,
    lastSeen: undefined,
    records: [],
  }
}

export function deltaOf(one: Flow, change: FlowDelta['change'], answers = BEFORE_AND_AFTER[change]): FlowDelta {
  const [before, after] = answers
  return {
    flow: one,
    before: verdict(before),
    after: verdict(after),
    beforeAnswer: before,
    settledByRecord: false,
    change,
    partly: undefined,
    possiblyCut: [],
    possiblyAllowed: [],
    because: [],
    flippedBy: [],
  }
}

/** A flow of `a/<name>` to `x/y`, TCP 80 */
export const delta = (name: string, change: FlowDelta['change']): FlowDelta =>
  deltaOf(flow(end(`a/${name}`), end('x/y')), change)

const pattern = (source: string) => ({
  source: parseEndPattern(source),
  destination: parseEndPattern('x/y'),
  protocol: undefined,
  port: undefined,
})

export const expects = (source: string): ExpectedDenial => ({
  flows: pattern(source),
  reason: 'meant',
  text: source,
  at: { path: 'netpol-expectations.yml', line: 2, column: 5 },
  addedByChange: true,
})

export const waives = (
  source: string,
  expires: string,
  changes: Waiver['changes'] = ['newly-denied', 'uncertain'],
): Waiver => ({
  flows: pattern(source),
  changes,
  owner: 'somebody',
  reason: 'for now',
  expires,
  at: { path: '.github/netpol-preflight.yml', line: 7, column: 5 },
})
