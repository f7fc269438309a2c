// Program × flow → verdict. Every choice that the flow's ends leave open is judged; choices that no program can tell
// apart are judged once (docs/semantics.md §8).

import type { Flow } from '../model/flow.ts'
import type { Direction } from '../model/policy.ts'
import type { Answer, Case, CaseEnd, EndVerdict, FlowVerdict, Reason } from '../model/verdict.ts'
import { openReasons, reasonsFor } from './because.ts'
import { askedEnd, expand, onlyEnd, shownOf } from './ends.ts'
import type { OnlyEnd } from './end-memo.ts'
import type { Telling } from './ends.ts'
import type { Engine } from './engine.ts'
import { casesByNode, hostsOf, placing, sameSteps } from './host-cases.ts'
import type { Explain } from './host-hooks.ts'
import { completions, isIcmp, layer4Texts } from './layer4.ts'
import type { Peer } from './peers.ts'
import { meetsHosts, onPath } from './path.ts'
import { endVerdict } from './program.ts'
import type { Program } from './program.ts'
import { isOwnNode, SPARED } from './plugin.ts'
import type { Choice, Judged, Question } from './question.ts'
import type { Layer4 } from './rows.ts'
import { siteOf } from './trips.ts'

export function judge(engine: Engine, flow: Flow): FlowVerdict {
  if (meetsHosts(engine, flow)) return judgeOpen(engine, flow, hostCases)
  return judgeSimple(engine, flow) ?? judgeOpen(engine, flow, podCase)
}

/**
 * What one end says of a flow, and what hosts do to it: as `judge` has it, but for the reasons why it is unknown. Half of
 * the work for who asks for one end alone. `whole` stands for `judge`, where the flow has to be judged at both.
 */
export function judgeEnd(
  engine: Engine,
  flow: Flow,
  direction: Direction,
  whole: (flow: Flow) => FlowVerdict = (one) => judge(engine, one),
): Pick<FlowVerdict, 'hosts'> & AtEnd {
  if (!meetsHosts(engine, flow)) {
    const source = onlyEnd(engine, flow.source, 'egress')
    const destination = onlyEnd(engine, flow.destination, 'ingress')
    const { peer: from } = source
    const { peer: to } = destination
    if (from !== undefined && to !== undefined && isPlain(flow, source, destination)) {
      const { program } = direction === 'egress' ? source : destination
      return { end: program?.judge(from, to, flow), hosts: undefined }
    }
  }
  const { hosts, [direction]: end } = whole(flow)
  return { end, hosts }
}

interface AtEnd {
  readonly end: EndVerdict | undefined
}

/** The common case: one choice for each end, and nothing missing that a rule asks for. Undefined where it is not so */
function judgeSimple(engine: Engine, flow: Flow): FlowVerdict | undefined {
  const source = onlyEnd(engine, flow.source, 'egress')
  const destination = onlyEnd(engine, flow.destination, 'ingress')
  const { peer: from } = source
  const { peer: to } = destination
  if (from === undefined || to === undefined || !isPlain(flow, source, destination)) return undefined
  const egress = source.program?.judge(from, to, flow)
  const ingress = destination.program?.judge(from, to, flow)
  if (egress?.is === 'unknown' || ingress?.is === 'unknown') return undefined
  return new PlainVerdict(source, destination, egress, ingress)
}

/** Of one thing to one thing. Its case is made when somebody asks for it: of most flows nobody does */
class PlainVerdict implements FlowVerdict {
  readonly overall: Answer
  readonly egress: EndVerdict | undefined
  readonly ingress: EndVerdict | undefined
  readonly #source: OnlyEnd
  readonly #destination: OnlyEnd
  #cases: readonly Case[] | undefined

  constructor(source: OnlyEnd, destination: OnlyEnd, egress: EndVerdict | undefined, ingress: EndVerdict | undefined) {
    this.overall = both(egress, ingress)
    this.egress = egress
    this.ingress = ingress
    this.#source = source
    this.#destination = destination
  }

