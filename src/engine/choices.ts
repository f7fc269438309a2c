// What one end of a flow can be, as the programs see it: each candidate becomes a choice of workload and address, and
// ranges of unknown addresses fall into the pieces that the programs in question can tell apart (docs/semantics.md §8).

import { cidrsOf, lastAddress, printCidr, printIp } from '../base/ip.ts'
import type { Family, Ip, IpRange } from '../base/ip.ts'
import type { Workload } from '../model/cluster.ts'
import type { Candidate, FlowEnd } from '../model/flow.ts'
import type { CaseEnd } from '../model/verdict.ts'
import type { Engine } from './engine.ts'
import type { Peer } from './peers.ts'
import type { Choice } from './question.ts'

/** A choice whose address is not known; `pieces` are found once the other end's programs are known */
export interface OpenChoice {
  readonly workload: Workload | undefined
  readonly ranges: readonly IpRange[]
  readonly name: string
}

export interface Choices {
  readonly fixed: readonly Choice[]
  readonly open: readonly OpenChoice[]
}

const EVERYWHERE: readonly IpRange[] = ([4, 6] as const).map((family) => ({
  family,
  first: 0n,
  last: lastAddress(family),
}))

export function choicesOf(engine: Engine, end: FlowEnd): Choices {
  const fixed: Choice[] = []
  const open: OpenChoice[] = []
  for (const candidate of end.candidates) {
    const choices = choiceOf(engine, candidate)
    fixed.push(...choices.fixed)
    open.push(...choices.open)
  }
  return { fixed, open }
}

function choiceOf(engine: Engine, candidate: Candidate): Choices {
  switch (candidate.is) {
    case 'address':
      return { fixed: [atAddress(engine, candidate.ip, printIp(candidate.ip))], open: [] }
    case 'addresses':
      return { fixed: [], open: [{ workload: undefined, ranges: candidate.ranges, name: candidate.what }] }
    case 'stand-in':
      return { fixed: [], open: [openWorkload(engine, candidate.workload)] }
    case 'pod':
      return podChoices(engine, candidate.namespace, candidate.name, candidate.ip)
  }
}

function podChoices(engine: Engine, namespace: string, name: string, ip: Ip | undefined): Choices {
  const shown = `${namespace}/${name}`
  const workload = engine.workload(namespace, name)
  if (workload === undefined) {
    const host = engine.cluster.hostPods.find((one) => one.namespace === namespace && one.name === name)
    const addresses = ip === undefined ? (host?.addresses ?? []) : [ip]
    if (addresses.length === 0) return { fixed: [], open: [{ workload: undefined, ranges: EVERYWHERE, name: shown }] }
    return { fixed: addresses.map((one) => atAddress(engine, one, shown)), open: [] }
  }
  const addresses = ip === undefined ? workload.addresses : [ip]
  if (addresses.length === 0) return { fixed: [], open: [openWorkload(engine, workload)] }
  const known: CaseEnd = { is: 'known', members: [shown] }
  return {
    fixed: addresses.map((one) => ({ workload, peer: engine.peers.peerAt(one), shown: known, node: undefined })),
    open: [],
  }
}

function atAddress(engine: Engine, ip: Ip, name: string): Choice {
  const workload = engine.workloadAt(ip)
  return {
    workload,
    peer: engine.peers.peerAt(ip),
    shown: { is: 'known', members: [workload === undefined ? name : `${workload.namespace}/${workload.name}`] },
    node: engine.nodeAt(ip),
  }
}

/** A workload without a pod has some address of the pools, if those are known */
function openWorkload(engine: Engine, workload: Workload): OpenChoice {
  const { pools } = engine.cluster
  return { workload, ranges: pools.length === 0 ? EVERYWHERE : pools, name: `${workload.namespace}/${workload.name}` }
}

/**
 * The pieces of an open choice, joined where `tell` gives the same text for their peers. A workload that looks the
 * same at every address is known; otherwise each piece is possible.
 */
export function piecesOf(
  engine: Engine,
  { name, ranges, workload }: OpenChoice,
  tell: (peer: Peer) => string,
): Choice[] {
  const groups = new Map<string, { peer: Peer; ranges: IpRange[] }>()
  for (const range of ranges)
    for (const piece of engine.peers.piecesOf(range, workload)) {
      const key = `${String(piece.peer.family)} ${tell(piece.peer)}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { peer: piece.peer, ranges: [piece.range] })
      else group.ranges.push(piece.range)
    }
  const families = new Set<Family>(Array.from(groups.values(), ({ peer }) => peer.family))
  const alike = workload !== undefined && groups.size === families.size
  return Array.from(groups.values(), ({ peer, ranges: of }) => ({
    workload,
    peer,
    shown: alike ? { is: 'known', members: [name] } : { is: 'possible', members: [printRanges(name, of, workload)] },
    node: undefined,
  }))
}

/** More prefixes than this are not worth a reader's time */
const SHOWN_PREFIXES = 6

function printRanges(name: string, ranges: readonly IpRange[], workload: Workload | undefined): string {
  const cidrs: string[] = []
  for (const range of joined(ranges)) {
    cidrs.push(...cidrsOf(range).map(printCidr))
    if (cidrs.length > SHOWN_PREFIXES) return `any other address of ${name}`
  }
  const at = cidrs.join(', ')
  return workload === undefined ? at : `${name} at ${at}`
}

function joined(ranges: readonly IpRange[]): IpRange[] {
  const out: IpRange[] = []
  for (const range of ranges) {
    const top = out.at(-1)
    if (top?.family === range.family && top.last + 1n === range.first)
      out[out.length - 1] = { ...top, last: range.last }
    else out.push(range)
  }
  return out
}
