// Bytes of an open file from one place to another, and places where lines begin.

import { readSync } from 'node:fs'

const CHUNK_BYTES = 256 * 1024
const NEWLINE = 0x0a

/** Each piece holds until the next one is asked for. Fewer bytes only where the file ends */
export function* bytesBetween(file: number, from: number, to: number): Generator<Uint8Array> {
  const room = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - from))
  for (let at = from; at < to;) {
    const count = readSync(file, room, 0, Math.min(room.length, to - at), at)
    if (count === 0) return
    at += count
    yield room.subarray(0, count)
  }
}

/** Where the first line begins that does so behind `from`; undefined where none does before `to` */
export function lineBehind(file: number, from: number, to: number): number | undefined {
  let at = from
  for (const bytes of bytesBetween(file, from, to)) {
    const newline = bytes.indexOf(NEWLINE)
    if (newline >= 0) return at + newline + 1 < to ? at + newline + 1 : undefined
    at += bytes.length
  }
  return undefined
}
