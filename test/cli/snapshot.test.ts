// `snapshot merge`, `inspect` and `pseudonymise` as somebody calls them.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { main } from '../../src/cli/main.ts'
import { randomCaptures } from '../support/random-captures.ts'
import { ROOT } from '../support/shared.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'netpol-preflight-snapshot-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => path.join(folder, name)
const EXAMPLE = path.join(ROOT, 'examples/yaobank/snapshot')

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await main(['snapshot', ...args], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    input: Readable.from([]),
    env: {},
    now: () => '2026-11-22T08:29:30Z',
    columns: undefined,
  })
  return { code, out, err }
}

const unpacked = (file: string): string => gunzipSync(readFileSync(file)).toString('utf8')

const files = randomCaptures(7, 3)
  .flat()
  .map(({ path: name, text }) => {
    writeFileSync(at(name), text)
    return at(name)
  })
writeFileSync(at('key'), 'sixteen bytes or more\n')
writeFileSync(at('short'), 'short')

describe('snapshot merge', () => {
  test('writes one snapshot, the same for any order, also over one of its inputs', async () => {
    assert.equal((await run('merge', ...files, '--output', at('a.json.gz'))).code, 0)
    const { code, out } = await run('merge', '--output', at('b.json.gz'), ...[...files].reverse(), at('a.json.gz'))
    assert.equal(code, 0)
    assert.match(out, /b\.json\.gz: \d+ objects and \d+ records of \d+ windows, from 2026-11-22T/)
    assert.equal(unpacked(at('b.json.gz')), unpacked(at('a.json.gz')))
    assert.equal((await run('merge', at('b.json.gz'), '--output', at('b.json.gz'))).code, 0)
    assert.equal(unpacked(at('b.json.gz')), unpacked(at('a.json.gz')))
  })

  test('explains itself, and says what is missing', async () => {
    assert.match((await run('merge', '--help')).out, /Usage: netpol-preflight snapshot merge PATH… --output FILE/)
    const ROWS: readonly (readonly [args: readonly string[], said: RegExp])[] = [
      [['merge', ...files], /merge needs --output/],
      [['merge', '--output', at('x')], /merge needs snapshots/],
      [['merge', at('not-there'), '--output', at('x')], /snapshot-unreadable/],
      [['merge', ...files, '--output', path.join(at('key'), 'x')], /cannot be written/],
      [['merge', ...files, '--output', at('x'), '--key-file', at('key')], /go with --pseudonymise/],
      [['merge', ...files, '--outptu', at('x')], /did you mean --output/],
      [['marge'], /snapshot needs one of merge, inspect, pseudonymise/],
    ]
    for (const [args, said] of ROWS) {
      const { code, err } = await run(...args)
      assert.equal(code, 2, args.join(' '))
      assert.match(err, said)
    }
  })
})

describe('snapshot inspect', () => {
  test('tells of the example', async () => {
    const { code, out } = await run('inspect', EXAMPLE)
    assert.equal(code, 0)
    assert.match(out, /^58 flows from 140 records in 1 window over 3\.5 min$/m)
    assert.match(out, /^Captured 2026-11-22 06:29 UTC \(2 h ago\), flows from Whisker/m)
    assert.match(out, /^ {2}Pod +\d+$/m)
    assert.match(out, /^Each of 17 workloads was seen\.$/m)
  })

  test('tells a program', async () => {
    const { out } = await run('inspect', EXAMPLE, '--format', 'json')
    const { flowCount, recordCount, windowCount } = JSON.parse(out) as Record<string, unknown>
    assert.deepEqual([flowCount, recordCount, windowCount], [58, 140, 1])
  })

  test('takes no other form', async () => {
    assert.match((await run('inspect', EXAMPLE, '--format', 'yaml')).err, /text or json/)
  })
})

describe('snapshot pseudonymise', () => {
  test('writes a snapshot that says so, and names nobody', async () => {
    const { code, out } = await run('pseudonymise', EXAMPLE, '--key-file', at('key'), '--output', at('p.json.gz'))
    assert.equal(code, 0)
    assert.match(out, /with pseudonyms of the key [a-z2-7]{12}$/m)
    assert.doesNotMatch(unpacked(at('p.json.gz')), /yaobank|mainframe|tracker|10\.244\.[12]\./)
    const inspected = await run('inspect', at('p.json.gz'))
    assert.match(inspected.out, /^58 flows from 140 records/m)
    assert.match(inspected.out, /are pseudonyms of the key/)
  })

  test('is what a merge can do as well', async () => {
    await run('merge', EXAMPLE, '--pseudonymise', '--key-file', at('key'), '--output', at('m.json.gz'))
    assert.equal(unpacked(at('m.json.gz')), unpacked(at('p.json.gz')))
  })

  test('is not mixed with names', async () => {
    const { code, err } = await run('merge', EXAMPLE, at('p.json.gz'), '--output', at('x.json.gz'))
    assert.equal(code, 2)
    assert.match(err, /snapshots-differ/)
  })

  test('needs a key worth the name', async () => {
    for (const [key, said] of [
      ['short', /has 5 bytes, and needs 16/],
      ['nowhere', /cannot be read/],
    ] as const) {
      const { code, err } = await run('pseudonymise', EXAMPLE, '--key-file', at(key), '--output', at('x.json.gz'))
      assert.equal(code, 2)
      assert.match(err, said)
    }
    assert.match((await run('pseudonymise', EXAMPLE, '--output', at('x.json.gz'))).err, /need --key-file/)
  })

  test('keeps what the policies of a repository name, so that they are judged as before', async () => {
    const { code } = await run(
      ...['pseudonymise', EXAMPLE, '--key-file', at('key'), '--output', at('kept.json.gz')],
      ...['--keep', path.join(ROOT, 'examples/yaobank/after'), path.join(ROOT, 'examples/yaobank/before')],
    )
    assert.equal(code, 0)
    const [plain, hidden] = await Promise.all([EXAMPLE, at('kept.json.gz')].map(check))
    assert.deepEqual(hidden, plain)
  })
})

/** What the change of the example does to the flows of a snapshot */
async function check(snapshot: string): Promise<unknown> {
  let out = ''
  const side = (name: string): string => path.join(ROOT, 'examples/yaobank', name)
  await main(
    ['check', '--before', side('before'), '--after', side('after'), '--snapshot', snapshot, '--format', 'json'],
    {
      out: (text) => (out += text),
      err: () => undefined,
      input: Readable.from([]),
      env: {},
      now: () => '2026-11-22T08:29:30Z',
      columns: undefined,
    },
  )
  const { counts, declared, flows } = JSON.parse(out) as {
    readonly counts: unknown
    readonly declared: { readonly newlyDenied: number }
    readonly flows: readonly { readonly change: string; readonly ends: unknown; readonly port: number }[]
  }
  return {
    counts,
    declared: declared.newlyDenied,
    flows: flows.map(({ change, port }) => `${change} ${String(port)}`).sort(),
  }
}
