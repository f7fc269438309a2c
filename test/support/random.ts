// Seeded choices: equal seeds give equal worlds on every machine, so a failure is found again by its number.

export interface Random {
  /** A number from 0 to `below` - 1 */
  int(below: number): number
  /** True once in `n` times */
  oneIn(n: number): boolean
  pick<T>(items: readonly T[]): T
  /** `fewest` to `most` items, not necessarily distinct */
  some<T>(items: readonly T[], fewest: number, most: number): T[]
  shuffled<T>(items: readonly T[]): T[]
}

/** Marsaglia's xorshift, 32 bits: good enough to vary test worlds */
export function randomFrom(seed: number): Random {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
  for (let i = 0; i < 8; i++) next()
  const int = (below: number): number => next() % below
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('cannot pick from nothing')
    // An item may be undefined itself, so its absence is no sign; the index is below the length.
    return items[int(items.length)] as T
  }
  return {
    int,
    pick,
    oneIn: (n) => int(n) === 0,
    some: (items, fewest, most) => Array.from({ length: fewest + int(most - fewest + 1) }, () => pick(items)),
    shuffled: <T>(items: readonly T[]) => {
      const out = [...items]
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(i + 1)
        ;[out[i], out[j]] = [out[j] as T, out[i] as T]
      }
      return out
    },
  }
}
