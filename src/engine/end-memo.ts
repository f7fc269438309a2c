// What an engine remembers of the ends of flows (ends.ts): ends of many flows are the same objects.

import type { FlowEnd } from '../model/flow.ts'
import type { Direction } from '../model/policy.ts'
import type { Judged } from './question.ts'

/** What an engine remembers of the ends that it was asked about */
export class EndMemo {
  /** By direction; `several` for an end that may be several things */
  readonly only: Readonly<Record<Direction, WeakMap<FlowEnd, Judged | 'several'>>> = {
    ingress: new WeakMap(),
    egress: new WeakMap(),
  }
  /** By what the choices were told apart by */
  readonly expanded = new WeakMap<FlowEnd, Map<string, readonly Judged[]>>()
}
