// What the fake GitHub answers to each operation, out of its repository in memory.

import { gzipSync } from 'node:zlib'
import { sampleOf, sampleResponse } from './fake-github-contract.ts'
import type { Json, Operation } from './fake-github-contract.ts'
import type { FakeComment, FakeGitHub } from './fake-github.ts'
import type { Resolver } from './fake-github-graphql.ts'

export const OWNER = 'acme'
export const REPO = 'bank'
export const REPOSITORY_ID = 4711

/** By GitHub's own error message */
const COMMENT_LIMIT = 65_536

export interface Call {
  readonly github: FakeGitHub
  readonly token: string
  readonly url: URL
  readonly path: Readonly<Record<string, string>>
  readonly body: Json | undefined
}

export interface Answer {
  readonly status: number
  readonly body?: Json
  readonly headers?: Readonly<Record<string, string>>
}

export interface Route {
  readonly needs: readonly [permission: string, level: 'read' | 'write']
  readonly answer: (call: Call, operation: Operation) => Answer
}

const BASE = '/repos/{owner}/{repo}'
const CONTENTS = ['contents', 'read'] as const
const ACTIONS = ['actions', 'read'] as const
const COMMENTS = ['pull-requests', 'write'] as const

const missing: Answer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.test', status: '404' },
}
const ok = (operation: Operation, fields: Json, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  body: sampleResponse(operation, 200, fields),
  headers,
})

