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
   * different ones are added, although their ends may overlap. Groups of the same `stretch` are of one time, whatever is done with their figures: what two
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
    used.push(one)
  }
  const byTime = used.sort((a, b) => compareTimes(a.group, b.group))
  for (const dialect of new Set(used.map(({ group }) => group.dialect))) {
    const some = byTime.filter(({ group }) => group.dialect === dialect)
    const isAdded = ADDED.has(dialect)
    const windows = isAdded ? [] : leaders(some, isSameWindow)
    const stretches = leaders(some, isAdded ? isSameWindow : isSameTime)
    some.forEach(({ i }, at) => {
      uses[i] = { is: 'used', window: windows[at] ?? i, stretch: stretches[at] ?? i }
    })
  }
  return uses
}

/**
 * For each in order, the number of the first that it is the same as and that is none of an earlier one's. Captures of the
 * last hour, made twice an hour, are so every other one's: a chain of overlaps does not become one window of a day.
 */
function leaders(
  some: readonly { readonly group: Group; readonly i: number }[],
  isSame: (a: Group, b: Group) => boolean,
): readonly number[] {
  const found: { readonly group: Group; readonly i: number }[] = []
  return some.map((one) => {
    const leader = found.findLast(({ group }) => isSame(group, one.group))
    if (leader === undefined) found.push(one)
    return (leader ?? one).i
  })
}

/** What does not say when comes last, as it can be of any time */
const compareTimes = (a: Group, b: Group): number =>
  Number(a.end === 0) - Number(b.end === 0) || a.start - b.start || a.end - b.end || byText(a.path, b.path)

/** A record that does not say when, says less than one that does */
const rankOf = (group: Group): number => RANKS[group.dialect] + (group.end === 0 && group.dialect !== 'tuples' ? 10 : 0)

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
