// The files of a snapshot → objects, flow records and what is known of their capture. Files come in any order, with any
// names, and give the same result.

import { canonical } from '../base/canonical.ts'
import type { Report } from '../base/diagnostic.ts'
import { byKeys, byText } from '../base/order.ts'
import { affectsPolicy, declaresFlows } from '../manifest/kinds.ts'
import { manifestsFromObject, readManifests } from '../manifest/object.ts'
import type { BrokenDocument, Manifest, ReadOptions } from '../manifest/object.ts'
import type { SnapshotMeta } from '../model/flow.ts'
import type { DialectId } from './dialect.ts'
import { FileReader } from './file-reader.ts'
import type { Collected } from './file-reader.ts'
import { Inventory } from './inventory.ts'
import type { InventoryEntry } from './inventory.ts'
import { first, joinMetadata, last, timesOf } from './metadata.ts'
import type { CaptureMetadata } from './metadata.ts'
import { policyHistory } from './policy-changes.ts'
import { presentManifests } from './presence.ts'
import { readFile } from './read-file.ts'
import { MOST_ROWS, RecordStore } from './record-store.ts'
import type { FileText } from './section.ts'
import type { Group } from './sources.ts'
import { spansOf } from './spans.ts'
import { isoTime } from './values.ts'

export interface SnapshotFile extends FileText {
  readonly path: string
  /** Files with the same one are of one capture among several; undefined: they are all of one */
  readonly part?: string
}

export interface SnapshotContent {
  /** Each object once, in order of their keys: those that are there in the end, and gone ones that flows still need */
  readonly manifests: readonly Manifest[]
  /** All of them, with the captures that have them */
  readonly inventory: readonly InventoryEntry[]
  readonly broken: readonly BrokenDocument[]
  /** What captures say of themselves, each once */
  readonly captures: readonly CaptureMetadata[]
  /** By what key its names are pseudonyms; undefined: they are not */
  readonly pseudonyms: string | undefined
  /** Not all of it has pseudonyms of that key */
  readonly mixedPseudonyms: boolean
  /** For `resolveFlows` */
  readonly records: RecordStore
  readonly meta: SnapshotMeta
}

export interface SnapshotReader {
  /** Reads a file to its end. Rejects only if its chunks do */
  add(file: SnapshotFile): Promise<void>
  /** The same for a text that is at hand */
  addText(path: string, text: string): void
  /** Says which records were not used; call it once, after the last file */
  finish(): SnapshotContent
}

export interface SnapshotOptions {
  /** For an object that should have a namespace and says none; default `default` */
  readonly defaultNamespace?: string
}

export function createSnapshotReader(options: SnapshotOptions, report: Report): SnapshotReader {
  const parts = new Map<string | undefined, Part>()
  const records = new RecordStore()
  const captures = new Map<string, CaptureMetadata>()
  const keys = new Set<string | undefined>()
  const reading: ReadOptions = {
    defaultNamespace: options.defaultNamespace ?? 'default',
    report,
    said: new Set(),
    wanted: (group, kind) => affectsPolicy(group, kind) || declaresFlows(group, kind),
  }
  /** Where the contents of a file go */
  const intoPart = (part: string | undefined, file: string): Collected => {
    const { capturedAt, inventory, paths } = of(parts, part, newPart)
    paths.add(file)
    return {
      records,
      object: (value, path, seen) => {
        inventory.add(manifestsFromObject(value, path, reading), seen)
      },
      yaml: (text, path) => {
        inventory.add(readManifests({ path, text }, { ...reading, fromCluster: true }))
      },
      metadata: (one) => {
        keys.add(undefined)
        captures.set(canonical(one.said), one)
        capturedAt.push(one.capturedAt)
        const { windowEnd: end, windowStart: start } = one
        if (start !== undefined && end !== undefined) records.addWindow({ start, end })
      },
      capture: (said) => {
        captures.set(canonical(said), timesOf(said))
        capturedAt.push(timesOf(said).capturedAt)
      },
      pseudonyms: (key) => {
        keys.add(key)
      },
    }
  }
  return {
    async add(text) {
      const { part, path } = text
      await readFile(new FileReader(path, intoPart(part, path), report), text)
    },
    addText(path, text) {
      const file = new FileReader(path, intoPart(undefined, path), report)
      file.write(text)
      file.end()
    },
    finish() {
      const inventory = joined(parts, records)
      inventory.sayTwice(report)
      sayLeft(records, report)
      if (records.full) {
        const why = `it holds more than ${String(MOST_ROWS)} different records, and the others were left out`
        report({ code: 'snapshot-unreadable', at: undefined, args: ['', why] })
      }
      const { groups, uses } = records
      const used = groups.filter((group, i) => group.records > 0 && uses[i]?.is === 'used')
      const all = [...captures].sort(([a], [b]) => byText(a, b)).map(([, one]) => one)
      const said = joinMetadata(all)
      const entries = inventory.entries(said.capturedAt ?? newestOf(used))
      const manifests = presentManifests(entries, all)
      const history = policyHistory(
        entries,
        new Set(manifests.map(({ key }) => key)),
        first(used.map(({ start }) => known(start))) ?? said.windowStart,
        all.flatMap(({ capturedAt }) => capturedAt ?? []).sort((a, b) => a - b),
      )
      const meta = {
        ...metaOf(records, used, said, all),
        policyChanges: history.changes,
        policiesSince: history.since,
      }
      return {
        manifests,
        inventory: entries,
        broken: inventory.broken(),
        captures: all,
        pseudonyms: keys.size === 1 ? [...keys][0] : undefined,
        mixedPseudonyms: keys.size > 1,
        records,
        meta,
      }
    },
  }
}