export const ROUTES: Readonly<Record<string, Route>> = {
  [`GET ${BASE}`]: {
    needs: ['metadata', 'read'],
    answer: ({ github }, operation) => ok(operation, { id: REPOSITORY_ID, default_branch: github.defaultBranch }),
  },
  [`GET ${BASE}/git/commits/{commit_sha}`]: {
    needs: CONTENTS,
    answer: ({ github, path }, operation) => {
      const sha = path['commit_sha'] ?? ''
      const commit = github.git.commits.get(sha)
      if (commit === undefined) return missing
      const parents = commit.parents.map((parent) => ({ sha: parent, url: link(parent), html_url: link(parent) }))
      return ok(operation, { sha, tree: { sha: commit.tree }, parents })
    },
  },
  [`GET ${BASE}/git/ref/{ref}`]: {
    needs: CONTENTS,
    answer: ({ github, path }, operation) => {
      const sha = github.git.refs.get(path['ref'] ?? '')
      return sha === undefined ? missing : ok(operation, { ref: `refs/${path['ref'] ?? ''}`, object: { sha } })
    },
  },
  [`GET ${BASE}/git/trees/{tree_sha}`]: {
    needs: CONTENTS,
    answer: ({ github, path, url }, operation) => {
      const tree = github.git.treeOf(path['tree_sha'] ?? '')
      if (tree === undefined) return missing
      const all = github.git.list(tree, url.searchParams.has('recursive'))
      const truncated = all.length > github.treeLimit
      const entries = all.slice(0, github.treeLimit).map((entry) => ({ ...entry, url: link(entry.sha) }))
      return ok(operation, { sha: tree, truncated, tree: entries })
    },
  },
  [`GET ${BASE}/git/blobs/{file_sha}`]: {
    needs: CONTENTS,
    answer: ({ github, path }, operation) => {
      const sha = path['file_sha'] ?? ''
      const bytes = github.git.blobs.get(sha)
      if (bytes === undefined) return missing
      // In lines of 60 characters, as GitHub prints it.
      const content = bytes.toString('base64').replaceAll(/.{60}/g, '$&\n')
      return ok(operation, { sha, size: bytes.byteLength, encoding: 'base64', content })
    },
  },
  [`GET ${BASE}/compare/{basehead}`]: {
    needs: CONTENTS,
    answer: ({ github, path, url }, operation) => {
      const [base = '', head = ''] = (path['basehead'] ?? '').split('...')
      const from = github.git.refs.get(`heads/${base}`) ?? base
      const ancestor = github.git.mergeBase(from, head)
      if (ancestor === undefined || !github.git.commits.has(from)) return missing
      if (url.searchParams.get('page') === '1') github.problem('compare: the first page holds all files')
      return ok(operation, { merge_base_commit: { sha: ancestor } })
    },
  },
  [`GET ${BASE}/tarball/{ref}`]: {
    needs: CONTENTS,
    answer: ({ github, path }) => {
      const tree = github.git.treeOf(path['ref'] ?? '')
      if (tree === undefined) return missing
      return { status: 302, headers: { location: github.link(tarball(github, tree)) } }
    },
  },
  [`GET ${BASE}/pulls`]: {
    needs: ['pull-requests', 'read'],
    answer: ({ github, url }) => {
      const head = url.searchParams.get('head')
      const found = github.pulls.filter((one) => one.open && `${one.headOwner}:${one.headRef}` === head)
      const body = found.map((one) =>
        sampleOf('pull-request-simple', {
          number: one.number,
          head: {
            sha: one.headSha,
            ref: one.headRef,
            repo: one.headRepositoryId === null ? null : sampleOf('repository', { id: one.headRepositoryId }),
          },
          base: { ref: one.baseRef },
        }),
      )
      return paged(url, body, (page) => page)
    },
  },
  [`GET ${BASE}/actions/artifacts`]: {
    needs: ACTIONS,
    answer: ({ github, url }) => {
      const named = github.artifacts.filter((one) => one.name === url.searchParams.get('name'))
      const newestFirst = [...named].sort((a, b) => b.id - a.id)
      const body = newestFirst.map((one) =>
        sampleOf('artifact', {
          id: one.id,
          name: one.name,
          size_in_bytes: one.sizeBytes,
          expired: one.expired,
          created_at: one.createdAt,
          ...(one.digest !== null && { digest: one.digest }),
          workflow_run: {
            id: one.run.id,
            repository_id: REPOSITORY_ID,
            head_repository_id: one.run.headRepositoryId ?? 0,
            head_branch: one.run.branch,
          },
        }),
      )
      return paged(url, body, (page) => ({ total_count: body.length, artifacts: page }))
    },
  },
  [`GET ${BASE}/actions/runs/{run_id}`]: {
    needs: ACTIONS,
    answer: ({ github, path }, operation) => {
      const run = github.runs.find((one) => String(one.id) === path['run_id'])
      if (run === undefined) return missing
      return ok(operation, {
        id: run.id,
        event: run.event,
        path: run.path,
        head_branch: run.branch,
        conclusion: run.conclusion,
        html_url: `https://github.test/${OWNER}/${REPO}/actions/runs/${String(run.id)}`,
        repository: { id: REPOSITORY_ID },
        head_repository: { id: run.headRepositoryId ?? 0 },
      })
    },
  },
  [`GET ${BASE}/actions/artifacts/{artifact_id}/{archive_format}`]: {
    needs: ACTIONS,
    answer: ({ github, path }) => {
      const artifact = github.artifacts.find((one) => String(one.id) === path['artifact_id'])
      if (artifact === undefined || artifact.expired) {
        return { status: 410, body: { message: 'Artifact has expired', documentation_url: 'https://docs.github.test' } }
      }
      return { status: 302, headers: { location: github.link(artifact.bytes) } }
    },
  },
  [`POST ${BASE}/issues/{issue_number}/comments`]: {
    needs: COMMENTS,
    answer: ({ github, body }, operation) => {
      const text = bodyText(body)
      if (text.length > COMMENT_LIMIT) return tooLong
      const comment = github.addComment({ body: text })
      const fields = { id: comment.id, body: text, html_url: commentUrl(comment) }
      return { status: 201, body: sampleResponse(operation, 201, fields) }
    },
  },
  [`PATCH ${BASE}/issues/comments/{comment_id}`]: {
    needs: COMMENTS,
    answer: ({ github, body, path }, operation) => {
      const comment = github.comments.find((one) => String(one.id) === path['comment_id'] && !one.deleted)
      if (comment === undefined) return missing
      const text = bodyText(body)
      if (text.length > COMMENT_LIMIT) return tooLong
      comment.body = text
      return ok(operation, { id: comment.id, body: text, html_url: commentUrl(comment) })
    },
  },
}

const tooLong: Answer = {
  status: 422,
  body: {
    message: 'Validation Failed',
    documentation_url: 'https://docs.github.test',
    errors: [
      {
        resource: 'IssueComment',
        code: 'unprocessable',
        field: 'data',
        message: 'Body is too long (maximum is 65536 characters)',
      },
    ],
  },
}

