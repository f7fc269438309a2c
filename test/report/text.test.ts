// The report for a terminal and for a log.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { renderText } from '../../src/report/text.ts'
import { YAOBANK } from './builders.ts'
import { matchesGolden } from './golden.ts'
import { CLEAN, ERROR, FAILED, HOSTILE, hostile, huge, PASS, STAGED_ONLY, UNJUDGED } from './stories.ts'

/** What colours are made of */
const SGR = /\u001b\[[0-9;]*m/g

describe('golden texts', () => {
  const stories = {
    yaobank: YAOBANK,
    pass: PASS,
    clean: CLEAN,
    error: ERROR,
    failed: FAILED,
    'staged-only': STAGED_ONLY,
    unjudged: UNJUDGED,
  }
  for (const [name, story] of Object.entries(stories)) it(name, () => matchesGolden(`${name}.txt`, renderText(story)))
})

describe('renderText', () => {
  it('has colours only where they are asked for, and the same text with them', () => {
    const coloured = renderText(YAOBANK, { colour: true })
    assert.doesNotMatch(renderText(YAOBANK), /\u001b/)
    assert.match(coloured, /^\u001b\[1;31mFAIL\u001b\[0m/)
    assert.equal(coloured.replace(SGR, ''), renderText(YAOBANK))
  })
  it('aligns the columns of a table', () => {
    const lines = renderText(YAOBANK).split('\n')
    const head = lines.findIndex((line) => /^ {4}What stops working/.test(line))
    const rows = lines
      .slice(head)
      .filter((line) => / connections?$/.test(line) && line.includes('→'))
      .slice(0, 15)
    assert.equal(rows.length, 15)
    assert.equal(new Set(rows.map((line) => line.length)).size, 1)
  })
  it('caps its lists and says so', () => {
    const text = renderText(huge(1000), { rows: 20 })
    assert.match(text, /… and 980 more, in report\.json\./)
    assert.ok(text.split('\n').length < 300)
  })
  for (const story of [...HOSTILE, '##', '::'].map(hostile)) {
    it(`gives no command and moves no cursor: ${JSON.stringify(story.notes[0]?.slice(0, 20))}`, () => {
      for (const line of renderText(story).split('\n')) {
        assert.doesNotMatch(line, /^\s*::|##\[/)
        assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
        assert.ok(line.length < 5000)
      }
    })
  }
})
