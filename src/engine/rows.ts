// A rule as a row of the program: its conditions as numbers, and whether one side of a flow meets them
// (docs/semantics.md §5). The differences of Calico's own preview (§5.6 D1–D7) stand here, one branch each.

import { hasBit } from '../base/bitset.ts'
import type { Cidr, Family } from '../base/ip.ts'
import type { Plugin } from '../model/cluster.ts'
import type { EntityMatch, IcmpMatch, Policy, PortMatch, Rule } from '../model/policy.ts'
import { hasPorts } from '../model/protocol.ts'
import type { PolicyHit } from '../model/verdict.ts'
import type { Member, Peer } from './peers.ts'
import type { SelectorIndex } from './selector-index.ts'

/** `dataplane` is what happens to packets; `felix-pending` what Calico's preview says of it */
export type Semantics = 'dataplane' | 'felix-pending'

/** How sure a condition is: met, may be met, not met */
export const NO = 0
export const MAYBE = 1
export const YES = 2
export type Sureness = typeof NO | typeof MAYBE | typeof YES

/** Protocol and ports of a flow; a port or type that the record left out is given as one of its completions */
export interface Layer4 {
  readonly protocol: number
  readonly sourcePort: number | undefined
  readonly destinationPort: number | undefined
  readonly icmp: { readonly type: number; readonly code: number } | undefined
}

export interface Row {
  readonly rule: Rule
  readonly policy: Policy
  readonly hit: PolicyHit | undefined
  readonly action: Rule['action']
  readonly source: Side
  readonly destination: Side
  /** Named ports or a Service: whether they match hangs on address, protocol and port together */
  readonly joint: boolean
}

/** The address conditions of one side */
interface Side {
  readonly nets: number | undefined
  readonly notNets: number | undefined
  /** Families of which the list in `notNets` holds no prefix, or all addresses: the rule is not rendered there (§5.2) */
  readonly notRendered: readonly Family[]
  readonly selector: number | undefined
  readonly notSelector: number | undefined
  readonly portScope: number | undefined
  readonly service: string | undefined
}

/** Numbers for what the rules of a policy set ask of addresses */
export interface RuleNumbers {
  readonly selectors: SelectorIndex
  readonly netLists: (readonly Cidr[])[]
  readonly services: Set<string>
}

export function compileRow(policy: Policy, rule: Rule, index: number, numbers: RuleNumbers): Row {
  const { destination, source } = rule.match
  return {
    rule,
    policy,
    hit:
      rule.action === 'log'
        ? undefined
        : {
            tier: policy.tier,
            policy: policy.id,
            rule: index,
            action: rule.action,
            at: rule.at,
            written: rule,
            source: policy,
          },
    action: rule.action,
    source: compileSide(source, numbers),
    destination: compileSide(destination, numbers),
    joint: [source, destination].some(hasNames) || destination.service !== undefined,
  }
}

const hasNames = (entity: EntityMatch): boolean =>
  (entity.ports?.names.length ?? 0) > 0 || (entity.notPorts?.names.length ?? 0) > 0

function compileSide(entity: EntityMatch, { netLists, selectors, services }: RuleNumbers): Side {
  const list = (nets: readonly Cidr[] | undefined): number | undefined =>
    nets === undefined ? undefined : netLists.push(nets) - 1
  if (entity.service !== undefined) services.add(entity.service)
  const number = (selector: EntityMatch['selector']): number | undefined =>
    selector === undefined ? undefined : selectors.add(selector)
  return {
    nets: list(entity.nets),
    notNets: list(entity.notNets),
    notRendered:
      entity.notNets === undefined ? [] : ([4, 6] as const).filter((family) => unrendered(entity.notNets, family)),
    selector: number(entity.selector),
    notSelector: number(entity.notSelector),
    portScope: number(entity.portScope),
    service: entity.service,
  }
}

function unrendered(notNets: readonly Cidr[] | undefined, family: Family): boolean {
  const kept = (notNets ?? []).filter((cidr) => cidr.family === family)
  return kept.length === 0 || kept.some((cidr) => cidr.prefix === 0)
}

/** The row as if its rule asked for less: `rule` has some of the conditions of the row's own, and no others */
export function withRule(row: Row, rule: Rule): Row {
  const side = (own: Side, { nets, notNets, notSelector, portScope, selector, service }: EntityMatch): Side => ({
    nets: nets === undefined ? undefined : own.nets,
    notNets: notNets === undefined ? undefined : own.notNets,
    notRendered: notNets === undefined ? [] : own.notRendered,
    selector: selector === undefined ? undefined : own.selector,
    notSelector: notSelector === undefined ? undefined : own.notSelector,
    portScope: portScope === undefined ? undefined : own.portScope,
    service,
  })
  const { destination, source } = rule.match
  return {
    ...row,
    rule,
    source: side(row.source, source),
    destination: side(row.destination, destination),
    joint: true,
  }
}

