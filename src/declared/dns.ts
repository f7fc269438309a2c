// DNS: every pod that the cluster's DNS is meant for asks it, over UDP; the Service says on which port the pods listen.
// Over TCP it is asked only where an answer does not fit, which is why no connection of its own is declared.

import { parseIp } from '../base/ip.ts'
import { valueAt } from '../base/location.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Workload } from '../model/cluster.ts'
import { declaredFlow } from './declared-flow.ts'
import type { DeclaredFlow, Target } from './declared-flow.ts'
import { UDP, labelsOf, objectOf, textOf } from './inventory.ts'
import type { DeclaredInventory } from './inventory.ts'

const DNS_PORT = 53

/** Where distributions put it; `k8s-app: kube-dns` stands on all others */
const NAMES: ReadonlySet<string> = new Set([
  'kube-system/kube-dns',
  'kube-system/coredns',
  'kube-system/rke2-coredns-rke2-coredns',
  'openshift-dns/dns-default',
])

export function dnsFlows(inventory: DeclaredInventory): readonly DeclaredFlow[] {
  return inventory.services.filter(isDns).flatMap((service) => {
    const targets = dnsTargets(inventory, service)
    const servers = new Set(targets.map(({ end }) => end.name))
    return inventory
      .ends(asksDns)
      .filter((end) => !servers.has(end.name))
      .flatMap((source) => targets.map((target) => declaredFlow(source, target, objectOf(service), 'dns')))
  })
}

const isDns = (service: Manifest): boolean =>
  labelsOf(service).get('k8s-app') === 'kube-dns' || NAMES.has(`${service.namespace ?? ''}/${service.name}`)

/**
 * The pods behind the Service; where a cache on each node stands before them, the address of the Service, which the cache
 * has taken over, so that no packet of a pod reaches the pods behind it
 */
function dnsTargets(inventory: DeclaredInventory, service: Manifest): readonly Target[] {
  const ip = parseIp(textOf(valueAt(service.value, ['spec', 'clusterIP'])) ?? '')
  if (hasNodeCache(inventory) && ip !== undefined)
    return [{ end: inventory.addressEnd([ip]), protocol: UDP, port: DNS_PORT }]
  return inventory.targets(service.namespace ?? '', service.name, DNS_PORT, UDP)
}

const hasNodeCache = (inventory: DeclaredInventory): boolean =>
  inventory.of('apps', 'DaemonSet').some((one) => labelsOf(one).get('k8s-app') === 'node-local-dns')

/** `Default` means the resolver of the node, `None` whatever the pod says */
function asksDns({ at }: Workload): boolean {
  const policy = at?.origin.read([...at.pointer, 'spec', 'dnsPolicy'])
  return policy === undefined || policy === 'ClusterFirst' || policy === 'ClusterFirstWithHostNet'
}
