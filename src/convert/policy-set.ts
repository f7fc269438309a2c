// The policies of one side → the set of them that counts: enforced, pending or promoted (docs/semantics.md §7.1, §7.2;
// "The three sets" of the conformance page).

import { PROMOTED_KIND, policyKey, type Policy, type PolicySet, type PolicySetName } from '../model/policy.ts'

/**
 * Enforced: without the staged ones. Pending: the staged ones beside the enforced ones, but for those that stage a
 * deletion. Promoted: each staged policy takes the place of its namesake, or removes it; Learn and Ignore are left out.
 */
export function policySetFor(name: PolicySetName, set: PolicySet): PolicySet {
  switch (name) {
    case 'enforced':
      return { ...set, policies: enforced(set.policies) }
    case 'pending':
      return { ...set, policies: set.policies.filter((policy) => policy.staged !== 'delete') }
    case 'promoted':
      return { ...set, policies: promote(set.policies) }
  }
}

const enforced = (policies: readonly Policy[]): readonly Policy[] =>
  policies.filter((policy) => policy.staged === undefined)

function promote(policies: readonly Policy[]): readonly Policy[] {
  const live = new Map(enforced(policies).map((policy) => [policyKey(policy.id), policy]))
  for (const policy of policies) {
    const target = promotedId(policy)
    if (target === undefined) continue
    if (policy.staged === 'delete') live.delete(policyKey(target))
    else if (policy.staged === 'set') {
      const promoted = promotedPolicy(policy)
      if (promoted !== undefined) live.set(policyKey(promoted.id), promoted)
    }
  }
  return [...live.values()]
}

function promotedId({ id }: Policy): Policy['id'] | undefined {
  const { kind } = id
  return kind === 'snp' || kind === 'sgnp' || kind === 'sknp' ? { ...id, kind: PROMOTED_KIND[kind] } : undefined
}

const promotedByStaged = new WeakMap<Policy, Policy>()

/**
 * Undefined where Kubernetes would refuse it; the same object for the same staged policy. One of unknown effect keeps
 * its name, and so stands beside the policy that it may or may not replace.
 */
function promotedPolicy(policy: Policy): Policy | undefined {
  if (policy.id.kind === 'sknp' && policy.unknown === undefined) return policy.promoted
  const id = policy.unknown === undefined ? promotedId(policy) : policy.id
  if (id === undefined) return undefined
  const promoted = promotedByStaged.get(policy) ?? { ...policy, id, staged: undefined }
  promotedByStaged.set(policy, promoted)
  return promoted
}
