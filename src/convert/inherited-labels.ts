// The labels that endpoints and network sets get from their namespace and service account (docs/semantics.md §3.2, §3.3).

import { field } from '../manifest/fields.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import type { LabelSet } from '../model/selector.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import type { ApplyPath } from './calico.ts'
import { NAMESPACE_PREFIX, SERVICE_ACCOUNT_PREFIX } from './selector-text.ts'
import { storedMetadata } from './twin.ts'
import { inspect, isByCalico, unknownFromBroken } from './unknown-objects.ts'

type Labels = ReadonlyMap<string, string>

const NAME = 'projectcalico.org/name'
const NONE: Labels = new Map()

/** What endpoints with a profile get from it */
export interface Profile {
  readonly labels: Labels
  /** Set where that is not all that it gives, or may give */
  readonly unknown?: UnknownObject | undefined
  /** How the labels begin that may be missing; absent: any label may be */
  readonly openUnder?: readonly string[] | undefined
}

/** By name: `kns.<namespace>`, `ksa.<namespace>.<account>`, and Profiles as objects */
export type Profiles = ReadonlyMap<string, Profile>

export const namespaceProfile = (namespace: string): string => `kns.${namespace}`
export const accountProfile = (namespace: string, account: string): string => `ksa.${namespace}.${account}`

/** The profile of every Namespace and ServiceAccount that is there; a missing one gives no labels (trap 70) */
export function profilesOf(
  manifests: readonly Manifest[],
  broken: readonly BrokenDocument[],
  path: ApplyPath,
): Profiles {
  const profiles = new Map<string, Profile>()
  for (const manifest of manifests) {
    const { group, kind } = manifest
    const isProfile = group.endsWith('projectcalico.org') && kind === 'Profile'
    if (!isProfile && !(group === '' && PREFIXES.has(kind))) continue
    const name = profileName(manifest)
    const { unknown } = inspect(manifest, path)
    if (unknown !== undefined) profiles.set(name, unknownProfile(manifest, unknown))
    else if (!isProfile || !profiles.has(name)) profiles.set(name, { labels: profileLabels(manifest) })
  }
  for (const document of broken) {
    const { kind = '', name, namespace } = document
    if (name === undefined || !(PREFIXES.has(kind) || kind === 'Profile')) continue
    const object = { kind, name, namespace }
    profiles.set(profileName(object), unknownProfile(object, unknownFromBroken(document)))
  }
  return profiles
}

const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['Namespace', NAMESPACE_PREFIX],
  ['ServiceAccount', SERVICE_ACCOUNT_PREFIX],
])

type Named = Pick<Manifest, 'kind' | 'name' | 'namespace'>

const profileName = ({ kind, name, namespace = '' }: Named): string =>
  kind === 'Namespace' ? namespaceProfile(name) : kind === 'ServiceAccount' ? accountProfile(namespace, name) : name

function profileLabels(manifest: Manifest): Labels {
  const prefix = PREFIXES.get(manifest.kind)
  if (prefix !== undefined) return prefixed(labelsOf(manifest), prefix, manifest.name)
  return field(manifest, ['spec', 'labelsToApply'], () => undefined).stringMap() ?? NONE
}

/** It is there, for without it there would be no pods either; of its labels only the name is known */
function unknownProfile({ kind, name }: Named, unknown: UnknownObject): Profile {
  const prefix = PREFIXES.get(kind)
  return prefix === undefined
    ? { labels: NONE, unknown }
    : { labels: prefixed(NONE, prefix, name), unknown, openUnder: [prefix] }
}

const prefixed = (labels: Labels, prefix: string, name: string): Labels =>
  new Map([...[...labels].map(([key, value]) => [prefix + key, value] as const), [`${prefix}${NAME}`, name] as const])

/** The labels that an object itself has; a stored Calico object keeps its own in an annotation (§1.1) */
export function labelsOf(manifest: Manifest): Labels {
  const options = { scalarsAsText: isByCalico(manifest) }
  const own = field(manifest, ['metadata', 'labels'], () => undefined, options).stringMap() ?? NONE
  if (manifest.group !== 'crd.projectcalico.org') return own
  const stored = storedMetadata(manifest.value)['labels']
  const written = field({ origin: manifest.origin, value: stored }, [], () => undefined).stringMap()
  if (written === undefined) return own
  const kept = [...own].filter(([key]) => key.startsWith('projectcalico.org/'))
  return new Map([...kept, ...written])
}

/** Own labels shadow inherited ones, and of the profiles the first that has a key counts; `unknown`: not all own are known */
export function withInherited(
  own: Labels,
  names: readonly string[],
  profiles: Profiles,
  unknown?: UnknownObject,
): LabelSet {
  const labels = new Map(own)
  const all: Profile[] = [{ labels: own, unknown }, ...names.flatMap((name) => profiles.get(name) ?? [])]
  for (const profile of all) for (const [key, value] of profile.labels) if (!labels.has(key)) labels.set(key, value)
  const open = all.filter((profile) => profile.unknown !== undefined)
  if (open.length === 0) return { labels, complete: true }
  const isAny = open.some(({ openUnder }) => openUnder === undefined)
  return {
    labels,
    complete: false,
    openUnder: isAny ? undefined : open.flatMap(({ openUnder = [] }) => openUnder),
    unknown: open.flatMap((profile) => profile.unknown ?? []),
  }
}
