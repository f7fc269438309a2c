// What refuses an object of Calico's kinds before Felix sees it: structure and CEL rules of the CRDs on every path, and
// Calico's Go validator where calicoctl or its API server stand before them (docs/semantics.md §1.1–1.8).

import { DIRECTIONS, type Direction } from '../model/policy.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import { checkCalicoMetadata, checkGoRule, checkGoSpec } from './admission-go.ts'
import { checkMetadata } from './admission-metadata.ts'
import { CALICO_SCHEMAS, type KindSchema } from './calico-schema.ts'
import { fieldOptions, type ApplyPath } from './calico.ts'
import { shown, type Findings } from './findings.ts'
import { isLabelValue } from './names.ts'
import { checkSchema, type Strictness } from './schema.ts'

const STRICTNESS: Readonly<Record<ApplyPath, Strictness>> = {
  'api-server': { unknownField: 'unknown-field', nulls: 'absent' },
  'native-crd': { unknownField: 'unknown-field-pruned', nulls: 'refused' },
  'raw-crd': { unknownField: 'unknown-field-pruned', nulls: 'refused' },
}

/** An object on one way into the cluster */
interface Candidate {
  readonly manifest: Manifest
  readonly path: ApplyPath
  readonly top: Field
  readonly rulesOf: (direction: Direction) => Field
}

/** Adds to the findings whatever the way into the cluster would refuse the object for */
export function admitCalico(manifest: Manifest, path: ApplyPath, findings: Findings): void {
  const schema = CALICO_SCHEMAS.get(manifest.kind)
  if (schema === undefined) return
  const options = fieldOptions(path)
  const top = field(manifest, [], findings.report, options)
  const rulesOf = (direction: Direction): Field => field(manifest, ['spec', direction], findings.reportInRule, options)
  const candidate = { manifest, path, top, rulesOf }
  checkStructure(candidate, schema)
  // The rules below assume the types that the schema asks for.
  if (findings.errors.length > 0) return
  checkSpec(candidate)
  checkRules(candidate)
  if (path === 'api-server') {
    checkCalicoMetadata(manifest, top.get('metadata'))
    checkGoSpec(manifest, top.get('spec'))
  }
}

function checkStructure({ manifest, path, rulesOf, top }: Candidate, schema: KindSchema): void {
  // Where the schema does not ask for it, Calico's admission policies do; of the older CRDs one asks for it.
  const needsSpec = path === 'native-crd' || (path === 'raw-crd' && manifest.kind === 'Tier')
  if (needsSpec && top.get('spec').value === undefined) top.get('spec').require()
  if (path !== 'api-server' && !manifest.origin.fromCluster) checkMetadata(manifest, top.get('metadata'))
  checkSchema(top, schema.outside, STRICTNESS[path])
  for (const direction of DIRECTIONS) {
    const rules = schema[direction]
    if (rules !== undefined) checkSchema(rulesOf(direction), rules, STRICTNESS[path])
  }
}

function checkRules({ manifest, path, rulesOf }: Candidate): void {
  const isGo = path === 'api-server'
  for (const direction of DIRECTIONS) {
    const rules = hasCalicoRules(manifest.kind) ? (rulesOf(direction).list() ?? []) : []
    for (const rule of rules) {
      checkRule(rule, isGo)
      if (isGo) checkGoRule(rule, direction, manifest.namespace === undefined)
    }
  }
}

const hasCalicoRules = (kind: string): boolean =>
  kind === 'Profile' || (kind.endsWith('NetworkPolicy') && kind !== 'StagedKubernetesNetworkPolicy')

/** Values of the tiers that are always there (§1.7) */
const BUILT_IN: Readonly<Record<string, { order: number; defaultAction: string }>> = {
  'kube-admin': { order: 1000, defaultAction: 'Pass' },
  default: { order: 1_000_000, defaultAction: 'Deny' },
  'kube-baseline': { order: 10_000_000, defaultAction: 'Pass' },
}

function checkSpec({ manifest: { kind }, path, top }: Candidate): void {
  const spec = top.get('spec')
  // A rule of a CRD is about a value that is there.
  if (path !== 'api-server' && !spec.present) return
  if (path === 'native-crd') checkTierLabel(spec)
  if (kind === 'Tier') checkTier(spec)
  if (kind === 'HostEndpoint') checkHostEndpoint(spec)
  if (!hasCalicoRules(kind)) return
  for (const name of ['selector', 'serviceAccountSelector']) refuseGlobal(spec.get(name))
  if (!kind.endsWith('GlobalNetworkPolicy')) return
  refuseGlobal(spec.get('namespaceSelector'))
  checkHooks(spec)
}

/** An admission policy of Calico makes a label of the tier's name */
function checkTierLabel(spec: Field): void {
  const tier = spec.get('tier')
  if (!isLabelValue(tier.string() ?? '')) tier.complain('bad-value', 'tier', shown(tier), 'a label value')
}

