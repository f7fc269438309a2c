// What one end of a flow can be, as the programs see it: each candidate becomes a choice of workload and address, and
// ranges of unknown addresses fall into the pieces that the programs in question can tell apart (docs/semantics.md §8).

import { lastAddress } from '../base/ip.ts'
import type { Family, Ip, IpRange } from '../base/ip.ts'
import { boundTexts } from '../model/bound.ts'
import type { Workload } from '../model/cluster.ts'
import type { Candidate, FlowEnd } from '../model/flow.ts'
import type { CaseEnd } from '../model/verdict.ts'
import type { Engine } from './engine.ts'
import type { Peer } from './peers.ts'
import { doubtOf, hostPodChoices, outside } from './plugin.ts'
import type { Choice, Choices, OpenChoice } from './question.ts'

const NONE_OPEN: readonly OpenChoice[] = []

const EVERYWHERE: readonly IpRange[] = ([4, 6] as const).map((family) => ({
  family,
  first: 0n,
  last: lastAddress(family),
}))

export function choicesOf(engine: Engine, end: FlowEnd): Choices {
  const { candidates } = end
  const [only, ...others] = candidates
  if (only !== undefined && others.length === 0) return choiceOf(engine, only, candidates)
  const fixed: Choice[] = []
  const open: OpenChoice[] = []
  for (const candidate of candidates) {
    const choices = choiceOf(engine, candidate, [candidate])
    fixed.push(...choices.fixed)
    open.push(...choices.open)
  }
  return { fixed, open }
}

/** `alone`: the candidate and no other */
function choiceOf(engine: Engine, candidate: Candidate, alone: readonly Candidate[]): Choices {
  switch (candidate.is) {
    case 'address':
      return { fixed: [atAddress(engine, candidate.ip, undefined, alone)], open: NONE_OPEN }
    case 'addresses':
      return { fixed: [], open: [{ workload: undefined, ranges: candidate.ranges, name: candidate.what, candidate }] }
    case 'stand-in':
      return { fixed: [], open: [openWorkload(engine, candidate.workload, candidate)] }
    case 'pod':
      return podChoices(engine, candidate, alone)
  }
}

function podChoices(
  engine: Engine,
  candidate: Extract<Candidate, { is: 'pod' }>,
  candidates: readonly Candidate[],
): Choices {
  const { ip, name, namespace } = candidate
  const shown = `${namespace}/${name}`
  const workload = engine.workload(namespace, name)
  if (workload === undefined) {
    const host = engine.cluster.hostPods.find((one) => one.namespace === namespace && one.name === name)
    const addresses = ip === undefined ? (host?.addresses ?? []) : [ip]
    if (addresses.length === 0)
      return { fixed: [], open: [{ workload: undefined, ranges: EVERYWHERE, name: shown, candidate }] }
    const asNode = addresses.map((one) => ({ ...atAddress(engine, one, shown, candidates), ip: one }))
    return { fixed: host === undefined ? asNode : hostPodChoices(engine, host, candidate, asNode), open: [] }
  }
  const addresses = ip === undefined ? workload.addresses : [ip]
  if (addresses.length === 0) return { fixed: [], open: [openWorkload(engine, workload, candidate)] }
  const known: CaseEnd = { is: 'known', members: [shown] }
  return {
    fixed: addresses.map((one) => ({
      workload,
      peer: engine.peers.peerAt(one),
      shown: known,
      node: undefined,
      candidates,
    })),
    open: NONE_OPEN,
  }
}

/** `name`: of what is there where no workload is; undefined: the address itself */
function atAddress(engine: Engine, ip: Ip, name: string | undefined, candidates: readonly Candidate[]): Choice {
  const address = engine.addresses.at(ip)
  const { node, workload } = address
  const peer = engine.peers.peerAtAddress(address)
  const spared = engine.cluster.settings.plugin?.nodeToOwnPods !== 'policy'
  return {
    workload,
    peer,
    shown: workload === undefined && name !== undefined ? { is: 'known', members: [name] } : address.shown,
    node: spared ? node : undefined,
    ...doubtOf(engine, ip, peer),
    candidates,
  }
}

/** A workload without a pod has some address of the pools, if those are known */
function openWorkload(engine: Engine, workload: Workload, candidate: Candidate): OpenChoice {
  const { pools } = engine.cluster
  const ranges = pools.length === 0 ? EVERYWHERE : pools
  return { workload, ranges, name: `${workload.namespace}/${workload.name}`, candidate }
}

/**
 * The pieces of an open choice, joined where `tell` gives the same text for their peers. A workload that looks the
 * same at every address is known; otherwise each piece is possible.
 */
export function piecesOf(engine: Engine, choice: OpenChoice, tell: (peer: Peer) => string): Choice[] {
  const { ranges, workload } = choice
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
  return Array.from(groups.values(), ({ peer, ranges: piece }) => ({
    workload,
    peer,
    ...(alike ? wholeOf(choice) : pieceOf(choice, piece)),
    node: undefined,
    ...(workload === undefined ? outside(engine, peer.family) : {}),
  }))
}

const wholeOf = ({ candidate, name }: OpenChoice): Pick<Choice, 'shown' | 'candidates'> => ({
  shown: { is: 'known', members: [name] },
  candidates: [candidate],
})

/** A workload is the same candidate at every address; a network can be narrowed to some of its addresses */
function pieceOf(
  { candidate, name, ranges: among, workload }: OpenChoice,
  ranges: readonly IpRange[],
): Pick<Choice, 'shown' | 'candidates'> {
  const open = { name, ranges, among }
  if (workload !== undefined) {
    const texts = (): readonly string[] => [`${name} at ${boundTexts(open).join(', ')}`]
    return { shown: shownLater('possible', texts, undefined), candidates: [candidate] }
  }
  return {
    shown: shownLater('possible', () => boundTexts(open), [open]),
    candidates: [{ is: 'addresses', ranges, what: name }],
  }
}

/** An end of which the texts are made when somebody asks for them: few of the ends that are judged are ever shown */
export function shownLater(is: CaseEnd['is'], find: () => readonly string[], open: CaseEnd['open']): CaseEnd {
  let members: readonly string[] | undefined
  return {
    is,
    get members(): readonly string[] {
      return (members ??= find())
    },
    ...(open === undefined ? {} : { open }),
  }
}
