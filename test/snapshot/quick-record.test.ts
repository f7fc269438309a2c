import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { CodeUnitBuffer } from '../../src/snapshot/code-units.ts'
import { readRow } from '../../src/snapshot/dialect.ts'
import type { Dialect } from '../../src/snapshot/dialect.ts'
import { GOLDMANE_CAMEL, GOLDMANE_SNAKE, flatGoldmane } from '../../src/snapshot/goldmane.ts'
import { QuickRecords } from '../../src/snapshot/quick-record.ts'
import type { Row } from '../../src/snapshot/row-table.ts'
import { Tables } from '../../src/snapshot/tables.ts'
import { TUPLES } from '../../src/snapshot/tuple.ts'
import { isObject } from '../../src/snapshot/values.ts'
import { WHISKER } from '../../src/snapshot/whisker.ts'
import { DATA, phaseA, readData } from './support.ts'

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '')

const DIALECTS: readonly {
  readonly name: string
  readonly dialect: Dialect
  readonly records: () => readonly string[]
}[] = [
  {
    name: 'Whisker list',
    dialect: WHISKER,
    records: () => JSON.parse(phaseA('whisker-flows.json.gz')).items.map((item: unknown) => JSON.stringify(item)),
  },
  {
    name: 'Whisker list with policies',
    dialect: WHISKER,
    records: () =>
      JSON.parse(readData(path.join(DATA, 'd-cluster', 'whisker-flows.json.gz'))).items.map((item: unknown) =>
        JSON.stringify(item),
      ),
  },
  {
    name: 'Whisker stream',
    dialect: WHISKER,
    records: () =>
      lines(phaseA('whisker-stream.sse.gz'))
        .filter((line) => line.startsWith('data: '))
        .map((line) => line.slice('data: '.length)),
  },
  { name: 'Goldmane, Go', dialect: GOLDMANE_SNAKE, records: () => lines(phaseA('goldmane-list.go.ndjson.gz')) },
  {
    name: 'Goldmane, protojson',
    dialect: GOLDMANE_CAMEL,
    records: () => {
      const text = phaseA('goldmane-list.protojson.json.gz')
      return text.slice(text.indexOf('{"id"'), text.lastIndexOf(']')).split(/, (?=\{"id")/)
    },
  },
  {
    name: 'exact tuples',
    dialect: TUPLES,
    records: () => [
      '{"src":{"pod":"a/x"},"dst":{"pod":"b/y","ip":"10.0.0.2"},"protocol":"TCP","sourcePort":40000,"destinationPort":80}',
      '{"src":{"ip":"203.0.113.9"},"dst":{"pod":"b/y"},"protocol":"UDP","destinationPort":53,"count":7}',
      '{"src":{"pod":"a/x"},"dst":{"ip":"2001:db8::1"},"protocol":"ICMPv6","icmp":{"type":128,"code":0},"lastSeen":"2026-08-20T09:15:00Z"}',
    ],
  },
]

/** The row of a record, read the long way */
function slow(dialect: Dialect, json: string, tables: Tables): unknown {
  const value: unknown = JSON.parse(json)
  if (!isObject(value)) return undefined
  return readRow(dialect, dialect === WHISKER || dialect === TUPLES ? value : (flatGoldmane(value) ?? {}), tables)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const codes = new CodeUnitBuffer()
const read = (quick: QuickRecords, text: string, from: number, to: number): Row | undefined =>
  quick.read(text, codes.of(text), from, to)

describe('QuickRecords', () => {
  for (const { dialect, name, records } of DIALECTS)
    it(`gives the row that parsing gives: ${name}`, () => {
      const tables = new Tables()
      const quick = new QuickRecords(dialect, tables)
      let taken = 0
      // Twice, as the second time everything is known.
      for (const json of [...records(), ...records()]) {
        const row = read(quick, `<<${json}>>`, 2, json.length + 2)
        if (row === undefined) continue
        taken++
        assert.deepEqual(row, slow(dialect, json, tables))
      }
      assert.ok(taken * 10 >= records().length * 15, `took ${String(taken)}`)
    })

  const edits: readonly { readonly name: string; readonly edit: (json: string) => string }[] = [
    { name: 'a key twice', edit: (json) => json.replace('"reporter":', '"reporter":"Src","reporter":') },
    { name: 'a key of another part', edit: (json) => json.replace('"protocol":', '"dest_name":"x","protocol":') },
    { name: 'a key nobody knows', edit: (json) => json.replace('"protocol":', '"new":{"a":[1,"}"]},"protocol":') },
    { name: 'a key nobody knows at the end', edit: (json) => json.replace(/\}$/, ',"new":{"packets_in":5}}') },
    { name: 'blanks', edit: (json) => json.replaceAll('","', '" , "').replaceAll('":', '" : ') },
    { name: 'escapes', edit: (json) => json.replace('"source_name":"', '"source_name":"\\u0061\\"') },
    { name: 'an escaped key', edit: (json) => json.replace('"reporter"', '"r\\u0065porter"') },
    {
      name: 'another order',
      edit: (json) => {
        const { policies, ...rest } = JSON.parse(json)
        return JSON.stringify({ policies, ...rest })
      },
    },
    {
      name: 'a missing part',
      edit: (json) => {
        const { policies: _, ...rest } = JSON.parse(json)
        return JSON.stringify(rest)
      },
    },
    { name: 'counters that are no counts', edit: (json) => json.replace(/"packets_in":\d+/, '"packets_in":-1') },
    { name: 'counters as text', edit: (json) => json.replace(/"packets_in":(\d+)/, '"packets_in":"$1"') },
    { name: 'counters with a point', edit: (json) => json.replace(/"packets_in":(\d+)/, '"packets_in":$1.5') },
    { name: 'large counters', edit: (json) => json.replace(/"packets_in":\d+/, '"packets_in":12345678901234567890') },
    { name: 'a longer number at the end', edit: (json) => json.replace(/(\d+)\}$/, '1$1}') },
    { name: 'a deeper object at the end', edit: (json) => json.replace(/"bytes_out":(\d+)/, '"bytes_out":{"a":$1}') },
  ]
  for (const { edit, name } of edits)
    it(`is right or refuses, where a record has ${name}`, () => {
      const tables = new Tables()
      const quick = new QuickRecords(WHISKER, tables)
      const records: readonly string[] = DIALECTS[1]?.records() ?? []
      for (const json of records) {
        read(quick, json, 0, json.length)
        const edited = edit(json)
        assert.notEqual(edited, json)
        const row = read(quick, edited, 0, edited.length)
        if (row !== undefined) assert.deepEqual(row, slow(WHISKER, edited, tables), edited)
      }
    })

  it('refuses what is cut off anywhere', () => {
    const json = DIALECTS[1]?.records()[0] ?? ''
    const quick = new QuickRecords(WHISKER, new Tables())
    assert.notEqual(read(quick, json, 0, json.length), undefined)
    for (let end = 0; end < json.length; end++) assert.equal(read(quick, json, 0, end), undefined, json.slice(0, end))
  })

  it('is right or refuses, whatever is changed in a record', () => {
    const tables = new Tables()
    const quick = new QuickRecords(WHISKER, tables)
    const records = DIALECTS[1]?.records() ?? []
    const change = fc.record({
      record: fc.nat(records.length - 1),
      at: fc.nat(900),
      length: fc.nat(30),
      text: fc.constantFrom('', '"', '{', '}', ',', ':', '0', '\\', ' ', '"packets_in":1', '},{', ',"x":1', 'null'),
    })
    fc.assert(
      fc.property(change, ({ at, length, record, text }) => {
        const json = records[record] ?? ''
        read(quick, json, 0, json.length)
        const changed = json.slice(0, at) + text + json.slice(at + length)
        const row = read(quick, changed, 0, changed.length)
        // Text that is no JSON comes from no machine; a zero too many before a number is not worth looking for.
        if (row !== undefined && isJson(changed)) assert.deepEqual(row, slow(WHISKER, changed, tables), changed)
      }),
      { numRuns: 3000 },
    )
  })
})
