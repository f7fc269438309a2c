// Conformance cases as data: worlds of JSON lines (test/conformance, form in its README), and the readable vectors of
// test/vectors, which become worlds of the same form. Unknown keys of a vector are refused.

import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { load } from 'js-yaml'
import { POLICY_SET_NAMES, type PolicySetName } from '../../src/model/policy.ts'
import type { Row } from './reference.ts'

export interface World {
  readonly id: string
  readonly objects: readonly unknown[]
  readonly flows: readonly WorldFlow[]
  /** One for each flow */
  readonly expect: readonly Expectation[]
  /** Interfaces of the nodes by name, where they are known: what hosts say is judged as well */
  readonly nodes?: readonly WorldNode[] | undefined
}

export interface WorldNode {
  readonly name: string
  /** Undefined: it is known what addresses there are, and not on which interface */
  readonly interfaces: Readonly<Record<string, readonly string[]>> | undefined
}

export interface WorldFlow {
  readonly src: WorldEnd
  readonly dst: WorldEnd
  readonly protocol: string | number
  readonly sourcePort?: number | undefined
  readonly destinationPort?: number | undefined
  readonly icmp?: { readonly type: number; readonly code: number } | undefined
  readonly dialled?: { readonly ip: string; readonly port: number | undefined } | undefined
  readonly via?: string | undefined
}

export interface WorldEnd {
  /** `namespace/name` */
  readonly pod?: string | undefined
  readonly ip: string
}

/** What is not there is not compared */
export type Expectation = Readonly<Partial<Record<PolicySetName, Expected>>>

export interface Expected {
  readonly verdict: string
  readonly egress?: ExpectedEnd | null
  readonly ingress?: ExpectedEnd | null
  /** One for each step, in order, as `NODE HOOK ENDPOINT: ROW` */
  readonly hosts?: readonly string[] | undefined
}

export interface ExpectedEnd {
  readonly action: string
  readonly trace?: readonly Row[] | undefined
}

/** The worlds of a `.jsonl` or `.jsonl.gz` file */
export function readWorlds(file: string): World[] {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as World)
}

export interface Vector extends World {
  readonly file: string
  readonly note: string
  /** The section of docs/semantics.md, as `§4.2` */
  readonly spec: string
}

