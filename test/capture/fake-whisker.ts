// Whisker as it answers over HTTP: the quirks of flow-formats 2 and 0.1, and faults on demand. Records are kept by bucket,
// so that any window has its own sums; the whole window of a record gives the record.

import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Issued } from './certificates.ts'

export type WhiskerRecord = Readonly<Record<string, unknown>>

export interface WhiskerOptions {
  readonly records: readonly WhiskerRecord[]
  /** More than these in one answer is a 500, as over 4 MiB between backend and Goldmane */
  readonly mostFlows?: number
  /** Behind the web server, below `/whisker-backend`; else the backend itself */
  readonly behindNginx?: boolean
  readonly certificate?: Issued
  /** Milliseconds since 1970 */
  readonly now?: number
  /** Called before each answer; true: it has answered itself */
  readonly fault?: (request: http.IncomingMessage, response: http.ServerResponse, count: number) => boolean
}

const BUCKET = 15
const COUNTERS = ['packets_in', 'packets_out', 'bytes_in', 'bytes_out'] as const

export class FakeWhisker {
  readonly #server: http.Server | https.Server
  readonly #options: WhiskerOptions
  /** Path and query of each */
  readonly requests: string[] = []

  constructor(options: WhiskerOptions) {
    this.#options = options
    const answer = (request: http.IncomingMessage, response: http.ServerResponse): void =>
      this.#answer(request, response)
    const { certificate } = options
    this.#server =
      certificate === undefined
        ? http.createServer(answer)
        : https.createServer({ cert: certificate.certificate, key: certificate.key }, answer)
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `${this.#options.certificate === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://whisker')
    this.requests.push(url.pathname + decodeURIComponent(url.search))
    const { behindNginx = true, fault, now } = this.#options
    if (now !== undefined) response.setHeader('date', new Date(now).toUTCString())
    if (fault?.(request, response, this.requests.length) === true) return
    const prefix = behindNginx ? '/whisker-backend' : ''
    const { searchParams } = url
    if (url.pathname === `${prefix}/flows-filter-hints`) {
      this.#hints(response, searchParams)
      return
    }
    if (url.pathname === `${prefix}/flows`) {
      this.#flows(response, searchParams)
      return
    }
    // nginx gives its own page for whatever it does not know, with status 200
    if (behindNginx) send(response, 200, '<!doctype html><html><title>Whisker</title></html>', 'text/html')
    else send(response, 404, '404 page not found')
  }

  #hints(response: http.ServerResponse, query: URLSearchParams): void {
    const field = { SourceNamespace: 'source_namespace', DestNamespace: 'dest_namespace' }[query.get('type') ?? '']
    if (field === undefined) {
      send(response, 400, '{"error":"failed to decode type"}')
      return
    }
    const names = [...new Set(this.#options.records.map((record) => String(record[field])))].sort()
    const items = names.map((value) => ({ value: value === '-' ? 'Global' : value }))
    send(response, 200, JSON.stringify({ total: { totalPages: 1 }, items }))
  }

  #flows(response: http.ServerResponse, query: URLSearchParams): void {
    const [from, to] = [Number(query.get('startTimeGte') ?? 0), Number(query.get('startTimeLt') ?? 0)]
    if (to !== 0 && from >= to) {
      send(response, 500, '{"error":"Internal Server Error"}')
      return
    }
    // The codec takes the encoding off twice
    const filters = JSON.parse(decodeURIComponent(query.get('filters') ?? '{}')) as Filters
    const items = this.#options.records
      .filter((record) => passes(record, filters))
      .flatMap((record) => cut(record, from, to))
    const most = this.#options.mostFlows ?? Number.POSITIVE_INFINITY
    if (items.length > most) {
      send(response, 500, '{"error":"Internal Server Error"}')
      return
    }
    const empty = items.length === 0
    const body = { total: { totalPages: empty ? 0 : 1 }, items: empty ? null : items }
    send(response, 200, JSON.stringify(body))
  }
}

type Filters = Readonly<Record<string, readonly { readonly value: string }[] | undefined>>

const FILTERED = { source_namespaces: 'source_namespace', dest_namespaces: 'dest_namespace' } as const

const passes = (record: WhiskerRecord, filters: Filters): boolean =>
  Object.entries(FILTERED).every(([filter, field]) => {
    const wanted = filters[filter]
    return wanted === undefined || wanted.some(({ value }) => (value === 'Global' ? '-' : value) === record[field])
  })

/** The record in a window: sums of the buckets that begin and end in it; one that begins where it ends gives 1970 */
function cut(record: WhiskerRecord, from: number, to: number): readonly WhiskerRecord[] {
  const [start, end] = [record['start_time'], record['end_time']].map((time) => Date.parse(String(time)) / 1000)
  const all = bucketsBetween(start!, end!)
  const selected = all.filter((bucket) => bucket >= from && (to === 0 || bucket <= to))
  if (selected.length === 0) return []
  const counted = selected.filter((bucket) => to === 0 || bucket + BUCKET <= to)
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
  const sums = Object.fromEntries(
    COUNTERS.map((name) => [name, counted.reduce((sum, bucket) => sum + share(record, name, all, bucket), 0)]),
  )
  const first = counted[0]
  return first === undefined
    ? [{ ...record, start_time: iso(0), end_time: iso(0), source_labels: '', dest_labels: '', ...sums }]
    : [{ ...record, start_time: iso(first), end_time: iso(counted.at(-1)! + BUCKET), ...sums }]
}

const bucketsBetween = (start: number, end: number): readonly number[] =>
  Array.from({ length: Math.max(1, (end - start) / BUCKET) }, (_, i) => start + i * BUCKET)

/** Evenly, the first bucket having the rest */
function share(record: WhiskerRecord, name: string, all: readonly number[], bucket: number): number {
  const total = Number(record[name])
  const each = Math.floor(total / all.length)
  return bucket === all[0] ? total - each * (all.length - 1) : each
}

function send(response: http.ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type }).end(body)
}
