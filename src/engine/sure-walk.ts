// The walk where nothing is in doubt: in each tier the first row that may match must match. Its vectors are those of all
// rows of the policy set, which every program shares, so that an address is held against the rules once and not once for
// each of the endpoints that talk to it (docs/semantics.md §4, §7; the walk in every other case: program.ts).

import { firstCommon, hasBit } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import type { Policy } from '../model/policy.ts'
import type { EndVerdict } from '../model/verdict.ts'
import type { Peer } from './peers.ts'
import type { RowList, TierSpan } from './row-list.ts'
import { asksMore, RowVectors } from './row-vectors.ts'
import type { Vector } from './row-vectors.ts'
import { meetsLayer4, NO, YES } from './rows.ts'
import type { Layer4, Preview, Row } from './rows.ts'
import { Traces } from './traces.ts'
import { LAYER4_LIMIT, VerdictMemo } from './verdict-memo.ts'

/** What there is to a row once its bits are set in every vector */
const DECIDES = 0
const ASKS_MORE = 1
const LOGS = 2

/** The rows of all policies of a set in one direction, in evaluation order */
export class SharedRows {
  readonly vectors: RowVectors
  /** Of hits; that of a row has the row's place as its number */
  readonly traces: Traces
  /** By row: DECIDES, ASKS_MORE or LOGS */
  readonly kinds: Uint8Array
  /** Room for the numbers of hits of one walk */
  readonly way: Int32Array
  /** Of programs with many rows: `VerdictMemo` of numbers of verdicts */
  readonly memo = new VerdictMemo()
  readonly #firstOf = new Map<Policy, number>()

  constructor(policies: readonly Policy[], rowsOf: (policy: Policy) => readonly Row[], preview: Preview) {
    const rows: Row[] = []
    for (const policy of policies) {
      this.#firstOf.set(policy, rows.length)
      for (const row of rowsOf(policy)) rows.push(row)
    }
    this.vectors = new RowVectors(rows, preview)
    this.traces = new Traces(rows.map(({ hit }) => hit))
    this.kinds = Uint8Array.from(rows, (row) => (row.hit === undefined ? LOGS : asksMore(row) ? ASKS_MORE : DECIDES))
    this.way = new Int32Array(new Set(policies.map(({ tier }) => tier)).size + 1)
  }

  /** What rows ask of a packet beside its ends, as a number; -1 where no number has it all */
  layer4Key(l4: Layer4): number {
    const { vectors } = this
    if (vectors.jointSource || (l4.icmp !== undefined && vectors.asksIcmp)) return -1
    const key = vectors.portKey(l4)
    return key < LAYER4_LIMIT ? key : -1
  }

  /** The place of a policy's first row; undefined for what is no policy of the set */
  firstOf(policy: Policy): number | undefined {
    return this.#firstOf.get(policy)
  }
}

/** Consecutive shared rows that govern; `own` is the first one's place among the rows of the program */
interface Span {
  readonly first: number
  end: number
  readonly own: number
}

interface Tier {
  readonly spans: readonly Span[]
  /** Number of the hit at its end */
  readonly end: number
}

const NONE = -1
const DOUBT = -2

/** With fewer words to look at, walking again is as cheap as remembering */
const LONG = 5

export class SureWalk {
  readonly #shared: SharedRows
  readonly #tiers: readonly Tier[]
  readonly #program: number
  readonly #isLong: boolean
  readonly #unsure: Bits | undefined
  readonly #profile: number

  private constructor(program: number, shared: SharedRows, { profile, rows, tiers, unsure }: RowList) {
    const { traces } = shared
    this.#shared = shared
    this.#tiers = tiers.map((tier) => ({ spans: spansOf(tier, rows, shared), end: traces.numberOf(tier.endOfTier) }))
    this.#unsure = unsure
    this.#program = program
    this.#isLong = this.#tiers.flatMap(({ spans }) => spans).reduce((sum, span) => sum + wordsOf(span), 0) >= LONG
    this.#profile = traces.numberOf(profile)
  }

