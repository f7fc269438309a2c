import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { Ajv } from 'ajv'
import { FakeKube } from './fake-kube.ts'
import type { CalicoMode, Item } from './fake-kube.ts'
import { FakeWhisker } from './fake-whisker.ts'
import { covers, rightsOf, shippedGrants, shippedObjects, shown } from './roles.ts'
import type { KubernetesObject, Need } from './roles.ts'
import { PHASE_END, phaseRecords, phaseWithWhisker, run } from './support.ts'

const ADMIN = 'policy.networking.k8s.io'
const ONE: Item = { apiVersion: `${ADMIN}/v1alpha2`, kind: 'Thing', metadata: { name: 'one' } }

const thing = (group: string): Item => ({ apiVersion: `${group}/v1`, kind: 'Thing', metadata: { name: 'one' } })
const DECLARING: readonly (readonly [group: string, ...names: readonly string[]])[] = [
  ['networking.k8s.io', 'ingresses', 'ingressclasses'],
  ['gateway.networking.k8s.io', 'gateways', 'httproutes', 'grpcroutes', 'tcproutes', 'tlsroutes', 'udproutes'],
  ['admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  ['apiregistration.k8s.io', 'apiservices'],
  ['monitoring.coreos.com', 'prometheuses', 'servicemonitors', 'podmonitors'],
]

/** A cluster with everything that a capture can meet */
function everything(calico: CalicoMode): Record<string, readonly Item[]> {
  const objects: Record<string, readonly Item[]> = {
    ...phaseWithWhisker(),
    [`adminnetworkpolicies.${ADMIN}`]: [ONE],
    [`baselineadminnetworkpolicies.${ADMIN}`]: [ONE],
    'profiles.projectcalico.org': [],
    ...Object.fromEntries(
      DECLARING.flatMap(([group, ...names]) => names.map((name) => [`${name}.${group}`, [thing(group)]])),
    ),
  }
  if (calico !== 'stored') return objects
  const stored = Object.entries(objects).flatMap(([name, items]) => {
    const [resource = '', ...group] = name.split('.')
    return group.join('.') === 'projectcalico.org' && resource !== 'profiles'
      ? [[`${resource}.crd.projectcalico.org`, items] as const]
      : []
  })
  return { ...objects, ...Object.fromEntries(stored) }
}

async function needsOf(calico: CalicoMode): Promise<readonly Need[]> {
  const whisker = await new FakeWhisker({ records: phaseRecords(), now: PHASE_END }).start()
  const forward = { portOf: () => whisker.port }
  const cluster = await new FakeKube({ objects: everything(calico), calico, forward }).start()
  try {
    const { summary } = await run({ kubeconfig: cluster.kubeconfig() })
    assert.equal(summary.flowCount > 100, true)
    return cluster.needs
  } finally {
    await cluster.stop()
    await whisker.stop()
  }
}

const MODES: readonly CalicoMode[] = ['calico-api-server', 'v3-definitions', 'stored', 'none']

describe('the shipped roles', () => {
  test('grant what a capture asks for, in every kind of installation, and nothing that none asks for', async () => {
    const needs = (await Promise.all(MODES.map(needsOf))).flat()
    const grants = shippedGrants()
    const refused = needs.filter((need) => !grants.some((grant) => covers(grant, need)))
    assert.deepEqual(refused.map(shown), [])
    const idle = grants.flatMap((grant) => rightsOf(grant).filter((right) => !needs.some((need) => uses(need, right))))
    assert.deepEqual(idle.map(shown), [])
    assert.equal(grants.length > 10, true)
  })

  test('have no right to write, and none to secrets or to run anything', () => {
    const rights = shippedGrants().flatMap(rightsOf)
    const writes = rights.filter(({ verb }) => verb !== 'get' && verb !== 'list')
    assert.deepEqual(writes.map(shown), ['create pods/portforward in calico-system'])
    const wanted = /secrets|configmaps|exec|attach|proxy|log|token|impersonate|\*$/
    assert.deepEqual(rights.filter(({ resource = '' }) => wanted.test(resource)).map(shown), [])
  })

  test('are bound to the account that the CronJob runs as', () => {
    const [rbac, job] = [shippedObjects('rbac.yaml'), shippedObjects('cronjob.yaml')]
    const account = rbac.find(({ kind }) => kind === 'ServiceAccount')?.metadata
    for (const binding of rbac.filter(({ kind }) => kind.endsWith('Binding'))) {
      const role = binding['roleRef'] as { readonly kind: string; readonly name: string }
      assert.deepEqual(binding['subjects'], [{ kind: 'ServiceAccount', ...account }])
      assert.equal(
        rbac.some(({ kind, metadata }) => kind === role.kind && metadata.name === role.name),
        true,
      )
    }
    const cronJob = job.find(({ kind }) => kind === 'CronJob')
    assert.equal(JSON.stringify(cronJob).includes(`"serviceAccountName":"${account?.name ?? ''}"`), true)
    assert.equal(cronJob?.metadata.namespace, account?.namespace)
  })
})

/** Whether the request cannot do without the right */
const uses = (need: Need, right: Need): boolean =>
  need.verb === right.verb &&
  (right.url === undefined
    ? need.resource === right.resource &&
      need.group === right.group &&
      (right.namespace === undefined || need.namespace === right.namespace)
    : need.url === right.url || (right.url.endsWith('*') && need.url?.startsWith(right.url.slice(0, -1)) === true))

describe('the shipped manifests', () => {
  const slice = JSON.parse(readFileSync(path.join(import.meta.dirname, 'data/kubernetes-slice.json'), 'utf8')) as {
    readonly kinds: Readonly<Record<string, string>>
    readonly definitions: Readonly<Record<string, unknown>>
  }
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addSchema({ $id: 'kubernetes', definitions: slice.definitions })

  function complaints(object: KubernetesObject): readonly string[] {
    const reference = slice.kinds[`${object.apiVersion} ${object.kind}`]
    if (reference === undefined) return [`no schema for ${object.apiVersion} ${object.kind}`]
    const validate = ajv.compile({ $ref: `kubernetes${reference}` })
    return validate(object)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
  }

  for (const file of ['rbac.yaml', 'cronjob.yaml'])
    for (const object of shippedObjects(file))
      test(`${file}: ${object.kind} ${object.metadata.name} is what Kubernetes' schemas want`, () => {
        assert.deepEqual(complaints(object), [])
      })

  test('a misspelt field would be noticed', () => {
    const [role] = shippedObjects('rbac.yaml').filter(({ kind }) => kind === 'Role')
    assert.deepEqual(complaints({ ...role!, rules: [{ apiGroup: [''], verbs: ['get'] }] }), [
      '/rules/0 must NOT have additional properties',
    ])
  })
})
