// What is alive in the snapshot: the ports on which workloads listen, the labels and names that exist. A condition that
// asks for something dead, with something alive near it, looks like a typo (docs/report.md).

import { cidrsOf, contains } from '../base/ip.ts'
import type { Cidr, Ip } from '../base/ip.ts'
import { workloadKey } from '../model/cluster.ts'
import type { Cluster, Workload } from '../model/cluster.ts'
import type { Flow } from '../model/flow.ts'
import type { PortMatch } from '../model/policy.ts'

export interface Listening {
  readonly protocol: number
  readonly port: number
}

export class Alive {
  readonly #cluster: Cluster
  /** Ports that flows were seen to, by workload */
  readonly #seen = new Map<string, Listening[]>()

  constructor(cluster: Cluster, flows: readonly Flow[]) {
    this.#cluster = cluster
    for (const { destination, destinationPort, protocol, records } of flows) {
      // Who was only ever refused has met nobody who listens.
      const wasRefused = records.length > 0 && records.every(({ action }) => action === 'deny')
      if (destinationPort === undefined || wasRefused) continue
      for (const candidate of destination.candidates)
        if (candidate.is === 'pod')
          this.#add(workloadKey(candidate.namespace, candidate.name), protocol, destinationPort)
    }
  }

  #add(key: string, protocol: number, port: number): void {
    const list = this.#seen.get(key) ?? []
    if (!list.some((one) => one.port === port && one.protocol === protocol)) list.push({ protocol, port })
    this.#seen.set(key, list)
  }

  /** Declared ports, and ports that flows were seen to; empty where nothing is known */
  listening(workloads: readonly Workload[]): Listening[] {
    return workloads.flatMap(({ name, namespace, ports }) => [
      ...ports,
      ...(this.#seen.get(workloadKey(namespace, name)) ?? []),
    ])
  }

  /** No workload listens on any of the ports, though it is known on which ones they listen */
  isPortDead(ports: PortMatch, protocol: number | undefined, workloads: readonly Workload[]): boolean {
    if (workloads.length === 0 || workloads.some((one) => this.listening([one]).length === 0)) return false
    const named = workloads.flatMap((one) => one.ports)
    if (ports.names.some((name) => named.some((one) => one.name === name))) return false
    return !this.listening(workloads).some(
      (one) =>
        (protocol === undefined || one.protocol === protocol) &&
        ports.ranges.some(({ from, to }) => from <= one.port && one.port <= to),
    )
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
