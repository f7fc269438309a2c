// Which of several accounts of the same window is used, and which windows are added up (issue: the same window in several
// dialects is not added up; flow-formats 0.1 and 2.4 on why a list is richer than a stream).

import { byText } from '../base/order.ts'
import type { DialectId } from './dialect.ts'
import type { Group } from './record-store.ts'

export type GroupUse =
  /**
   * Groups of the same `window` are accounts of the same time and counted once, the fuller figure holding; those of
   * different ones are added
   */
  | { readonly is: 'used'; readonly window: number }
  /** A richer account is used instead; undefined: of another time, as a stream that lies outside of the capture's own */
  | { readonly is: 'left'; readonly for: Group | undefined }

/** Epoch seconds */
export interface Window {
  readonly start: number
  readonly end: number
}

/** Richest first. Dialects of one rank say the same, so that the first path decides */
const RANKS: Readonly<Record<DialectId, number>> = {
  enterprise: 0,
  'goldmane-go': 1,
  'goldmane-protojson': 2,
  'goldmane-python': 3,
  'whisker-list': 4,
  'whisker-stream': 5,
  hubble: 6,
  tuples: 7,
}

/** Written node by node, so that files of the same time add up; a tuple stands for itself */
const ADDED: ReadonlySet<DialectId> = new Set<DialectId>(['enterprise', 'hubble', 'tuples'])

/** `windows`: those that captures say they cover; without any, there is no telling what lies outside */
export function chooseGroups(groups: readonly Group[], windows: readonly Window[]): readonly GroupUse[] {
  const uses: GroupUse[] = groups.map((_, i) => ({ is: 'used', window: i }))
  const order = groups
    .map((group, i) => ({ group, i }))
    .filter(({ group }) => group.records > 0)
    .sort((a, b) => rankOf(a.group) - rankOf(b.group) || byText(a.group.path, b.group.path))
  const used: { readonly group: Group; readonly i: number }[] = []
  for (const one of order) {
    const richer = used.find(({ group }) => group.dialect !== one.group.dialect && isSameWindow(group, one.group))
    if (richer !== undefined || isBackfill(one.group, windows)) {
      uses[one.i] = { is: 'left', for: richer?.group }
      continue
    }
    used.push(one)
    if (!ADDED.has(one.group.dialect)) joinWindows(uses, used, one)
  }
  return uses
}

/** A record that does not say when, says less than one that does */
const rankOf = (group: Group): number => RANKS[group.dialect] + (group.end === 0 && group.dialect !== 'tuples' ? 10 : 0)

/** Overlapping windows of a dialect are one window, and so are those that a third one ties together */
function joinWindows(
  uses: GroupUse[],
  used: readonly { readonly group: Group; readonly i: number }[],
  one: { readonly group: Group; readonly i: number },
): void {
  const tied = used.filter(
    ({ group, i }) => i !== one.i && group.dialect === one.group.dialect && isSameWindow(group, one.group),
  )
  const windows = new Set(tied.map(({ i }) => windowOf(uses[i])))
  for (const [i, use] of uses.entries())
    if (use.is === 'used' && windows.has(use.window)) uses[i] = { is: 'used', window: one.i }
}

const windowOf = (use: GroupUse | undefined): number => (use?.is === 'used' ? use.window : -1)

/**
 * A stream may begin with all that Goldmane's ring still held (flow-formats 0.1). What was stored has been looked at
 * with the windows of its own capture, and those of other captures say nothing about it.
 */
const isBackfill = (group: Group, windows: readonly Window[]): boolean =>
  group.id === undefined &&
  group.dialect === 'whisker-stream' &&
  windows.length > 0 &&
  windows.every(({ end, start }) => group.end <= start || group.start >= end)

/** Half of the shorter window lies in the other; hourly captures that touch are two windows */
function isSameWindow(a: Group, b: Group): boolean {
  if (a.dialect === 'tuples' || b.dialect === 'tuples') return false
  if (a.end === 0 || b.end === 0) return true
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start)
  const shorter = Math.min(a.end - a.start, b.end - b.start)
  return shorter === 0 ? shared >= 0 : shared > 0 && shared * 2 >= shorter
}
