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

/**
 * `order` sorted by the rank of each item, from 0 to below `ranks`; items of equal rank keep their order, so that sorting
 * by the last key first sorts by all
 */
export function sortedByRank(order: Int32Array, ranks: number, rankOf: (item: number) => number): Int32Array {
  const starts = new Int32Array(ranks + 1)
  for (const item of order) {
    const next = rankOf(item) + 1
    starts[next] = (starts[next] ?? 0) + 1
  }
  for (let rank = 1; rank <= ranks; rank++) starts[rank] = (starts[rank] ?? 0) + (starts[rank - 1] ?? 0)
  const sorted = new Int32Array(order.length)
  for (const item of order) {
    const rank = rankOf(item)
    const place = starts[rank] ?? 0
    sorted[place] = item
    starts[rank] = place + 1
  }
  return sorted
}
