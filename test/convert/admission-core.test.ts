// What a real API server (kube-apiserver v1.36) refuses in the metadata of the objects that policies look at: those of
// files are then not known, those that a cluster has stay as they are (docs/semantics.md §1.1, §8.4).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from '../../src/convert/unknown-objects.ts'
import { fromCluster, fromFile, sentence, type Read } from './objects.ts'

const object = (kind: string, metadata: string, apiVersion = 'v1', spec = ''): string =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {${metadata}}${spec}}`
const ports = ', spec: {ports: [{port: 80}]}'
const template = ', spec: {template: {metadata: {labels: {a: b}}}}'

function said({ manifests }: Read): string {
  const [manifest] = manifests
  assert.ok(manifest)
  const { diagnostics, unknown } = inspect(manifest, 'api-server')
  assert.equal(unknown === undefined, diagnostics.length === 0)
  return diagnostics.map((one) => sentence(one).replace(/ @\d+/, '')).join('; ')
}

const LABEL = 'lower-case letters, digits and hyphens'
const TABLE: readonly (readonly [string, string])[] = [
  [object('Namespace', 'name: shop, labels: {a: b}, annotations: {A/b: c}'), ''],
  [object('Namespace', 'name: a.b'), `bad-value: name, a.b, ${LABEL}`],
  [object('Service', 'name: a.b', 'v1', ports), `bad-value: name, a.b, ${LABEL}`],
  [object('ServiceAccount', 'name: a.b'), ''],
  [object('ServiceAccount', 'name: A'), 'bad-value: name, A, lower-case letters, digits, hyphens and dots'],
  [object('Namespace', 'name: shop, annotations: {a: 1}'), 'wrong-type: a, text, 1'],
  [object('Namespace', 'name: shop, annotations: {a/: x}'), 'bad-value: a/, a/, the name of an annotation'],
  [object('Namespace', 'name: shop, labels: [x]'), 'wrong-type: labels, a mapping, a list'],
  [object('Service', 'name: s, labels: {a: b c}', 'v1', ports), 'bad-value: a, b c, a label'],
  [object('Deployment', 'name: d, annotations: {a: true}', 'apps/v1', template), 'wrong-type: a, text, true'],
  [object('Deployment', 'name: d, clusterName: x, creationTimestamp: null', 'apps/v1', template), ''],
  // Policies are looked at elsewhere.
  [object('NetworkPolicy', 'name: A', 'networking.k8s.io/v1'), ''],
]

describe('objects that policies look at', () => {
  for (const [text, expected] of TABLE) {
    it(text, () => {
      assert.equal(said(fromFile(text)), expected)
      assert.equal(said(fromCluster(text)), '')
    })
  }
})
