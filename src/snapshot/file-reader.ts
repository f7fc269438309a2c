// One file of a snapshot, in pieces → its objects and records, each handed on as soon as it is read, and one word at most
// about whatever could not be.

import type { Report } from '../base/diagnostic.ts'
import type { BrokenText, TextPlace, ValueSink } from './json-values.ts'
import { JsonValues } from './json-values.ts'
import type { Dialect, DialectId } from './dialect.ts'
import { GOLDMANE_CAMEL, GOLDMANE_SNAKE } from './goldmane.ts'
import type { CaptureMetadata } from './metadata.ts'
import { QuickRecords } from './quick-record.ts'
import { recognise } from './recognise.ts'
import type { Recognised } from './recognise.ts'
import type { RecordStore } from './record-store.ts'
import type { Row } from './row-table.ts'
import { StoredReader } from './stored-reader.ts'
import type { SeenObject, StoredSink } from './stored-reader.ts'
import type { LineForm, SectionContent } from './section.ts'
import { SNIFF, formOf, refusedForm, withoutHttpHead } from './text-form.ts'
import type { TextForm } from './text-form.ts'
import { TUPLES } from './tuple.ts'
import { isObject } from './values.ts'
import type { JsonObject } from './values.ts'
import { WHISKER } from './whisker.ts'

/** Where the contents of files go */
export interface Collected extends StoredSink {
  readonly records: RecordStore
  /** `seen`: where the file itself says which captures have it */
  object(value: JsonObject, path: string, seen?: SeenObject): void
  yaml(text: string, path: string): void
  metadata(metadata: CaptureMetadata): void
}

/** Dialects that come in masses, from writers that never vary */
const QUICK: Readonly<Partial<Record<DialectId, Dialect>>> = {
  'goldmane-go': GOLDMANE_SNAKE,
  'goldmane-protojson': GOLDMANE_CAMEL,
  'goldmane-python': GOLDMANE_SNAKE,
  'whisker-list': WHISKER,
  'whisker-stream': WHISKER,
  tuples: TUPLES,
}

export class FileReader implements ValueSink {
  readonly #path: string
  readonly #into: Collected
  readonly #report: Report
  #form: TextForm | undefined
  /** Until the form is known; all of it where that is YAML */
  #head: string[] = []
  #headLength = 0
  #values: JsonValues | undefined
  quick: ValueSink['quick'] = undefined
  opening = ''
  readonly #quickBy = new Map<DialectId, QuickRecords>()
  /** Of the metadata that stand above: what lines of a merged snapshot refer to */
  #stored: StoredReader | undefined
  /** When objects below the metadata of a capture were there */
  #seen: SeenObject | undefined
  #recognised = 0
  #unknown = 0
  /** Lines passed over where nothing else says so, and bad records, by what is wrong; each with its first place */
  readonly #bad = new Map<string, { count: number; readonly at: TextPlace | undefined }>()

  /** `form`: where the text does not begin with the file, what is known from there */
  constructor(path: string, into: Collected, report: Report, form?: LineForm) {
    this.#path = path
    this.#into = into
    this.#report = report
    if (form === undefined) return
    this.#form = { is: form }
    this.#values = new JsonValues(this, { events: form === 'events' })
  }

  /** Nothing of the text so far was passed over */
  get understood(): boolean {
    return this.#bad.size === 0 && this.#unknown === 0
  }

  /**
   * How lines are read, where nothing that stands above has a meaning for records that stand below: they come line by line, are
   * known by what they are, and are of no stored window. Undefined anywhere else.
   */
  get lineForm(): LineForm | undefined {
    const is = this.#form?.is
    if (is !== 'json' && is !== 'events') return undefined
    return this.quick !== undefined && this.#stored === undefined && this.#values?.readsLines === true ? is : undefined
  }

  /** So many lines were read; undefined where they leave something open, so that others do not stand for themselves */
  get lines(): number | undefined {
    return this.lineForm !== undefined && this.#values?.isAtRest === true ? this.#values.line - 1 : undefined
  }

