// Flows one by one → what the change does to each. Flows that it cannot touch are not judged, and those that it leaves as
// they are are counted only.

import type { Origin } from '../base/location.ts'
import { compareFlow } from '../compare/delta.ts'
import type { ChangedOrigins } from '../compare/delta.ts'
import { Untouched } from '../engine/untouched.ts'
import type { FlowDelta, FlowDeltas } from '../model/delta.ts'
import type { ExpectedDenial } from '../model/expectation.ts'
import type { Flow } from '../model/flow.ts'
import { matchesFlow } from '../model/flow-pattern.ts'
import type { PolicySetName } from '../model/policy.ts'
import type { ObjectDiff } from './change.ts'
import type { Simulation } from './simulate.ts'

export interface ComparisonOptions {
  readonly set: PolicySetName
  readonly diffs: readonly ObjectDiff[]
  /** Of which it is to be known whether a flow that does not change is denied all the same; absent: none */
  readonly denials?: readonly ExpectedDenial[]
}

export class Comparison {
  readonly #simulation: Simulation
  readonly #set: PolicySetName
  readonly #untouched: Untouched
  readonly #origins: ChangedOrigins
  readonly #changed: FlowDelta[] = []
  #unchangedCount = 0
  /** Entries that no flow has met yet */
  readonly #open: Set<ExpectedDenial>
  readonly #stillDenied = new Set<ExpectedDenial>()

  constructor(simulation: Simulation, { denials = [], diffs, set }: ComparisonOptions) {
    this.#simulation = simulation
    this.#set = set
    this.#untouched = new Untouched(simulation.before.engine(set), simulation.after.engine(set))
    this.#origins = changedOrigins(diffs)
    this.#open = new Set(denials)
  }

  take(flow: Flow): void {
    const delta = this.#untouched.holds(flow) ? undefined : this.#compare(flow)
    if (delta === undefined || delta.change === 'unchanged') {
      this.#unchangedCount++
      if (this.#open.size > 0) this.#meet(flow)
    } else this.#changed.push(delta)
  }

  #compare(flow: Flow): FlowDelta {
    const { after, before } = this.#simulation
    return compareFlow(flow, before.verdict(flow, this.#set), after.verdict(flow, this.#set), this.#origins)
  }

  #meet(flow: Flow): void {
    for (const entry of this.#open) {
      if (!matchesFlow(entry.flows, flow) || this.#simulation.after.verdict(flow, this.#set).overall === 'allow')
        continue
      this.#open.delete(entry)
      this.#stillDenied.add(entry)
    }
  }

  get deltas(): FlowDeltas {
    return { changed: this.#changed, unchanged: { count: this.#unchangedCount, stillDenied: this.#stillDenied } }
  }
}

function changedOrigins(diffs: readonly ObjectDiff[]): Map<Origin, string> {
  const changed = new Map<Origin, string>()
  for (const { after, before, key } of diffs)
    for (const manifest of [before, after]) if (manifest !== undefined) changed.set(manifest.origin, key)
  return changed
}
