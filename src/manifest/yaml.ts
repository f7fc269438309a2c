// The text of one YAML document to a value, within limits, and the places of its parts when somebody asks. The only
// importer of js-yaml, with one schema: what Kubernetes' own reader makes of a scalar (go-scalar.ts) plus merge keys.

import {
  EVENT_ID,
  NOT_RESOLVED,
  SCALAR_STYLE,
  Schema,
  YAMLException,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  getScalarValue,
  mapTag,
  mergeTag,
  parseEvents,
  seqTag,
  strTag,
} from 'js-yaml'
import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'
import type { DiagnosticCode } from '../base/diagnostic.ts'
import { BOOLEAN_STARTS, NULL_STARTS, NUMBER_STARTS, goBoolean, goNumber, goScalar, isGoNull } from './go-scalar.ts'
import { IndentedText } from './indented-text.ts'
import { MarkTree } from './marks.ts'
import type { Mark } from './marks.ts'

/** Values in values: one less is read. More than any Kubernetes object has, less than hurts a recursive reader */
export const MAX_DEPTH = 64
/** Aliases (`*name`) in one document */
export const MAX_ALIASES = 100
/** Values in a document once its aliases are written out */
const MAX_EXPANDED = 200_000

const TAG = 'tag:yaml.org,2002:'
const never = (): boolean => false

const readMapping = {
  create: mapTag.create,
  // JSON has no null keys, so neither has Kubernetes
  addPair: (mapping: Record<string, unknown>, key: unknown, value: unknown) =>
    key === null ? 'a key is missing' : mapTag.addPair(mapping, key, value),
  has: mapTag.has,
  keys: mapTag.keys,
  get: mapTag.get,
  identify: never,
}
const readSequence = { create: seqTag.create, addItem: seqTag.addItem, identify: never }
const readNumber = {
  implicit: true,
  implicitFirstChars: NUMBER_STARTS,
  resolve: (text: string) => goNumber(text) ?? NOT_RESOLVED,
  identify: never,
}

const SCHEMA = new Schema([
  strTag,
  defineSequenceTag(`${TAG}seq`, readSequence),
  defineMappingTag(`${TAG}map`, readMapping),
  defineScalarTag<null>(`${TAG}null`, {
    implicit: true,
    implicitFirstChars: NULL_STARTS,
    resolve: (text) => (isGoNull(text) ? null : NOT_RESOLVED),
    identify: never,
  }),
  defineScalarTag<boolean>(`${TAG}bool`, {
    implicit: true,
    implicitFirstChars: BOOLEAN_STARTS,
    resolve: (text) => goBoolean(text) ?? NOT_RESOLVED,
    identify: never,
  }),
  defineScalarTag(`${TAG}int`, readNumber),
  defineScalarTag(`${TAG}float`, { ...readNumber, implicit: false }),
  mergeTag,
  // Local tags (`!vault`) are dropped, as Go does: a scalar is text, a collection what it is
  defineScalarTag('!', { matchByTagPrefix: true, resolve: (text) => text, identify: never }),
  defineSequenceTag('!', { ...readSequence, matchByTagPrefix: true }),
  defineMappingTag('!', { ...readMapping, matchByTagPrefix: true }),
])

/** Why a document could not be read; `offset` counts from the start of its text */
export interface YamlFault {
  readonly code: DiagnosticCode
  readonly offset: number
  readonly args: readonly string[]
}

export type YamlResult =
  | {
      readonly ok: true
      /** Empty for a text without content; more than one where `...` parts them */
      readonly values: readonly unknown[]
      /** `{{` stands in an unquoted scalar, which YAML allows and a rendered manifest does not have */
      readonly braces: boolean
    }
  | {
      readonly ok: false
      readonly fault: YamlFault
      /** For a duplicate key: what a reader makes of it that lets the last one win. To name the object, not to judge it */
      readonly lenient: unknown
    }

/** The values of a YAML text, or of one that is JSON, whose quotes may hold more characters. Never throws */
export function parseYaml(text: string, syntax: 'yaml' | 'json' = 'yaml'): YamlResult {
  const refused = syntax === 'json' ? undefined : forbidden(text)
  if (refused !== undefined) return broken(refused)
  let parsed: Parsed = { source: text, events: [], written: (offset) => offset }
  try {
    parsed = eventsOf(text)
    const { events, source } = parsed
    const values = constructFromEvents(events, { source, schema: SCHEMA, maxAliases: MAX_ALIASES })
    if (events.some((event) => event.type === EVENT_ID.ALIAS) && isLargerThan(values, MAX_EXPANDED)) {
      return broken({ code: 'yaml-too-many-aliases', offset: 0, args: [String(MAX_ALIASES)] })
    }
    return { ok: true, values, braces: text.includes('{{') && events.some((event) => hasBraces(source, event)) }
  } catch (error) {
    const fault = faultOf(error, parsed.source, parsed.events)
    const lenient = fault.code === 'duplicate-key' ? lastWins(parsed.source, parsed.events) : undefined
    return broken({ ...fault, offset: parsed.written(fault.offset) }, lenient)
  }
}

interface Parsed {
  /** What the offsets of the events count in */
  readonly source: string
  readonly events: Event[]
  /** An offset of `source` in the text as it was written */
  readonly written: (offset: number) => number
}

