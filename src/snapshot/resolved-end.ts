// An end as a record names it → everything in the cluster that it can be (flow-formats 1.6, 1.8, 7.4). What the record
// does not say is left open; labels of a record confirm or narrow and never decide by their absence.

import { printIp } from '../base/ip.ts'
import type { Ip } from '../base/ip.ts'
import { byText } from '../base/order.ts'
import { namespaceLabels } from '../model/cluster.ts'
import type { Cluster, Owner, Workload } from '../model/cluster.ts'
import type { Candidate, FlowEnd } from '../model/flow.ts'
import type { Labels } from '../model/selector.ts'
import { ClusterIndex, isPrivate } from './cluster-index.ts'
import { Networks } from './networks.ts'
import type { NamedEnd } from './tables.ts'
import { workloadNames, workloadNamesOfPod } from './workload-name.ts'

export interface ResolvedEnd extends FlowEnd {
  /** As the record names it, for a reader who compares */
  readonly recordName: string
  /** Nothing in the cluster has the name; the record alone says what is known */
  readonly unresolved: boolean
}

type Found = Omit<ResolvedEnd, 'recordName'>

const CLASS_NAMES = { pub: 'PUBLIC NETWORK', pvt: 'PRIVATE NETWORK' } as const

export class EndResolver {
  readonly #index: ClusterIndex
  readonly #networks: Networks

  constructor(cluster: Cluster) {
    this.#index = new ClusterIndex(cluster)
    this.#networks = new Networks(cluster)
  }

  /** `peerNamespace`: the namespace of the other end, empty where it has none */
  resolve(end: NamedEnd, labels: Labels, peerNamespace: string): ResolvedEnd {
    const found = this.#find(end, labels, peerNamespace)
    return { ...found, recordName: recordName(end) }
  }

  #find(end: NamedEnd, labels: Labels, peerNamespace: string): Found {
    if (end.is === 'network') return this.#network(end)
    if (end.namespace === '') return this.#global(end, peerNamespace)
    const nets = end.is === 'pod' ? undefined : this.#set(end, peerNamespace)
    if (end.is === 'network-set') return nets ?? this.#lost(end, 'network-set')
    if (nets === undefined) return this.#workload(end, labels)
    // The dialect does not tell a set from a pod that stands alone.
    if (this.#index.pod(end.namespace, end.name) === undefined) return nets
    const pod = this.#workload(end, labels)
    return { ...pod, candidates: [...pod.candidates, ...nets.candidates] }
  }

  /** A class of addresses, or an address by itself */
  #network(end: NamedEnd): Found {
    if (end.name === 'pub' || end.name === 'pvt') {
      const name = CLASS_NAMES[end.name]
      const candidates: Candidate[] =
        end.ips.length > 0
          ? end.ips.flatMap((ip) => this.#atAddress(ip))
          : [{ is: 'addresses', ranges: this.#networks.ofClass(end.name), what: name }]
      return { name, is: 'network', candidates, unresolved: false }
    }
    return this.#address(end)
  }

  /** The pod whose address it is; else what people count by */
  #address(end: NamedEnd): Found {
    const [ip] = end.ips
    if (ip === undefined) return this.#lost(end, 'network')
    const candidates = this.#atAddress(ip)
    const pods = this.#index.podsAt(ip)
    const [pod] = pods
    if (pod !== undefined) return { name: workloadName(pod), is: 'workload', candidates, unresolved: false }
    const node = this.#index.nodeAt(ip)
    if (node !== undefined && !end.byAddress) return { name: node, is: 'host', candidates, unresolved: false }
    if (end.byAddress) return { name: printIp(ip), is: 'address', candidates, unresolved: false }
    return { name: CLASS_NAMES[isPrivate(ip) ? 'pvt' : 'pub'], is: 'network', candidates, unresolved: false }
  }

  #atAddress(ip: Ip): Candidate[] {
    const pods = this.#index.podsAt(ip)
    if (pods.length === 0) return [{ is: 'address', ip }]
    return pods.map(({ name, namespace }) => ({ is: 'pod', namespace, name, ip }))
  }

