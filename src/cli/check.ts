// `check`: the gate on the command line, with every setting that makes sense there.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { InputError, stop } from '../base/diagnostic.ts'
import { exitCodeOf } from '../compare/gate.ts'
import { parseConfig } from '../config/config.ts'
import type { Config } from '../config/config.ts'
import { CONFIG_PATH } from '../config/setting.ts'
import { readSettings } from '../config/settings.ts'
import type { Settings } from '../config/settings.ts'
import { readSide } from '../files/side.ts'
import { readSnapshotFiles } from '../files/snapshot-files.ts'
import type { SnapshotFile } from '../files/snapshot-files.ts'
import { logLine } from '../report/escape.ts'
import { renderComment, renderSummary } from '../report/markdown.ts'
import type { ReportDocument } from '../report/document.ts'
import { renderJson } from '../report/json.ts'
import { renderText } from '../report/text.ts'
import { run } from '../run.ts'
import type { Ports, SideInput, SidesInput } from '../run.ts'
import { helpOf, one, parseFlags, UsageError } from './args.ts'
import type { Flag, Values } from './args.ts'
import type { Command } from './command.ts'
import { SETTING_FLAGS } from './setting-flags.ts'
import type { ExitCode, Terminal } from './terminal.ts'

const FLAGS: readonly Flag[] = [
  ...SETTING_FLAGS,
  {
    name: 'out',
    value: 'FOLDER',
    description: 'Also write report.json, report.md and comment.md, the comment as a pull request would get it.',
  },
  { name: 'verbose', value: undefined, description: 'Say on standard error what is being done.' },
]

/** Flags that are no settings */
const OWN: ReadonlySet<string> = new Set(['out', 'verbose'])

export const checkCommand: Command = {
  name: 'check',
  summary: 'judge a change of policies by the flows of a snapshot',
  help: () => `Usage: netpol-preflight check --before SIDE --after SIDE --snapshot PATH [OPTIONS]

Simulates every flow of the snapshot under the policies before and after, and says which would be cut.
A SIDE is a folder, git:REVISION[:PATH], or cluster (the live objects of the snapshot).

${helpOf(FLAGS)}

Exit codes: 0 pass, 1 the gate says no, 2 could not run.
`,
  run: async (args, terminal) => {
    const values = parseFlags(args, FLAGS)
    const settings = settingsFrom(values)
    const document = await run(settings, portsOf(settings, terminal, values.has('verbose')))
    const folder = one(values, 'out')
    if (folder !== undefined) writeReports(document, folder)
    print(document, settings, terminal)
    return exitCodeOf(document.conclusion, settings.failOn) satisfies ExitCode
  },
}

function settingsFrom(values: Values): Settings {
  const inputs = Object.fromEntries(
    [...values].filter(([name]) => !OWN.has(name)).map(([name, given]) => [name, given.join('\n')]),
  )
  const configName = inputs['config'] ?? CONFIG_PATH
  const config = readConfig(configName, inputs['config'] !== undefined)
  const settings = readSettings({ surface: 'cli', inputs, config, configName })
  if (!settings.ok) throw new InputError(settings.errors)
  return settings.value
}

/** The default file need not be there; one that is named must */
function readConfig(path: string, isNamed: boolean): Config | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (!isNamed && error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw stop('config-invalid', [path, 'a file that can be read', 'nothing'])
  }
  const config = parseConfig({ path, text })
  if (!config.ok) throw new InputError(config.errors)
  return config.value
}

function portsOf(settings: Settings, { err, now }: Terminal, isVerbose: boolean): Ports {
  return {
    sides: () => Promise.resolve(readSides(settings)),
    snapshot: () => Promise.resolve(snapshotOf(settings)),
    now,
    log: (line) => {
      if (isVerbose) err(`${logLine(line)}\n`)
    },
  }
}

function readSides(settings: Settings): SidesInput {
  const before = sideOf(settings.before, 'before', settings)
  const after = sideOf(settings.after, 'after', settings)
  return { before: before.side, after: after.side, diagnostics: [...before.diagnostics, ...after.diagnostics] }
}

function sideOf(
  side: string | undefined,
  name: 'before' | 'after',
  settings: Settings,
): { side: SideInput; diagnostics: SidesInput['diagnostics'] } {
  if (side === undefined) throw stop('input-invalid', [name, 'a folder, git:REVISION[:PATH] or cluster', 'nothing'])
  const info = { label: side, sha: undefined, filesUrl: undefined }
  if (side === 'cluster') return { side: { is: 'cluster', info }, diagnostics: [] }
  const policies = readSide(side, settings.policies, { folder: '.' })
  const expectations = readSide(side, settings.expectations, { folder: '.' })
  return {
    side: { is: 'files', info, policies: policies.sources, expectations: expectations.sources },
    diagnostics: [...policies.diagnostics, ...expectations.diagnostics],
  }
}

function snapshotOf({ flows, objects, snapshot }: Settings): Awaited<ReturnType<Ports['snapshot']>> {
  const paths = [...(snapshot === undefined ? [] : [snapshot]), ...objects, ...flows]
  if (paths.length === 0) return undefined
  const files = paths.flatMap((path) => readSnapshotFiles(path))
  return { origin: { label: paths.map((path) => basename(path)).join(', '), url: undefined }, files: each(files) }
}

async function* each(files: readonly SnapshotFile[]): AsyncIterable<SnapshotFile> {
  for (const file of files) yield await Promise.resolve(file)
}

/** Makes the folder where there is none */
function writeReports(document: ReportDocument, folder: string): void {
  const files = {
    'report.json': renderJson(document),
    'report.md': renderSummary(document),
    'comment.md': renderComment(document, { marker: '<!-- netpol-preflight -->' }),
  }
  try {
    mkdirSync(folder, { recursive: true })
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  } catch (error) {
    throw new UsageError(`--out ${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function print(document: ReportDocument, { format }: Settings, { columns, env, out }: Terminal): void {
  switch (format) {
    case 'json':
      out(renderJson(document))
      return
    case 'markdown':
      out(renderSummary(document))
      return
    case 'text':
      out(renderText(document, { colour: columns !== undefined && (env['NO_COLOR'] ?? '') === '' }))
  }
}
