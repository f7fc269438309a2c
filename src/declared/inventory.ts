// The cluster as declarations see it: workloads by labels, Services by name with the pods behind each of their ports, and
// objects by kind.

import { parseIp, printIp } from '../base/ip.ts'
import type { Ip } from '../base/ip.ts'
import { valueAt } from '../base/location.ts'
import type { Manifest } from '../manifest/object.ts'
import { workloadKey } from '../model/cluster.ts'
import type { Cluster, Workload } from '../model/cluster.ts'
import type { Candidate, FlowEnd } from '../model/flow.ts'
import { protocolNumber } from '../model/protocol.ts'
import type { Labels } from '../model/selector.ts'
import type { DeclaringObject, Target } from './declared-flow.ts'

export type Mapping = Readonly<Record<string, unknown>>

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** What is not as it should be is not there: an object of the cluster was checked by its API server */
export const mappingOf = (value: unknown): Mapping => (isMapping(value) ? value : {})
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const mappingsOf = (value: unknown): readonly Mapping[] => listOf(value).filter(isMapping)
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((one): one is string => typeof one === 'string')

export const objectOf = ({ kind, name, namespace }: Manifest): DeclaringObject => ({ kind, namespace, name })

export const labelsOf = (manifest: Manifest): Labels =>
  new Map(
    Object.entries(mappingOf(valueAt(manifest.value, ['metadata', 'labels']))).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value] as const] : [],
    ),
  )

export const TCP = 6
export const UDP = 17

export class DeclaredInventory {
  readonly cluster: Cluster
  readonly #byKind = new Map<string, Manifest[]>()
  readonly #services = new Map<string, Manifest>()
  readonly #slices = new Map<string, Manifest[]>()
  readonly #byOwner = new Map<string, Workload[]>()
  readonly #ends = new Map<string, FlowEnd>()
  readonly #byAddress = new Map<string, Workload>()

