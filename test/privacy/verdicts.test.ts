// Under pseudonyms every verdict is the same, and every trace but for the names in it: on the worlds of the conformance suite,
// whose verdicts are those of Calico's own engine, and on the captured phases.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { project } from '../../src/capture/projection.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import type { Flow } from '../../src/model/flow.ts'
import { POLICY_SET_NAMES } from '../../src/model/policy.ts'
import { World, printVerdict } from '../../src/preflight/world.ts'
import type { PrintedEnd, PrintedVerdict, TraceRow } from '../../src/preflight/world.ts'
import { maskSnapshot } from '../../src/privacy/mask-snapshot.ts'
import { Pseudonyms } from '../../src/privacy/pseudonyms.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import type { SnapshotContent } from '../../src/snapshot/reader.ts'
import { resolveFlows } from '../../src/snapshot/resolve.ts'
import { readTuple } from '../../src/snapshot/tuple-flow.ts'
import { sha256 } from '../support/random-captures.ts'
import { randomFrom } from '../support/random.ts'
import { seeds } from '../support/seeds.ts'
import { ROOT, SKIP_WITHOUT_SHARED, shared } from '../support/shared.ts'
import { filesOf } from '../snapshot/support.ts'
import { hmacOf } from './support.ts'

const ignore = (): void => undefined
const storing = { digest: sha256, project }

function contentOf(files: readonly { readonly path: string; readonly text: string }[]): SnapshotContent {
  const reader = createSnapshotReader({}, ignore)
  for (const { path: name, text } of files) reader.addText(name, text)
  return reader.finish()
}

const worldOf = (content: SnapshotContent): World => new World(content.manifests, content.broken, ignore)

/** The verdict with the names of the other world */
function renamed({ because: _because, ...verdict }: PrintedVerdict, names: Pseudonyms): unknown {
  const row = ([tier, kind, namespace, name, ...rest]: TraceRow): unknown => [
    names.tier(tier),
    kind,
    names.word(namespace),
    names.policy(kind, name),
    ...rest,
  ]
  const end = (one: PrintedEnd | null): unknown => one && { action: one.action, trace: one.trace.map(row) }
  const hosts = verdict.hosts?.map(({ endpoints, node, trace, ...host }) => ({
    ...host,
    node: node === null ? null : names.word(node),
    endpoints: endpoints.map((name) => names.word(name)).sort(),
    trace: trace.map(row),
  }))
  return {
    ...verdict,
    egress: end(verdict.egress),
    ingress: end(verdict.ingress),
    ...(hosts !== undefined && { hosts }),
  }
}

/** Endpoints that may be meant stand in the order of their names */
const withoutReasons = ({ because: _because, hosts, ...verdict }: PrintedVerdict): unknown => ({
  ...verdict,
  ...(hosts !== undefined && { hosts: hosts.map((host) => ({ ...host, endpoints: [...host.endpoints].sort() })) }),
})

interface ConformanceWorld {
  readonly id: string
  readonly objects: readonly object[]
  readonly flows: readonly Readonly<Record<string, unknown>>[]
}

function worldsOf(file: string): readonly ConformanceWorld[] {
  const bytes = readFileSync(path.join(ROOT, 'test/conformance', file))
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ConformanceWorld)
}

function renamedEnd(end: unknown, names: Pseudonyms): unknown {
  const { ip, pod } = end as { readonly ip?: string; readonly pod?: string }
  const [namespace = '', name = ''] = pod?.split('/') ?? []
  return {
    ...(pod !== undefined && { pod: `${names.word(namespace)}/${names.word(name)}` }),
    ...(ip !== undefined && { ip: names.address(ip) }),
  }
}

