// One choice of a flow's ends → the trips that it can mean: on which nodes they are, what was dialled, and whether a
// node's address is its own or hides a client behind a node port (docs/semantics.md §4.7, §8.2).

import type { Ip } from '../base/ip.ts'
import type { Frontend } from '../model/cluster.ts'
import type { Flow } from '../model/flow.ts'
import type { Reason } from '../model/verdict.ts'
import type { Engine } from './engine.ts'
import { Frontends } from './frontends.ts'
import type { HostRules } from './host-rules.ts'
import type { Dialled, Site, Trip } from './journey.ts'
import type { Peer } from './peers.ts'
import type { Choice } from './question.ts'
import type { Layer4 } from './rows.ts'

/** What a trip stands for, said where the trips of a flow end differently */
export interface PossibleTrip {
  readonly trip: Trip
  readonly because: Reason
}

export function siteOf(hosts: HostRules, { peer, workload }: Pick<Choice, 'peer' | 'workload'>): Site {
  if (workload !== undefined) return { is: 'pod', node: workload.node, peer }
  const node = hosts.topology.nodeOf(peer)
  if (node !== undefined) return { is: 'host', node, peer }
  // An address of a pool is that of a pod, of which the inventory does not know where it is.
  return { is: hosts.topology.poolOf(peer) === undefined ? 'outside' : 'pod', node: undefined, peer }
}

const frontendsByEngine = new WeakMap<Engine, Frontends>()

function frontendsOf(engine: Engine, hosts: HostRules): Frontends {
  let frontends = frontendsByEngine.get(engine)
  if (frontends === undefined) {
    frontends = new Frontends(engine.cluster, engine.peers, hosts.network.frontends)
    frontendsByEngine.set(engine, frontends)
  }
  return frontends
}

/** At least one */
export function tripsOf(
  engine: Engine,
  hosts: HostRules,
  flow: Flow,
  from: Choice,
  to: Choice,
  layer4: readonly Layer4[],
): PossibleTrip[] {
  return new Planner(engine, hosts, flow, layer4).plan(siteOf(hosts, from), siteOf(hosts, to))
}

class Planner {
  readonly #engine: Engine
  readonly #hosts: HostRules
  readonly #flow: Flow
  readonly #layer4: readonly Layer4[]
  readonly #frontends: Frontends

  constructor(engine: Engine, hosts: HostRules, flow: Flow, layer4: readonly Layer4[]) {
    this.#engine = engine
    this.#hosts = hosts
    this.#flow = flow
    this.#layer4 = layer4
    this.#frontends = frontendsOf(engine, hosts)
  }

  plan(source: Site, destination: Site): PossibleTrip[] {
    const behind = this.#behindNodePort(source, destination)
    if (behind !== undefined) return behind
    const dialled = this.#dialled(destination)
    return [
      ...placements(source, destination).map((placed) => this.#trip({ ...placed, dialled }, this.#placeUnknown())),
      ...this.#forwarded(source, destination),
    ]
  }

  #trip(trip: Omit<Trip, 'layer4' | 'via'>, because: Reason): PossibleTrip {
    return { trip: { ...trip, layer4: this.#layer4, via: this.#flow.via }, because }
  }

  #placeUnknown(): Reason {
    const { destination, source } = this.#flow
    return { code: 'node-unknown', args: [source.name, destination.name], at: undefined }
  }

  #dialled(destination: Site): Dialled {
    const { dialled } = this.#flow
    if (dialled !== undefined) return this.#given(dialled)
    const frontends = this.#hosts.asksDialled ? this.#leadingTo(destination.peer) : []
    if (frontends.length === 0) return { is: 'destination' }
    const { node, peer } = destination
    const own = node === undefined ? [] : this.#hosts.topology.mainAddresses(node, peer.family)
    const addresses = frontends.flatMap((one) => [...one.addresses, ...(one.nodePort === undefined ? [] : own)])
    const ports = frontends.flatMap(({ nodePort, port }) => (nodePort === undefined ? [port] : [port, nodePort]))
    return { is: 'unknown', peers: this.#peers(addresses), ports: [...new Set(ports)] }
  }

  #given({ ip, port }: NonNullable<Flow['dialled']>): Dialled {
    const { protocol } = this.#flow
    const peer = this.#engine.peers.peerAt(ip)
    const node = this.#hosts.topology.nodeOf(peer)
    const nodePort = this.#frontends.atNodePort(protocol, port)
    if (node !== undefined && nodePort !== undefined)
      return { is: 'node-port', node, peers: [peer], port, localOnly: nodePort.localOnly }
    const isService = this.#frontends.at(ip, protocol, port) !== undefined
    return isService ? { is: 'service', peers: [peer], port } : { is: 'destination' }
  }

