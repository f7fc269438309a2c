// `snapshot merge`: the same whatever the order and the grouping, a window once, and the same flows as the captures.

import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { clusterOf } from '../../src/convert/cluster.ts'
import { InputError } from '../../src/base/diagnostic.ts'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import type { Flow } from '../../src/model/flow.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import type { SnapshotContent } from '../../src/snapshot/reader.ts'
import { resolveFlows } from '../../src/snapshot/resolve.ts'
import { merged, randomCaptures } from '../support/random-captures.ts'
import type { Captured } from '../support/random-captures.ts'
import { randomFrom } from '../support/random.ts'
import { seeds } from '../support/seeds.ts'
import { SKIP_WITHOUT_SHARED, shared } from '../support/shared.ts'
import { filesOf, printEnd } from './support.ts'

const stored = (text: string): readonly Captured[] => [{ path: 'merged.json', text }]

function contentOf(files: readonly Captured[]): SnapshotContent {
  const reader = createSnapshotReader({}, () => undefined)
  for (const { path: name, text } of files) reader.addText(name, text)
  return reader.finish()
}

/** All that a report can say of a flow */
const print = ({ destination, records, source, ...flow }: Flow): unknown => ({
  ...flow,
  source: printEnd(source),
  destination: printEnd(destination),
  records: records.map(({ source: _source, destination: _destination, ...record }) => record),
})

function flowsOf({ manifests, meta, records }: SnapshotContent): readonly unknown[] {
  const cluster = clusterOf(manifests, () => undefined)
  return resolveFlows(records, cluster, () => undefined, meta.policiesSince).map(print)
}

describe('merging is', () => {
  test('commutative, associative and idempotent, byte for byte', async (t) => {
    for (const seed of seeds(t, 150)) {
      const parts = randomCaptures(seed, 4)
      const random = randomFrom(seed)
      const all = (await merged(parts)).text
      const shuffled = await merged(random.shuffled([...parts, random.pick(parts)]))
      assert.equal(shuffled.text, all, `seed ${String(seed)}: another order, one twice`)
      const at = 1 + random.int(3)
      const [left, right] = [await merged(parts.slice(0, at)), await merged(parts.slice(at))]
      const tree = await merged([stored(right.text), stored(left.text)])
      assert.equal(tree.text, all, `seed ${String(seed)}: merged in two halves`)
      assert.equal((await merged([stored(all)])).text, all, `seed ${String(seed)}: merged alone`)
      assert.equal((await merged([stored(all), ...parts])).text, all, `seed ${String(seed)}: with what it was made of`)
    }
  })

  test('without loss: the flows of the merged snapshot are those of all captures', async (t) => {
    for (const seed of seeds(t, 150)) {
      const parts = randomCaptures(seed, 3)
      const { content, text } = await merged(parts)
      // Each capture in the one form, read side by side: what two of them share is counted once there as well.
      const forms = await Promise.all(parts.map(async (part) => (await merged([part])).text))
      const side = contentOf(forms.map((form, i) => ({ path: `${String(i)}.json`, text: form })))
      assert.deepEqual(flowsOf(contentOf(stored(text))), flowsOf(side), `seed ${String(seed)}`)
      assert.deepEqual(flowsOf(content), flowsOf(side), `seed ${String(seed)}`)
      assert.deepEqual(contentOf(stored(text)).meta, side.meta, `seed ${String(seed)}`)
    }
  })

  test('without a change for a single capture', async (t) => {
    for (const seed of seeds(t, 150)) {
      const [part = []] = randomCaptures(seed, 1)
      const { text } = await merged([part])
      assert.deepEqual(flowsOf(contentOf(stored(text))), flowsOf(contentOf(part)), `seed ${String(seed)}`)
      assert.doesNotMatch(text, /PASSWORD|secret/, 'no environment')
    }
  })
})

const pod = (name: string, version: string, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'ns', uid: name, resourceVersion: version, ...more },
  spec: { nodeName: 'n' },
  status: { phase: 'Running', podIP: '10.0.0.7' },
})
const policy = (name: string, version: string, app: string): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'ns', uid: name, resourceVersion: version },
  spec: { podSelector: { matchLabels: { app } } },
})
const capture = (at: string, objects: readonly object[], more: object = {}): readonly Captured[] => {
  const metadata = {
    kind: 'NetpolSnapshotMetadata',
    capturedAt: at,
    sources: { objects: 'Kubernetes API' },
    counts: { objects: {} },
    ...more,
  }
  const flow = {
    src: { pod: 'ns/run-29000000-abcde' },
    dst: { pod: 'ns/web' },
    protocol: 'TCP',
    destinationPort: 80,
    count: 1,
    lastSeen: at,
  }
  return [{ path: `${at}.json`, text: [metadata, ...objects, flow].map((one) => JSON.stringify(one)).join('\n') }]
}

