// What is told beside the flows: assertions, expectations, problems in files, objects that change, drift, notes.

import { byKeys } from '../base/order.ts'
import { column, details, paragraph, wide, type Block } from './blocks.ts'
import type { AssertionResult, DriftedObject, ObjectChange, ReportedDiagnostic } from './document.ts'
import { ANSWERS, networkName, objectName, placeName, placeOf, ruleName, serviceName } from './names.ts'
import { capitalised, counted, listedUpTo, name, NOTHING, phrase, prose, strong, type Phrase } from './phrase.ts'
import { foldedList, foldedTable, openTable, type View } from './view.ts'
import { blockOf, remedyOf, sentenceOf } from './wording.ts'

/** Characters of lines to copy */
const MOST_TO_COPY = 2000

/** Why the run could not go on, and what to do */
export function causes({ detail, document: { conclusion } }: View): readonly Block[] {
  return conclusion.reasons.slice(0, Math.max(1, detail.shown)).flatMap((reason): readonly Block[] => {
    if (reason.is !== 'could-not-run') return []
    const remedy = remedyOf(reason)
    const lines = blockOf(reason)
    const block = lines !== undefined && lines.length <= MOST_TO_COPY ? lines : undefined
    return [
      paragraph(phrase`${strong(phrase`Why`)}: ${sentenceOf(reason)}.`),
      ...(remedy.length === 0
        ? []
        : [paragraph(phrase`${strong(phrase`What to do`)}: ${remedy}${block === undefined ? phrase`.` : NOTHING}`)]),
      ...(block === undefined ? [] : [{ is: 'code', language: 'yaml', text: block } as const]),
    ]
  })
}

export function failedAssertions(view: View): readonly Block[] {
  const failed = view.document.assertions.filter(({ holds }) => !holds)
  if (failed.length === 0) return []
  const columns = [
    column(phrase`Assertion`),
    column(phrase`Would be`),
    wide(phrase`Not so for`),
    wide(phrase`Decided by`),
    wide(phrase`Written at`),
  ]
  const row = (one: AssertionResult): readonly Phrase[] => [
    assertionName(one),
    ANSWERS[one.answer],
    listedUpTo(3, one.counterexamples.map(name)),
    one.decidedBy === undefined
      ? NOTHING
      : phrase`${ruleName(one.decidedBy)} (${placeOf(one.decidedBy, view.document.after)})`,
    phrase`${placeName(one.at, view.document.after)}${one.addedByChange ? phrase`, added by this change` : NOTHING}: ${prose(one.reason)}`,
  ]
  return [
    paragraph(phrase`${strong(phrase`Assertions that do not hold (${failed.length})`)}`),
    ...openTable(view, columns, failed, row),
  ]
}

const assertionName = (one: AssertionResult): Phrase =>
  phrase`${one.is === 'must-allow' ? phrase`must allow` : phrase`must deny`} ${networkName(one.source)} → ${networkName(one.destination)} ${serviceName({ ...one, icmp: undefined })}`

/** How the assertions went, and expectations that expect nothing */
export function expectations(view: View): readonly Block[] {
  const { assertions, expectations: known } = view.document
  const held = assertions.filter(({ holds }) => holds).length
  const { unmatched } = known
  return [
    ...(assertions.length === 0
      ? []
      : [
          paragraph(
            phrase`${held} of ${assertions.length} assertions on the policies ${held === 1 ? phrase`holds` : phrase`hold`}.`,
          ),
        ]),
    ...details(
      counted(unmatched.length, phrase`expectation that no flow matches`, phrase`expectations that no flow matches`),
      unmatched.length === 0
        ? []
        : foldedList(view, unmatched, ({ at, text }) => phrase`${name(text)} (${placeName(at, view.document.after)})`),
    ),
  ]
}

const SEVERITIES: Readonly<Record<ReportedDiagnostic['severity'], Phrase>> = {
  error: phrase`error`,
  warning: phrase`warning`,
  notice: phrase`notice`,
}
const RANK: Readonly<Record<ReportedDiagnostic['severity'], number>> = { error: 0, warning: 1, notice: 2 }

/** Errors first, and of those the ones in files of the change */
export const worstFirst = (diagnostics: readonly ReportedDiagnostic[]): readonly ReportedDiagnostic[] =>
  [...diagnostics].sort(
    byKeys(
      ({ severity }) => RANK[severity],
      ({ inChange }) => (inChange ? 0 : 1),
    ),
  )

const isUrgent = ({ inChange, severity }: ReportedDiagnostic): boolean => inChange && severity === 'error'

