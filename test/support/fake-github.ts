// GitHub on the loopback: a repository in memory behind the part of the API that the action uses. Every request and
// every answer is checked against GitHub's published descriptions; what does not fit is a problem, and `close` throws it.

import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OPERATIONS, requestProblems, responseProblems } from './fake-github-contract.ts'
import type { Json, Operation } from './fake-github-contract.ts'
import { FakeGit } from './fake-github-git.ts'
import { execute, parseQuery } from './fake-github-graphql.ts'
import type { Answer, Call } from './fake-github-routes.ts'
import { OWNER, REPO, REPOSITORY_ID, ROUTES, graphqlRoot } from './fake-github-routes.ts'

export interface LoggedRequest {
  /** As in `GET /repos/{owner}/{repo}`, `GraphQL Comments`, `storage` */
  readonly name: string
  readonly path: string
  readonly status: number
  readonly body: unknown
}

export interface FakeComment {
  readonly id: number
  readonly author: { readonly __typename: 'Bot' | 'User'; readonly login: string }
  body: string
  minimised: boolean
  deleted: boolean
}

export interface FakeRun {
  readonly id: number
  readonly event: string
  readonly path: string
  readonly branch: string
  readonly conclusion: string | null
  /** Null: the fork has been deleted */
  readonly headRepositoryId: number | null
}

export interface FakeArtifact {
  readonly id: number
  readonly name: string
  readonly run: FakeRun
  readonly bytes: Uint8Array
  readonly createdAt: string
  readonly expired: boolean
  readonly digest: string | null
  readonly sizeBytes: number
}

export interface FakePull {
  readonly number: number
  headSha: string
  readonly headRef: string
  readonly headOwner: string
  readonly headRepositoryId: number | null
  readonly baseRef: string
  open: boolean
}

/** What happens instead of an answer, `times` times, to requests whose name contains `to` */
export interface Fault {
  readonly to: string
  readonly times: number
  readonly is: 'status' | 'reset' | 'hang' | 'secondary-limit' | 'primary-limit' | 'graphql-error'
  readonly status?: number
  /** Of a GraphQL error */
  readonly type?: string
  readonly message?: string
  readonly headers?: Readonly<Record<string, string>>
}

export class FakeGitHub {
  readonly git = new FakeGit()
  readonly requests: LoggedRequest[] = []
  readonly comments: FakeComment[] = []
  readonly runs: FakeRun[] = []
  readonly artifacts: FakeArtifact[] = []
  readonly pulls: FakePull[] = []
  readonly problems: string[] = []
  /** What a token may do; `undefined`: everything */
  readonly permissions = new Map<string, Readonly<Record<string, 'read' | 'write'>> | undefined>([
    ['test-token', undefined],
  ])
  readonly defaultBranch = 'main'
  /** How many entries a recursive tree holds at most */
  treeLimit = 100_000
  /** Texts longer than this are cut, as GraphQL does */
  textLimit = 512_000
  viewer = 'github-actions[bot]'
  /** `/api/v3` for GitHub Enterprise Server */
  readonly basePath: string
  readonly #faults: { fault: Fault; left: number }[] = []
  readonly #moments: { readonly to: string; readonly action: () => void }[] = []
  readonly #links = new Map<string, Uint8Array>()
  readonly #api: Server
  readonly #storage: Server
  #nextId = 5_000_000_000

  constructor(basePath = '') {
    this.basePath = basePath
    this.#api = createServer((request, response) => void this.#serve(request, response))
    this.#storage = createServer((request, response) => this.#serveStorage(request, response))
  }

