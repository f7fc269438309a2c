import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { markerOf, putComment } from '../../src/action/comment.ts'
import type { CommentRequest, CommentResult } from '../../src/action/comment.ts'
import { clientOf, REPOSITORY } from '../support/fake-github-client.ts'
import { FakeGitHub } from '../support/fake-github.ts'

const HEAD = 'c'.repeat(40)
const MARKER = markerOf('default')
const POST = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const PATCH = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'

async function pullRequest(): Promise<FakeGitHub> {
  const github = await new FakeGitHub().start()
  github.addPull({ number: 12, headSha: HEAD })
  return github
}

interface Outcome {
  readonly result: CommentResult
  readonly lines: string
}

async function put(github: FakeGitHub, body: string, fields: Partial<CommentRequest> = {}): Promise<Outcome> {
  const { client, lines, log } = clientOf(github)
  const request = {
    repository: REPOSITORY,
    number: 12,
    headSha: HEAD,
    key: 'default',
    body,
    create: true,
    comparable: (text: string) => text.replace(/at \d+$/, ''),
    ...fields,
  }
  return { result: await putComment(client, request, log), lines: lines.join('\n') }
}

const shown = (github: FakeGitHub): string[] =>
  github.comments.filter((one) => !one.minimised && !one.deleted).map(({ body }) => body)

const writes = (github: FakeGitHub): string[] => github.writes().map(({ name }) => name)

