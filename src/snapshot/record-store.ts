// All flow records of a snapshot, merged as they arrived, and the groups they came in: the records of one dialect in one
// file, which cover one window.

import type { DialectId } from './dialect.ts'
import { RowTable } from './row-table.ts'
import type { Row, RowNumbers } from './row-table.ts'
import { chooseGroups } from './sources.ts'
import type { Group, GroupUse, Window } from './sources.ts'
import { Tables } from './tables.ts'
import type { TablesContent } from './tables.ts'

/** What is known of a stored window */
export type StoredGroup = Readonly<Required<Omit<Group, 'path'>>>

/** The records of a store, as plain data: what one thread can give to another */
export interface StoreContent {
  readonly groups: readonly Readonly<Omit<Group, 'path' | 'id'>>[]
  readonly tables: TablesContent
  readonly rows: RowNumbers
}

/** Rows beyond this many would take more memory than a runner has */
export const MOST_ROWS = 8_000_000

export class RecordStore {
  readonly tables = new Tables()
  readonly rows = new RowTable(this.tables)
  readonly groups: Group[] = []
  readonly #numbers = new Map<string, number>()
  readonly #windows: Window[] = []
  #uses: readonly GroupUse[] | undefined
  readonly #mostRows: number
  /** Records were left out for want of room */
  full = false

  constructor(mostRows: number = MOST_ROWS) {
    this.#mostRows = mostRows
  }

  group(path: string, dialect: DialectId): number {
    const key = `${dialect}\n${path}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.groups.length)
    this.groups.push({ path, dialect, start: 0, end: 0, records: 0 })
    this.#uses = undefined
    return this.groups.length - 1
  }

  /** The group of a stored window, for `addSeen`; undefined where it is there already, so that its records are too */
  storedGroup(path: string, { dialect, end, id, records, start }: StoredGroup): number | undefined {
    if (this.#numbers.has(id)) return undefined
    this.#numbers.set(id, this.groups.length)
    this.groups.push({ path: `${path} (window ${id.slice(0, 8)})`, dialect, id, start, end, records })
    this.#uses = undefined
    return this.groups.length - 1
  }

  /** A row of a stored group that stands for so many records */
  addSeen(number: number, row: Row, records: number): void {
    if (this.rows.size >= this.#mostRows) this.full = true
    else this.rows.add(number, row, records)
  }

  /** False where the record is an empty one, of which nothing is known, or there is no room for it */
  add(number: number, row: Row): boolean {
    const group = this.groups[number]
    // Goldmane's records without a window (flow-formats 0.1, 1.13)
    if (group === undefined || (row.end === 0 && row.start === 0 && row.packets === 0 && row.connections <= 0))
      return false
    if (this.rows.size >= this.#mostRows) {
      this.full = true
      return false
    }
    this.rows.add(number, row)
    group.records++
    widen(group, row)
    return true
  }

  /** Of records as a file holds them, which no stored window is among */
  get content(): StoreContent {
    const groups = this.groups.map(({ dialect, end, records, start }) => ({ dialect, start, end, records }))
    return { groups, tables: this.tables.content, rows: this.rows.numbers }
  }

  /** Adds records of the file `path` that another store took. False, and nothing is, where there may be no room for them */
  adopt(path: string, { groups, rows, tables }: StoreContent): boolean {
    if (this.rows.size + rows.size > this.#mostRows) return false
    const numbers = groups.map((group) => {
      const number = this.group(path, group.dialect)
      const known = this.groups[number]
      if (known !== undefined) {
        known.records += group.records
        widen(known, group)
      }
      return number
    })
    this.rows.adopt(rows, numbers, this.tables.adopt(tables))
    return true
  }

  /** A capture says that it covers this window */
  addWindow(window: Window): void {
    this.#windows.push(window)
    this.#uses = undefined
  }

  /** How each group is used, by its number; to be asked for when all records are in */
  get uses(): readonly GroupUse[] {
    this.#uses ??= chooseGroups(this.groups, this.#windows)
    return this.#uses
  }
}

/** Times of 0 are not known */
function widen(group: Group, { end, start }: Readonly<Pick<Group, 'start' | 'end'>>): void {
  if (start > 0 && (group.start === 0 || start < group.start)) group.start = start
  if (end > group.end) group.end = end
}
