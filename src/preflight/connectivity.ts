// All pairs of workloads, before and after, without any flows: which ports of which workload another one can newly
// reach, or reaches no more (docs/architecture.md). Pairs that no changed rule governs are not looked at.

import { lastAddress } from '../base/ip.ts'
import { byKeys } from '../base/order.ts'
import type { Engine } from '../engine/engine.ts'
import type { Peer } from '../engine/peers.ts'
import type { Program } from '../engine/program.ts'
import type { Workload } from '../model/cluster.ts'

export interface PairChange {
  /** `namespace/name` of the controllers */
  readonly source: string
  readonly destination: string
  /** Sorted by protocol and port, disjoint */
  readonly ports: readonly PortChange[]
}

export interface PortChange {
  readonly change: 'newly-allowed' | 'newly-denied'
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
  readonly workload: Workload
  readonly egress: Sides<Program>
  readonly ingress: Sides<Program>
  readonly peer: Sides<Peer>
}

interface Sides<T> {
  readonly before: T
  readonly after: T
}

/** Sorted by source, then destination. A workload is judged by the first of its pods */
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
      workload: now,
      egress: { before: before.program(workload, 'egress'), after: after.program(now, 'egress') },
      ingress: { before: before.program(workload, 'ingress'), after: after.program(now, 'ingress') },
      peer: { before: peerOf(before, workload), after: peerOf(after, now) },
    })
  }
  return [...nodes.values()]
}

/** A workload without an address is taken to have one that no rule names */
function peerOf({ peers }: Engine, workload: Workload): Peer {
  const [ip] = workload.addresses
  if (ip !== undefined) return peers.peerAt(ip)
  let found: Peer | undefined
  for (const { peer } of peers.piecesOf({ family: 4, first: 0n, last: lastAddress(4) }, workload)) {
    if (peer.nets.isEmpty) return peer
    found ??= peer
  }
  if (found === undefined) throw new Error('INVARIANT: a range has a piece')
  return found
}

function portChanges(source: Node, destination: Node, memo: Map<string, readonly PortChange[]>): readonly PortChange[] {
  const key = `${sideKey(source, destination, 'before')} ${sideKey(source, destination, 'after')}`
  let changes = memo.get(key)
  if (changes === undefined) {
    changes = PROTOCOLS.flatMap((protocol) => changesOf(source, destination, protocol))
    memo.set(key, changes)
  }
  return changes
}

/** Equal keys: no rule of the side can tell the pairs apart */
function sideKey(source: Node, destination: Node, side: 'before' | 'after'): string {
  const [from, to] = [source.peer[side], destination.peer[side]]
  return [source.egress[side], destination.ingress[side]]
    .map((program) => {
      const ends = program.joint ? `${String(from.id)}/${String(to.id)}` : ''
      return `${String(program.id)}:${String(program.sourceVector(from).id)}:${String(program.destinationVector(to).id)}:${ends}`
    })
    .join()
}

function changesOf(source: Node, destination: Node, protocol: number): PortChange[] {
  const hasPorts = protocol !== 1
  const edges = hasPorts ? edgesOf(source, destination) : [0]
  const changes: { change: PortChange['change']; protocol: number; from: number; to: number }[] = []
  for (const [i, edge] of edges.entries()) {
    const from = Math.max(edge, 1)
    const to = (edges[i + 1] ?? LAST_PORT + 1) - 1
    if (from > to || from > LAST_PORT) continue
    const old = passes(source, destination, 'before', protocol, hasPorts ? from : undefined)
    const now = passes(source, destination, 'after', protocol, hasPorts ? from : undefined)
    if (old === now) continue
    const change = now ? 'newly-allowed' : 'newly-denied'
    const last = changes.at(-1)
    if (last?.change === change && last.to + 1 === from) last.to = to
    else changes.push({ change, protocol, from, to })
  }
  return changes.map(({ change, from, to }) => ({ change, protocol, ports: hasPorts ? { from, to } : undefined }))
}

/** First ports of the intervals in which no rule of the four programs tells ports apart, those with names apart */
function edgesOf(source: Node, destination: Node): number[] {
  const edges = new Set([0])
  for (const program of [
    source.egress.before,
    source.egress.after,
    destination.ingress.before,
    destination.ingress.after,
  ])
    for (const edge of program.destinationPortEdges) edges.add(edge)
  for (const { port } of destination.workload.ports) edges.add(port).add(port + 1)
  return [...edges].sort((a, b) => a - b)
}

function passes(
  source: Node,
  destination: Node,
  side: 'before' | 'after',
  protocol: number,
  port: number | undefined,
): boolean {
  const layer4 = {
    protocol,
    sourcePort: port === undefined ? undefined : CLIENT_PORT,
    destinationPort: port,
    icmp: port === undefined ? PING : undefined,
  }
  const [from, to] = [source.peer[side], destination.peer[side]]
  return [source.egress[side], destination.ingress[side]].every(
    (program) =>
      program.verdict(program.sourceVector(from), program.destinationVector(to), program.layer4Vector(layer4, from, to))
        .is === 'allow',
  )
}

const PING = { type: 8, code: 0 } as const
