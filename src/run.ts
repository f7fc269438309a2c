// The story: read both sides → what changes → open the snapshot → simulate → compare → judge → report. The world is
// reached through Ports alone; the rims (action, cli) build them and publish what comes back.

import { InputError, stop } from './base/diagnostic.ts'
import type { Diagnostic } from './base/diagnostic.ts'
import type { SourceText } from './base/location.ts'
import type { Settings } from './config/settings.ts'
import type { Manifest } from './manifest/object.ts'
import { applyChange, compareObjects, compareSides, isRelevant, overlay } from './preflight/change.ts'
import type { Change } from './preflight/change.ts'
import { errorDocument, nothingChanged } from './preflight/short.ts'
import { findingsOf } from './preflight/findings.ts'
import { documentOf } from './preflight/document.ts'
import { readExpectations } from './preflight/expectations.ts'
import { SideReader } from './preflight/side.ts'
import type { SideObjects } from './preflight/side.ts'
import type { SidesOfCluster } from './preflight/simulate.ts'
import { openSnapshot } from './preflight/snapshot.ts'
import type { OpenedSnapshot, SnapshotInput } from './preflight/snapshot.ts'
import type { ReportDocument, SideInfo } from './report/document.ts'

/** One side of the comparison */
export type SideInput =
  | {
      readonly is: 'files'
      readonly info: SideInfo
      /** A file that holds expectations may be among them: it is left out */
      readonly policies: readonly SourceText[]
      readonly expectations: readonly SourceText[]
    }
  /** The live objects of the snapshot */
  | { readonly is: 'cluster'; readonly info: SideInfo }

export interface SidesInput {
  readonly before: SideInput
  readonly after: SideInput
  /** Files that match and could not be read as text */
  readonly diagnostics: readonly Diagnostic[]
}

export interface Ports {
  readonly sides: () => Promise<SidesInput>
  /** Asked only when the change matters; undefined: there is none. Throws InputErrors for one that is not to be trusted */
  readonly snapshot: () => Promise<SnapshotInput | undefined>
  /** ISO time */
  readonly now: () => string
  readonly log: (line: string) => void
}

const UNKNOWN_SIDE: SideInfo = { label: 'unknown', sha: undefined, filesUrl: undefined }

/** A report, whatever happens: a run that cannot go on ends in one with the result `error` */
export async function run(settings: Settings, ports: Ports): Promise<ReportDocument> {
  let infos = { before: UNKNOWN_SIDE, after: UNKNOWN_SIDE }
  try {
    const sides = await ports.sides()
    infos = { before: sides.before.info, after: sides.after.info }
    return await compare(settings, sides, ports)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return errorDocument(settings, infos, error.diagnostics)
  }
}

async function compare(settings: Settings, sides: SidesInput, ports: Ports): Promise<ReportDocument> {
  const { after, before } = sides
  const expectations = readExpectations(expectationTexts(before), expectationTexts(after))
  const reader = new SideReader(settings.defaultNamespace)
  const comparison = { settings, before: before.info, after: after.info, expectations, diagnostics: sides.diagnostics }

  if (before.is === 'files' && after.is === 'files') {
    const [old, now] = [reader.side(manifestTexts(before)), reader.side(manifestTexts(after))]
    const change = compareSides(old, now)
    ports.log(`${String(change.objects.length)} objects that policy depends on are added, edited or removed`)
    if (!isRelevant(change)) return nothingChanged(comparison, [...now.diagnostics, ...change.diagnostics])
    const snapshot = await openSnapshot(settings, ports)
    const live = snapshot?.objects ?? new Map<string, Manifest>()
    const base = baseline(settings, live, old)
    return report(comparison, { change, snapshot, base, old, now, repository: old.objects }, ports)
  }

  const snapshot = await openSnapshot(settings, ports)
  if (snapshot === undefined) throw stop('snapshot-missing', ['one side is the cluster'])
  const [old, now] = [before, after].map((side) => (side.is === 'files' ? reader.side(manifestTexts(side)) : undefined))
  const change = clusterChange(snapshot.objects, old, now)
  if (!isRelevant(change)) return nothingChanged(comparison, now?.diagnostics ?? old?.diagnostics ?? [])
  const base = old === undefined ? snapshot.objects : overlay(snapshot.objects, old.objects)
  return report(comparison, { change, snapshot, base, old, now, repository: new Map() }, ports)
}

/** What the repository would change in the cluster, or the cluster in the repository; what only the cluster has stays */
function clusterChange(
  live: ReadonlyMap<string, Manifest>,
  before: SideObjects | undefined,
  after: SideObjects | undefined,
): Change {
  const old = before === undefined ? live : overlay(live, before.objects)
  const now = after === undefined ? live : overlay(live, after.objects)
  const broken = after?.broken ?? []
  return { objects: compareObjects(old, now), broken, brokenSince: new Set(broken), diagnostics: [] }
}

/** What stands before the change */
function baseline(
  settings: Settings,
  live: ReadonlyMap<string, Manifest>,
  old: SideObjects,
): ReadonlyMap<string, Manifest> {
  switch (settings.baseline) {
    case 'merged':
      return overlay(live, old.objects)
    case 'cluster':
      return live
    case 'repository': {
      const inventory = [...live].filter(([, { kind }]) => !/NetworkPolicy$|^Tier$/.test(kind))
      return overlay(new Map(inventory), old.objects)
    }
  }
}

interface Comparison {
  readonly settings: Settings
  readonly before: SideInfo
  readonly after: SideInfo
  readonly expectations: ReturnType<typeof readExpectations>
  readonly diagnostics: readonly Diagnostic[]
}

interface Loaded {
  readonly change: Change
  readonly snapshot: OpenedSnapshot | undefined
  readonly base: ReadonlyMap<string, Manifest>
  readonly old: SideObjects | undefined
  readonly now: SideObjects | undefined
  /** The repository's objects at "before", to hold against the cluster's */
  readonly repository: ReadonlyMap<string, Manifest>
}

function report(comparison: Comparison, loaded: Loaded, ports: Ports): ReportDocument {
  const { change, now, repository, snapshot } = loaded
  return documentOf(
    findingsOf({
      ...comparison,
      change,
      snapshot,
      repository,
      sides: sidesOf(loaded, comparison.settings),
      diagnostics: [...comparison.diagnostics, ...(now?.diagnostics ?? []), ...change.diagnostics],
      now: ports.now(),
    }),
  )
}

function sidesOf(
  { base, change, now, old, snapshot }: Loaded,
  { applyPath, calicoVersion, plugin }: Settings,
): SidesOfCluster {
  const broken = snapshot?.broken ?? []
  return {
    recorded: [...(snapshot?.objects ?? base).values()],
    before: [...base.values()],
    after: [...applyChange(base, change.objects).values()],
    brokenRecorded: broken,
    brokenBefore: [...broken, ...(old?.broken ?? [])],
    brokenAfter: [...broken, ...(now?.broken ?? [])],
    diffs: change.objects,
    rules: { calicoVersion, applyPath, plugin },
  }
}

function manifestTexts(side: Extract<SideInput, { is: 'files' }>): readonly SourceText[] {
  const expectations = new Set(side.expectations.map(({ path }) => path))
  return side.policies.filter(({ path }) => !expectations.has(path))
}

const expectationTexts = (side: SideInput): readonly SourceText[] => (side.is === 'files' ? side.expectations : [])
