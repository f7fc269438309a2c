// docs/diagnostics.md: a section for every code, and every example says what the page says.

import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { SEVERITIES } from '../../src/base/diagnostic.ts'
import { saidOf } from './example.ts'
import { readPage, ROOT } from './page.ts'
import type { Section } from './page.ts'

const SECTIONS = readPage('docs/diagnostics.md').sections.filter(({ level }) => level === 3)
const codeOf = ({ title }: Section): string => title.replaceAll('`', '')
const isOutput = ({ file, language }: Section['blocks'][number]): boolean => language === 'text' && file === ''

/** `*error*`, and behind a dot where no example can show the code: a test that does, or that nothing gives it */
const markOf = ({ body }: Section): { severity: string; rest: string } => {
  const [, severity = '', rest = ''] = /^\n\*(\w+)\*(?: · (.*))?$/m.exec(body) ?? []
  return { severity, rest }
}

const SOURCES = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/^base.diagnostic\.ts$|^report.wording/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(ROOT, 'src', file), 'utf8') }))

describe('docs/diagnostics.md', () => {
  it('has a section for every code, in the order of the list', () => {
    assert.deepEqual(SECTIONS.map(codeOf), Object.keys(SEVERITIES))
  })

  it('names the severity of each', () => {
    assert.deepEqual(Object.fromEntries(SECTIONS.map((one) => [codeOf(one), markOf(one).severity])), { ...SEVERITIES })
  })

  for (const section of SECTIONS) {
    const code = codeOf(section)
    const { rest } = markOf(section)
    const test = /^in `(.*)`$/.exec(rest)?.[1]
    const examples = section.blocks.filter((block) => !isOutput(block))
    if (rest === 'reserved') {
      it(`${code} is given by nothing`, () => {
        const giving = SOURCES.filter(({ text }) => text.includes(`'${code}'`))
        assert.deepEqual(
          giving.map(({ file }) => file),
          [],
        )
        assert.equal(section.blocks.length, 0)
      })
    } else if (test !== undefined) {
      it(`${code} is shown by ${test}`, () => {
        assert.ok(existsSync(path.join(ROOT, test)), `there is no ${test}`)
        assert.ok(readFileSync(path.join(ROOT, test), 'utf8').includes(code), `${test} does not speak of ${code}`)
        assert.equal(section.blocks.length, 0)
      })
    } else {
      it(code, async () => {
        const said = await saidOf(examples)
        const [output, ...more] = section.blocks.filter(isOutput)
        assert.equal(said.map((line) => `${line}\n`).join(''), output?.text)
        assert.equal(more.length, 0)
        assert.ok(said.length > 0 && said.every((line) => line.endsWith(`(${code})`)))
      })
    }
  }

  it('says how to mend everything that is given', () => {
    const without = SECTIONS.filter((one) => markOf(one).rest !== 'reserved' && !one.body.includes('\n**Fix:** '))
    assert.deepEqual(without.map(codeOf), [])
  })
})
