// Which of several accounts of the same window is used, and which windows are added up (issue: the same window in several
// dialects is not added up; flow-formats 0.1 and 2.4 on why a list is richer than a stream).

import { byText } from '../base/order.ts'
import type { DialectId } from './dialect.ts'

/** The records of one dialect in one file, or of one stored window */
export interface Group {
  readonly path: string
  readonly dialect: DialectId
  /** Of a window that was stored: what it is known by, wherever it is found */
  readonly id?: string
  /** Epoch seconds; 0 where no record says */
  start: number
  end: number
  records: number
}

export type GroupUse =
  /**
   * Groups of the same `window` are accounts of the same time and counted once, the fuller figure holding; those of
   * different ones are added. Groups of the same `stretch` are of one time, whatever is done with their figures: what two
   * nodes saw in one hour was seen in one hour
   */
  | { readonly is: 'used'; readonly window: number; readonly stretch: number }
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
  const uses: GroupUse[] = groups.map((_, i) => ({ is: 'used', window: i, stretch: i }))
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
    const tied = used.filter(({ group }) => group.dialect === one.group.dialect && isSameWindow(group, one.group))
    used.push(one)
    const isAdded = ADDED.has(one.group.dialect)
    if (!isAdded) join(uses, 'window', tied, one.i)
    join(uses, 'stretch', isAdded ? tied : tied.filter(({ group }) => isSameTime(group, one.group)), one.i)
  }
  return uses
}

/** A record that does not say when, says less than one that does */
const rankOf = (group: Group): number => RANKS[group.dialect] + (group.end === 0 && group.dialect !== 'tuples' ? 10 : 0)

/** Overlapping windows of a dialect are one window, and so are those that a third one ties together */
function join(uses: GroupUse[], what: 'window' | 'stretch', tied: readonly { readonly i: number }[], to: number): void {
  const numberOf = (use: GroupUse | undefined): number => (use?.is === 'used' ? use[what] : -1)
  const numbers = new Set(tied.map(({ i }) => numberOf(uses[i])))
  for (const [i, use] of uses.entries())
    if (use.is === 'used' && numbers.has(use[what])) uses[i] = { ...use, [what]: to }
}

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

/** The windows differ by no more than a capture that ran a little later; captures of the last hour, three an hour, do not */
function isSameTime(a: Group, b: Group): boolean {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start)
  const whole = Math.max(a.end, b.end) - Math.min(a.start, b.start)
  return shared >= 0 && shared * 10 >= whole * 9
}
