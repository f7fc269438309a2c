// Commits as GitHub's API shows them: what a test-merge commit is made of, and where two branches parted.

import type { Client, Log, Repository } from './client.ts'
import { statusOf } from './client.ts'

export interface Commit {
  readonly sha: string
  /** As people would name it, as in `main at 1a2b3c4` */
  readonly label: string
}

export interface CommitPair {
  readonly before: Commit
  readonly after: Commit
}

/** The first seven digits, as GitHub shows them */
export const short = (sha: string): string => sha.slice(0, 7)

/** The parents of a commit; undefined: there is no such commit */
export async function findCommit(client: Client, repository: Repository, sha: string): Promise<string[] | undefined> {
  try {
    const route = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}'
    const { data } = await client.octokit.request(route, { ...repository, commit_sha: sha })
    return data.parents.map((parent) => parent.sha)
  } catch (error) {
    throwUnlessMissing(error)
    return undefined
  }
}

export interface MergeQuestion {
  readonly number: number
  readonly headSha: string
  readonly baseRef: string
  /** Undefined: ask for what `refs/pull/N/merge` points to */
  readonly mergeSha: string | undefined
}

/**
 * The test-merge commit of a pull request and its first parent; undefined, with the reason said, where there is none
 * (a conflict) or where it does not merge this head (it is older, or newer).
 */
export async function compareMerge(
  client: Client,
  repository: Repository,
  { number, headSha, baseRef, mergeSha }: MergeQuestion,
  log: Log,
): Promise<CommitPair | undefined> {
  const sha = mergeSha ?? (await mergeRef(client, repository, number))
  if (sha === undefined) {
    log(`#${String(number)} has no test-merge commit: it conflicts with ${baseRef}, or GitHub has not made it yet.`)
    return undefined
  }
  const parents = await findCommit(client, repository, sha)
  const [base, head, ...more] = parents ?? []
  if (base === undefined || head !== headSha || more.length > 0) {
    log(`Commit ${short(sha)} is not the merge of ${short(headSha)} into ${baseRef}.`)
    return undefined
  }
  log(
    `Comparing the test merge ${short(sha)} (${short(headSha)} into ${baseRef}) with its first parent ${short(base)}.`,
  )
  return {
    before: { sha: base, label: `${baseRef} at ${short(base)}` },
    after: { sha, label: `#${String(number)} at ${short(headSha)}, merged into ${baseRef}` },
  }
}

async function mergeRef(client: Client, repository: Repository, number: number): Promise<string | undefined> {
  try {
    const route = 'GET /repos/{owner}/{repo}/git/ref/{ref}'
    const { data } = await client.octokit.request(route, { ...repository, ref: `pull/${String(number)}/merge` })
    return data.object.sha
  } catch (error) {
    throwUnlessMissing(error)
    return undefined
  }
}

export interface Side {
  readonly sha: string
  /** What the commit is the tip of: a branch, or `#12` */
  readonly of: string
}

/** `side` and where it parted from `baseRef`: what a three-dot diff compares; undefined: no common ancestor */
export async function compareFromMergeBase(
  client: Client,
  repository: Repository,
  baseRef: string,
  { sha, of }: Side,
  log: Log,
): Promise<CommitPair | undefined> {
  try {
    const route = 'GET /repos/{owner}/{repo}/compare/{basehead}'
    // The second page leaves out the list of files with their patches, which nobody reads here.
    const page = { per_page: 1, page: 2 }
    const { data } = await client.octokit.request(route, { ...repository, basehead: `${baseRef}...${sha}`, ...page })
    const base = data.merge_base_commit.sha
    log(`Comparing ${of} at ${short(sha)} with ${short(base)}, where it left ${baseRef} (three-dot).`)
    return {
      before: { sha: base, label: `${baseRef} at ${short(base)}, where ${of} left it` },
      after: { sha, label: `${of} at ${short(sha)}` },
    }
  } catch (error) {
    throwUnlessMissing(error)
    return undefined
  }
}

export interface OpenPullRequest {
  readonly number: number
  readonly headSha: string
  /** Undefined: the fork is gone */
  readonly headRepositoryId: number | undefined
  readonly baseRef: string
}

/** `head` as in `owner:branch`; a branch has few open pull requests, so one page holds them all */
export async function openPullRequests(
  client: Client,
  repository: Repository,
  head: string,
): Promise<OpenPullRequest[]> {
  const route = 'GET /repos/{owner}/{repo}/pulls'
  const { data } = await client.octokit.request(route, { ...repository, state: 'open', head, per_page: 100 })
  return data.map((one) => ({
    number: one.number,
    headSha: one.head.sha,
    // Typed as always there, yet null once the fork has been deleted.
    headRepositoryId: (one.head.repo as { readonly id: number } | null)?.id,
    baseRef: one.base.ref,
  }))
}

function throwUnlessMissing(error: unknown): void {
  const status = statusOf(error)
  if (status !== 404 && status !== 422) throw error
}
