// Rows of all windows → flows as they are stored: equal records once, with the figures of each window, and what they
// repeat numbered by its place in a sorted list.

import { printIp } from '../base/ip.ts'
import { byText } from '../base/order.ts'
import type { RecordedHit } from '../model/flow.ts'
import type { Labels } from '../model/selector.ts'
import type { RecordStore } from './record-store.ts'
import { serviceOf } from './row-table.ts'
import type { Digest, StoredEnd, StoredFigures, StoredFlow, StoredHit, StoredWindow } from './stored.ts'
import { NO_LABELS, NO_TRACE } from './tables.ts'
import type { NamedEnd } from './tables.ts'
import { isoTime } from './values.ts'

/** A list that flows refer to, and the place of each number in it */
interface Listed<T> {
  readonly list: readonly T[]
  readonly places: ReadonlyMap<number, number>
}

export class StoredRows {
  readonly #records: RecordStore
  /** Rows of groups that are written, those of one flow side by side */
  readonly #order: readonly number[]
  readonly #windowByGroup: ReadonlyMap<number, number>
  readonly windows: readonly StoredWindow[]
  readonly #ends: Listed<StoredEnd>
  readonly #labels: Listed<readonly string[]>
  readonly #traces: Listed<readonly StoredHit[]>

  /** Of groups that were not stored before, those that a richer account of the same time replaces are left out */
  constructor(records: RecordStore, digest: () => Digest) {
    this.#records = records
    const { groups, rows, tables, uses } = records
    rows.unite()
    const written = new Set(
      groups.flatMap((group, i) =>
        group.records > 0 && (group.id !== undefined || uses[i]?.is === 'used') ? [i] : [],
      ),
    )
    const all = Array.from({ length: rows.size }, (_, row) => row).filter((row) => written.has(rows.groupOf(row)))
    this.#ends = listed(
      all.flatMap((row) => [rows.sourceOf(row), rows.destinationOf(row)]),
      (number) => storedEnd(tables.ends.values[number]),
    )
    this.#traces = listed(
      all.flatMap((row) => [rows.enforcedOf(row), rows.pendingOf(row)]).filter((number) => number !== NO_TRACE),
      (number) => (tables.traces.values[number] ?? []).map(storedHit),
    )
    this.#order = this.#sorted(all)
    const named = windowsOf(this.#order, records, written, (row) => this.#text(row), digest)
    this.windows = named.list
    this.#windowByGroup = named.places
    this.#labels = listed(
      [...this.#chunks()].flatMap((some) => this.#labelsOf(some)),
      (number) => storedLabels(tables.labels.values[number] ?? NO_LABELS),
    )
  }

  get ends(): readonly StoredEnd[] {
    return this.#ends.list
  }

  get labels(): readonly (readonly string[])[] {
    return this.#labels.list
  }

  get traces(): readonly (readonly StoredHit[])[] {
    return this.#traces.list
  }

  *flows(): Generator<StoredFlow> {
    for (const some of this.#chunks()) yield this.#flow(some)
  }

  /** By what the records say, in numbers of the sorted lists, so that the order does not hang on that of the files */
  #sorted(all: readonly number[]): number[] {
    const keys = new Map(all.map((row) => [row, this.#identity(row)]))
    const none: readonly number[] = []
    return [...all].sort((a, b) => compareNumbers(keys.get(a) ?? none, keys.get(b) ?? none))
  }

  /** Equal for rows that become one flow */
  #identity(row: number): readonly number[] {
    const { rows } = this.#records
    const trace = (number: number): number => (number === NO_TRACE ? -1 : (this.#traces.places.get(number) ?? -1))
    return [
      this.#ends.places.get(rows.sourceOf(row)) ?? -1,
      this.#ends.places.get(rows.destinationOf(row)) ?? -1,
      rows.serviceOf(row),
      rows.reporterOf(row),
      rows.actionOf(row),
      trace(rows.enforcedOf(row)),
      trace(rows.pendingOf(row)),
      Number(rows.isWeak(row)),
    ]
  }

  /** Rows of one flow each */
  *#chunks(): Generator<readonly number[]> {
    let some: number[] = []
    let identity: readonly number[] = []
    for (const row of this.#order) {
      const next = this.#identity(row)
      if (some.length > 0 && compareNumbers(identity, next) !== 0) {
        yield some
        some = []
      }
      some.push(row)
      identity = next
    }
    if (some.length > 0) yield some
  }

  /** The labels that all of the rows have, at the source and at the destination */
  #labelsOf(some: readonly number[]): [number, number] {
    const { rows, tables } = this.#records
    const common = (of: (row: number) => number): number => some.map(of).reduce((a, b) => tables.commonLabels(a, b))
    return [common((row) => rows.sourceLabelsOf(row)), common((row) => rows.destinationLabelsOf(row))]
  }

  #flow(some: readonly number[]): StoredFlow {
    const { rows } = this.#records
    const row = some[0] ?? 0
    const [sourceLabels, destinationLabels] = this.#labelsOf(some).map((number) => this.#labels.places.get(number))
    return {
      source: this.#ends.places.get(rows.sourceOf(row)) ?? 0,
      destination: this.#ends.places.get(rows.destinationOf(row)) ?? 0,
      ...(this.#hasLabels(sourceLabels) && { sourceLabels }),
      ...(this.#hasLabels(destinationLabels) && { destinationLabels }),
      ...this.#service(some),
      ...this.#verdict(row),
      seen: some.map((one) => this.#seen(one)).sort(compareNumbers),
    }
  }

  #service(some: readonly number[]): Pick<StoredFlow, 'protocol' | 'sourcePort' | 'port' | 'icmp'> {
    const { rows } = this.#records
    const { icmp, port, protocol } = serviceOf(rows.serviceOf(some[0] ?? 0))
    const ports = new Set(some.map((one) => rows.sourcePortOf(one)))
    const [sourcePort] = ports
    return {
      protocol,
      ...(ports.size === 1 && sourcePort !== undefined && { sourcePort }),
      ...(port > 0 && { port }),
      ...(icmp !== undefined && { icmp }),
    }
  }

  #verdict(row: number): Pick<StoredFlow, 'reporter' | 'action' | 'enforced' | 'pending' | 'weak'> {
    const { rows } = this.#records
    const [, , , reporter, action, enforced = -1, pending = -1] = this.#identity(row)
    return {
      ...(reporter === 1 && { reporter: 'source' }),
      ...(reporter === 2 && { reporter: 'destination' }),
      ...(action === 1 && { action: 'allow' }),
      ...(action === 2 && { action: 'deny' }),
      ...(enforced >= 0 && { enforced }),
      ...(pending >= 0 && { pending }),
      ...(rows.isWeak(row) && { weak: true }),
    }
  }

  #hasLabels(place: number | undefined): place is number {
    return place !== undefined && (this.#labels.list[place]?.length ?? 0) > 0
  }

  #seen(row: number): StoredFigures {
    return [this.#windowByGroup.get(this.#records.rows.groupOf(row)) ?? 0, ...this.#figures(row)]
  }

  #figures(row: number): readonly [number, number, number | null, number | null, number | null] {
    const { connections, end, packets, records, start } = this.#records.rows.figuresOf(row)
    return [records, packets, connections < 0 ? null : connections, timeOrNull(start), timeOrNull(end)]
  }

  /** All that a row says, for the hash of its window */
  #text(row: number): string {
    const { rows, tables } = this.#records
    const [source, destination, ...rest] = this.#identity(row)
    const labels = [rows.sourceLabelsOf(row), rows.destinationLabelsOf(row)].map((number) =>
      storedLabels(tables.labels.values[number] ?? NO_LABELS),
    )
    return JSON.stringify([
      this.#ends.list[source ?? 0],
      this.#ends.list[destination ?? 0],
      rest.slice(0, 3),
      [rest[3], rest[4]].map((place) => this.#traces.list[place ?? -1] ?? null),
      rest[5],
      labels,
      rows.sourcePortOf(row) ?? 0,
      this.#figures(row),
    ])
  }
}

