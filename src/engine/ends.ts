// The ends of flows as an engine sees them: each choice with the program that governs it, choices that no program can tell
// apart as one (docs/semantics.md §8.2). Ends of many flows are the same objects, so what one is, is found once.

import { boundTexts } from '../model/bound.ts'
import type { OpenRanges } from '../model/bound.ts'
import type { FlowEnd } from '../model/flow.ts'
import type { Direction } from '../model/policy.ts'
import type { CaseEnd } from '../model/verdict.ts'
import { choicesOf, piecesOf, shownLater } from './choices.ts'
import { OnlyEnd } from './end-memo.ts'
import type { AskedEnd } from './end-memo.ts'
import type { Engine } from './engine.ts'
import type { Peer } from './peers.ts'
import type { Choice, Choices, Judged, OpenChoice } from './question.ts'

/**
 * The one thing that an end is to every rule, if it is one: one pod or address, or pods that are all alike. As a source,
 * only what no plugin treats in another way.
 */
export const onlyEnd = (engine: Engine, end: FlowEnd, direction: Direction): OnlyEnd =>
  engine.ends[direction].get(end) ?? findOnly(engine, end, direction)

function findOnly(engine: Engine, end: FlowEnd, direction: Direction): OnlyEnd {
  const other = engine.ends[direction === 'egress' ? 'ingress' : 'egress'].get(end)?.judged
  const judged =
    // One choice, not several that are alike: it is the same one in the other direction.
    other?.candidates === end.candidates
      ? govern(engine, other, direction)
      : alike(engine, choicesOf(engine, end), direction)
  const isPlain = direction === 'ingress' || (judged?.doubt === undefined && judged?.node === undefined)
  return engine.ends[direction].add(new OnlyEnd(end, isPlain ? judged : undefined))
}

/** What an end can be, and the programs that govern any of it */
export function askedEnd(engine: Engine, end: FlowEnd, direction: Direction): AskedEnd {
  const known = engine.ends.of(end)
  const of = direction === 'egress' ? 'askedEgress' : 'askedIngress'
  let asked = known[of]
  if (asked === undefined) {
    const all = choicesOf(engine, end)
    const workloads = [...all.fixed, ...all.open].flatMap(({ workload }) => workload ?? [])
    const programs = [...new Set(workloads.map((one) => engine.program(one, direction)))]
    asked = { choices: all, programs, key: programs.map(({ id }) => id).join() }
    known[of] = asked
  }
  return asked
}

function alike(engine: Engine, { fixed, open }: Choices, direction: Direction): Judged | undefined {
  if (open.length > 0) return undefined
  const [only] = fixed
  if (only === undefined || fixed.length === 1) return only && govern(engine, only, direction)
  const all = fixed.map((choice) => govern(engine, choice, direction))
  const [first, ...rest] = all
  if (first === undefined) return undefined
  const isPlain = all.every(({ doubt, node }) => doubt === undefined && node === undefined)
  const isAlike = rest.every(({ peer, program }) => peer === first.peer && program === first.program)
  return isPlain && isAlike ? joined(all) : undefined
}

const govern = (engine: Engine, choice: Choice, direction: Direction): Judged => ({
  ...choice,
  program: choice.workload === undefined ? undefined : engine.program(choice.workload, direction),
})

/** By which questions choices are told apart, beside what governs them */
export interface Telling {
  /** Equal texts: no row and no host can tell the two apart at this end */
  readonly tell: (peer: Peer) => string
  /** Equal keys, equal answers of `tell` */
  readonly key: string
  readonly where: Where
}

/** How choices are told apart by where they are; those that are one keep what they are on each node */
export interface Where {
  /** On nodes of different places they are different things */
  readonly place: (node: string | undefined) => string
  readonly nodeOf: (one: Pick<Choice, 'node' | 'peer' | 'workload'>) => string | undefined
  /** Equal keys, equal answers of both */
  readonly key: string
}

/** The choices of an end that can be told apart; each as it is where `telling` is undefined */
export function expand(
  engine: Engine,
  end: FlowEnd,
  { fixed, open }: Choices,
  direction: Direction,
  telling: Telling | undefined,
): readonly Judged[] {
  if (telling === undefined) return fixed.map((choice) => govern(engine, choice, direction))
  const known = engine.ends.of(end)
  const memo = (known.expanded ??= new Map<string, readonly Judged[]>())
  const key = `${direction} ${telling.key}`
  let expanded = memo.get(key)
  if (expanded === undefined) {
    const pieces = open.flatMap((one) => piecesOf(engine, one, (peer) => tellPiece(telling, peer, one)))
    expanded = grouped(
      [...fixed, ...pieces].map((choice) => govern(engine, choice, direction)),
      telling,
    )
    memo.set(key, expanded)
  }
  return expanded
}

const tellPiece = ({ tell, where }: Telling, peer: Peer, { workload }: OpenChoice): string =>
  `${tell(peer)} ${where.nodeOf({ node: undefined, peer, workload }) ?? ''}`

function grouped(choices: readonly Judged[], { tell, where }: Telling): Judged[] {
  const groups = new Map<string, Judged[]>()
  for (const choice of choices) {
    const { doubt, peer, program, shown } = choice
    const at = where.place(where.nodeOf(choice))
    const open = doubt === undefined ? '' : Object.keys(doubt).join()
    const key = `${String(program?.id)} ${String(peer.family)} ${shown.is} ${at} ${open} ${tell(peer)}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [choice])
    else group.push(choice)
  }
  return Array.from(groups.values(), (group) => joinedByNode(group, where))
}

/** At least one; what they are beside their names is that of any of them */
export function joined(group: readonly Judged[]): Judged {
  const [first] = group
  if (first === undefined) throw new Error('INVARIANT: no group is empty')
  if (group.length === 1) return first
  const shown = withPieces(
    first.shown.is,
    group.map((one) => one.shown),
  )
  return { ...first, shown, candidates: [...new Set(group.flatMap(({ candidates }) => candidates))] }
}

/** As one, and each node's by themselves where they are on several */
function joinedByNode(group: readonly Judged[], { nodeOf }: Where): Judged {
  const nodes = new Map<string | undefined, Judged[]>()
  for (const one of group) {
    const at = nodeOf(one)
    const there = nodes.get(at)
    if (there === undefined) nodes.set(at, [one])
    else there.push(one)
  }
  const joint = joined(group)
  return nodes.size < 2 ? joint : { ...joint, byNode: Array.from(nodes.values(), joined) }
}

/** Several ends as one, pieces of one network as one piece */
function withPieces(is: CaseEnd['is'], ends: readonly CaseEnd[]): CaseEnd {
  const open: OpenRanges[] = []
  for (const { among, name, ranges } of ends.flatMap((one) => one.open ?? [])) {
    const at = open.findIndex((one) => one.name === name && one.among === among)
    const others = open[at]?.ranges ?? []
    open.splice(at < 0 ? open.length : at, 1, { among, name, ranges: [...others, ...ranges] })
  }
  if (open.length === 0 || ends.some((one) => one.open === undefined)) return shownOf(is, ends)
  return shownLater(is, () => [...new Set(open.flatMap(boundTexts))], open)
}

/** Several ends as one */
export function shownOf(is: CaseEnd['is'], ends: readonly CaseEnd[]): CaseEnd {
  const open = [...new Set(ends.flatMap((one) => one.open ?? []))]
  return shownLater(is, () => [...new Set(ends.flatMap((one) => one.members))], open.length === 0 ? undefined : open)
}
