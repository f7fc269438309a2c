// Fixed-width bit vectors.

export type Bits = Uint32Array

export const emptyBits = (width: number): Bits => new Uint32Array((width + 31) >>> 5)

export function setBit(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31))
}

export const hasBit = (bits: Bits, at: number): boolean => (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1

const sameBits = (a: Bits, b: Bits): boolean => a.length === b.length && a.every((word, i) => word === b[i])

/** Vectors by number, from 0 in the order in which they come; equal bits, equal number */
export class NumberedBits {
  readonly #numbers = new Map<number, { readonly bits: Bits; readonly number: number }[]>()
  size = 0

  number(bits: Bits): number {
    const hash = hashOf(bits)
    const alike = this.#numbers.get(hash)
    const known = alike?.find((one) => sameBits(one.bits, bits))
    if (known !== undefined) return known.number
    const entry = { bits, number: this.size++ }
    if (alike === undefined) this.#numbers.set(hash, [entry])
    else alike.push(entry)
    return entry.number
  }
}

function hashOf(bits: Bits): number {
  let hash = 0
  for (const word of bits) hash = Math.imul(hash ^ word ^ (hash >>> 15), 0x85ebca6b) + 0x9e3779b9
  return hash ^ (hash >>> 16)
}

/** A set of small numbers */
export class NumberSet implements Iterable<number> {
  readonly #bits: Bits

  constructor(bits: Bits) {
    this.#bits = bits
  }

  has(number: number): boolean {
    return hasBit(this.#bits, number)
  }

  get isEmpty(): boolean {
    return this.#bits.every((word) => word === 0)
  }

  [Symbol.iterator](): Iterator<number> {
    return bitsIn(this.#bits).values()
  }
}

/** The bits that are set, ascending */
export function bitsIn(bits: Bits): number[] {
  const set: number[] = []
  for (let word = 0; word < bits.length; word++)
    for (let left = bits[word] ?? 0; left !== 0; left &= left - 1) set.push((word << 5) + 31 - Math.clz32(left & -left))
  return set
}

/** The bits that are set in both, ascending; the two are of one width */
export function commonBits(a: Bits, b: Bits): number[] {
  const set: number[] = []
  for (let word = 0; word < a.length; word++)
    for (let left = (a[word] ?? 0) & (b[word] ?? 0); left !== 0; left &= left - 1)
      set.push((word << 5) + 31 - Math.clz32(left & -left))
  return set
}

/** The first bit at or after `from` and below `end` that is set in all three; -1 when there is none */
export function firstCommon(a: Bits, b: Bits, c: Bits, from: number, end: number): number {
  const last = (end - 1) >>> 5
  for (let word = from >>> 5; word <= last; word++) {
    let bits = (a[word] ?? 0) & (b[word] ?? 0) & (c[word] ?? 0)
    if (word === from >>> 5) bits &= -1 << (from & 31)
    if (bits !== 0) {
      const at = (word << 5) + 31 - Math.clz32(bits & -bits)
      return at < end ? at : -1
    }
  }
  return -1
}

export function and(vectors: readonly Bits[]): Bits {
  return fold(vectors, (a, b) => a & b)
}

/** What is set in the first and not in the second */
export const without = (bits: Bits, others: Bits): Bits => bits.map((word, i) => word & ~(others[i] ?? 0))

export function or(vectors: readonly Bits[]): Bits {
  return fold(vectors, (a, b) => a | b)
}

function fold(vectors: readonly Bits[], join: (a: number, b: number) => number): Bits {
  const [first = new Uint32Array(), ...rest] = vectors
  const out = first.slice()
  for (const vector of rest) for (let i = 0; i < out.length; i++) out[i] = join(out[i] ?? 0, vector[i] ?? 0)
  return out
}
