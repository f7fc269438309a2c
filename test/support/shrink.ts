// A failing world made small: policies, rules and objects are taken away one by one for as long as it still fails, so that
// what is left can be read and kept as a vector.

import type { Policy } from '../../src/model/policy.ts'
import type { Tuple } from './reference.ts'
import type { World } from './worlds.ts'

/** The smallest world found that `fails` still holds for; of its packets one is left */
export function shrink(world: World, fails: (world: World) => boolean): World {
  let smallest = world
  for (let progress = true; progress;) {
    progress = false
    for (const smaller of smallerThan(smallest)) {
      if (!fails(smaller)) continue
      smallest = smaller
      progress = true
      break
    }
  }
  return smallest
}

function* smallerThan(world: World): Iterable<World> {
  const { cluster, policies, tuples } = world
  if (tuples.length > 1) for (const one of tuples) yield { ...world, tuples: [one] }
  for (const list of without(policies.policies)) yield { ...world, policies: { ...policies, policies: list } }
  const used = (one: unknown): boolean =>
    tuples.some((tuple) => tuple.source.workload === one || tuple.destination.workload === one)
  for (const workloads of without(cluster.workloads, used)) yield { ...world, cluster: { ...cluster, workloads } }
  for (const sets of without(cluster.sets)) yield { ...world, cluster: { ...cluster, sets } }
  for (const hostEndpoints of without(cluster.hostEndpoints)) yield { ...world, cluster: { ...cluster, hostEndpoints } }
  for (const [i, policy] of policies.policies.entries())
    for (const smaller of withFewerRules(policy))
      yield { ...world, policies: { ...policies, policies: policies.policies.with(i, smaller) } }
}

function* withFewerRules(policy: Policy): Iterable<Policy> {
  for (const direction of ['ingress', 'egress'] as const)
    for (const rules of without(policy[direction] ?? [])) yield { ...policy, [direction]: rules }
}

function* without<T>(items: readonly T[], keep: (item: T) => boolean = () => false): Iterable<T[]> {
  for (const [i, item] of items.entries()) if (!keep(item)) yield items.toSpliced(i, 1)
}

/** As text, for the message of a failed test */
export function shownWorld({ cluster, policies, tuples }: World): string {
  const text = (value: unknown): string =>
    JSON.stringify(value, (key, item: unknown) => {
      if (key === 'at' || key === 'tree' || item === undefined) return undefined
      if (typeof item === 'bigint') return `0x${item.toString(16)}`
      return item instanceof Map ? Object.fromEntries(item) : item
    })
  const shownTuple = (tuple: Tuple): unknown => ({
    ...tuple,
    source: { pod: tuple.source.workload?.name, ip: tuple.source.ip },
    destination: { pod: tuple.destination.workload?.name, ip: tuple.destination.ip },
  })
  return [
    ...cluster.workloads.map(text),
    ...cluster.hostEndpoints.map(text),
    ...cluster.sets.map(text),
    text(cluster.services),
    ...policies.policies.map(text),
    ...tuples.map((tuple) => text(shownTuple(tuple))),
  ].join('\n')
}
