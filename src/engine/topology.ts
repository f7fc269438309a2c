// Where addresses are: on which node, behind which of its interfaces, in which pool; so that the way of a packet between
// nodes can be told from its addresses (docs/semantics.md §4.7, §8.2). What is not known is said as several possibilities.

import { bitsOf, cidrOf, printCidr } from '../base/ip.ts'
import type { Cidr, Ip } from '../base/ip.ts'
import type { AddressPool, ClusterNode, HostEndpoint, HostNetwork, NodeInterface } from '../model/cluster.ts'
import type { Peer } from './peers.ts'

/** An interface that a packet may pass: by name where that is known, by the addresses that are on it where those are */
export interface Passage {
  readonly name: string | undefined
  readonly addresses: readonly Ip[] | undefined
  /** One of Calico's tunnels */
  readonly tunnel?: boolean | undefined
}

/** Some interface, and nothing is known of it */
const SOME: Passage = { name: undefined, addresses: undefined }

interface NodeFacts {
  readonly node: ClusterNode
  /** Interfaces with what lies behind them, as numbers of lists, the longest prefix first */
  readonly routes: readonly { readonly list: number; readonly prefix: number; readonly passage: Passage }[]
  readonly passages: readonly Passage[]
  readonly tunnel: Passage
}

export class Topology {
  readonly #nodes = new Map<string, NodeFacts>()
  readonly #nodeOfList = new Map<number, string>()
  readonly #pools: readonly { readonly list: number; readonly pool: AddressPool }[]
  readonly #loops: number
  readonly #firstList: number

  /** Adds lists of prefixes to `netLists`: peers of a table that is made with them answer the questions below */
  constructor(
    nodes: readonly ClusterNode[],
    endpoints: readonly HostEndpoint[],
    { pools, serviceLoops }: Pick<HostNetwork, 'pools' | 'serviceLoops'>,
    netLists: (readonly Cidr[])[],
  ) {
    const add = (nets: readonly Cidr[]): number => netLists.push(nets) - 1
    this.#firstList = netLists.length
    for (const node of allNodes(nodes, endpoints)) {
      this.#nodeOfList.set(add(node.addresses.map(single)), node.name)
      this.#nodes.set(node.name, factsOf(node, add))
    }
    this.#pools = pools.map((pool) => ({ list: add([pool.cidr]), pool }))
    this.#loops = add(serviceLoops)
  }

  /** The node that has the address */
  nodeOf(peer: Peer): string | undefined {
    for (const list of peer.nets) {
      const node = this.#nodeOfList.get(list)
      if (node !== undefined) return node
    }
    return undefined
  }

  poolOf(peer: Peer): AddressPool | undefined {
    return this.#pools.find(({ list }) => peer.nets.has(list))?.pool
  }

