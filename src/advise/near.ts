// The nearest rule to a denied flow: among the allow rules of the policies that govern it, the one with the fewest
// failing conditions; and whether that one condition looks like a mistake (docs/report.md).

import { byKeys } from '../base/order.ts'
import type { Direction, Rule } from '../model/policy.ts'
import type { EndVerdict } from '../model/verdict.ts'
import type { Flow } from '../model/flow.ts'
import { failingFields } from '../engine/conditions.ts'
import type { Field } from '../engine/conditions.ts'
import type { Concrete } from '../engine/question.ts'
import type { Engine } from '../engine/engine.ts'
import { ask, verdictOf } from '../engine/judge.ts'
import type { Judged } from '../engine/question.ts'
import type { Row } from '../engine/rows.ts'

export interface Near {
  readonly direction: Direction
  readonly row: Row
  readonly failing: readonly [Field, ...Field[]]
  /** The concrete choice of the flow that was looked at */
  readonly concrete: Concrete
}

/** Undefined where no allow rule of a governing policy is left that any condition of holds */
export function nearestRule(engine: Engine, flow: Flow): Near | undefined {
  const concrete = deniedChoice(engine, flow)
  if (concrete === undefined) return undefined
  const near = (['egress', 'ingress'] as const).flatMap((direction) => nearRules(engine, concrete, direction))
  return near.sort(byKeys(({ failing }) => failing.length))[0]
}

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
  const { program } = direction === 'egress' ? choice.source : choice.destination
  return program === undefined ? undefined : verdictOf(program, choice.source, choice.destination, choice.layer4)
}

const denies = (choice: Concrete, direction: Direction): boolean => endOf(choice, direction)?.is === 'deny'

/**
 * Allow rules of one end that denies, each with what fails. A rule of which nothing holds explains nothing: at least
 * one condition that says something about the flow (a port or a peer) must hold, or be all that the rule asks.
 */
function nearRules(engine: Engine, concrete: Concrete, direction: Direction): Near[] {
  const { program } = direction === 'egress' ? concrete.source : concrete.destination
  if (program === undefined || !denies(concrete, direction)) return []
  return program.rows.flatMap((row) => {
    if (row.action !== 'allow' || row.policy.unknown !== undefined) return []
    const [first, ...rest] = failingFields(engine, row, concrete)
    if (first === undefined || rest.length > 1) return []
    const failing: readonly [Field, ...Field[]] = [first, ...rest]
    return saysEnough(row.rule, failing, direction) ? [{ direction, row, failing, concrete }] : []
  })
}

/** A rule whose peer and port both fail is about other traffic altogether */
function saysEnough({ match }: Rule, failing: readonly Field[], direction: Direction): boolean {
  const peer: Field = direction === 'egress' ? 'destination' : 'source'
  const fails = (field: Field): boolean => failing.includes(field)
  if (fails('protocol') && (fails(peer) || fails('port'))) return false
  if (fails(peer) && (fails('port') || match.destination.ports === undefined)) return false
  return true
}
