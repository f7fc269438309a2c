// The Kubernetes API as a capture meets it, over HTTPS on 127.0.0.1: discovery, lists in pieces, RBAC by the shipped roles,
// Calico's own check of tiers, port-forwards, and faults on demand.

import type http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { Authority } from './certificates.ts'
import { serveForward } from './fake-spdy.ts'
import type { ForwardOptions } from './fake-spdy.ts'
import { covers, needOf, shippedGrants, shown } from './roles.ts'
import type { Grant, KubernetesObject, Need } from './roles.ts'

export type Item = KubernetesObject

/**
 * Who serves Calico's objects: its API server, which checks tiers; the API server itself, from v3 definitions; the API
 * server from the stored form; or nobody
 */
export type CalicoMode = 'calico-api-server' | 'v3-definitions' | 'stored' | 'none'

export interface FakeKubeOptions {
  /** By resource: `pods`, `tiers.projectcalico.org` */
  readonly objects: Readonly<Record<string, readonly Item[]>>
  readonly calico?: CalicoMode
  readonly grants?: readonly Grant[]
  /** Tiers that the user may not see, whatever the roles say */
  readonly hiddenTiers?: readonly string[]
  readonly forward?: ForwardOptions
  /** Items in one piece of a list */
  readonly pageSize?: number
  readonly token?: string
  /** API groups besides those of the objects */
  readonly groups?: readonly string[]
  readonly wantsClientCertificate?: boolean
  /** Before everything; true: it has answered itself. `count`: how often this path was asked for, from 1 */
  readonly fault?: (request: http.IncomingMessage, response: http.ServerResponse, count: number) => boolean
  readonly upgradeFault?: (socket: Duplex, count: number) => boolean
}

const TIERED = ['networkpolicies', 'globalnetworkpolicies', 'stagednetworkpolicies', 'stagedglobalnetworkpolicies']
const TOKEN = 'a-token'
/** The API groups that every cluster has, and their versions */
const VERSIONS: Readonly<Record<string, string>> = {
  'discovery.k8s.io': 'v1',
  apps: 'v1',
  batch: 'v1',
  'networking.k8s.io': 'v1',
}

export class FakeKube {
  readonly authority = new Authority()
  readonly #server: https.Server
  readonly #options: FakeKubeOptions
  /** What was asked for, and what Calico's API server asked for because of it, in order */
  readonly needs: Need[] = []
  /** Method, path and query of each request */
  readonly requests: string[] = []
  readonly #counts = new Map<string, number>()
  #upgrades = 0

