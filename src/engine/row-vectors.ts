// Rows and, for each distinct value of each dimension, a bit vector over them: which of the rows an address satisfies at
// one end, which a protocol with its ports (docs/semantics.md §5). What is not known is two vectors, must ⊆ may.

import { and, NumberedBits, or, setBit } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import type { Peer } from './peers.ts'
import { AddressRows, intervalOf, Layer4Rows } from './row-index.ts'
import type { Candidates } from './row-index.ts'
import { ipBlockDoubt, MAYBE, meetsAddress, meetsLayer4, NO, YES } from './rows.ts'
import type { Layer4, Preview, Row, Sureness } from './rows.ts'

/** Which rows a value of one dimension satisfies */
export interface Vector {
  /** Equal vectors of the same rows have equal numbers */
  readonly id: number
  readonly must: Bits
  readonly may: Bits
}

export class RowVectors {
  readonly rows: readonly Row[]
  readonly preview: Preview
  readonly #among: RowVectors | undefined
  #sourcePortEdges: readonly number[] | undefined
  #destinationPortEdges: readonly number[] | undefined
  #asksIcmp: boolean | undefined
  #joint: boolean | undefined
  #jointSource: boolean | undefined
  #sourceRows: AddressRows | undefined
  #destinationRows: AddressRows | undefined
  #layer4Rows: Layer4Rows | undefined
  /** By the number of the peer */
  readonly #bySource: (Vector | undefined)[] = []
  readonly #byDestination: (Vector | undefined)[] = []
  readonly #byLayer4 = new Map<number, Vector>()
  readonly #byLayer4AndPeers = new Map<string, Vector>()
  readonly #byPorts = new Map<number, Bits>()
  readonly #byPortIntervals = new Map<number, Bits>()
  readonly #numbered = new NumberedBits()
  readonly #interned = new Map<number, Vector>()

  /** `among`: rows of which these are some; what none of them asks for need not be looked for here */
  constructor(rows: readonly Row[], preview: Preview, among?: RowVectors) {
    this.rows = rows
    this.preview = preview
    this.#among = among
  }

  /** First values of the intervals in which the rows cannot tell ports apart */
  get sourcePortEdges(): readonly number[] {
    this.#sourcePortEdges ??= this.#among?.sourcePortEdges.length === 1 ? [0] : portEdges(this.rows, 'source')
    return this.#sourcePortEdges
  }

