// What Calico's Go validator refuses beyond the rules of the CRDs: the path of calicoctl and of Calico's API server alone
// (docs/semantics.md §1.2–1.8). What Felix's filter drops is refused here as well, and found by the conversion.

import { parseCidr, parseIp, parseNet, printCidr, type Family } from '../base/ip.ts'
import { isMapping, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Direction } from '../model/policy.ts'
import { checkAnnotations } from './admission-metadata.ts'
import { isDnsLabel, isGlobalPolicyName, isLabelKey, isLabelValue, isPolicyName, isSubdomain } from './names.ts'
import { parseSelector } from './selector-parser.ts'
import { shown } from './findings.ts'

const NAME_RULES: ReadonlyMap<string, readonly [(name: string) => boolean, string]> = new Map([
  ['NetworkPolicy', [isPolicyName, 'lower-case letters, digits and hyphens, with one dot at most']],
  ['StagedNetworkPolicy', [isPolicyName, 'lower-case letters, digits and hyphens, with one dot at most']],
  ['GlobalNetworkPolicy', [isGlobalPolicyName, 'lower-case letters, digits and hyphens, with one dot at most']],
  ['StagedGlobalNetworkPolicy', [isGlobalPolicyName, 'lower-case letters, digits and hyphens, with one dot at most']],
  ['Tier', [isDnsLabel, 'lower-case letters, digits and hyphens']],
])

export function checkCalicoMetadata(manifest: Manifest, metadata: Field): void {
  const [isName, expected] = NAME_RULES.get(manifest.kind) ?? [
    isSubdomain,
    'lower-case letters, digits, hyphens and dots',
  ]
  if (!isName(manifest.name)) metadata.get('name').complain('bad-value', 'name', manifest.name, expected)
  for (const label of metadata.get('labels').entries() ?? []) {
    const value = scalarText(label)
    if (value === undefined) label.wrongType('text')
    if (!isLabelKey(label.name) || !isLabelValue(value ?? ''))
      label.complain('bad-value', label.name, value ?? '', 'a label')
    if (label.name === 'projectcalico.org/namespace' && manifest.kind.endsWith('NetworkSet')) {
      label.complain('bad-value', label.name, value ?? '', 'no label of this name')
    }
  }
  checkAnnotations(metadata.get('annotations'), scalarText)
}

/** calicoctl reads a bare `true` or a number as text where text is wanted */
function scalarText({ value }: Field): string | undefined {
  if (value === null) return ''
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isScalar ? String(value) : undefined
}

export function checkGoSpec(manifest: Manifest, spec: Field): void {
  const { kind } = manifest
  if (kind.endsWith('NetworkSet')) for (const net of spec.get('nets').list() ?? []) checkAnyNet(net)
  if (kind === 'HostEndpoint') checkHostEndpoint(spec)
  if (!kind.endsWith('NetworkPolicy')) return
  for (const name of ['namespaceSelector', 'serviceAccountSelector']) checkSelector(spec.get(name))
  const tier = spec.get('tier')
  if ((tier.string() ?? '') !== '' && !isSubdomain(tier.string() ?? '')) {
    tier.complain('bad-value', 'tier', shown(tier), 'lower-case letters, digits, hyphens and dots')
  }
  const types = spec.get('types').strings() ?? []
  types.forEach((type, i) => {
    if (types.indexOf(type) < i) spec.get('types').at(i).complain('bad-value', 'types', type, 'each type once')
  })
  if (spec.get('stagedAction').value === 'Delete') checkStagedDelete(spec)
}

function checkSelector(selector: Field): void {
  const text = selector.string() ?? ''
  const parse = parseSelector(text)
  if (!parse.ok) selector.complain('bad-selector', text, String(parse.error.offset + 1), parse.error.expected)
}

/** A staged deletion says nothing but which policy */
function checkStagedDelete(spec: Field): void {
  for (const part of spec.entries() ?? []) {
    const isAllowed = ['stagedAction', 'tier', 'types'].includes(part.name) || isZero(part.value)
    if (!isAllowed) part.complain('fields-exclude-each-other', part.name, 'stagedAction: Delete')
  }
}

/** What Go takes for not set; a pointer to nothing is written as null */
function isZero(value: unknown): boolean {
  if (value === null || value === '' || value === false) return true
  if (Array.isArray(value)) return value.length === 0
  return isMapping(value) && Object.keys(value).length === 0
}

