// IP protocols as people write and read them: by name where Calico has one, else by number (docs/semantics.md §1.5).

const NAMES: ReadonlyMap<number, string> = new Map([
  [6, 'TCP'],
  [17, 'UDP'],
  [132, 'SCTP'],
  [1, 'ICMP'],
  [58, 'ICMPv6'],
  [136, 'UDPLite'],
])

/** Every protocol with a name, the common ones first */
export const PROTOCOL_NAMES: readonly string[] = [...NAMES.values()]

/** `TCP`, `ICMPv6`, or the number */
export const protocolName = (protocol: number): string => NAMES.get(protocol) ?? String(protocol)

/** The number of a name, spelled as in `PROTOCOL_NAMES`; undefined for any other text */
export function protocolNumber(name: string): number | undefined {
  for (const [number, known] of NAMES) if (known === name) return number
  return undefined
}

/** Rules can ask for ports of these only (§1.6) */
export const hasPorts = (protocol: number): boolean => protocol === 6 || protocol === 17 || protocol === 132
