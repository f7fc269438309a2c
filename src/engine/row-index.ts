// Which rows a value can match at all, so that a vector is not built by asking every row: rows without a condition stand
// in a base vector, rows that need a selector, a CIDR list or a port are found by it, the few others are always asked.

import { bitsIn, emptyBits, hasBit, setBit } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import type { Peer } from './peers.ts'
import type { Layer4, Preview, Row } from './rows.ts'

/** Rows that match for certain, as bits of the caller's own, and rows that may and have to be asked */
export interface Candidates {
  readonly met: Bits
  readonly ask: readonly number[]
}

/** With so few rows, asking each is cheaper than finding those worth asking */
const FEW = 32

/** Lists of rows by a number */
type RowsBy = (number[] | undefined)[]

/** Candidates by the address conditions of one end */
export class AddressRows {
  readonly #base: Bits
  /** Rows that ask for no more than a selector, for no more than a list of prefixes; and rows that ask for more besides */
  readonly #bySelectorAlone: RowsBy = []
  readonly #byNetsAlone: RowsBy = []
  readonly #bySelector: RowsBy = []
  readonly #byNets: RowsBy = []
  readonly #always: number[] = []

  constructor(rows: readonly Row[], end: 'source' | 'destination', preview: Preview) {
    this.#base = emptyBits(rows.length)
    const few = rows.length <= FEW
    for (const [at, row] of rows.entries()) {
      const { nets, selector } = row[end]
      const alone = !asksOther(row, end)
      if (selector === undefined && nets === undefined && alone) setBit(this.#base, at)
      else if (few) this.#always.push(at)
      else if (selector !== undefined)
        push(alone && isSettledBySelector(row[end], preview) ? this.#bySelectorAlone : this.#bySelector, selector, at)
      else if (nets !== undefined)
        push(alone && preview.plugin === undefined ? this.#byNetsAlone : this.#byNets, nets, at)
      else this.#always.push(at)
    }
  }

  candidates({ members, nets }: Peer): Candidates {
    const met = Uint32Array.from(this.#base)
    const ask = [...this.#always]
    const add = (rows: readonly number[] | undefined): void => {
      if (rows !== undefined) for (const at of rows) ask.push(at)
    }
    if (this.#byNetsAlone.length + this.#byNets.length > 0)
      for (const number of nets) {
        for (const at of this.#byNetsAlone[number] ?? []) setBit(met, at)
        add(this.#byNets[number])
      }
    for (const { labels } of members)
      for (const selector of bitsIn(labels.may)) {
        if (hasBit(labels.must, selector)) for (const at of this.#bySelectorAlone[selector] ?? []) setBit(met, at)
        else add(this.#bySelectorAlone[selector])
        add(this.#bySelector[selector])
      }
    return { met, ask }
  }
}

/** Whether a row asks for more of an end than a selector or a list of prefixes */
function asksOther(row: Row, end: 'source' | 'destination'): boolean {
  const { notNets, notSelector, service } = row[end]
  const isService = end === 'source' && service !== undefined
  return notNets !== undefined || notSelector !== undefined || row.rule.match.family !== undefined || isService
}

/** The preview does not find every member of a set */
const isSettledBySelector = ({ nets }: Row['source'], { semantics }: Preview): boolean =>
  nets === undefined && semantics === 'dataplane'

/** A range that covers more intervals than this is asked always: listing it in each would cost more than asking */
const WIDE = 64

/** Candidates by protocol and destination port */
export class Layer4Rows {
  readonly #rows: readonly Row[]
  readonly #edges: readonly number[]
  /** Rows that ask for no more than a protocol */
  readonly #protocolOnly: number[] = []
  readonly #byInterval: RowsBy = []
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
    const ask = [...this.#always, ...(this.#byInterval[interval] ?? [])]
    return { met: Uint32Array.from(this.#base(protocol)), ask }
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

function push(lists: RowsBy, key: number, value: number): void {
  const list = lists[key]
  if (list === undefined) lists[key] = [value]
  else list.push(value)
}
