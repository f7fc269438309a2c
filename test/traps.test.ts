// The 70 traps of the source material, and its worked examples: each by its number, with the case that holds us to it. Most are
// worlds of test/conformance/edges.jsonl or vectors of test/vectors, which conformance.test.ts runs; what is not about the
// verdict of a pod's policy has a test of its own, here or where its subject is tested.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { parseIp } from '../src/base/ip.ts'
import { parsePort } from '../src/convert/protocol.ts'
import { readManifests } from '../src/manifest/object.ts'
import type { Candidate, FlowEnd } from '../src/model/flow.ts'
import type { Answer } from '../src/model/verdict.ts'
import { World } from '../src/preflight/world.ts'
import { ROOT } from './support/shared.ts'
import { readVectors, readWorlds } from './support/vectors.ts'
import { exactFlow } from './support/exact-flow.ts'

const CASES = new Set([
  ...readVectors(path.join(ROOT, 'test/vectors')).map(({ id }) => id),
  ...readWorlds(path.join(ROOT, 'test/conformance/edges.jsonl')).map(({ id }) => id),
])

/** A case by its id; a test of another file by a text that is in it; or a test of its own */
type Where = string | { readonly file: string; readonly test: string } | (() => void)
type Entry = readonly [what: string, ...where: readonly Where[]]

function check(where: Where): void {
  if (typeof where === 'function') where()
  else if (typeof where === 'string') assert.ok(CASES.has(where), `there is no case ${where}`)
  else {
    const text = readFileSync(path.join(ROOT, 'test', where.file), 'utf8')
    assert.ok(text.includes(where.test), `${where.file} has no test "${where.test}"`)
  }
}

// A cluster of two nodes; the pod a/x is on n1, and the host endpoint is that of n1

const HOST = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {kubernetes.io/metadata.name: a, env: p}}
---
apiVersion: v1
kind: Node
metadata: {name: n1}
status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
---
apiVersion: v1
kind: Node
metadata: {name: n2}
status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: {name: pods}
spec: {cidr: 10.0.0.0/16, natOutgoing: true}
---
apiVersion: projectcalico.org/v3
kind: FelixConfiguration
metadata: {name: default}
spec: {defaultEndpointToHostAction: Accept}
---
apiVersion: v1
kind: Pod
metadata: {name: x, namespace: a, labels: {app: x}}
spec: {nodeName: n1, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}]}
---`

const ALLOWING = "interfaceName: '*', profiles: [projectcalico-default-allow], "

/** Of all interfaces: of one alone it would not be known which packets pass it */
const hostEndpoint = (spec = "interfaceName: '*', "): string => `
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: {name: n1-eth0, labels: {host: n1}}
spec: {node: n1, ${spec}expectedIPs: [192.168.0.1]}
---`

const global = (spec: string): string => `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: g}
spec: {${spec}}
---`

const POD_DENY_ALL = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: none, namespace: a}
spec: {podSelector: {}, policyTypes: [Ingress]}
---`

function end(text: string): FlowEnd {
  const [namespace = '', name] = text.split('/')
  const ip = parseIp(text)
  const candidate: Candidate =
    name === undefined && ip !== undefined ? { is: 'address', ip } : { is: 'pod', namespace, name: name ?? '', ip }
  return { name: text, is: name === undefined ? 'address' : 'workload', candidates: [candidate] }
}

/** `8.8.8.8 > 192.168.0.1 TCP 8080` */
function answer(objects: string, text: string): Answer {
  const [, from = '', to = '', protocol = '', port] = /^(\S+) > (\S+) (\S+)(?: (\d+))?$/.exec(text) ?? []
  const { manifests } = readManifests(
    { path: 'trap.yaml', text: HOST + objects },
    { defaultNamespace: 'default', report: (one) => assert.fail(JSON.stringify(one)) },
  )
  const world = new World(manifests, [], (one) => assert.fail(JSON.stringify(one)))
  const flow = exactFlow(end(from), end(to), {
    key: text,
    protocol: { TCP: 6, UDP: 17 }[protocol] ?? Number(protocol),
    destinationPort: port === undefined ? undefined : Number(port),
  })
  return world.verdict(flow, 'enforced').overall
}

const answers =
  (objects: string, expected: Readonly<Record<string, Answer>>): Where =>
  () => {
    for (const [flow, wanted] of Object.entries(expected)) assert.equal(answer(objects, flow), wanted, flow)
  }

