// How much the snapshot is worth: its age and window, how many recorded verdicts the simulation reproduces, and which
// workloads that the change touches were never seen talking (docs/report.md).

import { byKeys, byText } from '../base/order.ts'
import { weightOf } from '../compare/calibrate.ts'
import type { Calibrated } from '../compare/calibrate.ts'
import type { Engine } from '../engine/engine.ts'
import type { SnapshotMeta } from '../model/flow.ts'
import type { Policy } from '../model/policy.ts'
import { protocolName } from '../model/protocol.ts'
import type { Agreement, Disagreement, Evidence, EvidenceWorth, TierAgreement } from '../report/document.ts'

export interface EvidenceInput {
  readonly flowCount: number
  /** Workloads that were seen talking */
  readonly seen: ReadonlySet<string>
  readonly meta: SnapshotMeta
  readonly origin: Evidence['origin']
  readonly ageSeconds: number | undefined
  readonly agreement: Agreement
  /** With Calico's own preview */
  readonly previewAgreement: Agreement
  /** Workloads that the change touches, by the name of their controller */
  readonly touched: readonly string[]
  readonly worth: EvidenceWorth
}

export function evidenceOf({
  ageSeconds,
  agreement,
  flowCount,
  meta,
  origin,
  previewAgreement,
  seen,
  touched,
  worth,
}: EvidenceInput): Evidence {
  return {
    flowCount,
    recordCount: meta.recordCount,
    workloadCount: seen.size,
    windowStart: meta.windowStart,
    windowEnd: meta.windowEnd,
    capturedAt: meta.capturedAt,
    ageSeconds,
    sources: meta.sources,
    origin,
    agreement,
    previewAgreement: previewAgreement.total === 0 ? undefined : previewAgreement,
    unseen: touched.filter((name) => !seen.has(name)),
    worth,
  }
}

/** In records of the snapshot. `reproduced` counts verdicts; a trace that differs with the same verdict is reproduced */
export class AgreementSum {
  readonly #all = nothing()
  readonly #byTier: Readonly<Record<Calibrated['recorded'], Map<string, TierSum>>> = {
    allow: new Map(),
    deny: new Map(),
  }
  /** Most records are of few tiers */
  readonly #last: Record<Calibrated['recorded'], TierSum | undefined> = { allow: undefined, deny: undefined }
  readonly #differ: Disagreement[] = []
  readonly #differing = { unexplained: 0, explained: 0 }

  add(one: Calibrated): void {
    const weight = weightOf(one)
    this.#all[one.is] += weight
    this.#tierSum(one).counts[one.is] += weight
    if (one.is === 'differs' && this.#differing[kindOf(one)]++ < MOST_LISTED) this.#differ.push(disagreement(one))
  }

  #tierSum(one: Calibrated): TierSum {
    const tier = tierOf(one)
    const last = this.#last[one.recorded]
    if (last?.tier === tier) return last
    const sums = this.#byTier[one.recorded]
    let sum = sums.get(tier)
    if (sum === undefined) {
      sum = { tier, action: one.recorded, counts: nothing() }
      sums.set(tier, sum)
    }
    this.#last[one.recorded] = sum
    return sum
  }

  agreement(): Agreement {
    const all = this.#all
    return {
      total: totalOf(all),
      reproduced: all.equal + all['trace-differs'],
      open: all.open,
      otherTrace: all['trace-differs'],
      byTier: [...this.#byTier.allow.values(), ...this.#byTier.deny.values()].map(tierAgreement).sort(
        byKeys(
          ({ tier }) => tier,
          ({ action }) => action,
        ),
      ),
      differ: this.#differ,
      unlisted: {
        unexplained: Math.max(0, this.#differing.unexplained - MOST_LISTED),
        explained: Math.max(0, this.#differing.explained - MOST_LISTED),
      },
    }
  }
}

/** Of each kind of disagreement: where there are more, the snapshot is wrong, and nobody reads on */
const MOST_LISTED = 1_000

const kindOf = ({ cause }: Calibrated): 'unexplained' | 'explained' =>
  cause === 'unexplained' ? 'unexplained' : 'explained'

interface TierSum {
  readonly tier: string
  readonly action: Calibrated['recorded']
  readonly counts: Counts
}

type Counts = Record<Calibrated['is'], number>

const nothing = (): Counts => ({ equal: 0, open: 0, 'trace-differs': 0, differs: 0 })

const totalOf = ({ differs, equal, open, 'trace-differs': otherTrace }: Counts): number =>
  equal + otherTrace + open + differs

const tierAgreement = ({ action, counts, tier }: TierSum): TierAgreement => ({
  tier,
  action,
  total: totalOf(counts),
  reproduced: counts.equal + counts['trace-differs'],
  open: counts.open,
  differ: counts.differs,
})

/** Of the row that decided; which policy the end of a tier is named after does not matter here */
function tierOf({ record, set }: Calibrated): string {
  const trace = set === 'enforced' ? record.enforced : record.pending
  return trace?.[trace.length - 1]?.tier ?? ''
}

function disagreement(one: Calibrated): Disagreement {
  const { cause, flow, record, recorded, simulated } = one
  return {
    source: flow.source.name,
    destination: flow.destination.name,
    protocol: protocolName(flow.protocol),
    port: flow.destinationPort,
    reporter: record.reporter ?? 'source',
    recorded,
    simulated: simulated?.is ?? 'unknown',
    records: weightOf(one),
    cause: cause ?? 'unexplained',
  }
}

/** The workloads that policies select, by the name of their controller, each once */
export function selectedBy(engine: Engine, policies: readonly Policy[]): string[] {
  const names = policies.flatMap((policy) =>
    engine.selected(policy).map(({ namespace, owner }) => `${namespace}/${owner.name}`),
  )
  return [...new Set(names)].sort(byText)
}
