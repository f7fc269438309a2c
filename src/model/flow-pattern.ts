// Which flows an entry of a file is about: patterns over the names that people read in the report
// (docs/configuration.md, "Naming flows").

import { contains, parseIp, parseNet } from '../base/ip.ts'
import type { Cidr } from '../base/ip.ts'
import type { Flow, FlowEnd } from './flow.ts'

/** One end as written: a name with wildcards, an address or a prefix */
export interface EndPattern {
  readonly text: string
  /** Ends that are addresses match by containment; undefined where the text is no address or prefix */
  readonly net: Cidr | undefined
  /** One for each part of a name between slashes; undefined for `*`, which is any end at all */
  readonly segments: readonly Segment[] | undefined
  /** What every name that matches begins with: all before the first wildcard */
  readonly prefix: string
}

/** The literal pieces of a part of a name, between its wildcards: a single piece is the whole part */
export type Segment = readonly string[]

export interface FlowPattern {
  readonly source: EndPattern
  readonly destination: EndPattern
  /** Undefined: any */
  readonly protocol: number | undefined
  /** Undefined: any; `none`: the protocol has no ports, or the record does not tell the port */
  readonly port: number | 'none' | undefined
}

/**
 * Reads a pattern. `*` stands for any characters within a part of a name (between slashes); alone it is any end. A
 * backslash takes the meaning from the character after it. Every text is a pattern.
 */
export function parseEndPattern(text: string): EndPattern {
  const net = parseNet(text)
  if (text === '*') return { text, net, segments: undefined, prefix: '' }
  const segments = parseSegments(text)
  const wild = segments.findIndex(({ length }) => length > 1)
  const literal = wild < 0 ? segments : segments.slice(0, wild + 1)
  return { text, net, segments, prefix: literal.map(([first = '']) => first).join('/') }
}

function parseSegments(text: string): readonly Segment[] {
  let pieces = ['']
  const segments = [pieces]
  for (let i = 0; i < text.length; i++) {
    const escaped = text[i] === '\\' && i + 1 < text.length
    if (escaped) i++
    const char = text[i] ?? ''
    if (char === '/') segments.push((pieces = ['']))
    else if (char === '*' && !escaped) pieces.push('')
    else pieces.push((pieces.pop() ?? '') + char)
  }
  return segments
}

/** A workload is matched by `namespace/name`, whatever its kind */
export function matchesName({ prefix, segments }: EndPattern, name: string): boolean {
  if (segments === undefined) return true
  if (!name.startsWith(prefix)) return false
  const parts = name.split('/')
  return parts.length === segments.length && segments.every((segment, i) => matchesPart(segment, parts[i] ?? ''))
}

/** The pieces in their order, the first at the start and the last at the end */
function matchesPart(pieces: Segment, part: string): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return part === first
  if (part.length < first.length + last.length || !part.startsWith(first) || !part.endsWith(last)) return false
  const end = part.length - last.length
  let at = first.length
  for (const piece of rest) {
    const found = part.indexOf(piece, at)
    if (found < 0 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}

/** The name is matched, or the end is an address of the prefix */
export function matchesEnd(pattern: EndPattern, end: Pick<FlowEnd, 'is' | 'name'>): boolean {
  if (pattern.net !== undefined && end.is === 'address') {
    const ip = parseIp(end.name)
    if (ip !== undefined && contains(pattern.net, ip)) return true
  }
  return matchesName(pattern, end.name)
}

export const matchesFlow = ({ destination, port, protocol, source }: FlowPattern, flow: Flow): boolean =>
  (protocol === undefined || protocol === flow.protocol) &&
  (port === undefined || port === (flow.destinationPort ?? 'none')) &&
  matchesEnd(source, flow.source) &&
  matchesEnd(destination, flow.destination)

/** The pattern that matches this end and no end of another name */
export function patternOf(end: Pick<FlowEnd, 'is' | 'name'>): string {
  const literal = end.name.replace(/[\\*]/g, '\\$&')
  const isNet = parseNet(literal) !== undefined
  const isAddress = end.is === 'address' && !literal.includes('/')
  return isNet && !isAddress ? `\\${literal}` : literal
}
