// Results that cannot be misread.

import type { Diagnostic } from './diagnostic.ts'

/** A value with what is worth saying about it, or at least one error */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly errors: readonly [Diagnostic, ...Diagnostic[]] }
