// What records repeat, kept once and numbered: ends, label sets, traces. A record is then a handful of numbers,
// so that memory grows with what differs between records and not with their number.

import type { Ip } from '../base/ip.ts'
import { byText } from '../base/order.ts'
import type { Owner } from '../model/cluster.ts'
import type { RecordedHit } from '../model/flow.ts'
import type { Labels } from '../model/selector.ts'

/** One end as a record names it */
export interface NamedEnd {
  /**
   * `network`: named by address class alone, `pub` or `pvt`, or by nothing but its address. `unknown`: the dialect does
   * not say; the name decides, with the inventory.
   */
  readonly is: 'pod' | 'host' | 'network-set' | 'network' | 'unknown'
  /** Empty for what has none */
  readonly namespace: string
  /** A pod's name, or the beginning of it followed by `*`; empty where an address is all that is known */
  readonly name: string
  /** The workload, where the record itself says it */
  readonly owner: Owner | undefined
  /** Addresses that the record gives */
  readonly ips: readonly Ip[]
  /** The address itself is what people count by, not the network it belongs to */
  readonly byAddress: boolean
}

/** Values by number, from 0 in the order of their first use; equal keys, same number */
export class Numbered<T> {
  readonly #numbers = new Map<string, number>()
  readonly values: T[] = []

  number(key: string, make: () => T): number {
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.values.length
    this.#numbers.set(key, number)
    this.values.push(make())
    return number
  }

  /** Each value with its key, in the order of their numbers */
  get entries(): Entries<T> {
    const keys = [...this.#numbers.keys()]
    return this.values.map((value, number) => [keys[number] ?? '', value])
  }

  /** Numbers the values of others; gives by their number there the one here */
  adopt(entries: Entries<T>): readonly number[] {
    return entries.map(([key, value]) => this.number(key, () => value))
  }
}

export type Entries<T> = readonly (readonly [key: string, value: T])[]

/** All that tables hold, as plain data */
export interface TablesContent {
  readonly ends: Entries<NamedEnd>
  readonly labels: Entries<Labels>
  readonly traces: Entries<readonly RecordedHit[] | undefined>
}

/** By the numbers of other tables, those here */
export interface Renumbering {
  readonly ends: readonly number[]
  readonly labels: readonly number[]
  readonly traces: readonly number[]
}

export const NO_LABELS: Labels = new Map()
/** The number of the trace that a record does not have, in every table */
export const NO_TRACE = 0

export class Tables {
  readonly ends = new Numbered<NamedEnd>()
  readonly labels = new Numbered<Labels>()
  readonly traces = new Numbered<readonly RecordedHit[] | undefined>()
  readonly #common = new Map<number, number>()

  constructor() {
    this.traces.number('', () => undefined)
    this.labelsNumber([])
  }

  get content(): TablesContent {
    return { ends: this.ends.entries, labels: this.labels.entries, traces: this.traces.entries }
  }

  adopt({ ends, labels, traces }: TablesContent): Renumbering {
    return { ends: this.ends.adopt(ends), labels: this.labels.adopt(labels), traces: this.traces.adopt(traces) }
  }

  endNumber(end: NamedEnd): number {
    const { byAddress, ips, is, name, namespace, owner } = end
    // Names hold no line break (values.ts), so that the parts cannot be confused.
    let key = `${is}\n${namespace}\n${name}\n${String(byAddress)}`
    if (owner !== undefined) key += `\n${owner.kind}\n${owner.name}`
    for (const ip of ips) key += `\n${String(ip.family)} ${ip.value.toString(36)}`
    return this.ends.number(key, () => end)
  }

  /** `key=value` texts; one without or with a second `=` is split at the first, as Kubernetes values hold none */
  labelsNumber(pairs: readonly string[]): number {
    const sorted = pairs
      .map((pair): [string, string] => {
        const at = pair.indexOf('=')
        return at < 0 ? ['', ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
      })
      .filter(([key]) => key !== '')
      .sort(([a], [b]) => byText(a, b))
    return this.#labelsNumber(sorted)
  }

  #labelsNumber(sorted: readonly (readonly [string, string])[]): number {
    return this.labels.number(JSON.stringify(sorted), () => new Map(sorted))
  }

  /** The labels that both have */
  commonLabels(a: number, b: number): number {
    if (a === b) return a
    const [low, high] = a < b ? [a, b] : [b, a]
    const pair = low * 2 ** 26 + high
    const known = this.#common.get(pair)
    if (known !== undefined) return known
    const other = this.labels.values[high] ?? NO_LABELS
    const shared = [...(this.labels.values[low] ?? NO_LABELS)].filter(([key, value]) => other.get(key) === value)
    const number = this.#labelsNumber(shared)
    this.#common.set(pair, number)
    return number
  }

  /** NO_TRACE for undefined */
  traceNumber(hits: readonly RecordedHit[] | undefined): number {
    if (hits === undefined) return NO_TRACE
    return this.traces.number(traceText(hits), () => hits)
  }
}

/** One text a trace; it orders records as well */
export const traceText = (hits: readonly RecordedHit[]): string =>
  hits
    .map(
      ({ action, kind, name, namespace, rule, tier }) =>
        `${tier} ${kind} ${namespace}/${name} ${String(rule)} ${action}`,
    )
    .join('\n')
