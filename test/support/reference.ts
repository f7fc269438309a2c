// The plain evaluator: one exact packet, one set of policies, the verdict and the trace of each end. It follows
// docs/semantics.md §4, §7 and §8 line by line and shares nothing with the engine but the model.

import { byKeys } from '../../src/base/order.ts'
import type { Cluster, Workload } from '../../src/model/cluster.ts'
import {
  FELIX_KIND,
  type Direction,
  type Policy,
  type PolicySet,
  type Rule,
  type Tier,
} from '../../src/model/policy.ts'
import { matches } from '../../src/model/selector.ts'
import { ruleMatches, type Maybe, type Mode, type Tuple } from './reference-match.ts'

export type { Mode, Tuple, TupleEnd } from './reference-match.ts'

/** A row of a trace, as the conformance files write it: tier, kind, namespace, name, rule, action */
export type Row = readonly [
  tier: string,
  kind: string,
  namespace: string,
  name: string,
  rule: number | 'end-of-tier',
  action: 'allow' | 'deny' | 'pass',
]

/** What one end says; unknown where Calico's own preview fails */
export interface Judgement {
  readonly action: 'allow' | 'deny' | 'unknown'
  readonly trace: readonly Row[]
}

/** A judgement of a flow, as the conformance files write it; null where an end is no workload */
export interface FlowJudgement {
  readonly verdict: 'allow' | 'deny' | 'unknown'
  readonly egress: Judgement | null
  readonly ingress: Judgement | null
  /** What hosts say on the way, where any does; this evaluator knows none */
  readonly hosts?: readonly string[]
}

/** §8.1: both ends say their word, also when the first denies; the flow passes where neither denies */
export function judge(cluster: Cluster, set: PolicySet, tuple: Tuple, mode: Mode): FlowJudgement {
  const { source, destination } = tuple
  const egress = source.workload === undefined ? null : evaluate(cluster, set, source.workload, 'egress', tuple, mode)
  const ingress =
    destination.workload === undefined ? null : evaluate(cluster, set, destination.workload, 'ingress', tuple, mode)
  const actions = [egress?.action, ingress?.action]
  const verdict = actions.includes('deny') ? 'deny' : actions.includes('unknown') ? 'unknown' : 'allow'
  return { verdict, egress, ingress }
}

/** §4: what the policies of one workload say in one direction */
function evaluate(
  cluster: Cluster,
  set: PolicySet,
  workload: Workload,
  direction: Direction,
  tuple: Tuple,
  mode: Mode,
): Judgement {
  const trace: Row[] = []
  for (const { tier, selecting } of tiersOf(set, mode)) {
    const governing = selecting.filter(
      (policy) => policy[direction] !== undefined && certain(matches(policy.subject.tree, workload.labels)),
    )
    // §4.7: preDNAT and doNotTrack policies say nothing about pods
    const list = governing.filter(sayOnPods)
    // §4.3: a tier without a policy that takes part in this direction contributes nothing, not even its default
    if (list.length === 0) continue

    let decided: 'allow' | 'deny' | 'pass' | undefined
    for (const policy of list) {
      if (policy.unknown !== undefined) throw new Error('an exact evaluation knows all policies')
      const index = rulesOf(policy, direction).findIndex(
        (rule) => rule.action !== 'log' && certain(ruleMatches(cluster, rule, tuple, mode)),
      )
      const rule = rulesOf(policy, direction)[index]
      if (rule !== undefined && rule.action !== 'log') {
        decided = rule.action
        trace.push(rowOf(policy, index, decided))
        break
      }
      // §4.1: in a tier that does not exist the preview fails as soon as one policy does not match
      if (mode === 'felix-pending' && !tier.exists) return { action: 'unknown', trace: [] }
    }

    if (decided === undefined) {
      // §4.4: no rule matched, so the tier's default holds
      decided = defaultOf(tier)
      trace.push(rowOf(namedAtEnd(governing, mode), 'end-of-tier', decided))
    }
    // §4.4: pass leaves the tier, allow and deny are final
    if (decided !== 'pass') return { action: decided, trace }
  }
  const profile = profileOf(workload)
  return { action: profile.action, trace: [...trace, profile.row] }
}

