// The engine in the words of the reference: exact packets in, rows as the conformance files write them out.

import type { Engine } from '../../src/engine/engine.ts'
import { judge } from '../../src/engine/judge.ts'
import type { Candidate, Flow, FlowEnd } from '../../src/model/flow.ts'
import type { EndVerdict, HostStep, PolicyHit } from '../../src/model/verdict.ts'
import { printIp } from '../../src/base/ip.ts'
import type { FlowJudgement, Judgement, Row, Tuple, TupleEnd } from './reference.ts'
import { exactFlow } from './exact-flow.ts'

const candidateOf = ({ ip, workload }: TupleEnd): Candidate =>
  workload === undefined ? { is: 'address', ip } : { is: 'pod', namespace: workload.namespace, name: workload.name, ip }

export function endOf(candidates: readonly Candidate[], name: string): FlowEnd {
  return { name, is: candidates.some((one) => one.is === 'pod') ? 'workload' : 'address', candidates }
}

/** The flow that a record of this packet gives; `changes` leave things out */
export function flowOf(tuple: Tuple, changes: Partial<Flow> = {}): Flow {
  const { destination, destinationPort, icmp, protocol, source, sourcePort } = tuple
  return exactFlow(
    endOf([candidateOf(source)], printIp(source.ip)),
    endOf([candidateOf(destination)], printIp(destination.ip)),
    { protocol, sourcePort, destinationPort, icmp, ...changes },
  )
}

export const rowOfHit = ({ action, policy, rule, source, tier }: PolicyHit): Row => [
  tier,
  policy.kind,
  policy.namespace,
  source?.traceName ?? policy.name,
  rule,
  action,
]

const judgementOf = (end: EndVerdict | undefined): Judgement | null =>
  end === undefined ? null : { action: end.is, trace: end.trace.map(rowOfHit) }

/** What the compiled engine says of one exact packet */
export function engineJudgement(engine: Engine, tuple: Tuple, changes: Partial<Flow> = {}): FlowJudgement {
  const { egress, hosts, ingress, overall } = judge(engine, flowOf(tuple, changes))
  const ends = { verdict: overall, egress: judgementOf(egress), ingress: judgementOf(ingress) }
  return hosts === undefined ? ends : { ...ends, hosts: hosts.map(stepText) }
}

/** `NODE HOOK ENDPOINT: ` and the last row of the trace, or the answer where there is none; why, where it is uncertain */
function stepText({ endpoints, hook, node, verdict }: HostStep): string {
  const where = [node ?? 'some-node', hook, ...endpoints].join(' ')
  if (verdict.is === 'unknown') return `${where}: unknown ${verdict.because.map(({ code }) => code).join(' ')}`
  const last = verdict.trace.at(-1)
  if (last === undefined) return `${where}: ${verdict.is}`
  const [tier, kind, namespace, name, rule, action] = rowOfHit(last)
  const policy = namespace === '' ? name : `${namespace}/${name}`
  return `${where}: ${tier}|${kind}:${policy}|${action}|${rule === 'end-of-tier' ? '-1' : String(rule)}`
}
