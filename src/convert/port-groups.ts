// The ports of a Kubernetes rule, grouped by protocol as Calico's converter does it (docs/semantics.md §6.1, §6.3).

import { byText } from '../base/order.ts'
import type { PortMatch } from '../model/policy.ts'
import { parseProtocol, portMatch, simplify, type Port } from './protocol.ts'

/** All ports of a protocol */
export const NO_PORTS = 'no-ports'

export interface WirePort {
  /** As Kubernetes spells it; empty for any, with a named port or with no port at all, which takes the whole rule */
  readonly protocol: string
  readonly port: Port | typeof NO_PORTS
}

export interface PortGroup {
  /** Undefined: any */
  readonly protocol: number | undefined
  /** Undefined: any */
  readonly ports: PortMatch | undefined
}

const ANY: PortGroup = { protocol: undefined, ports: undefined }

/**
 * One group per protocol, in alphabetical order; a port-less entry takes its whole protocol. No entries are one group
 * of anything. Undefined where an entry is, because a rule with one cannot be converted.
 */
export function portGroups(entries: readonly (WirePort | undefined)[]): readonly PortGroup[] | undefined {
  if (entries.length === 0) return [ANY]
  const byProtocol = new Map<string, Port[] | typeof NO_PORTS>()
  for (const entry of entries) {
    if (entry === undefined) return undefined
    if (entry.protocol === '' && entry.port === NO_PORTS) return [ANY]
    byProtocol.set(entry.protocol, joined(byProtocol.get(entry.protocol) ?? [], entry.port))
  }
  const groups = [...byProtocol]
    .sort(([a], [b]) => byText(a, b))
    .map(([name, ports]): PortGroup | undefined => {
      const protocol = name === '' ? undefined : parseProtocol(name)?.number
      const isKnown = name === '' || protocol !== undefined
      return isKnown ? { protocol, ports: ports === NO_PORTS ? undefined : simplified(ports) } : undefined
    })
  const known = groups.filter((group) => group !== undefined)
  return known.length === groups.length ? known : undefined
}

const joined = (ports: Port[] | typeof NO_PORTS, port: WirePort['port']): Port[] | typeof NO_PORTS =>
  ports === NO_PORTS || port === NO_PORTS ? NO_PORTS : [...ports, port]

function simplified(ports: readonly Port[]): PortMatch | undefined {
  const match = portMatch(ports)
  return match && { ranges: simplify(match.ranges), names: [...new Set(match.names)] }
}
