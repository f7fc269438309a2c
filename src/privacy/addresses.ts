// Addresses → other addresses, so that two that share so many leading bits still share them, and so does every prefix that
// holds them (the idea of Crypto-PAn, Xu and others 2002): whether a bit is turned hangs on the bits before it and on the key.
//
// INVARIANT: an address lies in a prefix if and only if its pseudonym lies in the prefix's. Blocks that mean something by
// themselves, private ones above all, and prefixes that are to stay, are mapped onto themselves.

import { bitsOf, cidrOf, parseIp, parseNet, printCidr, printIp } from '../base/ip.ts'
import type { Cidr, Family, Ip } from '../base/ip.ts'

/** HMAC-SHA256 of a text, under the key of the pseudonyms: 32 bytes */
export type Hmac = (text: string) => Uint8Array

/**
 * What Calico tells apart by address alone (RFC 1918), and what a reader knows by sight: this host, loopback, link-local,
 * shared, multicast and reserved; IPv4 in IPv6, unique local, global
 */
const BLOCKS: readonly Cidr[] = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '100.64.0.0/10'],
  ...[
    '224.0.0.0/4',
    '240.0.0.0/4',
    '::/128',
    '::1/128',
    '::ffff:0:0/96',
    'fc00::/7',
    'fe80::/10',
    'ff00::/8',
    '2000::/3',
  ],
].flatMap((text) => netOf(text) ?? [])

/** An IPv4 address in IPv6 is IPv4 everywhere else, and a block of IPv6 here */
function netOf(text: string): Cidr | undefined {
  if (text !== '::ffff:0:0/96') return parseNet(text)
  return cidrOf({ family: 6, value: 0xffff_0000_0000n }, 96)
}

const CHUNK = 8

export class Addresses {
  readonly #hmac: Hmac
  readonly #kept: readonly Cidr[]
  /** By family and the bits before a chunk: for each node of its tree, whether the bit is turned */
  readonly #turns = new Map<string, Uint8Array>()
  readonly #known = new Map<string, Ip>()

  /** `kept`: prefixes that are to stay as they are; what is in them changes */
  constructor(hmac: Hmac, kept: readonly Cidr[]) {
    this.#hmac = hmac
    this.#kept = [...BLOCKS, ...kept]
  }

  ip(ip: Ip): Ip {
    const key = `${String(ip.family)} ${ip.value.toString(16)}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const mapped = this.#map(ip)
    this.#known.set(key, mapped)
    return mapped
  }

  net(net: Cidr): Cidr {
    const { value } = this.ip({ family: net.family, value: net.first })
    return cidrOf({ family: net.family, value }, net.prefix)
  }

  /** An address or a prefix as text; undefined for what is neither. Bits behind the prefix stay where there are some */
  text(text: string): string | undefined {
    const ip = parseIp(text)
    if (ip !== undefined) return printIp(this.ip(ip))
    const net = parseNet(text)
    const slash = text.indexOf('/')
    if (net === undefined || slash < 0) return undefined
    const written = parseIp(text.slice(0, slash))
    if (written === undefined || written.value === net.first) return printCidr(this.net(net))
    return `${printIp(this.ip(written))}/${String(net.prefix)}`
  }

  #map({ family, value }: Ip): Ip {
    const bits = bitsOf(family)
    const fixed = this.#fixedBits(family, value)
    let mapped = 0n
    for (let at = 0; at < bits; at += CHUNK) {
      const byte = Number((value >> BigInt(bits - at - CHUNK)) & 0xffn)
      const turns = at + CHUNK <= fixed ? undefined : this.#turnsAt(family, value >> BigInt(bits - at), at)
      let [out, node] = [0, 1]
      for (let i = 0; i < CHUNK; i++) {
        const bit = (byte >> (CHUNK - 1 - i)) & 1
        const isTurned = at + i >= fixed && turns !== undefined && isSet(turns, node)
        out = out * 2 + (isTurned ? 1 - bit : bit)
        node = node * 2 + bit
      }
      mapped = (mapped << BigInt(CHUNK)) | BigInt(out)
    }
    return { family, value: mapped }
  }

  /** How many leading bits lead to a block that is mapped onto itself */
  #fixedBits(family: Family, value: bigint): number {
    const bits = bitsOf(family)
    let fixed = 0
    for (const { family: own, first, prefix } of this.#kept) {
      if (own !== family) continue
      const differing = (value ^ first).toString(2)
      const shared = value === first ? bits : bits - differing.length
      fixed = Math.max(fixed, Math.min(shared + 1, prefix))
    }
    return fixed
  }

  /** 256 bits: more than the inner nodes of a tree of eight levels, which are numbered from 1 */
  #turnsAt(family: Family, before: bigint, at: number): Uint8Array {
    const key = `address ${String(family)} ${String(at)} ${before.toString(16)}`
    const known = this.#turns.get(key)
    if (known !== undefined) return known
    const turns = this.#hmac(key)
    this.#turns.set(key, turns)
    return turns
  }
}

const isSet = (bytes: Uint8Array, bit: number): boolean => (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1
