import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { readDocuments } from '../../src/manifest/documents.ts'
import { describe as inWords, field } from '../../src/manifest/fields.ts'
import type { Field, FieldOptions } from '../../src/manifest/fields.ts'

const TEXT = `
text: a
number: 80
quoted: "80"
float: 1.5
infinite: .inf
yes: yes
nothing:
list: [a, 1, null]
labels: {a: b, c: 1, d: }
`

interface Read<T> {
  readonly value: T
  readonly said: readonly string[]
}

function read<T>(get: (top: Field) => T, options?: FieldOptions, text = TEXT): Read<T> {
  const [document] = readDocuments({ path: 'f.yaml', text })
  assert.ok(document?.content.ok)
  const diagnostics: Diagnostic[] = []
  const value = get(field(document.content, [], (one) => diagnostics.push(one), options))
  return {
    value,
    said: diagnostics.map(({ code, at, args }) => [`${code} ${at?.line ?? 0}:${at?.column ?? 0}`, ...args].join(' | ')),
  }
}

const READERS: readonly (readonly [string, (top: Field) => unknown, unknown, ...string[]])[] = [
  ['text', (top) => top.get('text').string(), 'a'],
  ['quoted text', (top) => top.get('quoted').string(), '80'],
  ['a number for text', (top) => top.get('number').string(), undefined, 'wrong-type 3:1 | number | text | 80'],
  ['nothing for text', (top) => top.get('nothing').string(), undefined],
  ['no text', (top) => top.get('absent').string(), undefined],
  ['a number', (top) => top.get('float').number(), 1.5],
  ['text for a number', (top) => top.get('quoted').number(), undefined, 'wrong-type 4:1 | quoted | a number | "80"'],
  [
    'more than a number',
    (top) => top.get('infinite').number(),
    undefined,
    'wrong-type 6:1 | infinite | a number | Infinity',
  ],
  ['a whole number', (top) => top.get('number').integer(), 80],
  ['part of a whole', (top) => top.get('float').integer(), undefined, 'wrong-type 5:1 | float | a whole number | 1.5'],
  ['text or number', (top) => [top.get('text'), top.get('number')].map((one) => one.stringOrNumber()), ['a', 80]],
  [
    'a list for either',
    (top) => top.get('list').stringOrNumber(),
    undefined,
    'wrong-type 9:1 | list | text or a whole number | a list',
  ],
  ['true', (top) => top.get('true').boolean(), true],
  [
    'a number for true',
    (top) => top.get('number').boolean(),
    undefined,
    'wrong-type 3:1 | number | true or false | 80',
  ],
  [
    'a list',
    (top) =>
      top
        .get('list')
        .list()
        ?.map((one) => one.value),
    ['a', 1, null],
  ],
  ['text for a list', (top) => top.get('text').list(), undefined, 'wrong-type 2:1 | text | a list | "a"'],
  ['nothing for a list', (top) => top.get('nothing').list(), undefined],
  [
    'texts',
    (top) => top.get('list').strings(),
    ['a'],
    'wrong-type 9:11 | 1 | text | 1',
    'wrong-type 9:14 | 2 | text | null',
  ],
  [
    'labels',
    (top) => [...(top.get('labels').stringMap() ?? [])],
    [
      ['a', 'b'],
      ['d', ''],
    ],
    'wrong-type 10:16 | c | text | 1',
  ],
  ['a list for labels', (top) => top.get('list').stringMap(), undefined, 'wrong-type 9:1 | list | a mapping | a list'],
  ['a map', (top) => [...(top.get('labels').map()?.keys() ?? [])], ['a', 'c', 'd']],
  ['below what is no mapping', (top) => top.get('text').get('a').get('b').string(), undefined],
  ['by position', (top) => top.get('list').at(0).string(), 'a'],
  ['by a key in a list', (top) => top.get('list').at('length').value, undefined],
  ['what an object inherits', (top) => top.get('toString').value, undefined],
  ['required and there', (top) => top.get('text').require(), true],
  ['required and null', (top) => top.get('nothing').require(), false, 'missing-field 8:1 | nothing'],
  ['required and absent', (top) => top.get('labels').get('x').require(), false, 'missing-field 10:1 | x'],
]

describe('fields', () => {
  for (const [name, get, value, ...said] of READERS) {
    test(name, () => {
      assert.deepEqual(read(get), { value, said })
    })
  }

  test('know where they are', () => {
    const { value } = read((top) => top.get('list').at(1))
    assert.deepEqual(value.pointer, ['list', 1])
    assert.deepEqual(value.place.origin.locate(value.place.pointer), { path: 'f.yaml', line: 9, column: 11 })
    assert.equal(read((top) => top.name).value, '')
  })

  test('tell null from absent', () => {
    const { value } = read((top) =>
      ['nothing', 'absent', 'text'].map((name) => [top.get(name).isNull, top.get(name).present]),
    )
    assert.deepEqual(value, [
      [true, false],
      [false, false],
      [false, true],
    ])
  })

  test('unknown ones are named, with what was probably meant', () => {
    const known = new Set(['selector', 'ingress', 'egress'])
    const text = 'selector: all()\ningres: []\ndomains: []\n'
    assert.deepEqual(
      read((top) => top.onlyKnown(known), {}, text),
      {
        value: false,
        said: ['unknown-field 2:1 | ingres | ingress', 'unknown-field 3:1 | domains'],
      },
    )
    assert.deepEqual(read((top) => top.onlyKnown(known, 'unknown-field-pruned'), {}, 'x: 1\n').said, [
      'unknown-field-pruned 1:1 | x',
    ])
    assert.deepEqual(
      read((top) => top.onlyKnown(known), {}, 'selector: 1\n'),
      { value: true, said: [] },
    )
    assert.deepEqual(read((top) => top.get('selector').onlyKnown(known), {}, 'selector: [1]\n').said, [
      'wrong-type 1:1 | selector | a mapping | a list',
    ])
  })

  test('in any case, where the decoder has it so', () => {
    const text = 'Action: Allow\naction: Deny\nPROTOCOL: TCP\n'
    const get = (top: Field): unknown => ['action', 'ACTION', 'protocol'].map((name) => top.get(name).value)
    assert.deepEqual(read(get, { anyCase: true }, text).value, ['Deny', 'Allow', 'TCP'])
    assert.deepEqual(read(get, {}, text).value, ['Deny', undefined, undefined])
    const known = new Set(['action', 'protocol'])
    assert.deepEqual(read((top) => top.onlyKnown(known), { anyCase: true }, text).said, [])
    assert.equal(read((top) => top.get('protocol').name, { anyCase: true }, text).value, 'PROTOCOL')
  })

  test('scalars are text, where the decoder has it so', () => {
    const get = (top: Field): unknown => [
      top.get('number').string(),
      top.get('true').string(),
      top.get('infinite').string(),
    ]
    assert.deepEqual(read(get, { scalarsAsText: true }), {
      value: ['80', 'true', undefined],
      said: ['wrong-type 6:1 | infinite | text | Infinity'],
    })
  })
})

test('a value in words is short', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [undefined, 'nothing'],
    [null, 'null'],
    [[], 'a list'],
    [{}, 'a mapping'],
    ['a"b', '"a\\"b"'],
    [NaN, 'NaN'],
    ['x'.repeat(1_000_000), `"${'x'.repeat(56)}…`],
  ]
  for (const [value, words] of cases) assert.equal(inWords(value), words)
})