/** §4.1, §4.2, §7.2: tiers in order, each with its policies in order; which of the staged ones count is the mode's say */
export function tiersOf(set: PolicySet, mode: Mode): readonly { tier: Tier; selecting: readonly Policy[] }[] {
  const takesPart = (policy: Policy): boolean =>
    policy.staged === undefined || (mode === 'felix-pending' && policy.staged !== 'delete')
  return [...set.tiers]
    .sort(
      byKeys(
        (tier) => (tier.exists ? 0 : 1),
        (tier) => tier.order,
        (tier) => tier.name,
      ),
    )
    .map((tier) => ({
      tier,
      selecting: set.policies
        .filter((policy) => policy.tier === tier.name && takesPart(policy))
        .sort(set.tieBreak === 'stored-name' ? STORED_ORDER : POLICY_ORDER),
    }))
}

/** §4.2: by order, then by name, namespace and kind as one string */
const POLICY_ORDER = byKeys<Policy>(
  (policy) => policy.order,
  (policy) => `${policy.id.name}/${policy.id.namespace}/${FELIX_KIND[policy.id.kind]}`,
)

/** §0.1: up to v3.31 by order, then by the one name under which Felix knew a policy */
const STORED_ORDER = byKeys<Policy>(
  (policy) => policy.order,
  ({ id: { kind, name, namespace } }) => {
    const prefixes: Partial<Record<typeof kind, string>> = {
      knp: 'knp.default.',
      sknp: 'staged:knp.default.',
      kanp: 'kanp.adminnetworkpolicy.',
      kbanp: 'kbanp.baselineadminnetworkpolicy.',
    }
    const tiered = name.includes('.') ? name : `default.${name}`
    const calico = kind === 'snp' || kind === 'sgnp' ? `staged:${tiered}` : tiered
    const prefix = prefixes[kind]
    return (namespace === '' ? '' : `${namespace}/`) + (prefix === undefined ? calico : prefix + name)
  },
)

export const sayOnPods = (policy: Policy): boolean => policy.hook === 'normal' || policy.hook === 'forward-too'

export const rulesOf = (policy: Policy, direction: Direction): readonly Rule[] => policy[direction] ?? []

export const rowOf = (policy: Policy, rule: Row[4], action: Row[5]): Row => [
  policy.tier,
  policy.id.kind,
  policy.id.namespace,
  policy.traceName ?? policy.id.name,
  rule,
  action,
]

/** §4.1, §4.4: a tier that does not exist denies at its end */
export const defaultOf = (tier: Tier): Tier['defaultAction'] => (tier.exists ? tier.defaultAction : 'deny')

/**
 * §7.5: whose name the end of a tier bears. In the dataplane that of the last policy that governs, those that say
 * nothing about pods included; in the preview that of the first one that takes part (D15).
 */
export function namedAtEnd(governing: readonly Policy[], mode: Mode): Policy {
  const named = mode === 'dataplane' ? governing.at(-1) : governing.find(sayOnPods)
  if (named === undefined) throw new Error('a tier ends only where a policy governs')
  return named
}

/** §4.5: the namespace's profile allows all; where the Namespace is missing, a rule of its own denies */
export function profileOf(workload: Workload): { action: 'allow' | 'deny'; row: Row } {
  const action = workload.namespaceKnown ? 'allow' : 'deny'
  return { action, row: ['__PROFILE__', 'pro', '', `kns.${workload.namespace}`, 0, action] }
}

function certain(condition: Maybe): boolean {
  if (condition === undefined) throw new Error('an exact evaluation knows all labels and conditions')
  return condition
}
