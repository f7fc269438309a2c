// Which conditions of a rule fail for a packet, each asked by itself: for explanations and near misses
// (docs/semantics.md §5).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseIp } from '../../src/base/ip.ts'
import { failingFields } from '../../src/engine/conditions.ts'
import { ask } from '../../src/engine/judge.ts'
import { readManifests } from '../../src/manifest/object.ts'
import type { Flow } from '../../src/model/flow.ts'
import { World } from '../../src/preflight/world.ts'
import { exactFlow } from '../support/exact-flow.ts'

const pod = (name: string, ip: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: a, labels: {app: ${name}}}
spec: {nodeName: n1, containers: [{name: c, image: x, ports: [{name: http, containerPort: 8080}]}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
---`

const CAST = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {kubernetes.io/metadata.name: a}}
---${pod('client', '10.0.0.1')}${pod('web', '10.0.0.2')}
apiVersion: v1
kind: Service
metadata: {name: web, namespace: a}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: web-other, namespace: a}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 9090}]}
---
apiVersion: v1
kind: Service
metadata: {name: client, namespace: a}
spec: {selector: {app: client}, ports: [{port: 80}]}
---`

/** Of a/client:40000 to a/web:8080, TCP, held against one rule */
function failing(rule: string, direction: 'ingress' | 'egress' = 'ingress'): readonly string[] {
  const [app, type] = direction === 'ingress' ? ['web', 'Ingress'] : ['client', 'Egress']
  const policy = `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: p}
spec: {selector: app == '${app}', types: [${type}], ${direction}: [{action: Allow, ${rule}}]}`
  const fail = (one: unknown): never => assert.fail(JSON.stringify(one))
  const { manifests } = readManifests(
    { path: 'p.yaml', text: CAST + policy },
    { defaultNamespace: 'default', report: fail },
  )
  const engine = new World(manifests, [], fail).engine('enforced')
  const end = (name: string): Flow['source'] => ({
    name,
    is: 'workload',
    candidates: [{ is: 'pod', namespace: 'a', name, ip: parseIp(name === 'client' ? '10.0.0.1' : '10.0.0.2') }],
  })
  const { destinations, layer4, sources } = ask(engine, exactFlow(end('client'), end('web'), { destinationPort: 8080 }))
  const [source, destination, packet] = [sources[0], destinations[0], layer4[0]]
  const row = (direction === 'ingress' ? destination : source)?.program?.rows[0]
  assert.ok(source && destination && packet && row)
  return failingFields(engine, row, { source, destination, layer4: packet })
}

describe('the conditions that fail', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['ipVersion: 4, protocol: TCP', []],
    ['ipVersion: 6', ['family']],
    ['protocol: UDP', ['protocol']],
    ['notProtocol: TCP', ['protocol']],
    ['notProtocol: UDP', []],
    ['protocol: ICMP, icmp: {type: 8}', ['protocol', 'icmp']],
    ['protocol: ICMP, notICMP: {type: 8}', ['protocol']],
    ['source: {nets: [10.0.0.1/32]}', []],
    ['source: {nets: [10.0.0.2/32]}', ['source']],
    ['source: {notNets: [10.0.0.1/32]}', ['source']],
    ['source: {notNets: [10.0.0.2/32]}', []],
    // For IPv4 there is no such rule
    ['source: {notNets: ["fd00::/8"]}', ['source']],
    [`source: {selector: app == 'client'}`, []],
    [`source: {selector: app == 'web'}`, ['source']],
    [`source: {notSelector: app == 'client'}`, ['source']],
    [`source: {notSelector: app == 'web'}`, []],
    [`source: {nets: [10.0.0.1/32], selector: app == 'web'}`, ['source']],
    [`source: {selector: app == 'client', notSelector: app == 'client'}`, ['source']],
    ['source: {services: {name: client, namespace: a}}', []],
    ['source: {services: {name: web, namespace: a}}', ['source']],
    ['protocol: TCP, source: {ports: [40000]}', []],
    ['protocol: TCP, source: {ports: [1]}', ['source-port']],
    ['protocol: TCP, source: {notPorts: [40000]}', ['source-port']],
    ['protocol: TCP, source: {nets: [10.0.0.2/32], ports: [40000]}', ['source']],
    ['protocol: UDP, source: {ports: [40000]}', ['protocol']],
    ['destination: {nets: [10.0.0.2/32]}', []],
    ['destination: {nets: [10.0.0.1/32]}', ['destination']],
    ['destination: {notNets: [10.0.0.2/32]}', ['destination']],
    [`destination: {selector: app == 'client'}`, ['destination']],
    [`destination: {notSelector: app == 'web'}`, ['destination']],
    ['protocol: TCP, destination: {ports: [80]}', ['port']],
    ['protocol: TCP, destination: {notPorts: [8080]}', ['port']],
    ['protocol: TCP, destination: {ports: [http]}', []],
    ['protocol: TCP, destination: {ports: [https]}', ['port']],
    ['protocol: UDP, destination: {ports: [http]}', ['protocol']],
    // Names of ports are those of the pods that the selector selects
    [`protocol: TCP, destination: {selector: app == 'client', ports: [http]}`, ['destination', 'port']],
    [`protocol: TCP, destination: {selector: app == 'client', ports: [8080]}`, ['destination']],
    [`protocol: UDP, source: {selector: app == 'web'}, destination: {ports: [1]}`, ['protocol', 'source', 'port']],
  ]
  for (const [rule, expected] of cases)
    it(`of {${rule}}: ${expected.join() || 'none'}`, () => assert.deepEqual(failing(rule), expected))

  // Only what a pod sends can ask for a Service by its ports.
  for (const [service, expected] of [
    ['web', []],
    ['web-other', ['service']],
    ['client', ['service']],
  ] as const) {
    it(`of a rule for the Service ${service}: ${expected.join() || 'none'}`, () =>
      assert.deepEqual(failing(`destination: {services: {name: ${service}, namespace: a}}`, 'egress'), expected))
  }
})
