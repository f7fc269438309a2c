// What of a cluster its policies can see (docs/semantics.md §3): endpoints with labels and addresses, sets, services.

import type { Cidr, Ip } from '../base/ip.ts'
import type { Place } from '../base/location.ts'
import type { LabelSet } from './selector.ts'
import type { UnknownObject } from './unknown-object.ts'

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
  /** As the pod that it is, which Calico does not see; absent where it is known by its template alone */
  readonly asPod?: Workload | undefined
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
  /** What these come to where no policy has decided; absent: none of them says anything, which denies (§4.5) */
  readonly profile?: HostProfile | undefined
  readonly ports: readonly NamedPort[]
  readonly at: Place | undefined
  /** Set where it could not be understood: it may be at any interface, of any node where `node` is empty, or nowhere */
  readonly unknown?: UnknownObject | undefined
}

/** The profile that decides; `unknown` where it has rules of its own, which are not modelled */
export interface HostProfile {
  readonly name: string
  readonly action: 'allow' | 'deny' | 'unknown'
}

/** NetworkSet, or GlobalNetworkSet where `namespace` is undefined */
export interface NetworkSet {
  readonly is: 'network-set'
  readonly namespace: string | undefined
  readonly name: string
  readonly labels: LabelSet
  readonly nets: readonly Cidr[]
  readonly at: Place | undefined
  /** Set where it could not be understood: it may hold any address, and none */
  readonly unknown?: UnknownObject | undefined
}

export interface ClusterNode {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly addresses: readonly Ip[]
  /** All its interfaces but those of pods; absent: not known */
  readonly interfaces?: readonly NodeInterface[] | undefined
  /** Addresses by which Calico reaches it, with the network that each is in */
  readonly networks?: readonly { readonly ip: Ip; readonly network: Cidr }[] | undefined
  /** Those of `addresses` that are on an interface of a tunnel */
  readonly tunnels?: readonly Ip[] | undefined
}

export interface NodeInterface {
  readonly name: string
  readonly addresses: readonly Ip[]
  /** What the node reaches through it, the longest prefix counting; empty where that is not known */
  readonly networks: readonly Cidr[]
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
  /** By `namespace/name`: those of which it is not known what is behind them */
  readonly unknownServices?: ReadonlyMap<string, UnknownObject> | undefined
  readonly nodes: readonly ClusterNode[]
  /** Address ranges that pods get their addresses from, where known */
  readonly pools: readonly Cidr[]
  readonly settings: ClusterSettings
  /** What the traffic of nodes depends on besides; absent: as Calico does where nothing is set */
  readonly network?: HostNetwork | undefined
  /** Every object of the cluster, policies and tiers aside, that could not be understood */
  readonly unknownObjects?: readonly UnknownObject[] | undefined
}

export interface ClusterSettings {
  /** From ClusterInformation; undefined: the newest */
  readonly calicoVersion: string | undefined
  /** `FelixConfiguration.nftablesMode` is anything but Disabled (§5.6 D6) */
  readonly nftables: boolean
  readonly bpf: boolean
  /** `defaultEndpointToHostAction` */
  readonly endpointToHost: 'allow' | 'deny'
  /** Set where Calico does not enforce the policies */
  readonly plugin?: Plugin | undefined
}

/** What becomes of packets on their way, policies aside (§4.7, §4.8, §8.2) */
export interface HostNetwork {
  /** Of hosts' own traffic: accepted before any policy, by destination port */
  readonly failsafe: Readonly<Record<'ingress' | 'egress', readonly FailsafePort[]>>
  readonly pools: readonly AddressPool[]
  /** Ways to reach the backends of Services other than by their own address */
  readonly frontends: readonly Frontend[]
  /** Networks of Service addresses that routers send here, so that packets to unused ones would circle */
  readonly serviceLoops: readonly Cidr[]
  /** What pods send to other nodes leaves with the node's address as well, where their pool has `natOutgoing` */
  readonly natToHosts: boolean
  /** UDP port of the overlay, to which pods may not send */
  readonly vxlanPort: number
  /** Pods may send packets of that encapsulation */
  readonly podsMaySend: { readonly vxlan: boolean; readonly ipip: boolean }
}

export interface FailsafePort {
  readonly protocol: number
  readonly port: number
  /** Of the other end; undefined: any */
  readonly net: Cidr | undefined
}

export interface AddressPool {
  readonly cidr: Cidr
  /** Packets of its pods to what is in no pool leave with the node's address */
  readonly natOutgoing: boolean
  /** How packets to its pods are wrapped on their way between nodes, and between which; undefined: never */
  readonly overlay: { readonly as: 'vxlan' | 'ipip'; readonly between: 'all' | 'subnets' } | undefined
}

/** One port of a Service */
export interface Frontend {
  /** `namespace/name` */
  readonly service: string
  readonly protocol: number
  /** Cluster addresses, external ones and those of load balancers, at `port` */
  readonly addresses: readonly Ip[]
  readonly port: number
  /** On every node */
  readonly nodePort: number | undefined
  /** Of the backends; undefined: by name, so each has its own */
  readonly targetPort: number | undefined
  /** `externalTrafficPolicy: Local` */
  readonly localOnly: boolean
}

const TCP = 6
const UDP = 17
const tcp = (...ports: readonly number[]): FailsafePort[] =>
  ports.map((port) => ({ protocol: TCP, port, net: undefined }))
const udp = (port: number): FailsafePort => ({ protocol: UDP, port, net: undefined })

/** Where no configuration and no pool is there (§4.7) */
export const DEFAULT_HOST_NETWORK: HostNetwork = {
  failsafe: {
    ingress: [...tcp(22), udp(68), ...tcp(179, 2379, 2380, 5473, 6443, 6666, 6667)],
    egress: [udp(53), udp(67), ...tcp(179, 2379, 2380, 5473, 6443, 6666, 6667)],
  },
  pools: [],
  frontends: [],
  serviceLoops: [],
  natToHosts: true,
  vxlanPort: 4789,
  podsMaySend: { vxlan: false, ipip: false },
}

/**
 * What network plugins without Calico do differently (docs/semantics.md §12); `unknown`: nobody has said it of this
 * cluster, and what hangs on it is uncertain
 */
export interface Plugin {
  /** Whether an `ipBlock` is about pods, and about nodes, whose addresses it holds */
  readonly ipBlockPods: 'match' | 'ignore' | 'unknown'
  readonly ipBlockNodes: 'match' | 'ignore' | 'unknown'
  /** What policies see of a pod on the host network */
  readonly hostNetworkPods: 'node' | 'pod' | 'unknown'
  /** Whether a node reaches its own pods whatever the policies say */
  readonly nodeToOwnPods: 'allow' | 'policy' | 'unknown'
  /** Whose address policies see of clients outside the cluster */
  readonly sourceAfterNat: 'client' | 'node' | 'unknown'
}

/** The labels that every pod of a namespace has, by the namespace's own (§3.2) */
export const namespaceLabels = (
  namespace: string,
  own: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> =>
  new Map([
    ['projectcalico.org/namespace', namespace],
    ['projectcalico.org/orchestrator', 'k8s'],
    ['pcns.projectcalico.org/name', namespace],
    ...Array.from(own ?? [], ([key, value]) => [`pcns.${key}`, value] as const),
  ])

export const workloadKey = (namespace: string, name: string): string => `${namespace}/${name}`