const TRAPS: Readonly<Record<number, Entry>> = {
  1: ['a tier counts only in the directions that its policies govern', 'trap-01'],
  2: ["the tier's default holds where a policy has no rules", 'trap-02'],
  3: ['empty types mean both directions to Felix', 'trap-03', 'lock-raw'],
  4: [
    'which types are filled in hangs on the way in',
    'trap-03b',
    'trap-04',
    'lock-calicoctl',
    {
      file: 'convert/policies.test.ts',
      test: 'native',
    },
  ],
  5: ['rules of a direction that is not among the types are dead', 'trap-05'],
  6: ['!= and not in match an absent label', 'trap-06', 'absent-and-empty'],
  7: ['all() does not match the internet', 'trap-07'],
  8: ['an empty source does', 'trap-08'],
  9: ['a rule selector of a NetworkPolicy stays in its namespace', 'trap-09'],
  10: ['its notSelector adds a positive match of that namespace', 'trap-10'],
  11: ['that of a GlobalNetworkPolicy alone matches what is no endpoint', 'trap-11'],
  12: [
    'a negated namespaceSelector takes in host endpoints',
    'trap-12',
    answers(hostEndpoint() + global("namespaceSelector: env != 'p', types: [Ingress], ingress: [{action: Deny}]"), {
      '8.8.8.8 > 192.168.0.1 TCP 8080': 'deny',
    }),
  ],
  13: [
    'the text all() is replaced in the selector too, once there is a namespaceSelector',
    'trap-13',
    answers(
      hostEndpoint(ALLOWING) +
        global('selector: all(), namespaceSelector: all(), types: [Ingress], ingress: [{action: Deny}]'),
      { '8.8.8.8 > 192.168.0.1 TCP 8080': 'allow', '8.8.8.8 > a/x TCP 80': 'deny' },
    ),
  ],
  14: [
    'an empty selector covers host endpoints',
    answers(hostEndpoint() + global('types: [Ingress]'), {
      '8.8.8.8 > 192.168.0.1 TCP 8080': 'deny',
      '8.8.8.8 > 192.168.0.1 TCP 22': 'allow',
    }),
  ],
  15: ['global() in a rule means: no namespace', 'trap-15'],
  16: ['sets inherit the labels of their namespace, and peers of Kubernetes policies never match them', 'trap-16'],
  17: ['a namespaces peer of a ClusterNetworkPolicy matches sets', 'trap-17'],
  18: ['pods on the host network have no labels for policy', 'trap-18'],
  19: [
    'a node reaches its own pods',
    answers(POD_DENY_ALL, { '192.168.0.1 > a/x TCP 80': 'allow', '192.168.0.2 > a/x TCP 80': 'deny' }),
  ],
  20: ['policy sees the port of the backend', 'trap-20', 'two-ends'],
  21: ['services leaves out the ClusterIP and does not ask for readiness', 'trap-21', 'service-backend-port'],
  22: ['services without a namespace match nothing', 'trap-22'],
  23: ['a port name without selector leaves out what is no endpoint', 'trap-23'],
  24: ['a port name is another number on another pod', 'trap-24'],
  25: ['IPv4 notNets never match IPv6', 'trap-25', 'not-nets-other-family'],
  26: ['notNets alone match what is no endpoint', 'trap-26'],
  27: ['the name ICMP implies IPv4, the number does not', 'trap-27'],
  28: ['nets and selector are both asked', 'trap-28', 'and-or'],
  29: ['equal orders: one string of name, namespace and kind', 'trap-29', 'trap-29b', 'tie-name-before-namespace'],
  30: ['no order is last; a tier without one ties with default', 'trap-30', 'trap-30b'],
  31: ['Kubernetes policies have order 1000 among the others', 'trap-31', 'trap-b04', 'trap-b05'],
  32: ['Pass in default goes on to the baseline, then to the profile', 'trap-32'],
  33: ['the baseline is out of reach for an isolated pod', 'trap-33'],
  34: ['Log does not decide', 'trap-34'],
  35: ['rule indexes count the rules that one becomes', 'trap-35', 'expansion'],
  36: ['a nodes peer: Deny and Pass become deny all, Accept is dropped', 'trap-36'],
  37: ['a staged deletion changes nothing in the preview', 'trap-37'],
  38: ['a staged policy does not replace its namesake', 'trap-38', 'staged-copy-first'],
  39: ['a tier of staged policies alone is there for the preview only', 'trap-39', 'staged-tier'],
  40: ['the end of a tier: last policy enforced, first one pending', 'trap-40', 'end-of-tier-names'],
  41: ['tiers that pass at their end leave rows', 'trap-41', 'admin-leaves-a-row'],
  42: ['Kubernetes policies have no prefix in traces', 'trap-b02', 'stored-name-kinds'],
  43: ['a tier that does not exist is last and denies', 'trap-43', 'trap-43b'],
  44: ['what Felix does not validate vanishes', 'trap-44', 'raw-port-without-protocol'],
  45: ['unknown fields that are pruned widen a rule', 'raw-unknown-field'],
  46: ['doNotTrack and preDNAT policies say nothing about pods', 'trap-46', 'trap-46b'],
  47: [
    'a host endpoint with ingress policy alone drops all egress',
    answers(hostEndpoint() + global("selector: host == 'n1', types: [Ingress], ingress: [{action: Allow}]"), {
      '192.168.0.1 > 1.1.1.1 TCP 443': 'deny',
      '192.168.0.1 > 1.1.1.1 UDP 53': 'allow',
      '8.8.8.8 > 192.168.0.1 TCP 8080': 'allow',
    }),
  ],
  48: [
    'failsafe ports',
    answers(hostEndpoint() + global("selector: host == 'n1', types: [Ingress, Egress]"), {
      '8.8.8.8 > 192.168.0.1 TCP 22': 'allow',
      '8.8.8.8 > 192.168.0.1 TCP 80': 'deny',
      '192.168.0.1 > 1.1.1.1 TCP 6443': 'allow',
    }),
  ],
  49: ['a host endpoint known by its interface contributes no address', 'trap-49', 'host-endpoint-as-peer'],
  50: [
    "a pod reaches its own host past a named host endpoint's ingress; a * one's preDNAT applies",
    answers(hostEndpoint('interfaceName: eth0, ') + global("selector: host == 'n1', types: [Ingress, Egress]"), {
      'a/x > 192.168.0.1 TCP 8080': 'allow',
    }),
    answers(
      hostEndpoint() +
        global(
          "selector: host == 'n1', applyOnForward: true, preDNAT: true, types: [Ingress], ingress: [{action: Deny}]",
        ),
      { 'a/x > 192.168.0.1 TCP 8080': 'deny' },
    ),
  ],
  51: [
    'tunnel packets from pods are dropped before policy',
    answers('', { 'a/x > 1.1.1.1 UDP 4789': 'deny', 'a/x > 1.1.1.1 4': 'deny', 'a/x > 1.1.1.1 UDP 4790': 'allow' }),
  ],
  52: [
    'open connections survive: a record that is older than the policy is told apart',
    { file: 'preflight/trust.test.ts', test: 'began before the policy' },
  ],
  53: ['ICMP types are ignored in the preview', 'trap-53', 'trap-53b'],
  54: ['the preview does not find members of /25 to /31', 'trap-54', 'trap-54b'],
  55: ['port names never match in the preview', 'trap-55', 'named-port-pending'],
  56: [
    '"80-90" is a port name, and then no valid one',
    'raw-range-with-a-dash',
    () => assert.equal(parsePort('80-90')?.is, 'name'),
  ],
  57: ['a selector that ends in a line break is none', 'trap-57'],
  58: ['finished pods keep no address', 'trap-58'],
  59: ["a pod's own pcns. labels are stripped, a set's stay", 'trap-59'],
  60: ['projectcalico.org/name selects a namespace without labels', 'trap-60'],
  61: ['after a Pass the default of the tier does not hold', 'trap-61'],
  62: ['selector and notSelector fold into one set', 'trap-62'],
  63: [
    'private networks are RFC 1918 and nothing else',
    { file: 'snapshot/networks.test.ts', test: 'private is RFC 1918 and nothing else' },
  ],
  64: [
    'the policy of an end-of-tier row stands in its trigger, where name filters do not look',
    { file: 'snapshot/trace.test.ts', test: 'trigger' },
  ],
  65: ['AdminNetworkPolicies are not read', 'trap-65', 'admin-network-policy'],
  66: [
    'with automatic host endpoints a pod reaches its own node, though no record tells',
    answers(hostEndpoint(ALLOWING), {
      'a/x > 192.168.0.1 TCP 8080': 'allow',
    }),
  ],
  67: ['one bad rule: a staged Kubernetes policy vanishes, a Kubernetes policy loses the rule', 'trap-67'],
  68: ['a staged Kubernetes policy without policyTypes, staged and promoted', 'trap-68'],
  69: ['services cover backends on the host network', 'trap-69'],
  70: ['a missing namespace denies by a rule of its own', 'trap-70'],
}

