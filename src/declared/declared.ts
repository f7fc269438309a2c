// Objects of a cluster → the connections that they ask for, seen or not (docs/report.md, "Declared"). Nothing is guessed:
// where an object does not say who connects, that is told instead.
//
// The kubelet's probes are not among them: what a node's own processes send to pods on that node passes whatever policies
// say (docs/semantics.md §8), so that no change of policies can cut them.

import { byKeys } from '../base/order.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Cluster } from '../model/cluster.ts'
import type { Connection } from '../model/flow.ts'
import { apiServerFlows } from './api-server.ts'
import type { Declared, DeclaredFlow } from './declared-flow.ts'
import { dnsFlows } from './dns.ts'
import { gatewayFlows } from './gateway.ts'
import { ingressFlows } from './ingress.ts'
import { DeclaredInventory } from './inventory.ts'
import { monitorFlows } from './monitors.ts'

/**
 * Sorted by reason, object, source and destination; each connection of an object once, and none that was seen, for that is
 * judged already. `cluster` is that of the manifests
 */
export function declaredBy(manifests: readonly Manifest[], cluster: Cluster, seen: Iterable<Connection>): Declared {
  const inventory = new DeclaredInventory(manifests, cluster)
  const all: readonly Declared[] = [
    { flows: dnsFlows(inventory), gaps: [] },
    ingressFlows(inventory),
    gatewayFlows(inventory),
    apiServerFlows(inventory, seen),
    monitorFlows(inventory),
  ]
  const found = all.flatMap((some) => some.flows)
  // Few destinations are declared: the connections to all others need no look.
  const destinations = new Set(found.map(({ flow }) => flow.destination.name))
  const known = new Set<string>()
  for (const one of seen) if (destinations.has(one.destination.name)) known.add(connectionOf(one))
  const flows = new Map<string, DeclaredFlow>()
  for (const one of found) {
    if (known.has(connectionOf(one.flow))) continue
    const { kind, name, namespace = '' } = one.from
    flows.set(`${one.why}|${kind}|${namespace}|${name}|${one.flow.key}`, one)
  }
  return {
    flows: [...flows.values()].sort(
      byKeys(
        ({ why }) => why,
        ({ from }) => `${from.kind}|${from.namespace ?? ''}|${from.name}`,
        ({ flow }) => flow.key,
      ),
    ),
    gaps: all
      .flatMap(({ gaps }) => gaps)
      .sort(
        byKeys(
          ({ from }) => from.kind,
          ({ from }) => from.namespace ?? '',
          ({ from }) => from.name,
        ),
      ),
  }
}

const connectionOf = ({ destination, destinationPort, protocol, source }: Connection): string =>
  JSON.stringify([source.name, destination.name, protocol, destinationPort])
