// The ways to Whisker's backend: an address that the user gives, or the ports of its pod, of which versions use different
// ones (8081 with HTTP up to Calico 3.32, 8443 with HTTPS after it, 3002 for the backend itself; flow-formats 2.5, 2.6).

import http from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import { isLoopback } from './agent.ts'
import { CaptureError, TransferError } from './failure.ts'
import { get } from './http.ts'
import type { Answer, Limits } from './http.ts'
import { ApiError } from './kube-api.ts'
import type { KubeApi } from './kube-api.ts'
import { urlOf } from './kubeconfig.ts'
import { PortForward } from './port-forward.ts'
import { isObject } from './projection.ts'
import type { Json } from './projection.ts'

/** One way in. `ask` takes the path below the API, as in `flows?watch=false`, and rejects with TransferErrors */
export interface Door {
  readonly name: string
  readonly ask: (pathAndQuery: string) => Promise<Answer>
}

export interface Doors {
  /** The likeliest first */
  readonly doors: readonly Door[]
  readonly close: () => void
}

/** More than any answer that Whisker can give: 4 MiB of its own source are some 12 MB of JSON */
const LIMITS: Limits = { idleMillis: 120_000, totalMillis: 300_000, mostBytes: 64 * 1024 * 1024 }

/** Below Whisker's own address, and of the backend without the web server before it */
const PREFIXES = ['/whisker-backend/', '/'] as const

/** An address that ends in `/flows` is the list itself; another one is that of Whisker, or of its backend */
export function doorsAt(address: string): Doors {
  const url = urlOf(address, 'address of Whisker', ['http:', 'https:'])
  url.search = ''
  url.hash = ''
  // What is reached through this machine's own ports came through a tunnel, and its certificate is for another name
  const agent =
    url.protocol === 'https:'
      ? new https.Agent({ keepAlive: true, rejectUnauthorized: !isLoopback(url.hostname) })
      : new http.Agent({ keepAlive: true })
  const path = url.pathname.replace(/\/+$/, '')
  const bases = path.endsWith('/flows') ? [path.slice(0, -'flows'.length)] : PREFIXES.map((prefix) => path + prefix)
  const doors = bases.map((base) => ({
    name: new URL(base, url).href,
    ask: (rest: string) => get({ url: new URL(base + rest, url), agent, limits: LIMITS }),
  }))
  return { doors, close: () => agent.destroy() }
}

interface PodPort {
  readonly port: number
  readonly isTls: boolean
  readonly prefix: string
}

const BACKEND: readonly PodPort[] = [
  { port: 3002, isTls: false, prefix: '/' },
  { port: 3002, isTls: true, prefix: '/' },
]

/** Through the API server to the pod behind the Service `whisker`. Throws CaptureErrors */
export async function doorsOfPod(api: KubeApi, namespace: string): Promise<Doors> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`
  try {
    const { spec } = await api.get(`${path}/services/whisker`)
    const service = isObject(spec) ? spec : {}
    const pod = await podBehind(api, path, service)
    const name = textOf(pod['metadata'], 'name')
    const forward = new PortForward(api, { namespace, name })
    const ports = [...portsOf(service, pod), ...BACKEND]
    const doors = ports.map((one) => podDoor(forward, `${namespace}/${name}`, one))
    return { doors, close: () => forward.close() }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 404)
      throw new CaptureError(
        `there is no Service whisker in ${namespace}: install Whisker (Calico 3.30 and later), or give --whisker-namespace, --whisker-url or --no-flows`,
      )
    throw new CaptureError(`Whisker in ${namespace} cannot be reached (${String(error.status)}): ${error.message}`)
  }
}

/** The first in order of name of those that are ready */
async function podBehind(api: KubeApi, path: string, service: Json): Promise<Json> {
  const selector = isObject(service['selector']) ? service['selector'] : {}
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${String(value)}`)
  if (labels.length === 0) throw new CaptureError('the Service whisker selects no pods; give --whisker-url')
  const pods = await api.list(`${path}/pods`, (pod) => pod, { labelSelector: labels.join(',') })
  const ready = pods
    .filter(isReady)
    .sort((a, b) => (textOf(a['metadata'], 'name') < textOf(b['metadata'], 'name') ? -1 : 1))
  const [pod] = ready
  if (pod === undefined) throw new CaptureError(`none of the ${String(pods.length)} pods of Whisker is ready`)
  return pod
}

function isReady({ metadata, status }: Json): boolean {
  if (!isObject(status) || status['phase'] !== 'Running') return false
  if (isObject(metadata) && metadata['deletionTimestamp'] !== undefined) return false
  const ready = listOf(status['conditions']).find(({ type }) => type === 'Ready')
  return ready === undefined || ready['status'] === 'True'
}

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

function textOf(value: unknown, key: string): string {
  const text = isObject(value) ? value[key] : undefined
  return typeof text === 'string' ? text : ''
}

/** The ports of the Service as ports of the pod, each as the protocol that it most likely speaks and as the other one */
function portsOf(service: Json, pod: Json): readonly PodPort[] {
  return listOf(service['ports']).flatMap((one) => {
    const target = one['targetPort'] ?? one['port']
    const port = typeof target === 'string' ? namedPort(pod, target) : target
    if (typeof port !== 'number' || port === 0) return []
    const isTls = [one['port'], port].includes(8443) || textOf(one, 'name').includes('https')
    return [isTls, !isTls].map((secured) => ({ port, isTls: secured, prefix: PREFIXES[0] }))
  })
}

function namedPort({ spec }: Json, name: string): unknown {
  const containers = isObject(spec) ? listOf(spec['containers']) : []
  const ports = containers.flatMap((container) => listOf(container['ports']))
  return ports.find((port) => port['name'] === name)?.['containerPort']
}

function podDoor(forward: PortForward, pod: string, { isTls, port, prefix }: PodPort): Door {
  const scheme = isTls ? 'https' : 'http'
  return {
    name: `port ${String(port)} of the pod ${pod} (${scheme.toUpperCase()})`,
    ask: async (rest) => {
      const { complaint, data } = await forward.connect(port)
      // The certificate is for a name inside of the cluster, and its authority lies where a capture does not look. The
      // API server has led us to this pod, over a connection that is checked.
      const connection = isTls ? tls.connect({ socket: data, rejectUnauthorized: false }) : data
      try {
        const url = new URL(`${scheme}://localhost:${String(port)}${prefix}${rest}`)
        return await get({ url, connection, limits: LIMITS })
      } catch (error) {
        const said = await soon(complaint)
        throw said === '' ? error : new TransferError('cut', said)
      } finally {
        connection.destroy()
        data.destroy()
      }
    },
  }
}

/** What the pod's end says of a connection comes at about the time when the connection ends */
const COMPLAINT_MILLIS = 500

function soon(complaint: Promise<string>): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(''), COMPLAINT_MILLIS)
    void complaint.then((text) => {
      clearTimeout(timer)
      resolve(text)
    })
  })
}
