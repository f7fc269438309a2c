// The API server: it calls admission webhooks and aggregated APIs, and pods call it. Its addresses are those behind the
// Service `default/kubernetes`.

import { parseIp, printIp } from '../base/ip.ts'
import { valueAt } from '../base/location.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Connection, FlowEnd } from '../model/flow.ts'
import { declaredFlow } from './declared-flow.ts'
import type { Declared, DeclaredFlow, DeclaredGap, DeclaredWhy } from './declared-flow.ts'
import { TCP, labelsOf, mappingOf, mappingsOf, objectOf, textOf, textsOf } from './inventory.ts'
import type { DeclaredInventory, Mapping } from './inventory.ts'

const HTTPS = 443
const SERVICE = { kind: 'Service', namespace: 'default', name: 'kubernetes' } as const
const NAME = 'kube-apiserver'

/** Where the API server is, and on which port it really listens; undefined where the snapshot does not tell */
interface ApiServer {
  readonly end: FlowEnd
  readonly ports: ReadonlySet<number>
}

function apiServerOf(inventory: DeclaredInventory): ApiServer | undefined {
  const slices = inventory
    .of('discovery.k8s.io', 'EndpointSlice')
    .filter((one) => one.namespace === 'default' && labelsOf(one).get('kubernetes.io/service-name') === 'kubernetes')
  const ips = slices
    .flatMap(({ value }) => mappingsOf(value['endpoints']))
    .flatMap(({ addresses }) => textsOf(addresses))
    .flatMap((text) => parseIp(text) ?? [])
  const ports = slices
    .flatMap(({ value }) => mappingsOf(value['ports']))
    .flatMap(({ port }) => (typeof port === 'number' ? [port] : []))
  const distinct = [...new Map(ips.map((ip) => [printIp(ip), ip])).values()]
  if (distinct.length === 0 || ports.length === 0) return undefined
  return { end: inventory.addressEnd(distinct, NAME), ports: new Set(ports) }
}

export function apiServerFlows(inventory: DeclaredInventory, seen: Iterable<Connection>): Declared {
  const server = apiServerOf(inventory)
  const called = [...webhooks(inventory), ...aggregatedApis(inventory)]
  const flows: DeclaredFlow[] = server === undefined ? [] : [...clientsOf(server, seen)]
  const gaps: DeclaredGap[] = []
  for (const { from, port, service, why } of called) {
    const [name, namespace] = [textOf(service['name']), textOf(service['namespace'])]
    if (name === undefined || namespace === undefined) continue
    const targets = inventory.targets(namespace, name, port)
    if (targets.length === 0) gaps.push({ from: objectOf(from), why, lacks: 'destination' })
    else if (server === undefined) gaps.push({ from: objectOf(from), why, lacks: 'source' })
    else flows.push(...targets.map((target) => declaredFlow(server.end, target, objectOf(from), why)))
  }
  return { flows, gaps }
}

interface Call {
  readonly from: Manifest
  readonly service: Mapping
  readonly port: number
  readonly why: DeclaredWhy
}

/** One call for each Service that a configuration names, however many webhooks do */
function webhooks(inventory: DeclaredInventory): readonly Call[] {
  const group = 'admissionregistration.k8s.io'
  const configurations = [
    ...inventory.of(group, 'MutatingWebhookConfiguration'),
    ...inventory.of(group, 'ValidatingWebhookConfiguration'),
  ]
  return configurations.flatMap((from) => {
    const services = mappingsOf(from.value['webhooks']).flatMap((webhook) => {
      const service = valueAt(webhook, ['clientConfig', 'service'])
      return service === undefined ? [] : [mappingOf(service)]
    })
    const distinct = new Map(services.map((one) => [JSON.stringify([one['namespace'], one['name'], one['port']]), one]))
    return [...distinct.values()].map((service) => ({ from, service, port: portOf(service), why: 'webhook' as const }))
  })
}

const aggregatedApis = (inventory: DeclaredInventory): readonly Call[] =>
  inventory.of('apiregistration.k8s.io', 'APIService').flatMap((from) => {
    const service = valueAt(from.value, ['spec', 'service'])
    if (service === undefined || service === null) return []
    const of = mappingOf(service)
    return [{ from, service: of, port: portOf(of), why: 'aggregated-api' as const }]
  })

const portOf = ({ port }: Mapping): number => (typeof port === 'number' ? port : HTTPS)

/**
 * Workloads that were seen with an address that may be the API server's, on its port: the record may not say which address
 * it was, and there is one that it must have been able to reach
 */
function clientsOf({ end, ports }: ApiServer, seen: Iterable<Connection>): readonly DeclaredFlow[] {
  const clients = new Map<string, DeclaredFlow>()
  for (const { destination, destinationPort: port, protocol, source } of seen) {
    if (source.is !== 'workload' || destination.is === 'workload' || protocol !== TCP || port === undefined) continue
    if (!ports.has(port)) continue
    const flow = declaredFlow(source, { end, protocol, port }, SERVICE, 'api-server')
    clients.set(flow.flow.key, flow)
  }
  return [...clients.values()]
}
