// What must hold of any comparison of two policy sets: nothing changed gives no change, and swapping the sides swaps what is
// newly denied and newly allowed. NETPOL_SEED runs the same worlds again.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareFlow } from '../../src/compare/delta.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { Engine } from '../../src/engine/engine.ts'
import { judge } from '../../src/engine/judge.ts'
import { Untouched } from '../../src/engine/untouched.ts'
import type { Flow } from '../../src/model/flow.ts'
import type { Change, FlowDelta } from '../../src/model/delta.ts'
import type { Policy, PolicySet, Tier } from '../../src/model/policy.ts'
import { flowOf } from '../support/engines.ts'
import { randomFrom, type Random } from '../support/random.ts'
import { seeds } from '../support/seeds.ts'
import { worldOf, type World } from '../support/worlds.ts'

const compile = ({ cluster }: World, policies: PolicySet): Engine =>
  new Engine(cluster, policySetFor('enforced', policies), 'dataplane')

const compare = (flow: Flow, before: Engine, after: Engine): FlowDelta =>
  compareFlow(flow, judge(before, flow), judge(after, flow), new Map())

const SWAPPED: Readonly<Record<Change, Change>> = {
  unchanged: 'unchanged',
  rerouted: 'rerouted',
  'newly-denied': 'newly-allowed',
  'newly-allowed': 'newly-denied',
  'now-uncertain': 'now-uncertain',
}

describe('any comparison', () => {
  it('of a side with itself finds no change, also where something is unknown', (t) => {
    for (const seed of seeds(t, 400)) {
      const world = worldOf(seed, { tuples: 12, open: true })
      const { policies } = world.policies
      const [before, after] = [
        compile(world, world.policies),
        compile(world, { ...world.policies, policies: [...policies] }),
      ]
      for (const tuple of world.tuples) {
        const { change, partly, possiblyCut } = compare(flowOf(tuple), before, after)
        const expected = { change: 'unchanged', partly: undefined, possiblyCut: [] }
        assert.deepEqual({ change, partly, possiblyCut }, expected, `NETPOL_SEED=${String(seed)}`)
      }
    }
  })

  it('swaps what is newly denied and newly allowed with its sides', (t) => {
    const counts = new Map<Change, number>()
    for (const seed of seeds(t, 800)) {
      const world = worldOf(seed, { tuples: 12, open: false })
      const { policies } = world.policies
      const other = worldOf(seed + 1, { tuples: 0, open: false }).policies.policies
      const kept = policies.filter((_, i) => i % 2 === 0)
      const keys = new Set(kept.map(({ id }) => JSON.stringify(id)))
      const mixed = [...kept, ...other.filter(({ id }) => !keys.has(JSON.stringify(id)))]
      const [before, after] = [compile(world, world.policies), compile(world, { ...world.policies, policies: mixed })]
      for (const tuple of world.tuples) {
        const flow = flowOf(tuple)
        const { change } = compare(flow, before, after)
        counts.set(change, (counts.get(change) ?? 0) + 1)
        assert.equal(compare(flow, after, before).change, SWAPPED[change], `NETPOL_SEED=${String(seed)}`)
      }
    }
    const seen = ['unchanged', 'rerouted', 'newly-denied', 'newly-allowed'] as const
    assert.ok(
      seen.every((change) => (counts.get(change) ?? 0) > 100),
      JSON.stringify([...counts]),
    )
  })

  it('passes over a flow only where its verdict is the same', (t) => {
    const seen = { untouched: 0, touched: 0 }
    for (const seed of seeds(t, 1500)) {
      const world = worldOf(seed, { tuples: 12, open: false })
      const after = oneEdit(randomFrom(seed), world.policies)
      const [before, now] = [compile(world, world.policies), compile(world, after)]
      const untouched = new Untouched(before, now)
      for (const tuple of world.tuples) {
        const flow = flowOf(tuple)
        if (!untouched.holds(flow)) {
          seen.touched++
          continue
        }
        seen.untouched++
        const { change } = compareFlow(flow, judge(before, flow), judge(now, flow), new Map())
        assert.equal(change, 'unchanged', `NETPOL_SEED=${String(seed)}`)
      }
    }
    assert.ok(seen.touched > 500 && seen.untouched > 500, JSON.stringify(seen))
  })
})

/** The smallest of changes: one tier ends otherwise or stands elsewhere, one policy is gone, comes earlier, or has a rule less */
function oneEdit(random: Random, set: PolicySet): PolicySet {
  const { policies, tiers } = set
  const [tier, policy] = [random.pick(tiers), random.pick(policies)]
  const tierEdits: ((one: Tier) => Tier)[] = [
    (one) => ({ ...one, defaultAction: one.defaultAction === 'deny' ? 'pass' : 'deny' }),
    (one) => ({ ...one, order: one.order + 1_000_000_000 }),
  ]
  const policyEdits: ((one: Policy) => readonly Policy[])[] = [
    () => [],
    (one) => [{ ...one, order: -1 }],
    (one) => [{ ...one, ingress: one.ingress?.slice(1), egress: one.egress?.slice(1) }],
  ]
  if (random.oneIn(2)) {
    const edit = random.pick(tierEdits)
    return { ...set, tiers: tiers.map((one) => (one === tier ? edit(one) : one)) }
  }
  const edit = random.pick(policyEdits)
  return { ...set, policies: policies.flatMap((one) => (one === policy ? edit(one) : [one])) }
}
