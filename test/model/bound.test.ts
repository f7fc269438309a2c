// Addresses of a name in words, and which words stand for more.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseNet } from '../../src/base/ip.ts'
import type { IpRange } from '../../src/base/ip.ts'
import { boundTexts, byBreadth } from '../../src/model/bound.ts'

const nets = (...texts: readonly string[]): IpRange[] =>
  texts.map((text) => {
    const net = parseNet(text)
    assert.ok(net)
    return net
  })

const EVERYWHERE = nets('0.0.0.0/0', '::/0')
const spread = (count: number): string[] => Array.from({ length: count }, (_, i) => `10.${String(2 * i)}.0.0/16`)

describe('addresses of a name', () => {
  const cases: readonly [string, readonly IpRange[], readonly IpRange[], readonly string[]][] = [
    [
      'are listed where they are few prefixes',
      nets('10.0.0.0/8', '192.0.2.1'),
      EVERYWHERE,
      ['10.0.0.0/8', '192.0.2.1/32'],
    ],
    ['are joined where they touch', nets('10.0.0.0/9', '10.128.0.0/9'), EVERYWHERE, ['10.0.0.0/8']],
    [
      'are what is left out, where that is less',
      nets(
        '0.0.0.0/5',
        '16.0.0.0/4',
        '32.0.0.0/3',
        '64.0.0.0/2',
        '128.0.0.0/1',
        '8.0.0.0/7',
        '11.0.0.0/8',
        '12.0.0.0/6',
      ),
      EVERYWHERE,
      ['NET outside 10.0.0.0/8'],
    ],
    ['are all of a family', nets('::/1', '8000::/1'), EVERYWHERE, ['::/0']],
    ['are all that there are', nets(...spread(8)), nets(...spread(8)), ['every address of NET']],
    ['are all of one family of two', nets(...spread(8)), nets(...spread(8), 'fd00::/8'), ['every IPv4 address of NET']],
    ['are others where neither is few', nets(...spread(8)), nets(...spread(20)), ['any other address of NET']],
  ]
  for (const [what, ranges, among, texts] of cases)
    it(what, () => assert.deepEqual(boundTexts({ name: 'NET', ranges, among }), texts))

  it('come narrowest first', () => {
    const texts = [
      'NET outside 10.0.0.0/8',
      '10.0.0.0/8',
      'a/pod',
      '192.0.2.0/24',
      'every IPv4 address of NET',
      'port 80',
    ]
    assert.deepEqual(texts.sort(byBreadth), [
      'a/pod',
      'port 80',
      '192.0.2.0/24',
      '10.0.0.0/8',
      'NET outside 10.0.0.0/8',
      'every IPv4 address of NET',
    ])
  })
})
