// Policies of hosts and Calico's preview, which looks at pods alone (docs/semantics.md §7.3): what it does not show is said.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { renderText } from '../../src/report/text.ts'
import { preflight, type RecordText } from './whisker.ts'

const CLUSTER = `
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
kind: Pod
metadata: {name: web, namespace: a, labels: {app: web}}
spec: {nodeName: n1, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}]}
---
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: {name: n1-all, labels: {host: n1}}
spec: {node: n1, interfaceName: "*", profiles: [projectcalico-default-allow]}
---`

const staged = (kind: string): string => `
apiVersion: projectcalico.org/v3
kind: ${kind}
metadata: {name: hosts}
spec:
  selector: host == 'n1'
  applyOnForward: true
  types: [Egress]
  egress: [{action: Deny, protocol: TCP, destination: {ports: [443]}}, {action: Allow}]
`

const OUT: RecordText = {
  from: 'a/web',
  to: 'PUBLIC NETWORK',
  port: 443,
  reporter: 'Src',
  action: 'Allow',
  enforced: ['__PROFILE__|pro:kns.a|allow|0'],
}

describe('a staged policy of hosts', () => {
  it('is not in the preview, and cuts once it is enforced: the report says which to believe', async () => {
    const document = await preflight({ cluster: CLUSTER, records: [OUT], after: staged('StagedGlobalNetworkPolicy') })
    assert.deepEqual(
      document.preview.map(({ by, preview, promoted, why }) => [preview, promoted, why, by?.name]),
      [['allow', 'deny', 'host-policy', 'hosts']],
    )
    assert.match(
      renderText(document).replaceAll(/\s+/g, ' '),
      /Whisker will show this allowed; once enforced, it is denied, for the preview looks at pods alone, not at host endpoints/,
    )
    assert.deepEqual(document.flows, [])
  })

  it('is counted with the promoted set, and the pending set has no number for it', async () => {
    const document = await preflight({
      cluster: CLUSTER,
      records: [OUT],
      after: staged('StagedGlobalNetworkPolicy'),
      inputs: { 'policy-set': 'promoted' },
    })
    assert.equal(document.flows[0]?.change, 'newly-denied')
    assert.deepEqual(
      document.otherSets.map(({ counts, set }) => [set, counts.newlyDenied]),
      [
        ['enforced', 0],
        ['pending', 0],
      ],
    )
  })
})
