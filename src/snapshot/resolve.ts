// Records and the cluster in which they were made → flows: records of both reporters and of all pods of a workload come
// together under one key (issue: what counts as a flow), and every end is everything that it can be.

import type { Report } from '../base/diagnostic.ts'
import { byText } from '../base/order.ts'
import type { Cluster } from '../model/cluster.ts'
import type { Flow, FlowRecord, Weight } from '../model/flow.ts'
import { FlowAssembly } from './assembled-flow.ts'
import { JoinedEnds } from './joined-ends.ts'
import { layer4Of } from './layer4.ts'
import type { Layer4 } from './layer4.ts'
import { mergeRows, singleRow } from './merged-rows.ts'
import type { MergedRow } from './merged-rows.ts'
import { Ranked, sortedByRank } from './ranked.ts'
import type { RecordStore } from './record-store.ts'
import type { ResolvedEnd } from './resolved-end.ts'
import { RowEnds } from './row-ends.ts'

/**
 * The flows of a snapshot, in order of source, destination, protocol and port. `cluster` is that of the time of the
 * records: its objects decide what their names mean. Names that it does not know are reported. Verdicts that were last
 * given at `policiesSince` (epoch seconds) or before are left out, for other policies gave them.
 */
export function resolveFlows(
  records: RecordStore,
  cluster: Cluster,
  report: Report = () => undefined,
  policiesSince = 0,
): readonly Flow[] {
  const resolution = new Resolution(records, cluster, policiesSince)
  const flows = resolution.flows()
  resolution.sayUnresolved(report)
  return flows
}

class Resolution {
  readonly #records: RecordStore
  readonly #policiesSince: number
  readonly #bpf: boolean
  readonly #ends: RowEnds
  readonly #joined = new JoinedEnds()
  readonly #assembly = new FlowAssembly()
  readonly #layer4s = new Ranked()
  readonly #layer4ByService = new Map<number, number>()
  readonly #layer4: Layer4[] = []
  /** By row: its ends, and the next row of its flow or -1 */
  readonly #sources: Int32Array
  readonly #destinations: Int32Array
  readonly #next: Int32Array
  /** By flow: its first row */
  readonly #firstRows: number[] = []

  constructor(records: RecordStore, cluster: Cluster, policiesSince: number) {
    const { size } = records.rows
    this.#records = records
    this.#policiesSince = policiesSince
    this.#bpf = cluster.settings.bpf
    this.#ends = new RowEnds(records.tables, cluster)
    this.#sources = new Int32Array(size)
    this.#destinations = new Int32Array(size)
    this.#next = new Int32Array(size).fill(-1)
  }

