// Does one rule match one exact packet? The plain form of docs/semantics.md §2, §3 and §5, to be checked line by line.
// Loops over objects and addresses, no index. Answers in three values, for labels and conditions may be unknown.

import { contains, type Cidr, type Ip } from '../../src/base/ip.ts'
import type { Cluster, HostEndpoint, NetworkSet, Workload } from '../../src/model/cluster.ts'
import type { EntityMatch, IcmpMatch, PortMatch, Rule } from '../../src/model/policy.ts'
import { matches, type ParsedSelector } from '../../src/model/selector.ts'

/** How things are: as the dataplane does them, or as Calico's preview evaluates them (§5.6) */
export type Mode = 'dataplane' | 'felix-pending'

/** One end of a packet: an address, and the workload that has it */
export interface TupleEnd {
  readonly workload: Workload | undefined
  readonly ip: Ip
}

/** The first packet of a connection, after service translation (§8.2) */
export interface Tuple {
  readonly source: TupleEnd
  readonly destination: TupleEnd
  readonly protocol: number
  readonly sourcePort: number | undefined
  readonly destinationPort: number | undefined
  readonly icmp: { readonly type: number; readonly code: number } | undefined
}

/** Yes, no, or undefined: it hangs on what is not known */
export type Maybe = boolean | undefined

const ICMP = 1
const TCP = 6
const UDP = 17
const ICMPV6 = 58

/** All hold: no if one does not, else unknown if one is unknown (Kleene) */
export function allOf(...conditions: readonly Maybe[]): Maybe {
  if (conditions.includes(false)) return false
  if (conditions.includes(undefined)) return undefined
  return true
}

/** One holds: yes if one does, else unknown if one is unknown (Kleene) */
export function anyOf(...conditions: readonly Maybe[]): Maybe {
  if (conditions.includes(true)) return true
  if (conditions.includes(undefined)) return undefined
  return false
}

export function not(condition: Maybe): Maybe {
  return condition === undefined ? undefined : !condition
}

/** §5.1: all conditions of a rule hold together */
export function ruleMatches(cluster: Cluster, rule: Rule, tuple: Tuple, mode: Mode): Maybe {
  const { match } = rule
  return allOf(
    familyMatches(rule, tuple, mode),
    match.protocol === undefined || match.protocol === tuple.protocol,
    match.notProtocol === undefined || match.notProtocol !== tuple.protocol,
    icmpMatches(rule, tuple, mode),
    entityMatches(cluster, match.source, tuple, 'source', mode),
    entityMatches(cluster, match.destination, tuple, 'destination', mode),
    // A condition that is not modelled may hold or not
    rule.uncertain === undefined ? true : undefined,
  )
}

/** §5.2: the rule is rendered for each family apart, and left out where a list of nets has none of that family */
function familyMatches(rule: Rule, tuple: Tuple, mode: Mode): boolean {
  if (mode === 'felix-pending') return true // D4, D5
  const { family: wanted, source, destination } = rule.match
  const family = tuple.source.ip.family
  if (wanted !== undefined && wanted !== family) return false
  for (const nets of [source.nets, destination.nets]) {
    if (nets !== undefined && !nets.some((net) => net.family === family)) return false
  }
  for (const notNets of [source.notNets, destination.notNets]) {
    if (notNets === undefined) continue
    const ofFamily = notNets.filter((net) => net.family === family)
    if (ofFamily.length === 0 || ofFamily.some((net) => net.prefix === 0)) return false
  }
  return true
}

/** §5.3 */
function icmpMatches(rule: Rule, tuple: Tuple, mode: Mode): boolean {
  if (mode === 'felix-pending') return true // D3
  const { icmp, notIcmp } = rule.match
  if (icmp === undefined && notIcmp === undefined) return true
  if (tuple.protocol !== ICMP && tuple.protocol !== ICMPV6) return false
  if (icmp !== undefined && !isIcmp(icmp, tuple)) return false
  return notIcmp === undefined || !isIcmp(notIcmp, tuple)
}

function isIcmp(wanted: IcmpMatch, tuple: Tuple): boolean {
  if (tuple.icmp === undefined) throw new Error('an exact ICMP packet has a type and a code')
  return wanted.type === tuple.icmp.type && (wanted.code === undefined || wanted.code === tuple.icmp.code)
}

/** §5.1: what a rule asks of one end; both ends by the same code, but for the service match */
function entityMatches(
  cluster: Cluster,
  entity: EntityMatch,
  tuple: Tuple,
  side: 'source' | 'destination',
  mode: Mode,
): Maybe {
  const { ip } = tuple[side]
  const port = side === 'source' ? tuple.sourcePort : tuple.destinationPort
  const named = (ports: PortMatch): Maybe =>
    namedPortMatches(cluster, ports, entity.portScope, ip, tuple.protocol, port)
  return allOf(
    entity.nets === undefined || entity.nets.some((net) => contains(net, ip)),
    entity.notNets === undefined || !entity.notNets.some((net) => contains(net, ip)),
    entity.selector === undefined || setHolds(cluster, entity.selector, ip, mode),
    entity.notSelector === undefined || not(setHolds(cluster, entity.notSelector, ip, mode)),
    // §3.6; D1: a named port never matches in the preview, D2: it never excludes
    entity.ports === undefined ||
      anyOf(inRanges(entity.ports, port), mode === 'felix-pending' ? false : named(entity.ports)),
    entity.notPorts === undefined ||
      not(anyOf(inRanges(entity.notPorts, port), mode === 'felix-pending' ? false : named(entity.notPorts))),
    entity.service === undefined || serviceHolds(cluster, entity.service, tuple, side, mode),
  )
}

