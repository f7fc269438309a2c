// The tools guard the sources; these tests guard the tools.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'

const ROOT = path.resolve(import.meta.dirname, '..')
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8')

interface PackageJson {
  readonly name: string
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
}

describe('runtime', () => {
  const hasAction = existsSync(path.join(ROOT, 'action.yml'))
  it('tests run on the Node of action.yml', { skip: hasAction ? false : 'action.yml does not exist yet' }, () => {
    const using = /^\s*using:\s*['"]?node(\d+)/m.exec(read('action.yml'))?.[1]
    assert.equal(process.versions.node.split('.')[0], using)
  })
})

describe('package.json and its lock', () => {
  const manifest = JSON.parse(read('package.json')) as PackageJson
  const lock = JSON.parse(read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly integrity?: string }>>
  }

  it('pins every direct dependency exactly', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
    const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
    assert.deepEqual(loose, [])
  })

  it('the lock names no registry and hashes every package', () => {
    assert.match(read('.npmrc'), /^omit-lockfile-registry-resolved=true$/m)
    assert.doesNotMatch(read('.npmrc'), /:\/\//)
    const packages = Object.entries(lock.packages).filter(([folder]) => folder !== '')
    const located = packages.filter(([, entry]) => entry.resolved !== undefined).map(([folder]) => folder)
    const unhashed = packages.filter(([, entry]) => entry.integrity === undefined).map(([folder]) => folder)
    assert.ok(packages.length > 0)
    assert.deepEqual(located, [])
    assert.deepEqual(unhashed, [])
  })

  it('the lock belongs to package.json', () => {
    const { '': root } = lock.packages
    for (const kind of ['version', 'dependencies', 'devDependencies', 'optionalDependencies'] as const) {
      assert.deepEqual((root as PackageJson | undefined)?.[kind], manifest[kind], kind)
    }
  })
})

