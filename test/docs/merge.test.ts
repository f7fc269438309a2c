// What docs/diagnostics.md says of snapshots that cannot be merged, as the command line shows it.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, it } from 'node:test'
import { main } from '../../src/cli/main.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'netpol-preflight-merge-'))
after(() => rmSync(folder, { recursive: true, force: true }))

it('snapshots of two clusters are not merged', async () => {
  const files = ['prod-eu', 'prod-us'].map((clusterId) => {
    const file = path.join(folder, `${clusterId}.json`)
    const capturedAt = '2027-01-15T11:00:00Z'
    writeFileSync(file, JSON.stringify({ kind: 'NetpolSnapshotMetadata', capturedAt, clusterId }))
    return file
  })
  let said = ''
  const code = await main(['snapshot', 'merge', ...files, '--output', path.join(folder, 'out.json.gz')], {
    out: (text) => (said += text),
    err: (text) => (said += text),
    input: Readable.from([]),
    env: {},
    now: () => '2027-01-15T12:00:00Z',
    columns: undefined,
  })
  assert.equal(code, 2)
  assert.match(said, /prod-eu.*prod-us.*\(snapshots-differ\)/)
})
