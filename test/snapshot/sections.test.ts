// Files whose end others read, section by section: the same as read in one go, to the last row and word.

import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import type { Flow, FlowRecord } from '../../src/model/flow.ts'
import { readSection } from '../../src/snapshot/read-file.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import type { SnapshotFile } from '../../src/snapshot/reader.ts'
import { resolveFlows } from '../../src/snapshot/resolve.ts'
import { MOST_ROWS } from '../../src/snapshot/record-store.ts'
import type { RecordStore } from '../../src/snapshot/record-store.ts'
import type { LineForm } from '../../src/snapshot/section.ts'
import { randomFrom } from '../support/random.ts'
import type { Random } from '../support/random.ts'
import { seeds } from '../support/seeds.ts'
import { cluster } from './support.ts'

type Line = (random: Random) => string

const NAMES = ['web', 'api', 'db', 'ä"b', 'cache']
const LABELS = ['app=web', 'app=api', 'tier=a=b', 'env=prod', 'app=web2', 'no']

const time = (random: Random): number => 1_787_218_000 + 15 * random.int(400)
const hits = (random: Random): unknown[] =>
  random.some([0, 1, 2], 0, 2).map((i) => ({
    kind: 'NetworkPolicy',
    name: `p${String(i)}`,
    namespace: 'ns',
    tier: 'default',
    action: 'Allow',
    policy_index: i,
    rule_index: 0,
    trigger: null,
  }))

const whisker: Line = (random) =>
  JSON.stringify({
    start_time: new Date(1000 * time(random)).toISOString(),
    end_time: new Date(1000 * (time(random) + 6000)).toISOString(),
    action: random.pick(['Allow', 'Deny']),
    source_name: `${random.pick(NAMES)}-*`,
    source_namespace: random.pick(['a', 'b']),
    source_labels: random.some(LABELS, 0, 3).join(' | '),
    dest_name: random.pick(NAMES),
    dest_namespace: 'b',
    dest_labels: random.some(LABELS, 0, 3).join(' | '),
    protocol: 'tcp',
    dest_port: random.pick([80, 443, 5432]),
    reporter: random.pick(['Src', 'Dst']),
    policies: { enforced: hits(random), pending: hits(random) },
    packets_in: random.int(1000),
    packets_out: random.int(1000),
    bytes_in: 1,
    bytes_out: 2,
  })

const goldmane: Line = (random) =>
  JSON.stringify({
    Key: {
      source_name: `${random.pick(NAMES)}-*`,
      source_namespace: random.pick(['a', 'b']),
      source_type: 1,
      dest_name: random.pick(NAMES),
      dest_namespace: 'b',
      dest_type: random.pick([1, 2]),
      dest_port: random.pick([80, 443]),
      proto: 'tcp',
      reporter: random.pick([1, 2]),
      action: random.pick([1, 2]),
      policies: { enforced_policies: [], pending_policies: [] },
    },
    start_time: random.oneIn(20) ? 0 : time(random),
    end_time: time(random) + 6000,
    source_labels: random.some(LABELS, 0, 3),
    dest_labels: random.some(LABELS, 0, 3),
    packets_in: random.int(1000),
    packets_out: 0,
    num_connections_started: random.int(3),
  })

const tuple: Line = (random) =>
  JSON.stringify({
    src: { pod: `a/${random.pick(NAMES)}`, ip: `10.0.0.${String(random.int(20))}` },
    dst: random.oneIn(2) ? { ip: random.pick(['192.0.2.1', '2001:db8::1']) } : { pod: 'b/db' },
    protocol: 'TCP',
    ...(random.oneIn(2) && { sourcePort: 40_000 + random.int(3) }),
    destinationPort: 80,
  })

/** Records that machines do not write like this, but that are records */
const odd: Line = (random) =>
  random.pick([`{"items":[${whisker(random)},${tuple(random)}]}`, ` ${tuple(random)} ,`, ''])

/** The head of a merged snapshot */
const STORED =
  '{"kind":"NetpolSnapshotMetadata","version":1,"captures":[],"windows":[],"ends":[],"labels":[],"traces":[]}'

