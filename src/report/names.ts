// What the things of a report are called by people: kinds of policy, changes, sets, verdicts, rules, ends of a flow, times.
// Calico's and Kubernetes' own words where they have one (docs/semantics.md §7.4).

import type { Location } from '../base/location.ts'
import type { Change } from '../model/delta.ts'
import type { PolicyKind, PolicySetName } from '../model/policy.ts'
import type { Answer } from '../model/verdict.ts'
import type { EndInfo, FlowChange, HitInfo, LimitName, ObjectRef, SideInfo } from './document.ts'
import { fileUrl } from './escape.ts'
import { counted, link, listed, name, NOTHING, numeral, phrase, utc, value, type Phrase } from './phrase.ts'

const POLICY_KINDS: Readonly<Record<PolicyKind, Phrase>> = {
  np: phrase`Calico NetworkPolicy`,
  gnp: phrase`GlobalNetworkPolicy`,
  knp: phrase`Kubernetes NetworkPolicy`,
  kcnp: phrase`ClusterNetworkPolicy`,
  kanp: phrase`AdminNetworkPolicy`,
  kbanp: phrase`BaselineAdminNetworkPolicy`,
  snp: phrase`StagedNetworkPolicy`,
  sgnp: phrase`StagedGlobalNetworkPolicy`,
  sknp: phrase`StagedKubernetesNetworkPolicy`,
  pro: phrase`profile`,
}

export const CHANGES: Readonly<Record<Change, Phrase>> = {
  'newly-denied': phrase`newly denied`,
  'newly-allowed': phrase`newly allowed`,
  'now-uncertain': phrase`uncertain`,
  rerouted: phrase`rerouted`,
  unchanged: phrase`unchanged`,
}

export const ANSWERS: Readonly<Record<Answer | 'not-judged', Phrase>> = {
  allow: phrase`allowed`,
  deny: phrase`denied`,
  unknown: phrase`uncertain`,
  'not-judged': phrase`not judged`,
}

/** What each policy set stands for */
export const POLICY_SETS: Readonly<Record<PolicySetName, Phrase>> = {
  enforced: phrase`with staged policies left out`,
  pending: phrase`in Calico's own preview of the staged policies`,
  promoted: phrase`once the staged policies are enforced`,
}

/** The input that sets each limit */
export const LIMIT_INPUTS: Readonly<Record<LimitName, string>> = {
  'newly-denied': 'max-newly-denied',
  'newly-allowed': 'max-newly-allowed',
  uncertain: 'max-uncertain',
}

/** The kind in full; an unknown short kind as it is */
export const policyKind = (kind: string): Phrase => (isPolicyKind(kind) ? POLICY_KINDS[kind] : value(kind))

const isPolicyKind = (kind: string): kind is PolicyKind => Object.hasOwn(POLICY_KINDS, kind)

export const qualified = (namespace: string | undefined, text: string): string =>
  namespace === undefined || namespace === '' ? text : `${namespace}/${text}`

/** Kind, namespace and name of a policy */
export const policyName = (policy: Pick<HitInfo, 'kind' | 'namespace' | 'name'>): Phrase =>
  phrase`${policyKind(policy.kind)} ${name(qualified(policy.namespace, policy.name))}`

export const objectName = (object: ObjectRef): Phrase =>
  phrase`${name(object.kind)} ${name(qualified(object.namespace, object.name))}`

/** `ingress rule 1 of Calico NetworkPolicy …`; the policy alone where no rule is meant */
export function ruleName(hit: HitInfo): Phrase {
  if (hit.ruleNumber === undefined) return policyName(hit)
  return phrase`${ruleDirection(hit)}rule ${numeral(hit.ruleNumber)} of ${policyName(hit)}`
}

