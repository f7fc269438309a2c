// Which expected denials come true, and the entries to paste for those that nobody has written down yet
// (docs/configuration.md).

import { byKeys } from '../base/order.ts'
import type { FlowDelta, UnchangedFlows } from '../model/delta.ts'
import type { ExpectedDenial } from '../model/expectation.ts'
import type { Flow } from '../model/flow.ts'
import { matchesFlow, patternOf } from '../model/flow-pattern.ts'
import { protocolName } from '../model/protocol.ts'
import { yamlScalar } from './yaml-scalar.ts'

/** The first entry that expects a newly denied flow; undefined for every other change */
export const expectedBy = (
  denials: readonly ExpectedDenial[],
  { change, flow }: FlowDelta,
): ExpectedDenial | undefined =>
  change === 'newly-denied' ? denials.find(({ flows }) => matchesFlow(flows, flow)) : undefined

/**
 * Entries without a flow that is denied after the change, or may be. One whose flows were denied before is not among them:
 * it came true when it was merged. None where no flow was judged: nothing can be said of them then.
 */
export function unmatchedDenials(
  denials: readonly ExpectedDenial[],
  deltas: readonly FlowDelta[],
  { count, stillDenied }: UnchangedFlows = NO_FLOWS,
): readonly ExpectedDenial[] {
  if (deltas.length + count === 0) return []
  const open = new Set(denials.filter((entry) => !stillDenied.has(entry)))
  for (const { after, change, flow } of open.size === 0 ? [] : deltas) {
    if (change !== 'newly-denied' && after.overall === 'allow') continue
    for (const entry of open) if (matchesFlow(entry.flows, flow)) open.delete(entry)
  }
  return [...open]
}

const NO_FLOWS: UnchangedFlows = { count: 0, stillDenied: new Set() }

/** Stands in for what only a person can say */
const REASON = 'intended by this change (say why)'

/**
 * A netpol-expectations.yml that expects the newly denied flows of `deltas`, and no others: one entry for each, those of
 * the same source together. Undefined where there is none. A flow whose end has no name cannot be written down and is
 * left out.
 */
export function expectationsFor(deltas: readonly FlowDelta[]): string | undefined {
  const flows = deltas.filter(({ change }) => change === 'newly-denied').map(({ flow }) => flow)
  const named = flows.filter(({ destination, source }) => isNamed(source.name) && isNamed(destination.name))
  if (named.length === 0) return undefined
  const sorted = [...named].sort(
    byKeys(
      ({ source }) => source.name,
      ({ destination }) => destination.name,
      ({ protocol }) => protocol,
      ({ destinationPort }) => destinationPort ?? -1,
    ),
  )
  return `expected-denials:\n${sorted.map(entryFor).join('')}`
}

const isNamed = (name: string): boolean => name.trim() !== ''

function entryFor({ destination, destinationPort, protocol, source }: Flow): string {
  const lines = [
    ['source', yamlScalar(patternOf(source))],
    ['destination', yamlScalar(patternOf(destination))],
    ['protocol', protocolName(protocol)],
    ['port', String(destinationPort ?? 'none')],
    ['reason', REASON],
  ]
  return lines.map(([key = '', value = ''], i) => `${i === 0 ? '  - ' : '    '}${key}: ${value}\n`).join('')
}
