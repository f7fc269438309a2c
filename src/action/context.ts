// Where the action runs: the runner's variables and the event, read once (GitHub docs: variables reference).

import type { Repository } from './client.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface RunContext {
  readonly eventName: string
  /**
   * The event as GitHub sent it, undefined where it cannot be read; fields are looked up with `valueAt` and checked
   * where they are used
   */
  readonly event: unknown
  readonly repository: Repository
  readonly sha: string
  /** As in `refs/heads/main` */
  readonly ref: string
  readonly serverUrl: string
  readonly apiUrl: string
  readonly workspace: string
  readonly tempFolder: string
  readonly runUrl: string
}

/** `readFile` gives the text of a file, or throws */
export function readContext(env: Environment, readFile: (path: string) => string): RunContext {
  const value = (name: string, fallback = ''): string => env[name] ?? fallback
  const [owner = '', repo = ''] = value('GITHUB_REPOSITORY').split('/')
  const serverUrl = value('GITHUB_SERVER_URL', 'https://github.com')
  return {
    eventName: value('GITHUB_EVENT_NAME'),
    event: readEvent(value('GITHUB_EVENT_PATH'), readFile),
    repository: { owner, repo },
    sha: value('GITHUB_SHA'),
    ref: value('GITHUB_REF'),
    serverUrl,
    apiUrl: value('GITHUB_API_URL', 'https://api.github.com').replace(/\/+$/, ''),
    workspace: value('GITHUB_WORKSPACE', '.'),
    tempFolder: value('RUNNER_TEMP', '.'),
    runUrl: `${serverUrl}/${owner}/${repo}/actions/runs/${value('GITHUB_RUN_ID')}`,
  }
}

function readEvent(path: string, readFile: (path: string) => string): unknown {
  try {
    return JSON.parse(readFile(path)) as unknown
  } catch {
    return undefined
  }
}
