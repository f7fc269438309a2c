import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { project } from '../../src/capture/projection.ts'
import { parseYaml } from '../../src/manifest/yaml.ts'
import { FakeWhisker } from '../capture/fake-whisker.ts'
import { rightsOf, shippedGrants, shippedObjects } from '../capture/roles.ts'
import type { KubernetesObject } from '../capture/roles.ts'
import { PHASE_END, phaseObjects, phaseRecords, refusal, run, whiskerObjects } from '../capture/support.ts'
import { shared } from '../support/shared.ts'
import { Cluster, programs } from './cluster.ts'

const given = programs()
const skip = given === undefined && 'No API server was built: `npm run e2e:cluster` builds one and runs this.'

// A suite that is skipped counts as no test at all, which would look like a file that lost its tests.
if (skip !== false) test('needs a real API server', { skip })

/** Where the objects of a resource are posted to */
function pathOf({ apiVersion, metadata }: KubernetesObject, resource: string): string {
  const prefix = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  return metadata.namespace === undefined
    ? `${prefix}/${resource}`
    : `${prefix}/namespaces/${metadata.namespace}/${resource}`
}

/** As somebody would apply it: without what the server sets */
function fresh(object: KubernetesObject): KubernetesObject {
  const {
    creationTimestamp: _time,
    resourceVersion: _version,
    uid: _uid,
    ...metadata
  } = object.metadata as KubernetesObject['metadata'] & Readonly<Record<string, unknown>>
  // Its selector names the uid that a Job had
  const spec = object.kind === 'Job' ? { ...object.spec, manualSelector: true } : object.spec
  return { ...object, metadata, ...(spec && { spec }) }
}

/** For comparison: what a snapshot has of it, but for what the server sets */
function comparable(object: unknown): string {
  const projected = project(object)
  assert.notEqual(projected, undefined)
  const {
    creationTimestamp: _time,
    managedFields: _fields,
    resourceVersion: _version,
    uid: _uid,
    ...metadata
  } = projected!.metadata
  return sorted({ ...projected, metadata })
}

/** A text that does not depend on the order of keys */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

const PLURALS: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  ServiceAccount: 'serviceaccounts',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  CronJob: 'cronjobs',
  PersistentVolumeClaim: 'persistentvolumeclaims',
}

