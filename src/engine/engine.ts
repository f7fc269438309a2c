// PolicySet × Cluster → the programs that answer for its endpoints, compiled when first asked for
// (docs/semantics.md §4; the engine in one paragraph: docs/architecture.md).

import { hasBit } from '../base/bitset.ts'
import { bitsOf, cidrOf } from '../base/ip.ts'
import type { Ip } from '../base/ip.ts'
import { workloadKey } from '../model/cluster.ts'
import type { Cluster, HostEndpoint, Workload } from '../model/cluster.ts'
import { ANY_MATCH, DIRECTIONS } from '../model/policy.ts'
import type { Direction, Policy, PolicySet, Rule, Tier } from '../model/policy.ts'
import { assemble, Endings, standsIn } from './assemble.ts'
import type { Assembly, Governing, GoverningTier, PolicyList } from './assemble.ts'
import { addressesOf } from './cluster-addresses.ts'
import type { ClusterAddresses } from './cluster-addresses.ts'
import { EndMemo } from './end-memo.ts'
import { HostRules, judgedEndpoints, networkOf } from './host-rules.ts'
import type { LabelSet } from '../model/selector.ts'
import type { PolicyHit } from '../model/verdict.ts'
import type { Concrete } from './question.ts'
import { inOrder } from './order.ts'
import { PeerTable } from './peers.ts'
import { Program } from './program.ts'
import { compileRow, least, meetsAddress, meetsLayer4, withRule } from './rows.ts'
import type { PluginRules, Preview, Row, RuleNumbers, Semantics, Sureness } from './rows.ts'
import { SelectorIndex } from './selector-index.ts'
import { SharedRows } from './sure-walk.ts'
import type { LabelClass } from './selector-index.ts'

interface SubjectTier {
  readonly tier: Tier
  readonly policies: readonly { readonly policy: Policy; readonly subject: number }[]
}

export class Engine {
  readonly cluster: Cluster
  readonly addresses: ClusterAddresses
  readonly peers: PeerTable
  readonly ends = new EndMemo()
  /** What hosts say of packets; undefined where none has a say, and for the preview, which knows none (§7.3) */
  readonly hosts: HostRules | undefined
  /** In evaluation order, with the number of what each policy selects */
  readonly #tiers: Readonly<Record<Direction, readonly SubjectTier[]>>
  readonly #selectors: SelectorIndex
  readonly #rowsOf = new Map<Policy, Readonly<Record<Direction, readonly Row[]>>>()
  readonly #preview: Preview
  readonly #sharedRows: Readonly<Record<Direction, SharedRows>>
  readonly #workloads: ReadonlyMap<string, Workload>
  readonly #endings = new Endings()
  readonly #programs = new Map<string, Program>()
  readonly #programOf: Readonly<Record<Direction, Map<Workload, Program>>> = { ingress: new Map(), egress: new Map() }
  /** By direction, labels and profile */
  readonly #programOfKey = new Map<string, Program>()
  readonly #selected = new Map<Policy, readonly Workload[]>()
  /** In the order of evaluation */
  readonly #places = new Map<Policy, number>()

