// Records and the cluster in which they were made → flows: records of both reporters and of all pods of a workload come
// together under one key (issue: what counts as a flow), and every end is everything that it can be.

import type { Report } from '../base/diagnostic.ts'
import { byText } from '../base/order.ts'
import type { Cluster } from '../model/cluster.ts'
import type { Flow, FlowRecord, Weight } from '../model/flow.ts'
import { assembleFlow } from './assembled-flow.ts'
import { JoinedEnds } from './joined-ends.ts'
import { layer4Of } from './layer4.ts'
import type { Layer4 } from './layer4.ts'
import { mergeRows } from './merged-rows.ts'
import type { MergedRow } from './merged-rows.ts'
import type { RecordStore } from './record-store.ts'
import { EndResolver } from './resolved-end.ts'
import type { ResolvedEnd } from './resolved-end.ts'
import { NO_LABELS } from './tables.ts'

/**
 * The flows of a snapshot, in order of source, destination, protocol and port. `cluster` is that of the time of the
 * records: its objects decide what their names mean. Names that it does not know are reported.
 */
export function resolveFlows(
  records: RecordStore,
  cluster: Cluster,
  report: Report = () => undefined,
): readonly Flow[] {
  const resolution = new Resolution(records, cluster)
  const flows = resolution.flows()
  resolution.sayUnresolved(report)
  return flows
}

/** Rows of one flow, as a chain through `next` */
interface Draft {
  readonly source: number
  readonly destination: number
  readonly layer4: number
  firstRow: number
}

class Resolution {
  readonly #records: RecordStore
  readonly #cluster: Cluster
  readonly #resolver: EndResolver
  readonly #sets: boolean
  readonly #ends = new Map<string | number, ResolvedEnd>()
  readonly #joined = new JoinedEnds()
  readonly #names = new Ranked()
  readonly #layer4s = new Ranked()
  readonly #layer4ByService = new Map<number, number>()
  readonly #layer4: Layer4[] = []
  readonly #next: Int32Array

  constructor(records: RecordStore, cluster: Cluster) {
    this.#records = records
    this.#cluster = cluster
    this.#resolver = new EndResolver(cluster)
    this.#sets = cluster.sets.length > 0
    this.#next = new Int32Array(records.rows.size).fill(-1)
  }

  flows(): readonly Flow[] {
    const drafts = this.#drafts()
    const [names, layer4s] = [this.#names.ranks(), this.#layer4s.ranks()]
    const rank = (ranks: Int32Array, number: number): number => ranks[number] ?? 0
    return drafts
      .sort(
        (a, b) =>
          rank(names, a.source) - rank(names, b.source) ||
          rank(names, a.destination) - rank(names, b.destination) ||
          rank(layer4s, a.layer4) - rank(layer4s, b.layer4),
      )
      .map((draft) => this.#flow(draft))
  }

  #drafts(): Draft[] {
    const { rows, uses } = this.#records
    const byKey = new Map<string | number, Draft>()
    const drafts: Draft[] = []
    for (let row = 0; row < rows.size; row++) {
      if (uses[rows.groupOf(row)]?.is !== 'used') continue
      const source = this.#names.number(this.#sourceOf(row, rows.sourceLabelsOf(row)).name)
      const destination = this.#names.number(this.#destinationOf(row, rows.destinationLabelsOf(row)).name)
      const layer4 = this.#layer4Number(rows.serviceOf(row))
      const key = keyOf(source, destination, layer4)
      const known = byKey.get(key)
      if (known === undefined) {
        const draft = { source, destination, layer4, firstRow: row }
        byKey.set(key, draft)
        drafts.push(draft)
      } else {
        this.#next[row] = known.firstRow
        known.firstRow = row
      }
    }
    return drafts
  }

  #layer4Number(service: number): number {
    const known = this.#layer4ByService.get(service)
    if (known !== undefined) return known
    const layer4 = layer4Of(service, this.#cluster.settings.bpf)
    const number = this.#layer4s.number(layer4.text)
    this.#layer4[number] ??= layer4
    this.#layer4ByService.set(service, number)
    return number
  }

  #sourceOf(row: number, labels: number): ResolvedEnd {
    return this.#end(this.#records.rows.sourceOf(row), labels, this.#records.rows.destinationOf(row))
  }

