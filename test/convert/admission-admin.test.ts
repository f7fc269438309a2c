// What a cluster refuses of the AdminNetworkPolicies of Calico v3.29 to v3.31 (docs/semantics.md §1.12): the object's effect
// is then unknown, never taken at its word.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { convert, fromFile } from './objects.ts'

const RULE = 'action: Deny, from: [{namespaces: {}}]'
const OUT = 'action: Deny, to: [{namespaces: {}}]'

const admin = (spec: string, name = 'guard'): string =>
  `{apiVersion: policy.networking.k8s.io/v1alpha1, kind: AdminNetworkPolicy, metadata: {name: ${name}}, spec: {${spec}}}`
const baseline = (spec: string, name = 'default'): string =>
  admin(spec, name).replace('AdminNetworkPolicy', 'BaselineAdminNetworkPolicy')

const SUBJECT = 'subject: {namespaces: {}}'
const withRule = (rule: string): string => admin(`priority: 1, ${SUBJECT}, ingress: [{${rule}}]`)
const withOut = (rule: string): string => admin(`priority: 1, ${SUBJECT}, egress: [{${rule}}]`)
const withPorts = (ports: string): string => withRule(`${RULE}, ports: [${ports}]`)
const many = (count: number, one: string): string => Array.from({ length: count }, () => one).join(', ')

// What is written, and what is said of it; empty for nothing
const TABLE: readonly (readonly [of: string, text: string, said: string])[] = [
  ['every field', admin(`priority: 0, ${SUBJECT}, ingress: [{name: one, ${RULE}}], egress: [{${OUT}}]`), ''],
  ['a subject of pods', admin('priority: 1000, subject: {pods: {namespaceSelector: {}, podSelector: {}}}'), ''],
  ['the priority', admin(`priority: 1001, ${SUBJECT}`), 'bad-value: priority, 1001, 0 to 1000'],
  ['a priority below', admin(`priority: -1, ${SUBJECT}`), 'bad-value: priority, -1, 0 to 1000'],
  ['no priority', admin(SUBJECT), 'missing-field: priority'],
  ['no subject', admin('priority: 1'), 'missing-field: subject'],
  [
    'an empty subject',
    admin('priority: 1, subject: {}'),
    'bad-value: subject, 0 entries, at least 1; missing-field: subject',
  ],
  [
    'two subjects',
    admin('priority: 1, subject: {namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}'),
    'bad-value: subject, 2 entries, at most 1',
  ],
  [
    'a subject of pods without namespaces',
    admin('priority: 1, subject: {pods: {podSelector: {}}}'),
    'missing-field: namespaceSelector',
  ],
  [
    'the length of a name',
    withRule(`name: ${'n'.repeat(101)}, ${RULE}`),
    `bad-value: name, ${'n'.repeat(40)}…, at most 100 characters`,
  ],
  [
    'the number of rules',
    admin(`priority: 1, ${SUBJECT}, ingress: [${many(101, `{${RULE}}`)}]`),
    'bad-value: ingress, 101 entries, at most 100',
  ],
  ['an action of others', withRule(RULE.replace('Deny', 'Accept')), 'bad-value: action, Accept, Allow, Deny, Pass'],
  [
    'a protocol of null, for which there is a default',
    withRule(`${RULE}, ports: [{portNumber: {protocol: null, port: 80}}]`),
    '',
  ],
  ['no peers', withRule('action: Deny'), 'missing-field: from'],
  ['an empty list of peers', withRule('action: Deny, from: []'), 'bad-value: from, 0 entries, at least 1'],
  [
    'two peers in one',
    withRule('action: Deny, from: [{namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}]'),
    'bad-value: 0, 2 entries, at most 1',
  ],
  ['port 0', withPorts('{portNumber: {port: 0}}'), 'bad-value: port, 0, 1 to 65535'],
  ['a port of nothing', withPorts('{}'), 'bad-value: 0, 0 entries, at least 1'],
  [
    'two ports in one',
    withPorts('{portNumber: {port: 80}, portRange: {start: 1, end: 2}}'),
    'bad-value: 0, 2 entries, at most 1',
  ],
  ['a range without an end', withPorts('{portRange: {start: 1}}'), 'missing-field: end'],
  ['a default protocol', withPorts('{portNumber: {port: 80}}, {portRange: {start: 1, end: 2}}'), ''],
  [
    'names of ports of what is no pod',
    withOut('action: Deny, to: [{networks: [10.0.0.0/8]}], ports: [{namedPort: web}]'),
    'fields-exclude-each-other: namedPort, networks',
  ],
  [
    'a network of two families',
    withOut('action: Deny, to: [{networks: ["::ffff:1.2.3.4/128"]}]'),
    'bad-cidr: ::ffff:1.2.3.4/128',
  ],
  ['a baseline policy', baseline(`${SUBJECT}, ingress: [{${RULE}}]`), ''],
  ['another name', baseline(SUBJECT, 'other'), 'bad-value: name, other, default'],
  [
    'an action of admins',
    baseline(`${SUBJECT}, ingress: [{${RULE.replace('Deny', 'Pass')}}]`),
    'bad-value: action, Pass, Allow, Deny',
  ],
]

describe('the definitions of AdminNetworkPolicy and BaselineAdminNetworkPolicy', () => {
  for (const [of, text, said] of TABLE) {
    it(`${said === '' ? 'take' : 'look at'} ${of}`, () => {
      const { diagnostics, set } = convert(fromFile(text), { calicoVersion: 'v3.30.0' })
      assert.equal(diagnostics.map(({ args, code }) => `${code}: ${args.join(', ')}`).join('; '), said)
      assert.equal(set.policies[0]?.unknown !== undefined, said !== '')
    })
  }

  it('drop a field that they do not know, and say which one was meant', () => {
    const { diagnostics, set } = convert(fromFile(withRule(`${RULE}, port: []`)), { calicoVersion: 'v3.30.0' })
    assert.deepEqual(
      diagnostics.map(({ args, code }) => [code, ...args]),
      [['unknown-field-pruned', 'port', 'ports']],
    )
    assert.equal(set.policies[0]?.unknown, undefined)
  })
})
