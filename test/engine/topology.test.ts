// Where addresses are, asked of nodes by hand: by which interfaces a node reaches them, which addresses it puts on what it
// sends, and which two are in one network (docs/semantics.md §4.7, §8.2).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseIp, parseNet, printIp } from '../../src/base/ip.ts'
import type { Cidr, Ip } from '../../src/base/ip.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import { PeerTable } from '../../src/engine/peers.ts'
import type { Peer } from '../../src/engine/peers.ts'
import { SelectorIndex } from '../../src/engine/selector-index.ts'
import { Topology } from '../../src/engine/topology.ts'
import type { Passage } from '../../src/engine/topology.ts'
import type { ClusterNode, HostEndpoint, NodeInterface } from '../../src/model/cluster.ts'

const ip = (text: string): Ip => {
  const read = parseIp(text)
  assert.ok(read, text)
  return read
}
const net = (text: string): Cidr => {
  const read = parseNet(text)
  assert.ok(read, text)
  return read
}
const on = (name: string, addresses: readonly string[], networks: readonly string[]): NodeInterface => ({
  name,
  addresses: addresses.map(ip),
  networks: networks.map(net),
})
const node = (name: string, more: Partial<ClusterNode>): ClusterNode => ({
  name,
  labels: new Map<string, string>(),
  addresses: [...(more.interfaces ?? []).flatMap(({ addresses }) => addresses), ...(more.tunnels ?? [])],
  ...more,
})

const NODES: readonly ClusterNode[] = [
  // Everything is known, and one interface leads to all that the others do not
  node('gateway', {
    interfaces: [
      on('eth0', ['192.168.0.1', 'fd00::1'], ['192.168.0.0/24', '0.0.0.0/0']),
      on('eth1', ['192.168.0.129'], ['192.168.0.128/25']),
    ],
  }),
  // No way to what is in none of its networks; one interface without an address, and a tunnel
  node('island', {
    interfaces: [
      on('eth0', ['192.168.1.1'], ['192.168.1.0/24']),
      on('eth1', ['172.16.0.1'], ['172.16.0.0/24']),
      on('bond0', [], []),
      on('vxlan.calico', ['10.0.9.1', 'fe80::9'], []),
    ],
    tunnels: [ip('10.0.9.1')],
  }),
  // As the Node object has it: which network it is in, and not by which interface
  node('object', {
    addresses: [ip('192.168.0.3'), ip('203.0.113.3'), ip('10.0.9.3')],
    networks: [{ ip: ip('192.168.0.3'), network: net('192.168.0.0/24') }],
    tunnels: [ip('10.0.9.3')],
  }),
  node('nothing', { addresses: [ip('192.168.0.4'), ip('10.0.9.4')], tunnels: [ip('10.0.9.4')] }),
]

const endpoint = (name: string, at: string, expectedIps: readonly string[]): HostEndpoint => ({
  is: 'host',
  name,
  node: at,
  interfaceName: undefined,
  expectedIps: expectedIps.map(ip),
  labels: { labels: new Map<string, string>(), complete: true },
  ports: [],
  profiles: [],
  at: undefined,
})
const ENDPOINTS = [
  endpoint('more', 'nothing', ['192.168.0.4', '198.51.100.4']),
  endpoint('alone', 'endpoint', ['198.51.100.5']),
]

const POOLS = [
  { cidr: net('10.0.0.0/17'), natOutgoing: true, overlay: undefined },
  { cidr: net('10.0.128.0/17'), natOutgoing: false, overlay: undefined },
]

// A rule's list comes first, so that the numbers of the topology do not begin with 0.
const lists: (readonly Cidr[])[] = [[net('8.8.8.8/32')]]
const topology = new Topology(NODES, ENDPOINTS, { pools: POOLS, serviceLoops: [net('10.96.0.0/16')] }, lists)
const tableOf = (of: readonly (readonly Cidr[])[]): PeerTable =>
  new PeerTable(
    clusterOf([], () => undefined),
    new SelectorIndex([]),
    of,
    new Set(),
  )
const table = tableOf(lists)
const peer = (text: string): Peer => table.peerAt(ip(text))
const shown = ({ addresses, name, tunnel }: Passage): string =>
  `${tunnel === true ? 'tunnel' : (name ?? '?')} ${addresses?.map(printIp).join() ?? '?'}`