/** Every vector of a folder, its files in order */
export function readVectors(folder: string): Vector[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => {
      const cases = load(readFileSync(path.join(folder, file), 'utf8'))
      if (!Array.isArray(cases)) throw new Error(`${file}: a list of cases expected`)
      return cases.map((one: unknown, i) => vectorOf(one, file, `${file}, case ${String(i + 1)}`))
    })
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown, known: readonly string[], where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where}: a mapping expected`)
  // A checked boundary: a mapping of YAML has text keys, and its values are read as unknown.
  const fields = value as Fields
  for (const key of Object.keys(fields)) if (!known.includes(key)) throw new Error(`${where}: unknown key ${key}`)
  return fields
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${where}: a text expected`)
  return value
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${where}: a list expected`)
  return value
}

/** A mapping by its names; nothing where it is left out */
function entriesOf(value: unknown, where: string): [string, unknown][] {
  return value === undefined ? [] : Object.entries(fieldsOf(value, Object.keys(value as object), where))
}

const VECTOR_KEYS = [
  'id',
  'note',
  'spec',
  'namespaces',
  'serviceAccounts',
  'pods',
  'nodes',
  'objects',
  'flows',
] as const

const CAST = {
  namespaces: { a: { env: 'p' }, b: { env: 'q' } },
  pods: {
    'a/x': { ips: ['10.0.0.1'], labels: { app: 'x' } },
    'b/y': { ips: ['10.0.0.2'], labels: { app: 'y' } },
  },
}

function vectorOf(value: unknown, file: string, where: string): Vector {
  const fields = fieldsOf(value, VECTOR_KEYS, where)
  if ((fields['pods'] === undefined) !== (fields['namespaces'] === undefined))
    throw new Error(`${where}: namespaces and pods go together`)
  const { namespaces, pods } = fields['pods'] === undefined ? CAST : fields
  const casting = castOf(namespaces, fields['serviceAccounts'], pods, where)
  const flows = listOf(fields['flows'], `${where}, flows`).map((flow, i) =>
    flowOf(flow, casting.addresses, `${where}, flow ${String(i + 1)}`),
  )
  const nodes = entriesOf(fields['nodes'], `${where}, nodes`).map((entry) => nodeOf(entry, where))
  return {
    id: textOf(fields['id'], `${where}, id`),
    note: textOf(fields['note'], `${where}, note`),
    spec: textOf(fields['spec'], `${where}, spec`),
    file,
    objects: [
      ...casting.objects,
      ...nodes.map(({ object }) => object),
      ...listOf(fields['objects'] ?? [], `${where}, objects`),
    ],
    ...(fields['nodes'] === undefined ? {} : { nodes: nodes.map(({ node }) => node) }),
    flows: flows.map(({ flow }) => flow),
    expect: flows.map(({ expect }) => expect),
  }
}

/** Addresses with their networks, of the node or of each interface; the first is the one by which Calico knows it */
function nodeOf([name, value]: [string, unknown], where: string): { node: WorldNode; object: unknown } {
  const texts = (list: unknown): string[] =>
    listOf(list, `${where}, node ${name}`).map((one) => textOf(one, `${where}, node ${name}`))
  const interfaces = Array.isArray(value)
    ? undefined
    : Object.fromEntries(entriesOf(value, `${where}, node ${name}`).map(([key, list]) => [key, texts(list)]))
  const nets = interfaces === undefined ? texts(value) : Object.values(interfaces).flat()
  const addresses = nets.flatMap((net) =>
    net === 'default' ? [] : [{ type: 'InternalIP', address: net.split('/')[0] }],
  )
  const annotations = { 'projectcalico.org/IPv4Address': nets[0] }
  const object = { apiVersion: 'v1', kind: 'Node', metadata: { name, annotations }, status: { addresses } }
  return { node: { name, interfaces }, object }
}

// The cast: namespaces, service accounts and pods in short

interface Cast {
  readonly objects: readonly unknown[]
  readonly addresses: ReadonlyMap<string, readonly string[]>
}

function castOf(namespaces: unknown, serviceAccounts: unknown, pods: unknown, where: string): Cast {
  const objects: unknown[] = []
  for (const [name, labels] of entriesOf(namespaces, `${where}, namespaces`)) {
    const all = { 'kubernetes.io/metadata.name': name, ...(labels as object) }
    objects.push({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: all } })
  }
  const accounts = new Map(entriesOf(serviceAccounts, `${where}, serviceAccounts`))
  const addresses = new Map<string, readonly string[]>()
  for (const [id, value] of entriesOf(pods, `${where}, pods`)) {
    const pod = fieldsOf(value, ['ips', 'labels', 'node', 'ports', 'serviceAccount'], `${where}, pod ${id}`)
    const ips = listOf(pod['ips'], `${where}, ips of ${id}`).map((ip) => textOf(ip, `${where}, ips of ${id}`))
    const account = textOf(pod['serviceAccount'] ?? 'default', `${where}, serviceAccount of ${id}`)
    const [namespace] = idOf(id, where)
    if (!accounts.has(`${namespace}/${account}`)) accounts.set(`${namespace}/${account}`, {})
    addresses.set(id, ips)
    objects.push(podObject(id, pod, ips, account, where))
  }
  for (const [id, labels] of accounts) {
    const [namespace, name] = idOf(id, where)
    objects.push({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name, labels } })
  }
  return { objects, addresses }
}

function podObject(id: string, pod: Fields, ips: readonly string[], account: string, where: string): unknown {
  const [namespace, name] = idOf(id, where)
  const ports = entriesOf(pod['ports'], `${where}, ports of ${id}`).map(([port, value]) => {
    const [number, protocol = 'TCP'] = String(value).split('/')
    return { name: port, containerPort: Number(number), protocol }
  })
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels: pod['labels'] ?? {} },
    spec: {
      nodeName: pod['node'] ?? `node-${name}`,
      serviceAccountName: account,
      containers: [{ name: 'c', image: 'x', ports }],
    },
    status: { phase: 'Running', podIP: ips[0], podIPs: ips.map((ip) => ({ ip })) },
  }
}

function idOf(id: string, where: string): [namespace: string, name: string] {
  const [namespace = '', name = '', ...rest] = id.split('/')
  if (namespace === '' || name === '' || rest.length > 0) throw new Error(`${where}: ${id} is no namespace/name`)
  return [namespace, name]
}

// Flows and what is expected of them

const EXPECTED_KEYS = ['verdict', 'egress', 'ingress', 'hosts'] as const

function flowOf(value: unknown, addresses: Cast['addresses'], where: string): { flow: WorldFlow; expect: Expectation } {
  const fields = fieldsOf(value, ['flow', 'dialled', 'via', ...EXPECTED_KEYS, 'pending', 'promoted'], where)
  const flow = { ...parseFlow(textOf(fields['flow'], `${where}, flow`), addresses, where), ...wayOf(fields, where) }
  const expect = Object.fromEntries(
    POLICY_SET_NAMES.flatMap((set) => {
      // The preview knows nothing of hosts, and is asked about packets as the pods see them.
      if (set === 'pending' && flow.dialled !== undefined) return []
      const own = set === 'enforced' ? {} : fieldsOf(fields[set] ?? {}, EXPECTED_KEYS, `${where}, ${set}`)
      const expected = expectedOf({ ...fields, ...own }, flow, `${where}, ${set}`)
      return [[set, set === 'pending' && fields['hosts'] !== undefined ? ofPods(expected) : expected] as const]
    }),
  )
  return { flow, expect }
}

/** What the client asked for, as `ADDRESS:PORT` or an address, and who routes */
function wayOf(fields: Fields, where: string): Pick<WorldFlow, 'dialled' | 'via'> {
  const via = fields['via'] === undefined ? {} : { via: textOf(fields['via'], `${where}, via`) }
  if (fields['dialled'] === undefined) return via
  const [ip = '', port] = textOf(fields['dialled'], `${where}, dialled`).split(':')
  return { ...via, dialled: { ip, port: port === undefined ? undefined : Number(port) } }
}

function ofPods({ egress, ingress }: Expected): Expected {
  const denied = [egress, ingress].some((end) => end?.action === 'deny')
  return { verdict: denied ? 'deny' : 'allow', egress: egress ?? null, ingress: ingress ?? null, hosts: [] }
}

const FLOW = /^(?<src>\S+) -> (?<dst>\S+) (?<protocol>[A-Za-z]\w*|\d+)(?: (?<port>\d+)(?:\/(?<code>\d+))?)?$/
const WITH_PORTS: ReadonlySet<string> = new Set(['TCP', 'UDP', 'SCTP'])

function parseFlow(text: string, addresses: Cast['addresses'], where: string): WorldFlow {
  const groups = FLOW.exec(text)?.groups
  if (groups === undefined) throw new Error(`${where}: ${text} is no flow`)
  const { code, dst = '', port, protocol = '', src = '' } = groups
  const hasPorts = WITH_PORTS.has(protocol)
  if (hasPorts !== (port !== undefined && code === undefined) && !protocol.startsWith('ICMP'))
    throw new Error(`${where}: ${text} has no port where it needs one, or one too many`)
  const [from, sourcePort = '40000'] = /^[\d.]+:\d+$/.test(src) ? src.split(':') : [src]
  return {
    src: endOf(from, addresses, where),
    dst: endOf(dst, addresses, where),
    protocol: /^\d+$/.test(protocol) ? Number(protocol) : protocol,
    ...(hasPorts ? { sourcePort: Number(sourcePort), destinationPort: Number(port) } : {}),
    ...(code === undefined ? {} : { icmp: { type: Number(port), code: Number(code) } }),
  }
}

function endOf(text: string | undefined, addresses: Cast['addresses'], where: string): WorldEnd {
  const [name = '', address] = (text ?? '').split('@')
  if (!name.includes('/')) return { ip: name }
  const ips = addresses.get(name)
  const ip = address ?? ips?.[0]
  if (ip === undefined || ips?.includes(ip) !== true) throw new Error(`${where}: ${name} is no pod with that address`)
  return { pod: name, ip }
}

function expectedOf(fields: Fields, flow: WorldFlow, where: string): Expected {
  const end = (name: 'egress' | 'ingress', pod: string | undefined): ExpectedEnd | null => {
    if ((pod === undefined) !== (fields[name] === undefined))
      throw new Error(`${where}: ${name} is expected exactly where that end is a pod`)
    if (pod === undefined || fields[name] === 'not asked') return null
    const trace = listOf(fields[name], `${where}, ${name}`).map((row) => rowOf(textOf(row, where), where))
    const action = trace.at(-1)?.[5]
    return { action: action === 'allow' ? 'allow' : 'deny', trace }
  }
  return {
    verdict: textOf(fields['verdict'], `${where}, verdict`),
    egress: end('egress', flow.src.pod),
    ingress: end('ingress', flow.dst.pod),
    hosts:
      fields['hosts'] === undefined
        ? undefined
        : listOf(fields['hosts'], `${where}, hosts`).map((step) => textOf(step, `${where}, hosts`)),
  }
}

const ROW =
  /^(?<tier>[^|]+)\|(?<kind>[a-z]+):(?:(?<namespace>[^/|]+)\/)?(?<name>[^/|]+)\|(?<action>allow|deny|pass)\|(?<rule>-1|\d+)$/

/** A row as flow logs print it, without the position */
function rowOf(text: string, where: string): Row {
  const groups = ROW.exec(text)?.groups
  if (groups === undefined) throw new Error(`${where}: ${text} is no row of a trace`)
  const { action, kind = '', name = '', namespace = '', rule, tier = '' } = groups
  if (action !== 'allow' && action !== 'deny' && action !== 'pass') throw new Error(`${where}: ${text} has no action`)
  return [tier, kind, namespace, name, rule === '-1' ? 'end-of-tier' : Number(rule), action]
}
