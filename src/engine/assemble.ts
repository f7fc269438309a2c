// The policies that govern an endpoint in one direction, tier by tier → the rows and tiers of its program: of a pod's
// policies (docs/semantics.md §4), and of each of the lists of a host endpoint (§4.7).

import { emptyBits, setBit } from '../base/bitset.ts'
import type { Policy, Tier } from '../model/policy.ts'
import type { PolicyHit } from '../model/verdict.ts'
import type { ProgramParts } from './program.ts'
import type { TierSpan } from './row-list.ts'
import type { Row, Semantics } from './rows.ts'

/** A policy that governs an endpoint, or may: its labels are not all known, or the policy is not understood */
export interface Governing {
  readonly policy: Policy
  readonly sure: boolean
}

/** A tier with the policies that select the endpoint and govern the direction, in order; at least one */
export interface GoverningTier {
  readonly tier: Tier
  readonly selected: readonly Governing[]
}

/** Which policies are asked at a hook; those of pods are `normal` */
export type PolicyList = 'normal' | 'forward' | 'pre-dnat' | 'untracked'

const HOOKS: Readonly<Record<PolicyList, readonly Policy['hook'][]>> = {
  normal: ['normal', 'forward-too'],
  forward: ['forward-too'],
  'pre-dnat': ['pre-dnat'],
  untracked: ['untracked'],
}

/** Every policy stands in one list or another */
export const standsIn = (list: PolicyList, policy: Policy): boolean => HOOKS[list].includes(policy.hook)

/** In these what no policy decides goes on to the lists that follow (§4.7) */
const passesOn = (list: PolicyList): boolean => list === 'pre-dnat' || list === 'untracked'

export interface Assembly {
  readonly tiers: readonly GoverningTier[]
  readonly list: PolicyList
  readonly semantics: Semantics
  readonly rowsOf: (policy: Policy) => readonly Row[]
  readonly endings: Endings
  /** Rules that are no policy's: asked before every tier, and after all */
  readonly first: readonly SilentRows[]
  readonly last: readonly SilentRows[]
}

/** Rules after which, where none has matched, the next are asked without a word; `end` names them */
export interface SilentRows {
  readonly rows: readonly Row[]
  readonly end: PolicyHit
}

export function assemble(assembly: Assembly): Omit<ProgramParts, 'profile' | 'open'> {
  const { endings, first, last, list, rowsOf, semantics, tiers } = assembly
  const rows: Row[] = []
  const unsure: number[] = []
  const spans: TierSpan[] = []
  const add = (added: readonly Row[], sure: boolean): void => {
    for (const row of added) {
      if (!sure || row.rule.uncertain !== undefined) unsure.push(rows.length)
      rows.push(row)
    }
  }
  const addSilent = ({ end, rows: own }: SilentRows): void => {
    const firstRow = rows.length
    add(own, true)
    spans.push(silentSpan(end, firstRow, rows.length))
  }
  first.forEach(addSilent)
  for (const { selected, tier } of tiers) {
    const live = selected.filter(({ policy }) => standsIn(list, policy))
    const [firstLive] = live
    if (firstLive === undefined) continue
    const firstRow = rows.length
    for (const { policy, sure } of live) add(rowsOf(policy), sure)
    const preview = semantics === 'felix-pending'
    const named = preview ? firstLive : (selected.at(-1) ?? firstLive)
    spans.push({
      name: tier.name,
      firstRow,
      endRow: rows.length,
      endOfTier: endings.endOfTier(tier, named.policy, passesOn(list)),
      governs: live.some(({ sure }) => sure),
      policyCount: live.length,
      previewFailsFrom: preview && !tier.exists ? firstRow + rowsOf(firstLive.policy).length : undefined,
    })
  }
  last.forEach(addSilent)
  const bits = unsure.length === 0 ? undefined : emptyBits(rows.length)
  if (bits !== undefined) for (const at of unsure) setBit(bits, at)
  return { rows, unsure: bits, tiers: spans }
}

const silentSpan = (end: PolicyHit, firstRow: number, endRow: number): TierSpan => ({
  name: end.tier,
  firstRow,
  endRow,
  endOfTier: end,
  silent: true,
  governs: true,
  policyCount: 1,
  previewFailsFrom: undefined,
})

/** The rows of an engine that stand for no rule, each one object: ways that end alike are equal, whoever went them */
export class Endings {
  readonly #deciding = new Map<Policy, PolicyHit>()
  readonly #passing = new Map<Policy, PolicyHit>()
  readonly #profiles = new Map<string, PolicyHit>()

  endOfTier(tier: Tier, named: Policy, passesOn: boolean): PolicyHit {
    const ends = passesOn ? this.#passing : this.#deciding
    let end = ends.get(named)
    if (end === undefined) {
      end = endOfTier(tier, named, passesOn)
      ends.set(named, end)
    }
    return end
  }

  profile(name: string, action: 'allow' | 'deny'): PolicyHit {
    const key = `${action} ${name}`
    let profile = this.#profiles.get(key)
    if (profile === undefined) {
      profile = profileHit(name, action)
      this.#profiles.set(key, profile)
    }
    return profile
  }
}

function endOfTier(tier: Tier, named: Policy, passesOn: boolean): PolicyHit {
  return {
    tier: tier.name,
    policy: named.id,
    rule: 'end-of-tier',
    action: passesOn ? 'pass' : tier.exists ? tier.defaultAction : 'deny',
    at: named.at,
    written: undefined,
    source: named,
  }
}

/** What a profile says; rules of profiles have no place in a file */
export const profileHit = (name: string, action: 'allow' | 'deny'): PolicyHit => ({
  tier: '__PROFILE__',
  policy: { kind: 'pro', namespace: '', name },
  rule: 0,
  action,
  at: undefined,
  written: undefined,
  source: undefined,
})