  flows(): readonly Flow[] {
    this.#chainRows()
    return Array.from(this.#order(), (flow) => this.#flow(this.#firstRows[flow] ?? -1))
  }

  /** Ties together the rows of each flow */
  #chainRows(): void {
    const { rows, uses } = this.#records
    const flowByKey = new Map<string | number, number>()
    for (let row = 0; row < rows.size; row++) {
      if (uses[rows.groupOf(row)]?.is !== 'used') continue
      const [from, to] = [rows.sourceOf(row), rows.destinationOf(row)]
      this.#sources[row] = this.#ends.number(from, rows.sourceLabelsOf(row), to)
      this.#destinations[row] = this.#ends.number(to, rows.destinationLabelsOf(row), from)
      const key = keyOf(this.#nameOf(this.#sources, row), this.#nameOf(this.#destinations, row), this.#layer4Of(row))
      const flow = flowByKey.get(key)
      if (flow === undefined) {
        flowByKey.set(key, this.#firstRows.length)
        this.#firstRows.push(row)
      } else {
        this.#next[row] = this.#firstRows[flow] ?? -1
        this.#firstRows[flow] = row
      }
    }
  }

  #nameOf(ends: Int32Array, row: number): number {
    return this.#ends.nameNumbers[ends[row] ?? 0] ?? 0
  }

  #layer4Of(row: number): number {
    const service = this.#records.rows.serviceOf(row)
    const known = this.#layer4ByService.get(service)
    if (known !== undefined) return known
    const layer4 = layer4Of(service, this.#bpf)
    const number = this.#layer4s.number(layer4.text)
    this.#layer4[number] ??= layer4
    this.#layer4ByService.set(service, number)
    return number
  }

  #order(): Int32Array {
    const [names, layer4s] = [this.#ends.names.ranks(), this.#layer4s.ranks()]
    const firstRow = (flow: number): number => this.#firstRows[flow] ?? 0
    let order: Int32Array = Int32Array.from(this.#firstRows, (_, flow) => flow)
    order = sortedByRank(order, layer4s.length, (flow) => layer4s[this.#layer4Of(firstRow(flow))] ?? 0)
    for (const ends of [this.#destinations, this.#sources])
      order = sortedByRank(order, names.length, (flow) => names[this.#nameOf(ends, firstRow(flow))] ?? 0)
    return order
  }

  #flow(firstRow: number): Flow {
    if ((this.#next[firstRow] ?? -1) < 0) return this.#flowOfRow(firstRow)
    const rows: number[] = []
    for (let row = firstRow; row >= 0; row = this.#next[row] ?? -1) rows.push(row)
    return this.#assemble(firstRow, mergeRows(this.#records, rows), this.#windowsOf(rows))
  }

  /** Most flows are one row, and there may be a million */
  #flowOfRow(row: number): Flow {
    const one = singleRow(this.#records, row)
    const [source, destination] = [this.#endAt(this.#sources, row), this.#endAt(this.#destinations, row)]
    const record = this.#record(one, source, destination)
    return this.#assembly.flow({
      windows: 1,
      source,
      destination,
      layer4: this.#layer4At(row),
      sourcePort: one.sourcePort,
      weight: weightOf([one]),
      start: one.figures.start,
      end: one.figures.end,
      records: record === undefined ? NO_RECORDS : [record],
    })
  }

  #windowsOf(rows: readonly number[]): number {
    const { rows: table, uses } = this.#records
    const first = table.groupOf(rows[0] ?? 0)
    if (rows.every((row) => table.groupOf(row) === first)) return 1
    const stretches = rows.map((row) => {
      const use = uses[table.groupOf(row)]
      return use?.is === 'used' ? use.stretch : -1
    })
    return new Set(stretches).size
  }

  #assemble(firstRow: number, merged: readonly MergedRow[], windows: number): Flow {
    const sources: ResolvedEnd[] = []
    const destinations: ResolvedEnd[] = []
    const records: FlowRecord[] = []
    let [start, end] = [0, 0]
    for (const one of merged) {
      const [source, destination] = this.#endsOf(one)
      sources.push(source)
      destinations.push(destination)
      const { figures } = one
      if (figures.start > 0 && (start === 0 || figures.start < start)) start = figures.start
      if (figures.end > end) end = figures.end
      const record = this.#record(one, source, destination)
      if (record !== undefined) records.push(record)
    }
    return this.#assembly.flow({
      windows,
      source: this.#joined.join(sources),
      destination: this.#joined.join(destinations),
      layer4: this.#layer4At(firstRow),
      sourcePort: sharedPort(merged),
      weight: weightOf(merged),
      start,
      end,
      records: records.length === 0 ? NO_RECORDS : records,
    })
  }

  /** Rows that were merged have only the labels that all of them have */
  #endsOf({ destinationLabels, row, sourceLabels }: MergedRow): readonly [ResolvedEnd, ResolvedEnd] {
    const { rows } = this.#records
    const [from, to] = [rows.sourceOf(row), rows.destinationOf(row)]
    const own = sourceLabels === rows.sourceLabelsOf(row) && destinationLabels === rows.destinationLabelsOf(row)
    if (own) return [this.#endAt(this.#sources, row), this.#endAt(this.#destinations, row)]
    return [
      this.#endOf(this.#ends.number(from, sourceLabels, to)),
      this.#endOf(this.#ends.number(to, destinationLabels, from)),
    ]
  }

  #endAt(ends: Int32Array, row: number): ResolvedEnd {
    return this.#endOf(ends[row] ?? -1)
  }

  #endOf(number: number): ResolvedEnd {
    const end = this.#ends.values[number]
    if (end === undefined) throw new Error(`no end ${String(number)}`)
    return end
  }

  #layer4At(row: number): Layer4 {
    const layer4 = this.#layer4[this.#layer4Of(row)]
    if (layer4 === undefined) throw new Error(`no layer 4 of row ${String(row)}`)
    return layer4
  }

  /** Undefined for what records no verdict of anybody, or one of other policies */
  #record(
    { figures: { end, records: count }, row }: MergedRow,
    source: ResolvedEnd,
    destination: ResolvedEnd,
  ): FlowRecord | undefined {
    const { rows, tables } = this.#records
    const reporter = REPORTERS[rows.reporterOf(row)]
    const action = ACTIONS[rows.actionOf(row)]
    const enforced = tables.traces.values[rows.enforcedOf(row)]
    const pending = tables.traces.values[rows.pendingOf(row)]
    if (reporter === undefined && action === undefined && enforced === undefined && pending === undefined)
      return undefined
    if (end > 0 && end <= this.#policiesSince) return undefined
    const { recordName: sourceName } = source
    const { recordName: destinationName } = destination
    return { reporter, action, enforced, pending, source, destination, sourceName, destinationName, count }
  }

  sayUnresolved(report: Report): void {
    const unresolved = this.#ends.values.filter((end) => end.unresolved)
    const names = [...new Set(unresolved.map((end) => end.recordName))].sort(byText)
    for (const name of names.slice(0, SAID)) report({ code: 'record-unresolved', at: undefined, args: [name] })
    if (names.length > SAID)
      report({ code: 'record-unresolved', at: undefined, args: [`${String(names.length - SAID)} other names`] })
  }
}

const NO_RECORDS: readonly FlowRecord[] = []
/** Names that are said one by one */
const SAID = 10

const REPORTERS = [undefined, 'source', 'destination'] as const
const ACTIONS = [undefined, 'allow', 'deny'] as const

const KEY_BITS = 2 ** 18

/** One number where the three are small, as they nearly always are */
const keyOf = (source: number, destination: number, layer4: number): string | number =>
  source < KEY_BITS && destination < KEY_BITS && layer4 < KEY_BITS / 2
    ? (source * KEY_BITS + destination) * (KEY_BITS / 2) + layer4
    : `${String(source)} ${String(destination)} ${String(layer4)}`

/** How often a flow was seen: by what the source counted, for the destination counts the same connections again */
function weightOf(merged: readonly MergedRow[]): Weight {
  const bySource = merged.some(({ reporter }) => reporter === 1)
  let [begun, counted, packets] = [0, false, 0]
  for (const { figures, reporter } of merged) {
    if (bySource && reporter !== 1) continue
    packets += figures.packets
    if (figures.connections < 0) continue
    counted = true
    begun += figures.connections
  }
  if (!counted && packets > 0) return { count: packets, unit: 'packets' }
  // A connection older than the window is counted as begun by none of its records.
  return { count: Math.max(1, begun), unit: 'connections' }
}

/** The source port of all records, where they have the same one */
function sharedPort(merged: readonly MergedRow[]): number | undefined {
  const port = merged[0]?.sourcePort
  return merged.every(({ sourcePort }) => sourcePort === port) ? port : undefined
}
