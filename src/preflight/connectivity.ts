// All pairs of workloads, before and after, without any flows: which ports of which workload another one can newly
// reach, or reaches no more (docs/architecture.md). Pairs that no changed rule governs are not looked at.

import { lastAddress } from '../base/ip.ts'
import type { Family } from '../base/ip.ts'
import { byKeys } from '../base/order.ts'
import type { Engine } from '../engine/engine.ts'
import { both } from '../engine/judge.ts'
import type { Peer } from '../engine/peers.ts'
import type { Program } from '../engine/program.ts'
import type { Workload } from '../model/cluster.ts'
import type { Answer, EndVerdict } from '../model/verdict.ts'

export interface PairChange {
  /** `namespace/name` of the controllers */
  readonly source: string
  readonly destination: string
  /** Sorted by protocol and port, disjoint */
  readonly ports: readonly PortChange[]
}

export interface PortChange {
  /** `uncertain`: on one side at least an object that is not understood may decide; whether anything changes is not known */
  readonly change: 'newly-allowed' | 'newly-denied' | 'uncertain'
  readonly protocol: number
  /** Both included; undefined for a protocol without ports */
  readonly ports: { readonly from: number; readonly to: number } | undefined
}

/** TCP, UDP, SCTP; and ICMP for whatever has no ports */
const PROTOCOLS = [6, 17, 132, 1] as const
const LAST_PORT = 65_535

/** Clients connect from ephemeral ports: rules that ask for a source port are held against this one */
const CLIENT_PORT = 49_152

/** What one workload is on both sides */
interface Node {
  readonly name: string
  readonly egress: Sides<Program>
  readonly ingress: Sides<Program>
  readonly peers: Sides<Peers>
}

interface Sides<T> {
  readonly before: T
  readonly after: T
}

/** By family, in the order of the addresses; at least one */
type Peers = ReadonlyMap<Family, Peer>

/**
 * Sorted by source, then destination. A workload is judged by the first of its pods, a pair by addresses of the first
 * family that the source shares with the destination on both sides; pairs that share none are not connected.
 */
export function connectivityChanges(before: Engine, after: Engine): PairChange[] {
  const nodes = nodesOf(before, after)
  const sameCluster = before.cluster === after.cluster
  const isTouched = ({ after: now, before: old }: Sides<Program>): boolean => !sameCluster || !old.isSameAs(now)
  const memo = new Map<string, readonly PortChange[]>()
  const changes: PairChange[] = []
  const touchedSource = new Map(nodes.map((node) => [node, isTouched(node.egress)]))
  const touchedDestination = new Map(nodes.map((node) => [node, isTouched(node.ingress)]))
  for (const source of nodes)
    for (const destination of nodes) {
      if (touchedSource.get(source) !== true && touchedDestination.get(destination) !== true) continue
      const ports = portChanges(source, destination, memo)
      if (ports.length > 0) changes.push({ source: source.name, destination: destination.name, ports })
    }
  return changes.sort(
    byKeys(
      (one) => one.source,
      (one) => one.destination,
    ),
  )
}

function nodesOf(before: Engine, after: Engine): Node[] {
  const nodes = new Map<string, Node>()
  for (const workload of before.cluster.workloads) {
    const name = `${workload.namespace}/${workload.owner.name}`
    const now = after.workload(workload.namespace, workload.name)
    if (now === undefined || nodes.has(name)) continue
    nodes.set(name, {
      name,
      egress: { before: before.program(workload, 'egress'), after: after.program(now, 'egress') },
      ingress: { before: before.program(workload, 'ingress'), after: after.program(now, 'ingress') },
      peers: { before: peersOf(before, workload), after: peersOf(after, now) },
    })
  }
  return [...nodes.values()]
}

/** A workload without an address is taken to have one of each family that no rule names */
function peersOf({ peers }: Engine, workload: Workload): Peers {
  const found = new Map<Family, Peer>()
  for (const ip of workload.addresses) if (!found.has(ip.family)) found.set(ip.family, peers.peerAt(ip))
  if (found.size === 0)
    for (const family of [4, 6] as const) {
      const all = Array.from(peers.piecesOf({ family, first: 0n, last: lastAddress(family) }, workload))
      const piece = all.find(({ peer }) => peer.nets.isEmpty) ?? all[0]
      if (piece !== undefined) found.set(family, piece.peer)
    }
  return found
}