  isServiceLoop(peer: Peer): boolean {
    return peer.nets.has(this.#loops)
  }

  /** Equal texts: no question here tells the two apart, but for what node has it */
  tell(peer: Peer): string {
    return [...peer.nets].filter((list) => list >= this.#firstList && !this.#nodeOfList.has(list)).join('.')
  }

  /** Equal texts: from nodes with them, the same addresses are reached by interfaces that are alike */
  outlook(node: string): string {
    const { interfaces = [], networks = [] } = this.#nodes.get(node)?.node ?? {}
    const nets = (of: readonly Cidr[]): string => of.map(printCidr).join()
    return [
      ...interfaces.map(({ name, networks: behind }) => `${name}=${nets(behind)}`),
      nets(networks.map(({ network }) => network)),
    ].join(' ')
  }

  /** On which of a node's known interfaces some of these addresses are, by their places in its lists */
  addressPlaces(node: string, ips: readonly Ip[]): string {
    const { interfaces = [], networks = [], tunnels = [] } = this.#nodes.get(node)?.node ?? {}
    const lists = [...interfaces.map(({ addresses }) => addresses), networks.map(({ ip }) => ip), tunnels]
    return lists.map((list) => (list.some((ip) => ips.some((one) => isSame(one, ip))) ? '1' : '0')).join('')
  }

  /** The interfaces of a node through which it may reach an address on another machine, and be reached from it */
  towards(node: string, peer: Peer): readonly Passage[] {
    const facts = this.#nodes.get(node)
    if (facts === undefined) return [SOME]
    const route = facts.routes.find(({ list }) => peer.nets.has(list))
    return route === undefined ? facts.passages : [route.passage]
  }

  /** The interface of a node that wraps packets for other nodes */
  tunnel(node: string): Passage {
    return this.#nodes.get(node)?.tunnel ?? SOME
  }

  /** Addresses by which other nodes know it */
  mainAddresses(node: string, family: Ip['family']): readonly Ip[] {
    const facts = this.#nodes.get(node)
    const named = (facts?.node.networks ?? []).map(({ ip }) => ip)
    const all = named.length > 0 ? named : (facts?.node.addresses ?? []).filter((ip) => !isTunnel(facts?.node, ip))
    return all.filter((ip) => ip.family === family)
  }

  /** Addresses that a node puts on what it sends through one of the interfaces */
  sourceAddresses(node: string, passages: readonly Passage[], family: Ip['family']): readonly Ip[] {
    const facts = this.#nodes.get(node)
    const known = passages.every(({ addresses }) => addresses !== undefined)
    const all = known
      ? passages.flatMap(({ addresses }) => addresses ?? [])
      : (facts?.node.addresses ?? []).filter((ip) => !isTunnel(facts?.node, ip))
    return all.filter((ip) => ip.family === family)
  }

  /** Whether two nodes are in one network, as an overlay across subnets asks; undefined: not known */
  sameSubnet(a: string, b: string): boolean | undefined {
    const [one, other] = [this.#nodes.get(a)?.node.networks ?? [], this.#nodes.get(b)?.node.networks ?? []]
    if (one.length === 0 || other.length === 0) return undefined
    return one.some(({ network }) => other.some((its) => sameNet(its.network, network)))
  }
}

/** Those of the inventory, and those that only host endpoints name; a host endpoint's addresses are its node's */
function allNodes(nodes: readonly ClusterNode[], endpoints: readonly HostEndpoint[]): ClusterNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  for (const { expectedIps, node: name, unknown } of endpoints) {
    if (unknown !== undefined) continue
    const node = byName.get(name) ?? { name, labels: new Map<string, string>(), addresses: [] }
    const more = expectedIps.filter((ip) => !node.addresses.some((own) => isSame(own, ip)))
    byName.set(name, { ...node, addresses: [...node.addresses, ...more] })
  }
  return [...byName.values()]
}

function factsOf(node: ClusterNode, add: (nets: readonly Cidr[]) => number): NodeFacts {
  const { interfaces, networks = [], tunnels = [] } = node
  const tunnel: Passage = { name: undefined, addresses: tunnels, tunnel: true }
  const known: readonly NodeInterface[] =
    interfaces ?? networks.map(({ ip, network }) => ({ name: '', addresses: [ip], networks: [network] }))
  const passageOf = ({ addresses, name }: NodeInterface): Passage => ({
    name: name === '' ? undefined : name,
    addresses,
  })
  const routes = known.flatMap((one) =>
    one.networks.map((network) => ({ list: add([network]), prefix: network.prefix, passage: passageOf(one) })),
  )
  const outward = (interfaces ?? []).filter(
    ({ addresses }) => addresses.length > 0 && !addresses.some((ip) => isTunnel(node, ip)),
  )
  return {
    node,
    routes: routes.sort((a, b) => b.prefix - a.prefix),
    passages: outward.length === 0 ? [SOME] : outward.map(passageOf),
    tunnel,
  }
}

const isTunnel = (node: ClusterNode | undefined, ip: Ip): boolean =>
  (node?.tunnels ?? []).some((own) => isSame(own, ip))

export const isSame = (a: Ip, b: Ip): boolean => a.family === b.family && a.value === b.value
const sameNet = (a: Cidr, b: Cidr): boolean => a.family === b.family && a.first === b.first && a.prefix === b.prefix
const single = (ip: Ip): Cidr => cidrOf(ip, bitsOf(ip.family))
