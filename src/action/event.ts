// An event → the two commits to compare, with every decision said (docs/architecture.md, GitHub docs: events that
// trigger workflows). For a pull request it is the test-merge commit against its first parent: exactly what merging
// changes. Never `pull_request.base.sha`, which is as old as the last push, nor `merge_commit_sha`, which newer API
// versions leave out.

import { stop } from '../base/diagnostic.ts'
import { valueAt } from '../base/location.ts'
import type { Client, Log } from './client.ts'
import type { RunContext } from './context.ts'
import type { Commit } from './commits.ts'
import { compareFromMergeBase, compareMerge, findCommit, openPullRequests, short } from './commits.ts'

export interface PullRequest {
  readonly number: number
  readonly headSha: string
  /** The head is in another repository, or in one that is gone */
  readonly fork: boolean
  /** The token of this event cannot write, whatever the workflow asks for: no comment */
  readonly readOnly: boolean
}

export type Comparison =
  | { readonly is: 'nothing'; readonly why: string }
  | {
      readonly is: 'compare'
      /** `cluster`: the live objects of the snapshot; `empty`: no file at all (the first commit) */
      readonly before: Commit | 'cluster' | 'empty'
      readonly after: Commit
      readonly pullRequest: PullRequest | undefined
    }

/** What one event knows, so that each kind of event is one small function */
interface Asking {
  readonly client: Client
  readonly context: RunContext
  readonly log: Log
}

/** Throws `side-unreadable` for an event that names nothing to compare */
export async function comparisonOf(client: Client, context: RunContext, log: Log): Promise<Comparison> {
  const asking = { client, context, log }
  switch (context.eventName) {
    case 'pull_request':
    case 'pull_request_review':
      return ofPullRequest(asking, pullRequestOf(context, true), context.sha)
    case 'pull_request_target':
      return ofPullRequest(asking, pullRequestOf(context, false), undefined)
    case 'workflow_run':
      return ofWorkflowRun(asking)
    case 'merge_group':
      return ofMergeGroup(asking)
    case 'push':
      return ofPush(asking)
    case 'schedule':
    case 'workflow_dispatch':
    case 'repository_dispatch':
      return withCluster(asking)
    default:
      throw stop('side-unreadable', [
        `event ${context.eventName}`,
        'it names no two commits; use pull_request, merge_group, push, schedule or workflow_dispatch, or give `before` and `after` as folders',
      ])
  }
}

interface FoundPullRequest extends PullRequest {
  readonly baseRef: string
}

function pullRequestOf(context: RunContext, mayBeReadOnly: boolean): FoundPullRequest {
  const number = valueAt(context.event, ['pull_request', 'number'])
  const headSha = textAt(context.event, 'pull_request', 'head', 'sha')
  const baseRef = textAt(context.event, 'pull_request', 'base', 'ref')
  if (typeof number !== 'number' || headSha === undefined || baseRef === undefined) {
    throw stop('side-unreadable', ['the event', 'it holds no pull request'])
  }
  // A null head repository (a deleted fork) is another one, too.
  const head = valueAt(context.event, ['pull_request', 'head', 'repo', 'id'])
  const fork = head !== valueAt(context.event, ['pull_request', 'base', 'repo', 'id'])
  return { number, headSha, baseRef, fork, readOnly: fork && mayBeReadOnly }
}

async function ofPullRequest(
  { client, context, log }: Asking,
  found: FoundPullRequest,
  mergeSha: string | undefined,
): Promise<Comparison> {
  const { baseRef, ...pullRequest } = found
  const name = `#${String(found.number)}`
  const pair =
    (await compareMerge(client, context.repository, { ...found, mergeSha }, log)) ??
    (await compareFromMergeBase(client, context.repository, baseRef, { sha: found.headSha, of: name }, log))
  if (pair === undefined) {
    const why = `it has neither a test-merge commit nor a common ancestor with ${baseRef}`
    throw stop('side-unreadable', [`pull request ${name}`, why])
  }
  return { is: 'compare', ...pair, pullRequest }
}

