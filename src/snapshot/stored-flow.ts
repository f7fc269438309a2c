// One flow of a stored snapshot → a row for each window that it was seen in.

import { NEUTRAL } from './dialect.ts'
import type { BadField } from './dialect.ts'
import type { Row } from './row-table.ts'
import { isCount } from './stored-head.ts'
import type { ReadHead } from './stored-head.ts'
import { NO_TRACE } from './tables.ts'
import { isObject } from './values.ts'
import type { JsonObject } from './values.ts'

export interface SeenRow {
  /** Place in the list of windows */
  readonly window: number
  /** With the figures of that window */
  readonly row: Row
  readonly records: number
}

/** The rows of a flow; the name of the field that is wrong, where one is */
export function storedRows(value: JsonObject, head: ReadHead): readonly SeenRow[] | BadField {
  const who = whoOf(value, head)
  if (typeof who === 'string') return who
  const service = serviceOf(value)
  if (typeof service === 'string') return service
  const { seen } = value
  if (!Array.isArray(seen)) return 'seen'
  const rows: SeenRow[] = []
  for (const one of seen) {
    const figures = figuresOf(one, head.windows.length)
    if (figures === undefined) return 'seen'
    const { records, window, ...counts } = figures
    rows.push({ window, records, row: { ...NEUTRAL, ...who, ...service, ...counts } })
  }
  return rows
}

const REPORTERS = { source: 1, destination: 2 } as const
const ACTIONS = { allow: 1, deny: 2 } as const

type Who = Pick<
  Row,
  | 'source'
  | 'destination'
  | 'sourceLabels'
  | 'destinationLabels'
  | 'reporter'
  | 'action'
  | 'enforced'
  | 'pending'
  | 'weak'
>

function whoOf(value: JsonObject, { ends, labels, traces }: ReadHead): Who | BadField {
  const source = at(ends, value['source'])
  if (source === undefined) return 'source'
  const destination = at(ends, value['destination'])
  if (destination === undefined) return 'destination'
  const sourceLabels = at(labels, value['sourceLabels'], 0)
  if (sourceLabels === undefined) return 'sourceLabels'
  const destinationLabels = at(labels, value['destinationLabels'], 0)
  if (destinationLabels === undefined) return 'destinationLabels'
  const enforced = at(traces, value['enforced'], NO_TRACE)
  if (enforced === undefined) return 'enforced'
  const pending = at(traces, value['pending'], NO_TRACE)
  if (pending === undefined) return 'pending'
  const { action, reporter, weak } = value
  return {
    source,
    destination,
    sourceLabels,
    destinationLabels,
    enforced,
    pending,
    reporter: reporter === 'source' || reporter === 'destination' ? REPORTERS[reporter] : 0,
    action: action === 'allow' || action === 'deny' ? ACTIONS[action] : 0,
    weak: weak === true,
  }
}

/** The number at a place; `absent` where none is given, undefined where the place is not there */
function at(numbers: readonly number[], place: unknown, absent?: number): number | undefined {
  if (place === undefined || place === null) return absent
  return typeof place === 'number' ? numbers[place] : undefined
}

function serviceOf(value: JsonObject): Pick<Row, 'protocol' | 'port' | 'icmp' | 'sourcePort'> | BadField {
  const { icmp, port, protocol, sourcePort } = value
  if (!isUpTo(protocol, 255)) return 'protocol'
  if (port !== undefined && !isUpTo(port, 65_535)) return 'port'
  if (sourcePort !== undefined && !isUpTo(sourcePort, 65_535)) return 'sourcePort'
  const none = { protocol, port: port ?? 0, icmp: 0, sourcePort: sourcePort ?? 0 }
  if (icmp === undefined) return none
  const [type, code] = isObject(icmp) ? [icmp['type'], icmp['code']] : []
  return isUpTo(type, 255) && isUpTo(code, 255) ? { ...none, icmp: type * 256 + code + 1 } : 'icmp'
}

const isUpTo = (value: unknown, most: number): value is number => isCount(value) && value <= most

type Figures = Pick<SeenRow, 'window' | 'records'> & Pick<Row, 'packets' | 'connections' | 'start' | 'end'>

function figuresOf(value: unknown, windows: number): Figures | undefined {
  if (!Array.isArray(value)) return undefined
  const [window, records, packets, connections, start, end] = value as readonly unknown[]
  if (!isCount(window) || window >= windows || !isCount(records) || !isCount(packets)) return undefined
  const [begun, from, to] = [numberOr(connections, -1), numberOr(start, 0), numberOr(end, 0)]
  if (begun === undefined || from === undefined || to === undefined) return undefined
  return { window, records, packets, connections: begun, start: from, end: to }
}

/** `none` for null; undefined for what is no number from 0 */
const numberOr = (value: unknown, none: number): number | undefined =>
  value === null ? none : typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : undefined
