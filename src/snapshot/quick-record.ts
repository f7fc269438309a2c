// The quick way from the text of a record to its row. A record that a machine wrote falls into stretches between keys
// that always come in the same order; put in braces, each stretch is an object of its own, and most have been seen before.
//
// INVARIANT: the stretches and the prefix make up the whole text, and a stretch that holds a key of another part is
// refused, so that the row is the one that reading the parsed record would give. What is refused is read that way.

import { CodeUnits, Mark } from './code-units.ts'
import { givers, join } from './dialect.ts'
import type { Dialect, Givers, Part, PartRow } from './dialect.ts'
import { skipBlanksBack } from './json-scan.ts'
import type { Row } from './row-table.ts'
import { Stretches } from './stretches.ts'
import type { Stretch } from './stretches.ts'
import type { Tables } from './tables.ts'
import { isObject } from './values.ts'
import type { JsonObject } from './values.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const SPACE = 0x20
const ZERO = 0x30
const CLOSE_BRACE = 0x7d
/** All counts of as many digits are exact */
const DIGITS = 15

interface LearntPart {
  readonly part: Part
  readonly stretches: Stretches<PartRow>
  /** Keys of all other parts */
  readonly foreign: ReadonlySet<string>
  /** What its absence means; undefined where it must be there */
  readonly absent: PartRow | undefined
  /** The place of the part that this one follows; -1 for none */
  readonly follows: number
  readonly mark: Mark
  /** For a part of counts, its keys as they are written */
  readonly countMarks: readonly Mark[]
}

export class QuickRecords {
  readonly #dialect: Dialect
  readonly #tables: Tables
  readonly #parts: readonly LearntPart[]
  readonly #givers: Givers
  /** Of the record that is read: what each part gives, and the stretch that it is */
  readonly #rows: PartRow[] = []
  readonly #stretches: (Stretch<PartRow> | undefined)[] = []
  readonly #counts: (number | undefined)[] = []
  #codes = new CodeUnits(new Uint8Array(0))
  #prefix = ''
  #prefixOpens = 0
  /** Objects opened and not closed where the reading stands */
  #open = 0
  /** Where the part that was read last ends, and what follows it begins */
  #end = 0
  /** Where the record ends */
  #to = 0

