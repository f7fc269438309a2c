import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { CodeUnitBuffer } from '../../src/snapshot/code-units.ts'

describe('CodeUnitBuffer', () => {
  it('gives what charCodeAt gives, of any text, one after the other', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '\n', '\u007f', '\u00e9', '\u20ac', '\ud83d', '\ude00') })
    const buffer = new CodeUnitBuffer()
    fc.assert(
      fc.property(text, (some) => {
        assert.deepEqual(
          [...buffer.of(some).units],
          Array.from({ length: some.length }, (_, i) => some.charCodeAt(i)),
        )
      }),
    )
  })
})
