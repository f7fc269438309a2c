// Objects of the inventory → Cluster: what policies can see of a cluster (docs/semantics.md §3).

import { parseIp, parseNet, type Ip } from '../base/ip.ts'
import type { Report } from '../base/diagnostic.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import type { Cluster, ClusterNode, ClusterSettings, HostPod, Workload } from '../model/cluster.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import { brokenHostEndpoint, hostEndpoint } from './host-endpoint.ts'
import { hostNetworkOf, nodeFacts, profilesWithRules } from './host-network.ts'
import { labelsOf, profilesOf, type Profiles } from './inherited-labels.ts'
import { brokenSet, networkSet } from './network-set.ts'
import { controllersOf, metadataOf } from './owner.ts'
import { backendsOf, serviceOfSlice } from './service.ts'
import { supersededByTwin } from './twin.ts'
import { hostPod, isHostNetworked, ownerKey, podWorkload, templateWorkload } from './workload.ts'
import type { ApplyPath } from './calico.ts'
import { inspect, isLookedAt, unknownFromBroken, type Inspection } from './unknown-objects.ts'

const ignore = (): void => undefined
const part = (manifest: Manifest, ...pointer: readonly string[]): Field => field(manifest, pointer, ignore)

/**
 * Everything of the cluster that the objects tell. Objects of files that a cluster would refuse are reported, with the
 * same diagnostics by identity for the same manifest; what they are then, and what `broken` documents are, is unknown.
 */
export function clusterOf(
  manifests: readonly Manifest[],
  report: Report,
  applyPath: ApplyPath = 'api-server',
  broken: readonly BrokenDocument[] = [],
): Cluster {
  const superseded = supersededByTwin(manifests)
  const all = manifests.filter((manifest) => !superseded.has(manifest))
  for (const manifest of all) inspect(manifest, applyPath).diagnostics.forEach(report)
  const unread = broken.filter(isLookedAt)
  const unknownObjects = [
    ...all.flatMap((manifest) => inspect(manifest, applyPath).unknown ?? []),
    ...unread.map(unknownFromBroken),
  ]
  const core = (kind: string): readonly Manifest[] => all.filter((one) => one.group === '' && one.kind === kind)
  const calico = (kind: string): readonly Manifest[] =>
    all.filter(
      (one) => one.kind === kind && (one.group === 'projectcalico.org' || one.group === 'crd.projectcalico.org'),
    )

  const profiles = profilesOf(all, unread, applyPath)
  const unknownOf = (manifest: Manifest): Inspection => inspect(manifest, applyPath)
  const brokenOf = (...kinds: readonly string[]): readonly BrokenDocument[] =>
    unread.filter(({ kind = '' }) => kinds.includes(kind))
  const withRules = profilesWithRules(calico('Profile'))
  const sets = [...calico('NetworkSet'), ...calico('GlobalNetworkSet')]
  return {
    namespaces: new Map(core('Namespace').map((namespace) => [namespace.name, labelsOf(namespace)])),
    ...workloadsOf(all, core('Pod'), profiles),
    hostEndpoints: [
      ...calico('HostEndpoint').map((one) => hostEndpoint(one, profiles, withRules, unknownOf(one))),
      ...brokenOf('HostEndpoint').map(brokenHostEndpoint),
    ],
    sets: [
      ...sets.map((manifest) => networkSet(manifest, profiles, unknownOf(manifest))),
      ...brokenOf('NetworkSet', 'GlobalNetworkSet').map((document) => brokenSet(document, profiles)),
    ],
    services: backendsOf(all, core('Pod').filter(isRunning)),
    unknownServices: unknownServices(all, brokenOf('Service')),
    nodes: core('Node').map(clusterNode),
    pools: calico('IPPool').flatMap((pool) => parseNet(part(pool, 'spec', 'cidr').string() ?? '') ?? []),
    settings: settingsOf(calico('FelixConfiguration'), calico('ClusterInformation')),
    network: hostNetworkOf({
      felix: calico('FelixConfiguration'),
      bgp: calico('BGPConfiguration'),
      pools: calico('IPPool'),
      services: core('Service'),
    }),
    unknownObjects,
  }
}

