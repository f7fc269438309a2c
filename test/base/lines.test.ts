import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Lines } from '../../src/base/lines.ts'

test('an offset is a line and a column, both from 1', () => {
  const cases: readonly (readonly [string, number, number, number])[] = [
    ['', 0, 1, 1],
    ['ab', 1, 1, 2],
    ['a\nb', 2, 2, 1],
    ['a\r\nb', 3, 2, 1],
    ['a\rb', 2, 2, 1],
    ['a\n\nb', 3, 3, 1],
    ['a\n', 2, 2, 1],
    ['a\u2028b', 2, 1, 3],
    ['ab', -5, 1, 1],
    ['a\nb', 99, 2, 2],
  ]
  for (const [text, offset, line, column] of cases) {
    assert.deepEqual(new Lines(text).at(offset), { line, column }, JSON.stringify([text, offset]))
  }
})

test('lines are counted as by splitting', () => {
  const texts = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n')).map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, fc.nat(), (text, at) => {
      const offset = at % (text.length + 1)
      fc.pre(!(text[offset - 1] === '\r' && text[offset] === '\n'))
      const before = text.slice(0, offset).split(/\r\n|\n/)
      assert.deepEqual(new Lines(text).at(offset), { line: before.length, column: (before.at(-1) ?? '').length + 1 })
    }),
  )
})
