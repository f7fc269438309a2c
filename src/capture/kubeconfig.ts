// kubeconfig files → how to reach the cluster of one context, as kubectl reads them: several files as one, the first one
// that says something counts, and paths are relative to the file they stand in.

import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { causeOf } from '../files/trouble.ts'
import { parseYaml } from '../manifest/yaml.ts'
import { CaptureError } from './failure.ts'
import { isObject } from './projection.ts'
import type { Json } from './projection.ts'
import type { World } from './world.ts'

/** Where the API server is, and how it is known to be the right one */
export interface ClusterAccess {
  readonly server: URL
  /** PEM; undefined: what the machine trusts */
  readonly authority: Buffer | undefined
  readonly insecure: boolean
  readonly serverName: string | undefined
  readonly proxy: URL | undefined
}

/** How the user is known; several may be given, as kubectl allows */
export interface UserAccess {
  readonly token: string | undefined
  /** Read again for every request, as it is replaced while it is in use */
  readonly tokenFile: string | undefined
  readonly basic: { readonly name: string; readonly password: string } | undefined
  readonly certificate: Buffer | undefined
  readonly key: Buffer | undefined
  readonly plugin: Plugin | undefined
  /** `Impersonate-…` headers */
  readonly impersonate: Readonly<Record<string, string>>
}

/** A program that gives credentials (client.authentication.k8s.io) */
export interface Plugin {
  readonly apiVersion: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly installHint: string | undefined
  readonly wantsCluster: boolean
}

export interface Access {
  readonly cluster: ClusterAccess
  readonly user: UserAccess
}

export interface KubeconfigSource {
  /** A path, or with a line break in it the text of a kubeconfig */
  readonly kubeconfig: string | undefined
  readonly context: string | undefined
}

/** Something of a kubeconfig, and the folder that paths in it start from */
interface Entry {
  readonly value: Json
  readonly folder: string
}

interface File extends Entry {
  readonly path: string
}

/** Undefined where no kubeconfig is named and none is in its usual place. Throws CaptureErrors */
export function readKubeconfig({ context, kubeconfig }: KubeconfigSource, world: World): Access | undefined {
  const files = filesOf(kubeconfig, world)
  if (files.length === 0) return undefined
  const name = context ?? files.map(({ value }) => textOf(value['current-context'])).find((one) => one !== undefined)
  if (name === undefined) throw new CaptureError('the kubeconfig has no current context; name one with --context')
  const chosen = named(files, 'contexts', 'context', name)
  if (chosen === undefined) {
    const known = files.flatMap(({ value }) => entriesOf(value['contexts']).map((one) => textOf(one['name']) ?? ''))
    throw new CaptureError(`the kubeconfig has no context ${name}; it has ${known.join(', ') || 'none'}`)
  }
  const clusterName = textOf(chosen.value['cluster']) ?? ''
  const cluster = named(files, 'clusters', 'cluster', clusterName)
  if (cluster === undefined) throw new CaptureError(`the kubeconfig has no cluster ${clusterName}, which ${name} names`)
  const userName = textOf(chosen.value['user']) ?? ''
  const user = named(files, 'users', 'user', userName) ?? { value: {}, folder: cluster.folder }
  return { cluster: clusterAccess(cluster), user: userAccess(user, userName) }
}

function filesOf(kubeconfig: string | undefined, { env }: World): readonly File[] {
  if (kubeconfig?.includes('\n') === true) return [parsed(kubeconfig, 'the kubeconfig', process.cwd())]
  if (kubeconfig !== undefined) return [readFile(kubeconfig)]
  const listed = (env['KUBECONFIG'] ?? '').split(path.delimiter).filter((one) => one !== '')
  const paths = listed.length > 0 ? listed : [path.join(env['HOME'] ?? homedir(), '.kube', 'config')]
  const files = paths.flatMap((one) => optional(one))
  if (listed.length > 0 && files.length === 0)
    throw new CaptureError(`none of the files that KUBECONFIG names exists: ${listed.join(', ')}`)
  return files
}

function optional(file: string): readonly File[] {
  try {
    return [parsed(readFileSync(file, 'utf8'), file, path.dirname(path.resolve(file)))]
  } catch (error) {
    if (error instanceof CaptureError) throw error
    const cause = causeOf(error)
    if (cause === 'it does not exist') return []
    throw new CaptureError(`the kubeconfig ${file} cannot be read: ${cause}`)
  }
}

function readFile(file: string): File {
  const [read] = optional(file)
  if (read === undefined) throw new CaptureError(`the kubeconfig ${file} does not exist`)
  return read
}

function parsed(text: string, file: string, folder: string): File {
  const result = parseYaml(text)
  const value = result.ok ? (result.values[0] ?? {}) : undefined
  if (!isObject(value)) throw new CaptureError(`the kubeconfig ${file} is no YAML that kubectl could read`)
  return { path: file, value, folder }
}

const entriesOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** The value below `key` of the first entry of that name */
function named(files: readonly File[], list: string, key: string, name: string): Entry | undefined {
  for (const { folder, value } of files) {
    const found = entriesOf(value[list]).find((one) => textOf(one['name']) === name)?.[key]
    if (found !== undefined) return { value: isObject(found) ? found : {}, folder }
  }
  return undefined
}

