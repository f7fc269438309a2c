// Objects of the cluster, from all files and captures of a snapshot, each once: the one that the API server wrote last (issue:
// the one with a uid and the higher resourceVersion wins), with the captures that have it and what it was before.
//
// INVARIANT: what is kept of an object is the same whatever the order in which files come, and whatever was joined before:
// the greatest of all its states, the first and the last time, and the last time of each state (docs/snapshot-format.md).

import { canonical } from '../base/canonical.ts'
import type { Report } from '../base/diagnostic.ts'
import { fingerprint } from '../base/fingerprint.ts'
import { byText } from '../base/order.ts'
import type { BrokenDocument, Manifest, ReadResult } from '../manifest/object.ts'
import type { SeenObject } from './stored-reader.ts'
import { isObject } from './values.ts'

/** An object, and when it was there: epoch seconds, undefined where not known */
export interface InventoryEntry {
  readonly manifest: Manifest
  readonly first: number | undefined
  readonly last: number | undefined
  /** When each of its states was last there; of kinds whose changes are of interest, else empty */
  readonly states: ReadonlyMap<string, number | undefined>
}

interface Entry {
  manifest: Manifest
  first: number | undefined
  last: number | undefined
  readonly states: Map<string, number | undefined>
}

const UNSEEN: SeenObject = { first: undefined, last: undefined }

export class Inventory {
  readonly #byKey = new Map<string, Entry>()
  readonly #broken: BrokenDocument[] = []
  /** Objects that one capture has in two states */
  readonly #changed = new Set<string>()

  add({ broken, manifests }: Pick<ReadResult, 'manifests' | 'broken'>, seen: SeenObject = UNSEEN): void {
    this.#broken.push(...broken)
    const { first, last } = seen
    for (const manifest of manifests) this.#enter({ manifest, first, last, states: statesOf(manifest, seen) })
  }

  /** Takes all of another one over. `capturedAt`: of its objects that no capture claims */
  join(other: Inventory, capturedAt: number | undefined): void {
    this.#broken.push(...other.#broken)
    for (const key of other.#changed) this.#changed.add(key)
    for (const entry of other.entries(capturedAt)) this.#enter({ ...entry, states: new Map(entry.states) })
  }

  #enter(entry: Entry): void {
    const known = this.#byKey.get(entry.manifest.key)
    if (known === undefined) this.#byKey.set(entry.manifest.key, entry)
    else this.#join(known, entry)
  }

  #join(known: Entry, one: Entry): void {
    if (known.last === one.last && compareVersions(versionOf(known.manifest), versionOf(one.manifest)) !== 0)
      this.#changed.add(known.manifest.key)
    if (compareEntries(known, one) < 0) known.manifest = one.manifest
    for (const [state, last] of one.states) known.states.set(state, later(known.states.get(state), last))
    known.first = sooner(known.first, one.first)
    known.last = later(known.last, one.last)
  }

  /** In order of their keys, whatever the order of the files. `capturedAt`: of objects that no capture claims */
  entries(capturedAt: number | undefined): readonly InventoryEntry[] {
    return [...this.#byKey.values()]
      .map(({ first, last, manifest, states }) => ({
        manifest,
        first: first ?? capturedAt,
        last: last ?? capturedAt,
        states: new Map([...states].map(([state, time]) => [state, time ?? capturedAt])),
      }))
      .sort((a, b) => byText(a.manifest.key, b.manifest.key))
  }

  broken(): readonly BrokenDocument[] {
    return [...this.#broken].sort((a, b) => byText(a.path, b.path) || a.at.line - b.at.line)
  }

  /** One word for all, as a capture of beginning and end has many of them */
  sayTwice(report: Report): void {
    const [first, ...others] = [...this.#changed].sort(byText)
    const manifest = first === undefined ? undefined : this.#byKey.get(first)?.manifest
    if (manifest === undefined) return
    const name = manifest.namespace === undefined ? manifest.name : `${manifest.namespace}/${manifest.name}`
    const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`
    report({ code: 'object-twice', at: undefined, args: [`${manifest.kind} ${name}${more}`] })
  }
}

/** Kinds that decide verdicts by themselves, so that a change of one while flows were recorded is worth telling */
export const isTracked = ({ kind }: Manifest): boolean => /NetworkPolicy$|^Tier$|NetworkSet$/.test(kind)

function statesOf(manifest: Manifest, { last, states }: SeenObject): Map<string, number | undefined> {
  const own: readonly (readonly [string, number | undefined])[] = isTracked(manifest) ? [[stateOf(manifest), last]] : []
  return new Map(isTracked(manifest) && states !== undefined ? states : own)
}

/** A short name for what of an object a verdict can hang on, as far as it is tracked */
export function stateOf({ value }: Pick<Manifest, 'value'>): string {
  const metadata = isObject(value['metadata']) ? value['metadata'] : {}
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {}
  return fingerprint(canonical([metadata['labels'], annotations['projectcalico.org/metadata'], value['spec']]))
}

/**
 * By what the API server wrote last; where nothing tells that, by the last capture that has it; then by the text, so that
 * there is one winner
 */
function compareEntries(a: Entry, b: Entry): number {
  const [one, other] = [versionOf(a.manifest), versionOf(b.manifest)]
  return (
    compareVersions(one, other) ||
    (one.resourceVersion === '' ? (a.last ?? 0) - (b.last ?? 0) : 0) ||
    byText(canonical(a.manifest.value), canonical(b.manifest.value)) ||
    byText(b.manifest.origin.path, a.manifest.origin.path)
  )
}

const sooner = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b)
const later = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.max(a, b)

interface Version {
  readonly hasUid: boolean
  /** Digits; a longer number is a greater one */
  readonly resourceVersion: string
}

function versionOf(manifest: Manifest): Version {
  const metadata = isObject(manifest.value['metadata']) ? manifest.value['metadata'] : {}
  const { resourceVersion, uid } = metadata
  const text = typeof resourceVersion === 'string' ? resourceVersion.replace(/^0+/, '') : ''
  return { hasUid: typeof uid === 'string' && uid !== '', resourceVersion: /^\d*$/.test(text) ? text : '' }
}

const compareVersions = (a: Version, b: Version): number =>
  Number(a.hasUid) - Number(b.hasUid) ||
  a.resourceVersion.length - b.resourceVersion.length ||
  byText(a.resourceVersion, b.resourceVersion)
