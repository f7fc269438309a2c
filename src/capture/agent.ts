// How to reach a cluster → the agent that opens its connections: trusted certificates, own certificate, and a proxy where
// one stands between.

import http from 'node:http'
import https from 'node:https'
import type { AgentOptions } from 'node:https'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { CaptureError, TransferError } from './failure.ts'
import type { Credentials } from './credentials.ts'
import { urlOf } from './kubeconfig.ts'
import type { ClusterAccess } from './kubeconfig.ts'
import type { World } from './world.ts'

/** Certificates that cannot be used are a CaptureError */
export function tlsOptions(
  { authority, insecure, server, serverName }: ClusterAccess,
  { certificate, key }: Credentials,
): tls.ConnectionOptions {
  const host = server.hostname.replace(/^\[|\]$/g, '')
  const options: tls.ConnectionOptions = {
    rejectUnauthorized: !insecure,
    ALPNProtocols: ['http/1.1'],
    ...(authority && { ca: authority }),
    ...(certificate && { cert: certificate }),
    ...(key && { key }),
    ...(serverName === undefined ? net.isIP(host) === 0 && { servername: host } : { servername: serverName }),
  }
  try {
    tls.createSecureContext(options)
  } catch {
    throw new CaptureError(
      'the certificates of the kubeconfig cannot be used: they are no PEM, or do not belong together',
    )
  }
  return options
}

/** `options` are those of `tlsOptions` */
export function agentFor(
  { server }: ClusterAccess,
  options: tls.ConnectionOptions,
  proxy: URL | undefined,
): http.Agent {
  const pool = { keepAlive: true, maxSockets: 4 }
  if (server.protocol === 'http:') return new http.Agent(pool)
  return proxy === undefined
    ? new https.Agent({ ...pool, ...options })
    : new ProxiedAgent({ ...pool, ...options }, () => connect(server, options, proxy))
}

type Connected = (error: Error | null, stream: Duplex) => void

class ProxiedAgent extends https.Agent {
  readonly #open: () => Promise<net.Socket>
  constructor(options: AgentOptions, open: () => Promise<net.Socket>) {
    super(options)
    this.#open = open
  }

  override createConnection(_options: unknown, done?: Connected): undefined {
    this.#open().then(
      (socket) => done?.(null, socket),
      // Node's own agent hands over no stream with an error
      (error: unknown) => done?.(error instanceof Error ? error : new Error(String(error)), new net.Socket()),
    )
    return undefined
  }
}

/** A connection to the server, through the proxy where there is one */
export async function connect(
  server: URL,
  options: tls.ConnectionOptions,
  proxy: URL | undefined,
): Promise<net.Socket> {
  const isPlain = server.protocol === 'http:'
  const [host, port] = [server.hostname.replace(/^\[|\]$/g, ''), Number(server.port || (isPlain ? 80 : 443))]
  const socket = proxy === undefined ? net.connect({ host, port }) : await tunnel(proxy, host, port)
  if (isPlain) return socket
  return await new Promise<tls.TLSSocket>((resolve, reject) => {
    const secured = tls.connect({ ...options, host, socket }, () => {
      secured.off('error', reject)
      resolve(secured)
    })
    secured.on('error', reject)
    socket.on('error', reject)
  })
}

const PROXY_MILLIS = 30_000

/** HTTP CONNECT */
function tunnel(proxy: URL, host: string, port: number): Promise<net.Socket> {
  const { request } = proxy.protocol === 'https:' ? https : http
  const target = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`
  const user = decodeURIComponent(proxy.username)
  const basic = Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString('base64')
  return new Promise((resolve, reject) => {
    const ask = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      agent: false,
      timeout: PROXY_MILLIS,
      headers: { host: target, ...(user !== '' && { 'proxy-authorization': `Basic ${basic}` }) },
    })
    const fail = (why: string): void => {
      ask.destroy()
      reject(new TransferError('cut', `the proxy ${proxy.host} ${why}`))
    }
    ask.on('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) resolve(socket)
      else fail(`answered ${String(statusCode)}`)
    })
    ask.on('response', ({ statusCode }) => fail(`answered ${String(statusCode)}`))
    ask.on('timeout', () => fail('did not answer'))
    ask.on('error', (error) => fail(`cannot be reached: ${error.message}`))
    ask.end()
  })
}

/** `proxy-url` of the kubeconfig, else what the environment says (HTTPS_PROXY, NO_PROXY), as kubectl takes it */
export function proxyFor({ proxy, server }: ClusterAccess, { env }: World): URL | undefined {
  if (proxy !== undefined) return proxy
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const text = env[name] ?? env[name.toLowerCase()] ?? ''
  if (text === '' || isLoopback(server.hostname) || isExempt(server, env['NO_PROXY'] ?? env['no_proxy'] ?? ''))
    return undefined
  return urlOf(text.includes('://') ? text : `http://${text}`, name, ['http:', 'https:'])
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host.endsWith('.localhost') || /^127(?:\.\d{1,3}){3}$/.test(host)

/** Names and what lies below them, addresses, `*`, and IPv4 and IPv6 ranges */
function isExempt({ hostname, port }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return list
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .some((one) => {
      if (one === '') return false
      const [name = '', only] = one.includes('::') ? [one] : one.split(/:(?=\d+$)/)
      if (only !== undefined && only !== (port || '443')) return false
      const bare = name.replace(/^\*?\./, '')
      return name === '*' || host === bare || host.endsWith(`.${bare}`) || isInRange(host, name)
    })
}

function isInRange(host: string, range: string): boolean {
  const [first = '', prefix] = range.split('/')
  const family = net.isIP(host)
  if (prefix === undefined || family === 0 || net.isIP(first) !== family || !/^\d{1,3}$/.test(prefix)) return false
  const list = new net.BlockList()
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  if (Number(prefix) > (family === 6 ? 128 : 32)) return false
  list.addSubnet(first, Number(prefix), kind)
  return list.check(host, kind)
}