  constructor(manifests: readonly Manifest[], cluster: Cluster) {
    this.cluster = cluster
    for (const manifest of manifests) {
      into(this.#byKind, `${manifest.group}|${manifest.kind}`, manifest)
      const id = `${manifest.namespace ?? ''}/${manifest.name}`
      if (manifest.group === '' && manifest.kind === 'Service') this.#services.set(id, manifest)
      const service =
        manifest.kind === 'EndpointSlice' ? labelsOf(manifest).get('kubernetes.io/service-name') : undefined
      if (service !== undefined) into(this.#slices, `${manifest.namespace ?? ''}/${service}`, manifest)
    }
    for (const workload of cluster.workloads) {
      into(this.#byOwner, ownerOf(workload), workload)
      if (workload.known === 'pod') for (const ip of workload.addresses) this.#byAddress.set(printIp(ip), workload)
    }
  }

  of(group: string, kind: string): readonly Manifest[] {
    return this.#byKind.get(`${group}|${kind}`) ?? []
  }

  get services(): readonly Manifest[] {
    return [...this.#services.values()]
  }

  /** The end that stands for some pods of a workload, or for its template; at least one, all of one workload */
  end(workloads: readonly Workload[]): FlowEnd {
    const [first] = workloads
    if (first === undefined) throw new Error('an end without a workload')
    const owner = ownerOf(first)
    const all = this.#byOwner.get(owner) ?? []
    const known = this.#ends.get(owner)
    if (known !== undefined && workloads.length === all.length) return known
    const end: FlowEnd = {
      name: workloadKey(first.namespace, first.owner.name),
      is: 'workload',
      candidates: workloads.map(candidate),
    }
    if (workloads.length === all.length) this.#ends.set(owner, end)
    return end
  }

  /** One end for each workload that is wanted, of those of its pods that are */
  ends(wanted: (workload: Workload) => boolean): readonly FlowEnd[] {
    return grouped(this.cluster.workloads.filter(wanted)).map((some) => this.end(some))
  }

  /** What stands behind a port of a Service, by number or name; behind all of them where none is given */
  targets(
    namespace: string,
    name: string,
    port: number | string | undefined,
    protocol: typeof TCP | typeof UDP = TCP,
  ): readonly Target[] {
    const service = this.#services.get(`${namespace}/${name}`)
    if (service === undefined) return []
    const ports = mappingsOf(valueAt(service.value, ['spec', 'ports'])).filter(
      (one) =>
        protocolNumber(textOf(one['protocol']) ?? 'TCP') === protocol &&
        (port === undefined || one['port'] === port || one['name'] === port),
    )
    const selector = Object.entries(mappingOf(valueAt(service.value, ['spec', 'selector'])))
    if (selector.length === 0) return ports.flatMap((one) => this.#sliceTargets(`${namespace}/${name}`, one))
    const selected = this.cluster.workloads.filter(
      (one) => one.namespace === namespace && selector.every(([key, value]) => one.labels.labels.get(key) === value),
    )
    return ports.flatMap((one) => this.#podTargets(selected, one))
  }

  #podTargets(selected: readonly Workload[], port: Mapping): readonly Target[] {
    const protocol = protocolNumber(textOf(port['protocol']) ?? 'TCP')
    if (protocol === undefined) return []
    return grouped(selected).flatMap((some) => {
      const byNumber = new Map<number, Workload[]>()
      for (const one of some) {
        const number = portOf(one, port['targetPort'] ?? port['port'], protocol)
        if (number !== undefined) into(byNumber, number, one)
      }
      return [...byNumber].map(([number, pods]) => ({ end: this.end(pods), protocol, port: number }))
    })
  }

  /** Of a Service without selector: whatever its slices name */
  #sliceTargets(service: string, port: Mapping): readonly Target[] {
    const name = textOf(port['name']) ?? ''
    return (this.#slices.get(service) ?? []).flatMap(({ value }) => {
      const ends = mappingsOf(value['endpoints']).flatMap((endpoint) =>
        textsOf(endpoint['addresses']).flatMap((text) => parseIp(text) ?? []),
      )
      return mappingsOf(value['ports'])
        .filter((one) => (textOf(one['name']) ?? '') === name)
        .flatMap((one) => {
          const protocol = protocolNumber(textOf(one['protocol']) ?? 'TCP')
          const number = one['port']
          if (protocol === undefined || typeof number !== 'number') return []
          return ends.map((ip) => ({ end: this.addressEnd([ip]), protocol, port: number }))
        })
    })
  }

  /** The pod that has the address; a node, where it is one's; else the address. Several are one end of the first's name */
  addressEnd(ips: readonly Ip[], name?: string): FlowEnd {
    const [ip] = ips
    if (ip === undefined) throw new Error('an end without an address')
    const pod = ips.length === 1 ? this.#byAddress.get(printIp(ip)) : undefined
    if (pod !== undefined) return this.end([pod])
    const node = this.cluster.nodes.find(({ addresses }) =>
      addresses.some((own) => own.family === ip.family && own.value === ip.value),
    )
    const candidates: readonly Candidate[] = ips.map((one) => ({ is: 'address', ip: one }))
    return {
      name: name ?? node?.name ?? printIp(ip),
      is: name !== undefined || node !== undefined ? 'host' : 'address',
      candidates,
    }
  }
}

const ownerOf = ({ namespace, owner }: Workload): string => `${owner.kind}|${namespace}|${owner.name}`

const candidate = (workload: Workload): Candidate =>
  workload.known === 'pod'
    ? { is: 'pod', namespace: workload.namespace, name: workload.name, ip: undefined }
    : { is: 'stand-in', workload }

/** By workload */
function grouped(workloads: readonly Workload[]): readonly (readonly Workload[])[] {
  const groups = new Map<string, Workload[]>()
  for (const one of workloads) into(groups, ownerOf(one), one)
  return [...groups.values()]
}

/** A port by number, or by the name that the workload gives it */
export function portOf({ ports }: Workload, port: unknown, protocol: number): number | undefined {
  if (typeof port === 'number') return port
  if (typeof port !== 'string') return undefined
  if (/^\d+$/.test(port)) return Number(port)
  return ports.find((one) => one.name === port && one.protocol === protocol)?.port
}

function into<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
