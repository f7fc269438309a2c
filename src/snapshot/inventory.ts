// Objects of the cluster, from all files of a snapshot, each once: the one that the API server wrote last (issue: the one
// with a uid and the higher resourceVersion wins).

import type { Report } from '../base/diagnostic.ts'
import { byText } from '../base/order.ts'
import type { BrokenDocument, Manifest, ReadResult } from '../manifest/object.ts'
import { isObject } from './values.ts'

export class Inventory {
  readonly #byKey = new Map<string, Manifest>()
  readonly #broken: BrokenDocument[] = []
  /** Objects that were there in two states */
  readonly #changed = new Set<string>()

  add({ broken, manifests }: Pick<ReadResult, 'manifests' | 'broken'>): void {
    this.#broken.push(...broken)
    for (const manifest of manifests) {
      const known = this.#byKey.get(manifest.key)
      if (known === undefined) this.#byKey.set(manifest.key, manifest)
      else {
        const order = compareVersions(versionOf(known), versionOf(manifest))
        if (order !== 0) this.#changed.add(manifest.key)
        if (order < 0 || (order === 0 && byText(manifest.origin.path, known.origin.path) < 0))
          this.#byKey.set(manifest.key, manifest)
      }
    }
  }

  /** In order of their keys, whatever the order of the files */
  manifests(): readonly Manifest[] {
    return [...this.#byKey.values()].sort((a, b) => byText(a.key, b.key))
  }

  broken(): readonly BrokenDocument[] {
    return [...this.#broken].sort((a, b) => byText(a.path, b.path) || a.at.line - b.at.line)
  }

  /** One word for all, as a capture of beginning and end has many of them */
  sayTwice(report: Report): void {
    const [first, ...others] = [...this.#changed].sort(byText)
    const manifest = first === undefined ? undefined : this.#byKey.get(first)
    if (manifest === undefined) return
    const name = manifest.namespace === undefined ? manifest.name : `${manifest.namespace}/${manifest.name}`
    const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`
    report({ code: 'object-twice', at: undefined, args: [`${manifest.kind} ${name}${more}`] })
  }
}

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
