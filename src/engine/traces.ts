// The ways on which evaluation comes to a certain end, each once: equal ways give one verdict, so that a verdict costs
// nothing but to find it (docs/semantics.md §7).

import type { EndVerdict, PolicyHit, Trace } from '../model/verdict.ts'

/** A way as far as some hit */
export class TraceStep {
  readonly #hit: PolicyHit | undefined
  readonly #before: TraceStep | undefined
  readonly #next = new Map<PolicyHit, TraceStep>()
  #verdict: EndVerdict | undefined

  private constructor(before: TraceStep | undefined, hit: PolicyHit | undefined) {
    this.#before = before
    this.#hit = hit
  }

  /** Where evaluation begins */
  static start(): TraceStep {
    return new TraceStep(undefined, undefined)
  }

  then(hit: PolicyHit): TraceStep {
    let next = this.#next.get(hit)
    if (next === undefined) {
      next = new TraceStep(this, hit)
      this.#next.set(hit, next)
    }
    return next
  }

  /** The verdict of a walk that ends with this hit; one object for all walks that do */
  get verdict(): EndVerdict {
    return (this.#verdict ??= this.#makeVerdict())
  }

  #makeVerdict(): EndVerdict {
    const trace = this.#trace()
    const action = this.#hit?.action === 'allow' ? 'allow' : 'deny'
    return { is: action, trace, outcomes: [{ action, trace }], because: [] }
  }

  #trace(): Trace {
    const hits: PolicyHit[] = []
    for (let step: TraceStep | undefined = this; step !== undefined; step = step.#before)
      if (step.#hit !== undefined) hits.push(step.#hit)
    return hits.reverse()
  }
}
