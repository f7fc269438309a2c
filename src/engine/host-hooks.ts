// The hooks that a packet meets at one node, in their order, and what the host endpoints there say of it
// (docs/semantics.md §4.7): what the lists before tracking and translation accept, the later ones are not asked about.

import type { HostEndpoint } from '../model/cluster.ts'
import type { Direction } from '../model/policy.ts'
import type { EndVerdict, HostHook, HostStep, Reason } from '../model/verdict.ts'
import type { Candidates } from './active-endpoints.ts'
import type { PolicyList } from './assemble.ts'
import type { Engine } from './engine.ts'
import { acceptedBy, DENIED, eitherAccepted, namesOf, PASSED } from './host-answers.ts'
import type { Accepted, Asking } from './host-answers.ts'
import type { HostRules } from './host-rules.ts'
import type { Leg, Packet, Side } from './journey.ts'
import { evaluate, vectorsOf } from './packet.ts'
import type { Vectors } from './packet.ts'
import { endVerdict } from './program.ts'
import type { Program } from './program.ts'
import { untracked } from './untracked.ts'

/** A hook that asks a list of policies */
interface Question {
  readonly hook: HostHook
  readonly list: PolicyList
  readonly direction: Direction
}

interface Asked {
  readonly endpoint: HostEndpoint
  readonly verdict: EndVerdict
}

/** Rows of a program that leave a packet open, in the words of the flow */
export type Explain = (program: Program, vectors: Vectors) => readonly Reason[]

const PRE_DNAT: Question = { hook: 'pre-dnat', list: 'pre-dnat', direction: 'ingress' }
const NORMAL: Readonly<Record<Direction, Question>> = {
  ingress: { hook: 'normal-ingress', list: 'normal', direction: 'ingress' },
  egress: { hook: 'normal-egress', list: 'normal', direction: 'egress' },
}
const FORWARD: Readonly<Record<Direction, Question>> = {
  ingress: { hook: 'forward-ingress', list: 'forward', direction: 'ingress' },
  egress: { hook: 'forward-egress', list: 'forward', direction: 'egress' },
}

/** Goes through a journey leg by leg and keeps what was said */
export class HostHooks implements Asking {
  readonly steps: HostStep[] = []
  readonly #engine: Engine
  readonly #hosts: HostRules
  readonly #explain: Explain
  #after: HostStep['after'] = 'start'

  constructor(engine: Engine, hosts: HostRules, explain: Explain) {
    this.#engine = engine
    this.#hosts = hosts
    this.#explain = explain
  }

