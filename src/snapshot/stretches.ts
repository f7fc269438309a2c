// Stretches of text that records have in common, found again without being cut out first: by a number made of their
// beginning, then by comparing. One comparison is far cheaper than parsing, and cheaper than hashing all of a long text.

/** A stretch that was decoded once */
interface Known<T> {
  readonly text: string
  readonly value: T
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

  /** The value of the known stretch that stands at `at`, where it ends with a value; sets `end` */
  find(text: string, at: number): T | undefined {
    const number = this.#numberAt(text, at + this.#common)
    this.#number = number
    const first = this.#known.get(number)
    let before: Known<T> | undefined
    let tries = 0
    for (let known = first; known !== undefined && tries < TRIES; known = known.next, tries++) {
      const end = at + known.text.length
      if (text.slice(at, end) === known.text && !isInner(text.charCodeAt(end))) {
        if (before !== undefined) {
          before.next = known.next
          known.next = first
          this.#known.set(number, known)
        }
        this.end = end
        return known.value
      }
      before = known
    }
    return undefined
  }

  /** Remembers the stretch from `at`, where `find` has just looked, to `end` */
  learn(text: string, at: number, end: number, value: T): void {
    if (this.#size >= MEMORY) {
      this.#known.clear()
      this.#size = 0
    }
    this.#size++
    this.#known.set(this.#number, {
      text: detached(text.slice(at, end)),
      value,
      next: this.#known.get(this.#number),
    })
    this.end = end
  }

  /** Made of a list to its end, and of anything else as far as `quotes` reach, or its object */
  #numberAt(text: string, from: number): number {
    const isList = text.charCodeAt(from) === OPEN_BRACKET
    const stop = isList ? CLOSE_BRACKET : CLOSE_BRACE
    let number = 7
    let quotes = isList ? Infinity : this.#quotes
    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i)
      number = (Math.imul(number, 31) + code) | 0
      if (code === stop || (code === QUOTE && --quotes === 0)) break
    }
    return number
  }
}

/** What could go on behind a stretch and make its last value another one */
const isInner = (code: number): boolean => code > 0x20 && code !== 0x2c && code !== CLOSE_BRACE

/** The same text in memory of its own: a slice would keep the text alive that it was cut from */
const detached = (text: string): string => ` ${text}`.slice(1)
