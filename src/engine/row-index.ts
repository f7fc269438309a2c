// Which rows a value can match at all, so that a vector is not built by asking every row: rows without a condition stand
// in a base vector, rows that need a selector, a CIDR list or a port are found by it, the few others are always asked.

import { emptyBits, setBit } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import type { Peer } from './peers.ts'
import type { Layer4, Row } from './rows.ts'

/** Rows that match whatever the value, and rows that may and have to be asked */
export interface Candidates {
  readonly base: Bits
  /** Tells bases of a program apart */
  readonly baseId: string
  /** Each row at most once, ascending within each source of rows */
  readonly rows: Iterable<number>
}

/** With so few rows, asking each is cheaper than finding those worth asking */
const FEW = 32

/** Candidates by the address conditions of one end */
export class AddressRows {
  readonly #base: Bits
  readonly #end: 'source' | 'destination'
  readonly #bySelector = new Map<number, number[]>()
  readonly #byNets = new Map<number, number[]>()
  readonly #always: number[] = []
  readonly #few: boolean

  constructor(rows: readonly Row[], end: 'source' | 'destination') {
    this.#base = emptyBits(rows.length)
    this.#end = end
    this.#few = rows.length <= FEW
    for (const [at, row] of rows.entries()) {
      const { nets, notNets, notSelector, selector, service } = row[end]
      const asksFamily = row.rule.match.family !== undefined
      const asksOther = notNets !== undefined || notSelector !== undefined || asksFamily
      const isBase =
        selector === undefined && nets === undefined && !asksOther && !(end === 'source' && service !== undefined)
      if (isBase) setBit(this.#base, at)
      else if (this.#few) this.#always.push(at)
      else if (selector !== undefined) push(this.#bySelector, selector, at)
      else if (nets !== undefined) push(this.#byNets, nets, at)
      else this.#always.push(at)
    }
  }

  candidates(peer: Peer): Candidates {
    return { base: this.#base, baseId: this.#end, rows: this.#few ? this.#always : this.#rows(peer) }
  }

  #rows(peer: Peer): Iterable<number> {
    const rows = new Set(this.#always)
    for (const number of peer.nets) for (const at of this.#byNets.get(number) ?? []) rows.add(at)
    for (const { labels } of peer.members)
      for (const selector of labels.may) for (const at of this.#bySelector.get(selector) ?? []) rows.add(at)
    return rows
  }
}

/** A range that covers more intervals than this is asked always: listing it in each would cost more than asking */
const WIDE = 64

/** Candidates by protocol and destination port */
export class Layer4Rows {
  readonly #rows: readonly Row[]
  readonly #edges: readonly number[]
  /** Rows that ask for no more than a protocol */
  readonly #protocolOnly: number[] = []
  readonly #byInterval = new Map<number, number[]>()
  readonly #always: number[] = []
  readonly #bases = new Map<number, Bits>()

  /** `edges`: the first ports of the intervals between which no row tells destination ports apart */
  constructor(rows: readonly Row[], edges: readonly number[]) {
    this.#rows = rows
    this.#edges = edges
    for (const [at, row] of rows.entries()) this.#add(at, row)
  }

  #add(at: number, { joint, rule }: Row): void {
    const { destination, icmp, notIcmp, notProtocol, source } = rule.match
    const asksOther = joint || icmp !== undefined || notIcmp !== undefined || notProtocol !== undefined
    const ports = [destination.ports, destination.notPorts, source.ports, source.notPorts]
    if (!asksOther && ports.every((one) => one === undefined)) {
      this.#protocolOnly.push(at)
      return
    }
    const intervals = asksOther ? undefined : this.#intervalsOf(destination.ports?.ranges)
    if (intervals === undefined) this.#always.push(at)
    else for (const interval of intervals) push(this.#byInterval, interval, at)
  }

  #intervalsOf(ranges: readonly { readonly from: number; readonly to: number }[] | undefined): Set<number> | undefined {
    if (ranges === undefined) return undefined
    const intervals = new Set<number>()
    for (const { from, to } of ranges)
      for (let at = intervalOf(this.#edges, from); (this.#edges[at] ?? Infinity) <= to; at++) {
        intervals.add(at)
        if (intervals.size > WIDE) return undefined
      }
    return intervals
  }

  candidates({ destinationPort, protocol }: Layer4): Candidates {
    const interval = intervalOf(this.#edges, destinationPort)
    const rows = [...this.#always, ...(this.#byInterval.get(interval) ?? [])]
    return { base: this.#base(protocol), baseId: String(protocol), rows }
  }

  #base(protocol: number): Bits {
    let base = this.#bases.get(protocol)
    if (base === undefined) {
      base = emptyBits(this.#rows.length)
      for (const at of this.#protocolOnly) {
        const asked = this.#rows[at]?.rule.match.protocol
        if (asked === undefined || asked === protocol) setBit(base, at)
      }
      this.#bases.set(protocol, base)
    }
    return base
  }
}

/** Index of the interval that a port lies in; -1 for no port */
export function intervalOf(edges: readonly number[], port: number | undefined): number {
  if (port === undefined) return -1
  let low = 0
  let high = edges.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((edges[middle] ?? 0) <= port) low = middle
    else high = middle - 1
  }
  return low
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
