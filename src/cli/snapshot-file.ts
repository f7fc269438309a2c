// What the commands on snapshots share: how snapshots are read as one, and how one is written.

import { createHash } from 'node:crypto'
import { TOOL } from '../base/tool.ts'
import { CaptureError } from '../capture/failure.ts'
import { project } from '../capture/projection.ts'
import { writeSnapshotFile } from '../capture/snapshot-file.ts'
import { logLine } from '../report/escape.ts'
import { sayDiagnostic } from '../report/wording.ts'
import { Merge } from '../snapshot/merge.ts'
import type { SnapshotContent } from '../snapshot/reader.ts'
import { storedLines } from '../snapshot/stored-writer.ts'
import type { StoringOptions } from '../snapshot/stored-writer.ts'
import type { Digest } from '../snapshot/stored.ts'
import { COULD_NOT_RUN, PASS } from './terminal.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** Of objects no more is written than a capture would */
export const STORING: StoringOptions = { digest, project }

function digest(): Digest {
  const hash = createHash('sha256')
  return {
    update: (text) => void hash.update(text),
    hex: () => hash.digest('hex'),
  }
}

/** Says what it finds on standard error */
export function mergeOf(defaultNamespace: string | undefined, { err }: Terminal): Merge {
  const options = { ...STORING, ...(defaultNamespace !== undefined && { defaultNamespace }) }
  return new Merge(options, (diagnostic) => {
    err(`${sayDiagnostic(diagnostic)}\n`)
  })
}

export async function written(output: string, content: SnapshotContent, { err, out }: Terminal): Promise<ExitCode> {
  try {
    await writeSnapshotFile(output, storedLines(content, STORING))
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error
    err(`${TOOL.name}: ${logLine(error.message)}\n`)
    return COULD_NOT_RUN
  }
  out(`${logLine(summaryOf(output, content))}\n`)
  return PASS
}

function summaryOf(output: string, { inventory, meta, pseudonyms }: SnapshotContent): string {
  const { recordCount, windowCount, windowEnd, windowStart } = meta
  const time = windowStart === undefined || windowEnd === undefined ? '' : `, from ${windowStart} to ${windowEnd}`
  const windows = windowCount === 1 ? 'one window' : `${String(windowCount)} windows`
  const names = pseudonyms === undefined ? '' : `, with pseudonyms of the key ${pseudonyms}`
  return `${output}: ${String(inventory.length)} objects and ${String(recordCount)} records of ${windows}${time}${names}`
}
