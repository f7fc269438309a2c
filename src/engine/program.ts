// The rules that govern one kind of endpoint in one direction, as rows in evaluation order; for each distinct value of
// each dimension a bit vector over the rows; and the walk that gives verdict and trace together (docs/semantics.md §4,
// §7). What is not known is two vectors, must ⊆ may: a row that must match stops the walk, one that may adds an outcome.

import { firstCommon, hasBit } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import type { Policy } from '../model/policy.ts'
import type { Answer, EndVerdict, Outcome, PolicyHit, Trace } from '../model/verdict.ts'
import type { Peer } from './peers.ts'
import type { RowList, TierSpan } from './row-list.ts'
import { RowVectors } from './row-vectors.ts'
import type { Vector } from './row-vectors.ts'
import type { Layer4, Preview, Row } from './rows.ts'
import { SureWalk } from './sure-walk.ts'
import type { SharedRows } from './sure-walk.ts'
import type { Traces } from './traces.ts'

/** What a program is made of */
export interface ProgramParts extends RowList {
  /** The rows of all programs, these among them; without it, or for tiers of other kinds, nothing is shared */
  readonly shared?: SharedRows | undefined
}

export class Program extends RowVectors {
  readonly tiers: readonly TierSpan[]
  readonly profile: PolicyHit
  /** Equal programs have equal numbers */
  readonly id: number
  readonly #unsure: Bits | undefined
  readonly #open: boolean
  readonly #traces: Traces | undefined
  readonly #sureWalk: SureWalk | undefined
  readonly #verdicts = new Map<number, EndVerdict>()

  constructor(id: number, parts: ProgramParts, preview: Preview) {
    super(parts.rows, preview, parts.shared?.vectors)
    this.id = id
    this.tiers = parts.tiers
    this.profile = parts.profile
    this.#open = parts.open === true
    this.#unsure = parts.unsure
    this.#traces = this.#open ? undefined : parts.shared?.traces
    this.#sureWalk = SureWalk.of(id, parts, parts.shared)
  }

  /** What becomes of one packet */
  judge(source: Peer, destination: Peer, l4: Layer4): EndVerdict {
    return this.#sureWalk?.verdict(source, destination, l4) ?? this.#judge(source, destination, l4)
  }

  #judge(source: Peer, destination: Peer, l4: Layer4): EndVerdict {
    return this.verdict(
      this.sourceVector(source),
      this.destinationVector(destination),
      this.layer4Vector(l4, source, destination),
    )
  }

  /** The same rules in the same order with the same ends: over one cluster, no flow is judged differently */
  isSameAs(other: Program): boolean {
    return (
      this.rows.length === other.rows.length &&
      this.rows.every(({ rule }, at) => rule === other.rows[at]?.rule) &&
      this.tiers.length === other.tiers.length &&
      this.tiers.every((tier, at) => isSameTier(tier, other.tiers[at]))
    )
  }

  verdict(source: Vector, destination: Vector, l4: Vector): EndVerdict {
    // INVARIANT: fewer than 2¹⁷ vectors in a program, so that the three numbers fit exactly into one.
    const key = (source.id * 131_072 + destination.id) * 131_072 + l4.id
    let verdict = this.#verdicts.get(key)
    if (verdict === undefined) {
      verdict = this.#verdictOf(this.#walk(source, destination, l4))
      this.#verdicts.set(key, verdict)
    }
    return verdict
  }

  #verdictOf(outcomes: readonly Outcome[]): EndVerdict {
    const [only, ...others] = outcomes
    const isPlain = only !== undefined && others.length === 0 && only.action !== 'unknown'
    return isPlain && this.#traces !== undefined ? this.#traces.verdict(only.trace) : endVerdict(outcomes)
  }

  #walk(source: Vector, destination: Vector, l4: Vector): Outcome[] {
    const outcomes: Outcome[] = []
    let trace: Trace = []
    for (const tier of this.tiers) {
      const passed = this.#walkTier(tier, [source, destination, l4], trace, outcomes)
      if (passed === undefined) return outcomes
      trace = passed
    }
    outcomes.push(this.#open ? { action: 'allow', trace } : ended(trace, this.profile))
    return outcomes
  }

  /** The trace with which evaluation goes on to the next tier; undefined where it cannot */
  #walkTier(tier: TierSpan, flow: FlowVectors, trace: Trace, outcomes: Outcome[]): Trace | undefined {
    const walk = new TierWalk(trace, outcomes)
    for (const at of this.#candidates(tier, flow)) {
      const row = this.rows[at]
      if (row?.policy.unknown !== undefined) walk.mayDoAnything()
      else if (row?.hit !== undefined) {
        walk.mayHit(row.hit)
        if (!flow.every(({ must }) => hasBit(must, at))) continue
        if (this.#isSure(at)) return walk.passed
        walk.matchesIfGoverning(row)
      }
    }
    return walk.end(tier)
  }

  /** Rows of a tier that may match, in order */
  *#candidates(tier: TierSpan, [a, b, c]: FlowVectors): Iterable<number> {
    const end = tier.previewFailsFrom ?? tier.endRow
    for (let at = tier.firstRow; at < end; at++) {
      at = firstCommon(a.may, b.may, c.may, at, end)
      if (at === -1) return
      yield at
    }
  }

  #isSure(at: number): boolean {
    return this.#unsure === undefined || !hasBit(this.#unsure, at)
  }

  /** Rows that may match and need not, in the order of the walk, up to the first that must */
  *openRows(
    source: Vector,
    destination: Vector,
    l4: Vector,
  ): Iterable<{ row: Row; at: number; because: OpenBecause[] }> {
    const all = [source, destination, l4] as const
    for (let at = 0; at < this.rows.length; at++) {
      at = firstCommon(source.may, destination.may, l4.may, at, this.rows.length)
      const row = this.rows[at]
      if (at === -1 || row === undefined) return
      if (row.action === 'log') continue
      const because: OpenBecause[] = DIMENSIONS.filter((_, i) => !hasBit(all[i]?.must ?? source.must, at))
      const unsure = !this.#isSure(at)
      if (because.length > 0 || unsure) yield { row, at, because: unsure ? [...because, 'row'] : because }
    }
  }
}

