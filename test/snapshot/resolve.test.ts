import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readTuple } from '../../src/snapshot/tuple-flow.ts'
import type { Flow } from '../../src/model/flow.ts'
import { cluster, codes, flowsOf, ip, load, networkSet, pod, printEnd } from './support.ts'

const world = cluster({
  workloads: [
    pod('shop/web-7d8f9c5b6f-aaaaa', { owner: 'web', generateName: 'web-7d8f9c5b6f-', address: '10.0.0.1' }),
    pod('shop/web-68d4d8d5f9-bbbbb', { owner: 'web', generateName: 'web-68d4d8d5f9-', address: '10.0.0.2' }),
    pod('shop/db-0', { owner: 'db', generateName: 'db-', address: '10.0.0.3' }),
    pod('batch/job-29012345-ccccc', { owner: 'job', generateName: 'job-29012345-' }),
  ],
})

const record = (parts: object): object => ({
  start_time: '2026-08-20T09:15:00Z',
  end_time: '2026-08-20T09:16:00Z',
  action: 'Allow',
  source_name: 'web-7d8f9c5b6f-*',
  source_namespace: 'shop',
  source_labels: '',
  dest_name: 'db-*',
  dest_namespace: 'shop',
  dest_labels: '',
  protocol: 'tcp',
  dest_port: 5432,
  reporter: 'Src',
  policies: { enforced: null, pending: null },
  packets_in: 4,
  packets_out: 6,
  bytes_in: 0,
  bytes_out: 0,
  ...parts,
})

const goldmane = (parts: object, counters: object): object => ({
  Key: {
    source_name: 'web-7d8f9c5b6f-*',
    source_namespace: 'shop',
    source_type: 1,
    dest_name: 'db-*',
    dest_namespace: 'shop',
    dest_type: 1,
    dest_port: 5432,
    proto: 'tcp',
    reporter: 1,
    action: 1,
    ...parts,
  },
  start_time: 1787217300,
  end_time: 1787217390,
  ...counters,
})

const brief = ({ key, weight }: Flow): string => `${key} ${String(weight.count)} ${weight.unit}`