/** By the number of the section of the source material, or of its appendix */
const EXAMPLES: Readonly<Record<string, Entry>> = {
  '1.9': ['the same policy without types through calicoctl and as it is', 'lock-calicoctl', 'lock-raw'],
  '2.4': ['an address that one set covers and another one excludes', 'trap-62', 'pod-inside-a-set'],
  '2.6': [
    'selectors, their canonical form and what they match',
    { file: 'convert/selector-parser.test.ts', test: 'canonical' },
    { file: 'conformance-shared.test.ts', test: 'of selectors are read as Calico reads them' },
  ],
  '3.2': ['labels that a pod has and inherits', 'inherited-labels'],
  '3.7': ['a Service with another target port', 'service-backend-port', 'service-source-any-port'],
  '4.10': ['the whole pipeline', 'pipeline'],
  '5.7': ['every kind of condition in one rule', 'and-or'],
  '6.1': ['one Kubernetes rule becomes five', 'expansion'],
  '7.1': [
    'a staged copy, an earlier one, a deletion, and one without a namesake',
    'trap-38',
    'staged-copy-first',
    'trap-37',
    'trap-b14',
  ],
  '7.5': ['whose name the end of a tier bears', 'trap-40', 'end-of-tier-names'],
  '8.6': ['two ends, one Service', 'two-ends'],
  B1: ['no policy', 'trap-b01'],
  B2: ['isolation', 'trap-b02'],
  B3: ['isolation with an allow', 'trap-b03'],
  B4: ['an earlier deny', 'trap-b04'],
  B5: ['a later deny', 'trap-b05'],
  B6: ['an Admin accept before isolation', 'trap-b06'],
  B7: ['the Admin tier passes, and isolation denies', 'admin-leaves-a-row'],
  B8: ['a Baseline deny alone', 'trap-b08'],
  B9: ['a Baseline deny behind an allow', 'trap-b09'],
  B10: ['a Pass to nodes denies all', 'trap-36'],
  B11: ['Log and Pass', 'trap-b11'],
  B12: ['a staged policy in a tier of its own, no match', 'staged-tier', 'trap-39'],
  B13: ['the same, with a match', 'staged-tier'],
  B14: ['a Pass before a staged policy', 'trap-b14'],
  B15: ['notNets and the internet', 'trap-26'],
  B16: ['notNets and IPv6', 'trap-25', 'not-nets-other-family'],
  B17: ['a port name, enforced and in the preview', 'named-port-pending', 'trap-55'],
  B18: [
    'preDNAT and a node port',
    answers(
      hostEndpoint(ALLOWING) +
        global('applyOnForward: true, preDNAT: true, types: [Ingress], ingress: [{action: Deny}]'),
      { '203.0.113.9 > 192.168.0.1 TCP 30080': 'deny' },
    ),
  ],
  B19: [
    'the same, between pods of two nodes',
    { file: 'captures/hosts.test.ts', test: 'policies on forwarded traffic' },
  ],
  B20: ['DNS by the name of a namespace', 'trap-b20'],
  B21: ['the DNS cache of the node', 'node-local-dns'],
}

describe('trap', () => {
  for (const [number, [what, ...where]] of Object.entries(TRAPS)) it(`${number}: ${what}`, () => where.forEach(check))

  it('none is missing, and none is without a case', () => {
    assert.deepEqual(
      Object.keys(TRAPS).map(Number),
      Array.from({ length: 70 }, (_, i) => i + 1),
    )
    assert.deepEqual(
      Object.entries(TRAPS).filter(([, entry]) => entry.length < 2),
      [],
    )
  })
})

describe('worked example', () => {
  for (const [name, [what, ...where]] of Object.entries(EXAMPLES)) it(`${name}: ${what}`, () => where.forEach(check))
})
