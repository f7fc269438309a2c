// How much a snapshot tells about the workloads that a change touches, as a score with its parts
// (docs/report.md, "Evidence", which has the formula).

import { byText } from '../base/order.ts'
import { workloadKey } from '../model/cluster.ts'
import type { Cluster, Workload } from '../model/cluster.ts'
import type { Connection, FlowEnd, SnapshotMeta } from '../model/flow.ts'
import type { EvidencePart, EvidenceWorth } from '../report/document.ts'

export interface WorthInput {
  /** Of the snapshot's own objects */
  readonly cluster: Cluster
  /** Workloads that were seen talking, as `seenWorkloads` has them */
  readonly seen: ReadonlySet<string>
  readonly meta: SnapshotMeta
  readonly ageSeconds: number | undefined
  /** By the name of their controllers */
  readonly affected: readonly string[]
}

const HOUR = 3600
const DAY = 24 * HOUR

/** How many points each part gives at most; 100 in sum */
const MOST: Readonly<Record<EvidencePart['is'], number>> = {
  seen: 40,
  time: 25,
  age: 15,
  'pods-there': 10,
  'policies-steady': 10,
}

/** Covered time that gives all of its points, and age at which none are left */
const WEEK_HOURS = 7 * 24
const OLD_SECONDS = 14 * DAY

export function worthOf(input: WorthInput): EvidenceWorth {
  const { affected, cluster, meta, seen } = input
  const known = new Map(cluster.workloads.map((one) => [nameOf(one), one]))
  const never = [...known].filter(([name]) => !seen.has(name))
  const pods = cluster.workloads.filter((one) => one.known === 'pod' && affected.includes(nameOf(one)))
  const young = pods.filter((pod) => isYounger(pod, meta.spans[0]?.start))
  const coveredSeconds = sumOf(meta.spans)
  const shares: Readonly<Record<EvidencePart['is'], number>> = {
    seen: share(affected.filter((name) => seen.has(name)).length, affected.length),
    time: Math.min(1, Math.log2(1 + coveredSeconds / HOUR) / Math.log2(1 + WEEK_HOURS)),
    age: input.ageSeconds === undefined ? 0 : Math.max(0, 1 - input.ageSeconds / OLD_SECONDS),
    'pods-there': share(pods.length - young.length, pods.length),
    'policies-steady': steadiness(meta, coveredSeconds),
  }
  const parts = PARTS.map((is): EvidencePart => ({ is, points: Math.round(MOST[is] * shares[is]), of: MOST[is] }))
  return {
    score: parts.reduce((sum, { points }) => sum + points, 0),
    parts,
    affectedCount: affected.length,
    seenCount: affected.filter((name) => seen.has(name)).length,
    windowCount: meta.windowCount,
    coveredSeconds,
    spans: meta.spans,
    young: namesOf(young),
    podCount: pods.length,
    youngPodCount: young.length,
    clusterWorkloadCount: known.size,
    clusterUnseenCount: never.length,
    unseenCronJobs: never.flatMap(([name, { owner }]) => (owner.kind === 'CronJob' ? [name] : [])).sort(byText),
    policyChanges: meta.policyChanges,
    unread: meta.unread,
  }
}

const PARTS: readonly EvidencePart['is'][] = ['seen', 'time', 'age', 'pods-there', 'policies-steady']

const nameOf = ({ namespace, owner }: Workload): string => workloadKey(namespace, owner.name)

const namesOf = (workloads: readonly Workload[]): readonly string[] => [...new Set(workloads.map(nameOf))].sort(byText)

/** Names of workloads that are an end of some flow */
export function seenWorkloads(flows: Iterable<Connection>): ReadonlySet<string> {
  const ends = new Set<FlowEnd>()
  for (const { destination, source } of flows) ends.add(source).add(destination)
  return new Set(Array.from(ends).flatMap(({ is, name }) => (is === 'workload' ? [name] : [])))
}

/** All of nothing is all there is to ask for */
const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole)

const seconds = (iso: string): number => Date.parse(iso) / 1000

const sumOf = (spans: SnapshotMeta['spans']): number =>
  spans.reduce((sum, { end, start }) => sum + seconds(end) - seconds(start), 0)

/** It was made after the first record, so that the window does not show all that it does */
function isYounger({ at }: Workload, from: string | undefined): boolean {
  const created = at?.origin.read(['metadata', 'creationTimestamp'])
  return typeof created === 'string' && from !== undefined && Date.parse(created) > Date.parse(from)
}

/** How much of the covered time lies behind the last change of a policy */
function steadiness({ policiesSince, policyChanges, spans }: SnapshotMeta, coveredSeconds: number): number {
  if (policyChanges.length === 0) return 1
  const since = spans.map(({ end, start }) => Math.max(0, seconds(end) - Math.max(seconds(start), policiesSince)))
  return coveredSeconds === 0 ? 0 : since.reduce((a, b) => a + b, 0) / coveredSeconds
}