describe('tools/test.mjs', () => {
  it('refuses to run no test', () => {
    const { status, stdout } = spawnSync(process.execPath, ['tools/test.mjs', 'test/no-such-folder'], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    assert.equal(status, 1)
    assert.match(stdout, /^0 passed, 0 failed\n$/m)
  })
})

describe('rooms', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'netpol-preflight-rooms-'))
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** The imports of each file break the rule beside it; '' means that they are allowed. */
  const PLANTED: readonly (readonly [file: string, source: string, rule: string])[] = [
    ['src/base/order.ts', `import type { Flow } from '../model/flow.ts'`, 'room-base'],
    ['src/model/flow.ts', `import '../engine/evaluate.ts'`, 'room-model'],
    ['src/manifest/object.ts', `import '../model/flow.ts'`, 'room-manifest'],
    ['src/convert/calico.ts', `import '../engine/evaluate.ts'`, 'room-convert'],
    ['src/snapshot/decode.ts', `import '../convert/calico.ts'`, 'room-snapshot'],
    ['src/declared/dns.ts', `import '../convert/calico.ts'`, 'room-declared'],
    ['src/privacy/words.ts', `import '../engine/evaluate.ts'`, 'room-privacy'],
    ['src/engine/evaluate.ts', `import '../convert/calico.ts'`, 'room-engine'],
    ['src/compare/delta.ts', `import '../engine/evaluate.ts'`, 'room-compare'],
    ['src/advise/advice.ts', `import '../report/report.ts'`, 'room-advise'],
    ['src/config/config.ts', `import '../engine/evaluate.ts'`, 'room-config'],
    ['src/report/report.ts', `import '../engine/evaluate.ts'`, 'room-report'],
    ['src/preflight/document.ts', `import '../cli/arguments.ts'`, 'room-preflight'],
    ['src/preflight/findings.ts', `import '../engine/evaluate.ts'\nimport '../report/report.ts'`, ''],
    ['src/run.ts', `import './action/comment.ts'`, 'story'],
    ['src/files/disk.ts', `import '../engine/evaluate.ts'`, 'room-files'],
    ['src/files/parts.ts', `import '../snapshot/section.ts'`, 'files-section-types-only'],
    ['src/snapshot/section.ts', `export type S = string`, ''],
    ['src/files/sections.ts', `import type { S } from '../snapshot/section.ts'`, ''],
    ['src/files/flows.ts', `import type { D } from '../snapshot/decode.ts'`, 'room-files'],
    ['src/reader-worker.ts', `import './report/report.ts'`, 'reader-worker-reads'],
    ['test/thread.test.ts', `import '../src/reader-worker.ts'`, 'entries-are-not-imported'],
    ['src/action/inputs.ts', `import '../engine/evaluate.ts'`, 'room-action'],
    ['src/action/gate.ts', `import '../preflight/findings.ts'`, ''],
    ['src/action/publish.ts', `import '../model/flow.ts'`, 'action-model-types-only'],
    ['src/cli/arguments.ts', `import './indirectly.ts'`, 'cli-without-github'],
    ['src/cli/indirectly.ts', `import '../action/comment.ts'`, 'cli-without-github'],
    ['src/capture/kubectl.ts', `import '../engine/evaluate.ts'`, 'room-capture'],
    ['src/main.ts', `import './cli/arguments.ts'`, 'main-starts-the-action'],
    ['test/entry.test.ts', `import '../src/main.ts'`, 'entries-are-not-imported'],
    ['src/report/html.ts', `import { readFileSync } from 'node:fs'\nreadFileSync('x')`, 'node-only-at-the-rim'],
    ['src/report/json.ts', `import '@actions/core'`, 'package-github'],
    ['src/manifest/other.ts', `import 'js-yaml'`, 'package-js-yaml'],
    ['src/report/sarif.ts', `import 'markdown-table'`, 'package-markdown-table'],
    ['src/config/globs.ts', `import 'minimatch'`, 'package-minimatch'],
    ['src/snapshot/archive.ts', `import 'yauzl'`, 'package-yauzl'],
    ['src/snapshot/zstd.ts', `import 'fzstd'`, 'package-fzstd'],
    ['src/action/schema.ts', `import 'ajv'`, 'packages-known'],
    ['src/engine/missing.ts', `import './not-there.ts'`, 'resolvable'],
    ['src/engine/a.ts', `import './b.ts'`, 'no-cycles'],
    ['src/engine/b.ts', `import type { A } from './a.ts'`, ''],
    ['src/engine/index.ts', `export const x = 1`, ''],
    ['src/engine/through.ts', `import './index.ts'`, 'no-index-files'],
    ['src/engine/tested.ts', `import '../../test/support/worlds.ts'`, 'src-stands-alone'],
    ['test/support/reference.ts', `import '../../src/engine/tested.ts'`, 'reference-is-independent'],
    ['test/support/worlds.ts', `import '../../src/engine/evaluate.ts'`, ''],
    [
      'src/action/comment.ts',
      `import '@actions/core'\nimport type { F } from '../model/flow.ts'\nimport 'node:fs'`,
      '',
    ],
    ['src/manifest/yaml.ts', `import 'js-yaml'`, ''],
    ['src/report/markdown-tables.ts', `import 'markdown-table'\nimport '../compare/delta.ts'`, ''],
  ]

  it('finds every planted violation, and nothing in what is allowed', () => {
    for (const [file, source] of PLANTED) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true })
      writeFileSync(path.join(folder, file), `${source}\n`)
    }
    writeFileSync(path.join(folder, 'package.json'), read('package.json'))
    for (const name of ['@actions/core', 'ajv', 'fzstd', 'js-yaml', 'markdown-table', 'minimatch', 'yauzl']) {
      const stub = path.join(folder, 'node_modules', name)
      mkdirSync(stub, { recursive: true })
      writeFileSync(path.join(stub, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
      writeFileSync(path.join(stub, 'index.js'), '')
    }
    const cruiser = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
    const config = path.join(ROOT, '.dependency-cruiser.mjs')
    const output = execFileSync(
      process.execPath,
      [cruiser, '--config', config, '--output-type', 'json', '--', 'src', 'test'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 64e6 },
    )
    const found = (JSON.parse(output) as Cruise).summary.violations
    const rulesAt = (file: string) => [...new Set(found.filter((v) => v.from === file).map((v) => v.rule.name))].sort()

    for (const [file, source, rule] of PLANTED) {
      const rules = rulesAt(file)
      // A cycle is reported once, at one of its files; planted imports close some that are not what is asked here.
      if (rule === '')
        assert.deepEqual(
          rules.filter((name) => name !== 'no-cycles'),
          [],
          `${file}: ${source}`,
        )
      else
        assert.ok(
          rules.includes(rule),
          `${file}: ${source} should break ${rule}; found ${rules.join(', ') || 'nothing'}`,
        )
    }
  })
})

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[]
  }
}