  /** A host, or a global network set */
  #global(end: NamedEnd, peerNamespace: string): Found {
    const nets = end.is === 'host' ? undefined : this.#set(end, peerNamespace)
    const addresses = end.is === 'network-set' ? undefined : this.#index.hostAddresses(end.name)
    const ips = end.ips.length > 0 ? end.ips : (addresses ?? [])
    const hosts: readonly Candidate[] = addresses === undefined ? [] : ips.map((ip) => ({ is: 'address', ip }))
    if (nets !== undefined) return hosts.length === 0 ? nets : { ...nets, candidates: [...nets.candidates, ...hosts] }
    if (hosts.length > 0) return { name: end.name, is: 'host', candidates: hosts, unresolved: false }
    return this.#lost(end, end.is === 'host' ? 'host' : 'network-set')
  }

  #set(end: NamedEnd, peerNamespace: string): Found | undefined {
    const set = this.#index.set(end.namespace, end.name)
    if (set === undefined) return undefined
    const name = fullName(end)
    const candidates: readonly Candidate[] =
      end.ips.length > 0
        ? end.ips.flatMap((ip) => this.#atAddress(ip))
        : [{ is: 'addresses', ranges: this.#networks.ofSet(set, peerNamespace), what: name }]
    return { name, is: 'network-set', candidates, unresolved: false }
  }

  /** Any address but those that would have another name, if no address is recorded */
  #lost(end: NamedEnd, is: FlowEnd['is']): Found {
    const name = fullName(end)
    const candidates: readonly Candidate[] =
      end.ips.length > 0
        ? end.ips.flatMap((ip) => this.#atAddress(ip))
        : [{ is: 'addresses', ranges: this.#networks.elsewhere(), what: name }]
    return { name, is, candidates, unresolved: true }
  }

  #workload(end: NamedEnd, labels: Labels): Found {
    const { found, stands } = this.#workloads(end)
    // Pods of one pattern have one owner, but for names that two workloads share.
    const [name] = found.map(workloadName).sort(byText)
    if (name === undefined) return this.#fromRecord(end, labels)
    const ips = stands ? [] : end.ips
    const pods = withAddress(stands ? found : withLabels(found, labels), ips)
    return { name, is: 'workload', candidates: pods.flatMap((pod) => podCandidates(pod, ips)), unresolved: false }
  }

  /**
   * The pods that the name means; else those that took their place (a later ReplicaSet, another run), for which the
   * labels and addresses of the record hold no more; else the template
   */
  #workloads(end: NamedEnd): { readonly found: readonly Workload[]; readonly stands: boolean } {
    const { name, namespace, owner } = end
    const isPattern = name.endsWith('*')
    const pod = isPattern ? undefined : this.#index.pod(namespace, name)
    const found = isPattern ? this.#index.podsOfPattern(namespace, name.slice(0, -1)) : pod === undefined ? [] : [pod]
    if (found.length > 0) return { found, stands: false }
    for (const one of owner === undefined ? namesOf(name) : [owner.name]) {
      const others = this.#index.ofOwner(namespace, one)
      if (others.length > 0) return { found: others, stands: true }
    }
    return { found: [], stands: false }
  }

  #fromRecord(end: NamedEnd, labels: Labels): Found {
    const { name, namespace, ips, owner } = end
    const hostPod = this.#index.hostPod(namespace, name)
    if (hostPod !== undefined) {
      const addresses = ips.length > 0 ? ips : hostPod.addresses
      const candidates: Candidate[] = addresses.map((ip) => ({ is: 'address', ip }))
      if (candidates.length > 0)
        return { name: hostPod.node ?? `${namespace}/${name}`, is: 'host', candidates, unresolved: false }
    }
    const workload = standIn(end, owner ?? { kind: 'unknown', name: namesOf(name)[0] ?? name }, labels, this.#index)
    return {
      name: workloadName(workload),
      is: 'workload',
      candidates: [{ is: 'stand-in', workload }],
      unresolved: true,
    }
  }
}

const workloadName = ({ namespace, owner }: Workload): string => `${namespace}/${owner.name}`

const fullName = ({ name, namespace }: NamedEnd): string => (namespace === '' ? name : `${namespace}/${name}`)

const namesOf = (name: string): readonly string[] =>
  name.endsWith('-*') ? workloadNames(name.slice(0, -2)) : workloadNamesOfPod(name)

function podCandidates({ addresses, name, namespace }: Workload, ips: readonly Ip[]): Candidate[] {
  const known = ips.filter((ip) => addresses.length === 0 || addresses.some((own) => isSame(own, ip)))
  if (known.length === 0) return [{ is: 'pod', namespace, name, ip: ips.length === 1 ? ips[0] : undefined }]
  return known.map((ip) => ({ is: 'pod', namespace, name, ip }))
}

const isSame = (a: Ip, b: Ip): boolean => a.family === b.family && a.value === b.value

/** Those that have one of the addresses; all of them where none has */
function withAddress(pods: readonly Workload[], ips: readonly Ip[]): readonly Workload[] {
  if (ips.length === 0 || pods.length === 1) return pods
  const fitting = pods.filter(({ addresses }) => addresses.some((own) => ips.some((ip) => isSame(own, ip))))
  return fitting.length > 0 ? fitting : pods
}

/** Those that no label contradicts; all of them where every one is contradicted, for then the times differ */
function withLabels(pods: readonly Workload[], labels: Labels): readonly Workload[] {
  if (pods.length === 1 || labels.size === 0) return pods
  const fitting = pods.filter((pod) => {
    for (const [key, value] of labels) if (pod.labels.labels.get(key) !== value) return false
    return true
  })
  return fitting.length > 0 ? fitting : pods
}

/** The labels that the record has, those that the namespace gives, and no word about any other */
function standIn({ ips, name, namespace }: NamedEnd, owner: Owner, recorded: Labels, index: ClusterIndex): Workload {
  const ofNamespace = namespaceLabels(namespace, index.cluster.namespaces.get(namespace))
  const labels = new Map([...recorded, ...ofNamespace])
  return {
    is: 'workload',
    namespace,
    name,
    labels: { labels, complete: false },
    addresses: ips,
    ports: [],
    node: undefined,
    // Who was recorded lived in a namespace that was there, whether or not the inventory has it.
    namespaceKnown: true,
    owner,
    generateName: name.endsWith('*') ? name.slice(0, -1) : undefined,
    known: 'record',
    at: undefined,
  }
}

function recordName(end: NamedEnd): string {
  if (end.name === 'pub' || end.name === 'pvt') return CLASS_NAMES[end.name]
  return end.name === '' && end.ips[0] !== undefined ? printIp(end.ips[0]) : fullName(end)
}
