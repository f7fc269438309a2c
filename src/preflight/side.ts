// The texts of one side → its objects. An object is known by group, kind, namespace and name, not by its file; one that
// two files define is said, for nobody can know which of them is applied last.

import type { Diagnostic, DiagnosticCode, Report } from '../base/diagnostic.ts'
import type { SourceText } from '../base/location.ts'
import { byText } from '../base/order.ts'
import { readManifests } from '../manifest/object.ts'
import type { BrokenDocument, Manifest, ReadResult } from '../manifest/object.ts'

export interface SideObjects {
  /** By key; of several definitions the last in the order of paths, as `kubectl apply -f` would have it */
  readonly objects: ReadonlyMap<string, Manifest>
  readonly broken: readonly BrokenDocument[]
  /** Templates: nobody applies them as they are */
  readonly unrendered: readonly BrokenDocument[]
  readonly duplicates: readonly (readonly [Manifest, Manifest])[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads sides; a text that both sides share is read once, and its objects are the same ones on both */
export class SideReader {
  readonly #defaultNamespace: string
  readonly #said = new Set<DiagnosticCode>()
  readonly #read = new Map<string, { readonly result: ReadResult; readonly diagnostics: readonly Diagnostic[] }>()

  constructor(defaultNamespace: string) {
    this.#defaultNamespace = defaultNamespace
  }

  side(texts: readonly SourceText[]): SideObjects {
    const objects = new Map<string, Manifest>()
    const duplicates: [Manifest, Manifest][] = []
    const broken: BrokenDocument[] = []
    const unrendered: BrokenDocument[] = []
    const diagnostics: Diagnostic[] = []
    for (const text of [...texts].sort((a, b) => byText(a.path, b.path))) {
      const read = this.#readText(text)
      diagnostics.push(...read.diagnostics)
      broken.push(...read.result.broken)
      unrendered.push(...read.result.unrendered)
      for (const manifest of read.result.manifests) {
        const earlier = objects.get(manifest.key)
        if (earlier !== undefined) duplicates.push([earlier, manifest])
        objects.set(manifest.key, manifest)
      }
    }
    return { objects, broken, unrendered, duplicates, diagnostics }
  }

  #readText(text: SourceText): { readonly result: ReadResult; readonly diagnostics: readonly Diagnostic[] } {
    const key = `${text.path}\0${text.text}`
    let read = this.#read.get(key)
    if (read === undefined) {
      const diagnostics: Diagnostic[] = []
      const report: Report = (diagnostic) => void diagnostics.push(diagnostic)
      const result = readManifests(text, { defaultNamespace: this.#defaultNamespace, report, said: this.#said })
      read = { result, diagnostics }
      this.#read.set(key, read)
    }
    return read
  }
}
