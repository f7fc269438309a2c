// The one form in which snapshots are written (docs/snapshot-format.md; schema/snapshot.schema.json): JSON lines, the
// metadata first, then objects, then flows. A capture writes flows as its source gave them; what several captures were
// merged into has each flow once, and what repeats in lists of the metadata, referred to by its place.

import type { DialectId } from './dialect.ts'

export const STORED_VERSION = 1

/** The first line of a merged snapshot */
export interface StoredHead {
  readonly kind: 'NetpolSnapshotMetadata'
  readonly version: typeof STORED_VERSION
  /** Present where names, labels and addresses are pseudonyms; the same for snapshots of one key */
  readonly pseudonyms?: string
  readonly captures: readonly StoredCapture[]
  readonly windows: readonly StoredWindow[]
  readonly ends: readonly StoredEnd[]
  /** Each `key=value`, in order */
  readonly labels: readonly (readonly string[])[]
  readonly traces: readonly (readonly StoredHit[])[]
}

/** One act of capturing, as its own metadata say. Times are ISO times in UTC */
export interface StoredCapture {
  readonly capturedAt?: string
  /** The time for which flows were asked for */
  readonly window?: { readonly start: string; readonly end: string }
  /** A hash of what the cluster is known by */
  readonly clusterId?: string
  readonly tool?: { readonly name: string; readonly version: string }
  readonly sources?: { readonly objects?: string; readonly flows?: string }
  /** Objects by `apiVersion Kind` */
  readonly counts?: { readonly objects: Readonly<Record<string, number>> }
  /** What was asked for and not given */
  readonly unread?: readonly StoredGap[]
}

export interface StoredGap {
  /** `nodes`, `flows from a to b, …` */
  readonly what: string
  readonly why: string
}

/** The records of one source over one stretch of time */
export interface StoredWindow {
  /** A hash of all that was recorded, so that the same window counts once however often it is merged */
  readonly id: string
  readonly dialect: DialectId
  /** ISO times; absent where the records do not say */
  readonly start?: string
  readonly end?: string
  /** As many as the source wrote, before equal ones were added up */
  readonly records: number
}

/** One end as records name it */
export interface StoredEnd {
  readonly is: 'pod' | 'host' | 'network-set' | 'network' | 'unknown'
  readonly namespace?: string
  /** A pod's name, or the beginning of it followed by `*` */
  readonly name?: string
  readonly owner?: { readonly kind: string; readonly name: string }
  readonly ips?: readonly string[]
  readonly byAddress?: true
}

/** Tier, kind, namespace, name, rule, action */
export type StoredHit = readonly [string, string, string, string, number | 'end-of-tier', string]

/** What a line with an object has beside the object's own fields */
export interface StoredSeen {
  /** The first and the last capture that has it; absent where the time of a capture is not known */
  readonly first?: string
  readonly last?: string
  /** Of policies, tiers and sets that were in several states: each by its hash, and the last capture that has it so */
  readonly states?: Readonly<Record<string, string | null>>
}

/** Equal records of all windows; numbers are places in the lists of the head */
export interface StoredFlow {
  readonly source: number
  readonly destination: number
  /** Those that all of the records have */
  readonly sourceLabels?: number
  readonly destinationLabels?: number
  readonly protocol: number
  readonly sourcePort?: number
  readonly port?: number
  readonly icmp?: { readonly type: number; readonly code: number }
  readonly reporter?: 'source' | 'destination'
  readonly action?: 'allow' | 'deny'
  readonly enforced?: number
  readonly pending?: number
  /** Says that packets passed, not what policy said */
  readonly weak?: true
  readonly seen: readonly StoredFigures[]
}

/**
 * Window, records, packets, connections begun (null: not counted), first and last second since 1970 (null: not known)
 */
export type StoredFigures = readonly [number, number, number, number | null, number | null, number | null]

/** SHA-256 of texts, as they come; a rim has one */
export interface Digest {
  update(text: string): void
  /** In lower case; ends it */
  hex(): string
}
