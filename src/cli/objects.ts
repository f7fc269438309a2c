// Paths of manifests, or `kubectl get -o json|yaml` → the objects in them, each knowing its line.

import type { Diagnostic, Report } from '../base/diagnostic.ts'
import { readSnapshotFiles } from '../files/snapshot-files.ts'
import { readManifests } from '../manifest/object.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'

export interface ReadObjects {
  readonly manifests: readonly Manifest[]
  readonly broken: readonly BrokenDocument[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What `kubectl` prints of a large cluster is larger than any manifest that people write */
const LIMITS = { characters: 512 * 1024 * 1024, documents: 1_000_000 }

/** Of an object met twice the last one counts. Throws `snapshot-unreadable` for a path that cannot be read */
export async function readObjects(paths: readonly string[], defaultNamespace = 'default'): Promise<ReadObjects> {
  const byKey = new Map<string, Manifest>()
  const broken: BrokenDocument[] = []
  const diagnostics: Diagnostic[] = []
  const report: Report = (diagnostic) => void diagnostics.push(diagnostic)
  const said: Parameters<typeof readManifests>[1]['said'] = new Set()
  for (const path of paths)
    for (const file of readSnapshotFiles(path)) {
      const pieces: string[] = []
      for await (const chunk of file.chunks) pieces.push(chunk)
      const shown =
        paths.length === 1 && file.path !== path ? file.path : path.endsWith(file.path) ? path : `${path}/${file.path}`
      const read = readManifests(
        { path: shown, text: pieces.join('') },
        { defaultNamespace, report, said, limits: LIMITS },
      )
      for (const manifest of read.manifests) byKey.set(manifest.key, manifest)
      broken.push(...read.broken)
    }
  return { manifests: [...byKey.values()], broken, diagnostics }
}
