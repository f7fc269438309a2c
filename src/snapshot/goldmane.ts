// Flow records of Goldmane itself: Go's own JSON, protojson as grpcurl prints it, Python's MessageToJson
// (flow-formats 1.4, 1.10). One key spells them, in snake or camel case; numbers and enums are read in every form.

import { calicoEnd } from './calico-end.ts'
import { LIST, NEUTRAL, countPart } from './dialect.ts'
import type { BadField, Dialect, Part, PartRow } from './dialect.ts'
import type { Tables } from './tables.ts'
import { actionCode, hitsOf, reporterCode } from './trace.ts'
import { ipsOf, isObject, labelPairsOf, portOf, protocolOf, timeOf } from './values.ts'
import type { JsonObject } from './values.ts'

type Spelling = (snake: string) => string

const snake: Spelling = (key) => key
const camel: Spelling = (key) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

function dialect(spell: Spelling): Dialect {
  const key = (name: string): string => spell(name)
  const keys = (...names: readonly string[]): string[] => names.map(spell)
  const mark = (name: string): string => `"${spell(name)}":`
  const hitKeys = { policyIndex: key('policy_index'), ruleIndex: key('rule_index') }

  function readEnd(record: JsonObject, side: 'source' | 'dest', tables: Tables): number | BadField {
    const end = calicoEnd({
      name: record[key(`${side}_name`)],
      namespace: record[key(`${side}_namespace`)],
      type: record[key(`${side}_type`)],
      ips: ipsOf(record[key(`${side}_ips`)]),
    })
    return end === undefined ? key(`${side}_name`) : tables.endNumber(end)
  }

  const source: Part = {
    mark: mark('source_name'),
    quotes: 6,
    keys: keys('source_name', 'source_namespace', 'source_type'),
    gives: ['source'],
    read(record, tables) {
      const end = readEnd(record, 'source', tables)
      return typeof end === 'string' ? end : { ...NEUTRAL, source: end }
    },
  }
  const destination: Part = {
    mark: mark('dest_name'),
    quotes: 6,
    keys: keys('dest_name', 'dest_namespace', 'dest_type'),
    gives: ['destination'],
    read(record, tables) {
      const end = readEnd(record, 'dest', tables)
      return typeof end === 'string' ? end : { ...NEUTRAL, destination: end }
    },
  }
  // A part of its own, as an end with each of its ports would come ten times as often
  const port: Part = {
    mark: mark('dest_port'),
    quotes: 0,
    keys: keys('dest_port'),
    gives: ['port'],
    fromCounts: ([count]) => portRow(count),
    read: (record) => portRow(record[key('dest_port')]),
  }
  const portRows = new Map<number, PartRow>()
  function portRow(value: unknown): PartRow | BadField {
    const number = portOf(value)
    if (number === undefined) return key('dest_port')
    let row = portRows.get(number)
    if (row === undefined) {
      row = { ...NEUTRAL, port: number }
      portRows.set(number, row)
    }
    return row
  }
  // A part of its own, as there are few services and many ends
  const service: Part = {
    mark: mark('dest_service_name'),
    quotes: 21,
    keys: keys(
      ...['dest_service_name', 'dest_service_namespace', 'dest_service_port_name', 'dest_service_port'],
      ...['proto', 'reporter', 'action'],
    ),
    gives: ['protocol', 'reporter', 'action'],
    read(record): PartRow | BadField {
      const protocol = protocolOf(record['proto'])
      if (protocol === undefined) return 'proto'
      return {
        ...NEUTRAL,
        protocol,
        reporter: reporterCode(record['reporter']),
        action: actionCode(record['action']),
      }
    },
  }
  const tracePart = (
    name: string,
    gives: 'enforced' | 'pending',
    parts: Pick<Part, 'mark' | 'keys' | 'follows' | 'opens' | 'closes'>,
  ): Part => ({
    quotes: LIST,
    gives: [gives],
    ...parts,
    read(record, tables) {
      const { policies } = record
      const hits = isObject(policies) ? policies[key(name)] : record[key(name)]
      return { ...NEUTRAL, [gives]: tables.traceNumber(hitsOf(hits, hitKeys)) }
    },
  })
  const enforced = tracePart('enforced_policies', 'enforced', {
    mark: `"policies":{${mark('enforced_policies')}`,
    keys: ['policies'],
    opens: 1,
  })
  // A part of its own, as both traces are mostly the same and come in many pairs. The key ends with it as well.
  const pending = tracePart('pending_policies', 'pending', {
    follows: 'enforced',
    mark: mark('pending_policies'),
    keys: keys('pending_policies'),
    closes: 2,
  })
  const time: Part = {
    mark: mark('start_time'),
    quotes: 0,
    keys: keys('start_time', 'end_time'),
    gives: ['start', 'end'],
    // Hardly ever the same twice, and numbers wherever machines write them
    fromCounts: ([start, end]) => timesOf(start, end),
    read: (record) => timesOf(record[key('start_time')], record[key('end_time')]),
  }
  function timesOf(startValue: unknown, endValue: unknown): PartRow | BadField {
    const [start, end] = [timeOf(startValue), timeOf(endValue)]
    if (start === undefined) return key('start_time')
    return end === undefined ? key('end_time') : { ...NEUTRAL, start, end }
  }
  const labels = (side: 'source' | 'dest', gives: 'sourceLabels' | 'destinationLabels'): Part => ({
    mark: mark(`${side}_labels`),
    quotes: LIST,
    keys: keys(`${side}_labels`),
    gives: [gives],
    follows: side === 'source' ? 'source' : 'destination',
    read: (record, tables) => ({
      ...NEUTRAL,
      [gives]: tables.labelsNumber(labelPairsOf(record[key(`${side}_labels`)])),
    }),
  })
  const counters = countPart({
    mark: mark('packets_in'),
    keys: [
      ...keys('packets_in', 'packets_out', 'bytes_in', 'bytes_out'),
      ...keys('num_connections_started', 'num_connections_completed', 'num_connections_live'),
    ],
    gives: ['packets', 'connections'],
    fromCounts: ([into, out, , , started]) => ({
      ...NEUTRAL,
      packets: (into ?? 0) + (out ?? 0),
      connections: started ?? 0,
    }),
  })
  return {
    parts: [
      source,
      destination,
      port,
      service,
      enforced,
      pending,
      time,
      labels('source', 'sourceLabels'),
      labels('dest', 'destinationLabels'),
      counters,
    ],
    prefix: /^\{\s*(?:"id":\s*"?\d+"?,\s*)?(?:"flow":\s*\{\s*)?"Key":\s*\{\s*$/,
  }
}

export const GOLDMANE_SNAKE = dialect(snake)
export const GOLDMANE_CAMEL = dialect(camel)

/** The fields of a flow and of its key in one object, from `{id,flow}` or a flow; undefined where it is neither */
export function flatGoldmane(value: JsonObject): JsonObject | undefined {
  const flow = isObject(value['flow']) ? value['flow'] : value
  const key = flow['Key'] ?? flow['key']
  return isObject(key) ? { ...key, ...flow } : undefined
}

/** A key alone, as one client of Goldmane's API writes it (flow-formats 1.10, C): no times, no counters */
export const isBareKey = (value: JsonObject): boolean =>
  'reporter' in value && 'proto' in value && ('source_name' in value || 'sourceName' in value)

/** Which of the writers it was: a camel's keys, or enums by name where Go writes numbers */
export function goldmaneDialect(flat: JsonObject): 'goldmane-go' | 'goldmane-protojson' | 'goldmane-python' {
  if ('sourceName' in flat || 'destName' in flat) return 'goldmane-protojson'
  return typeof flat['reporter'] === 'number' ? 'goldmane-go' : 'goldmane-python'
}
