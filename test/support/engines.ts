// The engine in the words of the reference: exact packets in, rows as the conformance files write them out.

import type { Engine } from '../../src/engine/engine.ts'
import { judge } from '../../src/engine/judge.ts'
import type { Candidate, Flow, FlowEnd } from '../../src/model/flow.ts'
import type { EndVerdict, PolicyHit } from '../../src/model/verdict.ts'
import { printIp } from '../../src/base/ip.ts'
import type { FlowJudgement, Judgement, Row, Tuple, TupleEnd } from './reference.ts'

const candidateOf = ({ ip, workload }: TupleEnd): Candidate =>
  workload === undefined ? { is: 'address', ip } : { is: 'pod', namespace: workload.namespace, name: workload.name, ip }

export function endOf(candidates: readonly Candidate[], name: string): FlowEnd {
  return { name, is: candidates.some((one) => one.is === 'pod') ? 'workload' : 'address', candidates }
}

/** The flow that a record of this packet gives; `changes` leave things out */
export function flowOf(tuple: Tuple, changes: Partial<Flow> = {}): Flow {
  const { destination, destinationPort, icmp, protocol, source, sourcePort } = tuple
  return {
    key: '',
    source: endOf([candidateOf(source)], printIp(source.ip)),
    destination: endOf([candidateOf(destination)], printIp(destination.ip)),
    protocol,
    sourcePort,
    destinationPort,
    icmp,
    missing: { sourcePort: false, destinationPort: false, icmp: false },
    weight: { count: 1, unit: 'connections' },
    firstSeen: undefined,
    lastSeen: undefined,
    records: [],
    ...changes,
  }
}

export const rowOfHit = ({ action, policy, rule, tier }: PolicyHit): Row => [
  tier,
  policy.kind,
  policy.namespace,
  policy.name,
  rule,
  action,
]

const judgementOf = (end: EndVerdict | undefined): Judgement | null =>
  end === undefined ? null : { action: end.is, trace: end.trace.map(rowOfHit) }

/** What the compiled engine says of one exact packet */
export function engineJudgement(engine: Engine, tuple: Tuple): FlowJudgement {
  const { egress, ingress, overall } = judge(engine, flowOf(tuple))
  return { verdict: overall, egress: judgementOf(egress), ingress: judgementOf(ingress) }
}
