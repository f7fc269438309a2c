// An address as rules see it: which of the rules' CIDR lists hold it, which labelled objects cover it, which Services
// it serves (docs/semantics.md §3.5–3.7, §5.1). Addresses that no rule can tell apart share one Peer.

import { emptyBits, NumberSet, NumberedBits, setBit } from '../base/bitset.ts'
import { bitsOf, cidrOf, lastAddress } from '../base/ip.ts'
import type { Cidr, Family, Ip, IpRange } from '../base/ip.ts'
import type { Backend, Cluster, HostEndpoint, NamedPort, NetworkSet, Workload } from '../model/cluster.ts'
import type { LabelSet } from '../model/selector.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import { AddressIndex } from './address-index.ts'
import type { Cover, NumberedPrefix } from './address-index.ts'
import { addressesOf } from './cluster-addresses.ts'
import type { Address, ClusterAddresses } from './cluster-addresses.ts'
import type { LabelClass, SelectorIndex } from './selector-index.ts'

export interface Peer {
  readonly id: number
  readonly family: Family
  /** Numbers of the CIDR lists that hold the address */
  readonly nets: NumberSet
  /** Labelled objects that cover it: endpoints first */
  readonly members: readonly Member[]
  /** Services of which it is a backend */
  readonly services: readonly ServiceMember[]
  /** Every address may be a backend of these */
  readonly possibleServices: readonly PossibleService[]
  /** All labels of all members are known, those aside that may cover any address */
  readonly complete: boolean
}

export interface Member {
  readonly labels: LabelClass
  /** Length of the prefix that covers the address; undefined: it is not known whether any does */
  readonly prefix: number | undefined
  /** Members of one set have one number, where it is not known what its labels are: they are there together or not at all */
  readonly together?: number | undefined
  /** Undefined: not known, for the endpoint is known from records alone */
  readonly ports: readonly NamedPort[] | undefined
}

export interface ServiceMember {
  readonly service: string
  readonly protocol: number
  readonly port: number | undefined
}

/** A Service of which it is not known what it has as backends */
export interface PossibleService {
  readonly service: string
  readonly unknown: UnknownObject
}

/** An endpoint that is not in the cluster's inventory, or one of its own without an address */
export interface LabelledObject {
  readonly labels: LabelSet
  readonly ports: readonly NamedPort[]
  readonly known?: Workload['known']
}

interface SetMember extends Pick<Member, 'together'> {
  readonly labels: LabelSet
  readonly prefix: number
}

export class PeerTable {
  readonly #selectors: SelectorIndex
  readonly #addresses: ClusterAddresses
  readonly #index: AddressIndex
  /** What the numbers of the index mean, in this order: CIDR lists, network sets' members by length, Services' backends */
  readonly #netCount: number
  readonly #sets: readonly SetMember[]
  readonly #services: readonly ServiceMember[]
  readonly #possible: readonly PossibleObject[]
  #possibleMembers: readonly Member[] | undefined
  readonly #possibleServices: readonly PossibleService[]
  readonly #numberedNets = new NumberedBits()
  readonly #peers = new Map<string, Peer>()
  readonly #peerOfCover: Readonly<Record<Family, Map<number, Peer>>> = { 4: new Map(), 6: new Map() }
  readonly #everyPeer: Partial<Record<Family, readonly Peer[]>> = {}
  /** By the numbers of addresses */
  readonly #peerOf: (Peer | undefined)[] = []
  /** Of addresses with one endpoint: by the number of their cover and of the endpoint's kind */
  readonly #peerOfKind = new Map<number, Peer>()
  readonly #kinds = new Map<string, number>()
  readonly #kindOf = new Map<LabelledObject, number>()