describe('what is one flow', () => {
  const cases: readonly {
    readonly name: string
    readonly records: readonly object[]
    readonly flows: readonly string[]
  }[] = [
    {
      name: 'both reporters of a connection, counted at the source',
      records: [record({}), record({ reporter: 'Dst', packets_in: 90 })],
      flows: ['shop/web > shop/db tcp 5432 10 packets'],
    },
    {
      name: 'the destination alone',
      records: [record({ reporter: 'Dst', packets_in: 90 })],
      flows: ['shop/web > shop/db tcp 5432 96 packets'],
    },
    {
      name: 'two ReplicaSets of a Deployment',
      records: [record({}), record({ source_name: 'web-68d4d8d5f9-*' })],
      flows: ['shop/web > shop/db tcp 5432 20 packets'],
    },
    {
      name: 'a ReplicaSet that is gone',
      records: [record({}), record({ source_name: 'web-5f5f5f5f5f-*' })],
      flows: ['shop/web > shop/db tcp 5432 20 packets'],
    },
    {
      name: 'runs of a CronJob',
      records: ['29012345', '29012346'].map((run) =>
        record({ source_namespace: 'batch', source_name: `job-${run}-*` }),
      ),
      flows: ['batch/job > shop/db tcp 5432 20 packets'],
    },
    {
      name: 'runs of a CronJob that nobody knows',
      records: ['29012345', '29012346'].map((run) =>
        record({ source_namespace: 'batch', source_name: `nightly-${run}-*` }),
      ),
      flows: ['batch/nightly > shop/db tcp 5432 20 packets'],
    },
    {
      name: 'allowed and denied records',
      records: [record({}), record({ action: 'Deny' })],
      flows: ['shop/web > shop/db tcp 5432 20 packets'],
    },
    {
      name: 'another port is another flow',
      records: [record({}), record({ dest_port: 80 })],
      flows: ['shop/web > shop/db tcp 5432 10 packets', 'shop/web > shop/db tcp 80 10 packets'],
    },
    {
      name: 'another protocol is another flow',
      records: [record({}), record({ protocol: 'UDP' })],
      flows: ['shop/web > shop/db tcp 5432 10 packets', 'shop/web > shop/db udp 5432 10 packets'],
    },
    {
      name: 'a protocol without ports',
      records: [record({ protocol: 'esp', dest_port: 0 })],
      flows: ['shop/web > shop/db 50 10 packets'],
    },
    {
      name: 'connections where they are counted, at least one',
      records: [
        goldmane({}, { packets_in: 4 }),
        goldmane({ reporter: 2 }, { packets_in: 4, num_connections_started: 9 }),
      ],
      flows: ['shop/web > shop/db tcp 5432 1 connections'],
    },
    {
      name: 'connections of several records',
      records: [
        goldmane({}, { num_connections_started: 3 }),
        goldmane({ source_name: 'web-68d4d8d5f9-*' }, { num_connections_started: 4 }),
      ],
      flows: ['shop/web > shop/db tcp 5432 7 connections'],
    },
  ]
  for (const { flows, name, records } of cases)
    it(name, () => assert.deepEqual(flowsOf(records, world).map(brief), flows))

  it('the ends of a flow are all that its records can mean; each record keeps its own', () => {
    const [flow] = flowsOf([record({}), record({ source_name: 'web-68d4d8d5f9-*' })], world)
    assert.deepEqual(printEnd(flow?.source), [
      'workload shop/web',
      'pod shop/web-68d4d8d5f9-bbbbb',
      'pod shop/web-7d8f9c5b6f-aaaaa',
    ])
    assert.deepEqual(
      flow?.records.map(({ source, sourceName }) => [sourceName, ...printEnd(source)]),
      [
        ['shop/web-68d4d8d5f9-*', 'workload shop/web', 'pod shop/web-68d4d8d5f9-bbbbb'],
        ['shop/web-7d8f9c5b6f-*', 'workload shop/web', 'pod shop/web-7d8f9c5b6f-aaaaa'],
      ],
    )
  })

  it('records that differ in nothing are one, which says how many it stands for', () => {
    const [flow] = flowsOf([record({}), record({}), record({ reporter: 'Dst' })], world)
    assert.deepEqual(
      flow?.records.map(({ count, reporter }) => [reporter, count]),
      [
        ['source', 2],
        ['destination', 1],
      ],
    )
  })

  it('says what the records do not', () => {
    const [tcp] = flowsOf([record({ dest_port: 0 })], world)
    assert.deepEqual(
      [tcp?.destinationPort, tcp?.missing],
      [undefined, { sourcePort: true, destinationPort: true, icmp: false }],
    )
    const [icmp] = flowsOf([record({ protocol: 'icmp6', dest_port: 0 })], world)
    assert.deepEqual(
      [icmp?.icmp, icmp?.missing],
      [undefined, { sourcePort: false, destinationPort: false, icmp: true }],
    )
  })

  it('ICMP is packed into the port, in BPF the other way round', () => {
    const bpf = cluster({ ...world, settings: { ...world.settings, bpf: true } })
    const echo = (port: number) => record({ protocol: 'icmp', dest_port: port })
    assert.deepEqual(flowsOf([echo(2048)], world)[0]?.icmp, { type: 8, code: 0 })
    assert.deepEqual(flowsOf([echo(8)], bpf)[0]?.icmp, { type: 8, code: 0 })
    assert.deepEqual(flowsOf([echo(3 * 256 + 13)], world)[0]?.icmp, { type: 3, code: 13 })
    assert.deepEqual(flowsOf([echo(13 * 256 + 3)], bpf)[0]?.icmp, { type: 3, code: 13 })
  })

  it('the meaning of a set hangs on the namespace of the other end', () => {
    const sets = [networkSet('all', ['203.0.113.0/24']), networkSet('shop/own', ['203.0.113.0/25'])]
    const toAll = (source: object) => record({ dest_name: 'all', dest_namespace: '-', ...source })
    const flows = flowsOf(
      [toAll({}), toAll({ source_namespace: 'batch', source_name: 'job-29012345-*' })],
      cluster({ ...world, sets }),
    )
    assert.deepEqual(
      flows.map(({ destination }) => printEnd(destination)),
      [
        ['network-set all', 'all: 203.0.113.0/24'],
        ['network-set all', 'all: 203.0.113.128/25'],
      ],
    )
  })

  it('reports the names that nobody has, and at most a few of them', () => {
    const text = (count: number): string =>
      Array.from({ length: count }, (_, i) => JSON.stringify(record({ source_name: `gone${String(i)}-*` }))).join('\n')
    assert.deepEqual(
      load([{ path: 'f.json', text: text(2) }], world).said.map(({ args, code }) => [code, ...args]),
      [
        ['record-unresolved', 'shop/gone0-*'],
        ['record-unresolved', 'shop/gone1-*'],
      ],
    )
    const many = load([{ path: 'f.json', text: text(30) }], world).said
    assert.deepEqual(
      codes(many),
      Array.from({ length: 11 }, () => 'record-unresolved'),
    )
    assert.deepEqual(many.at(-1)?.args, ['20 other names'])
  })

  it('comes in order of source, destination, protocol and port, each key once', () => {
    const one = fc.record({
      source: fc.constantFrom('web-7d8f9c5b6f-*', 'db-*', 'x', 'y-*'),
      dest: fc.constantFrom('db-*', 'x', 'web-68d4d8d5f9-*'),
      port: fc.constantFrom(1, 80, 5432),
      protocol: fc.constantFrom('tcp', 'udp', 'icmp'),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (records) => {
        const keys = flowsOf(
          records.map(({ dest, port, protocol, source }) =>
            record({ source_name: source, dest_name: dest, dest_port: port, protocol }),
          ),
          world,
        ).map(({ key }) => key)
        assert.deepEqual(keys, [...new Set(keys)].sort())
      }),
    )
  })
})

