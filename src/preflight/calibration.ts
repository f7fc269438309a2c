// The recorded policies against the records: how well they reproduce the recorded verdicts, and what the records settle
// of their own flows (docs/semantics.md §7.6, §8.4).

import { calibrate, isConsistent, isHit } from '../compare/calibrate.ts'
import type { Calibrated, Left, Oracle, RecordedSet } from '../compare/calibrate.ts'
import type { Engine } from '../engine/engine.ts'
import { ask } from '../engine/judge.ts'
import type { Program } from '../engine/program.ts'
import { lastRowOf } from '../engine/recorded.ts'
import { settled } from '../engine/settle.ts'
import type { Flow, FlowRecord, RecordedHit } from '../model/flow.ts'
import type { World } from './world.ts'

/** Every recorded verdict of a set, held against the simulation of the recorded policies */
export function calibrateFlows(recorded: World, flows: readonly Flow[], set: RecordedSet): Calibrated[] {
  return flows.flatMap((flow) => {
    if (flow.records.length === 0) return []
    const oracle = oracleOf(recorded, flow, set)
    return flow.records.flatMap((record) => calibrate(flow, record, set, oracle) ?? [])
  })
}

const oracleOf = (recorded: World, flow: Flow, set: RecordedSet): Oracle => ({
  judge: (one) => recorded.verdict(one, set),
  couldLeave: (record, trace) => couldLeave(recorded.engine(set), flow, record, trace),
})

function couldLeave(engine: Engine, flow: Flow, record: FlowRecord, trace: readonly RecordedHit[]): Left {
  const { destinations, sources } = ask(engine, { ...flow, source: record.source, destination: record.destination })
  const ends = record.reporter === 'source' ? sources : destinations
  const programs = new Set<Program>(ends.flatMap(({ program }) => program ?? []))
  const rows = Array.from(programs, (program) =>
    lastRowOf(program, trace.length, (hit, i) => trace[i] !== undefined && isHit(hit, trace[i])),
  ).filter((row) => row !== undefined)
  if (rows.length === 0) return 'no'
  return rows.every((row) => row === 'end' || !row.joint) ? 'previewed' : 'possible'
}

export interface SettledFlows {
  /** In the order of those given */
  readonly flows: readonly Flow[]
  /** For each flow that the records narrow: the flow as they name it */
  readonly originals: ReadonlyMap<Flow, Flow>
}

/**
 * A recorded trace tells which of all the addresses and pods that a flow can mean it was. `calibrated`: the enforced
 * verdicts of the flows; where none of a flow is left open, there is nothing to settle.
 */
export function settleFlows(
  recorded: World,
  resolved: readonly Flow[],
  calibrated: readonly Calibrated[],
): SettledFlows {
  const open = new Set(calibrated.flatMap((one) => (one.is === 'open' ? [one.flow] : [])))
  if (open.size === 0) return { flows: resolved, originals: new Map() }
  const originals = new Map<Flow, Flow>()
  const flows = resolved.map((flow) => {
    if (!open.has(flow)) return flow
    const known = settled(recorded.engine('enforced'), flow, (one) => isConsistent(flow.records, one))
    if (known !== flow) originals.set(known, flow)
    return known
  })
  return { flows, originals }
}