const STRANGE: readonly Line[] = [
  () => 'level=info msg="forwarding"',
  () => '{"unknown":true}',
  () => '{"src":{},"dst":{},"protocol":"TCP"}',
  (random) => whisker(random).slice(0, 200),
  (random) => `{"a":${tuple(random).slice(0, -1)}`,
  (random) => JSON.stringify(JSON.parse(tuple(random)), null, 1),
  (random) => `${tuple(random)}${whisker(random)}`,
  (random) => `[${tuple(random)},`,
  () => ']',
  () => '}',
  () => '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"b"}}',
  (random) =>
    `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n${String(random.int(3))}"}}]}`,
  () => '{"kind":"NetpolSnapshotMetadata","capturedAt":"2026-08-20T11:00:00Z"}',
  () => '{"list_start_time_gte":1787218000,"list_start_time_lt":1787221600}',
  () => '{"error":"too many"}',
  () => '{"error":{"message":"no"}}',
  () => '{"lostEvents":{"source":"PERF_EVENT_RING_BUFFER","numEventsLost":"3"}}',
  () => '\uFEFF',
  () => ',,',
  () => STORED,
  (random) => `{"seen":[],${whisker(random).slice(1)}`,
]

const RECORDS: readonly Line[] = [whisker, goldmane, tuple]

/** Lines of a file: mostly of one dialect, to begin with, so that the reader knows what it is in */
function linesOf(random: Random, events: boolean): readonly string[] {
  const dialect = random.pick(RECORDS)
  const head = random.oneIn(3) ? [random.pick(STRANGE)(random)] : []
  const first = Array.from({ length: 60 }, () => dialect(random))
  const strangeness = random.pick([0, 20, 4])
  const rest = Array.from({ length: 60 }, () => {
    if (strangeness > 0 && random.oneIn(strangeness)) return random.pick(STRANGE)(random)
    return random.oneIn(4) ? random.pick([...RECORDS, odd])(random) : dialect(random)
  })
  const lines = [...head, ...first, ...rest]
  if (!events) return lines
  return lines.flatMap((line) => [random.oneIn(30) ? 'event: flow' : '', `data: ${line}`])
}

interface Split {
  readonly pieces: readonly string[]
  /** So many pieces were taken as they came from elsewhere */
  taken: number
  readonly closed: string[]
}

/** A file of pieces; those that were not read yet when the reader asks are sections */
function fileOf(split: Split): SnapshotFile {
  const left = [...split.pieces]
  return {
    path: 'flows',
    chunks: (async function* () {
      for (let text = left.shift(); text !== undefined; text = left.shift())
        for (let at = 0; at < text.length; at += 5000) yield await Promise.resolve(text.slice(at, at + 5000))
    })(),
    split(form) {
      const sections = left.splice(0)
      split.taken = sections.length
      return {
        sections: sections.map((text) => ({
          content: sectionOf(text, form),
          chunks() {
            split.taken--
            return [text]
          },
        })),
        close: () => Promise.resolve(void split.closed.push('closed')),
      }
    },
  }
}

/** As it would come from another thread */
const sectionOf = (text: string, form: LineForm): ReturnType<typeof readSection> =>
  readSection([text], form, 2).then((content) => structuredClone(content))

/** The flows of a file: rows that are one record count once, whichever sections they stood in */
async function readFlows(file: SnapshotFile): Promise<unknown> {
  const reader = createSnapshotReader({}, () => undefined)
  await reader.add(file)
  const said: Diagnostic[] = []
  const { records } = reader.finish()
  const flows = resolveFlows(records, cluster({}), (diagnostic) => void said.push(diagnostic))
  return { flows: flows.map((flow) => ({ ...placeless(flow), records: flow.records.map(placeless) })), said }
}

/** Which ends came first is nobody's business */
const placeless = <T extends Flow | FlowRecord>(one: T): T => ({
  ...one,
  source: { ...one.source, place: undefined },
  destination: { ...one.destination, place: undefined },
})

