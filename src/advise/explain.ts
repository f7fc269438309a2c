// The walk of one concrete flow at one end, step by step: which policies were considered, which rule decided, and of
// each rule that did not match, which condition failed (docs/semantics.md §4). The engine decides; this reads it out.

import type { Direction, Policy } from '../model/policy.ts'
import type { EndVerdict, PolicyHit } from '../model/verdict.ts'
import { failingFields } from '../engine/conditions.ts'
import type { Field } from '../engine/conditions.ts'
import type { Concrete } from '../engine/question.ts'
import type { Engine } from '../engine/engine.ts'
import type { TierSpan } from '../engine/row-list.ts'
import { has, wants } from './describe.ts'
import { endOf } from './near.ts'

export interface Explanation {
  readonly direction: Direction
  readonly verdict: EndVerdict
  readonly tiers: readonly TierStep[]
  /** What decides when every tier has passed; undefined where a tier decided */
  readonly profile: PolicyHit | undefined
}

export interface TierStep {
  readonly tier: string
  readonly policies: readonly PolicyStep[]
  /** Undefined: the walk did not come this far */
  readonly decided: PolicyHit | undefined
}

export interface PolicyStep {
  readonly policy: Policy
  readonly rules: readonly RuleStep[]
}

export interface RuleStep {
  /** As written, from 1 */
  readonly number: number
  readonly action: string
  /** Undefined: another rule decided before this one was looked at */
  readonly matches: boolean | undefined
  readonly failing: readonly { readonly field: Field; readonly wants: string; readonly has: string }[]
}

/** Undefined where the end is no pod, so that no policy speaks for it */
export function explainEnd(engine: Engine, concrete: Concrete, direction: Direction): Explanation | undefined {
  const { program } = direction === 'egress' ? concrete.source : concrete.destination
  const verdict = endOf(concrete, direction)
  if (program === undefined || verdict === undefined) return undefined
  const tiers = program.tiers.map((tier) => tierStep(engine, concrete, tier, program.rows, verdict.trace))
  const last = verdict.trace.at(-1)
  return { direction, verdict, tiers, profile: last?.policy.kind === 'pro' ? last : undefined }
}

type Rows = NonNullable<Concrete['source']['program']>['rows']

function tierStep(
  engine: Engine,
  concrete: Concrete,
  tier: TierSpan,
  rows: Rows,
  trace: readonly PolicyHit[],
): TierStep {
  const decided = trace.find((hit) => hit.tier === tier.name)
  const policies = new Map<Policy, RuleStep[]>()
  let open = decided !== undefined
  for (const row of rows.slice(tier.firstRow, tier.endRow)) {
    const failing = open ? failingFields(engine, row, concrete) : []
    const step: RuleStep = {
      number: row.rule.written + 1,
      action: row.action,
      matches: open ? failing.length === 0 : undefined,
      failing: failing.map((field) => ({ field, wants: wants({ row }, field), has: has({ row, concrete }, field) })),
    }
    const steps = policies.get(row.policy)
    if (steps === undefined) policies.set(row.policy, [step])
    else steps.push(step)
    if (row.hit !== undefined && row.hit === decided) open = false
  }
  return { tier: tier.name, policies: Array.from(policies, ([policy, rules]) => ({ policy, rules })), decided }
}
