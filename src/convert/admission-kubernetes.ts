// What the API server refuses of a networking.k8s.io/v1 NetworkPolicy, and what it drops without a word
// (docs/semantics.md §1.10, §6.1).

import { parseCidr, printCidr } from '../base/ip.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import { DIRECTIONS } from '../model/policy.ts'
import { checkLabels, checkMetadata } from './admission-metadata.ts'
import { shown, type Findings } from './findings.ts'
import { KUBERNETES_SPEC, NETWORK_POLICY } from './kubernetes-schema.ts'
import { isLabelKey, isLabelValue, isPortName } from './names.ts'
import { checkSchema, type Strictness } from './schema.ts'

/** kubectl asks for more, and refuses unknown fields; many ways into a cluster do not */
const STRICTNESS: Strictness = { unknownField: 'unknown-field-pruned', nulls: 'absent' }

/** Adds to the findings whatever the API server would refuse the object for */
export function admitKubernetes(manifest: Manifest, findings: Findings): void {
  const top = field(manifest, [], findings.report)
  checkSchema(top, NETWORK_POLICY, STRICTNESS)
  checkMetadata(manifest, top.get('metadata'))
  admitKubernetesSpec(manifest, findings)
}

/** The part that a staged policy has to pass too when it is promoted */
export function admitKubernetesSpec(manifest: Manifest, findings: Findings): void {
  const spec = field(manifest, ['spec'], findings.report)
  for (const direction of DIRECTIONS) {
    const rules = field(manifest, ['spec', direction], findings.reportInRule)
    const schema = KUBERNETES_SPEC[direction]
    if (schema !== undefined) checkSchema(rules, schema, STRICTNESS)
    const peers = direction === 'ingress' ? 'from' : 'to'
    for (const rule of rules.list() ?? []) {
      for (const port of rule.get('ports').list() ?? []) checkPort(port)
      for (const peer of rule.get(peers).list() ?? []) checkPeer(peer)
    }
  }
  checkLabelSelector(spec.get('podSelector'))
  for (const type of spec.get('policyTypes').list() ?? []) {
    if (type.value !== 'Ingress' && type.value !== 'Egress') {
      type.complain('bad-value', 'policyTypes', shown(type), 'Ingress, Egress')
    }
  }
}

function checkLabelSelector(selector: Field): void {
  checkLabels(selector.get('matchLabels'))
  for (const expression of selector.get('matchExpressions').list() ?? []) checkExpression(expression)
}

function checkExpression(expression: Field): void {
  // To Go a null in a list is an object without fields.
  if (expression.isNull) expression.complain('missing-field', 'operator')
  const [key, operator, values] = [expression.get('key'), expression.get('operator'), expression.get('values')]
  const list = values.list() ?? []
  const isSet = operator.value === 'In' || operator.value === 'NotIn'
  if (isSet && list.length === 0) values.complain('missing-field', 'values')
  if (!isSet && list.length > 0) {
    values.complain('fields-exclude-each-other', 'values', `operator: ${shown(operator)}`)
  }
  if (key.present && !isLabelKey(key.string() ?? '')) key.complain('bad-value', 'key', shown(key), 'a label name')
  for (const value of list) {
    if (!isLabelValue(value.string() ?? '')) value.complain('bad-value', 'values', shown(value), 'a label value')
  }
}

const isPort = (port: number): boolean => port >= 1 && port <= 65_535

function checkPort(entry: Field): void {
  const protocol = entry.get('protocol').string()
  if (protocol !== undefined && !['TCP', 'UDP', 'SCTP'].includes(protocol)) {
    entry.get('protocol').complain('bad-protocol', protocol)
  }
  const port = entry.get('port').stringOrNumber()
  const isGood = port === undefined || (typeof port === 'number' ? isPort(port) : isPortName(port))
  if (!isGood) entry.get('port').complain('bad-port', String(port))
  const end = entry.get('endPort')
  const last = end.integer()
  if (last === undefined) return
  if (typeof port !== 'number') end.complain('field-requires', 'endPort', 'port: a number')
  else if (last < port || !isPort(last)) end.complain('bad-port', `${String(port)}:${String(last)}`)
}

function checkPeer(peer: Field): void {
  const [block, pods, namespaces] = [peer.get('ipBlock'), peer.get('podSelector'), peer.get('namespaceSelector')]
  const selects = pods.present || namespaces.present
  if (!block.present && !selects) peer.complain('missing-field', 'podSelector, namespaceSelector or ipBlock')
  if (block.present && selects) {
    block.complain('fields-exclude-each-other', 'ipBlock', pods.present ? 'podSelector' : 'namespaceSelector')
  }
  checkLabelSelector(pods)
  checkLabelSelector(namespaces)
  if (block.present) checkBlock(block)
}

function checkBlock(block: Field): void {
  const cidr = readCidr(block.get('cidr'))
  for (const exception of block.get('except').list() ?? []) {
    const hole = readCidr(exception)
    const isWithin =
      cidr === undefined ||
      hole === undefined ||
      (hole.family === cidr.family && hole.prefix > cidr.prefix && cidr.first <= hole.first && hole.last <= cidr.last)
    if (!isWithin) exception.complain('bad-value', 'except', shown(exception), 'a part of cidr')
  }
}

/** Bits beyond the prefix are refused since Kubernetes v1.36, and were masked before: so what becomes of it is not known */
function readCidr(net: Field): ReturnType<typeof parseCidr> {
  const text = net.string() ?? ''
  const cidr = parseCidr(text)
  if (cidr === undefined && (net.value !== undefined || net.name === 'cidr')) net.complain('bad-cidr', shown(net))
  if (cidr?.hostBits) net.complain('cidr-host-bits', text, printCidr(cidr))
  return cidr
}
