// The ends of rows, resolved once for all rows that have them in common, and numbered.

import type { Cluster } from '../model/cluster.ts'
import { EndResolver } from './resolved-end.ts'
import type { ResolvedEnd } from './resolved-end.ts'
import { Ranked } from './ranked.ts'
import { NO_LABELS } from './tables.ts'
import type { NamedEnd, Tables } from './tables.ts'

export class RowEnds {
  readonly #tables: Tables
  readonly #resolver: EndResolver
  readonly #hasSets: boolean
  readonly #numbers = new Map<string | number, number>()
  /** By the end in the tables: the labels with which it was asked for last, and its number then; rows repeat both */
  readonly #lastLabels: number[] = []
  readonly #lastNumbers: number[] = []
  /** By number. The same object for the same end, so that whoever judges it may remember it */
  readonly values: ResolvedEnd[] = []
  /** Of the name that people count by, in `names`, by the number of the end */
  readonly nameNumbers: number[] = []
  readonly names = new Ranked()

  constructor(tables: Tables, cluster: Cluster) {
    this.#tables = tables
    this.#resolver = new EndResolver(cluster)
    this.#hasSets = cluster.sets.length > 0
  }

  /** `end`, `labels` and `peer`, the other end, as they are numbered in the tables */
  number(end: number, labels: number, peer: number): number {
    if (this.#lastLabels[end] === labels) return this.#lastNumbers[end] ?? 0
    const named = this.#tables.ends.values[end]
    if (named === undefined) throw new Error(`no end ${String(end)}`)
    // Only what a set's name means hangs on the other end (networks.ts).
    const mayBeSet = this.#hasSets && named.is !== 'pod' && named.is !== 'network'
    const peerNamespace = mayBeSet ? (this.#tables.ends.values[peer]?.namespace ?? '') : ''
    const key = mayBeSet ? `${String(end)} ${String(labels)} ${peerNamespace}` : end * 2 ** 26 + labels
    const number = this.#numbers.get(key) ?? this.#resolve(key, named, labels, peerNamespace)
    if (!mayBeSet) {
      this.#lastLabels[end] = labels
      this.#lastNumbers[end] = number
    }
    return number
  }

  #resolve(key: string | number, named: NamedEnd, labels: number, peerNamespace: string): number {
    const resolved = this.#resolver.resolve(named, this.#tables.labels.values[labels] ?? NO_LABELS, peerNamespace)
    this.#numbers.set(key, this.values.length)
    this.values.push({ ...resolved, place: this.values.length })
    this.nameNumbers.push(this.names.number(resolved.name))
    return this.values.length - 1
  }
}
