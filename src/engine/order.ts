// Evaluation order of tiers and policies (docs/semantics.md §4.1, §4.2).

import { byKeys } from '../base/order.ts'
import { FELIX_KIND, storedName } from '../model/policy.ts'
import type { Policy, PolicySet, Tier } from '../model/policy.ts'

/** Tiers that exist before those that do not, then by order, then by name */
export const byTierOrder = byKeys<Tier>(
  (tier) => (tier.exists ? 0 : 1),
  (tier) => tier.order,
  (tier) => tier.name,
)

/** The string that decides between policies of equal order; the newer of the two forms (§0.1) */
export function tieBreak({ id }: Policy): string {
  return `${id.name}/${id.namespace}/${FELIX_KIND[id.kind]}`
}

export interface OrderedTier {
  readonly tier: Tier
  readonly policies: readonly Policy[]
}

/** Tiers with their policies, both in evaluation order; tiers without a policy are left out */
export function inOrder({ policies, tieBreak: form, tiers }: PolicySet): OrderedTier[] {
  const byTier = new Map<string, Policy[]>()
  for (const policy of policies) {
    const list = byTier.get(policy.tier)
    if (list === undefined) byTier.set(policy.tier, [policy])
    else list.push(policy)
  }
  const nameOf = form === 'stored-name' ? ({ id }: Policy): string => storedName(id) : tieBreak
  const byPolicyOrder = byKeys<Policy>((policy) => policy.order, nameOf)
  return [...tiers].sort(byTierOrder).flatMap((tier) => {
    const list = byTier.get(tier.name)
    return list === undefined ? [] : [{ tier, policies: list.sort(byPolicyOrder) }]
  })
}
