// Which policies, tiers and sets changed while flows were recorded, and since when they are as they are now. What was recorded
// before says who talks to whom, and no more what the policies of today do about it.

import { byKeys } from '../base/order.ts'
import type { PolicyChange } from '../model/flow.ts'
import { isTracked, stateOf } from './inventory.ts'
import type { InventoryEntry } from './inventory.ts'
import { isObject, isoTime, timeOf } from './values.ts'

export interface PolicyHistory {
  /** Sorted by kind, namespace and name */
  readonly changes: readonly PolicyChange[]
  /** Epoch seconds of the last change, or of the capture that first shows it; 0 where none is known */
  readonly since: number
}

/**
 * `present`: those that are there in the end. `from`: epoch seconds of the earliest record, undefined where not known.
 * `captureTimes`: of all captures, in order
 */
export function policyHistory(
  entries: readonly InventoryEntry[],
  present: ReadonlySet<string>,
  from: number | undefined,
  captureTimes: readonly number[],
): PolicyHistory {
  const found = entries
    .filter(({ manifest }) => isTracked(manifest))
    .flatMap((entry) => {
      const change = changeOf(entry, present.has(entry.manifest.key), from ?? Infinity, captureTimes)
      if (change === undefined) return []
      const { kind, name, namespace } = entry.manifest
      return [{ ...change, kind, namespace, name }]
    })
    .sort(
      byKeys(
        ({ kind }) => kind,
        ({ namespace }) => namespace ?? '',
        ({ name }) => name,
      ),
    )
  return {
    changes: found.map(({ at, is, kind, name, namespace }) => ({ is, kind, namespace, name, at: isoTime(at) })),
    since: Math.max(0, ...found.map(({ at }) => at)),
  }
}

interface Change {
  readonly is: PolicyChange['is']
  readonly at: number
}

function changeOf(
  { first, last, manifest, states }: InventoryEntry,
  isPresent: boolean,
  from: number,
  captureTimes: readonly number[],
): Change | undefined {
  if (!isPresent) {
    const at = captureTimes.find((time) => last !== undefined && time > last)
    return at === undefined ? undefined : { is: 'removed', at }
  }
  const { created, written } = timesOf(manifest.value)
  if (created !== undefined && created > from) return { is: 'created', at: created }
  if (written !== undefined && written > from) return { is: 'edited', at: written }
  const changed = lastOfOthers(states, stateOf(manifest))
  if (changed !== undefined) return { is: 'edited', at: captureTimes.find((time) => time > changed) ?? changed }
  const [oldest] = captureTimes
  if (created === undefined && first !== undefined && oldest !== undefined && first > oldest)
    return { is: 'created', at: first }
  return undefined
}

/** When it was last in another state than now */
function lastOfOthers(states: InventoryEntry['states'], now: string): number | undefined {
  const times = [...states].flatMap(([state, time]) => (state === now ? [] : (time ?? [])))
  return times.length === 0 ? undefined : Math.max(...times)
}

/** When an object was made, and when something but its status was last written */
function timesOf({ metadata }: Readonly<Record<string, unknown>>): { created?: number; written?: number } {
  if (!isObject(metadata)) return {}
  const fields: readonly unknown[] = Array.isArray(metadata['managedFields']) ? metadata['managedFields'] : []
  const written = fields.flatMap((field) =>
    isObject(field) && field['subresource'] !== 'status' ? (timeOf(field['time']) ?? []) : [],
  )
  const created = timeOf(metadata['creationTimestamp']) ?? 0
  return {
    ...(created > 0 && { created }),
    ...(written.length > 0 && { written: Math.max(...written) }),
  }
}
