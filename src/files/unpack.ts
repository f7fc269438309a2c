// The bytes of a file to the text in it, in pieces: opened by what the bytes are (gzip, zstd, plain), not by the name.

import { readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { Readable, pipeline } from 'node:stream'
import type { Transform } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import * as zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import { decodeText } from './decode.ts'
import type { ByteBudget } from './decode.ts'

const CHUNK_BYTES = 256 * 1024

/** How far the bytes of a plain file are read, by whoever reads its text; another may shorten it, and reads the rest himself */
export interface Reach {
  /** Undefined until the file was opened */
  of: { readonly dev: number; readonly ino: number; readonly size: number } | undefined
  /** So many bytes were read; 0 for a packed file */
  at: number
  /** No more are read than so many */
  to: number
}

/** The text of a file, as `decodeText` gives it */
export const readText = (
  path: string,
  name: string,
  budget: ByteBudget,
  reach: Reach = { of: undefined, at: 0, to: Infinity },
): AsyncGenerator<string> => decodeText(unpackedFile(path, reach), name, budget)

/** The same for a file that is in memory already, as those of an artifact are */
export const readTextOf = (bytes: Uint8Array, name: string, budget: ByteBudget): AsyncGenerator<string> =>
  decodeText(unpacked(inMemory(bytes)), name, budget)

/** Bytes that can be read from anywhere on */
interface Packed {
  readonly size: number
  readonly from: (offset: number) => AsyncIterable<Uint8Array>
  /** All of them, each piece to be used before the next one is asked for */
  readonly inTurn: () => AsyncIterable<Uint8Array>
}

async function* unpackedFile(path: string, reach: Reach): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r')
  try {
    reach.of = await file.stat()
    const { size } = reach.of
    yield* unpacked({ size, from: (offset) => chunksOf(file, offset), inTurn: () => chunksInTurn(file, reach) })
  } finally {
    await file.close()
  }
}

const inMemory = (bytes: Uint8Array): Packed => ({
  size: bytes.length,
  from: (offset) => Readable.from([bytes.subarray(offset)]),
  inTurn: () => Readable.from([bytes]),
})

async function* chunksOf(file: FileHandle, from: number): AsyncGenerator<Uint8Array> {
  for (let at = from; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/**
 * Each piece holds until the next one is asked for. Read without a thread of Node's own, which would take its time from those
 * that read other sections; what else there is to be done is done in between.
 */
async function* chunksInTurn(file: FileHandle, reach: Reach): AsyncGenerator<Uint8Array> {
  const room = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let i = 1; reach.at < reach.to; i++) {
    const count = readSync(file.fd, room, 0, Math.min(CHUNK_BYTES, reach.to - reach.at), reach.at)
    if (count === 0) return
    reach.at += count
    yield room.subarray(0, count)
    if (i % 16 === 0) await setImmediate()
  }
}

async function* unpacked(packed: Packed): AsyncGenerator<Uint8Array> {
  const head = await startOf(packed)
  if (head.startsWith('1f8b')) yield* through(packed.from(0), zlib.createGunzip({ chunkSize: CHUNK_BYTES }))
  else if (head !== '28b52ffd') yield* packed.inTurn()
  // Before Node 22.15 there is no zstd in it
  else if ('createZstdDecompress' in zlib) yield* nativeZstd(packed)
  else yield* unpackZstd(packed.from(0))
}

/** The first four bytes, by which packed files are known */
async function startOf(packed: Packed): Promise<string> {
  for await (const bytes of packed.from(0)) return Buffer.from(bytes.subarray(0, 4)).toString('hex')
  return ''
}

/** Node stops where the first frame ends; what was packed in parallel, or joined, has more of them */
async function* nativeZstd({ size, from }: Packed): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size;) {
    const frame = zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES })
    yield* through(from(at), frame)
    if (frame.bytesWritten === 0) throw new Error('it is damaged')
    at += frame.bytesWritten
  }
}

async function* through(parts: AsyncIterable<Uint8Array>, unpacking: Transform): AsyncGenerator<Uint8Array> {
  // An error of any part arrives at whoever reads the end
  pipeline(Readable.from(parts), unpacking, () => undefined)
  yield* unpacking as AsyncIterable<Uint8Array>
}

/** So little at a time that what comes out of it, at most 128 KiB for 4 bytes, fits into the memory */
const PUSH_BYTES = 1024

/** zstd in JavaScript, for a Node that has none; exported for the test that compares the two */
export async function* unpackZstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const unpacking = new Decompress((bytes) => {
    // The buffer is used again for the next block
    ready.push(bytes.slice())
  })
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PUSH_BYTES) {
      unpacking.push(chunk.subarray(at, at + PUSH_BYTES))
      yield* ready.splice(0)
    }
  }
  unpacking.push(new Uint8Array(), true)
  yield* ready
}
