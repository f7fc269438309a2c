// Pods → the workload that people know them by: ReplicaSets fold into their Deployment, Jobs into their CronJob
// (docs/semantics.md §7.8; issue: ReplicaSet hashes and run numbers fold into their controller).

import { field, isMapping, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Owner } from '../model/cluster.ts'

/** The objects that pods can hang from, for look-up */
export type Controllers = ReadonlyMap<string, Manifest>

/** By kind, namespace and name; the API group is not told apart, as owner references need no such care */
export const controllerKey = (kind: string, namespace: string | undefined, name: string): string =>
  `${kind}|${namespace ?? ''}|${name}`

export const controllersOf = (manifests: readonly Manifest[]): Controllers =>
  new Map(manifests.map((manifest) => [controllerKey(manifest.kind, manifest.namespace, manifest.name), manifest]))

const ignore = (): void => undefined

/** The metadata of an object that a cluster wrote: what is malformed there is passed over */
export const metadataOf = (manifest: Manifest): Field => field(manifest, ['metadata'], ignore)

/** A static pod belongs to its node, which is no workload, so it stands for itself like a bare pod */
export function ownerOf(pod: Manifest, controllers: Controllers): Owner {
  const self: Owner = { kind: 'Pod', name: pod.name }
  const direct = controllerRef(pod)
  if (direct === undefined || direct.kind === 'Node') return self
  const above = controllers.get(controllerKey(direct.kind, pod.namespace, direct.name))
  const grand = above === undefined ? undefined : controllerRef(above)
  if (grand !== undefined) return grand
  return above === undefined ? folded(direct, pod) : direct
}

/** The reference marked as controller, else the first */
function controllerRef(manifest: Manifest): Owner | undefined {
  const refs = metadataOf(manifest).get('ownerReferences').list() ?? []
  const ref = refs.find((one) => one.get('controller').value === true) ?? refs[0]
  const [kind, name] = [ref?.get('kind').string(), ref?.get('name').string()]
  return kind === undefined || name === undefined ? undefined : { kind, name }
}

/** Minutes since 1970, which the CronJob controller ends the names of its Jobs with */
const RUN_NUMBER = /^(.+)-\d{8}$/

/** The owner of a controller that is not in the inventory, by the names that controllers give */
function folded(direct: Owner, pod: Manifest): Owner {
  if (direct.kind === 'ReplicaSet') {
    const hash = metadataOf(pod).get('labels').get('pod-template-hash').string() ?? ''
    const suffix = `-${hash}`
    return hash !== '' && direct.name.endsWith(suffix)
      ? { kind: 'Deployment', name: direct.name.slice(0, -suffix.length) }
      : direct
  }
  const run = direct.kind === 'Job' ? RUN_NUMBER.exec(direct.name)?.[1] : undefined
  return run === undefined ? direct : { kind: 'CronJob', name: run }
}

const TEMPLATE_KINDS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
])

/** Where the pod template of a workload stands; undefined for what is no workload, and for one that another one owns */
export function templatePointer(manifest: Manifest): readonly string[] | undefined {
  if (!TEMPLATE_KINDS.has(manifest.kind) || controllerRef(manifest) !== undefined) return undefined
  const pointer = manifest.kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template']
  return isMapping(field(manifest, pointer, ignore).value) ? pointer : undefined
}
