// The compiled engine against the plain evaluator on random worlds, and what must hold of both whatever the world.
// Every test prints its first seed; NETPOL_SEED runs the same worlds again.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { hasBit } from '../../src/base/bitset.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { parseSelector } from '../../src/convert/selector-parser.ts'
import { Engine } from '../../src/engine/engine.ts'
import { judge as judgeFlow } from '../../src/engine/judge.ts'
import { ANY_MATCH, DIRECTIONS, type Policy, type PolicySet, type Rule } from '../../src/model/policy.ts'
import { matches } from '../../src/model/selector.ts'
import type { EndVerdict } from '../../src/model/verdict.ts'
import { modeOf } from '../support/cases.ts'
import { engineJudgement, flowOf, rowOfHit } from '../support/engines.ts'
import { randomFrom } from '../support/random.ts'
import { answerOf, outcomesOf, type OpenOutcome } from '../support/reference-open.ts'
import { judge, type FlowJudgement } from '../support/reference.ts'
import { seeds } from '../support/seeds.ts'
import { shownWorld, shrink } from '../support/shrink.ts'
import { worldOf, type World, type WorldOptions } from '../support/worlds.ts'

/** Looks for a `failure` in worlds of consecutive seeds; the first one found is made small and shown */
function holdsFor(
  t: TestContext,
  count: number,
  options: WorldOptions,
  failure: (world: World, seed: number) => string | undefined,
): void {
  for (const seed of seeds(t, count)) {
    const world = worldOf(seed, options)
    if (failure(world, seed) === undefined) continue
    const smallest = shrink(world, (smaller) => failure(smaller, seed) !== undefined)
    assert.fail(`NETPOL_SEED=${String(seed)}: ${failure(smallest, seed) ?? ''}\n${shownWorld(smallest)}`)
  }
}

const SETS = ['enforced', 'pending'] as const

const engineOf = ({ cluster, policies }: World, set: 'enforced' | 'pending'): Engine =>
  new Engine(cluster, policySetFor(set, policies), modeOf(set))

describe('compiled engine and plain evaluator', () => {
  it('agree on verdict and trace where everything is known', (t) => {
    let judged = 0
    holdsFor(t, 3000, { tuples: 25, open: false }, (world) => {
      for (const set of SETS) {
        const engine = engineOf(world, set)
        for (const tuple of world.tuples) {
          judged++
          const expected = judge(world.cluster, world.policies, tuple, modeOf(set))
          const got = engineJudgement(engine, tuple)
          if (!isDeepStrictEqual(got, expected))
            return `${set}: ${JSON.stringify(got)}\ninstead of ${JSON.stringify(expected)}`
        }
      }
      return undefined
    })
    assert.ok(judged >= 100_000)
  })

  it('agree on what programs of many policies have been asked before', (t) => {
    holdsFor(t, 120, { tuples: 25, open: false }, (world) => {
      const policies = { ...world.policies, policies: manyTimes(world.policies.policies) }
      for (const set of SETS) {
        const engine = engineOf({ ...world, policies }, set)
        const expected = world.tuples.map((tuple) => judge(world.cluster, policies, tuple, modeOf(set)))
        for (const round of ['first', 'second'])
          for (const [i, tuple] of world.tuples.entries()) {
            const got = engineJudgement(engine, tuple)
            if (!isDeepStrictEqual(got, expected[i]))
              return `${set}, ${round} time: ${JSON.stringify(got)}\ninstead of ${JSON.stringify(expected[i])}`
          }
      }
      return undefined
    })
  })

  it('agree where labels, conditions or policies are in doubt; the engine is never surer', (t) => {
    const answers = { allow: 0, deny: 0, unknown: 0 }
    holdsFor(t, 1500, { tuples: 12, open: true }, (world) => {
      for (const set of SETS) {
        const engine = engineOf(world, set)
        for (const tuple of world.tuples) {
          const flow = judgeFlow(engine, flowOf(tuple))
          for (const direction of DIRECTIONS) {
            const expected = outcomesOf(world.cluster, world.policies, direction, [tuple], modeOf(set))
            const workload = direction === 'egress' ? tuple.source.workload : tuple.destination.workload
            if (workload === undefined) continue
            answers[answerOf(expected)]++
            const sure = policySetFor(set, world.policies).policies.every(
              (policy) => policy.unknown === undefined && matches(policy.subject.tree, workload.labels) !== undefined,
            )
            const difference = openDifference(flow[direction], expected, sure)
            if (difference !== undefined) return `${set} ${direction}: ${difference}`
          }
        }
      }
      return undefined
    })
    assert.ok(Math.min(...Object.values(answers)) > 1000, JSON.stringify(answers))
  })
})

