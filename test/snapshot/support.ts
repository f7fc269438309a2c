// Captured files of the tests, and small clusters to resolve names in.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { clusterOf } from '../../src/convert/cluster.ts'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { parseIp, parseNet, printCidr, cidrsOf, printIp } from '../../src/base/ip.ts'
import type { Cidr, Ip } from '../../src/base/ip.ts'
import type { Cluster, NetworkSet, Workload } from '../../src/model/cluster.ts'
import type { Candidate, Flow, FlowEnd } from '../../src/model/flow.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import type { SnapshotContent } from '../../src/snapshot/reader.ts'
import { resolveFlows } from '../../src/snapshot/resolve.ts'

export const DATA = path.join(import.meta.dirname, 'data')

export function readData(file: string): string {
  const bytes = readFileSync(file)
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** A file of the captured phase `a-no-policy` */
export const phaseA = (file: string): string => readData(path.join(DATA, 'a-no-policy', file))

export interface TextFile {
  readonly path: string
  readonly text: string
}

/** All files below a folder that a snapshot may hold, in order of path */
export function filesOf(folder: string, wanted: (path: string) => boolean = () => true): readonly TextFile[] {
  if (!existsSync(folder)) throw new Error(`no folder ${folder}`)
  return readdirSync(folder, { recursive: true })
    .map((name) => String(name))
    .filter((name) => /\.(?:json|jsonl|ndjson|ya?ml|sse)(?:\.gz)?$/.test(name) && wanted(name))
    .sort()
    .map((name) => ({ path: name, text: readData(path.join(folder, name)) }))
}

export interface Loaded {
  readonly content: SnapshotContent
  readonly cluster: Cluster
  readonly flows: readonly Flow[]
  readonly said: readonly Diagnostic[]
}

export function load(files: readonly TextFile[], inCluster?: Cluster): Loaded {
  const said: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void said.push(diagnostic)
  const reader = createSnapshotReader({}, report)
  for (const { path: name, text } of files) reader.addText(name, text)
  const content = reader.finish()
  const cluster = inCluster ?? clusterOf(content.manifests, report)
  return { content, cluster, flows: resolveFlows(content.records, cluster, report), said }
}

/** The flows of records, one text each, in a cluster */
export const flowsOf = (records: readonly unknown[], inCluster: Cluster = cluster({})): readonly Flow[] =>
  load([{ path: 'flows.jsonl', text: records.map((one) => JSON.stringify(one)).join('\n') }], inCluster).flows

export const codes = (said: readonly Diagnostic[]): readonly string[] => said.map(({ code }) => code)

export function ip(text: string): Ip {
  const parsed = parseIp(text)
  if (parsed === undefined) throw new Error(`no address: ${text}`)
  return parsed
}

export function net(text: string): Cidr {
  const parsed = parseNet(text)
  if (parsed === undefined) throw new Error(`no net: ${text}`)
  return parsed
}

export function cluster(parts: Partial<Cluster>): Cluster {
  return {
    namespaces: new Map(),
    workloads: [],
    hostPods: [],
    hostEndpoints: [],
    sets: [],
    services: new Map(),
    nodes: [],
    pools: [],
    settings: { calicoVersion: undefined, nftables: false, bpf: false, endpointToHost: 'allow' },
    ...parts,
  }
}

/** A pod `namespace/name` of the workload `owner` */
export function pod(
  id: string,
  parts: Partial<Omit<Workload, 'labels' | 'addresses' | 'owner'>> & PodParts = {},
): Workload {
  const [namespace = '', name = ''] = id.split('/')
  const { address, labels, owner, ...rest } = parts
  return {
    is: 'workload',
    namespace,
    name,
    labels: { labels: new Map(Object.entries(labels ?? {})), complete: true },
    addresses: address === undefined ? [] : [ip(address)],
    ports: [],
    node: undefined,
    namespaceKnown: true,
    owner: { kind: owner === undefined ? 'Pod' : 'Deployment', name: owner ?? name },
    generateName: undefined,
    known: 'pod',
    at: undefined,
    ...rest,
  }
}

interface PodParts {
  readonly address?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly owner?: string
}

export const networkSet = (id: string, nets: readonly string[]): NetworkSet => {
  const [name = '', namespace] = id.split('/').reverse()
  return {
    is: 'network-set',
    namespace,
    name,
    labels: { labels: new Map(), complete: true },
    nets: nets.map(net),
    at: undefined,
  }
}

/** One line a candidate */
export function print(candidate: Candidate): string {
  switch (candidate.is) {
    case 'pod':
      return `pod ${candidate.namespace}/${candidate.name}${candidate.ip === undefined ? '' : ` ${printIp(candidate.ip)}`}`
    case 'stand-in':
      return `stand-in ${candidate.workload.namespace}/${candidate.workload.name}`
    case 'address':
      return printIp(candidate.ip)
    case 'addresses':
      return `${candidate.what}: ${candidate.ranges.flatMap((range) => cidrsOf(range).map(printCidr)).join(' ')}`
  }
}

export const printEnd = (end: FlowEnd | undefined): readonly string[] =>
  end === undefined ? [] : [`${end.is} ${end.name}`, ...end.candidates.map(print)]
