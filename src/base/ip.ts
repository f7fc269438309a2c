// IPv4 and IPv6 addresses and prefixes as numbers: parse strictly, contain, print (docs/semantics.md §5).
// Strict as Kubernetes and Calico are: four decimal parts without leading zeros, no zone, prefix without sign or padding.

export type Family = 4 | 6

export interface Ip {
  readonly family: Family
  readonly value: bigint
}

/** A prefix; `first` has its host bits cleared */
export interface Cidr {
  readonly family: Family
  readonly first: bigint
  readonly last: bigint
  readonly prefix: number
}

/** Addresses from `first` to `last`, both included */
export interface IpRange {
  readonly family: Family
  readonly first: bigint
  readonly last: bigint
}

const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/
const V6_MAX = (1n << 128n) - 1n
const V4_MAX = (1n << 32n) - 1n

export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128)
export const lastAddress = (family: Family): bigint => (family === 4 ? V4_MAX : V6_MAX)

function parseV4(text: string): number | undefined {
  if (!V4.test(text)) return undefined
  let value = 0
  for (const part of text.split('.')) value = value * 256 + Number(part)
  return value
}

const HEXTET = /^[0-9a-fA-F]{1,4}$/

function parseV6(text: string): bigint | undefined {
  let head = text
  const groups: number[] = []
  const tail: number[] = []
  const dotted = head.lastIndexOf(':')
  let dottedParts: number[] = []
  if (head.includes('.')) {
    const v4 = parseV4(head.slice(dotted + 1))
    if (v4 === undefined) return undefined
    dottedParts = [Math.floor(v4 / 65_536), v4 % 65_536]
    head = `${head.slice(0, dotted + 1)}${dottedParts.map((part) => part.toString(16)).join(':')}`
  }
  const halves = head.split('::')
  if (halves.length > 2) return undefined
  for (const [half, into] of [
    [halves[0] ?? '', groups],
    [halves[1] ?? '', tail],
  ] as const) {
    if (half === '') continue
    for (const group of half.split(':')) {
      if (!HEXTET.test(group)) return undefined
      into.push(Number.parseInt(group, 16))
    }
  }
  const missing = 8 - groups.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  let value = 0n
  for (const group of [...groups, ...Array.from({ length: missing }, () => 0), ...tail])
    value = (value << 16n) | BigInt(group)
  return value
}

/** An address, or undefined if the text is none; an IPv4-mapped IPv6 address is IPv4, as in Go */
export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) {
    const v4 = parseV4(text)
    return v4 === undefined ? undefined : { family: 4, value: BigInt(v4) }
  }
  const value = parseV6(text)
  if (value === undefined) return undefined
  return value >> 32n === 0xffffn ? { family: 4, value: value & V4_MAX } : { family: 6, value }
}

const PREFIX = /^(?:0|[1-9]\d?|1[01]\d|12[0-8])$/

export interface ParsedCidr extends Cidr {
  /** Host bits were set in the text and have been cleared */
  readonly hostBits: boolean
}

/** A prefix, or undefined if the text is none; host bits are cleared and said */
export function parseCidr(text: string): ParsedCidr | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return undefined
  const ip = parseIp(text.slice(0, slash))
  const length = text.slice(slash + 1)
  if (ip === undefined || !PREFIX.test(length)) return undefined
  const prefix = Number(length)
  if (prefix > bitsOf(ip.family)) return undefined
  const cidr = cidrOf(ip, prefix)
  return { ...cidr, hostBits: cidr.first !== ip.value }
}

/** An address or a prefix, as network sets take both */
export function parseNet(text: string): Cidr | undefined {
  if (text.includes('/')) return parseCidr(text)
  const ip = parseIp(text)
  return ip === undefined ? undefined : cidrOf(ip, bitsOf(ip.family))
}

export function cidrOf(ip: Ip, prefix: number): Cidr {
  const host = BigInt(bitsOf(ip.family) - prefix)
  const first = (ip.value >> host) << host
  return { family: ip.family, first, last: first + (1n << host) - 1n, prefix }
}

export const contains = (range: IpRange, ip: Ip): boolean =>
  range.family === ip.family && range.first <= ip.value && ip.value <= range.last

export function printIp(ip: Ip): string {
  if (ip.family === 4) {
    const value = Number(ip.value)
    const part = (shift: number): string => String((value >>> shift) & 255)
    return `${part(24)}.${part(16)}.${part(8)}.${part(0)}`
  }
  // Few big numbers: four words of two groups each
  const words = [96n, 64n, 32n, 0n].map((shift) => Number(BigInt.asUintN(32, ip.value >> shift)))
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff])
  const zeros = longestZeros(groups)
  const hex = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':')
  return zeros.length < 2 ? hex(0, 8) : `${hex(0, zeros.start)}::${hex(zeros.start + zeros.length, 8)}`
}

/** Values by address */
export class IpMap<T> {
  // Small numbers are found faster than big ones.
  readonly #v4 = new Map<number, T>()
  readonly #v6 = new Map<bigint, T>()

  get({ family, value }: Ip): T | undefined {
    return family === 4 ? this.#v4.get(Number(value)) : this.#v6.get(value)
  }

  set({ family, value }: Ip, to: T): void {
    if (family === 4) this.#v4.set(Number(value), to)
    else this.#v6.set(value, to)
  }
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  for (let i = 0; i <= groups.length; i++) {
    if (i < groups.length && groups[i] === 0) continue
    if (i - start > best.length) best = { start, length: i - start }
    start = i + 1
  }
  return best
}

export const printCidr = (cidr: Cidr): string =>
  `${printIp({ family: cidr.family, value: cidr.first })}/${String(cidr.prefix)}`

/** The fewest prefixes that make up a range */
export function cidrsOf(range: IpRange): Cidr[] {
  const cidrs: Cidr[] = []
  const bits = bitsOf(range.family)
  let first = range.first
  while (first <= range.last) {
    let prefix = bits
    while (prefix > 0) {
      const wider = cidrOf({ family: range.family, value: first }, prefix - 1)
      if (wider.first !== first || wider.last > range.last) break
      prefix--
    }
    const cidr = cidrOf({ family: range.family, value: first }, prefix)
    cidrs.push(cidr)
    first = cidr.last + 1n
  }
  return cidrs
}

/** `ranges` without `holes`, sorted and disjoint; IPv4 before IPv6 */
export function subtract(ranges: readonly IpRange[], holes: readonly IpRange[]): IpRange[] {
  const out: IpRange[] = []
  for (const family of [4, 6] as const) {
    const sortedHoles = union(holes.filter((hole) => hole.family === family))
    let at = 0
    for (const range of union(ranges.filter((one) => one.family === family))) {
      let first = range.first
      while (at < sortedHoles.length && (sortedHoles[at]?.last ?? 0n) < first) at++
      for (let i = at; i < sortedHoles.length; i++) {
        const hole = sortedHoles[i]
        if (hole === undefined || hole.first > range.last) break
        if (hole.first > first) out.push({ family, first, last: hole.first - 1n })
        first = hole.last + 1n
      }
      if (first <= range.last) out.push({ family, first, last: range.last })
    }
  }
  return out
}

/** Sorted, disjoint, joined where they touch; all of one family */
function union(ranges: readonly IpRange[]): IpRange[] {
  const sorted = [...ranges].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
  const out: { family: Family; first: bigint; last: bigint }[] = []
  for (const range of sorted) {
    const top = out.at(-1)
    if (top !== undefined && range.first <= top.last + 1n) {
      if (range.last > top.last) top.last = range.last
    } else out.push({ ...range })
  }
  return out
}
