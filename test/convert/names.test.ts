// What Kubernetes and Calico take for names, label keys and label values (docs/semantics.md §1.2, §1.3, §1.7).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  isDnsLabel,
  isGlobalPolicyName,
  isLabelKey,
  isLabelValue,
  isPolicyName,
  isPortName,
  isSubdomain,
} from '../../src/convert/names.ts'

const a = (count: number): string => 'a'.repeat(count)

describe('names', () => {
  const cases: readonly [string, (text: string) => boolean, readonly string[], readonly string[]][] = [
    ['a DNS label', isDnsLabel, ['a', '0', 'a-b', a(63)], ['', '-a', 'a-', 'a.b', 'A', a(64), 'a\n']],
    [
      'a subdomain',
      isSubdomain,
      ['a', 'a.b-c.d', `${a(126)}.${a(126)}`],
      ['', '.a', 'a.', 'a..b', 'a_b', `${a(127)}.${a(126)}`],
    ],
    ['the name of a global policy', isGlobalPolicyName, ['a', 't.a'], ['', 'a.b.c', 'knp.default.a', 'A']],
    [
      'the name of a policy',
      isPolicyName,
      ['a', 't.a', 'knp.default.a', 'knp.default.a.b', 'ossg.default.a'],
      ['', 'a.b.c', 'knp.other.a', 'xknp.default.a'],
    ],
    [
      'a label key',
      isLabelKey,
      ['a', 'A_b.c-d', 'x.y/A', a(63), `${a(253)}/a`],
      ['', '/a', 'a/', 'X/a', 'x/-a', 'x/y/z', '_a', a(64), `${a(254)}/a`],
    ],
    ['a label value', isLabelValue, ['', 'a', 'A_b.c-d', a(63)], ['-', 'a b', 'a/b', a(64)]],
    ['the name of a port', isPortName, ['http', '8a', 'a-b', a(15)], ['', '80', 'HTTP', 'a--b', '-a', 'a-', a(16)]],
  ]
  for (const [what, is, good, bad] of cases) {
    it(`${what}: ${good.map((text) => text.slice(0, 20)).join(', ')}`, () => {
      assert.deepEqual([...good, ...bad].filter(is), good)
    })
  }
})