  /** Undefined for programs of which tiers are in doubt, or rows not shared */
  static of(program: number, list: RowList, shared: SharedRows | undefined): SureWalk | undefined {
    const { open, tiers } = list
    return shared === undefined || open === true || !tiers.every(isPlain)
      ? undefined
      : new SureWalk(program, shared, list)
  }

  /** Undefined where a row is in doubt that could decide */
  verdict(source: Peer, destination: Peer, l4: Layer4): EndVerdict | undefined {
    const { memo, traces } = this.#shared
    const layer4 = this.#isLong ? this.#shared.layer4Key(l4) : -1
    if (layer4 === -1) {
      const number = this.#walk(source, destination, l4)
      return number === DOUBT ? undefined : traces.numbered(number)
    }
    const known = memo.get(this.#program, source.id, destination.id, layer4)
    if (known !== -1) return traces.numbered(known)
    const number = this.#walk(source, destination, l4)
    if (number === DOUBT) return undefined
    memo.set(this.#program, source.id, destination.id, layer4, number)
    return traces.numbered(number)
  }

  /** The number of the verdict; DOUBT where a row is in doubt that could decide */
  #walk(source: Peer, destination: Peer, l4: Layer4): number {
    const { traces, vectors, way } = this.#shared
    const from = vectors.sourceVector(source)
    const to = vectors.destinationVector(destination)
    const ports = vectors.portBits(l4, source, destination)
    let length = 0
    for (const { end, spans } of this.#tiers) {
      const row = this.#rowOf(spans, from, to, ports, source, destination, l4)
      if (row === DOUBT) return DOUBT
      const number = row === NONE ? end : row
      way[length++] = number
      if (traces.hit(number)?.action !== 'pass') return traces.numberOfWay(way, length)
    }
    way[length++] = this.#profile
    return traces.numberOfWay(way, length)
  }

  /** The row that decides; NONE where none of them matches */
  #rowOf(
    spans: readonly Span[],
    from: Vector,
    to: Vector,
    ports: Bits,
    source: Peer,
    destination: Peer,
    l4: Layer4,
  ): number {
    const { kinds, vectors } = this.#shared
    for (const { end, first, own } of spans)
      for (let at = first; (at = firstCommon(from.may, to.may, ports, at, end)) !== -1; at++) {
        const kind = kinds[at]
        if (kind === LOGS) continue
        if (kind === ASKS_MORE) {
          const row = vectors.rows[at]
          const sure = row === undefined ? NO : meetsLayer4(row, l4, source, destination, vectors.preview)
          if (sure === NO) continue
          if (sure !== YES) return DOUBT
        }
        return this.#isSure(at, own + at - first, from, to) ? at : DOUBT
      }
    return NONE
  }

  #isSure(at: number, own: number, from: Vector, to: Vector): boolean {
    if (this.#unsure !== undefined && hasBit(this.#unsure, own)) return false
    return (from.must === from.may || hasBit(from.must, at)) && (to.must === to.may || hasBit(to.must, at))
  }
}

const wordsOf = ({ end, first }: Span): number => ((end - 1) >>> 5) - (first >>> 5) + 1

const isPlain = ({ governs, previewFailsFrom, silent }: TierSpan): boolean =>
  governs && previewFailsFrom === undefined && silent !== true

/** INVARIANT: a program holds all rows of a policy, or none */
function spansOf({ endRow, firstRow }: TierSpan, rows: readonly Row[], shared: SharedRows): Span[] {
  const spans: Span[] = []
  for (let at = firstRow; at < endRow;) {
    const policy = rows[at]?.policy
    const first = policy === undefined ? undefined : shared.firstOf(policy)
    if (first === undefined) throw new Error('INVARIANT: rows of policies of the set are shared')
    const own = at
    while (at < endRow && rows[at]?.policy === policy) at++
    const last = spans.at(-1)
    if (last?.end === first) last.end += at - own
    else spans.push({ first, end: first + at - own, own })
  }
  return spans
}
