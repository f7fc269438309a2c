// Everything that was found → the report as a value (docs/report.md). Nothing is decided here: the gate has spoken.

import { SEVERITIES } from '../base/diagnostic.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import { byKeys, byText } from '../base/order.ts'
import type { Intention } from '../advise/intention.ts'
import { expectationsFor } from '../compare/expectations.ts'
import type { FlowMark, Judgement } from '../compare/gate.ts'
import type { Settings } from '../config/settings.ts'
import { breadthOf } from '../model/bound.ts'
import type { Counts } from '../model/conclusion.ts'
import type { FlowDelta } from '../model/delta.ts'
import type { Expectations } from '../model/expectation.ts'
import type { Flow } from '../model/flow.ts'
import type { PolicySetName } from '../model/policy.ts'
import { REPORT_VERSION } from '../report/document.ts'
import type {
  AssertionResult,
  DeclaredSummary,
  DriftedObject,
  Evidence,
  FlowChange,
  ObjectChange,
  PreviewNote,
  ReportDocument,
  ReportedDiagnostic,
  SideInfo,
} from '../report/document.ts'
import { TOOL } from '../base/tool.ts'
import { flowChange } from './flow-change.ts'

export interface Findings {
  readonly settings: Settings
  readonly before: SideInfo
  readonly after: SideInfo
  readonly evidence: Evidence | undefined
  readonly declared: DeclaredSummary
  readonly objects: readonly ObjectChange[]
  /** Those that are counted */
  readonly deltas: readonly FlowDelta[]
  /** Those of flows whose records contradict the simulation */
  readonly quarantined: readonly FlowDelta[]
  /** How many such flows there are, those that do not change among them */
  readonly quarantinedCount: number
  /** Flows as the records name them, by what the recorded traces leave of them */
  readonly originals: ReadonlyMap<Flow, Flow>
  readonly preview: readonly PreviewNote[]
  readonly judgement: Judgement
  /** Of the newly denied flows */
  readonly intentions: ReadonlyMap<FlowDelta, Intention>
  readonly assertions: readonly AssertionResult[]
  readonly expectations: Expectations
  readonly otherSets: readonly { readonly set: PolicySetName; readonly counts: Counts }[]
  readonly drift: readonly DriftedObject[]
  readonly diagnostics: readonly Diagnostic[]
  /** Files that the change touches */
  readonly changedPaths: ReadonlySet<string>
  readonly notes: readonly string[]
}

export function documentOf(findings: Findings): ReportDocument {
  const { deltas, expectations, intentions, judgement, settings } = findings
  const added = [...expectations.denials, ...expectations.assertions].filter(({ addedByChange }) => addedByChange)
  return {
    version: REPORT_VERSION,
    tool: TOOL,
    conclusion: judgement.conclusion,
    gate: gateOf(settings),
    policySet: settings.policySet,
    before: findings.before,
    after: findings.after,
    evidence: findings.evidence,
    counts: countsOf(findings),
    objects: findings.objects,
    flows: flowChanges(findings),
    quarantined: quarantinedChanges(findings),
    preview: findings.preview,
    assertions: findings.assertions,
    declared: findings.declared,
    expectations: {
      unmatched: judgement.unmatched.map(({ at, text }) => ({ text, at })),
      addedByChange: added.length,
      paste: expectationsFor(deltas.filter((delta, i) => isForPaste(delta, judgement.marks[i], intentions))),
    },
    waivers: judgement.waivers,
    otherSets: findings.otherSets,
    drift: findings.drift,
    diagnostics: reported([...findings.diagnostics, ...judgement.diagnostics], findings.changedPaths),
    notes: [...settings.notes, ...findings.notes],
  }
}

export const gateOf = ({ failOn, limits, maxDeclaredDenied, minEvidence }: Settings): ReportDocument['gate'] => ({
  limits,
  minEvidence,
  maxDeclaredDenied,
  failOn,
})

