// The comment and the summary: whole reports as golden files, and what holds for every report.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { ReportDocument } from '../../src/report/document.ts'
import { isQuiet } from '../../src/report/headline.ts'
import { comparablePart, renderComment, renderSummary } from '../../src/report/markdown.ts'
import { document, EVIDENCE, NO_COUNTS, SHA_AFTER, YAOBANK } from './builders.ts'
import { matchesGolden } from './golden.ts'
import { cellsOf, outsideCode, withoutFences } from './markdown-outside.ts'
import {
  CLEAN,
  ERROR,
  FAILED,
  HOSTILE,
  HOSTILE_NAMES,
  hostile,
  huge,
  MARK,
  PASS,
  PROMOTED,
  STAGED_ONLY,
  UNJUDGED,
  UNTOUCHED,
} from './stories.ts'

const marker = '<!-- netpol-preflight key=default -->'
const runUrl = 'https://github.example/acme/platform/actions/runs/900'
const comment = (of: ReportDocument, resolved = false): string => renderComment(of, { marker, runUrl, resolved })
const headlineOf = (of: ReportDocument): string => comment(of).split('\n')[1] ?? ''

describe('golden comments', () => {
  const stories = {
    yaobank: YAOBANK,
    pass: PASS,
    clean: CLEAN,
    untouched: UNTOUCHED,
    unjudged: UNJUDGED,
    error: ERROR,
    'staged-only': STAGED_ONLY,
    promoted: PROMOTED,
    failed: FAILED,
    hostile: HOSTILE_NAMES,
    huge: huge(),
  }
  for (const [name, story] of Object.entries(stories)) it(name, () => matchesGolden(`${name}.md`, comment(story)))
  it('resolved', () => matchesGolden('resolved.md', comment(CLEAN, true)))
  it('resolved, for nothing relevant is left of the change', () =>
    matchesGolden('resolved-untouched.md', comment(UNTOUCHED, true)))
  it('summary', () => matchesGolden('yaobank.summary.md', renderSummary(YAOBANK)))
})

describe('headline', () => {
  const counts = (over: Partial<ReportDocument['counts']>) => ({ counts: { ...NO_COUNTS, ...over } })
  const result = (is: 'pass' | 'fail') => ({ conclusion: { result: is, reasons: [] } })
  const cases: readonly [string, Partial<ReportDocument>, string][] = [
    [
      'one',
      { ...result('fail'), ...counts({ newlyDenied: 1 }) },
      '❌ Netpol preflight: 1 flow that works today would be cut (limit 0)',
    ],
    [
      'no limit',
      {
        gate: {
          limits: { 'newly-denied': 'unlimited', 'newly-allowed': 'unlimited', uncertain: 'unlimited' },
          minEvidence: 0,
          maxDeclaredDenied: 'unlimited',
          failOn: 'threshold',
        },
        ...counts({ newlyDenied: 1234 }),
      },
      '✅ Netpol preflight: 1,234 flows that work today would be cut',
    ],
    [
      'limits not given',
      { gate: undefined, ...counts({ newlyDenied: 2 }) },
      '✅ Netpol preflight: 2 flows that work today would be cut',
    ],
    [
      'expected',
      counts({ expectedDenied: 2 }),
      '✅ Netpol preflight: nothing that works today would be cut, but for 2 flows that are expected',
    ],
    [
      'waived',
      counts({ waived: 1 }),
      '✅ Netpol preflight: nothing that works today would be cut, but for 1 flow that is waived',
    ],
    [
      'both',
      counts({ waived: 1, expectedDenied: 1, newlyDenied: 1 }),
      '✅ Netpol preflight: 1 flow that works today would be cut (limit 0), besides 2 that are expected or waived',
    ],
    [
      'a mistake within the limit',
      { flows: YAOBANK.flows.slice(0, 1), ...counts({ newlyDenied: 1 }) },
      '⚠️ Netpol preflight: 1 flow that works today would be cut (limit 0), probably by mistake',
    ],
    [
      'what fails comes first',
      { ...result('fail'), ...counts({ newlyAllowed: 1 }) },
      '❌ Netpol preflight: 1 flow would be newly allowed; nothing that works today would be cut',
    ],
    [
      'expectations of the change',
      { expectations: { addedByChange: 2, unmatched: [], paste: undefined } },
      '✅ Netpol preflight: nothing that works today would be cut; the change itself adds 2 expectations',
    ],
    [
      'no flow judged',
      { evidence: undefined, objects: UNJUDGED.objects.slice(0, 1) },
      '⚠️ Netpol preflight: 1 relevant object changes, and no flow was judged, for there is no snapshot',
    ],
  ]
  for (const [name, over, expected] of cases)
    it(name, () => assert.equal(headlineOf(document(over)), `### ${expected}`))
})

describe('isQuiet', () => {
  const quiet = { CLEAN, UNTOUCHED }
  const loud = { PASS, UNJUDGED, ERROR, STAGED_ONLY, PROMOTED, FAILED, YAOBANK }
  for (const [name, story] of Object.entries(quiet)) it(name, () => assert.ok(isQuiet(story)))
  for (const [name, story] of Object.entries(loud)) it(`not ${name}`, () => assert.ok(!isQuiet(story)))
  it('a report that is not quiet is not called resolved', () => assert.equal(comment(PASS, true), comment(PASS)))
})

