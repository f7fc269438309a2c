// The ways on which evaluation comes to an end, each once: equal ways are one verdict, so that a verdict costs nothing but
// to find it (docs/semantics.md §7). Hits have numbers, and a way is the numbers of its hits.

import type { EndVerdict, PolicyHit, Trace } from '../model/verdict.ts'

interface Known {
  readonly way: Int32Array
  readonly verdict: number
}

export class Traces {
  readonly #hits: (PolicyHit | undefined)[]
  readonly #numbers = new Map<PolicyHit, number>()
  /** The numbers of the verdicts of ways: those of one hit by its number, longer ones by their hash */
  readonly #short: (number | undefined)[] = []
  readonly #long = new Map<number, Known[]>()
  readonly #verdicts: EndVerdict[] = []

  /** Hits that are there from the beginning have their places as numbers */
  constructor(hits: readonly (PolicyHit | undefined)[]) {
    this.#hits = [...hits]
    for (const [number, hit] of hits.entries()) if (hit !== undefined) this.#numbers.set(hit, number)
  }

  numberOf(hit: PolicyHit): number {
    let number = this.#numbers.get(hit)
    if (number === undefined) {
      number = this.#hits.length
      this.#hits.push(hit)
      this.#numbers.set(hit, number)
    }
    return number
  }

  hit(number: number): PolicyHit | undefined {
    return this.#hits[number]
  }

  /** The verdict of a walk that leaves these rows, the last of which decides */
  verdict(trace: Trace): EndVerdict {
    const way = trace.map((hit) => this.numberOf(hit))
    return this.numbered(this.numberOfWay(way, way.length))
  }

  /** The number of the verdict for the first `length` numbers of `way` */
  numberOfWay(way: ArrayLike<number>, length: number): number {
    const [first = 0] = [way[0]]
    if (length === 1) return (this.#short[first] ??= this.#make(way, length))
    let hash = 0
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (way[i] ?? 0) ^ (hash >>> 15), 0x85ebca6b)
    const alike = this.#long.get(hash)
    const known = alike?.find((one) => isWay(one.way, way, length))
    if (known !== undefined) return known.verdict
    const verdict = this.#make(way, length)
    const entry = { way: Int32Array.from({ length }, (_, i) => way[i] ?? 0), verdict }
    if (alike === undefined) this.#long.set(hash, [entry])
    else alike.push(entry)
    return verdict
  }

  /** The verdict of a number that comes from here */
  numbered(number: number): EndVerdict {
    const verdict = this.#verdicts[number]
    if (verdict === undefined) throw new Error('INVARIANT: numbers of verdicts come from here')
    return verdict
  }

  #make(way: ArrayLike<number>, length: number): number {
    const trace = Array.from({ length }, (_, i) => this.#hits[way[i] ?? 0]).filter((hit) => hit !== undefined)
    const action = trace.at(-1)?.action === 'allow' ? 'allow' : 'deny'
    return this.#verdicts.push({ is: action, trace, outcomes: [{ action, trace }], because: [] }) - 1
  }
}

function isWay(known: Int32Array, way: ArrayLike<number>, length: number): boolean {
  if (known.length !== length) return false
  for (let i = 0; i < length; i++) if (known[i] !== way[i]) return false
  return true
}