  /** A port of a node that leads to pods: each of them, for the record says no more than the node */
  #behindNodePort(source: Site, destination: Site): PossibleTrip[] | undefined {
    const flow = this.#flow
    const { node } = destination
    if (destination.is !== 'host' || node === undefined || node === source.node || flow.dialled !== undefined)
      return undefined
    const port = flow.destinationPort
    const frontend = this.#frontends.atNodePort(flow.protocol, port)
    if (frontend === undefined) return undefined
    const backends = this.#frontends.backends(frontend)
    const because: Reason = {
      code: 'pods-differ',
      args: [flow.destination.name, String(backends.length)],
      at: undefined,
    }
    const { peers } = this.#engine
    const dialled: Dialled = {
      is: 'node-port',
      node,
      peers: [destination.peer],
      port,
      localOnly: frontend.localOnly,
    }
    return backends.map((backend) => {
      const workload = this.#engine.workloadAt(backend.ip)
      const behind = siteOf(this.#hosts, { workload, peer: peers.peerAt(backend.ip) })
      const layer4 = this.#layer4.map((one) => ({ ...one, destinationPort: backend.port }))
      const trip: Trip = { source, destination: behind, sameNode: false, dialled, layer4, via: undefined }
      return { trip, because }
    })
  }

  /** A node's address as the source of what comes to a pod elsewhere: perhaps a client of a port of that node */
  #forwarded({ is, node, peer }: Site, destination: Site): PossibleTrip[] {
    if (is !== 'host' || node === undefined || this.#flow.dialled !== undefined) return []
    if (destination.is === 'outside' || destination.node === node) return []
    const source: Site = { is, node, peer }
    const because: Reason = { code: 'own-or-forwarded', args: [node, this.#flow.destination.name], at: undefined }
    return this.#leadingTo(destination.peer).flatMap((frontend): PossibleTrip[] => {
      const { addresses, localOnly, nodePort, port } = frontend
      if (localOnly || nodePort === undefined) return []
      const own = this.#hosts.topology.mainAddresses(node, peer.family)
      const dialled: Dialled = {
        is: 'unknown',
        peers: this.#peers([...own, ...addresses]),
        ports: [nodePort, port],
      }
      return [this.#trip({ source, destination, sameNode: false, dialled, forwarder: node }, because)]
    })
  }

  #leadingTo(peer: Peer): readonly Frontend[] {
    return [...new Set(this.#layer4.flatMap((l4) => this.#frontends.leadingTo(peer, l4)))]
  }

  #peers(addresses: readonly Ip[]): Peer[] {
    return [...new Set(addresses.map((ip) => this.#engine.peers.peerAt(ip)))]
  }
}

/** Where the ends are: on one node or on two, where that is not known */
function placements(source: Site, destination: Site): Pick<Trip, 'source' | 'destination' | 'sameNode'>[] {
  const apart = { source, destination, sameNode: false }
  if (source.is === 'outside' || destination.is === 'outside') return [apart]
  const [a, b] = [source.node, destination.node]
  if (a !== undefined && b !== undefined) return [{ ...apart, sameNode: a === b }]
  const node = a ?? b
  return [{ source: { ...source, node }, destination: { ...destination, node }, sameNode: true }, apart]
}
