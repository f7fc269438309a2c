// What a dialect of flow records is to the reader: how its records are told, and how the parts of one become the numbers
// of a row. Parts are what machines write side by side and repeat, so that each is decoded once (flow-formats 1.10).

import type { Row } from './row-table.ts'
import type { Tables } from './tables.ts'
import { countOf } from './values.ts'
import type { JsonObject } from './values.ts'

/** A part that is wrong, by the name of the field */
export type BadField = string

/** The fields of Row that a part knows; the others stand at their neutral value */
export type PartRow = Row

export interface Part {
  /** How it begins where machines write it: the first of its keys, quoted, with the colon */
  readonly mark: string
  /** Its keys; one that stands in the text of another part tells that the record is written otherwise */
  readonly keys: readonly string[]
  /** What of a row it gives */
  readonly gives: readonly (keyof Row)[]
  /** All of its values are counts, hardly ever the same twice; `keys` stand in the order in which they are written */
  readonly fromCounts?: (counts: Counts) => PartRow | BadField
  /** Over how many quotes behind the mark the texts of this part usually differ; LIST where they differ to their end */
  readonly quotes: number
  /** A field that an earlier part gives: where that part says the same again, this one mostly does too */
  readonly follows?: keyof Row
  /** Objects that its mark opens and leaves open */
  readonly opens?: number
  /** Objects that end with it, opened before its mark */
  readonly closes?: number
  read(record: JsonObject, tables: Tables): PartRow | BadField
}

/** For a part that is a list */
export const LIST = Infinity

/** Of a part's keys, in their order; undefined where the key is not there */
export type Counts = readonly (number | undefined)[]

export type DialectId =
  | 'goldmane-go'
  | 'goldmane-protojson'
  | 'goldmane-python'
  | 'whisker-list'
  | 'whisker-stream'
  | 'enterprise'
  | 'hubble'
  | 'tuples'

export interface Dialect {
  /** In the order in which machines write them */
  readonly parts: readonly Part[]
  /** What may stand before the first part, from the opening brace on */
  readonly prefix: RegExp
}

/** The part whose values are the counts `keys` */
export function countPart(
  part: Pick<Part, 'mark' | 'keys' | 'gives'> & { readonly fromCounts: (counts: Counts) => PartRow | BadField },
): Part {
  return {
    ...part,
    quotes: 0,
    read(record): PartRow | BadField {
      const counts: (number | undefined)[] = []
      for (const key of part.keys) {
        const value = record[key]
        const count = value === undefined || value === null ? undefined : countOf(value)
        if (count === undefined && value !== undefined && value !== null) return key
        counts.push(count)
      }
      return part.fromCounts(counts)
    },
  }
}

/** A part that knows nothing: the neutral row */
export const NEUTRAL: Row = {
  source: 0,
  destination: 0,
  sourceLabels: 0,
  destinationLabels: 0,
  protocol: 0,
  port: 0,
  icmp: 0,
  reporter: 0,
  action: 0,
  enforced: 0,
  pending: 0,
  weak: false,
  sourcePort: 0,
  start: 0,
  end: 0,
  packets: 0,
  connections: -1,
}

/** The row of a record of which every part can read its fields from the same object */
export function readRow(dialect: Dialect, record: JsonObject, tables: Tables): Row | BadField {
  const rows: PartRow[] = []
  for (const part of dialect.parts) {
    const row = part.read(record, tables)
    if (typeof row === 'string') return row
    rows.push(row)
  }
  return join(rows, givers(dialect))
}

/** Which part gives which field; the index is behind the last part where none does */
export type Givers = Readonly<Record<keyof Row, number>>

export function givers(dialect: Dialect): Givers {
  const by = (field: keyof Row): number => {
    const at = dialect.parts.findIndex((part) => part.gives.includes(field))
    return at < 0 ? dialect.parts.length : at
  }
  return {
    source: by('source'),
    destination: by('destination'),
    sourceLabels: by('sourceLabels'),
    destinationLabels: by('destinationLabels'),
    protocol: by('protocol'),
    port: by('port'),
    icmp: by('icmp'),
    reporter: by('reporter'),
    action: by('action'),
    enforced: by('enforced'),
    pending: by('pending'),
    weak: by('weak'),
    sourcePort: by('sourcePort'),
    start: by('start'),
    end: by('end'),
    packets: by('packets'),
    connections: by('connections'),
  }
}

export function join(rows: readonly PartRow[], by: Givers): Row {
  const from = (index: number): PartRow => rows[index] ?? NEUTRAL
  return {
    source: from(by.source).source,
    destination: from(by.destination).destination,
    sourceLabels: from(by.sourceLabels).sourceLabels,
    destinationLabels: from(by.destinationLabels).destinationLabels,
    protocol: from(by.protocol).protocol,
    port: from(by.port).port,
    icmp: from(by.icmp).icmp,
    reporter: from(by.reporter).reporter,
    action: from(by.action).action,
    enforced: from(by.enforced).enforced,
    pending: from(by.pending).pending,
    weak: from(by.weak).weak,
    sourcePort: from(by.sourcePort).sourcePort,
    start: from(by.start).start,
    end: from(by.end).end,
    packets: from(by.packets).packets,
    connections: from(by.connections).connections,
  }
}
