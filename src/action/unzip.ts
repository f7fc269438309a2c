// A zip archive in memory → its files in memory, within limits and never touching the disk. What a hostile archive could
// try (climbing out, links, bombs, two entries of one name, lies about sizes) ends with a reason.

import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import type { Entry } from 'yauzl'

export interface UnzipLimits {
  readonly entries: number
  /** Unpacked, all files together */
  readonly totalBytes: number
  /** Unpacked to packed, for files of more than a megabyte */
  readonly ratio: number
}

export const UNZIP_LIMITS: UnzipLimits = { entries: 2000, totalBytes: 512 * 1024 * 1024, ratio: 400 }

export interface UnpackedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Why an archive was refused */
export class UnzipRefusal extends Error {}

/** yauzl itself refuses names that are absolute, climb out or hold a backslash, and sizes that are not kept */
const OPTIONS = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true }

/** Files in the order of the archive, folders left out; rejects with UnzipRefusal */
export async function unzip(archive: Uint8Array, limits: UnzipLimits = UNZIP_LIMITS): Promise<UnpackedFile[]> {
  const files = new Map<string, UnpackedFile>()
  let totalBytes = 0
  try {
    const zip = await fromBufferPromise(Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength), OPTIONS)
    if (zip.entryCount > limits.entries) throw new UnzipRefusal(`it holds more than ${String(limits.entries)} files`)
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName
      if (name.endsWith('/')) continue
      if (files.has(name)) throw new UnzipRefusal(`it holds two files called ${name}`)
      totalBytes += entry.uncompressedSize
      refuseEntry(entry, totalBytes, limits)
      files.set(name, { name, bytes: await buffer(await zip.openReadStreamPromise(entry)) })
    }
    return [...files.values()]
  } catch (error) {
    throw error instanceof UnzipRefusal ? error : new UnzipRefusal(`it is damaged (${messageOf(error)})`)
  }
}

const ZIP_STARTS = ['504b0304', '504b0506']

/** By its first bytes, whatever it is called */
export const isZip = (bytes: Uint8Array): boolean =>
  ZIP_STARTS.includes(Buffer.from(bytes.subarray(0, 4)).toString('hex'))

const MEGABYTE = 1024 * 1024
const TYPE_MASK = 0o170000
const SYMBOLIC_LINK = 0o120000

function refuseEntry(entry: Entry, totalBytes: number, limits: UnzipLimits): void {
  const name = entry.fileName
  if (totalBytes > limits.totalBytes) {
    throw new UnzipRefusal(`it unpacks to more than ${String(limits.totalBytes)} bytes`)
  }
  if (entry.uncompressedSize > MEGABYTE && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
    throw new UnzipRefusal(`it holds ${name}, which unpacks to more than ${String(limits.ratio)} times its size`)
  }
  if (((entry.externalFileAttributes >>> 16) & TYPE_MASK) === SYMBOLIC_LINK) {
    throw new UnzipRefusal(`it holds ${name}, which is a symbolic link`)
  }
  if (!entry.canDecodeFileData()) throw new UnzipRefusal(`it holds ${name}, which is encrypted or packed in a rare way`)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