const bodyText = (body: Json | undefined): string =>
  typeof body === 'object' && body !== null && !Array.isArray(body) && typeof body['body'] === 'string'
    ? body['body']
    : ''
const link = (sha: string): string => `https://github.test/${OWNER}/${REPO}/git/${sha}`
const commentUrl = ({ id }: FakeComment): string =>
  `https://github.test/${OWNER}/${REPO}/pull/12#issuecomment-${String(id)}`

/** Real page sizes, and the link to the next page */
function paged(url: URL, all: readonly Json[], body: (page: Json[]) => Json): Answer {
  const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100)
  const page = Number(url.searchParams.get('page') ?? 1)
  const next = new URL(url)
  next.searchParams.set('page', String(page + 1))
  const headers = all.length > page * size ? { link: `<${next.href}>; rel="next"` } : {}
  return { status: 200, body: body(all.slice((page - 1) * size, page * size)), headers }
}

/** Entries under a top folder, as GitHub's archives have them, with a global header in front */
function tarball(github: FakeGitHub, tree: string): Uint8Array {
  const entries = github.git.list(tree, true).filter(({ type }) => type === 'blob')
  const comment = Buffer.from('52 comment=0000000000000000000000000000000000000000\n')
  const parts = [tarHeader('pax_global_header', comment.byteLength, 'g'), padded(comment)]
  for (const { mode, path, sha } of entries) {
    const bytes = github.git.blobs.get(sha) ?? Buffer.alloc(0)
    if (mode === '120000') parts.push(tarHeader(`${REPO}/${path}`, 0, '2'))
    else parts.push(tarHeader(`${REPO}/${path}`, bytes.byteLength, '0'), padded(bytes))
  }
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]))
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.byteLength % 512)) % 512)])

function tarHeader(name: string, size: number, type: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(name.slice(0, 100), 0)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write(type, 156)
  header.write('ustar\x0000', 257)
  return header
}

/** What the queries of the action can reach */
export function graphqlRoot(github: FakeGitHub, is: 'query' | 'mutation'): Resolver {
  if (is === 'mutation') {
    const minimizeComment = ({ input }: { input: { subjectId: string } }) => {
      const comment = github.comments.find((one) => nodeId(one) === input.subjectId)
      if (comment === undefined) return null
      comment.minimised = true
      return { __typename: 'MinimizeCommentPayload', minimizedComment: commentNode(comment) }
    }
    return { __typename: 'Mutation', minimizeComment }
  }
  return {
    __typename: 'Query',
    viewer: { __typename: 'User', login: github.viewer },
    repository: ({ name, owner }: { owner: string; name: string }) =>
      owner === OWNER && name === REPO ? repositoryNode(github) : null,
  }
}

const repositoryNode = (github: FakeGitHub): Resolver => ({
  __typename: 'Repository',
  object: ({ oid }: { oid: string }) => {
    const bytes = github.git.blobs.get(oid)
    if (bytes === undefined) return github.git.commits.has(oid) ? { __typename: 'Commit', oid } : null
    const isBinary = bytes.includes(0)
    const text = isBinary ? null : bytes.toString('utf8').slice(0, github.textLimit)
    return { __typename: 'Blob', oid, isBinary, isTruncated: bytes.byteLength > github.textLimit, text }
  },
  pullRequest: ({ number }: { number: number }) => {
    const pull = github.pulls.find((one) => one.number === number)
    if (pull === undefined) return null
    const comments = ({ after, first }: { first: number; after: string | null }) => {
      const all = github.comments.filter((one) => !one.deleted)
      const from = after === null ? 0 : Number(after)
      const nodes = all.slice(from, from + first).map(commentNode)
      const pageInfo = {
        __typename: 'PageInfo',
        hasNextPage: from + first < all.length,
        endCursor: String(from + nodes.length),
      }
      return { __typename: 'IssueCommentConnection', nodes, pageInfo }
    }
    return { __typename: 'PullRequest', headRefOid: pull.headSha, comments }
  },
})

const nodeId = ({ id }: FakeComment): string => `IC_${String(id)}`

const commentNode = (comment: FakeComment): Resolver => ({
  __typename: 'IssueComment',
  id: nodeId(comment),
  fullDatabaseId: String(comment.id),
  url: commentUrl(comment),
  body: comment.body,
  isMinimized: comment.minimised,
  author: comment.author,
})
