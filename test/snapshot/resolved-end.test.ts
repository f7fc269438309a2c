import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Cluster } from '../../src/model/cluster.ts'
import { EndResolver } from '../../src/snapshot/resolved-end.ts'
import type { NamedEnd } from '../../src/snapshot/tables.ts'
import { cluster, ip, networkSet, pod, printEnd } from './support.ts'

const end = (is: NamedEnd['is'], id: string, parts: Partial<NamedEnd> = {}): NamedEnd => {
  const [name = '', namespace = ''] = id.split('/').reverse()
  return { is, namespace, name, owner: undefined, ips: [], byAddress: false, ...parts }
}

const world: Cluster = cluster({
  namespaces: new Map([['shop', new Map([['env', 'prod']])]]),
  workloads: [
    pod('shop/web-7d8f9c5b6f-aaaaa', {
      owner: 'web',
      generateName: 'web-7d8f9c5b6f-',
      address: '10.0.0.1',
      labels: { app: 'web', zone: 'a' },
    }),
    pod('shop/web-7d8f9c5b6f-bbbbb', {
      owner: 'web',
      generateName: 'web-7d8f9c5b6f-',
      address: '10.0.0.2',
      labels: { app: 'web', zone: 'b' },
    }),
    pod('shop/db-0', { owner: 'db', generateName: 'db-', address: '10.0.0.3' }),
    pod('shop/netshoot', { address: '10.0.0.4' }),
    pod('shop/mq-5d5d5d5d5d-ccccc', { owner: 'mq', generateName: 'mq-5d5d5d5d5d-', address: '10.0.0.7' }),
    pod('shop/report', { owner: 'report', known: 'template', generateName: 'report-' }),
    pod('shop/both', { address: '10.0.0.8' }),
  ],
  hostPods: [
    {
      namespace: 'shop',
      name: 'agent',
      node: 'n1',
      addresses: [ip('192.168.0.10')],
      generateName: 'agent-',
      owner: { kind: 'DaemonSet', name: 'agent' },
    },
  ],
  nodes: [
    { name: 'n1', labels: new Map(), addresses: [ip('192.168.0.10'), ip('172.30.0.10')] },
    { name: 'n2', labels: new Map(), addresses: [ip('192.168.0.11'), ip('172.30.0.11')] },
  ],
  hostEndpoints: [
    {
      is: 'host',
      name: 'n2-eth0',
      node: 'n2',
      interfaceName: 'eth0',
      labels: { labels: new Map(), complete: true },
      expectedIps: [ip('192.168.0.11')],
      profiles: [],
      ports: [],
      at: undefined,
    },
  ],
  sets: [
    networkSet('office', ['203.0.113.0/24']),
    networkSet('shop/mq', ['172.16.0.50/32']),
    networkSet('shop/both', ['172.16.0.60']),
    networkSet('n1', ['198.51.100.0/24']),
  ],
})