/** The second of two workflows: whoever started the first may be a fork, so nothing is taken from its artifacts */
async function ofWorkflowRun(asking: Asking): Promise<Comparison> {
  const { client, context, log } = asking
  const run = valueAt(context.event, ['workflow_run'])
  const event = textAt(run, 'event') ?? ''
  if (event !== 'pull_request' && event !== 'pull_request_target') {
    log(`The run before was started by ${event}, not by a pull request.`)
    return withCluster(asking)
  }
  const headSha = textAt(run, 'head_sha')
  const headRef = textAt(run, 'head_branch')
  const headRepositoryId = valueAt(run, ['head_repository', 'id'])
  const headOwner = textAt(run, 'head_repository', 'owner', 'login')
  if (headSha === undefined || headRef === undefined || headOwner === undefined) {
    return { is: 'nothing', why: 'the repository or branch that the first run was for is gone' }
  }
  const open = await openPullRequests(client, context.repository, `${headOwner}:${headRef}`)
  const matching = open.filter((one) => one.headSha === headSha && one.headRepositoryId === headRepositoryId)
  const [only] = matching
  const head = `${short(headSha)} of ${headOwner}:${headRef}`
  if (only === undefined) return { is: 'nothing', why: `no open pull request has ${head} as its head any more` }
  if (matching.length > 1) {
    const numbers = matching.map((one) => `#${String(one.number)}`).join(', ')
    throw stop('side-unreadable', [`the pull request of the first run`, `${numbers} all have ${head} as their head`])
  }
  log(`The first run was for pull request #${String(only.number)}: its head is ${head}.`)
  const fork = headRepositoryId !== valueAt(context.event, ['repository', 'id'])
  const { number, baseRef } = only
  return ofPullRequest(asking, { number, headSha, baseRef, fork, readOnly: false }, undefined)
}

function ofMergeGroup({ context, log }: Asking): Comparison {
  const base = textAt(context.event, 'merge_group', 'base_sha')
  const head = textAt(context.event, 'merge_group', 'head_sha')
  const baseRef = branchOf(textAt(context.event, 'merge_group', 'base_ref') ?? '')
  if (base === undefined || head === undefined) throw stop('side-unreadable', ['the event', 'it holds no merge group'])
  log(`Comparing the merge group ${short(head)} with what it is built on, ${short(base)}.`)
  return {
    is: 'compare',
    before: { sha: base, label: `${baseRef} at ${short(base)}` },
    after: { sha: head, label: `merge group ${short(head)}` },
    pullRequest: undefined,
  }
}

const NO_COMMIT = /^0+$/

async function ofPush({ client, context, log }: Asking): Promise<Comparison> {
  const branch = branchOf(context.ref)
  const before = textAt(context.event, 'before') ?? ''
  const after = textAt(context.event, 'after') ?? context.sha
  if (NO_COMMIT.test(after)) return { is: 'nothing', why: `${branch} was deleted` }
  const pushed = { sha: after, label: `${branch} at ${short(after)}` }
  const forced = valueAt(context.event, ['forced']) === true
  if (before !== '' && !NO_COMMIT.test(before) && (!forced || (await findCommit(client, context.repository, before)))) {
    log(`Comparing ${branch} at ${short(after)} with where it stood before this push, ${short(before)}.`)
    return {
      is: 'compare',
      before: { sha: before, label: `${branch} at ${short(before)}` },
      after: pushed,
      pullRequest: undefined,
    }
  }
  log(forced ? `What ${branch} pointed to before was overwritten and is gone.` : `${branch} is new.`)
  const baseRef = textAt(context.event, 'repository', 'default_branch') ?? ''
  const side = { sha: after, of: branch }
  const pair =
    baseRef === '' || baseRef === branch
      ? undefined
      : await compareFromMergeBase(client, context.repository, baseRef, side, log)
  if (pair !== undefined) return { is: 'compare', ...pair, pullRequest: undefined }
  log('There is no earlier commit to compare with: every file counts as added.')
  return { is: 'compare', before: 'empty', after: pushed, pullRequest: undefined }
}

function withCluster({ context, log }: Asking): Comparison {
  const branch = branchOf(context.ref)
  log(`Comparing the cluster, as the snapshot shows it, with ${branch} at ${short(context.sha)} applied to it.`)
  return {
    is: 'compare',
    before: 'cluster',
    after: { sha: context.sha, label: `${branch} at ${short(context.sha)}` },
    pullRequest: undefined,
  }
}

const branchOf = (ref: string): string => ref.replace(/^refs\/(?:heads|tags)\//, '')

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, path)
  return typeof found === 'string' && found !== '' ? found : undefined
}
