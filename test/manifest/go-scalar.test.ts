// Expectations follow resolve.go of sigs.k8s.io/yaml (goyaml.v2), which kubectl and calicoctl read manifests with.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { goScalar } from '../../src/manifest/go-scalar.ts'

const CASES: readonly (readonly [string, unknown])[] = [
  // null
  ['', null],
  ['~', null],
  ['null', null],
  ['NULL', null],
  ['nuLL', 'nuLL'],
  // booleans of YAML 1.1
  ['true', true],
  ['True', true],
  ['tRue', 'tRue'],
  ['yes', true],
  ['y', true],
  ['on', true],
  ['On', true],
  ['oN', 'oN'],
  ['no', false],
  ['N', false],
  ['OFF', false],
  // whole numbers
  ['80', 80],
  ['-1', -1],
  ['+5', 5],
  ['-0', 0],
  ['1_000', 1000],
  ['_1', '_1'],
  ['0777', 511],
  ['0o17', 15],
  ['08', 8],
  ['09.5', 9.5],
  ['0x1F', 31],
  ['-0x10', -16],
  ['0b101', 5],
  ['0b102', '0b102'],
  ['0x', '0x'],
  ['0', 0],
  // other numbers
  ['1.5', 1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['1e999', '1e999'],
  ['.inf', Infinity],
  ['-.INF', -Infinity],
  ['.nan', NaN],
  ['+.nan', '+.nan'],
  // what looks like a number
  ['12:30:45', '12:30:45'],
  ['80:90', '80:90'],
  ['8080:9090', '8080:9090'],
  ['2024-01-02', '2024-01-02'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['1.2.3', '1.2.3'],
  ['::1', '::1'],
  ['-', '-'],
  ['.', '.'],
  ['1e', '1e'],
  ['0x1G', '0x1G'],
]

test('an unquoted scalar is what Go makes of it', () => {
  for (const [text, value] of CASES) assert.deepEqual(goScalar(text), value, JSON.stringify(text))
})

test('a whole number in decimal is that number', () => {
  fc.assert(
    fc.property(fc.integer(), (n) => {
      assert.equal(goScalar(String(n)), n)
    }),
  )
})
