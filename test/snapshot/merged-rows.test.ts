import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { NEUTRAL } from '../../src/snapshot/dialect.ts'
import { RowMerger } from '../../src/snapshot/merged-rows.ts'
import { RecordStore } from '../../src/snapshot/record-store.ts'
import type { ActionCode, ReporterCode } from '../../src/snapshot/row-table.ts'
import type { NamedEnd } from '../../src/snapshot/tables.ts'

interface Seen {
  /** Dialect and path of a file, which make a group */
  readonly file: number
  readonly name: string
  readonly reporter: ReporterCode
  readonly action: ActionCode
  readonly packets: number
}

const seen = fc.record<Seen>({
  file: fc.nat(60),
  name: fc.constantFrom('a', 'b'),
  reporter: fc.constantFrom<ReporterCode[]>(1, 2),
  action: fc.constantFrom<ActionCode[]>(1, 2),
  packets: fc.integer({ min: 1, max: 9 }),
})

const pod = (name: string): NamedEnd => ({
  is: 'pod',
  namespace: 'n',
  name,
  owner: undefined,
  ips: [],
  byAddress: false,
})

/** The records of one flow as they come out: what they say, how often, and how many packets in all windows */
function merged(all: readonly Seen[]): readonly unknown[] {
  const records = new RecordStore()
  const { rows, tables } = records
  for (const { action, file, name, packets, reporter } of all) {
    const group = records.group(`file ${String(file)}`, 'tuples')
    const source = tables.endNumber(pod(name))
    records.add(group, { ...NEUTRAL, source, reporter, action, packets, end: 1 })
  }
  return new RowMerger(records)
    .merge(Array.from({ length: rows.size }, (_, row) => row))
    .map(({ figures, reporter, row }) => {
      const name = tables.ends.values[rows.sourceOf(row)]?.name
      return { name, reporter, action: rows.actionOf(row), records: figures.records, packets: figures.packets }
    })
}

/** The same by counting */
function counted(all: readonly Seen[]): readonly unknown[] {
  const sums = new Map<string, { name: string; reporter: number; action: number; records: number; packets: number }>()
  for (const { action, name, packets, reporter } of all) {
    const key = `${String(reporter)} ${String(action)} ${name}`
    const { packets: before, records } = sums.get(key) ?? { packets: 0, records: 0 }
    sums.set(key, { name, reporter, action, records: records + 1, packets: before + packets })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

describe('RowMerger', () => {
  it('adds up what is one record, few rows or many, in an order of its own', () => {
    fc.assert(
      fc.property(fc.array(seen, { minLength: 1, maxLength: 60 }), (all) => {
        assert.deepEqual(merged(all), counted(all))
      }),
    )
    // So many that they are not held against each other
    fc.assert(
      fc.property(fc.array(seen, { minLength: 300, maxLength: 400 }), (all) => {
        assert.deepEqual(merged(all), counted(all))
      }),
      { numRuns: 20 },
    )
  })
})