/** Throws what js-yaml throws, about the text as it was written */
function eventsOf(text: string): Parsed {
  const indented = new IndentedText(text)
  let first: unknown
  for (;;) {
    try {
      const events = parseEvents(indented.text, { maxDepth: MAX_DEPTH })
      return { source: indented.text, events, written: indented.written }
    } catch (error) {
      first ??= error
      if (!isShallow(error) || !indented.deepen(error.mark?.position ?? 0)) throw first
    }
  }
}

/** A line inside of brackets or quotes that does not stand below its key */
const isShallow = (error: unknown): error is YAMLException =>
  error instanceof YAMLException && error.reason === 'deficient indentation'

/** Line breaks to Go's reader, which neither editors nor js-yaml take for any; and what Go's reader takes nowhere */
const FORBIDDEN = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/

function forbidden(text: string): YamlFault | undefined {
  const offset = text.search(FORBIDDEN)
  if (offset < 0) return undefined
  const name = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0')
  return { code: 'yaml-syntax', offset, args: [`the invisible character U+${name}`] }
}

const broken = (fault: YamlFault, lenient?: unknown): YamlResult => ({ ok: false, fault, lenient })

function lastWins(text: string, events: Event[]): unknown {
  try {
    return constructFromEvents(events, { source: text, schema: SCHEMA, maxAliases: 0, json: true })[0]
  } catch {
    return undefined
  }
}

function faultOf(error: unknown, text: string, events: readonly Event[]): YamlFault {
  if (!(error instanceof YAMLException)) return { code: 'yaml-syntax', offset: 0, args: [String(error)] }
  const { reason } = error
  const offset = error.mark?.position ?? 0
  if (reason.includes('maxDepth')) return { code: 'yaml-too-deep', offset, args: [String(MAX_DEPTH)] }
  if (reason.includes('maxAliases')) return { code: 'yaml-too-many-aliases', offset, args: [String(MAX_ALIASES)] }
  if (reason.includes('complex keys')) return { code: 'yaml-syntax', offset: collectionKey(events), args: [reason] }
  if (!reason.includes('duplicated mapping key')) return { code: 'yaml-syntax', offset, args: [reason] }
  const key = events.find((event) => event.type === EVENT_ID.SCALAR && event.valueStart === offset)
  return { code: 'duplicate-key', offset, args: [key?.type === EVENT_ID.SCALAR ? getScalarValue(text, key) : ''] }
}

/** Where the first key that is no scalar stands; js-yaml does not say */
function collectionKey(events: readonly Event[]): number {
  const open: { readonly isMapping: boolean; isKeyNext: boolean }[] = []
  for (const event of events) {
    const parent = event.type === EVENT_ID.POP ? open.pop() && open.at(-1) : open.at(-1)
    const isCollection = event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE
    if (isCollection && parent?.isMapping === true && parent.isKeyNext) return event.start
    const isWhole = event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS || event.type === EVENT_ID.POP
    if (isWhole && parent !== undefined) parent.isKeyNext = !parent.isKeyNext
    if (!isWhole) open.push({ isMapping: event.type === EVENT_ID.MAPPING, isKeyNext: true })
  }
  return 0
}

/** Counts shared values as often as they are reached, and stops at the limit, so cycles end too */
function isLargerThan(values: readonly unknown[], limit: number): boolean {
  const open: unknown[] = [...values]
  let count = 0
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null) continue
    const children = Object.values(value)
    count += children.length
    if (count > limit) return true
    for (const child of children) open.push(child)
  }
  return false
}

const hasBraces = (text: string, event: Event): boolean =>
  event.type === EVENT_ID.SCALAR &&
  event.style === SCALAR_STYLE.PLAIN &&
  event.valueStart >= 0 &&
  text.slice(event.valueStart, event.valueEnd).includes('{{')

/**
 * The places of the values of a text that `parseYaml` (or JSON.parse) could read, one tree for each; none for a text
 * that is no YAML
 */
export function yamlMarks(text: string): readonly Mark[] {
  try {
    const tree = new MarkTree()
    const parsed = eventsOf(text)
    for (const event of parsed.events) plant(tree, parsed, event)
    return tree.documents
  } catch {
    return []
  }
}

function plant(tree: MarkTree, parsed: Parsed, event: Event): void {
  const { source, written } = parsed
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
      tree.startDocument()
      break
    case EVENT_ID.MAPPING:
      tree.open('mapping', written(event.start), anchorOf(source, event))
      break
    case EVENT_ID.SEQUENCE:
      tree.open('sequence', written(event.start), anchorOf(source, event))
      break
    case EVENT_ID.SCALAR:
      plantScalar(tree, parsed, event)
      break
    case EVENT_ID.ALIAS:
      tree.alias(written(event.anchorStart - 1), source.slice(event.anchorStart, event.anchorEnd))
      break
    case EVENT_ID.POP:
      tree.close()
      break
  }
}

function plantScalar(tree: MarkTree, { source, written }: Parsed, event: ScalarEvent): void {
  const value = getScalarValue(source, event)
  const isPlain = event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
  const start = event.valueStart < 0 ? undefined : written(event.valueStart - (isQuoted ? 1 : 0))
  const name = isPlain ? String(goScalar(value)) : value
  tree.scalar(name, isPlain && value === '<<', start, anchorOf(source, event))
}

const anchorOf = (text: string, event: MappingEvent | SequenceEvent | ScalarEvent): string | undefined =>
  event.anchorStart < 0 ? undefined : text.slice(event.anchorStart, event.anchorEnd)
