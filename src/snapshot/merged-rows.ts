// The rows of one flow → its records: what several files say of the same window is counted once, windows are added, and a
// packet that was only seen passing counts for nothing beside a verdict.

import { byText } from '../base/order.ts'
import { addressKey } from './cluster-index.ts'
import type { RecordStore } from './record-store.ts'
import { addFigures, fullerFigures } from './row-table.ts'
import type { Figures, ReporterCode, RowTable } from './row-table.ts'
import { traceText } from './tables.ts'
import type { NamedEnd } from './tables.ts'

export interface MergedRow {
  /** One of the rows, for all that they have in common */
  readonly row: number
  readonly sourceLabels: number
  readonly destinationLabels: number
  readonly reporter: ReporterCode
  readonly sourcePort: number | undefined
  readonly figures: Figures
}

export class RowMerger {
  readonly #records: RecordStore
  /** What orders rows by, of ends and traces by their numbers */
  readonly #endTexts: (string | undefined)[] = []
  readonly #traceTexts: (string | undefined)[] = []

  constructor(records: RecordStore) {
    this.#records = records
  }

  /** The records of one flow, in an order that does not hang on that of the files */
  merge(rows: readonly number[]): readonly MergedRow[] {
    const strong = strongRows(this.#records.rows, rows)
    const [a, b] = strong
    // Most flows have a record of the source and one of the destination.
    if (strong.length === 2 && a !== undefined && b !== undefined) return this.#mergePair(a, b)
    const merged = areDifferent(this.#records.rows, strong)
      ? strong.map((row) => singleRow(this.#records, row))
      : alikeRows(this.#records.rows, strong).map((some) => mergedRow(this.#records, some))
    return merged.length === 1 ? merged : merged.sort((a, b) => this.#compare(a.row, b.row))
  }

  #mergePair(a: number, b: number): readonly MergedRow[] {
    if (this.#records.rows.isAlike(a, b)) return [mergedRow(this.#records, [a, b])]
    const [first, second] = this.#compare(a, b) <= 0 ? [a, b] : [b, a]
    return [singleRow(this.#records, first), singleRow(this.#records, second)]
  }

  /** The source's records first; the rest is what the record says, as numbers differ with the order of the files */
  #compare(a: number, b: number): number {
    const { rows } = this.#records
    const rank = (row: number): number => (rows.reporterOf(row) + 2) % 3
    return (
      rank(a) - rank(b) ||
      rows.actionOf(a) - rows.actionOf(b) ||
      this.#compareEnds(rows.sourceOf(a), rows.sourceOf(b)) ||
      this.#compareEnds(rows.destinationOf(a), rows.destinationOf(b)) ||
      rows.serviceOf(a) - rows.serviceOf(b) ||
      this.#compareTraces(rows.enforcedOf(a), rows.enforcedOf(b)) ||
      this.#compareTraces(rows.pendingOf(a), rows.pendingOf(b))
    )
  }

  #compareEnds(a: number, b: number): number {
    return a === b ? 0 : byText(this.#endText(a), this.#endText(b))
  }

  #compareTraces(a: number, b: number): number {
    return a === b ? 0 : byText(this.#traceText(a), this.#traceText(b))
  }

  #endText(number: number): string {
    return (this.#endTexts[number] ??= endText(this.#records.tables.ends.values[number]))
  }

  #traceText(number: number): string {
    return (this.#traceTexts[number] ??= traceText(this.#records.tables.traces.values[number] ?? []))
  }
}

const endText = (end: NamedEnd | undefined): string =>
  end === undefined ? '' : `${end.namespace}/${end.name} ${end.is} ${end.ips.map(addressKey).join(' ')}`

/** Holding every row of a flow against every other takes too long where there are more; then each says what it is as a text */
const MOST_COMPARED = 100

/** Those that say what policy said, where any do */
function strongRows(table: RowTable, rows: readonly number[]): readonly number[] {
  if (!rows.some((row) => table.isWeak(row))) return rows
  const strong = rows.filter((row) => !table.isWeak(row))
  return strong.length > 0 ? strong : rows
}

/** No two of a few rows are one record, as is mostly so where one capture is all there is */
function areDifferent(rows: RowTable, some: readonly number[]): boolean {
  if (some.length > MOST_COMPARED) return false
  for (let i = 1; i < some.length; i++)
    for (let j = 0; j < i; j++) if (rows.isAlike(some[i] ?? 0, some[j] ?? 0)) return false
  return true
}

/** Rows that are one record but for the group, together */
function alikeRows(rows: RowTable, some: readonly number[]): readonly (readonly number[])[] {
  const groups: number[][] = []
  const byIdentity = some.length > MOST_COMPARED ? new Map<string, number[]>() : undefined
  for (const row of some) {
    const identity = byIdentity === undefined ? '' : rows.identityOf(row)
    const known =
      byIdentity === undefined
        ? groups.find(([first]) => first !== undefined && rows.isAlike(first, row))
        : byIdentity.get(identity)
    if (known !== undefined) {
      known.push(row)
      continue
    }
    const group = [row]
    groups.push(group)
    byIdentity?.set(identity, group)
  }
  return groups
}

export const singleRow = ({ rows }: RecordStore, row: number): MergedRow => ({
  row,
  sourceLabels: rows.sourceLabelsOf(row),
  destinationLabels: rows.destinationLabelsOf(row),
  reporter: rows.reporterOf(row),
  sourcePort: rows.sourcePortOf(row),
  figures: rows.figuresOf(row),
})

function mergedRow(records: RecordStore, some: readonly number[]): MergedRow {
  const { rows, tables, uses } = records
  const row = some[0] ?? 0
  if (some.length === 1) return singleRow(records, row)
  // One file's are added up, for they may have come from several sections of it.
  const byGroup = new Map<number, Figures>()
  let [sourceLabels, destinationLabels] = [rows.sourceLabelsOf(row), rows.destinationLabelsOf(row)]
  let sourcePort = rows.sourcePortOf(row)
  for (const one of some) {
    const group = rows.groupOf(one)
    const known = byGroup.get(group)
    const figures = rows.figuresOf(one)
    byGroup.set(group, known === undefined ? figures : addFigures(known, figures))
    sourceLabels = tables.commonLabels(sourceLabels, rows.sourceLabelsOf(one))
    destinationLabels = tables.commonLabels(destinationLabels, rows.destinationLabelsOf(one))
    if (rows.sourcePortOf(one) !== sourcePort) sourcePort = undefined
  }
  const byWindow = new Map<number, Figures>()
  for (const [group, figures] of byGroup) {
    const use = uses[group]
    const window = use?.is === 'used' ? use.window : -1
    const known = byWindow.get(window)
    byWindow.set(window, known === undefined ? figures : fullerFigures(known, figures))
  }
  const [first = NO_FIGURES, ...others] = byWindow.values()
  const figures = others.reduce(addFigures, first)
  return { row, sourceLabels, destinationLabels, reporter: rows.reporterOf(row), sourcePort, figures }
}

const NO_FIGURES: Figures = { records: 0, packets: 0, connections: -1, start: 0, end: 0 }
