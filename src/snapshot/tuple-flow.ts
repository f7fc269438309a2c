// Exact tuples → flows one by one, as they stand, for whoever asks about single connections (docs/snapshot.md). An address
// that a pod of the cluster has is that pod.

import type { Cluster } from '../model/cluster.ts'
import type { Flow } from '../model/flow.ts'
import { FlowAssembly } from './assembled-flow.ts'
import { readRow } from './dialect.ts'
import { layer4Of } from './layer4.ts'
import { EndResolver } from './resolved-end.ts'
import type { ResolvedEnd } from './resolved-end.ts'
import { serviceNumber } from './row-table.ts'
import { NO_LABELS, Tables } from './tables.ts'
import { TUPLES } from './tuple.ts'
import { isObject } from './values.ts'
import type { JsonObject } from './values.ts'

const END = 'is {"pod":"namespace/name"}, with an "ip" to choose one of its addresses, or {"ip":"address"}'

/** What should stand in a field that is wrong */
const EXPECTED: Readonly<Record<string, string>> = {
  src: `\`src\` ${END}`,
  dst: `\`dst\` ${END}`,
  protocol: '`protocol` is TCP, UDP, SCTP, ICMP, ICMPv6 or a number from 0 to 255',
  sourcePort: '`sourcePort` is a number from 0 to 65535',
  destinationPort: '`destinationPort` is a number from 0 to 65535',
  icmp: '`icmp` is {"type":number,"code":number}',
  count: '`count` is a number',
  lastSeen: '`lastSeen` is a time like 2026-08-20T09:15:00Z',
}

const readers = new WeakMap<Cluster, TupleReader>()

/**
 * The flow of `{"src","dst","protocol",…}`; for what is no tuple, a sentence that says what should stand there. Equal ends
 * in one cluster are the same object.
 */
export function readTuple(value: unknown, cluster: Cluster): Flow | string {
  if (!isObject(value)) return 'a flow is an object with `src`, `dst` and `protocol`'
  let reader = readers.get(cluster)
  if (reader === undefined) {
    reader = new TupleReader(cluster)
    readers.set(cluster, reader)
  }
  return reader.flow(value)
}

class TupleReader {
  readonly #bpf: boolean
  readonly #resolver: EndResolver
  readonly #tables = new Tables()
  readonly #assembly = new FlowAssembly()
  readonly #ends: ResolvedEnd[] = []

  constructor(cluster: Cluster) {
    this.#bpf = cluster.settings.bpf
    this.#resolver = new EndResolver(cluster)
  }

  flow(value: JsonObject): Flow | string {
    const row = readRow(TUPLES, value, this.#tables)
    if (typeof row === 'string') return EXPECTED[row] ?? row
    return this.#assembly.flow({
      windows: 1,
      source: this.#end(row.source),
      destination: this.#end(row.destination),
      layer4: layer4Of(serviceNumber(row), this.#bpf),
      sourcePort: row.sourcePort === 0 ? undefined : row.sourcePort,
      weight: { count: Math.max(1, row.connections), unit: 'connections' },
      start: row.end,
      end: row.end,
      records: [],
    })
  }

  #end(number: number): ResolvedEnd {
    const end = this.#tables.ends.values[number]
    if (end === undefined) throw new Error('a tuple without its end')
    // A tuple names pods and addresses, never a set, so that the other end has no say in what it means.
    return (this.#ends[number] ??= { ...this.#resolver.resolve(end, NO_LABELS, ''), place: number })
  }
}
