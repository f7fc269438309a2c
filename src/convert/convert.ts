// Manifests → the policies and tiers of one side: which kind is read how, what is refused, dropped or not modelled, and
// which tiers are there (docs/semantics.md §0.1, §1.1, §1.7, §4.1).

import type { Diagnostic, Report } from '../base/diagnostic.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import { nearest } from '../base/nearest.ts'
import { byKeys, byText } from '../base/order.ts'
import { BUILT_IN_TIERS, type Policy, type PolicySet, type Tier } from '../model/policy.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import type { ApplyPath } from './calico.ts'
import { convertManifest, isPolicyKind, type Context, type Conversion } from './dispatch.ts'
import { supersededByTwin } from './twin.ts'
import { governedBy, learnedFromBroken, unknownPolicy, type Learned } from './unknown.ts'
import { generationOf, NOT_CALICO, type Generation } from './version.ts'

export interface ConvertOptions {
  /** As ClusterInformation writes it (`v3.31.2`); what is no version, or absent, counts as the newest */
  readonly calicoVersion?: string | undefined
  /** Who enforces the policies; default `calico` */
  readonly policyEngine?: Context['policyEngine'] | undefined
  /** How the `projectcalico.org/v3` objects of files reach the cluster; default `api-server` */
  readonly applyPath?: Exclude<ApplyPath, 'raw-crd'> | undefined
}

/** Names of the built-in tiers while AdminNetworkPolicies were read (§0.1) */
const ADMIN_TIERS: ReadonlyMap<string, string> = new Map([
  ['kube-admin', 'adminnetworkpolicy'],
  ['kube-baseline', 'baselineadminnetworkpolicy'],
])

/**
 * All policies of a side, staged ones among them (`policySetFor` chooses), and its tiers. The same manifest gives the
 * same Policy and the same Diagnostics, by identity, under the same options; so a caller that converts two sides can
 * tell each diagnostic once. `broken` documents of policy kinds become policies of unknown effect.
 */
export function convertPolicies(
  manifests: readonly Manifest[],
  options: ConvertOptions,
  report: Report,
  broken: readonly BrokenDocument[] = [],
): PolicySet {
  const policyEngine = options.policyEngine ?? 'calico'
  const generation = policyEngine === 'calico' ? generationOf(options.calicoVersion) : NOT_CALICO
  const superseded = supersededByTwin(manifests)
  const relevant = manifests.filter((manifest) => isPolicyKind(manifest) && !superseded.has(manifest))
  const convert = (manifest: Manifest): Conversion => {
    const conversion = memoised(manifest, { applyPath: options.applyPath ?? 'api-server', generation, policyEngine })
    conversion.diagnostics.forEach(report)
    return conversion
  }
  const isTier = ({ kind }: Manifest): boolean => kind === 'Tier'
  const tierConversions = new Map(relevant.filter(isTier).map((manifest) => [manifest.name, convert(manifest)]))
  const tiers = withBuiltIn(
    [...tierConversions.values()].flatMap(({ tier }) => tier ?? []),
    generation,
  )
  const firstTier =
    [...tiers].sort(
      byKeys(
        (tier) => tier.order,
        (tier) => tier.name,
      ),
    )[0]?.name ?? 'default'
  const policies = relevant.flatMap((manifest) => {
    if (isTier(manifest)) return []
    const { learned, policy } = convert(manifest)
    const tier = tierConversions.get(policy?.tier ?? '')?.unknownTier
    const unknown = policy !== undefined && tier !== undefined ? inUnknownTier(policy, tier) : learned
    return unknown === undefined ? (policy ?? []) : unknownPolicy(unknown, firstTier)
  })
  const unread = broken.filter((document) => document.kind === undefined || isPolicyKind(document))
  const all = [...policies, ...unread.map((document) => unknownPolicy(learnedFromBroken(document), firstTier))]
  return {
    tiers: [...tiers, ...missingTiers(all, tiers, report)],
    policies: all,
    unknownTiers: [...tierConversions.values()].flatMap(({ unknownTier }) => unknownTier ?? []),
    ...(generation.tieredNames ? { tieBreak: 'stored-name' } : {}),
  }
}

const memory = new WeakMap<Manifest, Map<string, Conversion>>()

function memoised(manifest: Manifest, context: Context): Conversion {
  const { applyPath, generation, policyEngine } = context
  const key = [applyPath, generation.clusterPolicies, generation.tieredNames, policyEngine].join('|')
  const ofManifest = memory.get(manifest) ?? new Map<string, Conversion>()
  memory.set(manifest, ofManifest)
  const conversion = ofManifest.get(key) ?? convertManifest(manifest, context)
  ofManifest.set(key, conversion)
  return conversion
}

function withBuiltIn(tiers: readonly Tier[], { clusterPolicies }: Generation): readonly Tier[] {
  const builtIn = BUILT_IN_TIERS.flatMap((tier) => {
    const old = ADMIN_TIERS.get(tier.name)
    if (old === undefined || clusterPolicies === 'cnp') return [tier]
    const renamed = { ...tier, name: old }
    return clusterPolicies === 'all' ? [renamed, tier] : clusterPolicies === 'anp' ? [renamed] : []
  })
  const given = new Set(tiers.map((tier) => tier.name))
  return [...builtIn.filter((tier) => !given.has(tier.name)), ...tiers]
}

/** A policy whose tier does not exist is kept: that tier comes last and denies at its end (§4.1) */
function missingTiers(policies: readonly Policy[], tiers: readonly Tier[], report: Report): readonly Tier[] {
  const known = new Set(tiers.map((tier) => tier.name))
  const missing = policies.filter(({ tier }) => !known.has(tier))
  for (const policy of missing) if (policy.unknown === undefined) report(unknownTier(policy, known))
  const names = new Set(missing.map(({ tier }) => tier))
  return [...names].map((name) => ({ name, order: Infinity, defaultAction: 'deny', exists: false, at: undefined }))
}

const saidOfTier = new WeakMap<Policy, Diagnostic>()

function unknownTier(policy: Policy, known: ReadonlySet<string>): Diagnostic {
  const near = nearest(policy.tier, [...known].sort(byText))
  const said = saidOfTier.get(policy)
  if (said !== undefined && said.args[1] === near) return said
  const at = policy.at.origin.locate(['spec', 'tier'])
  const diagnostic: Diagnostic = {
    code: 'unknown-tier',
    at,
    args: [policy.tier, ...(near === undefined ? [] : [near])],
  }
  saidOfTier.set(policy, diagnostic)
  return diagnostic
}

const inDoubt = new WeakMap<Policy, Map<UnknownObject, Learned>>()

/** What a policy does hangs on where its tier stands and how it ends; the same object for the same arguments */
function inUnknownTier(policy: Policy, tier: UnknownObject): Learned {
  const byTier = inDoubt.get(policy) ?? new Map<UnknownObject, Learned>()
  inDoubt.set(policy, byTier)
  const { at, hook, id, staged, subject } = policy
  const learned = byTier.get(tier) ?? {
    at,
    hook,
    id,
    staged,
    subject,
    directions: governedBy(policy),
    what: tier.what,
    why: tier.why,
    unknownAt: tier.at,
  }
  byTier.set(tier, learned)
  return learned
}
