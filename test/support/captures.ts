// What a running cluster did, connection by connection (test/captures), and what the engine says of the same packets under
// the objects of that time.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseIp, printIp, type Ip } from '../../src/base/ip.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import { convertPolicies } from '../../src/convert/convert.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { Engine } from '../../src/engine/engine.ts'
import { manifestsFromObject, type Manifest } from '../../src/manifest/object.ts'
import type { Cluster, Frontend } from '../../src/model/cluster.ts'
import type { Candidate, Flow } from '../../src/model/flow.ts'
import type { PolicySet } from '../../src/model/policy.ts'
import { endOf } from './engines.ts'
import { ROOT } from './shared.ts'
import { exactFlow } from './exact-flow.ts'

/** One attempt, as the generator of the traffic saw it */
export interface Connection {
  readonly flow: string
  readonly proto: 'tcp' | 'udp' | 'icmp'
  readonly outcome?: string
  /** Open before or after the phase: what became of it was decided at another time */
  readonly held?: boolean
  readonly src: ConnectionEnd
  /** What the client asked for */
  readonly dialed: { readonly ip: string; readonly port?: number; readonly node_port?: boolean }
  /** Where it ended; absent where a Service was dialled and nothing answered */
  readonly dst?: ConnectionEnd
  readonly dst_candidates?: readonly string[]
  /** The client's address as the server saw it */
  readonly seen?: string
}

export interface ConnectionEnd {
  readonly kind: string
  readonly namespace?: string
  readonly pod?: string
  readonly node?: string
  /** Absent for a process of a node whose address nobody saw */
  readonly ip?: string
  readonly port?: number
}

const capture = (...parts: readonly string[]): string => path.join(ROOT, 'test/captures', ...parts)

export const readPacked = (...parts: readonly string[]): string =>
  gunzipSync(readFileSync(capture(...parts))).toString('utf8')

export const readConnections = (folder: string, phase: string): Connection[] =>
  readPacked(folder, `connections-${phase}.jsonl.gz`)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Connection)

/** Those of all phases, and those that the phase has besides */
export const readObjects = (folder: string, phase: string): unknown[] =>
  ['objects', `objects-${phase}`].flatMap((name) => JSON.parse(readPacked(folder, `${name}.json.gz`)) as unknown[])

export interface Captured {
  readonly manifests: readonly Manifest[]
  readonly cluster: Cluster
  readonly policies: PolicySet
}

export function capturedWorld(folder: string, phase: string): Captured {
  const list = { apiVersion: 'v1', kind: 'List', items: readObjects(folder, phase) }
  const report = (one: unknown): never => {
    throw new Error(`nothing to report was expected: ${JSON.stringify(one)}`)
  }
  const { broken, manifests } = manifestsFromObject(list, folder, { defaultNamespace: 'default', report })
  return {
    manifests,
    cluster: clusterOf(manifests, report),
    policies: convertPolicies(manifests, {}, report, broken),
  }
}

export const enforcedEngine = (cluster: Cluster, policies: PolicySet): Engine =>
  new Engine(cluster, policySetFor('enforced', policies), 'dataplane')

export function ipOf(text: string): Ip {
  const ip = parseIp(text)
  if (ip === undefined) throw new Error(`no address: ${text}`)
  return ip
}

/** It got there; a refusal comes from the other end's own system */
export const worked = ({ outcome }: Connection): boolean =>
  outcome === 'connected' || outcome === 'answered' || outcome === 'refused'

export interface Target {
  readonly ip: string
  readonly port: number | undefined
}

/** Where it ended, or may have been meant to end */
export function targetsOf(one: Connection, cluster: Cluster): readonly Target[] {
  const { dialed, dst } = one
  if (dst?.ip !== undefined) return [{ ip: dst.ip, port: dst.port }]
  const frontend = frontendOf(one, cluster)
  if (frontend === undefined) throw new Error(`nothing is behind ${dialed.ip}:${String(dialed.port)}`)
  return (cluster.services.get(frontend.service) ?? [])
    .filter(({ protocol }) => protocol === frontend.protocol)
    .filter(({ port }) => frontend.targetPort === undefined || frontend.targetPort === port)
    .map(({ ip, port }) => ({ ip: printIp(ip), port }))
}

const PROTOCOLS = { tcp: 6, udp: 17, icmp: 1 } as const

/** What was dialled, where it is a Service */
export function frontendOf({ dialed, proto }: Connection, { network }: Cluster): Frontend | undefined {
  return network?.frontends.find((one) => {
    if (one.protocol !== PROTOCOLS[proto]) return false
    if (dialed.node_port === true) return one.nodePort === dialed.port
    return one.port === dialed.port && one.addresses.some((ip) => printIp(ip) === dialed.ip)
  })
}

/** The connection to one of its targets; `changes` are put over it */
export function connectionFlow(
  one: Connection,
  target: Target,
  engine: Engine,
  changes: Partial<Flow> & { readonly sourceIp?: string | undefined } = {},
): Flow {
  const { proto, src } = one
  const { sourceIp = src.ip ?? nodeAddress(src.node, engine.cluster), ...rest } = changes
  const source: Candidate =
    src.kind === 'pod' && src.namespace !== undefined && src.pod !== undefined
      ? { is: 'pod', namespace: src.namespace, name: src.pod, ip: ipOf(sourceIp) }
      : { is: 'address', ip: ipOf(sourceIp) }
  const pod = engine.workloadAt(ipOf(target.ip))
  const destination: Candidate =
    pod === undefined
      ? { is: 'address', ip: ipOf(target.ip) }
      : { is: 'pod', namespace: pod.namespace, name: pod.name, ip: ipOf(target.ip) }
  const isIcmp = proto === 'icmp'
  return exactFlow(endOf([source], sourceIp), endOf([destination], target.ip), {
    key: one.flow,
    protocol: PROTOCOLS[proto],
    sourcePort: isIcmp ? undefined : src.port,
    destinationPort: isIcmp ? undefined : target.port,
    icmp: isIcmp ? { type: 8, code: 0 } : undefined,
    ...rest,
  })
}

function nodeAddress(name: string | undefined, { nodes }: Cluster): string {
  const [ip] = nodes.find((node) => node.name === name)?.addresses ?? []
  if (ip === undefined) throw new Error(`no address of node ${String(name)}`)
  return printIp(ip)
}

/** As `name (how many)`, in order */
export function tally(names: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${name} (${String(count)})`).sort()
}
