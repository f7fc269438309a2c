// Objects that some capture has → those that are there at the end of the snapshot, and those that are gone and still stand for
// the flows that they had: pods of runs that have ended, above all (docs/snapshot-format.md, "Objects that are gone").

import { groupOf } from '../manifest/kinds.ts'
import type { Manifest } from '../manifest/object.ts'
import type { InventoryEntry } from './inventory.ts'
import type { CaptureMetadata } from './metadata.ts'
import { isObject } from './values.ts'
import type { JsonObject } from './values.ts'

/** What a capture says of the API that it read: every kind was listed, but for what it names as unread */
export const FROM_API = 'Kubernetes API'

/** Kinds whose objects are needed to understand flows of their time; any other kind counts only while it is there */
const REMEMBERED: ReadonlySet<string> = new Set([
  'Namespace',
  'ServiceAccount',
  'Node',
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
])

/** In the order of `entries` */
export function presentManifests(
  entries: readonly InventoryEntry[],
  captures: readonly CaptureMetadata[],
): readonly Manifest[] {
  const newest = new NewestCaptures(captures)
  const gone = new Set(entries.filter((entry) => newest.misses(entry)))
  if (gone.size === 0) return entries.map(({ manifest }) => manifest)
  const pods = new GonePods(entries, gone)
  return entries.flatMap((entry) => {
    if (!gone.has(entry)) return [entry.manifest]
    if (entry.manifest.kind === 'Pod' && entry.manifest.group === '') return pods.remember(entry.manifest)
    return REMEMBERED.has(entry.manifest.kind) ? [entry.manifest] : []
  })
}

/** The newest capture that read each kind */
class NewestCaptures {
  readonly #captures: readonly CaptureMetadata[]
  readonly #byKind = new Map<string, number | undefined>()

  constructor(captures: readonly CaptureMetadata[]) {
    this.#captures = captures
  }

  /** The object is in an older capture and not in the newest one that looked for its kind */
  misses({ last, manifest: { group, kind } }: InventoryEntry): boolean {
    if (last === undefined) return false
    const key = `${group}|${kind}`
    if (!this.#byKind.has(key)) this.#byKind.set(key, this.#newest(group, kind))
    const newest = this.#byKind.get(key)
    return newest !== undefined && last < newest
  }

  #newest(group: string, kind: string): number | undefined {
    const times = this.#captures.flatMap((capture) =>
      capture.capturedAt !== undefined && hasRead(capture, group, kind) ? [capture.capturedAt] : [],
    )
    return times.length === 0 ? undefined : Math.max(...times)
  }
}

/** Its counts name the kind, or it listed all there is and does not say that this was refused */
function hasRead({ said: { counts, sources, unread = [] } }: CaptureMetadata, group: string, kind: string): boolean {
  const isNamed = Object.keys(counts?.objects ?? {}).some((name) => {
    const space = name.indexOf(' ')
    return name.slice(space + 1) === kind && groupOf(name.slice(0, space)) === group
  })
  if (isNamed) return true
  if (sources?.objects !== FROM_API || counts === undefined) return false
  return !unread.some(({ what }) => what.startsWith(kind.toLowerCase()))
}

interface Owner {
  readonly kind: string
  readonly name: string
}

/** Which pods that are gone still stand for something */
class GonePods {
  readonly #byKey = new Map<string, { readonly manifest: Manifest; readonly gone: boolean }>()
  /** Workloads of which a pod or the object itself is there */
  readonly #alive = new Set<string>()
  readonly #addresses = new Set<string>()

  constructor(entries: readonly InventoryEntry[], gone: ReadonlySet<InventoryEntry>) {
    for (const entry of entries) {
      const { kind, name, namespace } = entry.manifest
      this.#byKey.set(keyOf(namespace, { kind, name }), { manifest: entry.manifest, gone: gone.has(entry) })
    }
    for (const entry of entries) {
      if (gone.has(entry) || !REMEMBERED.has(entry.manifest.kind)) continue
      this.#alive.add(this.#rootOf(entry.manifest))
      for (const address of addressesOf(entry.manifest)) this.#addresses.add(address)
    }
  }

  /**
   * The pod, without addresses that others have now; nothing where other pods took its place, for then they are what a
   * change would touch. Runs of a CronJob are told apart by their names, so that theirs stay.
   */
  remember(pod: Manifest): readonly Manifest[] {
    const isRun = ownerOf(pod)?.kind === 'Job'
    if (!isRun && this.#alive.has(this.#rootOf(pod))) return []
    const taken = addressesOf(pod).some((address) => this.#addresses.has(address))
    return [taken ? withoutAddresses(pod) : pod]
  }

  /** The workload that a pod belongs to in the end */
  #rootOf(manifest: Manifest): string {
    let key = keyOf(manifest.namespace, manifest)
    for (let at: Manifest | undefined = manifest, steps = 0; at !== undefined && steps < MOST_OWNERS; steps++) {
      const owner = ownerOf(at)
      if (owner === undefined || owner.kind === 'Node') break
      key = keyOf(manifest.namespace, owner)
      at = this.#byKey.get(key)?.manifest
    }
    return key
  }
}

/** Pod, ReplicaSet, Deployment, and whatever an operator puts above */
const MOST_OWNERS = 8

const keyOf = (namespace: string | undefined, { kind, name }: Owner): string => `${kind}|${namespace ?? ''}|${name}`

const metadataOf = ({ value }: Manifest): JsonObject => (isObject(value['metadata']) ? value['metadata'] : {})

function ownerOf(manifest: Manifest): Owner | undefined {
  const references = metadataOf(manifest)['ownerReferences']
  const all: readonly unknown[] = Array.isArray(references) ? references : []
  const objects = all.filter(isObject)
  const { kind, name } = objects.find((one) => one['controller'] === true) ?? objects[0] ?? {}
  return typeof kind === 'string' && typeof name === 'string' ? { kind, name } : undefined
}

function addressesOf({ kind, value }: Manifest): readonly string[] {
  const status = isObject(value['status']) ? value['status'] : {}
  if (kind !== 'Pod' || ['Succeeded', 'Failed'].includes(String(status['phase']))) return []
  const list: readonly unknown[] = Array.isArray(status['podIPs']) ? status['podIPs'] : []
  const texts = [status['podIP'], ...list.map((one) => (isObject(one) ? one['ip'] : undefined))]
  return texts.filter((one): one is string => typeof one === 'string' && one !== '')
}

/** As a pod that has ended: its addresses are another's now */
function withoutAddresses(pod: Manifest): Manifest {
  const status = isObject(pod.value['status']) ? pod.value['status'] : {}
  return { ...pod, value: { ...pod.value, status: { ...status, phase: 'Succeeded' } } }
}
