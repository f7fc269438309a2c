// What the dataplane asks at the interfaces of hosts: for each host endpoint and each of its lists of policies a program,
// failsafe ports first, profiles last (docs/semantics.md §4.7). A host endpoint is a subject like a pod.

import { clusterOrigin } from '../base/location.ts'
import type { Place } from '../base/location.ts'
import { DEFAULT_HOST_NETWORK } from '../model/cluster.ts'
import type { Cluster, FailsafePort, HostEndpoint, HostNetwork } from '../model/cluster.ts'
import { ANY_ENTITY, ANY_MATCH, DIRECTIONS } from '../model/policy.ts'
import type { Direction, EntityMatch, Policy, Rule } from '../model/policy.ts'
import type { PolicyHit } from '../model/verdict.ts'
import { ActiveEndpoints } from './active-endpoints.ts'
import { profileHit } from './assemble.ts'
import type { PolicyList, SilentRows } from './assemble.ts'
import type { Peer, PeerTable } from './peers.ts'
import type { Program } from './program.ts'
import { compileRow } from './rows.ts'
import type { Row, RuleNumbers } from './rows.ts'
import { Topology } from './topology.ts'

/** The name that rows of failsafe ports have in place of a tier's */
export const FAILSAFE = '__FAILSAFE__'

/** What a program of a host endpoint is made of besides its policies */
export interface HostFrame {
  readonly first: readonly SilentRows[]
  readonly last: readonly SilentRows[]
  readonly profile: PolicyHit
  /** Nothing decides where no policy does */
  readonly open: boolean
}

export type BuildHostProgram = (endpoint: HostEndpoint, list: PolicyList, direction: Direction) => Program

export class HostRules {
  readonly cluster: Cluster
  readonly network: HostNetwork
  readonly endpoints: readonly HostEndpoint[]
  readonly topology: Topology
  readonly active: ActiveEndpoints
  readonly #failsafe: Readonly<Record<Direction, readonly Row[]>>
  /** Of the raw table, which also lets replies from the opposite list's ports through (H6) */
  readonly #rawFailsafe: Readonly<Record<Direction, readonly Row[]>>
  readonly #build: BuildHostProgram
  readonly #numbers: RuleNumbers
  #all: readonly Program[] | undefined
  readonly #classes = new Map<string, string>()
  readonly #programs = new Map<HostEndpoint, Map<string, Program>>()