  get destinationPortEdges(): readonly number[] {
    return (this.#destinationPortEdges ??= portEdges(this.rows, 'destination'))
  }

  /** A source port that is missing leaves some row open */
  get asksSourcePort(): boolean {
    return this.sourcePortEdges.length > 1 || this.jointSource
  }

  get asksIcmp(): boolean {
    return (this.#asksIcmp ??= this.#among?.asksIcmp !== false && this.rows.some(asksIcmp))
  }

  /** Some row has names of ports or a Service, so addresses and ports cannot be looked at apart */
  get joint(): boolean {
    return (this.#joint ??= this.#among?.joint !== false && this.rows.some(({ joint }) => joint))
  }

  /** Some row has names of ports for the source, so a source port that is missing leaves it open */
  get jointSource(): boolean {
    return (this.#jointSource ??=
      this.#among?.jointSource !== false && this.rows.some(({ rule }) => names(rule.match.source) > 0))
  }

  sourceVector(peer: Peer): Vector {
    return (this.#bySource[peer.id] ??= this.#addressVector('source', peer))
  }

  destinationVector(peer: Peer): Vector {
    return (this.#byDestination[peer.id] ??= this.#addressVector('destination', peer))
  }

  #addressVector(end: 'source' | 'destination', peer: Peer): Vector {
    const index =
      end === 'source'
        ? (this.#sourceRows ??= new AddressRows(this.rows, end, this.preview))
        : (this.#destinationRows ??= new AddressRows(this.rows, end, this.preview))
    return this.#vector(index.candidates(peer), (row) => meetsAddress(row, end, peer, this.preview))
  }

  layer4Vector(l4: Layer4, source: Peer, destination: Peer): Vector {
    if (this.joint || (this.asksIcmp && l4.icmp !== undefined)) {
      return this.#layer4(this.#byLayer4AndPeers, this.#layer4Key(l4, source, destination), l4, source, destination)
    }
    return this.#layer4(this.#byLayer4, this.#intervalKey(l4), l4, source, destination)
  }

  #layer4<K>(memo: Map<K, Vector>, key: K, l4: Layer4, source: Peer, destination: Peer): Vector {
    let vector = memo.get(key)
    if (vector === undefined) {
      const candidates = this.#layer4Candidates(l4)
      vector = this.#vector(candidates, (row) => meetsLayer4(row, l4, source, destination, this.preview))
      memo.set(key, vector)
    }
    return vector
  }

  #layer4Candidates(l4: Layer4): Candidates {
    this.#layer4Rows ??= new Layer4Rows(this.rows, this.destinationPortEdges)
    return this.#layer4Rows.candidates(l4)
  }

  /** Equal keys: no row can tell the two apart */
  #layer4Key({ destinationPort, icmp, protocol, sourcePort }: Layer4, source: Peer, destination: Peer): string {
    const to = this.joint ? destinationPort : intervalOf(this.destinationPortEdges, destinationPort)
    const from = this.jointSource ? sourcePort : intervalOf(this.sourcePortEdges, sourcePort)
    const types = icmp === undefined ? '' : `${String(icmp.type)}.${String(icmp.code)}`
    const ends = this.joint ? `${this.jointSource ? String(source.id) : ''}>${String(destination.id)}` : ''
    return `${String(protocol)} ${String(from)} ${String(to)} ${types} ${ends}`
  }

  /**
   * Rows whose protocol and ports are met, and those of which more has to be asked (`asksMore`) once the rest is known to
   * be met. Any peers will do.
   */
  portBits(l4: Layer4, source: Peer, destination: Peer): Bits {
    const key = this.portKey(l4)
    let bits = this.#byPorts.get(key)
    if (bits === undefined) {
      bits = this.#portBits(l4, source, destination)
      this.#byPorts.set(key, bits)
    }
    return bits
  }

  /** Protocol and ports as one number, as far as rows can tell them apart; below 2³¹ unless there are dozens of intervals of source ports */
  portKey({ destinationPort = NO_PORT, protocol, sourcePort }: Layer4): number {
    const edges = this.sourcePortEdges
    const from = edges.length > 1 ? intervalOf(edges, sourcePort) + 1 : 0
    return (protocol * PORTS + destinationPort) * (edges.length + 1) + from
  }

  #portBits(l4: Layer4, source: Peer, destination: Peer): Bits {
    const key = this.#intervalKey(l4)
    let bits = this.#byPortIntervals.get(key)
    if (bits === undefined) {
      const { ask, met } = this.#layer4Candidates(l4)
      bits = met
      for (const at of ask) {
        const row = this.rows[at]
        if (row === undefined) continue
        if (asksMore(row) || meetsLayer4(row, l4, source, destination, this.preview) === YES) setBit(bits, at)
      }
      this.#byPortIntervals.set(key, bits)
    }
    return bits
  }

  /** Protocol below 2⁸, intervals below 2¹⁸: the three fit exactly into one number */
  #intervalKey(l4: Layer4): number {
    const from = intervalOf(this.sourcePortEdges, l4.sourcePort) + 1
    const to = intervalOf(this.destinationPortEdges, l4.destinationPort) + 1
    return (l4.protocol * 262_144 + from) * 262_144 + to
  }

  #vector({ ask, met }: Candidates, meets: (row: Row) => Sureness): Vector {
    const possible: number[] = []
    for (const at of ask) {
      const row = this.rows[at]
      const sureness = row === undefined ? NO : meets(row)
      if (sureness === YES) setBit(met, at)
      else if (sureness === MAYBE) possible.push(at)
    }
    if (possible.length === 0) return this.#intern(met, met)
    const may = met.slice()
    for (const at of possible) setBit(may, at)
    return this.#intern(met, may)
  }

  #intern(must: Bits, may: Bits): Vector {
    const mustNumber = this.#numbered.number(must)
    const mayNumber = may === must ? mustNumber : this.#numbered.number(may)
    // Below 2⁵³ with up to 2²⁶ vectors
    const key = mustNumber * 2 ** 26 + mayNumber
    let vector = this.#interned.get(key)
    if (vector === undefined) {
      vector = { id: this.#interned.size, must, may }
      this.#interned.set(key, vector)
    }
    return vector
  }

  /** The setting that would say whether a prefix of the row means such an address */
  ipBlockDoubt(row: Row, end: 'source' | 'destination', peer: Peer): string | undefined {
    return ipBlockDoubt(row, end, peer, this.preview)
  }

  /** One of several values: what all of them satisfy, and what any does */
  merge(vectors: readonly Vector[]): Vector {
    const distinctVectors = [...new Set(vectors)]
    const [first, ...rest] = distinctVectors
    if (first !== undefined && rest.length === 0) return first
    return this.#intern(and(distinctVectors.map(({ must }) => must)), or(distinctVectors.map(({ may }) => may)))
  }
}

const PORTS = 65_537
const NO_PORT = 65_536

/** Whether a row is met hangs on more than protocol and ports: on names of ports, on a Service, on ICMP */
export const asksMore = (row: Row): boolean => row.joint || asksIcmp(row)

const asksIcmp = ({ rule }: Row): boolean => rule.match.icmp !== undefined || rule.match.notIcmp !== undefined

const names = ({ notPorts, ports }: Row['rule']['match']['source']): number =>
  (ports?.names.length ?? 0) + (notPorts?.names.length ?? 0)

/** Ports at which the answer of some row can change, ascending, beginning with 0 */
function portEdges(rows: readonly Row[], end: 'source' | 'destination'): readonly number[] {
  const edges = new Set([0])
  for (const { rule } of rows)
    for (const match of [rule.match[end].ports, rule.match[end].notPorts])
      for (const { from, to } of match?.ranges ?? []) edges.add(from).add(to + 1)
  return [...edges].sort((a, b) => a - b)
}
