// Texts by number, and sorting by the order of texts without comparing them again and again.

import { byText } from '../base/order.ts'

/** Texts numbered from 0 in the order of their first use */
export class Ranked {
  readonly #numbers = new Map<string, number>()

  number(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#numbers.size)
    return this.#numbers.size - 1
  }

  /** The place of each text in the order of all, by its number */
  ranks(): Int32Array {
    const ranks = new Int32Array(this.#numbers.size)
    const sorted = [...this.#numbers].sort(([a], [b]) => byText(a, b))
    for (const [rank, [, number]] of sorted.entries()) ranks[number] = rank
    return ranks
  }
}

/** Items that have a number each, and the rank of each number, from 0 to below `ranks` */
export interface Keyed {
  readonly numbers: Int32Array
  readonly rankOf: Int32Array
  readonly ranks: number
}

/**
 * `order` sorted by the rank of each item; items of equal rank keep their order, so that sorting by the last key first sorts
 * by all
 */
export function sortedByRank(order: Int32Array, key: Keyed): Int32Array {
  const places = placesByRank(order, key)
  const sorted = new Int32Array(order.length)
  for (let i = 0; i < order.length; i++) sorted[places[i] ?? 0] = order[i] ?? 0
  return sorted
}

/** The place of each item of `order` in that order */
export function placesByRank(order: Int32Array, { numbers, rankOf, ranks }: Keyed): Int32Array {
  const starts = new Int32Array(ranks + 1)
  const places = new Int32Array(order.length)
  for (let i = 0; i < order.length; i++) {
    const rank = rankOf[numbers[order[i] ?? 0] ?? 0] ?? 0
    places[i] = rank
    starts[rank + 1] = (starts[rank + 1] ?? 0) + 1
  }
  for (let rank = 1; rank <= ranks; rank++) starts[rank] = (starts[rank] ?? 0) + (starts[rank - 1] ?? 0)
  for (let i = 0; i < places.length; i++) {
    const rank = places[i] ?? 0
    const place = starts[rank] ?? 0
    places[i] = place
    starts[rank] = place + 1
  }
  return places
}
