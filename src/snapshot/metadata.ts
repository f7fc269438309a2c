// What a capture says of itself: when, over which window, of which cluster (docs/snapshot-format.md).

import type { StoredCapture, StoredGap } from './stored.ts'
import { isObject, isoTime, timeOf } from './values.ts'
import type { JsonObject } from './values.ts'

export const METADATA_KIND = 'NetpolSnapshotMetadata'

/** Times in epoch seconds; undefined where the capture does not say */
export interface CaptureMetadata {
  readonly capturedAt: number | undefined
  readonly windowStart: number | undefined
  readonly windowEnd: number | undefined
  readonly clusterId: string | undefined
  /** What it says of itself, to be passed on */
  readonly said: StoredCapture
}

/** Undefined for what is no metadata: of this project's captures, or of the captures that it is tested with */
export function metadataOf(value: JsonObject): CaptureMetadata | undefined {
  if (value['kind'] === METADATA_KIND) return timesOf(captureOf(value))
  return 'list_start_time_gte' in value && 'list_start_time_lt' in value ? listMetadata(value) : undefined
}

export function timesOf(said: StoredCapture): CaptureMetadata {
  return {
    capturedAt: known(said.capturedAt),
    windowStart: known(said.window?.start),
    windowEnd: known(said.window?.end),
    clusterId: said.clusterId,
    said,
  }
}

/** The bounds of a request for a list of flows, which was made when its window had ended */
function listMetadata(value: JsonObject): CaptureMetadata {
  const [start, end] = [known(value['list_start_time_gte']), known(value['list_start_time_lt'])]
  return timesOf({
    ...(end !== undefined && { capturedAt: isoTime(end) }),
    ...(start !== undefined && end !== undefined && { window: { start: isoTime(start), end: isoTime(end) } }),
  })
}

function known(value: unknown): number | undefined {
  const time = timeOf(value)
  return time === 0 ? undefined : time
}

/** The fields of a capture's metadata that are as they should be; any other is left out */
export function captureOf(value: JsonObject): StoredCapture {
  const { clusterId, counts, sources, tool, unread, window } = value
  const capturedAt = timeText(value['capturedAt'])
  const [start, end] = isObject(window) ? [timeText(window['start']), timeText(window['end'])] : []
  const objects = isObject(counts) && isObject(counts['objects']) ? countsOf(counts['objects']) : undefined
  return {
    ...(capturedAt !== undefined && { capturedAt }),
    ...(start !== undefined && end !== undefined && { window: { start, end } }),
    ...(typeof clusterId === 'string' && clusterId !== '' && { clusterId }),
    ...toolOf(tool),
    ...(isObject(sources) && { sources: sourcesOf(sources) }),
    ...(objects !== undefined && { counts: { objects } }),
    ...(Array.isArray(unread) && { unread: unread.flatMap(gapOf) }),
  }
}

/** The text of a time; undefined for what is none */
const timeText = (value: unknown): string | undefined =>
  typeof value === 'string' && (timeOf(value) ?? 0) > 0 ? value : undefined

function toolOf(value: unknown): Pick<StoredCapture, 'tool'> {
  if (!isObject(value)) return {}
  const { name, version } = value
  return typeof name === 'string' && typeof version === 'string' ? { tool: { name, version } } : {}
}

const sourcesOf = ({ flows, objects }: JsonObject): NonNullable<StoredCapture['sources']> => ({
  ...(typeof objects === 'string' && { objects }),
  ...(typeof flows === 'string' && { flows }),
})

const countsOf = (value: JsonObject): Record<string, number> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([kind, count]): [string, number][] =>
      typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? [[kind, count]] : [],
    ),
  )

function gapOf(value: unknown): StoredGap[] {
  if (!isObject(value)) return []
  const { what, why } = value
  return typeof what === 'string' && typeof why === 'string' ? [{ what, why }] : []
}

/** Of several captures: the newest time, the whole of the windows, and the cluster if it is one */
export function joinMetadata(all: readonly CaptureMetadata[]): Omit<CaptureMetadata, 'said'> {
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