const T1 = '2026-11-22T01:00:00Z'
const T2 = '2026-11-22T02:00:00Z'
const T3 = '2026-11-22T03:00:00Z'

const present = ({ manifests }: SnapshotContent): readonly string[] =>
  manifests.map(({ kind, name }) => `${kind} ${name}`)

describe('objects of several captures', () => {
  it('are those of the newest, and a policy that is gone is gone', async () => {
    const older = capture(T1, [policy('edited', '10', 'a'), policy('deleted', '11', 'a'), pod('web', '1')])
    const newer = capture(T2, [policy('edited', '20', 'b'), pod('web', '1')])
    const { content, text } = await merged([newer, older])
    assert.deepEqual(present(content), ['NetworkPolicy edited', 'Pod web'])
    assert.deepEqual(content.meta.policyChanges, [
      { is: 'removed', kind: 'NetworkPolicy', namespace: 'ns', name: 'deleted', at: T2 },
      { is: 'edited', kind: 'NetworkPolicy', namespace: 'ns', name: 'edited', at: T2 },
    ])
    assert.match(text, /"name":"deleted"/, 'it stays in the file, for a later merge to know of')
  })

  it('come back where a later capture has them again', async () => {
    const has = (at: string, version: string): readonly Captured[] => capture(at, [policy('back', version, 'a')])
    const { content } = await merged([has(T1, '10'), capture(T2, []), has(T3, '30')])
    assert.deepEqual(present(content), ['NetworkPolicy back'])
  })

  it('are not taken for gone by a capture that could not read them', async () => {
    const node = {
      apiVersion: 'projectcalico.org/v3',
      kind: 'IPPool',
      metadata: { name: 'pool' },
      spec: { cidr: '10.0.0.0/8' },
    }
    const unread = { unread: [{ what: 'ippools.projectcalico.org', why: '403' }] }
    const { content } = await merged([capture(T1, [node]), capture(T2, [], unread)])
    assert.deepEqual(present(content), ['IPPool pool'])
    assert.deepEqual(content.meta.unread, ['ippools.projectcalico.org: 403'])
  })

  it('keep pods that have ended, without an address that another pod has now', async () => {
    const job = pod('run-29000000-abcde', '5', {
      ownerReferences: [{ kind: 'Job', name: 'run-29000000', controller: true }],
    })
    const { content } = await merged([capture(T1, [job]), capture(T2, [pod('web', '9')])])
    assert.deepEqual(present(content), ['Pod run-29000000-abcde', 'Pod web'])
    const cluster = clusterOf(content.manifests, () => undefined)
    assert.deepEqual(
      cluster.workloads.map(({ addresses, name }) => `${name} ${String(addresses.length)}`),
      ['run-29000000-abcde 0', 'web 1'],
    )
  })

  it('do not keep pods whose place others took', async () => {
    const of = (set: string): object => ({ ownerReferences: [{ kind: 'ReplicaSet', name: set, controller: true }] })
    const replicas = (name: string): object => ({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name, namespace: 'ns', ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }] },
      spec: { template: {} },
    })
    const older = capture(T1, [replicas('web-1'), replicas('web-2'), pod('web-1-x', '1', of('web-1'))])
    const newer = capture(T2, [replicas('web-1'), replicas('web-2'), pod('web-2-y', '2', of('web-2'))])
    const { content } = await merged([older, newer])
    assert.deepEqual(
      present(content).filter((one) => one.startsWith('Pod')),
      ['Pod web-2-y'],
    )
  })

  it('say how often a flow was seen, and when', async () => {
    const { content } = await merged([capture(T1, [pod('web', '1')]), capture(T3, [pod('web', '1')]), capture(T2, [])])
    const cluster = clusterOf(content.manifests, () => undefined)
    const flows = resolveFlows(content.records, cluster)
    assert.deepEqual(
      flows.map(({ firstSeen, lastSeen, weight, windows }) => ({ firstSeen, lastSeen, weight, windows })),
      [{ firstSeen: undefined, lastSeen: T3, weight: { count: 3, unit: 'connections' }, windows: 3 }],
    )
    assert.equal(content.meta.windowCount, 3)
  })
})

