// The text of a file as documents: YAML parted by `---`, or JSON values. Documents are read one by one, so that a broken one
// does not take the others along; where their parts stand is worked out when somebody asks.

import type { DiagnosticCode } from '../base/diagnostic.ts'
import { Lines } from '../base/lines.ts'
import { valueAt } from '../base/location.ts'
import type { Location, Origin, Pointer, SourceText } from '../base/location.ts'
import { scanJson } from './json.ts'
import type { JsonScan } from './json.ts'
import { offsetAt } from './marks.ts'
import type { Mark } from './marks.ts'
import { parseYaml, yamlMarks } from './yaml.ts'

/** How much of a text is read; beyond that it is one broken document */
export interface TextLimits {
  /** In UTF-16 code units, of which a text never has more than its UTF-8 has bytes */
  readonly characters: number
  readonly documents: number
}

export const TEXT_LIMITS: TextLimits = { characters: 4 * 1024 * 1024, documents: 10_000 }

export interface TextOptions {
  readonly limits?: TextLimits
  /** Whether a document of this text is of interest; what is not is neither read nor found broken. Default: all are */
  readonly concerns?: (text: string) => boolean
}

/** One document of a file. Documents without content are none */
export interface TextDocument {
  readonly path: string
  /** As it was written, the marker before it included */
  readonly text: string
  readonly content: ReadContent | BrokenContent
}

export interface ReadContent {
  readonly ok: true
  readonly value: unknown
  readonly origin: Origin
  /** An unquoted scalar holds `{{`: a template that happens to be YAML */
  readonly braces: boolean
}

export interface BrokenContent {
  readonly ok: false
  readonly code: DiagnosticCode
  readonly at: Location
  readonly args: readonly string[]
  /** What could be made of it, to name the object; never to judge it. Undefined where nothing could */
  readonly lenient: unknown
}

/** Every document of a YAML or JSON text, in its order. Never throws */
export function readDocuments(source: SourceText, options: TextOptions = {}): readonly TextDocument[] {
  const { limits = TEXT_LIMITS, concerns = () => true } = options
  const text = source.text.startsWith('\uFEFF') ? source.text.slice(1) : source.text
  if (!concerns(text)) return []
  const file: TextFile = { path: source.path, text, lines: new Lines(text), concerns }
  const refused = (code: DiagnosticCode, ...args: readonly string[]): readonly TextDocument[] => [
    broken(file, { start: 0, end: text.length }, code, 0, args),
  ]
  if (text.length > limits.characters) {
    return refused('file-too-large', String(text.length), String(limits.characters))
  }
  const documents: TextDocument[] = []
  for (const document of jsonDocuments(file) ?? yamlDocuments(file)) {
    documents.push(document)
    if (documents.length > limits.documents) return refused('too-many-documents', String(limits.documents))
  }
  return documents
}

interface TextFile {
  readonly path: string
  readonly text: string
  readonly lines: Lines
  readonly concerns: (text: string) => boolean
}

interface Range {
  readonly start: number
  readonly end: number
}

function* yamlDocuments(file: TextFile): Generator<TextDocument> {
  for (const range of yamlRanges(file.text)) yield* yamlDocument(file, range)
}

/**
 * A line that begins with `---` or `...` ends a document wherever it stands, even inside of quotes (YAML 1.2, rule
 * c-forbidden); kubectl takes `---#` for a marker as well.
 */
