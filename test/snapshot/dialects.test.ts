import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Flow } from '../../src/model/flow.ts'
import { cluster, codes, load, pod } from './support.ts'

const world = cluster({
  namespaces: new Map([['yaobank', new Map()]]),
  workloads: [
    pod('yaobank/summary-58ff65fdbf-aaaaa', {
      owner: 'summary',
      generateName: 'summary-58ff65fdbf-',
      address: '10.244.1.2',
    }),
    pod('yaobank/database-64899875f5-bbbbb', {
      owner: 'database',
      generateName: 'database-64899875f5-',
      address: '10.244.1.3',
    }),
    pod('yaobank/shell', { address: '10.244.1.4' }),
  ],
})

const read = (text: string) => load([{ path: 'flows.json', text }], world)
const line = (value: unknown): string => JSON.stringify(value)

/** What matters of a flow, on one line */
const show = ({ firstSeen, key, lastSeen, records, weight }: Flow): string =>
  [
    key,
    `${String(weight.count)} ${weight.unit}`,
    `${firstSeen ?? '?'}..${lastSeen ?? '?'}`,
    ...records.map(
      (one) =>
        `${one.reporter ?? '?'} ${one.action ?? '?'} ${one.enforced?.map(({ kind, name }) => `${kind}:${name}`).join() ?? '-'}`,
    ),
  ].join(' ; ')

const KEY = {
  source_name: 'summary-58ff65fdbf-*',
  source_namespace: 'yaobank',
  source_type: 1,
  dest_name: 'database-64899875f5-*',
  dest_namespace: 'yaobank',
  dest_type: 1,
  dest_port: 2379,
  dest_service_name: 'database',
  dest_service_namespace: 'yaobank',
  dest_service_port_name: 'http',
  dest_service_port: 2379,
  proto: 'tcp',
  reporter: 1,
  action: 1,
  policies: {
    enforced_policies: [{ kind: 9, name: 'kns.yaobank', action: 1 }],
    pending_policies: [{ kind: 9, name: 'kns.yaobank', action: 1 }],
  },
}
const GO = {
  Key: KEY,
  start_time: 1787217300,
  end_time: 1787217390,
  source_labels: ['app=summary'],
  packets_in: 44,
  packets_out: 48,
  bytes_in: 9120,
  bytes_out: 4032,
  num_connections_started: 6,
  num_connections_completed: 6,
}
const PROTOJSON = {
  id: '4711',
  flow: {
    Key: {
      sourceName: KEY.source_name,
      sourceNamespace: 'yaobank',
      sourceType: 'WorkloadEndpoint',
      destName: KEY.dest_name,
      destNamespace: 'yaobank',
      destType: 'WorkloadEndpoint',
      destPort: '2379',
      proto: 'tcp',
      reporter: 'Src',
      action: 'Allow',
      policies: { enforcedPolicies: [{ kind: 'Profile', name: 'kns.yaobank', action: 'Allow' }] },
    },
    startTime: '1787217300',
    endTime: '1787217390',
    sourceLabels: ['app=summary'],
    packetsIn: '44',
    packetsOut: '48',
    bytesIn: '9120',
    bytesOut: '4032',
    numConnectionsStarted: '6',
  },
}
const PYTHON = {
  ...KEY,
  source_type: 'WorkloadEndpoint',
  dest_type: 'WorkloadEndpoint',
  dest_port: '2379',
  reporter: 'Src',
  action: 'Allow',
  policies: { enforced_policies: [{ kind: 'Profile', name: 'kns.yaobank', action: 'Allow' }] },
}
const WHISKER = {
  start_time: '2026-08-20T09:15:00Z',
  end_time: '2026-08-20T09:16:30Z',
  action: 'Allow',
  source_name: KEY.source_name,
  source_namespace: 'yaobank',
  source_labels: 'app=summary | version=v1',
  dest_name: KEY.dest_name,
  dest_namespace: 'yaobank',
  dest_labels: '',
  protocol: 'tcp',
  dest_port: 2379,
  reporter: 'Src',
  policies: {
    enforced: [
      {
        kind: 'Profile',
        name: 'kns.yaobank',
        namespace: '',
        tier: '',
        action: 'Allow',
        policy_index: 0,
        rule_index: 0,
        trigger: null,
      },
    ],
    pending: null,
  },
  packets_in: 44,
  packets_out: 48,
  bytes_in: 9120,
  bytes_out: 4032,
}
const ENTERPRISE = {
  start_time: 1787217300,
  end_time: 1787217390,
  action: 'allow',
  reporter: 'src',
  proto: 'tcp',
  host: 'n1',
  source_ip: null,
  source_name: '-',
  source_name_aggr: KEY.source_name,
  source_namespace: 'yaobank',
  source_port: null,
  source_type: 'wep',
  source_labels: { labels: ['app=summary'] },
  dest_ip: null,
  dest_name: '-',
  dest_name_aggr: KEY.dest_name,
  dest_namespace: 'yaobank',
  dest_port: 2379,
  dest_type: 'wep',
  dest_labels: null,
  num_flows: 6,
  num_flows_started: 6,
  packets_in: 44,
  packets_out: 48,
  bytes_in: 1,
  bytes_out: 1,
  policies: { enforced_policies: ['0|__PROFILE__|pro:kns.yaobank|allow|0'] },
}
const HUBBLE = {
  time: '2026-08-20T09:15:00.5Z',
  verdict: 'FORWARDED',
  IP: { source: '10.244.1.2', destination: '10.244.1.3', ipVersion: 'IPv4' },
  l4: { TCP: { source_port: 40000, destination_port: 2379, flags: { SYN: true } } },
  source: { namespace: 'yaobank', pod_name: 'summary-58ff65fdbf-aaaaa', labels: ['k8s:app=summary'] },
  destination: { namespace: 'yaobank', pod_name: 'database-64899875f5-bbbbb' },
  Type: 'L3_L4',
  event_type: { type: 5 },
  traffic_direction: 'EGRESS',
  is_reply: false,
}

