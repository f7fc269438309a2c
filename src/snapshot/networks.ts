// Which addresses a record can mean by the name of a network: Calico names an address after an endpoint first, then after a
// network set (the other end's namespace, global, other namespaces; longest prefix; name), and only then after its class
// (flow-formats 1.6; docs/semantics.md §8.1).

import { lastAddress, subtract } from '../base/ip.ts'
import type { Cidr, Family, Ip, IpRange } from '../base/ip.ts'
import { byText } from '../base/order.ts'
import type { Cluster, NetworkSet } from '../model/cluster.ts'
import { PRIVATE } from './cluster-index.ts'

interface Member {
  readonly net: Cidr
  readonly set: NetworkSet
}

export class Networks {
  /** Addresses of pods and host endpoints, in order */
  readonly #endpoints: readonly Ip[]
  readonly #sets: readonly NetworkSet[]
  readonly #classes = new Map<string, readonly IpRange[]>()
  readonly #setRanges = new Map<NetworkSet, Map<string, readonly IpRange[]>>()
  #byNet: ReadonlyMap<string, readonly Member[]> | undefined
  /** All members in order of address */
  #members: readonly Member[] = []
  #prefixes: readonly number[] = []

  constructor({ hostEndpoints, sets, workloads }: Cluster) {
    const addresses: Ip[] = []
    for (const { addresses: own, known } of workloads) if (known === 'pod') addresses.push(...own)
    for (const { expectedIps } of hostEndpoints) addresses.push(...expectedIps)
    this.#endpoints = addresses.sort(
      (a, b) => a.family - b.family || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0),
    )
    this.#sets = sets
  }

  /** The addresses that have no better name than `PRIVATE NETWORK` or `PUBLIC NETWORK`; never empty */
  ofClass(name: 'pub' | 'pvt'): readonly IpRange[] {
    const known = this.#classes.get(name)
    if (known !== undefined) return known
    const all = name === 'pvt' ? PRIVATE : subtract(EVERYWHERE, PRIVATE)
    // Where sets cover all of it, the records are older than the sets.
    const ranges = firstFilled(
      () => {
        const nets = this.#sets.flatMap((set) => set.nets)
        return this.#withoutEndpoints(subtract(all, nets))
      },
      () => this.#withoutEndpoints(all),
      () => all,
    )
    this.#classes.set(name, ranges)
    return ranges
  }

  /** The addresses that are named after a set where the other end is in `peerNamespace` (empty: in none); never empty */
  ofSet(set: NetworkSet, peerNamespace: string): readonly IpRange[] {
    const byPeer = this.#setRanges.get(set) ?? new Map<string, readonly IpRange[]>()
    this.#setRanges.set(set, byPeer)
    // Where the set comes in the order depends on no more than whether the other end is in its namespace.
    const peer = this.#sets.some(({ namespace }) => namespace === peerNamespace) ? peerNamespace : ''
    const known = byPeer.get(peer)
    if (known !== undefined) return known
    const ranges = firstFilled(
      () => {
        const named = set.nets.flatMap((net) => subtract([net], this.#stronger({ net, set }, peer)))
        return this.#withoutEndpoints(subtract(named, []))
      },
      () => this.#withoutEndpoints(subtract(set.nets, [])),
      () => (set.nets.length > 0 ? set.nets : this.elsewhere()),
    )
    byPeer.set(peer, ranges)
    return ranges
  }

  /** All addresses that are no endpoint's */
  elsewhere(): readonly IpRange[] {
    return firstFilled(
      () => this.#withoutEndpoints(EVERYWHERE),
      () => EVERYWHERE,
    )
  }

  #withoutEndpoints(ranges: readonly IpRange[]): readonly IpRange[] {
    const out: IpRange[] = []
    for (const { family, first, last } of ranges) {
      let from = first
      for (let i = this.#firstEndpoint(family, first); i < this.#endpoints.length; i++) {
        const ip = this.#endpoints[i]
        if (ip?.family !== family || ip.value > last) break
        if (ip.value > from) out.push({ family, first: from, last: ip.value - 1n })
        if (ip.value >= from) from = ip.value + 1n
      }
      if (from <= last) out.push({ family, first: from, last })
    }
    return out
  }

  #firstEndpoint(family: Family, value: bigint): number {
    let [low, high] = [0, this.#endpoints.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const ip = this.#endpoints[middle]
      if (ip !== undefined && (ip.family < family || (ip.family === family && ip.value < value))) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The nets that give some address of the member another name */
  #stronger(member: Member, peerNamespace: string): readonly Cidr[] {
    const isStronger = (other: Member): boolean => other.set !== member.set && beats(other, member, peerNamespace)
    return [...this.#around(member.net), ...this.#within(member.net)].filter(isStronger).map(({ net }) => net)
  }

  /** Members that hold all of the net */
  #around(net: Cidr): readonly Member[] {
    const byNet = this.#index()
    return this.#prefixes
      .filter((prefix) => prefix <= net.prefix)
      .flatMap((prefix) => byNet.get(netKey(net.family, wider(net, prefix), prefix)) ?? [])
  }

  /** Members that are part of the net and not all of it */
  #within(net: Cidr): readonly Member[] {
    this.#index()
    let [low, high] = [0, this.#members.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#members[middle]?.net
      if (other !== undefined && isBefore(other, net)) low = middle + 1
      else high = middle
    }
    const members: Member[] = []
    for (let i = low; i < this.#members.length; i++) {
      const member = this.#members[i]
      if (member?.net.family !== net.family || member.net.first > net.last) break
      if (member.net.prefix > net.prefix) members.push(member)
    }
    return members
  }

  #index(): ReadonlyMap<string, readonly Member[]> {
    if (this.#byNet !== undefined) return this.#byNet
    const members = this.#sets.flatMap((set) => set.nets.map((net) => ({ net, set })))
    this.#members = members.sort((a, b) => (isBefore(a.net, b.net) ? -1 : isBefore(b.net, a.net) ? 1 : 0))
    this.#prefixes = [...new Set(members.map(({ net }) => net.prefix))]
    const byNet = new Map<string, Member[]>()
    for (const member of members) {
      const key = netKey(member.net.family, member.net.first, member.net.prefix)
      byNet.set(key, [...(byNet.get(key) ?? []), member])
    }
    this.#byNet = byNet
    return byNet
  }
}