describe('windows', () => {
  const at = (minute: number, parts: object = {}): object =>
    record({
      start_time: `2026-08-20T09:${String(minute).padStart(2, '0')}:00Z`,
      end_time: `2026-08-20T09:${String(minute + 10).padStart(2, '0')}:00Z`,
      ...parts,
    })
  const file = (path: string, ...records: readonly object[]) => ({
    path,
    text: records.map((one) => JSON.stringify(one)).join('\n'),
  })
  const stream = (path: string, ...records: readonly object[]) => ({
    path,
    text: records.map((one) => `data: ${JSON.stringify(one)}\n\n`).join(''),
  })
  const cases: readonly {
    readonly name: string
    readonly files: readonly { readonly path: string; readonly text: string }[]
    readonly flows: readonly string[]
    readonly records: number
  }[] = [
    {
      name: 'one behind the other are added',
      files: [file('a.json', at(0)), file('b.json', at(10)), file('c.json', at(20))],
      flows: ['shop/web > shop/db tcp 5432 30 packets'],
      records: 3,
    },
    {
      name: 'ones that touch a little are added',
      files: [file('a.json', at(0)), file('b.json', at(8))],
      flows: ['shop/web > shop/db tcp 5432 20 packets'],
      records: 2,
    },
    {
      name: 'the same file twice is counted once',
      files: [file('a.json', at(0)), file('b.json', at(0))],
      flows: ['shop/web > shop/db tcp 5432 10 packets'],
      records: 2,
    },
    {
      name: 'of two accounts of a window the fuller one counts',
      files: [file('a.json', at(0)), file('b.json', at(1, { packets_in: 14 }))],
      flows: ['shop/web > shop/db tcp 5432 20 packets'],
      records: 2,
    },
    {
      name: 'pages of one window hold different flows',
      files: [file('a.json', at(0)), file('b.json', at(0, { dest_port: 80 }))],
      flows: ['shop/web > shop/db tcp 5432 10 packets', 'shop/web > shop/db tcp 80 10 packets'],
      records: 2,
    },
    {
      name: 'a chain of overlaps does not become one window',
      files: [file('a.json', at(0)), file('b.json', at(4)), file('c.json', at(8))],
      flows: ['shop/web > shop/db tcp 5432 20 packets'],
      records: 3,
    },
    {
      name: 'a list instead of a stream',
      files: [stream('a.sse', at(0), at(1)), file('b.json', at(0))],
      flows: ['shop/web > shop/db tcp 5432 10 packets'],
      records: 1,
    },
    {
      name: 'a stream of another time',
      files: [stream('a.sse', at(20)), file('b.json', at(0))],
      flows: ['shop/web > shop/db tcp 5432 20 packets'],
      records: 2,
    },
    {
      name: 'Goldmane instead of a list',
      files: [file('a.json', at(10)), file('b.json', goldmane({}, { num_connections_started: 3 }))],
      flows: ['shop/web > shop/db tcp 5432 3 connections'],
      records: 1,
    },
    {
      name: 'a stream’s past, outside of the capture',
      files: [
        { path: 'c.json', text: '{"list_start_time_gte":1787217600,"list_start_time_lt":1787217900}' },
        stream('a.sse', at(0)),
      ],
      flows: [],
      records: 0,
    },
  ]
  for (const { files, flows, name, records } of cases)
    it(name, () => {
      for (const some of [files, [...files].reverse()]) {
        const read = load(some, world)
        assert.deepEqual(read.flows.map(brief), flows)
        assert.equal(read.content.meta.recordCount, records)
      }
    })
})

