// Flows of which the record left something out (docs/semantics.md §8.4): the engine's answer against the plain evaluator's answers
// for all completions of them. NETPOL_SEED runs the same flows again.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { Engine } from '../../src/engine/engine.ts'
import { judge as judgeFlow } from '../../src/engine/judge.ts'
import type { Workload } from '../../src/model/cluster.ts'
import type { Candidate, Flow } from '../../src/model/flow.ts'
import { DIRECTIONS } from '../../src/model/policy.ts'
import type { EndVerdict } from '../../src/model/verdict.ts'
import { modeOf, readWorld } from '../support/cases.ts'
import { endOf, flowOf } from '../support/engines.ts'
import { addressesOf, FREE, openFlow, SIDES } from '../support/open-flow.ts'
import { randomFrom } from '../support/random.ts'
import { answerOf, outcomesOf } from '../support/reference-open.ts'
import type { Tuple } from '../support/reference.ts'
import { seeds } from '../support/seeds.ts'
import { shownWorld } from '../support/shrink.ts'
import { worldOf } from '../support/worlds.ts'

describe('flows that are not all known', () => {
  it('have the answer on which all completions agree, else none', (t) => {
    const answers = { allow: 0, deny: 0, unknown: 0 }
    for (const seed of seeds(t, 250)) {
      const random = randomFrom(seed)
      const world = worldOf(seed, { tuples: 4, open: false })
      for (const set of ['enforced', 'pending'] as const) {
        const engine = new Engine(world.cluster, policySetFor(set, world.policies), modeOf(set))
        for (const tuple of world.tuples) {
          const { completions, flow } = openFlow(random, tuple, world)
          const verdict = judgeFlow(engine, flow)
          for (const direction of DIRECTIONS) {
            const expected = outcomesOf(world.cluster, world.policies, direction, completions, modeOf(set))
            const where = (): string =>
              `NETPOL_SEED=${String(seed)} ${set} ${direction}\n${shownWorld({ ...world, tuples: [tuple] })}\n${shownFlow(flow)}`
            assert.equal(answerIn(verdict[direction]), expected.length === 0 ? 'none' : answerOf(expected), where())
            if (expected.length > 0) answers[answerOf(expected)]++
          }
        }
      }
    }
    assert.ok(Math.min(...Object.values(answers)) > 100, JSON.stringify(answers))
  })

  it('of a pod without an address have an answer only where every address gives it', (t) => {
    const answers = { allow: 0, deny: 0, unknown: 0 }
    for (const seed of seeds(t, 1500)) {
      const world = worldOf(seed, { tuples: 4, open: false })
      const { cluster, policies } = world
      const pod = cluster.workloads.find(({ addresses }) => addresses.length === 0)
      if (pod === undefined) continue
      const engine = new Engine(cluster, policySetFor('enforced', policies), 'dataplane')
      for (const tuple of world.tuples) {
        const side = randomFrom(seed).pick(SIDES)
        const other = tuple[side === 'source' ? 'destination' : 'source']
        const candidate: Candidate = { is: 'pod', namespace: pod.namespace, name: pod.name, ip: undefined }
        const verdict = judgeFlow(engine, flowOf(tuple, { [side]: endOf([candidate], pod.name) }))
        const ips = FREE.filter(({ family }) => family === other.ip.family)
          .flatMap(addressesOf)
          .filter(({ value }) => value !== other.ip.value)
        for (const direction of DIRECTIONS) {
          const expected = ips.flatMap((ip) => {
            const placed: Workload = { ...pod, addresses: [ip] }
            const workloads = cluster.workloads.map((one) => (one === pod ? placed : one))
            const packet: Tuple = { ...tuple, [side]: { workload: placed, ip } }
            return outcomesOf({ ...cluster, workloads }, policies, direction, [packet], 'dataplane')
          })
          const answer = expected.length === 0 ? 'none' : answerOf(expected)
          const got = answerIn(verdict[direction])
          if (answer !== 'none') answers[answer]++
          assert.ok(
            got === answer || got === 'unknown',
            `NETPOL_SEED=${String(seed)} ${direction}: ${got} instead of ${answer}\n${shownWorld({ ...world, tuples: [tuple] })}`,
          )
        }
      }
    }
    assert.ok(answers.allow > 100 && answers.deny > 100 && answers.unknown > 0, JSON.stringify(answers))
  })
})

