// `snapshot merge`: many snapshots, hourly ones above all, become one with all that they hold.

import { createHash } from 'node:crypto'
import { TOOL } from '../base/tool.ts'
import { project } from '../capture/projection.ts'
import { CaptureError } from '../capture/failure.ts'
import { writeSnapshotFile } from '../capture/snapshot-file.ts'
import { readSnapshotFiles } from '../files/snapshot-files.ts'
import { logLine } from '../report/escape.ts'
import { sayDiagnostic } from '../report/wording.ts'
import { Merge } from '../snapshot/merge.ts'
import type { SnapshotContent } from '../snapshot/reader.ts'
import type { Digest } from '../snapshot/stored.ts'
import { helpOf, one, parseFlags, splitArguments, UsageError } from './args.ts'
import type { Flag } from './args.ts'
import type { Command } from './command.ts'
import { COULD_NOT_RUN, PASS } from './terminal.ts'
import type { ExitCode, Terminal } from './terminal.ts'

const FLAGS: readonly Flag[] = [
  {
    name: 'output',
    value: 'FILE',
    description: 'Where to write, as in snapshot.json.gz. It may be one of the inputs.',
  },
  {
    name: 'default-namespace',
    value: 'NAME',
    description: 'The namespace of namespaced objects that give none. Default: default',
  },
]

export const mergeCommand: Command = {
  name: 'merge',
  summary: 'several snapshots into one; each window of time counts once',
  help: () => `Usage: netpol-preflight snapshot merge PATH… --output FILE

A PATH is a file or a folder, of captures or of what was merged before. The result does not depend on the order, and
merging the same snapshot twice changes nothing, so that an hourly job can add its capture to what there is.
Objects are kept as the newest capture has them, and flows with when and in how many windows they were seen.

${helpOf(FLAGS)}

Exit codes: 0 the snapshot is written, 2 it is not.
`,
  run: async (args, terminal) => {
    const { operands, options } = splitArguments(args, FLAGS)
    const values = parseFlags(options, FLAGS)
    const output = one(values, 'output')
    if (output === undefined) throw new UsageError('merge needs --output')
    if (operands.length === 0) throw new UsageError('merge needs snapshots: files or folders')
    const merge = mergeOf(one(values, 'default-namespace'), terminal)
    for (const path of operands) await merge.add({ label: path, files: readSnapshotFiles(path) })
    const content = merge.finish()
    return await written(output, merge, content, terminal)
  },
}

export function mergeOf(defaultNamespace: string | undefined, { err }: Terminal): Merge {
  const options = { digest, project, ...(defaultNamespace !== undefined && { defaultNamespace }) }
  return new Merge(options, (diagnostic) => {
    err(`${sayDiagnostic(diagnostic)}\n`)
  })
}

export async function written(
  output: string,
  merge: Merge,
  content: SnapshotContent,
  { err, out }: Terminal,
): Promise<ExitCode> {
  try {
    await writeSnapshotFile(output, merge.lines(content))
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error
    err(`${TOOL.name}: ${logLine(error.message)}\n`)
    return COULD_NOT_RUN
  }
  out(`${logLine(summaryOf(output, content))}\n`)
  return PASS
}

function summaryOf(output: string, { inventory, meta }: SnapshotContent): string {
  const { recordCount, windowCount, windowEnd, windowStart } = meta
  const time = windowStart === undefined || windowEnd === undefined ? '' : `, from ${windowStart} to ${windowEnd}`
  const windows = windowCount === 1 ? 'one window' : `${String(windowCount)} windows`
  return `${output}: ${String(inventory.length)} objects and ${String(recordCount)} records of ${windows}${time}`
}

function digest(): Digest {
  const hash = createHash('sha256')
  return {
    update: (text) => void hash.update(text),
    hex: () => hash.digest('hex'),
  }
}
