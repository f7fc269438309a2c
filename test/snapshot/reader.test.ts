import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, it } from 'node:test'
import { contains } from '../../src/base/ip.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import type { Flow, SnapshotMeta } from '../../src/model/flow.ts'
import { randomFrom } from '../support/random.ts'
import { SKIP_WITHOUT_SHARED, shared } from '../support/shared.ts'
import { DATA, cluster, codes, filesOf, ip, load, printEnd, readData } from './support.ts'
import type { TextFile } from './support.ts'

/** What this room found out about the capture */
const brief = ({ capturedAt, clusterId, recordCount, sources, windowEnd, windowStart }: SnapshotMeta) => ({
  capturedAt,
  windowStart,
  windowEnd,
  sources,
  recordCount,
  clusterId,
})

/** All that resolving finds out, but for weights and times where dialects count differently */
const print = (flows: readonly Flow[], counted = true): readonly string[] =>
  flows.map((flow) =>
    JSON.stringify([
      flow.key,
      printEnd(flow.source),
      printEnd(flow.destination),
      counted ? [flow.weight, flow.firstSeen, flow.lastSeen] : [],
      flow.records.map(
        ({ action, count, destination, destinationName, enforced, pending, reporter, source, sourceName }) => [
          reporter,
          action,
          counted ? count : 0,
          sourceName,
          destinationName,
          printEnd(source),
          printEnd(destination),
          enforced,
          pending,
        ],
      ),
    ]),
  )

const isObject = (name: string): boolean => name.startsWith('objects')
const only = (wanted: RegExp) => (name: string) => isObject(name) || wanted.test(name)

/** A stream cut to the window of the capture, as its list is (flow-formats 0.1) */
function clipped({ path: name, text }: TextFile, from: number): TextFile {
  const events = text.split('\n\n').filter((event) => {
    const start = /"start_time":"([^"]+)"/.exec(event)?.[1]
    return start !== undefined && Date.parse(start) / 1000 >= from
  })
  return { path: name, text: `${events.join('\n\n')}\n\n` }
}

interface Phase {
  readonly folder: string
  readonly records: number
  readonly flows: number
}

/** Record counts are those of the captures' own READMEs */
const YAOBANK: readonly Phase[] = [
  { folder: 'a-no-policy', records: 140, flows: 58 },
  { folder: 'b-staged', records: 142, flows: 58 },
  { folder: 'b2-mistake-enforced', records: 128, flows: 58 },
  { folder: 'c-enforced', records: 134, flows: 58 },
  { folder: 'd-cluster', records: 126, flows: 60 },
].map((phase) => ({ ...phase, folder: `yaobank-capture/${phase.folder}` }))
const HOSTS: readonly Phase[] = [
  { folder: '0-no-host-endpoints', records: 93, flows: 72 },
  { folder: '1-host-endpoints-only', records: 104, flows: 84 },
  { folder: '2-normal-policies', records: 104, flows: 84 },
  { folder: '3-apply-on-forward', records: 96, flows: 77 },
].map((phase) => ({ ...phase, folder: `hosts-capture/${phase.folder}` }))

/** The same flows through every dialect in which a phase was recorded */
function checkPhase(folder: string, { flows, records }: Pick<Phase, 'flows' | 'records'>): void {
  const go = load(filesOf(folder, only(/^goldmane-list\.go/)))
  assert.equal(go.content.meta.recordCount, records)
  assert.equal(go.flows.length, flows)
  assert.deepEqual(
    codes(go.said).filter((code) => code !== 'object-twice'),
    [],
  )
  const total = go.flows.reduce((sum, flow) => sum + flow.records.reduce((n, { count }) => n + (count ?? 1), 0), 0)
  assert.equal(total, records, 'every record stands behind a flow')

  const protojson = load(filesOf(folder, only(/^goldmane-list\.protojson/)))
  assert.equal(protojson.content.meta.recordCount, records)
  assert.deepEqual(print(protojson.flows), print(go.flows))

  const list = load(filesOf(folder, only(/^whisker-flows\.json/)))
  assert.equal(list.content.meta.recordCount, records)
  assert.deepEqual(print(list.flows, false), print(go.flows, false))

  const window = load(filesOf(folder, only(/^capture\.json/))).content.meta
  const from = Date.parse(window.windowStart ?? '') / 1000
  const stream = filesOf(folder, only(/^whisker-stream\.sse/)).map((file) =>
    isObject(file.path) ? file : clipped(file, from),
  )
  assert.deepEqual(
    load(stream).flows.map(({ key }) => key),
    go.flows.map(({ key }) => key),
  )

  const whole = load(filesOf(folder))
  assert.deepEqual(print(whole.flows), print(go.flows), 'the same window in several dialects is not added up')
  assert.deepEqual(whole.content.meta.sources, ['Goldmane'])
}

