// What a real API server made of defects, one each: the CRDs of Calico v3.34 and of ClusterNetworkPolicy, and Kubernetes'
// own validation, in kube-apiserver v1.36 (docs/semantics.md §1.1–1.11). Each line was sent to one,
// which takes the nulls of custom resources, and refuses them in a server-side apply.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { admitCalico } from '../../src/convert/admission-calico.ts'
import { admitClusterPolicy } from '../../src/convert/admission-cluster.ts'
import { admitKubernetes } from '../../src/convert/admission-kubernetes.ts'
import { Findings } from '../../src/convert/findings.ts'
import { fromCluster, fromFile, sentence, type Read } from './objects.ts'

const object = (apiVersion: string, kind: string, spec: string, metadata = 'name: p'): string =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {${metadata}}, spec: {${spec}}}`
const v3 = (kind: string, spec: string, metadata?: string): string =>
  object('projectcalico.org/v3', kind, spec, metadata)
const v1 = (kind: string, spec: string, metadata?: string): string =>
  object('crd.projectcalico.org/v1', kind, spec, metadata)
const rule = (text: string): string => v3('NetworkPolicy', `ingress: [{action: Allow, ${text}}]`)
const knp = (spec: string, metadata?: string): string =>
  object('networking.k8s.io/v1', 'NetworkPolicy', `podSelector: {}, ${spec}`, metadata)
const peer = (text: string): string => knp(`ingress: [{from: [${text}]}]`)
const kcnp = (egress: string): string =>
  object(
    'policy.networking.k8s.io/v1alpha2',
    'ClusterNetworkPolicy',
    `tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, ${egress}}]`,
  )

const SIXTY_FOUR = 'a'.repeat(64)
const protocolsOf = (count: number): string =>
  Array.from({ length: count }, () => '{tcp: {destinationPort: {number: 80}}}').join(', ')
const LONG_NETWORK = '1111:2222:3333:4444:5555:6666:177.177.177.177/128'

function said({ manifests }: Read): string {
  const [manifest] = manifests
  assert.ok(manifest)
  const findings = new Findings()
  if (manifest.group === 'networking.k8s.io') admitKubernetes(manifest, findings)
  else if (manifest.group === 'policy.networking.k8s.io') admitClusterPolicy(manifest, findings)
  else admitCalico(manifest, manifest.group === 'projectcalico.org' ? 'native-crd' : 'raw-crd', findings)
  return [...findings.errors, ...findings.warnings].map((one) => sentence(one).replace(/ @\d+/, '')).join('; ')
}

const A_NAME = 'lower-case letters, digits, hyphens and dots'

// What it is about, the object, what is said of it; nothing where the server takes it as it is.
const TABLE: readonly (readonly [string, string, string])[] = [
  // Sets
  ['a net twice', rule('source: {nets: [10.0.0.0/8, 10.0.0.0/8]}'), 'repeated-entry: nets, 10.0.0.0/8'],
  ['a net written in two ways', rule('source: {nets: [10.0.0.0/8, 10.0.0.1/8]}'), ''],
  ['a port twice', rule('protocol: TCP, destination: {ports: [80, 80]}'), ''],
  ['a service account twice', rule('source: {serviceAccounts: {names: [a, b, a]}}'), 'repeated-entry: names, a'],
  ['a type twice', v1('NetworkPolicy', 'types: [Egress, Egress]'), 'repeated-entry: types, Egress'],
  [
    'a policy type twice',
    v3('StagedKubernetesNetworkPolicy', 'policyTypes: [Ingress, Ingress]'),
    'repeated-entry: policyTypes, Ingress',
  ],
  ['a policy type of Kubernetes twice', knp('policyTypes: [Ingress, Ingress]'), ''],
  ['an entry of a set twice', v1('GlobalNetworkSet', 'nets: [a, b, b]'), 'repeated-entry: nets, b'],
  [
    'an address of a host twice',
    v3('HostEndpoint', 'node: a, expectedIPs: [10.0.0.1, 10.0.0.1]'),
    'repeated-entry: expectedIPs, 10.0.0.1',
  ],
  ['a network twice', kcnp('to: [{networks: [10.0.0.0/8, 10.0.0.0/8]}]'), 'repeated-entry: networks, 10.0.0.0/8'],
  ['an exception twice', peer('{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.1.0.0/16]}}'), ''],

  // Counts
  ['25 protocols', kcnp(`to: [{namespaces: {}}], protocols: [${protocolsOf(25)}]`), ''],
  [
    '26 protocols',
    kcnp(`to: [{namespaces: {}}], protocols: [${protocolsOf(26)}]`),
    'bad-value: protocols, 26 entries, at most 25',
  ],

  // Whole numbers
  ['half a port', rule('protocol: TCP, destination: {ports: [80.5]}'), 'wrong-type: 0, text or a whole number, 80.5'],
  ['half a protocol', rule('protocol: 6.5'), 'wrong-type: protocol, text or a whole number, 6.5'],
  ['a port beyond 64 bits', rule('source: {notPorts: [1.0e+30]}'), 'wrong-type: 0, text or a whole number, 1e+30'],
  [
    'half a port of Kubernetes',
    knp('ingress: [{ports: [{port: 80.5}]}]'),
    'wrong-type: port, text or a whole number, 80.5',
  ],

  [
    'a last port of 33 bits',
    v3('StagedKubernetesNetworkPolicy', 'ingress: [{ports: [{port: 80, endPort: 4294967296}]}]'),
    'bad-value: endPort, 4294967296, -2147483648 to 2147483647',
  ],
  [
    'one that is no port, in a staged policy',
    v3('StagedKubernetesNetworkPolicy', 'ingress: [{ports: [{port: 80, endPort: 70000}]}]'),
    '',
  ],

  // CEL compares with what is written
  ['ICMP as a quoted number', rule('protocol: "1", icmp: {type: 8}'), 'field-requires: icmp, protocol: ICMP, ICMPv6'],
  ['ICMP as a number', rule('protocol: 1, icmp: {type: 8}'), ''],
  ['not ICMPv6, as a quoted number, for IPv4', rule('notProtocol: "58", ipVersion: 4'), ''],
  [
    'TCP as a quoted number, for HTTP',
    rule('protocol: "6", http: {methods: [GET]}'),
    'field-requires: http, protocol: TCP',
  ],

  // Lengths are counted in code points
  ['1024 characters outside the first plane', rule(`source: {selector: "${'😀'.repeat(1024)}"}`), ''],
  [
    'one more',
    rule(`source: {selector: "${'é'.repeat(1025)}"}`),
    `bad-value: selector, ${'é'.repeat(40)}…, at most 1024 characters`,
  ],
  [
    'a network of 49 characters',
    kcnp(`to: [{networks: ["${LONG_NETWORK}"]}]`),
    `bad-value: 0, ${LONG_NETWORK.slice(0, 40)}…, at most 43 characters`,
  ],

  // Fields are counted after pruning
  [
    'an unknown field beside the one',
    kcnp('to: [{namespaces: {}, namespace: {}}]'),
    'unknown-field-pruned: namespace, namespaces',
  ],
  [
    'an unknown field in its place',
    kcnp('to: [{namespace: {}}]'),
    'bad-value: 0, 0 entries, at least 1; unknown-field-pruned: namespace, namespaces',
  ],
  [
    'a protocol that is none',
    kcnp('to: [{namespaces: {}}], protocols: [{TCP: {}}]'),
    'bad-value: 0, 0 entries, at least 1; unknown-field-pruned: TCP, tcp',
  ],

  // Rules about fields that the kind does not have
  [
    'global() in a pruned field',
    v3('NetworkPolicy', 'namespaceSelector: global()'),
    'unknown-field-pruned: namespaceSelector',
  ],
  ['preDNAT in a namespaced policy', v3('NetworkPolicy', 'preDNAT: true'), 'unknown-field-pruned: preDNAT'],

  // A default takes the place of a null; what else becomes of one hangs on the tool
  ['no tier', v3('NetworkPolicy', 'tier: null'), ''],
  ['no staged action', v1('StagedGlobalNetworkPolicy', 'stagedAction: null'), ''],
  ['no default action', v3('Tier', 'defaultAction: null'), ''],
  ['no order', v3('Tier', 'order: null'), 'wrong-type: order, a number, null'],

  [
    'nothing for a label that is asked for',
    kcnp('to: [{namespaces: {matchLabels: {a: null}}}]'),
    'wrong-type: a, text, null',
  ],
  ['the same in Kubernetes', peer('{podSelector: {matchLabels: {a: null}}}'), ''],

  // spec
  ['no spec', '{apiVersion: crd.projectcalico.org/v1, kind: HostEndpoint, metadata: {name: h}}', ''],
  [
    'no spec of a tier',
    '{apiVersion: crd.projectcalico.org/v1, kind: Tier, metadata: {name: t}}',
    'missing-field: spec',
  ],
  [
    'no spec, native',
    '{apiVersion: projectcalico.org/v3, kind: NetworkSet, metadata: {name: s}}',
    'missing-field: spec',
  ],

  // Metadata, checked for every kind alike
  ['a capital in a name', v3('GlobalNetworkSet', '', 'name: A'), `bad-value: name, A, ${A_NAME}`],
  ['a hyphen at the end', v1('Tier', '', 'name: a-'), `bad-value: name, a-, ${A_NAME}`],
  ['dots', v1('NetworkSet', '', 'name: a.b.c'), ''],
  ['a truth for a label', v3('NetworkSet', '', 'name: p, labels: {a: true}'), 'wrong-type: a, text, true'],
  ['nothing for a label', v3('NetworkSet', '', 'name: p, labels: {a: }'), ''],
  ['text for labels', v1('NetworkSet', '', 'name: p, labels: x'), 'wrong-type: labels, a mapping, "x"'],
  ['a label that is none', v3('NetworkSet', '', 'name: p, labels: {a: b c}'), 'bad-value: a, b c, a label'],
  ['a number for an annotation', knp('', 'name: p, annotations: {a: 1}'), 'wrong-type: a, text, 1'],
  [
    'an annotation without a name',
    knp('', 'name: p, annotations: {a/: x}'),
    'bad-value: a/, a/, the name of an annotation',
  ],
  ['an annotation in capitals', v3('Tier', '', 'name: p, annotations: {A.B/C: x y}'), ''],
  [
    'long annotations',
    v3('Tier', '', `name: p, annotations: {a: ${'é'.repeat(131_072)}}`),
    'bad-value: annotations, 262145 bytes, 256 kB',
  ],
  ['a null where a server writes one', v3('Tier', '', 'name: p, creationTimestamp: null'), ''],
  ['a number for a time', knp('', 'name: p, creationTimestamp: 1'), 'wrong-type: creationTimestamp, text, 1'],

  // A label is made of the tier's name
  [
    'a tier that makes no label',
    v3('NetworkPolicy', `tier: ${SIXTY_FOUR}`),
    `bad-value: tier, ${SIXTY_FOUR}, a label value`,
  ],
  ['the same where no label is made', v1('NetworkPolicy', `tier: ${SIXTY_FOUR}`), ''],

  // Kubernetes: bits beyond the prefix, and nulls in lists
  ['bits beyond the prefix', peer('{ipBlock: {cidr: 10.0.0.1/8}}'), 'cidr-host-bits: 10.0.0.1/8, 10.0.0.0/8'],
  [
    'in an exception',
    peer('{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.1/16]}}'),
    'cidr-host-bits: 10.1.0.1/16, 10.1.0.0/16',
  ],
  ['in a network', kcnp('to: [{networks: [10.0.0.1/8]}]'), ''],
  ['nothing for an exception', peer('{ipBlock: {cidr: 10.0.0.0/8, except: [null]}}'), 'bad-cidr: null'],
  ['nothing for an expression', peer('{podSelector: {matchExpressions: [null]}}'), 'missing-field: operator'],
  ['nothing for a rule', knp('ingress: [null]'), ''],
  ['nothing for a rule of Calico', v3('NetworkPolicy', 'ingress: [null]'), 'wrong-type: 0, a mapping, null'],
]

describe('as an API server has it', () => {
  for (const [what, text, expected] of TABLE) {
    it(what, () => {
      assert.equal(said(fromFile(text)), expected)
    })
  }
})

describe('an object that the cluster has', () => {
  for (const text of [v3('Tier', '', 'name: A'), kcnp('to: [{namespaces: {}}]').replace('name: p', 'name: P_')]) {
    it(`keeps its name: ${text.slice(0, 60)}`, () => {
      assert.notEqual(said(fromFile(text)), '')
      assert.equal(said(fromCluster(text)), '')
    })
  }
})

describe('annotations, as calicoctl decodes them', () => {
  const server = (annotations: string): string => {
    const [manifest] = fromFile(v3('Tier', '', `name: p, annotations: {${annotations}}`)).manifests
    assert.ok(manifest)
    const findings = new Findings()
    admitCalico(manifest, 'api-server', findings)
    return findings.errors.map((one) => sentence(one).replace(/ @\d+/, '')).join('; ')
  }

  it('a number, a truth, nothing', () => {
    assert.equal(server('a: 1, b: true, c: null'), '')
  })
  it('no list', () => {
    assert.equal(server('a: [x]'), 'wrong-type: a, text, a list')
  })
  it('no name without letters', () => {
    assert.equal(server('/a: x'), 'bad-value: /a, /a, the name of an annotation')
  })
})
