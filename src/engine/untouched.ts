// Which flows a change of policies cannot touch: those of whose ends, and of all hosts, the same policies govern on both
// sides. Their verdict after is their verdict before, and need not be found again.

import type { Candidate, Flow, FlowEnd } from '../model/flow.ts'
import type { Direction } from '../model/policy.ts'
import type { Workload } from '../model/cluster.ts'
import type { Engine } from './engine.ts'
import type { Program } from './program.ts'

export class Untouched {
  readonly #before: Engine
  readonly #after: Engine
  readonly #byEnd: Readonly<Record<Direction, Map<FlowEnd, boolean>>> = { ingress: new Map(), egress: new Map() }
  readonly #byWorkload: Readonly<Record<Direction, Map<Workload, boolean>>> = { ingress: new Map(), egress: new Map() }
  #hosts: boolean | undefined
  #lastSource: FlowEnd | undefined
  #isLastSource = false
  readonly #byProgram = new Map<Program, { readonly after: Program; readonly same: boolean }>()

  constructor(before: Engine, after: Engine) {
    this.#before = before
    this.#after = after
  }

  /** Equal verdicts are certain. False where the two engines do not share their cluster: labels may differ then */
  holds({ destination, source }: Flow): boolean {
    return (
      this.#before.cluster === this.#after.cluster &&
      this.#isHosts() &&
      this.#isSource(source) &&
      this.#isEnd(destination, 'ingress')
    )
  }

  /** No host's policies differ, whichever node a flow crosses */
  #isHosts(): boolean {
    const [before, after] = [this.#before.hosts, this.#after.hosts]
    if (before === undefined || after === undefined) return before === after
    this.#hosts ??= before.isSameAs(after)
    return this.#hosts
  }

  /** Flows come in order of their sources */
  #isSource(source: FlowEnd): boolean {
    if (source !== this.#lastSource) {
      this.#isLastSource = this.#isEnd(source, 'egress')
      this.#lastSource = source
    }
    return this.#isLastSource
  }

  #isEnd(end: FlowEnd, direction: Direction): boolean {
    const [first] = end.candidates
    // There are as many addresses as flows, and few that anything governs: remembering them costs more than looking.
    if (first?.is === 'address' && end.candidates.length === 1) return this.#isCandidate(first, direction)
    const memo = this.#byEnd[direction]
    let untouched = memo.get(end)
    if (untouched === undefined) {
      untouched = end.candidates.every((candidate) => this.#isCandidate(candidate, direction))
      memo.set(end, untouched)
    }
    return untouched
  }

  #isCandidate(candidate: Candidate, direction: Direction): boolean {
    const workload = this.#workloadOf(candidate)
    return workload === undefined || this.#isWorkload(workload, direction)
  }

  #workloadOf(candidate: Candidate): Workload | undefined {
    switch (candidate.is) {
      case 'pod':
        return this.#before.workload(candidate.namespace, candidate.name)
      case 'stand-in':
        return candidate.workload
      case 'address':
        return this.#before.workloadAt(candidate.ip)
      case 'addresses':
        return undefined
    }
  }

  #isWorkload(workload: Workload, direction: Direction): boolean {
    const memo = this.#byWorkload[direction]
    let untouched = memo.get(workload)
    if (untouched === undefined) {
      untouched = this.#isProgram(this.#before.program(workload, direction), this.#after.program(workload, direction))
      memo.set(workload, untouched)
    }
    return untouched
  }

  /** Workloads of one program before share one after, unless a policy came to tell them apart */
  #isProgram(before: Program, after: Program): boolean {
    const memo = this.#byProgram.get(before)
    if (memo?.after === after) return memo.same
    const same = before.isSameAs(after)
    this.#byProgram.set(before, { after, same })
    return same
  }
}
