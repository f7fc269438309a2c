// Why a row does not match: each of its conditions by itself, held against one concrete flow. The walk asks whether all
// hold; this asks which do not, for explanations and near misses (docs/semantics.md §5).

import { ANY_ENTITY, ANY_MATCH } from '../model/policy.ts'
import type { EntityMatch, Rule, RuleMatch } from '../model/policy.ts'
import type { Engine } from './engine.ts'
import type { Concrete } from './question.ts'
import { YES } from './rows.ts'
import type { Row } from './rows.ts'

export type Field = 'family' | 'protocol' | 'icmp' | 'source' | 'source-port' | 'destination' | 'port' | 'service'

/** The fields of which the rule's condition does not hold, in the order in which people read a rule */
export function failingFields(engine: Engine, row: Row, flow: Concrete): Field[] {
  return fieldsOf(row.rule).filter((field) => !holds(engine, row, field, flow))
}

/** The fields that the rule says anything about */
export function fieldsOf({ match }: Rule): Field[] {
  const { destination, source } = match
  const fields: (Field | undefined)[] = [
    match.family === undefined ? undefined : 'family',
    match.protocol === undefined && match.notProtocol === undefined ? undefined : 'protocol',
    match.icmp === undefined && match.notIcmp === undefined ? undefined : 'icmp',
    asksAddress(source) || source.service !== undefined ? 'source' : undefined,
    asksPorts(source) ? 'source-port' : undefined,
    asksAddress(destination) ? 'destination' : undefined,
    asksPorts(destination) ? 'port' : undefined,
    destination.service === undefined ? undefined : 'service',
  ]
  return fields.filter((field) => field !== undefined)
}

const asksAddress = ({ nets, notNets, notSelector, selector }: EntityMatch): boolean =>
  nets !== undefined || notNets !== undefined || selector !== undefined || notSelector !== undefined

const asksPorts = ({ notPorts, ports }: EntityMatch): boolean => ports !== undefined || notPorts !== undefined

function holds(engine: Engine, row: Row, field: Field, flow: Concrete): boolean {
  return engine.meetsAlone(row, { ...row.rule, match: only(row.rule.match, field) }, flow) === YES
}

/** The match with one of its conditions kept */
export function only(match: RuleMatch, field: Field): RuleMatch {
  switch (field) {
    case 'family':
      return { ...ANY_MATCH, family: match.family }
    case 'protocol':
      return { ...ANY_MATCH, protocol: match.protocol, notProtocol: match.notProtocol }
    case 'icmp':
      return { ...ANY_MATCH, icmp: match.icmp, notIcmp: match.notIcmp }
    case 'source':
      return { ...ANY_MATCH, source: addressOf(match.source) }
    case 'destination':
      return { ...ANY_MATCH, destination: { ...addressOf(match.destination), service: undefined } }
    case 'source-port':
      return { ...ANY_MATCH, source: portsOf(match.source) }
    case 'port':
      return { ...ANY_MATCH, destination: portsOf(match.destination) }
    case 'service':
      return { ...ANY_MATCH, destination: { ...ANY_ENTITY, service: match.destination.service } }
  }
}

const addressOf = (entity: EntityMatch): EntityMatch => ({
  ...entity,
  ports: undefined,
  notPorts: undefined,
  portScope: undefined,
})

const portsOf = ({ notPorts, portScope, ports }: EntityMatch): EntityMatch => ({
  ...ANY_ENTITY,
  ports,
  notPorts,
  portScope,
})
