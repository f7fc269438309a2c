// Recorded verdicts against simulated ones: how far the engine reproduces what the cluster did
// (docs/semantics.md §7; the strongest evidence for trusting a report).

import { stoppingSteps } from '../model/verdict.ts'
import type { Case, EndVerdict, Outcome, PolicyHit } from '../model/verdict.ts'
import type { Flow, FlowEnd, FlowRecord, RecordedHit } from '../model/flow.ts'

/** One recorded verdict and what the simulation says of it */
export interface Calibrated {
  readonly flow: Flow
  readonly record: FlowRecord
  readonly set: RecordedSet
  /** The verdict that the record holds, of this set */
  readonly recorded: 'allow' | 'deny'
  /** The record's own end: egress where the source reported */
  readonly simulated: EndVerdict | undefined
  /**
   * `equal`: one verdict and trace is possible, and it is the recorded one. `open`: several are, the recorded one among
   * them. `differs`: the recorded verdict is not among them. `trace-differs`: the verdict is, the trace is not.
   */
  readonly is: 'equal' | 'open' | 'trace-differs' | 'differs'
  /** Why it differs; undefined where it does not */
  readonly cause: Cause | undefined
}

export type Cause =
  /** It began under an earlier policy: a connection keeps the verdict that it began with */
  | 'older-connection'
  /** The record stands for several pods and holds only the labels that they share */
  | 'labels-aggregated'
  /** No endpoint, or none with an address, is known for the end that reports */
  | 'address-missing'
  /** A host dropped what it forwards at the end of a tier, which the record puts down to the pod's own policy there */
  | 'host-policy'
  /** The engine is wrong about it, or the snapshot is */
  | 'unexplained'

/** Which recorded trace is compared: what the dataplane did, or Calico's own preview */
export type RecordedSet = 'enforced' | 'pending'

/** What the recorded policies say of a record */
export interface Oracle {
  readonly says: (flow: Flow, reporter: Reporter) => Said
  /**
   * Whether the policies could have left such a trace at the record's end at all, whatever the addresses and ports:
   * `previewed` where Calico's preview would know the deciding rule as the dataplane does, `possible` where it may not.
   */
  readonly couldLeave: (record: FlowRecord, trace: readonly RecordedHit[]) => Left
}

/** Who recorded: the source its egress, the destination its ingress */
export type Reporter = 'source' | 'destination'

/** Of a flow: what the reporter's own end says, and what the hosts on the way do */
export interface Said extends Pick<Case, 'hosts'> {
  readonly end: EndVerdict | undefined
}

export type Left = 'no' | 'possible' | 'previewed'

/** Undefined where the record has no verdict of that set, or nobody's end */
export function calibrate(flow: Flow, record: FlowRecord, set: RecordedSet, oracle: Oracle): Calibrated | undefined {
  const trace = set === 'enforced' ? record.enforced : record.pending
  const recorded = recordedAction(record, set)
  if (record.reporter === undefined || recorded === undefined) return undefined
  const said = oracle.says(asRecorded(flow, record), record.reporter)
  const is = agreement(said.end, recorded, trace)
  const cause = is === 'differs' ? causeOf(record, set, said, oracle) : undefined
  return { flow, record, set, recorded, simulated: said.end, is, cause }
}

/** The flow as one of its records names its ends */
export const asRecorded = (flow: Flow, record: FlowRecord): Flow =>
  flow.source === record.source && flow.destination === record.destination
    ? flow
    : { ...flow, source: record.source, destination: record.destination, records: [record] }

/** How many records of the snapshot it stands for */
export const weightOf = ({ record }: Calibrated): number => record.count ?? 1

export const recordedAction = (record: FlowRecord, set: RecordedSet): 'allow' | 'deny' | undefined =>
  set === 'enforced' ? record.action : lastAction(record.pending)

/** A trace may end in a pass that no profile took up */
function lastAction(hits: readonly RecordedHit[] | undefined): 'allow' | 'deny' | undefined {
  const last = hits?.[hits.length - 1]
  if (last === undefined) return undefined
  return last.action === 'allow' ? 'allow' : 'deny'
}

function agreement(
  simulated: EndVerdict | undefined,
  action: 'allow' | 'deny',
  recorded: readonly RecordedHit[] | undefined,
): Calibrated['is'] {
  const outcomes = simulated?.outcomes ?? NO_OUTCOMES
  const [only] = outcomes
  if (only !== undefined && outcomes.length === 1) return agreementWith(only, action, recorded)
  const possible = outcomes.filter((outcome) => outcome.action === action || outcome.action === 'unknown')
  if (possible.length === 0) return 'differs'
  if (recorded !== undefined && !possible.some((outcome) => isRecorded(outcome, recorded))) return 'trace-differs'
  return 'open'
}

const NO_OUTCOMES: readonly Outcome[] = []