const FLOW = 'yaobank/summary > yaobank/database tcp 2379'
const WINDOW = '2026-08-20T09:15:00Z..2026-08-20T09:16:30Z'

describe('dialects', () => {
  const cases: readonly {
    readonly name: string
    readonly text: string
    readonly flows: readonly string[]
    readonly said?: readonly string[]
  }[] = [
    {
      name: 'Goldmane as Go writes it',
      text: line(GO),
      flows: [`${FLOW} ; 6 connections ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'Goldmane as protojson',
      text: line(PROTOJSON),
      flows: [`${FLOW} ; 6 connections ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'protojson as grpcurl prints it',
      text: `${JSON.stringify(PROTOJSON, undefined, 2)}\n${JSON.stringify(PROTOJSON, undefined, 2)}\n`,
      flows: [`${FLOW} ; 12 connections ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'protojson with meta',
      text: `{"meta":{"totalPages":"1"},"flows":[${line(PROTOJSON)}]}`,
      flows: [`${FLOW} ; 6 connections ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'a bare flow of protojson',
      text: line(PROTOJSON.flow),
      flows: [`${FLOW} ; 6 connections ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'Python’s keys without counters',
      text: `${line(PYTHON)}\n${line(PYTHON)}`,
      flows: [`${FLOW} ; 2 connections ; ?..? ; source allow pro:kns.yaobank`],
    },
    {
      name: 'Whisker',
      text: line({ total: {}, items: [WHISKER] }),
      flows: [`${FLOW} ; 92 packets ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'Whisker, one record a line',
      text: `${line(WHISKER)}\n\n${line(WHISKER)}`,
      flows: [`${FLOW} ; 184 packets ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'Whisker’s stream',
      text: `data: ${line(WHISKER)}\n\ndata: ${line(WHISKER)}\n\n`,
      flows: [`${FLOW} ; 184 packets ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'Enterprise',
      text: line(ENTERPRISE),
      flows: [`${FLOW} ; 6 connections ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'Enterprise from Elasticsearch',
      text: line({ hits: { hits: [{ _index: 'x', _source: ENTERPRISE }] } }),
      flows: [`${FLOW} ; 6 connections ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'Hubble, bare',
      text: line(HUBBLE),
      flows: [`${FLOW} ; 1 connections ; 2026-08-20T09:15:00.500Z..2026-08-20T09:15:00.500Z ; source allow -`],
    },
    {
      name: 'Hubble, jsonpb with other lines',
      text: `{"node_status":{"state_change":"NODE_CONNECTED"}}\n${line({ flow: HUBBLE, node_name: 'n', time: 'x' })}\n`,
      flows: [`${FLOW} ; 1 connections ; 2026-08-20T09:15:00.500Z..2026-08-20T09:15:00.500Z ; source allow -`],
    },
    {
      name: 'an exact tuple',
      text: line({
        src: { pod: 'yaobank/summary-58ff65fdbf-aaaaa' },
        dst: { ip: '10.244.1.3' },
        protocol: 'TCP',
        destinationPort: 2379,
        count: 6,
        lastSeen: '2026-08-20T09:16:30Z',
      }),
      flows: [`${FLOW} ; 6 connections ; ?..2026-08-20T09:16:30Z`],
    },
  ]
  for (const { flows, name, said, text } of cases)
    it(name, () => {
      const result = read(text)
      assert.deepEqual(result.flows.map(show), flows)
      assert.deepEqual(codes(result.said), said ?? [])
    })
})

describe('quirks', () => {
  const W = (parts: object): string => line({ ...WHISKER, ...parts })
  const cases: readonly {
    readonly name: string
    readonly text: string
    readonly flows: readonly string[]
    readonly records?: number
    readonly said?: readonly (readonly string[])[]
  }[] = [
    {
      name: 'a record of 1970 without counters is dropped (flow-formats 1.13)',
      text: `${W({ start_time: '1970-01-01T00:00:00Z', end_time: '1970-01-01T00:00:00Z', packets_in: 0, packets_out: 0 })}\n${line({ Key: KEY, start_time: 0, end_time: 0 })}`,
      flows: [],
      records: 0,
    },
    {
      name: 'a record of 1970 with counters has no time',
      text: W({ start_time: '1970-01-01T00:00:00Z', end_time: '1970-01-01T00:00:00Z' }),
      flows: [`${FLOW} ; 92 packets ; ?..? ; source allow pro:kns.yaobank`],
    },
    {
      name: 'policies that are null',
      text: W({ policies: null }),
      flows: [`${FLOW} ; 92 packets ; ${WINDOW} ; source allow -`],
    },
    {
      name: 'the same hits in another order (before 3.31.5)',
      text: [
        [0, 1],
        [1, 0],
      ]
        .map((order) =>
          W({
            policies: {
              enforced: order.map((i) => ({
                kind: 'GlobalNetworkPolicy',
                name: `p${String(i)}`,
                tier: 't',
                action: 'Pass',
                policy_index: i,
                rule_index: 0,
              })),
              pending: null,
            },
          }),
        )
        .join('\n'),
      flows: [`${FLOW} ; 184 packets ; ${WINDOW} ; source allow gnp:p0,gnp:p1`],
    },
    {
      name: 'upper case',
      text: W({ protocol: 'TCP', reporter: 'SRC', action: 'ALLOW' }),
      flows: [`${FLOW} ; 92 packets ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'ports as text',
      text: W({ dest_port: '2379' }),
      flows: [`${FLOW} ; 92 packets ; ${WINDOW} ; source allow pro:kns.yaobank`],
    },
    {
      name: 'another action',
      text: W({ action: 'ActionUnspecified' }),
      flows: [`${FLOW} ; 92 packets ; ${WINDOW} ; source ? pro:kns.yaobank`],
    },
    {
      name: 'a namespace of Global',
      text: W({ source_name: 'PUBLIC NETWORK', source_namespace: 'Global', reporter: 'Dst' }),
      flows: [
        `PUBLIC NETWORK > yaobank/database tcp 2379 ; 92 packets ; ${WINDOW} ; destination allow pro:kns.yaobank`,
      ],
    },
    {
      name: 'a port that is none',
      text: `${W({ dest_port: 70_000 })}\n${W({ dest_port: 'http' })}\n${W({})}`,
      flows: [`${FLOW} ; 92 packets ; ${WINDOW} ; source allow pro:kns.yaobank`],
      said: [['record-unreadable', 'its dest_port is missing or no dest_port (2 times in this file)']],
    },
    {
      name: 'names that could forge a line',
      text: `${W({ source_name: 'a\nb' })}\n${W({})}`,
      flows: [`${FLOW} ; 92 packets ; ${WINDOW} ; source allow pro:kns.yaobank`],
      said: [['record-unreadable', 'its source_name is missing or no source_name']],
    },
    {
      name: 'lines of a program that talked as well',
      text: `level=info msg=hello\n${W({})}\n`,
      flows: [`${FLOW} ; 92 packets ; ${WINDOW} ; source allow pro:kns.yaobank`],
      said: [['record-unreadable', 'it is no JSON']],
    },
    {
      name: 'events that Hubble lost',
      text: `${line(HUBBLE)}\n{"lost_events":{"source":"HUBBLE_RING_BUFFER","num_events_lost":"7"}}`,
      flows: [`${FLOW} ; 1 connections ; 2026-08-20T09:15:00.500Z..2026-08-20T09:15:00.500Z ; source allow -`],
      said: [['record-unreadable', 'the source lost events before it wrote them (7 times in this file)']],
    },
    {
      name: 'ICMP in the port',
      text: [2048, 3328, 0].map((dest_port) => W({ protocol: 'icmp', dest_port })).join('\n'),
      flows: ['', ' 13/0', ' 8/0'].map(
        (icmp) =>
          `yaobank/summary > yaobank/database icmp${icmp} ; 92 packets ; ${WINDOW} ; source allow pro:kns.yaobank`,
      ),
    },
  ]
  for (const { flows, name, records, said, text } of cases)
    it(name, () => {
      const result = read(text)
      assert.deepEqual(result.flows.map(show), flows)
      if (records !== undefined) assert.equal(result.content.meta.recordCount, records)
      assert.deepEqual(
        result.said.map(({ args, code }) => [code, ...args]),
        said ?? [],
      )
    })
})

describe('Hubble', () => {
  const events: readonly { readonly name: string; readonly parts: object; readonly expected: string | undefined }[] = [
    { name: 'a reply', parts: { is_reply: true }, expected: undefined },
    { name: 'layer 7', parts: { Type: 'L7' }, expected: undefined },
    { name: 'another kind of event', parts: { event_type: { type: 129 } }, expected: undefined },
    {
      name: 'a drop that is no verdict',
      parts: { verdict: 'DROPPED', drop_reason_desc: 'CT_MAP_INSERTION_FAILED', event_type: { type: 1 } },
      expected: undefined,
    },
    {
      name: 'a denial',
      parts: { verdict: 'DROPPED', drop_reason_desc: 'POLICY_DENIED', event_type: { type: 1 } },
      expected: 'source deny',
    },
    { name: 'a denial by a rule, by number', parts: { verdict: 2, drop_reason_desc: 181 }, expected: 'source deny' },
    { name: 'a redirection', parts: { verdict: 'REDIRECTED' }, expected: 'source allow' },
    { name: 'the other end', parts: { traffic_direction: 'INGRESS' }, expected: 'destination allow' },
    { name: 'a packet on its way', parts: { event_type: { type: 4 } }, expected: 'source ?' },
    {
      name: 'a packet on its way, maybe a reply',
      parts: {
        event_type: { type: 4 },
        is_reply: null,
        l4: { TCP: { destination_port: 2379, flags: { SYN: true, ACK: true } } },
      },
      expected: undefined,
    },
    { name: 'the beginning of a connection', parts: { event_type: { type: 4 }, is_reply: null }, expected: 'source ?' },
  ]
  for (const { expected, name, parts } of events)
    it(name, () => {
      const found = read(line({ ...HUBBLE, ...parts })).flows.flatMap(({ records }) =>
        records.map((one) => `${one.reporter ?? '?'} ${one.action ?? '?'}`),
      )
      assert.deepEqual(found, expected === undefined ? [] : [expected])
    })

  it('counts verdicts where there are any, and packets only where there are none', () => {
    const trace = { ...HUBBLE, event_type: { type: 4 } }
    const flows = read(
      [HUBBLE, trace, trace, { ...trace, l4: { UDP: { destination_port: 53 } } }].map(line).join('\n'),
    ).flows
    assert.deepEqual(
      flows.map(({ key, weight }) => [key, weight.count, weight.unit]),
      [
        ['yaobank/summary > yaobank/database tcp 2379', 1, 'connections'],
        ['yaobank/summary > yaobank/database udp 53', 1, 'packets'],
      ],
    )
  })

  it('knows the world by its addresses, ICMP by type and code, and labels of namespaces', () => {
    const [flow] = read(
      line({
        ...HUBBLE,
        source: { labels: ['reserved:world'] },
        IP: { source: '203.0.113.9', destination: '10.244.9.9' },
        l4: { ICMPv4: { type: 8 } },
        destination: {
          namespace: 'new',
          pod_name: 'x-0',
          labels: [
            'k8s:app=x',
            'k8s:io.cilium.k8s.namespace.labels.env=prod',
            'k8s:io.kubernetes.pod.namespace=new',
            'k8s:io.cilium.k8s.policy.cluster=c',
            'reserved:none',
          ],
          workloads: [{ name: 'x', kind: 'StatefulSet' }],
        },
        traffic_direction: 'INGRESS',
      }),
    ).flows
    assert.equal(flow?.key, 'PUBLIC NETWORK > new/x icmp 8/0')
    assert.deepEqual(flow.icmp, { type: 8, code: 0 })
    const [candidate] = flow.destination.candidates
    assert.equal(candidate?.is, 'stand-in')
    assert.deepEqual(Object.fromEntries(candidate.workload.labels.labels), {
      app: 'x',
      'pcns.env': 'prod',
      'pcns.projectcalico.org/name': 'new',
      'projectcalico.org/namespace': 'new',
      'projectcalico.org/orchestrator': 'k8s',
    })
  })
})

describe('Enterprise', () => {
  it('denied records name the pod and its address', () => {
    const [flow] = read(
      line({
        ...ENTERPRISE,
        action: 'deny',
        source_ip: '10.244.1.2',
        source_name: 'summary-58ff65fdbf-aaaaa',
        source_port: 40_000,
        dest_type: 'net',
        dest_name: '-',
        dest_name_aggr: 'pub',
        dest_namespace: '-',
        dest_ip: '203.0.113.9',
      }),
    ).flows
    assert.equal(flow?.key, 'yaobank/summary > PUBLIC NETWORK tcp 2379')
    assert.deepEqual([flow.sourcePort, flow.missing.sourcePort], [40_000, false])
    assert.deepEqual(
      flow.source.candidates.map(({ is }) => is),
      ['pod'],
    )
    assert.deepEqual(
      flow.destination.candidates.map(({ is }) => is),
      ['address'],
    )
  })
})
