// How much the snapshot is worth: its age and window, how many recorded verdicts the simulation reproduces, and which
// workloads that the change touches were never seen talking (docs/report.md).

import { byKeys, byText } from '../base/order.ts'
import { weightOf } from '../compare/calibrate.ts'
import type { Calibrated } from '../compare/calibrate.ts'
import type { Engine } from '../engine/engine.ts'
import type { Flow, SnapshotMeta } from '../model/flow.ts'
import type { Policy } from '../model/policy.ts'
import { protocolName } from '../model/protocol.ts'
import type { Agreement, Disagreement, Evidence, EvidenceWorth, TierAgreement } from '../report/document.ts'
import { seenWorkloads } from './evidence-worth.ts'

export interface EvidenceInput {
  readonly flows: readonly Flow[]
  readonly meta: SnapshotMeta
  readonly origin: Evidence['origin']
  readonly ageSeconds: number | undefined
  readonly calibrated: readonly Calibrated[]
  /** Held against Calico's own preview */
  readonly previewed: readonly Calibrated[]
  /** Workloads that the change touches, by the name of their controller */
  readonly touched: readonly string[]
  readonly worth: EvidenceWorth
}

export function evidenceOf({
  ageSeconds,
  calibrated,
  flows,
  meta,
  origin,
  previewed,
  touched,
  worth,
}: EvidenceInput): Evidence {
  const seen = seenWorkloads(flows)
  return {
    flowCount: flows.length,
    recordCount: meta.recordCount,
    workloadCount: seen.size,
    windowStart: meta.windowStart,
    windowEnd: meta.windowEnd,
    capturedAt: meta.capturedAt,
    ageSeconds,
    sources: meta.sources,
    origin,
    agreement: agreementOf(calibrated),
    previewAgreement: previewed.length === 0 ? undefined : agreementOf(previewed),
    unseen: touched.filter((name) => !seen.has(name)),
    worth,
  }
}

/** `reproduced` counts verdicts; a trace that differs with the same verdict is reproduced */
export function agreementOf(calibrated: readonly Calibrated[]): Agreement {
  return {
    total: weight(calibrated, 'equal', 'trace-differs', 'open', 'differs'),
    reproduced: weight(calibrated, 'equal', 'trace-differs'),
    open: weight(calibrated, 'open'),
    otherTrace: weight(calibrated, 'trace-differs'),
    byTier: byTier(calibrated),
    differ: calibrated.flatMap((one) => (one.is === 'differs' ? [disagreement(one)] : [])),
  }
}

/** In records of the snapshot */
const weight = (calibrated: readonly Calibrated[], ...kinds: readonly Calibrated['is'][]): number =>
  calibrated.reduce((sum, one) => sum + (kinds.includes(one.is) ? weightOf(one) : 0), 0)

function byTier(calibrated: readonly Calibrated[]): TierAgreement[] {
  const groups = new Map<string, Calibrated[]>()
  for (const one of calibrated) {
    const key = JSON.stringify([tierOf(one), one.recorded])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return Array.from(groups.values(), (group): TierAgreement[] => {
    const [first] = group
    if (first === undefined) return []
    return [
      {
        tier: tierOf(first),
        action: first.recorded,
        total: weight(group, 'equal', 'trace-differs', 'open', 'differs'),
        reproduced: weight(group, 'equal', 'trace-differs'),
        open: weight(group, 'open'),
        differ: weight(group, 'differs'),
      },
    ]
  })
    .flat()
    .sort(
      byKeys(
        ({ tier }) => tier,
        ({ action }) => action,
      ),
    )
}

/** Of the row that decided; which policy the end of a tier is named after does not matter here */
const tierOf = ({ record, set }: Calibrated): string =>
  (set === 'enforced' ? record.enforced : record.pending)?.at(-1)?.tier ?? ''

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
