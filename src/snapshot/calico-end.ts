// The ends, services and verdicts that Goldmane, Whisker and Enterprise records have in common (flow-formats 1.4 to 1.7).

import type { Ip } from '../base/ip.ts'
import type { NamedEnd } from './tables.ts'
import { nameOf, namespaceOf, portOf, protocolOf } from './values.ts'

/** The networks that have no name of their own, and the words that Whisker shows for them */
const NETWORKS: Readonly<Record<string, 'pub' | 'pvt'>> = {
  pub: 'pub',
  pvt: 'pvt',
  'PUBLIC NETWORK': 'pub',
  'PRIVATE NETWORK': 'pvt',
}

/** EndpointType of Goldmane by number and by name, and the short words of Enterprise */
const TYPES: Readonly<Record<string, NamedEnd['is']>> = {
  '1': 'pod',
  '2': 'host',
  '3': 'network-set',
  '4': 'network',
  workloadendpoint: 'pod',
  hostendpoint: 'host',
  networkset: 'network-set',
  network: 'network',
  wep: 'pod',
  hep: 'host',
  ns: 'network-set',
  net: 'network',
}

interface CalicoEnd {
  readonly name: unknown
  readonly namespace: unknown
  /** Undefined where the dialect has none */
  readonly type: unknown
  readonly ips: readonly Ip[]
}

/** Undefined where there is no usable name */
export function calicoEnd({ ips, name: rawName, namespace: rawNamespace, type }: CalicoEnd): NamedEnd | undefined {
  const [name, namespace] = [nameOf(rawName), namespaceOf(rawNamespace)]
  if (name === undefined || namespace === undefined || name === '') return undefined
  const network = namespace === '' && Object.hasOwn(NETWORKS, name) ? NETWORKS[name] : undefined
  const end = { namespace, name: network ?? name, owner: undefined, ips, byAddress: false }
  return { ...end, is: network === undefined ? typeOf(type, name, namespace) : 'network' }
}

function typeOf(type: unknown, name: string, namespace: string): NamedEnd['is'] {
  const word = String(type).toLowerCase()
  const known = Object.hasOwn(TYPES, word) ? TYPES[word] : undefined
  // A network has no other names than the two: what is called so is known by its name.
  if (known !== undefined && known !== 'network') return known
  return namespace !== '' && name.endsWith('*') ? 'pod' : 'unknown'
}

/** Protocol and port of a record; the field that is wrong, where one is */
export function calicoService(
  protocolValue: unknown,
  portValue: unknown,
): { readonly protocol: number; readonly port: number } | 'protocol' | 'port' {
  const [protocol, port] = [protocolOf(protocolValue), portOf(portValue)]
  if (protocol === undefined) return 'protocol'
  return port === undefined ? 'port' : { protocol, port }
}
