// Which objects can change what a policy lets through, and which of them live in a namespace (docs/semantics.md §1.1, §3).
// A closed list: whatever is not on it is passed over without a word.

import { nearest } from '../base/nearest.ts'

type Scope = 'namespaced' | 'cluster'

const CALICO = {
  NetworkPolicy: 'namespaced',
  GlobalNetworkPolicy: 'cluster',
  StagedNetworkPolicy: 'namespaced',
  StagedGlobalNetworkPolicy: 'cluster',
  StagedKubernetesNetworkPolicy: 'namespaced',
  Tier: 'cluster',
  NetworkSet: 'namespaced',
  GlobalNetworkSet: 'cluster',
  HostEndpoint: 'cluster',
  Profile: 'cluster',
  IPPool: 'cluster',
  FelixConfiguration: 'cluster',
  BGPConfiguration: 'cluster',
  ClusterInformation: 'cluster',
  KubeControllersConfiguration: 'cluster',
} as const

const ADMIN = {
  AdminNetworkPolicy: 'cluster',
  BaselineAdminNetworkPolicy: 'cluster',
  ClusterNetworkPolicy: 'cluster',
} as const

const KINDS: Readonly<Record<string, Readonly<Record<string, Scope>>>> = {
  '': {
    Namespace: 'cluster',
    Node: 'cluster',
    Pod: 'namespaced',
    ReplicationController: 'namespaced',
    Service: 'namespaced',
    ServiceAccount: 'namespaced',
  },
  apps: { Deployment: 'namespaced', StatefulSet: 'namespaced', DaemonSet: 'namespaced', ReplicaSet: 'namespaced' },
  batch: { Job: 'namespaced', CronJob: 'namespaced' },
  'discovery.k8s.io': { EndpointSlice: 'namespaced' },
  'networking.k8s.io': { NetworkPolicy: 'namespaced' },
  // Where it lived before Kubernetes 1.16
  extensions: { NetworkPolicy: 'namespaced' },
  'policy.networking.k8s.io': ADMIN,
  'projectcalico.org': CALICO,
  'crd.projectcalico.org': CALICO,
  // Policies of other implementations: not modelled, but what they could govern is not known
  'cilium.io': { CiliumNetworkPolicy: 'namespaced', CiliumClusterwideNetworkPolicy: 'cluster' },
  'crd.antrea.io': { NetworkPolicy: 'namespaced', ClusterNetworkPolicy: 'cluster' },
  'networking.k8s.aws': { ApplicationNetworkPolicy: 'namespaced', ClusterNetworkPolicy: 'cluster' },
}

/**
 * Kinds that decide nothing, and say who will talk to whom all the same (src/declared). They are read from snapshots alone:
 * a change of one is no change of policy.
 */
const DECLARING: Readonly<Record<string, Readonly<Record<string, Scope>>>> = {
  'networking.k8s.io': { Ingress: 'namespaced', IngressClass: 'cluster' },
  'gateway.networking.k8s.io': {
    Gateway: 'namespaced',
    HTTPRoute: 'namespaced',
    GRPCRoute: 'namespaced',
    TCPRoute: 'namespaced',
    TLSRoute: 'namespaced',
    UDPRoute: 'namespaced',
  },
  'admissionregistration.k8s.io': {
    MutatingWebhookConfiguration: 'cluster',
    ValidatingWebhookConfiguration: 'cluster',
  },
  'apiregistration.k8s.io': { APIService: 'cluster' },
  'monitoring.coreos.com': { Prometheus: 'namespaced', ServiceMonitor: 'namespaced', PodMonitor: 'namespaced' },
}

/** Kinds whose name alone says that they are policy, whatever the group */
const POLICY = /NetworkPolicy$/

/** Whether an object of that group and kind can change what a policy lets through */
export const affectsPolicy = (group: string, kind: string): boolean => scopeIn(KINDS, group, kind) !== undefined

/** Whether an object of that group and kind says that somebody will talk to somebody */
export const declaresFlows = (group: string, kind: string): boolean => scopeIn(DECLARING, group, kind) !== undefined

/** Undefined for a kind that is on neither list */
export const scopeOf = (group: string, kind: string): Scope | undefined =>
  scopeIn(KINDS, group, kind) ?? scopeIn(DECLARING, group, kind)

function scopeIn(lists: typeof KINDS, group: string, kind: string): Scope | undefined {
  const kinds = Object.hasOwn(lists, group) ? lists[group] : undefined
  return kinds !== undefined && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
}

/** The groups on the list that have a kind of that name */
export const groupsWith = (kind: string): readonly string[] =>
  Object.keys(KINDS).filter((group) => affectsPolicy(group, kind))

/** What an `apiVersion` and a kind that are on no list were probably meant to be */
export interface MeantKind {
  readonly apiVersion: string
  readonly kind: string
  /** The field that holds the slip */
  readonly field: 'apiVersion' | 'kind'
}

/** Kinds whose loss by a slip of the pen would change verdicts */
const MISSED = /(?:NetworkPolicy|NetworkSet|^Tier|^HostEndpoint)$/

/** Undefined where nothing on the lists is near: there are many kinds of no interest, and any of them may be right */
export function meantKind(apiVersion: string, kind: string): MeantKind | undefined {
  const group = groupOf(apiVersion)
  if (affectsPolicy(group, kind)) return undefined
  const kinds = Object.hasOwn(KINDS, group) ? Object.keys(KINDS[group] ?? {}).filter((one) => MISSED.test(one)) : []
  const near = nearest(kind, kinds) ?? nearest(kind.replace(/ies$/i, 'y'), kinds)
  if (near !== undefined) return { apiVersion, kind: near, field: 'kind' }
  if (!POLICY.test(kind)) return undefined
  // Without a slash it is a version of the core group, or a group that lacks its version.
  const written = group === '' ? apiVersion : group
  const meant = apiVersion === 'v1' ? 'networking.k8s.io' : nearest(written, groupsWith(kind))
  const version = meant === undefined ? undefined : VERSIONS.get(meant)
  return version === undefined ? undefined : { apiVersion: `${String(meant)}/${version}`, kind, field: 'apiVersion' }
}

const VERSIONS: ReadonlyMap<string, string> = new Map([
  ['networking.k8s.io', 'v1'],
  ['policy.networking.k8s.io', 'v1alpha2'],
  ['projectcalico.org', 'v3'],
  ['crd.projectcalico.org', 'v1'],
])

/** Whether every object of the group is about policy: an object of it without a kind is a policy gone wrong */
export const isPolicyGroup = (group: string): boolean =>
  Object.hasOwn(KINDS, group) && Object.keys(KINDS[group] ?? {}).some((kind) => POLICY.test(kind))

/** The part of an `apiVersion` before the slash; empty for the core group */
export const groupOf = (apiVersion: string): string => apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')))