describe('captured phases', () => {
  it('a-no-policy: 140 records are 58 flows, through every dialect', () =>
    checkPhase(path.join(DATA, 'a-no-policy'), { records: 140, flows: 58 }))
  for (const phase of [...YAOBANK, ...HOSTS])
    it(`${phase.folder}: ${String(phase.records)} records`, { skip: SKIP_WITHOUT_SHARED }, () =>
      checkPhase(shared('data', phase.folder), phase),
    )

  it('says when, over which window and from what', () => {
    const { content, said } = load(filesOf(path.join(DATA, 'a-no-policy')))
    assert.deepEqual(brief(content.meta), {
      capturedAt: '2026-11-22T06:29:30Z',
      windowStart: '2026-11-22T06:26:00Z',
      windowEnd: '2026-11-22T06:29:30Z',
      sources: ['Goldmane'],
      recordCount: 140,
      clusterId: undefined,
    })
    assert.deepEqual(
      said.filter(({ code }) => code === 'dialect-not-used').map(({ args }) => args),
      [
        ['goldmane-list.protojson.json.gz', 'goldmane-list.go.ndjson.gz'],
        ['whisker-flows.json.gz', 'goldmane-list.go.ndjson.gz'],
        ['whisker-stream.sse.gz', 'goldmane-list.go.ndjson.gz'],
      ],
    )
  })

  it('knows network sets by name: those of the other end’s namespace, and global ones', () => {
    const { flows, said } = load(filesOf(path.join(DATA, 'd-cluster')))
    assert.deepEqual(codes(said), [])
    const sets = flows.flatMap(({ destination, source }) =>
      [source, destination].filter((end) => end.is === 'network-set'),
    )
    assert.deepEqual([...new Set(sets.map((end) => printEnd(end).join(' | ')))].sort(), [
      'network-set batch/onprem-db | batch/onprem-db: 172.16.40.20/32',
      'network-set corp-offices | corp-offices: 172.16.40.96/28',
      'network-set legacy/mq | legacy/mq: 172.16.40.50/31',
      'network-set partner-apis | partner-apis: 198.51.100.30/32 203.0.113.64/27',
    ])
    const network = flows.find(({ source }) => source.name === 'PRIVATE NETWORK')?.source.candidates[0]
    assert.equal(network?.is, 'addresses')
    const isIn = (text: string): boolean => network.ranges.some((range) => contains(range, ip(text)))
    assert.deepEqual(['172.16.40.20', '172.16.40.60', '192.168.50.11'].map(isIn), [false, true, true])
  })

  it('knows nodes by host endpoints that have addresses, and by no others', () => {
    const { flows, said } = load(filesOf(path.join(DATA, 'hosts')))
    assert.deepEqual(codes(said), [])
    const ends = flows.flatMap(({ destination, source }) => [source, destination])
    assert.deepEqual(
      [...new Set(ends.filter((end) => end.is === 'host').map((end) => printEnd(end).join(' | ')))].sort(),
      ['host cp-1 | 192.168.60.10', 'host worker-2 | 192.168.60.12'],
    )
    const network = ends.find(({ name }) => name === 'PRIVATE NETWORK')?.candidates[0]
    assert.equal(network?.is, 'addresses')
    const isIn = (text: string): boolean => network.ranges.some((range) => contains(range, ip(text)))
    assert.deepEqual(['192.168.60.10', '192.168.60.11', '192.168.60.12', '172.30.0.12'].map(isIn), [
      false,
      true,
      false,
      true,
    ])
  })

  it('keeps pods that had ended when the capture did, and the newer state of the others', () => {
    const files = filesOf(path.join(DATA, 'a-no-policy'), isObject)
    const pods = (some: readonly TextFile[]) => load(some).content.manifests.filter(({ kind }) => kind === 'Pod')
    const [start, end] = [/^objects-at-start/, /^objects\//].map((folder) =>
      pods(files.filter(({ path: name }) => folder.test(name))),
    )
    const both = pods(files)
    const keys = new Set([...(start ?? []), ...(end ?? [])].map(({ key }) => key))
    assert.deepEqual(
      both.map(({ key }) => key),
      [...keys].sort(),
    )
    assert.ok(both.length > (end?.length ?? 0), 'some are known from the start alone')
    for (const pod of end ?? []) assert.deepEqual(both.find(({ key }) => key === pod.key)?.value, pod.value)
  })

  it('gives the same whatever the order of files and records', () => {
    const files = filesOf(path.join(DATA, 'a-no-policy'))
    const expected = load(files)
    for (const seed of [1, 2, 3]) {
      const random = randomFrom(seed)
      const shuffled = <T>(items: readonly T[]): T[] => random.shuffled(items)
      const mixed = shuffled(files).map(({ path: name, text }) => {
        if (name.startsWith('goldmane-list.go'))
          return { path: name, text: shuffled(text.trim().split('\n')).join('\n') }
        if (!name.startsWith('whisker-flows')) return { path: name, text }
        const list = JSON.parse(text)
        return { path: name, text: JSON.stringify({ ...list, items: shuffled(list.items) }) }
      })
      const read = load(mixed)
      assert.deepEqual(print(read.flows), print(expected.flows))
      assert.deepEqual(read.content.meta, expected.content.meta)
      assert.deepEqual(
        read.content.manifests.map(({ key, value }) => [key, value]),
        expected.content.manifests.map(({ key, value }) => [key, value]),
      )
      const sorted = (loaded: typeof read): readonly string[] => loaded.said.map((one) => JSON.stringify(one)).sort()
      assert.deepEqual(sorted(read), sorted(expected))
    }
  })

  it('reads pieces as it reads the whole', async () => {
    const files = filesOf(path.join(DATA, 'a-no-policy'), (name) => !isObject(name))
    const world = load(filesOf(path.join(DATA, 'a-no-policy'))).cluster
    const expected = load(files, world)
    for (const size of [997, 65_536]) {
      const reader = createSnapshotReader({}, () => undefined)
      for (const { path: name, text } of files)
        await reader.add({
          path: name,
          chunks: (async function* () {
            for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size)
          })(),
        })
      const { meta } = reader.finish()
      assert.deepEqual(meta, expected.content.meta)
    }
  })
})

