// The way of a packet from node to node: where it comes in and goes out, and what translation makes of its addresses on
// the way (docs/semantics.md §4.7, §8.2). What it meets at each node is told in host-hooks.ts.

import type { Ip } from '../base/ip.ts'
import type { Engine } from './engine.ts'
import type { HostRules } from './host-rules.ts'
import type { Peer } from './peers.ts'
import type { Layer4 } from './rows.ts'
import type { Passage } from './topology.ts'

/** One of these addresses; `any`: some address, and nothing is known of it */
export type Ends = readonly Peer[] | 'any'

/** A packet as a hook sees it, as far as it is known: one of the sources, one of the destinations, one of `layer4` */
export interface Packet {
  readonly sources: Ends
  readonly destinations: Ends
  readonly layer4: readonly Layer4[]
}

/** Where a packet comes from or goes to at a node; one of several interfaces where it is not known which */
export type Side = 'process' | 'pod' | 'loopback' | readonly Passage[]

/** What happens to a packet at one node */
export interface Leg {
  /** Undefined: some node */
  readonly node: string | undefined
  readonly from: Side
  readonly to: Side
  readonly before: Packet
  /** With its destination translated, where that is done here */
  readonly after: Packet
  readonly translated: 'no' | 'maybe' | 'yes'
  /** Its source is rewritten as it leaves: for its pool, or for the Service that was dialled */
  readonly masqueraded: false | 'pool' | 'service'
  /** A packet of an overlay, with another one in it */
  readonly wraps: boolean
}

/** Where an end is; a pod or a host whose node is not known is on some node */
export interface Site {
  readonly is: 'pod' | 'host' | 'outside'
  readonly node: string | undefined
  readonly peer: Peer
}

/** What the client asked for; `service` and `node-port` are translated to the destination on the way */
export type Dialled =
  | { readonly is: 'destination' }
  /** The destination, or a Service with it; `packet` has all that may have been dialled */
  | { readonly is: 'unknown'; readonly peers: readonly Peer[]; readonly ports: readonly number[] }
  | { readonly is: 'service'; readonly peers: readonly Peer[]; readonly port: number | undefined }
  | {
      readonly is: 'node-port'
      readonly node: string
      readonly peers: readonly Peer[]
      readonly port: number | undefined
      /** `externalTrafficPolicy: Local`: clients keep their address */
      readonly localOnly: boolean
    }

export interface Trip {
  readonly source: Site
  readonly destination: Site
  readonly sameNode: boolean
  readonly dialled: Dialled
  readonly layer4: readonly Layer4[]
  readonly via: string | undefined
  /** The source's address is that of this node, which puts it on the packets of a client that is not known */
  readonly forwarder?: string | undefined
}

export interface Journey {
  readonly legs: readonly Leg[]
  /** As the policies of the source pod see it */
  readonly sent: Packet
  /** As the policies of the destination pod see it */
  readonly delivered: Packet
}

export function journeyOf(engine: Engine, hosts: HostRules, trip: Trip): Journey {
  return new Traveller(engine, hosts, trip).travel()
}

const translatedBy = ({ is }: Dialled): Leg['translated'] =>
  is === 'destination' ? 'no' : is === 'unknown' ? 'maybe' : 'yes'

const UNKNOWN_PASSAGE: readonly Passage[] = [{ name: undefined, addresses: undefined }]

class Traveller {
  readonly #engine: Engine
  readonly #hosts: HostRules
  readonly #trip: Trip
  readonly #legs: Leg[] = []

  constructor(engine: Engine, hosts: HostRules, trip: Trip) {
    this.#engine = engine
    this.#hosts = hosts
    this.#trip = trip
  }

