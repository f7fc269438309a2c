// Connections that the cluster's objects ask for and that nobody was seen making → what the change does to each of them.

import { declaredBy } from '../declared/declared.ts'
import type { DeclaredFlow } from '../declared/declared-flow.ts'
import type { FlowDelta } from '../model/delta.ts'
import type { Connection } from '../model/flow.ts'
import type { PolicySetName } from '../model/policy.ts'
import type { DeclaredChange, DeclaredSummary } from '../report/document.ts'
import type { ObjectDiff } from './change.ts'
import { Comparison } from './comparison.ts'
import { flowChange } from './flow-change.ts'
import type { Simulation } from './simulate.ts'
import type { OpenedSnapshot } from './snapshot.ts'

export const NOTHING_DECLARED: DeclaredSummary = {
  judged: 0,
  newlyDenied: 0,
  newlyAllowed: 0,
  uncertain: 0,
  changes: [],
  gaps: [],
}

/** `seen`: the recorded flows, which are judged as such */
export function declaredSummary(
  snapshot: OpenedSnapshot,
  simulation: Simulation,
  seen: Iterable<Connection>,
  set: PolicySetName,
  diffs: readonly ObjectDiff[],
): DeclaredSummary {
  const { flows, gaps } = declaredBy([...snapshot.objects.values()], simulation.recorded.cluster, seen)
  const comparison = new Comparison(simulation, { set, diffs })
  for (const { flow } of flows) comparison.take(flow)
  const deltas = new Map(comparison.deltas.changed.map((delta) => [delta.flow, delta]))
  const changes = flows.flatMap((one) => changeOf(one, deltas.get(one.flow)) ?? [])
  const of = (change: DeclaredChange['change']): readonly DeclaredChange[] =>
    changes.filter((one) => one.change === change)
  const [denied, allowed, uncertain] = [of('newly-denied'), of('newly-allowed'), of('now-uncertain')]
  return {
    judged: flows.length,
    newlyDenied: denied.length,
    newlyAllowed: allowed.length,
    uncertain: uncertain.length,
    changes: [...denied, ...allowed, ...uncertain],
    gaps: gaps.map(({ from, lacks, why }) => ({ why, from, lacks })),
  }
}

function changeOf({ from, why }: DeclaredFlow, delta: FlowDelta | undefined): DeclaredChange | undefined {
  if (delta === undefined) return undefined
  const change = flowChange(delta, undefined, undefined, { expected: undefined, waiver: undefined })
  if (change === undefined || change.change === 'rerouted') return undefined
  const { because, destination, ends, flippedBy, port, protocol, source } = change
  return { change: change.change, why, from, source, destination, protocol, port, ends, because, flippedBy }
}