describe('EndResolver', () => {
  const cases: readonly {
    readonly name: string
    readonly end: NamedEnd
    readonly labels?: Readonly<Record<string, string>>
    readonly expected: readonly string[]
    readonly unresolved?: true
  }[] = [
    {
      name: 'a pattern is its pods',
      end: end('pod', 'shop/web-7d8f9c5b6f-*'),
      expected: ['workload shop/web', 'pod shop/web-7d8f9c5b6f-aaaaa', 'pod shop/web-7d8f9c5b6f-bbbbb'],
    },
    {
      name: 'labels narrow it',
      end: end('pod', 'shop/web-7d8f9c5b6f-*'),
      labels: { app: 'web', zone: 'b' },
      expected: ['workload shop/web', 'pod shop/web-7d8f9c5b6f-bbbbb'],
    },
    {
      name: 'labels that fit no pod narrow nothing',
      end: end('pod', 'shop/web-7d8f9c5b6f-*'),
      labels: { app: 'old' },
      expected: ['workload shop/web', 'pod shop/web-7d8f9c5b6f-aaaaa', 'pod shop/web-7d8f9c5b6f-bbbbb'],
    },
    {
      name: 'addresses narrow it',
      end: end('pod', 'shop/web-7d8f9c5b6f-*', { ips: [ip('10.0.0.2')] }),
      expected: ['workload shop/web', 'pod shop/web-7d8f9c5b6f-bbbbb 10.0.0.2'],
    },
    {
      name: 'a replaced ReplicaSet is the pods of its Deployment',
      end: end('pod', 'shop/web-68d4d8d5f9-*'),
      labels: { app: 'web', zone: 'b' },
      expected: ['workload shop/web', 'pod shop/web-7d8f9c5b6f-aaaaa', 'pod shop/web-7d8f9c5b6f-bbbbb'],
    },
    {
      name: 'a workload without a pod is its template',
      end: end('pod', 'shop/report-29012345-*'),
      expected: ['workload shop/report', 'pod shop/report'],
    },
    { name: 'a StatefulSet', end: end('pod', 'shop/db-*'), expected: ['workload shop/db', 'pod shop/db-0'] },
    {
      name: 'a pod that stands alone',
      end: end('unknown', 'shop/netshoot'),
      expected: ['workload shop/netshoot', 'pod shop/netshoot'],
    },
    {
      name: 'a full name whose pod is gone',
      end: end('pod', 'shop/web-7d8f9c5b6f-zzzzz', { ips: [ip('10.0.0.99')] }),
      expected: ['workload shop/web', 'pod shop/web-7d8f9c5b6f-aaaaa', 'pod shop/web-7d8f9c5b6f-bbbbb'],
    },
    {
      name: 'the workload that Hubble says',
      end: end('pod', 'shop/db-7', { owner: { kind: 'StatefulSet', name: 'db' } }),
      expected: ['workload shop/db', 'pod shop/db-0'],
    },
    {
      name: 'a pattern of nobody',
      end: end('pod', 'shop/old-7d8f9c5b6f-*'),
      labels: { app: 'old' },
      expected: ['workload shop/old', 'stand-in shop/old-7d8f9c5b6f-*'],
      unresolved: true,
    },
    {
      name: 'a set of the namespace',
      end: end('unknown', 'shop/mq'),
      expected: ['network-set shop/mq', 'shop/mq: 172.16.0.50/32'],
    },
    {
      name: 'a name that a pod and a set share',
      end: end('unknown', 'shop/both'),
      expected: ['workload shop/both', 'pod shop/both', 'shop/both: 172.16.0.60/32'],
    },
    {
      name: 'the same, where the type is said',
      end: end('network-set', 'shop/both'),
      expected: ['network-set shop/both', 'shop/both: 172.16.0.60/32'],
    },
    { name: 'a global set', end: end('unknown', 'office'), expected: ['network-set office', 'office: 203.0.113.0/24'] },
    {
      name: 'a global set with the addresses of the record',
      end: end('network-set', 'office', { ips: [ip('203.0.113.7')] }),
      expected: ['network-set office', '203.0.113.7'],
    },
    {
      name: 'a node, by the addresses of its host endpoint',
      end: end('unknown', 'n2'),
      expected: ['host n2', '192.168.0.11'],
    },
    {
      name: 'a node and a set of the same name',
      end: end('unknown', 'n1'),
      expected: ['network-set n1', 'n1: 198.51.100.0/24', '192.168.0.10', '172.30.0.10'],
    },
    {
      name: 'the same, where the type is said',
      end: end('host', 'n1'),
      expected: ['host n1', '192.168.0.10', '172.30.0.10'],
    },
    {
      name: 'an address of a class',
      end: end('network', 'pvt', { ips: [ip('172.16.1.1'), ip('10.0.0.4')] }),
      expected: ['network PRIVATE NETWORK', '172.16.1.1', 'pod shop/netshoot 10.0.0.4'],
    },
    {
      name: 'an address by itself',
      end: end('network', '', { ips: [ip('203.0.113.9')], byAddress: true }),
      expected: ['address 203.0.113.9', '203.0.113.9'],
    },
    {
      name: 'an address that is a pod’s',
      end: end('network', '', { ips: [ip('10.0.0.4')], byAddress: true }),
      expected: ['workload shop/netshoot', 'pod shop/netshoot 10.0.0.4'],
    },
    {
      name: 'a node’s address that Hubble saw',
      end: end('network', '', { ips: [ip('192.168.0.10')] }),
      expected: ['host n1', '192.168.0.10'],
    },
    {
      name: 'the world that Hubble saw',
      end: end('network', '', { ips: [ip('203.0.113.9')] }),
      expected: ['network PUBLIC NETWORK', '203.0.113.9'],
    },
    { name: 'a pod on the host network', end: end('pod', 'shop/agent'), expected: ['host n1', '192.168.0.10'] },
    {
      name: 'a pod with the address of the tuple',
      end: end('pod', 'shop/netshoot', { ips: [ip('10.0.0.4')] }),
      expected: ['workload shop/netshoot', 'pod shop/netshoot 10.0.0.4'],
    },
  ]
  for (const { end: named, expected, labels, name, unresolved } of cases)
    it(name, () => {
      const resolved = new EndResolver(world).resolve(named, new Map(Object.entries(labels ?? {})), 'shop')
      assert.deepEqual(printEnd(resolved), expected)
      assert.equal(resolved.unresolved, unresolved ?? false)
    })

  it('a name that no object has is any address that is no endpoint’s', () => {
    const resolved = new EndResolver(world).resolve(end('unknown', 'gone'), new Map(), '')
    assert.deepEqual([resolved.name, resolved.is, resolved.unresolved], ['gone', 'network-set', true])
    const [candidate] = resolved.candidates
    assert.equal(candidate?.is, 'addresses')
  })

  it('a stand-in knows the labels of the record and of its namespace, and says that there may be more', () => {
    const resolved = new EndResolver(world).resolve(
      end('pod', 'shop/old-*', { ips: [ip('10.0.0.77')] }),
      new Map([['app', 'old']]),
      '',
    )
    const [candidate] = resolved.candidates
    assert.equal(candidate?.is, 'stand-in')
    const { addresses, known, labels, namespaceKnown, owner } = candidate.workload
    assert.deepEqual(Object.fromEntries(labels.labels), {
      app: 'old',
      'projectcalico.org/namespace': 'shop',
      'projectcalico.org/orchestrator': 'k8s',
      'pcns.projectcalico.org/name': 'shop',
      'pcns.env': 'prod',
    })
    assert.deepEqual(
      [labels.complete, known, namespaceKnown, owner.name, addresses],
      [false, 'record', true, 'old', [ip('10.0.0.77')]],
    )
  })

  it('two pods that share an address are both possible', () => {
    const shared = cluster({ workloads: [pod('a/x', { address: '10.0.0.1' }), pod('b/y', { address: '10.0.0.1' })] })
    const resolved = new EndResolver(shared).resolve(
      end('network', '', { ips: [ip('10.0.0.1')], byAddress: true }),
      new Map(),
      '',
    )
    assert.deepEqual(printEnd(resolved), ['workload a/x', 'pod a/x 10.0.0.1', 'pod b/y 10.0.0.1'])
  })
})
