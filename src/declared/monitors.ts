// ServiceMonitors and PodMonitors of the Prometheus operator: the pods of every Prometheus that chooses a monitor scrape the
// pods that the monitor chooses.

import { valueAt } from '../base/location.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Workload } from '../model/cluster.ts'
import type { FlowEnd } from '../model/flow.ts'
import { declaredFlow } from './declared-flow.ts'
import type { Declared, DeclaredFlow, DeclaredGap, Target } from './declared-flow.ts'
import { TCP, labelsOf, mappingOf, mappingsOf, objectOf, portOf, textOf, textsOf } from './inventory.ts'
import type { DeclaredInventory, Mapping } from './inventory.ts'
import { selects } from './label-selector.ts'

const GROUP = 'monitoring.coreos.com'

export function monitorFlows(inventory: DeclaredInventory): Declared {
  const flows: DeclaredFlow[] = []
  const gaps: DeclaredGap[] = []
  for (const kind of ['ServiceMonitor', 'PodMonitor'] as const)
    for (const monitor of inventory.of(GROUP, kind)) {
      const from = objectOf(monitor)
      const sources = scrapersOf(inventory, monitor, kind)
      const targets = kind === 'ServiceMonitor' ? serviceTargets(inventory, monitor) : podTargets(inventory, monitor)
      if (sources === undefined) gaps.push({ from, why: 'scrape', lacks: 'source' })
      else if (sources.length > 0 && targets.length === 0) gaps.push({ from, why: 'scrape', lacks: 'destination' })
      for (const source of sources ?? [])
        for (const target of targets) flows.push(declaredFlow(source, target, from, 'scrape'))
    }
  return { flows, gaps }
}

/** Undefined where no Prometheus is known that could choose; empty where none does */
function scrapersOf(
  inventory: DeclaredInventory,
  monitor: Manifest,
  kind: 'ServiceMonitor' | 'PodMonitor',
): readonly FlowEnd[] | undefined {
  const all = inventory.of(GROUP, 'Prometheus')
  const field = kind === 'ServiceMonitor' ? 'serviceMonitor' : 'podMonitor'
  const choosing = all.filter((prometheus) => {
    const spec = mappingOf(prometheus.value['spec'])
    const own = prometheus.namespace === monitor.namespace
    const namespaces = spec[`${field}NamespaceSelector`]
    const labels = inventory.cluster.namespaces.get(monitor.namespace ?? '') ?? new Map<string, string>()
    return selects(spec[`${field}Selector`], labelsOf(monitor)) && (own || selects(namespaces, labels))
  })
  if (all.length === 0) return undefined
  const sources = choosing.flatMap((prometheus) => inventory.ends((one) => isOf(one, prometheus)))
  return choosing.length > 0 && sources.length === 0 ? undefined : sources
}

/** The operator makes a StatefulSet that the Prometheus owns, and labels its pods with the name of it */
const isOf = ({ labels: { labels }, namespace, owner }: Workload, { name, namespace: own }: Manifest): boolean =>
  namespace === own &&
  ((owner.kind === 'Prometheus' && owner.name === name) || labels.get('operator.prometheus.io/name') === name)

/** Where a monitor looks: its own namespace, unless it says others */
function namespacesOf({ namespace = '', value }: Manifest): (namespace: string) => boolean {
  const selector = mappingOf(valueAt(value, ['spec', 'namespaceSelector']))
  if (selector['any'] === true) return () => true
  const names = textsOf(selector['matchNames'])
  return names.length === 0 ? (one) => one === namespace : (one) => names.includes(one)
}

function serviceTargets(inventory: DeclaredInventory, monitor: Manifest): readonly Target[] {
  const spec = mappingOf(monitor.value['spec'])
  const isWanted = namespacesOf(monitor)
  const services = inventory.services.filter(
    (service) => isWanted(service.namespace ?? '') && selects(spec['selector'], labelsOf(service)),
  )
  return services.flatMap(({ name, namespace = '' }) =>
    mappingsOf(spec['endpoints']).flatMap(({ port, targetPort }) => {
      const byName = textOf(port)
      if (byName !== undefined) return inventory.targets(namespace, name, byName)
      // The port of the pod itself, behind whatever the Service has
      return atPort(inventory, inventory.targets(namespace, name, undefined), targetPort)
    }),
  )
}

function atPort(inventory: DeclaredInventory, targets: readonly Target[], port: unknown): readonly Target[] {
  const names = new Set(targets.map(({ end }) => end.name))
  return podsAtPort(inventory, (one) => names.has(`${one.namespace}/${one.owner.name}`), port)
}

function podTargets(inventory: DeclaredInventory, monitor: Manifest): readonly Target[] {
  const spec = mappingOf(monitor.value['spec'])
  const isWanted = namespacesOf(monitor)
  const chosen = (one: Workload): boolean => isWanted(one.namespace) && selects(spec['selector'], one.labels.labels)
  return mappingsOf(spec['podMetricsEndpoints']).flatMap(({ port, portNumber, targetPort }: Mapping) =>
    podsAtPort(inventory, chosen, port ?? portNumber ?? targetPort),
  )
}

function podsAtPort(
  inventory: DeclaredInventory,
  wanted: (workload: Workload) => boolean,
  port: unknown,
): readonly Target[] {
  const numbers = new Set(inventory.cluster.workloads.filter(wanted).flatMap((one) => portOf(one, port, TCP) ?? []))
  return [...numbers].flatMap((number) =>
    inventory
      .ends((one) => wanted(one) && portOf(one, port, TCP) === number)
      .map((end) => ({ end, protocol: TCP, port: number })),
  )
}
