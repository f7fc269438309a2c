// Some of the flows of a list, by their places: a set of as many objects as there may be flows costs more than to judge them.

import { emptyBits, hasBit, setBit } from '../base/bitset.ts'
import type { Flow } from '../model/flow.ts'

export class FlowSelection {
  readonly #bits
  size = 0

  /** `flows`: how many there are in the list */
  constructor(flows: number) {
    this.#bits = emptyBits(flows)
  }

  add(place: number): void {
    if (this.has(place)) return
    setBit(this.#bits, place)
    this.size++
  }

  has(place: number): boolean {
    return hasBit(this.#bits, place)
  }

  /** Of a list with the same flows, or others in their places: those that are selected and those that are not, in their order */
  split(flows: readonly Flow[]): { readonly among: readonly Flow[]; readonly others: readonly Flow[] } {
    if (this.size === 0) return { among: [], others: flows }
    const among: Flow[] = []
    const others: Flow[] = []
    for (const [place, flow] of flows.entries()) (this.has(place) ? among : others).push(flow)
    return { among, others }
  }
}