  async start(): Promise<this> {
    for (const server of [this.#api, this.#storage]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    }
    return this
  }

  get apiUrl(): string {
    return `${originOf(this.#api)}${this.basePath}`
  }

  /** Throws if anything was asked or answered that GitHub's descriptions do not provide for */
  async close(): Promise<void> {
    for (const server of [this.#api, this.#storage]) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
    if (this.problems.length > 0) throw new Error(this.problems.join('\n'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  fail(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times })
  }

  /** Does something just before the next request whose name contains `to` is answered */
  when(to: string, action: () => void): void {
    this.#moments.push({ to, action })
  }

  /** Ids are beyond 32 bits, as GitHub's are by now */
  id(): number {
    return this.#nextId++
  }

  addRun(fields: Partial<FakeRun> = {}): FakeRun {
    const run: FakeRun = {
      id: this.id(),
      event: 'schedule',
      path: '.github/workflows/capture.yml',
      branch: this.defaultBranch,
      conclusion: 'success',
      headRepositoryId: REPOSITORY_ID,
      ...fields,
    }
    this.runs.push(run)
    return run
  }

  addArtifact(bytes: Uint8Array, fields: Partial<FakeArtifact> = {}): FakeArtifact {
    const artifact: FakeArtifact = {
      id: this.id(),
      name: 'netpol-snapshot',
      run: fields.run ?? this.addRun(),
      bytes,
      createdAt: new Date().toISOString(),
      expired: false,
      digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
      sizeBytes: bytes.byteLength,
      ...fields,
    }
    this.artifacts.push(artifact)
    return artifact
  }

  addPull(fields: Partial<FakePull> & Pick<FakePull, 'number' | 'headSha'>): FakePull {
    const pull: FakePull = {
      headRef: 'change',
      headOwner: OWNER,
      headRepositoryId: REPOSITORY_ID,
      baseRef: this.defaultBranch,
      open: true,
      ...fields,
    }
    this.pulls.push(pull)
    return pull
  }

  addComment(fields: Partial<FakeComment> & Pick<FakeComment, 'body'>): FakeComment {
    const author = { __typename: 'Bot' as const, login: 'github-actions' }
    const comment = { id: this.id(), author, minimised: false, deleted: false, ...fields }
    this.comments.push(comment)
    return comment
  }

  /** A link that can be used once, without a token */
  link(bytes: Uint8Array): string {
    const key = String(this.id())
    this.#links.set(key, bytes)
    return `${originOf(this.#storage)}/blobs/${key}?signature=secret`
  }

  /** Names of the requests so far */
  names(): string[] {
    return this.requests.map(({ name }) => name)
  }

  /** Requests that change something */
  writes(): LoggedRequest[] {
    return this.requests.filter(
      ({ name }) => !name.startsWith('GET ') && !/^(?:storage|GraphQL (?:Files|Comments))$/.test(name),
    )
  }

  problem(text: string): void {
    this.problems.push(text)
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', originOf(this.#api))
    const text = await readText(request)
    const body: Json | undefined = text === '' ? undefined : JSON.parse(text)
    const token = /^token (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    this.#checkHeaders(request)
    const isGraphql = url.pathname === (this.basePath === '' ? '/graphql' : '/api/graphql')
    const path = url.pathname.startsWith(this.basePath) ? url.pathname.slice(this.basePath.length) : ''
    const operation = OPERATIONS.find((one) => one.method === request.method && one.pattern.test(path))
    const name = isGraphql ? `GraphQL ${operationName(body)}` : (operation?.name ?? `${request.method ?? ''} ${path}`)
    const moment = this.#moments.findIndex(({ to }) => name.includes(to))
    if (moment >= 0) this.#moments.splice(moment, 1)[0]?.action()
    const answer =
      this.#fault(name) ??
      (!this.permissions.has(token)
        ? { status: 401, body: { message: 'Bad credentials' } }
        : isGraphql
          ? this.#answerQuery(token, body)
          : this.#answer(
              operation,
              { github: this, token, url, path: path.match(operation?.pattern ?? /^/)?.groups ?? {}, body },
              name,
            ))
    this.requests.push({
      name,
      path: url.pathname + url.search,
      status: typeof answer === 'string' ? 0 : answer.status,
      body,
    })
    send(response, answer)
  }

  #checkHeaders({ headers, url = '' }: IncomingMessage): void {
    if (headers['x-github-api-version'] !== '2022-11-28') this.problem(`${url}: no x-github-api-version`)
    if (headers['user-agent']?.startsWith('netpol-preflight/') !== true) {
      this.problem(`${url}: user agent ${String(headers['user-agent'])}`)
    }
  }

  #fault(name: string): Answer | 'reset' | 'hang' | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && name.includes(fault.to))
    if (found === undefined) return undefined
    found.left--
    const { fault } = found
    const message = fault.message ?? 'scripted fault'
    switch (fault.is) {
      case 'reset':
      case 'hang':
        return fault.is
      case 'secondary-limit':
        return {
          status: 403,
          body: { message: 'You have exceeded a secondary rate limit' },
          headers: { 'retry-after': '1', ...fault.headers },
        }
      case 'primary-limit':
        return {
          status: 403,
          body: { message: 'API rate limit exceeded' },
          headers: {
            'x-ratelimit-remaining': '0',
            'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000)),
            ...fault.headers,
          },
        }
      case 'graphql-error':
        return { status: 200, body: { data: null, errors: [{ type: fault.type ?? '', message }] } }
      case 'status':
        return { status: fault.status ?? 500, body: { message }, ...(fault.headers && { headers: fault.headers }) }
    }
  }

  #answer(operation: Operation | undefined, call: Call, name: string): Answer {
    const route = operation === undefined ? undefined : ROUTES[operation.name]
    if (operation === undefined || route === undefined) {
      this.problem(`${name}: no such operation in the slice`)
      return { status: 500, body: { message: 'no such operation' } }
    }
    for (const problem of requestProblems(operation, decoded(call.path), call.url.searchParams, call.body)) {
      this.problem(`${name}: ${problem}`)
    }
    const { owner, repo } = call.path
    if (owner !== OWNER || repo !== REPO) return { status: 404, body: { message: 'Not Found' } }
    const refused = this.#refused(call.token, route.needs)
    if (refused !== undefined) return refused
    const answer = route.answer({ ...call, path: decoded(call.path) }, operation)
    for (const problem of responseProblems(operation, answer.status, answer.body)) this.problem(`${name}: ${problem}`)
    return answer
  }

  /** As GitHub refuses what a token may not do */
  #refused(token: string, [permission, level]: readonly [string, 'read' | 'write']): Answer | undefined {
    const granted = this.permissions.get(token)
    if (granted === undefined || granted[permission] === 'write' || granted[permission] === level) return undefined
    return {
      status: 403,
      body: { message: 'Resource not accessible by integration' },
      headers: { 'x-accepted-github-permissions': `${permission.replaceAll('-', '_')}=${level}` },
    }
  }

  #answerQuery(token: string, body: unknown): Answer {
    const { query, variables = {} } = body as { query: string; variables?: Record<string, unknown> }
    try {
      const parsed = parseQuery(query)
      const needs = {
        Files: ['contents', 'read'],
        Comments: ['pull-requests', 'read'],
        Minimise: ['pull-requests', 'write'],
      } as const
      const wanted = Object.entries(needs).find(([name]) => name === parsed.name)?.[1]
      if (wanted !== undefined && this.#refused(token, wanted) !== undefined) {
        const error = { type: 'FORBIDDEN', message: 'Resource not accessible by integration' }
        return { status: 200, body: { data: null, errors: [error] } }
      }
      return { status: 200, body: { data: execute(parsed, variables, graphqlRoot(this, parsed.is)) as Json } }
    } catch (error) {
      this.problem(`GraphQL: ${String(error)}`)
      return { status: 200, body: { data: null, errors: [{ message: String(error) }] } }
    }
  }

