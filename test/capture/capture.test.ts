import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { project } from '../../src/capture/projection.ts'
import { readSnapshotFiles } from '../../src/files/snapshot-files.ts'
import { SEVERITIES } from '../../src/base/diagnostic.ts'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import type { Cluster } from '../../src/model/cluster.ts'
import type { Flow, SnapshotMeta } from '../../src/model/flow.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import { resolveFlows } from '../../src/snapshot/resolve.ts'
import { FakeKube, status } from './fake-kube.ts'
import type { FakeKubeOptions } from './fake-kube.ts'
import { FakeWhisker } from './fake-whisker.ts'
import type { WhiskerOptions } from './fake-whisker.ts'
import { shippedGrants } from './roles.ts'
import type { Grant } from './roles.ts'
import { PHASE, PHASE_END, freshPath, phaseObjects, phaseRecords, phaseWithWhisker, refusal, run } from './support.ts'

const running: { stop: () => Promise<void> }[] = []
after(async () => {
  for (const one of running) await one.stop()
})

async function kube(options: FakeKubeOptions): Promise<FakeKube> {
  const fake = await new FakeKube(options).start()
  running.push(fake)
  return fake
}

async function whisker(options: Partial<WhiskerOptions> = {}): Promise<FakeWhisker> {
  const fake = await new FakeWhisker({ records: phaseRecords(), now: PHASE_END, ...options }).start()
  running.push(fake)
  return fake
}

/** What the gate makes of files: objects as they are captured, and flows, as texts */
async function read(...paths: readonly string[]): Promise<{
  readonly objects: readonly string[]
  readonly flows: readonly string[]
  readonly cluster: string
  readonly meta: SnapshotMeta
}> {
  const said: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void said.push(diagnostic)
  const reader = createSnapshotReader({}, report)
  for (const one of paths) for (const file of readSnapshotFiles(one)) await reader.add(file)
  const { manifests, meta, records } = reader.finish()
  const cluster = clusterOf(manifests, report)
  const flows = resolveFlows(records, cluster, report)
  assert.deepEqual(
    said.filter(({ code }) => SEVERITIES[code] === 'error').map(({ args, code }) => [code, ...args]),
    [],
  )
  const objects = manifests.map(({ value }) => JSON.stringify(project(value)))
  return { objects, flows: flows.map(textOf), cluster: textOf(cluster), meta }
}

/** Without the places of objects and of ends, which differ, and the number of records, as a capture merges those that are equal */
const textOf = (what: Flow | Cluster): string =>
  JSON.stringify(what, (key, value: unknown) => {
    if (key === 'at' || key === 'place' || key === 'count') return undefined
    if (typeof value === 'bigint') return String(value)
    return value instanceof Map ? [...value] : value
  })

const OBJECTS = path.join(PHASE, 'objects')
const FLOWS = path.join(PHASE, 'whisker-flows.json.gz')
/** All of the phase */
const SINCE = '5m'

