// File contents by id, many to a request (GitHub docs: GraphQL, Blob). Every text is checked against its id, so what
// GitHub cut, transcoded or refused to show as text is noticed and fetched as bytes instead.

import type { Client, Log, Repository } from './client.ts'
import { statusOf } from './client.ts'
import { DownloadError } from './download.ts'
import type { BlobId } from './git-object.ts'
import { gitId } from './git-object.ts'
import { blobsOfTarball } from './tarball.ts'

export interface BlobReader {
  /** Bytes by id. Each id is fetched once in the life of the reader */
  readonly read: (blobs: Iterable<BlobId>) => Promise<ReadonlyMap<string, Uint8Array>>
  /** The beginning of each, as much as GitHub shows of it as text: for blobs that are too large to be read */
  readonly peek: (blobs: Iterable<BlobId>) => Promise<ReadonlyMap<string, Uint8Array>>
}

/** Blobs in one query; the query grows by some 60 bytes for each */
const QUERY_BLOBS = 250
/** Bytes of content in one query, so that an answer takes GitHub no more than a moment */
const QUERY_BYTES = 4 * 1024 * 1024
/** GitHub cuts the text of larger blobs, so they are fetched one by one */
const TEXT_BYTES = 384 * 1024
/** From here on one archive of the commit is cheaper than all the queries */
const TARBALL_BLOBS = 2500

/** `commit`: where most of the blobs can be found, should there be very many */
export function blobReader(client: Client, repository: Repository, commit: string, log: Log): BlobReader {
  const known = new Map<string, Uint8Array>()
  const missing = (blobs: Iterable<BlobId>): BlobId[] =>
    [...new Map([...blobs].map((blob) => [blob.oid, blob])).values()].filter(({ oid }) => !known.has(oid))

  const viaGraphql = async (batch: readonly BlobId[], accepts: Accepts): Promise<void> => {
    const texts = batch.length === 0 ? new Map<string, Buffer>() : await textsOf(client, repository, batch, accepts)
    if (texts === undefined && batch.length > 1) {
      log(`GitHub would not answer for ${String(batch.length)} files at once; asking in two halves.`)
      const half = Math.ceil(batch.length / 2)
      await viaGraphql(batch.slice(0, half), accepts)
      await viaGraphql(batch.slice(half), accepts)
      return
    }
    for (const { oid } of batch) known.set(oid, texts?.get(oid) ?? (await bytesOf(client, repository, oid)))
  }

  return {
    read: async (blobs) => {
      const wanted = missing(blobs)
      if (wanted.length > TARBALL_BLOBS) {
        const found = await blobsOfTarball(client, repository, commit, wanted, log)
        for (const [oid, bytes] of found) known.set(oid, bytes)
      }
      const small = missing(wanted).filter((blob) => blob.sizeBytes <= TEXT_BYTES)
      for (const batch of batchesOf(small)) await viaGraphql(batch, isWhole)
      for (const { oid } of missing(wanted)) known.set(oid, await bytesOf(client, repository, oid))
      return known
    },
    peek: async (blobs) => {
      for (const batch of batchesOf(missing(blobs))) await viaGraphql(batch, () => true)
      return known
    },
  }
}

type Accepts = (oid: string, text: Buffer) => boolean

const isWhole: Accepts = (oid, text) => gitId(text) === oid

function* batchesOf(blobs: readonly BlobId[]): Generator<BlobId[]> {
  let batch: BlobId[] = []
  let bytes = 0
  for (const blob of blobs) {
    const textBytes = Math.min(blob.sizeBytes, TEXT_BYTES)
    if (batch.length === QUERY_BLOBS || bytes + textBytes > QUERY_BYTES) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(blob)
    bytes += textBytes
  }
  yield batch
}

/** Texts by id, those that are accepted; undefined: the query was too much for GitHub */
async function textsOf(
  client: Client,
  repository: Repository,
  batch: readonly BlobId[],
  accepts: Accepts,
): Promise<Map<string, Buffer> | undefined> {
  const aliases = batch.map(({ oid }, i) => `b${String(i)}: object(oid: "${hex(oid)}") { ... on Blob { text } }`)
  const query = `query Files($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    ${aliases.join('\n    ')}
  }
}`
  try {
    const variables = { owner: repository.owner, name: repository.repo, request: { retries: 1 } }
    const data = await client.octokit.graphql<Answer>(query, variables)
    const texts = new Map<string, Buffer>()
    for (const [i, { oid }] of batch.entries()) {
      const text = data.repository?.[`b${String(i)}`]?.text
      const bytes = typeof text === 'string' ? Buffer.from(text) : undefined
      if (bytes !== undefined && accepts(oid, bytes)) texts.set(oid, bytes)
    }
    return texts
  } catch (error) {
    if (isTooMuch(error)) return undefined
    throw error
  }
}

interface Answer {
  readonly repository: Readonly<Record<string, { readonly text?: string | null } | null>> | null
}

/** A gateway that gave up, or GraphQL's own limit (`RESOURCE_LIMITS_EXCEEDED`) */
function isTooMuch(error: unknown): boolean {
  const status = statusOf(error)
  return status === 502 || status === 504 || (error instanceof Error && /resource limits|timeout/i.test(error.message))
}

async function bytesOf(client: Client, repository: Repository, oid: string): Promise<Uint8Array> {
  const route = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}'
  const { data } = await client.octokit.request(route, { ...repository, file_sha: oid })
  const bytes = Buffer.from(data.content, 'base64')
  if (gitId(bytes) !== oid) throw new DownloadError(`the content of blob ${oid} arrived damaged`)
  return bytes
}

/** INVARIANT: ids are put into a query as they are, so they are hexadecimal and nothing else */
function hex(oid: string): string {
  if (!/^[0-9a-f]{40}$/.test(oid)) throw new Error(`not a git object id: ${oid}`)
  return oid
}
