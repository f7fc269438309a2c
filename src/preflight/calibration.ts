// The recorded policies against the records: how well they reproduce the recorded verdicts, and what the records settle
// of their own flows (docs/semantics.md §7.6, §8.4).

import { stop } from '../base/diagnostic.ts'
import { calibrate, isConsistent, isHit } from '../compare/calibrate.ts'
import type { Left, Oracle, RecordedSet } from '../compare/calibrate.ts'
import { askedEnd } from '../engine/ends.ts'
import type { Engine } from '../engine/engine.ts'
import { judge, judgeEnd } from '../engine/judge.ts'
import type { Program } from '../engine/program.ts'
import { lastRowOf } from '../engine/recorded.ts'
import { settled } from '../engine/settle.ts'
import type { Flow, FlowRecord, RecordedHit } from '../model/flow.ts'
import type { FlowVerdict } from '../model/verdict.ts'
import type { Agreement } from '../report/document.ts'
import { AgreementSum } from './evidence.ts'
import type { World } from './world.ts'

/** What the records of one flow come to */
export interface Fate {
  /** One of them is not reproduced, and nothing explains it */
  readonly contradicted: boolean
  /** One of them leaves several verdicts open */
  readonly open: boolean
}

/** Flows with a record that is not reproduced, whatever explains it */
export interface Differing {
  readonly count: number
  readonly first: Flow | undefined
}

const FATES: readonly Fate[] = [0, 1, 2, 3].map((bits) => ({ contradicted: (bits & 1) > 0, open: (bits & 2) > 0 }))
const HARMLESS: Fate = { contradicted: false, open: false }

/** Flows one by one → what all recorded verdicts of a set come to */
export class Calibrator {
  readonly #recorded: World
  readonly #set: RecordedSet
  /** Made for the first record: policies need no compiling where there is none */
  #oracle: Oracle | undefined
  readonly #sum = new AgreementSum()
  #differing = 0
  #firstDiffering: Flow | undefined

  constructor(recorded: World, set: RecordedSet) {
    this.#recorded = recorded
    this.#set = set
  }

  take(flow: Flow): Fate {
    let [differs, contradicted, open] = [false, 0, 0]
    for (const record of flow.records) {
      this.#oracle ??= oracleOf(this.#recorded, this.#set)
      const one = calibrate(flow, record, this.#set, this.#oracle)
      if (one === undefined) continue
      if (one.is === 'differs') differs = true
      if (one.cause === 'unexplained') contradicted = 1
      if (one.is === 'open') open = 2
      this.#sum.add(one)
    }
    if (differs) {
      this.#differing++
      this.#firstDiffering ??= flow
    }
    return FATES[contradicted + open] ?? HARMLESS
  }

  get agreement(): Agreement {
    return this.#sum.agreement()
  }

  get differing(): Differing {
    return { count: this.#differing, first: this.#firstDiffering }
  }
}

/** So few flows say nothing about the snapshot as a whole */
const FEW = 10

/** Of ten flows */
const MOST_DIFFERING = 9

/**
 * Where the simulation gives nearly no flow's recorded verdict, it is the snapshot that is wrong: objects are missing, or are
 * of another cluster. What would be left to judge must not pass for an answer. Throws `snapshot-contradicted`
 */
export function refuseContradicted(label: string, flowCount: number, { count, first }: Differing): void {
  if (first === undefined || count < FEW || count * 10 < flowCount * MOST_DIFFERING) return
  const counts = [count, flowCount].map(String)
  throw stop('snapshot-contradicted', [label, ...counts, first.source.name, first.destination.name])
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

/** Which recorded traces the policies of an end could have left. Equal traces of a snapshot are one object */
class LeftTraces {
  readonly #engine: Engine
  readonly #byProgram = new Map<Program, Map<readonly RecordedHit[], Left>>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** At the end that reports */
  leftBy({ destination, reporter, source }: FlowRecord, trace: readonly RecordedHit[]): Left {
    const [end, direction] = reporter === 'source' ? ([source, 'egress'] as const) : ([destination, 'ingress'] as const)
    const { programs } = askedEnd(this.#engine, end, direction)
    const all = programs.map((program) => this.#left(program, trace))
    if (all.every((one) => one === 'no')) return 'no'
    return all.includes('possible') ? 'possible' : 'previewed'
  }

  #left(program: Program, trace: readonly RecordedHit[]): Left {
    let byTrace = this.#byProgram.get(program)
    if (byTrace === undefined) {
      byTrace = new Map()
      this.#byProgram.set(program, byTrace)
    }
    let left = byTrace.get(trace)
    if (left === undefined) {
      left = leftBy(program, trace)
      byTrace.set(trace, left)
    }
    return left
  }
}

function leftBy(program: Program, trace: readonly RecordedHit[]): Left {
  const row = lastRowOf(program, trace.length, (hit, i) => trace[i] !== undefined && isHit(hit, trace[i]))
  return row === undefined ? 'no' : row === 'end' || !row.joint ? 'previewed' : 'possible'
}

/**
 * A flow of which the enforced verdict leaves something open, as its records leave it: a recorded trace tells which of all
 * the addresses and pods that it can mean it was. The same flow where they rule nothing out
 */
export const settledByRecords = (recorded: World, flow: Flow): Flow =>
  settled(recorded.engine('enforced'), flow, (one) => isConsistent(flow.records, one))
