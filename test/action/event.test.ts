import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RunContext } from '../../src/action/context.ts'
import { comparisonOf } from '../../src/action/event.ts'
import type { Comparison } from '../../src/action/event.ts'
import { InputError } from '../../src/base/diagnostic.ts'
import { clientOf, contextOf } from '../support/fake-github-client.ts'
import { sampleEvent } from '../support/fake-github-contract.ts'
import { REPOSITORY_ID } from '../support/fake-github-routes.ts'
import { FakeGitHub } from '../support/fake-github.ts'

/** main: a–b; change: a–c; merge of c into b */
interface Story {
  readonly github: FakeGitHub
  readonly a: string
  readonly b: string
  readonly c: string
  readonly merge: string
}

async function story(): Promise<Story & AsyncDisposable> {
  const github = await new FakeGitHub().start()
  const { git } = github
  const a = git.commit({ 'p.yaml': 'a' })
  const b = git.commit({ 'p.yaml': 'a', 'other.yaml': 'b' }, a)
  const c = git.commit({ 'p.yaml': 'c' }, a)
  const merge = git.commit({ 'p.yaml': 'c', 'other.yaml': 'b' }, b, c)
  git.refs.set('heads/main', b)
  git.refs.set('pull/12/merge', merge)
  return { github, a, b, c, merge, [Symbol.asyncDispose]: () => github.close() }
}

const FORK_ID = 999

const pullRequestEvent = (headSha: string, headRepositoryId = REPOSITORY_ID) =>
  sampleEvent('pull-request-synchronize', {
    number: 12,
    repository: { id: REPOSITORY_ID, default_branch: 'main' },
    pull_request: {
      number: 12,
      // What a stale event says: nothing may come of it.
      base: { ref: 'main', sha: '0123456789012345678901234567890123456789', repo: { id: REPOSITORY_ID } },
      head: { ref: 'change', sha: headSha, repo: { id: headRepositoryId } },
      merge_commit_sha: '9876543210987654321098765432109876543210',
    },
  })

const workflowRunEvent = (headSha: string, event: string, headRepositoryId: number) =>
  sampleEvent('workflow-run-completed', {
    repository: { id: REPOSITORY_ID, default_branch: 'main' },
    workflow_run: {
      event,
      head_sha: headSha,
      head_branch: 'change',
      head_repository: { id: headRepositoryId, owner: { id: 5, login: 'mallory' } },
    },
  })

async function compare(
  github: FakeGitHub,
  eventName: string,
  event: unknown,
  fields: Partial<RunContext> = {},
): Promise<{ found: Comparison; lines: readonly string[] }> {
  const { client, lines, log } = clientOf(github)
  return { found: await comparisonOf(client, contextOf(github, eventName, event, fields), log), lines }
}

const shas = (found: Comparison): readonly [before: string, after: string] => {
  assert.equal(found.is, 'compare')
  const { after, before } = found
  return [typeof before === 'string' ? before : before.sha, after.sha]
}

describe('pull_request', () => {
  it('compares the test merge of this run with its first parent', async () => {
    await using s = await story()
    const { found, lines } = await compare(s.github, 'pull_request', pullRequestEvent(s.c), { sha: s.merge })
    assert.deepEqual(found, {
      is: 'compare',
      before: { sha: s.b, label: `main at ${s.b.slice(0, 7)}` },
      after: { sha: s.merge, label: `#12 at ${s.c.slice(0, 7)}, merged into main` },
      pullRequest: { number: 12, headSha: s.c, fork: false, readOnly: false },
    })
    assert.equal(s.github.requests.length, 1)
    assert.match(lines.join('\n'), /^Comparing the test merge/)
  })

  it('knows that the token of a fork cannot write', async () => {
    await using s = await story()
    const { found } = await compare(s.github, 'pull_request', pullRequestEvent(s.c, FORK_ID), { sha: s.merge })
    assert.deepEqual(found.is === 'compare' && found.pullRequest, {
      number: 12,
      headSha: s.c,
      fork: true,
      readOnly: true,
    })
  })

  it('takes a deleted fork for a fork', async () => {
    await using s = await story()
    const event = {
      pull_request: { number: 12, base: { ref: 'main', repo: { id: 1 } }, head: { sha: s.c, repo: null } },
    }
    const { found } = await compare(s.github, 'pull_request', event, { sha: s.merge })
    assert.equal(found.is === 'compare' && found.pullRequest?.readOnly, true)
  })

  it('compares with the merge base where the merge commit is gone or merges another head', async () => {
    await using s = await story()
    for (const sha of ['f'.repeat(40), s.b]) {
      const { found, lines } = await compare(s.github, 'pull_request', pullRequestEvent(s.c), { sha })
      assert.deepEqual(shas(found), [s.a, s.c])
      assert.match(lines.join('\n'), /is not the merge of .*\n.*three-dot/)
    }
  })

  it('stops where there is nothing to compare with', async () => {
    await using s = await story()
    const orphan = s.github.git.commit({ 'p.yaml': 'x' })
    await assert.rejects(compare(s.github, 'pull_request', pullRequestEvent(orphan), { sha: orphan }), InputError)
    await assert.rejects(compare(s.github, 'pull_request', {}), InputError)
  })
})

