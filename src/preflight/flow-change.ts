// One flow's delta, with its intention → the entry of the report: hits with their lines, reasons with their places
// (docs/report.md).

import { locate } from '../base/location.ts'
import type { Location, Place } from '../base/location.ts'
import { pointerOf } from '../convert/pointer.ts'
import type { Condition } from '../convert/pointer.ts'
import type { Intention } from '../advise/intention.ts'
import { has, wants } from '../advise/describe.ts'
import type { Near } from '../advise/near.ts'
import { sameEnd } from '../compare/same.ts'
import type { Field } from '../engine/conditions.ts'
import type { FlowDelta } from '../model/delta.ts'
import type { Flow } from '../model/flow.ts'
import { protocolName } from '../model/protocol.ts'
import type { EndVerdict, FlowVerdict, HostStep, PolicyHit, Reason } from '../model/verdict.ts'
import type {
  DecidedBy,
  EndChange,
  FlowChange,
  HitInfo,
  HostPlace,
  Intention as IntentionInfo,
  NearRule,
  ObjectRef,
  ReasonInfo,
} from '../report/document.ts'
import { settledEnds } from './settled-ends.ts'
import { traceRow } from './world.ts'

/** What the gate says of the flow besides: an expectation, a waiver */
export type Marks = Pick<FlowChange, 'expected' | 'waiver'>

/** `original`: the flow as the records name it, before their traces settled what of it can be meant */
export function flowChange(
  delta: FlowDelta,
  original: Flow | undefined,
  intention: Intention | undefined,
  marks: Marks,
): FlowChange | undefined {
  const { change, flow } = delta
  if (change === 'unchanged') return undefined
  return {
    change,
    source: { name: flow.source.name, is: flow.source.is },
    destination: { name: flow.destination.name, is: flow.destination.is },
    protocol: protocolName(flow.protocol),
    port: flow.destinationPort,
    icmp: flow.icmp,
    seen: flow.weight,
    firstSeen: flow.firstSeen,
    lastSeen: flow.lastSeen,
    ends: endChanges(delta),
    partly: delta.partly,
    possiblyCut: delta.possiblyCut,
    possiblyAllowed: delta.possiblyAllowed,
    because: delta.because.map(reasonInfo),
    settled: original === undefined || original === flow ? [] : settledEnds(original, flow),
    flippedBy: delta.flippedBy.map(objectRef),
    intention: intention === undefined ? undefined : intentionInfo(intention),
    ...marks,
  }
}

interface EndOnBothSides {
  readonly direction: EndChange['direction']
  readonly host: HostPlace | undefined
  readonly before: EndVerdict | undefined
  readonly after: EndVerdict | undefined
}

/** Both ends, and the hosts on the way that stop the flow on either side; what flips it first */
function endChanges({ after, before }: FlowDelta): EndChange[] {
  const ends: EndOnBothSides[] = (['egress', 'ingress'] as const).map((direction) => ({
    direction,
    host: undefined,
    before: before[direction],
    after: after[direction],
  }))
  const rank = (end: EndOnBothSides): number => (sameEnd(end.before, end.after) ? 2 : end.after?.is === 'deny' ? 0 : 1)
  return [...ends, ...hostsOnBothSides(before, after)]
    .sort((a, b) => rank(a) - rank(b))
    .map((end) => ({ ...end, before: decidedBy(end.before), after: decidedBy(end.after) }))
}

function hostsOnBothSides(before: FlowVerdict, after: FlowVerdict): EndOnBothSides[] {
  const places = new Map<string, EndOnBothSides>()
  const add = (steps: readonly HostStep[], side: 'before' | 'after'): void => {
    for (const { endpoints, hook, node, verdict } of steps) {
      const key = [node ?? '', hook, ...endpoints].join(' ')
      const direction = hook.endsWith('ingress') || hook === 'pre-dnat' ? 'ingress' : 'egress'
      const known = places.get(key) ?? {
        direction,
        host: { node, hook, endpoints },
        before: undefined,
        after: undefined,
      }
      places.set(key, { ...known, [side]: verdict })
    }
  }
  add(before.hosts ?? [], 'before')
  add(after.hosts ?? [], 'after')
  return [...places.values()].filter(({ after: now, before: then }) =>
    [then, now].some((verdict) => verdict !== undefined && verdict.is !== 'allow'),
  )
}

