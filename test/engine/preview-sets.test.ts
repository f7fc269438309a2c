// Which members of a set Calico's own preview finds, by the length of their prefix (docs/semantics.md §5.6, D6).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseIp } from '../../src/base/ip.ts'
import { judge } from '../../src/engine/judge.ts'
import { readManifests } from '../../src/manifest/object.ts'
import type { FlowEnd } from '../../src/model/flow.ts'
import { World } from '../../src/preflight/world.ts'
import { exactFlow } from '../support/exact-flow.ts'

const objects = (nets: readonly string[], nftables: boolean): string => `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {kubernetes.io/metadata.name: a}}
---
apiVersion: v1
kind: Pod
metadata: {name: x, namespace: a, labels: {app: x}}
spec: {nodeName: n1, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: "fd00::1"}]}
---
apiVersion: projectcalico.org/v3
kind: FelixConfiguration
metadata: {name: default}
spec: {nftablesMode: ${nftables ? 'Enabled' : 'Disabled'}}
---
apiVersion: projectcalico.org/v3
kind: GlobalNetworkSet
metadata: {name: s, labels: {set: s}}
spec: {nets: ${JSON.stringify(nets)}}
---
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: p}
spec: {selector: app == 'x', types: [Ingress], ingress: [{action: Allow, source: {selector: set == 's'}}]}
`

function preview(nets: readonly string[], from: string, nftables: boolean): string {
  const fail = (one: unknown): never => assert.fail(JSON.stringify(one))
  const text = { path: 'o.yaml', text: objects(nets, nftables) }
  const { manifests } = readManifests(text, { defaultNamespace: 'default', report: fail })
  const ip = parseIp(from)
  assert.ok(ip)
  const source: FlowEnd = { name: from, is: 'address', candidates: [{ is: 'address', ip }] }
  const to = parseIp(ip.family === 4 ? '10.0.0.1' : 'fd00::1')
  const destination: FlowEnd = {
    name: 'a/x',
    is: 'workload',
    candidates: [{ is: 'pod', namespace: 'a', name: 'x', ip: to }],
  }
  return judge(new World(manifests, [], fail).engine('pending'), exactFlow(source, destination)).overall
}

describe('the preview', () => {
  const V4 = '198.51.100.0'
  const V6 = '2001:db8::'
  const found: readonly (readonly [string, number, boolean])[] = [
    ...[0, 1, 8, 24, 32].map((length) => [V4, length, true] as const),
    ...[25, 26, 30, 31].map((length) => [V4, length, false] as const),
    ...[0, 1, 64, 120, 128].map((length) => [V6, length, true] as const),
    ...[121, 122, 126, 127].map((length) => [V6, length, false] as const),
  ]
  for (const [from, length, is] of found) {
    it(`${is ? 'finds' : 'does not find'} /${String(length)} of ${from}`, () => {
      const net = `${length === 0 ? (from === V4 ? '0.0.0.0' : '::') : from}/${String(length)}`
      for (const nftables of [false, true]) assert.equal(preview([net], from, nftables), is ? 'allow' : 'deny')
    })
  }

  it('finds with nftables the widest alone', () => {
    const both = [`${V4}/25`, `${V4}/32`]
    assert.equal(preview(both, V4, false), 'allow')
    assert.equal(preview(both, V4, true), 'deny')
    assert.equal(preview([`${V4}/24`, ...both], V4, true), 'allow')
  })
})
