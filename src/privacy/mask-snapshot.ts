// What was read of a snapshot → what would be read of it with pseudonyms, in the order of the new names.

import { stop } from '../base/diagnostic.ts'
import { clusterOf } from '../convert/cluster.ts'
import type { Manifest } from '../manifest/object.ts'
import { createSnapshotReader } from '../snapshot/reader.ts'
import type { SnapshotContent } from '../snapshot/reader.ts'
import { storedLines } from '../snapshot/stored-writer.ts'
import type { StoringOptions } from '../snapshot/stored-writer.ts'
import type { Hmac } from './addresses.ts'
import { Pseudonyms } from './pseudonyms.ts'

/** Throws `snapshots-differ` for a snapshot that has pseudonyms already */
export async function maskSnapshot(
  content: SnapshotContent,
  hmac: Hmac,
  open: readonly Manifest[],
  storing: StoringOptions,
): Promise<SnapshotContent> {
  if (content.pseudonyms !== undefined || content.mixedPseudonyms)
    throw stop('snapshots-differ', ['it has pseudonyms already'])
  const cluster = clusterOf(content.manifests, () => undefined)
  const pseudonyms = new Pseudonyms(content, cluster, hmac, open)
  const reader = createSnapshotReader({}, () => undefined)
  await reader.add({ path: 'snapshot', chunks: texts(content, pseudonyms, storing) })
  return reader.finish()
}

function* texts(content: SnapshotContent, pseudonyms: Pseudonyms, storing: StoringOptions): Generator<string> {
  for (const line of storedLines(content, storing)) yield `${JSON.stringify(pseudonyms.line(line))}\n`
}
