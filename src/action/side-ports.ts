// The ports of the story, as the action fills them: sides from GitHub's API or from folders of the workspace, the
// snapshot from a path or from an artifact.

import path from 'node:path'
import { InputError, stop } from '../base/diagnostic.ts'
import type { DiagnosticCode } from '../base/diagnostic.ts'
import type { Settings } from '../config/settings.ts'
import { compileGlobs } from '../files/globs.ts'
import { readSide } from '../files/side.ts'
import { readSnapshotFiles, snapshotFilesOf } from '../files/snapshot-files.ts'
import type { SnapshotFile } from '../files/snapshot-files.ts'
import type { Ports, SideInput, SidesInput } from '../run.ts'
import type { SideInfo } from '../report/document.ts'
import type { Commit } from './commits.ts'
import type { RunContext } from './context.ts'
import type { Comparison } from './event.ts'
import type { ChosenSnapshot, GitHubPort } from './ports.ts'
import type { Runner } from './publish.ts'
import type { SnapshotRun } from './report.ts'
import type { FoundArtifact } from './artifacts.ts'
import { changedPaths, chooseFiles } from './trees.ts'
import type { FileTree } from './trees.ts'

export interface PortsInput {
  readonly settings: Settings
  readonly comparison: Comparison | undefined
  readonly context: RunContext
  readonly github: GitHubPort | undefined
  readonly runner: Runner
  /** Filled in when the snapshot comes from a run */
  readonly snapshotRun: { run?: SnapshotRun }
  readonly now: () => string
}

export function portsOf(input: PortsInput): Ports {
  return {
    sides: () => sidesOf(input),
    snapshot: () => snapshotOf(input),
    now: input.now,
    log: input.runner.log,
  }
}

async function sidesOf(input: PortsInput): Promise<SidesInput> {
  const { comparison, github, runner, settings } = input
  if (settings.before !== undefined || settings.after !== undefined) return foldersOf(input)
  if (github === undefined)
    throw stop('input-invalid', ['token', 'a token, or the inputs `before` and `after`', 'nothing'])
  if (comparison?.is !== 'compare') {
    runner.log(comparison === undefined ? 'Nothing to compare.' : comparison.why)
    return { before: emptySide(), after: emptySide(), diagnostics: [] }
  }
  const { after, before } = comparison
  const globs = { policies: compileGlobs(settings.policies), expectations: compileGlobs(settings.expectations) }
  const mayMatchIn = (folder: string): boolean => Object.values(globs).some((one) => one.mayMatchIn(folder))
  const wanted = (file: string): boolean => Object.values(globs).some((one) => one.matches(file))
  const tree = async (commit: Commit | 'empty'): Promise<FileTree> =>
    chooseFiles(await github.readTree(commit, mayMatchIn), wanted)
  const [old, now] = [await tree(before === 'cluster' ? 'empty' : before), await tree(after)]
  const info = (commit: Commit | 'empty' | 'cluster'): SideInfo => sideInfo(commit, github)
  // Two trees tell whether a change touches any file that matters, before a single file is read.
  if (before !== 'cluster' && changedPaths(old, now).length === 0) {
    runner.log('No file that holds policy differs.')
    return { before: emptySide(info(before)), after: emptySide(info(after)), diagnostics: [] }
  }
  const texts = await github.readSides(old, now)
  const side = (all: typeof texts.before, of: SideInfo): SideInput => ({
    is: 'files',
    info: of,
    policies: all.filter((text) => globs.policies.matches(text.path)),
    expectations: all.filter((text) => globs.expectations.matches(text.path)),
  })
  return {
    before: before === 'cluster' ? { is: 'cluster', info: info(before) } : side(texts.before, info(before)),
    after: side(texts.after, info(after)),
    diagnostics: texts.diagnostics,
  }
}

const emptySide = (info: SideInfo = { label: 'nothing', sha: undefined, filesUrl: undefined }): SideInput => ({
  is: 'files',
  info,
  policies: [],
  expectations: [],
})

