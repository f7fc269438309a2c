// Stretches of time → a line of characters for each day, or one line where all of it is shorter: what was recorded, and gaps.

import { column, paragraph, table, type Block } from './blocks.ts'
import { duration, timeOf } from './names.ts'
import { counted, name, NOTHING, phrase, utc } from './phrase.ts'

interface Span {
  readonly start: string
  readonly end: string
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** What a character may stand for, in minutes; a day has 48 of the last one */
const STEPS = [1, 2, 5, 10, 15, 30] as const
const MOST_CELLS = 60
/** Days beyond this many are said and not drawn */
const MOST_DAYS = 31

/** ISO times. Nothing where there are none */
export function timeline(spans: readonly Span[]): readonly Block[] {
  const times = spans.flatMap(({ end, start }) => {
    const [from, to] = [timeOf(start), timeOf(end)]
    return from === undefined || to === undefined ? [] : [{ from, to }]
  })
  const [first, last] = [Math.min(...times.map(({ from }) => from)), Math.max(...times.map(({ to }) => to))]
  if (times.length === 0) return []
  const minutes = STEPS.find((step) => (last - first) / (step * MINUTE) <= MOST_CELLS) ?? 30
  const step = minutes * MINUTE
  const isLong = last - first > MOST_CELLS * step
  const rows = (isLong ? daysBetween(first, last) : [Math.floor(first / step) * step]).map((from) => {
    const to = isLong ? from + DAY : last
    return [utc(from), name(cells(times, from, to, step))]
  })
  const stretches =
    times.length === 1 ? phrase`No gap` : phrase`${counted(times.length - 1, phrase`gap`, phrase`gaps`)}`
  const hidden = rows.length - MOST_DAYS
  return [
    ...table([column(phrase`From`), column(phrase`Recorded`)], rows.slice(-MOST_DAYS)),
    paragraph(
      phrase`${stretches}; each character stands for ${duration(step / 1000)}: ${'#'} recorded, ${'-'} in part, ${'.'} not${hidden > 0 ? phrase`; ${hidden} earlier days are not shown` : NOTHING}.`,
    ),
  ]
}

/** Beginnings of the days, UTC */
function daysBetween(first: number, last: number): readonly number[] {
  const from = Math.floor(first / DAY) * DAY
  return Array.from({ length: Math.ceil((last - from) / DAY) }, (_, i) => from + i * DAY)
}

function cells(
  times: readonly { readonly from: number; readonly to: number }[],
  from: number,
  to: number,
  step: number,
): string {
  const count = Math.max(1, Math.ceil((to - from) / step))
  return Array.from({ length: count }, (_, i) => {
    const [start, end] = [from + i * step, from + (i + 1) * step]
    const covered = times.reduce((sum, one) => sum + Math.max(0, Math.min(end, one.to) - Math.max(start, one.from)), 0)
    return covered === 0 ? '.' : covered * 2 >= step ? '#' : '-'
  }).join('')
}
