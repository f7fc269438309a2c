// The recorded policies against the records: how well they reproduce the recorded verdicts, and what the records settle
// of their own flows (docs/semantics.md §7.6, §8.4).

import { stop } from '../base/diagnostic.ts'
import { calibrate as calibrateRecord, isConsistent, isHit } from '../compare/calibrate.ts'
import type { Calibrated, Left, Oracle, RecordedSet } from '../compare/calibrate.ts'
import { askedEnd } from '../engine/ends.ts'
import type { Engine } from '../engine/engine.ts'
import { judge, judgeEnd } from '../engine/judge.ts'
import type { Program } from '../engine/program.ts'
import { lastRowOf } from '../engine/recorded.ts'
import { settled } from '../engine/settle.ts'
import type { Flow, FlowEnd, FlowRecord, RecordedHit } from '../model/flow.ts'
import type { Direction } from '../model/policy.ts'
import type { FlowVerdict } from '../model/verdict.ts'
import type { Agreement } from '../report/document.ts'
import { AgreementSum } from './evidence.ts'
import { FlowSelection } from './flow-selection.ts'
import type { World } from './world.ts'

export interface Calibration {
  readonly agreement: Agreement
  /** Flows with a record that is not reproduced, whatever explains it */
  readonly differing: FlowSelection
  /** Flows with a record that contradicts the simulation, and nothing explains it */
  readonly contradicted: FlowSelection
  /** Flows of which a record leaves several verdicts open */
  readonly open: FlowSelection
}

/** What all recorded verdicts of a set come to */
export function calibrate(recorded: World, flows: readonly Flow[], set: RecordedSet): Calibration {
  const differing = new FlowSelection(flows.length)
  const contradicted = new FlowSelection(flows.length)
  const open = new FlowSelection(flows.length)
  const sum = new AgreementSum()
  eachCalibrated(recorded, flows, set, (one, place) => {
    if (one.is === 'differs') differing.add(place)
    if (one.cause === 'unexplained') contradicted.add(place)
    if (one.is === 'open') open.add(place)
    sum.add(one)
  })
  return { agreement: sum.agreement(), differing, contradicted, open }
}

/** So few flows say nothing about the snapshot as a whole */
const FEW = 10

/** Of ten flows */
const MOST_DIFFERING = 9

/**
 * Where the simulation gives nearly no flow's recorded verdict, it is the snapshot that is wrong: objects are missing, or are
 * of another cluster. What would be left to judge must not pass for an answer. Throws `snapshot-contradicted`
 */
export function refuseContradicted(label: string, flows: readonly Flow[], { differing }: Calibration): void {
  const [first] = differing.split(flows).among
  if (first === undefined || differing.size < FEW || differing.size * 10 < flows.length * MOST_DIFFERING) return
  const counts = [differing.size, flows.length].map(String)
  throw stop('snapshot-contradicted', [label, ...counts, first.source.name, first.destination.name])
}

/**
 * Every recorded verdict of a set, held against the simulation of the recorded policies, with the place of its flow; one by
 * one, as there may be millions
 */
export function eachCalibrated(
  recorded: World,
  flows: readonly Flow[],
  set: RecordedSet,
  take: (one: Calibrated, place: number) => void,
): void {
  if (flows.every(({ records }) => records.length === 0)) return
  const oracle = oracleOf(recorded, set)
  for (const [place, flow] of flows.entries())
    for (const record of flow.records) {
      const one = calibrateRecord(flow, record, set, oracle)
      if (one !== undefined) take(one, place)
    }
}

function oracleOf(recorded: World, set: RecordedSet): Oracle {
  const engine = recorded.engine(set)
  const traces = new LeftTraces(engine)
  // Records of one flow come one after the other.
  let last: { readonly flow: Flow; readonly verdict: FlowVerdict } | undefined
  const whole = (flow: Flow): FlowVerdict => {
    if (last?.flow !== flow) last = { flow, verdict: judge(engine, flow) }
    return last.verdict
  }
  return {
    says: (flow, reporter) => judgeEnd(engine, flow, reporter === 'source' ? 'egress' : 'ingress', whole),
    couldLeave: (record, trace) => traces.leftBy(record, trace),
  }
}

/** Which recorded traces the policies of an end could have left. Equal ends and traces of a snapshot are one object each */
class LeftTraces {
  readonly #engine: Engine
  readonly #byEnd: Readonly<Record<Direction, Map<FlowEnd, Map<readonly RecordedHit[], Left>>>> = {
    ingress: new Map(),
    egress: new Map(),
  }
  readonly #byProgram = new Map<Program, Map<readonly RecordedHit[], Left>>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** At the end that reports */
  leftBy({ destination, reporter, source }: FlowRecord, trace: readonly RecordedHit[]): Left {
    const [end, direction] = reporter === 'source' ? ([source, 'egress'] as const) : ([destination, 'ingress'] as const)
    return remembered(this.#byEnd[direction], end, trace, () => {
      const { programs } = askedEnd(this.#engine, end, direction)
      const all = programs.map((program) => remembered(this.#byProgram, program, trace, () => leftBy(program, trace)))
      if (all.every((one) => one === 'no')) return 'no'
      return all.includes('possible') ? 'possible' : 'previewed'
    })
  }
}

function remembered<K>(
  memo: Map<K, Map<readonly RecordedHit[], Left>>,
  key: K,
  trace: readonly RecordedHit[],
  find: () => Left,
): Left {
  let byTrace = memo.get(key)
  if (byTrace === undefined) {
    byTrace = new Map()
    memo.set(key, byTrace)
  }
  let left = byTrace.get(trace)
  if (left === undefined) {
    left = find()
    byTrace.set(trace, left)
  }
  return left
}

function leftBy(program: Program, trace: readonly RecordedHit[]): Left {
  const row = lastRowOf(program, trace.length, (hit, i) => trace[i] !== undefined && isHit(hit, trace[i]))
  return row === undefined ? 'no' : row === 'end' || !row.joint ? 'previewed' : 'possible'
}

export interface SettledFlows {
  /** In the order of those given */
  readonly flows: readonly Flow[]
  /** For each flow that the records narrow: the flow as they name it */
  readonly originals: ReadonlyMap<Flow, Flow>
}

/**
 * A recorded trace tells which of all the addresses and pods that a flow can mean it was. `open`: the flows of which the
 * enforced verdict leaves something to settle.
 */
export function settleFlows(recorded: World, resolved: readonly Flow[], open: Calibration['open']): SettledFlows {
  if (open.size === 0) return { flows: resolved, originals: new Map() }
  const originals = new Map<Flow, Flow>()
  const flows = resolved.map((flow, place) => {
    if (!open.has(place)) return flow
    const known = settled(recorded.engine('enforced'), flow, (one) => isConsistent(flow.records, one))
    if (known !== flow) originals.set(known, flow)
    return known
  })
  return { flows, originals }
}