  constructor(options: FakeKubeOptions) {
    this.#options = options
    const { certificate, key } = this.authority.issue('kube-apiserver')
    const clients = options.wantsClientCertificate
      ? { ca: this.authority.certificate, requestCert: true, rejectUnauthorized: true }
      : {}
    this.#server = https.createServer({ cert: certificate, key, ...clients }, (request, response) => {
      this.#answer(request, response)
    })
    this.#server.on('upgrade', (request: http.IncomingMessage, socket: Duplex) => this.#upgrade(request, socket))
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The text of a kubeconfig */
  kubeconfig(user: Readonly<Record<string, unknown>> = { token: this.#options.token ?? TOKEN }): string {
    const data = Buffer.from(this.authority.certificate).toString('base64')
    return JSON.stringify(
      {
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'fake',
        contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'me' } }],
        clusters: [{ name: 'fake', cluster: { server: this.url, 'certificate-authority-data': data } }],
        users: [{ name: 'me', user }],
      },
      null,
      1,
    )
  }

  #known(request: http.IncomingMessage): boolean {
    const { token = TOKEN, wantsClientCertificate } = this.#options
    return wantsClientCertificate === true || request.headers.authorization === `Bearer ${token}`
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url)
    this.requests.push(`${request.method ?? ''} ${url.pathname}${decodeURIComponent(url.search)}`)
    const count = (this.#counts.get(url.pathname) ?? 0) + 1
    this.#counts.set(url.pathname, count)
    if (this.#options.fault?.(request, response, count) === true) return
    if (!this.#known(request)) {
      status(response, 401, 'Unauthorized')
      return
    }
    const need = needOf(request.method ?? 'GET', url.pathname)
    this.needs.push(need)
    if (!this.#allows(need)) {
      status(response, 403, `User "me" cannot ${shown(need)}`)
      return
    }
    if (need.url !== undefined) {
      this.#discover(response, url.pathname)
      return
    }
    if (need.verb === 'get') {
      this.#one(response, need)
      return
    }
    this.#list(response, need, url.searchParams)
  }

  #allows(need: Need): boolean {
    return (this.#options.grants ?? shippedGrants()).some((grant) => covers(grant, need))
  }

  #resources(): Readonly<Record<string, readonly Item[]>> {
    const mode = this.#options.calico ?? 'none'
    const served = Object.entries(this.#options.objects).filter(([name]) => {
      if (name.endsWith('.crd.projectcalico.org')) return mode === 'stored'
      return !name.endsWith('.projectcalico.org') || mode === 'calico-api-server' || mode === 'v3-definitions'
    })
    return Object.fromEntries(served)
  }

  #discover(response: http.ServerResponse, pathname: string): void {
    const names = Object.keys(this.#resources()).filter((name) => name.includes('.'))
    const groups = new Set([...Object.keys(VERSIONS), ...names.map(groupOf), ...(this.#options.groups ?? [])])
    if (pathname === '/apis') {
      json(response, {
        kind: 'APIGroupList',
        groups: [...groups].map((name) => ({ name, versions: [{ version: versionOf(name) }] })),
      })
      return
    }
    const [, , group = '', version = ''] = pathname.split('/')
    if (!groups.has(group) || version !== versionOf(group)) {
      status(response, 404, 'not found')
      return
    }
    const resources = names.filter((name) => groupOf(name) === group).map((name) => ({ name: name.split('.')[0] }))
    json(response, { kind: 'APIResourceList', resources })
  }

  #one(response: http.ServerResponse, { group, name = '', namespace, resource = '' }: Need): void {
    const items = this.#resources()[fullName(resource, group)] ?? []
    const found = items.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace)
    if (found === undefined) status(response, 404, `${resource} "${name}" not found`)
    else json(response, found)
  }

  #list(response: http.ServerResponse, { group = '', namespace, resource = '' }: Need, query: URLSearchParams): void {
    const all = this.#resources()[fullName(resource, group)]
    if (all === undefined) {
      status(response, 404, 'the server could not find the requested resource')
      return
    }
    const selector = Object.fromEntries(
      (query.get('labelSelector') ?? '').split(',').flatMap((one) => (one === '' ? [] : [one.split('=')])),
    ) as Record<string, string>
    const tier = selector['projectcalico.org/tier']
    if (this.#options.calico === 'calico-api-server' && group === 'projectcalico.org' && TIERED.includes(resource)) {
      if (tier !== undefined && !this.#maySeeTier(tier, resource)) {
        status(response, 403, `User "me" cannot list ${resource} in tier "${tier}"`)
        return
      }
    }
    const items = all
      .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
      .filter(({ metadata }) => Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value))
      // Without a tier the others are left out, and nobody says so
      .filter((item) => tier !== undefined || this.#isVisible(item, group, resource))
    this.#page(response, items, query)
  }

  #isVisible(item: Item, group: string, resource: string): boolean {
    if (this.#options.calico !== 'calico-api-server' || group !== 'projectcalico.org') return true
    return !TIERED.includes(resource) || !(this.#options.hiddenTiers ?? []).includes(tierOf(item))
  }

  #maySeeTier(tier: string, resource: string): boolean {
    const needs: readonly Need[] = [
      { verb: 'get', group: 'projectcalico.org', resource: 'tiers', name: tier },
      { verb: 'list', group: 'projectcalico.org', resource: `tier.${resource}`, name: `${tier}.*` },
    ]
    this.needs.push(...needs)
    return !(this.#options.hiddenTiers ?? []).includes(tier) && needs.every((need) => this.#allows(need))
  }

  #page(response: http.ServerResponse, items: readonly Item[], query: URLSearchParams): void {
    const from = Number(query.get('continue') ?? 0)
    const size = Math.min(Number(query.get('limit') ?? items.length), this.#options.pageSize ?? 500)
    const page = items.slice(from, from + size)
    const next = from + size < items.length ? String(from + size) : ''
    const [first] = items
    // Kinds of the API itself are typed lists, whose items do not say what they are
    const isBuiltIn = first === undefined || !first.apiVersion.includes('projectcalico')
    const list = isBuiltIn
      ? {
          kind: `${first?.kind ?? 'Thing'}List`,
          apiVersion: first?.apiVersion ?? 'v1',
          items: page.map(untyped),
        }
      : { kind: `${first.kind}List`, apiVersion: first.apiVersion, items: page }
    json(response, { ...list, metadata: { resourceVersion: '1', ...(next !== '' && { continue: next }) } })
  }

  #upgrade(request: http.IncomingMessage, socket: Duplex): void {
    const { pathname } = new URL(request.url ?? '/', this.url)
    this.requests.push(`${request.method ?? ''} ${pathname}`)
    const need = needOf(request.method ?? 'GET', pathname)
    this.needs.push(need)
    this.#upgrades++
    if (this.#options.upgradeFault?.(socket, this.#upgrades) === true) return
    const refuse = (code: number, message: string): void => {
      const body = JSON.stringify({ kind: 'Status', message, code })
      socket.end(`HTTP/1.1 ${code} Refused\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    }
    if (!this.#known(request)) {
      refuse(401, 'Unauthorized')
      return
    }
    if (!this.#allows(need)) {
      refuse(403, `User "me" cannot ${shown(need)}`)
      return
    }
    if (request.headers.upgrade?.toLowerCase() !== 'spdy/3.1') {
      refuse(400, 'unable to upgrade')
      return
    }
    const protocol = request.headers['x-stream-protocol-version']
    if (protocol !== 'portforward.k8s.io') {
      refuse(403, 'no protocol in common')
      return
    }
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: portforward.k8s.io\r\n\r\n`,
    )
    serveForward(socket, this.#options.forward ?? { portOf: () => undefined })
  }
}

const tierOf = ({ spec }: Item): string => (typeof spec?.['tier'] === 'string' ? spec['tier'] : 'default')
const fullName = (resource = '', group = ''): string => (group === '' ? resource : `${resource}.${group}`)
const groupOf = (name: string): string => name.slice(name.indexOf('.') + 1)

const versionOf = (group: string): string => {
  if (group === 'projectcalico.org') return 'v3'
  if (group === 'policy.networking.k8s.io') return 'v1alpha2'
  return VERSIONS[group] ?? 'v1'
}

function untyped({ apiVersion: _version, kind: _kind, ...item }: Item): Omit<Item, 'apiVersion' | 'kind'> {
  return item
}

function json(response: http.ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

export function status(response: http.ServerResponse, code: number, message: string): void {
  const reason = { 403: 'Forbidden', 404: 'NotFound', 410: 'Expired' }[code]
  const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code }
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
