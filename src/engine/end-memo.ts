// What an engine remembers of the ends of flows (ends.ts): ends of many flows are the same objects.

import type { FlowEnd } from '../model/flow.ts'
import type { Direction } from '../model/policy.ts'
import type { Program } from './program.ts'
import type { Choices, Judged } from './question.ts'

/** What an end can be in its direction, and what governs any of that */
export interface AskedEnd {
  readonly choices: Choices
  readonly programs: readonly Program[]
  /** Tells sets of programs apart */
  readonly key: string
}

/** What an engine remembers of the ends that it was asked about, for as long as it lives itself */
export class EndMemo {
  /** The one thing that an end is to every rule; `several` where it is not one */
  readonly only: Readonly<Record<Direction, Map<FlowEnd, Judged | 'several'>>> = {
    ingress: new Map(),
    egress: new Map(),
  }
  readonly asked: Readonly<Record<Direction, Map<FlowEnd, AskedEnd>>> = { ingress: new Map(), egress: new Map() }
  /** By what the choices were told apart by */
  readonly expanded = new Map<FlowEnd, Map<string, readonly Judged[]>>()
}
