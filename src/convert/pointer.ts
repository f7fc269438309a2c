// The place of one condition of a rule in the manifest that it was written in, so that a report can point at the line.

import type { Pointer } from '../base/location.ts'
import type { Policy, PolicyKind, Rule } from '../model/policy.ts'

/** What of a rule a reader may be shown; ends are the model's, whichever way the API spells them */
export type Condition =
  | { readonly is: 'action' | 'family' | 'protocol' | 'notProtocol' | 'icmp' | 'notIcmp' }
  | {
      readonly is: 'nets' | 'notNets' | 'selector' | 'notSelector' | 'ports' | 'notPorts' | 'service'
      readonly end: 'source' | 'destination'
    }

/**
 * Where the condition stands in the object, or where it would: `Origin.locate` finds the nearest line above it. A rule
 * of a Kubernetes policy stands for one entry of `from` or `to`; where it has none, the pointer is that of the rule.
 */
export function pointerOf(policy: Policy, rule: Rule, condition: Condition): Pointer {
  const at = rule.at.pointer
  return KUBERNETES.has(policy.id.kind)
    ? kubernetesPointer(policy, rule, condition)
    : [...at, ...calicoSteps(condition)]
}

const KUBERNETES: ReadonlySet<PolicyKind> = new Set(['knp', 'sknp', 'kcnp', 'kanp', 'kbanp'])

function calicoSteps(condition: Condition): Pointer {
  switch (condition.is) {
    case 'family':
      return ['ipVersion']
    case 'notIcmp':
      return ['notICMP']
    case 'action':
    case 'protocol':
    case 'notProtocol':
    case 'icmp':
      return [condition.is]
    case 'service':
      return [condition.end, 'services']
    case 'nets':
    case 'notNets':
    case 'selector':
    case 'notSelector':
    case 'ports':
    case 'notPorts':
      return [condition.end, condition.is]
  }
}

function kubernetesPointer(policy: Policy, rule: Rule, condition: Condition): Pointer {
  const at = rule.at.pointer
  const { kind } = policy.id
  const isNetworkPolicy = kind === 'knp' || kind === 'sknp'
  const peers = at.at(-2) === 'egress' ? 'to' : 'from'
  const peer = rule.peer === undefined ? at : [...at, peers, rule.peer]
  const block = (name: string): Pointer => (isNetworkPolicy ? [...peer, 'ipBlock', name] : [...peer, 'networks'])
  const places: Partial<Record<Condition['is'], Pointer>> = {
    ports: [...at, kind === 'kcnp' ? 'protocols' : 'ports'],
    protocol: [...at, kind === 'kcnp' ? 'protocols' : 'ports'],
    selector: peer,
    nets: block('cidr'),
    notNets: block('except'),
    action: isNetworkPolicy ? at : [...at, 'action'],
  }
  return places[condition.is] ?? at
}
