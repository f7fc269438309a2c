// A YAML text in which lines stand deeper than they were written. YAML 1.2 wants what continues a bracket or a quoted text
// indented below its key; Go's reader, and so kubectl, does not look, and leading spaces mean nothing there.

/** Reading again costs the whole text, so there is an end to it: lines, and characters read */
const MAX_LINES = 500
const MAX_CHARACTERS = 20_000_000
/** Deeper texts are left as they are */
const MAX_INDENT = 200

interface Insertion {
  /** In the text as it is now: no later one stands before it */
  readonly at: number
  readonly count: number
}

/** One text while it is repaired, line by line, from its start to its end */
export class IndentedText {
  text: string
  /** Known from the first line on that needs it */
  #width = 0
  readonly #insertions: Insertion[] = []
  #read = 0

  constructor(text: string) {
    this.text = text
  }

  /** Deepens the line of `offset` below any other; false where that was done, or would lead too far */
  deepen(offset: number): boolean {
    const { text } = this
    if (this.#width === 0) this.#width = 1 + deepestStart(text)
    const at = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
    const last = this.#insertions.at(-1)
    this.#read += text.length
    const isTooMuch = this.#insertions.length >= MAX_LINES || this.#read > MAX_CHARACTERS || this.#width > MAX_INDENT
    if (isTooMuch || (last !== undefined && at <= last.at)) return false
    this.text = text.slice(0, at) + ' '.repeat(this.#width) + text.slice(at)
    this.#insertions.push({ at, count: this.#width })
    return true
  }

  /** Where that stands in the text as it was written */
  readonly written = (offset: number): number => {
    let shift = 0
    for (const { at, count } of this.#insertions) {
      if (offset <= at) break
      shift += Math.min(count, offset - at)
    }
    return offset - shift
  }
}

/** The farthest column in which a line's content starts, dashes of nested lists counted in */
function deepestStart(text: string): number {
  let deepest = 0
  for (const [start] of text.matchAll(/^[ ?-]+/gm)) deepest = Math.max(deepest, start.length)
  return deepest
}