describe('what does not belong together is refused', () => {
  it('snapshots of two clusters', async () => {
    const parts = [capture(T1, [], { clusterId: 'one' }), capture(T2, [], { clusterId: 'two' })]
    await assert.rejects(
      merged(parts),
      (error) => error instanceof InputError && /2 clusters: one, two/.test(error.message),
    )
  })

  it('an object that cannot be read', async () => {
    const broken = [{ path: 'policy.yaml', text: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {' }]
    await assert.rejects(merged([broken]), (error) => error instanceof InputError)
  })
})

describe('a merged snapshot that is damaged', () => {
  const head = {
    kind: 'NetpolSnapshotMetadata',
    version: 1,
    captures: [],
    windows: [{ id: '0123456789abcdef', dialect: 'tuples', records: 1 }],
    ends: [{ is: 'pod', namespace: 'ns', name: 'web' }],
    labels: [],
    traces: [],
  }
  const flow = { source: 0, destination: 0, protocol: 6, port: 80, seen: [[0, 1, 0, 1, null, null]] }
  const said = (...values: readonly object[]): readonly string[] => {
    const found: Diagnostic[] = []
    const reader = createSnapshotReader({}, (diagnostic) => void found.push(diagnostic))
    reader.addText('merged.json', values.map((value) => JSON.stringify(value)).join('\n'))
    reader.finish()
    return found.map(({ args, code }) => `${code}: ${args.at(-1) ?? ''}`)
  }
  it('is not, to begin with', () => assert.deepEqual(said(head, flow), []))

  const HEADS: readonly (readonly [string, object, RegExp])[] = [
    ['another version', { version: 2 }, /snapshot-unreadable: its version is 2/],
    ['an end without a name', { ends: [{ is: 'pod' }] }, /its `ends`, `labels` or `traces`/],
    ['an address that is none', { ends: [{ is: 'network', ips: ['10.0.0.256'] }] }, /its `ends`/],
    ['a window without an id', { windows: [{ dialect: 'tuples', records: 1 }] }, /its `windows`/],
    ['a window of no dialect', { windows: [{ ...head.windows[0], dialect: 'constructor' }] }, /its `windows`/],
    ['a hit of no kind', { traces: [[['default', 'toString', '', 'p', 0, 'allow']]] }, /its `ends`/],
    ['captures that are none', { captures: {} }, /its `captures`/],
  ]
  for (const [name, change, expected] of HEADS)
    it(`by ${name}`, () => assert.match(said({ ...head, ...change }).join('\n'), expected))

  const FLOWS: readonly (readonly [string, object, string])[] = [
    ['an end that is not there', { source: 1 }, 'source'],
    ['a negative place', { destination: -1 }, 'destination'],
    ['labels that are not there', { sourceLabels: 0 }, 'sourceLabels'],
    ['a trace that is not there', { enforced: 3 }, 'enforced'],
    ['a port beyond all ports', { port: 65_536 }, 'port'],
    ['a protocol beyond a byte', { protocol: 256 }, 'protocol'],
    ['an ICMP type that is none', { icmp: { type: 'echo' } }, 'icmp'],
    ['a window that is not there', { seen: [[1, 1, 0, 1, null, null]] }, 'seen'],
    ['figures below zero', { seen: [[0, -1, 0, 1, null, null]] }, 'seen'],
  ]
  for (const [name, change, field] of FLOWS)
    it(`by ${name}`, () =>
      assert.deepEqual(said(head, { ...flow, ...change }), [
        `record-unreadable: its ${field} is missing or no ${field}`,
      ]))
})

const PHASES = ['a-no-policy', 'b-staged', 'b2-mistake-enforced', 'c-enforced', 'd-cluster']

describe('the captured phases', { skip: SKIP_WITHOUT_SHARED }, () => {
  const parts = (): readonly (readonly Captured[])[] =>
    PHASES.map((phase) =>
      filesOf(shared('data/yaobank-capture', phase), (name) => !/hints|statistics|connections|whole-hour/.test(name)),
    )

  it('merge to the same bytes in any order', async () => {
    const all = parts()
    const forward = await merged(all)
    const backward = await merged([...all].reverse())
    assert.equal(backward.text, forward.text)
    assert.equal(forward.content.meta.windowCount, PHASES.length)
  })

  it('give the same flows after a merge of one', async () => {
    for (const part of parts()) {
      const { text } = await merged([part])
      assert.deepEqual(flowsOf(contentOf(stored(text))), flowsOf(contentOf(part)))
    }
  })
})
