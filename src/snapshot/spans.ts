// The stretches of time that a snapshot covers, joined where they touch.

import type { TimeSpan } from '../model/flow.ts'
import type { CaptureMetadata } from './metadata.ts'
import type { Group } from './sources.ts'
import { isoTime } from './values.ts'

/** A pause shorter than this is none: captures do not run to the second */
const PAUSE_SECONDS = 60

/** What captures asked for, and what records tell; in order */
export function spansOf(groups: readonly Group[], captures: readonly CaptureMetadata[]): readonly TimeSpan[] {
  const asked = captures.map(({ windowEnd: end = 0, windowStart: start = 0 }) => ({ start, end }))
  const all = [...groups, ...asked].filter(({ end, start }) => start > 0 && end >= start)
  const spans: { start: number; end: number }[] = []
  for (const { end, start } of all.sort((a, b) => a.start - b.start)) {
    const last = spans.at(-1)
    if (last !== undefined && start <= last.end + PAUSE_SECONDS) last.end = Math.max(last.end, end)
    else spans.push({ start, end })
  }
  return spans.map(({ end, start }) => ({ start: isoTime(start), end: isoTime(end) }))
}
