// What refuses an object of Calico's kinds before Felix sees it: structure and CEL rules of the CRDs on every path, and
// Calico's Go validator where calicoctl or its API server stand before them (docs/semantics.md §1.1–1.8).

import { DIRECTIONS, type Direction } from '../model/policy.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import { checkCalicoMetadata, checkGoRule, checkGoSpec } from './admission-go.ts'
import { CALICO_SCHEMAS } from './calico-schema.ts'
import { fieldOptions, type ApplyPath } from './calico.ts'
import { shown, type Findings } from './findings.ts'
import { checkSchema, type Strictness } from './schema.ts'

const STRICTNESS: Readonly<Record<ApplyPath, Strictness>> = {
  'api-server': { unknownField: 'unknown-field', nulls: 'absent' },
  'native-crd': { unknownField: 'unknown-field-pruned', nulls: 'refused' },
  'raw-crd': { unknownField: 'unknown-field-pruned', nulls: 'refused' },
}

/** Adds to the findings whatever the way into the cluster would refuse the object for */
export function admitCalico(manifest: Manifest, path: ApplyPath, findings: Findings): void {
  const schema = CALICO_SCHEMAS.get(manifest.kind)
  if (schema === undefined) return
  const options = fieldOptions(path)
  const top = field(manifest, [], findings.report, options)
  const inRule = (direction: Direction): Field => field(manifest, ['spec', direction], findings.reportInRule, options)
  if (path === 'native-crd' && top.get('spec').value === undefined) top.get('spec').require()
  checkSchema(top, schema.outside, STRICTNESS[path])
  for (const direction of DIRECTIONS) {
    const rules = schema[direction]
    if (rules !== undefined) checkSchema(inRule(direction), rules, STRICTNESS[path])
  }
  // The rules below assume the types that the schema asks for.
  if (findings.errors.length > 0) return
  const spec = top.get('spec')
  const isGo = path === 'api-server'
  checkSpec(manifest.kind, spec)
  for (const direction of DIRECTIONS) {
    const rules = hasCalicoRules(manifest.kind) ? (inRule(direction).list() ?? []) : []
    for (const rule of rules) {
      checkRule(rule)
      if (isGo) checkGoRule(rule, direction, manifest.namespace === undefined)
    }
  }
  if (isGo) {
    checkCalicoMetadata(manifest, top.get('metadata'))
    checkGoSpec(manifest, spec)
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

function checkSpec(kind: string, spec: Field): void {
  if (kind === 'Tier') checkTier(spec)
  if (kind === 'HostEndpoint') checkHostEndpoint(spec)
  if (!kind.endsWith('NetworkPolicy')) return
  for (const name of ['selector', 'serviceAccountSelector', 'namespaceSelector']) refuseGlobal(spec.get(name))
  checkHooks(spec)
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

function checkRule(rule: Field): void {
  for (const name of ['icmp', 'notICMP']) checkIcmpCode(rule.get(name))
  checkProtocol(rule)
  checkHttp(rule)
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

const isOneOf = (protocol: Field, ...values: readonly (string | number)[]): boolean =>
  values.some((value) => value === protocol.value || String(value) === protocol.value)

function checkProtocol(rule: Field): void {
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

function checkHttp(rule: Field): void {
  const http = rule.get('http')
  if (!http.present) return
  if (rule.get('action').value !== 'Allow') http.complain('field-requires', 'http', 'action: Allow')
  const protocol = rule.get('protocol')
  if (protocol.present && !isOneOf(protocol, 'TCP', 6)) http.complain('field-requires', 'http', 'protocol: TCP')
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