describe('an address', () => {
  for (const [text, of, pool] of [
    ['192.168.0.1', 'gateway', undefined],
    ['fd00::1', 'gateway', undefined],
    ['10.0.9.1', 'island', '10.0.0.0'],
    ['198.51.100.4', 'nothing', undefined],
    ['198.51.100.5', 'endpoint', undefined],
    ['192.168.0.2', undefined, undefined],
    ['10.0.128.1', undefined, '10.0.128.0'],
  ] as const) {
    it(`${text} is of ${of ?? 'no node'}`, () => {
      assert.equal(topology.nodeOf(peer(text)), of)
      const found = topology.poolOf(peer(text))
      assert.equal(found && printIp({ family: 4, value: found.cidr.first }), pool)
    })
  }

  it('circles where it is a Service address that nobody has', () => {
    assert.equal(topology.isServiceLoop(peer('10.96.1.1')), true)
    assert.equal(topology.isServiceLoop(peer('10.97.1.1')), false)
  })

  it('is told apart by where it is, not by what rules ask', () => {
    assert.equal(topology.tell(peer('8.8.8.8')), topology.tell(peer('8.8.4.4')))
    assert.equal(topology.tell(peer('192.168.0.1')), topology.tell(peer('192.168.0.3')))
    assert.notEqual(topology.tell(peer('192.168.0.1')), topology.tell(peer('192.168.0.129')))
    assert.notEqual(topology.tell(peer('10.0.0.1')), topology.tell(peer('10.0.128.1')))
    const nets: (readonly Cidr[])[] = []
    const without = new Topology([], [], { pools: POOLS, serviceLoops: [] }, nets)
    const [inPool, outside] = ['10.0.0.1', '8.8.8.8'].map((text) => tableOf(nets).peerAt(ip(text)))
    assert.ok(inPool && outside)
    assert.notEqual(without.tell(inPool), without.tell(outside))
  })
})

describe('the way from a node', () => {
  for (const [from, to, passages] of [
    ['gateway', '192.168.0.200', ['eth1 192.168.0.129']],
    ['gateway', '192.168.0.2', ['eth0 192.168.0.1,fd00::1']],
    ['gateway', '8.8.8.8', ['eth0 192.168.0.1,fd00::1']],
    ['gateway', '2001:db8::1', ['eth0 192.168.0.1,fd00::1', 'eth1 192.168.0.129']],
    ['island', '172.16.0.9', ['eth1 172.16.0.1']],
    ['island', '8.8.8.8', ['eth0 192.168.1.1', 'eth1 172.16.0.1']],
    ['object', '192.168.0.200', ['? 192.168.0.3']],
    ['object', '8.8.8.8', ['? ?']],
    ['nothing', '192.168.0.1', ['? ?']],
    ['nobody', '192.168.0.1', ['? ?']],
  ] as const) {
    it(`${from} to ${to} is ${passages.join(' or ')}`, () => {
      assert.deepEqual(topology.towards(from, peer(to)).map(shown), passages)
    })
  }

  it('in an overlay is the tunnel', () => {
    assert.deepEqual(
      ['island', 'gateway', 'nobody'].map((from) => shown(topology.tunnel(from))),
      ['tunnel 10.0.9.1', 'tunnel ', '? ?'],
    )
  })
})

