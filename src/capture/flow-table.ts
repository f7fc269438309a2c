// Whisker's records, each field in its place and nothing else, and equal ones as one: what several slices of time have is
// added, what several nodes say of one service too, for Whisker drops the fields that told those apart (flow-formats 0.1).

import { byText } from '../base/order.ts'
import { isObject } from './projection.ts'
import type { Json } from './projection.ts'

const COUNTERS = ['packets_in', 'packets_out', 'bytes_in', 'bytes_out'] as const

/** A flow of one window */
interface Entry {
  start: string
  end: string
  /** Undefined where a record had none, which says nothing */
  sourceLabels: readonly string[]
  destinationLabels: readonly string[]
  readonly counters: [number, number, number, number]
  readonly record: Json
}

export class FlowTable {
  readonly #entries = new Map<string, Entry>()
  /** Records that are none of Whisker's */
  unreadable = 0

  get size(): number {
    return this.#entries.size
  }

  add(record: Json): void {
    const { action, dest_name, end_time, reporter, source_name, start_time } = record
    const names = [action, dest_name, reporter, source_name, start_time, end_time]
    if (!names.every((one) => typeof one === 'string' && one !== '')) {
      this.unreadable++
      return
    }
    const counters = COUNTERS.map((name) => countOf(record[name])) as Entry['counters']
    // Records without a window: the flow was outside of the slice (flow-formats 1.13)
    if (String(start_time).startsWith('1970-') && counters.every((count) => count === 0)) return
    const one: Entry = {
      start: String(start_time),
      end: String(end_time),
      sourceLabels: labelsOf(record['source_labels']),
      destinationLabels: labelsOf(record['dest_labels']),
      counters,
      record: identityOf(record),
    }
    const key = JSON.stringify(one.record)
    const known = this.#entries.get(key)
    if (known === undefined) this.#entries.set(key, one)
    else merge(known, one)
  }

  /** As Whisker would write them, in an order that does not depend on how they came */
  *records(): Generator<Json> {
    const keys = [...this.#entries.keys()].sort(byText)
    for (const key of keys) {
      const entry = this.#entries.get(key)
      if (entry !== undefined) yield recordOf(entry)
    }
  }
}

function merge(known: Entry, one: Entry): void {
  if (Date.parse(one.start) < Date.parse(known.start)) known.start = one.start
  if (Date.parse(one.end) > Date.parse(known.end)) known.end = one.end
  known.sourceLabels = common(known.sourceLabels, one.sourceLabels)
  known.destinationLabels = common(known.destinationLabels, one.destinationLabels)
  one.counters.forEach(
    (count, i) => (known.counters[i] = Math.min((known.counters[i] ?? 0) + count, Number.MAX_SAFE_INTEGER)),
  )
}

const common = (a: readonly string[], b: readonly string[]): readonly string[] => a.filter((label) => b.includes(label))

const SEPARATOR = ' | '
const labelsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' && value !== '' ? value.split(SEPARATOR) : []

function countOf(value: unknown): number {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof count === 'number' && count >= 0 ? Math.min(count, Number.MAX_SAFE_INTEGER) : 0
}

/** What makes two records the same flow, in the order of Whisker's fields */
function identityOf(record: Json): Json {
  const text = (name: string): string => (typeof record[name] === 'string' ? record[name] : '')
  const policies = isObject(record['policies']) ? record['policies'] : {}
  return {
    action: text('action'),
    source_name: text('source_name'),
    source_namespace: text('source_namespace'),
    ...addresses(record, 'source_ips'),
    dest_name: text('dest_name'),
    dest_namespace: text('dest_namespace'),
    ...addresses(record, 'dest_ips'),
    protocol: text('protocol'),
    dest_port: countOf(record['dest_port']),
    reporter: text('reporter'),
    policies: { enforced: hitsOf(policies['enforced']), pending: hitsOf(policies['pending']) },
  }
}

/** Of versions that write them */
function addresses(record: Json, name: string): Json {
  const list = record[name]
  return Array.isArray(list) ? { [name]: list.filter((one) => typeof one === 'string').sort(byText) } : {}
}

const MOST_TRIGGERS = 4

/** Versions before 3.31.5 write them in any order (flow-formats 1.9) */
function hitsOf(value: unknown): readonly Json[] | null {
  if (!Array.isArray(value)) return null
  const hits = value.filter(isObject).map((hit) => hitOf(hit, MOST_TRIGGERS))
  return hits.sort((a, b) => countOf(a['policy_index']) - countOf(b['policy_index']))
}

function hitOf(hit: Json, triggers: number): Json {
  const text = (name: string): string => (typeof hit[name] === 'string' ? hit[name] : '')
  const index = (name: string): number => (typeof hit[name] === 'number' ? hit[name] : 0)
  const trigger = hit['trigger']
  return {
    kind: text('kind'),
    name: text('name'),
    namespace: text('namespace'),
    tier: text('tier'),
    action: text('action'),
    policy_index: index('policy_index'),
    rule_index: index('rule_index'),
    trigger: isObject(trigger) && triggers > 0 ? hitOf(trigger, triggers - 1) : null,
  }
}

function recordOf({ counters, destinationLabels, end, record, sourceLabels, start }: Entry): Json {
  const { action, source_name, source_namespace, source_ips, dest_name, dest_namespace, dest_ips, ...rest } = record
  const [packets_in, packets_out, bytes_in, bytes_out] = counters
  return {
    start_time: start,
    end_time: end,
    action,
    source_name,
    source_namespace,
    source_labels: sourceLabels.join(SEPARATOR),
    ...(source_ips !== undefined && { source_ips }),
    dest_name,
    dest_namespace,
    dest_labels: destinationLabels.join(SEPARATOR),
    ...(dest_ips !== undefined && { dest_ips }),
    ...rest,
    packets_in,
    packets_out,
    bytes_in,
    bytes_out,
  }
}
