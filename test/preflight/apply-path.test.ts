// One manifest, two ways into the cluster (docs/semantics.md §1.1, §1.9): what the API server refuses, plain custom resources
// take, and Felix may then drop it; what is not written is filled in differently.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ReportDocument } from '../../src/report/document.ts'
import { preflight, type RecordText } from './whisker.ts'

const CLUSTER = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {kubernetes.io/metadata.name: a}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: a, labels: {app: web}}
spec: {nodeName: n1, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}]}
---`

const OUT: RecordText = {
  from: 'a/web',
  to: 'PUBLIC NETWORK',
  port: 443,
  reporter: 'Src',
  action: 'Allow',
  enforced: ['__PROFILE__|pro:kns.a|allow|0'],
}

const policy = (spec: string): string =>
  `apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: p, namespace: a}\nspec: {${spec}}\n`

const CASES: readonly {
  readonly what: string
  readonly spec: string
  readonly server: readonly [change: string, code: string]
  readonly crd: readonly [change: string, code: string]
}[] = [
  {
    what: 'numeric ports without a protocol: refused, or taken and dropped by Felix',
    spec: 'types: [Egress], egress: [{action: Deny, destination: {ports: [443]}}, {action: Allow}]',
    server: ['now-uncertain', 'port-without-protocol'],
    crd: ['none', 'felix-drops-policy'],
  },
  {
    what: 'a field that nobody knows: refused, or pruned, so that the rule is wider',
    spec: 'types: [Egress], egress: [{action: Deny, destination: {netz: [203.0.113.0/24]}}]',
    server: ['now-uncertain', 'unknown-field'],
    crd: ['newly-denied', 'unknown-field-pruned'],
  },
  {
    what: 'an empty list of egress rules without types: nothing, or isolation',
    spec: 'egress: []',
    server: ['none', ''],
    crd: ['newly-denied', ''],
  },
]

const outcome = ({ diagnostics, flows }: ReportDocument): readonly [string, string] => [
  flows[0]?.change ?? 'none',
  diagnostics.find(({ at }) => at?.path === 'after.yaml')?.code ?? '',
]

describe('the way into the cluster', () => {
  for (const { crd, server, spec, what } of CASES)
    it(what, async () => {
      const run = async (inputs: Readonly<Record<string, string>>): Promise<ReportDocument> =>
        preflight({ cluster: CLUSTER, records: [OUT], after: policy(spec), inputs })
      assert.deepEqual(outcome(await run({})), server)
      const other = await run({ 'apply-path': 'crd' })
      assert.deepEqual(outcome(other), crd)
      assert.ok(other.notes.some((note) => note.includes('apply-path = crd')))
    })

  it('of a pruned field says which one was meant', async () => {
    const document = await preflight({
      cluster: CLUSTER,
      records: [OUT],
      after: policy('types: [Egress], egress: [{action: Deny, destination: {netz: [203.0.113.0/24]}}]'),
      inputs: { 'apply-path': 'crd' },
    })
    const [found] = document.diagnostics.filter(({ code }) => code === 'unknown-field-pruned')
    assert.deepEqual(found?.args, ['netz', 'nets'])
  })
})
