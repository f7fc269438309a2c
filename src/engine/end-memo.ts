// What an engine remembers of the ends of flows (ends.ts): ends of many flows are the same objects.

import type { FlowEnd } from '../model/flow.ts'
import type { Peer } from './peers.ts'
import type { Program } from './program.ts'
import type { Choices, Judged } from './question.ts'

/** What an end can be in its direction, and what governs any of that */
export interface AskedEnd {
  readonly choices: Choices
  readonly programs: readonly Program[]
  /** Tells sets of programs apart */
  readonly key: string
}

/** What is remembered of one end that can be several things, in the two directions that it can be asked about */
export class KnownEnd {
  readonly end: FlowEnd
  askedEgress: AskedEnd | undefined
  askedIngress: AskedEnd | undefined
  /** By what the choices were told apart by */
  expanded: Map<string, readonly Judged[]> | undefined

  constructor(end: FlowEnd) {
    this.end = end
  }
}

/** The one thing that an end is in one direction. Small, for there are as many as ends and each flow looks at two */
export class OnlyEnd {
  readonly end: FlowEnd
  /** Undefined: it is not one thing */
  readonly peer: Peer | undefined
  readonly program: Program | undefined
  readonly judged: Judged | undefined

  constructor(end: FlowEnd, judged: Judged | undefined) {
    this.end = end
    this.peer = judged?.peer
    this.program = judged?.program
    this.judged = judged
  }
}

/** What is remembered of ends, by their places where they have one */
export class ByEnd<T extends { readonly end: FlowEnd }> {
  /** Of several snapshots' ends at one place, the first one */
  readonly #byPlace: (T | undefined)[] = []
  /** The others */
  readonly #others = new Map<FlowEnd, T>()

  get(end: FlowEnd): T | undefined {
    const { place } = end
    if (place === undefined) return this.#others.get(end)
    const there = this.#byPlace[place]
    return there === undefined || there.end === end ? there : this.#others.get(end)
  }

  /** Of an end of which nothing is remembered */
  add(value: T): T {
    const { place } = value.end
    if (place === undefined || this.#byPlace[place] !== undefined) this.#others.set(value.end, value)
    else {
      // A list with gaps would be kept as a table.
      while (this.#byPlace.length < place) this.#byPlace.push(undefined)
      this.#byPlace[place] = value
    }
    return value
  }
}

/** What an engine remembers of the ends that it was asked about, for as long as it lives itself */
export class EndMemo {
  readonly egress = new ByEnd<OnlyEnd>()
  readonly ingress = new ByEnd<OnlyEnd>()
  readonly #known = new ByEnd<KnownEnd>()

  of(end: FlowEnd): KnownEnd {
    return this.#known.get(end) ?? this.#known.add(new KnownEnd(end))
  }
}
