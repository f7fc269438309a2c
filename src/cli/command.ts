// What a command is.

import type { ExitCode, Terminal } from './terminal.ts'

export interface Command {
  readonly name: string
  /** One line */
  readonly summary: string
  readonly help: () => string
  /** Commands of its own, named behind it */
  readonly commands?: readonly Command[]
  /** Throws UsageErrors and InputErrors */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<ExitCode>
}