describe('readTuple', () => {
  const flow = (value: unknown): Flow => {
    const read = readTuple(value, world)
    if (typeof read === 'string') throw new Error(read)
    return read
  }

  it('is the flow as it stands', () => {
    const read = flow({
      src: { pod: 'shop/web-7d8f9c5b6f-aaaaa', ip: '10.0.0.1' },
      dst: { ip: '203.0.113.9' },
      protocol: 'TCP',
      sourcePort: 40_000,
      destinationPort: 443,
      count: 3,
      lastSeen: '2026-08-20T09:15:00Z',
    })
    assert.deepEqual(
      [printEnd(read.source), printEnd(read.destination)],
      [
        ['workload shop/web', 'pod shop/web-7d8f9c5b6f-aaaaa 10.0.0.1'],
        ['address 203.0.113.9', '203.0.113.9'],
      ],
    )
    assert.deepEqual(
      [read.key, read.protocol, read.sourcePort, read.destinationPort, read.weight, read.lastSeen],
      ['shop/web > 203.0.113.9 tcp 443', 6, 40_000, 443, { count: 3, unit: 'connections' }, '2026-08-20T09:15:00Z'],
    )
    assert.deepEqual(read.missing, { sourcePort: false, destinationPort: false, icmp: false })
  })

  it('takes an address for the pod that has it', () => {
    assert.deepEqual(printEnd(flow({ src: { ip: '10.0.0.3' }, dst: { ip: '203.0.113.9' }, protocol: 6 }).source), [
      'workload shop/db',
      'pod shop/db-0 10.0.0.3',
    ])
  })

  it('reads ICMP, with type 0 as a type', () => {
    const ping = flow({
      src: { ip: '203.0.113.9' },
      dst: { pod: 'shop/db-0' },
      protocol: 'ICMP',
      icmp: { type: 0, code: 0 },
    })
    assert.deepEqual([ping.icmp, ping.missing.icmp, ping.destinationPort], [{ type: 0, code: 0 }, false, undefined])
    assert.equal(flow({ src: { ip: '::1' }, dst: { ip: '::2' }, protocol: 'ICMPv6' }).missing.icmp, true)
  })

  it('gives the same end object for the same end', () => {
    const tuple = { src: { ip: '10.0.0.3' }, dst: { ip: '203.0.113.9' }, protocol: 6 }
    assert.equal(flow(tuple).source, flow(tuple).source)
  })

  const wrong: readonly (readonly [unknown, RegExp])[] = [
    ['x', /an object with `src`/],
    [{ src: { ip: '10.0.0.1' }, protocol: 'TCP' }, /`dst` is/],
    [{ src: { ip: '10.0.0.300' }, dst: { ip: '10.0.0.1' }, protocol: 'TCP' }, /`src` is/],
    [{ src: { pod: 'web' }, dst: { ip: '10.0.0.1' }, protocol: 'TCP' }, /`src` is/],
    [{ src: { pod: 'a/b/c' }, dst: { ip: '10.0.0.1' }, protocol: 'TCP' }, /`src` is/],
    [{ src: { ip: '10.0.0.1' }, dst: { ip: '10.0.0.1' }, protocol: 'TSP' }, /`protocol` is/],
    [
      { src: { ip: '10.0.0.1' }, dst: { ip: '10.0.0.1' }, protocol: 'TCP', destinationPort: 99_999 },
      /`destinationPort` is/,
    ],
    [{ src: { ip: '10.0.0.1' }, dst: { ip: '10.0.0.1' }, protocol: 'TCP', sourcePort: 'x' }, /`sourcePort` is/],
    [{ src: { ip: '10.0.0.1' }, dst: { ip: '10.0.0.1' }, protocol: 'ICMP', icmp: { type: 256 } }, /`icmp` is/],
    [{ src: { ip: '10.0.0.1' }, dst: { ip: '10.0.0.1' }, protocol: 'TCP', lastSeen: 'now' }, /`lastSeen` is/],
  ]
  for (const [value, expected] of wrong)
    it(`says what should stand in ${JSON.stringify(value)}`, () => {
      const said = readTuple(value, world)
      assert.match(typeof said === 'string' ? said : '', expected)
    })
})

