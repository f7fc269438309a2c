// Records and the cluster in which they were made → flows: records of both reporters and of all pods of a workload come
// together under one key (issue: what counts as a flow), and every end is everything that it can be.

import type { Report } from '../base/diagnostic.ts'
import { byText } from '../base/order.ts'
import type { Cluster } from '../model/cluster.ts'
import type { Flow, FlowRecord, Weight } from '../model/flow.ts'
import { FlowAssembly } from './assembled-flow.ts'
import { FlowRows } from './flow-rows.ts'
import { JoinedEnds } from './joined-ends.ts'
import { RowMerger, singleRow } from './merged-rows.ts'
import type { MergedRow } from './merged-rows.ts'
import type { RecordStore } from './record-store.ts'
import type { ResolvedEnd } from './resolved-end.ts'
import { RowEnds } from './row-ends.ts'

/**
 * Gives the flows of a snapshot to `take` one by one, in order of source, destination, protocol and port. `cluster` is that of
 * the time of the records: its objects decide what their names mean. Names that it does not know are reported after the last
 * flow. Verdicts that were last given at `policiesSince` (epoch seconds) or before are left out, for other policies gave
 * them. Nothing can be added to the records any more.
 */
export function eachFlow(
  records: RecordStore,
  cluster: Cluster,
  take: (flow: Flow) => void,
  report: Report = () => undefined,
  policiesSince = 0,
): void {
  const resolution = new Resolution(records, cluster, policiesSince)
  resolution.each(take)
  resolution.sayUnresolved(report)
}

/** All of them at once */
export function resolveFlows(records: RecordStore, cluster: Cluster, report?: Report, policiesSince?: number): Flow[] {
  const flows: Flow[] = []
  eachFlow(records, cluster, (flow) => void flows.push(flow), report, policiesSince)
  return flows
}

class Resolution {
  readonly #records: RecordStore
  readonly #policiesSince: number
  readonly #ends: RowEnds
  readonly #rows: FlowRows
  readonly #merger: RowMerger
  readonly #joined = new JoinedEnds()
  readonly #assembly = new FlowAssembly()

  constructor(records: RecordStore, cluster: Cluster, policiesSince: number) {
    this.#records = records
    this.#policiesSince = policiesSince
    this.#ends = new RowEnds(records.tables, cluster)
    this.#rows = new FlowRows(records, this.#ends, cluster.settings.bpf)
    this.#merger = new RowMerger(records)
  }

  each(take: (flow: Flow) => void): void {
    const { order } = this.#rows
    for (let at = 0, end: number; at < order.length; at = end) {
      end = this.#rows.endOfFlow(at)
      take(end === at + 1 ? this.#flowOfRow(order[at] ?? 0) : this.#flow(rowsIn(order, at, end)))
    }
  }

  #flow(rows: readonly number[]): Flow {
    return this.#assemble(rows[0] ?? 0, this.#merger.merge(rows), this.#windowsOf(rows))
  }

  /** Most flows are one row, and there may be a million */
  #flowOfRow(row: number): Flow {
    const one = singleRow(this.#records, row)
    const [source, destination] = [this.#endOf(this.#rows.sourceOf(row)), this.#endOf(this.#rows.destinationOf(row))]
    const record = this.#record(one, source, destination)
    return this.#assembly.flow({
      windows: 1,
      source,
      destination,
      layer4: this.#rows.layer4Of(row),
      sourcePort: one.sourcePort,
      weight: weightOf([one]),
      start: one.figures.start,
      end: one.figures.end,
      records: record === undefined ? NO_RECORDS : [record],
    })
  }

  #windowsOf(rows: readonly number[]): number {
    const { rows: table, uses } = this.#records
    if (uses.length === 1) return 1
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
      const source = this.#sourceOf(one)
      const destination = this.#destinationOf(one)
      // Most records of a flow name its ends alike.
      if (source !== sources[0]) sources.push(source)
      if (destination !== destinations[0]) destinations.push(destination)
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
      layer4: this.#rows.layer4Of(firstRow),
      sourcePort: sharedPort(merged),
      weight: weightOf(merged),
      start,
      end,
      records: records.length === 0 ? NO_RECORDS : records,
    })
  }

  /** Rows that were merged have only the labels that all of them have */
  #sourceOf({ row, sourceLabels }: MergedRow): ResolvedEnd {
    const { rows } = this.#records
    if (sourceLabels === rows.sourceLabelsOf(row)) return this.#endOf(this.#rows.sourceOf(row))
    return this.#endOf(this.#ends.number(rows.sourceOf(row), sourceLabels, rows.destinationOf(row)))
  }

  #destinationOf({ destinationLabels, row }: MergedRow): ResolvedEnd {
    const { rows } = this.#records
    if (destinationLabels === rows.destinationLabelsOf(row)) return this.#endOf(this.#rows.destinationOf(row))
    return this.#endOf(this.#ends.number(rows.destinationOf(row), destinationLabels, rows.sourceOf(row)))
  }

  #endOf(number: number): ResolvedEnd {
    const end = this.#ends.values[number]
    if (end === undefined) throw new Error(`no end ${String(number)}`)
    return end
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

function rowsIn(order: Int32Array, from: number, to: number): readonly number[] {
  const rows: number[] = []
  for (let at = from; at < to; at++) rows.push(order[at] ?? 0)
  return rows
}

const NO_RECORDS: readonly FlowRecord[] = []
/** Names that are said one by one */
const SAID = 10

const REPORTERS = [undefined, 'source', 'destination'] as const
const ACTIONS = [undefined, 'allow', 'deny'] as const

/** How often a flow was seen: by what the source counted, for the destination counts the same connections again */
function weightOf(merged: readonly MergedRow[]): Weight {
  let bySource = false
  for (const { reporter } of merged) if (reporter === 1) bySource = true
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
  for (const { sourcePort } of merged) if (sourcePort !== port) return undefined
  return port
}
