// Ingresses: the pods of the controller connect to the pods behind the Services that an Ingress leads to. Which pods the
// controller's are is told by objects, not by the names of well-known controllers: by the Service whose address the
// controller has written into the Ingress, or by the labels that its IngressClass and its pods share.

import { valueAt } from '../base/location.ts'
import type { Manifest } from '../manifest/object.ts'
import type { FlowEnd } from '../model/flow.ts'
import { declaredFlow } from './declared-flow.ts'
import type { Declared, DeclaredFlow, DeclaredGap, Target } from './declared-flow.ts'
import { labelsOf, listOf, mappingOf, mappingsOf, objectOf, textOf } from './inventory.ts'
import type { DeclaredInventory, Mapping } from './inventory.ts'

const NETWORKING = 'networking.k8s.io'

export function ingressFlows(inventory: DeclaredInventory): Declared {
  const flows: DeclaredFlow[] = []
  const gaps: DeclaredGap[] = []
  for (const ingress of inventory.of(NETWORKING, 'Ingress')) {
    const from = objectOf(ingress)
    const targets = backendsOf(ingress).flatMap((backend) => targetsOf(inventory, ingress.namespace ?? '', backend))
    const sources = controllersOf(inventory, ingress)
    if (targets.length === 0) gaps.push({ from, why: 'ingress', lacks: 'destination' })
    else if (sources.length === 0) gaps.push({ from, why: 'ingress', lacks: 'source' })
    for (const source of sources)
      for (const target of targets) flows.push(declaredFlow(source, target, from, 'ingress'))
  }
  return { flows, gaps }
}

/** Of every path and of what has none */
function backendsOf({ value }: Manifest): readonly Mapping[] {
  const spec = mappingOf(value['spec'])
  const paths = mappingsOf(spec['rules']).flatMap((rule) => mappingsOf(valueAt(rule, ['http', 'paths'])))
  return [spec['defaultBackend'], ...paths.map(({ backend }) => backend)].flatMap((backend) => {
    const service = valueAt(backend, ['service'])
    return service === undefined ? [] : [mappingOf(service)]
  })
}

function targetsOf(inventory: DeclaredInventory, namespace: string, { name, port }: Mapping): readonly Target[] {
  const number = valueAt(port, ['number'])
  const service = textOf(name)
  const wanted = typeof number === 'number' ? number : textOf(valueAt(port, ['name']))
  return service === undefined || wanted === undefined ? [] : inventory.targets(namespace, service, wanted)
}

function controllersOf(inventory: DeclaredInventory, ingress: Manifest): readonly FlowEnd[] {
  const byAddress = behindAddresses(inventory, valueAt(ingress.value, ['status', 'loadBalancer', 'ingress']))
  return byAddress.length > 0 ? byAddress : ofClass(inventory, ingress)
}

/** The pods behind the Services that have one of these addresses or names */
export function behindAddresses(inventory: DeclaredInventory, points: unknown): readonly FlowEnd[] {
  const wanted = new Set(
    mappingsOf(points).flatMap(({ hostname, ip }) => [textOf(ip) ?? [], textOf(hostname) ?? []].flat()),
  )
  if (wanted.size === 0) return []
  const services = inventory.services.filter(({ value }) => {
    const own = mappingsOf(valueAt(value, ['status', 'loadBalancer', 'ingress'])).flatMap(({ hostname, ip }) => [
      ip,
      hostname,
    ])
    const spec = mappingOf(value['spec'])
    return [...own, ...listOf(spec['externalIPs']), spec['clusterIP']].some(
      (one) => typeof one === 'string' && wanted.has(one),
    )
  })
  const ends = services.flatMap(({ name, namespace }) =>
    inventory.targets(namespace ?? '', name, undefined).map(({ end }) => end),
  )
  return [...new Map(ends.map((end) => [end.name, end])).values()]
}

const SHARED_LABELS = ['app.kubernetes.io/name', 'app.kubernetes.io/instance'] as const
const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class'

/** Pods with the same name and instance as the class that the Ingress names, or as the default one */
function ofClass(inventory: DeclaredInventory, ingress: Manifest): readonly FlowEnd[] {
  const named = textOf(valueAt(ingress.value, ['spec', 'ingressClassName']))
  const ingressClass = inventory
    .of(NETWORKING, 'IngressClass')
    .find((one) =>
      named === undefined
        ? valueAt(one.value, ['metadata', 'annotations', DEFAULT_CLASS]) === 'true'
        : one.name === named,
    )
  if (ingressClass === undefined) return []
  const labels = labelsOf(ingressClass)
  const wanted = SHARED_LABELS.map((key) => [key, labels.get(key)] as const)
  if (wanted.some(([, value]) => value === undefined)) return []
  const component = labels.get('app.kubernetes.io/component')
  return inventory.ends(({ labels: { labels: own } }) => {
    const hasComponent = component === undefined || own.get('app.kubernetes.io/component') === component
    return hasComponent && wanted.every(([key, value]) => own.get(key) === value)
  })
}
