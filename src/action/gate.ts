// The gate as the action runs it: inputs and event → settings and ports → the story → what GitHub shows. It decides
// nothing; a run that cannot go on is published too, as such.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { InputError, stop } from '../base/diagnostic.ts'
import { TOOL } from '../base/tool.ts'
import { exitCodeOf } from '../compare/gate.ts'
import { parseConfig } from '../config/config.ts'
import type { Config } from '../config/config.ts'
import { CONFIG_PATH } from '../config/setting.ts'
import { readSettings } from '../config/settings.ts'
import type { Settings } from '../config/settings.ts'
import { errorDocument } from '../preflight/short.ts'
import type { ReportDocument, SideInfo } from '../report/document.ts'
import { run } from '../run.ts'
import { readContext } from './context.ts'
import type { Environment, RunContext } from './context.ts'
import type { Comparison } from './event.ts'
import { readInputs } from './inputs.ts'
import type { ActionInputs } from './inputs.ts'
import { connect } from './ports.ts'
import type { GitHubPort } from './ports.ts'
import { createRunner } from './publish.ts'
import type { Runner } from './publish.ts'
import { publishReport } from './report.ts'
import type { SnapshotRun } from './report.ts'
import { portsOf } from './side-ports.ts'

export interface World {
  readonly env: Environment
  readonly write: (text: string) => void
  /** ISO time */
  readonly now: () => string
}

export async function runAction(world: World): Promise<0 | 1 | 2> {
  const runner = createRunner(world.env, world.write)
  try {
    return await gate(world, runner)
  } catch (error) {
    // A bug of ours: nobody shall take it for the gate saying no.
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    runner.group('This is a bug; please report it with these lines', stack.split('\n'))
    runner.setOutputs({ result: 'error' })
    const message = 'The gate could not run because of a bug in it; the log has the details.'
    runner.annotate([{ level: 'error', at: undefined, title: 'Netpol preflight', message }])
    return 2
  }
}

async function gate(world: World, runner: Runner): Promise<0 | 1 | 2> {
  const inputs = readInputs(world.env)
  const context = readContext(world.env, (file) => readFileSync(file, 'utf8'))
  if (inputs.snapshotToken !== undefined) runner.mask(inputs.snapshotToken)
  const github = connectTo(inputs, context, world.env, runner)
  const prepared = await prepare(inputs, context, github, runner)
  const snapshotRun: { run?: SnapshotRun } = {}
  const document =
    prepared.document ??
    (await run(prepared.settings, portsOf({ ...prepared, context, github, runner, snapshotRun, now: world.now })))
  const { settings } = prepared
  await publishReport({
    document,
    settings,
    comparison: prepared.comparison,
    context,
    github,
    runner,
    snapshotRun: snapshotRun.run,
  })
  if (github !== undefined) {
    const { remaining, sent } = github.usage()
    const left = remaining === undefined ? '' : `; ${String(remaining)} are left for this hour`
    runner.log(`${String(sent)} requests to GitHub${left}.`)
  }
  return exitCodeOf(document.conclusion, settings?.failOn ?? 'threshold')
}

function connectTo(
  inputs: ActionInputs,
  context: RunContext,
  env: Environment,
  runner: Runner,
): GitHubPort | undefined {
  if (inputs.token === undefined) return undefined
  const { snapshotToken, token } = inputs
  return connect({ context, token, snapshotToken, env, version: TOOL.version, log: runner.log })
}

/** Ready to run, or a report that says why not */
type Prepared =
  | { readonly document?: undefined; readonly settings: Settings; readonly comparison: Comparison | undefined }
  | {
      readonly document: ReportDocument
      readonly settings: Settings | undefined
      readonly comparison: Comparison | undefined
    }

const UNKNOWN: SideInfo = { label: 'unknown', sha: undefined, filesUrl: undefined }

async function prepare(
  inputs: ActionInputs,
  context: RunContext,
  github: GitHubPort | undefined,
  runner: Runner,
): Promise<Prepared> {
  let comparison: Comparison | undefined
  try {
    comparison = await compare(inputs, github, runner)
    const configName = inputs.inputs['config'] ?? CONFIG_PATH
    const config = await readConfig(inputs.inputs['config'], comparison, context, github)
    const settings = readSettings({ surface: 'action', inputs: inputs.inputs, config, configName })
    if (!settings.ok) throw new InputError(settings.errors)
    for (const note of settings.value.notes) runner.log(note)
    return { settings: settings.value, comparison }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const document = errorDocument(undefined, { before: UNKNOWN, after: UNKNOWN }, error.diagnostics)
    return { document, settings: undefined, comparison }
  }
}

/** Folders are compared as they are, so an event that names no commits is no reason to stop where they are given */
async function compare(
  { inputs }: ActionInputs,
  github: GitHubPort | undefined,
  runner: Runner,
): Promise<Comparison | undefined> {
  try {
    return await github?.compare()
  } catch (error) {
    if (!(error instanceof InputError) || (inputs['before'] === undefined && inputs['after'] === undefined)) throw error
    runner.log(`Nothing is read from GitHub: ${error.message}.`)
    return undefined
  }
}

/**
 * From the base of the change, so that a change cannot loosen its own gate. Where there is no base (folders without a
 * token, the cluster), only a file that the input names is read, from the workspace.
 */
async function readConfig(
  named: string | undefined,
  comparison: Comparison | undefined,
  context: RunContext,
  github: GitHubPort | undefined,
): Promise<Config | undefined> {
  const name = named ?? CONFIG_PATH
  const text = await configText(name, named !== undefined, comparison, context, github)
  if (text === undefined) return undefined
  const config = parseConfig({ path: name, text })
  if (!config.ok) throw new InputError(config.errors)
  return config.value
}

async function configText(
  name: string,
  isNamed: boolean,
  comparison: Comparison | undefined,
  context: RunContext,
  github: GitHubPort | undefined,
): Promise<string | undefined> {
  const base = comparison?.is === 'compare' ? comparison.before : 'cluster'
  if (github === undefined || base === 'cluster') return isNamed ? readWorkspace(context, name) : undefined
  if (base === 'empty') return undefined
  const tree = await github.readTree(base, (folder) => name.startsWith(`${folder}/`))
  return (await github.readSource(tree, name))?.text
}

function readWorkspace(context: RunContext, name: string): string | undefined {
  try {
    return readFileSync(path.resolve(context.workspace, name), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw stop('config-invalid', [name, 'a file that can be read', 'nothing'])
  }
}
