import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { connect } from '../../src/action/ports.ts'
import type { GitHubPort, SnapshotChoice } from '../../src/action/ports.ts'
import { changedPaths, chooseFiles } from '../../src/action/trees.ts'
import { InputError } from '../../src/base/diagnostic.ts'
import { compileGlobs } from '../../src/files/globs.ts'
import { contextOf } from '../support/fake-github-client.ts'
import { sampleEvent } from '../support/fake-github-contract.ts'
import { REPOSITORY_ID } from '../support/fake-github-routes.ts'
import { FakeGitHub } from '../support/fake-github.ts'
import { zipOf } from '../support/fake-github-zip.ts'

const CONFIG = '.github/netpol-preflight.yml'
const GLOBS = compileGlobs(['**/*.{yaml,yml,json}'])

/** As large as policies get: some 8 kB each */
const policy = (i: number, version: number): string =>
  `apiVersion: v1\nkind: Pod\n# ${String(i)} ${String(version)}\n${'#'.repeat(8000)}`

const folder = (count: number, version: (i: number) => number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`policies/p${String(i)}.yaml`, policy(i, version(i))]))

interface Story {
  readonly github: FakeGitHub
  readonly port: GitHubPort
  readonly lines: string[]
}

async function pullRequest(
  before: Record<string, string>,
  after: Record<string, string>,
): Promise<Story & AsyncDisposable> {
  const github = await new FakeGitHub().start()
  const { git } = github
  const base = git.commit(before)
  const head = git.commit(after)
  const merge = git.commit(after, base, head)
  github.addPull({ number: 12, headSha: head })
  const event = sampleEvent('pull-request-synchronize', {
    repository: { id: REPOSITORY_ID, default_branch: 'main' },
    pull_request: {
      number: 12,
      base: { ref: 'main', repo: { id: REPOSITORY_ID } },
      head: { sha: head, repo: { id: REPOSITORY_ID } },
    },
  })
  const lines: string[] = []
  const port = connect({
    context: contextOf(github, 'pull_request', event, { sha: merge }),
    token: 'test-token',
    snapshotToken: undefined,
    env: {},
    version: '0.0.0',
    log: (line) => void lines.push(line),
    patience: { secondMillis: 0 },
  })
  return { github, port, lines, [Symbol.asyncDispose]: () => github.close() }
}

const CHOICE: SnapshotChoice = {
  artifact: 'netpol-snapshot',
  workflow: 'capture.yml',
  branch: undefined,
  repository: undefined,
  maxAgeSeconds: 7 * 86_400,
  count: 1,
  attested: false,
  nowMillis: Date.now(),
}

/** What the story asks of GitHub for one pull request; returns how many policy files it read */
async function wholeRun(port: GitHubPort): Promise<number> {
  const comparison = await port.compare()
  assert.equal(comparison.is, 'compare')
  const { after, before, pullRequest: found } = comparison
  assert.ok(before !== 'cluster' && found !== undefined)
  const old = await port.readTree(before)
  assert.equal((await port.readSource(old, CONFIG))?.text, 'fail-on: threshold')
  const now = await port.readTree(after)
  const [chosenBefore, chosenAfter] = [chooseFiles(old, GLOBS.matches), chooseFiles(now, GLOBS.matches)]
  if (changedPaths(chosenBefore, chosenAfter).length === 0) return 0
  const sides = await port.readSides(chosenBefore, chosenAfter)
  await port.findSnapshot(CHOICE)
  const body = 'report'
  const comment = await port.putComment({
    number: found.number,
    headSha: found.headSha,
    key: 'default',
    body,
    create: true,
    comparable: (text) => text,
  })
  assert.equal(comment.is, 'created')
  return sides.after.length
}

describe('a whole run', () => {
  const config = { [CONFIG]: 'fail-on: threshold' }

  it('takes 12 requests for 200 policy files of which 20 change, artifact, configuration and comment included', async () => {
    const before = { ...config, ...folder(200, () => 1) }
    await using s = await pullRequest(before, { ...before, ...folder(20, () => 2) })
    s.github.addArtifact(await zipOf({ 'flows.json': '{}' }))
    assert.equal(await wholeRun(s.port), 201)
    assert.deepEqual(s.github.names(), [
      'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
      'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
      'GraphQL Files',
      'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
      'GraphQL Files',
      'GET /repos/{owner}/{repo}/actions/artifacts',
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      'storage',
      'GraphQL Comments',
      'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      'GraphQL Comments',
    ])
    assert.deepEqual(s.port.usage(), { sent: 12, remaining: 900 })
  })

  it('knows from two trees that no file of interest changes', async () => {
    const before = { ...config, ...folder(200, () => 1), 'main.go': 'old' }
    await using s = await pullRequest(before, { ...before, 'main.go': 'new' })
    assert.equal(await wholeRun(s.port), 0)
    assert.equal(s.github.requests.length, 4)
  })
})

describe('a refusal', () => {
  for (const [what, permissions, action] of [
    ['find the commits to compare', { actions: 'read' }, (port: GitHubPort) => port.compare()],
    [
      'list the files of the repository',
      { actions: 'read' },
      (port: GitHubPort) => port.readTree({ sha: 'main', label: '' }),
    ],
    ['fetch the snapshot', { contents: 'read' }, (port: GitHubPort) => port.findSnapshot(CHOICE)],
  ] as const) {
    it(`to ${what} comes with the whole block of permissions`, async () => {
      await using s = await pullRequest({}, {})
      s.github.permissions.set('test-token', permissions)
      await assert.rejects(action(s.port), (error) => {
        assert.ok(error instanceof InputError)
        const [{ args, code }] = error.diagnostics
        assert.deepEqual(
          [code, args[0], args[2]],
          ['github-permission', what, 'permissions:\n  actions: read\n  contents: read\n  pull-requests: write'],
        )
        return true
      })
    })
  }
})

describe('the snapshot of another repository', () => {
  it('is found by asking that repository who it is, with the token that was given for it', async () => {
    await using github = await new FakeGitHub().start()
    github.permissions.set('test-token', {})
    github.permissions.set('snapshot-token', { actions: 'read', metadata: 'read' })
    github.addArtifact(await zipOf({ 'flows.json': '{}' }))
    const port = connect({
      context: contextOf(github, 'push', {}, { repository: { owner: 'acme', repo: 'other' } }),
      token: 'test-token',
      snapshotToken: 'snapshot-token',
      env: {},
      version: '0.0.0',
      log: () => undefined,
    })
    const found = await port.findSnapshot({ ...CHOICE, repository: 'acme/bank' })
    assert.equal(found.artifacts[0].files.length, 1)
    assert.equal(found.isPublic, true)
    assert.equal(port.usage().sent, 5)
  })

  for (const repository of ['acme', 'acme/bank/x', '../bank', 'acme/bank?x=1']) {
    it(`is not looked for in ${repository}`, async () => {
      await using s = await pullRequest({}, {})
      await assert.rejects(s.port.findSnapshot({ ...CHOICE, repository }), /input-invalid: snapshot-repository/)
    })
  }
})

describe('links', () => {
  it('lead to files at a commit', async () => {
    await using s = await pullRequest({}, {})
    assert.equal(s.port.filesUrl('abc'), 'https://github.com/acme/bank/blob/abc/')
  })
})
