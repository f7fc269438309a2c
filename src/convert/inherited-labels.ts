// The labels that endpoints and network sets get from their namespace and service account (docs/semantics.md §3.2, §3.3).

import { field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import { metadataOf } from './owner.ts'
import { NAMESPACE_PREFIX, SERVICE_ACCOUNT_PREFIX } from './selector-text.ts'
import { storedMetadata } from './twin.ts'

type Labels = ReadonlyMap<string, string>

const NAME = 'projectcalico.org/name'
const NONE: Labels = new Map()

/** Labels by profile name: `kns.<namespace>`, `ksa.<namespace>.<account>`, and Profiles as objects */
export type Profiles = ReadonlyMap<string, Labels>

export const namespaceProfile = (namespace: string): string => `kns.${namespace}`
export const accountProfile = (namespace: string, account: string): string => `ksa.${namespace}.${account}`

/** The profile of every Namespace and ServiceAccount that is there; a missing one gives no labels (trap 70) */
export function profilesOf(manifests: readonly Manifest[]): Profiles {
  const profiles = new Map<string, Labels>()
  for (const manifest of manifests) {
    const { group, kind, name, namespace = '' } = manifest
    if (group === '' && kind === 'Namespace') {
      profiles.set(namespaceProfile(name), prefixed(labelsOf(manifest), NAMESPACE_PREFIX, name))
    } else if (group === '' && kind === 'ServiceAccount') {
      profiles.set(accountProfile(namespace, name), prefixed(labelsOf(manifest), SERVICE_ACCOUNT_PREFIX, name))
    } else if (group.endsWith('projectcalico.org') && kind === 'Profile') {
      const applied = field(manifest, ['spec', 'labelsToApply'], () => undefined).stringMap()
      if (!profiles.has(name)) profiles.set(name, applied ?? NONE)
    }
  }
  return profiles
}

const prefixed = (labels: Labels, prefix: string, name: string): Labels =>
  new Map([...[...labels].map(([key, value]) => [prefix + key, value] as const), [`${prefix}${NAME}`, name] as const])

/** The labels that an object itself has; a stored Calico object keeps its own in an annotation (§1.1) */
export function labelsOf(manifest: Manifest): Labels {
  const own = metadataOf(manifest).get('labels').stringMap() ?? NONE
  if (manifest.group !== 'crd.projectcalico.org') return own
  const stored = storedMetadata(manifest.value)['labels']
  const written = field({ origin: manifest.origin, value: stored }, [], () => undefined).stringMap()
  if (written === undefined) return own
  const kept = [...own].filter(([key]) => key.startsWith('projectcalico.org/'))
  return new Map([...kept, ...written])
}

/** Own labels shadow inherited ones, and of the profiles the first that has a key counts */
export function withInherited(own: Labels, names: readonly string[], profiles: Profiles): Labels {
  const labels = new Map(own)
  for (const name of names) {
    for (const [key, value] of profiles.get(name) ?? NONE) if (!labels.has(key)) labels.set(key, value)
  }
  return labels
}
