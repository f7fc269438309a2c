// Verdicts by the numbers of all that they hang on: program, peers, protocol and port. A table of numbers, for maps of
// keys cost as much as the walk that they save. It forgets everything when it is full.

/** Places for as many entries; half of them stay free, so that what is looked for is found nearby */
const FIRST_SIZE = 2 ** 10
const LAST_SIZE = 2 ** 18
const GROWTH = 8

/** Numbers of an entry: source, destination, layer4 + 1, and program and value together */
const WIDTH = 4

/** Programs and values from here on are not remembered */
const LIMIT = 2 ** 16

/** Numbers of protocol and port are below this one */
export const LAYER4_LIMIT = 2 ** 31 - 1

export class VerdictMemo {
  #table = new Int32Array(FIRST_SIZE * WIDTH)
  #size = 0
  readonly #lastSize: number

  /** `lastSize`: how many places it may grow to, a power of two */
  constructor(lastSize: number = LAST_SIZE) {
    this.#lastSize = lastSize
  }

  /** The value of a key; -1 where there is none */
  get(program: number, source: number, destination: number, layer4: number): number {
    const at = this.#find(program, source, destination, layer4)
    return this.#table[at + 2] === 0 ? -1 : (this.#table[at + 3] ?? 0) & (LIMIT - 1)
  }

  /** `value` from 0; a key that is there already has another value from now on */
  set(program: number, source: number, destination: number, layer4: number, value: number): void {
    if (program >= LIMIT || value >= LIMIT) return
    let at = this.#find(program, source, destination, layer4)
    if (this.#table[at + 2] === 0) {
      if (this.#size * 2 * WIDTH >= this.#table.length) {
        this.#makeRoom()
        at = this.#find(program, source, destination, layer4)
      }
      this.#size++
    }
    this.#put(at, source, destination, layer4 + 1, (program << 16) | value)
  }

  /** Where the entry of a key is, or is to be */
  #find(program: number, source: number, destination: number, layer4: number): number {
    const table = this.#table
    const mask = table.length - 1
    let at = hashOf(program, source, destination, layer4) & mask & -WIDTH
    while (
      table[at + 2] !== 0 &&
      (table[at] !== source ||
        table[at + 1] !== destination ||
        table[at + 2] !== layer4 + 1 ||
        (table[at + 3] ?? 0) >>> 16 !== program)
    )
      at = (at + WIDTH) & mask
    return at
  }

  #put(at: number, source: number, destination: number, layer4: number, rest: number): void {
    const table = this.#table
    table[at] = source
    table[at + 1] = destination
    table[at + 2] = layer4
    table[at + 3] = rest
  }

  #makeRoom(): void {
    const old = this.#table
    if (old.length >= this.#lastSize * WIDTH) {
      old.fill(0)
      this.#size = 0
      return
    }
    this.#table = new Int32Array(Math.min(old.length * GROWTH, this.#lastSize * WIDTH))
    for (let from = 0; from < old.length; from += WIDTH) {
      const layer4 = old[from + 2] ?? 0
      if (layer4 === 0) continue
      const [source, destination, rest] = [old[from] ?? 0, old[from + 1] ?? 0, old[from + 3] ?? 0]
      this.#put(this.#find(rest >>> 16, source, destination, layer4 - 1), source, destination, layer4, rest)
    }
  }
}

function hashOf(program: number, source: number, destination: number, layer4: number): number {
  let hash = Math.imul(source ^ 0x9e3779b9, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15) ^ destination, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15) ^ layer4, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15) ^ program, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
