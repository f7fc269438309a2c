// What a change does to one flow (docs/semantics.md §8; issue: unchanged, rerouted, newly denied, newly allowed, now
// uncertain).

import type { Flow } from './flow.ts'
import type { Answer, FlowVerdict, Reason } from './verdict.ts'

/** What a change does to flows */
export interface FlowDeltas {
  /** Of the flows to which it does something, in their order */
  readonly changed: readonly FlowDelta[]
  /** The others */
  readonly unchanged: UnchangedFlows
}

/** There may be a million of them, and nearly nobody asks for more than how many there are */
export interface UnchangedFlows {
  readonly flows: readonly Flow[]
  /** That of one of `flows`, on both sides */
  readonly verdict: (flow: Flow) => FlowVerdict
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
