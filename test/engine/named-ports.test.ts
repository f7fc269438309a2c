// A workload that is known from records alone has ports that nobody knows: a rule that names one is uncertain.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readManifests } from '../../src/manifest/object.ts'
import { World } from '../../src/preflight/world.ts'
import { readTuple } from '../../src/snapshot/tuple-flow.ts'

const OBJECTS = `
apiVersion: v1
kind: Namespace
metadata: {name: a}
---
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: g}
spec: {selector: has(projectcalico.org/namespace), types: [Ingress], ingress: [{action: Allow, protocol: TCP, destination: {ports: [http]}}]}
`

it('is uncertain about named ports of a pod that the objects do not have', () => {
  const { manifests } = readManifests(
    { path: 'o.yaml', text: OBJECTS },
    { defaultNamespace: 'default', report: () => undefined },
  )
  const world = new World(manifests, [], () => undefined)
  const flow = readTuple(
    { src: { ip: '8.8.8.8' }, dst: { pod: 'a/gone', ip: '10.0.0.9' }, protocol: 'TCP', destinationPort: 80 },
    world.cluster,
  )
  assert.ok(typeof flow !== 'string')
  assert.equal(world.verdict(flow, 'enforced').overall, 'unknown')
})
