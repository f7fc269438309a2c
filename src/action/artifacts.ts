// The snapshot among the artifacts of a repository. Anyone who can open a pull request from a fork can make a run whose
// artifact and branch carry the right names, so an artifact is judged by what GitHub says about the run that made it,
// never by what it says about itself (GitHub docs: REST, Actions artifacts; workflow runs).

import { stop } from '../base/diagnostic.ts'
import { byKeys } from '../base/order.ts'
import type { Client, Log, Repository } from './client.ts'
import { statusOf } from './client.ts'
import { DownloadError, DownloadTooLarge, downloadFile } from './download.ts'
import type { UnpackedFile } from './unzip.ts'
import { UnzipRefusal, isZip, unzip } from './unzip.ts'

export interface WantedSnapshot {
  readonly repository: Repository
  readonly repositoryId: number
  readonly artifact: string
  readonly branch: string
  /** Path or file name of the workflow; undefined: any workflow of the repository */
  readonly workflow: string | undefined
  readonly maxAgeSeconds: number
  /** GitHub Enterprise Server may have no digests; github.com always does */
  readonly requireDigest: boolean
  /** How many artifacts are taken; fewer where there are fewer */
  readonly count: number
  /** Of the bytes as they are stored: undefined where they have an attestation, else why not. Undefined: none is asked for */
  readonly attest: ((archive: Uint8Array) => Promise<string | undefined>) | undefined
  readonly nowMillis: number
}

/** At least one, the newest first */
export type FoundSnapshot = readonly [FoundArtifact, ...FoundArtifact[]]

export interface FoundArtifact {
  readonly id: number
  readonly files: readonly UnpackedFile[]
  readonly run: { readonly id: number; readonly url: string; readonly createdAt: string }
}

/** Of the archive as it is stored */
export const LARGEST_ARTIFACT_BYTES = 256 * 1024 * 1024
const PAGES = 10
/** That are refused */
const RUNS = 20
/** Of all artifacts that are taken, unpacked; the last may exceed it */
const ENOUGH_BYTES = 512 * 1024 * 1024
const DOWNLOADS = 3

/** Runs that only someone with write access can start, on code that is already on the branch */
const TRUSTED_EVENTS: ReadonlySet<string> = new Set(['schedule', 'workflow_dispatch', 'push'])

type Refusal = { readonly is: 'untrusted' | 'too-old' | 'gone'; readonly why: string } | undefined

interface Artifact {
  readonly id: number
  readonly sizeBytes: number
  readonly expired: boolean
  readonly createdAt: string
  readonly digest: string | undefined
  readonly run:
    | { readonly id: number; readonly repositoryId: number; readonly headRepositoryId: number; readonly branch: string }
    | undefined
}

/**
 * The files of the newest artifacts that can be trusted. Every refusal is logged. Throws `snapshot-missing` with
 * [artifact, where], `snapshot-too-old` with [artifact, age, limit], both in seconds, and `snapshot-untrusted` with
 * [artifact, why].
 */
export async function findSnapshot(client: Client, wanted: WantedSnapshot, log: Log): Promise<FoundSnapshot> {
  const where = placeOf(wanted)
  log(`Looking for artifact ${wanted.artifact} of ${where}.`)
  const taken: FoundArtifact[] = []
  const refused: { readonly artifact: Artifact; readonly refusal: NonNullable<Refusal> }[] = []
  let runsAsked = 0
  for await (const artifact of newestFirst(client, wanted)) {
    let refusal = refusalOfArtifact(artifact, wanted)
    if (refusal === undefined && artifact.run !== undefined && runsAsked - taken.length < RUNS) {
      runsAsked++
      const run = await readRun(client, wanted.repository, artifact.run.id)
      refusal = refusalOfRun(run, wanted)
      const files = refusal ?? (await retrieve(client, wanted, artifact, log))
      if (Array.isArray(files)) {
        log(`Taking artifact ${String(artifact.id)} of run ${String(run.id)} (${run.event}, ${run.createdAt}).`)
        taken.push({ id: artifact.id, files, run })
        if (isEnough(taken, wanted, log)) break
        continue
      }
      refusal = files
    }
    refusal ??= { is: 'untrusted', why: `it is one of more than ${String(RUNS)}, and was not looked at` }
    log(`Refusing artifact ${String(artifact.id)} of ${artifact.createdAt}: ${refusal.why}.`)
    refused.push({ artifact, refusal })
  }
  const [newest, ...others] = taken
  if (newest === undefined) throw reasonToStop(wanted, where, refused)
  return [newest, ...others]
}

