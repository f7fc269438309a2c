// How the user is known → the headers and the certificate of a request: tokens are read again as they are replaced, and
// exec plugins are run as kubectl runs them, without a shell, until what they gave expires.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { causeOf } from '../files/trouble.ts'
import { brief, CaptureError, messageOf } from './failure.ts'
import type { Access, ClusterAccess, Plugin } from './kubeconfig.ts'
import { isObject } from './projection.ts'
import type { World } from './world.ts'

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>
  readonly certificate: Buffer | undefined
  readonly key: Buffer | undefined
}

interface Given {
  readonly token: string | undefined
  readonly certificate: Buffer | undefined
  readonly key: Buffer | undefined
  /** Milliseconds since 1970; undefined: for this run */
  readonly expires: number | undefined
}

/** Asked before it ends, so that a request does not arrive too late */
const SPARE_MILLIS = 30_000

export class Identity {
  readonly #access: Access
  readonly #world: World
  #given: Promise<Given> | undefined

  constructor(access: Access, world: World) {
    this.#access = access
    this.#world = world
  }

  /** Whether there is something to be had anew when the server does not know us any more */
  get canRenew(): boolean {
    return this.#access.user.plugin !== undefined || this.#access.user.tokenFile !== undefined
  }

  /** Forgets what a plugin gave */
  renew(): void {
    this.#given = undefined
  }

  /** Throws CaptureErrors */
  async credentials(): Promise<Credentials> {
    const { basic, certificate, impersonate, key } = this.#access.user
    const given = await this.#fromPlugin()
    const token = this.#tokenOf() ?? given?.token
    const authorization =
      token !== undefined
        ? `Bearer ${token}`
        : basic !== undefined
          ? `Basic ${Buffer.from(`${basic.name}:${basic.password}`).toString('base64')}`
          : undefined
    return {
      headers: { ...impersonate, ...(authorization !== undefined && { authorization }) },
      certificate: given?.certificate ?? certificate,
      key: given?.key ?? key,
    }
  }

  #tokenOf(): string | undefined {
    const { token, tokenFile } = this.#access.user
    if (tokenFile === undefined) return token
    try {
      return readFileSync(tokenFile, 'utf8').trim()
    } catch (error) {
      throw new CaptureError(`the token file ${tokenFile} cannot be read: ${causeOf(error)}`)
    }
  }

  async #fromPlugin(): Promise<Given | undefined> {
    const { cluster, user } = this.#access
    if (user.plugin === undefined) return undefined
    const given = await (this.#given ??= askPlugin(user.plugin, cluster, this.#world))
    if (given.expires === undefined || given.expires - SPARE_MILLIS > this.#world.now()) return given
    this.#given = askPlugin(user.plugin, cluster, this.#world)
    return this.#given
  }
}

async function askPlugin(plugin: Plugin, cluster: ClusterAccess, world: World): Promise<Given> {
  const { command } = plugin
  const output = await runPlugin(plugin, {
    ...world.env,
    ...plugin.env,
    KUBERNETES_EXEC_INFO: question(plugin, cluster),
  })
  let answer: unknown
  try {
    answer = JSON.parse(output)
  } catch {
    throw new CaptureError(`the exec plugin ${command} did not print an ExecCredential`)
  }
  const status = isObject(answer) && isObject(answer['status']) ? answer['status'] : undefined
  if (!isObject(answer) || answer['kind'] !== 'ExecCredential' || status === undefined)
    throw new CaptureError(`the exec plugin ${command} did not print an ExecCredential`)
  if (answer['apiVersion'] !== plugin.apiVersion)
    throw new CaptureError(`the exec plugin ${command} does not speak ${plugin.apiVersion}`)
  const { clientCertificateData, clientKeyData, expirationTimestamp, token } = status
  const pem = (value: unknown): Buffer | undefined => (typeof value === 'string' ? Buffer.from(value) : undefined)
  const expires = typeof expirationTimestamp === 'string' ? Date.parse(expirationTimestamp) : Number.NaN
  return {
    token: typeof token === 'string' && token !== '' ? token : undefined,
    certificate: pem(clientCertificateData),
    key: pem(clientKeyData),
    expires: Number.isNaN(expires) ? undefined : expires,
  }
}

function question({ apiVersion, wantsCluster }: Plugin, cluster: ClusterAccess): string {
  const about = {
    server: cluster.server.href,
    ...(cluster.serverName !== undefined && { 'tls-server-name': cluster.serverName }),
    ...(cluster.insecure && { 'insecure-skip-tls-verify': true }),
    ...(cluster.authority && { 'certificate-authority-data': cluster.authority.toString('base64') }),
    ...(cluster.proxy && { 'proxy-url': cluster.proxy.href }),
  }
  const spec = { interactive: false, ...(wantsCluster && { cluster: about }) }
  return JSON.stringify({ kind: 'ExecCredential', apiVersion, spec })
}

const PLUGIN_MILLIS = 60_000
const MOST_OUTPUT = 1024 * 1024

/** What it prints. Its own words go into the error where it fails */
function runPlugin({ args, command, installHint }: Plugin, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer)
      const hint = installHint === undefined ? '' : `; ${brief(installHint)}`
      reject(new CaptureError(`the exec plugin ${command} ${why}${hint}`))
    }
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], shell: false })
    // Not the option of `spawn`, whose timer outlives a program that could not be started
    const timer = setTimeout(() => child.kill(), PLUGIN_MILLIS)
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    let bytes = 0
    const keep = (into: Buffer[]) => (part: Buffer) => {
      bytes += part.length
      if (bytes <= MOST_OUTPUT) into.push(part)
      else child.kill()
    }
    child.stdout.on('data', keep(out))
    child.stderr.on('data', keep(err))
    child.on('error', (error) => {
      fail(
        `could not be started: ${'code' in error && error.code === 'ENOENT' ? 'it is not installed' : messageOf(error)}`,
      )
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve(Buffer.concat(out).toString('utf8'))
      else fail(`failed (${signal ?? String(code)}): ${brief(Buffer.concat(err).toString('utf8'))}`)
    })
  })
}
