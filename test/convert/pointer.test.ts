// Conditions of rules, back to the line that they were written on.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pointerOf, type Condition } from '../../src/convert/pointer.ts'
import { onlyPolicy } from './objects.ts'

const CALICO = `apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: p}
spec:
  egress:
  - action: Deny
    protocol: TCP
    ipVersion: 4
    notProtocol: UDP
    destination:
      nets: [10.0.0.0/8]
      ports: [80]
`

const KUBERNETES = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: a}
spec:
  podSelector: {}
  ingress:
  - ports:
    - port: 80
    from:
    - podSelector: {}
    - ipBlock:
        cidr: 10.0.0.0/8
        except:
        - 10.1.0.0/16
`

const CLUSTER = `apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: p}
spec:
  tier: Admin
  priority: 1
  subject: {namespaces: {}}
  egress:
  - protocols:
    - tcp: {destinationPort: {number: 80}}
    to:
    - pods: {podSelector: {}}
    - networks: [10.0.0.0/8]
    action: Deny
`

const destination = (is: Extract<Condition, { end: unknown }>['is']): Condition => ({ is, end: 'destination' })
const source = (is: Extract<Condition, { end: unknown }>['is']): Condition => ({ is, end: 'source' })

describe('the line of a condition', () => {
  for (const [text, direction, rule, condition, line] of [
    [CALICO, 'egress', 0, { is: 'action' }, 6],
    [CALICO, 'egress', 0, { is: 'protocol' }, 7],
    [CALICO, 'egress', 0, { is: 'family' }, 8],
    [CALICO, 'egress', 0, { is: 'notProtocol' }, 9],
    [CALICO, 'egress', 0, destination('nets'), 11],
    [CALICO, 'egress', 0, destination('ports'), 12],
    [KUBERNETES, 'ingress', 0, destination('ports'), 7],
    [KUBERNETES, 'ingress', 0, { is: 'protocol' }, 7],
    [KUBERNETES, 'ingress', 0, source('selector'), 10],
    [KUBERNETES, 'ingress', 1, source('nets'), 12],
    [KUBERNETES, 'ingress', 1, source('notNets'), 13],
    [KUBERNETES, 'ingress', 0, { is: 'action' }, 7],
    [CLUSTER, 'egress', 0, destination('ports'), 9],
    [CLUSTER, 'egress', 0, { is: 'protocol' }, 9],
    [CLUSTER, 'egress', 0, destination('selector'), 12],
    [CLUSTER, 'egress', 1, destination('nets'), 13],
    [CLUSTER, 'egress', 1, { is: 'action' }, 14],
  ] as const) {
    const policy = onlyPolicy(text)
    it(`${policy.id.kind} rule ${String(rule)} ${JSON.stringify(condition)} is ${String(line)}`, () => {
      const converted = policy[direction]?.[rule]
      assert.ok(converted)
      const pointer = pointerOf(policy, converted, condition)
      assert.equal(policy.at.origin.locate(pointer).line, line)
    })
  }
})
