// Addresses and prefixes: strict parsing, printing as Go prints, and sets of ranges against a plain model.

import assert from 'node:assert/strict'
import { BlockList, isIP } from 'node:net'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { cidrsOf, contains, parseCidr, parseIp, parseNet, printCidr, printIp, subtract } from '../../src/base/ip.ts'
import type { IpRange } from '../../src/base/ip.ts'

describe('parseIp', () => {
  for (const text of [
    '1.2.3.256',
    '1.2.3',
    '01.2.3.4',
    '1.2.3.4 ',
    '0x0a.0.0.1',
    '',
    ':',
    ':::',
    '1::2::3',
    '12345::',
    'fe80::1%eth0',
    '1:2:3:4:5:6:7',
    '::1.2.3',
    '1:2:3:4:5:6:7::8',
  ]) {
    it(`refuses \`${text}\``, () => {
      assert.equal(parseIp(text), undefined)
    })
  }

  it('reads an IPv4-mapped address as IPv4, as Go does', () => {
    assert.deepEqual(parseIp('::ffff:10.0.0.1'), parseIp('10.0.0.1'))
  })

  it('agrees with the platform on what is an address', () => {
    const texts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/))
    fc.assert(
      fc.property(texts, (text) => {
        assert.equal(parseIp(text) !== undefined, isIP(text) !== 0, text)
      }),
      { numRuns: 3000 },
    )
  })

  it('prints what it has read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const ip = parseIp(text)
        assert.ok(ip)
        assert.deepEqual(parseIp(printIp(ip)), ip)
      }),
      { numRuns: 2000 },
    )
  })

  it('prints the longest run of zeros short, and no single one', () => {
    const table = [
      ['2001:db8:0:0:1:0:0:0', '2001:db8:0:0:1::'],
      ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
      ['0:0:0:0:0:0:0:0', '::'],
    ]
    for (const [text = '', printed] of table) assert.equal(printIp(parseIp(text)!), printed)
  })
})

describe('parseCidr', () => {
  for (const text of [
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0.0',
    '10.0.0.0/-1',
    'fd00::/129',
    '10.0.0.0/8/8',
    '10.0.0.0/ 8',
  ]) {
    it(`refuses \`${text}\``, () => {
      assert.equal(parseCidr(text), undefined)
    })
  }

  it('clears host bits, and says so', () => {
    const cidr = parseCidr('10.1.2.3/8')
    assert.ok(cidr?.hostBits)
    assert.equal(printCidr(cidr), '10.0.0.0/8')
    assert.equal(parseCidr('10.0.0.0/8')?.hostBits, false)
  })

  it('holds the addresses that the platform says it holds', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(32), fc.ipV4(), (net, prefix, address) => {
        const list = new BlockList()
        list.addSubnet(net, prefix)
        const cidr = parseCidr(`${net}/${String(prefix)}`)
        assert.ok(cidr)
        assert.equal(contains(cidr, parseIp(address)!), list.check(address))
      }),
    )
  })
})

describe('ranges', () => {
  const small = fc
    .tuple(fc.nat(255), fc.nat(255))
    .map(([a, b]): IpRange => ({ family: 4, first: BigInt(Math.min(a, b)), last: BigInt(Math.max(a, b)) }))
  const members = (ranges: readonly IpRange[]): Set<number> => {
    const all = new Set<number>()
    for (const { first, last } of ranges) for (let i = first; i <= last; i++) all.add(Number(i))
    return all
  }

  it('subtracts as sets do, and gives disjoint ranges in order', () => {
    fc.assert(
      fc.property(fc.array(small), fc.array(small), (ranges, holes) => {
        const left = subtract(ranges, holes)
        const without = members(holes)
        const wanted = [...members(ranges)].filter((one) => !without.has(one))
        assert.deepEqual([...members(left)].sort(), wanted.sort())
        for (let i = 1; i < left.length; i++) assert.ok(left[i - 1]!.last < left[i]!.first)
      }),
    )
  })

  it('cuts a range into the prefixes that make it up', () => {
    fc.assert(
      fc.property(small, (range) => {
        const cidrs = cidrsOf(range)
        assert.deepEqual([...members(cidrs)], [...members([range])])
        assert.ok(cidrs.every((cidr) => parseNet(printCidr(cidr)) !== undefined))
      }),
    )
  })
})
