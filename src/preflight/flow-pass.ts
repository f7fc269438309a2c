// Every flow of a snapshot once, in their order → all that is to be said of them. There may be a million, so nothing keeps
// a flow that the report does not show: each chapter collects what it needs as they pass.

import type { FlowDeltas } from '../model/delta.ts'
import type { ExpectedDenial } from '../model/expectation.ts'
import type { Flow } from '../model/flow.ts'
import type { PolicySetName } from '../model/policy.ts'
import type { Agreement, PreviewNote } from '../report/document.ts'
import { Calibrator, settledByRecords } from './calibration.ts'
import type { Differing } from './calibration.ts'
import type { ObjectDiff } from './change.ts'
import { Comparison } from './comparison.ts'
import { Connections } from './connections.ts'
import { previewer } from './preview.ts'
import type { Simulation } from './simulate.ts'

export interface PassOptions {
  /** The set that is counted */
  readonly set: PolicySetName
  /** Sets that are compared besides */
  readonly otherSets: readonly PolicySetName[]
  readonly diffs: readonly ObjectDiff[]
  readonly denials: readonly ExpectedDenial[]
}

export interface PassedFlows {
  /** Of the recorded verdicts, and of those of Calico's own preview */
  readonly agreement: Agreement
  readonly previewAgreement: Agreement
  readonly differing: Differing
  /** Flows as the records name them, and what is meant as far as recorded traces settle it */
  readonly seen: Connections
  /** For each flow that the records narrow: the flow as they name it */
  readonly originals: ReadonlyMap<Flow, Flow>
  readonly deltas: FlowDeltas
  /** Of flows whose records contradict the simulation: they are in none of the others */
  readonly quarantined: FlowDeltas
  readonly others: readonly { readonly set: PolicySetName; readonly deltas: FlowDeltas }[]
  readonly preview: readonly PreviewNote[]
}

/** `each` gives every flow to `take`, one by one */
export function passFlows(
  each: (take: (flow: Flow) => void) => void,
  simulation: Simulation,
  options: PassOptions,
): PassedFlows {
  const { denials, diffs, otherSets, set } = options
  const { after, recorded } = simulation
  const enforced = new Calibrator(recorded, 'enforced')
  const pending = new Calibrator(recorded, 'pending')
  const seen = new Connections()
  const originals = new Map<Flow, Flow>()
  const counted = new Comparison(simulation, { set, diffs, denials })
  const quarantined = new Comparison(simulation, { set, diffs })
  const others = otherSets.map((other) => ({ set: other, of: new Comparison(simulation, { set: other, diffs }) }))
  const previewed = previewer(after)
  const preview: PreviewNote[] = []
  each((resolved) => {
    const { contradicted, open } = enforced.take(resolved)
    pending.take(resolved)
    const flow = open ? settledByRecords(recorded, resolved) : resolved
    if (flow === resolved) seen.add(resolved)
    else {
      originals.set(flow, resolved)
      seen.add(resolved, flow)
    }
    const note = previewed?.(flow)
    if (note !== undefined) preview.push(note)
    if (contradicted) quarantined.take(flow)
    else {
      counted.take(flow)
      for (const { of } of others) of.take(flow)
    }
  })
  return {
    agreement: enforced.agreement,
    previewAgreement: pending.agreement,
    differing: enforced.differing,
    seen,
    originals,
    deltas: counted.deltas,
    quarantined: quarantined.deltas,
    others: others.map(({ of, set: other }) => ({ set: other, deltas: of.deltas })),
    preview,
  }
}
