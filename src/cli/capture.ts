// `capture`: a snapshot of a cluster, written to a file.

import { capture } from '../capture/capture.ts'
import type { CaptureSummary } from '../capture/capture.ts'
import { CaptureError } from '../capture/failure.ts'
import { CAPTURE_OPTIONS, captureSettings } from '../capture/settings.ts'
import { summaryOf } from '../capture/summary.ts'
import type { World } from '../capture/world.ts'
import { TOOL } from '../base/tool.ts'
import { logLine } from '../report/escape.ts'
import { helpOf, parseFlags } from './args.ts'
import type { Flag } from './args.ts'
import type { Command } from './command.ts'
import { COULD_NOT_RUN, PASS } from './terminal.ts'
import type { Terminal } from './terminal.ts'

const FLAGS: readonly Flag[] = [
  ...CAPTURE_OPTIONS,
  { name: 'verbose', value: undefined, description: 'Say on standard error what is being done.' },
]

export const captureCommand: Command = {
  name: 'capture',
  summary: 'write a snapshot of a cluster: its objects and its recorded flows',
  help: () => `Usage: netpol-preflight capture [OPTIONS]

Reads what policies can see of a cluster (never Secrets, ConfigMaps, environments or arguments), and the flows that
Calico's Whisker remembers, and writes both into one file. docs/capture.md says what is read and which rights it takes.

${helpOf(FLAGS)}

Exit codes: 0 the snapshot is written, 2 it is not.
`,
  run: async (args, terminal) => {
    const values = parseFlags(args, FLAGS)
    try {
      const summary = await capture(captureSettings(values), worldOf(terminal, values.has('verbose')))
      print(summary, terminal)
      return PASS
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error
      terminal.err(`${TOOL.name}: ${logLine(error.message)}\n`)
      return COULD_NOT_RUN
    }
  },
}

function worldOf({ env, err, now }: Terminal, isVerbose: boolean): World {
  return {
    env,
    now: () => Date.parse(now()),
    wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
    log: (line) => {
      if (isVerbose) err(`${logLine(line)}\n`)
    },
  }
}

function print(summary: CaptureSummary, { err, out }: Terminal): void {
  for (const { what, why } of summary.unread) err(`${TOOL.name}: not in the snapshot: ${logLine(`${what} (${why})`)}\n`)
  out(`${logLine(summaryOf(summary))}\n`)
}