describe('a flow without a port', () => {
  // Found by the test above: ports were told apart by numbers that rules write, not by those that names stand for.
  const pod = (name: string, ip: string): unknown => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'a', name, labels: { app: name } },
    spec: { nodeName: 'n', containers: [{ name: 'c', image: 'x', ports: [{ name: 'http', containerPort: 8080 }] }] },
    status: { phase: 'Running', podIPs: [{ ip }] },
  })
  const cast = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } },
    pod('x', '10.0.0.1'),
    pod('y', '10.0.0.2'),
  ]
  const cases = [
    {
      what: 'the name of a port',
      objects: [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { namespace: 'a', name: 'p' },
          spec: { podSelector: { matchLabels: { app: 'y' } }, ingress: [{ ports: [{ port: 'http' }] }] },
        },
      ],
      direction: 'ingress',
      missing: 'destinationPort',
      because: 'destination-port-missing',
    },
    {
      what: 'the name of a port of the source',
      objects: [
        {
          apiVersion: 'projectcalico.org/v3',
          kind: 'NetworkPolicy',
          metadata: { namespace: 'a', name: 'p' },
          spec: {
            selector: "app == 'y'",
            ingress: [{ action: 'Allow', protocol: 'TCP', source: { ports: ['http'] } }],
          },
        },
      ],
      direction: 'ingress',
      missing: 'sourcePort',
      because: 'source-port-missing',
    },
    {
      what: 'a Service',
      objects: [
        {
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          metadata: { namespace: 'a', name: 's-1', labels: { 'kubernetes.io/service-name': 's' } },
          addressType: 'IPv4',
          endpoints: [{ addresses: ['10.0.0.2'] }],
          ports: [{ port: 8080, protocol: 'TCP' }],
        },
        {
          apiVersion: 'projectcalico.org/v3',
          kind: 'NetworkPolicy',
          metadata: { namespace: 'a', name: 'p' },
          spec: {
            selector: "app == 'x'",
            types: ['Egress'],
            egress: [{ action: 'Allow', destination: { services: { namespace: 'a', name: 's' } } }],
          },
        },
      ],
      direction: 'egress',
      missing: 'destinationPort',
      because: 'destination-port-missing',
    },
  ] as const
  for (const { because, direction, missing, objects, what } of cases) {
    it(`is uncertain where a rule asks for ${what}`, () => {
      const ends = { src: { pod: 'a/x', ip: '10.0.0.1' }, dst: { pod: 'a/y', ip: '10.0.0.2' } }
      const flow = { ...ends, protocol: 'TCP', sourcePort: 8080, destinationPort: 8080 }
      const { cluster, policies, tuples } = readWorld({
        id: what,
        objects: [...cast, ...objects],
        flows: [flow],
        expect: [],
      })
      const engine = new Engine(cluster, policySetFor('enforced', policies), 'dataplane')
      const [tuple] = tuples
      assert.ok(tuple !== undefined)
      assert.equal(judgeFlow(engine, flowOf(tuple))[direction]?.is, 'allow')
      const nothing = { sourcePort: false, destinationPort: false, icmp: false }
      const without = { [missing]: undefined, missing: { ...nothing, [missing]: true } }
      const open = judgeFlow(engine, flowOf(tuple, without))[direction]
      assert.equal(open?.is, 'unknown')
      assert.deepEqual(
        open.because.map(({ code }) => code),
        [because],
      )
    })
  }
})

const answerIn = (end: EndVerdict | undefined): string => end?.is ?? 'none'

const shownFlow = (flow: Flow): string =>
  JSON.stringify(flow, (_, value: unknown) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value))
