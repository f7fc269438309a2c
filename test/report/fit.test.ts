// Size limits: the first step that fits, at one less, exactly and one more; and what is left out is said.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fitted, STEPS, utf16Units, utf8Bytes } from '../../src/report/fit.ts'
import {
  COMMENT_BUDGET,
  LEAST_BUDGET,
  renderComment,
  renderSummary,
  SUMMARY_BUDGET,
} from '../../src/report/markdown.ts'
import { YAOBANK } from './builders.ts'
import { FAILED, HOSTILE, HOSTILE_NAMES, hostile, huge, PASS } from './stories.ts'

const marker = '<!-- netpol-preflight key=default -->'
const HUGE = huge()

describe('fitted', () => {
  const render = ({ rows }: { readonly rows: number }) => 'x'.repeat(Math.min(rows, 500))
  it('takes the first step within the limit', () => {
    assert.equal(fitted(render, { limit: 500, sizeOf: utf16Units }).length, 13)
    assert.equal(
      fitted(() => 'abc', { limit: 3, sizeOf: utf16Units }),
      'abc',
    )
  })
  it('takes the last one where none is', () =>
    assert.equal(
      fitted(() => 'abc', { limit: 2, sizeOf: utf16Units }),
      'abc',
    ))
  it('every step says less than the one before', () => {
    STEPS.slice(1).forEach((step, i) => {
      const before = STEPS[i]!
      assert.ok(step.rows <= before.rows && step.shown <= before.shown && step.paste <= before.paste)
      assert.ok(!step.asides || before.asides)
    })
  })
})

describe('docs/report.md', () => {
  it('lists the steps as they are', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/report.md'), 'utf8')
    const rows = page.split('\n').filter((line) => /^\| \d+ \|/.test(line))
    const count = (text: string): number =>
      Number(/\d[\d,]*/.exec(text)?.[0].replaceAll(',', '') ?? (text === 'all' ? Infinity : 0))
    const steps = rows.map((row) => {
      const [, , rowCount = '', shown = '', asides = '', paste = ''] = row.split('|').map((cell) => cell.trim())
      return { rows: count(rowCount), shown: count(shown), asides: asides === 'yes', paste: count(paste) }
    })
    assert.deepEqual(steps, STEPS)
  })
})

describe('utf8Bytes', () => {
  it('counts as an encoder does', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => utf8Bytes(text) === Buffer.byteLength(text)))
    for (const text of ['', 'é', '€', '😀', '\ud800', '\ud800x', '\udc00\ud800'])
      assert.equal(utf8Bytes(text), Buffer.byteLength(text))
  })
})

describe('the comment', () => {
  it('of ten thousand flows fits, and names what is missing and where it is', () => {
    const text = renderComment(HUGE, { marker })
    assert.ok(text.length <= COMMENT_BUDGET)
    assert.ok(text.length > COMMENT_BUDGET / 2, 'room is used')
    assert.match(text, /… and 9,\d\d\d more, in the job summary and in `report\.json`\./)
    assert.match(text, /They are too long for here, and in the job summary/)
  })

  it('at the limit, one below and one above', () => {
    const whole = renderComment(YAOBANK, { marker, budget: Infinity })
    assert.equal(renderComment(YAOBANK, { marker, budget: whole.length }), whole)
    assert.equal(renderComment(YAOBANK, { marker, budget: whole.length + 1 }), whole)
    const less = renderComment(YAOBANK, { marker, budget: whole.length - 1 })
    assert.ok(less.length < whole.length)
  })

  it('loses rows and never half of one, whatever the limit', () => {
    const rows = (text: string) => text.split('\n').filter((line) => line.startsWith('| `team-'))
    const all = new Set(rows(renderSummary(HUGE, Infinity)).map((row) => row.slice(0, 40)))
    assert.ok(all.size > 1000)
    for (const budget of [LEAST_BUDGET, 10_000, 20_000, 30_000, 59_999, 60_000]) {
      const text = renderComment(HUGE, { marker, budget })
      assert.ok(text.length <= budget, String(budget))
      for (const row of rows(text)) assert.ok(all.has(row.slice(0, 40)) && row.endsWith(' |'), row)
      assert.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length)
      assert.equal((text.match(/^```/gm) ?? []).length % 2, 0)
      assert.match(text, /10,000 flows that work today would be cut \(limit 0\)/)
      assert.match(text, /newly-denied = 10000 > max-newly-denied = 0/)
      assert.match(text, /report\.json/)
    }
  })

  it('holds the least budget, whatever the report', () => {
    for (const story of [YAOBANK, PASS, FAILED, HUGE, HOSTILE_NAMES, ...HOSTILE.map(hostile)]) {
      const text = renderComment(story, {
        marker,
        budget: LEAST_BUDGET,
        runUrl: `https://github.example/${'x'.repeat(200)}`,
      })
      assert.ok(text.length <= LEAST_BUDGET, String(text.length))
    }
  })
})

describe('the summary', () => {
  it('of ten thousand flows fits in bytes', () => {
    const text = renderSummary(HUGE)
    assert.ok(Buffer.byteLength(text) <= SUMMARY_BUDGET)
    assert.ok(Buffer.byteLength(text) > SUMMARY_BUDGET / 4, 'room is used')
    assert.match(text, /more, in `report\.json`\./)
  })
  it('counts bytes and not characters', () => {
    const whole = renderSummary(YAOBANK, Infinity)
    const bytes = Buffer.byteLength(whole)
    assert.ok(bytes > whole.length)
    assert.equal(renderSummary(YAOBANK, bytes), whole)
    assert.ok(Buffer.byteLength(renderSummary(YAOBANK, bytes - 1)) < bytes)
  })
})
