// The answer to "may this flow pass", with the hits that led to it (docs/semantics.md §7, §8).

import type { Place } from '../base/location.ts'
import type { OpenRanges } from './bound.ts'
import type { Policy, PolicyId, Rule, RuleAction } from './policy.ts'

/** One row of a trace */
export interface PolicyHit {
  readonly tier: string
  /** At the end of a tier: the policy that the dataplane names for it (§7.5) */
  readonly policy: PolicyId
  readonly rule: number | 'end-of-tier'
  readonly action: Exclude<RuleAction, 'log'>
  /** The rule, or the policy at the end of a tier; undefined for a profile */
  readonly at: Place | undefined
  /** The rule's own entry; undefined at the end of a tier and for a profile */
  readonly written: Rule | undefined
  readonly source: Policy | undefined
}

export type Trace = readonly PolicyHit[]

export type Answer = 'allow' | 'deny' | 'unknown'

/** Why an answer is unknown: a code of wording.ts, what it fills in, and the place it is about */
export interface Reason {
  readonly code: ReasonCode
  readonly args: readonly string[]
  readonly at: Place | undefined
}

export type ReasonCode =
  /** The record has no address, and a rule asks for one */
  | 'address-missing'
  /** The pods that the record can mean are treated differently */
  | 'pods-differ'
  | 'source-port-missing'
  | 'destination-port-missing'
  | 'icmp-missing'
  /** Labels of the endpoint are not all known */
  | 'labels-missing'
  /** An object that could govern the flow is malformed or of a kind that is not modelled */
  | 'policy-unknown'
  /** A set, an endpoint or a Service that a rule asks for could not be understood, or what its labels hang on */
  | 'object-unknown'
  /** A rule's condition is not modelled */
  | 'condition-unknown'
  /** Calico's own preview fails here */
  | 'preview-fails'
  /** Network plugins differ, and the setting that says what this cluster's does is not set */
  | 'plugins-differ'
  /** What policies do to hosts here is not modelled: eBPF, or a profile with rules of its own */
  | 'host-not-modelled'
  /** Which host endpoint, if any, has the interface that the packet passes */
  | 'host-interface-unknown'
  /** On which node an end is, and the nodes' host endpoints treat the flow differently */
  | 'node-unknown'
  /** A policy before service translation asks for the destination, and what was dialled is not known */
  | 'dialled-unknown'
  /** A node's address: its own traffic, or that of a client whose node port it forwards */
  | 'own-or-forwarded'
  /** What the end can be is on different nodes, or none, and host policies treat these differently */
  | 'hosts-differ'
  /** A doNotTrack policy takes the connection, or one half of it, out of tracking */
  | 'untracked'

/** What one end says: egress at the source, ingress at the destination */
export interface EndVerdict {
  readonly is: Answer
  /** Of the one outcome; where several are possible, the rows that they share */
  readonly trace: Trace
  /** All outcomes that are possible, each once; one unless `is` is unknown or only the deciding rule is open */
  readonly outcomes: readonly Outcome[]
  readonly because: readonly Reason[]
}

export interface Outcome {
  readonly action: Answer
  readonly trace: Trace
}

/** Where a node decides about a packet, besides the policies of pods (§4.7, §4.8) */
export type HostHook =
  | 'untracked-ingress'
  | 'untracked-egress'
  | 'pre-dnat'
  | 'normal-ingress'
  | 'normal-egress'
  | 'forward-ingress'
  | 'forward-egress'
  /** `defaultEndpointToHostAction`: from a pod to its own node */
  | 'endpoint-to-host'
  /** Tunnel packets of a pod */
  | 'encapsulation'
  /** A Service address that nothing uses */
  | 'service-loop'

/** What one hook of one node says of a packet */
export interface HostStep {
  /** Undefined: on some node, which is not known */
  readonly node: string | undefined
  readonly hook: HostHook
  /** Whose policies these are; empty where none are asked; several where it is not known which of them */
  readonly endpoints: readonly string[]
  /** The last end that the packet has passed before */
  readonly after: 'start' | 'egress' | 'ingress'
  readonly verdict: EndVerdict
}

/** A verdict for one choice of what is not known */
export interface Case {
  readonly source: CaseEnd
  readonly destination: CaseEnd
  readonly egress: EndVerdict | undefined
  readonly ingress: EndVerdict | undefined
  /** In the order of the packet; absent where no host has a say */
  readonly hosts?: readonly HostStep[] | undefined
  readonly overall: Answer
  /** Which ports or ICMP types would be denied, where the answer hangs on what the record left out of them */
  readonly deniedFor?: readonly string[] | undefined
  /** Settings about the network plugin that are not set and that the answer hangs on */
  readonly unset?: readonly string[] | undefined
}

/** Which of an end's candidates a case is about */
export interface CaseEnd {
  /** Pods: certain to exist, `namespace/name`. Addresses: prefixes of which any may be meant */
  readonly is: 'known' | 'possible'
  readonly members: readonly string[]
  /** The addresses behind the members, where only ranges of them are known */
  readonly open?: readonly OpenRanges[] | undefined
}

export interface FlowVerdict {
  readonly overall: Answer
  readonly egress: EndVerdict | undefined
  readonly ingress: EndVerdict | undefined
  /** Of the one case; of several, those that do not allow, each once */
  readonly hosts?: readonly HostStep[] | undefined
  /** One where all candidates agree; else the smallest partition by answer */
  readonly cases: readonly Case[]
}

/** The steps of hosts at which a flow stops, or may */
export const stoppingSteps = (hosts: readonly HostStep[] | undefined): readonly HostStep[] =>
  (hosts ?? []).filter(({ verdict }) => verdict.is !== 'allow')
