// What was read of a snapshot → the lines of a merged one, as values (docs/snapshot-format.md). The same content gives the
// same lines: every list is in an order of its own, and numbers are places in those lists.

import { byText } from '../base/order.ts'
import type { InventoryEntry } from './inventory.ts'
import { METADATA_KIND } from './metadata.ts'
import type { SnapshotContent } from './reader.ts'
import { StoredRows } from './stored-rows.ts'
import type { Digest, StoredCapture, StoredHead, StoredSeen } from './stored.ts'
import { STORED_VERSION } from './stored.ts'
import { isObject, isoTime } from './values.ts'
import type { JsonObject } from './values.ts'

export interface StoringOptions {
  readonly digest: () => Digest
  /** What of an object may be written; undefined: nothing of it */
  readonly project: (object: JsonObject) => JsonObject | undefined
}

/** The metadata, then objects, then flows */
export function* storedLines(content: SnapshotContent, { digest, project }: StoringOptions): Generator<JsonObject> {
  const rows = new StoredRows(content.records, digest)
  const head: StoredHead = {
    kind: METADATA_KIND,
    version: STORED_VERSION,
    ...(content.pseudonyms !== undefined && { pseudonyms: content.pseudonyms }),
    captures: capturesOf(content),
    windows: rows.windows,
    ends: rows.ends,
    labels: rows.labels,
    traces: rows.traces,
  }
  yield { ...head }
  for (const entry of content.inventory) {
    const object = project(wholeObject(entry))
    if (object !== undefined) yield { ...object, seen: seenOf(entry) }
  }
  for (const flow of rows.flows()) yield { ...flow }
}

/**
 * What captures say of themselves; where none says anything, what can be told from objects and records. In order of their
 * texts, which begin with the time
 */
function capturesOf({ captures, inventory, meta, records: { groups } }: SnapshotContent): readonly StoredCapture[] {
  const isStored = groups.some(({ id }) => id !== undefined)
  if (captures.length > 0 || isStored) return captures.map(({ said }) => said)
  return meta.capturedAt === undefined || inventory.length + groups.length === 0
    ? []
    : [{ capturedAt: meta.capturedAt }]
}

/** An object says what it is and where it lives, although its list or a default said it */
function wholeObject({ manifest: { apiVersion, kind, namespace, value } }: InventoryEntry): JsonObject {
  const metadata = isObject(value['metadata']) ? value['metadata'] : {}
  return {
    ...value,
    apiVersion,
    kind,
    metadata: namespace === undefined ? metadata : { ...metadata, namespace },
  }
}

function seenOf({ first, last, states }: InventoryEntry): StoredSeen {
  const times = [...states].sort(([a], [b]) => byText(a, b)).map(([state, time]) => [state, isoOrNull(time)] as const)
  return {
    ...(first !== undefined && { first: isoTime(first) }),
    ...(last !== undefined && { last: isoTime(last) }),
    ...(times.length > 1 && { states: Object.fromEntries(times) }),
  }
}

const isoOrNull = (seconds: number | undefined): string | null => (seconds === undefined ? null : isoTime(seconds))