  travel(): Journey {
    const { dialled, forwarder, source } = this.#trip
    if (forwarder !== undefined) {
      const packet = this.#dialledPacket('any')
      return { legs: this.#legs, sent: packet, delivered: this.#at(forwarder, UNKNOWN_PASSAGE, packet) }
    }
    const entry = dialled.is === 'node-port' ? dialled.node : undefined
    const sent = source.is === 'outside' ? this.#arrive(entry) : this.#start(entry)
    return { legs: this.#legs, ...sent }
  }

  /** From a pod or a process of a node */
  #start(entry: string | undefined): Pick<Journey, 'sent' | 'delivered'> {
    const { destination, dialled, layer4, sameNode, source } = this.#trip
    const before = this.#dialledPacket([source.peer])
    const from = source.is === 'pod' ? 'pod' : 'process'
    // A port of another node is an address of that node, and is translated there.
    if (dialled.is === 'node-port' && entry !== source.node) {
      const to = this.#towards(source.node, dialled.peers)
      const masqueraded = this.#isForPool(dialled.peers, true) && 'pool'
      const leg = { node: source.node, from, to, before, after: before, translated: 'no', masqueraded } as const
      this.#legs.push({ ...leg, wraps: false })
      const onWire = masqueraded === false ? before : this.#rewritten(before, source.node, to)
      return { sent: before, delivered: this.#at(entry, this.#arriving(entry, onWire, masqueraded), onWire) }
    }
    const after: Packet = { sources: [source.peer], destinations: [destination.peer], layer4 }
    const leg = { node: source.node, from, before, after, translated: translatedBy(dialled), wraps: false } as const
    if (sameNode) {
      const to = destination.is === 'pod' ? 'pod' : from === 'pod' ? 'process' : 'loopback'
      this.#legs.push({ ...leg, to, masqueraded: false })
      return { sent: after, delivered: after }
    }
    const to = this.#towardsSite(source.node, destination)
    const isForPool = this.#isForPool([destination.peer], destination.is === 'host')
    const masqueraded = this.#isForService() ? 'service' : isForPool && 'pool'
    this.#legs.push({ ...leg, to, masqueraded })
    const onWire = masqueraded === false ? after : this.#rewritten(after, source.node, to)
    return { sent: after, delivered: this.#onward(onWire, masqueraded) }
  }

  /** From outside, at the node that was dialled or has the destination */
  #arrive(entry: string | undefined): Pick<Journey, 'sent' | 'delivered'> {
    const { destination, layer4, source, via } = this.#trip
    const plain: Packet = { sources: [source.peer], destinations: [destination.peer], layer4 }
    if (destination.is === 'outside' && entry === undefined) {
      if (via !== undefined) {
        const [from, to] = [this.#towards(via, [source.peer]), this.#towards(via, [destination.peer])]
        const leg = { node: via, from, to, before: plain, after: plain, translated: 'no', wraps: false } as const
        this.#legs.push({ ...leg, masqueraded: false })
      }
      return { sent: plain, delivered: plain }
    }
    const node = entry ?? destination.node
    const packet = this.#dialledPacket([source.peer])
    return { sent: packet, delivered: this.#at(node, this.#towards(node, [source.peer]), packet) }
  }

  /** At the destination's node, after that of the source */
  #onward(packet: Packet, masqueraded: Leg['masqueraded']): Packet {
    const { destination, source } = this.#trip
    if (destination.is === 'outside') return packet
    const { node } = destination
    const overlay = destination.is === 'pod' ? this.#overlay(source.node, node, destination.peer) : 'no'
    if (overlay !== 'no') this.#wrappedLeg(node, source.node)
    const from = this.#withOverlay(node, this.#arriving(node, packet, masqueraded), overlay)
    return this.#deliver(node, from, packet, packet, 'no')
  }

  /** The interfaces by which a packet of the source's node comes to another one */
  #arriving(node: string | undefined, { sources }: Packet, masqueraded: Leg['masqueraded']): readonly Passage[] {
    const { source } = this.#trip
    if (masqueraded === false && source.is === 'pod') return this.#from(node, source.node)
    return this.#towards(node, sources === 'any' ? [] : sources)
  }

  /** At a node where the destination is translated, if it has been dialled by another address */
  #at(node: string | undefined, from: readonly Passage[], before: Packet): Packet {
    const { destination, dialled, layer4 } = this.#trip
    const after: Packet = { ...before, destinations: [destination.peer], layer4 }
    const translated = translatedBy(dialled)
    if (destination.node === node && destination.is !== 'outside')
      return this.#deliver(node, from, before, after, translated)
    // A backend elsewhere: on to its node, with this node's address unless clients keep theirs.
    const masqueraded = dialled.is === 'node-port' && dialled.localOnly ? false : 'service'
    const to = this.#towardsSite(node, destination)
    this.#legs.push({ node, from, to, before, after, translated, masqueraded, wraps: false })
    const { forwarder, source } = this.#trip
    const onWire =
      forwarder !== undefined
        ? { ...after, sources: [source.peer] }
        : masqueraded === false
          ? after
          : this.#rewritten(after, node, to)
    if (destination.is === 'outside') return onWire
    const arrival = this.#from(destination.node, node)
    const overlay = destination.is === 'pod' ? this.#overlay(node, destination.node, destination.peer) : 'no'
    if (overlay !== 'no') this.#wrappedLeg(destination.node, node)
    return this.#deliver(destination.node, this.#withOverlay(destination.node, arrival, overlay), onWire, onWire, 'no')
  }

  #deliver(
    node: string | undefined,
    from: readonly Passage[],
    before: Packet,
    after: Packet,
    translated: Leg['translated'],
  ): Packet {
    const to = this.#trip.destination.is === 'pod' ? 'pod' : 'process'
    this.#legs.push({ node, from, to, before, after, translated, masqueraded: false, wraps: false })
    return after
  }