describe('the comment', () => {
  it('is made once, left alone while nothing changes, edited when something does', async () => {
    await using github = await pullRequest()
    const made = await put(github, '3 flows cut at 1')
    assert.equal(made.result.is, 'created')
    assert.match(made.result.url, /#issuecomment-/)
    assert.equal((await put(github, '3 flows cut at 2')).result.is, 'unchanged')
    assert.equal((await put(github, 'resolved at 3')).result.is, 'updated')
    assert.deepEqual(shown(github), [`${MARKER}resolved at 3`])
    assert.deepEqual(writes(github), [POST, PATCH])
  })

  it('takes three requests where it is new and two where it is edited', async () => {
    await using github = await pullRequest()
    await put(github, 'one')
    assert.equal(github.requests.length, 3)
    await put(github, 'two')
    assert.equal(github.requests.length, 5)
  })

  it('is not made where there is nothing to say', async () => {
    await using github = await pullRequest()
    assert.deepEqual((await put(github, 'all is well', { create: false })).result, { is: 'none' })
    assert.deepEqual(writes(github), [])
  })

  it('turns to "resolved" even where none would be made', async () => {
    await using github = await pullRequest()
    github.addComment({ body: `${MARKER}3 flows cut` })
    await put(github, 'resolved', { create: false })
    assert.deepEqual(shown(github), [`${MARKER}resolved`])
  })

  for (const [why, author] of [
    ['another user', { __typename: 'User', login: 'mallory' }],
    ['a user who is called as our bot', { __typename: 'User', login: 'github-actions' }],
    ['another bot', { __typename: 'Bot', login: 'dependabot' }],
  ] as const) {
    it(`is never one with our marker by ${why}`, async () => {
      await using github = await pullRequest()
      github.addComment({ body: `${MARKER}all flows allowed`, author })
      assert.equal((await put(github, '3 flows cut')).result.is, 'created')
      assert.deepEqual(shown(github), [`${MARKER}all flows allowed`, `${MARKER}3 flows cut`])
    })
  }

  for (const [why, body] of [
    ['quotes the marker further down', `> quoted\n${MARKER}`],
    ['carries the marker of another job', `${markerOf('default2')}3 flows cut`],
    ['holds the marker as a part of its first line', `x ${MARKER}`],
  ] as const) {
    it(`is never one of ours that ${why}`, async () => {
      await using github = await pullRequest()
      github.addComment({ body })
      assert.equal((await put(github, '3 flows cut')).result.is, 'created')
    })
  }

  it('belongs to whoever the token belongs to', async () => {
    await using github = await pullRequest()
    github.viewer = 'robot'
    const ours = github.addComment({ body: `${MARKER}old`, author: { __typename: 'User', login: 'robot' } })
    github.addComment({ body: `${MARKER}of the bot` })
    await put(github, 'new')
    assert.equal(ours.body, `${MARKER}new`)
  })

  it('is found behind two hundred others', async () => {
    await using github = await pullRequest()
    for (let i = 0; i < 230; i++) github.addComment({ body: 'chat', author: { __typename: 'User', login: 'alice' } })
    github.addComment({ body: `${MARKER.trimEnd()}\r\nold` })
    assert.equal((await put(github, 'new')).result.is, 'updated')
    assert.equal(github.names().filter((name) => name === 'GraphQL Comments').length, 3)
  })

  it('is one: the oldest is kept, the others are hidden', async () => {
    await using github = await pullRequest()
    for (const body of ['first', 'second', 'third']) github.addComment({ body: MARKER + body })
    const { result } = await put(github, 'new')
    assert.equal(result.is, 'updated')
    assert.deepEqual(shown(github), [`${MARKER}new`])
    assert.deepEqual(
      github.comments.map(({ minimised }) => minimised),
      [false, true, true],
    )
    await put(github, 'newer')
    assert.deepEqual(writes(github), ['GraphQL Minimise', 'GraphQL Minimise', PATCH, PATCH])
  })

  it('stays hidden where a person has hidden it', async () => {
    await using github = await pullRequest()
    github.addComment({ body: `${MARKER}old`, minimised: true })
    assert.equal((await put(github, 'new')).result.is, 'updated')
    assert.equal(github.comments.length, 1)
  })

  it('is one even where two runs make it at the same time', async () => {
    await using github = await pullRequest()
    github.when(POST, () => github.addComment({ body: `${MARKER}of the other run` }))
    const { lines, result } = await put(github, 'of this run')
    assert.equal(result.is, 'updated')
    assert.match(lines, /Another run was commenting/)
    assert.deepEqual(shown(github), [`${MARKER}of this run`])
  })

  it('is made anew where somebody deletes it meanwhile', async () => {
    await using github = await pullRequest()
    const old = github.addComment({ body: `${MARKER}old` })
    github.when(PATCH, () => {
      old.deleted = true
    })
    assert.equal((await put(github, 'new')).result.is, 'created')
    assert.deepEqual(shown(github), [`${MARKER}new`])
  })

  it('is not written by a run that is about older commits', async () => {
    await using github = await pullRequest()
    github.addComment({ body: `${MARKER}about the newer commits` })
    const { result } = await put(github, 'about the older commits', { headSha: 'd'.repeat(40) })
    assert.deepEqual(result, { is: 'skipped', why: 'the pull request has newer commits', forbidden: false })
    assert.deepEqual(writes(github), [])
  })

  for (const [why, permissions] of [
    ['may not write', { 'pull-requests': 'read' }],
    ['may not even read', {}],
  ] as const) {
    it(`is skipped where the token ${why}`, async () => {
      await using github = await pullRequest()
      github.permissions.set('test-token', permissions)
      const { result } = await put(github, 'new')
      assert.equal(result.is === 'skipped' && result.forbidden, true)
    })
  }

  for (const [why, fault] of [
    ['GitHub finds it too long', { is: 'status', status: 422 }],
    [
      'the conversation is locked',
      { is: 'status', status: 403, message: 'Unable to create comment because issue is locked.' },
    ],
    ['GitHub is down', { is: 'status', status: 503 }],
  ] as const) {
    it(`is skipped where ${why}, for the verdict does not hang on it`, async () => {
      await using github = await pullRequest()
      github.fail({ to: POST, times: 9, ...fault })
      assert.equal((await put(github, 'new')).result.is, 'skipped')
    })
  }

  it('is written even where the second one cannot be hidden', async () => {
    await using github = await pullRequest()
    github.addComment({ body: `${MARKER}first` })
    github.addComment({ body: `${MARKER}second` })
    github.fail({ to: 'Minimise', is: 'graphql-error', type: 'FORBIDDEN', times: 1 })
    const { lines, result } = await put(github, 'new')
    assert.equal(result.is, 'updated')
    assert.match(lines, /Could not hide/)
  })
})
