// A port of a pod as a connection, the way `kubectl port-forward` makes one: SPDY/3.1 in a POST, which every API server
// takes and for which RBAC asks `create` on pods/portforward alone. (The newer WebSocket way is a GET, for which it asks
// `get`, and from Kubernetes 1.35 on `create` besides.)

import http from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import { brief, CaptureError, TransferError } from './failure.ts'
import { transferError, USER_AGENT } from './http.ts'
import { ApiError } from './kube-api.ts'
import type { KubeApi } from './kube-api.ts'
import { isObject } from './projection.ts'
import { SpdySession } from './spdy.ts'

const PROTOCOL = 'portforward.k8s.io'
const UPGRADE_MILLIS = 60_000
const MOST_ERROR_BYTES = 16 * 1024

export interface PodName {
  readonly namespace: string
  readonly name: string
}

export interface PodConnection {
  readonly data: Duplex
  /** What went wrong at the pod's end, known when the connection has ended; empty: nothing */
  readonly complaint: Promise<string>
}

export class PortForward {
  readonly #api: KubeApi
  readonly #pod: PodName
  #session: Promise<SpdySession> | undefined
  #requests = 0

  constructor(api: KubeApi, pod: PodName) {
    this.#api = api
    this.#pod = pod
  }

  /**
   * A connection to a port of the pod; when the one to the API server has ended, there is a new one. Rejects with an
   * ApiError where the API server says no, and with a TransferError where there is no connection
   */
  async connect(port: number): Promise<PodConnection> {
    const session = await this.#openSession()
    const shared = { port: String(port), requestID: String(this.#requests++) }
    const errors = await session.open({ streamType: 'error', ...shared })
    errors.end()
    const data = await session.open({ streamType: 'data', ...shared })
    return { data, complaint: textOf(errors).then((text) => brief(text)) }
  }

  close(): void {
    const session = this.#session
    this.#session = undefined
    session?.then(
      (open) => open.close(),
      () => undefined,
    )
  }

  async #openSession(): Promise<SpdySession> {
    const known = await this.#session?.catch(() => undefined)
    if (known?.isOpen === true) return known
    this.#session = openSession(this.#api, this.#pod)
    return await this.#session
  }
}

/** What the stream says to its end; what breaks off has been said by the other stream too */
async function textOf(stream: Readable): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      bytes += part.length
      if (bytes <= MOST_ERROR_BYTES) parts.push(part)
    }
  } catch {
    // The text up to here is what there is
  }
  return Buffer.concat(parts).toString('utf8')
}

async function openSession(api: KubeApi, { name, namespace }: PodName): Promise<SpdySession> {
  const url = api.urlOf(`/api/v1/namespaces/${namespace}/pods/${name}/portforward`)
  const { credentials, socket } = await api.open()
  return await new Promise((resolve, reject) => {
    const request = http.request({
      method: 'POST',
      host: url.hostname,
      path: url.pathname,
      createConnection: () => socket,
      timeout: UPGRADE_MILLIS,
      headers: {
        ...credentials.headers,
        host: url.host,
        'user-agent': USER_AGENT,
        connection: 'Upgrade',
        upgrade: 'SPDY/3.1',
        'x-stream-protocol-version': PROTOCOL,
        'content-length': '0',
      },
    })
    const fail = (error: Error): void => {
      request.destroy()
      socket.destroy()
      reject(error)
    }
    request.on('upgrade', (response, stream, head) => {
      request.setTimeout(0)
      const spoken = response.headers['upgrade']
      if (/^spdy\/3\.1$/i.test(spoken ?? '')) resolve(new SpdySession(stream, head))
      else
        fail(
          new CaptureError(
            `${api.server.host} made the port-forward a ${spoken ?? 'nameless'} connection, not SPDY/3.1`,
          ),
        )
    })
    request.on('response', (response) => {
      void textOf(response).then((text) => fail(refusal(response.statusCode ?? 0, text, api)))
    })
    request.on('timeout', () => fail(new TransferError('slow', 'the API server did not open the port-forward in time')))
    request.on('error', (error) => fail(transferError(error)))
    request.end()
  })
}

function refusal(status: number, text: string, api: KubeApi): Error {
  let message = brief(text)
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value) && typeof value['message'] === 'string') message = brief(value['message'])
  } catch {
    // Not a Status: the text itself
  }
  if (status < 400)
    return new CaptureError(
      `${api.server.host} answered the port-forward with ${String(status)} and not with a connection: a proxy before the API server may not let SPDY through; use kubectl port-forward and --whisker-url`,
    )
  return new ApiError(status, message || `status ${String(status)}`)
}