function sideInfo(commit: Commit | 'empty' | 'cluster', github: GitHubPort): SideInfo {
  if (commit === 'cluster') return { label: 'cluster', sha: undefined, filesUrl: undefined }
  if (commit === 'empty') return { label: 'nothing', sha: undefined, filesUrl: undefined }
  return { label: commit.label, sha: commit.sha, filesUrl: github.filesUrl(commit.sha) }
}

/** Rendered by an earlier step: folders of the workspace */
function foldersOf({ context, settings }: PortsInput): SidesInput {
  const diagnostics: SidesInput['diagnostics'][number][] = []
  const side = (name: 'before' | 'after'): SideInput => {
    const folder = settings[name]
    if (folder === undefined)
      throw stop('input-invalid', [name, 'a folder: `before` and `after` go together', 'nothing'])
    const info = { label: folder, sha: undefined, filesUrl: undefined }
    if (folder === 'cluster') return { is: 'cluster', info }
    const read = (globs: readonly string[]): ReturnType<typeof readSide> =>
      readSide(path.resolve(context.workspace, folder), globs, { folder: context.workspace })
    const policies = read(settings.policies)
    const expectations = read(settings.expectations)
    diagnostics.push(...policies.diagnostics, ...expectations.diagnostics)
    return { is: 'files', info, policies: policies.sources, expectations: expectations.sources }
  }
  return { before: side('before'), after: side('after'), diagnostics }
}

async function snapshotOf(input: PortsInput): ReturnType<Ports['snapshot']> {
  const { context, github, settings, snapshotRun } = input
  if (settings.snapshot !== undefined) {
    if (settings.requireAttestation)
      throw stop('snapshot-untrusted', [
        settings.snapshot,
        '`require-attestation` is set, and it is no artifact of a run',
      ])
    const files = readSnapshotFiles(path.resolve(context.workspace, settings.snapshot))
    return { origin: { label: settings.snapshot, url: undefined }, files: each(files) }
  }
  const found = github === undefined ? undefined : await artifactsOf(github, input)
  if (found === undefined) return undefined
  const [newest, ...others] = found.artifacts
  snapshotRun.run = newest.run
  const label = `run ${String(newest.run.id)}`
  return {
    origin: {
      label: others.length === 0 ? label : `${label} and ${String(others.length)} before it`,
      url: newest.run.url,
    },
    files: each(others.length === 0 ? snapshotFilesOf(newest.files) : found.artifacts.flatMap(partOf)),
    isPublic: found.isPublic,
  }
}

/** The files of one of several artifacts, each with its run in front */
function partOf({ files, id, run }: FoundArtifact): readonly SnapshotFile[] {
  const part = `${String(run.id)}-${String(id)}`
  return snapshotFilesOf(files).map((file) => ({ ...file, path: `${part}/${file.path}`, part }))
}

/** Reasons for which a run that needs no snapshot goes on without one */
const NO_SNAPSHOT: ReadonlySet<DiagnosticCode> = new Set([
  'snapshot-missing',
  'snapshot-too-old',
  'snapshot-untrusted',
  'github-permission',
])

async function artifactsOf(
  github: GitHubPort,
  { now, runner, settings }: PortsInput,
): Promise<ChosenSnapshot | undefined> {
  const { snapshotMaxAgeSeconds: limit } = settings
  try {
    return await github.findSnapshot({
      artifact: settings.snapshotArtifact,
      workflow: settings.snapshotWorkflow,
      branch: settings.snapshotBranch,
      repository: settings.snapshotRepository,
      maxAgeSeconds: limit === 'unlimited' ? Number.POSITIVE_INFINITY : limit,
      count: settings.snapshotRuns,
      attested: settings.requireAttestation,
      nowMillis: Date.parse(now()),
    })
  } catch (error) {
    const goesOn = error instanceof InputError && error.diagnostics.every(({ code }) => NO_SNAPSHOT.has(code))
    if (settings.requireSnapshot || !goesOn) throw error
    runner.log(`Going on without a snapshot: ${error.message}.`)
    return undefined
  }
}

async function* each(files: readonly SnapshotFile[]): AsyncIterable<SnapshotFile> {
  for (const file of files) yield await Promise.resolve(file)
}
