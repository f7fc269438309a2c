// The workloads that a change can touch: those that a changed policy selects, on either side, and those that change
// themselves (docs/report.md, "Evidence").

import { byText } from '../base/order.ts'
import type { Manifest } from '../manifest/object.ts'
import { workloadKey } from '../model/cluster.ts'
import type { Workload } from '../model/cluster.ts'
import type { Change } from './change.ts'
import { selectedBy } from './evidence.ts'
import { policiesOf } from './objects.ts'
import type { World } from './world.ts'

/** `namespace/name` of their controllers, sorted, each once */
export function affectedWorkloads({ objects }: Change, before: World, after: World): readonly string[] {
  const names = new Set<string>()
  for (const { after: now, before: old } of objects)
    for (const [manifest, world] of [
      [old, before],
      [now, after],
    ] as const) {
      if (manifest === undefined) continue
      for (const name of selectedBy(world.engineOfAll, policiesOf(world, manifest))) names.add(name)
      for (const name of changedWorkloads(world.cluster.workloads, manifest)) names.add(name)
    }
  return [...names].sort(byText)
}

/** Whom an object that is no policy describes, if it describes workloads */
function changedWorkloads(workloads: readonly Workload[], { group, kind, name, namespace }: Manifest): string[] {
  const own = (one: Workload): boolean => one.namespace === namespace && one.owner.name === name
  const isWorkload = group === 'apps' || group === 'batch' || (group === '' && kind === 'ReplicationController')
  const isChanged = (one: Workload): boolean => {
    if (isWorkload) return own(one) && one.owner.kind === kind
    if (group !== '') return false
    if (kind === 'Pod') return one.namespace === namespace && one.name === name
    return kind === 'Namespace' && one.namespace === name
  }
  return workloads.filter(isChanged).map((one) => workloadKey(one.namespace, one.owner.name))
}
