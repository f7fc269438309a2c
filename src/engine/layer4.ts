// Ports and ICMP types that a record left out, as the completions that the programs can tell apart.

import type { Flow } from '../model/flow.ts'
import type { Program } from './program.ts'
import { hasPorts } from './rows.ts'
import type { Layer4 } from './rows.ts'

/** One entry where nothing is missing, or nothing that a rule asks for */
export function completions(flow: Flow, programs: readonly Program[]): Layer4[] {
  const { destinationPort, icmp, missing, protocol, sourcePort } = flow
  const given: Layer4 = { protocol, sourcePort, destinationPort, icmp }
  let all = [given]
  if (missing.sourcePort && hasPorts(protocol)) {
    const ports = portsBetween(programs.flatMap(({ sourcePortEdges }) => sourcePortEdges))
    all = all.flatMap((one) => ports.map((port) => ({ ...one, sourcePort: port })))
  }
  if (missing.destinationPort && hasPorts(protocol)) {
    const ports = portsBetween(programs.flatMap(({ destinationPortEdges }) => destinationPortEdges))
    all = all.flatMap((one) => ports.map((port) => ({ ...one, destinationPort: port })))
  }
  if (missing.icmp && isIcmp(protocol)) {
    const types = icmpTypes(programs)
    all = all.flatMap((one) => types.map((type) => ({ ...one, icmp: type })))
  }
  return all
}

const isIcmp = (protocol: number): boolean => protocol === 1 || protocol === 58

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
