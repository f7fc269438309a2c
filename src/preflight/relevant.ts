// The part of an object that a verdict can hang on. Objects whose relevant parts are equal are the same to us: moves,
// reformatting, new images and annotations are no change (docs/report.md).

import { canonical } from '../base/canonical.ts'
import { valueAt } from '../base/location.ts'
import type { Pointer } from '../base/location.ts'
import type { Manifest } from '../manifest/object.ts'

const LABELS: Pointer = ['metadata', 'labels']

/** Values of a pod, or of a pod template, below `at` */
function podParts(at: Pointer): readonly Pointer[] {
  return [
    [...at, 'metadata', 'labels'],
    [...at, 'metadata', 'generateName'],
    [...at, 'metadata', 'deletionTimestamp'],
    [...at, 'spec', 'serviceAccountName'],
    [...at, 'spec', 'serviceAccount'],
    [...at, 'spec', 'hostNetwork'],
    [...at, 'spec', 'nodeName'],
    [...at, 'status'],
  ]
}

const TEMPLATES: Readonly<Record<string, Pointer>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
}

/** What Calico stores of a v1 object beside its spec (docs/semantics.md §1.1) */
const STORED: Pointer = ['metadata', 'annotations', 'projectcalico.org/metadata']

/** Equal texts: nothing that a verdict can hang on differs */
export function relevantPart(manifest: Manifest): string {
  const { apiVersion, kind, value } = manifest
  const template =
    manifest.group === 'apps' || manifest.group === 'batch' || kind === 'ReplicationController'
      ? TEMPLATES[kind]
      : undefined
  const read = (pointers: readonly Pointer[]): unknown[] => pointers.map((pointer) => valueAt(value, pointer))
  if (template !== undefined)
    return canonical([apiVersion, ...read(podParts(template)), ports(valueAt(value, [...template, 'spec']))])
  switch (kind) {
    case 'Pod':
      return canonical([
        ...read(podParts([])),
        read([['metadata', 'annotations', 'cni.projectcalico.org/podIP']]),
        ports(valueAt(value, ['spec'])),
      ])
    case 'Namespace':
    case 'ServiceAccount':
      return canonical(read([LABELS]))
    case 'Node':
      return canonical(read([LABELS, ['status', 'addresses'], ['spec', 'podCIDRs']]))
    case 'EndpointSlice':
      return canonical(read([LABELS, ['endpoints'], ['ports'], ['addressType']]))
    case 'NetworkSet':
    case 'GlobalNetworkSet':
    case 'HostEndpoint':
      return canonical([apiVersion, ...read([LABELS, STORED, ['spec']])])
    default:
      return canonical([apiVersion, ...read([STORED, ['spec']])])
  }
}

/** Ports of the containers: names, numbers, protocols; nothing else of them matters */
function ports(spec: unknown): unknown {
  return ['containers', 'initContainers'].map((list) => {
    const containers = valueAt(spec, [list])
    return Array.isArray(containers) ? containers.map((container) => valueAt(container, ['ports'])) : containers
  })
}
