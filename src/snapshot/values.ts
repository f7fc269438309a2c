// The single values of a flow record, in all the forms in which dialects write them (flow-formats appendix, 3 to 7).

import { parseIp } from '../base/ip.ts'
import type { Ip } from '../base/ip.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The words for "none", in the interface's spelling too */
const NONE: ReadonlySet<string> = new Set(['', '-', '–', '—'])

/** Characters that no name of Kubernetes or Calico holds, and that could forge a line of output */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

const NAME_LIMIT = 512

/** A name, empty where there is none; undefined for what is no name */
export function nameOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string' || value.length > NAME_LIMIT || UNPRINTABLE.test(value)) return undefined
  return NONE.has(value) ? '' : value
}

/** A namespace, empty for what has none; undefined for what is no name */
export function namespaceOf(value: unknown): string | undefined {
  const name = nameOf(value)
  return name === 'Global' ? '' : name
}

/** A count or a port, given as a number or as text; undefined for what is neither. Absent is 0, as protobuf has it */
export function countOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return 0
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !(number >= 0)) return undefined
  return Math.min(number, Number.MAX_SAFE_INTEGER)
}

/** A port, 0 where there is none; undefined for what is no port */
export function portOf(value: unknown): number | undefined {
  const port = countOf(value)
  return port !== undefined && Number.isInteger(port) && port <= 65_535 ? port : undefined
}

/** Numbers and usual names (felix/collector/utils); all names of the dialects */
const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  icmpv4: 1,
  ipip: 4,
  'ip-in-ip': 4,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  icmp6: 58,
  icmpv6: 58,
  'ipv6-icmp': 58,
  vrrp: 112,
  sctp: 132,
  udplite: 136,
}

/** 0 to 255; undefined for what is no protocol */
export function protocolOf(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^\d+$/.test(value)) {
    const name = value.toLowerCase()
    return Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined
  }
  const number = Number(value)
  return value !== undefined && value !== null && Number.isInteger(number) && number >= 0 && number <= 255
    ? number
    : undefined
}

export const ICMP = 1
export const ICMPV6 = 58

const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 132, 136])
export const hasPorts = (protocol: number): boolean => WITH_PORTS.has(protocol)

/**
 * Epoch seconds of an RFC 3339 time, or of seconds, milliseconds, microseconds or nanoseconds since 1970, told by their
 * size; 0 where there is none or it is 1970; undefined for what is no time
 */
export function timeOf(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return 0
  if (typeof value === 'string' && !/^\d+$/.test(value)) {
    const millis = Date.parse(value)
    return Number.isNaN(millis) ? undefined : Math.max(0, millis / 1000)
  }
  const number = Number(value)
  if (!(number >= 0)) return undefined
  if (number < 1e11) return number
  if (number < 1e14) return number / 1e3
  return number < 1e17 ? number / 1e6 : number / 1e9
}

export const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** The addresses of a text or a list; what is no address is left out, as nothing hangs on it alone */
export function ipsOf(value: unknown): readonly Ip[] {
  const texts = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  return texts.flatMap((text) => (typeof text === 'string' ? (parseIp(text) ?? []) : []))
}

/** `a=b` texts of a list, of `{labels: […]}` or of one text joined with ` | ` */
export function labelPairsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : value.split(' | ')
  const list = isObject(value) ? value['labels'] : value
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : []
}
