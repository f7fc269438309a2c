// Names for people.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  boundName,
  duration,
  endName,
  instant,
  isBroad,
  placeOf,
  policyName,
  ruleName,
  secondsBetween,
  serviceName,
} from '../../src/report/names.ts'
import { capitalised, counted, digits, listed, listedUpTo, name, phrase, plain } from '../../src/report/phrase.ts'
import { document, end, hit } from './builders.ts'

function table(title: string, cases: readonly (readonly [string, string])[]): void {
  describe(title, () => {
    for (const [got, wanted] of cases) it(wanted, () => assert.equal(got, wanted))
  })
}

table(
  'bounds',
  (
    [
      ['169.254.169.254/32', '`169.254.169.254`'],
      ['2001:db8::1/128', '`2001:db8::1`'],
      ['10.0.0.0/8', '`10.0.0.0/8`'],
      ['shop/cart-5c9f', '`shop/cart-5c9f`'],
      ['PUBLIC NETWORK outside 203.0.113.0/25', 'public addresses outside `203.0.113.0/25`'],
      ['office outside 10.0.0.0/8, 2001:db8::/32', 'addresses of office outside `10.0.0.0/8` and `2001:db8::/32`'],
      ['every address of PRIVATE NETWORK', 'all private addresses'],
      ['every IPv6 address of PUBLIC NETWORK', 'all IPv6 public addresses'],
      ['every address of office', 'all addresses of office'],
      ['any other address of PUBLIC NETWORK', 'any of the public addresses that no rule names'],
    ] as const
  ).map(([raw, words]) => [plain(boundName(raw)), words]),
)

it('a bound is broad where it cannot be listed', () => {
  assert.deepEqual(
    ['10.0.0.0/8', 'a outside 10.0.0.0/8', 'every address of a', 'any other address of a', 'shop/outside x'].map(
      isBroad,
    ),
    [false, true, true, true, false],
  )
})

table(
  'durations',
  (
    [
      [0, '0 s'],
      [89, '89 s'],
      [90, '1.5 min'],
      [210, '3.5 min'],
      [600, '10 min'],
      [5400, '1.5 h'],
      [6 * 3600, '6 h'],
      [47.9 * 3600, '48 h'],
      [2 * 86_400, '2 days'],
      [9 * 86_400, '9 days'],
      [-1, 'an unknown time'],
      [Infinity, 'an unknown time'],
    ] as const
  ).map(([seconds, words]) => [plain(duration(seconds)), words]),
)

table('services', [
  [plain(serviceName({ protocol: 'TCP', port: 2379, icmp: undefined })), 'TCP 2379'],
  [plain(serviceName({ protocol: 'UDP', port: undefined, icmp: undefined })), 'UDP'],
  [plain(serviceName({ protocol: 'ICMP', port: undefined, icmp: { type: 8, code: 0 } })), 'ICMP ping'],
  [plain(serviceName({ protocol: 'ICMPv6', port: undefined, icmp: { type: 128, code: 0 } })), 'ICMPv6 ping'],
  [plain(serviceName({ protocol: 'ICMP', port: undefined, icmp: { type: 3, code: 1 } })), 'ICMP type 3 code 1'],
  [plain(serviceName({ protocol: '47', port: undefined, icmp: undefined })), 'protocol 47'],
  [plain(serviceName({ protocol: 'toString', port: 1, icmp: undefined })), 'toString 1'],
])

table('policies and rules', [
  [plain(policyName(hit('np yaobank/database', 'end', 1))), 'Calico NetworkPolicy yaobank/database'],
  [plain(policyName(hit('knp shop/cart', 'end', 1))), 'Kubernetes NetworkPolicy shop/cart'],
  [plain(policyName(hit('gnp security.x', 'end', 1))), 'GlobalNetworkPolicy security.x'],
  [plain(policyName(hit('kcnp x', 'end', 1))), 'ClusterNetworkPolicy x'],
  [plain(policyName(hit('constructor a/b', 'end', 1))), '`constructor` a/b'],
  [plain(ruleName(hit('np a/b', 'egress 12', 1))), 'egress rule 12 of Calico NetworkPolicy a/b'],
  [plain(ruleName(hit('np a/b', 'end', 1))), 'Calico NetworkPolicy a/b'],
  [plain(placeOf(hit('np a/b', 'end', 7), document().after)), 'policies/yaobank.yaml:7'],
  [plain(placeOf(hit('np a/b', 'end', 7, { fromCluster: true }), document().after)), 'known only from the cluster'],
  [plain(placeOf({ at: undefined, fromCluster: false }, document().after)), ''],
  [plain(endName(end('PUBLIC NETWORK'))), 'public addresses'],
  [plain(endName({ name: 'PUBLIC NETWORK', is: 'workload' })), 'PUBLIC NETWORK'],
])

describe('times', () => {
  it('are printed in UTC, where they say their zone', () => {
    assert.equal(plain(instant('2026-11-22T07:29:59+01:00') ?? []), '2026-11-22 06:29 UTC')
    for (const iso of [undefined, '', 'yesterday', '2026-11-22T06:29:59', '2026-13-40T00:00:00Z'])
      assert.equal(instant(iso), undefined)
  })
  it('have a distance, the right way round', () => {
    assert.equal(secondsBetween('2026-11-22T06:26:00Z', '2026-11-22T06:29:30Z'), 210)
    assert.equal(secondsBetween('2026-11-22T06:29:30Z', '2026-11-22T06:26:00Z'), undefined)
    assert.equal(secondsBetween(undefined, '2026-11-22T06:26:00Z'), undefined)
  })
})

table('phrases', [
  [plain(listed(['a'].map(name))), 'a'],
  [plain(listed(['a', 'b', 'c'].map(name))), 'a, b and c'],
  [plain(listedUpTo(2, ['a', 'b', 'c', 'd'].map(name))), 'a, b and 2 more'],
  [plain(counted(1, phrase`flow`, phrase`flows`)), '1 flow'],
  [plain(counted(1234, phrase`flow`, phrase`flows`)), '1,234 flows'],
  [plain(capitalised(phrase`the ${'x'} is`)), 'The `x` is'],
  [plain(capitalised(phrase`${'x'} is`)), '`x` is'],
  [`${digits(999)} ${digits(1000)} ${digits(1234567)} ${digits(0)}`, '999 1,000 1,234,567 0'],
  [plain(phrase`${'a`b'} ${name('')}`), '`a`b` (empty)'],
])
