// What an engine remembers of the ends of flows (ends.ts): ends of many flows are the same objects.

import type { FlowEnd } from '../model/flow.ts'
import type { Program } from './program.ts'
import type { Choices, Judged } from './question.ts'

/** What an end can be in its direction, and what governs any of that */
export interface AskedEnd {
  readonly choices: Choices
  readonly programs: readonly Program[]
  /** Tells sets of programs apart */
  readonly key: string
}

/** What is remembered of one end, in the two directions that it can be asked about */
export class KnownEnd {
  readonly end: FlowEnd
  /** The one thing that it is to every rule; `several` where it is not one */
  egress: Judged | 'several' | undefined
  ingress: Judged | 'several' | undefined
  /** Whichever way it is asked about */
  choices: Choices | undefined
  askedEgress: AskedEnd | undefined
  askedIngress: AskedEnd | undefined
  /** By what the choices were told apart by */
  expanded: Map<string, readonly Judged[]> | undefined

  constructor(end: FlowEnd) {
    this.end = end
  }
}

/** What an engine remembers of the ends that it was asked about, for as long as it lives itself */
export class EndMemo {
  /** By their places, at which they are found sooner; of several snapshots' ends at one place, the first one */
  readonly #byPlace: (KnownEnd | undefined)[] = []
  /** The others */
  readonly #known = new Map<FlowEnd, KnownEnd>()

  of(end: FlowEnd): KnownEnd {
    const { place } = end
    if (place === undefined) return this.#find(end)
    const there = this.#byPlace[place]
    if (there?.end === end) return there
    if (there !== undefined) return this.#find(end)
    const known = new KnownEnd(end)
    // A list with gaps would be kept as a table.
    while (this.#byPlace.length < place) this.#byPlace.push(undefined)
    this.#byPlace[place] = known
    return known
  }

  #find(end: FlowEnd): KnownEnd {
    let known = this.#known.get(end)
    if (known === undefined) {
      known = new KnownEnd(end)
      this.#known.set(end, known)
    }
    return known
  }
}