/** Everything that is known after reading, rows in their order */
async function read(file: SnapshotFile): Promise<unknown> {
  const said: Diagnostic[] = []
  const reader = createSnapshotReader({}, (diagnostic) => void said.push(diagnostic))
  await reader.add(file)
  const { inventory, manifests, records, ...content } = reader.finish()
  return {
    said,
    ...content,
    manifests: manifests.map(({ key, value }) => [key, value]),
    inventory: inventory.map(({ manifest: { key, value }, ...seen }) => ({ key, value, ...seen })),
    groups: records.groups,
    rows: rowsOf(records),
    uses: records.uses,
  }
}

function rowsOf({ rows, tables }: RecordStore): unknown {
  rows.unite()
  return Array.from({ length: rows.size }, (_, row) => [
    [rows.groupOf(row), rows.serviceOf(row), rows.reporterOf(row), rows.actionOf(row), rows.isWeak(row)],
    [rows.sourceOf(row), rows.destinationOf(row)].map((end) => tables.ends.values[end]),
    [rows.sourceLabelsOf(row), rows.destinationLabelsOf(row)].map((labels) => tables.labels.values[labels]),
    [rows.enforcedOf(row), rows.pendingOf(row)].map((trace) => tables.traces.values[trace]),
    [rows.sourcePortOf(row), rows.figuresOf(row)],
  ])
}

const whole = (text: string): SnapshotFile => ({ path: 'flows', chunks: [text] })

/** The text cut behind lines, so that the first piece is long enough for its form to be known */
function cut(random: Random, text: string): readonly string[] {
  const ends = [...text.matchAll(/\n/g)]
    .map(({ index }) => index + 1)
    .filter((end) => end > 17_000 && end < text.length)
  const cuts = ends.length === 0 ? [] : random.some(ends, 1, 4).sort((a, b) => a - b)
  return [0, ...cuts].map((from, i) => text.slice(from, cuts[i] ?? text.length))
}