function decidedBy(end: EndVerdict | undefined): DecidedBy {
  if (end === undefined) return { answer: 'not-judged', hit: undefined, trace: [] }
  // Of several rules that may decide the same, the first one stands for all.
  const last = end.is === 'unknown' ? undefined : end.outcomes[0]?.trace.at(-1)
  return { answer: end.is, hit: last === undefined ? undefined : hitInfo(last), trace: end.trace.map(traceRow) }
}

export function hitInfo(hit: PolicyHit): HitInfo {
  const { action, at, policy, rule, tier, written } = hit
  return {
    tier,
    kind: policy.kind,
    namespace: policy.namespace,
    name: policy.name,
    action,
    rule,
    ruleNumber: written === undefined ? undefined : written.written + 1,
    pointer: at === undefined ? undefined : at.pointer.map((step) => `/${pointerStep(step)}`).join(''),
    at: at === undefined ? undefined : locate(at),
    fromCluster: at?.origin.fromCluster ?? false,
  }
}

/** A step of a JSON pointer (RFC 6901) */
const pointerStep = (step: string | number): string => String(step).replaceAll('~', '~0').replaceAll('/', '~1')

const reasonInfo = ({ args, at, code }: Reason): ReasonInfo => ({
  code,
  args,
  at: at === undefined ? undefined : locate(at),
})

/** From `group|kind|namespace|name` */
export function objectRef(key: string): ObjectRef {
  const [, kind = '', namespace = '', ...name] = key.split('|')
  return { kind, namespace: namespace === '' ? undefined : namespace, name: name.join('|') }
}

function intentionInfo(intention: Intention): IntentionInfo {
  const { is, near } = intention
  return { is, near: near === undefined ? undefined : nearRule(near, intention) }
}

function nearRule(near: Near, { dead, fix }: Intention): NearRule | undefined {
  const { hit, policy } = near.row
  if (hit === undefined) return undefined
  const [first] = near.failing
  const place = conditionPlace(near, first)
  return {
    policy: hitInfo(hit),
    failing: near.failing.map((field) => ({
      field,
      wants: wants(near, field),
      has: has(near, field),
      dead: dead.has(field),
    })),
    fixAt: fixLocation(place),
    fromCluster: policy.at.origin.fromCluster,
    fix: fix === undefined ? undefined : { from: fix.from, to: fix.to },
  }
}

const fixLocation = (place: Place): Location | undefined => (place.origin.fromCluster ? undefined : locate(place))

/** Where the condition of a field is written */
function conditionPlace({ row }: Near, field: Field): Place {
  const { policy, rule } = row
  return { origin: rule.at.origin, pointer: pointerOf(policy, rule, conditionOf(row.rule.match, field)) }
}

function conditionOf(match: Near['row']['rule']['match'], field: Field): Condition {
  const entity = (end: 'source' | 'destination'): Condition => ({
    is: match[end].selector !== undefined ? 'selector' : match[end].nets !== undefined ? 'nets' : 'notSelector',
    end,
  })
  switch (field) {
    case 'family':
    case 'icmp':
    case 'protocol':
      return { is: field }
    case 'source':
    case 'destination':
      return entity(field)
    case 'port':
      return { is: match.destination.ports === undefined ? 'notPorts' : 'ports', end: 'destination' }
    case 'source-port':
      return { is: match.source.ports === undefined ? 'notPorts' : 'ports', end: 'source' }
    case 'service':
      return { is: 'service', end: 'destination' }
  }
}
