import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { NEUTRAL } from '../../src/snapshot/dialect.ts'
import { RowTable, serviceOf } from '../../src/snapshot/row-table.ts'
import type { Row } from '../../src/snapshot/row-table.ts'
import { Tables } from '../../src/snapshot/tables.ts'

const row = (parts: Partial<Row>): Row => ({ ...NEUTRAL, ...parts })

/** Everything in the table, in an order of its own */
function contents(table: RowTable, tables: Tables): readonly string[] {
  return Array.from({ length: table.size }, (_, at) =>
    JSON.stringify([
      table.groupOf(at),
      table.sourceOf(at),
      table.destinationOf(at),
      serviceOf(table.serviceOf(at)),
      [table.reporterOf(at), table.actionOf(at), table.isWeak(at)],
      [table.enforcedOf(at), table.pendingOf(at)],
      [table.sourceLabelsOf(at), table.destinationLabelsOf(at)].map((number) => [
        ...(tables.labels.values[number] ?? []),
      ]),
      table.sourcePortOf(at),
      table.figuresOf(at),
    ]),
  ).sort()
}

describe('RowTable', () => {
  it('keeps a row as it was added', () => {
    const tables = new Tables()
    const table = new RowTable(tables)
    const one = row({
      source: 3,
      destination: 4,
      protocol: 255,
      port: 65_535,
      reporter: 2,
      action: 2,
      enforced: 5,
      pending: 6,
      weak: true,
      sourcePort: 40_000,
      start: 10,
      end: 20,
      packets: 7,
      connections: 2,
    })
    table.add(1, one)
    assert.deepEqual(contents(table, tables), [
      JSON.stringify([
        1,
        3,
        4,
        { protocol: 255, port: 65_535 },
        [2, 2, true],
        [5, 6],
        [[], []],
        40_000,
        { records: 1, packets: 7, connections: 2, start: 10, end: 20 },
      ]),
    ])
  })

  it('keeps ICMP apart from a port of the same number', () => {
    const table = new RowTable(new Tables())
    table.add(0, row({ protocol: 1, port: 2048 }))
    table.add(0, row({ protocol: 1, icmp: 2049 }))
    assert.deepEqual(
      [serviceOf(table.serviceOf(0)), serviceOf(table.serviceOf(1))],
      [
        { protocol: 1, port: 2048, icmp: undefined },
        { protocol: 1, port: 0, icmp: { type: 8, code: 0 } },
      ],
    )
  })

  it('adds counters, widens times, keeps common labels and an undisputed port', () => {
    const tables = new Tables()
    const table = new RowTable(tables)
    const labels = [
      tables.labelsNumber(['a=1', 'b=2', 'c=3']),
      tables.labelsNumber(['a=1', 'b=9', 'c=3']),
      tables.labelsNumber(['c=3']),
    ]
    for (const [i, sourceLabels] of labels.entries())
      table.add(
        0,
        row({ sourceLabels, packets: 10, connections: i, start: i === 1 ? 0 : 100 - i, end: 200 + i, sourcePort: 1 }),
      )
    assert.equal(table.size, 1)
    assert.deepEqual([...(tables.labels.values[table.sourceLabelsOf(0)] ?? [])], [['c', '3']])
    assert.deepEqual(table.figuresOf(0), { records: 3, packets: 30, connections: 3, start: 98, end: 202 })
    assert.equal(table.sourcePortOf(0), 1)
    table.add(0, row({ connections: -1, sourcePort: 2 }))
    assert.equal(table.figuresOf(0).connections, -1)
    assert.equal(table.sourcePortOf(0), undefined)
    table.add(0, row({ connections: 5, sourcePort: 2 }))
    assert.equal(table.sourcePortOf(0), undefined)
  })

  const number = fc.nat(3)
  const rows = fc.array(
    fc.record({
      group: fc.nat(1),
      row: fc.record({
        source: number,
        destination: number,
        port: number,
        protocol: fc.constantFrom(1, 6),
        icmp: fc.nat(1),
        reporter: fc.constantFrom(0 as const, 1 as const, 2 as const),
        action: fc.constantFrom(0 as const, 1 as const, 2 as const),
        enforced: fc.nat(1),
        sourceLabels: fc.nat(2),
        sourcePort: number,
        packets: fc.nat(9),
        connections: fc.integer({ min: -1, max: 3 }),
        start: fc.nat(5),
        end: fc.nat(9),
      }),
    }),
    { maxLength: 200 },
  )
  it('gives the same whatever the order, and grows', () => {
    fc.assert(
      fc.property(
        rows.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const read = (list: typeof all): readonly string[] => {
            const tables = new Tables()
            tables.labelsNumber(['a=1', 'b=2'])
            tables.labelsNumber(['a=1', 'b=3'])
            const table = new RowTable(tables)
            for (const one of list) table.add(one.group, row(one.row))
            return contents(table, tables)
          }
          const expected = read(all)
          assert.deepEqual(read(shuffled), expected)
          const keys = new Set(
            all.map(({ group, row: { action, destination, enforced, icmp, port, protocol, reporter, source } }) =>
              JSON.stringify([
                group,
                source,
                destination,
                protocol,
                icmp > 0 ? 'icmp' : port,
                reporter,
                action,
                enforced,
              ]),
            ),
          )
          assert.equal(expected.length, keys.size)
        },
      ),
    )
  })

  it('adopts the rows of others, and brings together what is the same when asked to', () => {
    fc.assert(
      fc.property(rows, rows, (some, others) => {
        const tables = new Tables()
        tables.labelsNumber(['a=1', 'b=2'])
        tables.labelsNumber(['a=1', 'b=3'])
        const tableOf = (list: typeof some): RowTable => {
          const table = new RowTable(tables)
          for (const one of list) table.add(one.group, row(one.row))
          return table
        }
        const [table, other] = [tableOf(some), tableOf(others)]
        const same = Array.from({ length: 10 }, (_, number) => number)
        table.adopt(other.numbers, same, { ends: same, labels: same, traces: same })
        assert.equal(table.size, tableOf(some).size + other.size)
        // More of the same may come behind, and behind that
        for (const one of others) table.add(one.group, row(one.row))
        table.unite()
        for (const one of others) table.add(one.group, row(one.row))
        assert.deepEqual(contents(table, tables), contents(tableOf([...some, ...others, ...others, ...others]), tables))
      }),
    )
  })

  it('finds its own rows after it has adopted far more', () => {
    const tables = new Tables()
    const [table, other] = [new RowTable(tables), new RowTable(tables)]
    for (let i = 0; i < 10_000; i++) other.add(0, row({ source: i }))
    const same = Array.from({ length: 10_000 }, (_, number) => number)
    table.add(0, row({ source: 1 }))
    table.adopt(other.numbers, same, { ends: same, labels: same, traces: same })
    for (let i = 0; i < 200; i++) table.add(0, row({ source: i }))
    table.unite()
    assert.equal(table.size, 10_000)
    assert.deepEqual([0, 1, 2].map((at) => [table.sourceOf(at), table.figuresOf(at).records]).sort(), [
      [0, 2],
      [1, 3],
      [2, 2],
    ])
  })

  it('moves its rows, and takes no others then', () => {
    const tables = new Tables()
    const table = new RowTable(tables)
    const one = (source: number): Row => row({ source, port: source, sourcePort: source, packets: source, end: source })
    for (let i = 0; i < 100; i++) table.add(i % 3, one(i))
    const before = contents(table, tables)
    const at = [7, 8].map((i) => table.figuresOf(i))
    table.move(Int32Array.from({ length: 100 }, (_, i) => (i + 92) % 100))
    assert.deepEqual(contents(table, tables), before)
    assert.deepEqual(
      [99, 0].map((i) => table.figuresOf(i)),
      at,
    )
    assert.deepEqual(
      [99, 0].map((i) => table.sourceOf(i)),
      [7, 8],
    )
    assert.throws(() => {
      table.add(0, one(1))
    }, /INVARIANT/)
  })
})
