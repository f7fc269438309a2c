// Services → the addresses and ports behind them: from their EndpointSlices, whose conditions Calico ignores, else from
// the Service's selector and the pods (docs/semantics.md §3.7).

import { parseIp, type Family, type Ip } from '../base/ip.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Backend } from '../model/cluster.ts'
import { labelsOf } from './inherited-labels.ts'
import { metadataOf } from './owner.ts'
import { kubernetesProtocol, TCP } from './protocol.ts'
import { containerPorts, podAddresses } from './workload.ts'

const ignore = (): void => undefined

/** The Service of a slice, as `namespace/name` */
export function serviceOfSlice(slice: Manifest): string | undefined {
  const name = metadataOf(slice).get('labels').get('kubernetes.io/service-name').string()
  return name === undefined ? undefined : `${slice.namespace ?? ''}/${name}`
}

/** By `namespace/name`: Services that have slices, and those with a selector and none */
export function backendsOf(
  manifests: readonly Manifest[],
  runningPods: readonly Manifest[],
): Map<string, readonly Backend[]> {
  const backends = new Map<string, readonly Backend[]>()
  for (const slice of manifests) {
    if (slice.kind !== 'EndpointSlice') continue
    const key = serviceOfSlice(slice)
    if (key !== undefined) backends.set(key, [...(backends.get(key) ?? []), ...sliceBackends(slice)])
  }
  const podsByNamespace = groupByNamespace(runningPods)
  for (const service of manifests) {
    if (service.group !== '' || service.kind !== 'Service') continue
    const key = `${service.namespace ?? ''}/${service.name}`
    const selector = field(service, ['spec', 'selector'], ignore).stringMap() ?? new Map<string, string>()
    if (backends.has(key) || selector.size === 0) continue
    const selected = (podsByNamespace.get(service.namespace ?? '') ?? []).filter((pod) => selects(selector, pod))
    backends.set(
      key,
      selected.flatMap((pod) => podBackends(service, pod)),
    )
  }
  return backends
}

function groupByNamespace(pods: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> {
  const groups = new Map<string, Manifest[]>()
  for (const pod of pods) {
    const key = pod.namespace ?? ''
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [pod])
    else group.push(pod)
  }
  return groups
}

/** A Service selects by equality alone, and by its own namespace */
export function selects(selector: ReadonlyMap<string, string>, pod: Manifest): boolean {
  const labels = labelsOf(pod)
  return [...selector].every(([key, value]) => labels.get(key) === value)
}

/** Every address with every port; a slice without a numbered port still gives its addresses to source matches */
function sliceBackends(slice: Manifest): readonly Backend[] {
  const ports = (field(slice, ['ports'], ignore).list() ?? []).flatMap(readSlicePort)
  const endpoints = field(slice, ['endpoints'], ignore).list() ?? []
  const addresses = endpoints
    .flatMap((endpoint) => endpoint.get('addresses').strings() ?? [])
    .flatMap((text) => parseIp(text) ?? [])
  const behind = ports.length === 0 ? [{ protocol: TCP, port: undefined }] : ports
  return addresses.flatMap((ip) => behind.map((one) => ({ ip, ...one })))
}

function readSlicePort(port: Field): readonly Omit<Backend, 'ip'>[] {
  const protocol = kubernetesProtocol(port.get('protocol').string() ?? 'TCP')
  const number = port.get('port').integer()
  return protocol === undefined || number === undefined ? [] : [{ protocol, port: number }]
}

/** What the endpoint slice controller would write for one pod */
function podBackends(service: Manifest, pod: Manifest): readonly Backend[] {
  const families = familiesOf(service)
  const addresses = podAddresses(pod).filter((ip) => families === undefined || families.has(ip.family))
  const spec = field(pod, ['spec'], ignore)
  return (field(service, ['spec', 'ports'], ignore).list() ?? []).flatMap((port) => {
    const protocol = kubernetesProtocol(port.get('protocol').string() ?? 'TCP')
    const target = protocol === undefined ? undefined : targetPort(port, protocol, spec)
    return protocol === undefined || target === undefined
      ? []
      : addresses.map((ip: Ip): Backend => ({ ip, protocol, port: target }))
  })
}

/** A name is looked up among the ports of the pod's containers; a pod without that name is no backend of the port */
function targetPort(port: Field, protocol: number, pod: Field): number | undefined {
  const target = port.get('targetPort').stringOrNumber()
  if (target === undefined || target === '' || target === 0) return port.get('port').integer()
  if (typeof target === 'number') return target
  return containerPorts(pod, ['containers']).find((one) => one.name === target && one.protocol === protocol)?.port
}

/** The address families that a Service has; undefined where it does not say, as one that is not applied yet */
function familiesOf(service: Manifest): ReadonlySet<Family> | undefined {
  const spec = field(service, ['spec'], ignore)
  const families = spec.get('ipFamilies').strings() ?? []
  if (families.length > 0) return new Set(families.map((family): Family => (family === 'IPv6' ? 6 : 4)))
  const clusterIp = parseIp(spec.get('clusterIP').string() ?? '')
  return clusterIp === undefined ? undefined : new Set([clusterIp.family])
}
