// Where YAML as Kubernetes reads it is not YAML 1.2: brackets and quotes that go on anywhere, and characters that end a
// line there and nowhere else. Each text was sent to a kube-apiserver v1.36 as well, which read the same or refused it.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { readManifests, type Manifest } from '../../src/manifest/object.ts'
import { parseYaml } from '../../src/manifest/yaml.ts'

const valueOf = (text: string): unknown => {
  const result = parseYaml(text)
  return result.ok ? result.values[0] : result.fault
}

const SHALLOW: readonly (readonly [string, string, unknown])[] = [
  ['a list that ends below its key', 'a: [\n  x,\n  z\n]\n', { a: ['x', 'z'] }],
  ['a mapping that does', 'a: {\n  x: 1\n}\nb: 2\n', { a: { x: 1 }, b: 2 }],
  ['entries in the first column', 'a:\n  b: [\nx,\nz]\n', { a: { b: ['x', 'z'] } }],
  ['quotes that go on beside their key', 'a:\n  b: "x\n  z"\n', { a: { b: 'x z' } }],
  ['single ones', "a: 'x\nz'\n", { a: 'x z' }],
  ['an escaped break', 'a: "x\\\nz"\n', { a: 'xz' }],
  ['blank lines in quotes', 'a: "x\n\n\nz"\n', { a: 'x\n\nz' }],
  ['in a list of lists', '- - - [\nx\n]\n', [[[['x']]]]],
  ['a comment between', 'a: [x\n# c\n, z]\n', { a: ['x', 'z'] }],
  ['a tab', 'a: [x,\n\tz]\n', { a: ['x', 'z'] }],
  ['CR alone', 'a: [x,\rz]\r', { a: ['x', 'z'] }],
  ['braces in braces', 'a: {b: [\n{c: 1},\n{d: 2}\n],\ne: "x\nz"\n}\n', { a: { b: [{ c: 1 }, { d: 2 }], e: 'x z' } }],
  ['an alias behind it', 'a: &x [\n1\n]\nb: *x\n', { a: [1], b: [1] }],
]

describe('brackets and quotes without indentation', () => {
  for (const [what, text, value] of SHALLOW) {
    test(what, () => {
      assert.deepEqual(valueOf(text), value)
    })
  }

  test('leave block lists and mappings as strict as they are', () => {
    assert.deepEqual(valueOf('a:\n  - x\n - z\n'), {
      code: 'yaml-syntax',
      offset: 10,
      args: ['bad indentation of a mapping entry'],
    })
  })

  test('a fault that stays is said where it first showed', () => {
    assert.deepEqual(valueOf('a: [x\nb: 1\nc: d: e\n'), {
      code: 'yaml-syntax',
      offset: 6,
      args: ['deficient indentation'],
    })
  })

  test('a key twice is said where it is written', () => {
    assert.deepEqual(valueOf('a: [\n]\nb: [\n]\na: 1\n'), { code: 'duplicate-key', offset: 14, args: ['a'] })
  })

  test('there is an end to it', () => {
    const lines = (count: number): string => `a: [\n${'x,\n'.repeat(count)}]\n`
    assert.deepEqual(valueOf(lines(400)), { a: Array<string>(400).fill('x') })
    assert.deepEqual(valueOf(lines(600)), { code: 'yaml-syntax', offset: 5, args: ['deficient indentation'] })
    const far = `${'- '.repeat(30)}b\n${' '.repeat(300)}# far\n`
    assert.deepEqual(valueOf(`${far}- [\n]\n`), {
      code: 'yaml-syntax',
      offset: far.length + 4,
      args: ['deficient indentation'],
    })
  })

  test('what they hold is read as if it stood on one line', () => {
    const entries = fc.array(fc.constantFrom('x', '80', '"a b"', '{c: d}', '[1, 2]', 'true'), { minLength: 1 })
    const breaks = fc.array(fc.constantFrom(' ', '\n', '\n  ', '\r\n', '\n\n', ' # c\n'), { minLength: 1 })
    fc.assert(
      fc.property(entries, breaks, (list, between) => {
        const gap = (i: number): string => between[i % between.length] ?? ''
        const apart = list.map((entry, i) => `${gap(i)}${entry}${gap(i + 1)}`).join(',')
        assert.deepEqual(valueOf(`a:\n    b: [${apart}]\n`), valueOf(`a:\n    b: [${list.join(',')}]\n`))
      }),
    )
  })
})

describe('places in such a text', () => {
  const text = [
    'apiVersion: projectcalico.org/v3',
    'kind: GlobalNetworkSet',
    'metadata: {',
    'name: s,',
    'labels: {a: b}',
    '}',
    'spec:',
    '  nets: [',
    '  10.0.0.0/8,',
    '  "10.1.0.0/16"',
    ']',
    '',
  ].join('\n')
  const said: Diagnostic[] = []
  const { manifests } = readManifests(
    { path: 's.yaml', text },
    { defaultNamespace: 'default', report: (one) => said.push(one) },
  )
  const lineOf = (manifest: Manifest | undefined, ...pointer: readonly (string | number)[]): string => {
    const at = manifest?.origin.locate(pointer)
    return `${String(at?.line)}:${String(at?.column)}`
  }

  test('are those of the text as it was written', () => {
    const [set] = manifests
    assert.deepEqual(said, [])
    assert.deepEqual(
      [
        lineOf(set, 'metadata'),
        lineOf(set, 'metadata', 'name'),
        lineOf(set, 'metadata', 'labels', 'a'),
        lineOf(set, 'spec', 'nets'),
        lineOf(set, 'spec', 'nets', 0),
        lineOf(set, 'spec', 'nets', 1),
      ],
      ['3:1', '4:1', '5:10', '8:3', '9:3', '10:3'],
    )
  })
})

describe('characters that only one reader takes for a line break', () => {
  const faultIn = (text: string): unknown => valueOf(text)

  for (const [name, char] of [
    ['U+0085', '\u0085'],
    ['U+2028', '\u2028'],
    ['U+2029', '\u2029'],
    ['U+007F', '\u007f'],
    ['U+0007', '\u0007'],
    ['U+FFFF', '\uffff'],
  ] as const) {
    test(name, () => {
      const expected = (offset: number): unknown => ({
        code: 'yaml-syntax',
        offset,
        args: [`the invisible character ${name}`],
      })
      assert.deepEqual(faultIn(`a: [] # allow nothing${char}b: 1\n`), expected(21))
      assert.deepEqual(faultIn(`a: x${char}z\n`), expected(4))
    })
  }

  test('escapes are text', () => {
    assert.deepEqual(valueOf('a: "\\u2028\\x85\\N\\L"\n'), { a: '\u2028\u0085\u0085\u2028' })
  })

  test('in JSON they are text, and a key twice is noticed beside them', () => {
    const set = (more: string): string =>
      `{"apiVersion": "projectcalico.org/v3", "kind": "NetworkSet", "metadata": {"name": "s", "namespace": "a", "annotations": {"x": "\u2028"}}, "spec": {"nets": []${more}}}`
    const codesOf = (text: string): readonly string[] => {
      const codes: string[] = []
      const { manifests } = readManifests(
        { path: 's.json', text },
        { defaultNamespace: 'default', report: ({ code }) => codes.push(code) },
      )
      return [...codes, String(manifests.length)]
    }
    assert.deepEqual(codesOf(set('')), ['1'])
    assert.deepEqual(codesOf(set(', "nets": ["0.0.0.0/0"]')), ['duplicate-key', '0'])
  })
})
