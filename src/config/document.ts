// The text of one of our own files as fields, and what is said about them: every complaint names the key, what may stand
// there and what does (docs/configuration.md).

import type { DiagnosticCode, Report } from '../base/diagnostic.ts'
import { Lines } from '../base/lines.ts'
import type { Location, SourceText } from '../base/location.ts'
import { nearest } from '../base/nearest.ts'
import { byText } from '../base/order.ts'
import { readDocuments } from '../manifest/documents.ts'
import { describe, field, isMapping } from '../manifest/fields.ts'
import type { Field } from '../manifest/fields.ts'
import { parseYaml } from '../manifest/yaml.ts'

/** The code under which a file complains; its arguments are those of `complain` */
export type FileCode = Extract<DiagnosticCode, 'config-invalid' | 'expectation-invalid'>

/**
 * The top of a file that holds one mapping; of an empty one where the file is empty. Undefined where it cannot be read,
 * which is reported.
 */
export function readMapping(source: SourceText, code: FileCode, report: Report): Field | undefined {
  const documents = readDocuments(source)
  const start = { path: source.path, line: 1, column: 1 }
  const origin = { path: source.path, fromCluster: false, locate: () => start, read: () => undefined }
  const [first, second] = documents
  if (first === undefined) return field({ origin, value: {} }, [], report)
  if (!first.content.ok) {
    const { at, args } = first.content
    report({ code: first.content.code, at, args })
    return undefined
  }
  const top = field(first.content, [], report)
  if (second !== undefined) {
    const at = second.content.ok ? second.content.origin.locate([]) : second.content.at
    report({ code, at, args: ['the file', 'one document', 'several'] })
    return undefined
  }
  if (!isMapping(top.value)) {
    report({ code, at: first.content.origin.locate([]), args: ['the file', 'a mapping', describe(top.value)] })
    return undefined
  }
  return isUnambiguous(first.text, source, report) ? top : undefined
}

/** JSON lets the last of two equal keys win; here one of them would be a setting that does not hold */
function isUnambiguous(text: string, source: SourceText, report: Report): boolean {
  const strict = parseYaml(text, 'json')
  if (strict.ok || strict.fault.code !== 'duplicate-key') return true
  const place = new Lines(source.text).at(source.text.indexOf(text) + strict.fault.offset)
  report({ code: 'duplicate-key', at: { path: source.path, ...place }, args: strict.fault.args })
  return false
}

/** What may stand somewhere, and how it is read */
export interface Form<T> {
  /** To follow "expected" */
  readonly form: string
  /** Fixed words among what may stand there */
  readonly words: readonly string[]
  /** Undefined where the value has another form; `null` and absent values have none */
  readonly fromValue: (value: unknown) => T | undefined
}

export const TEXT_FORM: Form<string> = {
  form: 'text',
  words: [],
  fromValue: (value) => (typeof value === 'string' && value.trim() !== '' ? value : undefined),
}

/** The value at a field. Any other than the form allows is reported, and so is none */
export function required<T>(at: Field, code: FileCode, { form, fromValue, words }: Form<T>): T | undefined {
  const value = fromValue(at.value)
  if (value === undefined) complain(at, code, form, meantBy(at.value, words))
  return value
}

/** As `required`, where nothing may stand there; `null`, a key without a value, is still reported */
export const optional = <T>(at: Field, code: FileCode, form: Form<T>): T | undefined =>
  at.value === undefined ? undefined : required(at, code, form)

/** Says that something else than `allowed` stands at a field, or nothing; `near` is what was probably meant */
export function complain(at: Field, code: FileCode, allowed: string, near?: string): void {
  at.complain(code, pathOf(at), allowed, describe(at.value ?? undefined), ...(near === undefined ? [] : [near]))
}

/** Reports the keys of a mapping that are not `known`; for all files with one code, whose arguments are key and near key */
export function onlyKnown(mapping: Field, known: readonly string[]): void {
  mapping.onlyKnown(new Set(known), 'config-unknown-key')
}

/** The place of a field, to click on */
export const placeOf = (at: Field): Location => at.place.origin.locate(at.pointer)

/** `must-allow[2].source`, as people name a value of a file */
function pathOf(at: Field): string {
  return at.pointer.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`
    return path === '' ? step : `${path}.${step}`
  }, '')
}

/** The entries of a list; empty where there is none, or where it is no list, which is reported */
function listOf(at: Field, code: FileCode): readonly Field[] {
  if (at.present && !Array.isArray(at.value)) complain(at, code, 'a list')
  return Array.isArray(at.value) ? (at.list() ?? []) : []
}

/** The mappings of a list. Anything else in it, and keys that are not `known`, are reported */
export function entriesOf(at: Field, code: FileCode, known: readonly string[]): readonly Field[] {
  const entries = listOf(at, code)
  for (const entry of entries) {
    if (isMapping(entry.value)) onlyKnown(entry, known)
    else complain(entry, code, 'a mapping')
  }
  return entries.filter(({ value }) => isMapping(value))
}

/** The one of `words` that was probably meant by a text */
export const meantBy = (value: unknown, words: readonly string[]): string | undefined =>
  typeof value === 'string' ? nearest(value, [...words].sort(byText)) : undefined