  get cases(): readonly Case[] {
    return (this.#cases ??= [this.#case()])
  }

  #case(): Case {
    const { egress, ingress, overall } = this
    const [source, destination] = [this.#source.judged, this.#destination.judged]
    if (source === undefined || destination === undefined) throw new Error('INVARIANT: both ends are one thing')
    return { source: source.shown, destination: destination.shown, egress, ingress, overall }
  }
}

/** Only pods can be told apart by their nodes, and only if the other end is one */
const isPlain = (flow: Flow, source: OnlyEnd, destination: OnlyEnd): boolean =>
  source.peer?.family === destination.peer?.family &&
  !isMissing(flow, source.program) &&
  !isMissing(flow, destination.program)

/** The case of one packet that nobody spares and nothing rewrites */
function plainCase(source: Judged, destination: Judged, l4: Layer4): Case {
  const egress = source.program?.judge(source.peer, destination.peer, l4)
  const ingress = destination.program?.judge(source.peer, destination.peer, l4)
  return { source: source.shown, destination: destination.shown, egress, ingress, overall: both(egress, ingress) }
}

const isMissing = ({ missing, protocol }: Flow, program: Program | undefined): boolean =>
  program !== undefined &&
  ((missing.sourcePort && program.asksSourcePort) ||
    missing.destinationPort ||
    (missing.icmp && program.asksIcmp && isIcmp(protocol)))

function judgeOpen(engine: Engine, flow: Flow, judgeAll: JudgeCases): FlowVerdict {
  const question = ask(engine, flow)
  const cases: Case[] = []
  for (const source of question.sources)
    for (const destination of question.destinations)
      if (source.peer.family === destination.peer.family) cases.push(...judgeAll(engine, question, source, destination))
  const [first, ...rest] = cases
  if (first === undefined) return noCommonFamily(flow)
  if (
    rest.every(
      (one) => one.egress === first.egress && one.ingress === first.ingress && sameSteps(one.hosts, first.hosts),
    )
  )
    return uniform(cases.length === 1 ? first : { ...first, ...allMembers(cases) }, question)
  const egress = anyOf(cases.map((one) => one.egress))
  const ingress = anyOf(cases.map((one) => one.ingress))
  const overall = cases.every((one) => one.overall === first.overall) ? first.overall : 'unknown'
  return explained({ overall, egress, ingress, cases }, question)
}

/** One case; several where hosts tell apart what rules do not */
type JudgeCases = (engine: Engine, question: Question, source: Judged, destination: Judged) => readonly Case[]

const podCase: JudgeCases = (_, { layer4 }, source, destination) => [judgeCase(source, destination, layer4)]

/** With what every host on the way says besides */
const hostCases: JudgeCases = (engine, question, source, destination) => {
  const explain: Explain = (program, vectors) => openReasons(program, vectors, question)
  const nodeOf = (one: Judged): string | undefined =>
    engine.hosts === undefined ? one.workload?.node : siteOf(engine.hosts, one).node
  return casesByNode([source, destination], nodeOf, (from, to) => {
    const one = judgeCase(from, to, question.layer4)
    const way = onPath(engine, question.flow, [from, to], question.layer4, one, explain)
    // Every completion may be denied, though none of the ends denies them all.
    const denied = one.overall === 'deny' && way.egress === one.egress && way.ingress === one.ingress
    return { ...one, ...way, overall: denied ? 'deny' : way.overall }
  })
}

/** The choices of both ends and of what the record left out, as far as any program can tell them apart */
export function ask(engine: Engine, flow: Flow): Question {
  const egress = askedEnd(engine, flow.source, 'egress')
  const ingress = askedEnd(engine, flow.destination, 'ingress')
  const [source, destination] = [egress.choices, ingress.choices]
  const hosts = meetsHosts(engine, flow) ? engine.hosts : undefined
  const programs = distinct(egress.programs, ingress.programs, hosts?.programs ?? NO_PROGRAMS)
  const simple =
    source.open.length + destination.open.length === 0 && source.fixed.length * destination.fixed.length === 1
  const where = placing(engine, hosts, flow, source)
  const places = hosts === undefined ? (): string => '' : (peer: Peer): string => hosts.topology.tell(peer)
  const telling = (end: 'source' | 'destination'): Telling | undefined => {
    if (simple) return undefined
    return {
      tell: (peer) => `${tell(programs, end, peer)} ${places(peer)}`,
      key: `${egress.key} ${ingress.key} ${where.key}`,
      where,
    }
  }
  const sources = expand(engine, flow.source, source, 'egress', telling('source'))
  const destinations = expand(engine, flow.destination, destination, 'ingress', telling('destination'))
  const { missing } = flow
  const isOpen =
    missing.destinationPort || missing.icmp || (missing.sourcePort && programs.some((one) => one.asksSourcePort))
  const peers = (ends: readonly Judged[]): Peer[] => ends.map(({ peer }) => peer)
  const layer4 = isOpen ? completions(flow, programs, peers(sources), peers(destinations)) : [flow]
  return { flow, sources, destinations, layer4 }
}

const NO_PROGRAMS: readonly Program[] = []

function distinct(...lists: readonly (readonly Program[])[]): readonly Program[] {
  const [only, ...others] = lists.filter((list) => list.length > 0)
  return only !== undefined && others.length === 0 ? only : [...new Set(lists.flat())]
}

function tell(programs: readonly Program[], end: 'source' | 'destination', peer: Peer): string {
  return programs
    .map((program) => {
      const vector = end === 'source' ? program.sourceVector(peer) : program.destinationVector(peer)
      // Names of ports and Services hang on the address itself; of the source, names of ports alone.
      const asksPeer = end === 'source' ? program.jointSource : program.joint
      return asksPeer ? `${String(vector.id)}.${String(peer.id)}` : String(vector.id)
    })
    .join(' ')
}

export function judgeCase(source: Judged, destination: Judged, layer4: readonly Layer4[]): Case {
  const [only, ...more] = layer4
  if (only !== undefined && more.length === 0 && source.doubt === undefined && source.node === undefined)
    return plainCase(source, destination, only)
  const ask = (program: Program | undefined, from: Choice): EndVerdict | undefined => {
    if (program === undefined || only === undefined) return undefined
    const verdict = verdictOf(program, from, destination, only)
    return more.length === 0
      ? verdict
      : anyOf([verdict, ...more.map((l4) => verdictOf(program, from, destination, l4))])
  }
  const egress = ask(source.program, source)
  const { ingress, unset } = ingressOf(source, (from) => ask(destination.program, from), isOwnNode(source, destination))
  const ends = { source: source.shown, destination: destination.shown }
  const one = { ...ends, egress, ingress, overall: both(egress, ingress), ...(unset === undefined ? {} : { unset }) }
  if (one.overall !== 'unknown' || more.length === 0) return one
  const denied = layer4.filter((l4) => judgeCase(source, destination, [l4]).overall === 'deny')
  // Each completion may be denied, one at this end and another at that.
  if (denied.length === layer4.length) return { ...one, overall: 'deny' }
  return { ...one, deniedFor: layer4Texts(layer4, denied) }
}

export function verdictOf(program: Program, source: Choice, destination: Choice, l4: Layer4): EndVerdict {
  return program.judge(source.peer, destination.peer, l4)
}

/** Deny when either end denies, else unknown when one is, else allow (§8.1) */
export function both(egress: EndVerdict | undefined, ingress: EndVerdict | undefined): Answer {
  if (egress?.is === 'deny' || ingress?.is === 'deny') return 'deny'
  return egress?.is === 'unknown' || ingress?.is === 'unknown' ? 'unknown' : 'allow'
}

/** A node's own processes reach its pods whatever the policies say (§4.9); where that, or the source, is not sure: both */
function ingressOf(
  source: Judged,
  ask: (from: Choice) => EndVerdict | undefined,
  ownNode: boolean | 'maybe',
): { readonly ingress: EndVerdict | undefined; readonly unset?: readonly string[] } {
  if (ownNode === true) return { ingress: undefined }
  const own = ask(source)
  if (own === undefined) return { ingress: own }
  if (ownNode === 'maybe') {
    if (own.is === 'allow') return { ingress: own }
    return { ingress: anyOf([own, SPARED]), unset: ['node-to-own-pods'] }
  }
  const { behind } = source.doubt ?? {}
  if (behind === undefined) return { ingress: own }
  const others = behind.peers.map((peer) => ask({ ...source, peer }))
  if (behind.sure) return { ingress: anyOf(others) }
  const ingress = anyOf([own, ...others])
  return ingress === own ? { ingress } : { ingress, unset: ['source-after-nat'] }
}

/** One of several verdicts; the same object where they are one */
function anyOf(verdicts: readonly (EndVerdict | undefined)[]): EndVerdict | undefined {
  const known = verdicts.filter((one) => one !== undefined)
  const [first] = known
  if (first === undefined || known.every((one) => one === first)) return first
  return endVerdict(known.flatMap(({ outcomes }) => outcomes))
}

function uniform(only: Case, question: Question): FlowVerdict {
  const { egress, ingress, overall } = only
  const verdict: FlowVerdict = { overall, egress, ingress, cases: [only] }
  const open = egress?.is === 'unknown' || ingress?.is === 'unknown' || only.hosts !== undefined
  return open ? explained(verdict, question) : verdict
}

function explained(verdict: FlowVerdict, question: Question): FlowVerdict {
  const add = (end: EndVerdict | undefined, direction: 'egress' | 'ingress'): EndVerdict | undefined =>
    end?.is === 'unknown'
      ? withReasons(end, () => [...unsetReasons(verdict, question), ...reasonsFor(question, direction)])
      : end
  const ends = { egress: add(verdict.egress, 'egress'), ingress: add(verdict.ingress, 'ingress') }
  if (verdict.cases.every(({ hosts }) => hosts === undefined)) return { ...verdict, ...ends }
  const said = [ends.egress, ends.ingress].some((end) => (end?.because.length ?? 0) > 0)
  const hosts = hostsOf(verdict.cases, verdict.overall, question, said)
  return hosts === undefined ? { ...verdict, ...ends } : { ...verdict, ...ends, hosts }
}

/** The reasons are found when somebody asks: few of the flows that are open both before and after are ever shown */
function withReasons(end: EndVerdict, find: () => readonly Reason[]): EndVerdict {
  let because: readonly Reason[] | undefined
  return {
    ...end,
    get because() {
      return (because ??= find())
    },
  }
}

/** Settings about the network plugin that would settle it, or some of it */
function unsetReasons({ cases }: FlowVerdict, { destinations, sources }: Question): readonly Reason[] {
  const unset = new Set(cases.flatMap((one) => one.unset ?? []))
  if ([...sources, ...destinations].some(({ doubt }) => doubt?.hostNetwork === true)) unset.add('host-network-pods')
  return Array.from(unset, (setting) => ({ code: 'plugins-differ', args: [setting], at: undefined }) as const)
}

function allMembers(cases: readonly Case[]): { source: CaseEnd; destination: CaseEnd } {
  const merge = (ends: readonly CaseEnd[]): CaseEnd =>
    shownOf(ends.every(({ is }) => is === 'known') ? 'known' : 'possible', ends)
  return { source: merge(cases.map((one) => one.source)), destination: merge(cases.map((one) => one.destination)) }
}

/** The ends have no address family in common, as far as is known: nothing can be said */
function noCommonFamily(flow: Flow): FlowVerdict {
  const because: Reason[] = [
    { code: 'address-missing', args: [flow.source.name, flow.destination.name], at: undefined },
  ]
  const unknown: EndVerdict = { is: 'unknown', trace: [], outcomes: [{ action: 'unknown', trace: [] }], because }
  return { overall: 'unknown', egress: unknown, ingress: unknown, cases: [] }
}
