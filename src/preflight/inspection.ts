// A snapshot → what a person wants to know of it before trusting it: when it was recorded, from where, how much, of whom, and
// what is not in it (docs/snapshot.md, "Looking into a snapshot").

import { byKeys, byText } from '../base/order.ts'
import { workloadKey } from '../model/cluster.ts'
import type { Cluster } from '../model/cluster.ts'
import type { Flow } from '../model/flow.ts'
import type { Inspection, Talker } from '../report/inspection.ts'
import type { SnapshotContent } from '../snapshot/reader.ts'
import { seenWorkloads } from './evidence-worth.ts'

/** Talkers that are named */
const MOST_TALKERS = 10

export function inspectionOf(
  content: SnapshotContent,
  cluster: Cluster,
  flows: readonly Flow[],
  now: string,
): Inspection {
  const { inventory, manifests, meta, pseudonyms } = content
  const workloads = new Map(
    cluster.workloads.map((one) => [workloadKey(one.namespace, one.owner.name), one.owner.kind]),
  )
  const seen = seenWorkloads(flows)
  const present = new Set(manifests.map(({ key }) => key))
  return {
    capturedAt: meta.capturedAt,
    ageSeconds: meta.capturedAt === undefined ? undefined : secondsBetween(meta.capturedAt, now),
    captureCount: content.captures.length,
    windowCount: meta.windowCount,
    spans: meta.spans,
    sources: meta.sources,
    clusterIds: meta.clusterIds,
    calicoVersion: cluster.settings.calicoVersion,
    pseudonyms,
    recordCount: meta.recordCount,
    flowCount: flows.length,
    kinds: countKinds(manifests),
    goneCount: inventory.filter(({ manifest }) => !present.has(manifest.key)).length,
    unread: meta.unread,
    policyChanges: meta.policyChanges,
    workloadCount: workloads.size,
    neverSeen: [...workloads]
      .filter(([name]) => !seen.has(name))
      .map(([name, kind]) => ({ kind, name }))
      .sort(byKeys(({ name }) => name)),
    talkers: talkersOf(flows),
  }
}

const secondsBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))

function countKinds(manifests: SnapshotContent['manifests']): Inspection['kinds'] {
  const counts = new Map<string, number>()
  for (const { group, kind } of manifests) {
    const name = group === '' ? kind : `${kind}.${group}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => byText(a.kind, b.kind))
}

/** Ends by how many flows they have, then by name */
function talkersOf(flows: readonly Flow[]): readonly Talker[] {
  const flowsByName = new Map<string, Flow[]>()
  for (const flow of flows)
    for (const name of new Set([flow.source.name, flow.destination.name])) {
      const list = flowsByName.get(name)
      if (list === undefined) flowsByName.set(name, [flow])
      else list.push(flow)
    }
  return [...flowsByName]
    .map(([name, some]): Talker => {
      const sent = some.filter(({ source }) => source.name === name)
      const sum = (unit: 'connections' | 'packets'): number =>
        sent.reduce((total, { weight }) => total + (weight.unit === unit ? weight.count : 0), 0)
      const peers = new Set(some.flatMap(({ destination, source }) => [source.name, destination.name]))
      peers.delete(name)
      return {
        name,
        flowCount: some.length,
        peerCount: peers.size,
        connections: sum('connections'),
        packets: sum('packets'),
      }
    })
    .sort(
      byKeys(
        ({ flowCount }) => -flowCount,
        ({ name }) => name,
      ),
    )
    .slice(0, MOST_TALKERS)
}
