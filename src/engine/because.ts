// Why a verdict is unknown: the rules that may match and need not, each with the smallest fact that would settle it
// (docs/semantics.md §8; reasons are codes, the words stand in report/wording.ts).

import { hasBit } from '../base/bitset.ts'
import { printCidr } from '../base/ip.ts'
import type { Place } from '../base/location.ts'
import type { Direction, EntityMatch, Policy, Rule } from '../model/policy.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import type { Reason, ReasonCode } from '../model/verdict.ts'
import type { Judged, Question } from './question.ts'
import type { Vectors } from './packet.ts'
import type { Peer } from './peers.ts'
import type { OpenBecause, Program } from './program.ts'
import type { Row } from './rows.ts'
import type { LabelClass } from './selector-index.ts'

/** More reasons than this explain nothing */
const MOST_REASONS = 5

export function reasonsFor(question: Question, direction: Direction): Reason[] {
  const ends = direction === 'egress' ? question.sources : question.destinations
  const programs = [...new Set(ends.flatMap(({ program }) => (program === undefined ? [] : [program])))]
  const reasons = programs.flatMap((program) => reasonsOf(program, question, direction))
  if (programs.length > 1) reasons.push(podsDiffer(question, direction === 'egress' ? 'source' : 'destination'))
  if (programs.some(({ tiers }) => tiers.some((tier) => tier.previewFailsFrom !== undefined)))
    reasons.push({ code: 'preview-fails', args: [], at: undefined })
  return distinct(reasons).slice(0, MOST_REASONS)
}

function reasonsOf(program: Program, question: Question, direction: Direction): Reason[] {
  const own = (ends: readonly Judged[], governed: boolean): readonly Judged[] =>
    governed ? ends.filter((one) => one.program === program) : ends
  const sources = own(question.sources, direction === 'egress')
  const destinations = own(question.destinations, direction === 'ingress')
  const source = program.merge(sources.map(({ peer }) => program.sourceVector(peer)))
  const destination = program.merge(destinations.map(({ peer }) => program.destinationVector(peer)))
  const layer4 = program.merge(
    question.layer4.flatMap((l4) =>
      sources.flatMap((from) => destinations.map((to) => program.layer4Vector(l4, from.peer, to.peer))),
    ),
  )
  const reasons = openReasons(program, [source, destination, layer4], question)
  return reasons.length > 0 ? reasons : doubtfulTiers(program, question)
}

/** Tiers that govern only if a policy does of which that is not known; where it has no rule, no row says so */
const doubtfulTiers = (program: Program, question: Question): Reason[] =>
  program.tiers.flatMap(({ endOfTier: { source: policy }, governs }) =>
    governs || policy === undefined ? [] : subjectReasons(program, { policy }, question),
  )

/** The rows that leave a packet open, each with the fact that would settle it */
export const openReasons = (program: Program, vectors: Vectors, question: Question): Reason[] =>
  Array.from(program.openRows(...vectors)).flatMap(({ because, row }) =>
    because.flatMap((dimension) => reasonsOfRow(program, dimension, row, question)),
  )

function reasonsOfRow(program: Program, dimension: OpenBecause, row: Row, question: Question): readonly Reason[] {
  switch (dimension) {
    case 'source':
    case 'destination':
      return endReasons(program, row, question, dimension)
    case 'layer4': {
      const unknown = unknownAtPorts(row, question)
      return unknown.length > 0 ? unknown : [portReason(missingFact(question), row)]
    }
    case 'row':
      if (row.policy.unknown !== undefined)
        return [{ code: 'policy-unknown', args: [row.policy.unknown.what], at: row.policy.unknown.at ?? row.policy.at }]
      if (row.rule.uncertain !== undefined) return [rowReason('condition-unknown', row, row.rule.uncertain)]
      return subjectReasons(program, row, question)
  }
}

/** Why it is not known whether a policy governs an end */
function subjectReasons(program: Program, row: Asking, { destinations, sources }: Question): readonly Reason[] {
  const governed = [...sources, ...destinations].filter((one) => one.program === program)
  const unknown = objectReasons(
    governed.flatMap(({ workload }) => workload?.labels.unknown ?? []),
    row,
  )
  return unknown.length > 0 ? unknown : [rowReason('labels-missing', row)]
}

/** The objects that could not be understood and that a row may be about, each once */
const objectReasons = (unknown: readonly UnknownObject[], row: Asking): Reason[] =>
  [...new Set(unknown)].map(({ at, what }) => ({ ...rowReason('object-unknown', row, what), at }))

/** Of an end: objects that may cover its address, those that do and whose labels hang on others, Services */
function unknownAt(row: Row, end: 'source' | 'destination', { peer }: Judged): readonly UnknownObject[] {
  const { notSelector, selector, service } = row[end]
  const asked = [selector, notSelector].filter((one) => one !== undefined)
  const isOpen = ({ may, must }: LabelClass): boolean =>
    asked.some((number) => hasBit(may, number) && !hasBit(must, number))
  const members = peer.members.filter(({ labels }) => isOpen(labels)).flatMap(({ labels }) => labels.unknown ?? [])
  return [...members, ...servicesAt(peer, service)]
}