describe('a capture of a whole phase', () => {
  test('through the API and a port-forward has the same objects and flows', async () => {
    const backend = await whisker()
    const forward = { portOf: (port: number) => (port === 8081 ? backend.port : undefined) }
    const cluster = await kube({ objects: phaseWithWhisker(), calico: 'calico-api-server', forward, pageSize: 7 })
    const { lines, log, metadata, summary } = await run({ kubeconfig: cluster.kubeconfig(), since: SINCE })
    const [captured, original] = [await read(summary.path), await read(OBJECTS, FLOWS)]
    const isAdded = (text: string): boolean => /calico-system|BGPConfiguration/.test(text)
    const own = captured.objects.filter((text) => !isAdded(text))
    assert.deepEqual(own, original.objects)
    const added = captured.objects.filter(isAdded)
    assert.equal(added.length, 4)
    // Of a BGPConfiguration the networks of Services and nothing else
    assert.ok(
      added.some((text) => text.endsWith('"spec":{"serviceClusterIPs":[{"cidr":"10.96.0.0/12"}]}}')),
      added.join(),
    )
    assert.deepEqual(captured.flows, original.flows)
    assert.equal(captured.flows.length > 50, true)
    const end = PHASE_END / 1000
    assert.deepEqual(summary.window, { start: end - 300, end })
    assert.deepEqual(
      { ...metadata, counts: undefined },
      {
        kind: 'NetpolSnapshotMetadata',
        tool: { name: 'netpol-preflight', version: '0.1.0' },
        startedAt: '2026-11-22T06:42:05Z',
        capturedAt: '2026-11-22T06:42:05Z',
        // Of the clusterGUID, which is nowhere in the snapshot
        clusterId: `sha256:${createHash('sha256').update('1e561f8b689d4f1f9f81fdbcb08c5757').digest('hex')}`,
        window: { start: '2026-11-22T06:36:45Z', end: '2026-11-22T06:41:45Z' },
        sources: { objects: 'Kubernetes API', flows: 'Whisker, port-forward' },
        counts: undefined,
        unread: [],
      },
    )
    assert.equal(summary.objectCount + summary.flowCount + 1, lines.length)
    assert.deepEqual(
      log.filter((line) => line.includes('again')),
      [],
    )
  })

  test('from files of kubectl and an address is the same, and what policies see of it is what they saw', async () => {
    const backend = await whisker()
    const { metadata, summary } = await run({ objects: OBJECTS, 'whisker-url': backend.url, since: SINCE })
    const [captured, original] = [await read(summary.path), await read(OBJECTS, FLOWS)]
    assert.deepEqual(captured.objects, original.objects)
    assert.deepEqual(captured.flows, original.flows)
    assert.equal(captured.cluster, original.cluster)
    assert.deepEqual(metadata['sources'], { objects: 'kubectl', flows: 'Whisker' })
    assert.equal(captured.meta.clusterId, summary.clusterId)
    assert.equal(captured.meta.windowStart, '2026-11-22T06:36:45Z')
  })

  test('has the same bytes, whatever the order of objects and records', async () => {
    const turned = Object.fromEntries(
      Object.entries(phaseWithWhisker()).map(([name, items]) => [name, [...items].reverse()]),
    )
    const files: string[] = []
    for (const [objects, records] of [
      [phaseWithWhisker(), phaseRecords()],
      [turned, [...phaseRecords()].reverse()],
    ] as const) {
      const backend = await whisker({ records })
      const cluster = await kube({ objects, calico: 'v3-definitions', forward: { portOf: () => backend.port } })
      files.push((await run({ kubeconfig: cluster.kubeconfig() })).summary.path)
    }
    const [one, other] = files.map((file) => readFileSync(file))
    assert.equal(one!.equals(other!), true)
  })

  test('without flows has no window', async () => {
    const { metadata, summary } = await run({ objects: OBJECTS, 'no-flows': '' })
    assert.deepEqual([summary.window, summary.flowCount, metadata['window']], [undefined, 0, undefined])
    assert.deepEqual(metadata['sources'], { objects: 'kubectl', flows: 'not asked for' })
  })
})

/** A capture of objects alone, from a cluster that is not as it should be */
async function objectsOf(options: Partial<FakeKubeOptions>): ReturnType<typeof run> {
  const cluster = await kube({ objects: phaseObjects(), calico: 'v3-definitions', ...options })
  return await run({ kubeconfig: cluster.kubeconfig(), 'no-flows': '' })
}

const namesOf = (lines: readonly Readonly<Record<string, unknown>>[], kind: string): readonly string[] =>
  lines.filter((line) => line['kind'] === kind).map((line) => (line['metadata'] as { readonly name: string }).name)

/** Fails requests of a path so often */
const failing =
  (pathname: string, times: number, fail: (response: ServerResponse) => void): NonNullable<FakeKubeOptions['fault']> =>
  (request, response, count) => {
    const isMeant = request.url?.split('?')[0] === pathname && count <= times
    if (isMeant) fail(response)
    return isMeant
  }

