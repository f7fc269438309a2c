// Results that cannot be misread, and the end of exhaustive switches.

import type { Diagnostic } from './diagnostic.ts'

/** A value with what is worth saying about it, or at least one error */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly errors: readonly [Diagnostic, ...Diagnostic[]] }

/** Makes a forgotten case of a union a compile error, and a bug at run time */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`)
}
