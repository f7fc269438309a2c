import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { scanJson } from '../../src/manifest/json.ts'
import { yamlMarks } from '../../src/manifest/yaml.ts'

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const piece = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '"a"',
    '"\\n"',
    '"\\u00e9"',
    '"\\x"',
    '1',
    '-1',
    '01',
    '1.',
    '.5',
    '1e5',
    '1e',
    '0',
  ],
  ...['true', 'nul', 'null', ' ', '\n', '\t', '\u00a0', '\\', "'", '//'],
)
const pieces = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''))

test('one value is found exactly where JSON.parse finds one', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        pieces,
        fc.json(),
        fc.json().map((one) => one.slice(0, -1)),
      ),
      (text) => {
        const { values, fault } = scanJson(text)
        assert.equal(values.length === 1 && fault === undefined, isJson(text))
        for (const { start, end } of values) assert.ok(isJson(text.slice(start, end)))
      },
    ),
    { numRuns: 5000 },
  )
})

test('values after one another are found one by one', () => {
  fc.assert(
    fc.property(fc.array(fc.json()), fc.constantFrom('\n', ' ', '\r\n\t'), (values, between) => {
      const text = values.join(between)
      const found = scanJson(text)
      assert.deepEqual(
        found.values.map(({ start, end }) => text.slice(start, end)),
        values,
      )
      assert.equal(found.fault, undefined)
    }),
  )
})

test('what the scan takes has places', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      fc.pre(!/[\u007f-\u009f\ufffe\uffff\ud800-\udfff]/.test(text))
      assert.equal(yamlMarks(text).length, 1)
    }),
  )
  const deep = '['.repeat(62) + '1' + ']'.repeat(62)
  assert.equal(scanJson(deep).fault, undefined)
  assert.equal(yamlMarks(deep).length, 1)
  assert.equal(scanJson(`[${deep}]`).fault?.code, 'yaml-too-deep')
})

test('a fault is where the text stops being JSON', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['{"a": 1,}', 8, 'unexpected "}"'],
    ['{"a" 1}', 5, 'unexpected "1"'],
    ['[1 2]', 3, 'unexpected "2"'],
    ['[', 1, 'unexpected end'],
    ['"a', 2, 'unexpected end'],
    ['"a\nb"', 2, 'unexpected "\\n"'],
    ['{"a": tru}', 6, 'unexpected "t"'],
    ['{1: 2}', 1, 'unexpected "1"'],
    ['[😀]', 1, 'unexpected "😀"'],
    ['{} x', 3, 'unexpected "x"'],
    ['[}', 1, 'unexpected "}"'],
  ]
  for (const [text, offset, what] of cases) {
    const { fault } = scanJson(text)
    assert.deepEqual([fault?.offset, fault?.args], [offset, [what]], text)
  }
})