function checkTier(spec: Field): void {
  const name = String(tierName(spec))
  const pinned = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined
  if (pinned === undefined) return
  const order = spec.get('order')
  const action = spec.get('defaultAction')
  if (order.number() !== pinned.order) order.complain('bad-value', 'order', shown(order), String(pinned.order))
  // The schema's default is there before the rule is looked at.
  if ((action.string() ?? 'Deny') !== pinned.defaultAction) {
    action.complain('bad-value', 'defaultAction', shown(action), pinned.defaultAction)
  }
}

const tierName = (spec: Field): unknown => spec.place.origin.read(['metadata', 'name'])

function checkHostEndpoint(spec: Field): void {
  if ((spec.get('node').string() ?? '') === '') spec.get('node').complain('missing-field', 'node')
  const isFound = (spec.get('interfaceName').string() ?? '') !== '' || (spec.get('expectedIPs').list() ?? []).length > 0
  if (!isFound) spec.complain('missing-field', 'interfaceName or expectedIPs')
}

/** A plain test of the text, string literals included */
function refuseGlobal(selector: Field): void {
  const text = selector.string() ?? ''
  if (text.includes('global(')) selector.complain('bad-selector', text, '1', 'a selector without global()')
}

function checkHooks(spec: Field): void {
  const isOn = (name: string): boolean => spec.get(name).boolean() === true
  const [preDnat, untracked] = [spec.get('preDNAT'), spec.get('doNotTrack')]
  if (isOn('preDNAT') && isOn('doNotTrack')) preDnat.complain('fields-exclude-each-other', 'preDNAT', 'doNotTrack')
  for (const hook of [preDnat, untracked]) {
    if (isOn(hook.name) && !isOn('applyOnForward')) hook.complain('field-requires', hook.name, 'applyOnForward: true')
  }
  if (!isOn('preDNAT')) return
  if ((spec.get('egress').list() ?? []).length > 0) preDnat.complain('fields-exclude-each-other', 'preDNAT', 'egress')
  const types = spec.get('types').strings() ?? []
  if (types.includes('Egress')) preDnat.complain('fields-exclude-each-other', 'preDNAT', 'types: Egress')
}

/** `decoded`: by Go, which makes a number of digits in quotes; rules in CEL see them as they were written */
function checkRule(rule: Field, decoded: boolean): void {
  for (const name of ['icmp', 'notICMP']) checkIcmpCode(rule.get(name))
  checkProtocol(rule, decoded)
  checkHttp(rule, decoded)
  for (const name of ['source', 'destination']) checkEntity(rule.get(name))
  const destination = rule.get('destination')
  const ports = ['ports', 'notPorts'].find((name) => (destination.get(name).list() ?? []).length > 0)
  if (destination.get('services').present && ports !== undefined) {
    destination.get('services').complain('fields-exclude-each-other', 'services', ports)
  }
}

function checkIcmpCode(icmp: Field): void {
  if (icmp.get('code').present && !icmp.get('type').present) icmp.get('code').complain('field-requires', 'code', 'type')
}

type IsOneOf = (protocol: Field, ...values: readonly (string | number)[]) => boolean

const protocolTest =
  (decoded: boolean): IsOneOf =>
  ({ value }, ...values) =>
    values.some((one) => one === value || (decoded && typeof one === 'number' && numberIn(value) === one))

const numberIn = (value: unknown): number | undefined =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined

function checkProtocol(rule: Field, decoded: boolean): void {
  const isOneOf = protocolTest(decoded)
  const protocol = rule.get('protocol')
  if (rule.get('icmp').present && !isOneOf(protocol, 'ICMP', 'ICMPv6', 1, 58)) {
    rule.get('icmp').complain('field-requires', 'icmp', 'protocol: ICMP, ICMPv6')
  }
  const version = rule.get('ipVersion')
  if (!version.present) return
  for (const one of [protocol, rule.get('notProtocol')]) {
    if (isOneOf(one, 'ICMP', 1) && version.value !== 4) one.complain('field-requires', one.name, 'ipVersion: 4')
    if (isOneOf(one, 'ICMPv6', 58) && version.value !== 6) one.complain('field-requires', one.name, 'ipVersion: 6')
  }
}

function checkHttp(rule: Field, decoded: boolean): void {
  const http = rule.get('http')
  if (!http.present) return
  if (rule.get('action').value !== 'Allow') http.complain('field-requires', 'http', 'action: Allow')
  const protocol = rule.get('protocol')
  if (protocol.present && !protocolTest(decoded)(protocol, 'TCP', 6))
    http.complain('field-requires', 'http', 'protocol: TCP')
}

function checkEntity(entity: Field): void {
  refuseGlobal(entity.get('selector'))
  const services = entity.get('services')
  if (!services.present) return
  if ((services.get('name').string() ?? '') === '') services.get('name').complain('missing-field', 'name')
  const isGiven = (name: string): boolean => {
    const value: unknown = entity.get(name).value
    return Array.isArray(value) ? value.length > 0 : entity.get(name).present && value !== ''
  }
  for (const name of ['selector', 'notSelector', 'namespaceSelector', 'serviceAccounts', 'nets', 'notNets']) {
    if (isGiven(name)) services.complain('fields-exclude-each-other', 'services', name)
  }
}