async function checkWorld({ flows, id, objects }: ConformanceWorld, key: string): Promise<number> {
  const content = contentOf([{ path: 'objects.json', text: objects.map((one) => JSON.stringify(one)).join('\n') }])
  const cluster = clusterOf(content.manifests, ignore)
  const names = new Pseudonyms(content, cluster, hmacOf(key), [])
  const masked = await maskSnapshot(content, hmacOf(key), [], storing)
  const [plain, hidden] = [worldOf(content), worldOf(masked)]
  let judged = 0
  for (const tuple of flows) {
    const flow = readTuple(tuple, plain.cluster)
    const other = readTuple(
      { ...tuple, src: renamedEnd(tuple['src'], names), dst: renamedEnd(tuple['dst'], names) },
      hidden.cluster,
    )
    if (typeof flow === 'string' || typeof other === 'string') {
      assert.equal(typeof flow, typeof other, `${id}: ${JSON.stringify(tuple)}`)
      continue
    }
    for (const set of POLICY_SET_NAMES) {
      const expected = renamed(printVerdict(plain.verdict(flow, set)), names)
      const found = withoutReasons(printVerdict(hidden.verdict(other, set)))
      assert.deepEqual(found, expected, `${id}, ${set}: ${JSON.stringify(tuple)}`)
      judged++
    }
  }
  return judged
}

describe('with pseudonyms, every verdict and trace of Calico’s worlds is the same:', () => {
  for (const file of ['knp', 'calico', 'tiers', 'staged', 'mixed', 'cnp'].map((name) => `${name}.jsonl.gz`)) {
    const skip = existsSync(path.join(ROOT, 'test/conformance', file)) ? false : `${file} is not here`
    test(file, { skip }, async (t) => {
      const worlds = worldsOf(file)
      let judged = 0
      for (const seed of seeds(t, 12)) judged += await checkWorld(randomFrom(seed).pick(worlds), `key ${String(seed)}`)
      t.diagnostic(`${String(judged)} verdicts`)
      assert.ok(judged > 100)
    })
  }
  test('edges.jsonl', async () => {
    for (const world of worldsOf('edges.jsonl')) await checkWorld(world, 'a key')
  })
})

/** Where a flow goes, with the names of the other world */
const keyOf = (
  { destination, destinationPort, icmp, protocol, source }: Flow,
  word: (name: string) => string,
): string => JSON.stringify([word(source.name), word(destination.name), protocol, destinationPort, icmp])

const CASES: readonly (readonly [data: string, phases: readonly string[]])[] = [
  ['yaobank-capture', ['a-no-policy', 'b-staged', 'b2-mistake-enforced', 'c-enforced', 'd-cluster']],
  ['hosts-capture', ['0-no-host-endpoints', '1-host-endpoints-only', '2-normal-policies', '3-apply-on-forward']],
]

describe(
  'with pseudonyms, the captured phases give the same flows and verdicts:',
  { skip: SKIP_WITHOUT_SHARED },
  () => {
    for (const [data, phases] of CASES)
      for (const phase of phases)
        test(`${data} ${phase}`, async () => {
          const wanted = (name: string): boolean =>
            !/hints|statistics|connections|whole-hour|policies-applied/.test(name)
          const content = contentOf(filesOf(shared('data', data, phase), wanted))
          const cluster = clusterOf(content.manifests, ignore)
          const names = new Pseudonyms(content, cluster, hmacOf('a key'), [])
          const masked = await maskSnapshot(content, hmacOf('a key'), [], storing)
          const [plain, hidden] = [worldOf(content), worldOf(masked)]
          const flows = resolveFlows(content.records, plain.cluster)
          const others = resolveFlows(masked.records, hidden.cluster)
          assert.equal(others.length, flows.length)
          const word = (name: string): string =>
            name
              .split('/')
              .map((part) => names.word(part))
              .join('/')
          const byKey = new Map(others.map((flow) => [keyOf(flow, (name) => name), flow]))
          for (const flow of flows) {
            const other = byKey.get(keyOf(flow, word))
            assert.ok(other !== undefined, `no flow ${keyOf(flow, word)} for ${flow.key}`)
            assert.deepEqual(
              [other.weight, other.firstSeen, other.lastSeen],
              [flow.weight, flow.firstSeen, flow.lastSeen],
            )
            for (const set of POLICY_SET_NAMES)
              assert.deepEqual(
                withoutReasons(printVerdict(hidden.verdict(other, set))),
                renamed(printVerdict(plain.verdict(flow, set)), names),
                `${set}: ${flow.key}`,
              )
          }
        })
  },
)
