// The lists of host endpoints, compiled, against the plain evaluator on random worlds (docs/semantics.md §4.7).
// NETPOL_SEED runs the same worlds again.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { cidrOf, type Ip } from '../../src/base/ip.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { Engine } from '../../src/engine/engine.ts'
import { judge } from '../../src/engine/judge.ts'
import { evaluate } from '../../src/engine/packet.ts'
import {
  DEFAULT_HOST_NETWORK,
  type Cluster,
  type FailsafePort,
  type HostEndpoint,
  type HostNetwork,
} from '../../src/model/cluster.ts'
import type { Candidate } from '../../src/model/flow.ts'
import { DIRECTIONS, type Policy, type PolicySet } from '../../src/model/policy.ts'
import type { Answer } from '../../src/model/verdict.ts'
import { endOf, flowOf, rowOfHit } from '../support/engines.ts'
import { randomFrom, type Random } from '../support/random.ts'
import { HOST_LISTS, judgeHook } from '../support/reference-hosts.ts'
import type { Judgement, Tuple } from '../support/reference.ts'
import { seeds } from '../support/seeds.ts'
import { shownWorld } from '../support/shrink.ts'
import { worldOf } from '../support/worlds.ts'

const HOOKS: readonly Policy['hook'][] = ['normal', 'forward-too', 'forward-too', 'pre-dnat', 'untracked']
const PROFILES: readonly HostEndpoint['profile'][] = [
  undefined,
  { name: 'projectcalico-default-allow', action: 'allow' },
  { name: 'gone', action: 'deny' },
]

interface HostWorld {
  readonly cluster: Cluster
  readonly network: HostNetwork
  readonly policies: PolicySet
  readonly tuples: readonly Tuple[]
}

/** A world of pods whose global policies stand in any list, with host endpoints on a node of the cluster */
function hostWorldOf(seed: number): HostWorld {
  const random = randomFrom(seed)
  const world = worldOf(seed, { tuples: 10, open: false })
  const network = { ...DEFAULT_HOST_NETWORK, failsafe: { ingress: failsafe(random), egress: failsafe(random) } }
  const hostEndpoints = world.cluster.hostEndpoints.map((one) => ({ ...one, profile: random.pick(PROFILES) }))
  const nodes = [{ name: 'elsewhere', labels: new Map<string, string>(), addresses: [] }]
  const policies = world.policies.policies.map((one): Policy => {
    if (one.id.kind !== 'gnp') return one
    const hook = random.pick(HOOKS)
    return { ...one, hook, egress: hook === 'pre-dnat' ? undefined : one.egress }
  })
  return {
    cluster: { ...world.cluster, hostEndpoints, nodes, network },
    network,
    policies: { ...world.policies, policies },
    tuples: world.tuples,
  }
}

/** Ports that the random flows use */
const failsafe = (random: Random): FailsafePort[] =>
  Array.from({ length: random.int(4) }, () => ({
    protocol: random.pick([6, 17, 132]),
    port: random.pick([53, 80, 81, 40_000]),
    net: random.oneIn(2) ? undefined : cidrOf({ family: 4, value: 0x0a00_0000n }, random.pick([28, 30, 32])),
  }))

describe('the lists of host endpoints', () => {
  it('say what the plain evaluator says, row by row', (t) => {
    const judged = { allow: 0, deny: 0, failsafe: 0, open: 0 }
    for (const seed of seeds(t, 2500)) {
      const world = hostWorldOf(seed)
      const set = policySetFor('enforced', world.policies)
      const engine = new Engine(world.cluster, set, 'dataplane')
      const { hosts } = engine
      if (hosts === undefined) continue
      for (const endpoint of hosts.endpoints)
        for (const list of HOST_LISTS)
          for (const direction of DIRECTIONS)
            for (const tuple of world.tuples) {
              const expected = judgeHook(world.cluster, world.network, set, endpoint, list, direction, tuple)
              const { destination, source, ...layer4 } = tuple
              const verdict = evaluate(engine, hosts.program(endpoint, list, direction), {
                sources: [engine.peers.peerAt(source.ip)],
                destinations: [engine.peers.peerAt(destination.ip)],
                layer4: [layer4],
              })
              const got: Judgement = { action: verdict.is, trace: verdict.trace.map(rowOfHit) }
              count(judged, expected)
              if (isDeepStrictEqual(got, expected)) continue
              const where = `NETPOL_SEED=${String(seed)} ${endpoint.name} ${list} ${direction}`
              assert.fail(
                `${where}: ${JSON.stringify(got)}\ninstead of ${JSON.stringify(expected)}\n${shownWorld({ ...world, tuples: [tuple] })}`,
              )
            }
    }
    assert.ok(Math.min(...Object.values(judged)) > 1000, JSON.stringify(judged))
    assert.ok(Object.values(judged).reduce((sum, one) => sum + one, 0) >= 100_000, JSON.stringify(judged))
  })
})