function ruleDirection({ pointer = '' }: HitInfo): Phrase {
  if (/^\/spec\/ingress\//.test(pointer)) return phrase`ingress `
  return /^\/spec\/egress\//.test(pointer) ? phrase`egress ` : NOTHING
}

const NETWORKS: Readonly<Record<string, Phrase>> = {
  'PUBLIC NETWORK': phrase`public addresses`,
  'PRIVATE NETWORK': phrase`private addresses`,
}

/** One end of a flow; Calico's two words for addresses without a name in plain English */
export const endName = (end: EndInfo): Phrase => (end.is === 'network' ? networkName(end.name) : name(end.name))

/** Calico's word for addresses that have no name of their own */
export const isNetwork = (raw: string): boolean => Object.hasOwn(NETWORKS, raw)

export const networkName = (raw: string): Phrase => (isNetwork(raw) ? NETWORKS[raw] : undefined) ?? name(raw)

type Service = Pick<FlowChange, 'protocol' | 'port' | 'icmp'>

const PINGS: ReadonlySet<string> = new Set(['ICMP 8', 'ICMPv6 128'])

/** `TCP 2379`, `ICMP ping`, `ICMP type 3 code 1`, `protocol 47` */
export function serviceName({ icmp, port, protocol }: Service): Phrase {
  const spelt = /^\d+$/.test(protocol) ? phrase`protocol ${name(protocol)}` : protocolName(protocol)
  if (icmp !== undefined) {
    if (PINGS.has(`${protocol} ${String(icmp.type)}`)) return phrase`${spelt}\u00a0ping`
    return phrase`${spelt} type ${numeral(icmp.type)} code ${numeral(icmp.code)}`
  }
  return port === undefined ? spelt : phrase`${spelt}\u00a0${numeral(port)}`
}

const PROTOCOLS: Readonly<Record<string, Phrase>> = {
  TCP: phrase`TCP`,
  UDP: phrase`UDP`,
  SCTP: phrase`SCTP`,
  ICMP: phrase`ICMP`,
  ICMPv6: phrase`ICMPv6`,
}

const protocolName = (raw: string): Phrase => (Object.hasOwn(PROTOCOLS, raw) ? PROTOCOLS[raw] : undefined) ?? name(raw)

/** `→ yaobank/database TCP 2379`; the arrow stays with what it points to where a line breaks */
export const destinationName = (flow: Pick<FlowChange, 'destination'> & Service): Phrase =>
  phrase`→\u00a0${endName(flow.destination)} ${serviceName(flow)}`

export const flowName = (flow: Pick<FlowChange, 'source' | 'destination'> & Service): Phrase =>
  phrase`${endName(flow.source)} ${destinationName(flow)}`

/** `78 connections`; `packets` where the source counts nothing else */
export const seenName = ({ count, unit }: FlowChange['seen']): Phrase =>
  phrase`${count}\u00a0${count === 1 ? ONE_SEEN[unit] : MANY_SEEN[unit]}`

const ONE_SEEN = { connections: phrase`connection`, packets: phrase`packet` } as const
const MANY_SEEN = { connections: phrase`connections`, packets: phrase`packets` } as const

export const flows = (count: number): Phrase => counted(count, phrase`flow`, phrase`flows`)

export const isAre = (count: number): Phrase => (count === 1 ? phrase`is` : phrase`are`)

/** `policies/yaobank.yaml:79`, linked where the side's files have an address */
export const placeName = (at: Location, side: SideInfo): Phrase =>
  link(name(`${at.path}:${String(at.line)}`), fileUrl(side.filesUrl, at.path, at.line))

/** The place of a rule or of an object; nothing where there is none, as for a profile */
export function placeOf(
  of: { readonly at: Location | undefined; readonly fromCluster: boolean },
  side: SideInfo,
): Phrase {
  if (of.fromCluster) return phrase`known only from the cluster`
  return of.at === undefined ? NOTHING : placeName(of.at, side)
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `45 s`, `3.5 min`, `6 h`, `9 days`: one unit, one decimal below ten */
export function duration(seconds: number): Phrase {
  if (!Number.isFinite(seconds) || seconds < 0) return phrase`an unknown time`
  if (seconds < 90) return phrase`${Math.round(seconds)} s`
  if (seconds < 90 * MINUTE) return phrase`${tenths(seconds / MINUTE)} min`
  if (seconds < 2 * DAY) return phrase`${tenths(seconds / HOUR)} h`
  return phrase`${tenths(seconds / DAY)} days`
}

function tenths(number: number): Phrase {
  return numeral(number >= 9.95 ? Math.round(number) : Math.round(number * 10) / 10)
}

/** Milliseconds of an ISO time that says its zone; undefined for anything else */
export function timeOf(iso: string | undefined): number | undefined {
  if (iso === undefined || !/(?:Z|[+-]\d\d:\d\d)$/.test(iso)) return undefined
  const millis = Date.parse(iso)
  return Number.isNaN(millis) ? undefined : millis
}

/** `2026-11-22 06:31 UTC` */
export function instant(iso: string | undefined): Phrase | undefined {
  const millis = timeOf(iso)
  return millis === undefined ? undefined : utc(millis)
}

/** Seconds between two ISO times; undefined where one is not known or they are the wrong way round */
export function secondsBetween(start: string | undefined, end: string | undefined): number | undefined {
  const [from, to] = [timeOf(start), timeOf(end)]
  return from === undefined || to === undefined || to < from ? undefined : (to - from) / 1000
}

/** How src/model/bound.ts words addresses of a name that are too many to list */
const OTHERS = /^any other address of (?<network>.*)$/s
const EVERY = /^every (?:(?<family>IPv[46]) )?address of (?<network>.*)$/s
const OUTSIDE = /^(?<network>.*) outside (?<prefixes>[\da-fA-F.:/]+(?:, [\da-fA-F.:/]+)*)$/s

/** More addresses than anybody would list */
export const isBroad = (raw: string): boolean => [OTHERS, EVERY, OUTSIDE].some((form) => form.test(raw))

/** A pod, or addresses as people write them: a single one without its prefix */
export function boundName(raw: string): Phrase {
  const others = OTHERS.exec(raw)?.groups
  if (others !== undefined) return phrase`any of the ${addressesOf(others['network'])} that no rule names`
  const every = EVERY.exec(raw)?.groups
  if (every !== undefined)
    return phrase`all ${every['family'] === undefined ? NOTHING : phrase`${name(every['family'])} `}${addressesOf(every['network'])}`
  const outside = OUTSIDE.exec(raw)?.groups
  if (outside === undefined) return value(raw.replace(/^([\d.]+)\/32$|^([\da-fA-F:]+)\/128$/, '$1$2'))
  const prefixes = (outside['prefixes'] ?? '').split(', ').map(value)
  return phrase`${addressesOf(outside['network'])} outside ${listed(prefixes)}`
}

const addressesOf = (network = ''): Phrase =>
  isNetwork(network) ? networkName(network) : phrase`addresses of ${name(network)}`

/** `newly-denied = 16 > max-newly-denied = 0`, to quote and to search for */
export const overLimit = (what: LimitName, count: number, limit: number): Phrase =>
  value(`${what} = ${String(count)} > ${LIMIT_INPUTS[what]} = ${String(limit)}`)
