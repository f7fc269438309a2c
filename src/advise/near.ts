// The nearest rule to a denied flow: among the allow rules of the policies that govern it, the one with the fewest
// failing conditions; and whether that one condition looks like a mistake (docs/report.md).

import { byKeys } from '../base/order.ts'
import { policyKey } from '../model/policy.ts'
import type { Direction, PolicyId, Rule } from '../model/policy.ts'
import type { EndVerdict, FlowVerdict } from '../model/verdict.ts'
import type { Flow } from '../model/flow.ts'
import { failingFields } from '../engine/conditions.ts'
import type { Field } from '../engine/conditions.ts'
import type { Concrete } from '../engine/question.ts'
import type { Engine } from '../engine/engine.ts'
import { ask, verdictOf } from '../engine/judge.ts'
import { isOwnNode } from '../engine/plugin.ts'
import type { Judged } from '../engine/question.ts'
import type { Row } from '../engine/rows.ts'

export interface Near {
  readonly direction: Direction
  readonly row: Row
  readonly failing: readonly [Field, ...Field[]]
  /** The concrete choice of the flow that was looked at */
  readonly concrete: Concrete
  /** What holds of the rule says enough to call it a neighbour; else only a proven slip does */
  readonly telling: boolean
}

/**
 * Allow rules of the policies that stop the flow, of which at most two conditions fail; the nearest first, and of equally
 * near ones those that let the flow pass `before`
 */
export function nearRules(engine: Engine, flow: Flow, before: FlowVerdict): readonly Near[] {
  const concrete = deniedChoice(engine, flow)
  if (concrete === undefined) return []
  const near = (['egress', 'ingress'] as const).flatMap((direction) => nearRulesOf(engine, concrete, direction))
  const passed = new Set([before.egress, before.ingress].flatMap((end) => passing(end)))
  return near.sort(
    byKeys(
      ({ failing }) => failing.length,
      ({ row }) => (passed.has(placeOf(row.policy.id, row.rule.written)) ? 0 : 1),
    ),
  )
}

/** The rules that allow it in some outcome */
const passing = (end: EndVerdict | undefined): string[] =>
  (end?.outcomes ?? []).flatMap(({ trace }) => {
    const last = trace.at(-1)
    return last?.action === 'allow' && last.written !== undefined ? [placeOf(last.policy, last.written.written)] : []
  })

const placeOf = (id: PolicyId, rule: number): string => `${policyKey(id)} ${String(rule)}`

/** A denied choice of what the flow leaves open; certain ones first */
export function deniedChoice(engine: Engine, flow: Flow): Concrete | undefined {
  const { destinations, layer4, sources } = ask(engine, flow)
  const choices = sources.flatMap((source) =>
    destinations
      .filter(({ peer }) => peer.family === source.peer.family)
      .flatMap((destination) => layer4.map((l4) => ({ source, destination, layer4: l4 }))),
  )
  const denied = choices.filter((choice) => denies(choice, 'egress') || denies(choice, 'ingress'))
  return denied.find(({ destination, source }) => isKnown(source) && isKnown(destination)) ?? denied[0]
}

const isKnown = ({ shown }: Judged): boolean => shown.is === 'known'

export function endOf(choice: Concrete, direction: Direction): EndVerdict | undefined {
  const { destination, layer4, source } = choice
  const { program } = direction === 'egress' ? source : destination
  if (program === undefined || (direction === 'ingress' && isSpared(choice))) return undefined
  return verdictOf(program, source, destination, layer4)
}

/** A node's own processes reach its pods whatever the policies say (docs/semantics.md §4.9) */
export const isSpared = ({ destination, source }: Concrete): boolean => isOwnNode(source, destination) === true

const denies = (choice: Concrete, direction: Direction): boolean => endOf(choice, direction)?.is === 'deny'

function nearRulesOf(engine: Engine, concrete: Concrete, direction: Direction): Near[] {
  const { program } = direction === 'egress' ? concrete.source : concrete.destination
  if (program === undefined || !denies(concrete, direction)) return []
  return program.rows.flatMap((row) => {
    if (row.action !== 'allow' || row.policy.unknown !== undefined) return []
    const [first, ...rest] = failingFields(engine, row, concrete)
    if (first === undefined || rest.length > 1) return []
    const failing: readonly [Field, ...Field[]] = [first, ...rest]
    return [{ direction, row, failing, concrete, telling: saysEnough(row.rule, failing, direction) }]
  })
}

/**
 * A rule of which nothing holds explains nothing: at least one condition that says something about the flow (a port or a
 * peer) must hold. A rule whose peer and port both fail is about other traffic altogether.
 */
function saysEnough({ match }: Rule, failing: readonly Field[], direction: Direction): boolean {
  const peer: Field = direction === 'egress' ? 'destination' : 'source'
  const fails = (field: Field): boolean => failing.includes(field)
  if (fails('protocol') && (fails(peer) || fails('port'))) return false
  if (fails(peer) && (fails('port') || match.destination.ports === undefined)) return false
  return true
}
