// What the hooks of hosts answer with: a verdict, and whether a list has accepted the packet for those that follow
// (docs/semantics.md §4.7).

import type { HostEndpoint } from '../model/cluster.ts'
import type { Direction } from '../model/policy.ts'
import type { EndVerdict, HostHook, Outcome } from '../model/verdict.ts'
import type { Candidates } from './active-endpoints.ts'
import type { PolicyList } from './assemble.ts'
import { FAILSAFE } from './host-rules.ts'
import type { Packet, Side } from './journey.ts'

/** Whether a list before the others has accepted the packet, so that those are not asked */
export type Accepted = 'yes' | 'no' | 'maybe'

/** Who can be asked at a node, and where the answers go */
export interface Asking {
  candidates(node: string | undefined, side: Side): Candidates
  /** Undefined where no policy stands in the list */
  say(endpoint: HostEndpoint, list: PolicyList, direction: Direction, packet: Packet): EndVerdict | undefined
  add(node: string | undefined, hook: HostHook, endpoints: readonly string[], verdict: EndVerdict): void
}

/** Nothing is said, and the packet goes on */
export const PASSED: Outcome = { action: 'allow', trace: [] }

/** Denied, and by no policy */
export const DENIED: Outcome = { action: 'deny', trace: [] }

/** A rule of a policy allows; what failsafe ports accept, later lists see all the same */
const accepts = ({ action, trace }: Outcome): boolean => {
  const last = trace.at(-1)
  return action === 'allow' && last?.action === 'allow' && last.tier !== FAILSAFE
}

/** Of a list before the others; a packet that it denies is not asked about again */
export function acceptedBy(verdict: EndVerdict | undefined): Accepted {
  const passing = (verdict?.outcomes ?? []).filter(({ action }) => action !== 'deny')
  if (passing.some(({ action }) => action === 'unknown')) return 'maybe'
  if (!passing.some(accepts)) return 'no'
  return passing.every(accepts) ? 'yes' : 'maybe'
}

/** By one list or by the other */
export const eitherAccepted = (a: Accepted, b: Accepted): Accepted =>
  a === 'yes' || b === 'yes' ? 'yes' : a === 'maybe' || b === 'maybe' ? 'maybe' : 'no'

export const namesOf = (endpoints: readonly HostEndpoint[]): string[] => endpoints.map(({ name }) => name)
