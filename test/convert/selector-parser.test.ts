// docs/semantics.md §2.1–2.3: the table of §2.6, and Calico's own parser tests where they are at hand.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { canonicalSelector, parseSelector } from '../../src/convert/selector-parser.ts'
import { matches } from '../../src/model/selector.ts'
import { shared, SKIP_WITHOUT_SHARED } from '../support/shared.ts'

const holds = (text: string, labels: Readonly<Record<string, string>>): boolean | undefined => {
  const parse = parseSelector(text)
  assert.ok(parse.ok, text)
  return matches(parse.value.tree, { labels: new Map(Object.entries(labels)), complete: true })
}

// Text, canonical form, and whether it holds without labels, with a=x, with an empty a.
const TABLE: readonly (readonly [string, string, boolean, boolean, boolean])[] = [
  ['', 'all()', true, true, true],
  ['global()', 'global()', true, true, true],
  ["a != ''", 'a != ""', true, true, false],
  ["a == ''", 'a == ""', false, false, true],
  ["a contains ''", 'a contains ""', false, true, true],
  ["a starts  with 'x'", 'a starts with "x"', false, true, false],
  ["a endswith 'x'", 'a ends with "x"', false, true, false],
  ["a not  in {'x'}", 'a not in {"x"}', true, false, true],
  ["a notin {'x'}", 'a not in {"x"}', true, false, true],
  ["not in {'y'}", 'not in {"y"}', false, false, false],
  ["not not in {'y'}", 'not not in {"y"}', true, true, true],
  ["in in {'y'}", 'in in {"y"}', false, false, false],
  ["has == 'x'", 'has == "x"', false, false, false],
  ["!!!a=='b'", '!a == "b"', true, true, true],
  ["!a == 'b' && c == 'd'", '(!a == "b" && c == "d")', false, false, false],
  ["a=='b' || c=='d' && e=='f'", '(a == "b" || (c == "d" && e == "f"))', false, false, false],
  ['a in {}', 'a in {}', false, false, false],
  ['a not in {}', 'a not in {}', true, true, true],
  ["a in {'x',}", 'a in {"x"}', false, true, false],
  ["b in {'z','a','a'} && !has(c)", '(b in {"a", "z"} && !has(c))', false, false, false],
  ["a == 'ä'", 'a == "ä"', false, false, false],
  ["a contains'x'", 'a contains "x"', false, true, false],
  ['\thas( a )\t&& all( )', '(has(a) && all())', false, true, true],
]

const ERRORS: readonly (readonly [string, number, string])[] = [
  ["all() == 'x'", 6, '&&, || or the end of the selector'],
  ['has (a)', 4, '==, !=, in, not in, contains, starts with or ends with'],
  ['has()', 4, 'a label name'],
  ['a == b', 5, 'a value in quotes'],
  ["a = 'b'", 2, '==, !=, in, not in, contains, starts with or ends with'],
  ["a IN {'x'}", 2, '==, !=, in, not in, contains, starts with or ends with'],
  ['has(a) and has(b)', 7, '&&, || or the end of the selector'],
  ["a in {'x' 'y'}", 10, '}'],
  ['a in {,}', 6, '}'],
  ["a=='b'\n", 6, '&&, || or the end of the selector'],
  ["ä == 'b'", 0, 'a label name, all(), has(…) or ('],
  ['(has(a)', 7, ')'],
  ['!', 1, 'a label name, all(), has(…) or ('],
  ["a == 'x", 5, 'a value in quotes'],
  [`${'l'.repeat(513)} == 'x'`, 512, '==, !=, in, not in, contains, starts with or ends with'],
  ['('.repeat(100_000), 601, 'fewer nested parentheses'],
]

describe('a selector', () => {
  for (const [text, canonical, none, x, empty] of TABLE) {
    it(`${JSON.stringify(text)} is ${canonical}`, () => {
      assert.equal(canonicalSelector(text), canonical)
      assert.deepEqual([holds(text, {}), holds(text, { a: 'x' }), holds(text, { a: '' })], [none, x, empty])
    })
  }

  for (const [text, offset, expected] of ERRORS) {
    it(`${JSON.stringify(text.slice(0, 40))} is refused at ${String(offset)}`, () => {
      assert.deepEqual(parseSelector(text), { ok: false, error: { offset, expected } })
      assert.equal(canonicalSelector(text), undefined)
    })
  }

  it('takes a prefix before every label name, and no other text', () => {
    assert.equal(
      canonicalSelector("all() && (env == 'env' || !has(a/b))", 'pcns.'),
      '(all() && (pcns.env == "env" || !has(pcns.a/b)))',
    )
  })

  it('is the same object for the same text', () => {
    assert.equal(parseSelector("a == 'x'"), parseSelector("a == 'x'"))
  })
})

interface Case {
  readonly selector: string
  readonly error?: true
  readonly canonical?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly match?: boolean
}

describe("Calico's own parser tests", { skip: SKIP_WITHOUT_SHARED }, () => {
  const { cases } =
    SKIP_WITHOUT_SHARED === false
      ? (JSON.parse(readFileSync(shared('corpora/selectors.json'), 'utf8')) as { cases: readonly Case[] })
      : { cases: [] }

  it('all agree', () => {
    assert.equal(cases.length, 104)
    for (const { canonical, error, labels, match, selector } of cases) {
      if (error) assert.equal(parseSelector(selector).ok, false, selector)
      if (canonical !== undefined) assert.equal(canonicalSelector(selector), canonical)
      if (labels !== undefined) assert.equal(holds(selector, labels), match, selector)
    }
  })
})
