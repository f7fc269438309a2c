// What the commands need of the terminal, and the exit codes that they share.

import type { Readable } from 'node:stream'

export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly input: Readable
  readonly env: Readonly<Record<string, string | undefined>>
  /** ISO time */
  readonly now: () => string
  /** Width of the terminal; undefined where the output is none */
  readonly columns: number | undefined
}

/** The gate passes, or the question is answered */
export const PASS = 0
/** The gate says no */
export const NO = 1
/** The question could not be answered */
export const COULD_NOT_RUN = 2

export type ExitCode = typeof PASS | typeof NO | typeof COULD_NOT_RUN
