// Several snapshots → one, the same whatever their order and however they are grouped, each window counted once
// (docs/snapshot-format.md, "Merging").

import { InputError, SEVERITIES, stop } from '../base/diagnostic.ts'
import type { Diagnostic, Report } from '../base/diagnostic.ts'
import { createSnapshotReader } from './reader.ts'
import type { SnapshotContent, SnapshotFile, SnapshotOptions, SnapshotReader } from './reader.ts'
import { storedLines } from './stored-writer.ts'
import type { StoringOptions } from './stored-writer.ts'
import type { JsonObject } from './values.ts'

/** A snapshot that is to be merged */
export interface MergePart {
  readonly label: string
  readonly files: Iterable<SnapshotFile> | AsyncIterable<SnapshotFile>
}

/** Each part is read by itself and turned into the one form, in which all of them are joined */
export class Merge {
  readonly #options: SnapshotOptions & StoringOptions
  readonly #report: Report
  readonly #joined: SnapshotReader

  constructor(options: SnapshotOptions & StoringOptions, report: Report) {
    this.#options = options
    this.#report = report
    this.#joined = createSnapshotReader(options, report)
  }

  /** Throws InputErrors: an object that cannot be read has an effect that nobody would know of in the merged snapshot */
  async add({ files, label }: MergePart): Promise<void> {
    const errors: Diagnostic[] = []
    const reader = createSnapshotReader(this.#options, (diagnostic) => {
      if (SEVERITIES[diagnostic.code] === 'error') errors.push(diagnostic)
      else if (diagnostic.code !== 'object-twice') this.#report(diagnostic)
    })
    for await (const file of files) await reader.add(file)
    const content = reader.finish()
    const [first, ...others] = errors
    if (first !== undefined) throw new InputError([first, ...others])
    await this.#joined.add({ path: label, chunks: texts(storedLines(content, this.#options)) })
  }

  /** Throws `snapshots-differ` for snapshots of several clusters, and for pseudonyms of several keys */
  finish(): SnapshotContent {
    const content = this.#joined.finish()
    refuseMixture(content)
    return content
  }

  /** The lines of the merged snapshot */
  lines(content: SnapshotContent): Generator<JsonObject> {
    return storedLines(content, this.#options)
  }
}

function* texts(lines: Iterable<JsonObject>): Generator<string> {
  for (const line of lines) yield `${JSON.stringify(line)}\n`
}

/** What would be compared with each other in vain. Throws `snapshots-differ` */
export function refuseMixture({ mixedPseudonyms, meta: { clusterIds } }: SnapshotContent): void {
  if (clusterIds.length > 1)
    throw stop('snapshots-differ', [`they are of ${String(clusterIds.length)} clusters: ${clusterIds.join(', ')}`])
  if (mixedPseudonyms)
    throw stop('snapshots-differ', ['some have pseudonyms and others do not, or theirs were made with different keys'])
}