const PODS = '/api/v1/pods'
const PASSING: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ['429', (response) => status(response, 429, 'too many requests')],
  ['503', (response) => status(response, 503, 'no')],
  ['500 that is a page', (response) => response.writeHead(500).end('<html>Internal error</html>')],
  [
    'a body that ends early',
    (response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"kind":"PodList","items":[')
      setTimeout(() => response.destroy(), 5)
    },
  ],
  ['a body that was cut by somebody', (response) => response.writeHead(200).end('{"kind":"PodList","items":[')],
  [
    'a stream that breaks',
    (response) => {
      response.writeHead(200).write('{"kind":"PodList",')
      setTimeout(() => response.socket?.destroy(), 5)
    },
  ],
  ['a connection that breaks', (response) => void response.socket?.destroy()],
]

describe('an API server', () => {
  for (const [name, fail] of PASSING) {
    test(`${name}, twice: is asked again`, async () => {
      const { lines, waits } = await objectsOf({ fault: failing(PODS, 2, fail) })
      assert.equal(namesOf(lines, 'Pod').length, phaseObjects()['pods']!.length)
      assert.deepEqual(waits, [500, 1000])
    })
    test(`${name}, always: no snapshot`, async () => {
      const why = await refusal(() => objectsOf({ fault: failing(PODS, 99, fail) }))
      assert.match(why, /pods \((?:429|500|503)|cannot be read/)
    })
  }

  test('says how long to wait', async () => {
    const fault = failing(PODS, 1, (response) => {
      response.setHeader('retry-after', '7')
      status(response, 429, 'slow down')
    })
    assert.deepEqual((await objectsOf({ fault })).waits, [7000])
  })

  test('forgets the beginning of a list: it is read again, and each object is there once', async () => {
    let pages = 0
    const fault: FakeKubeOptions['fault'] = (request, response) => {
      if (request.url?.startsWith(`${PODS}?`) !== true || !request.url.includes('continue=') || ++pages !== 3)
        return false
      status(response, 410, 'The provided continue parameter is too old')
      return true
    }
    const { lines, log } = await objectsOf({ fault, pageSize: 4 })
    assert.deepEqual(
      namesOf(lines, 'Pod').toSorted(),
      phaseObjects()
        ['pods']!.map(({ metadata }) => metadata.name)
        .toSorted(),
    )
    assert.deepEqual(log.filter((line) => line.includes('reading it again')).length, 1)
  })

  test('forgets every list: no snapshot', async () => {
    const fault: FakeKubeOptions['fault'] = (request, response) => {
      const isLater = request.url?.includes('continue=') === true
      if (isLater) status(response, 410, 'too old')
      return isLater
    }
    assert.match(await refusal(() => objectsOf({ fault, pageSize: 4 })), /pods \(410, too old\)/)
  })

  test('is a web page: no snapshot', async () => {
    const fault: FakeKubeOptions['fault'] = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html>Log in</html>')
      return true
    }
    assert.match(await refusal(() => objectsOf({ fault })), /answered with a web page/)
  })

  test('serves the stored form alone: it is read', async () => {
    const objects = Object.fromEntries(
      Object.entries(phaseObjects()).map(([name, items]) => [
        name.replace('.projectcalico.org', '.crd.projectcalico.org'),
        items.map((item) =>
          item.apiVersion === 'projectcalico.org/v3' ? { ...item, apiVersion: 'crd.projectcalico.org/v1' } : item,
        ),
      ]),
    )
    const { lines } = await objectsOf({ objects, calico: 'stored' })
    const stored = lines.filter((line) => line['apiVersion'] === 'crd.projectcalico.org/v1')
    assert.deepEqual(namesOf(stored, 'Tier').length, 5)
  })

  test('has policies of others: the snapshot says so', async () => {
    const { summary } = await objectsOf({ groups: ['cilium.io'] })
    assert.deepEqual(summary.unread, [
      { what: 'policies of cilium.io', why: 'this project does not know what they do' },
    ])
  })
})