interface Pair {
  readonly source: Node
  readonly destination: Node
  readonly from: Sides<Peer>
  readonly to: Sides<Peer>
}

function pairOf(source: Node, destination: Node): Pair | undefined {
  for (const family of source.peers.before.keys()) {
    const [from, to] = [peersAt(source, family), peersAt(destination, family)]
    if (from !== undefined && to !== undefined) return { source, destination, from, to }
  }
  return undefined
}

function peersAt({ peers }: Node, family: Family): Sides<Peer> | undefined {
  const [before, after] = [peers.before.get(family), peers.after.get(family)]
  return before === undefined || after === undefined ? undefined : { before, after }
}

function portChanges(source: Node, destination: Node, memo: Map<string, readonly PortChange[]>): readonly PortChange[] {
  const pair = pairOf(source, destination)
  if (pair === undefined) return []
  const key = `${sideKey(pair, 'before')} ${sideKey(pair, 'after')}`
  let changes = memo.get(key)
  if (changes === undefined) {
    changes = PROTOCOLS.flatMap((protocol) => changesOf(pair, protocol))
    memo.set(key, changes)
  }
  return changes
}

/** Equal keys: no rule of the side can tell the pairs apart */
function sideKey({ destination, from, source, to }: Pair, side: 'before' | 'after'): string {
  return [source.egress[side], destination.ingress[side]]
    .map((program) => {
      const ends = program.joint ? `${String(from[side].id)}/${String(to[side].id)}` : ''
      return `${String(program.id)}:${String(program.sourceVector(from[side]).id)}:${String(program.destinationVector(to[side]).id)}:${ends}`
    })
    .join()
}

function changesOf(pair: Pair, protocol: number): PortChange[] {
  const hasPorts = protocol !== 1
  const edges = hasPorts ? edgesOf(pair) : [0]
  const changes: { change: PortChange['change']; protocol: number; from: number; to: number }[] = []
  for (const [i, edge] of edges.entries()) {
    const from = Math.max(edge, 1)
    const to = (edges[i + 1] ?? LAST_PORT + 1) - 1
    if (from > to || from > LAST_PORT) continue
    const old = answerOf(pair, 'before', protocol, hasPorts ? from : undefined)
    const now = answerOf(pair, 'after', protocol, hasPorts ? from : undefined)
    const change = changeOf(old, now)
    if (change === undefined) continue
    const last = changes.at(-1)
    if (last?.change === change && last.to + 1 === from) last.to = to
    else changes.push({ change, protocol, from, to })
  }
  return changes.map(({ change, from, to }) => ({ change, protocol, ports: hasPorts ? { from, to } : undefined }))
}

function changeOf(old: Answer, now: Answer): PortChange['change'] | undefined {
  if (old === 'unknown' || now === 'unknown') return 'uncertain'
  if (old === now) return undefined
  return now === 'allow' ? 'newly-allowed' : 'newly-denied'
}

const SIDES = ['before', 'after'] as const

/** First ports of the intervals in which no rule of the four programs tells ports apart; those under names stand alone */
function edgesOf({ destination, source, to }: Pair): number[] {
  const edges = new Set([0])
  for (const side of SIDES) {
    for (const program of [source.egress[side], destination.ingress[side]])
      for (const edge of program.destinationPortEdges) edges.add(edge)
    for (const port of namedPorts(to[side])) edges.add(port).add(port + 1)
  }
  return [...edges].sort((a, b) => a - b)
}

/** Ports that rules can name, or mean by a Service */
const namedPorts = ({ members, services }: Peer): number[] => [
  ...members.flatMap(({ ports }) => (ports ?? []).map(({ port }) => port)),
  ...services.flatMap(({ port }) => port ?? []),
]

function answerOf(
  { destination, from, source, to }: Pair,
  side: 'before' | 'after',
  protocol: number,
  port: number | undefined,
): Answer {
  const layer4 = {
    protocol,
    sourcePort: port === undefined ? undefined : CLIENT_PORT,
    destinationPort: port,
    icmp: port === undefined ? PING : undefined,
  }
  const judge = (program: Program): EndVerdict => program.judge(from[side], to[side], layer4)
  return both(judge(source.egress[side]), judge(destination.ingress[side]))
}

const PING = { type: 8, code: 0 } as const