/** Mistakes are to be mended, not expected */
const isForPaste = (delta: FlowDelta, mark: FlowMark | undefined, intentions: Findings['intentions']): boolean =>
  delta.change === 'newly-denied' &&
  mark?.expected === undefined &&
  mark?.waiver === undefined &&
  intentions.get(delta)?.is !== 'probably-a-mistake'

const CHANGES = ['newly-denied', 'newly-allowed', 'now-uncertain', 'rerouted']
const INTENTIONS = ['probably-a-mistake', 'looks-intended', 'nothing-near']

const countsOf = ({ judgement, quarantinedCount }: Findings): Counts => ({
  ...judgement.counts,
  quarantined: quarantinedCount,
})

function flowChanges({ deltas, intentions, judgement, originals }: Findings): FlowChange[] {
  const changes = deltas.map((delta, i) =>
    delta.change === 'unchanged'
      ? undefined
      : flowChange(delta, originals.get(delta.flow), intentions.get(delta), marksOf(judgement.marks[i])),
  )
  return inOrder(changes.filter((change) => change !== undefined))
}

function quarantinedChanges({ originals, quarantined }: Findings): FlowChange[] {
  const changes = quarantined.map((delta) => flowChange(delta, originals.get(delta.flow), undefined, NO_MARKS))
  return inOrder(changes.filter((change) => change !== undefined))
}

const NO_MARKS = { expected: undefined, waiver: undefined } as const

/** How much an uncertain flow leaves open; without a bound that is everything */
const breadth = ({ change, possiblyAllowed, possiblyCut }: FlowChange): number => {
  if (change !== 'now-uncertain') return 0
  const bounds = possiblyAllowed.length > 0 ? possiblyAllowed : possiblyCut
  return bounds.length === 0 ? Infinity : Number(bounds.reduce((sum, text) => sum + breadthOf(text), 0n))
}

/** Newly denied first, mistakes before the rest; uncertain ones narrowest first; then by weight, and by name where that is equal */
const inOrder = (changes: readonly FlowChange[]): FlowChange[] =>
  changes.toSorted(
    byKeys(
      ({ change }) => CHANGES.indexOf(change),
      ({ intention }) => INTENTIONS.indexOf(intention?.is ?? 'nothing-near'),
      breadth,
      ({ seen }) => -seen.count,
      ({ source }) => source.name,
      ({ destination }) => destination.name,
      ({ protocol }) => protocol,
      ({ port }) => port ?? -1,
    ),
  )

function marksOf(mark: FlowMark | undefined): Pick<FlowChange, 'expected' | 'waiver'> {
  const expected = mark?.expected
  const waiver = mark?.waiver
  return {
    expected:
      expected === undefined
        ? undefined
        : { reason: expected.reason, at: expected.at, addedByChange: expected.addedByChange },
    waiver: waiver === undefined ? undefined : { owner: waiver.owner, reason: waiver.reason, expires: waiver.expires },
  }
}

/** Errors first, those in the change before the others; each once */
export function reported(diagnostics: readonly Diagnostic[], changedPaths: ReadonlySet<string>): ReportedDiagnostic[] {
  const severities = ['error', 'warning', 'notice']
  const seen = new Set<string>()
  return diagnostics
    .filter((diagnostic) => {
      const key = JSON.stringify(diagnostic)
      return !seen.has(key) && seen.add(key)
    })
    .map(({ args, at, code }) => ({
      code,
      severity: SEVERITIES[code],
      args,
      at,
      inChange: at !== undefined && changedPaths.has(at.path),
    }))
    .sort((a, b) => {
      const rank = (one: ReportedDiagnostic): number => severities.indexOf(one.severity) * 2 + (one.inChange ? 0 : 1)
      return (
        rank(a) - rank(b) ||
        byText(a.at?.path ?? '', b.at?.path ?? '') ||
        (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
        byText(a.code, b.code)
      )
    })
}