const timeOrNull = (seconds: number): number | null => (seconds === 0 ? null : Math.round(seconds * 1000) / 1000)

/** By the text of each value, without those that come twice */
function listed<T>(numbers: readonly number[], value: (number: number) => T): Listed<T> {
  const texts = [...new Set(numbers)].map((number) => {
    const one = value(number)
    return { number, value: one, text: JSON.stringify(one) }
  })
  texts.sort((a, b) => byText(a.text, b.text))
  return {
    list: texts.map((one) => one.value),
    places: new Map(texts.map(({ number }, place) => [number, place])),
  }
}

function windowsOf(
  order: readonly number[],
  { groups, rows }: RecordStore,
  written: ReadonlySet<number>,
  textOf: (row: number) => string,
  digest: () => Digest,
): Listed<StoredWindow> {
  const hashes = new Map<number, Digest>()
  for (const group of written) {
    const { dialect, id } = groups[group] ?? {}
    if (id !== undefined) continue
    const hash = digest()
    hash.update(`${dialect ?? ''}\n`)
    hashes.set(group, hash)
  }
  for (const row of order) hashes.get(rows.groupOf(row))?.update(`${textOf(row)}\n`)
  const windows = [...written].flatMap((group) => {
    const one = groups[group]
    if (one === undefined) return []
    const { dialect, end, records, start } = one
    const id = one.id ?? (hashes.get(group)?.hex() ?? '').slice(0, ID_DIGITS)
    const times = { ...(start > 0 && { start: isoTime(start) }), ...(end > 0 && { end: isoTime(end) }) }
    return [{ group, window: { id, dialect, ...times, records } }]
  })
  windows.sort(
    (a, b) =>
      byText(a.window.start ?? '', b.window.start ?? '') ||
      byText(a.window.end ?? '', b.window.end ?? '') ||
      byText(a.window.id, b.window.id),
  )
  return {
    list: windows.map(({ window }) => window),
    places: new Map(windows.map(({ group }, place) => [group, place])),
  }
}

const ID_DIGITS = 32

function storedEnd(end: NamedEnd | undefined): StoredEnd {
  if (end === undefined) throw new Error('a record without an end')
  const { byAddress, ips, is, name, namespace, owner } = end
  return {
    is,
    ...(namespace !== '' && { namespace }),
    ...(name !== '' && { name }),
    ...(owner !== undefined && { owner: { kind: owner.kind, name: owner.name } }),
    ...(ips.length > 0 && { ips: ips.map(printIp) }),
    ...(byAddress && { byAddress }),
  }
}

const storedLabels = (labels: Labels): readonly string[] => [...labels].map(([key, value]) => `${key}=${value}`)

const storedHit = ({ action, kind, name, namespace, rule, tier }: RecordedHit): StoredHit => [
  tier,
  kind,
  namespace,
  name,
  rule,
  action,
]

function compareNumbers(a: readonly (number | null)[], b: readonly (number | null)[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
