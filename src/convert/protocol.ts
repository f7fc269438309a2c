// Protocols and ports as the policy APIs write them → numbers and ranges (docs/semantics.md §1.5, §1.6, §5.3, §6.1).

import type { PortMatch, PortRange } from '../model/policy.ts'
import { PROTOCOL_NAMES, protocolNumber } from '../model/protocol.ts'
import type { Family } from '../base/ip.ts'

export const TCP = 6

/** Calico's names, lower-cased as the Felix model has them */
const NUMBERS: ReadonlyMap<string, number> = new Map(
  PROTOCOL_NAMES.flatMap((name) => {
    const number = protocolNumber(name)
    return number === undefined ? [] : [[name.toLowerCase(), number] as const]
  }),
)

export interface Protocol {
  readonly number: number
  /** What a name implies and a number does not */
  readonly family: Family | undefined
}

/** A protocol as the Felix model has it, with names in any case; undefined where it is none */
export function parseProtocol(written: string | number): Protocol | undefined {
  const number = typeof written === 'number' ? written : /^\d+$/.test(written) ? Number(written) : undefined
  if (number !== undefined) {
    return Number.isInteger(number) && number >= 1 && number <= 255 ? { number, family: undefined } : undefined
  }
  const name = String(written).toLowerCase()
  const found = NUMBERS.get(name)
  return found === undefined
    ? undefined
    : { number: found, family: name === 'icmp' ? 4 : name === 'icmpv6' ? 6 : undefined }
}

/** TCP, UDP, SCTP by Kubernetes' spelling; undefined for any other */
export function kubernetesProtocol(name: string): number | undefined {
  return ['TCP', 'UDP', 'SCTP'].includes(name) ? NUMBERS.get(name.toLowerCase()) : undefined
}

export type Port =
  { readonly is: 'range'; readonly from: number; readonly to: number } | { readonly is: 'name'; readonly name: string }

const MAX_PORT = 65_535
const NAME = /^[a-zA-Z0-9_.-]{1,128}$/

/** A port as Calico's own type reads it: undefined where decoding fails. Port 0 passes here, and Felix drops it */
export function parsePort(written: string | number): Port | undefined {
  if (typeof written === 'number') return Number.isInteger(written) ? range(written, written) : undefined
  const digits = /^(\d+)(?::(\d+))?$/.exec(written)
  if (digits !== null) return range(Number(digits[1]), Number(digits[2] ?? digits[1]))
  return NAME.test(written) ? { is: 'name', name: written } : undefined
}

const range = (from: number, to: number): Port | undefined =>
  from >= 0 && from <= to && to <= MAX_PORT ? { is: 'range', from, to } : undefined

/** Ports as one match, undefined for none; numbers stay in the order given */
export function portMatch(ports: readonly Port[]): PortMatch | undefined {
  if (ports.length === 0) return undefined
  return {
    ranges: ports.flatMap((port) => (port.is === 'range' ? [{ from: port.from, to: port.to }] : [])),
    names: ports.flatMap((port) => (port.is === 'name' ? [port.name] : [])),
  }
}

/** The fewest ranges that cover the same ports, ascending (`SimplifyPorts`, §6.1) */
export function simplify(ranges: readonly PortRange[]): PortRange[] {
  const out: { from: number; to: number }[] = []
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1)
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to)
    else out.push({ from, to })
  }
  return out
}
