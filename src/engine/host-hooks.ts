// The hooks that a packet meets at one node, in their order, and what the host endpoints there say of it
// (docs/semantics.md §4.7): what the lists before tracking and translation accept, the later ones are not asked about.

import type { HostEndpoint } from '../model/cluster.ts'
import { DIRECTIONS } from '../model/policy.ts'
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

/** Which packet, at which side of a leg */
interface Inquiry {
  readonly leg: Leg
  readonly side: Side
  readonly packet: Packet
  /** By a list before */
  readonly accepted?: Accepted
  /** Only of such endpoints */
  readonly when?: (endpoint: HostEndpoint) => boolean
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
    if (from !== 'process') {
      const before = this.#ask(PRE_DNAT, { leg, side: from, packet: leg.before, accepted })
      accepted = eitherAccepted(accepted, acceptedBy(before))
    }
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
    const out = { leg, side: to, packet: after }
    this.#ask(NORMAL.egress, { ...out, accepted })
    if (to !== 'loopback') return
    const looped = acceptedBy(this.#ask(PRE_DNAT, out))
    this.#ask(NORMAL.ingress, { ...out, accepted: looped })
  }

  #toProcess(leg: Leg, accepted: Accepted): void {
    const { after, from, node } = leg
    if (from !== 'pod') {
      this.#ask(NORMAL.ingress, { leg, side: from, packet: after, accepted })
      return
    }
    this.#after = 'egress'
    const { endpointToHost } = this.#hosts.cluster.settings
    if (endpointToHost === 'deny') this.add(node, 'endpoint-to-host', [], endVerdict([DENIED]))
  }

  #forwarded(leg: Leg, accepted: Accepted): void {
    const { after, from, node, to } = leg
    this.#ask(FORWARD.ingress, { leg, side: from, packet: after, accepted })
    if (from === 'pod') this.#after = 'egress'
    if (to === 'pod') this.#after = 'ingress'
    const egress = this.#ask(FORWARD.egress, { leg, side: to, packet: after })
    this.#afterKubeProxy(leg, egress)
    if (after.destinations === 'any') return
    const { topology } = this.#hosts
    const circling = after.destinations.filter((peer) => topology.isServiceLoop(peer)).length
    if (circling === 0) return
    const all = circling === after.destinations.length
    this.add(node, 'service-loop', [], endVerdict(all ? [DENIED] : [PASSED, DENIED]))
  }

  /**
   * kube-proxy accepts what it has put the node's address on before Calico marks it as forwarded; where no policy for
   * forwarded traffic has accepted it either, it looks like the node's own, and the normal list is asked as well.
   */
  #afterKubeProxy(leg: Leg, egress: EndVerdict | undefined): void {
    const { after, masqueraded, to } = leg
    const accepted = acceptedBy(egress)
    if (masqueraded !== 'service' || accepted === 'yes') return
    this.#ask(NORMAL.egress, {
      leg,
      side: to,
      packet: after,
      // With nftables the two do not get in each other's way.
      accepted: this.#hosts.cluster.settings.nftables ? 'maybe' : accepted,
      // Without any policy for forwarded traffic, all of it is accepted.
      when: (endpoint) => DIRECTIONS.some((direction) => this.#hosts.hasSay(endpoint, 'forward', direction)),
    })
  }

  /** Asks whichever endpoint is active at a side; adds a step where one has a say */
  #ask(
    { direction, hook, list }: Question,
    { accepted = 'no', leg, packet, side, when }: Inquiry,
  ): EndVerdict | undefined {
    if (accepted === 'yes') return undefined
    const candidates = this.candidates(leg.node, side)
    const asked = candidates.flatMap((endpoint): Asked[] => {
      if (endpoint === undefined || when?.(endpoint) === false) return []
      const verdict = this.say(endpoint, list, direction, packet)
      return verdict === undefined ? [] : [{ endpoint, verdict }]
    })
    const [first, ...others] = asked
    if (first === undefined) return undefined
    const differ = asked.length < candidates.length || others.some(({ verdict }) => verdict.is !== first.verdict.is)
    const outcomes = asked.flatMap(({ verdict }) => verdict.outcomes)
    const silent = asked.length < candidates.length || accepted === 'maybe'
    const verdict = endVerdict(silent ? [PASSED, ...outcomes] : outcomes)
    const because = (): readonly Reason[] => {
      if (differ || first.endpoint.unknown !== undefined) return [endpointUnknown(leg.node, asked)]
      if (list === 'pre-dnat' && leg.translated === 'maybe')
        return [{ code: 'dialled-unknown', args: [], at: undefined }]
      if (accepted === 'maybe') return [{ code: 'host-not-modelled', args: [leg.node ?? ''], at: undefined }]
      const program = this.#hosts.program(first.endpoint, list, direction)
      return this.#explain(program, vectorsOf(this.#engine, program, packet))
    }
    const said = { ...verdict, because: verdict.is === 'unknown' ? because() : [] }
    this.add(leg.node, hook, namesOf(asked.map(({ endpoint }) => endpoint)), said)
    return said
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

function endpointUnknown(node: string | undefined, asked: readonly Asked[]): Reason {
  const [unknown] = asked.flatMap(({ endpoint }) => endpoint.unknown ?? [])
  if (unknown !== undefined) return { code: 'object-unknown', args: [unknown.what], at: unknown.at }
  if (node === undefined) return { code: 'node-unknown', args: [], at: undefined }
  const names = namesOf(asked.map(({ endpoint }) => endpoint)).join(', ')
  return { code: 'host-interface-unknown', args: [node, names], at: asked[0]?.endpoint.at }
}

/** What eBPF programs do here has not been looked into (§10) */
const notModelled = ({ outcomes }: EndVerdict): EndVerdict => ({
  ...endVerdict([...outcomes, PASSED]),
  because: [{ code: 'host-not-modelled', args: [], at: undefined }],
})