describe('pull_request_target', () => {
  it('finds the test merge by its ref, for the commit of the run is that of the base branch', async () => {
    await using s = await story()
    const { found } = await compare(s.github, 'pull_request_target', pullRequestEvent(s.c, FORK_ID), { sha: s.b })
    assert.deepEqual(shas(found), [s.b, s.merge])
    assert.deepEqual(found.is === 'compare' && found.pullRequest, {
      number: 12,
      headSha: s.c,
      fork: true,
      readOnly: false,
    })
  })

  it('compares with the merge base where the pull request conflicts', async () => {
    await using s = await story()
    s.github.git.refs.delete('pull/12/merge')
    const { found, lines } = await compare(s.github, 'pull_request_target', pullRequestEvent(s.c), { sha: s.b })
    assert.deepEqual(shas(found), [s.a, s.c])
    assert.match(lines.join('\n'), /conflicts with main/)
  })

  it('does not judge an older head that the ref still merges', async () => {
    await using s = await story()
    const newer = s.github.git.commit({ 'p.yaml': 'd' }, s.c)
    const { found } = await compare(s.github, 'pull_request_target', pullRequestEvent(newer), { sha: s.b })
    assert.deepEqual(shas(found), [s.a, newer])
  })
})

describe('workflow_run', () => {
  it('finds the pull request of a fork by head commit and repository', async () => {
    await using s = await story()
    s.github.addPull({ number: 12, headSha: s.c, headOwner: 'mallory', headRepositoryId: FORK_ID })
    s.github.addPull({ number: 13, headSha: s.c, headOwner: 'mallory', headRepositoryId: 998 })
    s.github.addPull({ number: 14, headSha: s.c, headOwner: 'mallory', headRepositoryId: FORK_ID, open: false })
    const { found } = await compare(s.github, 'workflow_run', workflowRunEvent(s.c, 'pull_request', FORK_ID), {
      sha: s.b,
    })
    assert.deepEqual(shas(found), [s.b, s.merge])
    assert.deepEqual(found.is === 'compare' && found.pullRequest, {
      number: 12,
      headSha: s.c,
      fork: true,
      readOnly: false,
    })
  })

  it('does nothing where no open pull request has this head any more', async () => {
    await using s = await story()
    s.github.addPull({ number: 12, headSha: s.merge, headOwner: 'mallory', headRepositoryId: FORK_ID })
    const { found } = await compare(s.github, 'workflow_run', workflowRunEvent(s.c, 'pull_request', FORK_ID))
    assert.equal(found.is, 'nothing')
  })

  it('stops where several pull requests could be meant', async () => {
    await using s = await story()
    for (const number of [12, 13]) {
      s.github.addPull({ number, headSha: s.c, headOwner: 'mallory', headRepositoryId: FORK_ID })
    }
    await assert.rejects(
      compare(s.github, 'workflow_run', workflowRunEvent(s.c, 'pull_request', FORK_ID)),
      /#12, #13 all have/,
    )
  })

  it('compares the cluster with the repository after a run that was for no pull request', async () => {
    await using s = await story()
    const event = workflowRunEvent(s.c, 'schedule', REPOSITORY_ID)
    const { found } = await compare(s.github, 'workflow_run', event, { sha: s.b })
    assert.deepEqual(shas(found), ['cluster', s.b])
  })
})

describe('merge_group', () => {
  it('compares what the group is built on with the group', async () => {
    await using s = await story()
    const event = sampleEvent('merge-group-checks-requested', {
      merge_group: { base_sha: s.b, base_ref: 'refs/heads/main', head_sha: s.merge },
    })
    const { found } = await compare(s.github, 'merge_group', event, { sha: s.merge })
    assert.deepEqual(shas(found), [s.b, s.merge])
    assert.equal(s.github.requests.length, 0)
  })
})

describe('push', () => {
  const none = '0'.repeat(40)
  const push = (fields: { before: string; after: string; forced?: boolean }) =>
    sampleEvent('push', { forced: false, repository: { default_branch: 'main' }, ...fields })

  it('compares with where the branch stood before', async () => {
    await using s = await story()
    const { found } = await compare(s.github, 'push', push({ before: s.a, after: s.b }))
    assert.deepEqual(shas(found), [s.a, s.b])
    assert.equal(s.github.requests.length, 0)
  })

  it('compares a new branch with where it left the default branch', async () => {
    await using s = await story()
    const { found } = await compare(s.github, 'push', push({ before: none, after: s.c }), { ref: 'refs/heads/change' })
    assert.deepEqual(shas(found), [s.a, s.c])
  })

  it('compares a forced push with what was overwritten, as long as GitHub has it', async () => {
    await using s = await story()
    const forced = (before: string) => push({ before, after: s.c, forced: true })
    const kept = await compare(s.github, 'push', forced(s.b), { ref: 'refs/heads/change' })
    assert.deepEqual(shas(kept.found), [s.b, s.c])
    const gone = await compare(s.github, 'push', forced('f'.repeat(40)), { ref: 'refs/heads/change' })
    assert.deepEqual(shas(gone.found), [s.a, s.c])
  })

  it('counts every file as added in the first push of all', async () => {
    await using s = await story()
    const { found } = await compare(s.github, 'push', push({ before: none, after: s.a }))
    assert.deepEqual(shas(found), ['empty', s.a])
  })

  it('has nothing to say about a deleted branch', async () => {
    await using s = await story()
    const { found } = await compare(s.github, 'push', push({ before: s.a, after: none }))
    assert.equal(found.is, 'nothing')
  })
})

describe('other events', () => {
  for (const eventName of ['schedule', 'workflow_dispatch', 'repository_dispatch']) {
    it(`${eventName} compares the cluster with the repository`, async () => {
      await using s = await story()
      const { found } = await compare(s.github, eventName, {}, { sha: s.b })
      assert.deepEqual(shas(found), ['cluster', s.b])
      assert.equal(s.github.requests.length, 0)
    })
  }

  it('says which events it knows', async () => {
    await using s = await story()
    await assert.rejects(compare(s.github, 'issue_comment', {}), /event issue_comment, it names no two commits/)
  })
})
