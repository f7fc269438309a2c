// What a record says of a flow besides its names: the completions that cannot have led to the recorded verdict and trace
// are no completions of it (docs/semantics.md §8.4).

import { subtract } from '../base/ip.ts'
import type { Candidate, Flow, FlowEnd } from '../model/flow.ts'
import type { Case } from '../model/verdict.ts'
import type { Engine } from './engine.ts'
import { ask, judgeCase } from './judge.ts'
import type { Judged } from './question.ts'

/**
 * The flow with those candidates alone of which some case is possible. The same flow where nothing is ruled out, and where
 * everything is: then the record and the policies do not belong together, and it settles nothing.
 */
export function settled(engine: Engine, flow: Flow, isPossible: (one: Case) => boolean): Flow {
  const asked = ask(engine, flow)
  const { layer4 } = asked
  const [sources, destinations] = [byNode(asked.sources), byNode(asked.destinations)]
  if (sources.length === 1 && destinations.length === 1) return flow
  const possibleSources = new Set<Judged>()
  const possibleDestinations = new Set<Judged>()
  for (const source of sources)
    for (const destination of destinations) {
      if (source.peer.family !== destination.peer.family) continue
      if (!isPossible(judgeCase(source, destination, layer4))) continue
      possibleSources.add(source)
      possibleDestinations.add(destination)
    }
  if (possibleSources.size === 0) return flow
  const source = narrowed(flow.source, sources, possibleSources)
  const destination = narrowed(flow.destination, destinations, possibleDestinations)
  return source === flow.source && destination === flow.destination ? flow : { ...flow, source, destination }
}

/** Choices that hosts alone tell apart can differ by whether they are the source's own pods */
const byNode = (ends: readonly Judged[]): readonly Judged[] => ends.flatMap((one) => one.byNode ?? [one])

/** The same end where nothing is ruled out but families that the other end has not */
function narrowed(end: FlowEnd, all: readonly Judged[], possible: ReadonlySet<Judged>): FlowEnd {
  const families = new Set([...possible].map(({ peer }) => peer.family))
  if (all.every((one) => possible.has(one) || !families.has(one.peer.family))) return end
  return { ...end, candidates: joined([...possible].flatMap(({ candidates }) => candidates)) }
}

/** Pieces of one network come together again */
function joined(candidates: readonly Candidate[]): readonly Candidate[] {
  const byName = new Map<string, Extract<Candidate, { is: 'addresses' }>>()
  const others = new Set<Candidate>()
  for (const candidate of candidates) {
    if (candidate.is !== 'addresses') others.add(candidate)
    else {
      const ranges = [...(byName.get(candidate.what)?.ranges ?? []), ...candidate.ranges]
      byName.set(candidate.what, { ...candidate, ranges: subtract(ranges, []) })
    }
  }
  return [...others, ...byName.values()]
}
