// Annotations on lines: which, in what order, how many.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { annotationsOf, MOST_ANNOTATIONS } from '../../src/report/annotations.ts'
import type { ReportDocument } from '../../src/report/document.ts'
import { assertion, at, diagnostic, document, YAOBANK, YAOBANK_OBJECTS } from './builders.ts'
import { CLEAN, ERROR, FAILED, HOSTILE, hostile, huge, PASS } from './stories.ts'

const brief = (of: ReportDocument, most?: number) =>
  annotationsOf(of, most).map(
    ({ level, line, path, title }) => `${level} ${path ?? '-'}:${String(line ?? '-')} ${title}`,
  )

describe('annotationsOf', () => {
  it('of the yaobank change: the mistake first, then one for each line that stops flows', () => {
    assert.deepEqual(brief(YAOBANK), [
      'error policies/yaobank.yaml:79 Probably a mistake: yaobank/summary → yaobank/database TCP 2379 would be cut',
      'warning policies/yaobank.yaml:110 6 flows that work today would be cut here',
      'warning policies/yaobank.yaml:85 1 flow that works today would be cut here',
      'warning policies/yaobank.yaml:34 2 flows that work today would be cut here',
      'warning policies/yaobank.yaml:135 1 flow that works today would be cut here',
      'warning policies/yaobank.yaml:147 1 flow that works today would be cut here',
      'warning policies/yaobank.yaml:67 4 flows that work today would be cut here',
    ])
    const [first] = annotationsOf(YAOBANK)
    assert.equal(
      first?.message,
      'Ingress rule 1 of Calico NetworkPolicy yaobank/database allows this, but on port `2279`, where nothing listens. Seen 78 connections. Probably `2379` was meant.',
    )
  })

  it('a mistake is a warning where the gate lets it pass', () => {
    assert.match(brief({ ...YAOBANK, conclusion: { result: 'pass', reasons: [] } })[0] ?? '', /^warning/)
  })

  it('failed assertions and errors of the change, and no remarks about other files', () => {
    assert.deepEqual(brief(FAILED), [
      'error netpol-expectations.yml:4 Assertion that does not hold',
      'error policies/yaobank.yaml:73 Unknown field',
      'warning policies/shop.yaml:9 Policy that has no effect',
    ])
  })

  it('nothing to point at gives none', () => {
    assert.deepEqual(annotationsOf(CLEAN), [])
    assert.deepEqual(brief(ERROR), ['error policies/yaobank.yaml:7 Not valid YAML'])
  })

  it('leaves out what is expected, waived, or known only from the cluster', () => {
    assert.deepEqual(brief(PASS), [
      'warning policies/yaobank.yaml:30 1 flow that works today would be cut here',
      'warning policies/yaobank.yaml:40 Rules that have no effect',
    ])
  })

  it('puts files of the change before others, whatever their level', () => {
    const shown = brief(
      document({
        objects: YAOBANK_OBJECTS.slice(0, 1),
        assertions: [assertion({ holds: false })],
        diagnostics: [diagnostic({ severity: 'warning', code: 'rule-dropped', args: ['1'], at: at(9) })],
      }),
    )
    assert.deepEqual(shown, [
      'warning policies/yaobank.yaml:9 Rule that has no effect',
      'error netpol-expectations.yml:4 Assertion that does not hold',
    ])
  })

  it('stops at nine, and says how many more there are', () => {
    const all = annotationsOf(huge(50), Infinity)
    assert.equal(all.length, 50)
    const shown = annotationsOf(huge(50))
    assert.equal(shown.length, MOST_ANNOTATIONS + 1)
    assert.deepEqual(shown.slice(0, -1), all.slice(0, MOST_ANNOTATIONS))
    assert.equal(shown.at(-1)?.message, '41 more lines have something to look at: see the job summary.')
    assert.equal(annotationsOf(huge(9)).length, 9)
    assert.equal(annotationsOf(huge(10)).at(-1)?.message, '1 more line has something to look at: see the job summary.')
  })

  it('is one line each, within what GitHub shows', () => {
    for (const { message, title } of HOSTILE.flatMap((text) => annotationsOf(hostile(text), Infinity))) {
      assert.ok(title.length <= 255 && message.length <= 4096)
      assert.doesNotMatch(title + message, /[\r\n\u001b]|##\[/)
    }
  })
})
