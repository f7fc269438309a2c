// What a cluster would refuse of the objects that policies look at, and what of each is then not known (docs/semantics.md
// §8.4); what hangs on it is test/engine/unknown-objects.test.ts's.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import type { Cluster } from '../../src/model/cluster.ts'
import { fromCluster, fromFile, sentence } from './objects.ts'

const object = (kind: string, rest: string, apiVersion = 'v1'): string =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, ${rest}}`
const calico = (kind: string, rest: string): string => object(kind, rest, 'projectcalico.org/v3')
const slice = (rest: string): string =>
  object(
    'EndpointSlice',
    `metadata: {name: s-1, namespace: a, labels: {kubernetes.io/service-name: s}}, ${rest}`,
    'discovery.k8s.io/v1',
  )
const service = (spec: string): string => object('Service', `metadata: {name: s, namespace: a}, spec: {${spec}}`)

// An object, what is said of it, and what is then unknown; the same with nothing wrong says nothing
const TABLE: readonly (readonly [text: string, said: string, unknown: string])[] = [
  [object('Namespace', 'metadata: {name: a, labels: {env: 1}}'), 'wrong-type @1: env, text, 1', 'Namespace a'],
  [object('Namespace', 'metadata: {name: a, labels: {env: p q}}'), 'bad-value @1: env, p q, a label', 'Namespace a'],
  [object('Namespace', 'metadata: {name: a, labels: {env: p}}'), '', ''],
  [
    object('ServiceAccount', 'metadata: {name: s, namespace: a, labels: [x]}'),
    'wrong-type @1: labels, a mapping, a list',
    'ServiceAccount a/s',
  ],
  [
    object('Pod', 'metadata: {name: p, namespace: a, labels: {app: on}}, spec: {}'),
    'wrong-type @1: app, text, true',
    'Pod a/p',
  ],
  [
    object(
      'Deployment',
      'metadata: {name: d, namespace: a}, spec: {template: {metadata: {labels: {app: 1}}, spec: {}}}',
      'apps/v1',
    ),
    'wrong-type @1: app, text, 1',
    'Deployment a/d',
  ],
  [service('selector: {app: web}, ports: [{port: 80, targetPort: http}]'), '', ''],
  [service('selector: [web]'), 'wrong-type @1: selector, a mapping, a list', 'Service a/s'],
  [service('ports: [{targetPort: 80}]'), 'missing-field @1: port', 'Service a/s'],
  [service('ports: [{port: 80, targetPort: 70000}]'), 'bad-port @1: 70000', 'Service a/s'],
  [service('ports: [{port: 80, protocol: ICMP}]'), 'bad-value @1: protocol, ICMP, TCP, UDP, SCTP', 'Service a/s'],
  [
    slice('addressType: IPv4, endpoints: [{addresses: [10.0.0.1], nodeName: n}], ports: [{name: "", port: 80}]'),
    '',
    '',
  ],
  [slice('endpoints: [{addresses: 10.0.0.1}]'), 'wrong-type @1: addresses, a list, "10.0.0.1"', 'EndpointSlice a/s-1'],
  [slice('ports: [{port: http}]'), 'wrong-type @1: port, a whole number, "http"', 'EndpointSlice a/s-1'],
  [calico('NetworkSet', 'metadata: {name: s, namespace: a}, spec: {nets: [10.0.0.0/8]}'), '', ''],
  [
    calico('NetworkSet', 'metadata: {name: s, namespace: a}, spec: {nets: [ten]}'),
    'bad-cidr @1: ten',
    'NetworkSet a/s',
  ],
  [
    calico('Profile', 'metadata: {name: p}, spec: {ingress: [{action: Maybe}]}'),
    'bad-value @1: action, Maybe, Allow, Deny, Log, Pass',
    'Profile p',
  ],
  [calico('FelixConfiguration', 'metadata: {name: default}, spec: {bpfEnabled: true, floatingIPs: Enabled}'), '', ''],
  [
    calico('FelixConfiguration', 'metadata: {name: default}, spec: {bpfEnabled: "true"}'),
    'wrong-type @1: bpfEnabled, true or false, "true"',
    'FelixConfiguration default',
  ],
  [
    calico('IPPool', 'metadata: {name: p}, spec: {cidr: 10, blockSize: 26}'),
    'wrong-type @1: cidr, text, 10',
    'IPPool p',
  ],
  [
    calico('BGPConfiguration', 'metadata: {name: default}, spec: {asNumber: 64512, serviceClusterIPs: [10.96.0.0/12]}'),
    'wrong-type @1: 0, a mapping, "10.96.0.0/12"',
    'BGPConfiguration default',
  ],
]

function read(text: string, manifests = fromFile(text).manifests): { said: Diagnostic[]; cluster: Cluster } {
  const said: Diagnostic[] = []
  return { cluster: clusterOf(manifests, (one) => said.push(one)), said }
}

describe('an object that policies look at', () => {
  for (const [text, said, unknown] of TABLE)
    it(`${unknown === '' ? 'is known' : 'is not known'}: ${text.slice(0, 110)}`, () => {
      const { manifests } = fromFile(text)
      const first = read(text, manifests)
      assert.deepEqual(first.said.map(sentence), said === '' ? [] : [said])
      assert.deepEqual(
        first.cluster.unknownObjects?.map(({ what }) => what),
        unknown === '' ? [] : [unknown],
      )
      // The same ones again, so that a caller with two sides can say each once
      assert.ok(read(text, manifests).said.every((one, i) => one === first.said[i]))
      assert.deepEqual(read(text, fromCluster(text).manifests).said, [])
    })

  it('of a slice it is the Service of which nothing is known', () => {
    const { cluster } = read(slice('ports: [{port: http}]'))
    assert.deepEqual([...(cluster.unknownServices?.keys() ?? [])], ['a/s'])
  })

  it('keeps what calicoctl takes for text in a label', () => {
    const text = calico('GlobalNetworkSet', 'metadata: {name: s, labels: {floor: 3, open: true}}, spec: {nets: []}')
    const { cluster, said } = read(text)
    assert.deepEqual(said, [])
    assert.deepEqual(
      [...(cluster.sets[0]?.labels.labels ?? [])],
      [
        ['floor', '3'],
        ['open', 'true'],
      ],
    )
  })
})