describe('comparablePart', () => {
  const aged = (ageSeconds: number, over: Partial<ReportDocument> = {}) =>
    comment({ ...YAOBANK, evidence: { ...EVIDENCE, ageSeconds }, ...over })
  it('is the same when only time has passed', () => {
    assert.notEqual(aged(6 * 3600), aged(30 * 3600))
    assert.equal(comparablePart(aged(6 * 3600)), comparablePart(aged(30 * 3600)))
  })
  it('is another one for another commit, and for another count', () => {
    const before = comparablePart(aged(3600))
    assert.notEqual(
      before,
      comparablePart(aged(3600, { after: { label: 'bbbbbbb', sha: undefined, filesUrl: undefined } })),
    )
    assert.notEqual(before, comparablePart(aged(3600, { counts: { ...YAOBANK.counts, unchanged: 7 } })))
  })
  it('does not mind the line ends that a browser makes', () => {
    assert.equal(comparablePart(aged(1).replaceAll('\n', '\r\n')), comparablePart(aged(1)))
  })
  it('keeps text that a name wraps in the marks of an age on one line', () => {
    const named = (name: string) => comparablePart(comment(hostile(`<!--age-->${name}<!--/age-->`)))
    assert.match(named('x'), /<sub>/)
    assert.match(named('x'), /Failed/)
  })
})

/** Tables with rows of another width, and what is opened and not closed */
function malformed(markdown: string): readonly string[] {
  const problems: string[] = []
  let width = 0
  for (const line of withoutFences(markdown).split('\n')) {
    const cells = line.startsWith('|') ? cellsOf(line).length : 0
    if (cells > 0 && width > 0 && cells !== width) problems.push(`${String(cells)} cells for ${String(width)}: ${line}`)
    width = cells
  }
  const count = (pattern: RegExp): number => (outsideCode(markdown).match(pattern) ?? []).length
  if (count(/^<details><summary>/gm) !== count(/^<\/details>$/gm)) problems.push('details')
  if (!outsideCode(markdown).trimEnd().endsWith('</sub>')) problems.push('fence')
  if (/\p{Cs}/u.test(markdown)) problems.push('half a surrogate pair')
  return problems
}

describe('every report', () => {
  const OURS = /<(?:\/?sub|\/?details|\/?summary|!--\/?age--|\/?b)>/g

  function assertInert(markdown: string): void {
    const [first, ...lines] = markdown.split('\n')
    assert.equal(first, marker)
    const live = outsideCode(lines.join('\n')).replace(OURS, '')
    for (const pattern of [
      new RegExp(MARK),
      /[<@#]/,
      /\bGH-\d/,
      /\w:\/\//,
      /www\.\w/,
      /[0-9a-f]{7}/,
      /evil/i,
      /!\[/,
      /\]\(/,
      /^\s*(?:>|~~~|===|---)/m,
    ]) {
      const text = pattern.source.includes('#') ? live.replace(/^### /m, '') : live
      assert.doesNotMatch(text, pattern)
    }
    assert.deepEqual(malformed(markdown), [])
  }

  for (const text of HOSTILE)
    it(`keeps ${JSON.stringify(text.slice(0, 30))} from doing anything`, () => assertInert(comment(hostile(text))))

  it('keeps any text from doing anything', () => {
    const part = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.constantFrom(...'`|\\<>&@#:*_~$[]()!-+=\n ⚑'.split('')),
      fc.string({ unit: 'binary', maxLength: 4 }),
    )
    const text = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (raw) => assertInert(comment(hostile(raw)))),
      { numRuns: 60 },
    )
  })

  it('is the same bytes for the same report', () => assert.equal(comment(PASS), comment(structuredClone(PASS))))

  it('links to lines at the commit it is about, and to the run', () => {
    assert.match(comment(YAOBANK), new RegExp(`/blob/${SHA_AFTER}/policies/yaobank\\.yaml#L79\\)`))
    assert.match(comment(YAOBANK), /\[job summary\]\(https:\/\/github\.example\/acme\/platform\/actions\/runs\/900\)/)
  })
  it('has no links where the files have no address', () => {
    const side = { label: 'after', sha: undefined, filesUrl: undefined }
    const text = renderSummary({
      ...YAOBANK,
      before: side,
      after: side,
      evidence: { ...EVIDENCE, origin: { label: 'snapshot/', url: undefined } },
    })
    assert.doesNotMatch(text, /\]\(/)
    assert.match(text, /`policies\/yaobank\.yaml:79`/)
  })
  it('says of what only the cluster knows that there is no line', () =>
    assert.match(comment(PASS), /denies this \(known only from the cluster\)/))
})

describe('singular and plural', () => {
  it('go by what is told, not by all that is counted', () => {
    const [mistake, intended] = YAOBANK.flows
    const flows = [mistake!, intended!]
    const text = comment(document({ ...YAOBANK, flows, counts: { ...NO_COUNTS, newlyDenied: 2 } }))
    assert.match(text, /no rule was written for it, or/)
    assert.match(text, /If it is meant to stop/)
    assert.match(text, /<summary>The flow, what stops it, and/)
  })
})
