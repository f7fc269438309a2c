// The rules that govern one kind of endpoint in one direction, as rows in evaluation order; for each distinct value of
// each dimension a bit vector over the rows; and the walk that gives verdict and trace together (docs/semantics.md §4,
// §7). What is not known is two vectors, must ⊆ may: a row that must match stops the walk, one that may adds an outcome.

import { and, firstCommon, hasBit, or, setBit } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import type { Policy } from '../model/policy.ts'
import type { Answer, EndVerdict, Outcome, PolicyHit, Trace } from '../model/verdict.ts'
import type { Peer } from './peers.ts'
import { AddressRows, intervalOf, Layer4Rows } from './row-index.ts'
import type { Candidates } from './row-index.ts'
import { MAYBE, meetsAddress, meetsLayer4, NO, YES } from './rows.ts'
import type { Layer4, Preview, Row, Sureness } from './rows.ts'

/** Which rows a value of one dimension satisfies */
export interface Vector {
  /** Equal vectors of a program have equal numbers */
  readonly id: number
  readonly must: Bits
  readonly may: Bits
}

/** A tier in which at least one policy governs the endpoint in the direction (or may) */
export interface TierSpan {
  readonly name: string
  readonly firstRow: number
  readonly endRow: number
  /** The row of the tier's default action */
  readonly endOfTier: PolicyHit
  /** Its end leaves no row and goes on: the failsafe ports of hosts, which are a list of rules and no tier */
  readonly silent?: boolean | undefined
  /** False where every policy of the tier only may govern */
  readonly governs: boolean
  readonly policyCount: number
  /** Rows from which on the preview gives up: in a tier that does not exist, after the first policy without a match */
  readonly previewFailsFrom: number | undefined
}

/** What a program is made of; `profile` decides when every tier has passed */
export interface ProgramParts {
  readonly rows: readonly Row[]
  /** Rows of policies that only may govern, of rules with a condition that is not modelled, of unknown policies */
  readonly unsure: Bits | undefined
  readonly tiers: readonly TierSpan[]
  readonly profile: PolicyHit
  /** No profile is asked: what no tier decides goes on (lists of hosts other than the normal one) */
  readonly open?: boolean | undefined
}

export class Program {
  readonly rows: readonly Row[]
  readonly tiers: readonly TierSpan[]
  readonly profile: PolicyHit
  /** First values of the intervals in which the rows cannot tell ports apart */
  readonly sourcePortEdges: readonly number[]
  readonly destinationPortEdges: readonly number[]
  readonly asksIcmp: boolean
  /** Some row has names of ports or a Service, so addresses and ports cannot be looked at apart */
  readonly joint: boolean
  /** Equal programs have equal numbers */
  readonly id: number
  readonly #unsure: Bits | undefined
  readonly #preview: Preview
  readonly #open: boolean
  /** Some row has names of ports for the source, so a source port that is missing leaves it open */
  readonly jointSource: boolean
  #sourceRows: AddressRows | undefined
  #destinationRows: AddressRows | undefined
  #layer4Rows: Layer4Rows | undefined
  readonly #bySource = new Map<number, Vector>()
  readonly #byDestination = new Map<number, Vector>()
  readonly #byLayer4 = new Map<number, Vector>()
  readonly #byLayer4AndPeers = new Map<string, Vector>()
  readonly #interned = new Map<string, Vector>()
  readonly #verdicts = new Map<number, EndVerdict>()

  constructor(id: number, parts: ProgramParts, preview: Preview) {
    this.id = id
    this.rows = parts.rows
    this.tiers = parts.tiers
    this.profile = parts.profile
    this.#open = parts.open === true
    this.#unsure = parts.unsure
    this.#preview = preview
    this.sourcePortEdges = portEdges(parts.rows, 'source')
    this.destinationPortEdges = portEdges(parts.rows, 'destination')
    this.asksIcmp = parts.rows.some(({ rule }) => rule.match.icmp !== undefined || rule.match.notIcmp !== undefined)
    this.jointSource = parts.rows.some(({ rule }) => names(rule.match.source) > 0)
    this.joint = parts.rows.some(({ joint }) => joint)
  }

  sourceVector(peer: Peer): Vector {
    let vector = this.#bySource.get(peer.id)
    if (vector === undefined) {
      this.#sourceRows ??= new AddressRows(this.rows, 'source')
      vector = this.#vector(this.#sourceRows.candidates(peer), (row) =>
        meetsAddress(row, 'source', peer, this.#preview),
      )
      this.#bySource.set(peer.id, vector)
    }
    return vector
  }

