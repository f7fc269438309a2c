// Which resources of a cluster are read: those that shapes.ts has a shape for, where the API server has them.

import type { Json } from './projection.ts'
import { isObject } from './projection.ts'
import type { KubeApi } from './kube-api.ts'

/** One list of the API */
export interface Resource {
  /** `/api/v1/pods` */
  readonly path: string
  /** As RBAC and people call it: `pods`, `deployments.apps` */
  readonly name: string
  /** Verdicts hang on it: without it there is no snapshot. Of the others the snapshot says that they are missing */
  readonly needed: boolean
}

export interface Resources {
  readonly plain: readonly Resource[]
  readonly tiers: Resource | undefined
  /** Policies that live in tiers and are read tier by tier as well */
  readonly tiered: readonly Resource[]
  /** API groups with policies of others, whose effect nobody here knows */
  readonly foreign: readonly string[]
}

interface Group {
  readonly name: string
  readonly version: string
  readonly needed: readonly string[]
  readonly helpful: readonly string[]
}

/** Served by every version of Kubernetes since 1.21 */
const KUBERNETES: readonly Group[] = [
  { name: '', version: 'v1', needed: ['namespaces', 'pods', 'serviceaccounts', 'services'], helpful: ['nodes'] },
  { name: 'networking.k8s.io', version: 'v1', needed: ['networkpolicies'], helpful: [] },
  { name: 'discovery.k8s.io', version: 'v1', needed: ['endpointslices'], helpful: [] },
  { name: 'apps', version: 'v1', needed: [], helpful: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'] },
  { name: 'batch', version: 'v1', needed: [], helpful: ['jobs', 'cronjobs'] },
]

const ADMIN_GROUP = 'policy.networking.k8s.io'
const ADMIN = ['clusternetworkpolicies', 'adminnetworkpolicies', 'baselineadminnetworkpolicies'] as const

const CALICO_GROUP = 'projectcalico.org'
/** What the Calico objects are stored as, where no API server of Calico's and no v3 definitions are installed */
const STORED_GROUP = 'crd.projectcalico.org'

const TIERED: readonly string[] = [
  'networkpolicies',
  'globalnetworkpolicies',
  'stagednetworkpolicies',
  'stagedglobalnetworkpolicies',
]
const CALICO_NEEDED: readonly string[] = [
  'tiers',
  ...TIERED,
  'stagedkubernetesnetworkpolicies',
  'networksets',
  'globalnetworksets',
  'hostendpoints',
  'profiles',
]
const CALICO_HELPFUL: readonly string[] = [
  'ippools',
  'felixconfigurations',
  'bgpconfigurations',
  'kubecontrollersconfigurations',
  'clusterinformations',
]

/** What says who will talk to whom, although nobody was seen doing it (src/declared); where it is served */
const DECLARING: readonly (readonly [group: string, names: readonly string[]])[] = [
  ['networking.k8s.io', ['ingresses', 'ingressclasses']],
  ['gateway.networking.k8s.io', ['gateways', 'httproutes', 'grpcroutes', 'tcproutes', 'tlsroutes', 'udproutes']],
  ['admissionregistration.k8s.io', ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']],
  ['apiregistration.k8s.io', ['apiservices']],
  ['monitoring.coreos.com', ['prometheuses', 'servicemonitors', 'podmonitors']],
]

const FOREIGN: readonly string[] = ['cilium.io', 'crd.antrea.io', 'networking.k8s.aws', 'k8s.ovn.org']

/** Asks what is served. Throws ApiErrors and CaptureErrors */
export async function resourcesOf(api: KubeApi): Promise<Resources> {
  const served = await servedGroups(api)
  const plain = KUBERNETES.flatMap(({ helpful, name, needed, version }) => [
    ...needed.map((one) => resource(name, version, one, true)),
    ...helpful.map((one) => resource(name, version, one, false)),
  ])
  const admin = await firstVersions(api, ADMIN_GROUP, served.get(ADMIN_GROUP) ?? [], ADMIN, true)
  const declaring: Resource[] = []
  for (const [group, names] of DECLARING)
    declaring.push(...(await firstVersions(api, group, served.get(group) ?? [], names, false)))
  const foreign = FOREIGN.filter((one) => served.has(one))
  if (served.get(CALICO_GROUP)?.includes('v3') === true) {
    const has = await resourceNames(api, CALICO_GROUP, 'v3')
    const of = (names: readonly string[], needed: boolean): readonly Resource[] =>
      names.filter((one) => has.has(one)).map((one) => resource(CALICO_GROUP, 'v3', one, needed))
    const untiered = CALICO_NEEDED.filter((one) => one !== 'tiers' && !TIERED.includes(one))
    return {
      plain: [...plain, ...admin, ...of(untiered, true), ...of(CALICO_HELPFUL, false), ...declaring],
      tiers: of(['tiers'], true)[0],
      tiered: of(TIERED, true),
      foreign,
    }
  }
  const stored = served.has(STORED_GROUP) ? await storedResources(api) : []
  return { plain: [...plain, ...admin, ...stored, ...declaring], tiers: undefined, tiered: [], foreign }
}

function resource(group: string, version: string, name: string, needed: boolean): Resource {
  const prefix = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  return { path: `${prefix}/${name}`, name: group === '' ? name : `${name}.${group}`, needed }
}

/** Versions by group, the preferred one first */
async function servedGroups(api: KubeApi): Promise<ReadonlyMap<string, readonly string[]>> {
  const { groups } = await api.get('/apis')
  return new Map(
    listOf(groups).map((group) => [
      String(group['name']),
      listOf(group['versions']).map(({ version }) => String(version)),
    ]),
  )
}

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

async function resourceNames(api: KubeApi, group: string, version: string): Promise<ReadonlySet<string>> {
  const { resources } = await api.get(`/apis/${group}/${version}`)
  return new Set(listOf(resources).map(({ name }) => String(name)))
}

/** Each kind in the first version that has it, as kinds came and went with versions */
async function firstVersions(
  api: KubeApi,
  group: string,
  versions: readonly string[],
  wanted: readonly string[],
  needed: boolean,
): Promise<readonly Resource[]> {
  const found = new Map<string, Resource>()
  for (const version of versions) {
    const names = await resourceNames(api, group, version)
    for (const name of wanted)
      if (names.has(name) && !found.has(name)) found.set(name, resource(group, version, name, needed))
    if (found.size === wanted.length) break
  }
  return [...found.values()]
}

/** Tiers do not guard the stored form, so that it is read as a whole */
async function storedResources(api: KubeApi): Promise<readonly Resource[]> {
  const has = await resourceNames(api, STORED_GROUP, 'v1')
  return [
    ...CALICO_NEEDED.map((one) => resource(STORED_GROUP, 'v1', one, true)),
    ...CALICO_HELPFUL.map((one) => resource(STORED_GROUP, 'v1', one, false)),
  ].filter(({ path }) => has.has(path.slice(path.lastIndexOf('/') + 1)))
}
