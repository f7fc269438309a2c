import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { MAX_ALIASES, MAX_DEPTH, parseYaml, yamlMarks } from '../../src/manifest/yaml.ts'

const valueOf = (text: string): unknown => {
  const result = parseYaml(text)
  assert.ok(result.ok, JSON.stringify(result))
  return result.values[0]
}

const faultOf = (text: string): readonly [string, number, ...string[]] => {
  const result = parseYaml(text)
  assert.ok(!result.ok, JSON.stringify(result))
  return [result.fault.code, result.fault.offset, ...result.fault.args]
}

const VALUES: readonly (readonly [string, string, unknown])[] = [
  ['a block mapping', 'a: 1\nb: [x, z]\n', { a: 1, b: ['x', 'z'] }],
  ['CR LF', 'a: 1\r\nb:\r\n- x\r\n', { a: 1, b: ['x'] }],
  ['tabs where they may stand', '{\n\t"a":\t1\n}', { a: 1 }],
  ['nothing after a colon', 'a:\nb: ~\n', { a: null, b: null }],
  ['quotes keep text', `a: "80"\nb: 'yes'\nc: "~"\n`, { a: '80', b: 'yes', c: '~' }],
  ['keys are text', '80: a\non: b\n1.5: c\n', { '80': 'a', true: 'b', '1.5': 'c' }],
  ['a literal block keeps its last break', 'a: |\n  x == "1"\n', { a: 'x == "1"\n' }],
  ['a folded block joins', 'a: >-\n  b\n  c\n', { a: 'b c' }],
  ['an indented marker in a block is text', 'a: |\n  x\n  ---\n  y\n', { a: 'x\n---\ny\n' }],
  ['an alias', 'a: &x {p: 1}\nb: *x\n', { a: { p: 1 }, b: { p: 1 } }],
  ['a merge key', 'a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n', { a: { p: 1, q: 2 }, b: { p: 1, q: 3 } }],
  [
    'several merged',
    'a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {<<: [*x, *y]}\n',
    { a: { p: 1 }, b: { p: 2, q: 2 }, c: { p: 1, q: 2 } },
  ],
  ['a quoted merge key is a key', '"<<": 1\n', { '<<': 1 }],
  ['an explicit type', 'a: !!str 80\nb: !!int "80"\nc: !!float 1\n', { a: '80', b: 80, c: 1 }],
  ['a local tag is dropped', 'a: !vault 5\nb: !x [1]\nc: !y {d: 1}\n', { a: '5', b: [1], c: { d: 1 } }],
  ['a directive', '%YAML 1.2\n---\na: 1\n', { a: 1 }],
  ['comments', '# a\na: 1 # b\n# c\n', { a: 1 }],
]

describe('YAML that is read', () => {
  for (const [name, text, value] of VALUES) {
    test(name, () => {
      assert.deepEqual(valueOf(text), value)
    })
  }

  test('a text without content has no value', () => {
    for (const text of ['', '\n', '# only a comment\n'])
      assert.deepEqual(parseYaml(text), { ok: true, values: [], braces: false })
  })

  test('`__proto__` is a key like any other', () => {
    const read = valueOf('__proto__: {polluted: 1}\nb: &x {__proto__: 2}\nc: {<<: *x}\n')
    assert.equal(Object.getPrototypeOf(read), Object.prototype)
    assert.deepEqual(Object.keys(read as object), ['__proto__', 'b', 'c'])
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
  })
})

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const bomb = (levels: number): string =>
  [
    'a0: &a0 [x, x]',
    ...Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
  ].join('\n')

const FAULTS: readonly (readonly [string, string, readonly [string, number, ...string[]]])[] = [
  ['a tab as indentation', 'a:\n\tb: 1\n', ['yaml-syntax', 3, 'tab characters must not be used in indentation']],
  ['a bracket that is never closed', 'a: [1\n', ['yaml-syntax', 6, 'deficient indentation']],
  ['a Markdown fence', 'a: b\n```\n', ['yaml-syntax', 5, 'end of the stream or a document separator is expected']],
  ['an unknown alias', 'a: *b\n', ['yaml-syntax', 4, 'unidentified alias "b"']],
  ['a key that is a mapping', 'a: {{ b }}\n', ['yaml-syntax', 4, 'object-based map does not support complex keys']],
  [
    'a key that is a list',
    'a: 1\nb: {c: 1, [d]: 2}\n',
    ['yaml-syntax', 15, 'object-based map does not support complex keys'],
  ],
  ['a key that is missing', ': b\n', ['yaml-syntax', 0, 'a key is missing']],
  [
    'a type that JSON has not',
    'a: !!binary aGk=\n',
    ['yaml-syntax', 3, 'unknown scalar tag !<tag:yaml.org,2002:binary>'],
  ],
  ['a zero byte', 'a: \0\n', ['yaml-syntax', 3, 'null byte is not allowed in input']],
  ['a key twice', 'a:\n  b: 1\n  "b": 2\n', ['duplicate-key', 13, 'b']],
  ['too deep', deep(MAX_DEPTH), ['yaml-too-deep', MAX_DEPTH - 1, String(MAX_DEPTH)]],
  ['much too deep', '- '.repeat(100_000), ['yaml-too-deep', 2 * MAX_DEPTH, String(MAX_DEPTH)]],
  [
    'too many aliases',
    `a: &x 1\nb: [${Array(MAX_ALIASES + 1)
      .fill('*x')
      .join(',')}]`,
    ['yaml-too-many-aliases', 313, String(MAX_ALIASES)],
  ],
  ['few aliases that stand for millions', bomb(10), ['yaml-too-many-aliases', 0, String(MAX_ALIASES)]],
  ['a value within itself', 'a: &x [*x]\n', ['yaml-too-many-aliases', 0, String(MAX_ALIASES)]],
]

describe('YAML that is refused', () => {
  for (const [name, text, fault] of FAULTS) {
    test(name, () => {
      assert.deepEqual(faultOf(text), fault)
    })
  }

  test('just deep enough is read', () => {
    assert.ok(parseYaml(deep(MAX_DEPTH - 1)).ok)
  })

  test('a duplicate key leaves what a lenient reader makes of it', () => {
    const result = parseYaml('kind: A\nkind: B\n')
    assert.deepEqual(!result.ok && result.lenient, { kind: 'B' })
  })
})

test('braces are noticed in unquoted scalars alone', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['a: b-{{ c }}\n', true],
    ['b-{{ c }}: a\n', true],
    ['a: "{{ b }}"\n', false],
    ["a: '{{ b }}'\n", false],
    ['a: |\n  {{ b }}\n', false],
    ['a: 1 # {{ b }}\n', false],
  ]
  for (const [text, braces] of cases) {
    const result = parseYaml(text)
    assert.equal(result.ok && result.braces, braces, text)
  }
})

test('no text makes it throw', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '---',
      '...',
      '&x ',
      '*x',
      '<<: ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '|',
      '>',
      '#',
      '!',
      '!!int ',
      '%',
      '\t',
    ],
    ...['\r', '0', '1', 'yes', '?', ',', '\\', '\u0000', '\uFEFF', '\uD800', '\u2028', '__proto__', '{{'],
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(text, (one) => {
      const result = parseYaml(one)
      const marks = yamlMarks(one)
      if (result.ok) assert.equal(marks.length, result.values.length)
      else assert.ok(result.fault.offset >= 0 && result.fault.offset <= one.length)
    }),
    { numRuns: 3000 },
  )
})
