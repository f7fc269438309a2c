// A condition that fails and asks for something dead → the same condition with the nearest thing that is alive, where
// there is one that a slip of the finger explains (docs/report.md).

import { cidrOf, parseIp, printCidr, printIp } from '../base/ip.ts'
import { closeTo } from '../base/nearest.ts'
import type { Workload } from '../model/cluster.ts'
import type { EntityMatch, PortMatch, RuleMatch } from '../model/policy.ts'
import { protocolName } from '../model/protocol.ts'
import { matches } from '../model/selector.ts'
import type { LabelSet, ParsedSelector, Selector } from '../model/selector.ts'
import type { Field } from '../engine/conditions.ts'
import type { Engine } from '../engine/engine.ts'
import type { Alive } from './alive.ts'
import type { Near } from './near.ts'

/** The rule's match with the mended condition, and what was read for what */
export interface Mend {
  readonly match: RuleMatch
  readonly from: string
  readonly to: string
}

export interface World {
  readonly engine: Engine
  readonly alive: Alive
}

/** Whether nothing in the snapshot satisfies the condition; false where that cannot be known */
export function isDead(near: Near, field: Field, world: World): boolean {
  const { alive, engine } = world
  const { match } = near.row.rule
  switch (field) {
    case 'port':
      return (
        match.destination.ports !== undefined &&
        alive.isPortDead(match.destination.ports, match.protocol, listeners(near, world))
      )
    case 'protocol':
      return (
        match.destination.ports !== undefined &&
        alive.isPortDead(match.destination.ports, match.protocol, listeners(near, world))
      )
    case 'source':
    case 'destination':
      return isEntityDead(match[field], alive)
    case 'service':
      return (engine.cluster.services.get(match.destination.service ?? '') ?? []).length === 0
    case 'family':
    case 'icmp':
    case 'source-port':
      return false
  }
}

function isEntityDead({ nets, selector }: EntityMatch, alive: Alive): boolean {
  if (selector !== undefined && alive.isSelectorDead(selector.tree)) return true
  return nets !== undefined && alive.areNetsDead(nets)
}

/** The workloads whose ports the rule's destination ports are about */
function listeners({ concrete, direction, row }: Near, { alive, engine }: World): readonly Workload[] {
  if (direction === 'ingress') return engine.selected(row.policy)
  const { selector } = row.rule.match.destination
  if (selector !== undefined) return alive.matching(selector.tree)
  const { workload } = concrete.destination
  return workload === undefined ? NOBODY : alive.alone(workload)
}

const NOBODY: readonly Workload[] = []

/** Undefined where nothing alive is near */
export function mend(near: Near, field: Field, world: World): Mend | undefined {
  const { match } = near.row.rule
  switch (field) {
    case 'port':
      return mendPort(near, match, world)
    case 'protocol': {
      const { protocol } = near.concrete.layer4
      return match.protocol === undefined
        ? undefined
        : { match: { ...match, protocol }, from: protocolName(match.protocol), to: protocolName(protocol) }
    }
    case 'source':
    case 'destination':
      return mendEntity(near, field)
    case 'family':
    case 'icmp':
    case 'service':
    case 'source-port':
      return undefined
  }
}

function mendPort(near: Near, match: RuleMatch, world: World): Mend | undefined {
  const { destinationPort, protocol } = near.concrete.layer4
  const { ports } = match.destination
  if (ports === undefined || destinationPort === undefined) return undefined
  const workloads = listeners(near, world)
  if (!world.alive.listening(workloads).some((one) => one.port === destinationPort && one.protocol === protocol))
    return undefined
  const mended = (from: string, to: string, next: PortMatch): Mend => ({
    match: { ...match, destination: { ...match.destination, ports: next } },
    from,
    to,
  })
  const right = { from: destinationPort, to: destinationPort }
  const wrong = ports.ranges.find(({ from, to }) => from === to && closeTo(String(from), String(destinationPort)))
  if (wrong !== undefined) {
    const ranges = ports.ranges.map((range) => (range === wrong ? right : range))
    return mended(String(wrong.from), String(destinationPort), { ...ports, ranges })
  }
  const names = workloads
    .flatMap((one) => one.ports)
    .filter((one) => one.port === destinationPort && one.protocol === protocol)
  for (const name of ports.names) {
    const near = names.find((one) => closeTo(one.name, name))
    if (near !== undefined)
      return mended(name, near.name, { ...ports, names: ports.names.map((one) => (one === name ? near.name : one)) })
  }
  return undefined
}

