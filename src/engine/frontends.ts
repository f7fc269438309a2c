// Addresses and ports that lead to the backends of Services: which of them an end can have been reached by, and which
// backends are behind a port of a node (docs/semantics.md §8.2).

import type { Backend, Cluster, Frontend } from '../model/cluster.ts'
import type { Ip } from '../base/ip.ts'
import type { Layer4 } from './rows.ts'
import { isSame } from './topology.ts'
import type { Peer, PeerTable } from './peers.ts'

export class Frontends {
  readonly #cluster: Cluster
  readonly #peers: PeerTable
  readonly #frontends: readonly Frontend[]
  #byBackend: Map<string, Frontend[]> | undefined

  constructor(cluster: Cluster, peers: PeerTable, frontends: readonly Frontend[]) {
    this.#cluster = cluster
    this.#peers = peers
    this.#frontends = frontends
  }

  /** Those that lead to such an end; of ends that rules cannot tell apart, those of either */
  leadingTo(peer: Peer, { destinationPort, protocol }: Layer4): readonly Frontend[] {
    if (this.#byBackend === undefined) {
      this.#byBackend = new Map()
      for (const frontend of this.#frontends)
        for (const { ip, port } of this.backends(frontend)) {
          const key = backendKey(this.#peers.peerAt(ip), frontend.protocol, port)
          const list = this.#byBackend.get(key) ?? []
          if (!list.includes(frontend)) this.#byBackend.set(key, [...list, frontend])
        }
    }
    return this.#byBackend.get(backendKey(peer, protocol, destinationPort)) ?? []
  }

  /** Where its packets end up */
  backends({ protocol, service, targetPort }: Frontend): readonly Backend[] {
    const all = this.#cluster.services.get(service) ?? []
    return all.filter((one) => one.protocol === protocol && (targetPort === undefined || one.port === targetPort))
  }

  /** By an address of the Service */
  at(ip: Ip, protocol: number, port: number | undefined): Frontend | undefined {
    return this.#frontends.find(
      (one) => one.protocol === protocol && one.port === port && one.addresses.some((own) => isSame(own, ip)),
    )
  }

  /** By a port of every node */
  atNodePort(protocol: number, port: number | undefined): Frontend | undefined {
    if (port === undefined) return undefined
    return this.#frontends.find((one) => one.protocol === protocol && one.nodePort === port)
  }
}

const backendKey = ({ id }: Peer, protocol: number, port: number | undefined): string =>
  `${String(id)} ${String(protocol)} ${String(port)}`