describe('a file whose end others read', () => {
  test('is what it is when it is read in one go', async (t) => {
    const counts = { sections: 0, taken: 0 }
    for (const seed of seeds(t, 400)) {
      const random = randomFrom(seed)
      const events = random.oneIn(2)
      const text = linesOf(random, events).join(random.oneIn(8) ? '\r\n' : '\n') + random.pick(['', '\n'])
      const split: Split = { pieces: cut(random, text), taken: 0, closed: [] }
      const expected = await read(whole(text))
      assert.deepEqual(await read(fileOf(split)), expected, `seed ${String(seed)}`)
      const flows = await readFlows(fileOf({ ...split, taken: 0, closed: [] }))
      assert.deepEqual(flows, await readFlows(whole(text)), `seed ${String(seed)}`)
      counts.sections += split.pieces.length - 1
      counts.taken += split.taken
    }
    // Neither all nor none, or the test would show nothing
    assert.ok(counts.taken > counts.sections / 4 && counts.taken < counts.sections, JSON.stringify(counts))
  })

  const random = randomFrom(1)
  const records = (count: number, line: Line = whisker): string =>
    Array.from({ length: count }, () => `${line(random)}\n`).join('')

  const cases: readonly { readonly name: string; readonly sections: readonly string[]; readonly taken: number }[] = [
    { name: 'records', sections: [records(3), records(3)], taken: 2 },
    { name: 'records of two dialects', sections: [records(3), records(2, goldmane) + records(2, tuple)], taken: 2 },
    { name: 'a last line without an end', sections: [records(3) + whisker(random)], taken: 1 },
    { name: 'records and blank lines', sections: [`\n${records(3)}\n \r\n`], taken: 1 },
    { name: 'nothing', sections: ['\n\n', records(1)], taken: 1 },
    {
      name: 'an object',
      sections: [records(3), `${STRANGE[10]?.(random) ?? ''}\n${records(3)}`, records(3)],
      taken: 2,
    },
    { name: 'metadata', sections: [`${STRANGE[12]?.(random) ?? ''}\n${records(3)}`, records(3)], taken: 1 },
    { name: 'no JSON', sections: [records(3), `${records(2)}oops\n${records(2)}`, `${records(1)}oops\n`], taken: 1 },
    { name: 'a value over lines', sections: [`${records(1)}{"error":\n"x"}\n`, records(2)], taken: 0 },
    {
      name: 'a line that breaks off',
      sections: [`${records(1)}${whisker(random).slice(0, 400)}\n`, records(2)],
      taken: 1,
    },
  ]
  for (const { name, sections, taken } of cases)
    it(`takes ${String(taken)} of ${String(sections.length)} sections of ${name}`, async () => {
      const pieces = [records(40), ...sections]
      const split: Split = { pieces, taken: 0, closed: [] }
      assert.deepEqual(await read(fileOf(split)), await read(whole(pieces.join(''))))
      assert.equal(split.taken, taken)
      assert.deepEqual(split.closed, ['closed'])
    })

  it('is the same in pieces of any size, though brackets below seem to close a line that breaks off', async () => {
    const own = randomFrom(2)
    const records = (count: number): string => Array.from({ length: count }, () => `${whisker(own)}\n`).join('')
    const cutOff = `{"a":${tuple(own).slice(0, -1)}\n`
    for (const text of [
      `${records(50)}${cutOff}${records(3)}]\n}\n${records(3)}`,
      `${records(50)}${records(9).replaceAll('\n', '')}\n${records(3)}`,
      `${records(50)}{"hits":\n{"hits":[\n${records(3)}]}\n${records(3)}`,
      `${records(50)}{"items":[\n${records(3).trimEnd().replaceAll('\n', ',\n')}]}\n${records(3)}`,
    ]) {
      const expected = await read(whole(text))
      for (const size of [1, 7, 300, 1000, 5000, 20_000]) {
        const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.slice(size * i, size * (i + 1)),
        )
        assert.deepEqual(await read({ path: 'flows', chunks }), expected, `${String(size)}: ${text.slice(-3000)}`)
      }
    }
  })

  it('is not split where lines refer to what stands above, or a list is open', async () => {
    for (const head of ['{"items":[', `${STORED}\n`]) {
      const split: Split = { pieces: [head + records(40), records(3)], taken: 0, closed: [] }
      await read(fileOf(split))
      assert.deepEqual(split.closed, [], head)
    }
  })

  it('is asked for sections once, whatever comes of it: looking for them can mean reading all that is left', async () => {
    const asked: LineForm[] = []
    const text = records(80)
    const pieces = Array.from({ length: 40 }, (_, i) =>
      text.slice((text.length / 40) * i, (text.length / 40) * (i + 1)),
    )
    const file = { path: 'flows', chunks: pieces, split: (form: LineForm) => void asked.push(form) }
    assert.deepEqual(await read(file), await read(whole(text)))
    assert.deepEqual(asked, ['json'])
  })

  it('has no more rows in all of its sections than one store may hold', async () => {
    const flow = (to: string): string =>
      `{"src":{"pod":"a/web"},"dst":{"pod":"b/${to}"},"protocol":"TCP","destinationPort":80}\n`
    const text = ['x', 'y', 'z'].map(flow).join('')
    const content = await readSection([text], 'json', MOST_ROWS / 3)
    assert.equal(content?.records.rows.size, 3)
    assert.equal(await readSection([text], 'json', MOST_ROWS / 2), undefined)
  })

  it('says in which line something is wrong behind what others have read', async () => {
    const split: Split = { pieces: [records(40), records(7), `${records(1)}oops\n`], taken: 0, closed: [] }
    const said: Diagnostic[] = []
    const reader = createSnapshotReader({}, (diagnostic) => void said.push(diagnostic))
    await reader.add(fileOf(split))
    assert.deepEqual(
      said.map(({ at, code }) => [code, at?.line, at?.column]),
      [['record-unreadable', 49, 1]],
    )
    assert.equal(split.taken, 1)
  })

  it('lets go of the others where its text cannot be read', async () => {
    const closed: string[] = []
    const reader = createSnapshotReader({}, () => undefined)
    const broken = {
      path: 'flows',
      chunks: (async function* () {
        yield await Promise.resolve(records(40))
        throw new Error('gone')
      })(),
      split: () => ({ sections: [], close: () => Promise.resolve(void closed.push('closed')) }),
    }
    await assert.rejects(reader.add(broken), /gone/)
    assert.deepEqual(closed, ['closed'])
  })
})
