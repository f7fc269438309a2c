import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Location, Pointer } from '../../src/base/location.ts'
import { readDocuments } from '../../src/manifest/documents.ts'

/** Values of what is read; `code line:column` of what is broken */
const read = (text: string, path = 'f.yaml'): unknown[] =>
  readDocuments({ path, text }).map(({ content }) =>
    content.ok ? content.value : `${content.code} ${content.at.line}:${content.at.column}`,
  )

const TEXTS: readonly (readonly [string, string, unknown[]])[] = [
  ['nothing', '', []],
  ['space', ' \n\n', []],
  ['comments alone', '# a\n---\n# b\n', []],
  ['markers alone', '---\n---\n...\n---\n', []],
  ['one', 'a: 1\n', [{ a: 1 }]],
  ['several', 'a: 1\n---\nb: 2\n---\nc: 3\n', [{ a: 1 }, { b: 2 }, { c: 3 }]],
  ['several, CR LF', 'a: 1\r\n---\r\nb: 2\r\n', [{ a: 1 }, { b: 2 }]],
  ['several, old Mac', 'a: 1\r---\rb: 2\r', [{ a: 1 }, { b: 2 }]],
  ['a marker at either end', '---\na: 1\n---\n', [{ a: 1 }]],
  ['no break at the end', 'a: 1\n---', [{ a: 1 }]],
  ['a marker with a comment', '--- # first\na: 1\n---\t# second\nb: 2\n', [{ a: 1 }, { b: 2 }]],
  ['a comment stuck to the marker, as kubectl takes it', 'a: 1\n---# second\nb: 2\n', [{ a: 1 }, { b: 2 }]],
  ['an end marker', 'a: 1\n...\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
  ['an end marker and a directive', 'a: 1\n...\n%YAML 1.2\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
  ['a directive first', '# c\n%YAML 1.1\n---\na: 1\n', [{ a: 1 }]],
  ['an indented marker in a block scalar', 'a: |\n  x\n  ---\n  y\n---\nb: 2\n', [{ a: 'x\n---\ny\n' }, { b: 2 }]],
  ['more dashes are no marker', 'a: >\n ----\n----: 1\n', [{ a: '----\n', '----': 1 }]],
  ['a byte order mark', '\uFEFFa: 1\n', [{ a: 1 }]],
  ['a tab as indentation', 'a: 1\n---\nb:\n\tc: 1\n---\nd: 1\n', [{ a: 1 }, 'yaml-syntax 4:1', { d: 1 }]],
  ['a broken one first', 'a: [\n---\nb: 2\n', ['yaml-syntax 2:1', { b: 2 }]],
  ['a broken one last', 'b: 2\n---\na: "x\n', [{ b: 2 }, 'yaml-syntax 4:1']],
  ['a marker in quotes ends them', 'a: "x\n--- y"\n', ['yaml-syntax 2:1', 'yaml-syntax 2:1']],
  ['a value behind the marker, which kubectl refuses', 'a: 1\n--- {b: 1}\n', [{ a: 1 }, 'yaml-syntax 2:1']],
  [
    'a document after an end, which kubectl drops',
    'a: 1\n...\nb: 2\n---\nc: 3\n',
    [{ a: 1 }, 'yaml-syntax 2:1', { c: 3 }],
  ],
  ['a fence of Markdown left at the end', 'a: 1\n---\nb: 2\n```\n', [{ a: 1 }, 'yaml-syntax 4:1']],
  ['a key twice', 'a: 1\n---\nb: 1\nc:\n  d: 1\n  d: 2\n', [{ a: 1 }, 'duplicate-key 6:3']],
  ['too deep', `a: 1\n---\n${'['.repeat(100)}`, [{ a: 1 }, 'yaml-too-deep 3:64']],
  ['flow style', '{a: 1, b: [x]}\n', [{ a: 1, b: ['x'] }]],
  ['JSON', '{"a": 1}\n', [{ a: 1 }]],
  ['JSON after JSON', '{"a": 1}\n{"b": 2} [3]', [{ a: 1 }, { b: 2 }, [3]]],
  ['JSON between markers', '{"a": 1}\n---\n{"b": 2}\n', [{ a: 1 }, { b: 2 }]],
]

describe('texts as documents', () => {
  for (const [name, text, expected] of TEXTS) {
    test(name, () => {
      assert.deepEqual(read(text), expected)
    })
  }
})

const JSON_TEXTS: readonly (readonly [string, string, unknown[]])[] = [
  ['a trailing comma', '{\n  "a": 1,\n}', ['json-syntax 3:1']],
  ['a comment', '{\n  // a\n  "a": 1\n}', ['json-syntax 2:3']],
  ['single quotes', "{'a': 1}", ['json-syntax 1:2']],
  ['cut off', '{"a": [1, 2', ['json-syntax 1:12']],
  ['cut off in a string', '{"a": "b', ['json-syntax 1:9']],
  ['a bad escape', '{"a": "\\x"}', ['json-syntax 1:8']],
  ['a leading zero', '{"a": 080}', ['json-syntax 1:8']],
  ['a broken one last', '{"a": 1}\n{"b": }', [{ a: 1 }, 'json-syntax 2:7']],
  ['too deep', '['.repeat(100_000), ['yaml-too-deep 1:63']],
  ['a byte order mark', '\uFEFF{"a": 1}', [{ a: 1 }]],
  ['YAML by another name', 'a: yes\n', [{ a: true }]],
  ['words of YAML are no words here', '{"a": "yes", "b": 1e2}', [{ a: 'yes', b: 100 }]],
  ['a key twice in an object', '{"apiVersion": "v1", "kind": "Pod",\n "kind": "Node"}', ['duplicate-key 2:3']],
]

describe('texts of .json files', () => {
  for (const [name, text, expected] of JSON_TEXTS) {
    test(name, () => {
      assert.deepEqual(read(text, 'f.json'), expected)
    })
  }

  test('`__proto__` is a key like any other', () => {
    const [value] = read('{"__proto__": {"polluted": 1}}', 'f.json')
    assert.equal(Object.getPrototypeOf(value), Object.prototype)
    assert.deepEqual(Object.keys(value as object), ['__proto__'])
  })
})

describe('limits', () => {
  const limits = { characters: 20, documents: 2 }

  test('a file that is too large is one broken document', () => {
    const [one] = readDocuments({ path: 'f.yaml', text: 'a: 1\n'.repeat(10) }, { limits })
    assert.ok(one?.content.ok === false)
    assert.deepEqual([one.content.code, ...one.content.args], ['file-too-large', '50', '20'])
  })

  test('so is one with too many documents', () => {
    const documents = readDocuments(
      { path: 'f.yaml', text: 'a: 1\n---\n'.repeat(2) + 'b: 1' },
      { limits: { ...limits, characters: 99 } },
    )
    assert.deepEqual(
      documents.map(({ content }) => content.ok || content.code),
      ['too-many-documents'],
    )
  })

  test('what does not concern the reader is not read', () => {
    const documents = readDocuments(
      { path: 'f.yaml', text: 'a: [\n---\nkind: b\n' },
      { concerns: (text) => text.includes('kind') },
    )
    assert.deepEqual(
      documents.map(({ content }) => content.ok && content.value),
      [{ kind: 'b' }],
    )
  })
})

const PLACES: readonly (readonly [string, string, readonly (readonly [Pointer, string])[]])[] = [
  [
    'block style: keys of mappings, values of lists',
    'a:\n  b: 1\n  c:\n  - x\n  -  y: 2\n     z: 3\n',
    [
      [[], '1:1'],
      [['a'], '1:1'],
      [['a', 'b'], '2:3'],
      [['a', 'c'], '3:3'],
      [['a', 'c', 0], '4:5'],
      [['a', 'c', 1], '5:6'],
      [['a', 'c', 1, 'y'], '5:6'],
      [['a', 'c', 1, 'z'], '6:6'],
    ],
  ],
  [
    'what is not there: the nearest ancestor',
    'a:\n  b: 1\n',
    [
      [['a', 'x'], '1:1'],
      [['a', 'b', 'c', 0], '2:3'],
      [['x'], '1:1'],
      [['a', 0], '1:1'],
    ],
  ],
  [
    'flow style and quotes',
    'a: {b: [1, "two", \'three\'], "c": {d: 1}}\n',
    [
      [['a', 'b'], '1:5'],
      [['a', 'b', 1], '1:12'],
      [['a', 'b', 2], '1:19'],
      [['a', 'c', 'd'], '1:35'],
    ],
  ],
  [
    'empty values',
    'a:\nb:\n-\n- 1\nc: ""\n',
    [
      [['a'], '1:1'],
      [['b', 1], '4:3'],
      [['c'], '5:1'],
    ],
  ],
  [
    'keys that are no text',
    'on: 1\n80: 2\n~x: 3\n',
    [
      [['true'], '1:1'],
      [['80'], '2:1'],
      [['~x'], '3:1'],
    ],
  ],
  [
    'an alias: its own place, and below it that of the original',
    'a: &x\n  p: 1\nb: *x\nc:\n- *x\n',
    [
      [['b'], '3:1'],
      [['b', 'p'], '2:3'],
      [['c', 0], '5:3'],
      [['c', 0, 'p'], '2:3'],
    ],
  ],
  [
    'a merge key: written keys first, then the merged',
    'a: &x {p: 1, q: 1}\ny: &y {p: 2, r: 2}\nb:\n  <<: [*x, *y]\n  q: 2\n',
    [
      [['b', 'q'], '5:3'],
      [['b', 'p'], '1:8'],
      [['b', 'r'], '2:14'],
    ],
  ],
  [
    'an alias as a key',
    '&k a: 1\nb:\n  *k : 2\n',
    [
      [['a'], '1:4'],
      [['b', 'a'], '3:3'],
    ],
  ],
  [
    'a block scalar in a list: its first line',
    '- |\n  x\n- y\n',
    [
      [[0], '2:1'],
      [[1], '3:3'],
    ],
  ],
  [
    'after a byte order mark',
    '\uFEFFa: 1\nb: 2\n',
    [
      [['a'], '1:1'],
      [['b'], '2:1'],
    ],
  ],
  ['CR LF', 'a:\r\n  b:\r\n  - c\r\n', [[['a', 'b', 0], '3:5']]],
  ['after comments', '# one\n\n# two\na: 1\n', [[[], '4:1']]],
]

describe('places', () => {
  for (const [name, text, expected] of PLACES) {
    test(name, () => {
      const [document] = readDocuments({ path: 'f.yaml', text })
      assert.ok(document?.content.ok)
      for (const [pointer, place] of expected) {
        const at: Location = document.content.origin.locate(pointer)
        assert.equal(`${at.path} ${at.line}:${at.column}`, `f.yaml ${place}`, JSON.stringify(pointer))
      }
    })
  }

  test('in a later document, and in JSON', () => {
    const [, second] = readDocuments({ path: 'f.yaml', text: '# x\na: 1\n---\n# y\nb:\n  c: 1\n' })
    assert.ok(second?.content.ok)
    assert.deepEqual(second.content.origin.locate(['b', 'c']), { path: 'f.yaml', line: 6, column: 3 })
    const [, json] = readDocuments({ path: 'f.json', text: '{"a": 1}\n{\n\t"b": [1, {"c": 2}]\n}' })
    assert.ok(json?.content.ok)
    assert.deepEqual(json.content.origin.locate(['b', 1, 'c']), { path: 'f.json', line: 3, column: 12 })
  })

  test('`read` gives the value', () => {
    const [document] = readDocuments({ path: 'f.yaml', text: 'a:\n- b: 1\n' })
    assert.ok(document?.content.ok)
    assert.equal(document.content.origin.read(['a', 0, 'b']), 1)
    assert.equal(document.content.origin.read(['a', 1]), undefined)
  })

  test('every value that is read has a place of its own, in order', () => {
    const values = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.boolean()),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
      ),
    })).value
    fc.assert(
      fc.property(fc.dictionary(fc.string(), values, { minKeys: 1, maxKeys: 4 }), fc.nat(2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const [document] = readDocuments({ path: 'f.json', text })
        assert.ok(document?.content.ok)
        const { origin } = document.content
        const walk = (below: unknown, pointer: Pointer): void => {
          const { line, column } = origin.locate(pointer)
          const rest = text
            .split('\n')
            .slice(line - 1)
            .join('\n')
            .slice(column - 1)
          const key = pointer.at(-1)
          if (typeof key === 'string')
            assert.ok(rest.startsWith(JSON.stringify(key)), `${text} ${JSON.stringify(pointer)}`)
          else if (pointer.length > 0) assert.ok(rest.startsWith(JSON.stringify(below, null, indent).slice(0, 1)))
          if (typeof below !== 'object' || below === null) return
          for (const [name, child] of Object.entries(below))
            walk(child, [...pointer, Array.isArray(below) ? Number(name) : name])
        }
        walk(value, [])
      }),
    )
  })
})

test('no text makes it throw, and JSON is read as JSON.parse reads it', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '"a"',
    '1',
    '-',
    '0',
    '.5',
    'e',
    'true',
    'null',
    ' ',
    '\n',
    '\\',
    '---',
    'a: 1',
    '\t',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(text, (one) => {
      for (const { content } of readDocuments({ path: 'f.yaml', text: one })) {
        if (content.ok) content.origin.locate(['a', 0])
      }
      const documents = readDocuments({ path: 'f.json', text: one })
      const parsed = parsedJson(one)
      if (parsed === undefined || !/^\s*[[{]/.test(one)) return
      assert.deepEqual(
        documents.map(({ content }) => content.ok && content.value),
        [parsed.value],
      )
    }),
    { numRuns: 3000 },
  )
})

function parsedJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
