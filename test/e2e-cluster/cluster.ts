// etcd, a real kube-apiserver and a kubelet for port-forwards, on ports of 127.0.0.1, with a folder of their own that is
// gone afterwards. What they are started from comes from tools/e2e-cluster.mjs.

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Authority } from '../capture/certificates.ts'

export interface Programs {
  readonly etcd: string
  readonly apiserver: string
  readonly kubelet: string
}

/** Undefined where the test does not run */
export function programs(): Programs | undefined {
  const { NETPOL_E2E_APISERVER: apiserver, NETPOL_E2E_ETCD: etcd, NETPOL_E2E_KUBELET: kubelet } = process.env
  return apiserver === undefined || etcd === undefined || kubelet === undefined
    ? undefined
    : { apiserver, etcd, kubelet }
}

export interface ApiAnswer {
  readonly status: number
  readonly body: any // eslint-disable-line @typescript-eslint/no-explicit-any -- whatever the API server says
}

const ADMIN = 'admin-token'

export class Cluster {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'cluster-'))
  readonly authority = new Authority()
  readonly #programs: Programs
  readonly #children: ChildProcess[] = []
  port = 0
  kubeletPort = 0

  constructor(given: Programs) {
    this.#programs = given
  }

  async start(podPorts: Readonly<Record<number, number>>): Promise<this> {
    const { certificate, key } = this.authority.issue('kube-apiserver')
    const file = (name: string, text: string): string => {
      const full = path.join(this.folder, name)
      writeFileSync(full, text, { mode: 0o600 })
      return full
    }
    const [tlsCertificate, tlsKey] = [file('tls.crt', certificate), file('tls.key', key)]
    const accounts = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const accountKey = file('accounts.key', accounts.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    const tokens = file('tokens.csv', `${ADMIN},admin,admin,system:masters\n`)
    const [client, peer] = [await freePort(), await freePort()]
    const urls = (port: number): string => `http://127.0.0.1:${port}`
    this.#run('etcd', this.#programs.etcd, [
      `--data-dir=${path.join(this.folder, 'etcd')}`,
      `--listen-client-urls=${urls(client)}`,
      `--advertise-client-urls=${urls(client)}`,
      `--listen-peer-urls=${urls(peer)}`,
      `--initial-advertise-peer-urls=${urls(peer)}`,
      `--initial-cluster=default=${urls(peer)}`,
    ])
    const pairs = Object.entries(podPorts).map(([pod, local]) => `${pod}=${local}`)
    const kubelet = this.#run('kubelet', this.#programs.kubelet, [tlsCertificate, tlsKey, ...pairs])
    this.kubeletPort = Number(await firstLine(kubelet))
    this.port = await freePort()
    this.#run('kube-apiserver', this.#programs.apiserver, [
      `--etcd-servers=${urls(client)}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${this.port}`,
      `--tls-cert-file=${tlsCertificate}`,
      `--tls-private-key-file=${tlsKey}`,
      `--cert-dir=${this.folder}`,
      `--token-auth-file=${tokens}`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://cluster.test',
      `--service-account-key-file=${accountKey}`,
      `--service-account-signing-key-file=${accountKey}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      // There is no controller that would give pods the token that it waits for
      '--disable-admission-plugins=ServiceAccount',
      `--kubelet-client-certificate=${tlsCertificate}`,
      `--kubelet-client-key=${tlsKey}`,
      '--kubelet-preferred-address-types=InternalIP',
      '--endpoint-reconciler-type=none',
      '--allow-privileged=true',
    ])
    await this.#ready()
    return this
  }

  async #ready(): Promise<void> {
    for (let left = 240; ; left--) {
      const answer = await this.ask('GET', '/readyz').catch(() => undefined)
      if (answer?.status === 200) return
      if (left === 0) throw new Error(`the API server is not ready: ${JSON.stringify(answer?.body)}`)
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }

  async stop(): Promise<void> {
    for (const child of this.#children.reverse()) {
      const ended = new Promise((resolve) => child.once('close', resolve))
      if (child.exitCode === null && child.kill('SIGKILL')) await ended
    }
    rmSync(this.folder, { recursive: true, force: true })
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`
  }

  kubeconfig(token: string): string {
    const data = Buffer.from(this.authority.certificate).toString('base64')
    const cluster = { server: this.url, 'certificate-authority-data': data }
    return JSON.stringify(
      {
        'current-context': 'real',
        contexts: [{ name: 'real', context: { cluster: 'real', user: 'me' } }],
        clusters: [{ name: 'real', cluster }],
        users: [{ name: 'me', user: { token } }],
      },
      null,
      1,
    )
  }

  /** One request, as whoever may do everything where no token is given */
  async ask(
    method: string,
    pathname: string,
    body?: unknown,
    options: { token?: string; type?: string } = {},
  ): Promise<ApiAnswer> {
    const text = body === undefined ? '' : JSON.stringify(body)
    return await new Promise((resolve, reject) => {
      const request = https.request(
        `${this.url}${pathname}`,
        {
          method,
          ca: this.authority.certificate,
          headers: {
            authorization: `Bearer ${options.token ?? ADMIN}`,
            'content-type': options.type ?? 'application/json',
            'content-length': Buffer.byteLength(text),
          },
        },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('end', () => {
            const answer = Buffer.concat(parts).toString('utf8')
            resolve({ status: response.statusCode ?? 0, body: answer.startsWith('{') ? JSON.parse(answer) : answer })
          })
          response.on('error', reject)
        },
      )
      request.on('error', reject)
      request.end(text)
    })
  }

  #run(name: string, program: string, args: readonly string[]): ChildProcess {
    const child = spawn(program, args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stderr.pipe(createWriteStream(path.join(this.folder, `${name}.log`)))
    if (name !== 'kubelet') child.stdout.resume()
    this.#children.push(child)
    return child
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', (text: Buffer) => resolve(text.toString('utf8').trim()))
    child.once('close', () => reject(new Error('the kubelet ended')))
  })
