// How git names a content: equal ids, equal bytes (git documentation: Git Objects).

import { createHash } from 'node:crypto'

export interface BlobId {
  readonly oid: string
  readonly sizeBytes: number
}

/** The id that git gives to a file of these bytes */
export const gitId = (bytes: Uint8Array): string =>
  createHash('sha1')
    .update(`blob ${String(bytes.byteLength)}\0`)
    .update(bytes)
    .digest('hex')
