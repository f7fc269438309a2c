// `snapshot inspect`: what is in a snapshot, and what is not, for a person or a program.

import { clusterOf } from '../convert/cluster.ts'
import { readSnapshotFiles } from '../files/snapshot-files.ts'
import { inspectionOf } from '../preflight/inspection.ts'
import { inspectionJson, inspectionText } from '../report/inspection.ts'
import { sayDiagnostic } from '../report/wording.ts'
import { createSnapshotReader } from '../snapshot/reader.ts'
import { resolveFlows } from '../snapshot/resolve.ts'
import { helpOf, one, parseFlags, splitArguments, UsageError } from './args.ts'
import type { Flag } from './args.ts'
import type { Command } from './command.ts'
import { PASS } from './terminal.ts'

const FLAGS: readonly Flag[] = [
  { name: 'format', value: 'FORMAT', description: 'text or json. Default: text' },
  {
    name: 'default-namespace',
    value: 'NAME',
    description: 'The namespace of namespaced objects that give none. Default: default',
  },
]

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'say what is in a snapshot: times, sources, objects, who was never seen',
  help: () => `Usage: netpol-preflight snapshot inspect PATH… [OPTIONS]

Several paths are looked at as one snapshot. Nothing is judged, and nothing is written.

${helpOf(FLAGS)}
`,
  run: async (args, { columns, env, err, now, out }) => {
    const { operands, options } = splitArguments(args, FLAGS)
    const values = parseFlags(options, FLAGS)
    const format = one(values, 'format') ?? 'text'
    if (format !== 'text' && format !== 'json') throw new UsageError('--format is text or json')
    if (operands.length === 0) throw new UsageError('inspect needs a snapshot: a file or a folder')
    const defaultNamespace = one(values, 'default-namespace') ?? 'default'
    const reader = createSnapshotReader({ defaultNamespace }, (diagnostic) => {
      err(`${sayDiagnostic(diagnostic)}\n`)
    })
    for (const path of operands) for (const file of readSnapshotFiles(path)) await reader.add(file)
    const content = reader.finish()
    // What is wrong with an object is of interest where policies are judged.
    const cluster = clusterOf(content.manifests, () => undefined)
    const inspection = inspectionOf(content, cluster, resolveFlows(content.records, cluster), now())
    const colour = columns !== undefined && (env['NO_COLOR'] ?? '') === ''
    out(format === 'json' ? inspectionJson(inspection) : inspectionText(inspection, { colour }))
    return PASS
  },
}
