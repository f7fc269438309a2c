// FelixConfiguration, IPPools, Services and BGPConfiguration → what becomes of packets on their way to and from nodes,
// policies aside (docs/semantics.md §4.7, §4.8, §8.2); and what Nodes tell of their interfaces.

import { parseCidr, parseIp, parseNet, type Cidr, type Ip } from '../base/ip.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import {
  DEFAULT_HOST_NETWORK,
  type AddressPool,
  type ClusterNode,
  type FailsafePort,
  type Frontend,
  type HostNetwork,
  type HostProfile,
  type NodeInterface,
} from '../model/cluster.ts'
import type { Profiles } from './inherited-labels.ts'
import { metadataOf } from './owner.ts'
import { kubernetesProtocol } from './protocol.ts'

const ignore = (): void => undefined
const part = (manifest: Manifest, ...pointer: readonly string[]): Field => field(manifest, pointer, ignore)
const byDefault = (manifests: readonly Manifest[]): Manifest | undefined =>
  manifests.find(({ name }) => name === 'default')

export interface HostSources {
  readonly felix: readonly Manifest[]
  readonly bgp: readonly Manifest[]
  readonly pools: readonly Manifest[]
  readonly services: readonly Manifest[]
}

export function hostNetworkOf({ bgp, felix, pools, services }: HostSources): HostNetwork {
  const configuration = byDefault(felix)
  const spec = configuration === undefined ? undefined : part(configuration, 'spec')
  const given = DEFAULT_HOST_NETWORK
  const noLoops = spec?.get('serviceLoopPrevention').string()?.toLowerCase() === 'disabled'
  return {
    failsafe: {
      ingress: failsafePorts(spec?.get('failsafeInboundHostPorts')) ?? given.failsafe.ingress,
      egress: failsafePorts(spec?.get('failsafeOutboundHostPorts')) ?? given.failsafe.egress,
    },
    pools: pools.flatMap(addressPool),
    frontends: services.flatMap(frontendsOf),
    serviceLoops: noLoops ? [] : bgp.filter(({ name }) => name === 'default').flatMap(advertisedNets),
    natToHosts: spec?.get('natOutgoingExclusions').string() !== 'IPPoolsAndHostIPs',
    vxlanPort: spec?.get('vxlanPort').integer() ?? given.vxlanPort,
    podsMaySend: {
      vxlan: spec?.get('allowVXLANPacketsFromWorkloads').boolean() === true,
      ipip: spec?.get('allowIPIPPacketsFromWorkloads').boolean() === true,
    },
  }
}

/** Undefined where nothing is set; an empty list switches them off */
function failsafePorts(list: Field | undefined): FailsafePort[] | undefined {
  const ports = list?.list()
  return ports?.flatMap((one) => {
    const protocol = kubernetesProtocol((one.get('protocol').string() || 'TCP').toUpperCase())
    const port = one.get('port').integer()
    const written = one.get('net').string() ?? ''
    const net = written === '' ? undefined : parseNet(written)
    // A net that cannot be read takes the port with it: the port for everybody would be too much.
    if (protocol === undefined || port === undefined || (written !== '' && net === undefined)) return []
    return [{ protocol, port, net }]
  })
}

function addressPool(pool: Manifest): AddressPool[] {
  const spec = part(pool, 'spec')
  const cidr = parseNet(spec.get('cidr').string() ?? '')
  if (cidr === undefined) return []
  return [{ cidr, natOutgoing: spec.get('natOutgoing').boolean() === true, overlay: overlayOf(spec) }]
}

function overlayOf(spec: Field): AddressPool['overlay'] {
  for (const as of ['vxlan', 'ipip'] as const) {
    const mode = spec.get(`${as}Mode`).string()
    if (mode === 'Always') return { as, between: 'all' }
    if (mode === 'CrossSubnet') return { as, between: 'subnets' }
  }
  return undefined
}

const ADVERTISED = ['serviceClusterIPs', 'serviceExternalIPs', 'serviceLoadBalancerIPs'] as const

/** Networks of Service addresses that Calico tells routers about */
const advertisedNets = (configuration: Manifest): Cidr[] =>
  ADVERTISED.flatMap((name) => part(configuration, 'spec', name).list() ?? []).flatMap(
    (one) => parseNet(one.get('cidr').string() ?? '') ?? [],
  )

