// Runs the built action as the runner runs it: a process of its own on the runner's Node, with the runner's environment
// and nothing else, the workspace as its folder, files for outputs and summary, and GitHub on the loopback
// (actions/runner: NodeScriptActionHandler, GitHubContext).

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { markerOf } from '../../src/action/comment.ts'
import { OWNER, REPO, REPOSITORY_ID } from '../support/fake-github-routes.ts'
import { parseCommands, parseOutputs } from '../support/fake-github-runner.ts'
import type { Command } from '../support/fake-github-runner.ts'
import type { FakeGitHub } from '../support/fake-github.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** Another bundle can be named, so that one can be tried before it is committed */
const ENTRY = process.env['NETPOL_E2E_ENTRY'] ?? path.join(ROOT, 'dist/index.js')

/** Why nothing can be run; false: it can */
export const skip: string | false = existsSync(ENTRY) ? false : 'dist/index.js does not exist yet: run `npm run build`'

export interface Step {
  readonly eventName: string
  readonly event: unknown
  readonly sha: string
  readonly ref?: string
  /** As the workflow writes them under `with:`; the token is there unless it says otherwise */
  readonly with?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Put into the workspace by earlier steps */
  readonly workspace?: Readonly<Record<string, string>>
  /** Sends a signal as soon as the process has asked for something whose name contains this */
  readonly interruptAt?: string
}

export interface Ran {
  readonly exitCode: number | null
  readonly signal: string | null
  /** Both streams, as they arrived */
  readonly log: string
  readonly commands: readonly Command[]
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** Files of the report, by the names of their outputs */
  readonly report: (output: 'report-json' | 'report-markdown') => string
  /** Files that the process left in the workspace */
  readonly left: readonly string[]
  /** Names of the requests of this run */
  readonly requests: readonly string[]
}

let runs = 0

export async function runAction(github: FakeGitHub, step: Step): Promise<Ran> {
  const folder = mkdtempSync(path.join(tmpdir(), 'netpol-e2e-'))
  const at = (name: string): string => path.join(folder, name)
  for (const name of ['workspace', 'temp', 'home']) mkdirSync(at(name))
  for (const name of ['outputs', 'summary.md', 'env', 'state', 'path']) writeFileSync(at(name), '')
  writeFileSync(at('event.json'), JSON.stringify(step.event))
  for (const [file, text] of Object.entries(step.workspace ?? {})) {
    mkdirSync(path.dirname(at(`workspace/${file}`)), { recursive: true })
    writeFileSync(at(`workspace/${file}`), text)
  }
  const before = filesIn(at('workspace'))
  const asked = github.requests.length
  const inputs = { ...DECLARED, token: 'test-token', ...step.with }
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: at('home'),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: 'preflight',
    GITHUB_ACTOR: 'alice',
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: `${github.apiUrl.replace(/\/v3$/, '')}/graphql`,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_EVENT_NAME: step.eventName,
    GITHUB_EVENT_PATH: at('event.json'),
    GITHUB_REPOSITORY: `${OWNER}/${REPO}`,
    GITHUB_REPOSITORY_ID: String(REPOSITORY_ID),
    GITHUB_REPOSITORY_OWNER: OWNER,
    GITHUB_SHA: step.sha,
    GITHUB_REF: step.ref ?? 'refs/heads/main',
    GITHUB_RUN_ID: String(9000 + ++runs),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKFLOW: 'Preflight',
    GITHUB_JOB: 'gate',
    GITHUB_WORKSPACE: at('workspace'),
    GITHUB_OUTPUT: at('outputs'),
    GITHUB_STEP_SUMMARY: at('summary.md'),
    GITHUB_ENV: at('env'),
    GITHUB_STATE: at('state'),
    GITHUB_PATH: at('path'),
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: at('temp'),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...step.env,
  }
  try {
    const { exitCode, log, signal } = await execute(env, at('workspace'), github, step.interruptAt)
    const outputs = parseOutputs(readFileSync(at('outputs'), 'utf8'))
    const reports = new Map(
      ['report-json', 'report-markdown'].map((name) => [name, readIfThere(outputs[name] ?? '')] as const),
    )
    return {
      exitCode,
      signal,
      log,
      commands: parseCommands(log),
      outputs,
      summary: readFileSync(at('summary.md'), 'utf8'),
      report: (output) => reports.get(output) ?? '',
      left: filesIn(at('workspace')).filter((file) => !before.includes(file)),
      requests: github.names().slice(asked),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Executed {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly log: string
}

function execute(
  env: Record<string, string>,
  cwd: string,
  github: FakeGitHub,
  interruptAt: string | undefined,
): Promise<Executed> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [ENTRY], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    if (interruptAt !== undefined) github.when(interruptAt, () => child.kill('SIGINT'))
    let log = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text
      })
    }
    child.on('error', reject)
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, log }))
  })
}

/** Every declared input is there, empty where the workflow gives none */
const DECLARED: Readonly<Record<string, string>> = Object.fromEntries(
  [...inputsOf(readFileSync(path.join(ROOT, 'action.yml'), 'utf8'))].map((name) => [name, '']),
)

function* inputsOf(actionYml: string): Generator<string> {
  const [, inputs = ''] = /^inputs:\n([\s\S]*?)^\S/m.exec(actionYml) ?? []
  for (const [, name = ''] of inputs.matchAll(/^ {2}([a-z-]+):$/gm)) yield name
}

const readIfThere = (file: string): string => (file !== '' && existsSync(file) ? readFileSync(file, 'utf8') : '')

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))

/** Bodies of the comments that a reader sees, without the marker of the default key */
export const commentsOf = (github: FakeGitHub): string[] =>
  github.comments
    .filter((one) => !one.minimised && !one.deleted)
    .map(({ body }) => (body.startsWith(markerOf('default')) ? body.slice(markerOf('default').length) : body))
