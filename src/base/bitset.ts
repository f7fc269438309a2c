// Fixed-width bit vectors.

export type Bits = Uint32Array

export const emptyBits = (width: number): Bits => new Uint32Array((width + 31) >>> 5)

export function setBit(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31))
}

export const hasBit = (bits: Bits, at: number): boolean => (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1

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

export function or(vectors: readonly Bits[]): Bits {
  return fold(vectors, (a, b) => a | b)
}

function fold(vectors: readonly Bits[], join: (a: number, b: number) => number): Bits {
  const [first = new Uint32Array(), ...rest] = vectors
  const out = Uint32Array.from(first)
  for (const vector of rest) for (let i = 0; i < out.length; i++) out[i] = join(out[i] ?? 0, vector[i] ?? 0)
  return out
}
