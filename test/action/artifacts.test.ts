import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { findSnapshot } from '../../src/action/artifacts.ts'
import type { FoundArtifact, FoundSnapshot, WantedSnapshot } from '../../src/action/artifacts.ts'
import { InputError } from '../../src/base/diagnostic.ts'
import { clientOf, REPOSITORY } from '../support/fake-github-client.ts'
import { REPOSITORY_ID } from '../support/fake-github-routes.ts'
import { FakeGitHub } from '../support/fake-github.ts'
import type { FakeArtifact, FakeRun } from '../support/fake-github.ts'
import { zipOf } from '../support/fake-github-zip.ts'

const DAY = 86_400
const NOW = Date.parse('2026-11-25T12:00:00Z')
const daysAgo = (days: number): string => new Date(NOW - days * DAY * 1000).toISOString()
const FORK_ID = 999

const WANTED: WantedSnapshot = {
  repository: REPOSITORY,
  repositoryId: REPOSITORY_ID,
  artifact: 'netpol-snapshot',
  branch: 'main',
  workflow: undefined,
  maxAgeSeconds: 7 * DAY,
  requireDigest: true,
  count: 1,
  attest: undefined,
  nowMillis: NOW,
}

const SNAPSHOT = await zipOf({ 'flows.json': '{"items":[]}', 'objects/pods.yaml': 'kind: Pod' })

interface Outcome {
  /** The newest */
  readonly found: FoundArtifact | undefined
  readonly all: readonly FoundArtifact[]
  /** Code and arguments of what stopped the search */
  readonly stopped: readonly string[] | undefined
  readonly lines: string
}

async function find(github: FakeGitHub, wanted: Partial<WantedSnapshot> = {}): Promise<Outcome> {
  const { client, lines, log } = clientOf(github)
  try {
    const all: FoundSnapshot = await findSnapshot(client, { ...WANTED, ...wanted }, log)
    return { found: all[0], all, stopped: undefined, lines: lines.join('\n') }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const [{ code, args }] = error.diagnostics
    return { found: undefined, all: [], stopped: [code, ...args], lines: lines.join('\n') }
  }
}

const names = (found: FoundArtifact | undefined): string[] | undefined => found?.files.map(({ name }) => name)

