// What went wrong with a request to GitHub, in a form that tells the user what to change: the exact `permissions:` block
// for a refusal, the cause for everything else (GitHub docs: rate limits, permissions of GITHUB_TOKEN).

import { InputError, stop } from '../base/diagnostic.ts'
import { byText } from '../base/order.ts'
import { valueAt } from '../base/location.ts'
import { statusOf } from './client.ts'
import { DownloadError } from './download.ts'

/** Names as a workflow writes them (`pull-requests`), each with the least that is needed */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>

/** What one request was for, in words that fit after "could not", and what the token needs for it */
export interface Errand {
  readonly what: string
  readonly needs: Permissions
}

/**
 * `github-permission` with [what, the permission that is missing, the whole `permissions:` block]; `github-api` with
 * [what, the answer in words]. An InputError is handed through, and a bug of ours thrown on.
 */
export function failureOf(error: unknown, errand: Errand, needsOfTheRun: Permissions): InputError {
  if (error instanceof InputError) return error
  const status = statusOf(error)
  if (status === undefined && !isFromGitHub(error)) throw error
  if (status === 403 && !isRateLimit(error)) {
    const accepted = acceptedPermissions(header(error, 'x-accepted-github-permissions'))
    const missing = Object.keys(accepted).length > 0 ? accepted : errand.needs
    const block = permissionsBlock({ ...needsOfTheRun, ...errand.needs, ...missing })
    return stop('github-permission', [errand.what, listOf(missing), block])
  }
  return stop('github-api', [errand.what, causeOf(error, status)])
}

/** Not a bug of ours: a refused query, or a download that would not work */
const isFromGitHub = (error: unknown): boolean =>
  error instanceof DownloadError || (error instanceof Error && error.name === 'GraphqlResponseError')

/** The token may not do this, and no waiting changes that */
export const isForbidden = (error: unknown): boolean => statusOf(error) === 403 && !isRateLimit(error)

function isRateLimit(error: unknown): boolean {
  return (
    header(error, 'x-ratelimit-remaining') === '0' ||
    header(error, 'retry-after') !== undefined ||
    (error instanceof Error && /\bsecondary rate limit\b/i.test(error.message))
  )
}

/**
 * The first alternative of `x-accepted-github-permissions`: `contents=read; issues=write,actions=read` names two, of
 * which the second asks for both of its permissions.
 */
export function acceptedPermissions(value: string | undefined): Permissions {
  const [first = ''] = (value ?? '').split(';')
  const pairs = [...first.matchAll(/([a-z_]+)=(read|write)/g)]
  return Object.fromEntries(
    pairs.map(([, name = '', level]) => [name.replaceAll('_', '-'), level === 'write' ? 'write' : 'read'] as const),
  )
}

/** Ready to paste into the workflow: what is not named in such a block is taken away, so it is always whole */
export function permissionsBlock(permissions: Permissions): string {
  const lines = Object.entries(permissions).sort(([a], [b]) => byText(a, b))
  return ['permissions:', ...lines.map(([name, level]) => `  ${name}: ${level}`)].join('\n')
}

const listOf = (permissions: Permissions): string =>
  Object.entries(permissions)
    .map(([name, level]) => `${name}: ${level}`)
    .join(', ')

function causeOf(error: unknown, status: number | undefined): string {
  const words = error instanceof Error ? error.message : String(error)
  if (status === undefined) return words
  if (isRateLimit(error)) return `the rate limit is used up (${String(status)}: ${words})`
  return header(error, 'date') === undefined ? `no answer: ${words}` : `it answered ${String(status)}: ${words}`
}

function header(error: unknown, name: string): string | undefined {
  const value = valueAt(error, ['response', 'headers', name])
  return typeof value === 'string' ? value : undefined
}
