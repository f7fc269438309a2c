// What every section needs: the report, how much of it may be said, and where the rest is.

import { details, list, paragraph, table, type Block, type Column } from './blocks.ts'
import type { ReportDocument } from './document.ts'
import type { Detail } from './fit.ts'
import { phrase, type Phrase } from './phrase.ts'

export interface View {
  readonly document: ReportDocument
  readonly detail: Detail
  /** Where all of it is, as in "in `report.json`" */
  readonly rest: Phrase
}

/** How one thing becomes the row of a table */
type Row<T> = (item: T) => readonly Phrase[]

/** The rows that the step allows, and how many more there are */
export function foldedTable<T>(
  { detail, rest }: View,
  columns: readonly Column[],
  items: readonly T[],
  row: Row<T>,
): readonly Block[] {
  if (detail.rows === 0) return []
  return [...table(columns, items.slice(0, detail.rows).map(row)), ...more(items.length - detail.rows, rest)]
}

/** Some rows in plain sight and the others folded away below */
export function openTable<T>(
  view: View,
  columns: readonly Column[],
  items: readonly T[],
  row: Row<T>,
): readonly Block[] {
  const { detail, rest } = view
  const others = items.slice(detail.shown)
  const folded = others.length === 0 ? [] : foldedTable(view, columns, others, row)
  return [
    ...table(columns, items.slice(0, detail.shown).map(row)),
    ...(folded.length > 0 ? details(phrase`${others.length} more`, folded) : more(others.length, rest)),
  ]
}

/** As `foldedTable`, for items */
export function foldedList<T>({ detail, rest }: View, items: readonly T[], say: (item: T) => Phrase): readonly Block[] {
  if (detail.rows === 0) return []
  return [...list(items.slice(0, detail.rows).map(say)), ...more(items.length - detail.rows, rest)]
}

const more = (count: number, rest: Phrase): readonly Block[] =>
  count > 0 ? [paragraph(phrase`… and ${count} more, ${rest}.`)] : []

/** A block only where it is not left out at this step */
export const aside = ({ detail }: View, blocks: () => readonly Block[]): readonly Block[] =>
  detail.asides ? blocks() : []