  constructor(dialect: Dialect, tables: Tables) {
    this.#dialect = dialect
    this.#tables = tables
    this.#givers = givers(dialect)
    this.#parts = dialect.parts.map((part) => ({
      part,
      stretches: new Stretches(part.mark.length, part.quotes),
      foreign: new Set(dialect.parts.filter((other) => other !== part).flatMap((other) => other.keys)),
      absent: part.closes === undefined ? rowOf(part.read({}, tables)) : undefined,
      follows: dialect.parts.findIndex(({ gives }) => part.follows !== undefined && gives.includes(part.follows)),
      mark: new Mark(part.mark),
      countMarks: part.fromCounts === undefined ? [] : part.keys.map((key) => new Mark(`"${key}":`)),
    }))
  }

  /**
   * The object from the brace at `from` to the one before `to`. Undefined: to be parsed instead, if it is a record at
   * all. `codes`: those of all of the text, which is not cut, for that slows down every look at it.
   */
  read(json: string, codes: CodeUnits, from: number, to: number): Row | undefined {
    this.#codes = codes
    this.#to = to
    let at = this.#skipPrefix(json, from)
    if (at < 0) return undefined
    for (let i = 0; i < this.#parts.length; i++) {
      const learnt = this.#parts[i]
      if (learnt === undefined) return undefined
      this.#stretches[i] = undefined
      const row = at < to ? this.#readPart(json, at, i, learnt) : learnt.absent
      if (row === undefined) return undefined
      if (row !== learnt.absent) at = this.#end
      if (at < 0) return undefined
      this.#rows[i] = row
    }
    return at === to && this.#open === 0 ? join(this.#rows, this.#givers) : undefined
  }

  /** The offset of the first part, or a negative number where something unexpected stands before it */
  #skipPrefix(json: string, from: number): number {
    if (this.#prefix !== '' && json.startsWith(this.#prefix, from)) {
      this.#open = this.#prefixOpens
      return from + this.#prefix.length
    }
    const record = json.slice(from, this.#to)
    const first = record.indexOf(this.#dialect.parts[0]?.mark ?? '')
    const prefix = record.slice(0, Math.max(0, first))
    if (first < 0 || !this.#dialect.prefix.test(prefix)) return -1
    this.#open = prefix.split('{').length - 1
    // Ids differ from record to record; only a prefix without one is worth keeping.
    if (!/\d/.test(prefix)) {
      this.#prefix = ` ${prefix}`.slice(1)
      this.#prefixOpens = this.#open
    }
    return from + first
  }

  /** Sets `#end`, unless the part is not there */
  #readPart(json: string, at: number, i: number, learnt: LearntPart): PartRow | undefined {
    const { follows, part, stretches } = learnt
    if (part.fromCounts !== undefined)
      return this.#codes.isAt(learnt.mark, at) ? this.#readCounts(at, learnt) : learnt.absent
    const leader = follows < 0 ? undefined : this.#stretches[follows]
    const guess = leader?.companion
    if (guess !== undefined && stretches.isAt(guess, json, at)) return this.#take(i, part, guess, stretches.end)
    const known = stretches.find(json, this.#codes, at)
    if (known !== undefined) {
      if (leader !== undefined) leader.companion = known
      return this.#take(i, part, known, stretches.end)
    }
    return json.startsWith(part.mark, at) ? this.#readStretch(json, at, i, learnt) : learnt.absent
  }

  #take(i: number, part: Part, stretch: Stretch<PartRow>, end: number): PartRow {
    this.#stretches[i] = stretch
    this.#open += part.opens ?? 0
    this.#end = this.#skipBetween(end)
    return stretch.value
  }

  #readStretch(json: string, at: number, i: number, { foreign, part, stretches }: LearntPart): PartRow | undefined {
    const rest = json.slice(at, this.#to)
    const opens = part.opens ?? 0
    const next = this.#nextMark(rest, i)
    const closes = next < 0 ? this.#open + opens : (part.closes ?? 0)
    const end = closed(rest, skipBlanksBack(rest, next < 0 ? rest.length : next), closes)
    const value = end < 0 ? undefined : parsed(`{${rest.slice(0, end)}${'}'.repeat(1 + opens)}`)
    if (value === undefined) return undefined
    for (const key of Object.keys(value)) if (foreign.has(key)) return undefined
    const row = rowOf(part.read(value, this.#tables))
    if (row === undefined) return undefined
    return this.#take(i, part, stretches.learn(json, at, at + end, row), at + end)
  }

  /** Where the next part that is there begins; negative where none is */
  #nextMark(rest: string, i: number): number {
    for (let j = i + 1; j < this.#parts.length; j++) {
      const next = rest.indexOf(this.#parts[j]?.part.mark ?? '')
      if (next >= 0) return next
    }
    return -1
  }

  /** The counts of a part, each there or not, in their order */
  #readCounts(from: number, { countMarks, part }: LearntPart): PartRow | undefined {
    const counts = this.#counts
    counts.length = 0
    this.#end = from
    for (const mark of countMarks) {
      const count = this.#codes.isAt(mark, this.#end) ? this.#readCount(this.#end + mark.length) : undefined
      if (count === -1 || this.#end < 0) return undefined
      counts.push(count)
    }
    return part.fromCounts === undefined ? undefined : rowOf(part.fromCounts(counts))
  }

  /** -1 for what is no count. Sets `#end` behind it */
  #readCount(from: number): number {
    const { units } = this.#codes
    let i = from
    while ((units[i] ?? ZERO) <= SPACE) i++
    const quoted = units[i] === QUOTE
    if (quoted) i++
    const first = i
    let count = 0
    for (;;) {
      const digit = (units[i] ?? 0) - ZERO
      if (!(digit >= 0 && digit <= 9)) break
      count = count * 10 + digit
      i++
    }
    if (i === first || i - first > DIGITS || (quoted && units[i] !== QUOTE)) return -1
    this.#end = this.#skipBetween(quoted ? i + 1 : i)
    return count
  }

  /** Behind a value: closing braces, then the comma before the next key or the end of the record; -1 for anything else */
  #skipBetween(from: number): number {
    const { units } = this.#codes
    let i = from
    let commas = 0
    for (; i < this.#to; i++) {
      const code = units[i] ?? 0
      if (code === CLOSE_BRACE && commas === 0) this.#open--
      else if (code === COMMA) commas++
      else if (code > SPACE) break
    }
    return i === this.#to ? (commas === 0 ? i : -1) : commas === 1 ? i : -1
  }
}

const rowOf = (row: PartRow | string): PartRow | undefined => (typeof row === 'string' ? undefined : row)

function parsed(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The offset before the last `count` closing braces that end at `end`; negative where there are not as many */
function closed(json: string, end: number, count: number): number {
  let at = end
  for (let i = 0; i < count; i++) {
    if (json.charCodeAt(at - 1) !== CLOSE_BRACE) return -1
    at = skipBlanksBack(json, at - 1)
  }
  return at
}
