// What may pass from one workload to another → a set of (protocol, port) that can be subtracted and compared, whoever wrote it.
// A set maps TCP, UDP and SCTP to sorted ranges of ports that do not touch, and ICMP to [] or [[0, 0]].

const PORTS = { TCP: [[1, 65535]], UDP: [[1, 65535]], SCTP: [[1, 65535]], ICMP: [[0, 0]] }
const PROTOCOLS = Object.keys(PORTS)

export const ALL = PORTS
export const NONE = of(() => [])

export const isNone = (set) => PROTOCOLS.every((protocol) => set[protocol].length === 0)
export const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b)
export const union = (a, b) => of((protocol) => merged([...a[protocol], ...b[protocol]]))
export const minus = (a, b) => of((protocol) => subtracted(a[protocol], b[protocol]))

/** Without the protocols that a tool does not know */
export const only = (protocols, set) => of((protocol) => (protocols.includes(protocol) ? set[protocol] : []))

/** `TCP 1-79,81-65535; UDP 53` */
export function textOf(set) {
  const range = ([from, to]) => (from === to ? `${from}` : `${from}-${to}`)
  const parts = PROTOCOLS.filter((protocol) => set[protocol].length > 0).map((protocol) =>
    isSame(set[protocol], PORTS[protocol]) ? protocol : `${protocol} ${set[protocol].map(range).join(',')}`,
  )
  return parts.length === 0 ? 'nothing' : parts.join('; ')
}

/** A range of ports of one protocol; all of them where `from` is undefined */
export const ports = (protocol, from, to) =>
  of((one) => (one !== protocol ? [] : from === undefined ? PORTS[one] : [[from, to]]))

/** `80` or `8000-9100`, as both tools write it */
export function portsFromText(protocol, text) {
  const found = /^(\d+)(?:-(\d+))?$/.exec(text)
  if (found === null) throw new Error(`not a range of ports: ${text}`)
  return ports(protocol, Number(found[1]), Number(found[2] ?? found[1]))
}

export function isProtocol(text) {
  return PROTOCOLS.includes(text)
}

function of(rangesOf) {
  return Object.fromEntries(PROTOCOLS.map((protocol) => [protocol, rangesOf(protocol)]))
}

function merged(ranges) {
  const result = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}

function subtracted(ranges, holes) {
  let left = ranges
  for (const [from, to] of holes)
    left = left.flatMap(([first, last]) =>
      [
        [first, Math.min(last, from - 1)],
        [Math.max(first, to + 1), last],
      ].filter(([a, b]) => a <= b),
    )
  return left
}
