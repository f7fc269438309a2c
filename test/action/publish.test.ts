import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { SUMMARY_BYTES, createRunner } from '../../src/action/publish.ts'
import type { Runner } from '../../src/action/publish.ts'
import { parseCommands, parseOutputs } from '../support/fake-github-runner.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'netpol-publish-'))
after(() => rmSync(folder, { recursive: true, force: true }))

interface Captured {
  readonly runner: Runner
  readonly text: () => string
  readonly summary: () => string
}

function runnerOf(): Captured {
  const summary = path.join(folder, 'summary.md')
  writeFileSync(summary, '')
  const written: string[] = []
  const runner = createRunner({ GITHUB_STEP_SUMMARY: summary, RUNNER_TEMP: folder }, (text) => void written.push(text))
  return { runner, text: () => written.join(''), summary: () => readFileSync(summary, 'utf8') }
}

/** Names that people give to things in order to be the runner */
const HOSTILE = [
  '::error::gotcha',
  '  ::add-mask::a',
  'pod##[add-mask]a',
  'a\n::set-output name=result::pass',
  'a\r##[error]b',
  '\u001b[31m::warning::red',
  '%0A::error::encoded',
  '##[group]',
]

describe('log', () => {
  for (const hostile of HOSTILE) {
    it(`holds no command for ${JSON.stringify(hostile)}`, () => {
      const { runner, text } = runnerOf()
      runner.log(hostile)
      runner.log(`Reading ${hostile}.`)
      assert.deepEqual(parseCommands(text()), [])
      assert.equal(text().split('\n').length, 3)
    })
  }

  it('folds lines under a title, and a line cannot end the fold', () => {
    const { runner, text } = runnerOf()
    runner.group('a\n::error::b', ['1', '::endgroup::', '##[endgroup]'])
    assert.deepEqual(
      parseCommands(text()).map(({ name }) => name),
      ['group', 'endgroup'],
    )
  })
})

describe('annotations', () => {
  it('keep file, line, title and message apart', () => {
    const { runner, text } = runnerOf()
    runner.annotate([
      {
        level: 'error',
        at: { path: 'k8s/a,b:c.yaml', line: 7 },
        title: '50% cut, or more',
        message: 'a, b: c::d 100%',
      },
    ])
    assert.deepEqual(parseCommands(text()), [
      {
        name: 'error',
        properties: { title: '50% cut, or more', file: 'k8s/a,b:c.yaml', line: '7' },
        message: 'a, b: c::d 100%',
      },
    ])
  })

  it('need no file', () => {
    const { runner, text } = runnerOf()
    runner.annotate([{ level: 'notice', at: undefined, title: 'T', message: 'M' }])
    assert.deepEqual(parseCommands(text()), [{ name: 'notice', properties: { title: 'T' }, message: 'M' }])
  })

  for (const hostile of HOSTILE) {
    it(`are one command each, with ${JSON.stringify(hostile)} in every part`, () => {
      const { runner, text } = runnerOf()
      runner.annotate([{ level: 'warning', at: { path: hostile, line: 1 }, title: hostile, message: hostile }])
      assert.deepEqual(
        parseCommands(text()).map(({ name }) => name),
        ['warning'],
      )
    })
  }
})

describe('summary', () => {
  it('is written as it is, up to the limit of the runner', () => {
    const { runner, summary } = runnerOf()
    runner.summarise('é'.repeat(SUMMARY_BYTES / 2))
    assert.equal(Buffer.byteLength(summary()), SUMMARY_BYTES)
  })

  it('is replaced by a line where the runner would drop it whole', () => {
    const { runner, summary } = runnerOf()
    runner.summarise(`é${'é'.repeat(SUMMARY_BYTES / 2)}`)
    assert.match(summary(), /^The report is too large/)
  })

  it('is left out where the runner has no place for it', () => {
    createRunner({}, () => undefined).summarise('text')
  })
})

describe('files and outputs', () => {
  it('are written to a folder of their own, outside of the workspace', () => {
    const { runner } = runnerOf()
    const [first = '', second = ''] = runner.writeFiles([
      { name: 'report.json', text: '{}' },
      { name: 'report.md', text: '#' },
    ])
    assert.equal(path.dirname(first), path.dirname(second))
    assert.equal(path.dirname(path.dirname(first)), folder)
    assert.deepEqual([readFileSync(first, 'utf8'), readFileSync(second, 'utf8')], ['{}', '#'])
    const [other = ''] = runner.writeFiles([{ name: 'report.json', text: '[]' }])
    assert.notEqual(other, first)
    assert.equal(existsSync(first), true)
  })

  it('are read back by the rules of the runner', () => {
    const file = path.join(folder, 'outputs')
    writeFileSync(file, '')
    process.env['GITHUB_OUTPUT'] = file
    try {
      runnerOf().runner.setOutputs({ result: 'fail', 'comment-url': '', text: 'a\nb=c\n<<d' })
    } finally {
      delete process.env['GITHUB_OUTPUT']
    }
    assert.deepEqual(parseOutputs(readFileSync(file, 'utf8')), {
      result: 'fail',
      'comment-url': '',
      text: 'a\nb=c\n<<d',
    })
  })
})
