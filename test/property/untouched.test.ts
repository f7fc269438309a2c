// Flows that a change cannot touch are not judged twice: whatever the world and the change, what is skipped would have been
// the same. NETPOL_SEED runs the same worlds again.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareFlow } from '../../src/compare/delta.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { Engine } from '../../src/engine/engine.ts'
import { judge } from '../../src/engine/judge.ts'
import { Untouched } from '../../src/engine/untouched.ts'
import type { Flow } from '../../src/model/flow.ts'
import type { Policy, PolicySet } from '../../src/model/policy.ts'
import type { EndVerdict, FlowVerdict } from '../../src/model/verdict.ts'
import { modeOf } from '../support/cases.ts'
import { flowOf, rowOfHit } from '../support/engines.ts'
import { openFlow } from '../support/open-flow.ts'
import { randomFrom, type Random } from '../support/random.ts'
import { seeds } from '../support/seeds.ts'
import { worldOf } from '../support/worlds.ts'

/** One policy comes, goes, or is written anew */
function changed(random: Random, policies: readonly Policy[], others: readonly Policy[]): readonly Policy[] {
  const at = random.int(policies.length + 1)
  const [other] = others
  const added = other === undefined || random.oneIn(3) ? [] : [{ ...other, id: policies[at]?.id ?? other.id }]
  return [...policies.slice(0, at), ...added, ...policies.slice(at + 1)]
}

/** In whatever order they were found */
const ending = (end: EndVerdict | undefined): unknown =>
  end?.outcomes.map(({ action, trace }) => JSON.stringify([action, trace.map(rowOfHit)])).sort()

const shown = ({ egress, ingress, overall }: FlowVerdict): unknown => ({
  overall,
  egress: ending(egress),
  ingress: ending(ingress),
})

describe('a flow that a change of one policy cannot touch', () => {
  it('is judged the same after it, and compared is unchanged', (t) => {
    const counts = { touched: 0, untouched: 0, flipped: 0 }
    for (const seed of seeds(t, 600)) {
      const random = randomFrom(seed)
      const open = random.oneIn(2)
      const world = worldOf(seed, { tuples: 12, open })
      const { policies } = world.policies
      const others = worldOf(seed + 1, { tuples: 0, open }).policies.policies
      const later = { ...world.policies, policies: changed(random, policies, others) }
      for (const set of ['enforced', 'pending'] as const) {
        const compile = (policies: PolicySet): Engine =>
          new Engine(world.cluster, policySetFor(set, policies), modeOf(set))
        const before = compile(world.policies)
        const after = compile(later)
        const untouched = new Untouched(before, after)
        const flows = world.tuples.flatMap((tuple): Flow[] =>
          open ? [flowOf(tuple)] : [flowOf(tuple), openFlow(random, tuple, world).flow],
        )
        for (const flow of flows) {
          const [old, now] = [judge(before, flow), judge(after, flow)]
          const isSame = JSON.stringify(shown(old)) === JSON.stringify(shown(now))
          if (!untouched.holds(flow)) {
            counts.touched++
            if (!isSame) counts.flipped++
            continue
          }
          counts.untouched++
          const where = `NETPOL_SEED=${String(seed)} ${set}`
          assert.deepEqual(shown(now), shown(old), where)
          assert.equal(compareFlow(flow, old, now, new Map()).change, 'unchanged', where)
        }
      }
    }
    assert.ok(Math.min(...Object.values(counts)) > 1000, JSON.stringify(counts))
  })
})
