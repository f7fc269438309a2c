// What counts as a change: by object, not by file; and only what a verdict can hang on.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { applyChange, compareSides, isRelevant } from '../../src/preflight/change.ts'
import { SideReader } from '../../src/preflight/side.ts'

const policy = (name: string, port: number, extra = ''): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: a${extra}}
spec: {podSelector: {}, ingress: [{ports: [{port: ${String(port)}}]}]}
`

const deployment = (image: string, label: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: a, annotations: {build: "${image}"}}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: ${label}}}
    spec: {containers: [{name: c, image: "${image}", ports: [{containerPort: 80}]}]}
`

type Files = Readonly<Record<string, string>>

function change(before: Files, after: Files): ReturnType<typeof compareSides> {
  const reader = new SideReader('default')
  const side = (files: Files): ReturnType<typeof reader.side> =>
    reader.side(Object.entries(files).map(([path, text]) => ({ path, text })))
  return compareSides(side(before), side(after))
}

const summary = ({ objects }: ReturnType<typeof change>): string[] => objects.map((one) => `${one.change} ${one.key}`)

describe('compareSides', () => {
  it('says what is added, edited and removed', () => {
    const found = change(
      { 'p.yaml': policy('old', 80) + '---' + policy('kept', 80) },
      { 'p.yaml': policy('new', 80) + '---' + policy('kept', 81) },
    )
    assert.deepEqual(summary(found), [
      'edited networking.k8s.io|NetworkPolicy|a|kept',
      'added networking.k8s.io|NetworkPolicy|a|new',
      'removed networking.k8s.io|NetworkPolicy|a|old',
    ])
  })

  it('sees no change in a move, in reformatting, in the order of keys, in labels of a policy', () => {
    const moved = policy('p', 80, ', labels: {team: x}').replace(
      '{podSelector: {}, ingress',
      '{policyTypes: null, podSelector: {}, ingress',
    )
    assert.equal(isRelevant(change({ 'a.yaml': policy('p', 80) }, { 'b/c.yaml': `# moved\n${moved}` })), false)
  })

  it('sees no change in a new image, and one in a new label', () => {
    const before = { 'd.yaml': deployment('web:1', 'web') }
    assert.deepEqual(summary(change(before, { 'd.yaml': deployment('web:2', 'web') })), [])
    assert.deepEqual(summary(change(before, { 'd.yaml': deployment('web:1', 'site') })), [
      'edited apps|Deployment|a|web',
    ])
  })

  it('takes a document that breaks for a change, and one that was broken before for none', () => {
    const broken = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p\n'
    assert.equal(change({ 'p.yaml': policy('p', 80) }, { 'p.yaml': broken }).broken.length, 1)
    assert.equal(isRelevant(change({ 'p.yaml': broken }, { 'p.yaml': broken })), false)
  })

  it('takes an object that becomes a template for one of unknown effect, and not for a removed one', () => {
    const template = policy('p', 80).replace('80', '{{ .Values.port }}')
    const found = change({ 'p.yaml': policy('p', 80) }, { 'p.yaml': template })
    assert.deepEqual(summary(found), [])
    assert.equal(found.broken.length, 1)
    assert.equal(isRelevant(change({ 'p.yaml': template }, { 'p.yaml': `${template}# more` })), false)
  })

  it('names both places of an object that two files define: an error where the change does it, else a warning', () => {
    const before = { 'a.yaml': policy('p', 80) }
    const after = { ...before, 'b.yaml': policy('p', 81) }
    const [found] = change(before, after).diagnostics
    assert.equal(found?.code, 'duplicate-object')
    assert.equal(found.at?.path, 'b.yaml')
    assert.deepEqual(found.args.slice(-2), ['a.yaml', '2'])
    assert.deepEqual(
      change(after, after).diagnostics.map(({ code }) => code),
      ['duplicate-object-before'],
    )
  })

  it('gives both sides the same objects for a file that both have', () => {
    const reader = new SideReader('default')
    const text = { path: 'a.yaml', text: policy('p', 80) }
    const key = 'networking.k8s.io|NetworkPolicy|a|p'
    assert.equal(reader.side([text]).objects.get(key), reader.side([{ ...text }]).objects.get(key))
  })
})

describe('applyChange', () => {
  it('removes what the cluster stores under the other group, too', () => {
    const live = (group: string): string =>
      `apiVersion: ${group}\nkind: GlobalNetworkPolicy\nmetadata: {name: g}\nspec: {types: [Ingress]}\n`
    const reader = new SideReader('default')
    const cluster = reader.side([
      { path: 'v3.yaml', text: live('projectcalico.org/v3') },
      { path: 'v1.yaml', text: live('crd.projectcalico.org/v1') },
    ]).objects
    const before = reader.side([{ path: 'g.yaml', text: live('projectcalico.org/v3') }])
    const found = compareSides(before, reader.side([]))
    assert.equal(cluster.size, 2)
    assert.equal(applyChange(cluster, found.objects).size, 0)
  })
})
