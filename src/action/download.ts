// Files behind the signed links that GitHub's API hands out: fetched through the proxy, without the token, never more
// than was allowed. A link is a secret for as long as it lives, so it is never shown.

import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { HttpClient } from '@actions/http-client'

export interface DownloadLimits {
  readonly userAgent: string
  /** The API's own URL: where it is https, a link has to be https too */
  readonly apiUrl: string
  readonly limitBytes: number
  /** Called once for each request */
  readonly onRequest: () => void
}

/** The storage did not give the file; the link may have run out */
export class DownloadError extends Error {}

/** More bytes came than `limitBytes` */
export class DownloadTooLarge extends Error {}

const SILENCE_MILLIS = 60_000

/** The file as it arrives; ends with DownloadTooLarge or DownloadError instead of running over or stopping short */
export async function* downloadStream(link: string, limits: DownloadLimits): AsyncGenerator<Buffer, void, undefined> {
  const response = await open(link, limits)
  const announced = Number(response.headers['content-length'] ?? Number.NaN)
  let length = 0
  try {
    for await (const chunk of response) {
      const bytes = Buffer.from(chunk as Buffer) // A stream without an encoding gives buffers.
      length += bytes.byteLength
      if (length > limits.limitBytes) throw new DownloadTooLarge(`more than ${String(limits.limitBytes)} bytes`)
      yield bytes
    }
  } catch (error) {
    if (error instanceof DownloadTooLarge) throw error
    throw new DownloadError(`the connection broke after ${String(length)} bytes`, { cause: error })
  } finally {
    response.destroy()
  }
  if (length < announced) throw new DownloadError(`${String(length)} of ${String(announced)} bytes arrived`)
}

export interface Downloaded {
  readonly bytes: Uint8Array
  /** Hexadecimal */
  readonly sha256: string
}

/** The whole file in memory */
export async function downloadFile(link: string, limits: DownloadLimits): Promise<Downloaded> {
  const hash = createHash('sha256')
  const chunks: Buffer[] = []
  for await (const chunk of downloadStream(link, limits)) {
    hash.update(chunk)
    chunks.push(chunk)
  }
  return { bytes: Buffer.concat(chunks), sha256: hash.digest('hex') }
}

async function open(link: string, limits: DownloadLimits): Promise<IncomingMessage> {
  const url = new URL(link)
  if (url.protocol !== 'https:' && url.protocol !== new URL(limits.apiUrl).protocol) {
    throw new DownloadError('the link is not https')
  }
  const http = new HttpClient(limits.userAgent, [], { maxRedirects: 3, socketTimeout: SILENCE_MILLIS })
  limits.onRequest()
  try {
    const { message } = await http.get(link)
    if (message.statusCode === 200) return message
    message.destroy()
    throw new DownloadError(`the storage answered ${String(message.statusCode)}`)
  } catch (error) {
    if (error instanceof DownloadError) throw error
    throw new DownloadError('the storage did not answer', { cause: error })
  }
}
