// The plain evaluator where not everything is known (docs/semantics.md §8.4): every completion of the flow that the
// caller lists, and at every policy, label and condition in doubt both ways. All outcomes, each once.

import type { Cluster, Workload } from '../../src/model/cluster.ts'
import type { Direction, Policy, PolicySet } from '../../src/model/policy.ts'
import { matches } from '../../src/model/selector.ts'
import { ruleMatches, type Mode, type Tuple } from './reference-match.ts'
import { defaultOf, namedAtEnd, profileOf, rowOf, rulesOf, sayOnPods, tiersOf, type Row } from './reference.ts'

/** One thing that an end can say; a row of a policy that could not be read has rule -1 */
export interface OpenOutcome {
  readonly action: 'allow' | 'deny' | 'unknown'
  readonly trace: readonly Row[]
}

interface Walk {
  readonly cluster: Cluster
  readonly tuple: Tuple
  readonly direction: Direction
  readonly mode: Mode
  readonly workload: Workload
  readonly tiers: ReturnType<typeof tiersOf>
}

/** All that the policies of one end can say of the completions; empty where the end is no workload in any of them */
export function outcomesOf(
  cluster: Cluster,
  set: PolicySet,
  direction: Direction,
  completions: readonly Tuple[],
  mode: Mode,
): readonly OpenOutcome[] {
  const tiers = tiersOf(set, mode)
  const all = completions.flatMap((tuple) => {
    const { workload } = direction === 'egress' ? tuple.source : tuple.destination
    return workload === undefined ? [] : fromTier({ cluster, tuple, direction, mode, workload, tiers }, 0, [])
  })
  return [...new Map(all.map((outcome) => [JSON.stringify(outcome), outcome])).values()]
}

/** What several outcomes amount to: their action where they agree, else unknown */
export function answerOf(outcomes: readonly OpenOutcome[]): OpenOutcome['action'] {
  const [first, ...rest] = outcomes
  if (first === undefined) throw new Error('there is no answer without an outcome')
  return rest.every((one) => one.action === first.action) ? first.action : 'unknown'
}

/** §4: from one tier on */
function fromTier(walk: Walk, number: number, trace: readonly Row[]): readonly OpenOutcome[] {
  const { direction, mode, tiers, workload } = walk
  const entry = tiers[number]
  if (entry === undefined) {
    const profile = profileOf(workload)
    return [{ action: profile.action, trace: [...trace, profile.row] }]
  }
  const { selecting, tier } = entry
  return waysToGovern(selecting, workload, direction).flatMap((governing) => {
    const list = governing.filter(sayOnPods)
    if (list.length === 0) return fromTier(walk, number + 1, trace)
    const end = rowOf(namedAtEnd(governing, mode), 'end-of-tier', defaultOf(tier))
    return fromPolicy(walk, number, list, end, trace)
  })
}

/** The lists of policies that may govern: with and without each of which it is not sure */
function waysToGovern(
  policies: readonly Policy[],
  workload: Workload,
  direction: Direction,
): readonly (readonly Policy[])[] {
  let ways: (readonly Policy[])[] = [[]]
  for (const policy of policies) {
    if (policy[direction] === undefined) continue
    const selects = matches(policy.subject.tree, workload.labels)
    if (selects === false) continue
    const withIt = ways.map((way) => [...way, policy])
    ways = selects === true && policy.unknown === undefined ? withIt : [...ways, ...withIt]
  }
  return ways
}

/** The rest of a tier: `list` is what is left of its policies, `end` the row of its default */
function fromPolicy(
  walk: Walk,
  tier: number,
  list: readonly Policy[],
  end: Row,
  trace: readonly Row[],
): readonly OpenOutcome[] {
  const { cluster, direction, mode, tuple } = walk
  const decide = (row: Row): readonly OpenOutcome[] => {
    const action = row[5]
    return action === 'pass' ? fromTier(walk, tier + 1, [...trace, row]) : [{ action, trace: [...trace, row] }]
  }
  const [policy, ...rest] = list
  if (policy === undefined) return decide(end)

  const outcomes: OpenOutcome[] = []
  if (policy.unknown !== undefined) {
    // It may do anything to what it selects
    for (const action of ['allow', 'deny', 'pass'] as const) outcomes.push(...decide(rowOf(policy, -1, action)))
  } else {
    for (const [index, rule] of rulesOf(policy, direction).entries()) {
      if (rule.action === 'log') continue
      const matched = ruleMatches(cluster, rule, tuple, mode)
      if (matched !== false) outcomes.push(...decide(rowOf(policy, index, rule.action)))
      if (matched === true) return outcomes
    }
  }
  const exists = walk.tiers[tier]?.tier.exists ?? false
  if (mode === 'felix-pending' && !exists) return [...outcomes, { action: 'unknown', trace: [] }]
  return [...outcomes, ...fromPolicy(walk, tier, rest, end, trace)]
}
