// Very many files at once: the archive of a commit, streamed, of which only the wanted contents are kept. A content is
// recognised by its git id, so names, links and extensions of the tar format do not matter (POSIX ustar header).

import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Client, Log, Repository } from './client.ts'
import { downloadStream } from './download.ts'
import type { BlobId } from './git-object.ts'
import { gitId } from './git-object.ts'

/** Compressed, and unpacked; a repository beyond this is read file by file */
const TARBALL_BYTES = 512 * 1024 * 1024
const UNPACKED_BYTES = 8 * 1024 * 1024 * 1024

/** The contents among `wanted` that the archive of `commit` holds; what it lacks, or all if it fails, is left out */
export async function blobsOfTarball(
  client: Client,
  repository: Repository,
  commit: string,
  wanted: readonly BlobId[],
  log: Log,
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  try {
    const link = await tarballLink(client, repository, commit)
    const limits = { ...client.download, limitBytes: TARBALL_BYTES }
    await pipeline(downloadStream(link, limits), createGunzip(), (chunks: AsyncIterable<Buffer>) =>
      collect(chunks, wanted, found),
    )
    log(`The archive of the commit held ${String(found.size)} of ${String(wanted.length)} files.`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    log(`The archive of the commit could not be read to its end (${why}): asking for the rest file by file.`)
  }
  return found
}

async function tarballLink(client: Client, repository: Repository, commit: string): Promise<string> {
  const { headers } = await client.octokit.request('GET /repos/{owner}/{repo}/tarball/{ref}', {
    ...repository,
    ref: commit,
    request: { redirect: 'manual' },
  })
  if (headers.location === undefined) throw new Error('GitHub named no place to fetch it from')
  return headers.location
}

const BLOCK = 512
const REGULAR_FILE = new Set([0, '0'.charCodeAt(0)])

async function collect(
  chunks: AsyncIterable<Buffer>,
  wanted: readonly BlobId[],
  found: Map<string, Uint8Array>,
): Promise<void> {
  const sizes = new Set(wanted.map((blob) => blob.sizeBytes))
  const missing = new Set(wanted.map((blob) => blob.oid))
  const take = byteTaker(chunks)
  while (missing.size > 0) {
    const header = await take(BLOCK, true)
    if (header === undefined || header[0] === 0) return
    const size = sizeOf(header)
    const keep = sizes.has(size) && REGULAR_FILE.has(header[156] ?? 0)
    const content = await take(size, keep)
    await take((BLOCK - (size % BLOCK)) % BLOCK, false)
    const oid = content === undefined ? '' : gitId(content)
    if (content !== undefined && missing.delete(oid)) found.set(oid, content)
  }
}

/** Octal digits, or, for what they cannot hold, a big-endian number marked by the first bit */
function sizeOf(header: Buffer): number {
  const field = header.subarray(124, 136)
  if (((field[0] ?? 0) & 0x80) !== 0) return field.readUIntBE(6, 6)
  const size = Number.parseInt(field.toString('latin1'), 8)
  if (!Number.isInteger(size)) throw new Error('not a tar archive')
  return size
}

/** Gives the next bytes of a stream, or passes over them; undefined where they are not kept, or at the end */
function byteTaker(chunks: AsyncIterable<Buffer>): (count: number, keep: boolean) => Promise<Buffer | undefined> {
  const source = chunks[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  let total = 0
  return async (count, keep) => {
    total += count
    if (total > UNPACKED_BYTES) throw new Error(`it unpacks to more than ${String(UNPACKED_BYTES)} bytes`)
    const parts: Buffer[] = []
    let left = count
    while (left > 0) {
      if (rest.length === 0) {
        const next = await source.next()
        if (next.done === true) return undefined
        rest = next.value
      }
      const part = rest.subarray(0, left)
      rest = rest.subarray(part.length)
      left -= part.length
      if (keep) parts.push(part)
    }
    return keep ? Buffer.concat(parts) : undefined
  }
}
