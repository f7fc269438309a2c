// Every page of documentation: its links lead somewhere, and it names nothing of the machine that it was written on.

import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { TOOL } from '../../src/base/tool.ts'
import { linksOf, readPage, ROOT, slugOf } from './page.ts'

const IN = ['.', 'docs', 'examples', 'schema', 'test', 'bench', 'capture'].filter((folder) =>
  existsSync(path.join(ROOT, folder)),
)
const PAGES = IN.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: folder !== '.', encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .filter((file) => !file.startsWith('test/golden/')),
)

describe('links', () => {
  it('are on several pages', () => {
    for (const page of ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'docs/architecture.md'])
      assert.ok(PAGES.includes(page), page)
  })

  for (const page of PAGES) {
    it(`of ${page} lead somewhere`, () => {
      const dead = linksOf(readPage(page)).filter((link) => !leadsSomewhere(page, link))
      assert.deepEqual(dead, [])
    })
  }

  it('within the list of architecture.md are all of its sections', () => {
    const page = readPage('docs/architecture.md')
    const sections = page.sections.filter(({ level }) => level === 2).map(({ title }) => `#${slugOf(title)}`)
    assert.deepEqual(
      linksOf(page).filter((link) => link.startsWith('#')),
      sections,
    )
  })
})

function leadsSomewhere(page: string, link: string): boolean {
  if (/^https:\/\//.test(link)) return true
  const [file = '', heading] = link.split('#')
  const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
  if (!existsSync(path.join(ROOT, target))) return false
  return heading === undefined || readPage(target).sections.some(({ title }) => slugOf(title) === heading)
}

describe('docs/architecture.md', () => {
  const page = readPage('docs/architecture.md')

  it('has a row for every room', () => {
    const rooms = readdirSync(path.join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    for (const title of ['Rooms', 'Who may import whom']) {
      const body = page.sections.find((section) => section.title === title)?.body ?? ''
      const rows = [...body.matchAll(/^\| `([\w.]+)`/gm)]
        .map(([, name = '']) => name)
        .filter((name) => name !== 'run.ts')
      assert.deepEqual(rows.sort(), [...rooms].sort(), title)
    }
  })

  it('closes its sections with review notes, and can be read in one sitting', () => {
    const without = page.sections.filter(
      ({ body, level, title }) => level === 2 && title !== 'Decisions' && !/\*Review notes: [\s\S]*\*\s*$/.test(body),
    )
    assert.deepEqual(
      without.map(({ title }) => title),
      [],
    )
    assert.ok(page.text.split('\n').length < 300)
  })
})

describe('versions', () => {
  it('of package.json, of the program and of the changelog are one', () => {
    const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as typeof TOOL
    assert.deepEqual({ name, version }, { ...TOOL })
    const [, newest] = readPage('CHANGELOG.md').sections
    assert.ok(newest?.title.startsWith(`${version} `) || newest?.title === version, newest?.title)
  })
})
