// Clusters without Calico (docs/semantics.md §12): what is read at all, and each point in which network plugins differ, set
// one way, the other, and not at all.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseCidr, parseIp } from '../../src/base/ip.ts'
import { readManifests } from '../../src/manifest/object.ts'
import type { Plugin } from '../../src/model/cluster.ts'
import type { Candidate, FlowEnd } from '../../src/model/flow.ts'
import type { FlowVerdict } from '../../src/model/verdict.ts'
import { World } from '../../src/preflight/world.ts'
import { exactFlow } from '../support/exact-flow.ts'

const UNSET: Plugin = {
  ipBlockPods: 'unknown',
  ipBlockNodes: 'unknown',
  hostNetworkPods: 'unknown',
  nodeToOwnPods: 'unknown',
  sourceAfterNat: 'unknown',
}

const CAST = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {kubernetes.io/metadata.name: a}}
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
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: a, labels: {app: web}}
spec: {nodeName: n1, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: a, labels: {app: db}}
spec: {nodeName: n1, containers: [{name: c, image: x, ports: [{name: metrics, containerPort: 9100}]}]}
status: {phase: Running, podIP: 10.0.0.2, podIPs: [{ip: 10.0.0.2}]}
---
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: a, labels: {app: agent}}
spec: {nodeName: n2, hostNetwork: true, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 192.168.0.2, podIPs: [{ip: 192.168.0.2}]}
`

const toDb = (peer: string, more = ''): string => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: a}
spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [${peer}]}]${more}}
`

function world(policies: string, plugin: Partial<Plugin> | undefined): { world: World; said: string[] } {
  const said: string[] = []
  const text = { path: 'p.yaml', text: `${CAST}\n${policies}` }
  const { manifests } = readManifests(text, { defaultNamespace: 'default', report: () => assert.fail() })
  const rules = { calicoVersion: undefined, plugin: plugin === undefined ? undefined : { ...UNSET, ...plugin } }
  const built = new World(manifests, [], ({ args, code }) => said.push([code, ...args].join(' ')), undefined, rules)
  return { world: built, said }
}

/** `a/web`, an address, or a network */
function end(text: string): FlowEnd {
  const range = parseCidr(text)
  if (range !== undefined)
    return { name: text, is: 'network', candidates: [{ is: 'addresses', what: text, ranges: [range] }] }
  const [namespace = '', name] = text.split('/')
  const ip = parseIp(text)
  const candidate: Candidate =
    name === undefined && ip !== undefined ? { is: 'address', ip } : { is: 'pod', namespace, name: name ?? '', ip }
  return { name: text, is: name === undefined ? 'address' : 'workload', candidates: [candidate] }
}

function verdict(
  policies: string,
  plugin: Partial<Plugin> | undefined,
  from: string,
  to = 'a/db',
  port = 80,
): FlowVerdict {
  const flow = exactFlow(end(from), end(to), { destinationPort: port })
  return world(policies, plugin).world.verdict(flow, 'enforced')
}

const because = ({ egress, ingress }: FlowVerdict): string[] =>
  [...(egress?.because ?? []), ...(ingress?.because ?? [])].map(({ args, code }) => `${code} ${args[0] ?? ''}`)

describe('without Calico', () => {
  const calico = `
---
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: {name: p, namespace: a}
spec: {selector: all(), types: [Ingress], ingress: [{action: Deny}]}
---
apiVersion: projectcalico.org/v3
kind: Tier
metadata: {name: t}
spec: {order: 1}
`
  it("Calico's kinds are not read, and that is said", () => {
    assert.equal(verdict(calico, {}, 'a/web').overall, 'allow')
    assert.equal(verdict(calico, undefined, 'a/web').overall, 'deny')
    assert.deepEqual(world(calico, {}).said.sort(), [
      'not-watched projectcalico.org/v3 NetworkPolicy clusters with Calico',
      'not-watched projectcalico.org/v3 Tier clusters with Calico',
    ])
  })

  it('every cluster-wide kind of Kubernetes is, and port names are names in it', () => {
    const admin = `
---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: p}
spec:
  priority: 1
  subject: {namespaces: {}}
  ingress: [{action: Deny, from: [{namespaces: {}}], ports: [{namedPort: metrics}]}]
`
    const cluster = `
---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: p}
spec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}
`
    assert.equal(verdict(admin, {}, 'a/web', 'a/db', 9100).overall, 'deny')
    assert.equal(verdict(admin, {}, 'a/web', 'a/db', 80).overall, 'allow')
    assert.equal(verdict(cluster, {}, 'a/web').overall, 'deny')
  })

  it('a peer that is not modelled is uncertain, and not a denial of all', () => {
    const nodes = `
---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: p}
spec: {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}]}]}
`
    assert.equal(verdict(nodes, {}, 'a/web').egress?.is, 'unknown')
    assert.equal(verdict(nodes, undefined, 'a/web').egress?.is, 'deny')
  })

  it('a pod of a namespace that is not there is not denied for it', () => {
    const lost = CAST.slice(CAST.indexOf('kind: Pod') - 15).replaceAll('namespace: a', 'namespace: ghost')
    assert.equal(verdict(`---\n${lost}`, {}, 'ghost/web', 'ghost/db').overall, 'allow')
    assert.equal(verdict(`---\n${lost}`, undefined, 'ghost/web', 'ghost/db').overall, 'deny')
  })
})

