// Ends that may be on several nodes: one case where hosts do the same on each, one for each way where they do not, and what
// a case says of nodes that it stands for together (docs/semantics.md §4.7, §8.4).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseIp } from '../../src/base/ip.ts'
import { judge } from '../../src/engine/judge.ts'
import { readManifests } from '../../src/manifest/object.ts'
import type { Candidate, Flow, FlowEnd } from '../../src/model/flow.ts'
import type { Case } from '../../src/model/verdict.ts'
import { World } from '../../src/preflight/world.ts'
import { exactFlow } from '../support/exact-flow.ts'

const pod = (name: string, node: number): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: a, labels: {app: ${name}}}
spec: {nodeName: w${String(node)}, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 10.0.${String(node)}.${name.startsWith('p') ? '1' : '2'}}
---`
const node = (number: number, rest = ''): string => `
apiVersion: v1
kind: Node
metadata: {name: w${String(number)}, annotations: {projectcalico.org/IPv4Address: 192.168.0.${String(number)}/24}}
status: {addresses: [{type: InternalIP, address: 192.168.0.${String(number)}}]}
---
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: {name: w${String(number)}-eth0, labels: {role: node${rest}}}
spec: {node: w${String(number)}, interfaceName: eth0, expectedIPs: [192.168.0.${String(number)}]}
---`

/** Between nodes UDP is denied; nodes let all of their own out, and TCP in */
const OBJECTS = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {kubernetes.io/metadata.name: a}}
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: {name: pods}
spec: {cidr: 10.0.0.0/16, natOutgoing: true}
---
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: between}
spec: {selector: role == 'node', applyOnForward: true, types: [Ingress, Egress], ingress: [{action: Allow, protocol: TCP}], egress: [{action: Allow}]}
---
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: strict}
spec: {selector: has(strict), applyOnForward: true, order: 1, types: [Egress], egress: [{action: Deny, protocol: TCP, destination: {ports: [81]}}]}
---${node(1)}${node(2)}${node(3)}${node(4, ', strict: x')}
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: {name: w5-all, labels: {role: node}}
spec: {node: w5, interfaceName: '*', expectedIPs: [192.168.0.15]}
---${pod('p5', 5)}${pod('q5', 5)}${pod('p1', 1)}${pod('p2', 2)}${pod('p4', 4)}${pod('q1', 1)}${pod('q2', 2)}${pod('q3', 3)}`

const fail = (one: unknown): never => assert.fail(JSON.stringify(one))
const { manifests } = readManifests({ path: 'o.yaml', text: OBJECTS }, { defaultNamespace: 'default', report: fail })
const engine = new World(manifests, [], fail).engine('enforced')

/** `p1|p2` for pods, `192.168.0.1-192.168.0.9` for a network */
function end(text: string): FlowEnd {
  const [from, to] = text.split('-').map(parseIp)
  if (from !== undefined && to !== undefined) {
    const ranges = [{ family: from.family, first: from.value, last: to.value }]
    return { name: 'NET', is: 'network', candidates: [{ is: 'addresses', what: 'NET', ranges }] }
  }
  const candidates = text.split('|').map((name): Candidate => ({ is: 'pod', namespace: 'a', name, ip: undefined }))
  return { name: text, is: 'workload', candidates }
}

function flowOf(text: string): Flow {
  const [source = '', , destination = '', protocol, port] = text.split(' ')
  return exactFlow(end(source), end(destination), {
    protocol: protocol === 'TCP' ? 6 : 17,
    destinationPort: Number(port),
  })
}

/** A case a line: source, destination, answer, and what hosts say, `?` for one of several; then all of them together */
function casesOf(text: string): readonly string[] {
  const { cases, hosts, overall } = judge(engine, flowOf(text))
  const said = (steps: Case['hosts']): string =>
    (steps ?? [])
      .map(({ hook, node, verdict }) => {
        const because = verdict.because.map(({ args, code }) => ` ${code} ${args.join(' ')}`)
        return `${node ?? '?'} ${hook} ${verdict.is}${because.join()}`
      })
      .join(', ')
  return [
    ...cases.map((one) => {
      const ends = [one.source, one.destination].map(({ members }) => members.join())
      return `${ends.join(' -> ')}: ${one.overall} (${said(one.hosts)})`
    }),
    `${overall} (${said(hosts)})`,
  ]
}

