// Requests to GitHub's API: one Octokit whose waiting is bounded, and the one place where the token meets a URL
// (GitHub's REST best practices; proxies and GitHub Enterprise Server come with @actions/github).

import { GitHub, defaults, getOctokitOptions } from '@actions/github/lib/utils'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import type { DownloadLimits } from './download.ts'

/** Takes one line about what is going on; it may hold text of strangers, so whoever prints it escapes it */
export type Log = (line: string) => void

export interface Repository {
  readonly owner: string
  readonly repo: string
}

/** How long to go on trying. A required check must not hang, so all waiting of a run comes out of one purse */
export interface Patience {
  /** Seconds of waiting between tries, for the whole run */
  readonly waitSeconds: number
  /** Milliseconds that one "second" of waiting takes; tests set 0 */
  readonly secondMillis: number
  /** Milliseconds until one try is given up */
  readonly tryMillis: number
}

const PATIENCE: Patience = { waitSeconds: 120, secondMillis: 1000, tryMillis: 60_000 }

const RETRIES = 3
const API_VERSION = '2022-11-28'

export interface ClientOptions {
  readonly token: string
  /** `GITHUB_API_URL`, without a slash at the end */
  readonly apiUrl: string
  /** As in `netpol-preflight/1.2.3` */
  readonly userAgent: string
  readonly log: Log
  readonly patience?: Partial<Patience>
}

export interface Client {
  readonly octokit: InstanceType<typeof GitHub>
  /** For what the API hands out links to */
  readonly download: Omit<DownloadLimits, 'limitBytes'>
  /** Requests sent so far, retries and downloads included */
  sent(): number
  /** `x-ratelimit-remaining` of the last answer that had one */
  remaining(): number | undefined
}

/** Asks for at most three more tries of what may pass (5xx, broken connections, rate limits), within `patience` */
export function createClient(options: ClientOptions): Client {
  const patience = { ...PATIENCE, ...options.patience }
  const wait = waitingPurse(patience.waitSeconds, options.log)
  const wire = countedFetch(options.apiUrl, patience.tryMillis)
  const onLimit =
    (kind: string) =>
    (seconds: number, request: { method: string; url: string }, _octokit: unknown, tries: number): boolean =>
      // A reset that is in the past by our clock would be no wait at all.
      tries < RETRIES && wait(Math.max(1, seconds), `${kind} rate limit at ${request.method} ${request.url}`)
  // A run sends a handful of writes, one after the other. The plugin would also space out GraphQL queries that only
  // read, by a second each, so its pacing is left out and only its answer to GitHub's refusals is kept.
  const unpaced: Record<string, unknown> = { write: UNPACED, notifications: UNPACED }
  const Octokit = GitHub.plugin(boundRetries(wait), retry, throttling)
  const octokit = new Octokit(
    getOctokitOptions(options.token, {
      baseUrl: options.apiUrl,
      userAgent: options.userAgent,
      request: { ...defaults.request, fetch: wire.fetch },
      log: silentLog(options.log),
      retry: { retries: RETRIES, retryAfterBaseValue: patience.secondMillis },
      throttle: {
        ...unpaced,
        retryAfterBaseValue: patience.secondMillis,
        onRateLimit: onLimit('primary'),
        onSecondaryRateLimit: onLimit('secondary'),
      },
    }),
  )
  octokit.hook.before('request', (asked) => {
    asked.headers['x-github-api-version'] = API_VERSION
    // Otherwise all requests share one object, on which the retry plugin counts the tries of each.
    asked.request = { ...asked.request }
  })
  const download = { userAgent: options.userAgent, apiUrl: options.apiUrl, onRequest: wire.count }
  return { octokit, download, sent: wire.sent, remaining: wire.remaining }
}

type Wait = (seconds: number, why: string) => boolean

/** True, and said, as long as the wait fits into what is left */
function waitingPurse(seconds: number, log: Log): Wait {
  let left = seconds
  return (wanted, why) => {
    if (wanted > left) {
      log(`Not waiting ${String(wanted)} s (${why}): ${String(left)} s of waiting are left for this run.`)
      return false
    }
    left -= wanted
    log(`Waiting ${String(wanted)} s (${why}).`)
    return true
  }
}

const NOT_RETRIED = new Set([400, 401, 403, 404, 409, 410, 422, 429, 451])

/**
 * Stands before the retry plugin and takes its waiting out of the purse; an empty purse ends the retries. The plugin
 * waits 1, 4, then 9 seconds.
 */
function boundRetries(wait: Wait) {
  return (octokit: Parameters<typeof retry>[0]) => {
    octokit.hook.error('request', (error, options) => {
      const status = statusOf(error)
      // The retry plugin keeps its state on the options of the request.
      const asked: unknown = options.request['retries']
      const done: unknown = options.request['retryCount']
      const [most, tries] = [typeof asked === 'number' ? asked : RETRIES, typeof done === 'number' ? done : 0]
      const mayPass = status !== undefined && !NOT_RETRIED.has(status) && tries < most
      const goesOn = mayPass && wait((tries + 1) ** 2, `answer ${String(status)} at ${options.url}`)
      if (!goesOn) options.request['retries'] = 0
      throw error
    })
    return {}
  }
}

/** The HTTP status of an error that Octokit threw; 500 stands for a broken connection */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined
}

/** A limiter without limits, in the shape that the throttling plugin calls */
const UNPACED = {
  key: () => ({
    schedule: (_options: unknown, job: (...args: unknown[]) => unknown, ...args: unknown[]) => job(...args),
  }),
}

/**
 * Sends, counts, and reads the whole answer, so that a connection that breaks half-way is an error that can be retried
 * and never a short answer. INVARIANT: the token goes to the API's host and nowhere else.
 */
function countedFetch(apiUrl: string, tryMillis: number) {
  const send = fetchOf(defaults.request)
  const apiHost = new URL(apiUrl).host
  let sent = 0
  let remaining: number | undefined
  return {
    sent: () => sent,
    remaining: () => remaining,
    count: (): void => {
      sent++
    },
    fetch: async (url: string, init: RequestInit): Promise<Response> => {
      if (new URL(url).host !== apiHost) throw new Error(`request to ${new URL(url).host}, which is not the API`)
      sent++
      const response = await send(url, { ...init, signal: AbortSignal.timeout(tryMillis) })
      const left = response.headers.get('x-ratelimit-remaining')
      if (left !== null) remaining = Number(left)
      const body = await response.arrayBuffer()
      return new Response(body.byteLength === 0 ? null : body, {
        status: response.status,
        headers: response.headers,
      })
    },
  }
}

/** The fetch that knows the proxy, as @actions/github made it */
function fetchOf(request: unknown): typeof fetch {
  const found = typeof request === 'object' && request !== null && 'fetch' in request ? request.fetch : undefined
  // Octokit's options do not type it; it is a function by the contract of @actions/github.
  return typeof found === 'function' ? (found as typeof fetch) : fetch
}

/** Octokit's own words go to the log line by line; its debug chatter nowhere */
function silentLog(log: Log) {
  const quiet = (): void => undefined
  return { debug: quiet, info: quiet, warn: log, error: quiet }
}
