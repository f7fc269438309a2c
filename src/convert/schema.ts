// The structure of an object, checked against a schema that is data: types, required fields, limits, unknown fields.
// What the API server's schema validation and Go's decoding have in common (docs/semantics.md §1.1).

import type { DiagnosticCode } from '../base/diagnostic.ts'
import type { Field } from '../manifest/fields.ts'

export type Schema =
  | Text
  | { readonly is: 'number' | 'boolean' | 'text-or-number' | 'anything' }
  | { readonly is: 'integer'; readonly from?: number; readonly to?: number; readonly oneOf?: readonly number[] }
  | List
  | Mapping
  /** Labels and the like: any key, text values */
  | { readonly is: 'text-map' }

interface Text {
  readonly is: 'text'
  /** In characters, as Go counts them */
  readonly longest?: number
  readonly oneOf?: readonly string[]
  /** The schema has a default, which takes the place of a null as well */
  readonly defaulted?: true
}

interface List {
  readonly is: 'list'
  readonly of: Schema
  readonly most?: number
  readonly least?: number
  /** A set (`x-kubernetes-list-type`): no entry twice */
  readonly unique?: true
}

export interface Mapping {
  readonly is: 'mapping'
  readonly fields: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  /** How many of its fields may stand there; what is pruned does not count */
  readonly least?: number
  readonly most?: number
}

export interface Strictness {
  /** Refused, or dropped without a word, which widens what they were to narrow */
  readonly unknownField: Extract<DiagnosticCode, 'unknown-field' | 'unknown-field-pruned'>
  /**
   * Go's decoders take a null for an absent field. With a CRD it depends on the tool: the API server drops nulls of what
   * is created or replaced, and refuses them in a server-side apply, so that the effect is not known. In a list they are
   * refused either way.
   */
  readonly nulls: 'absent' | 'refused'
}

/** Reports every violation at its place */
export function checkSchema(field: Field, schema: Schema, strictness: Strictness): void {
  if (field.value === undefined) return
  if (field.isNull) {
    if (strictness.nulls === 'refused') refuseNull(field, schema)
    return
  }
  switch (schema.is) {
    case 'anything':
      return
    case 'text':
      checkText(field, schema)
      return
    case 'number':
      field.number()
      return
    case 'boolean':
      field.boolean()
      return
    case 'text-or-number':
      field.stringOrNumber()
      return
    case 'integer':
      checkInteger(field, schema)
      return
    case 'text-map':
      checkTexts(field, strictness)
      return
    case 'list':
      checkList(field, schema, strictness)
      return
    case 'mapping':
      checkMapping(field, schema, strictness)
  }
}

function refuseNull(field: Field, schema: Schema): void {
  const isTaken = schema.is === 'anything' || (schema.is === 'text' && schema.defaulted === true)
  if (!isTaken) field.wrongType(WORDS[schema.is])
}

const WORDS = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  'text-or-number': 'text or a whole number',
  integer: 'a whole number',
  list: 'a list',
  mapping: 'a mapping',
  'text-map': 'a mapping',
} as const

function checkText(field: Field, { longest, oneOf }: Text): void {
  const text = field.string()
  if (text === undefined) return
  if (longest !== undefined && lengthOf(text) > longest) {
    field.complain('bad-value', field.name, `${text.slice(0, 40)}…`, `at most ${String(longest)} characters`)
  }
  if (oneOf !== undefined && !oneOf.includes(text)) field.complain('bad-value', field.name, text, oneOf.join(', '))
}

/** In code points, as Go counts a text's length */
const lengthOf = (text: string): number => Array.from(text).length

function checkInteger(field: Field, { from, oneOf, to }: Extract<Schema, { is: 'integer' }>): void {
  const number = field.integer()
  if (number === undefined) return
  const outside = (from !== undefined && number < from) || (to !== undefined && number > to)
  if (outside) field.complain('bad-value', field.name, String(number), `${String(from)} to ${String(to)}`)
  if (oneOf !== undefined && !oneOf.includes(number)) {
    field.complain('bad-value', field.name, String(number), oneOf.join(', '))
  }
}

/** A null is the empty text to Go; elsewhere the pair is dropped, or refused, as any other null */
function checkTexts(field: Field, { nulls }: Strictness): void {
  field.stringMap()
  if (nulls === 'absent') return
  for (const one of field.entries() ?? []) if (one.isNull) one.wrongType(WORDS.text)
}

function checkList(field: Field, schema: List, strictness: Strictness): void {
  const items = field.list() ?? []
  // What decodes a null as absent also writes an empty list as none, before the limits are looked at.
  if (items.length > 0 || strictness.nulls === 'refused') checkCount(field, items.length, schema.least, schema.most)
  for (const item of items) checkSchema(item, schema.of, strictness)
  if (schema.unique) checkUnique(field, items)
}

/**
 * Entries that are no texts are no entries of a set: their type is wrong. An API server refuses what this finds; what is
 * meant is plain all the same, and clusters of before the schemas had sets hold such objects
 */
function checkUnique(field: Field, items: readonly Field[]): void {
  const seen = new Set<unknown>()
  for (const item of items) {
    if (typeof item.value === 'string' && seen.has(item.value)) {
      item.complain('repeated-entry', field.name, item.value)
    }
    seen.add(item.value)
  }
}

function checkMapping(field: Field, schema: Mapping, strictness: Strictness): void {
  field.onlyKnown(namesOf(schema), strictness.unknownField)
  const entries = field.entries()
  if (entries === undefined) return
  for (const name of schema.required ?? []) field.get(name).require()
  let known = 0
  for (const entry of entries) {
    const of = fieldSchema(schema, entry.name, strictness)
    if (of === undefined) continue
    known++
    checkSchema(entry, of, strictness)
  }
  checkCount(field, known, schema.least, schema.most)
}

const names = new WeakMap<Mapping, ReadonlySet<string>>()

function namesOf(schema: Mapping): ReadonlySet<string> {
  const known = names.get(schema) ?? new Set(Object.keys(schema.fields))
  names.set(schema, known)
  return known
}

/** Where unknown fields are refused, keys are matched without regard to case, as calicoctl does it */
function fieldSchema({ fields }: Mapping, name: string, { unknownField }: Strictness): Schema | undefined {
  if (Object.hasOwn(fields, name)) return fields[name]
  if (unknownField === 'unknown-field-pruned') return undefined
  const folded = Object.keys(fields).find((one) => one.toLowerCase() === name.toLowerCase())
  return folded === undefined ? undefined : fields[folded]
}

function checkCount(field: Field, count: number, least = 0, most = Infinity): void {
  const expected = count < least ? `at least ${String(least)}` : `at most ${String(most)}`
  if (count < least || count > most) field.complain('bad-value', field.name, `${String(count)} entries`, expected)
}