/** Files that are of one capture */
interface Part {
  readonly inventory: Inventory
  readonly capturedAt: (number | undefined)[]
  readonly paths: Set<string>
}

const newPart = (): Part => ({ inventory: new Inventory(), capturedAt: [], paths: new Set() })

/** Objects of a capture that says nothing of them itself were there when it was made, or else when its last record was */
function joined(parts: ReadonlyMap<string | undefined, Part>, { groups }: RecordStore): Inventory {
  const all = new Inventory()
  for (const [part, { capturedAt, inventory, paths }] of parts) {
    const newest = last(capturedAt) ?? newestOf(groups.filter(({ path }) => paths.has(path)))
    all.join(inventory, part === undefined ? undefined : newest)
  }
  return all
}

function of<K, V>(all: Map<K, V>, key: K, make: () => V): V {
  const known = all.get(key)
  if (known !== undefined) return known
  const made = make()
  all.set(key, made)
  return made
}

function sayLeft({ groups, uses }: RecordStore, report: Report): void {
  const left = groups.flatMap((group, i) => {
    const use = uses[i]
    return use?.is === 'left' ? [{ group, richer: use.for }] : []
  })
  for (const { group, richer } of left.sort(byKeys(({ group: { path } }) => path))) {
    // Of two forms in one file, the path would say nothing.
    const name = ({ dialect, path }: Group): string =>
      path === richer?.path && path === group.path ? DIALECTS[dialect] : path
    const args = [name(group), richer === undefined ? 'the capture’s own window' : name(richer)]
    report({ code: 'dialect-not-used', at: undefined, args })
  }
}

/** As people call them */
const DIALECTS: Readonly<Record<DialectId, string>> = {
  'goldmane-go': 'Goldmane',
  'goldmane-protojson': 'Goldmane',
  'goldmane-python': 'Goldmane',
  'whisker-list': 'Whisker',
  'whisker-stream': 'Whisker stream',
  enterprise: 'Calico Enterprise flow log',
  hubble: 'Hubble',
  tuples: 'exact tuples',
}

function metaOf(
  { groups, uses }: RecordStore,
  used: readonly Group[],
  said: ReturnType<typeof joinMetadata>,
  captures: readonly CaptureMetadata[],
): Omit<SnapshotMeta, 'policyChanges' | 'policiesSince'> {
  const newest = newestOf(used)
  const iso = (seconds: number | undefined): string | undefined =>
    seconds === undefined ? undefined : isoTime(seconds)
  const clusters = new Set(captures.flatMap(({ clusterId }) => clusterId ?? []))
  return {
    capturedAt: iso(said.capturedAt ?? newest),
    windowStart: iso(said.windowStart ?? first(used.map(({ start }) => known(start)))),
    windowEnd: iso(said.windowEnd ?? newest),
    sources: [...new Set(used.map(({ dialect }) => DIALECTS[dialect]))].sort(byText),
    recordCount: used.reduce((sum, { records }) => sum + records, 0),
    clusterId: said.clusterId,
    clusterIds: [...clusters].sort(byText),
    windowCount: new Set(uses.flatMap((use, i) => (use.is === 'used' && groups[i]?.records !== 0 ? use.stretch : [])))
      .size,
    spans: spansOf(used, captures),
    unread: unreadOf(captures),
  }
}

const newestOf = (used: readonly Group[]): number | undefined => last(used.map(({ end }) => known(end)))

/** What the newest capture could not read; what an older one could not may have been read since */
function unreadOf(captures: readonly CaptureMetadata[]): readonly string[] {
  const newest = last(captures.map(({ capturedAt }) => capturedAt))
  const gaps = captures
    .filter(({ capturedAt }) => capturedAt === newest)
    .flatMap(({ said: { unread = [] } }) => unread.map(({ what, why }) => `${what}: ${why}`))
  return [...new Set(gaps)].sort(byText)
}

const known = (seconds: number): number | undefined => (seconds === 0 ? undefined : seconds)