describe('tuples', () => {
  it('of one flow are merged for the gate, the source port kept where all have it', () => {
    const tuple = (sourcePort: number, port = 80) => ({
      src: { pod: 'shop/web-7d8f9c5b6f-aaaaa' },
      dst: { pod: 'shop/db-0' },
      protocol: 'TCP',
      sourcePort,
      destinationPort: port,
    })
    const flows = flowsOf([tuple(1000), tuple(1001), tuple(1002, 81), { ...tuple(1002, 81), count: 4 }], world)
    assert.deepEqual(
      flows.map((flow) => [brief(flow), flow.sourcePort, flow.records.length]),
      [
        ['shop/web > shop/db tcp 80 2 connections', undefined, 0],
        ['shop/web > shop/db tcp 81 5 connections', 1002, 0],
      ],
    )
  })

  it('from one address to many pods of a workload are one flow', () => {
    const flows = flowsOf(
      [1, 2].map((n) => ({
        src: { ip: '203.0.113.9' },
        dst: { ip: `10.0.0.${String(n)}` },
        protocol: 'TCP',
        destinationPort: 80,
      })),
      world,
    )
    assert.deepEqual(
      flows.map(({ destination }) => printEnd(destination)),
      [['workload shop/web', 'pod shop/web-68d4d8d5f9-bbbbb 10.0.0.2', 'pod shop/web-7d8f9c5b6f-aaaaa 10.0.0.1']],
    )
    assert.deepEqual(flows[0]?.source.candidates, [{ is: 'address', ip: ip('203.0.113.9') }])
  })
})
