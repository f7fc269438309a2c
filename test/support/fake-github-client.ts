// A client of the fake GitHub that never really waits, and the lines that it logged.

import { createClient } from '../../src/action/client.ts'
import type { Client, Patience } from '../../src/action/client.ts'
import type { RunContext } from '../../src/action/context.ts'
import type { FakeGitHub } from './fake-github.ts'
import { OWNER, REPO } from './fake-github-routes.ts'

export const REPOSITORY = { owner: OWNER, repo: REPO }

export interface TestClient {
  readonly client: Client
  readonly log: (line: string) => void
  readonly lines: string[]
}

export function clientOf(github: FakeGitHub, patience: Partial<Patience> = {}, token = 'test-token'): TestClient {
  const lines: string[] = []
  const log = (line: string): void => void lines.push(line)
  const client = createClient({
    token,
    apiUrl: github.apiUrl,
    userAgent: 'netpol-preflight/0.0.0',
    log,
    patience: { secondMillis: 0, ...patience },
  })
  return { client, log, lines }
}

export function contextOf(
  github: FakeGitHub,
  eventName: string,
  event: unknown,
  fields: Partial<RunContext> = {},
): RunContext {
  return {
    eventName,
    event,
    repository: REPOSITORY,
    sha: '',
    ref: 'refs/heads/main',
    serverUrl: 'https://github.com',
    apiUrl: github.apiUrl,
    workspace: '.',
    tempFolder: '.',
    runUrl: 'https://github.com/acme/bank/actions/runs/1',
    ...fields,
  }
}
