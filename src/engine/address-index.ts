// Which of many prefixes cover an address: the prefixes' edges cut each family into intervals, found by binary search;
// each interval knows what covers it. Prefixes lie within each other or apart, so that a cover is the one around it and
// one value more.

import { bitsOf, lastAddress } from '../base/ip.ts'
import type { Cidr, Family, Ip, IpRange } from '../base/ip.ts'

/** What covers an address; equal covers of one index are one object */
export class Cover {
  readonly id: number
  /** How many values there are */
  readonly size: number
  readonly #around: Cover | undefined
  readonly #value: number

  constructor(id: number, around: Cover | undefined, value: number) {
    this.id = id
    this.size = around === undefined ? 0 : around.size + 1
    this.#around = around
    this.#value = value
  }

  /** Each of its values, in no order */
  each(visit: (value: number) => void): void {
    if (this.#around === undefined) return
    visit(this.#value)
    for (let cover = this.#around; cover.#around !== undefined; cover = cover.#around) visit(cover.#value)
  }
}

interface Intervals {
  /** First addresses, ascending, beginning with 0; exact numbers for IPv4 */
  readonly starts: readonly (number | bigint)[] | Float64Array
  readonly covers: readonly Cover[]
}

export interface NumberedPrefix {
  readonly prefix: Cidr
  readonly value: number
}

export class AddressIndex {
  readonly #families: Readonly<Record<Family, Intervals>>

  /** `value` is a small number of the caller's, the same for prefixes that mean the same */
  constructor(prefixes: readonly NumberedPrefix[]) {
    const covers = new CoverTable()
    this.#families = { 4: cut(4, prefixes, covers), 6: cut(6, prefixes, covers) }
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
  readonly none = new Cover(0, undefined, 0)
  #size = 1
  /** By the number of the cover around, and the value */
  readonly #added = new Map<number, Map<number, Cover>>()
  /** By their fingerprints: those that may be equal */
  readonly #byPrint = new Map<number, Cover[]>()
  readonly #prints: number[] = [0]

  /** `around` with a value that it does not have */
  with(around: Cover, value: number): Cover {
    let added = this.#added.get(around.id)
    if (added === undefined) {
      added = new Map()
      this.#added.set(around.id, added)
    }
    let cover = added.get(value)
    if (cover === undefined) {
      cover = this.#find(around, value)
      added.set(value, cover)
    }
    return cover
  }

  #find(around: Cover, value: number): Cover {
    const print = ((this.#prints[around.id] ?? 0) + fingerprint(value)) | 0
    const alike = this.#byPrint.get(print) ?? []
    const known = alike.find((one) => hasAll(one, around, value))
    if (known !== undefined) return known
    const cover = new Cover(this.#size++, around, value)
    this.#prints.push(print)
    this.#byPrint.set(print, [...alike, cover])
    return cover
  }
}

/** Whether a cover is `around` and `value` */
function hasAll(cover: Cover, around: Cover, value: number): boolean {
  if (cover.size !== around.size + 1) return false
  const values = new Set([value])
  around.each((one) => values.add(one))
  let all = true
  cover.each((one) => (all &&= values.has(one)))
  return all
}

/** Spread over 32 bits, so that sums of them, which do not depend on the order, are seldom equal */
function fingerprint(value: number): number {
  const once = Math.imul(value ^ (value >>> 16) ^ 0x9e3779b9, 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

/** `end` is the address after the last one */
interface Extent {
  readonly first: number | bigint
  readonly end: number | bigint
  readonly length: number
  readonly value: number
}

function cut(family: Family, prefixes: readonly NumberedPrefix[], covers: CoverTable): Intervals {
  const small = bitsOf(family) === 32
  const starts: (number | bigint)[] = [small ? 0 : 0n]
  const found: Cover[] = [covers.none]
  const begin = (at: number | bigint, cover: Cover): void => {
    if (at === starts.at(-1)) found[found.length - 1] = cover
    else if (at <= lastAddress(family)) {
      starts.push(at)
      found.push(cover)
    }
  }
  /** The prefixes around the address that has been come to, the widest first; and how many of them have a value */
  const open: { readonly end: number | bigint; readonly cover: Cover; readonly value: number }[] = []
  const counts = new Map<number, number>()
  const count = (value: number, change: 1 | -1): number => {
    const now = (counts.get(value) ?? 0) + change
    counts.set(value, now)
    return now
  }
  const around = (): Cover => open.at(-1)?.cover ?? covers.none
  const closeBefore = (at: number | bigint): void => {
    for (let last = open.at(-1); last !== undefined && last.end <= at; last = open.at(-1)) {
      open.pop()
      count(last.value, -1)
      begin(last.end, around())
    }
  }
  for (const { end, first, value } of extentsOf(family, prefixes)) {
    closeBefore(first)
    const cover = count(value, 1) > 1 ? around() : covers.with(around(), value)
    open.push({ end, cover, value })
    begin(first, cover)
  }
  closeBefore(lastAddress(family) + 1n)
  const kept = starts.map((_, i) => i).filter((i) => i === 0 || found[i] !== found[i - 1])
  const keptStarts = kept.map((i) => starts[i] ?? 0)
  return {
    starts: small ? Float64Array.from(keptStarts, Number) : keptStarts,
    covers: kept.map((i) => found[i] ?? covers.none),
  }
}

/** In the order of their first addresses; of those with the same one, the widest first */
function extentsOf(family: Family, prefixes: readonly NumberedPrefix[]): Extent[] {
  const small = bitsOf(family) === 32
  const extents: Extent[] = []
  for (const { prefix, value } of prefixes) {
    if (prefix.family !== family) continue
    const { first, last, prefix: length } = prefix
    if (small) extents.push({ first: Number(first), end: Number(last) + 1, length, value })
    else extents.push({ first, end: last + 1n, length, value })
  }
  return extents.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.length - b.length))
}