  /** The packet around that of an overlay; nobody has written rules for its ports, so they are as they are */
  #wrappedLeg(node: string | undefined, sender: string | undefined): void {
    if (node === undefined || sender === undefined) return
    const { family } = this.#trip.source.peer
    const ends = (of: string): Ends => this.#ends(this.#hosts.topology.mainAddresses(of, family))
    const packet: Packet = { sources: ends(sender), destinations: ends(node), layer4: [this.#overlayPort()] }
    const from = this.#from(node, sender)
    const leg = { node, from, to: 'process', before: packet, after: packet, translated: 'no' } as const
    this.#legs.push({ ...leg, masqueraded: false, wraps: true })
  }

  #overlayPort(): Layer4 {
    const { pools, vxlanPort } = this.#hosts.network
    const port = { sourcePort: undefined, icmp: undefined }
    return pools.some(({ overlay }) => overlay?.as === 'vxlan')
      ? { ...port, protocol: UDP, destinationPort: vxlanPort }
      : { ...port, protocol: IPIP, destinationPort: undefined }
  }

  #dialledPacket(sources: Ends): Packet {
    const { destination, dialled, layer4 } = this.#trip
    const withPorts = (ports: readonly (number | undefined)[]): Layer4[] =>
      ports.flatMap((port) => layer4.map((l4) => ({ ...l4, destinationPort: port ?? l4.destinationPort })))
    switch (dialled.is) {
      case 'destination':
        return { sources, destinations: [destination.peer], layer4 }
      case 'unknown':
        return {
          sources,
          destinations: [destination.peer, ...dialled.peers],
          layer4: withPorts([undefined, ...dialled.ports]),
        }
      case 'service':
      case 'node-port':
        return { sources, destinations: dialled.peers, layer4: withPorts([dialled.port]) }
    }
  }

  /** Whether the first node puts its own address on a packet to what is in no pool (§8.2) */
  #isForPool(targets: readonly Peer[], isHost: boolean): boolean {
    const { source } = this.#trip
    const { network, topology } = this.#hosts
    if (source.is !== 'pod' || topology.poolOf(source.peer)?.natOutgoing !== true) return false
    if (isHost && !network.natToHosts) return false
    return targets.every((peer) => topology.poolOf(peer) === undefined)
  }

  /** Or does it for kube-proxy, so that replies come back by way of it */
  #isForService(): boolean {
    const { dialled, source } = this.#trip
    if (dialled.is === 'node-port') return source.is === 'host' || !dialled.localOnly
    return dialled.is === 'service' && source.is === 'host'
  }

  #rewritten(packet: Packet, node: string | undefined, to: readonly Passage[]): Packet {
    const family = this.#trip.source.peer.family
    const addresses = node === undefined ? [] : this.#hosts.topology.sourceAddresses(node, to, family)
    const ports = this.#hosts.sourcePorts
    const layer4 =
      ports.length < 2
        ? packet.layer4
        : packet.layer4.flatMap((l4) => ports.map((sourcePort) => ({ ...l4, sourcePort })))
    return { ...packet, sources: this.#ends(addresses), layer4 }
  }

  #peers(addresses: readonly Ip[]): Peer[] {
    return [...new Set(addresses.map((ip) => this.#engine.peers.peerAt(ip)))]
  }

  #ends(addresses: readonly Ip[]): Ends {
    return addresses.length === 0 ? 'any' : this.#peers(addresses)
  }

  #towards(node: string | undefined, peers: readonly Peer[]): readonly Passage[] {
    if (node === undefined || peers.length === 0) return UNKNOWN_PASSAGE
    return [...new Set(peers.flatMap((peer) => this.#hosts.topology.towards(node, peer)))]
  }

  /** Towards a pod the way leads by the address of its node */
  #towardsSite(node: string | undefined, { is, node: at, peer }: Site): readonly Passage[] {
    if (is !== 'pod') return this.#towards(node, [peer])
    const overlay = this.#overlay(node, at, peer)
    return this.#withOverlay(node, this.#from(node, at), overlay)
  }

  /** Between two nodes, outside an overlay */
  #from(node: string | undefined, other: string | undefined): readonly Passage[] {
    if (other === undefined) return UNKNOWN_PASSAGE
    const family = this.#trip.destination.peer.family
    return this.#towards(node, this.#peers(this.#hosts.topology.mainAddresses(other, family)))
  }

  #overlay(a: string | undefined, b: string | undefined, pod: Peer): 'yes' | 'no' | 'maybe' {
    const overlay = this.#hosts.topology.poolOf(pod)?.overlay
    if (overlay === undefined) return 'no'
    if (overlay.between === 'all') return 'yes'
    const same = a === undefined || b === undefined ? undefined : this.#hosts.topology.sameSubnet(a, b)
    return same === undefined ? 'maybe' : same ? 'no' : 'yes'
  }

  #withOverlay(
    node: string | undefined,
    plain: readonly Passage[],
    overlay: 'yes' | 'no' | 'maybe',
  ): readonly Passage[] {
    if (overlay === 'no' || node === undefined) return plain
    const tunnel = this.#hosts.topology.tunnel(node)
    return overlay === 'yes' ? [tunnel] : [tunnel, ...plain]
  }
}

const UDP = 17
const IPIP = 4
