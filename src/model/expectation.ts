// What people have written down about flows: what is meant to be cut, what must work or must not, and what is waived for
// a while (docs/configuration.md).

import type { Cidr } from '../base/ip.ts'
import type { Location } from '../base/location.ts'
import type { LimitName } from './conclusion.ts'
import type { EndPattern, FlowPattern } from './flow-pattern.ts'
import type { ParsedSelector } from './selector.ts'

/** What every entry of netpol-expectations.yml has */
interface Entry {
  /** What the entry says, without its reason and its place: equal texts are the same entry. To show, and to compare */
  readonly text: string
  readonly at: Location
  /** The change adds it: there is no such entry before */
  readonly addedByChange: boolean
}

/** Flows that are meant to be cut */
export interface ExpectedDenial extends Entry {
  readonly flows: FlowPattern
  readonly reason: string
}

/** What holds whether or not traffic was seen: every source to every destination */
export interface Assertion extends Entry {
  readonly is: 'must-allow' | 'must-deny'
  readonly source: AssertionEnd
  readonly destination: AssertionEnd
  readonly protocol: number
  /** Of the pod. A number where the protocol has ports, and only there */
  readonly port: number | undefined
  /** Empty where none is given */
  readonly reason: string
}

/** What one end of an assertion stands for; `text` as shown to people */
export type AssertionEnd =
  /** Pods by their labels; of all namespaces where none is given */
  | {
      readonly is: 'pods'
      readonly namespace: string | undefined
      readonly selector: ParsedSelector
      readonly text: string
    }
  /** Workloads by `namespace/name` (`matchesName`) */
  | { readonly is: 'workloads'; readonly pattern: EndPattern; readonly text: string }
  /** Every address of a prefix */
  | { readonly is: 'addresses'; readonly cidr: Cidr; readonly text: string }

export interface Expectations {
  /** In the order of the files' paths, and in each as written */
  readonly denials: readonly ExpectedDenial[]
  readonly assertions: readonly Assertion[]
}

/** Flows that somebody answers for until a day */
export interface Waiver {
  readonly flows: FlowPattern
  /** Which changes of these flows it covers */
  readonly changes: readonly LimitName[]
  readonly owner: string
  readonly reason: string
  /** The last day on which it holds, `YYYY-MM-DD`, in UTC */
  readonly expires: string
  readonly at: Location
}
