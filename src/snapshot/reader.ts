// The files of a snapshot → objects, flow records and what is known of their capture. Files come in any order, with any
// names, and give the same result.

import type { Report } from '../base/diagnostic.ts'
import { byKeys, byText } from '../base/order.ts'
import { manifestsFromObject, readManifests } from '../manifest/object.ts'
import type { BrokenDocument, Manifest, ReadOptions } from '../manifest/object.ts'
import type { SnapshotMeta } from '../model/flow.ts'
import type { DialectId } from './dialect.ts'
import { FileReader } from './file-reader.ts'
import { Inventory } from './inventory.ts'
import { first, joinMetadata, last } from './metadata.ts'
import type { CaptureMetadata } from './metadata.ts'
import { MOST_ROWS, RecordStore } from './record-store.ts'
import type { Group } from './record-store.ts'
import { isoTime } from './values.ts'

export interface SnapshotFile {
  readonly path: string
  /** The text in pieces of any size, read once */
  readonly chunks: Iterable<string> | AsyncIterable<string>
}

export interface SnapshotContent {
  /** Each object once, in order of their keys */
  readonly manifests: readonly Manifest[]
  readonly broken: readonly BrokenDocument[]
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
  const inventory = new Inventory()
  const records = new RecordStore()
  const metadata: CaptureMetadata[] = []
  const reading: ReadOptions = {
    defaultNamespace: options.defaultNamespace ?? 'default',
    report,
    said: new Set(),
  }
  const into = {
    records,
    object: (value: unknown, path: string) => {
      inventory.add(manifestsFromObject(value, path, reading))
    },
    yaml: (text: string, path: string) => {
      inventory.add(readManifests({ path, text }, reading))
    },
    metadata: (one: CaptureMetadata) => {
      metadata.push(one)
      const { windowEnd: end, windowStart: start } = one
      if (start !== undefined && end !== undefined) records.addWindow({ start, end })
    },
  }
  return {
    async add({ chunks, path }) {
      const file = new FileReader(path, into, report)
      for await (const chunk of chunks) file.write(chunk)
      file.end()
    },
    addText(path, text) {
      const file = new FileReader(path, into, report)
      file.write(text)
      file.end()
    },
    finish() {
      inventory.sayTwice(report)
      sayLeft(records, report)
      if (records.full) {
        const why = `it holds more than ${String(MOST_ROWS)} different records, and the others were left out`
        report({ code: 'snapshot-unreadable', at: undefined, args: ['', why] })
      }
      const { groups, uses } = records
      const used = groups.filter((group, i) => group.records > 0 && uses[i]?.is === 'used')
      return {
        manifests: inventory.manifests(),
        broken: inventory.broken(),
        records,
        meta: metaOf(used, joinMetadata(metadata)),
      }
    },
  }
}

function sayLeft({ groups, uses }: RecordStore, report: Report): void {
  const left = groups.flatMap((group, i) => {
    const use = uses[i]
    return use?.is === 'left' ? [{ group, richer: use.for }] : []
  })
  for (const { group, richer } of left.sort(byKeys(({ group: { path } }) => path)))
    report({ code: 'dialect-not-used', at: undefined, args: [group.path, richer?.path ?? 'the capture’s own window'] })
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

function metaOf(used: readonly Group[], said: CaptureMetadata): SnapshotMeta {
  const newest = last(used.map(({ end }) => known(end)))
  const iso = (seconds: number | undefined): string | undefined =>
    seconds === undefined ? undefined : isoTime(seconds)
  return {
    capturedAt: iso(said.capturedAt ?? newest),
    windowStart: iso(said.windowStart ?? first(used.map(({ start }) => known(start)))),
    windowEnd: iso(said.windowEnd ?? newest),
    sources: [...new Set(used.map(({ dialect }) => DIALECTS[dialect]))].sort(byText),
    recordCount: used.reduce((sum, { records }) => sum + records, 0),
    clusterId: said.clusterId,
  }
}

const known = (seconds: number): number | undefined => (seconds === 0 ? undefined : seconds)