const isRunning = (pod: Manifest): boolean =>
  !['Succeeded', 'Failed', 'Completed'].includes(part(pod, 'status', 'phase').string() ?? '')

/** Pods, and the templates of workloads of which no pod is there */
function workloadsOf(
  all: readonly Manifest[],
  pods: readonly Manifest[],
  profiles: Profiles,
): { workloads: readonly Workload[]; hostPods: readonly HostPod[] } {
  const controllers = controllersOf(all)
  const workloads: Workload[] = []
  const hostPods: HostPod[] = []
  const seen = new Set<string>()
  const add = (one: Workload | HostPod): void => {
    if ('is' in one) workloads.push(one)
    else hostPods.push(one)
  }
  for (const pod of pods) {
    const one = isHostNetworked(part(pod, 'spec'))
      ? hostPod(pod, profiles, controllers)
      : podWorkload(pod, profiles, controllers)
    seen.add(ownerKey(one.namespace, one.owner))
    add(one)
  }
  for (const manifest of all) {
    const template = templateWorkload(manifest, profiles)
    if (template !== undefined && !seen.has(ownerKey(template.namespace, template.owner))) add(template)
  }
  return { workloads, hostPods }
}

/** By `namespace/name` */
function unknownServices(
  manifests: readonly Manifest[],
  broken: readonly BrokenDocument[],
): ReadonlyMap<string, UnknownObject> {
  const unknown = new Map<string, UnknownObject>()
  for (const manifest of manifests) {
    const { kind, name, namespace = '' } = manifest
    const service =
      kind === 'Service' ? `${namespace}/${name}` : kind === 'EndpointSlice' ? serviceOfSlice(manifest) : undefined
    const why = service === undefined ? undefined : inspect(manifest, 'api-server').unknown
    if (service !== undefined && why !== undefined) unknown.set(service, why)
  }
  for (const document of broken)
    unknown.set(`${document.namespace ?? ''}/${document.name ?? ''}`, unknownFromBroken(document))
  return unknown
}

/** Addresses that Calico keeps in annotations of the Node: its own, and those of its tunnels */
const NODE_ANNOTATIONS: readonly string[] = [
  'IPv4Address',
  'IPv6Address',
  'IPv4IPIPTunnelAddr',
  'IPv4VXLANTunnelAddr',
  'IPv6VXLANTunnelAddr',
  'IPv4WireguardInterfaceAddr',
  'IPv6WireguardInterfaceAddr',
].map((name) => `projectcalico.org/${name}`)

function clusterNode(manifest: Manifest): ClusterNode {
  const annotations = metadataOf(manifest).get('annotations')
  const status = (part(manifest, 'status', 'addresses').list() ?? []).map((one) => one.get('address').string() ?? '')
  const annotated = NODE_ANNOTATIONS.map((name) => (annotations.get(name).string() ?? '').replace(/\/\d+$/, ''))
  const addresses: Ip[] = []
  for (const text of [...status, ...annotated]) {
    const ip = parseIp(text)
    if (ip !== undefined && !addresses.some((one) => one.family === ip.family && one.value === ip.value))
      addresses.push(ip)
  }
  return { name: manifest.name, labels: labelsOf(manifest), addresses, ...nodeFacts(manifest) }
}

/**
 * Of the configurations named `default`. Without one: nftables mode `Auto`, no BPF, and pods may reach their own node,
 * as both of Calico's ways of installation set it (§4.8).
 */
function settingsOf(felix: readonly Manifest[], information: readonly Manifest[]): ClusterSettings {
  const byName = (manifests: readonly Manifest[]): Manifest | undefined =>
    manifests.find(({ name }) => name === 'default')
  const [configuration, info] = [byName(felix), byName(information)]
  const spec = configuration === undefined ? undefined : part(configuration, 'spec')
  return {
    calicoVersion: info === undefined ? undefined : part(info, 'spec', 'calicoVersion').string(),
    nftables: spec?.get('nftablesMode').string() !== 'Disabled',
    bpf: spec?.get('bpfEnabled').boolean() === true,
    endpointToHost: spec?.get('defaultEndpointToHostAction').string()?.toLowerCase() === 'drop' ? 'deny' : 'allow',
  }
}
