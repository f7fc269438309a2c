// The snapshot's files → its objects, its flows and what they are worth; or why there is none to be trusted.

import { InputError, SEVERITIES, stop } from '../base/diagnostic.ts'
import type { Diagnostic, Report } from '../base/diagnostic.ts'
import type { Settings } from '../config/settings.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import type { Cluster } from '../model/cluster.ts'
import type { Flow, SnapshotMeta } from '../model/flow.ts'
import type { Evidence } from '../report/document.ts'
import { refuseMixture } from '../snapshot/merge.ts'
import type { RecordStore } from '../snapshot/record-store.ts'
import { createSnapshotReader } from '../snapshot/reader.ts'
import type { SnapshotFile } from '../snapshot/reader.ts'
import { eachFlow } from '../snapshot/resolve.ts'

export interface SnapshotInput {
  readonly origin: Evidence['origin']
  readonly files: AsyncIterable<SnapshotFile>
  /** Everyone may read it where it comes from; default false */
  readonly isPublic?: boolean
}

export interface OpenedSnapshot {
  readonly origin: Evidence['origin']
  readonly objects: ReadonlyMap<string, Manifest>
  /** What could not be read of it: its effect is not known, on either side */
  readonly broken: readonly BrokenDocument[]
  readonly meta: SnapshotMeta
  readonly ageSeconds: number | undefined
  /** Those of flows among them, once all have passed */
  readonly diagnostics: readonly Diagnostic[]
  /** Gives them to `take` one by one. To be called once: a million records take much memory, which is let go with them */
  readonly eachFlow: (cluster: Cluster, take: (flow: Flow) => void) => void
}

interface SnapshotPorts {
  readonly snapshot: () => Promise<SnapshotInput | undefined>
  readonly now: () => string
  readonly log: (line: string) => void
}

/**
 * Undefined only where a snapshot is not required. Throws `snapshot-missing`, `snapshot-empty`, `snapshot-too-old`,
 * `snapshot-untrusted` and `snapshots-differ`
 */
export async function openSnapshot(settings: Settings, ports: SnapshotPorts): Promise<OpenedSnapshot | undefined> {
  const input = await ports.snapshot()
  if (input === undefined) {
    if (settings.requireSnapshot) throw stop('snapshot-missing', [])
    return undefined
  }
  const diagnostics: Diagnostic[] = []
  const report: Report = (diagnostic) => void diagnostics.push(diagnostic)
  const reader = createSnapshotReader({ defaultNamespace: settings.defaultNamespace }, report)
  for await (const file of input.files) await reader.add(file)
  const content = reader.finish()
  const { broken, manifests, meta, records } = content
  const { label } = input.origin
  refuseEmpty(settings, meta, label, diagnostics)
  refuseMixture(content)
  refuseStrange(settings, meta, label)
  refuseFuture(meta, ports.now(), label)
  const ageSeconds = ageOf(meta, ports.now())
  refuseOld(settings, ageSeconds, meta)
  if (input.isPublic === true && content.pseudonyms === undefined)
    report({ code: 'snapshot-public', at: undefined, args: [label] })
  ports.log(`snapshot: ${String(manifests.length)} objects, ${String(meta.recordCount)} flow records from ${label}`)
  return {
    origin: input.origin,
    objects: new Map(manifests.map((manifest) => [manifest.key, manifest])),
    broken,
    meta,
    ageSeconds,
    diagnostics,
    eachFlow: resolver(records, meta, report),
  }
}

function resolver(records: RecordStore, { policiesSince }: SnapshotMeta, report: Report): OpenedSnapshot['eachFlow'] {
  let left: RecordStore | undefined = records
  return (cluster, take) => {
    if (left === undefined) throw new Error('INVARIANT: flows are resolved once')
    const all = left
    left = undefined
    eachFlow(all, cluster, take, report, policiesSince)
  }
}

/** Without a single flow every change would look harmless. What the files are instead is said beside it */
function refuseEmpty(
  { requireSnapshot }: Settings,
  { recordCount }: SnapshotMeta,
  label: string,
  diagnostics: readonly Diagnostic[],
): void {
  if (recordCount > 0 || !requireSnapshot) return
  const causes = diagnostics.filter(({ code }) => SEVERITIES[code] === 'error')
  throw new InputError([{ code: 'snapshot-empty', at: undefined, args: [label] }, ...causes])
}

function refuseStrange({ clusterId }: Settings, { clusterIds }: SnapshotMeta, label: string): void {
  if (clusterId === undefined || clusterIds.includes(clusterId)) return
  const said =
    clusterIds.length === 0 ? 'it does not say of which cluster it is' : `it is of cluster ${clusterIds.join()}`
  throw stop('snapshot-untrusted', [label, `${said}, and \`cluster-id\` is ${clusterId}`])
}

/** Clocks may differ by so much */
const SKEW_MILLIS = 10 * 60 * 1000

function refuseFuture({ capturedAt }: SnapshotMeta, now: string, label: string): void {
  if (capturedAt === undefined || Date.parse(capturedAt) <= Date.parse(now) + SKEW_MILLIS) return
  throw stop('snapshot-untrusted', [label, `it says that it was captured at ${capturedAt}, which is in the future`])
}

function ageOf({ capturedAt }: SnapshotMeta, now: string): number | undefined {
  if (capturedAt === undefined) return undefined
  return Math.max(0, Math.round((Date.parse(now) - Date.parse(capturedAt)) / 1000))
}

function refuseOld(
  { snapshotMaxAgeSeconds: limit }: Settings,
  ageSeconds: number | undefined,
  { capturedAt }: SnapshotMeta,
): void {
  if (limit === 'unlimited') return
  if (ageSeconds === undefined) throw stop('age-unknown', [])
  if (ageSeconds > limit) throw stop('snapshot-too-old', [capturedAt ?? '', String(ageSeconds), String(limit)])
}
