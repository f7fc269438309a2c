// The steps of hosts in several cases of one flow: when two are the same, and what they come to together
// (docs/semantics.md §4.7, §8.4).

import type { Answer, Case, HostStep, Reason } from '../model/verdict.ts'
import { stoppingSteps } from '../model/verdict.ts'
import type { Flow } from '../model/flow.ts'
import type { Engine } from './engine.ts'
import { joined } from './ends.ts'
import type { Where } from './ends.ts'
import type { HostRules } from './host-rules.ts'
import type { Choices, Judged, Question } from './question.ts'
import { siteOf } from './trips.ts'

/** The same hooks say the same for the same rules */
export const sameSteps = (a: Case['hosts'], b: Case['hosts']): boolean =>
  a === b || ((a ?? []).length === (b ?? []).length && (a ?? []).every((step, i) => sameStep(step, b?.[i])))

function sameStep(a: HostStep, b: HostStep | undefined): boolean {
  return (
    a.node === b?.node &&
    a.hook === b?.hook &&
    a.endpoints.join() === b.endpoints.join() &&
    a.verdict.is === b.verdict.is &&
    a.verdict.trace.length === b.verdict.trace.length &&
    a.verdict.trace.every((hit, i) => hit === b.verdict.trace[i])
  )
}

/** Of one case all steps; of several those that stop a flow or may. Says why, where nothing else does */
export function hostsOf(cases: readonly Case[], overall: Answer, question: Question, said: boolean): Case['hosts'] {
  const [first, ...others] = cases
  if (others.length === 0) return first?.hosts
  const steps: HostStep[] = []
  for (const step of cases.flatMap(({ hosts }) => stoppingSteps(hosts)))
    if (!steps.some((one) => sameStep(one, step))) steps.push(step)
  const [open, ...rest] = steps
  if (open === undefined) return undefined
  const isSaid = said || steps.some(({ verdict }) => verdict.because.length > 0)
  if (overall !== 'unknown' || isSaid) return steps
  return [{ ...open, verdict: { ...open.verdict, because: [differing(cases, question)] } }, ...rest]
}

/** The end of which it matters what it is */
function differing(cases: readonly Case[], { flow }: Question): Reason {
  const several = (end: 'source' | 'destination'): boolean => {
    const [first, ...others] = cases.map((one) => one[end].members.join())
    return others.some((one) => one !== first)
  }
  return { code: 'hosts-differ', args: [flow[several('source') ? 'source' : 'destination'].name], at: undefined }
}

/**
 * Without hosts, pods by their node where the source is one, for what a node sends to its own pods is another matter (§4.9).
 * With hosts, nodes by what hosts do there.
 */
export function placing(engine: Engine, hosts: HostRules | undefined, { dialled }: Flow, source: Choices): Where {
  if (hosts === undefined) {
    const byNode = source.fixed.some(({ node }) => node !== undefined)
    return {
      place: (node) => node ?? '',
      nodeOf: ({ node, workload }) => node ?? (byNode ? workload?.node : undefined),
      key: byNode ? 'nodes' : '',
    }
  }
  return {
    // A translated packet bears addresses of nodes that rules of pods can tell apart.
    place: (node) => (dialled === undefined ? hosts.classOf(node, engine.peers) : (node ?? '')),
    nodeOf: (one) => siteOf(hosts, one).node,
    key: dialled === undefined ? 'hosts' : 'hosts by node',
  }
}

/**
 * The cases of two choices that may each be on several nodes: one, where it does not matter whether they are on the same;
 * else for each node of the source what is on the same, and what is elsewhere.
 */
export function casesByNode(
  [source, destination]: readonly [Judged, Judged],
  nodeOf: (one: Judged) => string | undefined,
  judge: (source: Judged, destination: Judged) => Case,
): readonly Case[] {
  const [from, to] = [source.byNode ?? [source], destination.byNode ?? [destination]]
  if (from.length * to.length === 1) return [judge(source, destination)]
  const judgeAll = (sources: readonly Judged[], destinations: readonly Judged[], pair: Pair): Case => {
    const [a, b] = pair
    const one = judge({ ...a, shown: joined(sources).shown }, { ...b, shown: joined(destinations).shown })
    return withoutNames(
      one,
      [sources, destinations].flatMap((nodes) => (nodes.length > 1 ? nodes.map(nodeOf) : [])),
    )
  }
  const onSame = (a: Judged, b: Judged): boolean => nodeOf(a) !== undefined && nodeOf(a) === nodeOf(b)
  const apart = firstPair(from, to, (a, b) => !onSame(a, b))
  const same = firstPair(from, to, onSame)
  const [first, ...others] = [apart, same].flatMap((pair) => (pair === undefined ? [] : [judgeAll(from, to, pair)]))
  if (first !== undefined && others.every(({ overall }) => overall === first.overall)) return [first]
  return from.flatMap((a) => {
    const there = to.filter((b) => onSame(a, b))
    const elsewhere = to.filter((b) => !onSame(a, b))
    return [there, elsewhere].flatMap((ends) => {
      const [b] = ends
      return b === undefined ? [] : [judgeAll([a], ends, [a, b])]
    })
  })
}

type Pair = readonly [Judged, Judged]

function firstPair(from: readonly Judged[], to: readonly Judged[], is: (...pair: Pair) => boolean): Pair | undefined {
  for (const a of from) for (const b of to) if (is(a, b)) return [a, b]
  return undefined
}

/** It happens on each of several nodes */
function withoutNames(one: Case, nodes: readonly (string | undefined)[]): Case {
  if (one.hosts === undefined) return one
  return { ...one, hosts: one.hosts.map((step) => (nodes.includes(step.node) ? { ...step, node: undefined } : step)) }
}