  /** Adds what it asks of addresses to `numbers`, so peers must be made afterwards */
  constructor(cluster: Cluster, numbers: RuleNumbers, build: BuildHostProgram) {
    this.cluster = cluster
    this.network = networkOf(cluster)
    const { failsafe, pools, serviceLoops } = this.network
    this.endpoints = judgedEndpoints(cluster)
    this.topology = new Topology(cluster.nodes, this.endpoints, { pools, serviceLoops }, numbers.netLists)
    this.active = new ActiveEndpoints(this.endpoints)
    this.#build = build
    this.#numbers = numbers
    const rows = (rules: readonly Rule[]): Row[] => rules.map((rule, index) => failsafeRow(rule, index, numbers))
    const own = (direction: Direction): Rule[] => failsafe[direction].map((port) => byDestination(port, direction))
    const replies = (direction: Direction): Rule[] =>
      failsafe[direction === 'ingress' ? 'egress' : 'ingress'].map((port) => bySource(port, direction))
    this.#failsafe = { ingress: rows(own('ingress')), egress: rows(own('egress')) }
    this.#rawFailsafe = {
      ingress: rows([...own('ingress'), ...replies('ingress')]),
      egress: rows([...own('egress'), ...replies('egress')]),
    }
  }

  program(endpoint: HostEndpoint, list: PolicyList, direction: Direction): Program {
    let programs = this.#programs.get(endpoint)
    if (programs === undefined) {
      programs = new Map()
      this.#programs.set(endpoint, programs)
    }
    const key = `${list} ${direction}`
    let program = programs.get(key)
    if (program === undefined) {
      program = this.#build(endpoint, list, direction)
      programs.set(key, program)
    }
    return program
  }

  /** Every program that a packet can meet, each once */
  get programs(): readonly Program[] {
    return (this.#all ??= this.#everyProgram())
  }

  #everyProgram(): readonly Program[] {
    const all = this.endpoints.flatMap((endpoint) =>
      LISTS.flatMap((list) => DIRECTIONS.map((direction) => this.program(endpoint, list, direction))),
    )
    return [...new Set(all)]
  }

  /** The policies of every endpoint are the same; asked where the clusters are one */
  isSameAs(other: HostRules): boolean {
    return this.endpoints.every((endpoint) =>
      LISTS.every((list) =>
        DIRECTIONS.every((direction) =>
          this.program(endpoint, list, direction).isSameAs(other.program(endpoint, list, direction)),
        ),
      ),
    )
  }

  /**
   * Equal texts: hosts treat packets of and for their pods, and their own, in the same way at both nodes, with `peers` the
   * table that was made with the lists of these rules.
   */
  classOf(node: string | undefined, peers: PeerTable): string {
    if (node === undefined) return '?'
    let found = this.#classes.get(node)
    if (found === undefined) {
      const seen = ([4, 6] as const)
        .flatMap((family) => this.topology.mainAddresses(node, family))
        .flatMap((ip) => this.#seenAs(peers.peerAt(ip)))
      const endpoints = this.active.of(node).flatMap((one) => this.#shapeOf(one, node))
      found = [this.topology.outlook(node), ...endpoints, ...seen].join(' ')
      this.#classes.set(node, found)
    }
    return found
  }

  /** An address as the rules of hosts see it */
  #seenAs(peer: Peer): number[] {
    return this.programs.flatMap((one) => [one.sourceVector(peer).id, one.destinationVector(peer).id])
  }

  /** What it says, and by which addresses it finds an interface */
  #shapeOf(endpoint: HostEndpoint, node: string): (string | number)[] {
    const { expectedIps, interfaceName = '' } = endpoint
    const places = this.topology.addressPlaces(node, expectedIps)
    const programs = LISTS.flatMap((list) => DIRECTIONS.map((direction) => this.program(endpoint, list, direction).id))
    return [`${interfaceName}@${places}`, ...programs]
  }

  /** One port of each interval of source ports that any of them can tell apart */
  get sourcePorts(): readonly number[] {
    return [...new Set(this.programs.flatMap(({ sourcePortEdges }) => sourcePortEdges))]
  }

  frame({ profile }: HostEndpoint, list: PolicyList, direction: Direction): HostFrame {
    const failsafe = list === 'untracked' ? this.#rawFailsafe : this.#failsafe
    const first = list === 'forward' ? [] : [{ rows: failsafe[direction], end: DENIED }]
    if (list !== 'normal') return { first, last: [], profile: DENIED, open: true }
    if (profile === undefined) return { first, last: [], profile: DENIED, open: false }
    if (profile.action !== 'unknown')
      return { first, last: [], profile: profileHit(profile.name, profile.action), open: false }
    return { first, last: [{ rows: [this.#anything(profile.name)], end: DENIED }], profile: DENIED, open: false }
  }

  /** Whether a policy stands in a list of an endpoint, or the list decides without one */
  hasSay(endpoint: HostEndpoint, list: PolicyList, direction: Direction): boolean {
    return list === 'normal' || this.program(endpoint, list, direction).tiers.some(({ silent }) => silent !== true)
  }

  /** Whether any list asks about packets before their destination is translated */
  get asksDialled(): boolean {
    return this.endpoints.some((endpoint) =>
      (['pre-dnat', 'untracked'] as const).some((list) =>
        DIRECTIONS.some((direction) => this.hasSay(endpoint, list, direction)),
      ),
    )
  }

  /** Rules of a profile that are not modelled: any of them may allow what reaches them */
  #anything(profile: string): Row {
    const rule: Rule = { ...ruleOf({}), uncertain: `the rules of profile ${profile}` }
    const row = compileRow(pseudoPolicy('__PROFILE__', profile), rule, 0, this.#numbers)
    return { ...row, hit: profileHit(profile, 'allow') }
  }
}

const LISTS: readonly PolicyList[] = ['normal', 'forward', 'pre-dnat', 'untracked']

/**
 * Those of nodes of the cluster. Hosts outside it have some too, whose addresses rules can match; what their own policies
 * say there is not judged (§10).
 */
export function judgedEndpoints({ hostEndpoints, hostPods, nodes, workloads }: Cluster): readonly HostEndpoint[] {
  if (hostEndpoints.length === 0) return hostEndpoints
  const inCluster = new Set([...nodes.map(({ name }) => name), ...[...workloads, ...hostPods].map(({ node }) => node)])
  return hostEndpoints.filter(({ node, unknown }) => inCluster.has(node) || (unknown !== undefined && node === ''))
}

export const networkOf = (cluster: Cluster): HostNetwork => cluster.network ?? DEFAULT_HOST_NETWORK

/** No profile has matched, or there is none (§7.4) */
const DENIED = profileHit('__NO_MATCH__', 'deny')

const NOWHERE: Place = { origin: clusterOrigin('', undefined), pointer: [] }

/** What rules that are no policy's pretend to be of */
const pseudoPolicy = (tier: string, name: string): Policy => ({
  id: { kind: 'pro', namespace: '', name },
  tier,
  order: 0,
  staged: undefined,
  subject: { text: 'all()', tree: { is: 'all' } },
  ingress: [],
  egress: [],
  hook: 'normal',
  at: NOWHERE,
  unknown: undefined,
})

const ruleOf = (match: Partial<Rule['match']>): Rule => ({
  action: 'allow',
  match: { ...ANY_MATCH, ...match },
  at: NOWHERE,
  written: 0,
  uncertain: undefined,
})

const portOf = (port: number): Pick<EntityMatch, 'ports'> => ({
  ports: { ranges: [{ from: port, to: port }], names: [] },
})

const netOf = ({ net }: FailsafePort): Pick<EntityMatch, 'nets'> => ({ nets: net === undefined ? undefined : [net] })

/** To a port of the host, or from the host to one elsewhere; `net` is the other end's */
function byDestination(failsafe: FailsafePort, direction: Direction): Rule {
  const { net, port, protocol } = failsafe
  const at = { ...ANY_ENTITY, ...portOf(port) }
  const other = netOf(failsafe)
  return direction === 'ingress'
    ? ruleOf({ family: net?.family, protocol, source: { ...ANY_ENTITY, ...other }, destination: at })
    : ruleOf({ family: net?.family, protocol, destination: { ...at, ...other } })
}

/** The reply to such a packet */
function bySource(failsafe: FailsafePort, direction: Direction): Rule {
  const { net, port, protocol } = failsafe
  const from = { ...ANY_ENTITY, ...portOf(port) }
  const other = netOf(failsafe)
  return direction === 'ingress'
    ? ruleOf({ family: net?.family, protocol, source: { ...from, ...other } })
    : ruleOf({ family: net?.family, protocol, source: from, destination: { ...ANY_ENTITY, ...other } })
}

function failsafeRow(rule: Rule, index: number, numbers: RuleNumbers): Row {
  const row = compileRow(pseudoPolicy(FAILSAFE, 'failsafe'), rule, index, numbers)
  const hit: PolicyHit = { ...profileHit('failsafe', 'allow'), tier: FAILSAFE, rule: index }
  return { ...row, hit }
}