function inRanges(ports: PortMatch, port: number | undefined): boolean {
  return port !== undefined && ports.ranges.some((range) => range.from <= port && port <= range.to)
}

/** §3.5: an object with the addresses that it gives to the selectors of rules */
type Labelled = Workload | HostEndpoint | NetworkSet

function labelled(cluster: Cluster): readonly Labelled[] {
  return [...cluster.workloads, ...cluster.hostEndpoints, ...cluster.sets]
}

/** The prefix lengths of an object's members that cover the address; none for one that could not be understood */
function covering(object: Labelled, ip: Ip): readonly number[] {
  if (object.is !== 'workload' && object.unknown !== undefined) return []
  const single = ip.family === 4 ? 32 : 128
  const isIp = (one: Ip): boolean => one.family === ip.family && one.value === ip.value
  switch (object.is) {
    case 'workload':
      return object.addresses.some(isIp) ? [single] : []
    case 'host':
      return object.expectedIps.some(isIp) ? [single] : []
    case 'network-set':
      return object.nets.filter((net: Cidr) => contains(net, ip)).map((net) => net.prefix)
  }
}

/** §3.5: is the address in the set of a selector, that is, does some object that matches cover it? */
function setHolds(cluster: Cluster, selector: ParsedSelector, ip: Ip, mode: Mode): Maybe {
  const sure: number[] = []
  /** What each object of which something is not known may contribute, or not */
  const possible: (readonly (readonly number[])[])[] = []
  for (const object of labelled(cluster)) {
    const matched = matches(selector.tree, object.labels)
    if (object.is !== 'workload' && object.unknown !== undefined) {
      // §8.4: it may hold a member of any length, of which D6 tells these apart
      const lengths = ip.family === 4 ? [0, 24, 25, 31, 32] : [0, 120, 121, 127, 128]
      if (matched !== false) possible.push(lengths.map((length) => [length]))
      continue
    }
    const prefixes = covering(object, ip)
    if (prefixes.length === 0) continue
    if (matched === true) sure.push(...prefixes)
    if (matched === undefined) possible.push([prefixes])
  }
  // Every way in which the objects of which not all is known may match or not
  let ways = [sure]
  for (const contributions of possible)
    ways = ways.flatMap((way) => [way, ...contributions.map((prefixes) => [...way, ...prefixes])])
  const answers = ways.map((way) => isFound(cluster, way, ip, mode))
  if (answers.every((answer) => answer)) return true
  return answers.some((answer) => answer) ? undefined : false
}

/** Members of these lengths cover the address; is it found in the set? */
function isFound(cluster: Cluster, prefixes: readonly number[], ip: Ip, mode: Mode): boolean {
  if (mode === 'dataplane') return prefixes.length > 0
  // D6: the preview does not find members of /25 to /31, IPv6 /121 to /127; with nftables, members that a wider one
  // covers are left out of the set
  const members = cluster.settings.nftables ? prefixes.filter((prefix) => prefix === Math.min(...prefixes)) : prefixes
  const [from, to] = ip.family === 4 ? [25, 31] : [121, 127]
  return members.some((prefix) => prefix < from || prefix > to)
}

/** §3.6: has an endpoint of that address, among those the name is looked up for, that port under one of the names? */
function namedPortMatches(
  cluster: Cluster,
  ports: PortMatch,
  scope: ParsedSelector | undefined,
  ip: Ip,
  protocol: number,
  port: number | undefined,
): Maybe {
  if (port === undefined || ports.names.length === 0) return false
  let answer: Maybe = false
  for (const endpoint of [...cluster.workloads, ...cluster.hostEndpoints]) {
    const matched = scope === undefined ? true : matches(scope.tree, endpoint.labels)
    if (endpoint.is === 'host' && endpoint.unknown !== undefined) {
      // It may have the address, and a port of that name
      if (matched !== false) answer = anyOf(answer, undefined)
      continue
    }
    if (covering(endpoint, ip).length === 0) continue
    const has = endpoint.ports.some(
      (one) => ports.names.includes(one.name) && one.protocol === protocol && one.port === port,
    )
    if (!has) continue
    answer = anyOf(answer, matched)
  }
  return answer
}

/** §3.7: address, protocol and port at the destination; at the source the address alone */
function serviceHolds(
  cluster: Cluster,
  service: string,
  tuple: Tuple,
  side: 'source' | 'destination',
  mode: Mode,
): Maybe {
  const { ip } = tuple[side]
  const backends = (cluster.services.get(service) ?? []).filter(
    (backend) => backend.ip.family === ip.family && backend.ip.value === ip.value,
  )
  // §8.4: of a Service that could not be understood it is not known what is behind it
  const isKnown = cluster.unknownServices?.has(service) !== true
  if (side === 'source') return isKnown ? backends.length > 0 : undefined
  // D7: the preview knows service members of TCP and UDP alone
  if (mode === 'felix-pending' && tuple.protocol !== TCP && tuple.protocol !== UDP) return false
  if (!isKnown) return tuple.destinationPort === undefined ? false : undefined
  return backends.some(
    (backend) =>
      backend.port !== undefined && backend.protocol === tuple.protocol && backend.port === tuple.destinationPort,
  )
}
