// A stored snapshot, element by element → objects with the captures that have them, and rows in the group of their window.
// A window that is known already, from whatever file, is not added again.

import type { RecordStore } from './record-store.ts'
import type { StoredCapture } from './stored.ts'
import { storedRows } from './stored-flow.ts'
import { isStoredHead, readHead } from './stored-head.ts'
import type { ReadHead } from './stored-head.ts'
import { isObject, timeOf } from './values.ts'
import type { JsonObject } from './values.ts'

/** In which captures an object was there; times in epoch seconds, undefined where not known */
export interface SeenObject {
  readonly first: number | undefined
  readonly last: number | undefined
  /** When each of its states was last there, where it had several */
  readonly states?: ReadonlyMap<string, number | undefined>
}

/** Where the contents of stored snapshots go */
export interface StoredSink {
  readonly records: RecordStore
  object(value: JsonObject, path: string, seen: SeenObject): void
  capture(capture: StoredCapture): void
  pseudonyms(id: string | undefined): void
}

/** The name of the field that is wrong */
export type StoredElement = 'taken' | { readonly bad: string }

export class StoredReader {
  readonly #path: string
  readonly #into: StoredSink
  readonly #head: ReadHead
  /** By the place of the window; undefined where another file has given it already */
  readonly #groups: readonly (number | undefined)[]

  private constructor(path: string, into: StoredSink, head: ReadHead) {
    this.#path = path
    this.#into = into
    this.#head = head
    this.#groups = head.windows.map((window) => into.records.storedGroup(path, window))
  }

  /** Undefined for a head that is none; a sentence where it cannot be used */
  static open(path: string, head: JsonObject, into: StoredSink): StoredReader | string | undefined {
    if (!isStoredHead(head)) return undefined
    const read = readHead(head, into.records.tables)
    if (typeof read === 'string') return read
    into.pseudonyms(read.pseudonyms)
    for (const capture of read.captures) into.capture(capture)
    return new StoredReader(path, into, read)
  }

  /** Undefined for a line that is neither an object nor a flow of a merged snapshot */
  take(value: JsonObject): StoredElement | undefined {
    const { seen, ...object } = value
    if (typeof value['kind'] === 'string' && typeof value['apiVersion'] === 'string') {
      this.#into.object(object, this.#path, seenOf(isObject(seen) ? seen : {}))
      return 'taken'
    }
    if (!Array.isArray(seen)) return undefined
    const rows = storedRows(value, this.#head)
    if (typeof rows === 'string') return { bad: rows }
    for (const { records, row, window } of rows) {
      const group = this.#groups[window]
      if (group !== undefined) this.#into.records.addSeen(group, row, records)
    }
    return 'taken'
  }
}

function seenOf({ first, last, states }: JsonObject): SeenObject {
  const seen = { first: knownTime(first), last: knownTime(last) }
  return isObject(states) && Object.keys(states).length > 1
    ? { ...seen, states: new Map(Object.entries(states).map(([state, time]) => [state, knownTime(time)])) }
    : seen
}

function knownTime(value: unknown): number | undefined {
  const time = timeOf(value)
  return time === 0 ? undefined : time
}
