// What must hold of any selector: printing and parsing is the identity, text around and between words changes nothing, and the
// three values of an incomplete label set are what its completions agree on.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalSelector, parseSelector } from '../../src/convert/selector-parser.ts'
import { matches, type ParsedSelector } from '../../src/model/selector.ts'

const LABELS = ['a', 'b', 'in', 'not', 'has', 'a/b.c-d_e'] as const
const VALUES = ['', 'x', 'y', 'xy', "it's", 'say "x"'] as const

const quoted = (value: string): string => (value.includes('"') ? `'${value}'` : `"${value}"`)
const label = fc.constantFrom(...LABELS)
const value = fc.constantFrom(...VALUES).map(quoted)
const space = fc.constantFrom('', ' ', '\t ')

const comparison = fc
  .tuple(label, fc.constantFrom('==', '!=', 'contains', 'starts with', 'startswith', 'ends  with', 'endswith'), value)
  .map(([name, operator, text]) => `${name} ${operator} ${text}`)
const set = fc
  .tuple(label, fc.constantFrom('in', 'not in', 'notin', 'not  in'), fc.array(value, { maxLength: 3 }), fc.boolean())
  .map(([name, operator, values, comma]) => {
    const end = comma && values.length > 0 ? ',' : ''
    return `${name} ${operator} {${values.join(', ')}${end}}`
  })
const word = fc.oneof(
  fc.constant('all()'),
  fc.constant('global()'),
  label.map((name) => `has(${name})`),
)

const { selector } = fc.letrec<{ selector: string; term: string }>((tie) => ({
  selector: fc
    .tuple(fc.array(tie('term'), { minLength: 1, maxLength: 3 }), fc.constantFrom('&&', '||'), space)
    .map(([terms, operator, gap]) => terms.join(`${gap}${operator}${gap}`)),
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    set,
    word,
    tie('term').map((text) => `!${text}`),
    tie('selector').map((text) => `( ${text} )`),
  ),
}))

const labelSet = fc.dictionary(label, fc.constantFrom(...VALUES)).map((record) => new Map(Object.entries(record)))

function parsed(text: string): ParsedSelector {
  const parse = parseSelector(text)
  if (!parse.ok) assert.fail(`${text}: ${parse.error.expected} at ${String(parse.error.offset)}`)
  return parse.value
}

const RUNS = { numRuns: 5000 }

describe('any selector', () => {
  it('printed canonically is read as the same selector, and prints the same again', () => {
    fc.assert(
      fc.property(selector, labelSet, (text, labels) => {
        const canonical = canonicalSelector(text)
        assert.ok(canonical !== undefined, text)
        const set = { labels, complete: true }
        assert.equal(matches(parsed(canonical).tree, set), matches(parsed(text).tree, set))
        // Calico prints a negated group that is a negation itself as `!!`, and reads that as nothing at all.
        if (canonical.includes('!!')) return
        assert.equal(canonicalSelector(canonical), canonical)
        assert.deepEqual(parsed(canonical).tree, parsed(text).tree)
      }),
      RUNS,
    )
  })

  it('in parentheses and with spaces around it means the same', () => {
    fc.assert(
      fc.property(selector, labelSet, space, (text, labels, gap) => {
        const set = { labels, complete: true }
        const other = parsed(`${gap}(${gap}${text}${gap})${gap}`)
        assert.equal(matches(other.tree, set), matches(parsed(text).tree, set))
      }),
      RUNS,
    )
  })

  it('matches labels that are not all known only as every completion does', () => {
    fc.assert(
      fc.property(selector, labelSet, labelSet, (text, labels, more) => {
        const { tree } = parsed(text)
        const partial = matches(tree, { labels, complete: false })
        const completed = matches(tree, { labels: new Map([...more, ...labels]), complete: true })
        assert.ok(completed !== undefined)
        if (partial !== undefined) assert.equal(partial, completed)
      }),
      RUNS,
    )
  })
})