describe('where network plugins differ', () => {
  const block = (cidr: string): string => toDb(`{ipBlock: {cidr: ${cidr}}}`)
  const app = (name: string): string => toDb(`{podSelector: {matchLabels: {app: ${name}}}}`)
  const nobody = app('nobody')
  type Case = [string, Partial<Plugin>, string, string, string]
  const cases: readonly Case[] = [
    ['an ipBlock that holds a pod', { ipBlockPods: 'match' }, block('10.0.0.0/24'), 'a/web', 'allow'],
    ['an ipBlock that holds a pod', { ipBlockPods: 'ignore' }, block('10.0.0.0/24'), 'a/web', 'deny'],
    ['an ipBlock that holds a pod', {}, block('10.0.0.0/24'), 'a/web', 'ip-block-pods'],
    ['an ipBlock that does not hold it', {}, block('10.9.0.0/24'), 'a/web', 'deny'],
    ['an ipBlock that holds a node', { ipBlockNodes: 'match' }, block('192.168.0.0/24'), '192.168.0.2', 'allow'],
    ['an ipBlock that holds a node', { ipBlockNodes: 'ignore' }, block('192.168.0.0/24'), '192.168.0.2', 'deny'],
    ['an ipBlock that holds a node', {}, block('192.168.0.0/24'), '192.168.0.2', 'ip-block-nodes'],
    ['a pod on the host network', { hostNetworkPods: 'node' }, app('agent'), 'a/agent', 'deny'],
    ['a pod on the host network', { hostNetworkPods: 'pod' }, app('agent'), 'a/agent', 'allow'],
    ['a pod on the host network', {}, app('agent'), 'a/agent', 'host-network-pods'],
    ['a node and its own pod', { nodeToOwnPods: 'allow' }, nobody, '192.168.0.1', 'allow'],
    ['a node and its own pod', { nodeToOwnPods: 'policy' }, nobody, '192.168.0.1', 'deny'],
    ['a node and its own pod', {}, nobody, '192.168.0.1', 'node-to-own-pods'],
    ['a node and a pod of another', {}, nobody, '192.168.0.2', 'deny'],
    ['a client outside', { sourceAfterNat: 'client' }, block('203.0.113.0/24'), '203.0.113.9', 'allow'],
    ['a client outside', { sourceAfterNat: 'node' }, block('203.0.113.0/24'), '203.0.113.9', 'deny'],
    ['a client outside', {}, block('203.0.113.0/24'), '203.0.113.9', 'source-after-nat'],
    ['some client outside', { sourceAfterNat: 'client' }, block('203.0.113.0/24'), '203.0.113.128/25', 'allow'],
    ['some client outside', { sourceAfterNat: 'node' }, block('203.0.113.0/24'), '203.0.113.128/25', 'deny'],
    ['some client outside', {}, block('203.0.113.0/24'), '203.0.113.128/25', 'source-after-nat'],
    ['a client outside that nothing is about', {}, nobody, '203.0.113.9', 'deny'],
  ]
  for (const [what, plugin, policies, from, expected] of cases) {
    const [setting] = Object.entries(plugin)
    it(`${what}, ${setting === undefined ? 'not set' : setting.join(': ')}: ${expected}`, () => {
      const got = verdict(policies, plugin, from)
      if (expected === 'allow' || expected === 'deny') assert.equal(got.overall, expected)
      else {
        assert.equal(got.overall, 'unknown')
        assert.ok(because(got).includes(`plugins-differ ${expected}`), because(got).join())
      }
    })
  }

  it('nothing is open where all is set', () => {
    const all: Plugin = {
      ipBlockPods: 'ignore',
      ipBlockNodes: 'ignore',
      hostNetworkPods: 'node',
      nodeToOwnPods: 'allow',
      sourceAfterNat: 'client',
    }
    for (const policies of [block('0.0.0.0/0'), app('agent'), nobody])
      for (const from of ['a/web', 'a/agent', '192.168.0.1', '192.168.0.2', '203.0.113.9'])
        assert.notEqual(verdict(policies, all, from).overall, 'unknown', `${policies} ${from}`)
  })
})
