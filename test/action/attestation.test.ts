import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { whyUnattested } from '../../src/action/attestation.ts'
import type { Attester } from '../../src/action/attestation.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'netpol-attestation-'))
after(() => rmSync(folder, { recursive: true }))

const BY: Attester = {
  artifact: 'netpol-snapshot',
  repository: { owner: 'acme', repo: 'bank' },
  branch: 'main',
  workflow: 'capture.yml',
  serverUrl: 'https://github.com',
  token: 'the-token',
}

/** A gh that writes down how it was called, and ends as it is told */
function programs(exitCode: number, says = ''): string {
  const bin = mkdtempSync(path.join(folder, 'bin-'))
  const gh = path.join(bin, 'gh')
  const lines = [
    '#!/bin/sh',
    'd=$(dirname "$0")',
    'printf "%s\\n" "$@" >"$d/args"',
    'cat "$3" >"$d/file"',
    'env >"$d/env"',
    `printf '%s' '${says}' >&2`,
    `exit ${String(exitCode)}`,
  ]
  writeFileSync(gh, lines.join('\n'))
  chmodSync(gh, 0o755)
  return bin
}

const ask = (bin: string, by: Partial<Attester> = {}, env: Record<string, string> = {}): Promise<string | undefined> =>
  whyUnattested(Buffer.from('archive'), { ...BY, ...by }, folder, { PATH: `${bin}:/usr/bin:/bin`, ...env })

const read = (bin: string, name: string): string => readFileSync(path.join(bin, name), 'utf8')

describe('an attestation', { skip: process.platform === 'win32' }, () => {
  it('is asked of gh for these bytes, this repository, branch and workflow', async () => {
    const bin = programs(0)
    assert.equal(await ask(bin), undefined)
    const [attestation, verify, file = '', ...options] = read(bin, 'args').trim().split('\n')
    assert.deepEqual([attestation, verify], ['attestation', 'verify'])
    assert.deepEqual(options, [
      '--repo=acme/bank',
      '--source-ref=refs/heads/main',
      '--signer-workflow=github.com/acme/bank/.github/workflows/capture.yml',
    ])
    assert.equal(read(bin, 'file'), 'archive')
    assert.deepEqual(
      readdirSync(folder).filter((name) => file.includes(name)),
      [],
    )
  })

  it('is asked for with the token of the snapshot alone', async () => {
    const bin = programs(0)
    const secrets = { INPUT_TOKEN: 'secret-1', GITHUB_TOKEN: 'secret-2', ACTIONS_RUNTIME_TOKEN: 'secret-3', HOME: '/h' }
    await ask(bin, {}, secrets)
    const env = read(bin, 'env')
    assert.match(env, /^GH_TOKEN=the-token$/m)
    assert.match(env, /^HOME=\/h$/m)
    assert.doesNotMatch(env, /secret/)
  })

  it('of another server is asked for there', async () => {
    const bin = programs(0)
    await ask(bin, { serverUrl: 'https://acme.ghe.com', workflow: undefined })
    assert.match(read(bin, 'args'), /^--hostname=acme\.ghe\.com$/m)
    assert.doesNotMatch(read(bin, 'args'), /signer/)
    assert.match(read(bin, 'env'), /^GH_TOKEN=the-token$/m)
    await ask(bin, { serverUrl: 'https://github.acme.example' })
    assert.match(read(bin, 'env'), /^GH_ENTERPRISE_TOKEN=the-token$/m)
  })

  it('that gh refuses is none, in the words of gh', async () => {
    const why = await ask(programs(1, 'Error: no attestations found'))
    assert.equal(why, 'gh attestation verify refuses it: Error: no attestations found')
  })

  it('cannot be checked without gh, and nothing goes on', async () => {
    const empty = mkdtempSync(path.join(folder, 'bin-'))
    await assert.rejects(
      whyUnattested(Buffer.from('archive'), BY, folder, { PATH: empty }),
      /snapshot-untrusted: netpol-snapshot, .*GitHub CLI/,
    )
  })
})
