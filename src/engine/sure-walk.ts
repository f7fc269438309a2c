// The walk where nothing is in doubt: in each tier the first row that may match must match. Its vectors are those of all
// rows of the policy set, which every program shares, so that an address is held against the rules once and not once for
// each of the endpoints that talk to it (docs/semantics.md §4, §7; the walk in every other case: program.ts).

import { firstCommon, hasBit } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import type { Policy } from '../model/policy.ts'
import type { EndVerdict, PolicyHit } from '../model/verdict.ts'
import type { Peer } from './peers.ts'
import type { ProgramParts, TierSpan } from './program.ts'
import { asksMore, RowVectors } from './row-vectors.ts'
import type { Vector } from './row-vectors.ts'
import { meetsLayer4, NO, YES } from './rows.ts'
import type { Layer4, Preview, Row } from './rows.ts'
import { TraceStep } from './traces.ts'

/** The rows of all policies of a set in one direction, in evaluation order */
export class SharedRows {
  readonly vectors: RowVectors
  readonly start = TraceStep.start()
  readonly #firstOf = new Map<Policy, number>()

  constructor(policies: readonly Policy[], rowsOf: (policy: Policy) => readonly Row[], preview: Preview) {
    const rows: Row[] = []
    for (const policy of policies) {
      this.#firstOf.set(policy, rows.length)
      for (const row of rowsOf(policy)) rows.push(row)
    }
    this.vectors = new RowVectors(rows, preview)
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
  readonly endOfTier: PolicyHit
}

export class SureWalk {
  readonly #shared: SharedRows
  readonly #tiers: readonly Tier[]
  readonly #unsure: Bits | undefined
  readonly #profile: PolicyHit

  private constructor(shared: SharedRows, tiers: readonly Tier[], { profile, unsure }: ProgramParts) {
    this.#shared = shared
    this.#tiers = tiers
    this.#unsure = unsure
    this.#profile = profile
  }

  /** Undefined for programs of which tiers are in doubt, or rows not shared */
  static of(parts: ProgramParts): SureWalk | undefined {
    const { open, rows, shared, tiers } = parts
    if (shared === undefined || open === true || !tiers.every(isPlain)) return undefined
    const own = tiers.map((tier) => spansOf(tier, rows, shared))
    return new SureWalk(
      shared,
      tiers.map(({ endOfTier }, i) => ({ spans: own[i] ?? [], endOfTier })),
      parts,
    )
  }

  /** Undefined where a row is in doubt that could decide */
  verdict(source: Peer, destination: Peer, l4: Layer4): EndVerdict | undefined {
    const { start, vectors } = this.#shared
    const from = vectors.sourceVector(source)
    const to = vectors.destinationVector(destination)
    const ports = vectors.portBits(l4, source, destination)
    let step = start
    for (const { endOfTier, spans } of this.#tiers) {
      const row = this.#rowOf(spans, from, to, ports, source, destination, l4)
      if (row === 'doubt') return undefined
      const hit = row?.hit ?? endOfTier
      step = step.then(hit)
      if (hit.action !== 'pass') return step.verdict
    }
    return step.then(this.#profile).verdict
  }

  /** The row that decides; undefined where none of them matches */
  #rowOf(
    spans: readonly Span[],
    from: Vector,
    to: Vector,
    ports: Bits,
    source: Peer,
    destination: Peer,
    l4: Layer4,
  ): Row | 'doubt' | undefined {
    const { preview, rows } = this.#shared.vectors
    for (const { end, first, own } of spans)
      for (let at = first; (at = firstCommon(from.may, to.may, ports, at, end)) !== -1; at++) {
        const row = rows[at]
        if (row === undefined || row.action === 'log') continue
        const sure = asksMore(row) ? meetsLayer4(row, l4, source, destination, preview) : YES
        if (sure === NO) continue
        if (sure !== YES || !hasBit(from.must, at) || !hasBit(to.must, at) || this.#isUnsure(own + at - first))
          return 'doubt'
        return row
      }
    return undefined
  }

  #isUnsure(at: number): boolean {
    return this.#unsure !== undefined && hasBit(this.#unsure, at)
  }
}

const isPlain = ({ governs, previewFailsFrom, silent }: TierSpan): boolean =>
  governs && previewFailsFrom === undefined && silent !== true

/** INVARIANT: a program holds all rows of a policy, or none */
function spansOf({ endRow, firstRow }: TierSpan, rows: readonly Row[], shared: SharedRows): Span[] {
  const spans: Span[] = []
  for (let at = firstRow; at < endRow; ) {
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