/** The same policies again and again, so that those of one endpoint do not follow each other */
const manyTimes = (policies: readonly Policy[]): Policy[] =>
  Array.from({ length: 8 }, (_, i) =>
    policies.map((policy) => ({
      ...policy,
      id: { ...policy.id, name: `${policy.tier}.${String(i)}-${policy.id.name}` },
      order: i,
    })),
  ).flat()

/**
 * Where it is sure which policies govern, both find the same outcomes, the rows of tiers that were passed aside: of several
 * ways to pass a tier the engine keeps one. Where it is not sure, the engine may find more: it does not tell apart whether a
 * policy is absent or present without a match.
 */
function openDifference(
  got: EndVerdict | undefined,
  expected: readonly OpenOutcome[],
  sure: boolean,
): string | undefined {
  if (got === undefined) return 'no verdict'
  const outcomes = got.outcomes.map(({ action, trace }) => ({ action, trace: trace.map(rowOfHit) }))
  const shown = `${JSON.stringify(outcomes)}\ninstead of ${JSON.stringify(expected)}`
  const answer = answerOf(expected)
  if (!sure) return got.is === 'unknown' || got.is === answer ? undefined : `${got.is} instead of ${answer}: ${shown}`
  const keys = (all: readonly OpenOutcome[]): string[] => [...new Set(all.map(withoutPasses))].sort()
  return got.is === answer && isDeepStrictEqual(keys(outcomes), keys(expected)) ? undefined : shown
}

const withoutPasses = ({ action, trace }: OpenOutcome): string =>
  JSON.stringify([action, trace.filter((row) => row[5] !== 'pass')])