  /** Takes the lines that follow as somebody else has read them; false where they must be written to be understood */
  take({ lines, records }: SectionContent): boolean {
    if (this.lines === undefined || !this.#into.records.adopt(this.#path, records)) return false
    this.#values?.passLines(lines)
    return true
  }

  write(chunk: string): void {
    if (this.#values !== undefined) this.#values.write(chunk)
    else if (this.#form === undefined || this.#form.is === 'yaml') {
      this.#head.push(chunk)
      this.#headLength += chunk.length
      if (this.#form === undefined && this.#headLength >= SNIFF) this.#begin()
    }
  }

  end(): void {
    if (this.#form === undefined) this.#begin()
    this.#values?.end()
    if (this.#form?.is === 'yaml') this.#into.yaml(this.#head.join(''), this.#path)
    this.#head = []
    this.#conclude()
  }

  #begin(): void {
    const text = withoutHttpHead(this.#head.join('').replace(/^\uFEFF/, ''))
    this.#form = formOf(text.slice(0, SNIFF))
    if (this.#form.is === 'yaml') return
    this.#head = []
    if (this.#form.is !== 'json' && this.#form.is !== 'events') return
    this.#values = new JsonValues(this, { events: this.#form.is === 'events' })
    this.#values.write(text)
  }

  /** A complete value as text */
  value(json: string, head: string | undefined): void {
    const value = parsed(json)
    if (value === undefined) this.#count(NOT_JSON, undefined)
    else this.#take(value, json, headOf(head))
  }

  #take(value: unknown, json: string, head: JsonObject | undefined): void {
    if (isObject(value) && this.#takeStored(value)) {
      this.#recognised++
      return
    }
    const recognised = recognise(withType(value, head), this.#form?.is === 'events', this.#into.records.tables)
    if (recognised.is !== 'unknown') this.#recognised++
    this.#enter(recognised, value, json, head)
  }

  /** False for what is no part of a merged snapshot */
  #takeStored(value: JsonObject): boolean {
    const opened = StoredReader.open(this.#path, value, this.#into)
    if (typeof opened === 'string') this.#cannotRead(opened)
    else if (opened !== undefined) this.#stored = opened
    if (opened !== undefined) return true
    const taken = this.#stored?.take(value)
    if (typeof taken === 'object') this.#count(wrongField(taken.bad), undefined)
    return taken !== undefined
  }

  #cannotRead(why: string): void {
    this.#report({ code: 'snapshot-unreadable', at: undefined, args: [this.#path, why] })
  }

  #enter(recognised: Recognised, value: unknown, json: string, head: JsonObject | undefined): void {
    switch (recognised.is) {
      case 'object':
        this.#into.object(withType(value, head), this.#path, this.#seen)
        break
      case 'record':
        this.#record(recognised.dialect, recognised.row, json)
        break
      case 'bad-record':
        this.#count(wrongField(recognised.field), undefined)
        break
      case 'lost':
        this.#count('the source lost events before it wrote them', undefined, recognised.events)
        break
      case 'metadata':
        this.#metadata(recognised.metadata)
        break
      case 'error':
        this.#cannotRead(`the server answered: ${recognised.message.slice(0, LONGEST_MESSAGE)}`)
        break
      case 'list':
        for (const item of recognised.items) this.#take(item, '', recognised.head)
        break
      case 'nothing':
        break
      case 'unknown':
        this.#pass(json)
    }
  }

  /** Objects that follow in the file are those of this capture */
  #metadata(metadata: CaptureMetadata): void {
    this.#into.metadata(metadata)
    const { capturedAt: at } = metadata
    this.#seen = at === undefined ? undefined : { first: at, last: at }
    this.#stored = undefined
  }

  #record(dialect: DialectId, row: Row, json: string): void {
    const group = this.#into.records.group(this.#path, dialect)
    this.#into.records.add(group, row)
    this.#quicken(dialect, group, json)
  }

  #pass(json: string): void {
    if (this.#unknown === 0 && this.#recognised === 0) {
      const refused = refusedForm(json.slice(0, SNIFF))
      if (refused !== undefined) this.#form = refused
    }
    this.#unknown++
  }

  /** From now on, values that begin like this one are first taken for its kind */
  #quicken(id: DialectId, group: number, json: string): void {
    const dialect = QUICK[id]
    const opening = /^\{\s*"\w+":/.exec(json)?.[0]
    if (dialect === undefined || opening === undefined) return
    const records = this.#quickBy.get(id) ?? new QuickRecords(dialect, this.#into.records.tables)
    this.#quickBy.set(id, records)
    this.opening = opening
    this.quick = (text, codes, from, to) => {
      const row = records.read(text, codes, from, to)
      if (row === undefined) return false
      this.#into.records.add(group, row)
      return true
    }
  }

  broken(place: TextPlace, what: BrokenText): void {
    if (what === 'line') {
      this.#count(NOT_JSON, place)
      return
    }
    const at = { path: this.#path, ...place }
    const why = what === 'end' ? 'the file ends within a value' : 'its list is broken here'
    this.#report({ code: 'json-syntax', at, args: [`${why}; what stands before was read`] })
  }

  #count(what: string, at: TextPlace | undefined, times = 1): void {
    const known = this.#bad.get(what)
    if (known === undefined) this.#bad.set(what, { count: times, at })
    else known.count += times
  }

  /** What is worth saying of the file as a whole */
  #conclude(): void {
    const form = this.#form
    if (form?.is === 'html') this.#say('html-not-flows', [this.#path])
    else if (form?.is === 'refused') this.#say('dialect-refused', [form.dialect, form.lacks])
    else if (form?.is === 'unknown' || (this.#unknown > 0 && this.#recognised === 0))
      this.#say('file-not-recognised', [this.#path])
    else this.#sayBad()
  }

  #sayBad(): void {
    if (this.#unknown > 0) this.#count('it is of no known kind', undefined, this.#unknown)
    for (const [what, { at, count }] of this.#bad) {
      const place = { path: this.#path, line: at?.line ?? 1, column: at?.column ?? 1 }
      const others = count === 1 ? '' : ` (${String(count)} times in this file)`
      this.#report({ code: 'record-unreadable', at: place, args: [`${what}${others}`] })
    }
  }

  #say(code: 'html-not-flows' | 'dialect-refused' | 'file-not-recognised', args: readonly string[]): void {
    this.#report({ code, at: { path: this.#path, line: 1, column: 1 }, args })
  }
}

const NOT_JSON = 'it is no JSON'
const wrongField = (field: string): string => `its ${field} is missing or no ${field}`
const LONGEST_MESSAGE = 200

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** The members before a list, which may say what its elements are */
function headOf(head: string | undefined): JsonObject | undefined {
  if (head === undefined || !head.includes('List')) return undefined
  const value = parsed(`${head.replace(/,\s*$/, '')}}`)
  return isObject(value) ? value : undefined
}

/** An element of a typed list (`PodList`) says its kind only there */
function withType(value: unknown, head: JsonObject | undefined): JsonObject {
  if (!isObject(value)) return {}
  const kind = head?.['kind']
  if (typeof kind !== 'string' || !kind.endsWith('List') || kind === 'List' || 'kind' in value) return value
  return { apiVersion: head?.['apiVersion'], kind: kind.slice(0, -'List'.length), ...value }
}