describe('the snapshot', () => {
  it('is the newest artifact of a trusted run, in four requests', async () => {
    await using github = await new FakeGitHub().start()
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(2) })
    const newest = github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1) })
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(3) })
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(0), name: 'something-else' })
    const { found } = await find(github)
    assert.equal(found?.run.id, newest.run.id)
    assert.match(found.run.url, /\/actions\/runs\//)
    assert.deepEqual(names(found), ['flows.json', 'objects/pods.yaml'])
    assert.equal(Buffer.from(found.files[0]?.bytes ?? []).toString(), '{"items":[]}')
    assert.equal(github.requests.length, 4)
  })

  for (const [why, run, artifact, line] of [
    ['a fork whose branch is called main', { headRepositoryId: FORK_ID }, {}, /for a fork/],
    ['a pull request', { event: 'pull_request' }, {}, /was started by pull_request\b/],
    [
      'a pull request that runs on the base branch',
      { event: 'pull_request_target' },
      {},
      /was started by pull_request_target/,
    ],
    ['a run after a run', { event: 'workflow_run' }, {}, /was started by workflow_run/],
    ['another branch', { branch: 'feature' }, {}, /on branch feature, not on main/],
    ['a run that failed', { conclusion: 'failure' }, {}, /ended with failure/],
    ['a run that is not over', { conclusion: null }, {}, /no conclusion yet/],
    [
      'another workflow',
      { path: '.github/workflows/evil.yml' },
      {},
      /of workflow .github\/workflows\/evil.yml, not of capture.yml/,
    ],
    ['an artifact that has no digest', {}, { digest: null }, /has no digest/],
    ['an artifact that is larger than we read', {}, { sizeBytes: 2 ** 40 }, /larger than/],
    [
      'an artifact whose bytes are not those that were uploaded',
      {},
      { digest: `sha256:${'0'.repeat(64)}` },
      /GitHub recorded sha256:0000/,
    ],
  ] satisfies readonly [string, Partial<FakeRun>, Partial<FakeArtifact>, RegExp][]) {
    it(`never comes from ${why}`, async () => {
      await using github = await new FakeGitHub().start()
      github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1), run: github.addRun(run), ...artifact })
      const alone = await find(github, { workflow: 'capture.yml' })
      assert.deepEqual(alone.stopped?.slice(0, 2), ['snapshot-untrusted', 'netpol-snapshot'])
      assert.match(alone.stopped[2] ?? '', line)
      assert.match(alone.lines, line)

      const older = github.addArtifact(SNAPSHOT, { createdAt: daysAgo(2) })
      const beside = await find(github, { workflow: '.github/workflows/capture.yml' })
      assert.equal(beside.found?.run.id, older.run.id)
    })
  }

  it('may do without a digest where the server has none', async () => {
    await using github = await new FakeGitHub().start()
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1), digest: null })
    assert.notEqual((await find(github, { requireDigest: false })).found, undefined)
  })

  it('is of a workflow of this repository, whatever reference the run names', async () => {
    await using github = await new FakeGitHub().start()
    const run = github.addRun({ path: '.github/workflows/capture.yml@refs/heads/main', event: 'workflow_dispatch' })
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1), run })
    assert.notEqual((await find(github, { workflow: 'capture.yml' })).found, undefined)
  })

  it('may be of the age that is allowed, and not a second older', async () => {
    await using github = await new FakeGitHub().start()
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(2) })
    assert.notEqual((await find(github, { maxAgeSeconds: 2 * DAY })).found, undefined)
    const { stopped } = await find(github, { maxAgeSeconds: 2 * DAY - 1 })
    assert.deepEqual(stopped, ['snapshot-too-old', 'netpol-snapshot', String(2 * DAY), String(2 * DAY - 1)])
    assert.notEqual((await find(github, { maxAgeSeconds: Infinity })).found, undefined)
  })

  it('is missing where there is none, or only one that has expired', async () => {
    await using github = await new FakeGitHub().start()
    const missing = ['snapshot-missing', 'netpol-snapshot', 'acme/bank, branch main, any workflow']
    assert.deepEqual((await find(github)).stopped, missing)
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1), expired: true })
    const { lines, stopped } = await find(github)
    assert.deepEqual(stopped, missing)
    assert.match(lines, /it has expired/)
  })

  it('is found behind hundreds of artifacts of forks', async () => {
    await using github = await new FakeGitHub().start()
    const ours = github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1) })
    const run = github.addRun({ headRepositoryId: FORK_ID })
    for (let i = 0; i < 250; i++) github.addArtifact(SNAPSHOT, { createdAt: daysAgo(0), run })
    const { found } = await find(github)
    assert.equal(found?.run.id, ours.run.id)
    assert.equal(github.requests.length, 6)
  })

  it('is not looked for beyond the age limit', async () => {
    await using github = await new FakeGitHub().start()
    for (let i = 0; i < 250; i++) github.addArtifact(SNAPSHOT, { createdAt: daysAgo(100) })
    assert.equal((await find(github)).stopped?.[0], 'snapshot-too-old')
    assert.equal(github.requests.length, 1)
  })

  it('may be a single file that was uploaded as it is', async () => {
    await using github = await new FakeGitHub().start()
    const bytes = gzipSync('{"items":[]}')
    github.addArtifact(bytes, { createdAt: daysAgo(1), name: 'flows.json.gz' })
    const { found } = await find(github, { artifact: 'flows.json.gz' })
    assert.deepEqual(names(found), ['flows.json.gz'])
    assert.deepEqual(Buffer.from(found?.files[0]?.bytes ?? []), bytes)
  })

  it('is asked for again where the download breaks off or its link has run out', async () => {
    await using github = await new FakeGitHub().start()
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1) })
    github.fail({ to: 'storage', is: 'reset', times: 1 })
    github.fail({ to: 'storage', is: 'status', status: 403, times: 1 })
    const { found, lines } = await find(github)
    assert.notEqual(found, undefined)
    assert.match(
      lines,
      /Download 1 .* the connection broke after 10 bytes\.\n.*Download 2 .* the storage answered 403/s,
    )
    assert.doesNotMatch(lines, /signature/)
  })

  it('is given up where the storage keeps failing', async () => {
    await using github = await new FakeGitHub().start()
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1) })
    github.fail({ to: 'storage', is: 'status', status: 503, times: 3 })
    assert.deepEqual((await find(github)).stopped, ['github-api', 'download the snapshot', 'the storage answered 503'])
  })

  it('gives way to an older one where it was deleted while we looked', async () => {
    await using github = await new FakeGitHub().start()
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1) })
    const older = github.addArtifact(SNAPSHOT, { createdAt: daysAgo(2) })
    github.fail({ to: '{archive_format}', is: 'status', status: 410, times: 1 })
    assert.equal((await find(github)).found?.run.id, older.run.id)
  })

  it('is not looked for in more runs than is reasonable', async () => {
    await using github = await new FakeGitHub().start()
    for (let i = 0; i < 30; i++)
      github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1), run: github.addRun({ event: 'pull_request' }) })
    const { lines, stopped } = await find(github)
    assert.equal(stopped?.[0], 'snapshot-untrusted')
    assert.match(lines, /it is one of more than 20/)
    assert.equal(github.requests.length, 21)
  })

  it('may be several, the newest first, each of them trusted', async () => {
    await using github = await new FakeGitHub().start()
    const runs = [3, 2, 1].map((days) => github.addArtifact(SNAPSHOT, { createdAt: daysAgo(days) }).run.id)
    github.addArtifact(SNAPSHOT, { createdAt: daysAgo(1.5), run: github.addRun({ event: 'pull_request' }) })
    const ids = ({ all }: Outcome): number[] => all.map(({ run }) => run.id)
    assert.deepEqual(ids(await find(github, { count: 2 })), [runs[2], runs[1]])
    assert.deepEqual(ids(await find(github, { count: 9 })), [runs[2], runs[1], runs[0]])
    assert.deepEqual(ids(await find(github, { count: 9, maxAgeSeconds: 2.5 * DAY })), [runs[2], runs[1]])
  })

  it('may be more than so many as are refused', async () => {
    await using github = await new FakeGitHub().start()
    for (let i = 0; i < 30; i++) github.addArtifact(SNAPSHOT, { createdAt: daysAgo(i / 24) })
    assert.equal((await find(github, { count: 25 })).all.length, 25)
  })

  it('is refused where its attestation is, and an older one taken', async () => {
    await using github = await new FakeGitHub().start()
    const older = github.addArtifact(SNAPSHOT, { createdAt: daysAgo(2) })
    github.addArtifact(await zipOf({ 'flows.json': '{}' }), { createdAt: daysAgo(1) })
    const attest = (archive: Uint8Array): Promise<string | undefined> =>
      Promise.resolve(Buffer.compare(archive, SNAPSHOT) === 0 ? undefined : 'it has no attestation')
    const { found, lines } = await find(github, { attest })
    assert.equal(found?.run.id, older.run.id)
    assert.match(lines, /Refusing artifact .*: it has no attestation\./)
  })
})
