// What can go wrong in a capture: an end to it, with a sentence for the person who started it, or an answer that was not
// to be had, which may be asked for again or done without.

/** The capture cannot go on. The message is a sentence: what, why, and what to do. It may hold text of others, raw */
export class CaptureError extends Error {}

/** `cut`: the connection broke, or was not to be had. `slow`: too long without an answer. `large`: more than is taken */
export type TransferTrouble = 'cut' | 'slow' | 'large' | 'certificate'

/** A request that got no whole answer */
export class TransferError extends Error {
  readonly trouble: TransferTrouble
  constructor(trouble: TransferTrouble, message: string) {
    super(message)
    this.trouble = trouble
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The code that Node gives an error of the system or of TLS; empty where it has none */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** The first line of a text of unknown length, to be part of a sentence */
export function brief(text: string, limit = 300): string {
  const line = text.trim().split(/[\r\n]/, 1)[0] ?? ''
  return line.length > limit ? `${line.slice(0, limit)}…` : line
}
