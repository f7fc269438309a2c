// The rows of a snapshot, put in the order of their flows: rows that count as one flow stand side by side (issue: what
// counts as a flow). Sorted by numbers alone, as there may be a million.

import { Ranked, sortedByRank } from './ranked.ts'
import { layer4Of } from './layer4.ts'
import type { Layer4 } from './layer4.ts'
import type { RecordStore } from './record-store.ts'
import type { RowEnds } from './row-ends.ts'

export class FlowRows {
  readonly #records: RecordStore
  readonly #ends: RowEnds
  readonly #bpf: boolean
  readonly #layer4Texts = new Ranked()
  readonly #layer4ByService = new Map<number, number>()
  readonly #layer4: Layer4[] = []
  /** By row: the numbers of its ends in RowEnds, and of its layer 4 */
  readonly #sources: Int32Array
  readonly #destinations: Int32Array
  readonly #layer4s: Int32Array
  /** Rows of records that are used, in order of source, destination, protocol and port of their flows */
  readonly order: Int32Array

  /** `bpf`: of the dataplane, which packs ICMP into ports in its own way */
  constructor(records: RecordStore, ends: RowEnds, bpf: boolean) {
    const { size } = records.rows
    this.#records = records
    this.#ends = ends
    this.#bpf = bpf
    this.#sources = new Int32Array(size)
    this.#destinations = new Int32Array(size)
    this.#layer4s = new Int32Array(size)
    this.order = this.#sorted(this.#number())
  }

  /** Finds out what the ends of rows are; gives the rows of records that are used */
  #number(): Int32Array {
    const { rows, uses } = this.#records
    const isUsed = uses.map(({ is }) => is === 'used')
    const used = new Int32Array(rows.size)
    let count = 0
    for (let row = 0; row < rows.size; row++) {
      if (isUsed[rows.groupOf(row)] !== true) continue
      used[count++] = row
      const [from, to] = [rows.sourceOf(row), rows.destinationOf(row)]
      this.#sources[row] = this.#ends.number(from, rows.sourceLabelsOf(row), to)
      this.#destinations[row] = this.#ends.number(to, rows.destinationLabelsOf(row), from)
      this.#layer4s[row] = this.#layer4Number(rows.serviceOf(row))
    }
    return used.subarray(0, count)
  }

  #layer4Number(service: number): number {
    const known = this.#layer4ByService.get(service)
    if (known !== undefined) return known
    const layer4 = layer4Of(service, this.#bpf)
    const number = this.#layer4Texts.number(layer4.text)
    this.#layer4[number] ??= layer4
    this.#layer4ByService.set(service, number)
    return number
  }

  /** By the last key first, as sorting keeps the order of what is equal */
  #sorted(used: Int32Array): Int32Array {
    const [names, layer4s] = [this.#ends.names.ranks(), this.#layer4Texts.ranks()]
    let order = sortedByRank(used, layer4s.length, (row) => layer4s[this.#layer4s[row] ?? 0] ?? 0)
    for (const ends of [this.#destinations, this.#sources])
      order = sortedByRank(order, names.length, (row) => names[this.#name(ends, row)] ?? 0)
    return order
  }

  /** The place in `order` behind the rows of the flow that begins at a place */
  endOfFlow(at: number): number {
    const { order } = this
    const first = order[at] ?? 0
    let end = at + 1
    while (end < order.length && this.#isOneFlow(first, order[end] ?? 0)) end++
    return end
  }

  #isOneFlow(a: number, b: number): boolean {
    return (
      this.#layer4s[a] === this.#layer4s[b] &&
      this.#name(this.#sources, a) === this.#name(this.#sources, b) &&
      this.#name(this.#destinations, a) === this.#name(this.#destinations, b)
    )
  }

  #name(ends: Int32Array, row: number): number {
    return this.#ends.nameNumbers[ends[row] ?? 0] ?? 0
  }

  /** The number of a row's source in RowEnds */
  sourceOf(row: number): number {
    return this.#sources[row] ?? 0
  }

  /** The number of a row's destination in RowEnds */
  destinationOf(row: number): number {
    return this.#destinations[row] ?? 0
  }

  layer4Of(row: number): Layer4 {
    const layer4 = this.#layer4[this.#layer4s[row] ?? 0]
    if (layer4 === undefined) throw new Error(`no layer 4 of row ${String(row)}`)
    return layer4
  }
}
