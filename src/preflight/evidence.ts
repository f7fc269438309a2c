// How much the snapshot is worth: its age and window, how many recorded verdicts the simulation reproduces, and which
// workloads that the change touches were never seen talking (docs/report.md).

import { byText } from '../base/order.ts'
import type { Calibrated } from '../compare/calibrate.ts'
import type { Engine } from '../engine/engine.ts'
import type { Flow, SnapshotMeta } from '../model/flow.ts'
import type { Policy } from '../model/policy.ts'
import { protocolName } from '../model/protocol.ts'
import type { Agreement, Disagreement, Evidence } from '../report/document.ts'

export interface EvidenceInput {
  readonly flows: readonly Flow[]
  readonly meta: SnapshotMeta
  readonly origin: Evidence['origin']
  readonly ageSeconds: number | undefined
  readonly calibrated: readonly Calibrated[]
  /** Workloads that a changed policy selects, by the name of their controller */
  readonly touched: readonly string[]
}

export function evidenceOf({ ageSeconds, calibrated, flows, meta, origin, touched }: EvidenceInput): Evidence {
  const seen = new Set(
    flows
      .flatMap(({ destination, source }) => [source, destination])
      .flatMap(({ is, name }) => (is === 'workload' ? [name] : [])),
  )
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
    unseen: touched.filter((name) => !seen.has(name)),
  }
}

/** `reproduced` counts verdicts; a trace that differs with the same verdict is reproduced */
export function agreementOf(calibrated: readonly Calibrated[]): Agreement {
  const count = (...kinds: readonly Calibrated['is'][]): number =>
    calibrated.filter(({ is }) => kinds.includes(is)).length
  return {
    total: calibrated.length,
    reproduced: count('equal', 'trace-differs'),
    open: count('open'),
    differ: calibrated.flatMap((one) => (one.is === 'differs' ? [disagreement(one)] : [])),
  }
}

function disagreement({ cause, flow, record, simulated }: Calibrated): Disagreement {
  return {
    source: flow.source.name,
    destination: flow.destination.name,
    protocol: protocolName(flow.protocol),
    port: flow.destinationPort,
    reporter: record.reporter ?? 'source',
    recorded: record.action ?? 'unknown',
    simulated: simulated?.is ?? 'unknown',
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
