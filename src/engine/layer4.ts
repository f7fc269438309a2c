// Ports and ICMP types that a record left out, as the completions that the programs can tell apart.

import type { Flow } from '../model/flow.ts'
import { hasPorts } from '../model/protocol.ts'
import type { Peer } from './peers.ts'
import type { Program } from './program.ts'
import type { Layer4 } from './rows.ts'

/** One entry where nothing is missing, or nothing that a rule asks for; `sources` and `destinations` are what the ends can be */
export function completions(
  flow: Flow,
  programs: readonly Program[],
  sources: readonly Peer[],
  destinations: readonly Peer[],
): Layer4[] {
  const { destinationPort, icmp, missing, protocol, sourcePort } = flow
  const given: Layer4 = { protocol, sourcePort, destinationPort, icmp }
  let all = [given]
  if (missing.sourcePort && hasPorts(protocol)) {
    const edges = programs.flatMap(({ sourcePortEdges }) => sourcePortEdges)
    const named = programs.some(({ jointSource }) => jointSource) ? jointEdges(sources) : []
    const ports = portsBetween([...edges, ...named])
    all = all.flatMap((one) => ports.map((port) => ({ ...one, sourcePort: port })))
  }
  if (missing.destinationPort && hasPorts(protocol)) {
    const edges = programs.flatMap(({ destinationPortEdges }) => destinationPortEdges)
    const named = programs.some(({ joint }) => joint) ? jointEdges(destinations) : []
    const ports = portsBetween([...edges, ...named])
    all = all.flatMap((one) => ports.map((port) => ({ ...one, destinationPort: port })))
  }
  if (missing.icmp && isIcmp(protocol)) {
    const types = icmpTypes(programs)
    all = all.flatMap((one) => types.map((type) => ({ ...one, icmp: type })))
  }
  return all
}

/**
 * What `some` of the completions are, in words: `port 80`, `source ports 1-1023`, `ICMP type 8`. Empty where several
 * things are missing at once, so that no one of them is a bound.
 */
export function layer4Texts(all: readonly Layer4[], some: readonly Layer4[]): string[] {
  const open = DIMENSIONS.filter(({ of }) => new Set(all.map(of)).size > 1)
  const [dimension, ...others] = open
  if (dimension === undefined || others.length > 0) return []
  return dimension.what === 'icmp' ? icmpTexts(all, some) : portTexts(dimension, all, some)
}

const DIMENSIONS = [
  { what: 'source port', of: ({ sourcePort }: Layer4) => sourcePort },
  { what: 'port', of: ({ destinationPort }: Layer4) => destinationPort },
  { what: 'icmp', of: ({ icmp }: Layer4) => (icmp === undefined ? undefined : icmp.type * 256 + icmp.code) },
] as const

/** A completion stands for all ports up to the next one */
function portTexts(
  { of, what }: (typeof DIMENSIONS)[number],
  all: readonly Layer4[],
  some: readonly Layer4[],
): string[] {
  const starts = [...new Set(all.map((one) => of(one) ?? 0))].sort((a, b) => a - b)
  const chosen = new Set(some.map((one) => of(one) ?? 0))
  const ranges: { from: number; to: number }[] = []
  for (const [i, from] of starts.entries()) {
    if (!chosen.has(from)) continue
    const to = (starts[i + 1] ?? 65_536) - 1
    const last = ranges.at(-1)
    if (last !== undefined && last.to + 1 === from) last.to = to
    else ranges.push({ from, to })
  }
  return ranges.map(({ from, to }) =>
    from === to ? `${what} ${String(from)}` : `${what}s ${String(from)}-${String(to)}`,
  )
}

/** Of a type that a rule names there are two completions at least; the one type with a single one is any other */
function icmpTexts(all: readonly Layer4[], some: readonly Layer4[]): string[] {
  const count = (of: readonly Layer4[], type: number): number => of.filter(({ icmp }) => icmp?.type === type).length
  const types = [...new Set(some.flatMap(({ icmp }) => icmp?.type ?? []))].sort((a, b) => a - b)
  const named = types.filter((type) => count(all, type) > 1)
  return [
    ...named.map((type) =>
      count(some, type) === count(all, type)
        ? `ICMP type ${String(type)}`
        : `ICMP type ${String(type)} with some of its codes`,
    ),
    ...(named.length < types.length ? ['any ICMP type that no rule names'] : []),
  ]
}

/** Where names of ports and Services begin and cease to match: the ports that the peers have under them */
function jointEdges(peers: readonly Peer[]): number[] {
  const named = peers.flatMap(({ members }) => members.flatMap(({ ports }) => (ports ?? []).map(({ port }) => port)))
  const served = peers.flatMap(({ services }) => services.flatMap(({ port }) => port ?? []))
  return [...named, ...served].flatMap((port) => [port, port + 1])
}

export const isIcmp = (protocol: number): boolean => protocol === 1 || protocol === 58

/** One port of each interval between the edges */
function portsBetween(edges: readonly number[]): number[] {
  const ports = new Set([1])
  for (const edge of edges) if (edge >= 1 && edge <= 65_535) ports.add(edge)
  return [...ports]
}

/** Each type (and code) that a rule names, the same type with another code, and a type that no rule names */
function icmpTypes(programs: readonly Program[]): { type: number; code: number }[] {
  const named = programs
    .flatMap(({ rows }) => rows.flatMap(({ rule }) => [rule.match.icmp, rule.match.notIcmp]))
    .filter((one) => one !== undefined)
  const types = new Map<string, { type: number; code: number }>()
  const add = (type: number, code: number): void => void types.set(`${String(type)}.${String(code)}`, { type, code })
  for (const { code, type } of named) {
    add(type, code ?? 0)
    add(type, unnamed(named.filter((one) => one.type === type).map((one) => one.code ?? 0)))
  }
  add(unnamed(named.map(({ type }) => type)), 0)
  return [...types.values()]
}

function unnamed(taken: readonly number[]): number {
  let free = 0
  while (taken.includes(free)) free++
  return free
}
