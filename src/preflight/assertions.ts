// must-allow and must-deny: unit tests for policy, judged on the "after" side whether or not traffic was seen
// (docs/configuration.md). Every source must reach, or not reach, every destination; an entry that names nothing that
// exists does not hold, for a test of nothing proves nothing.

import { bitsOf, cidrOf, contains, printIp, subtract } from '../base/ip.ts'
import type { Cidr, Ip } from '../base/ip.ts'
import type { Engine } from '../engine/engine.ts'
import { judge } from '../engine/judge.ts'
import { workloadKey } from '../model/cluster.ts'
import type { Cluster, Workload } from '../model/cluster.ts'
import type { Assertion, AssertionEnd } from '../model/expectation.ts'
import { matchesName } from '../model/flow-pattern.ts'
import type { Candidate, Flow, FlowEnd } from '../model/flow.ts'
import { hasPorts, protocolName } from '../model/protocol.ts'
import { matches } from '../model/selector.ts'
import type { Case, FlowVerdict } from '../model/verdict.ts'
import type { AssertionResult } from '../report/document.ts'
import { hitInfo } from './flow-change.ts'

/** A few are enough to see what is wrong */
const SHOWN = 5

export function judgeAssertion(engine: Engine, assertion: Assertion): AssertionResult {
  const source = endOf(engine.cluster, assertion.source)
  const destination = endOf(engine.cluster, assertion.destination)
  const shown = {
    is: assertion.is,
    source: assertion.source.text,
    destination: assertion.destination.text,
    protocol: protocolName(assertion.protocol),
    port: assertion.port,
    reason: assertion.reason,
    at: assertion.at,
    addedByChange: assertion.addedByChange,
  }
  const empty = [source, destination].find(({ candidates }) => candidates.length === 0)
  if (empty !== undefined) {
    const counterexamples = [`nothing in the snapshot matches ${empty.name}`]
    return { ...shown, holds: false, answer: 'unknown', counterexamples, decidedBy: undefined }
  }
  const verdict = judge(engine, flowOf(assertion, source, destination))
  const wanted = assertion.is === 'must-allow' ? 'allow' : 'deny'
  const against = verdict.cases.filter(({ overall }) => overall !== wanted)
  const holds = verdict.overall === wanted && against.length === 0
  return {
    ...shown,
    holds,
    answer: verdict.overall,
    counterexamples: holds ? [] : against.slice(0, SHOWN).map(caseText),
    decidedBy: decidedBy(holds ? verdict.cases : against, verdict),
  }
}

function endOf(cluster: Cluster, end: AssertionEnd): FlowEnd {
  switch (end.is) {
    case 'addresses':
      return addresses(cluster, end.cidr, end.text)
    case 'pods': {
      const { namespace, selector } = end
      return workloads(
        cluster,
        end.text,
        (one) =>
          (namespace === undefined || one.namespace === namespace) && matches(selector.tree, one.labels) === true,
      )
    }
    case 'workloads':
      return workloads(cluster, end.text, ({ name, namespace, owner }) =>
        [owner.name, name].some((one) => matchesName(end.pattern, workloadKey(namespace, one))),
      )
  }
}

/** Every address of the prefix: pods and nodes that have one of them as themselves, and all that is nobody's */
function addresses({ hostEndpoints, nodes, workloads: pods }: Cluster, cidr: Cidr, text: string): FlowEnd {
  const inside = (ips: readonly Ip[]): Ip[] => ips.filter((ip) => contains(cidr, ip))
  const ofPods = pods.flatMap(({ addresses, name, namespace }) =>
    inside(addresses).map((ip): Candidate & { readonly ip: Ip } => ({ is: 'pod', namespace, name, ip })),
  )
  const hosts = [...nodes.flatMap((node) => node.addresses), ...hostEndpoints.flatMap(({ expectedIps }) => expectedIps)]
  const ofHosts = new Map(inside(hosts).map((ip) => [printIp(ip), ip]))
  const taken = [...ofPods.map(({ ip }) => ip), ...ofHosts.values()]
  const rest = subtract(
    [cidr],
    taken.map((ip) => cidrOf(ip, bitsOf(ip.family))),
  )
  const isOne = cidr.prefix === bitsOf(cidr.family)
  const candidates: Candidate[] = [
    ...ofPods,
    ...Array.from(ofHosts.values(), (ip): Candidate => ({ is: 'address', ip })),
    ...rest
      .slice(0, isOne ? 1 : 0)
      .map(({ family, first }): Candidate => ({ is: 'address', ip: { family, value: first } })),
    ...(isOne || rest.length === 0 ? [] : [{ is: 'addresses', ranges: rest, what: text } as const]),
  ]
  return { name: text, is: 'address', candidates }
}

function workloads(cluster: Cluster, name: string, wanted: (workload: Workload) => boolean): FlowEnd {
  const candidates = cluster.workloads
    .filter(wanted)
    .map((workload): Candidate =>
      workload.known === 'pod'
        ? { is: 'pod', namespace: workload.namespace, name: workload.name, ip: undefined }
        : { is: 'stand-in', workload },
    )
  return { name, is: 'workload', candidates }
}

function flowOf({ port, protocol, text }: Assertion, source: FlowEnd, destination: FlowEnd): Flow {
  return {
    key: text,
    source,
    destination,
    protocol,
    sourcePort: undefined,
    destinationPort: port,
    icmp: undefined,
    missing: { sourcePort: hasPorts(protocol), destinationPort: hasPorts(protocol) && port === undefined, icmp: true },
    weight: { count: 0, unit: 'connections' },
    firstSeen: undefined,
    lastSeen: undefined,
    records: [],
  }
}

const caseText = ({ destination, overall, source }: Case): string =>
  `${source.members[0] ?? ''} → ${destination.members[0] ?? ''}: ${overall === 'unknown' ? 'uncertain' : overall}`

function decidedBy(cases: readonly Case[], verdict: FlowVerdict): AssertionResult['decidedBy'] {
  const [first] = cases
  const ends = first === undefined ? [verdict.egress, verdict.ingress] : [first.egress, first.ingress]
  const end = ends.find((one) => one?.is === 'deny') ?? ends.findLast((one) => one !== undefined)
  const hit = end?.trace.at(-1)
  return hit === undefined ? undefined : hitInfo(hit)
}
