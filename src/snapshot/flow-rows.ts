// The rows of a snapshot in the order of their flows: rows that count as one flow stand side by side (issue: what counts as
// a flow). Numbers alone, as there may be a million.

import type { Layer4 } from './layer4.ts'

/** Plain data */
export interface RowOrder {
  /** By row: the numbers of its ends in RowEnds, and of its layer 4 */
  readonly sources: Int32Array
  readonly destinations: Int32Array
  readonly layer4s: Int32Array
  /** By the number of an end, that of the name by which people count */
  readonly names: readonly number[]
  /** By number */
  readonly layer4: readonly Layer4[]
  /** Rows of records that are used, in order of source, destination, protocol and port of their flows */
  readonly order: Int32Array
}

export class FlowRows implements RowOrder {
  readonly sources: Int32Array
  readonly destinations: Int32Array
  readonly layer4s: Int32Array
  readonly names: readonly number[]
  readonly layer4: readonly Layer4[]
  readonly order: Int32Array

  constructor({ destinations, layer4, layer4s, names, order, sources }: RowOrder) {
    this.sources = sources
    this.destinations = destinations
    this.layer4s = layer4s
    this.names = names
    this.layer4 = layer4
    this.order = order
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
      this.layer4s[a] === this.layer4s[b] &&
      this.#name(this.sources, a) === this.#name(this.sources, b) &&
      this.#name(this.destinations, a) === this.#name(this.destinations, b)
    )
  }

  #name(ends: Int32Array, row: number): number {
    return this.names[ends[row] ?? 0] ?? 0
  }

  /** The number of a row's source in RowEnds */
  sourceOf(row: number): number {
    return this.sources[row] ?? 0
  }

  /** The number of a row's destination in RowEnds */
  destinationOf(row: number): number {
    return this.destinations[row] ?? 0
  }

  layer4Of(row: number): Layer4 {
    const layer4 = this.layer4[this.layer4s[row] ?? 0]
    if (layer4 === undefined) throw new Error(`no layer 4 of row ${String(row)}`)
    return layer4
  }
}
