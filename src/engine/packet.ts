// Program × packet → verdict, where an end or a port may be one of several (docs/semantics.md §8.4): a row must match
// that all of them satisfy, and may match that any does.

import type { EndVerdict } from '../model/verdict.ts'
import type { Engine } from './engine.ts'
import type { Ends, Packet } from './journey.ts'
import type { Peer } from './peers.ts'
import type { Program } from './program.ts'
import type { Vector } from './row-vectors.ts'

export type Vectors = readonly [source: Vector, destination: Vector, layer4: Vector]

export const evaluate = (engine: Engine, program: Program, packet: Packet): EndVerdict =>
  program.verdict(...vectorsOf(engine, program, packet))

export function vectorsOf(engine: Engine, program: Program, packet: Packet): Vectors {
  const [sources, destinations] = endsOf(engine, packet)
  const ends = sources.flatMap((from) => destinations.map((to) => [from, to] as const))
  // Only names of ports and Services look at ends and ports together.
  const looked = program.joint ? ends : ends.slice(0, 1)
  return [
    program.merge(sources.map((peer) => program.sourceVector(peer))),
    program.merge(destinations.map((peer) => program.destinationVector(peer))),
    program.merge(packet.layer4.flatMap((l4) => looked.map(([from, to]) => program.layer4Vector(l4, from, to)))),
  ]
}

function endsOf(engine: Engine, { destinations, sources }: Packet): [readonly Peer[], readonly Peer[]] {
  const [known] = [sources, destinations].flatMap((ends) => (ends === 'any' ? [] : ends))
  const peers = (ends: Ends): readonly Peer[] => (ends === 'any' ? engine.peers.everyPeer(known?.family ?? 4) : ends)
  return [peers(sources), peers(destinations)]
}
