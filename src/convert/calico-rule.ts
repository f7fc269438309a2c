// A rule of a Calico policy → Rule, and what Felix's filter would say of it (docs/semantics.md §1.1, §1.5, §1.6, §2.4, §5).
// Reads leniently: what admission refuses is found elsewhere, and what the stored object means is found here.

import { parseNet, type Cidr, type Family } from '../base/ip.ts'
import type { Field } from '../manifest/fields.ts'
import {
  ANY_ENTITY,
  type EntityMatch,
  type IcmpMatch,
  type PortMatch,
  type Rule,
  type RuleAction,
} from '../model/policy.ts'
import { hasPorts } from '../model/protocol.ts'
import { shown, type Findings } from './findings.ts'
import { entityMatch } from './match.ts'
import { isPortName } from './names.ts'
import { parsePort, parseProtocol, portMatch, type Port, type Protocol } from './protocol.ts'
import { parseSelector } from './selector-parser.ts'
import { serviceAccountsText } from './selector-text.ts'

const ICMP = 1
const ICMPV6 = 58

const ACTIONS: ReadonlyMap<string, RuleAction> = new Map([
  ['Allow', 'allow'],
  ['Deny', 'deny'],
  ['Log', 'log'],
  ['Pass', 'pass'],
])

/** `namespace` is that of the policy; `written` the position of the rule in its list */
export function calicoRule(rule: Field, written: number, namespace: string | undefined, findings: Findings): Rule {
  const protocol = readProtocol(rule.get('protocol'), findings)
  const notProtocol = readProtocol(rule.get('notProtocol'), findings)
  const allowsPorts = (ports: Field) => portsAllowed(ports, protocol, findings)
  const match = {
    family: readFamily(rule.get('ipVersion'), findings) ?? protocol?.family,
    protocol: protocol?.number,
    notProtocol: notProtocol?.number,
    icmp: readIcmp(rule.get('icmp')),
    notIcmp: readIcmp(rule.get('notICMP')),
    source: readEntity(rule.get('source'), namespace, allowsPorts, findings),
    destination: readEntity(rule.get('destination'), namespace, allowsPorts, findings),
  }
  // Only Dikastes looks at it: to the dataplane the rule is what the rest of it says (§5.1).
  if (rule.get('http').present) findings.warnings.push(rule.get('http').diagnostic('condition-ignored', 'http'))
  const uncertain = isOpenNotIcmp(match) ? 'notICMP without an ICMP protocol' : undefined
  if (uncertain !== undefined) findings.warnings.push(rule.get('notICMP').diagnostic('field-not-modelled', 'notICMP'))
  return { action: readAction(rule.get('action')), match, at: rule.place, written, uncertain }
}

/** The dataplanes part here: iptables takes no such rule, in nftables it matches ICMP packets alone */
const isOpenNotIcmp = ({ notIcmp, protocol }: Rule['match']): boolean =>
  notIcmp !== undefined && protocol !== ICMP && protocol !== ICMPV6

function readAction(action: Field): RuleAction {
  const known = ACTIONS.get(action.string() ?? '')
  if (known === undefined) action.complain(action.present ? 'bad-value' : 'missing-field', 'action', shown(action))
  return known ?? 'deny'
}

function readProtocol(protocol: Field, findings: Findings): Protocol | undefined {
  const written = protocol.stringOrNumber()
  if (written === undefined) return undefined
  const read = parseProtocol(written)
  if (read !== undefined) return read
  // A number that is no byte cannot be decoded; anything else is, and Felix drops it.
  const isDecodable = typeof written === 'string' || written === 0
  if (isDecodable) findings.dropsAt(protocol, 'bad-protocol', String(written))
  else protocol.complain('bad-protocol', String(written))
  return undefined
}

function readFamily(ipVersion: Field, findings: Findings): Family | undefined {
  const version = ipVersion.integer()
  if (version === undefined || version === 4 || version === 6) return version
  findings.dropsAt(ipVersion, 'bad-value', 'ipVersion', String(version))
  return undefined
}

