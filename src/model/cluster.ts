// What of a cluster its policies can see (docs/semantics.md §3): endpoints with labels and addresses, sets, services.

import type { Cidr, Ip } from '../base/ip.ts'
import type { Place } from '../base/location.ts'
import type { LabelSet } from './selector.ts'

/** A pod with a network of its own, as the dataplane sees it */
export interface Workload {
  readonly is: 'workload'
  readonly namespace: string
  readonly name: string
  /** Own and inherited labels, Calico's included (§3.2) */
  readonly labels: LabelSet
  /** Empty where the pod has no address (yet, or any more), or the workload is known from its template alone */
  readonly addresses: readonly Ip[]
  readonly ports: readonly NamedPort[]
  readonly node: string | undefined
  /** The Namespace object is there; without it the profile denies (trap 70) */
  readonly namespaceKnown: boolean
  /** The workload that people know it by: Deployment, CronJob, … or the pod itself */
  readonly owner: Owner
  /** `metadata.generateName`, by which flow records name it; undefined for a bare pod */
  readonly generateName: string | undefined
  readonly known: 'pod' | 'template' | 'record'
  readonly at: Place | undefined
}

export interface Owner {
  readonly kind: string
  readonly name: string
}

/** A pod on the host network: no endpoint, its traffic is the node's (§3.1) */
export interface HostPod {
  readonly namespace: string
  readonly name: string
  readonly node: string | undefined
  readonly addresses: readonly Ip[]
  readonly generateName: string | undefined
  readonly owner: Owner
}

export interface NamedPort {
  readonly name: string
  readonly protocol: number
  readonly port: number
}

export interface HostEndpoint {
  readonly is: 'host'
  readonly name: string
  readonly node: string
  /** `*` covers all interfaces without one of their own; undefined: found by `expectedIps` */
  readonly interfaceName: string | undefined
  readonly labels: LabelSet
  readonly expectedIps: readonly Ip[]
  readonly profiles: readonly string[]
  readonly ports: readonly NamedPort[]
  readonly at: Place | undefined
}

/** NetworkSet, or GlobalNetworkSet where `namespace` is undefined */
export interface NetworkSet {
  readonly is: 'network-set'
  readonly namespace: string | undefined
  readonly name: string
  readonly labels: LabelSet
  readonly nets: readonly Cidr[]
  readonly at: Place | undefined
}

export interface ClusterNode {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly addresses: readonly Ip[]
}

/** One address and port behind a Service, from its EndpointSlices (§3.7) */
export interface Backend {
  readonly ip: Ip
  readonly protocol: number
  readonly port: number | undefined
}

export interface Cluster {
  readonly namespaces: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly workloads: readonly Workload[]
  readonly hostPods: readonly HostPod[]
  readonly hostEndpoints: readonly HostEndpoint[]
  readonly sets: readonly NetworkSet[]
  /** By `namespace/name` */
  readonly services: ReadonlyMap<string, readonly Backend[]>
  readonly nodes: readonly ClusterNode[]
  /** Address ranges that pods get their addresses from, where known */
  readonly pools: readonly Cidr[]
  readonly settings: ClusterSettings
}

export interface ClusterSettings {
  /** From ClusterInformation; undefined: the newest */
  readonly calicoVersion: string | undefined
  /** `FelixConfiguration.nftablesMode` is anything but Disabled (§5.6 D6) */
  readonly nftables: boolean
  readonly bpf: boolean
  /** `defaultEndpointToHostAction` */
  readonly endpointToHost: 'allow' | 'deny'
}

export const workloadKey = (namespace: string, name: string): string => `${namespace}/${name}`