  #serveStorage(request: IncomingMessage, response: ServerResponse): void {
    const key = /^\/blobs\/(\d+)/.exec(request.url ?? '')?.[1] ?? ''
    const bytes = this.#links.get(key)
    this.#links.delete(key)
    if (request.headers.authorization !== undefined) this.problem('the token was sent to the storage')
    const answer = this.#fault('storage')
    const status =
      answer === undefined ? (bytes === undefined ? 403 : 200) : typeof answer === 'string' ? 0 : answer.status
    this.requests.push({ name: 'storage', path: request.url ?? '', status, body: undefined })
    if (answer === 'reset') {
      response.writeHead(200, { 'content-length': bytes?.byteLength ?? 100 })
      response.write(bytes?.subarray(0, 10) ?? 'x')
      setImmediate(() => response.destroy())
    } else response.writeHead(status).end(status === 200 ? bytes : undefined)
  }
}

const originOf = (server: Server): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`

const decoded = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, decodeURIComponent(value)]))

const operationName = (body: Json | undefined): string =>
  /"(?:query|mutation) (\w+)/.exec(JSON.stringify({ body }))?.[1] ?? ''

function send(response: ServerResponse, answer: Answer | 'reset' | 'hang'): void {
  if (answer === 'hang') return
  if (answer === 'reset') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
    response.write('{"half":')
    setImmediate(() => response.destroy())
    return
  }
  const limits = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '900' }
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...limits, ...answer.headers })
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
