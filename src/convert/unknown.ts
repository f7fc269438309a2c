// An object whose effect is not known → a policy that may do anything to the endpoints it could select
// (docs/semantics.md §1.1): malformed ones, and kinds that are not modelled.

import type { DiagnosticCode } from '../base/diagnostic.ts'
import type { Place } from '../base/location.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import {
  DIRECTIONS,
  type Direction,
  type Policy,
  type PolicyId,
  type PolicyKind,
  type StagedAction,
} from '../model/policy.ts'
import type { ParsedSelector } from '../model/selector.ts'
import { allOf } from './everything.ts'

/** What could be learned of such an object; what is absent is not known, and taken at its widest */
export interface Learned {
  readonly id: PolicyId
  /** As people name the object: kind and name */
  readonly what: string
  readonly why: DiagnosticCode
  readonly at: Place
  /** Where what is wrong stands, if that is another object */
  readonly unknownAt?: Place | undefined
  readonly tier?: string | undefined
  readonly order?: number | undefined
  readonly staged?: StagedAction | undefined
  readonly subject?: ParsedSelector | undefined
  readonly directions?: readonly Direction[] | undefined
  readonly hook?: Policy['hook'] | undefined
}

const policiesOf = new WeakMap<Learned, Map<string, Policy>>()

/**
 * Where nothing is known of tier or order it stands before all others, so no outcome is ruled out by its place. The
 * same object for the same arguments.
 */
export function unknownPolicy(learned: Learned, firstTier: string): Policy {
  const tier = learned.tier ?? firstTier
  const byTier = policiesOf.get(learned) ?? new Map<string, Policy>()
  policiesOf.set(learned, byTier)
  const policy = byTier.get(tier) ?? build(learned, tier)
  byTier.set(tier, policy)
  return policy
}

function build(learned: Learned, tier: string): Policy {
  const { id, order, directions } = learned
  const governs = (direction: Direction): [] | undefined =>
    directions === undefined || directions.includes(direction) ? [] : undefined
  return {
    id,
    tier,
    order: learned.tier === undefined || order === undefined ? -Infinity : order,
    staged: learned.staged,
    subject: learned.subject ?? allOf(id.namespace),
    ingress: governs('ingress'),
    egress: governs('egress'),
    hook: learned.hook ?? 'normal',
    at: learned.at,
    unknown: { why: learned.why, what: learned.what, at: learned.unknownAt },
  }
}

/** What stays known of a policy in which something is wrong; outside its rules nothing then can be relied on */
export function learnedFrom(policy: Policy, what: string, why: DiagnosticCode, outsideRules: boolean): Learned {
  const { at, hook, id, order, subject, tier } = policy
  // Whether it would delete anything is not known either.
  const staged = policy.staged === 'delete' ? 'set' : policy.staged
  if (outsideRules) return { id, at, staged, what, why }
  return { id, at, staged, what, why, tier, order, hook, subject, directions: governedBy(policy) }
}

export const governedBy = (policy: Policy): readonly Direction[] =>
  DIRECTIONS.filter((direction) => policy[direction] !== undefined)

/** As people name an object */
export const nameOf = (manifest: Pick<Manifest, 'kind' | 'namespace' | 'name'>): string =>
  `${manifest.kind} ${manifest.namespace === undefined ? '' : `${manifest.namespace}/`}${manifest.name}`

/** A kind that shares no name with a modelled one: the slash keeps its id apart from that of every real policy */
export function foreignId(kind: string, namespace: string | undefined, name: string): PolicyId {
  const near: PolicyKind = namespace === undefined ? 'gnp' : 'np'
  return { kind: near, namespace: namespace ?? '', name: `${kind}/${name}` }
}

/** Where a document stands that could not be read */
export const placeOfBroken = ({ at, path }: BrokenDocument): Place => ({
  pointer: [],
  origin: { path, fromCluster: false, locate: () => at, read: () => undefined },
})

const learnedOf = new WeakMap<BrokenDocument, Learned>()

/** Of a document of a policy kind that could not be read; the error is reported already */
export function learnedFromBroken(broken: BrokenDocument): Learned {
  const { kind = 'object', namespace, name = broken.path } = broken
  const learned = learnedOf.get(broken) ?? {
    id: foreignId(kind, namespace, name),
    what: nameOf({ kind, namespace, name }),
    why: broken.why,
    at: placeOfBroken(broken),
  }
  learnedOf.set(broken, learned)
  return learned
}
