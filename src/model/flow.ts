// A flow: who talks to whom, on which port, how often, and what the record says became of it
// (docs/semantics.md §8; docs/snapshot.md).

import type { Ip, IpRange } from '../base/ip.ts'
import type { PolicyKind, RuleAction } from './policy.ts'
import type { Workload } from './cluster.ts'

/** Everything that one end of a flow can be; several candidates where the record does not say which */
export interface FlowEnd {
  /** As people count and read it: `namespace/workload`, an address, or the name of a network */
  readonly name: string
  /** What kind of thing the name is */
  readonly is: 'workload' | 'host' | 'network-set' | 'network' | 'address'
  /** At least one */
  readonly candidates: readonly Candidate[]
  /** Among the ends of its snapshot, so that what is found out about it can be kept in a list; absent: it has none */
  readonly place?: number
}

export type Candidate =
  /** A pod; `ip` where the record says which of its addresses. */
  | { readonly is: 'pod'; readonly namespace: string; readonly name: string; readonly ip: Ip | undefined }
  /** A workload without a pod in the inventory: from its template, or from the labels of the record */
  | { readonly is: 'stand-in'; readonly workload: Workload }
  | { readonly is: 'address'; readonly ip: Ip }
  /** Some address of these ranges, never that of a pod */
  | { readonly is: 'addresses'; readonly ranges: readonly IpRange[]; readonly what: string }

export interface Flow {
  /** Identity for counting (issue: source, destination, protocol, destination port), and the sort key */
  readonly key: string
  readonly source: FlowEnd
  readonly destination: FlowEnd
  readonly protocol: number
  readonly sourcePort: number | undefined
  /** Of the pod, after service translation; undefined: the protocol has none, or the record does not say */
  readonly destinationPort: number | undefined
  readonly icmp: { readonly type: number; readonly code: number } | undefined
  /** Which optional facts the record left out, so that a rule that asks for them is uncertain */
  readonly missing: { readonly sourcePort: boolean; readonly destinationPort: boolean; readonly icmp: boolean }
  readonly weight: Weight
  readonly firstSeen: string | undefined
  readonly lastSeen: string | undefined
  /** In how many windows of the snapshot it was seen; 1 where it is not said */
  readonly windows?: number
  readonly records: readonly FlowRecord[]
  /** Address and port that the client asked for, before any translation; absent: not known */
  readonly dialled?: { readonly ip: Ip; readonly port: number | undefined } | undefined
  /** The node that routes it between two ends of which neither is on a node; absent: not known, or none */
  readonly via?: string | undefined
}

/** Who talks to whom on which port */
export type Connection = Pick<Flow, 'source' | 'destination' | 'protocol' | 'destinationPort'>

/** How often a flow was seen: connections where the source counts them, else packets */
export interface Weight {
  readonly count: number
  readonly unit: 'connections' | 'packets'
}

/** What one reporter recorded of one flow, after repeated records have been merged */
export interface FlowRecord {
  readonly reporter: 'source' | 'destination' | undefined
  readonly action: 'allow' | 'deny' | undefined
  /** Undefined: the record carries no such trace */
  readonly enforced: readonly RecordedHit[] | undefined
  readonly pending: readonly RecordedHit[] | undefined
  /** The ends as this record names them; `source` and `destination` candidates narrowed to this record */
  readonly source: FlowEnd
  readonly destination: FlowEnd
  readonly sourceName: string
  readonly destinationName: string
  /** How many records of the snapshot it stands for; 1 where it is not said */
  readonly count?: number
}

export interface RecordedHit {
  readonly tier: string
  readonly kind: PolicyKind | 'unknown'
  readonly namespace: string
  /** At the end of a tier: of the policy that triggered it */
  readonly name: string
  readonly rule: number | 'end-of-tier'
  readonly action: RuleAction
}

/** What is known of when and how the flows were captured */
export interface SnapshotMeta {
  /** ISO time; undefined: the age is unknown */
  readonly capturedAt: string | undefined
  readonly windowStart: string | undefined
  readonly windowEnd: string | undefined
  /** Which dialect the flows come from, and which were there and not used */
  readonly sources: readonly string[]
  readonly recordCount: number
  /** Undefined where no capture says it, or captures of several clusters do */
  readonly clusterId: string | undefined
  /** Of all captures, sorted */
  readonly clusterIds: readonly string[]
  /** Into how many windows the records fall; those of one time are one */
  readonly windowCount: number
  /** The time that is covered, without the gaps; in order */
  readonly spans: readonly TimeSpan[]
  /** What the newest capture could not read, and why */
  readonly unread: readonly string[]
  /** Policies, tiers and sets that changed while flows were recorded */
  readonly policyChanges: readonly PolicyChange[]
  /** Epoch seconds from which on policies were as they are now; 0: all the time. Verdicts from before are not of them */
  readonly policiesSince: number
}

/** ISO times */
export interface TimeSpan {
  readonly start: string
  readonly end: string
}

export interface PolicyChange {
  readonly is: 'created' | 'edited' | 'removed'
  readonly kind: string
  readonly namespace: string | undefined
  readonly name: string
  /** ISO time of the change, or of the capture that first shows it */
  readonly at: string
}