  constructor(
    cluster: Cluster,
    selectors: SelectorIndex,
    netLists: readonly (readonly Cidr[])[],
    servicesInUse: ReadonlySet<string>,
  ) {
    this.#selectors = selectors
    this.#netCount = netLists.length
    const prefixes: NumberedPrefix[] = netLists.flatMap((nets, value) => nets.map((prefix) => ({ prefix, value })))
    const sets: SetMember[] = []
    for (const [number, set] of cluster.sets.entries()) {
      if (set.unknown !== undefined) continue
      const numberByLength = new Map<number, number>()
      for (const prefix of set.nets.flatMap(splitCatchAll)) {
        let value = numberByLength.get(prefix.prefix)
        if (value === undefined) {
          value = this.#netCount + sets.length
          const together = set.labels.complete ? undefined : number
          sets.push({ labels: set.labels, prefix: prefix.prefix, together })
          numberByLength.set(prefix.prefix, value)
        }
        prefixes.push({ prefix, value })
      }
    }
    const services: ServiceMember[] = []
    for (const service of servicesInUse) {
      for (const { ip, port, protocol } of knownBackends(cluster, service)) {
        prefixes.push({ prefix: cidrOf(ip, bitsOf(ip.family)), value: this.#netCount + sets.length + services.length })
        services.push({ service, protocol, port })
      }
    }
    this.#possible = possibleObjects(cluster)
    this.#possibleServices = possibleServices(cluster, servicesInUse)
    this.#sets = sets
    this.#services = services
    this.#index = new AddressIndex(prefixes)
    this.#addresses = addressesOf(cluster)
  }

  peerAt(ip: Ip): Peer {
    return this.peerAtAddress(this.#addresses.at(ip))
  }

  /** The same of an address of this cluster that has been looked up already */
  peerAtAddress({ endpoints, ip, number }: Address): Peer {
    const known = this.#peerOf[number]
    if (known !== undefined) return known
    const peer = this.#peer(ip.family, this.#index.cover(ip), endpoints)
    // A list with gaps would be kept as a table.
    while (this.#peerOf.length < number) this.#peerOf.push(undefined)
    this.#peerOf[number] = peer
    return peer
  }

  /** An address as if it were that of one object and of no other endpoint */
  peerOf(ip: Ip, object: LabelledObject): Peer {
    return this.#peer(ip.family, this.#index.cover(ip), [object])
  }

  /** The pieces of a range that rules can tell apart, for an address that belongs to `object`, or to no endpoint */
  *piecesOf(range: IpRange, object: LabelledObject | undefined): Iterable<{ range: IpRange; peer: Peer }> {
    const endpoints = object === undefined ? [] : [object]
    for (const piece of this.#index.pieces(range))
      yield { range: piece.range, peer: this.#peer(range.family, piece.cover, endpoints) }
  }

  /** What an address of the family can be to rules where it belongs to no endpoint; found once */
  everyPeer(family: Family): readonly Peer[] {
    const all: IpRange = { family, first: 0n, last: lastAddress(family) }
    return (this.#everyPeer[family] ??= [...new Set(Array.from(this.piecesOf(all, undefined), ({ peer }) => peer))])
  }

  #peer(family: Family, cover: Cover, endpoints: readonly LabelledObject[]): Peer {
    const [only, ...others] = endpoints
    if (only !== undefined)
      return others.length > 0 ? this.#buildPeer(family, cover, endpoints) : this.#peerOfOne(family, cover, only)
    // Most addresses are nobody's, and few covers tell them apart.
    const memo = this.#peerOfCover[family]
    let peer = memo.get(cover.id)
    if (peer === undefined) {
      peer = this.#buildPeer(family, cover, endpoints)
      memo.set(cover.id, peer)
    }
    return peer
  }

  /** Replicas are of one kind: what covers them is looked at once */
  #peerOfOne(family: Family, cover: Cover, endpoint: LabelledObject): Peer {
    // Below 2⁵³ with fewer than 2²⁶ kinds and covers; a cover is of both families
    const key = (cover.id * 2 ** 26 + this.#kind(endpoint)) * 2 + (family === 4 ? 0 : 1)
    let peer = this.#peerOfKind.get(key)
    if (peer === undefined) {
      peer = this.#buildPeer(family, cover, [endpoint])
      this.#peerOfKind.set(key, peer)
    }
    return peer
  }

  /** Equal numbers, equal members */
  #kind(endpoint: LabelledObject): number {
    let kind = this.#kindOf.get(endpoint)
    if (kind === undefined) {
      const { known, labels, ports } = endpoint
      const text = `${String(this.#selectors.classOf(labels).id)}${portsKey(known === 'record' ? undefined : ports)}`
      kind = this.#kinds.get(text) ?? this.#kinds.size
      this.#kinds.set(text, kind)
      this.#kindOf.set(endpoint, kind)
    }
    return kind
  }

  /** Sets and host endpoints that could not be understood: each may cover every address */
  #mayCover(): readonly Member[] {
    return (this.#possibleMembers ??= this.#possible.map(({ object, unknown }) => ({
      labels: this.#selectors.possibleClassOf(object.labels, unknown),
      prefix: undefined,
      ports: object.is === 'host' ? undefined : [],
    })))
  }

  #buildPeer(family: Family, cover: Cover, endpoints: readonly LabelledObject[]): Peer {
    const members: Member[] = endpoints.map(({ known, labels, ports }) => ({
      labels: this.#selectors.classOf(labels),
      prefix: bitsOf(family),
      ports: known === 'record' ? undefined : ports,
    }))
    const nets = emptyBits(this.#netCount)
    const others: number[] = []
    cover.each((value) => {
      if (value < this.#netCount) setBit(nets, value)
      else others.push(value - this.#netCount)
    })
    const services: ServiceMember[] = []
    for (const value of others.sort((a, b) => a - b)) {
      const set = this.#sets[value]
      const service = this.#services[value - this.#sets.length]
      if (set !== undefined) {
        const { prefix, together } = set
        members.push({ labels: this.#selectors.classOf(set.labels), prefix, together, ports: [] })
      } else if (service !== undefined) services.push(service)
    }
    const key = peerKey(family, this.#numberedNets.number(nets), members, services)
    let peer = this.#peers.get(key)
    if (peer === undefined) {
      const complete = members.every(({ labels }) => labels.must === labels.may)
      const all = this.#possible.length === 0 ? members : [...members, ...this.#mayCover()]
      const possibleServices = this.#possibleServices
      peer = {
        id: this.#peers.size,
        family,
        nets: new NumberSet(nets),
        members: all,
        services,
        possibleServices,
        complete,
      }
      this.#peers.set(key, peer)
    }
    return peer
  }
}

/** May cover every address */
interface PossibleObject {
  readonly object: HostEndpoint | NetworkSet
  readonly unknown: UnknownObject
}

const possibleObjects = ({ hostEndpoints, sets }: Cluster): PossibleObject[] =>
  [...hostEndpoints, ...sets].flatMap((object) =>
    object.unknown === undefined ? [] : [{ object, unknown: object.unknown }],
  )

const possibleServices = ({ unknownServices }: Cluster, inUse: ReadonlySet<string>): PossibleService[] =>
  Array.from(unknownServices ?? []).flatMap(([service, unknown]) => (inUse.has(service) ? [{ service, unknown }] : []))

const knownBackends = ({ services, unknownServices }: Cluster, service: string): readonly Backend[] =>
  unknownServices?.has(service) === true ? [] : (services.get(service) ?? [])

function peerKey(family: Family, nets: number, members: readonly Member[], services: readonly ServiceMember[]): string {
  const memberKeys = members.map(
    ({ labels, ports, prefix, together = '' }) =>
      `${String(labels.id)}/${String(prefix)}+${String(together)}${portsKey(ports)}`,
  )
  const serviceKeys = services.map((one) => `${one.service},${String(one.protocol)},${String(one.port)}`)
  return `${String(family)}|${String(nets)}|${memberKeys.join(' ')}|${serviceKeys.join(' ')}`
}

const portsKey = (ports: readonly NamedPort[] | undefined): string =>
  ports?.map((one) => `:${one.name},${String(one.protocol)},${String(one.port)}`).join('') ?? '?'

/** IP sets cannot hold a `/0`: Felix writes two `/1` (§3.5) */
function splitCatchAll(cidr: Cidr): Cidr[] {
  if (cidr.prefix !== 0) return [cidr]
  const half = 1n << BigInt(bitsOf(cidr.family) - 1)
  return [cidrOf({ family: cidr.family, value: 0n }, 1), cidrOf({ family: cidr.family, value: half }, 1)]
}