/** A number that YAML made of a token is a text again */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function clusterAccess({ folder, value }: Entry): ClusterAccess {
  const server = textOf(value['server'])
  if (server === undefined) throw new CaptureError('the cluster of the kubeconfig has no server')
  const proxy = textOf(value['proxy-url'])
  return {
    server: urlOf(server, 'server', ['https:', 'http:']),
    authority: bytesOf({ folder, value }, 'certificate-authority'),
    insecure: value['insecure-skip-tls-verify'] === true,
    serverName: textOf(value['tls-server-name']),
    proxy: proxy === undefined ? undefined : urlOf(proxy, 'proxy-url', ['http:', 'https:']),
  }
}

export function urlOf(text: string, what: string, protocols: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && protocols.includes(url.protocol)) return url
  const allowed = protocols.map((one) => `${one}//`).join(' or ')
  throw new CaptureError(`the ${what} ${text} is no address that begins with ${allowed}`)
}

/** `NAME-data` in base 64, else the file that `NAME` names */
function bytesOf({ folder, value }: Entry, name: string): Buffer | undefined {
  const data = textOf(value[`${name}-data`])
  if (data !== undefined) return Buffer.from(data, 'base64')
  const file = textOf(value[name])
  if (file === undefined) return undefined
  try {
    return readFileSync(path.resolve(folder, file))
  } catch (error) {
    throw new CaptureError(`the ${name} ${file} of the kubeconfig cannot be read: ${causeOf(error)}`)
  }
}

function userAccess(entry: Entry, name: string): UserAccess {
  const { folder, value } = entry
  const provider = isObject(value['auth-provider']) ? value['auth-provider'] : undefined
  if (provider !== undefined) {
    const which = textOf(provider['name']) ?? ''
    throw new CaptureError(
      `the user ${name} of the kubeconfig logs in through the auth provider ${which}, which Kubernetes 1.26 took away; use an exec plugin or a token`,
    )
  }
  const tokenFile = textOf(value['tokenFile'])
  const password = textOf(value['password'])
  return {
    token: textOf(value['token']),
    tokenFile: tokenFile === undefined ? undefined : path.resolve(folder, tokenFile),
    basic: password === undefined ? undefined : { name: textOf(value['username']) ?? '', password },
    certificate: bytesOf(entry, 'client-certificate'),
    key: bytesOf(entry, 'client-key'),
    plugin: isObject(value['exec']) ? pluginOf(value['exec'], folder, name) : undefined,
    impersonate: impersonation(value),
  }
}

function impersonation(value: Json): Readonly<Record<string, string>> {
  const as = textOf(value['as'])
  const uid = textOf(value['as-uid'])
  const groups = Array.isArray(value['as-groups']) ? value['as-groups'].flatMap((one) => textOf(one) ?? []) : []
  if (groups.length > 1 || isObject(value['as-user-extra']))
    throw new CaptureError(
      'the kubeconfig acts as a user with extras or several groups, which a capture cannot; use another user',
    )
  const [group] = groups
  return {
    ...(as !== undefined && { 'impersonate-user': as }),
    ...(uid !== undefined && { 'impersonate-uid': uid }),
    ...(group !== undefined && { 'impersonate-group': group }),
  }
}

const PLUGIN_API = /^client\.authentication\.k8s\.io\/v1(?:beta1)?$/

function pluginOf(value: Json, folder: string, user: string): Plugin {
  const command = textOf(value['command'])
  const apiVersion = textOf(value['apiVersion']) ?? ''
  if (command === undefined) throw new CaptureError(`the exec plugin of the user ${user} names no command`)
  if (!PLUGIN_API.test(apiVersion))
    throw new CaptureError(
      `the exec plugin of the user ${user} speaks ${apiVersion || 'no version'}, not client.authentication.k8s.io/v1`,
    )
  if (value['interactiveMode'] === 'Always')
    throw new CaptureError(
      `the exec plugin of the user ${user} needs a person to answer it; log in first, or use a token`,
    )
  return {
    apiVersion,
    // Only a bare name is looked for along PATH
    command: /[\\/]/.test(command) ? path.resolve(folder, command) : command,
    args: Array.isArray(value['args']) ? value['args'].map((one) => textOf(one) ?? '') : [],
    env: Object.fromEntries(
      entriesOf(value['env']).map((one) => [textOf(one['name']) ?? '', textOf(one['value']) ?? '']),
    ),
    installHint: textOf(value['installHint']),
    wantsCluster: value['provideClusterInfo'] === true,
  }
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/** The access that every pod is given; undefined outside of a cluster. `folder` is where the files are mounted */
export function inClusterAccess({ env }: World, folder = ACCOUNT): Access | undefined {
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']]
  if (host === undefined || host === '' || port === undefined || port === '') return undefined
  try {
    readFileSync(path.join(folder, 'token'))
    return {
      cluster: {
        server: new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`),
        authority: readFileSync(path.join(folder, 'ca.crt')),
        insecure: false,
        serverName: undefined,
        proxy: undefined,
      },
      user: { ...NOBODY, tokenFile: path.join(folder, 'token') },
    }
  } catch (error) {
    throw new CaptureError(`this pod has no service account to read the cluster with: ${causeOf(error)}`)
  }
}

const NOBODY: UserAccess = {
  token: undefined,
  tokenFile: undefined,
  basic: undefined,
  certificate: undefined,
  key: undefined,
  plugin: undefined,
  impersonate: {},
}