/** What a compiled program is asked about its cluster */
export interface Preview {
  readonly semantics: Semantics
  /** Felix leaves members out of a set that wider ones cover (§5.6 D6) */
  readonly nftables: boolean
  /** Set where Calico does not enforce the policies (§12) */
  readonly plugin?: PluginRules | undefined
}

export interface PluginRules extends Pick<Plugin, 'ipBlockPods' | 'ipBlockNodes'> {
  /** Number of the CIDR list that holds the nodes' addresses */
  readonly nodes: number
}

/** What is not known of a plugin, by its name among the settings, where a prefix of the row holds such an address */
export function ipBlockDoubt(
  row: Row,
  end: 'source' | 'destination',
  peer: Peer,
  preview: Preview,
): string | undefined {
  const asked = row[end].nets === undefined ? undefined : ipBlockOn(peer, preview.plugin)
  return asked?.says === 'unknown' ? asked.setting : undefined
}

/** Whether prefixes mean pods, or nodes; undefined for all other addresses, and where Calico says: always */
function ipBlockOn(peer: Peer, plugin: PluginRules | undefined): { setting: string; says: string } | undefined {
  if (plugin === undefined) return undefined
  if (peer.members.length > 0) return { setting: 'ip-block-pods', says: plugin.ipBlockPods }
  return peer.nets.has(plugin.nodes) ? { setting: 'ip-block-nodes', says: plugin.ipBlockNodes } : undefined
}

/** Whether the address conditions of one end are met */
export function meetsAddress(row: Row, end: 'source' | 'destination', peer: Peer, preview: Preview): Sureness {
  const side = row[end]
  if (preview.semantics === 'dataplane' && !isRendered(row, side, peer.family)) return NO
  // A Service on the source is its addresses alone; on the destination ports count too and `meetsLayer4` asks.
  const serving = end === 'source' && side.service !== undefined ? serves(peer, side.service) : YES
  if (serving === NO) return NO
  const inPrefixes = inNets(side, peer, preview)
  return inPrefixes === NO ? NO : least(serving, least(inPrefixes, inSets(side, peer, preview)))
}

function inNets({ nets, notNets }: Side, peer: Peer, preview: Preview): Sureness {
  if (notNets !== undefined && peer.nets.has(notNets)) return NO
  if (nets === undefined) return YES
  if (!peer.nets.has(nets)) return NO
  const block = ipBlockOn(peer, preview.plugin)?.says
  return block === 'ignore' ? NO : block === 'unknown' ? MAYBE : YES
}

function inSets({ notSelector, selector }: Side, peer: Peer, preview: Preview): Sureness {
  const inSet = selector === undefined ? YES : membership(selector, peer, preview)
  if (inSet === NO || notSelector === undefined) return inSet
  return least(inSet, opposite(membership(notSelector, peer, preview)))
}

/** Felix writes each rule once a family, and not at all where a list of prefixes has nothing for it (§5.2) */
function isRendered(row: Row, side: Side, family: Family): boolean {
  const { family: only } = row.rule.match
  return (only === undefined || only === family) && (side.notNets === undefined || !side.notRendered.includes(family))
}

const serves = (peer: Peer, service: string): Sureness =>
  mayServe(peer, service) ? MAYBE : peer.services.some((one) => one.service === service) ? YES : NO

const mayServe = ({ possibleServices }: Peer, service: string): boolean =>
  possibleServices.some((one) => one.service === service)

/** Whether some object that covers the address matches the selector */
export function membership(selector: number, peer: Peer, preview: Preview): Sureness {
  if (preview.semantics === 'felix-pending') return previewMembership(selector, peer, preview.nftables)
  let sureness: Sureness = NO
  for (const { labels } of peer.members) {
    if (hasBit(labels.must, selector)) return YES
    if (hasBit(labels.may, selector)) sureness = MAYBE
  }
  return sureness
}

/**
 * D6: the preview does not find members of /25 to /31 (IPv6 /121 to /127); and in nftables mode a member that a wider
 * one of the same set covers is not in the set at all, an endpoint's address included.
 */
function previewMembership(selector: number, peer: Peer, nftables: boolean): Sureness {
  const { possible, sure } = lengthsIn(selector, peer, nftables)
  const isFound = (prefix: number): boolean => prefix !== Infinity && !missedByPreview(prefix, peer.family)
  const widest = Math.min(...sure)
  // In nftables mode the widest alone counts, and one that is possible counts where it is wider.
  const found = nftables ? isFound(widest) : sure.some(isFound)
  const others = possible.filter((prefix) => !nftables || prefix < widest).map(isFound)
  if (!found) return others.includes(true) ? MAYBE : NO
  return nftables && others.includes(false) ? MAYBE : YES
}