function mendEntity(near: Near, field: 'source' | 'destination'): Mend | undefined {
  const { match } = near.row.rule
  const entity = match[field]
  const end = near.concrete[field]
  const mended = (next: Partial<EntityMatch>, from: string, to: string): Mend => ({
    match: { ...match, [field]: { ...entity, ...next } },
    from,
    to,
  })
  if (entity.selector !== undefined && end.workload !== undefined) {
    const fix = mendSelector(entity.selector.tree, end.workload.labels)
    if (fix === undefined) return undefined
    const selector: ParsedSelector = { text: `mended ${entity.selector.text} ${fix.from} ${fix.to}`, tree: fix.tree }
    return mended({ selector }, fix.from, fix.to)
  }
  const [address] = end.workload?.addresses ?? end.shown.members.flatMap((text) => parseIp(text) ?? [])
  if (entity.nets === undefined || address === undefined) return undefined
  for (const net of entity.nets) {
    if (net.family !== address.family) continue
    const right = cidrOf(address, net.prefix)
    const [from, to] = [
      printIp({ family: net.family, value: net.first }),
      printIp({ family: net.family, value: right.first }),
    ]
    if (closeTo(from, to)) return mended({ nets: [...entity.nets, right] }, printCidr(net), printCidr(right))
  }
  return undefined
}

interface SelectorMend {
  readonly tree: Selector
  readonly from: string
  readonly to: string
}

/** The selector with one of its words read as a near one, so that it matches the labels */
function mendSelector(tree: Selector, set: LabelSet): SelectorMend | undefined {
  for (const fix of oneWordOff(tree, set)) if (matches(fix.tree, set) === true) return fix
  return undefined
}

function* oneWordOff(tree: Selector, set: LabelSet): Iterable<SelectorMend> {
  switch (tree.is) {
    case 'and':
    case 'or':
      for (const [i, operand] of tree.operands.entries())
        for (const fix of oneWordOff(operand, set)) {
          const operands = tree.operands.map((one, at) => (at === i ? fix.tree : one))
          yield { ...fix, tree: { ...tree, operands } }
        }
      return
    case 'equals':
      yield* otherValue([tree.value], tree.label, set, (value) => ({ ...tree, value }))
      yield* otherLabel(tree.label, set, (label) => ({ ...tree, label }), tree.value)
      return
    case 'in':
      yield* otherValue(tree.values, tree.label, set, (value) => ({
        ...tree,
        values: new Set([...tree.values, value]),
      }))
      return
    case 'has':
      yield* otherLabel(tree.label, set, (label) => ({ ...tree, label }))
      return
    case 'all':
    case 'contains':
    case 'starts-with':
    case 'ends-with':
    case 'not':
      return
  }
}

/** The label is there, with a value near one that the selector asks for */
function* otherValue(
  values: Iterable<string>,
  label: string,
  set: LabelSet,
  mended: (value: string) => Selector,
): Iterable<SelectorMend> {
  const actual = set.labels.get(label)
  if (actual === undefined) return
  for (const value of values) if (closeTo(value, actual)) yield { tree: mended(actual), from: value, to: actual }
}

/** A label of a near name is there, with the value that the selector asks for, if it asks for one */
function* otherLabel(
  label: string,
  set: LabelSet,
  mended: (label: string) => Selector,
  value?: string,
): Iterable<SelectorMend> {
  for (const [key, own] of set.labels)
    if ((value === undefined || own === value) && closeTo(label, key))
      yield { tree: mended(key), from: plainLabel(label), to: plainLabel(key) }
}

/** Calico keeps labels of namespaces and service accounts under prefixes; people write them without */
export const plainLabel = (label: string): string => label.replace(/^pc(?:ns|sa)\./, '')
