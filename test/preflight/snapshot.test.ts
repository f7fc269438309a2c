// What makes a snapshot unfit to judge by, and what several of them are together.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { InputError } from '../../src/base/diagnostic.ts'
import { readSettings } from '../../src/config/settings.ts'
import type { Settings } from '../../src/config/settings.ts'
import { openSnapshot } from '../../src/preflight/snapshot.ts'
import type { OpenedSnapshot, SnapshotInput } from '../../src/preflight/snapshot.ts'

const NOW = '2026-11-21T00:00:00Z'

function settingsOf(inputs: Readonly<Record<string, string>>): Settings {
  const settings = readSettings({ surface: 'cli', inputs, config: undefined, configName: 'config.yml' })
  assert.ok(settings.ok)
  return settings.value
}

interface Capture {
  readonly at?: string
  readonly cluster?: string
  readonly policies?: readonly string[]
}

const FLOW = { src: { pod: 'a/web' }, dst: { pod: 'a/db' }, protocol: 'TCP', destinationPort: 80 }

/** As two files: what the capture says of itself, and what it has */
function filesOf({ at = '2026-11-20T12:00:00Z', cluster, policies = [] }: Capture, part?: string) {
  const metadata = {
    kind: 'NetpolSnapshotMetadata',
    capturedAt: at,
    ...(cluster !== undefined && { clusterId: cluster }),
    sources: { objects: 'Kubernetes API' },
    counts: { objects: {} },
  }
  const objects = policies.map((name) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: 'a' },
    spec: { podSelector: {} },
  }))
  const text = [...objects, { ...FLOW, lastSeen: at }].map((one) => JSON.stringify(one)).join('\n')
  const of = part === undefined ? {} : { part }
  return [
    { path: `${part ?? ''}/capture.json`, chunks: [JSON.stringify(metadata)], ...of },
    { path: `${part ?? ''}/rest.jsonl`, chunks: [text], ...of },
  ]
}

async function open(
  files: ReturnType<typeof filesOf>,
  inputs: Readonly<Record<string, string>> = {},
  more: Pick<SnapshotInput, 'isPublic'> = {},
): Promise<OpenedSnapshot> {
  const each = async function* () {
    for (const file of files) yield await Promise.resolve(file)
  }
  const snapshot = { origin: { label: 'run 7', url: undefined }, files: each(), ...more }
  const opened = await openSnapshot(settingsOf(inputs), {
    snapshot: () => Promise.resolve(snapshot),
    now: () => NOW,
    log: () => undefined,
  })
  assert.ok(opened !== undefined)
  return opened
}

const codes = ({ diagnostics }: OpenedSnapshot): string[] => diagnostics.map(({ code }) => code)
const names = ({ objects }: OpenedSnapshot): string[] => [...objects.values()].map(({ name }) => name)

describe('a snapshot', () => {
  it('must be of the cluster that is pinned', async () => {
    assert.deepEqual(codes(await open(filesOf({ cluster: 'abc' }), { 'cluster-id': 'abc' })), [])
    await assert.rejects(open(filesOf({ cluster: 'other' }), { 'cluster-id': 'abc' }), (error) => {
      assert.ok(error instanceof InputError)
      assert.deepEqual(error.diagnostics[0].code, 'snapshot-untrusted')
      assert.deepEqual(error.diagnostics[0].args, ['run 7', 'it is of cluster other, and `cluster-id` is abc'])
      return true
    })
    await assert.rejects(
      open(filesOf({}), { 'cluster-id': 'abc' }),
      /snapshot-untrusted: run 7, it does not say of which/,
    )
  })

  it('must be of one cluster', async () => {
    const files = [...filesOf({ cluster: 'a' }, '1'), ...filesOf({ cluster: 'b', at: '2026-11-20T13:00:00Z' }, '2')]
    await assert.rejects(open(files), /snapshots-differ/)
  })

  it('is warned of where everyone may read it', async () => {
    assert.deepEqual(codes(await open(filesOf({}), {}, { isPublic: true })), ['snapshot-public'])
    assert.deepEqual(codes(await open(filesOf({}), {}, { isPublic: false })), [])
  })

  it('of several captures has what the newest of them has', async () => {
    const old = filesOf({ at: '2026-11-20T11:00:00Z', policies: ['gone', 'kept'] }, '1')
    const now = filesOf({ at: '2026-11-20T12:00:00Z', policies: ['kept', 'new'] }, '2')
    assert.deepEqual(names(await open([...old, ...now])), ['kept', 'new'])
    assert.deepEqual(names(await open([...now, ...old])), ['kept', 'new'])
    // Of one capture, files that say nothing are all of its time
    const one = [...filesOf({ policies: ['gone', 'kept'] }), ...filesOf({ policies: ['new'] })]
    assert.deepEqual(names(await open(one)), ['gone', 'kept', 'new'])
  })
})
