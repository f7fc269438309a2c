// One HTTP request to its whole answer: within limits of time and size, and with the difference between an answer and a
// piece of one.

import http from 'node:http'
import https from 'node:https'
import type { Duplex, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { TOOL } from '../base/tool.ts'
import { codeOf, messageOf, TransferError } from './failure.ts'
import type { TransferTrouble } from './failure.ts'

export interface Ask {
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  /** Keeps connections, trusts and presents certificates */
  readonly agent?: http.Agent | undefined
  /** Instead of an agent: a connection of its own, already secured where the URL says https */
  readonly connection?: Duplex
  readonly limits?: Limits
}

export interface Limits {
  /** Without a byte */
  readonly idleMillis: number
  readonly totalMillis: number
  /** Of the body, unpacked */
  readonly mostBytes: number
}

export const LIMITS: Limits = { idleMillis: 60_000, totalMillis: 300_000, mostBytes: 256 * 1024 * 1024 }

export interface Answer {
  readonly status: number
  /** By lower-case name */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

export const USER_AGENT = `${TOOL.name}/${TOOL.version}`

/** GETs `url`. Rejects with a TransferError for whatever is no whole answer; any status is an answer */
export function get(ask: Ask): Promise<Answer> {
  const limits = ask.limits ?? LIMITS
  return new Promise((resolve, reject) => {
    const request = requestFor(ask)
    const stop = (error: unknown): void => {
      done()
      request.destroy()
      reject(error instanceof TransferError ? error : transferError(error))
    }
    const tooSlow = (millis: number, what: string): NodeJS.Timeout =>
      setTimeout(() => {
        stop(new TransferError('slow', `${what} ${String(millis / 1000)} s`))
      }, millis)
    const total = tooSlow(limits.totalMillis, 'no whole answer within')
    // Not the socket's own timer: a connection through a pod has none
    const idle = tooSlow(limits.idleMillis, 'no answer for')
    const done = (): void => {
      clearTimeout(total)
      clearTimeout(idle)
    }
    request.on('error', stop)
    request.on('response', (response) => {
      bodyOf(response, limits.mostBytes, () => idle.refresh()).then((text) => {
        done()
        resolve({ status: response.statusCode ?? 0, headers: flat(response.headers), text })
      }, stop)
    })
    request.end()
  })
}

function requestFor({ agent, connection, headers, url }: Ask): http.ClientRequest {
  const all = { 'user-agent': USER_AGENT, accept: 'application/json', 'accept-encoding': 'gzip', ...headers }
  if (connection === undefined) {
    const { request } = url.protocol === 'https:' ? https : http
    return request(url, { headers: all, ...(agent && { agent }) })
  }
  // The connection is secured already, so that plain HTTP is spoken on it
  const plain = { host: url.hostname, port: url.port, path: `${url.pathname}${url.search}` }
  return http.request({
    ...plain,
    headers: { ...all, host: url.host },
    createConnection: () => connection,
  })
}

async function bodyOf(response: http.IncomingMessage, mostBytes: number, arrived: () => void): Promise<string> {
  const packed = response.headers['content-encoding'] === 'gzip'
  const source: Readable = packed ? response.pipe(createGunzip()) : response
  if (packed) response.on('error', (error) => source.destroy(error))
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of source as AsyncIterable<Buffer>) {
    arrived()
    bytes += part.length
    if (bytes > mostBytes) throw new TransferError('large', `the answer has more than ${String(mostBytes)} bytes`)
    parts.push(part)
  }
  if (!response.complete) throw new TransferError('cut', 'the answer ended early')
  return Buffer.concat(parts).toString('utf8')
}

const flat = (headers: http.IncomingHttpHeaders): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )

const CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/

export function transferError(error: unknown): TransferError {
  const code = codeOf(error)
  const trouble: TransferTrouble = CERTIFICATE.test(code) ? 'certificate' : 'cut'
  // OpenSSL's message is a line of its log; and an error of several tries to connect has none
  const reason = error instanceof Error && 'reason' in error && typeof error.reason === 'string' ? error.reason : ''
  return new TransferError(trouble, reason || messageOf(error) || code)
}

/** Whether a text is a web page, as log-in proxies and Whisker's own server give it */
export const isHtml = (text: string): boolean => /^\s*<(?:!doctype|html|head|body)/i.test(text)