/** Lengths of the members in a set, and of those that may be in it; of each that may, in nftables mode, the widest */
function lengthsIn(
  selector: number,
  { family, members }: Peer,
  nftables: boolean,
): { readonly sure: readonly number[]; readonly possible: readonly number[] } {
  const sure: number[] = []
  const possible: number[] = []
  const together = new Map<number, number[]>()
  for (const { labels, prefix, together: number } of members) {
    if (prefix !== undefined && hasBit(labels.must, selector)) sure.push(prefix)
    else if (!hasBit(labels.may, selector)) continue
    else if (prefix === undefined) possible.push(...SOME_OF_EACH[family])
    else if (number === undefined) possible.push(prefix)
    else together.set(number, [...(together.get(number) ?? []), prefix])
  }
  for (const prefixes of together.values()) possible.push(...(nftables ? [Math.min(...prefixes)] : prefixes))
  return { sure, possible }
}

/** Lengths of prefixes that the preview finds, does not find, and an address */
const SOME_OF_EACH: Readonly<Record<Family, readonly number[]>> = { 4: [0, 25, 32], 6: [0, 121, 128] }

const missedByPreview = (prefix: number, family: Family): boolean =>
  family === 4 ? prefix >= 25 && prefix <= 31 : prefix >= 121 && prefix <= 127

/** Whether protocol, ports and ICMP are met; the peers matter to rows with names of ports or a Service alone */
export function meetsLayer4(row: Row, l4: Layer4, source: Peer, destination: Peer, preview: Preview): Sureness {
  const { destination: to, icmp, notIcmp, notProtocol, protocol, source: from } = row.rule.match
  if (protocol !== undefined && protocol !== l4.protocol) return NO
  if (notProtocol !== undefined && notProtocol === l4.protocol) return NO
  if (preview.semantics === 'dataplane') {
    if (icmp !== undefined && !meetsIcmp(icmp, l4)) return NO
    if (notIcmp !== undefined && meetsIcmp(notIcmp, l4)) return NO
  }
  const sure = least(
    meetsPorts(from, row.source, l4.protocol, l4.sourcePort, source, row, preview),
    meetsPorts(to, row.destination, l4.protocol, l4.destinationPort, destination, row, preview),
  )
  if (sure === NO || row.destination.service === undefined) return sure
  return least(sure, meetsService(row.destination.service, l4, destination, preview))
}

const meetsIcmp = (match: IcmpMatch, { icmp }: Layer4): boolean =>
  icmp?.type === match.type && (match.code === undefined || match.code === icmp.code)

function meetsPorts(
  entity: EntityMatch,
  side: Side,
  protocol: number,
  port: number | undefined,
  peer: Peer,
  row: Row,
  preview: Preview,
): Sureness {
  const { notPorts, ports } = entity
  if (ports === undefined && notPorts === undefined) return YES
  const asked = ports === undefined ? YES : inPorts(ports, side, protocol, port, peer, row, preview)
  const excluded = notPorts === undefined ? NO : inPorts(notPorts, side, protocol, port, peer, row, preview)
  return least(asked, opposite(excluded))
}

function inPorts(
  { names, ranges }: PortMatch,
  side: Side,
  protocol: number,
  port: number | undefined,
  peer: Peer,
  row: Row,
  preview: Preview,
): Sureness {
  if (port === undefined || !hasPorts(protocol)) return NO
  if (ranges.some(({ from, to }) => from <= port && port <= to)) return YES
  // D1, D2: the preview compares names of ports with what never equals them.
  if (names.length === 0 || preview.semantics === 'felix-pending') return NO
  return greatest(peer.members.map((member) => hasNamedPort(member, names, side, protocol, port, row)))
}

function hasNamedPort(
  member: Member,
  names: readonly string[],
  side: Side,
  protocol: number,
  port: number,
  row: Row,
): Sureness {
  const wanted = row.rule.match.protocol ?? protocol
  if (wanted !== protocol) return NO
  const named =
    member.ports === undefined
      ? MAYBE
      : member.ports.some((one) => one.port === port && one.protocol === protocol && names.includes(one.name))
        ? YES
        : NO
  return side.portScope === undefined ? named : least(named, inScope(member, side.portScope))
}

function inScope({ labels }: Member, scope: number): Sureness {
  if (hasBit(labels.must, scope)) return YES
  return hasBit(labels.may, scope) ? MAYBE : NO
}

function meetsService(service: string, l4: Layer4, destination: Peer, preview: Preview): Sureness {
  // D7: the preview has no key for protocols other than ICMP, TCP and UDP.
  if (preview.semantics === 'felix-pending' && ![1, 6, 17].includes(l4.protocol)) return NO
  if (mayServe(destination, service)) return hasPorts(l4.protocol) ? MAYBE : NO
  const isBackend = destination.services.some(
    (one) => one.service === service && one.protocol === l4.protocol && one.port === l4.destinationPort,
  )
  return isBackend ? YES : NO
}

export const least = (a: Sureness, b: Sureness): Sureness => (a < b ? a : b)
const opposite = (sureness: Sureness): Sureness => (sureness === YES ? NO : sureness === NO ? YES : MAYBE)
const greatest = (all: readonly Sureness[]): Sureness =>
  all.reduce<Sureness>((best, one) => (one > best ? one : best), NO)
