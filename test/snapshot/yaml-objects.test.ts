// Objects that kubectl printed as YAML: the cluster's, like those in JSON, so that nothing in them is taken for what
// somebody wrote and a cluster could refuse (docs/semantics.md §1.1).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { convertPolicies } from '../../src/convert/convert.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'

/** Plain custom resources take it, and Felix drops it; Calico's API server would refuse it */
const POLICY = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'GlobalNetworkPolicy',
  metadata: { name: 'p' },
  spec: { types: ['Egress'], egress: [{ action: 'Deny', destination: { ports: [443] } }] },
}
const YAML = `
apiVersion: v1
kind: List
items:
- apiVersion: projectcalico.org/v3
  kind: GlobalNetworkPolicy
  metadata: {name: p}
  spec: {types: [Egress], egress: [{action: Deny, destination: {ports: [443]}}]}
`

async function policiesIn(path: string, text: string): Promise<readonly (readonly [boolean, string])[]> {
  const reader = createSnapshotReader({}, () => undefined)
  await reader.add({ path, chunks: [text] })
  const { manifests } = reader.finish()
  const said: string[] = []
  convertPolicies(manifests, {}, ({ code }) => said.push(code))
  return manifests.map(({ origin }) => [origin.fromCluster, said.join()] as const)
}

describe('objects of a snapshot', () => {
  it("are the cluster's, as YAML and as JSON", async () => {
    const known = [[true, 'felix-drops-policy']]
    assert.deepEqual(await policiesIn('objects.json', JSON.stringify(POLICY)), known)
    assert.deepEqual(await policiesIn('objects.yaml', YAML), known)
  })
})
