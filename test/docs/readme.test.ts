// README.md and the other pages that show what can be run: they are in step with the code, and what they show works.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { SETTINGS } from '../../src/config/setting.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import { readPage, ROOT } from './page.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'netpol-preflight-docs-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const CLI = path.join(ROOT, 'dist/cli.js')
const runNode = (args: readonly string[], cwd = ROOT) => spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })

describe('README.md', () => {
  it('is what `npm run readme` writes', () => {
    const { status, stderr } = runNode(['tools/readme-tables.mjs', '--check'])
    assert.equal(status, 0, stderr)
  })

  it('shows a gate of ten lines, with permissions and concurrency', () => {
    const block = readPage('README.md')
      .sections.find(({ title }) => title === 'The gate')
      ?.blocks.find(({ language }) => language === 'yaml')
    assert.match(block?.text ?? '', /^permissions: .*\nconcurrency: /m)
    assert.equal(block?.text.trimEnd().split('\n').length, 10)
  })

  it('names the defaults of the limits', () => {
    const rows = [...readPage('README.md').text.matchAll(/`(max-[a-z-]+)`, (\w+) \|$/gm)]
    const limits = [SETTINGS.maxNewlyDenied, SETTINGS.maxNewlyAllowed, SETTINGS.maxUncertain]
    assert.deepEqual(
      rows.map(([, name, value]) => [name, value]),
      limits.map(({ name, printedFallback }) => [name, printedFallback]),
    )
  })

  it('uses flags that there are', () => {
    const lines = ['README.md', 'docs/troubleshooting.md', 'examples/yaobank/README.md']
      .flatMap((page) => readPage(page).sections.flatMap(({ blocks }) => blocks))
      .flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('node dist/cli.js ')))
    assert.ok(lines.length >= 6)
    for (const line of lines) {
      const [, , command = '', ...args] = line.split(' ')
      const { stdout } = runNode([CLI, command, '--help'])
      for (const flag of args.filter((one) => one.startsWith('--')))
        assert.ok(stdout.includes(`${flag} `), `${command} ${flag}`)
    }
  })
})

describe('npm run demo', () => {
  const out = path.join(folder, 'demo')
  const demo = runNode(['examples/yaobank/demo.mjs', '--out', out])

  it('ends with 0, and says what the gate would have ended with', () => {
    assert.equal(demo.status, 0, demo.stderr)
    assert.match(demo.stdout, /exit code 1: it says no/)
  })

  it('finds the sixteen flows, the mistake first, and the line of the port', () => {
    assert.match(demo.stdout, /16 flows that work today would be cut/)
    assert.match(demo.stdout, /yaobank\/summary → yaobank\/database TCP 2379/)
    const [, file = '', line = ''] = /(examples\/yaobank\/\S+):(\d+)/.exec(demo.stdout) ?? []
    const lines = readFileSync(path.join(ROOT, file), 'utf8').split('\n')
    assert.match(lines[Number(line) - 1] ?? '', /2279/)
    assert.ok(demo.stdout.includes(`policies/yaobank.yaml:${line}\n`))
  })

  it('writes the comment and the reports where it says', () => {
    for (const name of ['comment.md', 'report.md', 'report.json']) {
      assert.ok(demo.stdout.includes(path.join(out, name)), name)
      assert.ok(readFileSync(path.join(out, name), 'utf8').length > 1000, name)
    }
    const report = JSON.parse(readFileSync(path.join(out, 'report.json'), 'utf8')) as {
      readonly conclusion: { readonly result: string }
      readonly counts: { readonly newlyDenied: number; readonly uncertain: number }
    }
    assert.equal(report.conclusion.result, 'fail')
    assert.equal(report.counts.newlyDenied, 16)
    assert.equal(report.counts.uncertain, 8)
  })
})

describe('examples/yaobank/README.md', () => {
  const scripts = readPage('examples/yaobank/README.md')
    .sections.flatMap(({ blocks }) => blocks)
    .filter(({ language, text }) => language === 'sh' && text.includes('dist/cli.js'))
    .map(({ text }) =>
      text.replaceAll('/tmp/mended', path.join(folder, 'mended')).replaceAll('node dist', `'${process.execPath}' dist`),
    )
  const shell = (script = '') => spawnSync('sh', ['-e', '-c', script], { cwd: ROOT, encoding: 'utf8' })

  it('mends the change, after which the gate passes', () => {
    const { status, stderr, stdout } = shell(scripts[0])
    assert.equal(status, 0, stderr)
    assert.match(stdout, /^PASS .*15 flows .*expected.*adds 12 expectations/)
    assert.doesNotMatch(stdout, /expectations? that no flow matches/)
  })

  it('explains why the flow is denied', () => {
    const { status, stderr, stdout } = shell(scripts[1])
    assert.equal(status, 0, stderr)
    assert.match(stdout, /port asks for 2279, the flow has 2379/)
  })
})

describe('docs/snapshot.md', () => {
  it('shows flows and metadata that are read', () => {
    const blocks = readPage('docs/snapshot.md').sections.flatMap(({ blocks: found }) => found)
    const json = blocks.filter(({ language }) => language === 'json')
    const said: Diagnostic[] = []
    const reader = createSnapshotReader({}, (diagnostic) => said.push(diagnostic))
    json.forEach(({ text }, i) => reader.addText(`${i}.jsonl`, text))
    const { meta } = reader.finish()
    assert.deepEqual(said, [])
    assert.equal(meta.recordCount, 3)
    assert.equal(meta.capturedAt, '2026-11-22T06:29:30Z')
    assert.equal(meta.windowStart, '2026-11-22T06:26:00Z')
    assert.equal(meta.clusterId, 'prod-eu')
  })
})
