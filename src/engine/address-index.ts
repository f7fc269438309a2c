// Which of many address ranges cover an address: the ranges' edges cut each family into intervals, found by binary
// search; each interval knows the ranges that cover it. Equal covers are one object.

import { bitsOf, lastAddress } from '../base/ip.ts'
import type { Family, Ip, IpRange } from '../base/ip.ts'

/** What covers an address: the distinct values of the ranges, ascending */
export interface Cover {
  readonly id: number
  readonly values: readonly number[]
}

interface Intervals {
  /** First addresses, ascending, beginning with 0; exact numbers for IPv4 */
  readonly starts: readonly (number | bigint)[] | Float64Array
  readonly covers: readonly Cover[]
}

export interface NumberedRange {
  readonly range: IpRange
  readonly value: number
}

export class AddressIndex {
  readonly #families: Readonly<Record<Family, Intervals>>

  /** `value` is a small number of the caller's, the same for ranges that mean the same */
  constructor(ranges: readonly NumberedRange[]) {
    const covers = new CoverTable()
    this.#families = { 4: cut(4, ranges, covers), 6: cut(6, ranges, covers) }
  }

  cover(ip: Ip): Cover {
    const { covers, starts } = this.#families[ip.family]
    const cover = covers[find(starts, ip.family === 4 ? Number(ip.value) : ip.value)]
    if (cover === undefined) throw new Error('INVARIANT: intervals cover the whole family')
    return cover
  }

  /** The pieces into which the edges cut a range, in order */
  *pieces(range: IpRange): Iterable<{ readonly range: IpRange; readonly cover: Cover }> {
    const { covers, starts } = this.#families[range.family]
    const at = find(starts, range.family === 4 ? Number(range.first) : range.first)
    for (let i = at; i < covers.length; i++) {
      const first = BigInt(starts[i] ?? 0)
      if (first > range.last) return
      const next = starts[i + 1]
      const last = next === undefined ? lastAddress(range.family) : BigInt(next) - 1n
      const cover = covers[i]
      if (cover === undefined) return
      yield {
        range: {
          family: range.family,
          first: first < range.first ? range.first : first,
          last: last > range.last ? range.last : last,
        },
        cover,
      }
    }
  }
}

/** Index of the last start that is not above `value` */
function find(starts: readonly (number | bigint)[] | Float64Array, value: number | bigint): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((starts[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}

class CoverTable {
  readonly #covers = new Map<string, Cover>()

  get(active: ReadonlyMap<number, number>): Cover {
    const values = [...active.keys()].sort((a, b) => a - b)
    const key = values.join(',')
    let cover = this.#covers.get(key)
    if (cover === undefined) {
      cover = { id: this.#covers.size, values }
      this.#covers.set(key, cover)
    }
    return cover
  }
}

interface Edge {
  readonly at: number | bigint
  readonly value: number
  readonly opens: boolean
}

function cut(family: Family, ranges: readonly NumberedRange[], covers: CoverTable): Intervals {
  const small = bitsOf(family) === 32
  const starts: (number | bigint)[] = [small ? 0 : 0n]
  const out: Cover[] = [covers.get(new Map())]
  /** How many ranges of a value are open */
  const active = new Map<number, number>()
  const edges = edgesOf(family, ranges)
  for (let i = 0; i < edges.length;) {
    const at = edges[i]?.at ?? 0
    for (let edge = edges[i]; edge?.at === at; edge = edges[++i]) {
      const open = (active.get(edge.value) ?? 0) + (edge.opens ? 1 : -1)
      if (open === 0) active.delete(edge.value)
      else active.set(edge.value, open)
    }
    const cover = covers.get(active)
    if (at === starts.at(-1)) out[out.length - 1] = cover
    else if (cover !== out.at(-1)) {
      starts.push(at)
      out.push(cover)
    }
  }
  return { starts: small ? Float64Array.from(starts, Number) : starts, covers: out }
}

/** A range opens at its first address and closes after its last one; ascending */
function edgesOf(family: Family, ranges: readonly NumberedRange[]): Edge[] {
  const small = bitsOf(family) === 32
  const edges: Edge[] = []
  for (const { range, value } of ranges) {
    if (range.family !== family) continue
    edges.push({ at: small ? Number(range.first) : range.first, value, opens: true })
    if (range.last === lastAddress(family)) continue
    edges.push({ at: small ? Number(range.last + 1n) : range.last + 1n, value, opens: false })
  }
  return edges.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