/** Errors in what the change touches, in plain sight: the check fails because of them */
export function errorsInChange(view: View): readonly Block[] {
  const found = remaining(view).filter(isUrgent)
  if (found.length === 0) return []
  return [
    paragraph(strong(phrase`Errors in what the change touches (${found.length})`)),
    ...openTable(view, [column(phrase`Where`), wide(phrase`What is wrong, and what to do`)], found, (one) => [
      whereOf(one, view),
      fullSentence(one),
    ]),
  ]
}

export function diagnostics(view: View): readonly Block[] {
  const found = worstFirst(remaining(view).filter((one) => !isUrgent(one)))
  if (found.length === 0) return []
  const columns = [column(phrase`Severity`), column(phrase`Where`), wide(phrase`What, and what to do`)]
  return details(
    phrase`${listedCounts(found)} about files and records`,
    foldedTable(view, columns, found, (one) => [SEVERITIES[one.severity], whereOf(one, view), fullSentence(one)]),
  )
}

/** Without those that are said as the cause of not running */
function remaining({ document: { conclusion, diagnostics: all } }: View): readonly ReportedDiagnostic[] {
  const said = new Set(
    conclusion.reasons.flatMap((reason) => (reason.is === 'could-not-run' ? [keyOf(reason.code, reason.args)] : [])),
  )
  return all.filter(({ args, code }) => !said.has(keyOf(code, args)))
}

const keyOf = (code: string, args: readonly string[]): string => JSON.stringify([code, args])

const whereOf = ({ at }: ReportedDiagnostic, { document }: View): Phrase =>
  at === undefined ? NOTHING : placeName(at, document.after)

function fullSentence(diagnostic: ReportedDiagnostic): Phrase {
  const remedy = remedyOf(diagnostic)
  const what = phrase`${capitalised(sentenceOf(diagnostic))}.`
  return remedy.length === 0 ? what : phrase`${what} ${capitalised(remedy)}.`
}

function listedCounts(all: readonly ReportedDiagnostic[]): Phrase {
  const of = (severity: ReportedDiagnostic['severity'], one: Phrase, many: Phrase): Phrase[] => {
    const count = all.filter((diagnostic) => diagnostic.severity === severity).length
    return count === 0 ? [] : [counted(count, one, many)]
  }
  return listedUpTo(3, [
    ...of('error', phrase`error`, phrase`errors`),
    ...of('warning', phrase`warning`, phrase`warnings`),
    ...of('notice', phrase`notice`, phrase`notices`),
  ])
}

const CHANGED: Readonly<Record<ObjectChange['change'], Phrase>> = {
  added: phrase`added`,
  edited: phrase`edited`,
  removed: phrase`removed`,
}

/** What the change touches; in plain sight where no flow was judged, for then it is all there is to say */
export function objects(view: View): readonly Block[] {
  const { document } = view
  const columns = [column(phrase`Change`), column(phrase`Object`), column(phrase`At`), wide(phrase`Selects`)]
  const row = (object: ObjectChange): readonly Phrase[] => [
    CHANGED[object.change],
    objectName(object),
    placeName(object.at, object.change === 'removed' ? document.before : document.after),
    selected(object),
  ]
  const all = document.objects
  if (all.length === 0) return []
  const title = counted(all.length, phrase`object that the change touches`, phrase`objects that the change touches`)
  if (document.evidence !== undefined) return details(title, foldedTable(view, columns, all, row))
  return [paragraph(strong(title)), ...openTable(view, columns, all, row)]
}

function selected({ malformed, selects }: ObjectChange): Phrase {
  if (malformed) return strong(phrase`malformed: its effect is not known`)
  if (selects === undefined) return NOTHING
  return selects.length === 0 ? phrase`no workload that is known` : listedUpTo(5, selects.map(name))
}

const DRIFT: Readonly<Record<DriftedObject['is'], Phrase>> = {
  differs: phrase`differs from the repository`,
  'only-in-repository': phrase`is missing in the cluster`,
  'only-in-cluster': phrase`is missing in the repository`,
}

export function drift(view: View): readonly Block[] {
  const all = view.document.drift
  const row = (object: DriftedObject): readonly Phrase[] => [
    objectName(object),
    DRIFT[object.is],
    object.at === undefined ? NOTHING : placeName(object.at, view.document.before),
  ]
  const title = counted(
    all.length,
    phrase`object of the cluster is not what the repository says`,
    phrase`objects of the cluster are not what the repository says`,
  )
  if (all.length === 0) return []
  return details(
    title,
    foldedTable(view, [column(phrase`Object`), column(phrase`In the cluster it`), column(phrase`At`)], all, row),
  )
}

export function notes(view: View): readonly Block[] {
  if (view.document.notes.length === 0) return []
  return details(phrase`Notes on this run`, foldedList(view, view.document.notes, prose))
}