function isEnough(taken: readonly FoundArtifact[], { count }: WantedSnapshot, log: Log): boolean {
  if (taken.length >= count) return true
  const bytes = taken.flatMap(({ files }) => files).reduce((sum, file) => sum + file.bytes.byteLength, 0)
  if (bytes <= ENOUGH_BYTES) return false
  log(`Older ones are left out: these have more than ${String(ENOUGH_BYTES)} bytes already.`)
  return true
}

function reasonToStop(
  wanted: WantedSnapshot,
  where: string,
  refused: readonly { readonly artifact: Artifact; readonly refusal: NonNullable<Refusal> }[],
) {
  const old = refused.find(({ refusal }) => refusal.is === 'too-old')
  if (old !== undefined) {
    const age = Math.round((wanted.nowMillis - Date.parse(old.artifact.createdAt)) / 1000)
    return stop('snapshot-too-old', [wanted.artifact, String(age), String(wanted.maxAgeSeconds)])
  }
  const untrusted = refused.find(({ refusal }) => refusal.is === 'untrusted')
  if (untrusted !== undefined) return stop('snapshot-untrusted', [wanted.artifact, untrusted.refusal.why])
  return stop('snapshot-missing', [wanted.artifact, where])
}

function placeOf({ repository, branch, workflow }: WantedSnapshot): string {
  return `${repository.owner}/${repository.repo}, branch ${branch}, ${workflow === undefined ? 'any workflow' : `workflow ${workflow}`}`
}

/** Ends once all that is left is older than the limit, for GitHub lists new artifacts first */
async function* newestFirst(client: Client, wanted: WantedSnapshot): AsyncGenerator<Artifact, void, undefined> {
  for (let page = 1; page <= PAGES; page++) {
    const { data } = await client.octokit.request('GET /repos/{owner}/{repo}/actions/artifacts', {
      ...wanted.repository,
      name: wanted.artifact,
      per_page: 100,
      page,
    })
    const artifacts = data.artifacts.map((one) => ({
      id: one.id,
      sizeBytes: one.size_in_bytes,
      expired: one.expired,
      createdAt: one.created_at ?? '',
      digest: one.digest ?? undefined,
      run: runOf(one.workflow_run),
    }))
    yield* artifacts.sort(byKeys((one) => -Date.parse(one.createdAt)))
    const onlyOld = artifacts.every((one) => ageSeconds(one, wanted) > wanted.maxAgeSeconds)
    if (onlyOld || page * 100 >= data.total_count) return
  }
}

interface ArtifactRun {
  readonly id?: number
  readonly repository_id?: number
  readonly head_repository_id?: number
  readonly head_branch?: string | null
}

function runOf(run: ArtifactRun | null | undefined): Artifact['run'] {
  if (run?.id === undefined || run.repository_id === undefined || run.head_repository_id === undefined) return undefined
  return {
    id: run.id,
    repositoryId: run.repository_id,
    headRepositoryId: run.head_repository_id,
    branch: run.head_branch ?? '',
  }
}

const ageSeconds = (artifact: Artifact, { nowMillis }: WantedSnapshot): number =>
  (nowMillis - Date.parse(artifact.createdAt)) / 1000

/** What the listing alone tells. Trust comes first: the age of a stranger's artifact is of no interest */
function refusalOfArtifact(artifact: Artifact, wanted: WantedSnapshot): Refusal {
  const { run } = artifact
  if (run === undefined) return { is: 'untrusted', why: 'GitHub does not say which run made it' }
  if (run.headRepositoryId !== wanted.repositoryId || run.repositoryId !== wanted.repositoryId) {
    return { is: 'untrusted', why: 'the run that made it was for a fork' }
  }
  if (run.branch !== wanted.branch) {
    return { is: 'untrusted', why: `it was made on branch ${run.branch}, not on ${wanted.branch}` }
  }
  if (artifact.expired) return { is: 'gone', why: 'it has expired' }
  // A date that cannot be read is no age, and `NaN > limit` would let it pass.
  if (!(ageSeconds(artifact, wanted) <= wanted.maxAgeSeconds)) return { is: 'too-old', why: 'it is too old' }
  if (artifact.sizeBytes > LARGEST_ARTIFACT_BYTES) {
    return { is: 'untrusted', why: `it is larger than ${String(LARGEST_ARTIFACT_BYTES)} bytes` }
  }
  if (artifact.digest === undefined && wanted.requireDigest) return { is: 'untrusted', why: 'it has no digest' }
  return undefined
}

interface Run {
  readonly id: number
  readonly url: string
  readonly createdAt: string
  readonly event: string
  readonly branch: string | null
  readonly conclusion: string | null
  readonly workflow: string
  readonly headRepositoryId: number | undefined
  readonly repositoryId: number
}

