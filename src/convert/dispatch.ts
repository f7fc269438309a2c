// One manifest → what it adds to the policies: read by its kind and its way into the cluster, then kept, dropped by Felix,
// or of unknown effect (docs/semantics.md §1.1, §6, §7.1).

import type { Diagnostic } from '../base/diagnostic.ts'
import { field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Policy, Tier } from '../model/policy.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import { admitAdminPolicy } from './admission-admin.ts'
import { admitCalico } from './admission-calico.ts'
import { admitClusterPolicy } from './admission-cluster.ts'
import { admitKubernetes, admitKubernetesSpec } from './admission-kubernetes.ts'
import {
  CALICO_POLICY_KINDS,
  calicoPolicy,
  calicoTier,
  fieldOptions,
  readStagedAction,
  type ApplyPath,
} from './calico.ts'
import {
  ADMIN_NETWORK_POLICY,
  BASELINE_ADMIN_NETWORK_POLICY,
  CLUSTER_NETWORK_POLICY,
  asSpecified,
  clusterPolicy,
  type ClusterPolicyApi,
} from './cluster-policy.ts'
import { Findings } from './findings.ts'
import { kubernetesPolicy, type KubernetesPolicy } from './kubernetes.ts'
import { foreignId, learnedFrom, nameOf, type Learned } from './unknown.ts'
import type { Generation } from './version.ts'

/** What the conversion of one manifest hangs on besides the manifest */
export interface Context {
  readonly applyPath: ApplyPath
  readonly generation: Generation
  /** Calico reads its own kinds; what knows those of Kubernetes alone does not */
  readonly policyEngine: 'calico' | 'kubernetes'
}

/** What one manifest adds; absent where it adds nothing */
export interface Conversion {
  readonly policy?: Policy | undefined
  /** In place of `policy`, where its effect is not known */
  readonly learned?: Learned | undefined
  readonly tier?: Tier | undefined
  /** Of a tier with an error: it is there, and how it stands is not known */
  readonly unknownTier?: UnknownObject | undefined
  readonly diagnostics: readonly Diagnostic[]
}

type Converter = (manifest: Manifest, context: Context) => Conversion

const CALICO_GROUPS: ReadonlySet<string> = new Set(['projectcalico.org/v3', 'crd.projectcalico.org/v1'])