  destinationVector(peer: Peer): Vector {
    let vector = this.#byDestination.get(peer.id)
    if (vector === undefined) {
      this.#destinationRows ??= new AddressRows(this.rows, 'destination')
      const candidates = this.#destinationRows.candidates(peer)
      vector = this.#vector(candidates, (row) => meetsAddress(row, 'destination', peer, this.#preview))
      this.#byDestination.set(peer.id, vector)
    }
    return vector
  }

  layer4Vector(l4: Layer4, source: Peer, destination: Peer): Vector {
    if (this.joint || (this.asksIcmp && l4.icmp !== undefined)) {
      return this.#layer4(this.#byLayer4AndPeers, this.#layer4Key(l4, source, destination), l4, source, destination)
    }
    // Protocol below 2⁸, intervals below 2¹⁸: the three fit exactly into one number.
    const from = intervalOf(this.sourcePortEdges, l4.sourcePort) + 1
    const to = intervalOf(this.destinationPortEdges, l4.destinationPort) + 1
    const key = (l4.protocol * 262_144 + from) * 262_144 + to
    return this.#layer4(this.#byLayer4, key, l4, source, destination)
  }

  #layer4<K>(memo: Map<K, Vector>, key: K, l4: Layer4, source: Peer, destination: Peer): Vector {
    let vector = memo.get(key)
    if (vector === undefined) {
      this.#layer4Rows ??= new Layer4Rows(this.rows, this.destinationPortEdges)
      const candidates = this.#layer4Rows.candidates(l4)
      vector = this.#vector(candidates, (row) => meetsLayer4(row, l4, source, destination, this.#preview))
      memo.set(key, vector)
    }
    return vector
  }

  /** Equal keys: no row can tell the two apart */
  #layer4Key({ destinationPort, icmp, protocol, sourcePort }: Layer4, source: Peer, destination: Peer): string {
    const to = this.joint ? destinationPort : intervalOf(this.destinationPortEdges, destinationPort)
    const from = this.jointSource ? sourcePort : intervalOf(this.sourcePortEdges, sourcePort)
    const types = icmp === undefined ? '' : `${String(icmp.type)}.${String(icmp.code)}`
    const ends = this.joint ? `${this.jointSource ? String(source.id) : ''}>${String(destination.id)}` : ''
    return `${String(protocol)} ${String(from)} ${String(to)} ${types} ${ends}`
  }

  #vector({ base, baseId, rows }: Candidates, meets: (row: Row) => Sureness): Vector {
    const sure: number[] = []
    const possible: number[] = []
    for (const at of rows) {
      const row = this.rows[at]
      const sureness = row === undefined ? NO : meets(row)
      if (sureness === YES) sure.push(at)
      else if (sureness === MAYBE) possible.push(at)
    }
    return this.#intern(`${baseId} ${sure.join()} ${possible.join()}`, () => {
      const must = Uint32Array.from(base)
      for (const at of sure) setBit(must, at)
      if (possible.length === 0) return { must, may: must }
      const may = Uint32Array.from(must)
      for (const at of possible) setBit(may, at)
      return { must, may }
    })
  }

  /** INVARIANT: equal keys have equal bits. Keys of different dimensions never meet, for each names its base */
  #intern(key: string, bits: () => Pick<Vector, 'must' | 'may'>): Vector {
    let vector = this.#interned.get(key)
    if (vector === undefined) {
      vector = { id: this.#interned.size, ...bits() }
      this.#interned.set(key, vector)
    }
    return vector
  }

  /** One of several values: what all of them satisfy, and what any does */
  merge(vectors: readonly Vector[]): Vector {
    const distinctVectors = [...new Set(vectors)]
    const [first, ...rest] = distinctVectors
    if (first !== undefined && rest.length === 0) return first
    const key = `merged ${distinctVectors.map(({ id }) => id).join()}`
    return this.#intern(key, () => ({
      must: and(distinctVectors.map(({ must }) => must)),
      may: or(distinctVectors.map(({ may }) => may)),
    }))
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
      verdict = endVerdict(this.#walk(source, destination, l4))
      this.#verdicts.set(key, verdict)
    }
    return verdict
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
  const { endOfTier, endRow, governs, name } = tier
  return (
    other?.name === name &&
    other.endRow === endRow &&
    other.governs === governs &&
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

const names = ({ notPorts, ports }: Row['rule']['match']['source']): number =>
  (ports?.names.length ?? 0) + (notPorts?.names.length ?? 0)

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

/** Ports at which the answer of some row can change, ascending, beginning with 0 */
function portEdges(rows: readonly Row[], end: 'source' | 'destination'): readonly number[] {
  const edges = new Set([0])
  for (const { rule } of rows)
    for (const match of [rule.match[end].ports, rule.match[end].notPorts])
      for (const { from, to } of match?.ranges ?? []) edges.add(from).add(to + 1)
  return [...edges].sort((a, b) => a - b)
}
