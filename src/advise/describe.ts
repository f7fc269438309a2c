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
  if (label === NAMESPACE || isNamespaceName(label)) return `namespace ${workload.namespace}`
  const value = workload.labels.labels.get(label)
  const has = value === undefined ? `no label ${plainLabel(label)}` : `${plainLabel(label)} = '${value}'`
  return label.startsWith('pcns.')
    ? `namespace with ${has}`
    : label.startsWith('pcsa.')
      ? `service account with ${has}`
      : has
}

const conjuncts = (tree: Selector): readonly Selector[] =>
  tree.is === 'and' ? tree.operands.flatMap(conjuncts) : [tree]

const NAMESPACE = 'projectcalico.org/namespace'
const ORCHESTRATOR = 'projectcalico.org/orchestrator'

/** Labels that every namespace has and that hold its name */
const isNamespaceName = (label: string): boolean =>
  label === 'pcns.kubernetes.io/metadata.name' || label === 'pcns.projectcalico.org/name'

/** Without the terms that Calico adds: what is asked of pods, then of where they live and of their service account */
export function printSelector(tree: Selector): string {
  const terms = conjuncts(tree).filter((term) => term.is !== 'all' && !('label' in term && term.label === ORCHESTRATOR))
  const about = (wanted: (label: string) => boolean): Selector[] =>
    terms.filter((term) => 'label' in term && wanted(term.label))
  const own = about((label) => label === NAMESPACE)
  const namespaces = about((label) => label.startsWith('pcns.'))
  const accounts = about((label) => label.startsWith('pcsa.'))
  const pods = terms.filter((term) => ![...own, ...namespaces, ...accounts].includes(term))
  const isOutside = pods.some(
    (term) => term.is === 'not' && term.operand.is === 'has' && term.operand.label === NAMESPACE,
  )
  if (isOutside && pods.length === 1) return 'anything outside namespaces'
  return [
    pods.length === 0 ? 'any pod' : pods.map(printTerm).join(' && '),
    ...own.flatMap((term) => (term.is === 'equals' ? [`in namespace ${term.value}`] : [])),
    ...(namespaces.length === 0 ? [] : [`in ${printNamespaces(namespaces)}`]),
    ...(accounts.length === 0 ? [] : [`with a service account of ${accounts.map(printTerm).join(' && ')}`]),
  ].join(' ')
}

function printNamespaces(terms: readonly Selector[]): string {
  const [first, ...rest] = terms
  if (rest.length === 0 && first?.is === 'equals' && isNamespaceName(first.label)) return `namespace ${first.value}`
  return `namespaces with ${terms.map(printTerm).join(' && ')}`
}

function printTerm(term: Selector): string {
  switch (term.is) {
    case 'all':
      return 'all()'
    case 'has':
      return `has(${plainLabel(term.label)})`
    case 'equals':
      return `${plainLabel(term.label)} == '${term.value}'`
    case 'in':
      return `${plainLabel(term.label)} in {${[...term.values].map((value) => `'${value}'`).join(', ')}}`
    case 'contains':
    case 'starts-with':
    case 'ends-with':
      return `${plainLabel(term.label)} ${term.is.replace('-', ' ')} '${term.value}'`
    case 'not':
      return `!(${printTerm(term.operand)})`
    case 'and':
      return `(${term.operands.map(printTerm).join(' && ')})`
    case 'or':
      return `(${term.operands.map(printTerm).join(' || ')})`
  }
}
