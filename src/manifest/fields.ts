// Plain values of a manifest as fields that know where they stand, so that whatever is wrong with one is said at its line.
// A null is treated as absent, as Kubernetes does, and can still be told apart where a reader must (semantics §6.1).

import type { Diagnostic, DiagnosticCode, Report } from '../base/diagnostic.ts'
import type { Origin, Place, Pointer } from '../base/location.ts'
import { nearest } from '../base/nearest.ts'
import { byText } from '../base/order.ts'

/** What a field hangs from; `value` is the top of the object that `origin` points into */
export interface FieldRoot {
  readonly origin: Origin
  readonly value: unknown
}

/** Rules of the decoder that the object will meet */
export interface FieldOptions {
  /** Keys match without regard to case where none matches exactly, as Go's own JSON decoder (calicoctl) has it */
  readonly anyCase?: boolean
  /** Numbers and booleans are taken for text where text is wanted, as calicoctl does: `label: true` is `"true"` */
  readonly scalarsAsText?: boolean
}

/**
 * The field at `pointer` of an object, there or not. Every complaint about it and what is below it goes to `report`.
 */
export function field(root: FieldRoot, pointer: Pointer, report: Report, options: FieldOptions = {}): Field {
  const { anyCase = false, scalarsAsText = false } = options
  const top = { origin: root.origin, report, anyCase, scalarsAsText }
  let here = new Field(top, undefined, undefined, root.value)
  for (const step of pointer) here = here.at(step)
  return here
}

interface Top {
  readonly origin: Origin
  readonly report: Report
  readonly anyCase: boolean
  readonly scalarsAsText: boolean
}

/** One value of an object, or the absence of one at a known place */
export class Field {
  readonly #top: Top
  readonly #parent: Field | undefined
  readonly #step: string | number | undefined
  /** As it was written; undefined where nothing stands there */
  readonly value: unknown

  /** Fields come from `field` and from other fields */
  constructor(top: Top, parent: Field | undefined, step: string | number | undefined, value: unknown) {
    this.#top = top
    this.#parent = parent
    this.#step = step
    this.value = value
  }

  /** The key as it was written, or the position in its list as text; empty at the top of the object */
  get name(): string {
    return this.#step === undefined ? '' : String(this.#step)
  }

