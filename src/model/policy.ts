// Policies of every API in one vocabulary (docs/semantics.md §1, §4, §5, §6): what Felix would be told, with the place
// in the manifest that each rule came from.

import type { DiagnosticCode } from '../base/diagnostic.ts'
import type { Place } from '../base/location.ts'
import type { Cidr, Family } from '../base/ip.ts'
import type { ParsedSelector } from './selector.ts'
import type { UnknownObject } from './unknown-object.ts'

export type Direction = 'ingress' | 'egress'
export const DIRECTIONS = ['ingress', 'egress'] as const

export type RuleAction = 'allow' | 'deny' | 'pass' | 'log'

/** Short kinds, as Calico's flow logs spell them (§7.4); `pro` is a profile */
export type PolicyKind = 'np' | 'gnp' | 'knp' | 'kcnp' | 'kanp' | 'kbanp' | 'snp' | 'sgnp' | 'sknp' | 'pro'

/** The kind as Felix spells it, which the tie-break of equal orders compares (§4.2) */
export const FELIX_KIND: Readonly<Record<PolicyKind, string>> = {
  np: 'NetworkPolicy',
  gnp: 'GlobalNetworkPolicy',
  knp: 'KubernetesNetworkPolicy',
  kcnp: 'KubernetesClusterNetworkPolicy',
  kanp: 'KubernetesAdminNetworkPolicy',
  kbanp: 'KubernetesBaselineAdminNetworkPolicy',
  snp: 'StagedNetworkPolicy',
  sgnp: 'StagedGlobalNetworkPolicy',
  sknp: 'StagedKubernetesNetworkPolicy',
  pro: 'Profile',
}

/** What a staged kind becomes when it is promoted */
export const PROMOTED_KIND = { snp: 'np', sgnp: 'gnp', sknp: 'knp' } as const

export interface PolicyId {
  readonly kind: PolicyKind
  /** Empty for a cluster-wide policy and for a profile */
  readonly namespace: string
  readonly name: string
}

export const policyKey = (id: PolicyId): string => `${id.kind}|${id.namespace}|${id.name}`

export interface Policy {
  readonly id: PolicyId
  readonly tier: string
  /** `Infinity` where none is given */
  readonly order: number
  readonly staged: StagedAction | undefined
  /** Which endpoints it applies to */
  readonly subject: ParsedSelector
  /** Rules in converted order; undefined where it does not govern the direction */
  readonly ingress: readonly Rule[] | undefined
  readonly egress: readonly Rule[] | undefined
  /** Lists of host endpoints that it stands in; `normal` alone says something about pods (§4.7) */
  readonly hook: 'normal' | 'forward-too' | 'pre-dnat' | 'untracked'
  /** The object itself; rules have places of their own */
  readonly at: Place
  /** As traces have it where that is not the name: up to v3.31 it is without its tier (§0.1) */
  readonly traceName?: string | undefined
  /**
   * Set where the policy could not be understood: it may govern what `subject` selects, in the directions given, with
   * any outcome. The text is the code of the diagnostic that says why.
   */
  readonly unknown: UnknownEffect | undefined
  /**
   * What a staged Kubernetes policy becomes when it is promoted, which is defaulted anew (trap 68); absent where the
   * API server would refuse it, and for every other kind.
   */
  readonly promoted?: Policy | undefined
}

export interface UnknownEffect {
  readonly why: DiagnosticCode
  /** As shown to people: kind and name of the object */
  readonly what: string
  /** Of that object, where it is not the policy: a tier */
  readonly at?: Place | undefined
}

export type StagedAction = 'set' | 'delete' | 'learn' | 'ignore'

export interface Rule {
  readonly action: RuleAction
  readonly match: RuleMatch
  readonly at: Place
  /** Position in the manifest's own list, from 0: people count from 1 */
  readonly written: number
  /** Which entry of the rule's `from` or `to` it stands for, from 0; absent where the rule has no such list */
  readonly peer?: number | undefined
  /**
   * A condition that is not modelled, or not known: the rule may match where the rest of it does. The text is shown.
   */
  readonly uncertain: string | undefined
}

