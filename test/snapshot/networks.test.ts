import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { cidrOf, cidrsOf, contains, printCidr } from '../../src/base/ip.ts'
import type { Ip, IpRange } from '../../src/base/ip.ts'
import type { Cluster, NetworkSet } from '../../src/model/cluster.ts'
import { Networks } from '../../src/snapshot/networks.ts'
import { cluster, ip, networkSet, pod } from './support.ts'

const print = (ranges: readonly IpRange[]): readonly string[] =>
  ranges.flatMap((range) => cidrsOf(range).map(printCidr))
const has = (ranges: readonly IpRange[], text: string): boolean => ranges.some((range) => contains(range, ip(text)))

describe('Networks', () => {
  it('private is RFC 1918 and nothing else; public is all the rest, IPv6 included', () => {
    const networks = new Networks(cluster({}))
    assert.deepEqual(print(networks.ofClass('pvt')), ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'])
    const inPublic = [
      '8.8.8.8',
      '100.64.7.9',
      '169.254.169.254',
      '127.0.0.1',
      '172.15.255.255',
      '172.32.0.0',
      'fd00::1',
      '2001:db8::1',
    ]
    for (const address of inPublic) assert.ok(has(networks.ofClass('pub'), address), address)
    for (const address of ['10.0.0.1', '172.31.255.255', '192.168.1.1'])
      assert.ok(!has(networks.ofClass('pub'), address), address)
  })

  it('leaves out what has a better name: pods, host endpoints with addresses, members of sets; nodes stay in', () => {
    const networks = new Networks(
      cluster({
        workloads: [
          pod('shop/web', { address: '10.0.0.5' }),
          pod('shop/gone', { address: '10.0.0.6', known: 'template' }),
        ],
        hostEndpoints: [
          {
            is: 'host',
            name: 'h',
            node: 'n1',
            interfaceName: undefined,
            labels: { labels: new Map(), complete: true },
            expectedIps: [ip('192.168.0.10')],
            profiles: [],
            ports: [],
            at: undefined,
          },
        ],
        nodes: [{ name: 'n2', labels: new Map(), addresses: [ip('192.168.0.11')] }],
        sets: [networkSet('office', ['172.16.0.0/16', '203.0.113.0/24'])],
      }),
    )
    for (const address of ['10.0.0.5', '192.168.0.10', '172.16.9.9'])
      assert.ok(!has(networks.ofClass('pvt'), address), address)
    for (const address of ['10.0.0.4', '10.0.0.6', '192.168.0.11', '172.17.0.1'])
      assert.ok(has(networks.ofClass('pvt'), address), address)
    assert.ok(!has(networks.ofClass('pub'), '203.0.113.7'))
  })

  it('is never empty: where sets cover all of it, they came later', () => {
    const everything = networkSet('all', ['0.0.0.0/0', '::/0'])
    const networks = new Networks(cluster({ sets: [everything], workloads: [pod('a/b', { address: '10.0.0.5' })] }))
    assert.ok(has(networks.ofClass('pvt'), '10.0.0.4'))
    assert.ok(!has(networks.ofClass('pvt'), '10.0.0.5'))
    assert.ok(has(networks.ofSet(everything, ''), '10.0.0.4'))
    assert.ok(new Networks(cluster({})).ofSet(networkSet('empty', []), '').length > 0)
  })

  const wide = networkSet('wide', ['10.0.0.0/8'])
  const narrow = networkSet('narrow', ['10.1.0.0/16'])
  const own = networkSet('shop/own', ['10.0.0.0/9'])
  const foreign = networkSet('bank/foreign', ['10.0.0.0/30', '10.200.0.0/16'])
  const precedence: readonly {
    readonly set: NetworkSet
    readonly peer: string
    readonly expected: readonly string[]
  }[] = [
    // Longest prefix among global sets; the namespace of the other end comes first, other namespaces last.
    { set: narrow, peer: '', expected: ['10.1.0.0/16'] },
    {
      set: wide,
      peer: '',
      expected: [
        '10.0.0.0/16',
        '10.2.0.0/15',
        '10.4.0.0/14',
        '10.8.0.0/13',
        '10.16.0.0/12',
        '10.32.0.0/11',
        '10.64.0.0/10',
        '10.128.0.0/9',
      ],
    },
    { set: wide, peer: 'shop', expected: ['10.128.0.0/9'] },
    { set: own, peer: 'shop', expected: ['10.0.0.0/9'] },
    // Nothing is left of it, so that the records must be older than the other sets.
    { set: foreign, peer: 'shop', expected: ['10.0.0.0/30', '10.200.0.0/16'] },
    { set: foreign, peer: 'bank', expected: ['10.0.0.0/30', '10.200.0.0/16'] },
  ]
  for (const { expected, peer, set } of precedence)
    it(`${set.name} for a peer in ${peer || 'no namespace'}`, () => {
      const networks = new Networks(cluster({ sets: [wide, narrow, own, foreign] }))
      assert.deepEqual(print(networks.ofSet(set, peer)), expected)
    })

  it('names every address once, as looking each one up does', () => {
    const member = fc.tuple(fc.nat(15), fc.integer({ min: 28, max: 32 }))
    const set = fc.record({ namespace: fc.constantFrom(undefined, 'a', 'b'), nets: fc.array(member, { maxLength: 4 }) })
    const peers = fc.constantFrom('', 'a', 'b', 'c')
    fc.assert(
      fc.property(fc.array(set, { maxLength: 4 }), fc.array(fc.nat(15), { maxLength: 3 }), peers, (raw, pods, peer) => {
        const base = ip('10.0.0.0').value
        const at = (offset: number): Ip => ({ family: 4, value: base + BigInt(offset) })
        const sets: NetworkSet[] = raw.map(({ namespace, nets }, i) => ({
          ...networkSet(`s${String(i)}`, []),
          namespace,
          nets: nets.map(([offset, prefix]) => cidrOf(at(offset), prefix)),
        }))
        const world: Cluster = cluster({
          sets,
          workloads: pods.map((offset, i) => ({ ...pod(`p/${String(i)}`), addresses: [at(offset)] })),
        })
        const networks = new Networks(world)
        for (let offset = 0; offset < 16; offset++) {
          const named = nameOf(world, at(offset), peer)
          for (const one of sets) {
            const isWhole = sets.some((other) => other === one && nothingLeft(world, one, peer))
            if (!isWhole)
              assert.equal(
                networks.ofSet(one, peer).some((range) => contains(range, at(offset))),
                named === one,
              )
          }
        }
      }),
    )
  })
})

/** The set that an address is named after: Calico's order, spelt out */
function nameOf(world: Cluster, address: Ip, peer: string): NetworkSet | 'pod' | undefined {
  if (world.workloads.some((one) => one.addresses.some((own) => own.value === address.value))) return 'pod'
  const rank = (set: NetworkSet): number => (set.namespace === undefined ? 1 : set.namespace === peer ? 0 : 2)
  const longest = (set: NetworkSet): number =>
    Math.max(-1, ...set.nets.filter((one) => contains(one, address)).map(({ prefix }) => prefix))
  const name = ({ name: own, namespace }: NetworkSet): string => `${namespace ?? ''}/${own}`
  return world.sets
    .filter((set) => longest(set) >= 0)
    .sort((a, b) => rank(a) - rank(b) || longest(b) - longest(a) || (name(a) < name(b) ? -1 : 1))[0]
}

const nothingLeft = (world: Cluster, set: NetworkSet, peer: string): boolean =>
  set.nets.every((one) =>
    Array.from({ length: Number(one.last - one.first) + 1 }, (_, i) => one.first + BigInt(i)).every(
      (value) => nameOf(world, { family: 4, value }, peer) !== set,
    ),
  )
