// The rows of a snapshot, put in the order of their flows: rows that count as one flow stand side by side (issue: what
// counts as a flow), and those of near sources near each other in memory. Numbers alone, as there may be a million.

import { layer4Of } from './layer4.ts'
import type { Layer4 } from './layer4.ts'
import { Ranked, placesByRank, sortedByRank } from './ranked.ts'
import type { RecordStore } from './record-store.ts'
import type { RowEnds } from './row-ends.ts'

/** By row: the numbers of its ends in RowEnds, and of its layer 4 */
interface NumberedRows {
  readonly sources: Int32Array
  readonly destinations: Int32Array
  readonly layer4s: Int32Array
}

export class FlowRows {
  readonly #records: RecordStore
  readonly #ends: RowEnds
  readonly #bpf: boolean
  readonly #layer4Texts = new Ranked()
  readonly #layer4ByService = new Map<number, number>()
  readonly #layer4: Layer4[] = []
  readonly #sources: Int32Array
  readonly #destinations: Int32Array
  readonly #layer4s: Int32Array
  /** Rows of records that are used, in order of source, destination, protocol and port of their flows */
  readonly order: Int32Array

  /**
   * Moves the rows of the records, to which nothing can be added any more. `bpf`: of the dataplane, which packs ICMP into
   * ports in its own way
   */
  constructor(records: RecordStore, ends: RowEnds, bpf: boolean) {
    const { size } = records.rows
    this.#records = records
    this.#ends = ends
    this.#bpf = bpf
    const numbers = { sources: new Int32Array(size), destinations: new Int32Array(size), layer4s: new Int32Array(size) }
    const unused = this.#number(numbers)
    const ranks = ends.names.ranks()
    const rankOf = Int32Array.from(ends.nameNumbers, (name) => ranks[name] ?? 0)
    const places = placesOf(numbers.sources, rankOf, ranks.length)
    records.rows.move(places)
    this.#sources = moved(numbers.sources, places)
    this.#destinations = moved(numbers.destinations, places)
    this.#layer4s = moved(numbers.layer4s, places)
    this.order = this.#sorted(size - unused, rankOf, ranks.length)
  }

  /** Finds out what the ends of rows are; gives how many of them are not used, which have a source that no end has */
  #number({ destinations, layer4s, sources }: NumberedRows): number {
    const { rows, uses } = this.#records
    const isUsed = uses.map(({ is }) => is === 'used')
    const unused: number[] = []
    for (let row = 0; row < rows.size; row++) {
      if (isUsed[rows.groupOf(row)] !== true) {
        unused.push(row)
        continue
      }
      const [from, to] = [rows.sourceOf(row), rows.destinationOf(row)]
      sources[row] = this.#ends.number(from, rows.sourceLabelsOf(row), to)
      destinations[row] = this.#ends.number(to, rows.destinationLabelsOf(row), from)
      layer4s[row] = this.#layer4Number(rows.serviceOf(row))
    }
    for (const row of unused) sources[row] = this.#ends.values.length
    return unused.length
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

  /** Of so many rows, which stand in front. By the last key first, as sorting keeps the order of what is equal */
  #sorted(used: number, nameRankOf: Int32Array, names: number): Int32Array {
    const layer4s = this.#layer4Texts.ranks()
    let order = identity(used)
    order = sortedByRank(order, { numbers: this.#layer4s, rankOf: layer4s, ranks: layer4s.length })
    for (const numbers of [this.#destinations, this.#sources])
      order = sortedByRank(order, { numbers, rankOf: nameRankOf, ranks: names })
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

/** So many that the rows of one are few, and so few that all are at hand while rows are moved */
const STRETCHES = 1024

/**
 * Where rows of near sources are near each other: those of one flow may stand anywhere in a file, and would be waited for one
 * by one. Those of no end come last. The order among the rows of a source stays.
 */
function placesOf(sources: Int32Array, nameRankOf: Int32Array, names: number): Int32Array {
  const stretchOf = new Int32Array(nameRankOf.length + 1)
  for (const [end, rank] of nameRankOf.entries()) stretchOf[end] = Math.floor((rank * STRETCHES) / names)
  stretchOf[nameRankOf.length] = STRETCHES
  return placesByRank(identity(sources.length), { numbers: sources, rankOf: stretchOf, ranks: STRETCHES + 1 })
}

const identity = (length: number): Int32Array => new Int32Array(length).map((_, i) => i)

function moved(numbers: Int32Array, places: Int32Array): Int32Array {
  const to = new Int32Array(numbers.length)
  for (let i = 0; i < places.length; i++) to[places[i] ?? 0] = numbers[i] ?? 0
  return to
}
