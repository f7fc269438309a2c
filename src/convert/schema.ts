// The structure of an object, checked against a schema that is data: types, required fields, limits, unknown fields.
// What the API server's schema validation and Go's decoding have in common (docs/semantics.md §1.1).

import type { DiagnosticCode } from '../base/diagnostic.ts'
import type { Field } from '../manifest/fields.ts'

export type Schema =
  | { readonly is: 'text'; readonly longest?: number; readonly oneOf?: readonly string[] }
  | { readonly is: 'number' | 'boolean' | 'text-or-number' | 'anything' }
  | { readonly is: 'integer'; readonly from?: number; readonly to?: number; readonly oneOf?: readonly number[] }
  | { readonly is: 'list'; readonly of: Schema; readonly most?: number; readonly least?: number }
  | Mapping
  /** Labels and the like: any key, text values */
  | { readonly is: 'text-map' }

export interface Mapping {
  readonly is: 'mapping'
  readonly fields: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly least?: number
  readonly most?: number
}

export interface Strictness {
  /** Refused, or dropped without a word, which widens what they were to narrow */
  readonly unknownField: Extract<DiagnosticCode, 'unknown-field' | 'unknown-field-pruned'>
  /** Go's decoders take a null for an absent field; a CRD's schema refuses it */
  readonly nulls: 'absent' | 'refused'
}

/** Reports every violation at its place */
export function checkSchema(field: Field, schema: Schema, strictness: Strictness): void {
  if (field.value === undefined) return
  if (field.isNull) {
    if (strictness.nulls === 'refused' && schema.is !== 'anything') field.wrongType(WORDS[schema.is])
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
      field.stringMap()
      return
    case 'list':
      checkList(field, schema, strictness)
      return
    case 'mapping':
      checkMapping(field, schema, strictness)
  }
}

const WORDS = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  'text-or-number': 'text or a number',
  integer: 'a whole number',
  list: 'a list',
  mapping: 'a mapping',
  'text-map': 'a mapping',
} as const

function checkText(field: Field, { longest, oneOf }: Extract<Schema, { is: 'text' }>): void {
  const text = field.string()
  if (text === undefined) return
  if (longest !== undefined && text.length > longest) {
    field.complain('bad-value', field.name, `${text.slice(0, 40)}…`, `at most ${String(longest)} characters`)
  }
  if (oneOf !== undefined && !oneOf.includes(text)) field.complain('bad-value', field.name, text, oneOf.join(', '))
}

function checkInteger(field: Field, { from, oneOf, to }: Extract<Schema, { is: 'integer' }>): void {
  const number = field.integer()
  if (number === undefined) return
  const outside = (from !== undefined && number < from) || (to !== undefined && number > to)
  if (outside) field.complain('bad-value', field.name, String(number), `${String(from)} to ${String(to)}`)
  if (oneOf !== undefined && !oneOf.includes(number)) {
    field.complain('bad-value', field.name, String(number), oneOf.join(', '))
  }
}

function checkList(field: Field, schema: Extract<Schema, { is: 'list' }>, strictness: Strictness): void {
  const items = field.list() ?? []
  // What decodes a null as absent also writes an empty list as none, before the limits are looked at.
  if (items.length > 0 || strictness.nulls === 'refused') checkCount(field, items.length, schema.least, schema.most)
  for (const item of items) checkSchema(item, schema.of, strictness)
}

function checkMapping(field: Field, schema: Mapping, strictness: Strictness): void {
  field.onlyKnown(namesOf(schema), strictness.unknownField)
  const entries = field.entries()
  if (entries === undefined) return
  checkCount(field, entries.length, schema.least, schema.most)
  for (const name of schema.required ?? []) field.get(name).require()
  for (const entry of entries) {
    const of = fieldSchema(schema, entry.name, strictness)
    if (of !== undefined) checkSchema(entry, of, strictness)
  }
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
