// What is alive in the snapshot: the ports on which workloads listen, the labels and names that exist. A condition that
// asks for something dead, with something alive near it, looks like a typo (docs/report.md).

import { cidrsOf, contains } from '../base/ip.ts'
import type { Cidr, Ip } from '../base/ip.ts'
import { namespaceLabels, workloadKey } from '../model/cluster.ts'
import type { Cluster, Workload } from '../model/cluster.ts'
import type { Connection, FlowEnd } from '../model/flow.ts'
import type { PortMatch } from '../model/policy.ts'
import { matches } from '../model/selector.ts'
import type { LabelSet, Selector } from '../model/selector.ts'

export interface Listening {
  readonly protocol: number
  readonly port: number
}

export class Alive {
  readonly #cluster: Cluster
  readonly #flows: Iterable<Connection>
  /** Ports that flows were seen to, by workload */
  #seen: ReadonlyMap<string, readonly Listening[]> | undefined
  #labelSets: readonly LabelSet[] | undefined
  readonly #deadSelectors = new Map<Selector, boolean>()
  readonly #matching = new Map<Selector, readonly Workload[]>()
  readonly #alone = new Map<Workload, readonly Workload[]>()
  readonly #listening = new Map<readonly Workload[], readonly Listening[]>()
  /** What was found of them last: many flows meet the same rule */
  readonly #ports = new Map<PortMatch, AskedPorts>()

  constructor(cluster: Cluster, flows: Iterable<Connection>) {
    this.#cluster = cluster
    this.#flows = flows
  }

  #seenAt(key: string): readonly Listening[] {
    this.#seen ??= seenPorts(this.#flows)
    return this.#seen.get(key) ?? []
  }

  /** Workloads that have such labels, or may. Of one selector the same list */
  matching(selector: Selector): readonly Workload[] {
    let workloads = this.#matching.get(selector)
    if (workloads === undefined) {
      workloads = this.#cluster.workloads.filter(({ labels }) => matches(selector, labels) !== false)
      this.#matching.set(selector, workloads)
    }
    return workloads
  }

  /** A list of it alone. Of one workload the same */
  alone(workload: Workload): readonly Workload[] {
    const known = this.#alone.get(workload)
    if (known !== undefined) return known
    const workloads = [workload]
    this.#alone.set(workload, workloads)
    return workloads
  }

  /** Declared ports, and ports that flows were seen to; empty where nothing is known */
  listening(workloads: readonly Workload[]): readonly Listening[] {
    let listening = this.#listening.get(workloads)
    if (listening === undefined) {
      listening = workloads.flatMap((one) => this.#listeningOf(one))
      this.#listening.set(workloads, listening)
    }
    return listening
  }

  #listeningOf({ name, namespace, ports }: Workload): readonly Listening[] {
    return [...ports, ...this.#seenAt(workloadKey(namespace, name))]
  }

  /** No workload listens on any of the ports, though it is known on which ones they listen */
  isPortDead(ports: PortMatch, protocol: number | undefined, workloads: readonly Workload[]): boolean {
    const last = this.#ports.get(ports)
    if (last?.protocol === protocol && last?.workloads === workloads) return last.isDead
    const isDead = this.#isPortDead(ports, protocol, workloads)
    this.#ports.set(ports, { protocol, workloads, isDead })
    return isDead
  }

  #isPortDead(ports: PortMatch, protocol: number | undefined, workloads: readonly Workload[]): boolean {
    if (workloads.length === 0 || workloads.some((one) => this.#listeningOf(one).length === 0)) return false
    const named = workloads.flatMap((one) => one.ports)
    if (ports.names.some((name) => named.some((one) => one.name === name))) return false
    return !this.listening(workloads).some(
      (one) =>
        (protocol === undefined || one.protocol === protocol) &&
        ports.ranges.some(({ from, to }) => from <= one.port && one.port <= to),
    )
  }

  /** Nothing that is there has such labels */
  isSelectorDead(selector: Selector): boolean {
    let isDead = this.#deadSelectors.get(selector)
    if (isDead === undefined) {
      this.#labelSets ??= labelSets(this.#cluster)
      isDead = !this.#labelSets.some((set) => matches(selector, set) !== false)
      this.#deadSelectors.set(selector, isDead)
    }
    return isDead
  }

  /** The prefix lies among the cluster's own addresses and none of them is in it: nothing else can be said to be dead */
  areNetsDead(nets: readonly Cidr[]): boolean {
    const own = this.#cluster.pools
    if (
      !nets.every((net) =>
        own.some((pool) => pool.family === net.family && pool.first <= net.first && net.last <= pool.last),
      )
    )
      return false
    return !this.#addresses().some((ip) => nets.some((net) => contains(net, ip)))
  }

  #addresses(): Ip[] {
    const { hostEndpoints, nodes, sets, workloads } = this.#cluster
    return [
      ...workloads.flatMap(({ addresses }) => addresses),
      ...nodes.flatMap(({ addresses }) => addresses),
      ...hostEndpoints.flatMap(({ expectedIps }) => expectedIps),
      ...sets.flatMap(({ nets }) => nets.flatMap(cidrsOf).map(({ family, first }) => ({ family, value: first }))),
    ]
  }
}

interface AskedPorts {
  readonly protocol: number | undefined
  readonly workloads: readonly Workload[]
  readonly isDead: boolean
}

/** Of all that is there; a namespace is alive while no pod is in it */
const labelSets = ({ hostEndpoints, namespaces, sets, workloads }: Cluster): readonly LabelSet[] => [
  ...[...workloads, ...hostEndpoints, ...sets].map(({ labels }) => labels),
  ...Array.from(namespaces, ([name, own]) => ({ labels: namespaceLabels(name, own), complete: true })),
]

/** By `namespace/name` of pods */
function seenPorts(flows: Iterable<Connection>): Map<string, readonly Listening[]> {
  // Many flows have the same end, and few ports.
  const byEnd = new Map<FlowEnd, Map<number, Listening>>()
  for (const { destination, destinationPort: port, protocol } of flows) {
    if (port === undefined) continue
    let ports = byEnd.get(destination)
    if (ports === undefined) {
      ports = new Map<number, Listening>()
      byEnd.set(destination, ports)
    }
    const number = protocol * 65_536 + port
    if (!ports.has(number)) ports.set(number, { protocol, port })
  }
  const byPod = new Map<string, Map<number, Listening>>()
  for (const [{ candidates }, ports] of byEnd)
    for (const candidate of candidates)
      if (candidate.is === 'pod') {
        const key = workloadKey(candidate.namespace, candidate.name)
        byPod.set(key, new Map([...(byPod.get(key) ?? []), ...ports]))
      }
  return new Map(Array.from(byPod, ([key, ports]) => [key, [...ports.values()]]))
}
