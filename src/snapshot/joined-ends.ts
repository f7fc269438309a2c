// The ends of all records of a flow → the end of the flow: whatever one of them can be.

import { byText } from '../base/order.ts'
import type { Candidate, FlowEnd } from '../model/flow.ts'
import { addressKey } from './cluster-index.ts'
import type { ResolvedEnd } from './resolved-end.ts'

/** What an end is called where its records differ: the most telling first */
const KINDS: readonly FlowEnd['is'][] = ['workload', 'host', 'network-set', 'network', 'address']

export class JoinedEnds {
  readonly #numbers = new Map<ResolvedEnd, number>()
  readonly #known = new Map<string, FlowEnd>()

  /** At least one; the same ends in any order give the same object */
  join(ends: readonly ResolvedEnd[]): FlowEnd {
    const [first] = ends
    if (first === undefined) throw new Error('a flow without a record')
    if (ends.length === 1) return first
    const different = [...new Set(ends)]
    if (different.length === 1) return first
    const key = different
      .map((end) => this.#number(end))
      .sort((a, b) => a - b)
      .join(' ')
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const joined = joinDifferent(first.name, different)
    this.#known.set(key, joined)
    return joined
  }

  #number(end: ResolvedEnd): number {
    const known = this.#numbers.get(end)
    if (known !== undefined) return known
    this.#numbers.set(end, this.#numbers.size)
    return this.#numbers.size - 1
  }
}

function joinDifferent(name: string, ends: readonly ResolvedEnd[]): FlowEnd {
  const byKey = new Map<string, Candidate>()
  for (const { candidates } of ends)
    for (const candidate of candidates) {
      const key = candidateKey(candidate)
      const known = byKey.get(key)
      byKey.set(key, known === undefined ? candidate : joinCandidates(known, candidate))
    }
  const candidates = [...byKey].sort(([a], [b]) => byText(a, b)).map(([, candidate]) => candidate)
  return { name, is: KINDS.find((kind) => ends.some((end) => end.is === kind)) ?? 'network', candidates }
}

function candidateKey(candidate: Candidate): string {
  switch (candidate.is) {
    case 'pod':
      return `pod ${candidate.namespace}/${candidate.name} ${candidate.ip === undefined ? '' : addressKey(candidate.ip)}`
    case 'stand-in':
      return `stand-in ${candidate.workload.namespace}/${candidate.workload.name}`
    case 'address':
      return `address ${addressKey(candidate.ip)}`
    case 'addresses':
      return `addresses ${candidate.what}`
  }
}

/** Two accounts of the same thing: of a workload, the labels on which they agree */
function joinCandidates(a: Candidate, b: Candidate): Candidate {
  if (a.is !== 'stand-in' || b.is !== 'stand-in') return a
  const other = b.workload.labels.labels
  const labels = new Map([...a.workload.labels.labels].filter(([key, value]) => other.get(key) === value))
  return { is: 'stand-in', workload: { ...a.workload, labels: { labels, complete: false } } }
}
