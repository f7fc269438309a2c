// One comment on the pull request: found by its marker and its author, edited in place, never written without need
// (GitHub docs: REST, issue comments; GraphQL, minimizeComment).

import type { Client, Log, Repository } from './client.ts'
import { statusOf } from './client.ts'
import { isForbidden } from './failure.ts'

export interface CommentRequest {
  readonly repository: Repository
  readonly number: number
  /** The report is about this commit; a late run must not overwrite what a newer one said */
  readonly headSha: string
  /** Letters, digits, `.`, `_` and single `-`: tells the comments of two jobs apart */
  readonly key: string
  /** Without the marker */
  readonly body: string
  /** False: change a comment that is there, and make no new one */
  readonly create: boolean
  /** Two bodies of which this is the same are not worth a write */
  readonly comparable: (body: string) => string
}

export type CommentResult =
  | { readonly is: 'created' | 'updated' | 'unchanged'; readonly url: string }
  | { readonly is: 'none' }
  /** No failure of the gate: the summary has it all */
  | { readonly is: 'skipped'; readonly why: string; readonly forbidden: boolean }

/** Characters that go in front of the body: its limit has to leave room for them */
export const markerOf = (key: string): string => `<!-- netpol-preflight key=${key} -->\n`

/** Never throws for what GitHub refuses or fails to do: the verdict does not depend on a comment */
export async function putComment(client: Client, request: CommentRequest, log: Log): Promise<CommentResult> {
  try {
    return await put(client, request, log)
  } catch (error) {
    const forbidden = isForbidden(error) || isForbiddenQuery(error)
    const status = statusOf(error)
    if (!forbidden && status === undefined && !isQueryError(error)) throw error
    return { is: 'skipped', why: error instanceof Error ? error.message : String(error), forbidden }
  }
}

async function put(client: Client, request: CommentRequest, log: Log): Promise<CommentResult> {
  const body = markerOf(request.key) + request.body
  const found = await listOurs(client, request)
  if (found.headSha !== request.headSha) {
    return { is: 'skipped', why: 'the pull request has newer commits', forbidden: false }
  }
  const [oldest, ...others] = found.ours
  await minimise(client, others, log)
  if (oldest !== undefined) {
    const edited = await edit(client, request, oldest, body)
    if (edited !== undefined) return edited
    log('The comment was deleted in the meantime.')
  }
  if (!request.create) return { is: 'none' }
  return create(client, request, body, log)
}

async function create(client: Client, request: CommentRequest, body: string, log: Log): Promise<CommentResult> {
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
  const { data } = await client.octokit.request(route, { ...request.repository, issue_number: request.number, body })
  const made: CommentResult = { is: 'created', url: data.html_url }
  // Two runs may both have found nothing. Both look again, both keep the older comment, so one is left.
  const { ours } = await listOurs(client, request)
  const [oldest, ...others] = ours
  if (oldest === undefined || others.length === 0) return made
  log('Another run was commenting at the same time.')
  await minimise(client, others, log)
  return (await edit(client, request, oldest, body)) ?? made
}

/** Undefined: the comment is gone */
async function edit(
  client: Client,
  request: CommentRequest,
  ours: Comment,
  body: string,
): Promise<CommentResult | undefined> {
  if (request.comparable(ours.body) === request.comparable(body)) return { is: 'unchanged', url: ours.url }
  try {
    const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'
    await client.octokit.request(route, { ...request.repository, comment_id: ours.id, body })
    return { is: 'updated', url: ours.url }
  } catch (error) {
    const status = statusOf(error)
    if (status === 404 || status === 410) return undefined
    throw error
  }
}

interface Comment {
  readonly id: number
  readonly nodeId: string
  readonly url: string
  readonly body: string
  readonly minimised: boolean
}

const LIST = `query Comments($owner: String!, $name: String!, $number: Int!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid
      comments(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id fullDatabaseId url body isMinimized author { __typename login } }
      }
    }
  }
}`

interface ListAnswer {
  readonly viewer: { readonly login: string }
  readonly repository: { readonly pullRequest: ListedPullRequest | null } | null
}

interface ListedPullRequest {
  readonly headRefOid: string
  readonly comments: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    readonly nodes: readonly (ListedComment | null)[] | null
  }
}

interface ListedComment {
  readonly id: string
  /** A 64-bit number, so a string */
  readonly fullDatabaseId: string | null
  readonly url: string
  readonly body: string
  readonly isMinimized: boolean
  readonly author: { readonly __typename: string; readonly login: string } | null
}

interface Ours {
  readonly headSha: string | undefined
  /** Oldest first; those that somebody has hidden last */
  readonly ours: readonly Comment[]
}

/** Ours is what opens with our marker *and* was written by us: anyone can paste a marker */
async function listOurs(client: Client, request: CommentRequest): Promise<Ours> {
  const { owner, repo } = request.repository
  const marker = markerOf(request.key).trimEnd()
  const ours: Comment[] = []
  let headSha: string | undefined
  let after: string | null = null
  do {
    const variables = { owner, name: repo, number: request.number, after }
    const answer: ListAnswer = await client.octokit.graphql<ListAnswer>(LIST, variables)
    const found = answer.repository?.pullRequest
    headSha ??= found?.headRefOid
    for (const node of found?.comments.nodes ?? []) {
      if (node === null || loginOf(node.author) !== answer.viewer.login) continue
      if (node.body.split('\n', 1)[0]?.trimEnd() !== marker) continue
      const { id: nodeId, url, body, isMinimized: minimised } = node
      ours.push({ id: Number(node.fullDatabaseId), nodeId, url, body, minimised })
    }
    after = found?.comments.pageInfo.hasNextPage === true ? found.comments.pageInfo.endCursor : null
  } while (after !== null)
  return { headSha, ours: [...ours.filter((one) => !one.minimised), ...ours.filter((one) => one.minimised)] }
}

/** `viewer` is called `github-actions[bot]`, and the author of what it wrote `github-actions`, a Bot */
const loginOf = (author: ListedComment['author']): string | undefined =>
  author?.__typename === 'Bot' ? `${author.login.replace(/\[bot\]$/, '')}[bot]` : author?.login

const MINIMISE = `mutation Minimise($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
}`

/** Hides what an earlier race left behind; failing to is no reason to stop */
async function minimise(client: Client, comments: readonly Comment[], log: Log): Promise<void> {
  for (const { nodeId, url } of comments.filter((one) => !one.minimised)) {
    try {
      await client.octokit.graphql(MINIMISE, { id: nodeId })
      log(`Hid ${url}, a second comment of this check.`)
    } catch (error) {
      log(`Could not hide ${url}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

interface QueryError extends Error {
  readonly errors: readonly { readonly type?: string }[]
}

const isQueryError = (error: unknown): error is QueryError =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors)

const isForbiddenQuery = (error: unknown): boolean =>
  isQueryError(error) && error.errors.some((one) => one.type === 'FORBIDDEN')
