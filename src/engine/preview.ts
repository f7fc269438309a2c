// Where Calico's preview leaves the dataplane's way for one concrete flow: the first rule of which the two say different
// things, and the condition that makes the difference (docs/semantics.md §5.6, D1–D7).

import type { Direction, EntityMatch } from '../model/policy.ts'
import type { Flow } from '../model/flow.ts'
import type { Field } from './conditions.ts'
import { fieldsOf, only } from './conditions.ts'
import type { Engine } from './engine.ts'
import { ask, verdictOf } from './judge.ts'
import type { Concrete } from './question.ts'
import type { Row, Sureness } from './rows.ts'

/** What the preview does not do as the dataplane does; named by what it is about */
export type PreviewFault =
  'port-name' | 'port-name-excluded' | 'icmp-type' | 'ip-version' | 'other-family' | 'set-member' | 'service-protocol'

export interface PreviewDifference {
  readonly fault: PreviewFault
  readonly direction: Direction
  readonly row: Row
}

/** Two engines of the same cluster and policies, one with each semantics. Undefined where they agree row by row */
export function previewDifference(preview: Engine, dataplane: Engine, flow: Flow): PreviewDifference | undefined {
  for (const one of concreteFlows(dataplane, flow)) {
    const [theirs, ours] = [firstConcrete(preview, one), firstConcrete(dataplane, one)]
    if (theirs === undefined || ours === undefined) continue
    const found =
      differenceAt('egress', { preview, theirs }, { dataplane, ours }) ??
      differenceAt('ingress', { preview, theirs }, { dataplane, ours })
    if (found !== undefined) return found
  }
  return undefined
}

interface Theirs {
  readonly preview: Engine
  readonly theirs: Concrete
}

interface Ours {
  readonly dataplane: Engine
  readonly ours: Concrete
}

function differenceAt(
  direction: Direction,
  { preview, theirs }: Theirs,
  { dataplane, ours }: Ours,
): PreviewDifference | undefined {
  const end = direction === 'egress' ? 'source' : 'destination'
  const [program, other] = [ours[end].program, theirs[end].program]
  if (program === undefined || other === undefined) return undefined
  const answer = verdictOf(program, ours.source, ours.destination, ours.layer4).is
  if (answer === verdictOf(other, theirs.source, theirs.destination, theirs.layer4).is) return undefined
  const says = (row: Row, rule: Row['rule']): readonly [Sureness, Sureness] => [
    dataplane.meetsAlone(row, rule, ours),
    preview.meetsAlone(row, rule, theirs),
  ]
  for (const [at, row] of program.rows.entries()) {
    const twin = other.rows[at]
    if (row.action === 'log' || twin?.policy !== row.policy || !differ(says(row, row.rule))) continue
    const field = fieldsOf(row.rule).find((one) => differ(says(row, { ...row.rule, match: only(row.rule.match, one) })))
    if (field !== undefined) return { fault: faultOf(field, row), direction, row }
  }
  return undefined
}

const differ = ([a, b]: readonly [Sureness, Sureness]): boolean => a !== b

function faultOf(field: Field, { rule: { match } }: Row): PreviewFault {
  switch (field) {
    case 'port':
      return faultOfPorts(match.destination)
    case 'source-port':
      return faultOfPorts(match.source)
    case 'source':
      return faultOfAddresses(match.source)
    case 'destination':
      return faultOfAddresses(match.destination)
    case 'icmp':
      return 'icmp-type'
    case 'family':
    case 'protocol':
      return 'ip-version'
    case 'service':
      return 'service-protocol'
  }
}

const faultOfPorts = ({ ports }: EntityMatch): PreviewFault =>
  (ports?.names.length ?? 0) > 0 ? 'port-name' : 'port-name-excluded'

const faultOfAddresses = ({ notSelector, selector }: EntityMatch): PreviewFault =>
  selector === undefined && notSelector === undefined ? 'other-family' : 'set-member'

/** The flow at one choice of all that is open, for each choice in turn; of ranges of addresses the first one */
function* concreteFlows(engine: Engine, flow: Flow): Iterable<Flow> {
  const { destinations, layer4, sources } = ask(engine, flow)
  const exact = (candidates: Flow['source']['candidates']): Flow['source']['candidates'] =>
    candidates.slice(0, 1).map((one) => {
      const range = one.is === 'addresses' ? one.ranges[0] : undefined
      return range === undefined ? one : { is: 'address', ip: { family: range.family, value: range.first } }
    })
  for (const source of sources)
    for (const destination of destinations) {
      if (source.peer.family !== destination.peer.family) continue
      for (const l4 of layer4)
        yield {
          ...flow,
          ...l4,
          source: { ...flow.source, candidates: exact(source.candidates) },
          destination: { ...flow.destination, candidates: exact(destination.candidates) },
          missing: { sourcePort: false, destinationPort: false, icmp: false },
        }
    }
}

function firstConcrete(engine: Engine, flow: Flow): Concrete | undefined {
  const { destinations, layer4, sources } = ask(engine, flow)
  for (const source of sources)
    for (const destination of destinations)
      for (const l4 of layer4)
        if (source.peer.family === destination.peer.family) return { source, destination, layer4: l4 }
  return undefined
}
