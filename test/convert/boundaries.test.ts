// Where a limit is one, and the last value that is within it. Most of these were found by putting faults into the code
// (docs/mutation.md).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clusterOf } from '../../src/convert/cluster.ts'
import { isPortName } from '../../src/convert/names.ts'
import { parsePort } from '../../src/convert/protocol.ts'
import { selects } from '../../src/convert/service.ts'
import { convert, fromFile } from './objects.ts'

const kubernetes = (ports: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: a}
spec: {podSelector: {}, ingress: [{ports: [${ports}]}]}
`

const calico = (spec: string): string => `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: p}
spec: {${spec}}
`

const said = (text: string): readonly string[] => convert(fromFile(text)).said

describe('limits', () => {
  it('ports go from 1 to 65535', () => {
    assert.deepEqual(said(kubernetes('{port: 1}, {port: 65535}')), [])
    assert.equal(said(kubernetes('{port: 65536}')).length, 1)
    assert.equal(said(kubernetes('{port: 0}')).length, 1)
    assert.equal(parsePort(65_535)?.is, 'range')
    assert.equal(parsePort(65_536), undefined)
    assert.equal(parsePort('1:65535')?.is, 'range')
  })

  it('a port name has 15 characters at most', () => {
    assert.ok(isPortName('a23456789012345'))
    assert.ok(!isPortName('a234567890123456'))
  })

  it('a selector has 1024 characters, a priority goes up to 1000, a rule has 25 peers', () => {
    const selector = (length: number): string => calico(`selector: "a == '${'x'.repeat(length - 7)}'"`)
    assert.deepEqual(said(selector(1024)), [])
    assert.equal(said(selector(1025)).length, 1)
    const cluster = (priority: number, peers: number): string => `
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: p}
spec:
  tier: Admin
  priority: ${String(priority)}
  subject: {namespaces: {}}
  ingress: [{action: Deny, from: [${Array.from({ length: peers }, () => '{namespaces: {}}').join(', ')}]}]
`
    assert.deepEqual(said(cluster(1000, 25)), [])
    assert.equal(said(cluster(1001, 1)).length, 1)
    assert.equal(said(cluster(1, 26)).length, 1)
    assert.equal(said(cluster(1, 0)).length, 1)
  })

  it('a map of labels holds text', () => {
    const labels = (value: string): string =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: a}\nspec: {podSelector: {matchLabels: {app: ${value}}}}\n`
    assert.deepEqual(said(labels('x')), [])
    assert.equal(said(labels('[x]')).length, 1)
  })
})

describe('what is as good as not written', () => {
  it('may stand beside a staged deletion', () => {
    const deletion = (more: string): string => `
apiVersion: projectcalico.org/v3
kind: StagedGlobalNetworkPolicy
metadata: {name: p}
spec: {stagedAction: Delete, ${more}}
`
    assert.deepEqual(said(deletion("selector: '', preDNAT: false, ingress: [], order: null")), [])
    assert.notDeepEqual(said(deletion('preDNAT: true')), [])
  })

  it('is a mapping all the same where one is asked', () => {
    const annotated = (value: string): string =>
      calico(`ingress: [{action: Allow, metadata: {annotations: ${value}}}], types: [Ingress]`)
    assert.deepEqual(said(annotated('{a: b}')), [])
    assert.equal(said(annotated('[b]')).length, 1)
  })
})

describe('a global policy that cannot be read', () => {
  it('may be about everything', () => {
    const text = calico('').replace('spec: {}', 'spec: [x]')
    const { policies } = convert(fromFile(text)).set
    assert.deepEqual(
      policies.map(({ subject, unknown }) => [subject.tree.is, unknown?.why]),
      [['all', 'wrong-type']],
    )
  })
})

describe('an object that is stored under both groups of Calico', () => {
  it('is there once', () => {
    const set = (apiVersion: string): string =>
      `apiVersion: ${apiVersion}\nkind: GlobalNetworkSet\nmetadata: {name: s}\nspec: {nets: [10.0.0.0/8]}\n`
    const { manifests } = fromFile(`${set('projectcalico.org/v3')}---\n${set('crd.projectcalico.org/v1')}`)
    assert.equal(manifests.length, 2)
    assert.equal(clusterOf(manifests, () => undefined).sets.length, 1)
  })
})

describe('a Service', () => {
  const [pod] = fromFile(
    'apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: a, labels: {app: x, tier: web}}\n',
  ).manifests
  it('selects by all of its labels', () => {
    assert.ok(pod)
    assert.ok(selects(new Map([['app', 'x']]), pod))
    assert.ok(selects(new Map(Object.entries({ app: 'x', tier: 'web' })), pod))
    assert.ok(!selects(new Map(Object.entries({ app: 'x', tier: 'db' })), pod))
  })
})

describe('a peer that is not modelled', () => {
  it('is said where it stands', () => {
    const policy = (rules: string): string => `
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: p}
spec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ${rules}}
`
    const rules = 'egress: [{action: Deny, to: [{nodes: {}}]}]'
    assert.deepEqual(convert(fromFile(policy(rules)), { policyEngine: 'kubernetes' }).said, [
      'field-not-modelled @5: to',
    ])
    assert.deepEqual(convert(fromFile(policy(rules))).said, ['rule-becomes-deny-all @5: 1'])
  })
})
