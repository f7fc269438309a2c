// docs/configuration.md: its examples are read, its tables are those of the code.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { exitCodeOf } from '../../src/compare/gate.ts'
import { parseConfig } from '../../src/config/config.ts'
import { parseExpectations } from '../../src/config/expectations.ts'
import { CONFIG_PATH, SECRETS, SETTINGS } from '../../src/config/setting.ts'
import type { SettingInfo } from '../../src/config/setting.ts'
import { parseSelector } from '../../src/convert/selector-parser.ts'
import { complaints } from './support.ts'

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../docs/configuration.md'), 'utf8')

describe('the examples of docs/configuration.md', () => {
  const examples = [...PAGE.matchAll(/^```yaml\n(# (\S+)\n.*?)^```$/gms)].map(([, text = '', file = '']) => ({
    text,
    file,
  }))

  for (const [i, { file, text }] of examples.entries()) {
    it(`${i + 1}: ${file}`, () => {
      assert.ok(file === CONFIG_PATH || file === 'netpol-expectations.yml', `${file} is neither of the two files`)
      const source = { path: file, text }
      const parsed = file === CONFIG_PATH ? parseConfig(source) : parseExpectations([source], parseSelector)
      if (!parsed.ok) assert.fail(complaints(parsed.errors).join('\n'))
    })
  }

  it('are all of its code blocks', () => {
    assert.equal(examples.length, PAGE.match(/^```\w/gm)?.length)
    assert.ok(examples.length >= 4)
  })
})

describe('the tables of docs/configuration.md', () => {
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const rowOf = ({ description, name, printedFallback, surfaces, type }: SettingInfo): string => {
    const fallback = printedFallback === undefined ? '' : `\`${printedFallback}\``
    return `| \`${name}\` | ${surfaces.join(', ')} | ${type} | ${fallback} | ${description} |`
  }

  it('settings', () => {
    const section = PAGE.slice(PAGE.indexOf('## Settings'), PAGE.indexOf('## The configuration file'))
    const rows = section.split('\n').filter((line) => line.startsWith('| `'))
    assert.deepEqual(rows, [...Object.values<SettingInfo>(SETTINGS), ...SECRETS].map(rowOf))
  })

  it('exit codes', () => {
    const section = PAGE.slice(PAGE.lastIndexOf('| Result |'))
    const rows = section
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map(cells)
    const expected = (['pass', 'fail', 'error'] as const).map((result) => {
      const codes = (['threshold', 'never'] as const).map((failOn) =>
        String(exitCodeOf({ result, reasons: [] }, failOn)),
      )
      return [`\`${result}\``, ...codes]
    })
    assert.deepEqual(rows, expected)
  })

  it('every link within the page leads to a heading', () => {
    const slugs = [...PAGE.matchAll(/^#+ (.*)$/gm)].map(
      ([, title = '']) => `#${title.toLowerCase().replaceAll(' ', '-')}`,
    )
    const links = [...PAGE.matchAll(/\]\((#[^)]*)\)/g)].map(([, link = '']) => link)
    assert.ok(links.length > 0)
    assert.deepEqual(
      links.filter((link) => !slugs.includes(link)),
      [],
    )
  })
})
