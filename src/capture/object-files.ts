// What `kubectl get -o json` or `-o yaml` wrote → the objects in it, through the same allow list as those of the API.

import { InputError, SEVERITIES } from '../base/diagnostic.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import { readSnapshotFiles } from '../files/snapshot-files.ts'
import { affectsPolicy } from '../manifest/kinds.ts'
import { createSnapshotReader } from '../snapshot/reader.ts'
import { CaptureError } from './failure.ts'
import { InventoryBuilder } from './inventory.ts'
import type { Inventory } from './inventory.ts'
import type { World } from './world.ts'

/** Of an object that is there twice the newer one counts. Throws CaptureErrors */
export async function readObjectFiles(paths: readonly string[], world: World): Promise<Inventory> {
  const diagnostics: Diagnostic[] = []
  const reader = createSnapshotReader({}, (diagnostic) => void diagnostics.push(diagnostic))
  try {
    for (const path of paths) for (const file of readSnapshotFiles(path)) await reader.add(file)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const [{ args }] = error.diagnostics
    throw new CaptureError(`${args[0] ?? 'the objects'} cannot be read: ${args[1] ?? 'it is damaged'}`)
  }
  const { manifests } = reader.finish()
  const damage = diagnostics.find(({ code }) => SEVERITIES[code] === 'error' || code === 'record-unreadable')
  if (damage !== undefined) throw damaged(damage)
  const inventory = new InventoryBuilder()
  const left = new Set<string>()
  for (const { apiVersion, group, kind, value } of manifests)
    if (!inventory.add({ ...value, apiVersion, kind }) && affectsPolicy(group, kind)) left.add(`${kind} of ${group}`)
  for (const what of left) inventory.missing({ what, why: 'this project does not know what they do' })
  const built = inventory.build()
  if (built.objects.length === 0) throw new CaptureError(`there are no objects in ${paths.join(', ')}`)
  world.log(`${String(built.objects.length)} objects read from files`)
  return built
}

/** A list of which a part is missing would pass for the whole */
function damaged({ args, at, code }: Diagnostic): CaptureError {
  const place = at === undefined ? '' : `${at.path}, line ${String(at.line)}: `
  return new CaptureError(`${place}the objects cannot be read: ${[code, ...args].join(', ')}`)
}