  get pointer(): Pointer {
    if (this.#parent === undefined || this.#step === undefined) return []
    return [...this.#parent.pointer, this.#step]
  }

  get place(): Place {
    return { origin: this.#top.origin, pointer: this.pointer }
  }

  /** Something stands there, and it is not null */
  get present(): boolean {
    return this.value !== undefined && this.value !== null
  }

  /** The key is written, with nothing or `null` after it */
  get isNull(): boolean {
    return this.value === null
  }

  /** The field of that name; absent too where this is not a mapping, about which `entries` and `onlyKnown` complain */
  get(name: string): Field {
    return this.at(name)
  }

  /** A step down by key or by position; absent where there is none */
  at(step: string | number): Field {
    const { value } = this
    if (Array.isArray(value)) {
      return new Field(this.#top, this, step, typeof step === 'number' ? (value[step] as unknown) : undefined)
    }
    if (!isMapping(value)) return new Field(this.#top, this, step, undefined)
    if (Object.hasOwn(value, step)) return new Field(this.#top, this, step, value[step])
    const written = this.#top.anyCase ? Object.keys(value).find((key) => sameFolded(key, String(step))) : undefined
    if (written === undefined) return new Field(this.#top, this, step, undefined)
    return new Field(this.#top, this, written, value[written])
  }

  /** The text; undefined where absent, or where it is not text, which is reported */
  string(): string | undefined {
    const { value } = this
    if (this.#top.scalarsAsText && (typeof value === 'boolean' || isFinite(value))) return String(value)
    return this.#typed('text', (value) => typeof value === 'string')
  }

  /** A text or a whole number as it was written, for IntOrString fields (`80`, `http`); anything else is reported */
  stringOrNumber(): string | number | undefined {
    return this.#typed('text or a whole number', (value) => typeof value === 'string' || isInt64(value))
  }

  /** Any finite number; undefined where absent, or where it is none, which is reported */
  number(): number | undefined {
    return this.#typed('a number', isFinite)
  }

  /** A whole number; undefined where absent, or where it is none, which is reported */
  integer(): number | undefined {
    return this.#typed('a whole number', isInteger)
  }

  /** Undefined where absent, or where it is neither true nor false, which is reported */
  boolean(): boolean | undefined {
    return this.#typed('true or false', (value) => typeof value === 'boolean')
  }

  /** The entries of a list; undefined where absent, or where it is no list, which is reported */
  list(): readonly Field[] | undefined {
    const items = this.#typed('a list', (value): value is readonly unknown[] => Array.isArray(value))
    return items?.map((item, i) => new Field(this.#top, this, i, item))
  }

  /** The fields of a mapping as written; undefined where absent, or where it is no mapping, which is reported */
  entries(): readonly Field[] | undefined {
    const value = this.#typed('a mapping', isMapping)
    return value && Object.keys(value).map((key) => new Field(this.#top, this, key, value[key]))
  }

  /** As `entries`, by key */
  map(): ReadonlyMap<string, Field> | undefined {
    const fields = this.entries()
    return fields && new Map(fields.map((one) => [one.name, one]))
  }

  /** A list of texts; entries that are not text are reported and left out. Null entries too, for Go makes them empty */
  strings(): readonly string[] | undefined {
    return this.list()?.flatMap((item) => {
      if (item.isNull) item.wrongType('text')
      return item.string() ?? []
    })
  }

  /** Labels and the like. Values that are not text are reported and left out; a null one is the empty text, as in Go */
  stringMap(): ReadonlyMap<string, string> | undefined {
    const fields = this.entries()
    if (fields === undefined) return undefined
    const out = new Map<string, string>()
    for (const one of fields) {
      const text = one.isNull ? '' : one.string()
      if (text !== undefined) out.set(one.name, text)
    }
    return out
  }

  /** Reports 'missing-field' where the field is absent or null; says whether it is there */
  require(): boolean {
    if (!this.present) this.complain('missing-field', this.name)
    return this.present
  }

  /**
   * Reports every key that is not `known`, with the nearest known one as second argument where one is near; says
   * whether there was none. `code` is 'unknown-field-pruned' on a path that drops such fields. Not being a mapping is
   * reported as 'wrong-type'.
   */
  onlyKnown(known: ReadonlySet<string>, code: DiagnosticCode = 'unknown-field'): boolean {
    const isKnown = (name: string) =>
      known.has(name) || (this.#top.anyCase && [...known].some((one) => sameFolded(one, name)))
    const unknown = (this.entries() ?? []).filter((one) => !isKnown(one.name))
    for (const one of unknown) {
      const near = nearest(one.name, [...known].sort(byText))
      one.complain(code, ...(near === undefined ? [one.name] : [one.name, near]))
    }
    return unknown.length === 0
  }

  /** Reports that something else than `expected` stands here */
  wrongType(expected: string): void {
    this.complain('wrong-type', this.name, expected, describe(this.value))
  }

  /** Reports at this place; where nothing stands here, the place is what it would stand in */
  complain(code: DiagnosticCode, ...args: readonly string[]): void {
    this.#top.report(this.diagnostic(code, ...args))
  }

  /** As `complain`, handed back instead of reported */
  diagnostic(code: DiagnosticCode, ...args: readonly string[]): Diagnostic {
    return { code, at: this.#top.origin.locate(this.pointer), args }
  }

  #typed<T>(expected: string, is: (value: unknown) => value is T): T | undefined {
    const { value } = this
    if (value === undefined || value === null) return undefined
    if (is(value)) return value
    this.wrongType(expected)
    return undefined
  }
}

const isFinite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
/** What decoders take for a whole number, exact here or not */
const isInt64 = (value: unknown): value is number => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 63

/** A plain object: what YAML and JSON call a mapping */
export type Mapping = Readonly<Record<string, unknown>>

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const sameFolded = (a: string, b: string): boolean => a.length === b.length && a.toLowerCase() === b.toLowerCase()

/** A value in a few words, for a sentence that says what was found; never longer than a short line */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (isMapping(value)) return 'a mapping'
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