function converterOf({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): Converter | undefined {
  if (CALICO_GROUPS.has(apiVersion)) {
    if (CALICO_POLICY_KINDS.has(kind)) return convertCalico
    if (kind === 'StagedKubernetesNetworkPolicy') return convertStagedKubernetes
    if (kind === 'Tier') return convertTier
  }
  if (apiVersion === 'networking.k8s.io/v1' && kind === 'NetworkPolicy') return convertKubernetes
  const api = CLUSTER_POLICIES.get(`${apiVersion} ${kind}`)
  if (api !== undefined) return convertCluster(api)
  return kind.endsWith('NetworkPolicy') ? convertForeign : undefined
}

const GROUP = 'policy.networking.k8s.io'
const CLUSTER_POLICIES: ReadonlyMap<string, ClusterPolicyApi> = new Map([
  [`${GROUP}/v1alpha2 ClusterNetworkPolicy`, CLUSTER_NETWORK_POLICY],
  [`${GROUP}/v1alpha1 AdminNetworkPolicy`, ADMIN_NETWORK_POLICY],
  [`${GROUP}/v1alpha1 BaselineAdminNetworkPolicy`, BASELINE_ADMIN_NETWORK_POLICY],
])

/** Policies of every API, known or not, and tiers */
export const isPolicyKind = (object: {
  readonly apiVersion?: string | undefined
  readonly kind?: string | undefined
}): boolean => converterOf({ apiVersion: object.apiVersion ?? '', kind: object.kind ?? '' }) !== undefined

/** Never throws */
export function convertManifest(manifest: Manifest, context: Context): Conversion {
  const isForeign = context.policyEngine === 'kubernetes' && CALICO_GROUPS.has(manifest.apiVersion)
  if (isForeign && isPolicyKind(manifest)) return notWatched(manifest, 'clusters with Calico')
  return converterOf(manifest)?.(manifest, context) ?? { diagnostics: [] }
}

const pathOf = ({ group }: Manifest, { applyPath }: Context): ApplyPath =>
  group === 'crd.projectcalico.org' ? 'raw-crd' : applyPath

/** An object that the cluster has was admitted, in whatever way: what its CRD refuses is all that can be wrong with it */
const checksOf = (manifest: Manifest, path: ApplyPath): ApplyPath =>
  manifest.origin.fromCluster && path === 'api-server' ? 'native-crd' : path

const convertCalico: Converter = (manifest, context) => {
  const [path, findings] = [pathOf(manifest, context), new Findings()]
  const checks = checksOf(manifest, path)
  admitCalico(manifest, checks, findings)
  const policy = calicoPolicy(manifest, CALICO_POLICY_KINDS.get(manifest.kind) ?? 'np', path, findings)
  if (checks === 'api-server') findings.refuseDrops()
  if (!context.generation.tieredNames) return settle(manifest, policy, findings)
  if (checks === 'api-server') refuseUntieredName(manifest, policy, findings)
  return settle(manifest, { ...policy, traceName: withoutTier(policy) }, findings)
}

/** Before v3.32 the name says which tier a policy is in (§0.1) */
function refuseUntieredName({ name, origin }: Manifest, { tier }: Policy, findings: Findings): void {
  const isFree = /^(?:knp\.default|ossg)\./.test(name) || (tier === 'default' && !name.includes('.'))
  if (isFree || name.startsWith(`${tier}.`)) return
  const at = origin.locate(['metadata', 'name'])
  findings.errors.push({ code: 'bad-value', at, args: ['name', name, `${tier}.${name}`] })
}

/** Records of those versions leave the tier out of the name */
const withoutTier = ({ id: { name }, tier }: Policy): string =>
  name.startsWith(`${tier}.`) ? name.slice(tier.length + 1) : name

const KUBERNETES: KubernetesPolicy = {
  kind: 'knp',
  staged: undefined,
  defaultTypes: 'api-server',
  badRule: 'drops-rule',
}

const convertKubernetes: Converter = (manifest) => {
  const findings = new Findings()
  if (!manifest.origin.fromCluster) admitKubernetes(manifest, findings)
  return settle(manifest, kubernetesPolicy(manifest, KUBERNETES, findings), findings)
}

const convertStagedKubernetes: Converter = (manifest, context) => {
  const [path, findings] = [pathOf(manifest, context), new Findings()]
  const checks = checksOf(manifest, path)
  admitCalico(manifest, checks, findings)
  const staged = readStagedAction(field(manifest, ['spec'], findings.report, fieldOptions(path)))
  const defaultTypes = path === 'native-crd' ? 'native-crd' : 'ingress'
  const how: KubernetesPolicy = { kind: 'sknp', staged, defaultTypes, badRule: 'drops-policy' }
  const policy = kubernetesPolicy(manifest, how, findings)
  if (checks === 'api-server') findings.refuseDrops()
  return settle(manifest, { ...policy, promoted: promotedKubernetes(manifest) }, findings)
}

/** As the API server would take it; undefined where it would not */
function promotedKubernetes(manifest: Manifest): Policy | undefined {
  const findings = new Findings()
  admitKubernetesSpec(manifest, findings)
  const policy = kubernetesPolicy(manifest, KUBERNETES, findings)
  return findings.errors.length + findings.drops.length > 0 ? undefined : policy
}

/** What the cluster does not read does nothing; `readers` says which would read it */
const notWatched = ({ apiVersion, kind, origin }: Manifest, readers: string): Conversion => ({
  diagnostics: [{ code: 'not-watched', at: origin.locate(['kind']), args: [apiVersion, kind, readers] }],
})

/** Each version watches one of the APIs at most (§0.1) */
const convertCluster =
  (api: ClusterPolicyApi): Converter =>
  (manifest, context) => {
    const isNew = api.kind === 'kcnp'
    if (context.policyEngine === 'calico' && context.generation.clusterPolicies !== (isNew ? 'cnp' : 'anp'))
      return notWatched(manifest, isNew ? 'Calico v3.32 and later' : 'Calico v3.29 to v3.31')
    const findings = new Findings()
    if (isNew) admitClusterPolicy(manifest, findings)
    else admitAdminPolicy(manifest, findings)
    const policy = clusterPolicy(manifest, context.policyEngine === 'calico' ? api : asSpecified(api), findings)
    return settle(manifest, policy, findings)
  }

const convertTier: Converter = (manifest, context) => {
  const [path, findings] = [pathOf(manifest, context), new Findings()]
  admitCalico(manifest, checksOf(manifest, path), findings)
  const tier = calicoTier(manifest, field(manifest, ['spec'], findings.report, fieldOptions(path)))
  const [error] = findings.errors
  const at = { origin: manifest.origin, pointer: [] }
  const unknownTier = error === undefined ? undefined : { why: error.code, what: nameOf(manifest), at }
  return { tier, unknownTier, diagnostics: [...findings.errors, ...findings.warnings] }
}

const convertForeign: Converter = (manifest) => {
  const { apiVersion, kind, namespace, name, origin } = manifest
  const at = { origin, pointer: [] }
  const learned = {
    id: foreignId(kind, namespace, name),
    what: nameOf(manifest),
    why: 'kind-not-modelled',
    at,
  } as const
  return {
    learned,
    diagnostics: [{ code: 'kind-not-modelled', at: origin.locate(['kind']), args: [apiVersion, kind] }],
  }
}

/** What becomes of a policy after all has been found */
function settle(manifest: Manifest, policy: Policy, { drops, errors, outsideRules, warnings }: Findings): Conversion {
  const [[error], [drop]] = [errors, drops]
  if (error !== undefined) {
    return { learned: learnedFrom(policy, nameOf(manifest), error.code, outsideRules), diagnostics: errors }
  }
  if (drop === undefined || policy.staged === 'delete') return { policy, diagnostics: warnings }
  const why: Diagnostic = { code: 'felix-drops-policy', at: drop.at, args: [nameOf(manifest), drop.code, ...drop.args] }
  return { diagnostics: [why, ...warnings] }
}
