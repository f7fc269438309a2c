// Recorded verdicts against simulated ones: how far the engine reproduces what the cluster did
// (docs/semantics.md §7; the strongest evidence for trusting a report).

import type { Flow, FlowRecord, RecordedHit } from '../model/flow.ts'
import type { Answer, EndVerdict, FlowVerdict, Outcome, PolicyHit } from '../model/verdict.ts'

/** One recorded verdict and what the simulation says of it */
export interface Calibrated {
  readonly flow: Flow
  readonly record: FlowRecord
  /** The record's own end: egress where the source reported */
  readonly simulated: EndVerdict | undefined
  /**
   * `equal`: one verdict and trace is possible, and it is the recorded one. `open`: several are, the recorded one among
   * them. `differs`: the recorded verdict is not among them. `trace-differs`: the verdict is, the trace is not.
   */
  readonly is: 'equal' | 'open' | 'trace-differs' | 'differs'
  readonly cause: 'older-connection' | 'labels-aggregated' | 'address-missing' | 'unexplained' | undefined
}

/** Which recorded trace is compared: what the dataplane did, or Calico's own preview */
export type RecordedSet = 'enforced' | 'pending'

/** Undefined where the record has no verdict of that set, or nobody's end */
export function calibrate(
  flow: Flow,
  record: FlowRecord,
  set: RecordedSet,
  judge: (flow: Flow) => FlowVerdict,
): Calibrated | undefined {
  const recorded = set === 'enforced' ? record.enforced : record.pending
  const action = set === 'enforced' ? record.action : lastAction(recorded)
  if (record.reporter === undefined || action === undefined) return undefined
  const verdict = judge({ ...flow, source: record.source, destination: record.destination, records: [record] })
  const simulated = record.reporter === 'source' ? verdict.egress : verdict.ingress
  const is = agreement(simulated, action, recorded)
  return { flow, record, simulated, is, cause: is === 'differs' ? causeOf(record, simulated) : undefined }
}

function lastAction(hits: readonly RecordedHit[] | undefined): 'allow' | 'deny' | undefined {
  const last = hits?.at(-1)
  if (last === undefined) return undefined
  return last.action === 'allow' ? 'allow' : 'deny'
}

function agreement(
  simulated: EndVerdict | undefined,
  action: 'allow' | 'deny',
  recorded: readonly RecordedHit[] | undefined,
): Calibrated['is'] {
  const outcomes = simulated?.outcomes ?? []
  const possible = outcomes.filter((outcome) => outcome.action === action || outcome.action === 'unknown')
  if (possible.length === 0) return 'differs'
  if (recorded !== undefined && !possible.some((outcome) => isRecorded(outcome, recorded))) return 'trace-differs'
  return outcomes.length === 1 ? 'equal' : 'open'
}

/** Which policy the end of a tier is named after is not compared: the dataplane and the preview name different ones */
export function isRecorded({ action, trace }: Outcome, recorded: readonly RecordedHit[]): boolean {
  if (action === 'unknown') return true
  return (
    trace.length === recorded.length && trace.every((hit, i) => recorded[i] !== undefined && isHit(hit, recorded[i]))
  )
}

function isHit(hit: PolicyHit, recorded: RecordedHit): boolean {
  const { policy, rule, tier } = hit
  if (rule !== recorded.rule || hit.action !== recorded.action) return false
  if (policy.kind === 'pro') return recorded.kind === 'pro' && policy.name === recorded.name
  if (tier !== recorded.tier) return false
  if (rule === 'end-of-tier') return true
  return policy.kind === recorded.kind && policy.namespace === recorded.namespace && isName(policy.name, recorded)
}

/** Up to Calico 3.31 records name a policy without its tier's prefix */
const isName = (name: string, { name: recorded, tier }: RecordedHit): boolean =>
  name === recorded || name === `${tier}.${recorded}`

function causeOf(record: FlowRecord, simulated: EndVerdict | undefined): NonNullable<Calibrated['cause']> {
  const answer: Answer | undefined = simulated?.is
  // A connection keeps the verdict it began with; the preview is renewed while it lives.
  if (record.action === 'allow' && answer === 'deny' && lastAction(record.pending) === 'deny') return 'older-connection'
  if (simulated === undefined) return 'address-missing'
  return 'unexplained'
}
