// Bytes to text in pieces, counted on the way, so that a small file that unpacks to a huge one is refused before it fills
// the memory.

import { InputError, stop } from '../base/diagnostic.ts'
import { causeOf } from './trouble.ts'

/** Of text at a time: pieces that are larger take memory of their own from the system each, which costs more than reading them */
const PIECE_BYTES = 64 * 1024

/** Unpacked bytes that may still be read; the files of one snapshot share it */
export interface ByteBudget {
  leftBytes: number
}

export type Bytes = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * The text of bytes in pieces, a byte order mark taken off. `name` stands for them in what is thrown: `snapshot-unreadable`
 * with [name, why], for what is damaged, no UTF-8 or beyond the budget.
 */
export async function* decodeText(parts: Bytes, name: string, budget: ByteBudget): AsyncGenerator<string> {
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
