// Which host endpoint is the active one at an interface of a node (docs/semantics.md §4.7): one that names it, or one
// without a name that expects an address of it, the smallest name first; else the one for all interfaces, if there is one.
// One that could not be understood may be the active one anywhere on its node, or nowhere.

import { byText } from '../base/order.ts'
import type { Ip } from '../base/ip.ts'
import type { HostEndpoint } from '../model/cluster.ts'
import { isSame } from './topology.ts'
import type { Passage } from './topology.ts'

/** One of these is active; undefined: none is */
export type Candidates = readonly (HostEndpoint | undefined)[]

const NONE: Candidates = [undefined]
const LOOPBACK: Passage = {
  name: 'lo',
  addresses: [
    { family: 4, value: 0x7f00_0001n },
    { family: 6, value: 1n },
  ],
}

/** Names that Felix gives to the interfaces of its tunnels */
const TUNNEL = /^(?:tunl0|vxlan(?:-v6)?\.calico|wireguard\.cali|wg-v6\.cali)$/

interface OfNode {
  /** For one interface, by name */
  readonly specific: readonly HostEndpoint[]
  readonly fallback: HostEndpoint | undefined
  /** Any of these may come before all others */
  readonly unknown: readonly HostEndpoint[]
}

export class ActiveEndpoints {
  readonly #nodes = new Map<string, OfNode>()
  readonly #all: Candidates
  /** Of nobody knows which node */
  readonly #anywhere: readonly HostEndpoint[]

  constructor(endpoints: readonly HostEndpoint[]) {
    const byName = [...endpoints].sort((a, b) => byText(a.name, b.name))
    const nodes = new Set(byName.map(({ node }) => node))
    this.#anywhere = byName.filter(({ node, unknown }) => unknown !== undefined && node === '')
    for (const node of nodes) {
      const own = byName.filter((one) => one.node === node || this.#anywhere.includes(one))
      this.#nodes.set(node, {
        specific: own.filter(({ interfaceName, unknown }) => interfaceName !== '*' && unknown === undefined),
        fallback: own.find(({ interfaceName, unknown }) => interfaceName === '*' && unknown === undefined),
        unknown: own.filter(({ unknown }) => unknown !== undefined),
      })
    }
    this.#all = [...byName, undefined]
  }

  /** At one of several interfaces of a node; undefined: of some node */
  at(node: string | undefined, passages: readonly Passage[]): Candidates {
    if (node === undefined) return this.#all
    const own = this.#nodes.get(node)
    if (own === undefined) return this.#anywhere.length === 0 ? NONE : [...this.#anywhere, undefined]
    return [...new Set([...own.unknown, ...passages.flatMap((passage) => possible(own, passage))])]
  }

  /** Those that can be active at some interface of a node, in the order in which they count */
  of(node: string): readonly HostEndpoint[] {
    const { fallback, specific, unknown } = this.#nodes.get(node) ?? { specific: [], unknown: this.#anywhere }
    return fallback === undefined ? [...unknown, ...specific] : [...unknown, ...specific, fallback]
  }

  /** At the interface of a pod: only an endpoint for all interfaces covers it */
  atPod(node: string | undefined): Candidates {
    if (node === undefined)
      return [...this.#all.filter((one) => one?.interfaceName === '*' || one?.unknown !== undefined), undefined]
    const { fallback, unknown = this.#anywhere } = this.#nodes.get(node) ?? {}
    return [...unknown, fallback]
  }

  atLoopback(node: string | undefined): Candidates {
    return node === undefined ? this.atPod(node) : this.at(node, [LOOPBACK])
  }
}

function possible({ fallback, specific }: OfNode, passage: Passage): (HostEndpoint | undefined)[] {
  const found: (HostEndpoint | undefined)[] = []
  for (const endpoint of specific) {
    const matches = isAt(endpoint, passage)
    if (matches !== false) found.push(endpoint)
    if (matches === true) return found
  }
  return [...found, fallback]
}

/**
 * Whether an endpoint is for that interface; undefined: not known. Felix does not look at the addresses of one that has a
 * name, but people write there what is on the interface, so where it has any they stand for the name.
 */
function isAt({ expectedIps, interfaceName }: HostEndpoint, { addresses, name, tunnel }: Passage): boolean | undefined {
  const expected = addresses === undefined ? undefined : addresses.some((ip) => has(expectedIps, ip))
  if (interfaceName === undefined) return expected
  if (tunnel === true) return TUNNEL.test(interfaceName) ? undefined : false
  if (name !== undefined) return interfaceName === name
  return expectedIps.length === 0 ? undefined : expected
}

const has = (ips: readonly Ip[], ip: Ip): boolean => ips.some((own) => isSame(own, ip))
