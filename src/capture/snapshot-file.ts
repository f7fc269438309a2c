// Objects and flows → a snapshot file: one JSON value a line behind the metadata, packed with gzip; the same bytes for the
// same input. A file is there whole or not at all.

import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { causeOf } from '../files/trouble.ts'
import { CaptureError } from './failure.ts'
import type { Json } from './projection.ts'

/** Lines are joined to pieces of about this many characters */
const PIECE = 64 * 1024

/** Writes `lines`, as JSON, to `file`, and makes its folder. Throws CaptureErrors */
export async function writeSnapshotFile(file: string, lines: Iterable<Json>): Promise<void> {
  const unfinished = `${file}.${String(process.pid)}.part`
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true })
    await pipeline(
      Readable.from(pieces(lines)),
      createGzip({ level: 9 }),
      createWriteStream(unfinished, { mode: 0o600 }),
    )
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw new CaptureError(`the snapshot ${file} cannot be written: ${causeOf(error)}`)
  }
}

function* pieces(lines: Iterable<Json>): Generator<string> {
  let piece = ''
  for (const line of lines) {
    piece += `${JSON.stringify(line)}\n`
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}
