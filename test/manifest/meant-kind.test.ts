// A slip in kind or apiVersion: the API server knows no such kind, so the object is not applied, and must not look as if it
// had been removed.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { declaresFlows } from '../../src/manifest/kinds.ts'
import { manifestsFromObject, readManifests } from '../../src/manifest/object.ts'

const object = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata: { name: 'p', namespace: 'a' } })

/** What is said, and what the object is held to be */
function read(apiVersion: string, kind: string): string {
  const said: string[] = []
  const { broken, manifests } = readManifests(
    { path: 'p.yaml', text: JSON.stringify(object(apiVersion, kind)) },
    { defaultNamespace: 'default', report: ({ args, code }) => said.push(`${code}: ${args.join(', ')}`) },
  )
  assert.equal(manifests.length, 0)
  const meant = broken.map(
    (one) => `${one.apiVersion ?? ''} ${one.kind ?? ''} ${one.namespace ?? ''}/${one.name ?? ''}`,
  )
  return [...said, ...meant].join('; ')
}

const SLIPS: readonly (readonly [string, string, string, string])[] = [
  ['networking.k8s.io/v1', 'NetwrokPolicy', 'kind, NetwrokPolicy, NetworkPolicy', 'networking.k8s.io/v1 NetworkPolicy'],
  ['networking.k8s.io/v1', 'Networkpolicy', 'kind, Networkpolicy, NetworkPolicy', 'networking.k8s.io/v1 NetworkPolicy'],
  [
    'networking.k8s.io/v1',
    'NetworkPolicies',
    'kind, NetworkPolicies, NetworkPolicy',
    'networking.k8s.io/v1 NetworkPolicy',
  ],
  [
    'projectcalico.org/v3',
    'GlobalNetworkPolicy ',
    'kind, GlobalNetworkPolicy , GlobalNetworkPolicy',
    'projectcalico.org/v3 GlobalNetworkPolicy',
  ],
  ['projectcalico.org/v3', 'NetworkSets', 'kind, NetworkSets, NetworkSet', 'projectcalico.org/v3 NetworkSet'],
  ['crd.projectcalico.org/v1', 'tier', 'kind, tier, Tier', 'crd.projectcalico.org/v1 Tier'],
  ['v1', 'NetworkPolicy', 'apiVersion, v1, networking.k8s.io/v1', 'networking.k8s.io/v1 NetworkPolicy'],
  [
    'networking.k8s.io',
    'NetworkPolicy',
    'apiVersion, networking.k8s.io, networking.k8s.io/v1',
    'networking.k8s.io/v1 NetworkPolicy',
  ],
  [
    'projectcalcio.org/v3',
    'StagedNetworkPolicy',
    'apiVersion, projectcalcio.org/v3, projectcalico.org/v3',
    'projectcalico.org/v3 StagedNetworkPolicy',
  ],
]

describe('an object of a kind that is none', () => {
  for (const [apiVersion, kind, said, meant] of SLIPS) {
    test(`${apiVersion} ${kind}`, () => {
      assert.equal(read(apiVersion, kind), `bad-value: ${said}; ${meant} a/p`)
    })
  }
})

describe('an object of a kind that is of no interest', () => {
  for (const [apiVersion, kind] of [
    ['networking.k8s.io/v1', 'Ingress'],
    ['projectcalico.org/v3', 'BGPPeer'],
    ['projectcalico.org/v3', 'WorkloadEndpoint'],
    ['v1', 'ConfigMap'],
    ['example.com/v1', 'NetworkPolicy'],
    ['example.com/v1', 'Tiers'],
  ] as const) {
    test(`${apiVersion} ${kind}`, () => {
      assert.equal(read(apiVersion, kind), '')
    })
  }

  test('a slip in what a cluster holds is none', () => {
    const report = (): void => assert.fail('nothing is said')
    const { broken } = manifestsFromObject(object('networking.k8s.io/v1', 'Networkpolicy'), 'c.json', {
      defaultNamespace: 'default',
      report,
    })
    assert.deepEqual(broken, [])
  })

  test('and where other kinds are asked for', () => {
    const report = (): void => assert.fail('nothing is said')
    const text = JSON.stringify(object('networking.k8s.io/v1', 'Networkpolicy'))
    const options = { defaultNamespace: 'default', report, wanted: declaresFlows }
    assert.deepEqual(readManifests({ path: 'p.yaml', text }, options).broken, [])
  })
})
