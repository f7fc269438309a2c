// Arguments → the command that they name. Exit codes: 0 pass, 1 the gate says no, 2 could not run.

import { InputError } from '../base/diagnostic.ts'
import { nearest } from '../base/nearest.ts'
import { TOOL } from '../base/tool.ts'
import { logLine } from '../report/escape.ts'
import { sayDiagnostic } from '../report/wording.ts'
import { UsageError } from './args.ts'
import { captureCommand } from './capture.ts'
import { checkCommand } from './check.ts'
import type { Command } from './command.ts'
import { connectivityCommand } from './connectivity.ts'
import { explainCommand } from './explain.ts'
import { snapshotCommand } from './snapshot.ts'
import { COULD_NOT_RUN, PASS } from './terminal.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { verdictCommand } from './verdict.ts'

const COMMANDS: readonly Command[] = [
  checkCommand,
  verdictCommand,
  explainCommand,
  connectivityCommand,
  captureCommand,
  snapshotCommand,
]

/** Never rejects: bugs end in a stack, a line that asks for a report, and exit code 2 */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = '--help', ...rest] = args
  try {
    if (['--help', '-h', 'help'].includes(name)) return say(terminal, overview())
    if (['--version', '-v'].includes(name)) return say(terminal, `${TOOL.name} ${TOOL.version}\n`)
    const command = COMMANDS.find((one) => one.name === name)
    if (command === undefined) throw new UsageError(unknownCommand(name))
    const inner = command.commands?.find((one) => one.name === rest[0])
    const [meant, options] = inner === undefined ? [command, rest] : [inner, rest.slice(1)]
    if (options.includes('--help') || options.includes('-h')) return say(terminal, meant.help())
    return await meant.run(options, terminal)
  } catch (error) {
    return failed(error, terminal)
  }
}

function say(terminal: Terminal, text: string): ExitCode {
  terminal.out(text)
  return PASS
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length))
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `${TOOL.name} ${TOOL.version}: what a change of network policies does to recorded traffic

Usage: ${TOOL.name} COMMAND [OPTIONS]

Commands:
${lines.join('\n')}

Each command explains itself with --help.
Exit codes: 0 pass, 1 the gate says no, 2 could not run.
`
}

function unknownCommand(name: string): string {
  const names = COMMANDS.map((one) => one.name)
  const near = nearest(name, names)
  return near === undefined
    ? `no command \`${name}\`; there are ${names.join(', ')}`
    : `no command \`${name}\`; did you mean \`${near}\`?`
}

function failed(error: unknown, { err }: Terminal): ExitCode {
  if (error instanceof UsageError) err(`${TOOL.name}: ${logLine(error.message)}\n`)
  else if (error instanceof InputError)
    for (const diagnostic of error.diagnostics) err(`${TOOL.name}: ${sayDiagnostic(diagnostic)}\n`)
  else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    err(`${stack}\n${TOOL.name}: this is a bug; please report it with the lines above\n`)
  }
  return COULD_NOT_RUN
}
