// What is said of an uncertain flow, against every packet that it can mean (docs/semantics.md §8.4): each packet's verdict is
// among the outcomes, the bound holds the packets that would be cut and no others, and with nothing missing nothing is
// uncertain. NETPOL_SEED runs the same flows again.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { contains, parseNet } from '../../src/base/ip.ts'
import type { Ip } from '../../src/base/ip.ts'
import { compareFlow } from '../../src/compare/delta.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { Engine } from '../../src/engine/engine.ts'
import { judge as judgeFlow, judgeEnd } from '../../src/engine/judge.ts'
import type { Candidate } from '../../src/model/flow.ts'
import { DIRECTIONS, POLICY_SET_NAMES, type PolicySet } from '../../src/model/policy.ts'
import { modeOf } from '../support/cases.ts'
import { endOf, flowOf, rowOfHit } from '../support/engines.ts'
import { addressesOf, FREE, openFlow, SIDES } from '../support/open-flow.ts'
import { randomFrom } from '../support/random.ts'
import { judge, type Judgement, type Tuple } from '../support/reference.ts'
import { seeds } from '../support/seeds.ts'
import { shownWorld } from '../support/shrink.ts'
import { worldOf, type World } from '../support/worlds.ts'

const engineOf = ({ cluster }: World, policies: PolicySet): Engine =>
  new Engine(cluster, policySetFor('enforced', policies), 'dataplane')

describe('an uncertain answer', () => {
  it('holds the verdict and trace of every completion', (t) => {
    let several = 0
    for (const seed of seeds(t, 150)) {
      const random = randomFrom(seed)
      const world = worldOf(seed, { tuples: 4, open: false })
      for (const set of ['enforced', 'pending'] as const) {
        const engine = new Engine(world.cluster, policySetFor(set, world.policies), modeOf(set))
        for (const tuple of world.tuples) {
          const { completions, flow } = openFlow(random, tuple, world)
          const verdict = judgeFlow(engine, flow)
          for (const direction of DIRECTIONS) {
            const { end, hosts } = judgeEnd(engine, flow, direction)
            assert.deepEqual([end?.is, end?.outcomes], [verdict[direction]?.is, verdict[direction]?.outcomes])
            assert.deepEqual(hosts, verdict.hosts)
            const outcomes = new Set(
              verdict[direction]?.outcomes.map(({ action, trace }) => JSON.stringify([action, trace.map(rowOfHit)])),
            )
            if (outcomes.size > 1) several++
            for (const completion of completions) {
              const exact = judge(world.cluster, world.policies, completion, modeOf(set))[direction]
              if (exact !== null)
                assert.ok(
                  outcomes.has(textOf(exact)),
                  `NETPOL_SEED=${String(seed)} ${set} ${direction}: ${textOf(exact)}`,
                )
            }
          }
        }
      }
    }
    assert.ok(several > 50, String(several))
  })

  it('is bounded by what would be cut, and by nothing else', (t) => {
    const seen = { uncertain: 0, denied: 0, other: 0 }
    for (const seed of seeds(t, 3000)) {
      const world = worldOf(seed, { tuples: 6, open: false })
      const other = worldOf(seed + 1, { tuples: 0, open: false }).policies
      const after: PolicySet = {
        tiers: world.policies.tiers,
        policies: other.policies.filter(({ tier }) => hasTier(world, tier)),
      }
      const [before, now] = [engineOf(world, world.policies), engineOf(world, after)]
      for (const tuple of world.tuples) {
        const side = randomFrom(seed).pick(SIDES)
        const { family } = tuple[side === 'source' ? 'destination' : 'source'].ip
        const ranges = FREE.filter((range) => range.family === family)
        const network: Candidate = { is: 'addresses', ranges, what: 'NET' }
        const flow = flowOf(tuple, { [side]: endOf([network], 'NET') })
        const delta = compareFlow(flow, judgeFlow(before, flow), judgeFlow(now, flow), new Map())
        const answer = (policies: PolicySet, ip: Ip): string =>
          judge(world.cluster, policies, { ...tuple, [side]: { workload: undefined, ip } } satisfies Tuple, 'dataplane')
            .verdict
        const cut = ranges
          .flatMap(addressesOf)
          .map((ip) => ({ ip, isCut: answer(after, ip) === 'deny' && answer(world.policies, ip) !== 'deny' }))
        const where = `NETPOL_SEED=${String(seed)}\n${shownWorld({ ...world, tuples: [tuple] })}\n${JSON.stringify(delta.possiblyCut)}`
        const some = cut.some(({ isCut }) => isCut)
        if (delta.change === 'now-uncertain') {
          seen.uncertain++
          for (const { ip, isCut } of cut) assert.equal(isBounded(delta.possiblyCut, ip), isCut, where)
        } else if (delta.change === 'newly-denied') {
          seen.denied++
          assert.ok(some, where)
        } else {
          seen.other++
          assert.ok(!some, where)
        }
      }
    }
    assert.ok(seen.uncertain > 100 && seen.denied > 100, JSON.stringify(seen))
  })

  it('does not occur where nothing is missing', (t) => {
    for (const seed of seeds(t, 800)) {
      const world = worldOf(seed, { tuples: 12, open: false })
      for (const set of POLICY_SET_NAMES) {
        if (set === 'pending') continue
        const engine = new Engine(world.cluster, policySetFor(set, world.policies), modeOf(set))
        for (const tuple of world.tuples)
          assert.notEqual(judgeFlow(engine, flowOf(tuple)).overall, 'unknown', `NETPOL_SEED=${String(seed)} ${set}`)
      }
    }
  })
})

const textOf = ({ action, trace }: Judgement): string => JSON.stringify([action, trace])

const hasTier = ({ policies }: World, tier: string): boolean => policies.tiers.some(({ name }) => name === tier)

/** Whether the texts of a bound stand for an address of NET */
function isBounded(texts: readonly string[], ip: Ip): boolean {
  return texts.some((text) => {
    const net = parseNet(text)
    if (net !== undefined) return contains(net, ip)
    const outside = /^NET outside (?<prefixes>.*)$/.exec(text)?.groups?.['prefixes']
    if (outside === undefined) assert.fail(text)
    return !outside.split(', ').some((prefix) => {
      const hole = parseNet(prefix)
      assert.ok(hole)
      return contains(hole, ip)
    })
  })
}