describe('odd answers of a server', () => {
  const expected: Readonly<Record<string, readonly string[]>> = {
    'bad-filters': ['snapshot-unreadable'],
    'bad-range': ['snapshot-unreadable'],
    'empty-list': [],
    'fuzzy-public': [],
    'hints-bad-type': ['snapshot-unreadable'],
    'hints-no-type': ['snapshot-unreadable'],
    'not-found': ['file-not-recognised'],
    'reporter-src': [],
    'sort-dest-type': ['snapshot-unreadable'],
    'two-sorts': ['snapshot-unreadable'],
  }
  for (const [name, said] of Object.entries(expected))
    it(name, () => {
      const text = readData(path.join(DATA, 'whisker-odd-responses', `${name}.http.gz`))
      const body = text.slice(text.search(/\r?\n\r?\n/)).trimStart()
      for (const form of [text, body]) {
        const read = load([{ path: `${name}.json`, text: form }], cluster({}))
        assert.deepEqual(
          codes(read.said).filter((code) => code !== 'record-unresolved'),
          said,
        )
        const items: unknown = body.startsWith('{') ? JSON.parse(body).items : undefined
        assert.equal(read.content.meta.recordCount, Array.isArray(items) ? items.length : 0)
      }
    })
})

describe('files that are no flows', () => {
  const cases: readonly {
    readonly name: string
    readonly text: string
    readonly said: readonly string[]
    readonly word?: RegExp
  }[] = [
    { name: 'nothing', text: '', said: ['file-not-recognised'] },
    { name: 'a web page', text: '<!DOCTYPE html>\n<html><head>', said: ['html-not-flows'] },
    { name: 'an error page', text: '\n<html>\n<head><title>502 Bad Gateway</title></head>', said: ['html-not-flows'] },
    {
      name: 'filter hints',
      text: '{"total":{"totalPages":1},"items":[{"value":"web-*"}]}',
      said: ['file-not-recognised'],
    },
    {
      name: 'statistics',
      text: '{"policy":{"kind":"Profile"},"allowedIn":["1"]}\n{"policy":{},"allowedIn":[]}',
      said: ['file-not-recognised'],
    },
    {
      name: 'what the traffic generator wrote',
      text: '{"id":1,"event":"connection","flow":"a","proto":"udp","src":{"kind":"pod"},"dst":{"kind":"pod"}}',
      said: ['file-not-recognised'],
    },
    { name: 'prose', text: 'Dear reader,\nthis is no snapshot.\n', said: ['file-not-recognised'] },
    {
      name: 'AWS, as text',
      text: '2024 Flow Info: Src IP: 10.0.0.1 Src Port: 1 Dest IP: 10.0.0.2 Dest Port: 2 Proto TCP Verdict DENY',
      said: ['dialect-refused'],
      word: /AWS/,
    },
    {
      name: 'AWS, as JSON lines',
      text: '{"level":"info","msg":"Flow Info: ","Src IP":"10.0.0.1","Dest IP":"10.0.0.2"}',
      said: ['dialect-refused'],
      word: /AWS/,
    },
    {
      name: 'OVN',
      text: '2024-01-01T00:00:00Z|1|acl_log(ovn_pinctrl0)|INFO|name="NP:a:b:Ingress:0", verdict=drop',
      said: ['dialect-refused'],
      word: /OVN/,
    },
    {
      name: 'Antrea',
      text: '{"sourcePodName":"a","sourcePodNamespace":"b","destinationPodName":"c"}',
      said: ['dialect-refused'],
      word: /Antrea/,
    },
    {
      name: 'GKE',
      text: '{"jsonPayload":{"connection":{"src_ip":"10.0.0.1"},"disposition":"deny"}}',
      said: ['dialect-refused'],
      word: /GKE/,
    },
    {
      name: 'syslog',
      text: '<134>Jan 1 00:00:00 h calico: action=deny src_ip=10.0.0.1 dst_ip=10.0.0.2',
      said: ['dialect-refused'],
      word: /syslog/,
    },
    { name: 'a list that breaks off', text: '{"items":[{"value":1},', said: ['json-syntax', 'file-not-recognised'] },
  ]
  for (const { name, said, text, word } of cases)
    it(name, () => {
      const read = load([{ path: 'flows.json', text }], cluster({}))
      assert.deepEqual(codes(read.said), said)
      assert.equal(read.content.meta.recordCount, 0)
      if (word !== undefined) assert.match(read.said[0]?.args.join(' ') ?? '', word)
    })
})

