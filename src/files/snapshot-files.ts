// The files of a snapshot, a single one or those of a folder, as text in pieces, unpacked where they are packed.

import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { InputError, stop } from '../base/diagnostic.ts'
import { byText } from '../base/order.ts'
import type { FileText } from '../snapshot/section.ts'
import type { ByteBudget } from './decode.ts'
import { splitFile } from './file-sections.ts'
import type { Threading } from './file-sections.ts'
import { filesIn } from './tree.ts'
import { causeOf } from './trouble.ts'
import { readText, readTextOf } from './unpack.ts'
import type { Reach } from './unpack.ts'

export interface SnapshotFile {
  /** Relative to the folder, with `/` between folders; of a single file, its name */
  readonly path: string
  /** Files with the same one are of one capture among several; undefined: they are all of one */
  readonly part?: string
  /** The text in pieces, without a byte order mark; to be read once. Throws `snapshot-unreadable` with [path, why] */
  readonly chunks: AsyncIterable<string>
  readonly split?: NonNullable<FileText['split']>
}

export interface SnapshotLimits {
  readonly files: number
  /** Of all files together, as they lie on the disk */
  readonly packedBytes: number
  /** Of all files together, unpacked */
  readonly textBytes: number
}

export const SNAPSHOT_LIMITS: SnapshotLimits = {
  files: 10_000,
  packedBytes: 1024 ** 3,
  textBytes: 4 * 1024 ** 3,
}

const READ = /\.(?:json|jsonl|ndjson|yaml|yml|sse)(?:\.(?:gz|zst))?$/i

/**
 * Every `.json .jsonl .ndjson .yaml .yml .sse` file (also `.gz` and `.zst`) of a folder and its folders, in order of path;
 * a single file whatever it is called. Symbolic links inside of the folder are not followed. Throws
 * `snapshot-unreadable` with [path, why] for a path that is not there, and beyond the limits.
 */
export function readSnapshotFiles(
  path: string,
  limits: SnapshotLimits = SNAPSHOT_LIMITS,
  threading?: Threading,
): readonly SnapshotFile[] {
  try {
    const isFile = statSync(path).isFile()
    const found = isFile ? [basename(path)] : [...filesIn(path, '', () => true)].filter((one) => READ.test(one))
    const files = found.sort(byText).map((one) => ({ path: one, full: isFile ? path : join(path, one) }))
    const packedBytes = files.reduce((sum, { full }) => sum + statSync(full).size, 0)
    if (files.length > limits.files || packedBytes > limits.packedBytes) {
      const limit = `the limit is ${String(limits.files)} files and ${String(limits.packedBytes)} bytes`
      const why = `it holds ${String(files.length)} files of ${String(packedBytes)} bytes; ${limit}`
      throw stop('snapshot-unreadable', [path, why])
    }
    const budget = { leftBytes: limits.textBytes }
    return files.map((file) => fileOf(file.path, file.full, budget, threading))
  } catch (error) {
    throw error instanceof InputError ? error : stop('snapshot-unreadable', [path, causeOf(error)])
  }
}

function fileOf(name: string, path: string, budget: ByteBudget, threading: Threading | undefined): SnapshotFile {
  const reach: Reach = { of: undefined, at: 0, to: Infinity }
  return {
    path: name,
    chunks: readText(path, name, budget, reach),
    split: (form) => splitFile({ path, name, budget, reach }, form, threading),
  }
}

/** Files that are in memory already: those of an artifact, by the names that they have in it */
export function snapshotFilesOf(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  limits: SnapshotLimits = SNAPSHOT_LIMITS,
): readonly SnapshotFile[] {
  const budget = { leftBytes: limits.textBytes }
  const wanted = files.length === 1 ? files : files.filter(({ name }) => READ.test(name))
  return [...wanted]
    .sort((a, b) => byText(a.name, b.name))
    .map(({ bytes, name }) => ({ path: name, chunks: readTextOf(bytes, name, budget) }))
}
