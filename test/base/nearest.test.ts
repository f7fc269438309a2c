import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest } from '../../src/base/nearest.ts'

const FIELDS = [
  'action',
  'destination',
  'http',
  'icmp',
  'ingress',
  'ipVersion',
  'nets',
  'notNets',
  'ports',
  'selector',
  'to',
]

test('the word that was probably meant', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['selectr', 'selector'],
    ['slector', 'selector'],
    ['selectro', 'selector'],
    ['Selector', 'selector'],
    ['INGRESS', 'ingress'],
    ['ingres', 'ingress'],
    ['desitnation', 'destination'],
    ['protocols', undefined],
    ['port', 'ports'],
    ['notnet', 'notNets'],
    ['domains', undefined],
    ['ot', 'to'],
    ['x', undefined],
    ['', undefined],
  ]
  for (const [word, meant] of cases) assert.equal(nearest(word, FIELDS), meant, word)
})

test('of two that are as near, the earlier', () => {
  assert.equal(nearest('cat', ['car', 'bat']), 'car')
  assert.equal(nearest('cat', ['bat', 'car']), 'bat')
})

test('a long word costs nothing but its length', () => {
  assert.equal(nearest('a'.repeat(1_000_000), FIELDS), undefined)
})