function isSameTier(tier: TierSpan, other: TierSpan | undefined): boolean {
  const { endOfTier, endRow, governs, name, policyCount } = tier
  return (
    other?.name === name &&
    other.endRow === endRow &&
    other.governs === governs &&
    // A policy without rows in this direction that may govern leaves the end within reach.
    other.policyCount === policyCount &&
    other.endOfTier.action === endOfTier.action &&
    other.endOfTier.source === endOfTier.source
  )
}

type FlowVectors = readonly [source: Vector, destination: Vector, layer4: Vector]

const DIMENSIONS = ['source', 'destination', 'layer4'] as const

/** One tier of a walk: what may come of it so far */
class TierWalk {
  /** The trace with which the next tier begins, once some way leads there */
  passed: Trace | undefined
  readonly #trace: Trace
  readonly #outcomes: Outcome[]
  readonly #matching = new Set<Policy>()

  constructor(trace: Trace, outcomes: Outcome[]) {
    this.#trace = trace
    this.#outcomes = outcomes
  }

  mayHit(hit: PolicyHit): void {
    if (hit.action === 'pass') this.passed ??= [...this.#trace, hit]
    else this.#outcomes.push(ended(this.#trace, hit))
  }

  /** The walk goes on all the same, for a policy that is not understood may also not match */
  mayDoAnything(): void {
    this.#outcomes.push({ action: 'unknown', trace: this.#trace })
    this.passed ??= this.#trace
  }

  /** A rule that matches for certain, of a policy that may not govern */
  matchesIfGoverning({ policy, rule }: Row): void {
    if (rule.uncertain === undefined) this.#matching.add(policy)
  }

  end(tier: TierSpan): Trace | undefined {
    // The preview keeps no row of an evaluation that failed.
    if (tier.previewFailsFrom !== undefined) this.#outcomes.push({ action: 'unknown', trace: [] })
    else if (tier.silent === true) this.passed ??= this.#trace
    // Whichever of its policies govern, one of their rules matches: else the end is out of reach.
    else if (tier.governs || this.#matching.size < tier.policyCount) this.mayHit(tier.endOfTier)
    // A tier that may not govern at all may be passed without a row.
    return tier.governs ? this.passed : (this.passed ?? this.#trace)
  }
}

export type OpenBecause = 'source' | 'destination' | 'layer4' | 'row'

function ended(trace: Trace, hit: PolicyHit): Outcome {
  const action: Answer = hit.action === 'allow' ? 'allow' : 'deny'
  return { action, trace: [...trace, hit] }
}

/** Distinct outcomes, as one answer where they agree */
export function endVerdict(all: readonly Outcome[]): EndVerdict {
  const outcomes = distinct(all)
  const [first] = outcomes
  if (first === undefined) throw new Error('INVARIANT: every walk ends')
  const agree = outcomes.every(({ action }) => action === first.action)
  return {
    is: agree ? first.action : 'unknown',
    trace: outcomes.length === 1 ? first.trace : sharedRows(outcomes),
    outcomes,
    because: [],
  }
}

function distinct(outcomes: readonly Outcome[]): readonly Outcome[] {
  if (outcomes.length < 2) return outcomes
  const out: Outcome[] = []
  for (const outcome of outcomes)
    if (!out.some((one) => one.action === outcome.action && sameTrace(one.trace, outcome.trace))) out.push(outcome)
  return out
}

const sameTrace = (a: Trace, b: Trace): boolean => a.length === b.length && a.every((hit, i) => hit === b[i])

function sharedRows(outcomes: readonly Outcome[]): Trace {
  const [first, ...rest] = outcomes
  const trace = first?.trace ?? []
  const length = trace.findIndex((hit, i) => !rest.every((one) => one.trace[i] === hit))
  return length === -1 ? trace : trace.slice(0, length)
}
