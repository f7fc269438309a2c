// GitHub as the story sees it: commits to compare, trees, texts, the snapshot, the comment. Each request that fails says
// what it was for and which permission it lacks.

import { stop } from '../base/diagnostic.ts'
import { valueAt } from '../base/location.ts'
import type { SourceText } from '../base/location.ts'
import type { FoundSnapshot, RepositoryDescription } from './artifacts.ts'
import { describeRepository, findSnapshot } from './artifacts.ts'
import { whyUnattested } from './attestation.ts'
import { blobReader } from './blobs.ts'
import type { Client, Log, Patience, Repository } from './client.ts'
import { createClient } from './client.ts'
import type { CommentRequest, CommentResult } from './comment.ts'
import { putComment } from './comment.ts'
import type { Commit } from './commits.ts'
import type { Environment, RunContext } from './context.ts'
import type { Comparison } from './event.ts'
import { comparisonOf } from './event.ts'
import type { Permissions } from './failure.ts'
import { failureOf, permissionsBlock } from './failure.ts'
import type { Sides } from './sources.ts'
import { readSides, readSource } from './sources.ts'
import type { FileTree } from './trees.ts'
import { EMPTY_TREE, treeReader } from './trees.ts'

export interface GitHubOptions {
  readonly context: RunContext
  readonly token: string
  /** For the snapshot alone; undefined: `token` */
  readonly snapshotToken: string | undefined
  /** Of programs that are started */
  readonly env: Environment
  readonly version: string
  readonly log: Log
  readonly patience?: Partial<Patience>
}

export interface SnapshotChoice {
  readonly artifact: string
  readonly workflow: string | undefined
  /** Undefined: the default branch */
  readonly branch: string | undefined
  /** `owner/name`; undefined: the repository of the run */
  readonly repository: string | undefined
  readonly maxAgeSeconds: number
  /** How many artifacts are read together */
  readonly count: number
  /** Each must have an attestation */
  readonly attested: boolean
  readonly nowMillis: number
}

export interface ChosenSnapshot {
  readonly artifacts: FoundSnapshot
  /** Everyone may read them */
  readonly isPublic: boolean
}

export type CommentOrder = Pick<CommentRequest, 'number' | 'headSha' | 'key' | 'body' | 'create' | 'comparable'>

/** Every method throws InputErrors alone, but for bugs of ours */
export interface GitHubPort {
  readonly compare: () => Promise<Comparison>
  readonly readTree: (commit: Commit | 'empty', mayMatchIn?: (folder: string) => boolean) => Promise<FileTree>
  /** One file, whatever the globs say; undefined: there is none */
  readonly readSource: (tree: FileTree, path: string) => Promise<SourceText | undefined>
  readonly readSides: (before: FileTree, after: FileTree) => Promise<Sides>
  readonly findSnapshot: (choice: SnapshotChoice) => Promise<ChosenSnapshot>
  /** What GitHub refuses is a result, not an error */
  readonly putComment: (order: CommentOrder) => Promise<CommentResult>
  /** Prefix of the addresses of files at a commit, for links; ends in `/` */
  readonly filesUrl: (sha: string) => string
  /** Requests so far, and how many more GitHub would answer this hour */
  readonly usage: () => { readonly sent: number; readonly remaining: number | undefined }
}

/** All that the action may need; a block that leaves one out would take it away */
const NEEDS: Permissions = { contents: 'read', actions: 'read', 'pull-requests': 'write' }

export function connect(options: GitHubOptions): GitHubPort {
  const { context, log } = options
  const { repository } = context
  const userAgent = `netpol-preflight/${options.version}`
  const open = (token: string): Client => createClient({ ...options, token, userAgent, apiUrl: context.apiUrl })
  const client = open(options.token)
  const snapshotClient = options.snapshotToken === undefined ? client : open(options.snapshotToken)
  const trees = treeReader(client, repository, log)
  const blobs = blobReader(client, repository, context.sha, log)

  return {
    compare: () =>
      attempt('find the commits to compare', { contents: 'read' }, () => comparisonOf(client, context, log)),
    readTree: (commit, mayMatchIn) =>
      commit === 'empty'
        ? Promise.resolve(EMPTY_TREE)
        : attempt('list the files of the repository', { contents: 'read' }, () => trees.read(commit.sha, mayMatchIn)),
    readSource: (tree, path) => attempt(`read ${path}`, { contents: 'read' }, () => readSource(tree, path, blobs)),
    readSides: (before, after) =>
      attempt('read the manifests of the repository', { contents: 'read' }, () => readSides(before, after, blobs)),
    findSnapshot: (choice) =>
      attempt('fetch the snapshot', { actions: 'read' }, () => snapshotOf(snapshotClient, options, choice)),
    putComment: (order) => putComment(client, { repository, ...order }, log),
    filesUrl: (sha) => `${context.serverUrl}/${repository.owner}/${repository.repo}/blob/${sha}/`,
    usage: () => ({
      sent: client.sent() + (snapshotClient === client ? 0 : snapshotClient.sent()),
      remaining: client.remaining(),
    }),
  }
}

/** Ready to paste, for the notice about a comment that the token may not write */
export const neededPermissions = (): string => permissionsBlock(NEEDS)

async function attempt<T>(what: string, needs: Permissions, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    throw failureOf(error, { what, needs }, NEEDS)
  }
}

async function snapshotOf(
  client: Client,
  { context, env, log, snapshotToken, token }: GitHubOptions,
  choice: SnapshotChoice,
): Promise<ChosenSnapshot> {
  const repository = choice.repository === undefined ? context.repository : parseRepository(choice.repository)
  const known = choice.repository === undefined ? repositoryOfEvent(context) : undefined
  const { defaultBranch, id, isPublic } = known ?? (await describeRepository(client, repository))
  const { artifact, maxAgeSeconds, nowMillis, workflow } = choice
  const branch = choice.branch ?? defaultBranch
  const by = { artifact, repository, branch, workflow, serverUrl: context.serverUrl, token: snapshotToken ?? token }
  const artifacts = await findSnapshot(
    client,
    {
      repository,
      repositoryId: id,
      artifact,
      branch,
      workflow,
      maxAgeSeconds,
      requireDigest: hasDigests(context.serverUrl),
      count: choice.count,
      attest: choice.attested ? (archive) => whyUnattested(archive, by, context.tempFolder, env) : undefined,
      nowMillis,
    },
    log,
  )
  return { artifacts, isPublic }
}

function parseRepository(text: string): Repository {
  const [, owner, repo] = /^([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+)$/.exec(text) ?? []
  if (owner === undefined || repo === undefined) {
    throw stop('input-invalid', ['snapshot-repository', '`owner/name`', text])
  }
  return { owner, repo }
}

function repositoryOfEvent({ event }: RunContext): RepositoryDescription | undefined {
  const id = valueAt(event, ['repository', 'id'])
  const defaultBranch = valueAt(event, ['repository', 'default_branch'])
  const isPublic = valueAt(event, ['repository', 'private']) === false
  return typeof id === 'number' && typeof defaultBranch === 'string' ? { id, defaultBranch, isPublic } : undefined
}

/** github.com, and the hosted enterprises beside it */
const hasDigests = (serverUrl: string): boolean => {
  const { hostname } = new URL(serverUrl)
  return hostname === 'github.com' || hostname.endsWith('.ghe.com')
}