  constructor(cluster: Cluster, policies: PolicySet, semantics: Semantics) {
    this.cluster = cluster
    this.addresses = addressesOf(cluster)
    const tiers = inOrder(policies)
    this.#selectors = new SelectorIndex(labelSetsOf(cluster))
    const numbers: RuleNumbers = { selectors: this.#selectors, netLists: [], services: new Set() }
    this.#preview = { semantics, nftables: cluster.settings.nftables, plugin: pluginRules(cluster, numbers) }
    const inOrderOfTiers = tiers.flatMap(({ policies: list }) => list)
    for (const policy of inOrderOfTiers) this.#compile(policy, numbers)
    const withSubjects = (direction: Direction): SubjectTier[] =>
      tiers.map(({ policies: list, tier }) => ({
        tier,
        policies: list.flatMap((policy) =>
          policy[direction] === undefined ? [] : [{ policy, subject: this.#selectors.add(policy.subject) }],
        ),
      }))
    this.#tiers = { ingress: withSubjects('ingress'), egress: withSubjects('egress') }
    const share = (direction: Direction): SharedRows =>
      new SharedRows(inOrderOfTiers, (policy) => this.#rows(policy, direction), this.#preview)
    this.#sharedRows = { ingress: share('ingress'), egress: share('egress') }
    this.hosts =
      semantics === 'dataplane' && this.#hostsMatter()
        ? new HostRules(cluster, numbers, (endpoint, list, direction) => this.#hostProgram(endpoint, list, direction))
        : undefined
    this.peers = new PeerTable(cluster, this.#selectors, numbers.netLists, numbers.services)
    this.#workloads = new Map(cluster.workloads.map((one) => [workloadKey(one.namespace, one.name), one]))
  }

  #compile(policy: Policy, numbers: RuleNumbers): void {
    this.#places.set(policy, this.#places.size)
    this.#selectors.add(policy.subject)
    const rules = (direction: Direction): readonly Rule[] =>
      policy.unknown === undefined ? (policy[direction] ?? []) : [anything(policy, policy.unknown.what)]
    const rows = (direction: Direction): Row[] =>
      rules(direction).map((rule, index) => compileRow(policy, rule, index, numbers))
    this.#rowsOf.set(policy, { ingress: rows('ingress'), egress: rows('egress') })
  }

  workload(namespace: string, name: string): Workload | undefined {
    return this.#workloads.get(workloadKey(namespace, name))
  }

  /** The workloads that a policy applies to, or may. Of one policy the same list */
  selected(policy: Policy): readonly Workload[] {
    let workloads = this.#selected.get(policy)
    if (workloads === undefined) {
      const number = this.#selectors.numberOf(policy.subject)
      workloads =
        number === undefined
          ? []
          : this.cluster.workloads.filter(({ labels }) => hasBit(this.#selectors.classOf(labels).may, number))
      this.#selected.set(policy, workloads)
    }
    return workloads
  }

  /** The workload at an address, where exactly one has it */
  workloadAt(ip: Ip): Workload | undefined {
    return this.addresses.workloadAt(ip)
  }

  /** Whether a row would match if its rule were `rule`, which asks for no address that the row does not ask for */
  meetsAlone(row: Row, rule: Rule, { destination, layer4, source }: Concrete): Sureness {
    const alone = withRule(row, rule)
    return [
      meetsAddress(alone, 'source', source.peer, this.#preview),
      meetsAddress(alone, 'destination', destination.peer, this.#preview),
      meetsLayer4(alone, layer4, source.peer, destination.peer, this.#preview),
    ].reduce(least)
  }

  /** The node whose address it is */
  nodeAt(ip: Ip): string | undefined {
    return this.addresses.nodeAt(ip)
  }

  /** What governs a workload in one direction. Equal programs are one object */
  program(workload: Workload, direction: Direction): Program {
    const memo = this.#programOf[direction]
    let program = memo.get(workload)
    if (program === undefined) {
      program = this.#programOfKind(workload, direction)
      memo.set(workload, program)
    }
    return program
  }

  #programOfKind(workload: Workload, direction: Direction): Program {
    const labels = this.#selectors.classOf(workload.labels)
    const key = `${direction} ${String(labels.id)} ${profileName(workload)}`
    let program = this.#programOfKey.get(key)
    if (program === undefined) {
      program = this.#build(labels, workload, direction)
      this.#programOfKey.set(key, program)
    }
    return program
  }

  /** Whether any host could do anything to a packet but let it pass */
  #hostsMatter(): boolean {
    const { cluster } = this
    if (cluster.settings.endpointToHost === 'deny' || networkOf(cluster).serviceLoops.length > 0) return true
    return judgedEndpoints(cluster).some((endpoint) => {
      const labels = this.#selectors.classOf(endpoint.labels)
      return (
        endpoint.profile?.action !== 'allow' ||
        DIRECTIONS.some((direction) => this.#governingTiers(labels, direction).length > 0)
      )
    })
  }

  get semantics(): Semantics {
    return this.#preview.semantics
  }

  #build(labels: LabelClass, workload: Workload, direction: Direction): Program {
    const tiers = this.#governingTiers(labels, direction)
    return this.#shared([direction, profileName(workload), ...this.#keysOf(tiers)], (id) => {
      const parts = assemble({ tiers, list: 'normal', ...this.#assembly(direction), first: [], last: [] })
      const shared = this.#sharedRows[direction]
      return new Program(id, { ...parts, profile: workloadProfile(workload, this.#endings), shared }, this.#preview)
    })
  }

  #hostProgram(endpoint: HostEndpoint, list: PolicyList, direction: Direction): Program {
    if (this.hosts === undefined) throw new Error('INVARIANT: programs of hosts are asked for where hosts matter')
    const tiers = this.#governingTiers(this.#selectors.classOf(endpoint.labels), direction).flatMap((one) => {
      const selected = one.selected.filter(({ policy }) => standsIn(list, policy))
      return selected.length === 0 ? [] : [{ ...one, selected }]
    })
    const { profile } = endpoint
    const frame = this.hosts.frame(endpoint, list, direction)
    const key = [list, direction, profile?.name ?? '', profile?.action ?? '', ...this.#keysOf(tiers)]
    return this.#shared(key, (id) => {
      const parts = assemble({ tiers, list, ...this.#assembly(direction), first: frame.first, last: frame.last })
      return new Program(id, { ...parts, profile: frame.profile, open: frame.open }, this.#preview)
    })
  }

  #assembly(direction: Direction): Pick<Assembly, 'semantics' | 'rowsOf' | 'endings'> {
    const rowsOf = (policy: Policy): readonly Row[] => this.#rows(policy, direction)
    return { semantics: this.#preview.semantics, rowsOf, endings: this.#endings }
  }

  /** INVARIANT: equal keys, equal programs */
  #shared(parts: readonly string[], make: (id: number) => Program): Program {
    const key = parts.join(' ')
    let program = this.#programs.get(key)
    if (program === undefined) {
      program = make(this.#programs.size)
      this.#programs.set(key, program)
    }
    return program
  }

  #keysOf(tiers: readonly GoverningTier[]): string[] {
    return tiers.flatMap(({ selected }) =>
      selected.map((one) => `${String(this.#places.get(one.policy))}${one.sure ? '' : '?'}`),
    )
  }

  #governingTiers(labels: LabelClass, direction: Direction): GoverningTier[] {
    return this.#tiers[direction].flatMap(({ policies, tier }) => {
      const selected: Governing[] = []
      for (const { policy, subject } of policies)
        if (hasBit(labels.may, subject))
          selected.push({ policy, sure: hasBit(labels.must, subject) && policy.unknown === undefined })
      return selected.length === 0 ? [] : [{ tier, selected }]
    })
  }

  #rows(policy: Policy, direction: Direction): readonly Row[] {
    const rows = this.#rowsOf.get(policy)
    if (rows === undefined) throw new Error('INVARIANT: every policy of the set is compiled')
    return rows[direction]
  }
}

/** The nodes' addresses as one more CIDR list, so that rules can tell nodes from others */
function pluginRules({ nodes, settings: { plugin } }: Cluster, { netLists }: RuleNumbers): PluginRules | undefined {
  if (plugin === undefined) return undefined
  const addresses = nodes.flatMap((node) => node.addresses).map((ip) => cidrOf(ip, bitsOf(ip.family)))
  return { ...plugin, nodes: netLists.push(addresses) - 1 }
}

/** The one row of a policy that is not understood: it may match every flow, with any outcome */
const anything = (policy: Policy, what: string): Rule => ({
  action: 'allow',
  match: ANY_MATCH,
  at: policy.at,
  written: 0,
  uncertain: what,
})

const labelSets = new WeakMap<Cluster, readonly LabelSet[]>()

/** Of one cluster, one list */
function labelSetsOf(cluster: Cluster): readonly LabelSet[] {
  const { hostEndpoints, hostPods, sets, workloads } = cluster
  let all = labelSets.get(cluster)
  if (all === undefined) {
    all = [...workloads, ...hostEndpoints, ...sets, ...hostPods.flatMap(({ asPod }) => asPod ?? [])].map(
      ({ labels }) => labels,
    )
    labelSets.set(cluster, all)
  }
  return all
}

const profileName = ({ namespace, namespaceKnown }: Workload): string => `kns.${namespace}${namespaceKnown ? '' : '!'}`

/** The namespace's profile allows both ways; a namespace that is not there has one that denies (§4.5, trap 70) */
const workloadProfile = ({ namespace, namespaceKnown }: Workload, endings: Endings): PolicyHit =>
  endings.profile(`kns.${namespace}`, namespaceKnown ? 'allow' : 'deny')
