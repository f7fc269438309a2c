// What a change does to one flow (docs/semantics.md §8; issue: unchanged, rerouted, newly denied, newly allowed, now
// uncertain).

import type { ExpectedDenial } from './expectation.ts'
import type { Flow } from './flow.ts'
import type { Answer, FlowVerdict, Reason } from './verdict.ts'

/** What a change does to flows */
export interface FlowDeltas {
  /** Of the flows to which it does something, in their order */
  readonly changed: readonly FlowDelta[]
  readonly unchanged: UnchangedFlows
}

/** The others. There may be a million of them, so none is kept */
export interface UnchangedFlows {
  readonly count: number
  /** Which of the expected denials have a flow among them that is denied all the same, or may be */
  readonly stillDenied: ReadonlySet<ExpectedDenial>
}

export type Change = 'unchanged' | 'rerouted' | 'newly-denied' | 'newly-allowed' | 'now-uncertain'

export interface FlowDelta {
  readonly flow: Flow
  readonly before: FlowVerdict
  readonly after: FlowVerdict
  /** Before as the record settles it, where it does; else that of the simulation */
  readonly beforeAnswer: Answer
  /** A recorded verdict settled what the simulation left open */
  readonly settledByRecord: boolean
  readonly change: Change
  /** Set where the known ends disagree about a cut: which are cut for certain, and of how many */
  readonly partly: Partly | undefined
  /** What of the unknown would be cut: prefixes or pods, sorted; empty where nothing is open */
  readonly possiblyCut: readonly string[]
  /** The same of what would get through, where the flow was denied before */
  readonly possiblyAllowed: readonly string[]
  readonly because: readonly Reason[]
  /** Changed objects that the deciding hits before or after belong to, as keys `group|kind|namespace|name` */
  readonly flippedBy: readonly string[]
}

export interface Partly {
  readonly cut: readonly string[]
  readonly total: number
}