async function readRun(client: Client, repository: Repository, id: number): Promise<Run> {
  const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}'
  const { data } = await client.octokit.request(route, { ...repository, run_id: id, exclude_pull_requests: true })
  return {
    id: Number(data.id),
    url: data.html_url,
    createdAt: data.created_at,
    event: data.event,
    branch: data.head_branch,
    conclusion: data.conclusion,
    // GitHub adds `@ref` for workflows of other repositories.
    workflow: data.path.split('@')[0] ?? '',
    // Typed as always there, yet null once the fork has been deleted.
    headRepositoryId: (data.head_repository as { readonly id: number } | null)?.id,
    repositoryId: Number(data.repository.id),
  }
}

function refusalOfRun(run: Run, wanted: WantedSnapshot): Refusal {
  const untrusted = (why: string): Refusal => ({ is: 'untrusted', why: `run ${String(run.id)} ${why}` })
  if (run.headRepositoryId !== wanted.repositoryId || run.repositoryId !== wanted.repositoryId) {
    return untrusted('was for a fork')
  }
  if (!TRUSTED_EVENTS.has(run.event)) return untrusted(`was started by ${run.event}`)
  if (run.branch !== wanted.branch) return untrusted(`was on branch ${run.branch ?? '?'}, not on ${wanted.branch}`)
  if (wanted.workflow !== undefined && !isWorkflow(run.workflow, wanted.workflow)) {
    return untrusted(`was of workflow ${run.workflow}, not of ${wanted.workflow}`)
  }
  if (run.conclusion !== 'success') return untrusted(`ended with ${run.conclusion ?? 'no conclusion yet'}`)
  return undefined
}

/** `snapshot.yml` means `.github/workflows/snapshot.yml` */
function isWorkflow(path: string, wanted: string): boolean {
  const asked = wanted.replace(/^(?:\.\/)+/, '')
  return path === (asked.includes('/') ? asked : `.github/workflows/${asked}`)
}

/** Size and digest are checked before the first byte is understood */
async function retrieve(
  client: Client,
  wanted: WantedSnapshot,
  artifact: Artifact,
  log: Log,
): Promise<UnpackedFile[] | NonNullable<Refusal>> {
  const limits = { ...client.download, limitBytes: LARGEST_ARTIFACT_BYTES }
  for (let tries = 1; ; tries++) {
    try {
      const link = await artifactLink(client, wanted.repository, artifact.id)
      if (link === undefined) return { is: 'gone', why: 'GitHub does not have it any more' }
      const { bytes, sha256 } = await downloadFile(link, limits)
      if (artifact.digest !== undefined && artifact.digest !== `sha256:${sha256}`) {
        return {
          is: 'untrusted',
          why: `its bytes have digest sha256:${sha256}, but GitHub recorded ${artifact.digest}`,
        }
      }
      const unattested = await wanted.attest?.(bytes)
      if (unattested !== undefined) return { is: 'untrusted', why: unattested }
      // An artifact that was uploaded with `archive: false` is the file itself, under its own name.
      return isZip(bytes) ? await unzip(bytes) : [{ name: wanted.artifact, bytes }]
    } catch (error) {
      if (error instanceof UnzipRefusal || error instanceof DownloadTooLarge) {
        return { is: 'untrusted', why: error.message }
      }
      if (!(error instanceof DownloadError)) throw error
      log(`Download ${String(tries)} of artifact ${String(artifact.id)} failed: ${error.message}.`)
      if (tries === DOWNLOADS) throw stop('github-api', ['download the snapshot', error.message])
    }
  }
}

/** Where the bytes are, for one minute; undefined: expired or deleted */
async function artifactLink(client: Client, repository: Repository, id: number): Promise<string | undefined> {
  try {
    const route = 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}'
    const { headers } = await client.octokit.request(route, {
      ...repository,
      artifact_id: id,
      archive_format: 'zip',
      request: { redirect: 'manual' },
    })
    return headers.location
  } catch (error) {
    const status = statusOf(error)
    if (status === 404 || status === 410) return undefined
    throw error
  }
}

export interface RepositoryDescription {
  readonly id: number
  readonly defaultBranch: string
  /** Everyone may read its artifacts */
  readonly isPublic: boolean
}

/** For when the event is about another repository */
export async function describeRepository(client: Client, repository: Repository): Promise<RepositoryDescription> {
  const { data } = await client.octokit.request('GET /repos/{owner}/{repo}', { ...repository })
  return { id: Number(data.id), defaultBranch: data.default_branch, isPublic: !data.private }
}