/** All present conditions hold together; a list holds where one of its entries does (§5.1) */
export interface RuleMatch {
  readonly family: Family | undefined
  readonly protocol: number | undefined
  readonly notProtocol: number | undefined
  readonly icmp: IcmpMatch | undefined
  readonly notIcmp: IcmpMatch | undefined
  readonly source: EntityMatch
  readonly destination: EntityMatch
}

export interface IcmpMatch {
  readonly type: number
  readonly code: number | undefined
}

export interface EntityMatch {
  /** Undefined: no condition. Never empty */
  readonly nets: readonly Cidr[] | undefined
  readonly notNets: readonly Cidr[] | undefined
  /** The address belongs to an object that matches; a negative selector beside it is folded in (§2.4) */
  readonly selector: ParsedSelector | undefined
  /** The address belongs to no object that matches; only where there is no positive selector */
  readonly notSelector: ParsedSelector | undefined
  readonly ports: PortMatch | undefined
  readonly notPorts: PortMatch | undefined
  /** Among which endpoints a port name is looked up; undefined: all (§3.6) */
  readonly portScope: ParsedSelector | undefined
  /** `namespace/name` of a Service: on the destination address, protocol and port, on the source the address (§3.7) */
  readonly service: string | undefined
}

export interface PortMatch {
  readonly ranges: readonly PortRange[]
  readonly names: readonly string[]
}

export interface PortRange {
  readonly from: number
  readonly to: number
}

export const ANY_ENTITY: EntityMatch = {
  nets: undefined,
  notNets: undefined,
  selector: undefined,
  notSelector: undefined,
  ports: undefined,
  notPorts: undefined,
  portScope: undefined,
  service: undefined,
}

/** Matches every packet */
export const ANY_MATCH: RuleMatch = {
  family: undefined,
  protocol: undefined,
  notProtocol: undefined,
  icmp: undefined,
  notIcmp: undefined,
  source: ANY_ENTITY,
  destination: ANY_ENTITY,
}

export interface Tier {
  readonly name: string
  readonly order: number
  readonly defaultAction: 'deny' | 'pass'
  /** False for a tier that policies name and no object defines: last, and deny at its end (§4.1) */
  readonly exists: boolean
  readonly at: Place | undefined
}

/** Tiers that are always there (§1.7) */
export const BUILT_IN_TIERS: readonly Tier[] = [
  { name: 'kube-admin', order: 1000, defaultAction: 'pass', exists: true, at: undefined },
  { name: 'default', order: 1_000_000, defaultAction: 'deny', exists: true, at: undefined },
  { name: 'kube-baseline', order: 10_000_000, defaultAction: 'pass', exists: true, at: undefined },
]

/** Objects of all policies of one side, in no particular order; `tiers` holds the built-in ones too */
export interface PolicySet {
  readonly tiers: readonly Tier[]
  readonly policies: readonly Policy[]
  /** What decides between policies of equal order (§4.2); absent: name, namespace and kind */
  readonly tieBreak?: 'stored-name' | undefined
  /** Tiers that could not be understood, whose policies are of unknown effect */
  readonly unknownTiers?: readonly UnknownObject[] | undefined
}

/** The one string by which Felix knew a policy up to v3.31, and which decided between equal orders (§0.1, §4.2) */
export function storedName({ kind, name, namespace }: PolicyId): string {
  const staged = kind === 'snp' || kind === 'sgnp' || kind === 'sknp' ? 'staged:' : ''
  return `${namespace === '' ? '' : `${namespace}/`}${staged}${tieredName(kind, name)}`
}

function tieredName(kind: PolicyKind, name: string): string {
  switch (kind) {
    case 'knp':
    case 'sknp':
      return `knp.default.${name}`
    case 'kanp':
      return `kanp.adminnetworkpolicy.${name}`
    case 'kbanp':
      return `kbanp.baselineadminnetworkpolicy.${name}`
    case 'np':
    case 'gnp':
    case 'snp':
    case 'sgnp':
    case 'kcnp':
    case 'pro':
      return name.includes('.') ? name : `default.${name}`
  }
}

/** Which policies count (§7): as the dataplane has them, as Calico's preview sees them, or as if promoted */
export type PolicySetName = 'enforced' | 'pending' | 'promoted'
export const POLICY_SET_NAMES = ['enforced', 'pending', 'promoted'] as const
