// What was found while one object was converted, sorted by what it means for the object (docs/semantics.md §1.1).

import { SEVERITIES, type Diagnostic, type DiagnosticCode } from '../base/diagnostic.ts'
import { describe, type Field } from '../manifest/fields.ts'

/** Collects; each list is in the order of finding */
export class Findings {
  /** The object is refused or cannot be decoded: what it does is not known */
  readonly errors: Diagnostic[] = []
  /** Felix's own filter discards the object: it does nothing */
  readonly drops: Diagnostic[] = []
  /** Known effect, worth saying */
  readonly warnings: Diagnostic[] = []
  #outsideRules = 0

  /** Some error is about more than one rule, so that subject, directions and order are in doubt as well */
  get outsideRules(): boolean {
    return this.#outsideRules > 0
  }

  /** For what is read outside the rules; sorts by the severity of the code. Needs no receiver */
  readonly report = (diagnostic: Diagnostic): void => {
    if (this.#sort(diagnostic)) this.#outsideRules++
  }

  /** For what is read inside a rule */
  readonly reportInRule = (diagnostic: Diagnostic): void => {
    this.#sort(diagnostic)
  }

  /** Felix would discard the object because of what stands at `place` */
  dropsAt(place: Field, code: DiagnosticCode, ...args: readonly string[]): void {
    this.drops.push(place.diagnostic(code, ...args))
  }

  /** Where a validator runs before Felix does, what Felix would drop is refused */
  refuseDrops(): void {
    for (const drop of this.drops.splice(0)) this.reportInRule(drop)
  }

  /** False for what is no error, and for what has been said: structure and conversion may stumble over the same value */
  #sort(diagnostic: Diagnostic): boolean {
    const isError = SEVERITIES[diagnostic.code] === 'error'
    const list = isError ? this.errors : this.warnings
    const said = list.some((other) => isSame(other, diagnostic))
    if (!said) list.push(diagnostic)
    return isError && !said
  }
}

/** One that says less counts as said */
const isSame = (said: Diagnostic, other: Diagnostic): boolean =>
  said.code === other.code &&
  said.at?.line === other.at?.line &&
  said.at?.column === other.at?.column &&
  other.args.every((arg, i) => arg === said.args[i])

/** A value as its author wrote it, for the arguments of a diagnostic */
export const shown = ({ value }: Field): string => (typeof value === 'string' ? value : describe(value))
