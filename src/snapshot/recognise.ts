// One JSON value of a snapshot → what it is: an object of the cluster, a flow record of some dialect, metadata, or none of
// them (flow-formats appendix, 1). Told by its keys, value by value, for files may be mixed.

import type { BadField, DialectId } from './dialect.ts'
import { readRow } from './dialect.ts'
import { enterpriseRow } from './enterprise.ts'
import { GOLDMANE_CAMEL, GOLDMANE_SNAKE, flatGoldmane, goldmaneDialect, isBareKey } from './goldmane.ts'
import { hubbleFlow, hubbleLost, hubbleRow } from './hubble.ts'
import { metadataOf } from './metadata.ts'
import type { CaptureMetadata } from './metadata.ts'
import type { Row } from './row-table.ts'
import type { Tables } from './tables.ts'
import { TUPLES } from './tuple.ts'
import { isObject } from './values.ts'
import type { JsonObject } from './values.ts'
import { WHISKER } from './whisker.ts'

export type Recognised =
  | { readonly is: 'object' }
  | { readonly is: 'record'; readonly dialect: DialectId; readonly row: Row }
  | { readonly is: 'bad-record'; readonly dialect: DialectId; readonly field: BadField }
  /** Of a known dialect, and without anything to learn from it */
  | { readonly is: 'nothing' }
  /** The source lost so many events before it wrote */
  | { readonly is: 'lost'; readonly events: number }
  | { readonly is: 'metadata'; readonly metadata: CaptureMetadata }
  /** What a server says instead of flows */
  | { readonly is: 'error'; readonly message: string }
  /** A list within a list */
  | { readonly is: 'list'; readonly items: readonly unknown[]; readonly head: JsonObject }
  | { readonly is: 'unknown' }

/** `events`: the value came as a server-sent event */
export function recognise(value: unknown, events: boolean, tables: Tables): Recognised {
  if (!isObject(value)) return { is: 'unknown' }
  const metadata = metadataOf(value)
  if (metadata !== undefined) return { is: 'metadata', metadata }
  const list = listOf(value)
  if (list !== undefined) return list
  if (typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string') return { is: 'object' }
  return recordOf(value, events, tables) ?? aside(value)
}

function listOf(value: JsonObject): Recognised | undefined {
  for (const key of ['items', 'flows', 'objects'])
    if (Array.isArray(value[key])) return { is: 'list', items: value[key], head: value }
  // Whisker's answer where there is nothing
  return 'total' in value && value['items'] === null ? { is: 'nothing' } : undefined
}

function recordOf(value: JsonObject, events: boolean, tables: Tables): Recognised | undefined {
  const source = value['_source']
  if (isObject(source)) return recordOf(source, events, tables)
  const flat = flatGoldmane(value)
  if (flat !== undefined) return goldmaneRecord(flat, tables)
  const event = hubbleFlow(value)
  return event === undefined ? flatRecordOf(value, events, tables) : hubbleEvent(event, tables)
}

function goldmaneRecord(flat: JsonObject, tables: Tables): Recognised {
  const dialect = goldmaneDialect(flat)
  return result(dialect, readRow(dialect === 'goldmane-protojson' ? GOLDMANE_CAMEL : GOLDMANE_SNAKE, flat, tables))
}

/** Whoever wrote the key alone had at least one connection before him */
function bareKey(value: JsonObject, tables: Tables): Recognised {
  const recognised = goldmaneRecord(value, tables)
  return recognised.is === 'record' ? { ...recognised, row: { ...recognised.row, connections: 1 } } : recognised
}

function hubbleEvent(event: JsonObject, tables: Tables): Recognised {
  const row = hubbleRow(event, tables)
  if (row === 'nothing') return { is: 'nothing' }
  return result('hubble', 'bad' in row ? row.bad : row)
}

/** A record whose fields are its own */
function flatRecordOf(value: JsonObject, events: boolean, tables: Tables): Recognised | undefined {
  if ('source_name_aggr' in value || 'dest_name_aggr' in value)
    return result('enterprise', enterpriseRow(value, tables))
  if (isBareKey(value)) return bareKey(value, tables)
  if ('source_name' in value && 'dest_name' in value && 'reporter' in value)
    return result(events ? 'whisker-stream' : 'whisker-list', readRow(WHISKER, value, tables))
  if (isObject(value['src']) && isObject(value['dst']) && 'protocol' in value)
    return result('tuples', readRow(TUPLES, value, tables))
  return undefined
}

function result(dialect: DialectId, row: Row | BadField): Recognised {
  return typeof row === 'string' ? { is: 'bad-record', dialect, field: row } : { is: 'record', dialect, row }
}

function aside(value: JsonObject): Recognised {
  const events = hubbleLost(value)
  if (events !== undefined) return events === 0 ? { is: 'nothing' } : { is: 'lost', events }
  const error = value['error']
  const message = isObject(error) ? error['message'] : error
  return typeof message === 'string' && Object.keys(value).length <= 3 ? { is: 'error', message } : { is: 'unknown' }
}
