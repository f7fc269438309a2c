// When two hits are the same decision, across two sides that were compiled apart.

import { printCidr } from '../base/ip.ts'
import { policyKey } from '../model/policy.ts'
import type { Rule } from '../model/policy.ts'
import type { Case, CaseEnd, EndVerdict, FlowVerdict, HostStep, Outcome, PolicyHit, Trace } from '../model/verdict.ts'

/** The same policy, and the same rule even where others have been put before it */
export function sameHit(a: PolicyHit, b: PolicyHit): boolean {
  if (a === b) return true
  if (a.tier !== b.tier || a.action !== b.action || policyKey(a.policy) !== policyKey(b.policy)) return false
  if (a.written === undefined || b.written === undefined) return a.rule === b.rule
  return ruleText(a.written) === ruleText(b.written)
}

export const sameTrace = (a: Trace, b: Trace): boolean =>
  a === b || (a.length === b.length && a.every((hit, i) => b[i] !== undefined && sameHit(hit, b[i])))

interface Compared {
  readonly with: EndVerdict
  readonly same: boolean
}

/** By one of the two, the last comparison: an engine has one verdict for all that end alike, and so has the other side's */
const compared = new WeakMap<EndVerdict, Compared>()

/** The same outcomes are possible, in whatever order they were found */
export function sameEnd(a: EndVerdict | undefined, b: EndVerdict | undefined): boolean {
  if (a === b) return true
  if (a?.outcomes.length !== b?.outcomes.length || a === undefined || b === undefined) return false
  // What is not known is found anew each time.
  if (a.is === 'unknown') return sameOutcomes(a, b)
  const known = compared.get(a)
  if (known?.with === b) return known.same
  const same = sameOutcomes(a, b)
  compared.set(a, { with: b, same })
  return same
}

function sameOutcomes(a: EndVerdict, b: EndVerdict): boolean {
  return a.outcomes.every((one, i) => {
    const other = b.outcomes[i]
    return (other !== undefined && sameOutcome(one, other)) || b.outcomes.some((two) => sameOutcome(one, two))
  })
}

const sameOutcome = (a: Outcome, b: Outcome): boolean => a.action === b.action && sameTrace(a.trace, b.trace)

type Steps = readonly HostStep[] | undefined

/** Hosts say the same at the same places */
export const sameHosts = (a: Steps, b: Steps): boolean =>
  pairwise(a, b, (one, other) => sameEnd(one.verdict, other.verdict))

/** Hosts decide by the same rows at the same places */
export const sameHostTraces = (a: Steps, b: Steps): boolean =>
  pairwise(a, b, (one, other) => sameTrace(one.verdict.trace, other.verdict.trace))

function pairwise(a: Steps = [], b: Steps = [], same: (one: HostStep, other: HostStep) => boolean): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  return a.every((one, i) => {
    const other = b[i]
    return other !== undefined && isSamePlace(one, other) && same(one, other)
  })
}

const isSamePlace = (a: HostStep, b: HostStep): boolean =>
  a.node === b.node && a.hook === b.hook && a.endpoints.join() === b.endpoints.join()

export const sameVerdict = (a: FlowVerdict, b: FlowVerdict): boolean => a === b || sameContent(a, b)

const sameContent = (a: FlowVerdict, b: FlowVerdict): boolean =>
  a.overall === b.overall &&
  sameEnd(a.egress, b.egress) &&
  sameEnd(a.ingress, b.ingress) &&
  sameHosts(a.hosts, b.hosts) &&
  sameCases(a.cases, b.cases) &&
  sameCases(b.cases, a.cases)

/** Whatever of the flow both sides can mean, they say the same of it, into however many cases each has cut it */
const sameCases = (some: readonly Case[], others: readonly Case[]): boolean =>
  some.every((one) => {
    const overlapping = others.filter(
      ({ destination, source }) => overlaps(one.source, source) && overlaps(one.destination, destination),
    )
    return overlapping.length > 0 && overlapping.every((other) => sameCase(one, other))
  })

const sameCase = (a: Case, b: Case): boolean =>
  a.overall === b.overall && sameEnd(a.egress, b.egress) && sameEnd(a.ingress, b.ingress) && sameHosts(a.hosts, b.hosts)

/** Some pod or address is meant by both */
export function overlaps(a: CaseEnd, b: CaseEnd): boolean {
  if (a.open === undefined || b.open === undefined) return a.members.some((member) => b.members.includes(member))
  const ranges = a.open.flatMap((one) => one.ranges)
  const others = b.open.flatMap((one) => one.ranges)
  return ranges.some((one) =>
    others.some(({ family, first, last }) => family === one.family && first <= one.last && one.first <= last),
  )
}

const texts = new WeakMap<Rule, string>()

function ruleText(rule: Rule): string {
  let text = texts.get(rule)
  if (text === undefined) {
    text = JSON.stringify([rule.action, rule.match, rule.uncertain], plain)
    texts.set(rule, text)
  }
  return text
}

/** Selectors by their text, prefixes as people write them */
function plain(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('tree' in value && 'text' in value) return value.text
  if ('prefix' in value) {
    const { family, first, last, prefix } = value as Parameters<typeof printCidr>[0] // checked: only a Cidr has a prefix
    return printCidr({ family, first, last, prefix })
  }
  return value
}
