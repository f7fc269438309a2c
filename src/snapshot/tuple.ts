// Exact tuples: flows that somebody wrote down by pod or address, one object each (docs/snapshot.md).

import { parseIp } from '../base/ip.ts'
import type { Ip } from '../base/ip.ts'
import { NEUTRAL, countPart } from './dialect.ts'
import type { BadField, Dialect, Part, PartRow } from './dialect.ts'
import type { NamedEnd } from './tables.ts'
import { isObject, nameOf, protocolOf, timeOf } from './values.ts'

/** `{"pod":"namespace/name"}`, with an `ip` to choose among the pod's, or `{"ip":"…"}`; undefined for anything else */
function tupleEnd(value: unknown): NamedEnd | undefined {
  if (!isObject(value)) return undefined
  const { ip: ipText, pod } = value
  const ip = typeof ipText === 'string' ? parseIp(ipText) : undefined
  if (ip === undefined && ipText !== undefined && ipText !== null) return undefined
  if (pod === undefined || pod === null) return ip === undefined ? undefined : addressEnd(ip)
  if (typeof pod !== 'string') return undefined
  const slash = pod.indexOf('/')
  const [namespace, name] = [nameOf(pod.slice(0, Math.max(0, slash))), nameOf(pod.slice(slash + 1))]
  if (!namespace || !name || name.includes('/')) return undefined
  return { is: 'pod', namespace, name, owner: undefined, ips: ip === undefined ? [] : [ip], byAddress: false }
}

const addressEnd = (ip: Ip): NamedEnd => ({
  is: 'network',
  namespace: '',
  name: '',
  owner: undefined,
  ips: [ip],
  byAddress: true,
})

function endPart(key: 'src' | 'dst', gives: 'source' | 'destination'): Part {
  return {
    mark: `"${key}":`,
    quotes: 8,
    keys: [key],
    gives: [gives],
    read(record, tables): PartRow | BadField {
      const end = tupleEnd(record[key])
      return end === undefined ? key : { ...NEUTRAL, [gives]: tables.endNumber(end) }
    },
  }
}

const protocol: Part = {
  mark: '"protocol":',
  quotes: 2,
  keys: ['protocol'],
  gives: ['protocol'],
  read(record): PartRow | BadField {
    const number = protocolOf(record['protocol'])
    return number === undefined ? 'protocol' : { ...NEUTRAL, protocol: number }
  },
}

const LAST_PORT = 65_535

const portPart = (key: string, gives: 'sourcePort' | 'port'): Part =>
  countPart({
    mark: `"${key}":`,
    keys: [key],
    gives: [gives],
    fromCounts([port = 0]): PartRow | BadField {
      if (port > LAST_PORT) return key
      // Spelt out, as a key that is computed takes several times as long, and every record has two.
      return gives === 'port' ? { ...NEUTRAL, port } : { ...NEUTRAL, sourcePort: port }
    },
  })

/** Of an ICMP flow; a code that is not given is 0 */
const icmp: Part = {
  mark: '"icmp":',
  quotes: 4,
  keys: ['icmp'],
  gives: ['icmp'],
  read(record): PartRow | BadField {
    const value = record['icmp']
    if (value === undefined || value === null) return NEUTRAL
    const [type, code] = isObject(value) ? [value['type'], value['code'] ?? 0] : []
    return isByte(type) && isByte(code) ? { ...NEUTRAL, icmp: type * 256 + code + 1 } : 'icmp'
  },
}

const count: Part = countPart({
  mark: '"count":',
  keys: ['count'],
  gives: ['connections'],
  fromCounts: ([connections]) => ({ ...NEUTRAL, connections: connections ?? 1 }),
})

const lastSeen: Part = {
  mark: '"lastSeen":',
  quotes: 2,
  keys: ['lastSeen'],
  gives: ['end'],
  read(record): PartRow | BadField {
    const end = timeOf(record['lastSeen'])
    return end === undefined ? 'lastSeen' : { ...NEUTRAL, end }
  },
}

const isByte = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255

export const TUPLES: Dialect = {
  parts: [
    endPart('src', 'source'),
    endPart('dst', 'destination'),
    protocol,
    portPart('sourcePort', 'sourcePort'),
    portPart('destinationPort', 'port'),
    icmp,
    count,
    lastSeen,
  ],
  prefix: /^\{\s*$/,
}
