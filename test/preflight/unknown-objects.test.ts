// Objects that policies look at and that the change makes unreadable: what hangs on them becomes uncertain, the object is
// named, and the check fails as for a malformed policy (docs/semantics.md §8.4).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ReportDocument } from '../../src/report/document.ts'
import { renderText } from '../../src/report/text.ts'
import { preflight, type RecordText } from './whisker.ts'

const POLICY = `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: web}
spec:
  selector: app == 'web'
  types: [Ingress]
  ingress:
  - {action: Allow, source: {selector: role == 'office'}}
  - {action: Allow, source: {selector: app == 'client'}}
---`

const CLUSTER = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {env: p}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: client, namespace: a}
spec: {template: {metadata: {labels: {app: client}}, spec: {containers: [{name: c, image: x}]}}}
---
apiVersion: v1
kind: Pod
metadata:
  name: client-1
  generateName: client-
  namespace: a
  labels: {app: client}
  ownerReferences: [{kind: Deployment, name: client, controller: true}]
spec: {nodeName: n1, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 10.0.0.2, podIPs: [{ip: 10.0.0.2}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: a, labels: {app: web}}
spec: {nodeName: n1, containers: [{name: c, image: x}]}
status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}]}
---${POLICY}`

const SET = (nets: string): string => `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkSet
metadata: {name: office, labels: {role: office}}
spec:
  nets: [${nets}]
`

const DEPLOYMENT = (labels: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: client, namespace: a}
spec:
  template:
    metadata: {labels: {${labels}}}
    spec: {containers: [{name: c, image: x}]}
`

const FROM_OFFICE: RecordText = {
  from: '8.8.8.8',
  to: 'a/web',
  port: 443,
  reporter: 'Dst',
  action: 'Deny',
  enforced: ['default|gnp:web|deny|-1'],
}

const FROM_CLIENT: RecordText = {
  from: 'a/client-*',
  to: 'a/web',
  port: 443,
  reporter: 'Dst',
  action: 'Allow',
  enforced: ['default|gnp:web|allow|1'],
}

/** What becomes of each flow, and why it is uncertain: each object once, however many rules hang on it */
const changes = ({ flows }: ReportDocument): string[] =>
  flows.map(({ because, change }) =>
    [change, ...new Set(because.map(({ args, code }) => `${code} ${args[0] ?? ''}`))].join(': '),
  )

describe('a changed object that cannot be read', () => {
  for (const [what, nets] of [
    ['is refused', '8.8.8.0/33'],
    ['is no YAML', '8.8.8.0/24, "'],
  ] as const)
    it(`${what}: a set`, async () => {
      const from = { ...FROM_OFFICE, from: 'PUBLIC NETWORK' }
      const document = await preflight({ cluster: CLUSTER, records: [from], before: SET('9.9.9.9'), after: SET(nets) })
      assert.deepEqual(changes(document), ['now-uncertain: object-unknown GlobalNetworkSet office'])
      assert.equal(document.conclusion.result, 'fail')
      assert.ok(document.conclusion.reasons.some(({ is }) => is === 'malformed-change'))
      assert.match(
        renderText(document).replaceAll(/\s+/g, ' '),
        /GlobalNetworkSet office could not be understood, and whether rule 1 of GlobalNetworkPolicy web matches hangs on it/,
      )
    })

  it('a template of pods', async () => {
    const change = { cluster: CLUSTER, records: [FROM_CLIENT], before: DEPLOYMENT('app: client') }
    const other = await preflight({ ...change, after: DEPLOYMENT('app: other') })
    assert.deepEqual(changes(other), ['newly-denied'])
    const unreadable = await preflight({ ...change, after: DEPLOYMENT('app: client, tier: 1') })
    assert.deepEqual(changes(unreadable), ['now-uncertain: object-unknown Deployment a/client'])
    assert.ok(unreadable.conclusion.reasons.some(({ is }) => is === 'malformed-change'))
  })

  it('a policy, where the records leave open which address it was', async () => {
    const policy = (selector: string): string => `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: client}
spec:
  selector: ${selector}
  types: [Ingress]
  ingress: [{action: Deny, source: {nets: [9.9.9.9/32]}}, {action: Allow}]
`
    const record: RecordText = {
      ...FROM_CLIENT,
      from: 'PUBLIC NETWORK',
      to: 'a/client-*',
      enforced: ['default|gnp:client|allow|1'],
    }
    const before = policy("app == 'client'")
    const document = await preflight({ cluster: CLUSTER, records: [record], before, after: policy("app = 'client'") })
    assert.deepEqual(changes(document), ['now-uncertain: policy-unknown GlobalNetworkPolicy client'])
  })

  it('a tier: of its policies nothing is known, and the tier is named', async () => {
    const tier = (order: string): string => `
apiVersion: projectcalico.org/v3
kind: Tier
metadata: {name: sec}
spec: {order: ${order}}
`
    const policy = `
---
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: {name: p, namespace: a}
spec: {tier: sec, selector: app == 'web', types: [Ingress], ingress: [{action: Pass}]}
`
    const change = { cluster: CLUSTER, records: [FROM_CLIENT], before: tier('10') + policy }
    assert.deepEqual(changes(await preflight({ ...change, after: tier('20') + policy })), [])
    const document = await preflight({ ...change, after: tier('"10"') + policy })
    assert.deepEqual(changes(document), ['now-uncertain: policy-unknown Tier sec'])
    assert.equal(document.flows[0]?.because[0]?.at?.line, 2)
    assert.ok(document.conclusion.reasons.some(({ is }) => is === 'malformed-change'))
  })
})
