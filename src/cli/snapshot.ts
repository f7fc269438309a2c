// `snapshot merge`, `snapshot inspect`, `snapshot pseudonymise`: what can be done with snapshots once they are there.

import { UsageError } from './args.ts'
import type { Command } from './command.ts'
import { inspectCommand } from './snapshot-inspect.ts'
import { mergeCommand } from './snapshot-merge.ts'
import { pseudonymiseCommand } from './snapshot-pseudonymise.ts'

const COMMANDS: readonly Command[] = [mergeCommand, inspectCommand, pseudonymiseCommand]

export const snapshotCommand: Command = {
  name: 'snapshot',
  summary: 'merge snapshots, look into them, take the names out of them',
  commands: COMMANDS,
  help: () => {
    const width = Math.max(...COMMANDS.map(({ name }) => name.length))
    const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
    return `Usage: netpol-preflight snapshot COMMAND …

Commands:
${lines.join('\n')}

Each explains itself with --help.
`
  },
  run: () => {
    throw new UsageError(`snapshot needs one of ${COMMANDS.map(({ name }) => name).join(', ')}; see snapshot --help`)
  },
}