describe('objects', () => {
  const names = (text: string, file = 'o.json'): readonly string[] =>
    load([{ path: file, text }], cluster({})).content.manifests.map(
      ({ kind, name, namespace }) => `${kind} ${namespace ?? '-'}/${name}`,
    )

  const cases: readonly { readonly name: string; readonly text: string; readonly expected: readonly string[] }[] = [
    {
      name: 'one object',
      text: '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}',
      expected: ['Namespace -/shop'],
    },
    {
      name: 'a List as kubectl prints it',
      text: '{"apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"shop"}}],"kind":"List","metadata":{}}',
      expected: ['Pod shop/a'],
    },
    {
      name: 'a typed list as the API gives it',
      text: '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"a","namespace":"shop"},"spec":{}}]}',
      expected: ['Pod shop/a'],
    },
    {
      name: 'lists within a list',
      text: '[{"kind":"List","apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}]},{"kind":"NamespaceList","apiVersion":"v1","items":[{"metadata":{"name":"b"}}]}]',
      expected: ['Namespace -/a', 'Namespace -/b'],
    },
    {
      name: 'YAML of several documents',
      text: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: b\n',
      expected: ['Namespace -/a', 'Namespace -/b'],
    },
    {
      name: 'YAML that begins with a comment',
      text: '# all of it\n---\nkind: Namespace\napiVersion: v1\nmetadata:\n  name: a\n',
      expected: ['Namespace -/a'],
    },
    {
      name: 'JSON lines',
      text: '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}\n{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"b"}}\n',
      expected: ['Namespace -/a', 'Namespace -/b'],
    },
  ]
  for (const { expected, name, text } of cases) it(`reads ${name}`, () => assert.deepEqual(names(text), expected))

  const state = (parts: object): string =>
    JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', ...parts } })
  const winners: readonly { readonly name: string; readonly loser: object; readonly winner: object }[] = [
    {
      name: 'the higher resourceVersion',
      loser: { uid: 'u', resourceVersion: '99' },
      winner: { uid: 'u', resourceVersion: '100' },
    },
    { name: 'the one with a uid', loser: { resourceVersion: '100' }, winner: { uid: 'u', resourceVersion: '9' } },
    { name: 'one with a version at all', loser: {}, winner: { resourceVersion: '1' } },
  ]
  for (const { loser, name, winner } of winners)
    it(`met twice: ${name} wins, in any order`, () => {
      for (const [a, b] of [
        [loser, winner],
        [winner, loser],
      ] as const) {
        const read = load(
          [
            { path: 'a.json', text: state(a) },
            { path: 'b.json', text: state(b) },
          ],
          cluster({}),
        )
        assert.deepEqual(
          read.content.manifests.map(({ value }) => value['metadata']),
          [{ name: 'shop', ...winner }],
        )
        assert.deepEqual(
          read.said.map(({ args, code }) => [code, ...args]),
          [['object-twice', 'Namespace shop']],
        )
      }
    })

  it('met twice in the same state is no word worth', () => {
    assert.deepEqual(
      load(
        [
          { path: 'a.json', text: state({ uid: 'u' }) },
          { path: 'b.json', text: state({ uid: 'u' }) },
        ],
        cluster({}),
      ).said,
      [],
    )
  })

  it('and flows and metadata may stand in one file', () => {
    const text = [
      '{"kind":"NetpolSnapshotMetadata","capturedAt":"2026-08-20T10:00:00Z","window":{"start":"2026-08-20T09:00:00Z","end":"2026-08-20T10:00:00Z"},"clusterId":"c1"}',
      '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}',
      '{"src":{"ip":"203.0.113.1"},"dst":{"ip":"203.0.113.2"},"protocol":"TCP","destinationPort":1}',
    ].join('\n')
    const { content, said } = load([{ path: 'snapshot.json', text }], cluster({}))
    assert.deepEqual(codes(said), [])
    assert.equal(content.manifests.length, 1)
    assert.deepEqual(brief(content.meta), {
      capturedAt: '2026-08-20T10:00:00Z',
      windowStart: '2026-08-20T09:00:00Z',
      windowEnd: '2026-08-20T10:00:00Z',
      sources: ['exact tuples'],
      recordCount: 1,
      clusterId: 'c1',
    })
  })
})