describe('ends on several nodes', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    [
      'never on one, and alike',
      'p1|p2 -> q3 TCP 80',
      [
        'a/p1,a/p2 -> a/q3: allow (? forward-egress allow, w3 forward-ingress allow)',
        'allow (? forward-egress allow, w3 forward-ingress allow)',
      ],
    ],
    [
      'on one or not, and it does not matter',
      'p1|p2 -> q1|q2 TCP 80',
      [
        'a/p1,a/p2 -> a/q1,a/q2: allow (? forward-egress allow, ? forward-ingress allow)',
        'allow (? forward-egress allow, ? forward-ingress allow)',
      ],
    ],
    [
      'on one or not, and it matters',
      'p1|p2 -> q1|q2 UDP 80',
      [
        'a/p1 -> a/q1: allow ()',
        'a/p1 -> a/q2: deny (w1 forward-egress allow, w2 forward-ingress deny)',
        'a/p2 -> a/q2: allow ()',
        'a/p2 -> a/q1: deny (w2 forward-egress allow, w1 forward-ingress deny)',
        'unknown (w2 forward-ingress deny hosts-differ p1|p2, w1 forward-ingress deny)',
      ],
    ],
    [
      'on one node alone',
      'p1|p2 -> q1 UDP 80',
      [
        'a/p1 -> a/q1: allow ()',
        'a/p2 -> a/q1: deny (w2 forward-egress allow, w1 forward-ingress deny)',
        'unknown (w1 forward-ingress deny hosts-differ p1|p2)',
      ],
    ],
    [
      'never on one, and denied',
      'p1|p2 -> q3 UDP 80',
      [
        'a/p1,a/p2 -> a/q3: deny (? forward-egress allow, w3 forward-ingress deny)',
        'deny (? forward-egress allow, w3 forward-ingress deny)',
      ],
    ],
    [
      'on nodes that differ',
      'p1|p2|p4 -> q3 TCP 81',
      [
        'a/p1,a/p2 -> a/q3: allow (? forward-egress allow, w3 forward-ingress allow)',
        'a/p4 -> a/q3: deny (w4 forward-egress deny, w3 forward-ingress allow)',
        'unknown (w4 forward-egress deny hosts-differ p1|p2|p4)',
      ],
    ],
    [
      'on nodes that differ in what is not asked for',
      'p1|p2|p4 -> q3 TCP 80',
      [
        'a/p1,a/p2 -> a/q3: allow (? forward-egress allow, w3 forward-ingress allow)',
        'a/p4 -> a/q3: allow (w4 forward-egress allow, w3 forward-ingress allow)',
        'allow ()',
      ],
    ],
    [
      'some node',
      '192.168.0.1-192.168.0.2 -> q3 TCP 80',
      [
        '192.168.0.1/32,192.168.0.2/32 -> a/q3: allow (? normal-egress allow, w3 forward-ingress allow)',
        'allow (? normal-egress allow, w3 forward-ingress allow)',
      ],
    ],
    [
      'to one or the other',
      'p1 -> q1|q3 UDP 80',
      [
        'a/p1 -> a/q1: allow ()',
        'a/p1 -> a/q3: deny (w1 forward-egress allow, w3 forward-ingress deny)',
        'unknown (w3 forward-ingress deny hosts-differ q1|q3)',
      ],
    ],
    [
      'on nodes that differ, and denied elsewhere by one rule',
      'p1|p4 -> q3 UDP 80',
      [
        'a/p1 -> a/q3: deny (w1 forward-egress allow, w3 forward-ingress deny)',
        'a/p4 -> a/q3: deny (w4 forward-egress allow, w3 forward-ingress deny)',
        'deny (w3 forward-ingress deny)',
      ],
    ],
    // The third node is that of the pod: its own traffic to it meets nothing, and is allowed as that of the others is.
    [
      'some node or a client',
      '192.168.0.0-192.168.0.9 -> q3 TCP 80',
      [
        '192.168.0.0/32,192.168.0.5/32,192.168.0.6/31,192.168.0.8/31 -> a/q3: allow (w3 forward-ingress allow)',
        '192.168.0.1/32,192.168.0.2/31 -> a/q3: allow (? normal-egress allow, ? forward-ingress allow)',
        '192.168.0.4/32 -> a/q3: allow (w4 normal-egress allow, w3 forward-ingress allow)',
        'allow ()',
      ],
    ],
  ]
  for (const [what, flow, expected] of cases) it(`${what}: ${flow}`, () => assert.deepEqual(casesOf(flow), expected))
})

it('a step stands after the policies of the pod that the packet has passed', () => {
  const after = (text: string): readonly string[] =>
    judge(engine, flowOf(text)).cases.flatMap(({ hosts = [] }) =>
      hosts.map(({ after: point, hook, node }) => `${node ?? '?'} ${hook} ${point}`),
    )
  assert.deepEqual(after('p5 -> q5 TCP 80'), ['w5 forward-ingress start', 'w5 forward-egress ingress'])
  assert.deepEqual(after('p5 -> q3 TCP 80'), [
    'w5 forward-ingress start',
    'w5 forward-egress egress',
    'w3 forward-ingress egress',
  ])
})