  pass(leg: Leg): void {
    const { from, to } = leg
    let accepted = untracked(this, leg, this.#hosts.cluster.settings.nftables)
    if (from !== 'process') accepted = eitherAccepted(accepted, acceptedBy(this.#ask(PRE_DNAT, leg, from, leg.before)))
    // Wrapped packets between nodes are let through ahead of the lists that follow (§8.4).
    if (leg.wraps) return
    if (from === 'process') this.#fromProcess(leg, accepted)
    else if (to === 'process') this.#toProcess(leg, accepted)
    else this.#forwarded(leg, accepted)
  }

  #fromProcess(leg: Leg, accepted: Accepted): void {
    const { after, to } = leg
    // A node's processes reach its pods without a word (§4.9).
    if (to === 'pod' || to === 'process') return
    this.#ask(NORMAL.egress, leg, to, after, accepted)
    if (to !== 'loopback') return
    const looped = acceptedBy(this.#ask(PRE_DNAT, leg, to, after))
    this.#ask(NORMAL.ingress, leg, to, after, looped)
  }

  #toProcess(leg: Leg, accepted: Accepted): void {
    const { after, from, node } = leg
    if (from !== 'pod') {
      this.#ask(NORMAL.ingress, leg, from, after, accepted)
      return
    }
    this.#after = 'egress'
    const { endpointToHost } = this.#hosts.cluster.settings
    if (endpointToHost === 'deny') this.add(node, 'endpoint-to-host', [], endVerdict([DENIED]))
  }

  #forwarded(leg: Leg, accepted: Accepted): void {
    const { after, from, node, to } = leg
    this.#ask(FORWARD.ingress, leg, from, after, accepted)
    if (from === 'pod') this.#after = 'egress'
    if (to === 'pod') this.#after = 'ingress'
    this.#ask(FORWARD.egress, leg, to, after)
    if (after.destinations === 'any') return
    const { topology } = this.#hosts
    const circling = after.destinations.filter((peer) => topology.isServiceLoop(peer)).length
    if (circling === 0) return
    const all = circling === after.destinations.length
    this.add(node, 'service-loop', [], endVerdict(all ? [DENIED] : [PASSED, DENIED]))
  }

  /** Asks whichever endpoint is active at a side; adds a step where one has a say */
  #ask(question: Question, leg: Leg, side: Side, packet: Packet, accepted: Accepted = 'no'): EndVerdict | undefined {
    if (accepted === 'yes') return undefined
    const { node } = leg
    const candidates = this.candidates(node, side)
    const asked = candidates.flatMap((endpoint): Asked[] => {
      const verdict = endpoint === undefined ? undefined : this.say(endpoint, question.list, question.direction, packet)
      return endpoint === undefined || verdict === undefined ? [] : [{ endpoint, verdict }]
    })
    if (asked.length === 0) return undefined
    const silent = asked.length < candidates.length || accepted === 'maybe'
    const outcomes = asked.flatMap(({ verdict }) => verdict.outcomes)
    const verdict = endVerdict(silent ? [PASSED, ...outcomes] : outcomes)
    const because = verdict.is === 'unknown' ? this.#reasons(question, leg, asked, packet, silent) : []
    const said = { ...verdict, because }
    this.add(node, question.hook, namesOf(asked.map(({ endpoint }) => endpoint)), said)
    return said
  }

  /** Which of the endpoints it is, where that makes the difference; else the rules that leave it open */
  #reasons(
    { direction, list }: Question,
    { node, translated }: Leg,
    asked: readonly Asked[],
    packet: Packet,
    silent: boolean,
  ): Reason[] {
    const [first, ...others] = asked
    if (first === undefined) return []
    if (silent || others.some(({ verdict }) => verdict.is !== first.verdict.is)) {
      const names = namesOf(asked.map(({ endpoint }) => endpoint)).join(', ')
      return node === undefined
        ? [{ code: 'node-unknown', args: [], at: undefined }]
        : [{ code: 'host-interface-unknown', args: [node, names], at: first.endpoint.at }]
    }
    if (list === 'pre-dnat' && translated === 'maybe') return [{ code: 'dialled-unknown', args: [], at: undefined }]
    const program = this.#hosts.program(first.endpoint, list, direction)
    return [...this.#explain(program, vectorsOf(this.#engine, program, packet))]
  }

  candidates(node: string | undefined, side: Side): Candidates {
    const { active } = this.#hosts
    if (side === 'pod') return active.atPod(node)
    if (side === 'loopback') return active.atLoopback(node)
    return side === 'process' ? [undefined] : active.at(node, side)
  }

  say(endpoint: HostEndpoint, list: PolicyList, direction: Direction, packet: Packet): EndVerdict | undefined {
    if (!this.#hosts.hasSay(endpoint, list, direction)) return undefined
    return evaluate(this.#engine, this.#hosts.program(endpoint, list, direction), packet)
  }

  add(node: string | undefined, hook: HostHook, endpoints: readonly string[], verdict: EndVerdict): void {
    const open = this.#hosts.cluster.settings.bpf && endpoints.length > 0 && verdict.is !== 'allow'
    this.steps.push({ node, hook, endpoints, after: this.#after, verdict: open ? notModelled(verdict) : verdict })
  }
}

/** What eBPF programs do here has not been looked into (§10) */
const notModelled = ({ outcomes }: EndVerdict): EndVerdict => ({
  ...endVerdict([...outcomes, PASSED]),
  because: [{ code: 'host-not-modelled', args: [], at: undefined }],
})