/** A kind that the capture asks for, and of which the shared schemas have none */
const BGP_CONFIGURATIONS: KubernetesObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'bgpconfigurations.projectcalico.org' },
  spec: {
    group: 'projectcalico.org',
    names: { kind: 'BGPConfiguration', listKind: 'BGPConfigurationList', plural: 'bgpconfigurations' },
    scope: 'Cluster',
    versions: [
      {
        name: 'v3',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
}

describe('a real API server', { skip }, () => {
  let cluster: Cluster
  let whisker: FakeWhisker
  let token: string

  async function create(object: KubernetesObject, resource: string): Promise<void> {
    const at = pathOf(object, resource)
    // What the API server has made itself
    if ((await cluster.ask('GET', `${at}/${object.metadata.name}`)).status === 200) return
    const { body, status } = await cluster.ask('POST', `${at}?fieldValidation=Strict`, fresh(object))
    assert.equal(status, 201, `${object.kind} ${object.metadata.name}: ${JSON.stringify(body)}`)
    const of = object['status']
    if (of === undefined || !['Pod', 'Node', 'CronJob', 'Service'].includes(object.kind)) return
    const type = 'application/merge-patch+json'
    const patched = await cluster.ask('PATCH', `${at}/${object.metadata.name}/status`, { status: of }, { type })
    assert.equal(patched.status, 200, JSON.stringify(patched.body))
  }

  before(async () => {
    whisker = await new FakeWhisker({ records: phaseRecords(), now: PHASE_END }).start()
    cluster = await new Cluster(given!).start({ 8081: whisker.port })
    for (const file of readdirSync(shared('crds')).filter((one) => one.endsWith('.yaml') && !one.startsWith('crd.'))) {
      const parsed = parseYaml(readFileSync(shared('crds', file), 'utf8'))
      assert.ok(parsed.ok, file)
      await create(parsed.values[0] as KubernetesObject, 'customresourcedefinitions')
    }
    await create(BGP_CONFIGURATIONS, 'customresourcedefinitions')
    await established()
    await load()
    for (const object of [...shippedObjects('rbac.yaml'), ...shippedObjects('cronjob.yaml')])
      await create(object, PLURALS[object.kind]!)
    const account = '/api/v1/namespaces/netpol-preflight/serviceaccounts/netpol-preflight-capture/token'
    const asked = await cluster.ask('POST', account, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    })
    token = asked.body.status.token as string
  })

  after(async () => {
    await cluster.stop()
    await whisker.stop()
  })

  async function established(): Promise<void> {
    for (let left = 60; left > 0; left--) {
      const kinds = ['tiers', 'bgpconfigurations']
      const asked = await Promise.all(kinds.map((kind) => cluster.ask('GET', `/apis/projectcalico.org/v3/${kind}`)))
      if (asked.every(({ status }) => status === 200)) return
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }

  async function load(): Promise<void> {
    const objects = phaseObjects()
    const first = ['namespaces', 'nodes', 'serviceaccounts', 'tiers.projectcalico.org']
    const rest = Object.keys(objects).filter((name) => !first.includes(name))
    for (const name of [...first, ...rest])
      for (const object of objects[name]!) await create(object, name.split('.')[0]!)
    const node: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'this-machine' },
      status: {
        addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
        daemonEndpoints: { kubeletEndpoint: { Port: cluster.kubeletPort } },
      },
    }
    await create(node, 'nodes')
    await create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'calico-system' } }, 'namespaces')
    const { pods, services } = whiskerObjects([{ port: 8081 }])
    for (const pod of pods) {
      const containers = [{ name: 'whisker', image: 'whisker', ports: [{ name: 'web', containerPort: 8081 }] }]
      await create({ ...pod, spec: { nodeName: 'this-machine', containers } }, 'pods')
    }
    for (const service of services) await create(service, 'services')
  }

  test('gives the account of the shipped roles all that a capture needs, through a real port-forward', async () => {
    const { lines, summary } = await run({ kubeconfig: cluster.kubeconfig(token) })
    assert.deepEqual(summary.unread, [])
    const captured = new Set(lines.filter((line) => 'metadata' in line).map(comparable))
    const missing = Object.values(phaseObjects())
      .flat()
      .filter((object) => !captured.has(comparable(object)))
    assert.deepEqual(
      missing.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      EXPECTED_DIFFERENCES,
    )
    assert.equal(summary.flowCount, 108)
  })

  test('refuses that account everything else', async () => {
    const can = async (attributes: Readonly<Record<string, string>>): Promise<boolean> => {
      const review = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: attributes },
      }
      const { body } = await cluster.ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review, {
        token,
      })
      return body.status.allowed === true
    }
    const granted = new Set(
      shippedGrants()
        .flatMap(rightsOf)
        .map(({ group = '', name, namespace = '', resource = '', verb }) =>
          [verb, group, resource, namespace, name ?? ''].join('|'),
        ),
    )
    const served = await resources()
    const refused: string[] = []
    const unexpected: string[] = []
    for (const { group, name: resource } of served)
      for (const namespace of ['', 'calico-system', 'yaobank'])
        for (const verb of ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection']) {
          const [main = '', subresource = ''] = resource.split('/')
          const attributes = { verb, group, resource: main, subresource, namespace }
          const isGranted = [namespace, ''].some((one) => granted.has([verb, group, resource, one, ''].join('|')))
          const isAllowed = await can(attributes)
          if (isAllowed === isGranted) refused.push(...(isAllowed ? [] : [resource]))
          else if (!EVERYBODY.has(`${verb} ${resource}`))
            unexpected.push(`${verb} ${resource}.${group} in ${namespace}: ${String(isAllowed)}`)
        }
    assert.deepEqual(unexpected, [])
    assert.equal(refused.includes('secrets') && refused.includes('configmaps') && refused.includes('pods/exec'), true)
  })

  /** What every account may ask about itself */
  const EVERYBODY = new Set(
    ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews'].map((name) => `create ${name}`),
  )

  async function resources(): Promise<readonly { readonly group: string; readonly name: string }[]> {
    const core = await cluster.ask('GET', '/api/v1')
    const groups = await cluster.ask('GET', '/apis')
    const lists = [{ group: '', body: core.body }]
    for (const { name, preferredVersion } of groups.body.groups as {
      name: string
      preferredVersion: { version: string }
    }[])
      lists.push({ group: name, body: (await cluster.ask('GET', `/apis/${name}/${preferredVersion.version}`)).body })
    return lists.flatMap(({ body, group }) =>
      (body.resources as { name: string }[]).map(({ name }) => ({ group, name })),
    )
  }

  test('answers a request for a Secret with 403', async () => {
    const { body, status } = await cluster.ask('GET', '/api/v1/secrets', undefined, { token })
    assert.deepEqual([status, body.reason], [403, 'Forbidden'])
    const exec = await cluster.ask(
      'POST',
      '/api/v1/namespaces/calico-system/pods/whisker-b/exec?command=id',
      {},
      { token },
    )
    assert.equal(exec.status, 403)
    const forward = await cluster.ask('POST', '/api/v1/namespaces/yaobank/pods/x/portforward', {}, { token })
    assert.equal(forward.status, 403)
  })

  test('lets no capture through without the roles, and says which are missing', async () => {
    await cluster.ask('DELETE', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/netpol-preflight-capture')
    let why = ''
    // The authorizer learns of it a moment later
    for (let left = 20; left > 0 && !why.includes('pods (403'); left--) {
      why = await refusal(() => run({ kubeconfig: cluster.kubeconfig(token) })).catch(() => '')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    assert.match(why, /namespaces \(403.*pods \(403.*tiers\.projectcalico\.org \(403/)
  })
})

/** The API server made this one itself, with its own port */
const EXPECTED_DIFFERENCES: readonly string[] = ['Service kubernetes']
