import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureOf } from '../../src/action/failure.ts'
import type { Permissions } from '../../src/action/failure.ts'
import { InputError } from '../../src/base/diagnostic.ts'
import { clientOf, REPOSITORY } from '../support/fake-github-client.ts'
import type { TestClient } from '../support/fake-github-client.ts'
import { FakeGitHub } from '../support/fake-github.ts'

const ROUTE = 'GET /repos/{owner}/{repo}'
const NEEDS: Permissions = { contents: 'read', 'pull-requests': 'write' }

const ask = ({ client }: TestClient) => client.octokit.request(ROUTE, REPOSITORY)

async function failure(action: () => Promise<unknown>): Promise<readonly [code: string, ...args: readonly string[]]> {
  try {
    await action()
  } catch (error) {
    const found = failureOf(error, { what: 'read it', needs: { contents: 'read' } }, NEEDS)
    const [{ code, args }] = found.diagnostics
    return [code, ...args]
  }
  throw new Error('nothing failed')
}

describe('client', () => {
  it('says who it is and which version of the API it speaks', async () => {
    await using github = await new FakeGitHub().start()
    const { data } = await ask(clientOf(github))
    assert.equal(data.default_branch, 'main')
  })

  it('speaks to GitHub Enterprise Server below /api/v3, and GraphQL beside it', async () => {
    await using github = await new FakeGitHub('/api/v3').start()
    const test = clientOf(github)
    await ask(test)
    await test.client.octokit.graphql('query Comments { viewer { login } }')
    assert.deepEqual(
      github.requests.map(({ path }) => path),
      ['/api/v3/repos/acme/bank', '/api/graphql'],
    )
  })

  for (const [name, fault, tries] of [
    ['a gateway error', { is: 'status', status: 502 }, 3],
    ['a connection that breaks half-way', { is: 'reset' }, 3],
    ['the secondary rate limit', { is: 'secondary-limit' }, 3],
    ['the primary rate limit', { is: 'primary-limit' }, 3],
  ] as const) {
    it(`gets over ${name}`, async () => {
      await using github = await new FakeGitHub().start()
      github.fail({ to: ROUTE, times: 2, ...fault })
      const test = clientOf(github)
      assert.equal((await ask(test)).status, 200)
      assert.equal(test.client.sent(), tries)
      assert.equal(test.lines.filter((line) => line.startsWith('Waiting')).length, 2, test.lines.join('\n'))
    })
  }

  it('gets over a GraphQL answer that breaks half-way', async () => {
    await using github = await new FakeGitHub().start()
    github.fail({ to: 'GraphQL', times: 1, is: 'reset' })
    const test = clientOf(github)
    await test.client.octokit.graphql('query Comments { viewer { login } }')
    assert.equal(test.client.sent(), 2)
  })

  it('gives up when the waiting of the run is used up', async () => {
    await using github = await new FakeGitHub().start()
    github.fail({ to: ROUTE, times: 100, is: 'status', status: 503 })
    const test = clientOf(github, { waitSeconds: 6 })
    assert.deepEqual(await failure(() => ask(test)), ['github-api', 'read it', 'it answered 503: scripted fault'])
    // Waits of 1 and 4 seconds fit; one of 9 does not, nor does one of 4 for the next request.
    assert.equal(test.client.sent(), 3)
    await failure(() => ask(test))
    assert.equal(test.client.sent(), 5)
  })

  it('does not wait an hour for the rate limit to be reset', async () => {
    await using github = await new FakeGitHub().start()
    const reset = String(Math.ceil(Date.now() / 1000) + 3600)
    github.fail({ to: ROUTE, times: 1, is: 'primary-limit', headers: { 'x-ratelimit-reset': reset } })
    const test = clientOf(github)
    const [code, , cause] = await failure(() => ask(test))
    assert.deepEqual([code, test.client.sent()], ['github-api', 1])
    assert.match(cause ?? '', /^the rate limit is used up/)
  })

  it('does not ask for ever where the limit was reset in the past, by our clock', async () => {
    await using github = await new FakeGitHub().start()
    github.fail({ to: ROUTE, times: 99, is: 'primary-limit', headers: { 'x-ratelimit-reset': '1' } })
    const test = clientOf(github)
    await failure(() => ask(test))
    assert.equal(test.client.sent(), 4)
  })

  it('tells a server that hangs from one that answers', async () => {
    await using github = await new FakeGitHub().start()
    github.fail({ to: ROUTE, times: 1, is: 'hang' })
    const test = clientOf(github, { tryMillis: 200 })
    assert.equal((await ask(test)).status, 200)
    assert.equal(test.client.sent(), 2)
  })

  for (const status of [401, 404, 410, 422]) {
    it(`asks once where the answer is ${String(status)}`, async () => {
      await using github = await new FakeGitHub().start()
      github.fail({ to: ROUTE, times: 1, is: 'status', status })
      const test = clientOf(github)
      assert.deepEqual(await failure(() => ask(test)), [
        'github-api',
        'read it',
        `it answered ${String(status)}: scripted fault`,
      ])
      assert.equal(test.client.sent(), 1)
    })
  }

  it('sends the token to no other host', async () => {
    await using github = await new FakeGitHub().start()
    const test = clientOf(github)
    await assert.rejects(test.client.octokit.request('GET http://localhost:1/x'), /which is not the API/)
    assert.equal(test.client.sent(), 0)
  })

  it('names the permission that is missing, in a block that takes nothing else away', async () => {
    await using github = await new FakeGitHub().start()
    github.permissions.set('test-token', {})
    const test = clientOf(github)
    const tree = () =>
      test.client.octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', { ...REPOSITORY, tree_sha: 'main' })
    assert.deepEqual(await failure(tree), [
      'github-permission',
      'read it',
      'contents: read',
      'permissions:\n  contents: read\n  pull-requests: write',
    ])
    assert.equal(test.client.sent(), 1)
  })

  for (const [header, missing] of [
    ['issues=write; pull_requests=write', 'issues: write'],
    ['actions=read,contents=read', 'actions: read, contents: read'],
    ['', 'contents: read'],
  ] as const) {
    it(`understands x-accepted-github-permissions: ${header || 'nothing'}`, async () => {
      await using github = await new FakeGitHub().start()
      const headers = header === '' ? {} : { 'x-accepted-github-permissions': header }
      github.fail({ to: ROUTE, times: 1, is: 'status', status: 403, headers })
      const [code, , found] = await failure(() => ask(clientOf(github)))
      assert.deepEqual([code, found], ['github-permission', missing])
    })
  }

  it('hands through what is said already, and throws on what is a bug', () => {
    const said = new InputError([{ code: 'snapshot-missing', at: undefined, args: [] }])
    assert.equal(failureOf(said, { what: '', needs: {} }, NEEDS), said)
    const bug = new TypeError('x is not a function')
    assert.throws(() => failureOf(bug, { what: '', needs: {} }, NEEDS), bug)
  })
})
