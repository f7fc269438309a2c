// The story of a capture: objects, then flows, then one file with what is known of both (docs/capture.md).

import path from 'node:path'
import { TOOL } from '../base/tool.ts'
import { METADATA_KIND } from '../snapshot/metadata.ts'
import { readClusterObjects } from './cluster-objects.ts'
import { CaptureError } from './failure.ts'
import { FlowTable } from './flow-table.ts'
import type { Inventory, Unread } from './inventory.ts'
import { KubeApi } from './kube-api.ts'
import { inClusterAccess, readKubeconfig } from './kubeconfig.ts'
import { readObjectFiles } from './object-files.ts'
import type { Json } from './projection.ts'
import type { CaptureSettings } from './settings.ts'
import { collectFlows, windowBefore } from './slices.ts'
import type { Window } from './slices.ts'
import { writeSnapshotFile } from './snapshot-file.ts'
import { Whisker } from './whisker.ts'
import { doorsAt, doorsOfPod } from './whisker-doors.ts'
import type { World } from './world.ts'

export interface CaptureSummary {
  /** Where the snapshot is */
  readonly path: string
  readonly objectCount: number
  readonly flowCount: number
  readonly clusterId: string | undefined
  /** Epoch seconds; undefined without flows */
  readonly window: Window | undefined
  readonly unread: readonly Unread[]
}

interface Flows {
  readonly table: FlowTable
  readonly window: Window
  readonly source: string
  readonly gaps: readonly Unread[]
}

/** Throws a CaptureError where no trustworthy snapshot can be made; then none is written */
export async function capture(settings: CaptureSettings, world: World): Promise<CaptureSummary> {
  const startedAt = world.now()
  const cluster = new Cluster(settings, world)
  try {
    const inventory =
      settings.objects.length > 0
        ? await readObjectFiles(settings.objects, world)
        : await readClusterObjects(cluster.api, world)
    const flows = settings.withFlows ? await readFlows(settings, cluster, world) : undefined
    return await write(settings, inventory, flows, { startedAt, capturedAt: world.now() })
  } finally {
    cluster.close()
  }
}

/** The cluster, looked for when it is needed */
class Cluster {
  readonly #settings: CaptureSettings
  readonly #world: World
  #api: KubeApi | undefined

  constructor(settings: CaptureSettings, world: World) {
    this.#settings = settings
    this.#world = world
  }

  get api(): KubeApi {
    if (this.#api !== undefined) return this.#api
    const access = readKubeconfig(this.#settings, this.#world) ?? inClusterAccess(this.#world)
    if (access === undefined)
      throw new CaptureError('there is no kubeconfig, and this is no pod of a cluster; give --kubeconfig, or --objects')
    this.#api = new KubeApi(access, this.#world)
    return this.#api
  }

  close(): void {
    this.#api?.close()
  }
}

async function readFlows(settings: CaptureSettings, cluster: Cluster, world: World): Promise<Flows> {
  const { sinceSeconds, whiskerNamespace, whiskerUrl } = settings
  const doors = whiskerUrl === undefined ? await doorsOfPod(cluster.api, whiskerNamespace) : doorsAt(whiskerUrl)
  try {
    const whisker = await Whisker.find(doors, world)
    world.log(`reading flows from ${whisker.name}`)
    const table = new FlowTable()
    const window = windowBefore(whisker.now, sinceSeconds)
    const gaps: Unread[] = [...(await collectFlows(whisker, window, table, world))]
    if (table.unreadable > 0)
      gaps.push({ what: `${String(table.unreadable)} flow records`, why: 'they have not the form of Whisker' })
    return { table, window, source: whiskerUrl === undefined ? 'Whisker, port-forward' : 'Whisker', gaps }
  } finally {
    doors.close()
  }
}

interface Times {
  /** Milliseconds since 1970 */
  readonly startedAt: number
  readonly capturedAt: number
}

async function write(
  settings: CaptureSettings,
  inventory: Inventory,
  flows: Flows | undefined,
  times: Times,
): Promise<CaptureSummary> {
  const { output } = settings
  const file = output.endsWith('/') ? path.join(output, `snapshot-${compact(times.capturedAt)}.json.gz`) : output
  const unread = [...inventory.unread, ...(flows?.gaps ?? [])]
  const metadata = metadataOf(settings, inventory, flows, times, unread)
  await writeSnapshotFile(file, lines(metadata, inventory, flows))
  return {
    path: file,
    objectCount: inventory.objects.length,
    flowCount: flows?.table.size ?? 0,
    clusterId: inventory.clusterId,
    window: flows?.window,
    unread,
  }
}

function* lines(metadata: Json, { objects }: Inventory, flows: Flows | undefined): Generator<Json> {
  yield metadata
  yield* objects
  if (flows !== undefined) yield* flows.table.records()
}

/** What src/snapshot/metadata.ts reads, and what people may want to know */
function metadataOf(
  { objects, withFlows }: CaptureSettings,
  inventory: Inventory,
  flows: Flows | undefined,
  { capturedAt, startedAt }: Times,
  unread: readonly Unread[],
): Json {
  const kinds = new Map<string, number>()
  for (const { apiVersion, kind } of inventory.objects) {
    const name = `${apiVersion} ${kind}`
    kinds.set(name, (kinds.get(name) ?? 0) + 1)
  }
  return {
    kind: METADATA_KIND,
    tool: TOOL,
    startedAt: iso(startedAt),
    capturedAt: iso(capturedAt),
    ...(inventory.clusterId !== undefined && { clusterId: inventory.clusterId }),
    ...(flows && { window: { start: iso(flows.window.start * 1000), end: iso(flows.window.end * 1000) } }),
    sources: {
      objects: objects.length > 0 ? 'kubectl' : 'Kubernetes API',
      flows: flows?.source ?? (withFlows ? 'none' : 'not asked for'),
    },
    counts: { objects: Object.fromEntries(kinds), flows: flows?.table.size ?? 0 },
    unread,
  }
}

const iso = (millis: number): string => new Date(millis).toISOString().replace(/\.\d{3}Z$/, 'Z')
const compact = (millis: number): string => iso(millis).replace(/[-:]/g, '')