const servicesAt = ({ possibleServices }: Peer, service: string | undefined): readonly UnknownObject[] =>
  possibleServices.flatMap((one) => (one.service === service ? [one.unknown] : []))

/** Of names of ports and of a Service at the destination: objects that may have such ports */
function unknownAtPorts(row: Row, { destinations, sources }: Question): readonly Reason[] {
  const named = (end: 'source' | 'destination', ends: readonly Judged[]): readonly UnknownObject[] => {
    const { notPorts, ports } = row.rule.match[end]
    if ((ports?.names.length ?? 0) + (notPorts?.names.length ?? 0) === 0) return []
    const hosts = ends.flatMap(({ peer }) => peer.members.filter((one) => one.prefix === undefined && !one.ports))
    return hosts.flatMap(({ labels }) => labels.unknown ?? [])
  }
  const behind = destinations.flatMap(({ peer }) => servicesAt(peer, row.destination.service))
  return objectReasons([...named('source', sources), ...named('destination', destinations), ...behind], row)
}

function endReasons(program: Program, row: Row, question: Question, end: 'source' | 'destination'): readonly Reason[] {
  const choices = end === 'source' ? question.sources : question.destinations
  const unknown = objectReasons(
    choices.flatMap((choice) => unknownAt(row, end, choice)),
    row,
  )
  return unknown.length > 0 ? unknown : [endReason(program, row, question, end)]
}

function endReason(program: Program, row: Row, question: Question, end: 'source' | 'destination'): Reason {
  const choices = end === 'source' ? question.sources : question.destinations
  const { name } = question.flow[end]
  if (choices.some(({ peer }) => !peer.complete)) return rowReason('labels-missing', row, name)
  const [doubt] = choices.flatMap(({ peer }) => program.ipBlockDoubt(row, end, peer) ?? [])
  if (doubt !== undefined) return rowReason('plugins-differ', row, doubt)
  if (choices.some(({ shown }) => shown.is === 'possible')) {
    const reason = rowReason('address-missing', row, name)
    return { ...reason, args: [...reason.args, ...prefixesOf(row.rule.match[end])] }
  }
  return { ...podsDiffer(question, end), at: row.rule.at }
}

function podsDiffer(question: Question, end: 'source' | 'destination'): Reason {
  const choices = end === 'source' ? question.sources : question.destinations
  const count = choices.reduce((sum, { shown }) => sum + shown.members.length, 0)
  return { code: 'pods-differ', args: [question.flow[end].name, String(count)], at: undefined }
}

function missingFact({ flow }: Question): ReasonCode {
  if (flow.missing.sourcePort) return 'source-port-missing'
  return flow.missing.icmp ? 'icmp-missing' : 'destination-port-missing'
}

/** More prefixes or ports than these are read in the rule itself */
const MOST_SHOWN = 3

/** `matches` or `leaves-out`, then prefixes; nothing where the rule asks for labels, or for many prefixes */
function prefixesOf({ nets, notNets }: EntityMatch): readonly string[] {
  const list = nets ?? notNets ?? []
  if (list.length === 0 || list.length > MOST_SHOWN) return []
  return [nets === undefined ? 'leaves-out' : 'matches', ...list.map(printCidr)]
}

/** With the ports that the rule names, as it writes them */
function portReason(code: ReasonCode, row: Row): Reason {
  const reason = rowReason(code, row)
  const { destination, source } = row.rule.match
  if (code === 'icmp-missing') return reason
  const { ports } = code === 'source-port-missing' ? source : destination
  const shown = [
    ...(ports?.ranges ?? []).map(({ from, to }) => (from === to ? String(from) : `${String(from)}-${String(to)}`)),
    ...(ports?.names ?? []),
  ]
  return shown.length > MOST_SHOWN ? reason : { ...reason, args: [...reason.args, ...shown] }
}

/**
 * Arguments: what is open, then the rule that asks for it: kind, namespace, name, number from 1 (empty: the policy itself);
 * then what it asks for, where that is short
 */
function rowReason(code: ReasonCode, { policy, rule }: Asking, what = ''): Reason {
  const at: Place = rule?.at ?? policy.at
  const number = rule === undefined ? '' : String(rule.written + 1)
  return { code, args: [what, policy.id.kind, policy.id.namespace, policy.id.name, number], at }
}

/** What asks for something that is not known: a rule, or a policy as a whole, by what it selects */
interface Asking {
  readonly policy: Policy
  readonly rule?: Rule
}

function distinct(reasons: readonly Reason[]): Reason[] {
  const seen = new Set<string>()
  return reasons.filter(({ args, code }) => {
    const key = `${code} ${args.join(' ')}`
    return !seen.has(key) && seen.add(key)
  })
}
