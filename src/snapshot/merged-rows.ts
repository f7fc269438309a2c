// The rows of one flow → its records: what several files say of the same window is counted once, windows are added, and a
// packet that was only seen passing counts for nothing beside a verdict.

import { byKeys } from '../base/order.ts'
import { addressKey } from './cluster-index.ts'
import type { RecordStore } from './record-store.ts'
import { addFigures, fullerFigures } from './row-table.ts'
import type { Figures, ReporterCode } from './row-table.ts'
import { traceText } from './tables.ts'

export interface MergedRow {
  /** One of the rows, for all that they have in common */
  readonly row: number
  readonly sourceLabels: number
  readonly destinationLabels: number
  readonly reporter: ReporterCode
  readonly sourcePort: number | undefined
  readonly figures: Figures
}

/** In an order that does not hang on that of the files */
export function mergeRows(records: RecordStore, rows: readonly number[]): readonly MergedRow[] {
  const isWeak = (row: number): boolean => records.rows.isWeak(row)
  const strong = rows.some((row) => !isWeak(row)) ? rows.filter((row) => !isWeak(row)) : rows
  const alike = new Map<string, number[]>()
  for (const row of strong) {
    const key = identityOf(records, row)
    const known = alike.get(key)
    if (known === undefined) alike.set(key, [row])
    else known.push(row)
  }
  const merged = [...alike.values()].map((some) => ({ row: mergedRow(records, some), order: orderOf(records, some) }))
  return merged.sort(byKeys(({ order }) => order)).map(({ row }) => row)
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
  const byWindow = new Map<number, Figures>()
  let [sourceLabels, destinationLabels] = [rows.sourceLabelsOf(row), rows.destinationLabelsOf(row)]
  let sourcePort = rows.sourcePortOf(row)
  for (const one of some) {
    const use = uses[rows.groupOf(one)]
    const window = use?.is === 'used' ? use.window : -1
    const known = byWindow.get(window)
    const figures = rows.figuresOf(one)
    byWindow.set(window, known === undefined ? figures : fullerFigures(known, figures))
    sourceLabels = tables.commonLabels(sourceLabels, rows.sourceLabelsOf(one))
    destinationLabels = tables.commonLabels(destinationLabels, rows.destinationLabelsOf(one))
    if (rows.sourcePortOf(one) !== sourcePort) sourcePort = undefined
  }
  const [first = NO_FIGURES, ...others] = byWindow.values()
  const figures = others.reduce(addFigures, first)
  return { row, sourceLabels, destinationLabels, reporter: rows.reporterOf(row), sourcePort, figures }
}

const NO_FIGURES: Figures = { records: 0, packets: 0, connections: -1, start: 0, end: 0 }

/** All that makes it one record, but for the group */
const identityOf = ({ rows }: RecordStore, row: number): string =>
  [
    rows.sourceOf(row),
    rows.destinationOf(row),
    rows.serviceOf(row),
    rows.reporterOf(row),
    rows.actionOf(row),
    rows.enforcedOf(row),
    rows.pendingOf(row),
  ].join(' ')

/** The source's records first; the rest is what the record says, as numbers differ with the order of the files */
function orderOf({ rows, tables }: RecordStore, some: readonly number[]): string {
  const row = some[0] ?? 0
  const trace = (number: number): string => traceText(tables.traces.values[number] ?? [])
  const end = (number: number): string => {
    const { ips, is, name, namespace } = tables.ends.values[number] ?? { ips: [], is: '', name: '', namespace: '' }
    return `${namespace}/${name} ${is} ${ips.map(addressKey).join(' ')}`
  }
  return [
    String((rows.reporterOf(row) + 2) % 3),
    String(rows.actionOf(row)),
    end(rows.sourceOf(row)),
    end(rows.destinationOf(row)),
    String(rows.serviceOf(row)),
    trace(rows.enforcedOf(row)),
    trace(rows.pendingOf(row)),
  ].join('\n')
}
