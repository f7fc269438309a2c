// What a capture says of itself: when, over which window, of which cluster (docs/snapshot.md).

import { isObject, timeOf } from './values.ts'
import type { JsonObject } from './values.ts'

export const METADATA_KIND = 'NetpolSnapshotMetadata'

/** Times in epoch seconds; undefined where the capture does not say */
export interface CaptureMetadata {
  readonly capturedAt: number | undefined
  readonly windowStart: number | undefined
  readonly windowEnd: number | undefined
  readonly clusterId: string | undefined
}

/** Undefined for what is no metadata: of this project's captures, or of the captures that it is tested with */
export function metadataOf(value: JsonObject): CaptureMetadata | undefined {
  if (value['kind'] === METADATA_KIND) return ownMetadata(value)
  return 'list_start_time_gte' in value && 'list_start_time_lt' in value ? listMetadata(value) : undefined
}

function ownMetadata(value: JsonObject): CaptureMetadata {
  const window = isObject(value['window']) ? value['window'] : {}
  const clusterId = value['clusterId']
  return {
    capturedAt: known(value['capturedAt']),
    windowStart: known(window['start']),
    windowEnd: known(window['end']),
    clusterId: typeof clusterId === 'string' && clusterId !== '' ? clusterId : undefined,
  }
}

/** The bounds of a request for a list of flows, which was made when its window had ended */
function listMetadata(value: JsonObject): CaptureMetadata {
  const windowEnd = known(value['list_start_time_lt'])
  return { capturedAt: windowEnd, windowStart: known(value['list_start_time_gte']), windowEnd, clusterId: undefined }
}

function known(value: unknown): number | undefined {
  const time = timeOf(value)
  return time === 0 ? undefined : time
}

/** Of several captures: the newest time, the whole of the windows, and the cluster if it is one */
export function joinMetadata(all: readonly CaptureMetadata[]): CaptureMetadata {
  const clusters = new Set(all.flatMap(({ clusterId }) => clusterId ?? []))
  const [clusterId] = clusters
  return {
    capturedAt: last(all.map((one) => one.capturedAt)),
    windowStart: first(all.map((one) => one.windowStart)),
    windowEnd: last(all.map((one) => one.windowEnd)),
    clusterId: clusters.size === 1 ? clusterId : undefined,
  }
}

export const first = (times: readonly (number | undefined)[]): number | undefined =>
  times.reduce((a, b) => (a === undefined ? b : b === undefined ? a : Math.min(a, b)), undefined)

export const last = (times: readonly (number | undefined)[]): number | undefined =>
  times.reduce((a, b) => (a === undefined ? b : b === undefined ? a : Math.max(a, b)), undefined)