  #destinationOf(row: number, labels: number): ResolvedEnd {
    return this.#end(this.#records.rows.destinationOf(row), labels, this.#records.rows.sourceOf(row))
  }

  /** The same object for the same end, so that whoever judges it may remember it */
  #end(number: number, labelsNumber: number, peer: number): ResolvedEnd {
    const { ends, labels } = this.#records.tables
    const end = ends.values[number]
    if (end === undefined) throw new Error(`no end ${String(number)}`)
    const mayBeSet = this.#sets && end.is !== 'pod' && end.is !== 'network'
    const peerNamespace = mayBeSet ? (ends.values[peer]?.namespace ?? '') : ''
    const key = mayBeSet
      ? `${String(number)} ${String(labelsNumber)} ${peerNamespace}`
      : number * 2 ** 26 + labelsNumber
    const known = this.#ends.get(key)
    if (known !== undefined) return known
    const resolved = this.#resolver.resolve(end, labels.values[labelsNumber] ?? NO_LABELS, peerNamespace)
    this.#ends.set(key, resolved)
    return resolved
  }

  #flow(draft: Draft): Flow {
    const rows: number[] = []
    for (let row = draft.firstRow; row >= 0; row = this.#next[row] ?? -1) rows.push(row)
    const merged = mergeRows(this.#records, rows)
    const sources = merged.map(({ row, sourceLabels }) => this.#sourceOf(row, sourceLabels))
    const destinations = merged.map(({ row, destinationLabels }) => this.#destinationOf(row, destinationLabels))
    const records = merged.flatMap((one, i) => this.#record(one, sources[i], destinations[i]) ?? [])
    const layer4 = this.#layer4[draft.layer4]
    if (layer4 === undefined) throw new Error(`no layer 4 of number ${String(draft.layer4)}`)
    return assembleFlow({
      source: this.#joined.join(sources),
      destination: this.#joined.join(destinations),
      layer4,
      sourcePort: sharedPort(merged),
      weight: weightOf(merged),
      start: Math.min(...merged.map(({ figures }) => figures.start || Infinity)),
      end: Math.max(...merged.map(({ figures }) => figures.end)),
      records,
    })
  }

  /** Undefined for what records no verdict of anybody */
  #record(
    { figures: { records: count }, row }: MergedRow,
    source: ResolvedEnd | undefined,
    destination: ResolvedEnd | undefined,
  ): FlowRecord | undefined {
    const { rows, tables } = this.#records
    const [reporter, action] = [REPORTERS[rows.reporterOf(row)], ACTIONS[rows.actionOf(row)]]
    const enforced = tables.traces.values[rows.enforcedOf(row)]
    const pending = tables.traces.values[rows.pendingOf(row)]
    if (source === undefined || destination === undefined) return undefined
    if (reporter === undefined && action === undefined && enforced === undefined && pending === undefined)
      return undefined
    return {
      reporter,
      action,
      enforced,
      pending,
      source,
      destination,
      sourceName: source.recordName,
      destinationName: destination.recordName,
      count,
    }
  }

  sayUnresolved(report: Report): void {
    const names = new Set([...this.#ends.values()].filter((end) => end.unresolved).map((end) => end.recordName))
    const [...sorted] = [...names].sort(byText)
    for (const name of sorted.slice(0, SAID)) report({ code: 'record-unresolved', at: undefined, args: [name] })
    if (sorted.length > SAID)
      report({ code: 'record-unresolved', at: undefined, args: [`${String(sorted.length - SAID)} other names`] })
  }
}

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
  const bySource = merged.filter(({ reporter }) => reporter === 1)
  const witnesses = bySource.length > 0 ? bySource : merged
  const counted = witnesses.filter(({ figures }) => figures.connections >= 0)
  const packets = witnesses.reduce((sum, { figures }) => sum + figures.packets, 0)
  if (counted.length === 0 && packets > 0) return { count: packets, unit: 'packets' }
  // A connection older than the window is counted as begun by none of its records.
  const begun = counted.reduce((sum, { figures }) => sum + figures.connections, 0)
  return { count: Math.max(1, begun), unit: 'connections' }
}

/** The source port of all records, where they have the same one */
function sharedPort(merged: readonly MergedRow[]): number | undefined {
  const port = merged[0]?.sourcePort
  return merged.every(({ sourcePort }) => sourcePort === port) ? port : undefined
}

/** Texts by number, and their places in the order of all */
class Ranked {
  readonly #numbers = new Map<string, number>()

  number(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#numbers.size)
    return this.#numbers.size - 1
  }

  ranks(): Int32Array {
    const ranks = new Int32Array(this.#numbers.size)
    const sorted = [...this.#numbers].sort(([a], [b]) => byText(a, b))
    for (const [rank, [, number]] of sorted.entries()) ranks[number] = rank
    return ranks
  }
}
