// `snapshot merge`: many snapshots, hourly ones above all, become one with all that they hold.

import { readSnapshotFiles } from '../files/snapshot-files.ts'
import { helpOf, one, parseFlags, splitArguments, UsageError } from './args.ts'
import type { Flag } from './args.ts'
import type { Command } from './command.ts'
import { mergeOf, written } from './snapshot-file.ts'
import { MASK_FLAGS, masked } from './snapshot-pseudonymise.ts'

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
  { name: 'pseudonymise', value: undefined, description: 'Also take names, labels and addresses out of it.' },
  ...MASK_FLAGS,
]

export const mergeCommand: Command = {
  name: 'merge',
  summary: 'several snapshots into one; each window of time counts once',
  help: () => `Usage: netpol-preflight snapshot merge PATH… --output FILE [OPTIONS]

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
    const hides = values.has('pseudonymise')
    if (!hides && (values.has('key-file') || values.has('keep')))
      throw new UsageError('--key-file and --keep go with --pseudonymise')
    const merge = mergeOf(one(values, 'default-namespace'), terminal)
    for (const path of operands) await merge.add({ label: path, files: readSnapshotFiles(path) })
    const content = merge.finish()
    return await written(output, hides ? await masked(content, values, terminal) : content, terminal)
  },
}
