// The Kubernetes API as a capture needs it: GET and lists, nothing else. Long lists come in pieces, passing troubles are
// waited for, and what is no answer of an API server is never taken for one.

import type http from 'node:http'
import type net from 'node:net'
import { agentFor, connect, proxyFor, tlsOptions } from './agent.ts'
import type { Credentials } from './credentials.ts'
import { Identity } from './credentials.ts'
import { brief, CaptureError, TransferError } from './failure.ts'
import { get, isHtml, transferError } from './http.ts'
import type { Answer } from './http.ts'
import type { Access } from './kubeconfig.ts'
import { isObject } from './projection.ts'
import type { Json } from './projection.ts'
import { mayPass, pauseAfter } from './retry.ts'
import type { World } from './world.ts'

/** The API server says no */
export class ApiError extends Error {
  /** HTTP status */
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export type Query = Readonly<Record<string, string>>

const PAGE = 500
/** A list that takes longer than the server remembers its beginning is begun again so often */
const RESTARTS = 3

export class KubeApi {
  readonly #access: Access
  readonly #world: World
  readonly #identity: Identity
  readonly #proxy: URL | undefined
  #agent: { readonly for: string; readonly agent: http.Agent } | undefined

  constructor(access: Access, world: World) {
    this.#access = access
    this.#world = world
    this.#identity = new Identity(access, world)
    this.#proxy = proxyFor(access.cluster, world)
  }

  get server(): URL {
    return this.#access.cluster.server
  }

  /** The object at `path`. Throws ApiErrors and CaptureErrors */
  async get(path: string, query: Query = {}): Promise<Json> {
    for (let failed = 0; ;) {
      const answer = await this.#once(path, query)
      const value = answer instanceof TransferError ? answer : readAnswer(answer, this.server)
      if (!(value instanceof Error)) return value
      failed++
      const pause =
        value instanceof ApiError && !mayPass(value)
          ? undefined
          : pauseAfter(failed, answer instanceof TransferError ? undefined : answer.headers['retry-after'])
      if (pause === undefined) throw value instanceof ApiError ? value : unreachable(this.server, value)
      this.#world.log(`${path}: ${brief(value.message)}; trying again`)
      await this.#world.wait(pause)
    }
  }

  /**
   * What `keep` makes of the items of the list at `path`, each with its `apiVersion` and `kind`; what it makes undefined
   * of is left out. Throws ApiErrors and CaptureErrors
   */
  async list<T>(path: string, keep: (item: Json) => T | undefined, query: Query = {}): Promise<readonly T[]> {
    for (let restarts = 0; ; restarts++) {
      try {
        return await this.#pages(path, keep, query)
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 410 || restarts >= RESTARTS) throw error
        this.#world.log(`${path}: the list changed too much while it was read; reading it again`)
      }
    }
  }

  async #pages<T>(path: string, keep: (item: Json) => T | undefined, query: Query): Promise<readonly T[]> {
    const kept: T[] = []
    for (let token = ''; ;) {
      const page = await this.get(path, { ...query, limit: String(PAGE), ...(token !== '' && { continue: token }) })
      const { apiVersion, items, kind, metadata } = page
      if (typeof kind !== 'string' || !kind.endsWith('List'))
        throw new CaptureError(`${this.server.host} answered ${path} with something that is no list`)
      // Built-in kinds say what they are only in the list
      const type = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) }
      for (const item of Array.isArray(items) ? items : []) {
        const one = isObject(item) ? keep({ ...type, ...item }) : undefined
        if (one !== undefined) kept.push(one)
      }
      const next = isObject(metadata) ? metadata['continue'] : undefined
      if (typeof next !== 'string' || next === '') return kept
      token = next
    }
  }

  /** A connection of its own, and what to say on it */
  async open(): Promise<{ readonly socket: net.Socket; readonly credentials: Credentials }> {
    const credentials = await this.#identity.credentials()
    const { cluster } = this.#access
    try {
      return { socket: await connect(cluster.server, tlsOptions(cluster, credentials), this.#proxy), credentials }
    } catch (error) {
      throw error instanceof CaptureError ? error : transferError(error)
    }
  }

  /** Ends the connections that are kept */
  close(): void {
    this.#agent?.agent.destroy()
  }

  urlOf(path: string, query: Query = {}): URL {
    const url = new URL(this.server)
    url.pathname = url.pathname.replace(/\/$/, '') + path
    url.search = new URLSearchParams(query).toString()
    return url
  }

  /** One answer. A user that is not known any more gets one more try with new credentials */
  async #once(path: string, query: Query, renewed = false): Promise<Answer | TransferError> {
    const credentials = await this.#identity.credentials()
    try {
      const ask = { url: this.urlOf(path, query), headers: credentials.headers, agent: this.#agentFor(credentials) }
      const answer = await get(ask)
      if (answer.status !== 401) return answer
    } catch (error) {
      if (error instanceof TransferError) return error
      throw error
    }
    if (renewed || !this.#identity.canRenew)
      throw new CaptureError(`the API server ${this.server.host} does not accept the credentials (401)`)
    this.#identity.renew()
    return await this.#once(path, query, true)
  }

  #agentFor(credentials: Credentials): http.Agent {
    const { certificate, key } = credentials
    const name = `${certificate?.toString('base64') ?? ''} ${key?.toString('base64') ?? ''}`
    if (this.#agent?.for !== name) {
      this.close()
      const { cluster } = this.#access
      this.#agent = { for: name, agent: agentFor(cluster, tlsOptions(cluster, credentials), this.#proxy) }
    }
    return this.#agent.agent
  }
}

/** The object, an ApiError, or a TransferError for what must be a piece of an answer. Throws CaptureErrors */
function readAnswer(answer: Answer, server: URL): Json | ApiError | TransferError {
  const { status, text } = answer
  if (isHtml(text) && !mayPass(answer))
    throw new CaptureError(
      `${server.host} answered with a web page: is this address a dashboard, or behind a proxy that wants a log-in?`,
    )
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    if (status >= 200 && status < 300) return new TransferError('cut', 'the answer is no JSON, or a piece of it')
    return new ApiError(status, brief(text) || `status ${String(status)}`)
  }
  if (status >= 200 && status < 300)
    return isObject(value) ? value : new TransferError('cut', 'the answer is no object')
  const message =
    isObject(value) && typeof value['message'] === 'string' ? value['message'] : `status ${String(status)}`
  return new ApiError(status, brief(message))
}

function unreachable(server: URL, { message, trouble }: TransferError): CaptureError {
  return trouble === 'certificate'
    ? new CaptureError(`the certificate of the API server ${server.host} is not trusted: ${brief(message)}`)
    : new CaptureError(`the API server ${server.host} cannot be read: ${brief(message)}`)
}
