// Objects of the inventory → Cluster: what policies can see of a cluster (docs/semantics.md §3).

import { parseIp, parseNet, type Ip } from '../base/ip.ts'
import type { Diagnostic, Report } from '../base/diagnostic.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import type {
  Cluster,
  ClusterNode,
  ClusterSettings,
  HostEndpoint,
  HostPod,
  NetworkSet,
  Workload,
} from '../model/cluster.ts'
import { hostNetworkOf, hostProfile, nodeFacts, profilesWithRules } from './host-network.ts'
import { labelsOf, namespaceProfile, profilesOf, withInherited, type Profiles } from './inherited-labels.ts'
import { controllersOf, metadataOf } from './owner.ts'
import { kubernetesProtocol } from './protocol.ts'
import { backendsOf } from './service.ts'
import { supersededByTwin } from './twin.ts'
import { hostPod, isHostNetworked, ownerKey, podWorkload, templateWorkload } from './workload.ts'
import { admitCalico } from './admission-calico.ts'
import type { ApplyPath } from './calico.ts'
import { Findings } from './findings.ts'

const ignore = (): void => undefined
const part = (manifest: Manifest, ...pointer: readonly string[]): Field => field(manifest, pointer, ignore)

/**
 * Everything of the cluster that the objects tell. Sets, host endpoints and profiles of files that admission would refuse
 * are reported, with the same diagnostics by identity for the same manifest, and read as far as they go.
 */
export function clusterOf(
  manifests: readonly Manifest[],
  report: Report,
  applyPath: ApplyPath = 'api-server',
): Cluster {
  const superseded = supersededByTwin(manifests)
  const all = manifests.filter((manifest) => !superseded.has(manifest))
  for (const manifest of all) complaintsAbout(manifest, applyPath).forEach(report)
  const core = (kind: string): readonly Manifest[] => all.filter((one) => one.group === '' && one.kind === kind)
  const calico = (kind: string): readonly Manifest[] =>
    all.filter(
      (one) => one.kind === kind && (one.group === 'projectcalico.org' || one.group === 'crd.projectcalico.org'),
    )

  const profiles = profilesOf(all)
  const withRules = profilesWithRules(calico('Profile'))
  const sets = [...calico('NetworkSet'), ...calico('GlobalNetworkSet')]
  return {
    namespaces: new Map(core('Namespace').map((namespace) => [namespace.name, labelsOf(namespace)])),
    ...workloadsOf(all, core('Pod'), profiles),
    hostEndpoints: calico('HostEndpoint').map((manifest) => hostEndpoint(manifest, profiles, withRules)),
    sets: sets.map((manifest) => networkSet(manifest, profiles)),
    services: backendsOf(all, core('Pod').filter(isRunning)),
    nodes: core('Node').map(clusterNode),
    pools: calico('IPPool').flatMap((pool) => parseNet(part(pool, 'spec', 'cidr').string() ?? '') ?? []),
    settings: settingsOf(calico('FelixConfiguration'), calico('ClusterInformation')),
    network: hostNetworkOf({
      felix: calico('FelixConfiguration'),
      bgp: calico('BGPConfiguration'),
      pools: calico('IPPool'),
      services: core('Service'),
    }),
  }
}

const CHECKED: ReadonlySet<string> = new Set(['NetworkSet', 'GlobalNetworkSet', 'HostEndpoint', 'Profile'])
const NONE: readonly Diagnostic[] = []
const complaints = new WeakMap<Manifest, readonly Diagnostic[]>()

/** What the cluster holds was admitted, and Calico passes over what it cannot read there */
function complaintsAbout(manifest: Manifest, applyPath: ApplyPath): readonly Diagnostic[] {
  const isCalico = manifest.group.endsWith('projectcalico.org')
  if (!isCalico || !CHECKED.has(manifest.kind) || manifest.origin.fromCluster) return NONE
  const known = complaints.get(manifest)
  if (known !== undefined) return known
  const findings = new Findings()
  admitCalico(manifest, manifest.group === 'projectcalico.org' ? applyPath : 'raw-crd', findings)
  const found = [...findings.errors, ...findings.warnings]
  complaints.set(manifest, found)
  return found
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

/** Own labels, and those of the namespace; unlike a pod's, its own `pcns.` labels stay (§3.3) */
function networkSet(manifest: Manifest, profiles: Profiles): NetworkSet {
  const { namespace, name, origin } = manifest
  const own = labelsOf(manifest)
  const labels =
    namespace === undefined
      ? own
      : withInherited(
          new Map([...own, ['projectcalico.org/namespace', namespace]]),
          [namespaceProfile(namespace)],
          profiles,
        )
  const nets = part(manifest, 'spec', 'nets').list() ?? []
  return {
    is: 'network-set',
    namespace,
    name,
    labels: { labels, complete: true },
    nets: nets.flatMap((net) => parseNet(net.string() ?? '') ?? []),
    at: { origin, pointer: [] },
  }
}

/** Rules match its expected addresses; without any it contributes none (§3.5) */
function hostEndpoint(manifest: Manifest, profiles: Profiles, withRules: ReadonlySet<string>): HostEndpoint {
  const spec = part(manifest, 'spec')
  const names = spec.get('profiles').strings() ?? []
  return {
    is: 'host',
    name: manifest.name,
    node: spec.get('node').string() ?? '',
    interfaceName: spec.get('interfaceName').string() || undefined,
    labels: { labels: withInherited(labelsOf(manifest), names, profiles), complete: true },
    expectedIps: (spec.get('expectedIPs').list() ?? []).flatMap((one) => parseIp(one.string() ?? '') ?? []),
    profiles: names,
    profile: hostProfile(names, profiles, withRules),
    ports: (spec.get('ports').list() ?? []).flatMap((port) => {
      const protocol = kubernetesProtocol((port.get('protocol').string() ?? '').toUpperCase())
      const [portName, number] = [port.get('name').string(), port.get('port').integer()]
      return protocol === undefined || portName === undefined || number === undefined
        ? []
        : [{ name: portName, protocol, port: number }]
    }),
    at: { origin: manifest.origin, pointer: [] },
  }
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
