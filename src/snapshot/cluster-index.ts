// What a cluster knows under the names and addresses that flow records use (flow-formats 1.6; docs/semantics.md §8.1).

import { contains } from '../base/ip.ts'
import type { Ip } from '../base/ip.ts'
import { byKeys } from '../base/order.ts'
import type { Cluster, HostPod, NetworkSet, Workload } from '../model/cluster.ts'

export class ClusterIndex {
  readonly cluster: Cluster
  readonly #byName = new Map<string, Workload>()
  readonly #byPattern = new Map<string, Workload[]>()
  readonly #byOwner = new Map<string, Workload[]>()
  readonly #byAddress = new Map<string, Workload[]>()
  readonly #hostPods = new Map<string, HostPod>()
  readonly #sets = new Map<string, NetworkSet>()
  readonly #hosts = new Map<string, Ip[]>()
  readonly #nodeByAddress = new Map<string, string>()

  constructor(cluster: Cluster) {
    this.cluster = cluster
    const workloads = [...cluster.workloads].sort(
      byKeys(
        ({ namespace }) => namespace,
        ({ name }) => name,
      ),
    )
    for (const workload of workloads) this.#addWorkload(workload)
    for (const pod of cluster.hostPods) this.#hostPods.set(`${pod.namespace}/${pod.name}`, pod)
    for (const set of cluster.sets)
      if (set.unknown === undefined) this.#sets.set(`${set.namespace ?? ''}/${set.name}`, set)
    this.#addHosts(cluster)
  }

  #addWorkload(workload: Workload): void {
    const { addresses, generateName, known, name, namespace, owner } = workload
    into(this.#byOwner, `${namespace}/${owner.name}`, workload)
    if (known !== 'pod') return
    this.#byName.set(`${namespace}/${name}`, workload)
    if (generateName !== undefined) into(this.#byPattern, `${namespace}/${generateName}`, workload)
    for (const ip of addresses) into(this.#byAddress, addressKey(ip), workload)
  }

  /** A record names a node by its host endpoint only where that has addresses of its own (hosts-capture, 4) */
  #addHosts({ hostEndpoints, nodes }: Cluster): void {
    for (const { expectedIps, node } of hostEndpoints) for (const ip of expectedIps) into(this.#hosts, node, ip)
    for (const { addresses, name } of nodes) {
      for (const ip of addresses) this.#nodeByAddress.set(addressKey(ip), name)
      if (!this.#hosts.has(name)) this.#hosts.set(name, [...addresses])
    }
  }

  pod(namespace: string, name: string): Workload | undefined {
    return this.#byName.get(`${namespace}/${name}`)
  }

  /** Pods whose names begin with `prefix` and end in what the API server chose */
  podsOfPattern(namespace: string, prefix: string): readonly Workload[] {
    return this.#byPattern.get(`${namespace}/${prefix}`) ?? []
  }

  /** The pods of a workload or, where it has none, its template */
  ofOwner(namespace: string, name: string): readonly Workload[] {
    return this.#byOwner.get(`${namespace}/${name}`) ?? []
  }

  podsAt(ip: Ip): readonly Workload[] {
    return this.#byAddress.get(addressKey(ip)) ?? []
  }

  hostPod(namespace: string, name: string): HostPod | undefined {
    return this.#hostPods.get(`${namespace}/${name}`)
  }

  /** `namespace` empty: the global one */
  set(namespace: string, name: string): NetworkSet | undefined {
    return this.#sets.get(`${namespace}/${name}`)
  }

  hostAddresses(name: string): readonly Ip[] | undefined {
    return this.#hosts.get(name)
  }

  nodeAt(ip: Ip): string | undefined {
    return this.#nodeByAddress.get(addressKey(ip))
  }
}

export const addressKey = (ip: Ip): string => `${String(ip.family)} ${String(ip.value)}`

/** The three blocks of RFC 1918: all that is private to Calico, which calls everything else public */
export const isPrivate = (ip: Ip): boolean => PRIVATE.some((range) => contains(range, ip))

export const PRIVATE = [
  { family: 4, first: 0x0a00_0000n, last: 0x0aff_ffffn },
  { family: 4, first: 0xac10_0000n, last: 0xac1f_ffffn },
  { family: 4, first: 0xc0a8_0000n, last: 0xc0a8_ffffn },
] as const

function into<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
