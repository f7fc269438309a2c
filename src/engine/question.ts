// A flow as it is asked about: what each end can be, and what the record left out. Types alone, which the files of this
// room share.

import type { IpRange } from '../base/ip.ts'
import type { Workload } from '../model/cluster.ts'
import type { Candidate, Flow } from '../model/flow.ts'
import type { CaseEnd } from '../model/verdict.ts'
import type { Peer } from './peers.ts'
import type { Program } from './program.ts'
import type { Layer4 } from './rows.ts'

/** One thing that an end can be. Its policies are those of `workload`; rules of the other end see `peer` */
export interface Choice {
  readonly workload: Workload | undefined
  readonly peer: Peer
  readonly shown: CaseEnd
  /** Name of the node whose address it is */
  readonly node: string | undefined
  /** What network plugins do differently, where nobody has said it of this cluster (docs/semantics.md §12) */
  readonly doubt?: Doubt | undefined
  /** What of the flow's end it stands for: an end with these alone is this choice and no other */
  readonly candidates: readonly Candidate[]
}

export interface Doubt {
  /** A node may reach its own pods whatever the policies say, or may not */
  readonly ownNode?: boolean | undefined
  /** A client outside: policies may see these instead of its address (`maybe`), or see them for certain */
  readonly behind?: { readonly peers: readonly Peer[]; readonly sure: boolean } | undefined
  /** One of the two things that a pod on the host network can be */
  readonly hostNetwork?: boolean | undefined
}

/** A choice whose address is not known; `pieces` are found once the other end's programs are known */
export interface OpenChoice {
  readonly workload: Workload | undefined
  readonly ranges: readonly IpRange[]
  readonly name: string
  readonly candidate: Candidate
}

export interface Choices {
  readonly fixed: readonly Choice[]
  readonly open: readonly OpenChoice[]
}

/** A choice with what governs it; choices that no program can tell apart are one */
export interface Judged extends Choice {
  readonly program: Program | undefined
  /** What it stands for, where that is on several nodes which hosts treat alike, each node by itself */
  readonly byNode?: readonly Judged[] | undefined
}

/** Everything that is asked of a flow, before and while it is judged */
export interface Question {
  readonly flow: Flow
  readonly sources: readonly Judged[]
  readonly destinations: readonly Judged[]
  readonly layer4: readonly Layer4[]
}

/** A concrete flow: one choice of everything that was open */
export interface Concrete {
  readonly source: Judged
  readonly destination: Judged
  readonly layer4: Layer4
}
