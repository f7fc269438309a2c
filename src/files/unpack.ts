// The bytes of a file to the text in it, in pieces: opened by what the bytes are (gzip, zstd, plain), not by the name, and
// counted on the way, so that a small file that unpacks to a huge one is refused before it fills the memory.

import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { Readable, pipeline } from 'node:stream'
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import { InputError, stop } from '../base/diagnostic.ts'
import { causeOf } from './trouble.ts'

const CHUNK_BYTES = 256 * 1024
/** Of text at a time: pieces that are larger take memory of their own from the system each, which costs more than reading them */
const PIECE_BYTES = 64 * 1024

/** Unpacked bytes that may still be read; the files of one snapshot share it */
export interface ByteBudget {
  leftBytes: number
}

/**
 * The text of a file in pieces, a byte order mark taken off. `name` stands for the file in what is thrown:
 * `snapshot-unreadable` with [name, why], for a file that is damaged, no UTF-8 or beyond the budget.
 */
export const readText = (path: string, name: string, budget: ByteBudget): AsyncGenerator<string> =>
  decodeText(unpackedFile(path), name, budget)

/** The same for a file that is in memory already, as those of an artifact are */
export const readTextOf = (bytes: Uint8Array, name: string, budget: ByteBudget): AsyncGenerator<string> =>
  decodeText(unpacked(inMemory(bytes)), name, budget)

async function* decodeText(parts: AsyncIterable<Uint8Array>, name: string, budget: ByteBudget): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const bytes of parts) {
      budget.leftBytes -= bytes.length
      if (budget.leftBytes < 0) throw stop('snapshot-unreadable', [name, 'it unpacks to more than a snapshot may hold'])
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        const text = decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true })
        if (text !== '') yield text
      }
    }
    decoder.decode()
  } catch (error) {
    throw error instanceof InputError ? error : stop('snapshot-unreadable', [name, whyOf(error)])
  }
}

function whyOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8 text'
  // Codes of zlib, of zstd in Node, of fzstd
  return /^(?:Z_|ZSTD_|\d+$)/.test(code) ? 'it is damaged' : causeOf(error)
}

/** Bytes that can be read from anywhere on */
interface Packed {
  readonly size: number
  readonly from: (offset: number) => AsyncIterable<Uint8Array>
  /** All of them, each piece to be used before the next one is asked for */
  readonly inTurn: () => AsyncIterable<Uint8Array>
}

async function* unpackedFile(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const from = (offset: number): AsyncIterable<Uint8Array> =>
      chunksOf(file, offset, () => Buffer.allocUnsafe(CHUNK_BYTES))
    const room = Buffer.allocUnsafe(CHUNK_BYTES)
    yield* unpacked({ size, from, inTurn: () => chunksOf(file, 0, () => room) })
  } finally {
    await file.close()
  }
}

const inMemory = (bytes: Uint8Array): Packed => ({
  size: bytes.length,
  from: (offset) => Readable.from([bytes.subarray(offset)]),
  inTurn: () => Readable.from([bytes]),
})

async function* chunksOf(file: FileHandle, from: number, room: () => Buffer): AsyncGenerator<Uint8Array> {
  for (let at = from; ;) {
    const { buffer, bytesRead } = await file.read(room(), 0, CHUNK_BYTES, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
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
