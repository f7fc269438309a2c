// Flow records as Whisker's backend gives them, in a list or one event each (flow-formats 2.3, 2.4).

import { calicoEnd, calicoService } from './calico-end.ts'
import { LIST, NEUTRAL, countPart } from './dialect.ts'
import type { BadField, Dialect, Part, PartRow } from './dialect.ts'
import type { Tables } from './tables.ts'
import { actionCode, hitsOf, reporterCode } from './trace.ts'
import { ipsOf, isObject, labelPairsOf, timeOf } from './values.ts'
import type { JsonObject } from './values.ts'

const timePart = (key: 'start_time' | 'end_time', gives: 'start' | 'end'): Part => ({
  mark: `"${key}":`,
  quotes: 2,
  keys: [key],
  gives: [gives],
  read(record) {
    const time = timeOf(record[key])
    return time === undefined ? key : { ...NEUTRAL, [gives]: time }
  },
})

const action: Part = {
  mark: '"action":',
  quotes: 2,
  keys: ['action'],
  gives: ['action'],
  read: (record) => ({ ...NEUTRAL, action: actionCode(record['action']) }),
}

function readEnd(record: JsonObject, side: 'source' | 'dest', tables: Tables): [number, number] | BadField {
  const end = calicoEnd({
    name: record[`${side}_name`],
    namespace: record[`${side}_namespace`],
    type: undefined,
    ips: ipsOf(record[`${side}_ips`]),
  })
  if (end === undefined) return `${side}_name`
  return [tables.endNumber(end), tables.labelsNumber(labelPairsOf(record[`${side}_labels`]))]
}

const source: Part = {
  mark: '"source_name":',
  quotes: 6,
  keys: ['source_name', 'source_namespace', 'source_labels', 'source_ips'],
  gives: ['source', 'sourceLabels'],
  read(record, tables) {
    const end = readEnd(record, 'source', tables)
    return typeof end === 'string' ? end : { ...NEUTRAL, source: end[0], sourceLabels: end[1] }
  },
}

const destination: Part = {
  mark: '"dest_name":',
  quotes: 6,
  keys: ['dest_name', 'dest_namespace', 'dest_labels', 'dest_ips'],
  gives: ['destination', 'destinationLabels'],
  read(record, tables) {
    const end = readEnd(record, 'dest', tables)
    return typeof end === 'string' ? end : { ...NEUTRAL, destination: end[0], destinationLabels: end[1] }
  },
}

const service: Part = {
  mark: '"protocol":',
  quotes: 8,
  keys: ['protocol', 'dest_port', 'reporter'],
  gives: ['protocol', 'port', 'reporter'],
  read(record): PartRow | BadField {
    const of = calicoService(record['protocol'], record['dest_port'])
    if (typeof of === 'string') return of === 'port' ? 'dest_port' : of
    return { ...NEUTRAL, ...of, reporter: reporterCode(record['reporter']) }
  },
}

const HIT_KEYS = { policyIndex: 'policy_index', ruleIndex: 'rule_index' }

const enforced: Part = {
  mark: '"policies":{"enforced":',
  quotes: LIST,
  keys: ['policies'],
  gives: ['enforced'],
  opens: 1,
  read(record, tables) {
    const { policies } = record
    return {
      ...NEUTRAL,
      enforced: tables.traceNumber(hitsOf(isObject(policies) ? policies['enforced'] : undefined, HIT_KEYS)),
    }
  },
}

/** A part of its own, as both traces are mostly the same and come in many pairs */
const pending: Part = {
  mark: '"pending":',
  quotes: LIST,
  keys: ['pending'],
  gives: ['pending'],
  follows: 'enforced',
  closes: 1,
  read(record, tables) {
    const { policies } = record
    const hits = isObject(policies) ? policies['pending'] : record['pending']
    return { ...NEUTRAL, pending: tables.traceNumber(hitsOf(hits, HIT_KEYS)) }
  },
}

const counters = countPart({
  mark: '"packets_in":',
  keys: ['packets_in', 'packets_out', 'bytes_in', 'bytes_out'],
  gives: ['packets', 'connections'],
  fromCounts: ([into, out]) => ({ ...NEUTRAL, packets: (into ?? 0) + (out ?? 0) }),
})

export const WHISKER: Dialect = {
  parts: [
    timePart('start_time', 'start'),
    timePart('end_time', 'end'),
    action,
    source,
    destination,
    service,
    enforced,
    pending,
    counters,
  ],
  prefix: /^\{\s*$/,
}