describe('rights', () => {
  const HIDDEN = { calico: 'calico-api-server', hiddenTiers: ['security'] } as const

  test('one tier is hidden: no snapshot, and no file', async () => {
    const output = freshPath('snapshot.json.gz')
    const cluster = await kube({ objects: phaseObjects(), ...HIDDEN })
    const why = await refusal(() => run({ kubeconfig: cluster.kubeconfig(), 'no-flows': '', output }))
    assert.match(why, /globalnetworkpolicies\.projectcalico\.org of the tier security \(403, User "me" cannot list/)
    assert.equal(existsSync(output), false)
  })

  test('…though the list without a tier says nothing of it', async () => {
    const cluster = await kube({ objects: phaseObjects(), ...HIDDEN })
    await refusal(() => run({ kubeconfig: cluster.kubeconfig(), 'no-flows': '' }))
    const last = cluster.requests.filter((one) =>
      one.startsWith('GET /apis/projectcalico.org/v3/globalnetworkpolicies?'),
    )
    assert.equal(
      last.some((one) => !one.includes('labelSelector')),
      true,
    )
  })

  test('a policy without the label of its tier is found', async () => {
    const objects = phaseObjects()
    const name = 'globalnetworkpolicies.projectcalico.org'
    const unlabelled = { ...objects[name]![0]!, metadata: { name: 'security.unlabelled', uid: 'u' } }
    const { lines } = await objectsOf({ objects: { ...objects, [name]: [...objects[name]!, unlabelled] } })
    const found = namesOf(lines, 'GlobalNetworkPolicy')
    assert.equal(found.includes('security.unlabelled'), true)
    assert.equal(new Set(found).size, found.length)
  })

  test('all that verdicts hang on and is refused is named at once', async () => {
    const grants = shippedGrants().map((grant) => without(grant, ['pods', 'namespaces', 'tiers']))
    const why = await refusal(() => objectsOf({ grants }))
    for (const what of ['namespaces (403', 'pods (403', 'tiers.projectcalico.org (403', 'capture/kubernetes'])
      assert.equal(why.includes(what), true, `${what} in ${why}`)
  })

  test('what only helps is done without, and the snapshot says so', async () => {
    const grants = shippedGrants().map((grant) => without(grant, ['nodes', 'ippools']))
    const { summary } = await objectsOf({ grants })
    assert.deepEqual(
      summary.unread.map(({ what, why }) => [what, why.slice(0, 3)]),
      [
        ['nodes', '403'],
        ['ippools.projectcalico.org', '403'],
      ],
    )
  })
})

function without(grant: Grant, resources: readonly string[]): Grant {
  const left = (grant.rule.resources ?? []).filter((one) => !resources.includes(one))
  return grant.rule.resources === undefined ? grant : { ...grant, rule: { ...grant.rule, resources: left } }
}

describe('files of objects', () => {
  test('a list of which a part is missing is no list', async () => {
    const cut = freshPath('pods.json')
    mkdirSync(path.dirname(cut), { recursive: true })
    writeFileSync(
      cut,
      '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}},',
    )
    assert.match(await refusal(() => run({ objects: [OBJECTS, cut], 'no-flows': '' })), /json-syntax/)
  })

  test('what is not there, and what holds no object', async () => {
    assert.match(await refusal(() => run({ objects: '/no/such/file', 'no-flows': '' })), /does not exist/)
    const empty = freshPath('x.json')
    mkdirSync(path.dirname(empty), { recursive: true })
    writeFileSync(empty, '{"apiVersion":"v1","kind":"SecretList","items":[{"metadata":{"name":"a"},"data":{"b":"c"}}]}')
    assert.match(await refusal(() => run({ objects: empty, 'no-flows': '' })), /no objects/)
  })

  test('YAML, and policies of others', async () => {
    const file = freshPath('x.yaml')
    mkdirSync(path.dirname(file), { recursive: true })
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: hidden}\n'
    const cilium = 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: c, namespace: ns}\n'
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system, uid: u}\n'
    writeFileSync(file, [secret, cilium, namespace].join('---\n'))
    const { lines, summary } = await run({ objects: file, 'no-flows': '' })
    assert.deepEqual(
      summary.unread.map(({ what }) => what),
      ['CiliumNetworkPolicy of cilium.io'],
    )
    assert.deepEqual(lines.slice(1), [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'u' } },
    ])
    assert.equal(summary.clusterId, `sha256:${createHash('sha256').update('u').digest('hex')}`)
  })
})