function count(judged: Record<'allow' | 'deny' | 'failsafe' | 'open', number>, { action, trace }: Judgement): void {
  const last = trace.at(-1)
  if (last?.[0] === '__FAILSAFE__') judged.failsafe++
  else if (action === 'deny') judged.deny++
  else if (last?.[5] === 'allow') judged.allow++
  else judged.open++
}

// Nodes, with pods on them: what of several ends, told apart by what hosts do, is the same as each by itself

const NODES = ['n1', 'n2', 'n3', 'n4'] as const
const nodeAddress = (number: number): Ip => ({ family: 4, value: 0xc0a8_0000n + BigInt(number) })

function nodeWorldOf(seed: number, random: Random): HostWorld {
  const world = hostWorldOf(seed)
  const { cluster } = world
  const nodes = NODES.map((name, i) => ({
    name,
    labels: new Map<string, string>(),
    addresses: [nodeAddress(i + 1)],
    networks: [{ ip: nodeAddress(i + 1), network: cidrOf(nodeAddress(0), 29) }],
  }))
  const hostEndpoints = NODES.flatMap((node, i): HostEndpoint[] => {
    if (random.oneIn(3)) return []
    const like = random.pick(cluster.hostEndpoints)
    const interfaceName = random.pick(['*', '*', 'eth0', undefined])
    const expectedIps = interfaceName === 'eth0' && random.oneIn(2) ? [] : [nodeAddress(i + 1)]
    return [{ ...like, name: `h-${node}`, node, interfaceName, expectedIps }]
  })
  return {
    ...world,
    cluster: {
      ...cluster,
      nodes,
      hostEndpoints,
      workloads: cluster.workloads.map((one) => ({ ...one, node: random.oneIn(8) ? undefined : random.pick(NODES) })),
      settings: { ...cluster.settings, endpointToHost: random.oneIn(4) ? 'deny' : 'allow' },
      network: {
        ...world.network,
        pools: [
          { cidr: cidrOf({ family: 4, value: 0x0a00_0000n }, 28), natOutgoing: !random.oneIn(3), overlay: undefined },
        ],
      },
    },
  }
}

/** What an end can be, as the flow has it and one by one */
function severalEnds(random: Random, { cluster }: HostWorld): { candidates: Candidate[]; single: Candidate[] } {
  const pods = cluster.workloads
    .filter(({ addresses }) => addresses.some(({ family }) => family === 4))
    .map(({ addresses, name, namespace }): Candidate => ({
      is: 'pod',
      namespace,
      name,
      ip: addresses.find(({ family }) => family === 4),
    }))
  if (pods.length > 0 && !random.oneIn(3)) {
    const some = [...new Set(random.some(pods, 1, 4))]
    return { candidates: some, single: some }
  }
  const all = Array.from({ length: 8 }, (_, i) => nodeAddress(i))
  // Ranges hold no address of an endpoint.
  const free = all.filter(
    (ip) => !cluster.hostEndpoints.some(({ expectedIps }) => expectedIps.some((own) => own.value === ip.value)),
  )
  const some = [...new Set(random.some(random.oneIn(2) || free.length === 0 ? all : free, 1, 4))]
  const single = some.map((ip): Candidate => ({ is: 'address', ip }))
  if (!some.every((ip) => free.includes(ip)) || random.oneIn(2)) return { candidates: single, single }
  const ranges = some.map((ip) => cidrOf(ip, 32))
  return { candidates: [{ is: 'addresses', ranges, what: 'nodes' }], single }
}

describe('several ends on several nodes', () => {
  it('have the answer on which all of them agree, else none', (t) => {
    const answers = { allow: 0, deny: 0, unknown: 0 }
    for (const seed of seeds(t, 1500)) {
      const random = randomFrom(seed)
      const world = hostWorldOf(seed).cluster.hostEndpoints.length === 0 ? undefined : nodeWorldOf(seed, random)
      if (world === undefined) continue
      const engine = new Engine(world.cluster, policySetFor('enforced', world.policies), 'dataplane')
      if (engine.hosts === undefined) continue
      for (const tuple of world.tuples.slice(0, 4)) {
        const sources = severalEnds(random, world)
        const targets: ReturnType<typeof severalEnds> = random.oneIn(4) ? sources : severalEnds(random, world)
        const answerOf = (source: readonly Candidate[], destination: readonly Candidate[]): Answer =>
          judge(engine, flowOf(tuple, { source: endOf(source, 'from'), destination: endOf(destination, 'to') })).overall
        const each = new Set<Answer>(
          sources.single.flatMap((source) => targets.single.map((one) => answerOf([source], [one]))),
        )
        const [only] = each
        const expected = each.size === 1 && only !== undefined ? only : 'unknown'
        answers[expected]++
        const got = answerOf(sources.candidates, targets.candidates)
        assert.equal(got, expected, `NETPOL_SEED=${String(seed)} ${JSON.stringify([...each])}`)
      }
    }
    assert.ok(Math.min(...Object.values(answers)) > 300, JSON.stringify(answers))
  })
})
