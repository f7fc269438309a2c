// Reports without flows: nothing relevant changes, or the run could not go on.

import type { Diagnostic } from '../base/diagnostic.ts'
import { TOOL } from '../base/tool.ts'
import type { Settings } from '../config/settings.ts'
import type { Conclusion, Counts } from '../model/conclusion.ts'
import { REPORT_VERSION } from '../report/document.ts'
import type { ReportDocument, SideInfo } from '../report/document.ts'
import { NOTHING_DECLARED } from './declared.ts'
import { gateOf, reported } from './document.ts'
import type { ReadExpectations } from './expectations.ts'

export const NO_COUNTS: Counts = {
  newlyDenied: 0,
  newlyAllowed: 0,
  uncertain: 0,
  rerouted: 0,
  unchanged: 0,
  expectedDenied: 0,
  waived: 0,
  quarantined: 0,
}

interface Sides {
  readonly before: SideInfo
  readonly after: SideInfo
}

const empty = (settings: Settings | undefined, { after, before }: Sides, conclusion: Conclusion): ReportDocument => ({
  version: REPORT_VERSION,
  tool: TOOL,
  conclusion,
  gate: settings === undefined ? undefined : gateOf(settings),
  policySet: settings?.policySet ?? 'enforced',
  before,
  after,
  evidence: undefined,
  counts: NO_COUNTS,
  objects: [],
  flows: [],
  quarantined: [],
  preview: [],
  assertions: [],
  declared: NOTHING_DECLARED,
  expectations: { unmatched: [], addedByChange: 0, paste: undefined },
  waivers: [],
  otherSets: [],
  drift: [],
  diagnostics: [],
  notes: [],
})

interface Comparison extends Sides {
  readonly settings: Settings
  readonly expectations: ReadExpectations
  readonly diagnostics: readonly Diagnostic[]
}

/** A change without effect on any policy passes; an expectation file that cannot be read does not */
export function nothingChanged(comparison: Comparison, diagnostics: readonly Diagnostic[]): ReportDocument {
  const { expectations, settings } = comparison
  const broken = expectations.diagnostics.length
  const conclusion: Conclusion =
    broken === 0
      ? { result: 'pass', reasons: [] }
      : { result: 'fail', reasons: [{ is: 'malformed-change', count: broken }] }
  return {
    ...empty(settings, comparison, conclusion),
    diagnostics: reported([...comparison.diagnostics, ...expectations.diagnostics, ...diagnostics], new Set()),
    notes: settings.notes,
  }
}

/** The gate could not run, which is not the gate saying no */
export function errorDocument(
  settings: Settings | undefined,
  sides: Sides,
  diagnostics: readonly [Diagnostic, ...Diagnostic[]],
): ReportDocument {
  const reasons = diagnostics.map(({ args, code }) => ({ is: 'could-not-run', code, args }) as const)
  return {
    ...empty(settings, sides, { result: 'error', reasons }),
    diagnostics: reported(diagnostics, new Set()),
    notes: settings?.notes ?? [],
  }
}
