// Cluster → what is at its addresses whatever the policies are: endpoints, nodes, and how people read them
// (docs/semantics.md §3.5). Engines of one cluster share it, so that an address is looked up once for both sides.

import { IpMap, printIp } from '../base/ip.ts'
import type { Ip } from '../base/ip.ts'
import type { Cluster, HostEndpoint, Workload } from '../model/cluster.ts'
import type { CaseEnd } from '../model/verdict.ts'

export class Address {
  readonly ip: Ip
  /** Counted from 0 in the order in which addresses are asked for */
  readonly number: number
  /** The endpoints that have this address */
  readonly endpoints: readonly (Workload | HostEndpoint)[]
  /** The node whose address it is */
  readonly node: string | undefined
  #shown: CaseEnd | undefined

  constructor(ip: Ip, number: number, endpoints: readonly (Workload | HostEndpoint)[], node: string | undefined) {
    this.ip = ip
    this.number = number
    this.endpoints = endpoints
    this.node = node
  }

  /** Where exactly one endpoint has the address, and it is one */
  get workload(): Workload | undefined {
    return onlyWorkload(this.endpoints)
  }

  /** By the name of its workload, or else as an address */
  get shown(): CaseEnd {
    return (this.#shown ??= { is: 'known', members: [nameOf(this)] })
  }
}

function onlyWorkload([first, second]: readonly (Workload | HostEndpoint)[]): Workload | undefined {
  return second === undefined && first?.is === 'workload' ? first : undefined
}

const nameOf = ({ ip, workload }: Address): string =>
  workload === undefined ? printIp(ip) : `${workload.namespace}/${workload.name}`

export class ClusterAddresses {
  readonly #endpoints = new IpMap<(Workload | HostEndpoint)[]>()
  readonly #nodes = new IpMap<string>()
  readonly #known = new IpMap<Address>()
  #size = 0

  constructor({ hostEndpoints, nodes, workloads }: Cluster) {
    for (const workload of workloads) for (const ip of workload.addresses) this.#add(ip, workload)
    for (const host of hostEndpoints) for (const ip of knownIps(host)) this.#add(ip, host)
    for (const { addresses, name } of nodes) for (const ip of addresses) this.#nodes.set(ip, name)
  }

  #add(ip: Ip, endpoint: Workload | HostEndpoint): void {
    const list = this.#endpoints.get(ip)
    if (list === undefined) this.#endpoints.set(ip, [endpoint])
    else list.push(endpoint)
  }

  /** As `at` has it. Of addresses that are asked for once: only those of endpoints are looked through, which are few */
  workloadAt(ip: Ip): Workload | undefined {
    const endpoints = this.#endpoints.get(ip)
    return endpoints === undefined ? undefined : onlyWorkload(endpoints)
  }

  /** The same for nodes */
  nodeAt(ip: Ip): string | undefined {
    return this.#nodes.get(ip)
  }

  /** Equal addresses, one object */
  at(ip: Ip): Address {
    let address = this.#known.get(ip)
    if (address === undefined) {
      address = new Address(ip, this.#size++, this.#endpoints.get(ip) ?? NO_ENDPOINTS, this.#nodes.get(ip))
      this.#known.set(ip, address)
    }
    return address
  }
}

const knownIps = ({ expectedIps, unknown }: HostEndpoint): readonly Ip[] => (unknown === undefined ? expectedIps : [])

const NO_ENDPOINTS: readonly (Workload | HostEndpoint)[] = []

const addresses = new WeakMap<Cluster, ClusterAddresses>()

/** Of one cluster, one object */
export function addressesOf(cluster: Cluster): ClusterAddresses {
  let known = addresses.get(cluster)
  if (known === undefined) {
    known = new ClusterAddresses(cluster)
    addresses.set(cluster, known)
  }
  return known
}
