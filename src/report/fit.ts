// How much a report says, in fixed steps, and how the first step that holds a size limit is found. A step leaves out whole
// rows, items and sections; what it leaves out is said, and where the rest is.

/** What is left in at one step */
export interface Detail {
  /** Rows of a folded list, at most */
  readonly rows: number
  /** Rows in plain sight, names in a sentence and groups of flows, at most */
  readonly shown: number
  /** Objects, settings and remarks that the verdict does not hang on */
  readonly asides: boolean
  /** Characters of the entries to paste, at most; a longer text is left out as a whole */
  readonly paste: number
}

/** From everything to the headline with its reasons; the last one has a fixed length, whatever the report (docs/report.md) */
export const STEPS: readonly [Detail, ...Detail[]] = [
  { rows: Infinity, shown: 10, asides: true, paste: Infinity },
  { rows: 3000, shown: 10, asides: true, paste: 200_000 },
  { rows: 1000, shown: 10, asides: true, paste: 40_000 },
  { rows: 300, shown: 10, asides: true, paste: 20_000 },
  { rows: 100, shown: 10, asides: true, paste: 10_000 },
  { rows: 50, shown: 10, asides: true, paste: 5000 },
  { rows: 25, shown: 10, asides: true, paste: 5000 },
  { rows: 25, shown: 10, asides: false, paste: 5000 },
  { rows: 10, shown: 10, asides: false, paste: 2500 },
  { rows: 5, shown: 5, asides: false, paste: 0 },
  { rows: 0, shown: 3, asides: false, paste: 0 },
  { rows: 0, shown: 1, asides: false, paste: 0 },
  { rows: 0, shown: 0, asides: false, paste: 0 },
]

export interface Budget {
  readonly limit: number
  readonly sizeOf: (text: string) => number
}

/** No row of a table of flows is shorter */
const SHORTEST_ROW = 40

/** The text of the first step within the budget; that of the last step where none is */
export function fitted(render: (detail: Detail) => string, { limit, sizeOf }: Budget): string {
  let text = ''
  for (const step of STEPS) {
    // Rows that cannot fit are not made
    const rows = Math.min(step.rows, Math.ceil(limit / SHORTEST_ROW))
    text = render({ ...step, rows, paste: Math.min(step.paste, limit) })
    if (sizeOf(text) <= limit) break
  }
  return text
}

/** UTF-16 units, in which GitHub counts the body of a comment */
export const utf16Units = (text: string): number => text.length

/** Bytes in UTF-8, in which the runner counts a job summary */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // A surrogate is half of four bytes, or stands alone and becomes the three of U+FFFD
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (isPair(text, i)) [bytes, i] = [bytes + 4, i + 1]
    else bytes += 3
  }
  return bytes
}

const isPair = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
