// policy.networking.k8s.io: ClusterNetworkPolicy v1alpha2, and AdminNetworkPolicy and BaselineAdminNetworkPolicy v1alpha1
// of Calico 3.29–3.31, → Policy, with what becomes of a rule that cannot be converted (docs/semantics.md §6.3, §6.4).

import { parseCidr, type Cidr } from '../base/ip.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import {
  ANY_ENTITY,
  type Direction,
  type EntityMatch,
  type Policy,
  type PolicyKind,
  type Rule,
  type RuleAction,
} from '../model/policy.ts'
import { ALL } from './everything.ts'
import { shown, type Findings } from './findings.ts'
import { directed } from './kubernetes.ts'
import { readLabelSelector } from './label-selector.ts'
import { entityMatch } from './match.ts'
import { NO_PORTS, portGroups, type PortGroup, type WirePort } from './port-groups.ts'
import { parsePort } from './protocol.ts'
import { parseSelector } from './selector-parser.ts'
import { globalSubject, namespaceSelectorText, podSelectorText } from './selector-text.ts'

/** One API of cluster-wide Kubernetes policies, as Calico reads it */
export interface ClusterPolicyApi {
  readonly kind: PolicyKind
  readonly actions: ReadonlyMap<string, RuleAction>
  /** Undefined where the object names none that exists */
  readonly tier: (spec: Field) => string | undefined
  readonly order: (spec: Field) => number | undefined
  readonly ports: (rule: Field) => readonly (WirePort | undefined)[]
  /** What becomes of a rule with a peer that is not supported: Calico drops it or denies all (§6.3) */
  readonly unsupported: 'fails-closed' | 'uncertain'
}

const DENY_AND_PASS = [
  ['Deny', 'deny'],
  ['Pass', 'pass'],
] as const

export const CLUSTER_NETWORK_POLICY: ClusterPolicyApi = {
  kind: 'kcnp',
  actions: new Map<string, RuleAction>([['Accept', 'allow'], ...DENY_AND_PASS]),
  tier: (spec) => {
    const tier = spec.get('tier').string()
    return tier === 'Admin' ? 'kube-admin' : tier === 'Baseline' ? 'kube-baseline' : undefined
  },
  order: (spec) => spec.get('priority').integer(),
  ports: (rule) => (rule.get('protocols').list() ?? []).map(readProtocol),
  unsupported: 'fails-closed',
}

export const ADMIN_NETWORK_POLICY: ClusterPolicyApi = {
  kind: 'kanp',
  actions: new Map<string, RuleAction>([['Allow', 'allow'], ...DENY_AND_PASS]),
  tier: () => 'adminnetworkpolicy',
  order: (spec) => spec.get('priority').integer(),
  ports: (rule) => (rule.get('ports').list() ?? []).map(readLegacyPort),
  unsupported: 'fails-closed',
}

export const BASELINE_ADMIN_NETWORK_POLICY: ClusterPolicyApi = {
  ...ADMIN_NETWORK_POLICY,
  kind: 'kbanp',
  actions: new Map<string, RuleAction>([
    ['Allow', 'allow'],
    ['Deny', 'deny'],
  ]),
  tier: () => 'baselineadminnetworkpolicy',
  order: () => 1000,
}

/** The API as it is specified, for whoever is not Calico: port names are names, and what is not modelled is uncertain */
export const asSpecified = (api: ClusterPolicyApi): ClusterPolicyApi => ({
  ...api,
  unsupported: 'uncertain',
  ports:
    api.kind === 'kcnp'
      ? api.ports
      : (rule) => (rule.get('ports').list() ?? []).map((entry) => readNamedPort(entry) ?? readLegacyPort(entry)),
})

/** Where findings then hold errors, the policy is only as good as they allow */
export function clusterPolicy(manifest: Manifest, api: ClusterPolicyApi, findings: Findings): Policy {
  const spec = field(manifest, ['spec'], findings.report)
  const [tier, order] = [api.tier(spec), api.order(spec)]
  if (tier === undefined) spec.get('tier').complain('bad-value', 'tier', shown(spec.get('tier')))
  if (order === undefined) spec.get('priority').complain('missing-field', 'priority')
  const rules = (direction: Direction): readonly Rule[] => {
    const list = field(manifest, ['spec', direction], findings.reportInRule).list() ?? []
    return list.flatMap((rule, i) => clusterRule(rule, i, direction, api, findings))
  }
  const [ingress, egress] = [rules('ingress'), rules('egress')]
  // Only directions with a rule are governed; with none at all the types are empty, which Felix reads as both (§1.9).
  const none = ingress.length + egress.length === 0
  return {
    id: { kind: api.kind, namespace: '', name: manifest.name },
    tier: tier ?? '',
    order: order ?? Infinity,
    staged: undefined,
    subject: clusterSubject(spec.get('subject'), findings),
    ingress: none || ingress.length > 0 ? ingress : undefined,
    egress: none || egress.length > 0 ? egress : undefined,
    hook: 'normal',
    at: { origin: manifest.origin, pointer: [] },
    unknown: undefined,
  }
}

function clusterSubject(subject: Field, findings: Findings): Policy['subject'] {
  const [namespaces, pods] = [subject.get('namespaces'), subject.get('pods')]
  if (!namespaces.present && !pods.present) subject.complain('missing-field', 'subject')
  const texts = namespaces.present
    ? { ...readNamespaces(namespaces), selector: podSelectorText(undefined) }
    : readPods(pods)
  const text = globalSubject({ ...texts, serviceAccountSelector: '' })
  const parse = parseSelector(text)
  if (parse.ok) return parse.value
  findings.dropsAt(subject, 'bad-selector', text, String(parse.error.offset + 1), parse.error.expected)
  return ALL
}

