// Stretches of text that records have in common, found again without being cut out first: by a number made of their
// beginning, then by comparing. One comparison is far cheaper than parsing, and cheaper than hashing all of a long text.

import type { CodeUnits } from './code-units.ts'

/** A stretch that was decoded once */
export interface Stretch<T> {
  readonly text: string
  readonly value: T
  /** The stretch of another part that was seen with this one last */
  companion: Stretch<T> | undefined
}

interface Known<T> extends Stretch<T> {
  next: Known<T> | undefined
}

/** Stretches remembered; beyond that, all are forgotten and learnt again */
const MEMORY = 200_000
/** Stretches that begin alike and are tried; beyond that, decoding is cheaper than looking */
const TRIES = 24

const QUOTE = 0x22
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const CLOSE_BRACE = 0x7d

export class Stretches<T> {
  /** How many quotes the beginning reaches over, where it is no list: as far as stretches usually differ */
  readonly #quotes: number
  /** Length of what all of them begin with */
  readonly #common: number
  readonly #known = new Map<number, Known<T>>()
  #size = 0
  /** Of the last `find` */
  #number = 0
  /** Behind the stretch that was found last */
  end = 0

  constructor(common: number, quotes: number) {
    this.#common = common
    this.#quotes = quotes
  }

  /** Whether the stretch stands at `at`, and ends there with a value; sets `end` */
  isAt(stretch: Stretch<T>, text: string, at: number): boolean {
    const end = at + stretch.text.length
    if (text.slice(at, end) !== stretch.text || isInner(text.charCodeAt(end))) return false
    this.end = end
    return true
  }

  /** The known stretch that stands at `at`; sets `end`. `codes`: those of the text */
  find(text: string, codes: CodeUnits, at: number): Stretch<T> | undefined {
    this.#number = this.#numberAt(codes, at + this.#common)
    const first = this.#known.get(this.#number)
    let before: Known<T> | undefined
    let tries = 0
    for (let known = first; known !== undefined && tries < TRIES; known = known.next, tries++) {
      if (this.isAt(known, text, at)) {
        if (before !== undefined) {
          before.next = known.next
          known.next = first
          this.#known.set(this.#number, known)
        }
        return known
      }
      before = known
    }
    return undefined
  }

  /** Remembers the stretch from `at`, where `find` has just looked, to `end` */
  learn(text: string, at: number, end: number, value: T): Stretch<T> {
    if (this.#size >= MEMORY) {
      this.#known.clear()
      this.#size = 0
    }
    this.#size++
    const known: Known<T> = {
      text: detached(text.slice(at, end)),
      value,
      companion: undefined,
      next: this.#known.get(this.#number),
    }
    this.#known.set(this.#number, known)
    return known
  }

  /** Made of all of a list, and of anything else as far as `quotes` reach, or its object */
  #numberAt(codes: CodeUnits, from: number): number {
    const { units } = codes
    const isList = units[from] === OPEN_BRACKET
    return codes.hash(from, isList ? units.indexOf(CLOSE_BRACKET, from) : this.#endOfBeginning(units, from))
  }

  #endOfBeginning(units: CodeUnits['units'], from: number): number {
    let quotes = this.#quotes
    for (let i = from; i < units.length; i++) {
      const code = units[i]
      if (code === CLOSE_BRACE || (code === QUOTE && --quotes === 0)) return i
    }
    return units.length
  }
}

/** What could go on behind a stretch and make its last value another one */
const isInner = (code: number): boolean => code > 0x20 && code !== 0x2c && code !== CLOSE_BRACE

/** The same text in memory of its own: a slice would keep the text alive that it was cut from */
const detached = (text: string): string => ` ${text}`.slice(1)
