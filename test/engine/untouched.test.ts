// Which flows a change cannot touch, by hand: that they are skipped at all, and that those of touched ends are not. That
// what is skipped is right whatever the change is the subject of test/property.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseIp } from '../../src/base/ip.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import { convertPolicies } from '../../src/convert/convert.ts'
import { Engine } from '../../src/engine/engine.ts'
import { Untouched } from '../../src/engine/untouched.ts'
import { readManifests } from '../../src/manifest/object.ts'
import type { Flow, FlowEnd } from '../../src/model/flow.ts'
import type { Policy } from '../../src/model/policy.ts'
import { exactFlow } from '../support/exact-flow.ts'

const pod = (name: string, ip: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: a, labels: {app: ${name}}}
spec: {nodeName: w1, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
---`
const CAST = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {kubernetes.io/metadata.name: a}}
---
apiVersion: v1
kind: Node
metadata: {name: w1}
status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
---
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: {name: w1-eth0, labels: {role: node}}
spec: {node: w1, interfaceName: eth0, profiles: [projectcalico-default-allow]}
---${pod('x', '10.0.0.1')}${pod('web', '10.0.0.2')}${pod('db', '10.0.0.3')}`

const policy = (name: string, rest: string): string => `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: ${name}}
spec: {${rest}}
---`

const fail = (one: unknown): never => assert.fail(JSON.stringify(one))
const read = (text: string) =>
  readManifests({ path: 'p.yaml', text }, { defaultNamespace: 'default', report: fail }).manifests
const CLUSTER = clusterOf(read(CAST), fail)
/** What is written alike is the same policy on both sides, as it is where the files have not changed */
const known = new Map<string, readonly Policy[]>()
function engineOf(text: string): Engine {
  const policies = text
    .split('---')
    .filter((one) => one.trim() !== '')
    .flatMap((one) => {
      const found = known.get(one) ?? convertPolicies(read(one), {}, fail).policies
      known.set(one, found)
      return found
    })
  return new Engine(CLUSTER, { tiers: NO_TIERS, policies }, 'dataplane')
}
const NO_TIERS = convertPolicies([], {}, fail).tiers

const end = (text: string): FlowEnd => {
  const ip = parseIp(text)
  return ip === undefined
    ? { name: text, is: 'workload', candidates: [{ is: 'pod', namespace: 'a', name: text, ip: undefined }] }
    : { name: text, is: 'address', candidates: [{ is: 'address', ip }] }
}
function flowOf(text: string): Flow {
  const [source = '', destination = ''] = text.split(' -> ')
  return exactFlow(end(source), end(destination), { key: text })
}

const WEB = policy('web', `selector: app == 'web', types: [Ingress], ingress: [{action: Allow, protocol: TCP}]`)
const FLOWS = ['x -> web', 'x -> db', '8.8.8.8 -> web', '10.0.0.1 -> 10.0.0.3', 'db -> 8.8.8.8', 'web -> web'] as const
type FlowText = (typeof FLOWS)[number]

describe('what a change leaves alone', () => {
  const cases: readonly [string, string, string, readonly FlowText[]][] = [
    ['no change', WEB, WEB, []],
    ['a rule of a policy', WEB, WEB.replace('TCP', 'UDP'), ['x -> web', '8.8.8.8 -> web', 'web -> web']],
    [
      'a rule more',
      WEB,
      WEB.replace('[{action', '[{action: Deny}, {action'),
      ['x -> web', '8.8.8.8 -> web', 'web -> web'],
    ],
    [
      'a policy of sources',
      WEB,
      WEB + policy('x', `selector: app == 'x', types: [Egress]`),
      ['x -> web', 'x -> db', '10.0.0.1 -> 10.0.0.3'],
    ],
    ['a policy of nobody', WEB, WEB + policy('z', `selector: app == 'z', types: [Ingress]`), []],
    [
      'a policy without rows, in the same tier',
      WEB,
      WEB + policy('z', `selector: app == 'web', types: [Ingress]`),
      ['x -> web', '8.8.8.8 -> web', 'web -> web'],
    ],
    [
      'a policy that goes',
      WEB,
      policy('z', `selector: app == 'z', types: [Ingress]`),
      ['x -> web', '8.8.8.8 -> web', 'web -> web'],
    ],
    ['a policy of hosts', WEB, WEB + policy('h', `selector: role == 'node', types: [Ingress]`), FLOWS],
  ]
  for (const [what, before, after, touched] of cases) {
    it(`is all but ${touched.join(', ') || 'nothing'} for ${what}`, () => {
      const untouched = new Untouched(engineOf(before), engineOf(after))
      assert.deepEqual(
        FLOWS.filter((flow) => !untouched.holds(flowOf(flow))),
        touched,
      )
    })
  }

  it('is nothing where the clusters are not one', () => {
    const other = new Engine(clusterOf(read(CAST), fail), convertPolicies(read(WEB), {}, fail), 'dataplane')
    assert.equal(new Untouched(engineOf(WEB), other).holds(flowOf('x -> db')), false)
  })
})
