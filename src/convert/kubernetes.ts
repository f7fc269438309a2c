// networking.k8s.io/v1 NetworkPolicy, and StagedKubernetesNetworkPolicy, → Policy: one rule per protocol and peer, as
// Calico's converter expands them (docs/semantics.md §1.9, §1.10, §6.1, §6.2).

import { parseCidr } from '../base/ip.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import {
  ANY_ENTITY,
  DIRECTIONS,
  type Direction,
  type EntityMatch,
  type Policy,
  type PolicyKind,
  type Rule,
  type StagedAction,
} from '../model/policy.ts'
import { shown, type Findings } from './findings.ts'
import { readLabelSelector } from './label-selector.ts'
import { allOf } from './everything.ts'
import { entityMatch } from './match.ts'
import { parsePort } from './protocol.ts'
import { NO_PORTS, portGroups, type PortGroup, type WirePort } from './port-groups.ts'
import { parseSelector } from './selector-parser.ts'
import { namespacedSubject, namespaceSelectorText, podSelectorText } from './selector-text.ts'

/** Kubernetes policies stand among the Calico ones of the default tier at this place (§6.1) */
const ORDER = 1000

/** What an object of the one kind and the other has in common */
export interface KubernetesPolicy {
  readonly kind: PolicyKind
  readonly staged: StagedAction | undefined
  /**
   * `policyTypes` of an object that has none: the API server adds Egress where there are egress rules, admission
   * policies where the field is written, and Calico's own converter never does (§1.9)
   */
  readonly defaultTypes: 'api-server' | 'native-crd' | 'ingress'
  /** A rule that cannot be converted is left out, or takes the whole policy with it (§6.2) */
  readonly badRule: 'drops-rule' | 'drops-policy'
}

/** Where findings then hold errors or drops, the policy is only as good as they allow */
export function kubernetesPolicy(manifest: Manifest, how: KubernetesPolicy, findings: Findings): Policy {
  const spec = field(manifest, ['spec'], findings.report)
  const namespace = manifest.namespace ?? ''
  const directions = governed(spec, how.defaultTypes)
  const rules = (direction: Direction): readonly Rule[] | undefined => {
    const list = field(manifest, ['spec', direction], findings.reportInRule)
    const read = (list.list() ?? []).flatMap((rule, i) => kubernetesRule(rule, i, direction, namespace, how, findings))
    if (directions.includes(direction)) return read
    if (read.length > 0) findings.warnings.push(list.diagnostic('rules-without-type', direction))
    return undefined
  }
  return {
    id: { kind: how.kind, namespace, name: manifest.name },
    tier: 'default',
    order: ORDER,
    staged: how.staged,
    subject: kubernetesSubject(spec, namespace, findings),
    ingress: rules('ingress'),
    egress: rules('egress'),
    hook: 'normal',
    at: { origin: manifest.origin, pointer: [] },
    unknown: undefined,
  }
}

const TYPE_OF = { ingress: 'Ingress', egress: 'Egress' } as const

function governed(spec: Field, defaults: KubernetesPolicy['defaultTypes']): readonly Direction[] {
  const types = spec.get('policyTypes').strings() ?? []
  const directions = DIRECTIONS.filter((direction) => types.includes(TYPE_OF[direction]))
  if (directions.length > 0) return directions
  const egress = spec.get('egress')
  const hasEgress = defaults === 'native-crd' ? egress.value !== undefined : (egress.list() ?? []).length > 0
  return types.length === 0 && hasEgress && defaults !== 'ingress' ? DIRECTIONS : ['ingress']
}

function kubernetesSubject(spec: Field, namespace: string, findings: Findings): Policy['subject'] {
  const selector = podSelectorText(readLabelSelector(spec.get('podSelector')))
  const parse = parseSelector(
    namespacedSubject(namespace, { selector, namespaceSelector: '', serviceAccountSelector: '' }),
  )
  if (parse.ok) return parse.value
  findings.dropsAt(
    spec.get('podSelector'),
    'bad-selector',
    selector,
    String(parse.error.offset + 1),
    parse.error.expected,
  )
  return allOf(namespace)
}

/** The Calico rules of one Kubernetes rule: by protocol, then by peer (§6.1) */
function kubernetesRule(
  rule: Field,
  written: number,
  direction: Direction,
  namespace: string,
  how: KubernetesPolicy,
  findings: Findings,
): readonly Rule[] {
  const ports = rule.get('ports')
  const groups = portGroups((ports.list() ?? []).map(readPort))
  if (groups === undefined) {
    if (how.badRule === 'drops-policy') findings.dropsAt(ports, 'rule-refused')
    else findings.warnings.push(ports.diagnostic('rule-dropped', String(written + 1)))
    return []
  }
  const peers = rule.get(direction === 'ingress' ? 'from' : 'to').list() ?? []
  const matches = peers.length === 0 ? [ANY_ENTITY] : peers.map((peer) => readPeer(peer, namespace, findings))
  return groups.flatMap((group) =>
    matches.map((peer, i) => ({
      action: 'allow',
      match: directed(direction, peer, group),
      at: rule.place,
      written,
      peer: peers.length === 0 ? undefined : i,
      uncertain: undefined,
    })),
  )
}

/** The match of a rule that names the other end and the destination's ports */
export function directed(direction: Direction, peer: EntityMatch, { protocol, ports }: PortGroup): Rule['match'] {
  const [source, other] = direction === 'ingress' ? [peer, ANY_ENTITY] : [ANY_ENTITY, peer]
  const named = ports !== undefined && ports.names.length > 0
  const destination = { ...other, ports, portScope: named ? other.selector : undefined }
  return {
    family: undefined,
    protocol,
    notProtocol: undefined,
    icmp: undefined,
    notIcmp: undefined,
    source,
    destination,
  }
}

function readPort(entry: Field): WirePort | undefined {
  const protocol = entry.get('protocol').string() ?? 'TCP'
  const [from, to] = [entry.get('port').stringOrNumber(), entry.get('endPort').integer()]
  if (from === undefined || from === '') return { protocol, port: NO_PORTS }
  const port = parsePort(to === undefined ? from : `${String(from)}:${String(to)}`)
  return port === undefined ? undefined : { protocol, port }
}

function readPeer(peer: Field, namespace: string, findings: Findings): EntityMatch {
  const block = peer.get('ipBlock')
  const read = block.present ? { ...readBlock(block) } : { texts: readPods(peer) }
  const match = entityMatch(read, namespace)
  if (match === undefined) findings.dropsAt(peer, 'bad-selector', '', '1', 'labels')
  return match ?? ANY_ENTITY
}

const readPods = (peer: Field): { selector: string; namespaceSelector: string } => ({
  selector: podSelectorText(readLabelSelector(peer.get('podSelector'))),
  namespaceSelector: namespaceSelectorText(readLabelSelector(peer.get('namespaceSelector'))),
})

function readBlock(block: Field): {
  nets: NonNullable<EntityMatch['nets']>
  notNets: NonNullable<EntityMatch['nets']>
} {
  const read = (net: Field) => {
    const text = net.string()
    const cidr = text === undefined ? undefined : parseCidr(text)
    if (cidr === undefined) net.complain('bad-cidr', shown(net))
    return cidr ?? []
  }
  return { nets: [block.get('cidr')].flatMap(read), notNets: (block.get('except').list() ?? []).flatMap(read) }
}