function frontendsOf(service: Manifest): Frontend[] {
  const spec = part(service, 'spec')
  const addresses = addressesOf(service, spec)
  const localOnly = spec.get('externalTrafficPolicy').string() === 'Local'
  return (spec.get('ports').list() ?? []).flatMap((one): Frontend[] => {
    const protocol = kubernetesProtocol(one.get('protocol').string() ?? 'TCP')
    const port = one.get('port').integer()
    const nodePort = one.get('nodePort').integer()
    const target = one.get('targetPort').stringOrNumber()
    if (protocol === undefined || port === undefined || (addresses.length === 0 && nodePort === undefined)) return []
    return [
      {
        service: `${service.namespace ?? ''}/${service.name}`,
        protocol,
        addresses,
        port,
        nodePort: nodePort === 0 ? undefined : nodePort,
        targetPort: typeof target === 'string' && target !== '' ? undefined : target || port,
        localOnly,
      },
    ]
  })
}

function addressesOf(service: Manifest, spec: Field): Ip[] {
  const written = [
    ...(spec.get('clusterIPs').strings() ?? [spec.get('clusterIP').string() ?? '']),
    ...(spec.get('externalIPs').strings() ?? []),
    ...(part(service, 'status', 'loadBalancer', 'ingress').list() ?? []).map((one) => one.get('ip').string() ?? ''),
  ]
  return written.flatMap((text) => parseIp(text) ?? [])
}

/** Of the profiles, in order, the first that says anything */
export function hostProfile(
  names: readonly string[],
  profiles: Profiles,
  withRules: ReadonlySet<string>,
): HostProfile | undefined {
  for (const name of names) {
    if (withRules.has(name)) return { name, action: 'unknown' }
    if (name === 'projectcalico-default-allow') return { name, action: 'allow' }
    // A profile that is not there denies (§3.2); that of an account has no rules.
    const profile = profiles.get(name)
    if (profile === undefined) return { name, action: 'deny' }
    if (profile.unknown !== undefined && !/^k(?:ns|sa)\./.test(name)) return { name, action: 'unknown' }
    if (name.startsWith('kns.')) return { name, action: 'allow' }
  }
  return undefined
}

/** Profiles as objects of their own, with rules */
export const profilesWithRules = (profiles: readonly Manifest[]): ReadonlySet<string> =>
  new Set(
    profiles
      .filter((one) => ['ingress', 'egress'].some((name) => (part(one, 'spec', name).list() ?? []).length > 0))
      .map(({ name }) => name),
  )

export type NodeFacts = Pick<ClusterNode, 'interfaces' | 'networks' | 'tunnels'>

/** From Calico's annotations of the Node */
export function nodeFacts(node: Manifest): NodeFacts {
  const annotations = metadataOf(node).get('annotations')
  const text = (name: string): string => annotations.get(`projectcalico.org/${name}`).string() ?? ''
  const networks = ['IPv4Address', 'IPv6Address'].map(text).flatMap((written) => {
    const [ip, network] = [parseIp(written.replace(/\/\d+$/, '')), parseCidr(written)]
    return ip === undefined || network === undefined ? [] : [{ ip, network }]
  })
  const tunnels = TUNNELS.map(text).flatMap((written) => parseIp(written) ?? [])
  const interfaces = interfacesOf(text('Interfaces'), networks)
  return interfaces === undefined ? { networks, tunnels } : { interfaces, networks, tunnels }
}

const TUNNELS = [
  'IPv4IPIPTunnelAddr',
  'IPv4VXLANTunnelAddr',
  'IPv6VXLANTunnelAddr',
  'IPv4WireguardInterfaceAddr',
  'IPv6WireguardInterfaceAddr',
]

/** What the node reports of itself; undefined where it does not, or in a form that is not known */
function interfacesOf(json: string, networks: NonNullable<NodeFacts['networks']>): NodeInterface[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return undefined
  }
  if (!Array.isArray(value)) return undefined
  const interfaces: NodeInterface[] = []
  for (const one of value as readonly unknown[]) {
    if (typeof one !== 'object' || one === null || !('name' in one) || typeof one.name !== 'string') return undefined
    const written: unknown = 'addresses' in one ? one.addresses : []
    const addresses = (Array.isArray(written) ? written : []).flatMap((text: unknown) =>
      typeof text === 'string' ? (parseIp(text.replace(/\/\d+$/, '')) ?? []) : [],
    )
    const own = networks.filter(({ ip }) => addresses.some((has) => has.family === ip.family && has.value === ip.value))
    interfaces.push({ name: one.name, addresses, networks: own.map(({ network }) => network) })
  }
  return interfaces
}
