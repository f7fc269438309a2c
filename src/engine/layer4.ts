// Ports and ICMP types that a record left out, as the completions that the programs can tell apart.

import type { Flow } from '../model/flow.ts'
import type { Peer } from './peers.ts'
import type { Program } from './program.ts'
import { hasPorts } from './rows.ts'
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
    const ports = portsBetween([...edges, ...jointEdges(programs, sources)])
    all = all.flatMap((one) => ports.map((port) => ({ ...one, sourcePort: port })))
  }
  if (missing.destinationPort && hasPorts(protocol)) {
    const edges = programs.flatMap(({ destinationPortEdges }) => destinationPortEdges)
    const ports = portsBetween([...edges, ...jointEdges(programs, destinations)])
    all = all.flatMap((one) => ports.map((port) => ({ ...one, destinationPort: port })))
  }
  if (missing.icmp && isIcmp(protocol)) {
    const types = icmpTypes(programs)
    all = all.flatMap((one) => types.map((type) => ({ ...one, icmp: type })))
  }
  return all
}

/** Where names of ports and Services begin and cease to match: the ports that the peers have under them */
function jointEdges(programs: readonly Program[], peers: readonly Peer[]): number[] {
  if (!programs.some(({ joint }) => joint)) return []
  const named = peers.flatMap(({ members }) => members.flatMap(({ ports }) => ports.map(({ port }) => port)))
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