describe('whatever the world', () => {
  it('what must match may match', (t) => {
    holdsFor(t, 400, { tuples: 8, open: true }, (world) => {
      for (const set of SETS) {
        const engine = engineOf(world, set)
        for (const { destination, source, ...layer4 } of world.tuples) {
          const [from, to] = [engine.peers.peerAt(source.ip), engine.peers.peerAt(destination.ip)]
          for (const workload of world.cluster.workloads)
            for (const direction of DIRECTIONS) {
              const program = engine.program(workload, direction)
              const vectors = [
                program.sourceVector(from),
                program.destinationVector(to),
                program.layer4Vector(layer4, from, to),
              ]
              const surer = program.rows.some((_, row) =>
                vectors.some(({ may, must }) => hasBit(must, row) && !hasBit(may, row)),
              )
              if (surer) return `a row that must match may not: ${workload.name} ${direction}`
            }
        }
      }
      return undefined
    })
  })

  it('the order of policies, tiers and objects means nothing', (t) => {
    holdsFor(t, 600, { tuples: 12, open: true }, (world, seed) => {
      const random = randomFrom(seed)
      const shuffled = <T>(items: readonly T[]): T[] => random.shuffled(items)
      const { cluster, policies } = world
      const other: World = {
        ...world,
        cluster: {
          ...cluster,
          workloads: shuffled(cluster.workloads),
          hostEndpoints: shuffled(cluster.hostEndpoints),
          sets: shuffled(cluster.sets),
        },
        policies: { ...policies, tiers: shuffled(policies.tiers), policies: shuffled(policies.policies) },
      }
      return sameEnforced(world, other, JSON.stringify)
    })
  })

  it('a policy that selects nothing changes nothing, of whichever kind', (t) => {
    holdsFor(t, 600, { tuples: 12, open: false }, (world, seed) => {
      const [extra] = worldOf(seed + 1, { tuples: 0, open: false }).policies.policies
      if (extra === undefined) return undefined
      const idle: Policy = { ...extra, id: { ...extra.id, name: 'idle' }, subject: nothing }
      return sameEnforced(world, withPolicies(world, [...world.policies.policies, idle]), JSON.stringify)
    })
  })

  it('a tier of staged policies alone is transparent to what is enforced', (t) => {
    holdsFor(t, 600, { tuples: 12, open: false }, (world, seed) => {
      const staged = worldOf(seed + 1, { tuples: 0, open: false }).policies.policies.map((policy, i): Policy => ({
        ...policy,
        id: { ...policy.id, kind: 'sgnp', name: `staged-${String(i)}` },
        tier: 'preview',
        staged: 'set',
      }))
      const tiers = [...world.policies.tiers, { ...FIRST_TIER, name: 'preview' }]
      const policies: PolicySet = { ...world.policies, tiers, policies: [...world.policies.policies, ...staged] }
      return sameEnforced(world, { ...world, policies }, JSON.stringify)
    })
  })

  it('one more allow rule in a Kubernetes policy that governs never denies what was allowed', (t) => {
    let newlyAllowed = 0
    holdsFor(t, 1500, { tuples: 12, open: false }, (world, seed) => {
      const random = randomFrom(seed)
      const governing = world.policies.policies.filter(({ id }) => id.kind === 'knp')
      if (governing.length === 0) return undefined
      const chosen = random.pick(governing)
      const rule = random.oneIn(2) ? ALLOW_ALL : { ...ALLOW_ALL, match: { ...ALLOW_ALL.match, protocol: 6 } }
      const add = (rules: readonly Rule[] | undefined): readonly Rule[] | undefined =>
        rules?.toSpliced(random.int(rules.length + 1), 0, rule)
      const wider: Policy = { ...chosen, ingress: add(chosen.ingress), egress: add(chosen.egress) }
      const other = withPolicies(
        world,
        world.policies.policies.map((policy) => (policy === chosen ? wider : policy)),
      )
      const [before, after] = [verdictsOf(world), verdictsOf(other)]
      newlyAllowed += before.filter((one, i) => one.verdict === 'deny' && after[i]?.verdict === 'allow').length
      const denied = before.findIndex((one, i) => one.verdict === 'allow' && after[i]?.verdict !== 'allow')
      return denied === -1 ? undefined : `flow ${String(denied)} is denied`
    })
    assert.ok(newlyAllowed > 100, String(newlyAllowed))
  })
})

const verdictsOf = (world: World): FlowJudgement[] => {
  const engine = engineOf(world, 'enforced')
  return world.tuples.map((tuple) => engineJudgement(engine, tuple))
}

/** What of the enforced set differs first, in the text that `shown` gives; undefined where nothing does */
function sameEnforced(world: World, other: World, shown: (judgement: FlowJudgement) => string): string | undefined {
  const [before, after] = [verdictsOf(world).map(shown), verdictsOf(other).map(shown)]
  const differing = before.findIndex((one, i) => one !== after[i])
  return differing === -1 ? undefined : `${String(after[differing])}\ninstead of ${String(before[differing])}`
}

const withPolicies = (world: World, policies: readonly Policy[]): World => ({
  ...world,
  policies: { ...world.policies, policies },
})

const nothing = ((): Policy['subject'] => {
  const parse = parseSelector('!all()')
  if (!parse.ok) throw new Error(parse.error.expected)
  return parse.value
})()

const FIRST_TIER = { order: 0, defaultAction: 'deny', exists: true, at: undefined } as const

const ALLOW_ALL: Rule = {
  action: 'allow',
  match: ANY_MATCH,
  at: {
    origin: { path: '', fromCluster: true, locate: () => ({ path: '', line: 1, column: 1 }), read: () => undefined },
    pointer: [],
  },
  written: 0,
  uncertain: undefined,
}
