// Some of the addresses that a name can stand for, in words that a reader can check: prefixes where they are few, else
// what is left out (docs/semantics.md §8.4).

import { cidrsOf, parseNet, printCidr, subtract } from '../base/ip.ts'
import type { IpRange } from '../base/ip.ts'
import { byText } from '../base/order.ts'

/** Addresses of a name, out of all that it may mean */
export interface OpenRanges {
  readonly name: string
  readonly ranges: readonly IpRange[]
  readonly among: readonly IpRange[]
}

/** More prefixes than this are not worth a reader's time */
const SHOWN_PREFIXES = 6

/**
 * One text for each prefix; or one in all: `NAME outside PREFIX, PREFIX`, `every address of NAME` (with the family where
 * it is one of two), or `any other address of NAME` where neither the ranges nor what is left out is few.
 */
export function boundTexts({ among, name, ranges }: OpenRanges): readonly string[] {
  const inside = prefixes(ranges, SHOWN_PREFIXES)
  if (inside !== undefined) return inside
  const families = new Set(ranges.map(({ family }) => family))
  const comparable = among.filter(({ family }) => families.has(family))
  const outside = prefixes(subtract(comparable, ranges), SHOWN_PREFIXES)
  if (outside === undefined) return [`any other address of ${name}`]
  if (outside.length > 0) return [`${name} outside ${outside.join(', ')}`]
  const [only] = comparable.length < among.length ? families : []
  return [only === undefined ? `every address of ${name}` : `every IPv${String(only)} address of ${name}`]
}

/** Undefined where there are more than `most` */
function prefixes(ranges: readonly IpRange[], most: number): readonly string[] | undefined {
  const found: string[] = []
  for (const range of subtract(ranges, [])) {
    for (const cidr of cidrsOf(range)) found.push(printCidr(cidr))
    if (found.length > most) return undefined
  }
  return found
}

/** What is most of a name's addresses; as `boundTexts` says it */
const WIDE = /^(?:any other|every(?: IPv[46])?) address of |.* outside [\da-fA-F.:/, ]+$/s

/** As many addresses as there are */
const EVERYTHING = 2n ** 128n

/** How much a text stands for: addresses of a prefix, one pod or port; all there is where it is most of a network */
export function breadthOf(text: string): bigint {
  const net = parseNet(text)
  if (net !== undefined) return net.last - net.first + 1n
  return WIDE.test(text) ? EVERYTHING : 1n
}

/** Narrowest first */
export function byBreadth(a: string, b: string): number {
  const difference = breadthOf(a) - breadthOf(b)
  return difference === 0n ? byText(a, b) : Number(difference > 0n) * 2 - 1
}
