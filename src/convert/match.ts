// What one end of a rule matches, for rules of every API: composed selectors, addresses, ports (docs/semantics.md §2.4,
// §3.6, §5). The rule of a Kubernetes policy is a Calico rule by the time it comes here, as upstream.

import type { Cidr } from '../base/ip.ts'
import { ANY_ENTITY, type EntityMatch, type PortMatch } from '../model/policy.ts'
import type { ParsedSelector } from '../model/selector.ts'
import { parseSelector } from './selector-parser.ts'
import { entityTexts, foldNegative, type EntityText } from './selector-text.ts'

export interface Entity {
  readonly texts?: Partial<EntityText> | undefined
  readonly nets?: readonly Cidr[] | undefined
  readonly notNets?: readonly Cidr[] | undefined
  readonly ports?: PortMatch | undefined
  readonly notPorts?: PortMatch | undefined
  /** `namespace/name` */
  readonly service?: string | undefined
}

const NO_TEXTS: EntityText = { selector: '', notSelector: '', namespaceSelector: '', serviceAccounts: '' }

/**
 * The match of one end. `namespace` is that of the policy; undefined where a selector that Felix would be given does
 * not parse.
 */
export function entityMatch(entity: Entity, namespace: string | undefined): EntityMatch | undefined {
  const { positive, negative } = entityTexts({ ...NO_TEXTS, ...entity.texts }, namespace)
  // Both are checked apart before they are folded, so parentheses of one never pair with those of the other.
  let selector = parseIfAny(positive)
  let notSelector = parseIfAny(negative)
  if (selector === 'bad' || notSelector === 'bad') return undefined
  if (selector !== undefined && notSelector !== undefined) {
    selector = parseIfAny(foldNegative(positive, negative))
    notSelector = undefined
    if (selector === 'bad') return undefined
  }
  return {
    ...ANY_ENTITY,
    nets: unlessEmpty(entity.nets),
    notNets: unlessEmpty(entity.notNets),
    selector,
    notSelector,
    ports: entity.ports,
    notPorts: entity.notPorts,
    portScope: hasNames(entity.ports) || hasNames(entity.notPorts) ? selector : undefined,
    service: entity.service,
  }
}

const unlessEmpty = <T>(items: readonly T[] | undefined): readonly T[] | undefined =>
  items?.length ? items : undefined
const hasNames = (ports: PortMatch | undefined): boolean => ports !== undefined && ports.names.length > 0

function parseIfAny(text: string): ParsedSelector | undefined | 'bad' {
  if (text === '') return undefined
  const parse = parseSelector(text)
  return parse.ok ? parse.value : 'bad'
}