function agreementWith(
  only: Outcome,
  action: 'allow' | 'deny',
  recorded: readonly RecordedHit[] | undefined,
): Calibrated['is'] {
  if (only.action !== action && only.action !== 'unknown') return 'differs'
  return recorded === undefined || isRecorded(only, recorded) ? 'equal' : 'trace-differs'
}

/** Which policy the end of a tier is named after is not compared: the dataplane and the preview name different ones */
export function isRecorded({ action, trace }: Outcome, recorded: readonly RecordedHit[]): boolean {
  if (action === 'unknown') return true
  if (trace.length !== recorded.length) return false
  for (let i = 0; i < recorded.length; i++) {
    const [hit, other] = [trace[i], recorded[i]]
    if (hit === undefined || other === undefined || !isHit(hit, other)) return false
  }
  return true
}

export function isHit(hit: PolicyHit, recorded: RecordedHit): boolean {
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

/**
 * A case of a flow can be what was recorded: for every reporter that recorded a verdict, one of its records has the
 * verdict and the trace of that end. What got past the source, the destination has recorded too, where it records at all.
 */
export function isConsistent(records: readonly FlowRecord[], one: Case): boolean {
  const by = (reporter: FlowRecord['reporter']): FlowRecord[] =>
    records.filter((record) => record.reporter === reporter && record.action !== undefined)
  const [sources, destinations] = [by('source'), by('destination')]
  const at = (end: EndVerdict | undefined, of: readonly FlowRecord[]): FlowRecord[] =>
    of.filter((record) => mayHaveLeft(end, record) || isHosts(record, one))
  const atSource = at(one.egress, sources)
  if (sources.length > 0 && atSource.length === 0) return false
  const stopped = sources.length > 0 && atSource.every(({ action }) => action === 'deny')
  return stopped || destinations.length === 0 || at(one.ingress, destinations).length > 0
}

function mayHaveLeft(end: EndVerdict | undefined, { action, enforced }: FlowRecord): boolean {
  if (end === undefined) return true
  return end.outcomes.some(
    (outcome) =>
      (outcome.action === action || outcome.action === 'unknown') &&
      (enforced === undefined || isRecorded(outcome, enforced)),
  )
}

function causeOf(record: FlowRecord, set: RecordedSet, said: Said, oracle: Oracle): Cause {
  const own = record.reporter === 'source' ? record.source : record.destination
  const { end: simulated } = said
  if (simulated === undefined) return 'address-missing'
  if (set === 'enforced' && isHosts(record, said)) return 'host-policy'
  if (set === 'enforced' && isOlder(record, simulated, oracle)) return 'older-connection'
  if (isAggregated(record.source) || isAggregated(record.destination)) return 'labels-aggregated'
  const isPlaceless = own.candidates.every((one) => one.is === 'stand-in' && one.workload.addresses.length === 0)
  return isPlaceless ? 'address-missing' : 'unexplained'
}

const isAggregated = ({ candidates }: FlowEnd): boolean =>
  candidates.some((one) => one.is === 'stand-in' && one.workload.known === 'record')

/** Felix writes such a drop of a host down for the pod that the packet comes from or goes to (docs/semantics.md §4.7, H9) */
function isHosts({ enforced, reporter }: FlowRecord, { hosts }: Pick<Case, 'hosts'>): boolean {
  if (hosts === undefined) return false
  const last = enforced?.at(-1)
  if (last?.rule !== 'end-of-tier' || last.action !== 'deny') return false
  const hook = reporter === 'source' ? 'forward-egress' : 'forward-ingress'
  return stoppingSteps(hosts)
    .filter((step) => step.hook === hook)
    .flatMap(({ verdict }) => verdict.outcomes.map(({ trace }) => trace.at(-1)))
    .some((hit) => hit?.rule === 'end-of-tier' && hit.action === 'deny' && hit.tier === last.tier)
}

/**
 * Calico's preview, which is renewed while a connection lives, says of it what the simulation says: the policies changed.
 * That counts only for rules that the preview understands. A connection keeps its Allow, so for one of those it is enough
 * that the policies cannot have left its trace, and that no preview speaks against it.
 */
function isOlder(record: FlowRecord, { outcomes }: EndVerdict, oracle: Oracle): boolean {
  const { action, enforced, pending } = record
  if (enforced === undefined) return false
  const keptAllow =
    action === 'allow' && (pending === undefined || outcomes.every((outcome) => outcome.action === lastAction(pending)))
  const previewed = pending !== undefined && outcomes.every((outcome) => isRecorded(outcome, pending))
  // Whether the policies could leave the trace takes longest to find out.
  if (!keptAllow && !previewed) return false
  const left = oracle.couldLeave(record, enforced)
  return left === 'no' && action === 'allow' ? keptAllow : left !== 'possible' && previewed
}
