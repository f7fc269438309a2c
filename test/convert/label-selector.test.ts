// A label selector of Kubernetes as it is written → its parts; what has no meaning is said and left out (docs/semantics.md §2.5).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { readLabelSelector } from '../../src/convert/label-selector.ts'
import { field } from '../../src/manifest/fields.ts'
import { fromFile } from './objects.ts'

function read(text: string): readonly [expressions: readonly string[] | undefined, said: readonly string[]] {
  const [manifest] = fromFile(
    `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: {podSelector: ${text}}}`,
  ).manifests
  assert.ok(manifest)
  const said: Diagnostic[] = []
  const selector = readLabelSelector(field(manifest, ['spec', 'podSelector'], (one) => void said.push(one)))
  const parts = selector?.matchExpressions.map(({ key, operator, values }) => [key, operator, ...values].join(' '))
  return [parts, said.map(({ args, code }) => [code, ...args].join(' '))]
}

describe('a label selector', () => {
  for (const [text, expressions, said] of [
    ['null', undefined, []],
    ['{}', [], []],
    ['{matchExpressions: [{key: a, operator: In, values: [x, z]}]}', ['a In x z'], []],
    [
      '{matchExpressions: [{key: a, operator: Exists}, {key: b, operator: DoesNotExist}]}',
      ['a Exists', 'b DoesNotExist'],
      [],
    ],
    ['{matchExpressions: [{operator: Exists}, {key: b, operator: Exists}]}', ['b Exists'], ['missing-field key']],
    [
      '{matchExpressions: [{key: a, operator: Gt, values: ["1"]}, {key: b, operator: Exists}]}',
      ['b Exists'],
      ['bad-value operator Gt'],
    ],
    ['{matchExpressions: [{key: a}]}', [], ['bad-value operator ']],
  ] as const) {
    it(text, () => assert.deepEqual(read(text), [expressions, said]))
  }
})
