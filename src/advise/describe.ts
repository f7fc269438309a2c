// A rule's condition and what the flow has instead, in the terms that people write (docs/report.md).

import { printCidr } from '../base/ip.ts'
import type { EntityMatch, PortMatch, RuleMatch } from '../model/policy.ts'
import { protocolName } from '../model/protocol.ts'
import { matches } from '../model/selector.ts'
import type { Selector } from '../model/selector.ts'
import type { Judged } from '../engine/question.ts'
import { plainLabel } from './mend.ts'
import type { Field } from '../engine/conditions.ts'
import type { Concrete } from '../engine/question.ts'
import type { Row } from '../engine/rows.ts'

/** A rule held against one concrete flow */
export interface Held {
  readonly row: Row
  readonly concrete: Concrete
}

/** More prefixes than this say no more */
const SHOWN = 3

/** What the rule asks for */
export function wants({ row }: Pick<Held, 'row'>, field: Field): string {
  const { match } = row.rule
  switch (field) {
    case 'family':
      return `IPv${String(match.family)}`
    case 'protocol':
      return match.protocol === undefined ? `not ${protocolName(match.notProtocol ?? 0)}` : protocolName(match.protocol)
    case 'icmp':
      return icmp(match)
    case 'port':
      return ports(match.destination)
    case 'source-port':
      return ports(match.source)
    case 'source':
    case 'destination':
      return entity(match[field])
    case 'service':
      return `Service ${match.destination.service ?? ''}`
  }
}

/** What the flow has */
export function has({ concrete, row }: Held, field: Field): string {
  const { destination, layer4, source } = concrete
  switch (field) {
    case 'family':
      return `IPv${String(source.peer.family)}`
    case 'protocol':
      return protocolName(layer4.protocol)
    case 'icmp':
      return layer4.icmp === undefined
        ? 'no ICMP type'
        : `type ${String(layer4.icmp.type)} code ${String(layer4.icmp.code)}`
    case 'port':
      return layer4.destinationPort === undefined ? 'no port' : String(layer4.destinationPort)
    case 'source-port':
      return layer4.sourcePort === undefined ? 'no port' : String(layer4.sourcePort)
    case 'source':
      return end(row.rule.match.source, source)
    case 'destination':
      return end(row.rule.match.destination, destination)
    case 'service':
      return end(row.rule.match.destination, destination)
  }
}

const icmp = ({ icmp: only, notIcmp }: RuleMatch): string => {
  const match = only ?? notIcmp
  const code = match?.code === undefined ? '' : ` code ${String(match.code)}`
  return `${only === undefined ? 'not ' : ''}type ${String(match?.type)}${code}`
}

function ports({ notPorts, ports: only }: EntityMatch): string {
  return [
    ...(only === undefined ? [] : [portText(only)]),
    ...(notPorts === undefined ? [] : [`not ${portText(notPorts)}`]),
  ].join(', ')
}

const portText = ({ names, ranges }: PortMatch): string =>
  [...ranges.map(({ from, to }) => (from === to ? String(from) : `${String(from)}:${String(to)}`)), ...names].join(', ')

function entity({ nets, notNets, notSelector, selector, service }: EntityMatch): string {
  const parts: string[] = []
  if (selector !== undefined) parts.push(printSelector(selector.tree))
  if (notSelector !== undefined) parts.push(`not (${printSelector(notSelector.tree)})`)
  if (nets !== undefined) parts.push(netText(nets.map(printCidr)))
  if (notNets !== undefined) parts.push(`not ${netText(notNets.map(printCidr))}`)
  if (service !== undefined) parts.push(`Service ${service}`)
  return parts.filter((part) => part !== '').join(' and ')
}

const netText = (nets: readonly string[]): string =>
  nets.length > SHOWN ? `${nets.slice(0, SHOWN).join(', ')} and ${String(nets.length - SHOWN)} more` : nets.join(', ')

/** The label that stops the selector, where one does; else the end by its name */
function end({ selector }: EntityMatch, { shown, workload }: Judged): string {
  const name = shown.members[0] ?? 'unknown'
  if (selector === undefined) return name
  if (workload === undefined) return shown.is === 'known' ? `${name}, which is no pod` : 'no pod'
  const failing = conjuncts(selector.tree).find((term) => matches(term, workload.labels) === false)
  if (failing === undefined || !('label' in failing)) return name
  const { label } = failing
  const value = workload.labels.labels.get(label)
  if (label === NAMESPACE) return `namespace ${workload.namespace}`
  const what = subject(label)
  return value === undefined ? `${what}no label ${plainLabel(label)}` : `${what}${plainLabel(label)} = '${value}'`
}

const conjuncts = (tree: Selector): readonly Selector[] =>
  tree.is === 'and' ? tree.operands.flatMap(conjuncts) : [tree]

const subject = (label: string): string =>
  label.startsWith('pcns.') ? 'namespace: ' : label.startsWith('pcsa.') ? 'service account: ' : ''

const NAMESPACE = 'projectcalico.org/namespace'
const ORCHESTRATOR = 'projectcalico.org/orchestrator'

/** Without the terms that Calico adds, and with its prefixes as words */
export function printSelector(tree: Selector): string {
  const terms = conjuncts(tree).filter((term) => !('label' in term && term.label === ORCHESTRATOR))
  const others = terms.filter((term) => !('label' in term && term.label === NAMESPACE) && term.is !== 'all')
  const own = terms.find((term) => term.is === 'equals' && term.label === NAMESPACE)
  if (others.length > 0) {
    const where = own?.is === 'equals' ? ` in namespace ${own.value}` : ''
    return `${others.map(printTerm).join(' && ')}${where}`
  }
  if (own?.is === 'equals') return `any pod of namespace ${own.value}`
  return terms.some((term) => term.is === 'not') ? 'anything outside namespaces' : 'any pod'
}

function printTerm(term: Selector): string {
  switch (term.is) {
    case 'all':
      return 'all()'
    case 'has':
      return `${subject(term.label)}has(${plainLabel(term.label)})`
    case 'equals':
      return `${subject(term.label)}${plainLabel(term.label)} == '${term.value}'`
    case 'in':
      return `${subject(term.label)}${plainLabel(term.label)} in {${[...term.values].map((value) => `'${value}'`).join(', ')}}`
    case 'contains':
    case 'starts-with':
    case 'ends-with':
      return `${subject(term.label)}${plainLabel(term.label)} ${term.is.replace('-', ' ')} '${term.value}'`
    case 'not':
      return `!(${printTerm(term.operand)})`
    case 'and':
      return `(${term.operands.map(printTerm).join(' && ')})`
    case 'or':
      return `(${term.operands.map(printTerm).join(' || ')})`
  }
}
