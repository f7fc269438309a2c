// Gateways of gateway.networking.k8s.io: the pods that carry a Gateway connect to the pods behind the Services that its routes
// lead to. Implementations label what they make for a Gateway with its name; where they do not, the address in its status
// leads to the Service, and that to the pods.

import { valueAt } from '../base/location.ts'
import type { Manifest } from '../manifest/object.ts'
import type { FlowEnd } from '../model/flow.ts'
import { declaredFlow } from './declared-flow.ts'
import type { Declared, DeclaredFlow, DeclaredGap, Target } from './declared-flow.ts'
import { behindAddresses } from './ingress.ts'
import { TCP, UDP, mappingsOf, objectOf, textOf } from './inventory.ts'
import type { DeclaredInventory, Mapping } from './inventory.ts'

const GROUP = 'gateway.networking.k8s.io'
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'] as const

export function gatewayFlows(inventory: DeclaredInventory): Declared {
  const flows: DeclaredFlow[] = []
  const gaps: DeclaredGap[] = []
  for (const route of ROUTES.flatMap((kind) => inventory.of(GROUP, kind))) {
    const from = objectOf(route)
    const gateways = parentsOf(inventory, route)
    const targets = targetsOf(inventory, route)
    if (gateways.length === 0) continue
    const sources = gateways.flatMap((gateway) => carriersOf(inventory, gateway))
    if (targets.length === 0) gaps.push({ from, why: 'gateway', lacks: 'destination' })
    else if (sources.length === 0) gaps.push({ from, why: 'gateway', lacks: 'source' })
    for (const source of sources)
      for (const target of targets) flows.push(declaredFlow(source, target, from, 'gateway'))
  }
  return { flows, gaps }
}

/** The Gateways that a route hangs on; a mesh's route hangs on a Service, and is nobody's entrance */
function parentsOf(inventory: DeclaredInventory, route: Manifest): readonly Manifest[] {
  const references = mappingsOf(valueAt(route.value, ['spec', 'parentRefs']))
  return inventory
    .of(GROUP, 'Gateway')
    .filter((gateway) =>
      references.some(
        ({ group = GROUP, kind = 'Gateway', name, namespace = route.namespace }) =>
          group === GROUP && kind === 'Gateway' && name === gateway.name && namespace === gateway.namespace,
      ),
    )
}

function targetsOf(inventory: DeclaredInventory, route: Manifest): readonly Target[] {
  const rules = mappingsOf(valueAt(route.value, ['spec', 'rules']))
  const protocol = route.kind === 'UDPRoute' ? UDP : TCP
  return rules
    .flatMap((rule) => mappingsOf(rule['backendRefs']))
    .flatMap(({ group = '', kind = 'Service', name, namespace = route.namespace, port }: Mapping) => {
      const [service, space] = [textOf(name), textOf(namespace)]
      const isService = group === '' && kind === 'Service' && typeof port === 'number'
      return isService && service !== undefined && space !== undefined
        ? inventory.targets(space, service, port, protocol)
        : []
    })
}

/** Labels by which implementations tie pods to a Gateway: the common one (GEP-1762), and Envoy Gateway's */
function carriersOf(inventory: DeclaredInventory, { name, namespace = '', value }: Manifest): readonly FlowEnd[] {
  const labelled = inventory.ends(({ labels: { labels }, namespace: own }) => {
    const isCommon = labels.get('gateway.networking.k8s.io/gateway-name') === name && own === namespace
    const isEnvoys =
      labels.get('gateway.envoyproxy.io/owning-gateway-name') === name &&
      labels.get('gateway.envoyproxy.io/owning-gateway-namespace') === namespace
    return isCommon || isEnvoys
  })
  if (labelled.length > 0) return labelled
  const addresses = mappingsOf(valueAt(value, ['status', 'addresses'])).map((one) => ({ ip: one['value'] }))
  return behindAddresses(inventory, addresses)
}