const MARKER = /(?:^|\n|\r)(?:---(?=[ \t\r\n#]|$)|\.\.\.(?=[ \t\r\n]|$))/g

function* yamlRanges(text: string): Generator<Range> {
  let start = 0
  for (const marker of text.matchAll(MARKER)) {
    const end = marker.index + marker[0].length - 3
    // Directives (`%YAML 1.2`) belong to the document whose marker follows
    if (end === start || isDirectives(text.slice(start, end))) continue
    yield { start, end }
    start = end
  }
  yield { start, end: text.length }
}

/** Nothing but directives and comments, after the marker that ended the document before */
const isDirectives = (text: string): boolean =>
  /(?:^|[\n\r])%/.test(text) &&
  text
    .replace(/^\.\.\./, '')
    .split(/\r\n?|\n/)
    .every((line) => /^%|^[ \t]*(?:#|$)/.test(line))

function yamlDocument(file: TextFile, range: Range): readonly TextDocument[] {
  const whole = file.text.slice(range.start, range.end)
  if (!file.concerns(whole)) return []
  // The parser knows `---#` for no marker
  const body = whole.startsWith('---#') ? { start: range.start + 3, end: range.end } : range
  const text = body === range ? whole : file.text.slice(body.start, body.end)
  const result = parseYaml(text)
  if (!result.ok) {
    const { code, offset, args } = result.fault
    return [broken(file, range, code, body.start + offset, args, result.lenient)]
  }
  const isEmpty = result.values.every((value) => value === null || value === undefined)
  const passedOver = isEmpty ? undefined : unreadByKubectl(whole)
  if (passedOver !== undefined) return [broken(file, range, 'yaml-syntax', range.start, [passedOver], result.values[0])]
  return result.values.flatMap((value, index) => {
    if (value === null || value === undefined) return []
    const origin = new DocumentOrigin(file, body, index, value)
    return [{ path: file.path, text: whole, content: { ok: true, value, origin, braces: result.braces } as const }]
  })
}

/**
 * kubectl parts a file at lines of `---`, beside which a comment may stand and nothing else, and reads the first document
 * of each part: what follows `...` is dropped without a word (`YAMLReader` of k8s.io/apimachinery, v0.36).
 */
function unreadByKubectl(document: string): string | undefined {
  // Directives after the end of a document, and then its marker
  const hasMarker = /[\r\n]---/.test(document)
  if (document.startsWith('...')) return hasMarker ? undefined : 'what follows ... without a --- is not read'
  return /^---[ \t]+[^ \t\r\n#]/.test(document) ? 'nothing may stand beside ---' : undefined
}

/**
 * The values of a JSON text. Undefined where it is none and may be YAML: by its name it need not be JSON, and YAML may
 * begin with a brace too.
 */
function jsonDocuments(file: TextFile): Iterable<TextDocument> | undefined {
  if (!/^\s*(?:\{(?!\{)|\[)/.test(file.text)) return undefined
  const scan = scanJson(file.text)
  return scan.fault === undefined || file.path.endsWith('.json') ? scannedDocuments(file, scan) : undefined
}

function* scannedDocuments(file: TextFile, { values, fault }: JsonScan): Generator<TextDocument> {
  for (const range of values) yield jsonDocument(file, range)
  if (fault === undefined) return
  const rest = { start: values.at(-1)?.end ?? 0, end: file.text.length }
  yield broken(file, rest, fault.code, fault.offset, fault.args)
}

function jsonDocument(file: TextFile, range: Range): TextDocument {
  const text = file.text.slice(range.start, range.end)
  const value: unknown = JSON.parse(text)
  // JSON.parse lets the last of two equal keys win without a word; strict decoding refuses them. Asked of what may be an
  // object only, for large JSON files that are none are common
  if (text.includes('"apiVersion"') && text.includes('"kind"')) {
    const strict = parseYaml(text, 'json')
    if (!strict.ok && strict.fault.code === 'duplicate-key') {
      return broken(file, range, 'duplicate-key', range.start + strict.fault.offset, strict.fault.args, value)
    }
  }
  const origin = new DocumentOrigin(file, range, 0, value)
  return { path: file.path, text, content: { ok: true, value, origin, braces: false } }
}

function broken(
  file: TextFile,
  range: Range,
  code: DiagnosticCode,
  offset: number,
  args: readonly string[],
  lenient?: unknown,
): TextDocument {
  const at = { path: file.path, ...file.lines.at(offset) }
  return {
    path: file.path,
    text: file.text.slice(range.start, range.end),
    content: { ok: false, code, at, args, lenient },
  }
}

/** Reads the text a second time when a place is asked for, and remembers its tree, not its events */
class DocumentOrigin implements Origin {
  readonly path: string
  readonly fromCluster = false
  readonly #file: TextFile
  readonly #range: Range
  readonly #index: number
  readonly #value: unknown
  #mark: Mark | undefined

  constructor(file: TextFile, range: Range, index: number, value: unknown) {
    this.path = file.path
    this.#file = file
    this.#range = range
    this.#index = index
    this.#value = value
  }

  locate(pointer: Pointer): Location {
    const { start, end } = this.#range
    this.#mark ??= yamlMarks(this.#file.text.slice(start, end))[this.#index] ?? { offset: 0, children: undefined }
    return { path: this.path, ...this.#file.lines.at(start + offsetAt(this.#mark, pointer)) }
  }

  read(pointer: Pointer): unknown {
    return valueAt(this.#value, pointer)
  }
}

/** An origin whose pointers start below `prefix` of another */
export function originBelow(origin: Origin, prefix: Pointer): Origin {
  if (prefix.length === 0) return origin
  return {
    path: origin.path,
    fromCluster: origin.fromCluster,
    locate: (pointer) => origin.locate([...prefix, ...pointer]),
    read: (pointer) => origin.read([...prefix, ...pointer]),
  }
}
