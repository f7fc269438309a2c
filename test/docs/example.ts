// The files of an example in docs/diagnostics.md → what this program says about them, by the way that such files take.

import { InputError } from '../../src/base/diagnostic.ts'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import type { SourceText } from '../../src/base/location.ts'
import { parseConfig } from '../../src/config/config.ts'
import { parseExpectations } from '../../src/config/expectations.ts'
import { CONFIG_PATH } from '../../src/config/setting.ts'
import type { Config } from '../../src/config/config.ts'
import { readSettings } from '../../src/config/settings.ts'
import type { Settings } from '../../src/config/settings.ts'
import { parseSelector } from '../../src/convert/selector-parser.ts'
import { readDocuments } from '../../src/manifest/documents.ts'
import { openSnapshot } from '../../src/preflight/snapshot.ts'
import type { SnapshotInput } from '../../src/preflight/snapshot.ts'
import { sayDiagnostic } from '../../src/report/wording.ts'
import { run } from '../../src/run.ts'
import type { Ports, SideInput } from '../../src/run.ts'
import type { CodeBlock } from './page.ts'

/** The day on which the examples are judged */
const NOW = '2027-01-15T12:00:00Z'

const EXPECTATIONS = 'netpol-expectations.yml'

/** Lines as the command line prints them. Files below `snapshot/` are the snapshot, `inputs` are inputs of the action,
 * files below `before/` stand before the change, and all others after it */
export async function saidOf(blocks: readonly CodeBlock[]): Promise<string[]> {
  const files = blocks.map(({ file, text }) => ({ path: file, text }))
  return (await diagnosticsOf(files)).map(sayDiagnostic)
}

async function diagnosticsOf(files: readonly SourceText[]): Promise<readonly Diagnostic[]> {
  const config = configOf(files)
  if (!config.ok) return config.errors
  const settings = settingsOf(files, config.value)
  if (!settings.ok) return settings.errors
  const side = (name: string): SourceText[] => files.filter((file) => sideOf(file.path) === name)
  const snapshot = side('snapshot')
  const expectations = parseExpectations(
    files.filter(({ path }) => path === EXPECTATIONS),
    parseSelector,
  )
  if (!expectations.ok) return expectations.errors
  if (side('before').length + side('after').length === 0) return ofSnapshot(settings.value, snapshot)
  const input = (name: 'before' | 'after'): SideInput => ({
    is: 'files',
    info: { label: name, sha: undefined, filesUrl: undefined },
    policies: side(name).map(({ path, text }) => ({ path: path.replace(/^(?:before|after)\//, ''), text })),
    expectations: name === 'after' ? files.filter(({ path }) => path === EXPECTATIONS) : [],
  })
  const { diagnostics } = await run(settings.value, {
    sides: () => Promise.resolve({ before: input('before'), after: input('after'), diagnostics: [] }),
    ...worldOf(snapshot),
  })
  return diagnostics
}

function sideOf(path: string): string {
  if ([CONFIG_PATH, EXPECTATIONS, 'inputs'].includes(path)) return 'none'
  return /^(before|snapshot)\//.exec(path)?.[1] ?? 'after'
}

function configOf(files: readonly SourceText[]): ReturnType<typeof parseConfig> | { ok: true; value: undefined } {
  const file = files.find(({ path }) => path === CONFIG_PATH)
  return file === undefined ? { ok: true, value: undefined } : parseConfig(file)
}

function settingsOf(files: readonly SourceText[], config: Config | undefined): ReturnType<typeof readSettings> {
  const text = files.find(({ path }) => path === 'inputs')
  const [document] = text === undefined ? [] : readDocuments(text)
  const inputs = document?.content.ok === true ? (document.content.value as Record<string, unknown>) : {}
  const given = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]))
  const hasSnapshot = files.some(({ path }) => path.startsWith('snapshot/'))
  const needsNone =
    hasSnapshot || 'require-snapshot' in given || config !== undefined ? {} : { 'require-snapshot': 'false' }
  return readSettings({ surface: 'action', inputs: { ...needsNone, ...given }, config, configName: CONFIG_PATH })
}

async function ofSnapshot(settings: Settings, snapshot: readonly SourceText[]): Promise<readonly Diagnostic[]> {
  try {
    return (await openSnapshot(settings, worldOf(snapshot)))?.diagnostics ?? []
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics
    throw error
  }
}

function worldOf(snapshot: readonly SourceText[]): Pick<Ports, 'snapshot' | 'now' | 'log'> {
  const input = (): SnapshotInput => ({
    origin: { label: 'netpol-snapshot', url: undefined },
    files: each(snapshot),
  })
  return {
    snapshot: () => Promise.resolve(snapshot.length === 0 ? undefined : input()),
    now: () => NOW,
    log: () => undefined,
  }
}

async function* each(texts: readonly SourceText[]): SnapshotInput['files'] {
  for (const { path, text } of texts) yield await Promise.resolve({ path, chunks: piece(text) })
}

async function* piece(text: string): AsyncIterable<string> {
  yield await Promise.resolve(text)
}