const EVERYWHERE: readonly IpRange[] = ([4, 6] as const).map((family) => ({
  family,
  first: 0n,
  last: lastAddress(family),
}))

function firstFilled(...choices: readonly (() => readonly IpRange[])[]): readonly IpRange[] {
  for (const choice of choices) {
    const ranges = choice()
    if (ranges.length > 0) return ranges
  }
  return EVERYWHERE
}

/** Whether an address in both nets is named after `a`'s set */
function beats(a: Member, b: Member, peerNamespace: string): boolean {
  const [groupA, groupB] = [precedence(a.set, peerNamespace), precedence(b.set, peerNamespace)]
  if (groupA !== groupB) return groupA < groupB
  if (a.net.prefix !== b.net.prefix) return a.net.prefix > b.net.prefix
  return byText(`${a.set.namespace ?? ''}/${a.set.name}`, `${b.set.namespace ?? ''}/${b.set.name}`) < 0
}

const precedence = ({ namespace }: NetworkSet, peerNamespace: string): number =>
  namespace === undefined ? 1 : namespace === peerNamespace ? 0 : 2

const isBefore = (a: Cidr, b: Cidr): boolean => (a.family === b.family ? a.first < b.first : a.family < b.family)
const netKey = (family: number, first: bigint, prefix: number): string =>
  `${String(family)} ${first.toString(36)} ${String(prefix)}`

function wider(net: Cidr, prefix: number): bigint {
  const host = BigInt((net.family === 4 ? 32 : 128) - prefix)
  return (net.first >> host) << host
}