describe('addresses of a node', () => {
  const texts = (ips: readonly Ip[]): readonly string[] => ips.map(printIp)

  it('by which others know it are those that its object names, else all but those of tunnels', () => {
    const main = (of: string, family: Ip['family'] = 4): readonly string[] => texts(topology.mainAddresses(of, family))
    assert.deepEqual(main('gateway'), ['192.168.0.1', '192.168.0.129'])
    assert.deepEqual(main('gateway', 6), ['fd00::1'])
    assert.deepEqual(main('island'), ['192.168.1.1', '172.16.0.1'])
    assert.deepEqual(main('object'), ['192.168.0.3'])
    assert.deepEqual(main('nothing'), ['192.168.0.4', '198.51.100.4'])
    assert.deepEqual(main('nobody'), [])
  })

  it('that it puts on what it sends are those of the interface, else all but those of tunnels', () => {
    const sources = (of: string, to: string, family: Ip['family'] = 4): readonly string[] =>
      texts(topology.sourceAddresses(of, topology.towards(of, peer(to)), family))
    assert.deepEqual(sources('gateway', '192.168.0.200'), ['192.168.0.129'])
    assert.deepEqual(sources('gateway', '8.8.8.8'), ['192.168.0.1'])
    assert.deepEqual(sources('gateway', '8.8.8.8', 6), ['fd00::1'])
    assert.deepEqual(sources('object', '8.8.8.8'), ['192.168.0.3', '203.0.113.3'])
    assert.deepEqual(sources('nobody', '8.8.8.8'), [])
    // By an interface whose addresses are known, or by one whose are not
    const either = [...topology.towards('island', peer('172.16.0.9')), { name: undefined, addresses: undefined }]
    assert.deepEqual(texts(topology.sourceAddresses('island', either, 4)), ['192.168.1.1', '172.16.0.1'])
  })

  it('are marked by the lists in which they are', () => {
    const places = (of: string, ...ips: readonly string[]): string => topology.addressPlaces(of, ips.map(ip))
    assert.equal(places('island', '172.16.0.1'), '010000')
    assert.equal(places('island', '172.16.0.1', '10.0.9.1'), '010101')
    assert.equal(places('object', '192.168.0.3'), '10')
    assert.equal(places('gateway', 'fd00::1'), '1000')
    // The same number in the other family is another address.
    assert.equal(places('gateway', '::c0a8:1'), '0000')
    assert.equal(places('nobody', '192.168.0.1'), '00')
  })
})

describe('two nodes', () => {
  it('are in one network where an object says so of each', () => {
    const subnets = (networks: readonly (readonly [string, string])[]): Partial<ClusterNode> => ({
      addresses: networks.map(([own]) => ip(own)),
      networks: networks.map(([own, network]) => ({ ip: ip(own), network: net(network) })),
    })
    const subnetted = new Topology(
      [
        node('a', subnets([['10.1.0.1', '10.1.0.0/24']])),
        node('b', subnets([['10.1.0.2', '10.1.0.0/24']])),
        node('wider', subnets([['10.1.0.3', '10.1.0.0/16']])),
        node('apart', subnets([['10.2.0.1', '10.2.0.0/24']])),
        node(
          'both',
          subnets([
            ['10.2.0.2', '10.2.0.0/24'],
            ['10.1.0.4', '10.1.0.0/24'],
          ]),
        ),
        node('six', subnets([['::a01:1', '::a01:0/24']])),
        node('unsaid', { addresses: [ip('10.1.0.9')] }),
      ],
      [],
      { pools: [], serviceLoops: [] },
      [],
    )
    assert.deepEqual(
      ['b', 'wider', 'apart', 'both', 'six', 'unsaid', 'nobody'].map((other) => subnetted.sameSubnet('a', other)),
      [true, false, false, true, false, undefined, undefined],
    )
    assert.equal(subnetted.sameSubnet('unsaid', 'a'), undefined)
    assert.equal(subnetted.sameSubnet('both', 'a'), true)
  })

  it('have the same outlook where their interfaces lead to the same networks', () => {
    const like = (name: string, interfaces: readonly NodeInterface[], networks: ClusterNode['networks'] = []) =>
      node(name, { interfaces, networks })
    const looking = new Topology(
      [
        like('a', [on('eth0', ['10.1.0.1'], ['10.1.0.0/24'])]),
        like('b', [on('eth0', ['10.1.0.2'], ['10.1.0.0/24'])]),
        like('named', [on('eth1', ['10.1.0.3'], ['10.1.0.0/24'])]),
        like('routed', [on('eth0', ['10.1.0.4'], ['10.1.0.0/24', '0.0.0.0/0'])]),
        like(
          'said',
          [on('eth0', ['10.1.0.5'], ['10.1.0.0/24'])],
          [{ ip: ip('10.1.0.5'), network: net('10.1.0.0/24') }],
        ),
      ],
      [],
      { pools: [], serviceLoops: [] },
      [],
    )
    assert.deepEqual(
      ['b', 'named', 'routed', 'said'].map((other) => looking.outlook(other) === looking.outlook('a')),
      [true, false, false, false],
    )
  })
})