/** A code without a type is ignored (§5.1) */
function readIcmp(icmp: Field): IcmpMatch | undefined {
  if (icmp.entries() === undefined) return undefined
  const [type, code] = [icmp.get('type').integer(), icmp.get('code').integer()]
  return type === undefined ? undefined : { type, code }
}

/** Felix's rule: numbers need TCP, UDP or SCTP, and any other protocol takes no ports at all */
function portsAllowed(ports: Field, protocol: Protocol | undefined, findings: Findings): void {
  const list = ports.list() ?? []
  const needsProtocol =
    protocol === undefined
      ? list.some((port) => parsePort(port.stringOrNumber() ?? '')?.is === 'range')
      : list.length > 0 && !hasPorts(protocol.number)
  if (needsProtocol) findings.dropsAt(ports, 'port-without-protocol')
}

function readEntity(
  entity: Field,
  namespace: string | undefined,
  checkPorts: (ports: Field) => void,
  findings: Findings,
): EntityMatch {
  if (entity.entries() === undefined) return ANY_ENTITY
  const text = (name: string): string => readSelector(entity.get(name), findings)
  for (const name of ['ports', 'notPorts']) checkPorts(entity.get(name))
  const read = {
    texts: {
      selector: text('selector'),
      notSelector: text('notSelector'),
      namespaceSelector: text('namespaceSelector'),
      serviceAccounts: readServiceAccounts(entity.get('serviceAccounts'), findings),
    },
    nets: readNets(entity.get('nets')),
    notNets: readNets(entity.get('notNets')),
    ports: readPorts(entity.get('ports'), findings),
    notPorts: readPorts(entity.get('notPorts'), findings),
    service: readService(entity.get('services'), findings),
  }
  return entityMatch(read, namespace) ?? ANY_ENTITY
}

/** The text as written; one that does not parse makes Felix discard the policy */
export function readSelector(selector: Field, findings: Findings): string {
  const text = selector.string() ?? ''
  const parse = parseSelector(text)
  if (!parse.ok) findings.dropsAt(selector, 'bad-selector', text, String(parse.error.offset + 1), parse.error.expected)
  return text
}

function readServiceAccounts(accounts: Field, findings: Findings): string {
  if (accounts.entries() === undefined) return ''
  const names = accounts.get('names').strings() ?? []
  const text = serviceAccountsText(names, readSelector(accounts.get('selector'), findings))
  if (text === '' && names.length > 0) findings.report(accounts.get('names').diagnostic('condition-ignored', 'names'))
  return text
}

/** An entry that is no CIDR is an error on every path: Calico skips it in a source, and breaks on it in a destination */
function readNets(nets: Field): readonly Cidr[] {
  return (nets.list() ?? []).flatMap((net) => {
    const text = net.string()
    const cidr = text === undefined ? undefined : parseNet(text)
    if (cidr === undefined) net.complain('bad-cidr', shown(net))
    return cidr ?? []
  })
}

function readPorts(ports: Field, findings: Findings): PortMatch | undefined {
  const read = (ports.list() ?? []).flatMap((port): readonly Port[] => {
    const written = port.stringOrNumber()
    const one = written === undefined ? undefined : parsePort(written)
    if (one === undefined) port.complain('bad-port', shown(port))
    const isGood = one === undefined || (one.is === 'range' ? one.from > 0 : isPortName(one.name))
    if (!isGood) findings.dropsAt(port, 'bad-port', shown(port))
    return one === undefined ? [] : [one]
  })
  return portMatch(read)
}

/** Without a namespace the key is `/name`, which no service has (§3.7) */
function readService(services: Field, findings: Findings): string | undefined {
  const name = services.entries() === undefined ? undefined : services.get('name').string()
  if (name === undefined || name === '') return undefined
  const namespace = services.get('namespace').string() ?? ''
  if (namespace === '') findings.warnings.push(services.diagnostic('service-without-namespace', name))
  return `${namespace}/${name}`
}
