// One stored object that two API groups show: `crd.projectcalico.org/v1` is what `projectcalico.org/v3` is stored as
// (docs/semantics.md §1.1), so a snapshot or a repository that has both has it once.

import type { Manifest } from '../manifest/object.ts'
import { valueAt } from '../base/location.ts'

const GROUPS: ReadonlySet<string> = new Set(['projectcalico.org', 'crd.projectcalico.org'])

/** The manifests that say again what another one says: of twins the one of a file counts, else the v3 one */
export function supersededByTwin(manifests: readonly Manifest[]): ReadonlySet<Manifest> {
  const kept = new Map<string, Manifest>()
  const superseded = new Set<Manifest>()
  for (const manifest of manifests) {
    if (!GROUPS.has(manifest.group)) continue
    const key = `${manifest.kind}|${manifest.namespace ?? ''}|${nameOfStored(manifest)}`
    const other = kept.get(key)
    if (other === undefined || other.group === manifest.group) {
      if (other === undefined) kept.set(key, manifest)
      continue
    }
    const [winner, loser] = rank(manifest) > rank(other) ? [manifest, other] : [other, manifest]
    kept.set(key, winner)
    superseded.add(loser)
  }
  return superseded
}

const rank = ({ origin, group }: Manifest): number =>
  (origin.fromCluster ? 0 : 2) + (group === 'projectcalico.org' ? 1 : 0)

/** The v3 name: from the annotation that stores it, else without the prefix that old versions add */
function nameOfStored({ group, name, value }: Manifest): string {
  if (group === 'projectcalico.org') return name
  const stored = storedMetadata(value)['name']
  if (typeof stored === 'string' && stored !== '') return stored
  const tier = valueAt(value, ['spec', 'tier'])
  return tier === undefined || tier === 'default' || tier === '' ? name.replace(/^default\./, '') : name
}

/** What the annotation `projectcalico.org/metadata` of a stored object holds; empty where there is none */
export function storedMetadata(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const text = valueAt(value, ['metadata', 'annotations', 'projectcalico.org/metadata'])
  if (typeof text !== 'string') return {}
  try {
    const data: unknown = JSON.parse(text)
    // A checked boundary: whatever the annotation holds, its values are read as unknown.
    return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
