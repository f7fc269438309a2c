// Flows of which a record left something out, with every packet that they can mean, as far as any rule of the random worlds
// can tell packets apart.

import type { Ip, IpRange } from '../../src/base/ip.ts'
import type { Workload } from '../../src/model/cluster.ts'
import type { Candidate, Flow } from '../../src/model/flow.ts'
import { endOf, flowOf } from './engines.ts'
import type { Random } from './random.ts'
import type { Tuple, TupleEnd } from './reference.ts'
import type { World } from './worlds.ts'

export interface OpenFlow {
  readonly flow: Flow
  /** Every packet that the flow can mean, as far as any rule can tell packets apart */
  readonly completions: readonly Tuple[]
}

export const SIDES = ['source', 'destination'] as const

export function openFlow(random: Random, tuple: Tuple, world: World): OpenFlow {
  const missing = {
    sourcePort: tuple.sourcePort !== undefined && random.oneIn(2),
    destinationPort: tuple.destinationPort !== undefined && random.oneIn(3),
    icmp: tuple.icmp !== undefined && random.oneIn(2),
  }
  const changes: Partial<Flow> = {
    missing,
    ...(missing.sourcePort ? { sourcePort: undefined } : {}),
    ...(missing.destinationPort ? { destinationPort: undefined } : {}),
    ...(missing.icmp ? { icmp: undefined } : {}),
  }
  const layer4 = product(
    missing.sourcePort ? PORTS : [tuple.sourcePort],
    missing.destinationPort ? PORTS : [tuple.destinationPort],
    missing.icmp ? ICMP : [tuple.icmp],
  ).map(([sourcePort, destinationPort, icmp]) => ({ protocol: tuple.protocol, sourcePort, destinationPort, icmp }))

  const side = random.pick(SIDES)
  const { candidates, ends } = openEnd(random, tuple[side], world)
  return {
    flow: flowOf(tuple, { ...changes, [side]: endOf(candidates, 'open') }),
    completions: product(ends, layer4).map(([end, l4]) => ({ ...tuple, ...l4, [side]: end })),
  }
}

/** The ports at which a rule of the random worlds can begin or cease to match, with the names of ports and Services */
const PORTS = [1, 52, 53, 54, 55, 73, 74, 79, 80, 81, 82, 83, 100, 101, 102, 8079, 8080, 8081, 8082, 8100, 8101]

/** Types and codes that rules name, and others */
const ICMP = [0, 3, 8, 5].flatMap((type) => [0, 1, 2].map((code) => ({ type, code })))

function product<A, B>(a: readonly A[], b: readonly B[]): [A, B][]
function product<A, B, C>(a: readonly A[], b: readonly B[], c: readonly C[]): [A, B, C][]
function product(...lists: readonly (readonly unknown[])[]): unknown[][] {
  return lists.reduce<unknown[][]>((all, list) => all.flatMap((one) => list.map((item) => [...one, item])), [[]])
}

function openEnd(random: Random, end: TupleEnd, world: World): { candidates: Candidate[]; ends: TupleEnd[] } {
  const { family } = end.ip
  const addressed = world.cluster.workloads.filter((one) => one.addresses.some((ip) => ip.family === family))
  switch (addressed.length === 0 ? 2 : random.int(3)) {
    case 0: {
      // One of several pods, at whichever of its addresses has the family of the other end
      const pods = [...new Set(random.some(addressed, 1, 3))]
      return {
        candidates: pods.map(({ name, namespace }) => ({ is: 'pod', namespace, name, ip: undefined })),
        ends: pods.flatMap((workload) => at(workload, family)),
      }
    }
    case 1: {
      const ranges = FREE.filter((range) => range.family === family)
      return {
        candidates: [{ is: 'addresses', ranges, what: 'network' }],
        ends: ranges.flatMap(addressesOf).map((ip) => ({ workload: undefined, ip })),
      }
    }
    default:
      return {
        candidates: [
          end.workload === undefined
            ? { is: 'address', ip: end.ip }
            : { is: 'pod', namespace: end.workload.namespace, name: end.workload.name, ip: end.ip },
        ],
        ends: [end],
      }
  }
}

export const at = (workload: Workload, family: Ip['family']): TupleEnd[] =>
  workload.addresses.filter((ip) => ip.family === family).map((ip) => ({ workload, ip }))

/** Ranges that no endpoint of the random worlds has an address in, and that their nets and sets cut into pieces */
export const FREE: readonly IpRange[] = [
  { family: 4, first: 0x0a00_000cn, last: 0x0a00_001fn },
  { family: 4, first: 0x0a00_00c4n, last: 0x0a00_00d3n },
  { family: 4, first: 0x0808_0800n, last: 0x0808_0811n },
  { family: 6, first: (0xfd00n << 112n) + 12n, last: (0xfd00n << 112n) + 31n },
  { family: 6, first: (0x2001_0db8n << 96n) - 2n, last: (0x2001_0db8n << 96n) + 17n },
]

export const addressesOf = ({ family, first, last }: IpRange): Ip[] =>
  Array.from({ length: Number(last - first) + 1 }, (_, i) => ({ family, value: first + BigInt(i) }))