interface PeerText {
  readonly selector: string
  readonly namespaceSelector: string
}

/** Without the pod's own mark, so that network sets of such namespaces match as well (trap 17) */
const readNamespaces = (namespaces: Field): PeerText => ({
  selector: '',
  namespaceSelector: namespaceSelectorText(readLabelSelector(namespaces)),
})

/** Both selectors are values and not pointers upstream, so one that is absent selects all */
const readPods = (pods: Field): PeerText => ({
  selector: podSelectorText(readLabelSelector(pods.get('podSelector'))),
  namespaceSelector: namespaceSelectorText(readLabelSelector(pods.get('namespaceSelector'))) || 'all()',
})

/** The Calico rules of one rule; of one that cannot be converted none, or a deny of everything */
function clusterRule(
  rule: Field,
  written: number,
  direction: Direction,
  api: ClusterPolicyApi,
  findings: Findings,
): readonly Rule[] {
  const at = rule.place
  const action = api.actions.get(rule.get('action').string() ?? '')
  if (action === undefined) rule.get('action').complain('bad-value', 'action', shown(rule.get('action')))
  const groups = portGroups(api.ports(rule))
  const peers = (rule.get(direction === 'ingress' ? 'from' : 'to').list() ?? []).map((peer) =>
    readPeer(peer, direction),
  )
  const matches = peers.filter((peer) => peer !== undefined)
  if (action !== undefined && groups !== undefined && matches.length === peers.length) {
    return expanded(groups, matches, direction).map(({ match, peer }) => ({
      action,
      match,
      at,
      written,
      peer,
      uncertain: undefined,
    }))
  }
  if (action !== undefined && api.unsupported === 'uncertain') {
    findings.warnings.push(rule.diagnostic('field-not-modelled', direction === 'ingress' ? 'from' : 'to'))
    return [{ action, match: anyone(direction), at, written, uncertain: 'nodes or domain names as a peer' }]
  }
  const failsClosed = action === 'deny' || action === 'pass'
  findings.warnings.push(rule.diagnostic(failsClosed ? 'rule-becomes-deny-all' : 'rule-dropped', String(written + 1)))
  return failsClosed ? [{ action: 'deny', match: anyone(direction), at, written, uncertain: undefined }] : []
}

const anyone = (direction: Direction): Rule['match'] =>
  directed(direction, ANY_ENTITY, { protocol: undefined, ports: undefined })

function expanded(
  groups: readonly PortGroup[],
  peers: readonly EntityMatch[],
  direction: Direction,
): readonly { match: Rule['match']; peer: number }[] {
  return groups.flatMap((group) => peers.map((one, peer) => ({ match: directed(direction, one, group), peer })))
}

/** Undefined for a peer that Calico does not support: `nodes`, `domainNames`, and what it does not know */
function readPeer(peer: Field, direction: Direction): EntityMatch | undefined {
  const [namespaces, pods, networks] = [peer.get('namespaces'), peer.get('pods'), peer.get('networks')]
  if (pods.present) return entityMatch({ texts: readPods(pods) }, undefined)
  const nets = direction === 'egress' ? (networks.list() ?? []).map(readCidr) : []
  const known = nets.filter((net) => net !== undefined)
  if (known.length < nets.length) return undefined
  if (nets.length > 0) return entityMatch({ nets: known }, undefined)
  return namespaces.present ? entityMatch({ texts: readNamespaces(namespaces) }, undefined) : undefined
}

const readCidr = (net: Field): Cidr | undefined => parseCidr(net.string() ?? '')

/** An entry with a protocol and no port is all of that protocol; an empty one is everything (§6.3) */
function readProtocol(entry: Field): WirePort | undefined {
  for (const [name, protocol] of [
    ['tcp', 'TCP'],
    ['udp', 'UDP'],
    ['sctp', 'SCTP'],
  ] as const) {
    if (!entry.get(name).present) continue
    const port = entry.get(name).get('destinationPort')
    const number = port.get('number').integer()
    return wirePort(protocol, number === 0 ? undefined : number, port.get('range'))
  }
  const named = entry.get('destinationNamedPort').string() ?? ''
  return { protocol: '', port: named === '' ? NO_PORTS : { is: 'name', name: named } }
}

const readNamedPort = (entry: Field): WirePort | undefined => {
  const name = entry.get('namedPort').string() ?? ''
  return name === '' ? undefined : { protocol: '', port: { is: 'name', name } }
}

/** Of these, an entry with a named port alone matched everything (§6.4) */
function readLegacyPort(entry: Field): WirePort | undefined {
  const [number, range] = [entry.get('portNumber'), entry.get('portRange')]
  if (number.present)
    return wirePort(number.get('protocol').string() || 'TCP', number.get('port').integer(), number.get('range'))
  if (range.present) return wirePort(range.get('protocol').string() || 'TCP', undefined, range)
  return { protocol: '', port: NO_PORTS }
}

function wirePort(protocol: string, number: number | undefined, range: Field): WirePort | undefined {
  if (number === undefined && !range.present) return { protocol, port: NO_PORTS }
  const ends = [range.get('start').integer() ?? 0, range.get('end').integer() ?? 0]
  const port = parsePort(number ?? ends.join(':'))
  return port === undefined ? undefined : { protocol, port }
}
