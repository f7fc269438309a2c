// The first line of every report: the verdict, in words for someone who knows no Calico, with the numbers that led to it.

import type { Block, Tone } from './blocks.ts'
import type { Conclusion, GateSettings, LimitName, ReportDocument } from './document.ts'
import { sameCounts } from './evidence.ts'
import { flows, isAre } from './names.ts'
import { counted, joined, name, NOTHING, phrase, type Phrase } from './phrase.ts'

/** Nothing to tell a reviewer: no flow, object or assertion to look at, and nothing failed */
export function isQuiet({
  assertions,
  conclusion,
  counts,
  declared: { newlyDenied: declaredDenied },
  diagnostics,
  evidence,
  expectations,
  objects,
  otherSets,
}: ReportDocument): boolean {
  const { expectedDenied, newlyAllowed, newlyDenied, quarantined, uncertain, waived } = counts
  return (
    conclusion.result === 'pass' &&
    declaredDenied + newlyDenied + newlyAllowed + uncertain + expectedDenied + waived + quarantined === 0 &&
    otherSets.every((other) => sameCounts(other.counts, counts)) &&
    expectations.addedByChange === 0 &&
    (evidence !== undefined || objects.length === 0) &&
    assertions.every(({ holds }) => holds) &&
    !diagnostics.some(({ inChange, severity }) => inChange && severity !== 'notice')
  )
}

/** `resolved`: there is an earlier comment that said something else */
export function headline(document: ReportDocument, resolved: boolean): Block {
  const after = resolved && isQuiet(document) ? phrase`, resolved at ${name(document.after.label)}` : NOTHING
  if (document.conclusion.result === 'error') {
    return { is: 'headline', tone: 'error', of: phrase`Netpol preflight could not run, so nothing was judged` }
  }
  const others = [
    declared(document),
    allowed(document),
    ...otherReasons(document.conclusion),
    contradicted(document),
    added(document),
  ]
  // What makes it fail comes first
  const isFirst = document.conclusion.result !== 'fail' || document.counts.newlyDenied > 0
  const clauses = isFirst ? [cut(document), ...others] : [...others, cut(document)]
  const said = joined(
    clauses.filter((clause) => clause.length > 0),
    phrase`; `,
  )
  return { is: 'headline', tone: toneOf(document), of: phrase`Netpol preflight${after}: ${said}` }
}

function toneOf(document: ReportDocument): Tone {
  const { conclusion, evidence, objects } = document
  if (conclusion.result !== 'pass') return conclusion.result
  const isUnjudged = evidence === undefined && objects.length > 0
  return isUnjudged || document.counts.quarantined > 0 || mistakesOf(document) > 0 ? 'warn' : 'pass'
}

const mistakesOf = ({ flows: all }: ReportDocument): number =>
  all.filter(
    ({ expected, intention, waiver }) =>
      expected === undefined && waiver === undefined && intention?.is === 'probably-a-mistake',
  ).length

function cut(document: ReportDocument): Phrase {
  const { counts, evidence, gate, objects } = document
  if (evidence === undefined) {
    if (objects.length === 0) return phrase`nothing in this change affects network policy`
    const what = counted(objects.length, phrase`relevant object changes`, phrase`relevant objects change`)
    return phrase`${what}, and no flow was judged, for there is no snapshot`
  }
  const expected = counts.expectedDenied + counts.waived
  if (counts.newlyDenied === 0) {
    if (counts.quarantined > 0 && counts.quarantined === evidence.flowCount) return phrase`no flow could be judged`
    if (expected === 0) return phrase`nothing that works today would be cut`
    return phrase`nothing that works today would be cut, but for ${flows(expected)} that ${isAre(expected)} ${agreedTo(document)}`
  }
  const some = counted(counts.newlyDenied, phrase`flow that works today`, phrase`flows that work today`)
  const besides = expected === 0 ? NOTHING : phrase`, besides ${expected} that ${isAre(expected)} ${agreedTo(document)}`
  return phrase`${some} would be cut${limit(gate, 'newly-denied')}${byMistake(document)}${besides}`
}

function agreedTo({ counts: { expectedDenied, waived } }: ReportDocument): Phrase {
  if (waived === 0) return phrase`expected`
  return expectedDenied === 0 ? phrase`waived` : phrase`expected or waived`
}

function byMistake(document: ReportDocument): Phrase {
  const mistakes = mistakesOf(document)
  if (mistakes === 0) return NOTHING
  return mistakes === document.counts.newlyDenied
    ? phrase`, probably by mistake`
    : phrase`, ${mistakes} probably by mistake`
}

function allowed({ counts, gate }: ReportDocument): Phrase {
  if (counts.newlyAllowed === 0) return NOTHING
  return phrase`${flows(counts.newlyAllowed)} would be newly allowed${limit(gate, 'newly-allowed')}`
}

/** Nobody was seen making them, and objects ask for them */
function declared({ declared: { newlyDenied }, gate }: ReportDocument): Phrase {
  if (newlyDenied === 0) return NOTHING
  const most = gate?.maxDeclaredDenied ?? 'unlimited'
  const held = most === 'unlimited' ? NOTHING : phrase` (limit ${most})`
  return phrase`${counted(newlyDenied, phrase`declared connection`, phrase`declared connections`)} would be cut${held}`
}

/** The limit is of interest where there is one */
function limit(gate: GateSettings | undefined, what: LimitName): Phrase {
  const most = gate?.limits[what] ?? 'unlimited'
  return most === 'unlimited' ? NOTHING : phrase` (limit ${most})`
}

const MOST_REASONS = 7

/** Reasons that the clauses about flows do not give */
const otherReasons = ({ reasons }: Conclusion): Phrase[] =>
  reasons.slice(0, MOST_REASONS).map((reason) => {
    switch (reason.is) {
      case 'over-limit':
        return reason.what === 'uncertain' ? phrase`${flows(reason.count)} uncertain (limit ${reason.limit})` : NOTHING
      case 'declared-over-limit':
        return NOTHING
      case 'evidence-too-thin':
        return phrase`the evidence is too thin: ${reason.score} of 100 (at least ${reason.minimum})`
      case 'assertion-failed':
        return counted(reason.count, phrase`assertion does not hold`, phrase`assertions do not hold`)
      case 'malformed-change':
        return counted(reason.count, phrase`changed object is malformed`, phrase`changed objects are malformed`)
      case 'waiver-expired':
        return counted(reason.count, phrase`waiver has expired`, phrase`waivers have expired`)
      case 'could-not-run':
        return NOTHING
    }
  })

/** Said in the headline, for the numbers beside it cannot be trusted further than this */
function contradicted({ counts: { quarantined } }: ReportDocument): Phrase {
  if (quarantined === 0) return NOTHING
  return phrase`the simulation contradicts the records of ${flows(quarantined)}, which ${isAre(quarantined)} not counted`
}

/** Said in the headline, so that nobody silences the gate unseen */
function added({ expectations: { addedByChange } }: ReportDocument): Phrase {
  if (addedByChange === 0) return NOTHING
  return phrase`the change itself adds ${counted(addedByChange, phrase`expectation`, phrase`expectations`)}`
}
