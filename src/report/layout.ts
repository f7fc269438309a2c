// The report document → the blocks of every report for people, in one order: what stops working and why, what is meant, what
// is not known, how far to trust it, and only then the rest (docs/report.md).

import { causes, diagnostics, drift, errorsInChange, expectations, failedAssertions, notes, objects } from './asides.ts'
import { paragraph, type Block } from './blocks.ts'
import { expected, expiredWaivers, intended, mistakes, waived } from './denied.ts'
import { declared } from './declared.ts'
import type { ReportDocument } from './document.ts'
import { counts, evidence, otherSets, verdict } from './evidence.ts'
import { headline } from './headline.ts'
import { POLICY_SETS } from './names.ts'
import { name, NOTHING, phrase, type Phrase } from './phrase.ts'
import { contradictions, preview } from './trust.ts'
import { newlyAllowed, uncertain } from './uncertain.ts'
import { aside, type View } from './view.ts'

/** `resolved`: the report takes the place of one that said something else */
export function layout(view: View, resolved = false): readonly Block[] {
  const { document } = view
  const top = headline(document, resolved)
  if (document.conclusion.result === 'error') {
    return [
      top,
      ...causes(view),
      ...errorsInChange(view),
      ...aside(view, () => [...diagnostics(view), ...notes(view)]),
      footer(view),
    ]
  }
  return [
    top,
    ...judgedAs(document),
    ...contradictions(view),
    ...mistakes(view),
    ...failedAssertions(view),
    ...errorsInChange(view),
    ...intended(view),
    ...expected(view),
    ...newlyAllowed(view),
    ...uncertain(view),
    ...declared(view),
    ...waived(view),
    ...otherSets(view),
    ...preview(view),
    ...evidence(view),
    ...verdict(view),
    ...expiredWaivers(view),
    ...(document.evidence === undefined ? objects(view) : []),
    ...aside(view, () => [
      ...expectations(view),
      ...(document.evidence === undefined ? [] : objects(view)),
      ...diagnostics(view),
      ...drift(view),
      ...notes(view),
    ]),
    ...counts(view),
    footer(view),
  ]
}

const judgedAs = ({ evidence: known, policySet }: ReportDocument): readonly Block[] =>
  policySet === 'enforced' || known === undefined
    ? []
    : [paragraph(phrase`Judged as things would be ${POLICY_SETS[policySet]} (policy set ${policySet}).`)]

function footer({ document: { after, before, tool }, rest }: View): Block {
  return {
    is: 'footer',
    of: phrase`${name(`${tool.name} ${tool.version}`)} · ${sideName(after)} against ${sideName(before)} · all details ${rest}`,
  }
}

const sideName = ({ label }: ReportDocument['after']): Phrase => (label === '' ? NOTHING : name(label))
