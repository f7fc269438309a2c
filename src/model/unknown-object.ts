// An object that verdicts can hang on and that could not be understood: what it is then is not known (docs/semantics.md
// §8.4). For policies that is UnknownEffect of policy.ts.

import type { DiagnosticCode } from '../base/diagnostic.ts'
import type { Place } from '../base/location.ts'

export interface UnknownObject {
  /** The code of the diagnostic that says what is wrong with it */
  readonly why: DiagnosticCode
  /** As people name it: kind and name */
  readonly what: string
  readonly at: Place
}
