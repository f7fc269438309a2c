// Whisker's records, each field in its place and nothing else, and equal ones as one: what several slices of time have is
// added, what several nodes say of one service too, for Whisker drops the fields that told those apart (flow-formats 0.1).

import { byText } from '../base/order.ts'
import { isObject } from './projection.ts'
import type { Json } from './projection.ts'

/** What policies said. Long, and the same for many flows, so that each is kept once */
interface Trace {
  readonly number: number
  readonly text: string
  readonly policies: Json
}

/** A flow of one window */
interface Entry {
  start: string
  end: string
  /** As Whisker joins them */
  sourceLabels: string
  destinationLabels: string
  readonly counters: [number, number, number, number]
  /** With the trace, what makes it the flow that it is */
  readonly names: Json
  readonly trace: Trace
}

export class FlowTable {
  readonly #entries = new Map<string, Entry>()
  readonly #traces = new Map<string, Trace>()
  /** Records that are none of Whisker's */
  unreadable = 0

  get size(): number {
    return this.#entries.size
  }

  add(record: Json): void {
    const { action, dest_name, end_time, reporter, source_name, start_time } = record
    const texts = [action, dest_name, reporter, source_name, start_time, end_time]
    if (!texts.every((one) => typeof one === 'string' && one !== '')) {
      this.unreadable++
      return
    }
    const counters: Entry['counters'] = [
      countOf(record['packets_in']),
      countOf(record['packets_out']),
      countOf(record['bytes_in']),
      countOf(record['bytes_out']),
    ]
    // Records without a window: the flow was outside of the slice (flow-formats 1.13)
    if (String(start_time).startsWith('1970-') && counters.every((count) => count === 0)) return
    const names = namesOf(record)
    const trace = this.#traceOf(record['policies'])
    const one: Entry = {
      start: String(start_time),
      end: String(end_time),
      sourceLabels: textOf(record, 'source_labels'),
      destinationLabels: textOf(record, 'dest_labels'),
      counters,
      names,
      trace,
    }
    const key = `${JSON.stringify(names)} ${String(trace.number)}`
    const known = this.#entries.get(key)
    if (known === undefined) this.#entries.set(key, one)
    else merge(known, one)
  }

  #traceOf(value: unknown): Trace {
    const policies = policiesOf(value)
    const text = JSON.stringify(policies)
    const known = this.#traces.get(text)
    if (known !== undefined) return known
    const trace = { number: this.#traces.size, text, policies }
    this.#traces.set(text, trace)
    return trace
  }

  /** As Whisker would write them, in an order that does not depend on how they came */
  *records(): Generator<Json> {
    const entries = [...this.#entries].sort(
      ([a, one], [b, other]) =>
        byText(a.slice(0, a.lastIndexOf(' ')), b.slice(0, b.lastIndexOf(' '))) ||
        byText(one.trace.text, other.trace.text),
    )
    for (const [, entry] of entries) yield recordOf(entry)
  }
}

function merge(known: Entry, one: Entry): void {
  if (Date.parse(one.start) < Date.parse(known.start)) known.start = one.start
  if (Date.parse(one.end) > Date.parse(known.end)) known.end = one.end
  known.sourceLabels = common(known.sourceLabels, one.sourceLabels)
  known.destinationLabels = common(known.destinationLabels, one.destinationLabels)
  one.counters.forEach((count, i) => {
    known.counters[i] = Math.min((known.counters[i] ?? 0) + count, Number.MAX_SAFE_INTEGER)
  })
}

const SEPARATOR = ' | '

/** The labels that both have */
function common(a: string, b: string): string {
  if (a === b) return a
  const others = new Set(b.split(SEPARATOR))
  return a
    .split(SEPARATOR)
    .filter((label) => others.has(label))
    .join(SEPARATOR)
}

const textOf = (record: Json, name: string): string => (typeof record[name] === 'string' ? record[name] : '')

function countOf(value: unknown): number {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof count === 'number' && count >= 0 ? Math.min(count, Number.MAX_SAFE_INTEGER) : 0
}

/** In the order of Whisker's fields */
const namesOf = (record: Json): Json => ({
  action: textOf(record, 'action'),
  source_name: textOf(record, 'source_name'),
  source_namespace: textOf(record, 'source_namespace'),
  ...addresses(record, 'source_ips'),
  dest_name: textOf(record, 'dest_name'),
  dest_namespace: textOf(record, 'dest_namespace'),
  ...addresses(record, 'dest_ips'),
  protocol: textOf(record, 'protocol'),
  dest_port: countOf(record['dest_port']),
  reporter: textOf(record, 'reporter'),
})

function policiesOf(value: unknown): Json {
  const policies = isObject(value) ? value : {}
  return { enforced: hitsOf(policies['enforced']), pending: hitsOf(policies['pending']) }
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
  const index = (name: string): number => (typeof hit[name] === 'number' ? hit[name] : 0)
  const trigger = hit['trigger']
  return {
    kind: textOf(hit, 'kind'),
    name: textOf(hit, 'name'),
    namespace: textOf(hit, 'namespace'),
    tier: textOf(hit, 'tier'),
    action: textOf(hit, 'action'),
    policy_index: index('policy_index'),
    rule_index: index('rule_index'),
    trigger: isObject(trigger) && triggers > 0 ? hitOf(trigger, triggers - 1) : null,
  }
}

function recordOf({ counters, destinationLabels, end, names, sourceLabels, start, trace }: Entry): Json {
  const { action, source_name, source_namespace, source_ips, dest_name, dest_namespace, dest_ips, ...rest } = names
  const [packets_in, packets_out, bytes_in, bytes_out] = counters
  return {
    start_time: start,
    end_time: end,
    action,
    source_name,
    source_namespace,
    source_labels: sourceLabels,
    ...(source_ips !== undefined && { source_ips }),
    dest_name,
    dest_namespace,
    dest_labels: destinationLabels,
    ...(dest_ips !== undefined && { dest_ips }),
    ...rest,
    policies: trace.policies,
    packets_in,
    packets_out,
    bytes_in,
    bytes_out,
  }
}
