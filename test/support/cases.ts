// A world of JSON → clusters, policy sets and exact packets, by way of the rooms that the product uses; then what each
// evaluator says of it and how that differs from what is expected.

import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { parseIp, parseNet, type Ip } from '../../src/base/ip.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import { convertPolicies } from '../../src/convert/convert.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { parseProtocol } from '../../src/convert/protocol.ts'
import { Engine } from '../../src/engine/engine.ts'
import { manifestsFromObject } from '../../src/manifest/object.ts'
import type { Cluster, NodeInterface } from '../../src/model/cluster.ts'
import type { Flow } from '../../src/model/flow.ts'
import { POLICY_SET_NAMES, type PolicySet, type PolicySetName } from '../../src/model/policy.ts'
import { engineJudgement } from './engines.ts'
import { judge, type FlowJudgement, type Judgement, type Mode, type Tuple, type TupleEnd } from './reference.ts'
import type { Expected, ExpectedEnd, World, WorldEnd, WorldFlow, WorldNode } from './vectors.ts'

export interface ReadWorld {
  readonly cluster: Cluster
  readonly policies: PolicySet
  readonly tuples: readonly Tuple[]
  /** What is known of each packet's way besides */
  readonly ways: readonly Pick<Flow, 'dialled' | 'via'>[]
  readonly diagnostics: readonly Diagnostic[]
}

export function readWorld(world: World): ReadWorld {
  const diagnostics: Diagnostic[] = []
  const report = (one: Diagnostic): void => void diagnostics.push(one)
  const list = { apiVersion: 'v1', kind: 'List', items: world.objects }
  const { broken, manifests } = manifestsFromObject(list, world.id, { defaultNamespace: 'default', report })
  const cluster = withInterfaces(clusterOf(manifests, report), world.nodes ?? [])
  const { calicoVersion } = cluster.settings
  const policies = convertPolicies(manifests, { calicoVersion }, report, broken)
  const tuples = world.flows.map((flow) => tupleOf(flow, cluster))
  return { cluster, policies, tuples, ways: world.flows.map(wayOf), diagnostics }
}

function wayOf({ dialled, via }: WorldFlow): Pick<Flow, 'dialled' | 'via'> {
  return { via, ...(dialled === undefined ? {} : { dialled: { ip: ipOf(dialled.ip), port: dialled.port } }) }
}

/** What no object says: which networks are behind which interface */
function withInterfaces(cluster: Cluster, nodes: readonly WorldNode[]): Cluster {
  const known = new Map(nodes.map(({ interfaces, name }) => [name, interfaces]))
  return {
    ...cluster,
    nodes: cluster.nodes.map((node) => {
      const interfaces = known.get(node.name)
      if (interfaces === undefined) return node
      return { ...node, interfaces: Object.entries(interfaces).map(([name, texts]) => interfaceOf(name, texts)) }
    }),
  }
}

function interfaceOf(name: string, texts: readonly string[]): NodeInterface {
  const addresses = texts.filter((text) => text !== 'default').map((text) => ipOf(text.split('/')[0] ?? ''))
  return { name, addresses, networks: texts.flatMap((text) => parseNet(text === 'default' ? '0.0.0.0/0' : text) ?? []) }
}

function tupleOf({ destinationPort, dst, icmp, protocol, sourcePort, src }: WorldFlow, cluster: Cluster): Tuple {
  const number = typeof protocol === 'number' ? protocol : parseProtocol(protocol)?.number
  if (number === undefined) throw new Error(`no such protocol: ${String(protocol)}`)
  const end = (one: WorldEnd): TupleEnd => ({ workload: workloadOf(one, cluster), ip: ipOf(one.ip) })
  return { source: end(src), destination: end(dst), protocol: number, sourcePort, destinationPort, icmp }
}

function ipOf(text: string): Ip {
  const ip = parseIp(text)
  if (ip === undefined) throw new Error(`no address: ${text}`)
  return ip
}

function workloadOf({ pod }: WorldEnd, cluster: Cluster): TupleEnd['workload'] {
  if (pod === undefined) return undefined
  const workload = cluster.workloads.find((one) => `${one.namespace}/${one.name}` === pod)
  if (workload === undefined) throw new Error(`no such pod: ${pod}`)
  return workload
}

export const modeOf = (set: PolicySetName): Mode => (set === 'pending' ? 'felix-pending' : 'dataplane')

/** One way to find out what a flow may do; made for one set of one world */
export interface Evaluator {
  readonly name: string
  readonly make: (
    cluster: Cluster,
    policies: PolicySet,
    mode: Mode,
  ) => (tuple: Tuple, way: Pick<Flow, 'dialled' | 'via'>) => FlowJudgement
  /** It knows more than the policies of the two ends */
  readonly knowsHosts: boolean
}

export const EVALUATORS: readonly Evaluator[] = [
  {
    name: 'engine',
    make: (cluster, policies, mode) => {
      const engine = new Engine(cluster, policies, mode)
      return (tuple, way) => engineJudgement(engine, tuple, way)
    },
    knowsHosts: true,
  },
  {
    name: 'reference',
    make: (cluster, policies, mode) => (tuple) => judge(cluster, policies, tuple, mode),
    knowsHosts: false,
  },
]

/** Every difference between what an evaluator says and what the world expects, a line each */
export function differences(world: World, read: ReadWorld, evaluator: Evaluator): { checked: number; lines: string[] } {
  const lines: string[] = []
  let checked = 0
  for (const set of POLICY_SET_NAMES) {
    const judgeTuple = evaluator.make(read.cluster, policySetFor(set, read.policies), modeOf(set))
    world.expect.forEach((expectation, i) => {
      const expected = expectation[set]
      const tuple = read.tuples[i]
      if (expected === undefined || tuple === undefined) return
      checked++
      const difference = differenceOf(expected, judgeTuple(tuple, read.ways[i] ?? {}))
      if (difference !== undefined) lines.push(`${world.id} flow ${String(i)} ${set}: ${difference}`)
    })
  }
  return { checked, lines }
}

function differenceOf(expected: Expected, got: FlowJudgement): string | undefined {
  for (const end of ['egress', 'ingress'] as const) {
    const difference = endDifference(expected[end], got[end])
    if (difference !== undefined) return `${end}: ${difference}`
  }
  const [hosts, said] = [expected.hosts?.join('\n'), (got.hosts ?? []).join('\n')]
  if (hosts !== undefined && hosts !== said) return `hosts: ${hosts} expected, got ${said}`
  return expected.verdict === got.verdict ? undefined : `verdict ${expected.verdict} expected, got ${got.verdict}`
}

function endDifference(expected: ExpectedEnd | null | undefined, got: Judgement | null): string | undefined {
  if (expected === undefined) return undefined
  const [want, have] = [shown(expected, got), shown(got, got)]
  return want === have ? undefined : `${want} expected, got ${have}`
}

/** Without a trace of its own, an expectation takes that of the answer */
const shown = (end: ExpectedEnd | null, got: Judgement | null): string =>
  end === null ? 'nothing' : `${end.action} ${JSON.stringify(end.trace ?? got?.trace)}`