function checkHostEndpoint(spec: Field): void {
  for (const ip of spec.get('expectedIPs').list() ?? []) {
    if (parseIp(ip.string() ?? '') === undefined) ip.complain('bad-value', 'expectedIPs', shown(ip), 'an address')
  }
  const face = spec.get('interfaceName')
  const name = face.string() ?? ''
  if (name !== '' && name !== '*' && !/^[a-zA-Z0-9_.-]{1,15}$/.test(name)) {
    face.complain('bad-value', 'interfaceName', name, 'an interface name, or *')
  }
}

function checkAnyNet(net: Field): void {
  if (parseNet(net.string() ?? '') === undefined) net.complain('bad-cidr', shown(net))
}

export function checkGoRule(rule: Field, direction: Direction, isGlobal: boolean): void {
  for (const name of ['protocol', 'notProtocol']) checkProtocolName(rule.get(name))
  checkServices(rule, direction, isGlobal)
  checkHttp(rule.get('http'), direction)
  for (const name of ['source', 'destination']) checkNamespaceSelector(rule.get(name).get('namespaceSelector'))
  checkNets(rule)
}

const PROTOCOL = /^(?:TCP|UDP|ICMP|ICMPv6|SCTP|UDPLite|\d+)$/

/** Felix takes any case, the validator does not */
function checkProtocolName(protocol: Field): void {
  const written = protocol.stringOrNumber()
  if (typeof written === 'string' && !PROTOCOL.test(written)) protocol.complain('bad-protocol', written)
}

/** Only the far end can be a Service: the destination of egress, the source of ingress (§1.2) */
function checkServices(rule: Field, direction: Direction, isGlobal: boolean): void {
  const [far, near] =
    direction === 'egress' ? (['destination', 'source'] as const) : (['source', 'destination'] as const)
  const misplaced = rule.get(near).get('services')
  if (misplaced.present) misplaced.complain('fields-exclude-each-other', `${near}.services`, direction)
  const services = rule.get(far).get('services')
  const hasNamespace = (services.get('namespace').string() ?? '') !== ''
  if (isGlobal && services.present && !hasNamespace) services.get('namespace').complain('missing-field', 'namespace')
}

function checkHttp(http: Field, direction: Direction): void {
  if (!http.present) return
  if (direction === 'egress') http.complain('fields-exclude-each-other', 'http', 'egress')
  const methods = http.get('methods').strings() ?? []
  if (new Set(methods).size < methods.length)
    http.get('methods').complain('bad-value', 'methods', methods.join(', '), 'each method once')
  for (const path of http.get('paths').list() ?? []) {
    const [exact, prefix] = [path.get('exact').string() ?? '', path.get('prefix').string() ?? '']
    if (exact !== '' && prefix !== '') path.complain('fields-exclude-each-other', 'exact', 'prefix')
    const text = exact === '' ? prefix : exact
    if (!/^\/[^?# ]*$/.test(text))
      path.complain('bad-value', 'paths', text, 'a path that starts with /, without ? and #')
  }
}

/** `global()` stands alone */
function checkNamespaceSelector(selector: Field): void {
  const text = selector.string() ?? ''
  if (text.includes('global(') && !/^[ \t]*global\([ \t]*\)[ \t]*$/.test(text)) {
    selector.complain('bad-selector', text, '1', 'global() alone')
  }
}

/** Prefixes with their host bits zero, all of one family, and of that of `ipVersion` (§1.5) */
function checkNets(rule: Field): void {
  let family = rule.get('ipVersion').integer()
  for (const end of ['source', 'destination']) {
    for (const name of ['nets', 'notNets']) {
      for (const net of rule.get(end).get(name).list() ?? []) {
        const found = checkNet(net, name === 'notNets')
        if (found !== undefined && family !== undefined && found !== family) {
          net.complain('bad-value', name, shown(net), `IPv${String(family)} only`)
        }
        family ??= found
      }
    }
  }
}

function checkNet(net: Field, isNegated: boolean): Family | undefined {
  const text = net.string() ?? ''
  const cidr = parseCidr(text)
  if (cidr === undefined) net.complain('bad-cidr', shown(net))
  else if (cidr.hostBits) net.complain('cidr-host-bits', text, printCidr(cidr))
  else if (isNegated && cidr.prefix === 0) net.complain('bad-value', 'notNets', text, 'less than all addresses')
  return cidr?.family
}
