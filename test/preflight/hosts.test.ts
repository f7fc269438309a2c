// Policies of hosts in a run: what they cut is named with the node on the way, and what is not known of them is said
// (docs/semantics.md §4.7, §8.4).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FlowChange, ReportDocument } from '../../src/report/document.ts'
import { renderText } from '../../src/report/text.ts'
import { preflight, type RecordText } from './whisker.ts'

const CAST = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {kubernetes.io/metadata.name: a}}
---
apiVersion: v1
kind: Node
metadata: {name: n1, annotations: {projectcalico.org/IPv4Address: 192.168.0.1/24}}
status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
---
apiVersion: v1
kind: Node
metadata: {name: n2, annotations: {projectcalico.org/IPv4Address: 192.168.0.2/24}}
status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: {name: pods}
spec: {cidr: 10.0.0.0/16, natOutgoing: true}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: a, labels: {app: web}}
spec: {nodeName: n1, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}]}
---
`

const endpoint = (name: string, node: string, more: string): string => `
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: {name: ${name}, labels: {host: ${node}}}
spec: {node: ${node}, ${more}}
---`

const OF_ALL = endpoint('n1-all', 'n1', 'interfaceName: "*", profiles: [projectcalico-default-allow]')
const OF_N2 = endpoint('n2-main', 'n2', 'expectedIPs: [192.168.0.2], profiles: [projectcalico-default-allow]')
const BY_NAME = endpoint('n1-eth0', 'n1', 'interfaceName: eth0, profiles: [projectcalico-default-allow]')

const policy = (node: string, spec: string): string => `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: hosts}
spec: {selector: "host == '${node}'", ${spec}}
---`

const NO_HTTPS =
  'applyOnForward: true, types: [Egress], egress: [{action: Deny, protocol: TCP, destination: {ports: [443]}}, {action: Allow}]'

const record = (to: string, port: number): RecordText => ({
  from: 'a/web',
  to,
  port,
  reporter: 'Src',
  action: 'Allow',
  enforced: ['__PROFILE__|pro:kns.a|allow|0'],
})

const OUT = record('PUBLIC NETWORK', 443)

function onlyFlow({ flows }: ReportDocument): FlowChange {
  assert.equal(flows.length, 1)
  const [flow] = flows
  assert.ok(flow !== undefined)
  return flow
}

describe('a policy of a host', () => {
  it('cuts what its node forwards, and is named with the node', async () => {
    const document = await preflight({ cluster: CAST + OF_ALL, records: [OUT], after: policy('n1', NO_HTTPS) })
    const flow = onlyFlow(document)
    assert.equal(flow.change, 'newly-denied')
    const [first, ...others] = flow.ends
    assert.deepEqual(first?.host, { node: 'n1', hook: 'forward-egress', endpoints: ['n1-all'] })
    assert.deepEqual([first.before.answer, first.after.answer, first.after.hit?.name], ['not-judged', 'deny', 'hosts'])
    assert.ok(others.every(({ host }) => host === undefined))
    assert.deepEqual(
      flow.flippedBy.map(({ name }) => name),
      ['hosts'],
    )
    assert.match(
      renderText(document).replaceAll(/\s+/g, ' '),
      /Node n1, what it forwards, going out by HostEndpoint n1-all: egress rule 1 of GlobalNetworkPolicy hosts denies this/,
    )
  })

  it('lets through what it did not let through before', async () => {
    const document = await preflight({
      cluster: CAST + OF_ALL,
      records: [OUT],
      before: policy('n1', NO_HTTPS),
      after: policy('n1', NO_HTTPS.replace('443', '80')),
    })
    const flow = onlyFlow(document)
    assert.equal(flow.change, 'newly-allowed')
    assert.deepEqual(flow.ends[0]?.host, { node: 'n1', hook: 'forward-egress', endpoints: ['n1-all'] })
  })

  it('cuts what pods send to another node, by the address that it has there', async () => {
    const fromWeb = "types: [Ingress], ingress: [{action: Allow, source: {selector: app == 'web'}}]"
    const document = await preflight({
      cluster: CAST + OF_N2,
      records: [record('n2', 8080)],
      after: policy('n2', fromWeb),
    })
    const flow = onlyFlow(document)
    assert.equal(flow.change, 'newly-denied')
    assert.deepEqual(flow.ends[0]?.host, { node: 'n2', hook: 'normal-ingress', endpoints: ['n2-main'] })
  })

  it('leaves open what passes an interface that nobody has told of, though records say Allow', async () => {
    const document = await preflight({
      cluster: CAST + BY_NAME,
      records: [OUT],
      before: policy('n1', NO_HTTPS),
      after: policy('n1', NO_HTTPS.replace('{action: Allow}', '{action: Allow, protocol: TCP}')),
    })
    assert.deepEqual(document.flows, [])
    const added = await preflight({ cluster: CAST + BY_NAME, records: [OUT], after: policy('n1', NO_HTTPS) })
    const flow = onlyFlow(added)
    assert.equal(flow.change, 'now-uncertain')
    assert.deepEqual(
      flow.because.map(({ args, code }) => [code, ...args]),
      [['host-interface-unknown', 'n1', 'n1-eth0']],
    )
  })

  it('that allows what another policy allowed is another rule', async () => {
    const document = await preflight({
      cluster: CAST + OF_ALL,
      records: [record('PUBLIC NETWORK', 80)],
      before: policy('n1', NO_HTTPS),
      after: policy('n1', 'applyOnForward: true, types: [Egress], egress: [{action: Allow, protocol: TCP}]'),
    })
    assert.equal(onlyFlow(document).change, 'rerouted')
  })

  it('says nothing about what it does not meet', async () => {
    const document = await preflight({
      cluster: CAST + OF_ALL,
      records: [record('PUBLIC NETWORK', 80)],
      before: policy('n1', NO_HTTPS),
      after: policy('n1', NO_HTTPS.replace('443', '8443')),
    })
    assert.deepEqual([document.flows, document.counts.unchanged], [[], 1])
  })
})
