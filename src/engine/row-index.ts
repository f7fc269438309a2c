// Which rows a value can match at all, so that a vector is not built by asking every row: rows without a condition stand
// in a base vector, rows that need a selector, a CIDR list or a port are found by it, the few others are always asked.

import { commonBits, emptyBits, hasBit, setBit } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import { hasPorts } from '../model/protocol.ts'
import type { Peer } from './peers.ts'
import type { LabelClass } from './selector-index.ts'
import type { Layer4, Preview, Row } from './rows.ts'

/** Rows that match for certain, as bits of the caller's own, and rows that may and have to be asked */
export interface Candidates {
  readonly met: Bits
  readonly ask: readonly number[]
}

const NO_ROWS: readonly number[] = []

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
  #selectors: Bits | undefined

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
    const met = this.#base.slice()
    const ask = [...this.#always]
    if (this.#byNetsAlone.length + this.#byNets.length > 0)
      for (const number of nets) {
        for (const at of this.#byNetsAlone[number] ?? NO_ROWS) setBit(met, at)
        for (const at of this.#byNets[number] ?? NO_ROWS) ask.push(at)
      }
    for (const { labels } of members) this.#addRowsFor(labels, met, ask)
    return { met, ask }
  }

  #addRowsFor(labels: LabelClass, met: Bits, ask: number[]): void {
    for (const selector of commonBits(labels.may, this.#selectorsOf(labels))) {
      const alone = this.#bySelectorAlone[selector] ?? NO_ROWS
      if (hasBit(labels.must, selector)) for (const at of alone) setBit(met, at)
      else for (const at of alone) ask.push(at)
      for (const at of this.#bySelector[selector] ?? NO_ROWS) ask.push(at)
    }
  }

  /** The selectors that some row asks of this end, in a vector as long as those of labels: all that match are many more */
  #selectorsOf({ may }: LabelClass): Bits {
    if (this.#selectors === undefined) {
      this.#selectors = may.map(() => 0)
      for (const list of [this.#bySelectorAlone, this.#bySelector])
        for (const [selector, rows] of list.entries()) if (rows !== undefined) setBit(this.#selectors, selector)
    }
    return this.#selectors
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
  /** Rows that ask for a protocol and ranges of destination ports and no more; and rows that ask for more besides */
  readonly #byIntervalAlone: RowsBy = []
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
    else {
      const lists = ports.every((one) => one === undefined || one === destination.ports)
        ? this.#byIntervalAlone
        : this.#byInterval
      for (const interval of intervals) push(lists, interval, at)
    }
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
    const met = this.#base(protocol).slice()
    if (hasPorts(protocol))
      for (const at of this.#byIntervalAlone[interval] ?? NO_ROWS) if (this.#isOf(at, protocol)) setBit(met, at)
    return { met, ask: [...this.#always, ...(this.#byInterval[interval] ?? NO_ROWS)] }
  }

  #isOf(at: number, protocol: number): boolean {
    const asked = this.#rows[at]?.rule.match.protocol
    return asked === undefined || asked === protocol
  }

  #base(protocol: number): Bits {
    let base = this.#bases.get(protocol)
    if (base === undefined) {
      base = emptyBits(this.#rows.length)
      for (const at of this.#protocolOnly) if (this.#isOf(at, protocol)) setBit(base, at)
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
  // A list with gaps would be kept as a table.
  while (lists.length < key) lists.push(undefined)
  if (list === undefined) lists[key] = [value]
  else list.push(value)
}
