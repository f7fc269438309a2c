// Archives as GitHub stores them, and as nobody should.

import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A real archive of these files */
export async function zipOf(files: Readonly<Record<string, string | Uint8Array>>, mode?: number): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), name, mode === undefined ? {} : { mode })
  }
  zip.end()
  return buffer(zip.outputStream)
}

/** The archive with every `from` in it replaced by a `to` of the same length: names that no archiver would write */
export function renamed(zip: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error('the names must be of one length')
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1')
}
