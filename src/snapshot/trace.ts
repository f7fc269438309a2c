// Recorded traces: hits in evaluation order, whatever order, spelling or numbering the dialect gives them
// (flow-formats 1.5, 1.9, 4.2; docs/semantics.md §7.4).

import { byKeys } from '../base/order.ts'
import type { RecordedHit } from '../model/flow.ts'
import type { PolicyKind } from '../model/policy.ts'
import { isObject, nameOf } from './values.ts'
import type { JsonObject } from './values.ts'

type Kind = PolicyKind | 'end-of-tier' | 'unknown'

/** Goldmane's PolicyKind, by number; 7 and 8 up to Calico 3.31 */
const KINDS: readonly (readonly [string, Kind])[] = [
  ['KindUnspecified', 'unknown'],
  ['CalicoNetworkPolicy', 'np'],
  ['GlobalNetworkPolicy', 'gnp'],
  ['StagedNetworkPolicy', 'snp'],
  ['StagedGlobalNetworkPolicy', 'sgnp'],
  ['StagedKubernetesNetworkPolicy', 'sknp'],
  ['NetworkPolicy', 'knp'],
  ['AdminNetworkPolicy', 'kanp'],
  ['BaselineAdminNetworkPolicy', 'kbanp'],
  ['Profile', 'pro'],
  ['EndOfTier', 'end-of-tier'],
  ['ClusterNetworkPolicy', 'kcnp'],
]
const KIND_BY_NAME: ReadonlyMap<string, Kind> = new Map(KINDS.map(([name, kind]) => [name.toLowerCase(), kind]))

/** Of a rule that the dataplane could not tell (§7.4); never the number of a rule */
export const UNKNOWN_RULE = -2

/** Tier of the rows of profiles, as traces print it */
const PROFILE_TIER = '__PROFILE__'

/** How a dialect spells the fields of a hit */
export interface HitKeys {
  readonly policyIndex: string
  readonly ruleIndex: string
}

/** Undefined where the record has no such trace: nothing written, or a hit that cannot be understood */
export function hitsOf(value: unknown, keys: HitKeys): readonly RecordedHit[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const hits: { readonly index: number; readonly hit: RecordedHit }[] = []
  for (const one of value) {
    if (!isObject(one)) return undefined
    const hit = hitOf(one, keys)
    if (hit === undefined) return undefined
    hits.push({ index: Number(one[keys.policyIndex] ?? 0), hit })
  }
  // Up to 3.31.4 in no order (flow-formats 1.9). The sort is stable.
  return hits.sort(byKeys(({ index }) => index)).map(({ hit }) => hit)
}

function hitOf(value: JsonObject, keys: HitKeys): RecordedHit | undefined {
  const kind = kindOf(value['kind'])
  const action = actionOf(value['action'])
  const tier = nameOf(value['tier'])
  const rule = Number(value[keys.ruleIndex] ?? 0)
  if (action === undefined || tier === undefined || !Number.isInteger(rule)) return undefined
  if (kind === 'pro') return named(PROFILE_TIER, kind, value, rule, action)
  if (kind !== 'end-of-tier') return named(tier, kind, value, rule === -1 ? 'end-of-tier' : rule, action)
  const trigger = value['trigger']
  if (!isObject(trigger)) return { tier, kind: 'unknown', namespace: '', name: '', rule: 'end-of-tier', action }
  const triggerKind = kindOf(trigger['kind'])
  return named(tier, triggerKind === 'end-of-tier' ? 'unknown' : triggerKind, trigger, 'end-of-tier', action)
}

function named(
  tier: string,
  kind: RecordedHit['kind'],
  from: JsonObject,
  rule: RecordedHit['rule'],
  action: RecordedHit['action'],
): RecordedHit | undefined {
  const [namespace, name] = [nameOf(from['namespace']), nameOf(from['name'])]
  return namespace === undefined || name === undefined ? undefined : { tier, kind, namespace, name, rule, action }
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'number') return KINDS[value]?.[1] ?? 'unknown'
  if (typeof value !== 'string') return 'unknown'
  return (/^\d+$/.test(value) ? KINDS[Number(value)]?.[1] : KIND_BY_NAME.get(value.toLowerCase())) ?? 'unknown'
}

const ACTIONS: ReadonlyMap<unknown, 'allow' | 'deny' | 'pass'> = new Map<unknown, 'allow' | 'deny' | 'pass'>([
  [1, 'allow'],
  [2, 'deny'],
  [3, 'pass'],
  ['1', 'allow'],
  ['2', 'deny'],
  ['3', 'pass'],
  ['allow', 'allow'],
  ['deny', 'deny'],
  ['pass', 'pass'],
])

/** Of a hit or a flow, by name or number; undefined for any other */
export const actionOf = (value: unknown): 'allow' | 'deny' | 'pass' | undefined =>
  ACTIONS.get(typeof value === 'string' ? value.toLowerCase() : value)

/** As a row has it; a flow that ends in Pass has no verdict */
export function actionCode(value: unknown): 0 | 1 | 2 {
  const action = actionOf(value)
  return action === 'allow' ? 1 : action === 'deny' ? 2 : 0
}

const REPORTERS: ReadonlyMap<unknown, 1 | 2> = new Map<unknown, 1 | 2>([
  [1, 1],
  [2, 2],
  ['1', 1],
  ['2', 2],
  ['src', 1],
  ['dst', 2],
  ['source', 1],
  ['destination', 2],
])

/** As a row has it: 1 source, 2 destination, 0 anything else */
export const reporterCode = (value: unknown): 0 | 1 | 2 =>
  REPORTERS.get(typeof value === 'string' ? value.toLowerCase() : value) ?? 0

const SHORT_KINDS: Readonly<Record<string, PolicyKind>> = {
  np: 'np',
  gnp: 'gnp',
  snp: 'snp',
  sgnp: 'sgnp',
  sknp: 'sknp',
  knp: 'knp',
  kcnp: 'kcnp',
  kanp: 'kanp',
  kbanp: 'kbanp',
  pro: 'pro',
}

/** The policy strings of Felix and of Enterprise's flow logs, both generations; undefined as in `hitsOf` */
export function hitsOfStrings(value: unknown): readonly RecordedHit[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const hits: { readonly index: number; readonly hit: RecordedHit }[] = []
  for (const one of value) {
    const hit = typeof one === 'string' ? hitOfString(one) : undefined
    if (hit === undefined) return undefined
    hits.push(hit)
  }
  return hits.sort(byKeys(({ index }) => index)).map(({ hit }) => hit)
}

/** `index|tier|policy|action[|rule]`: from the left up to the tier, from the right down to the action */
const POLICY_STRING = /^(\d+)\|([^|]*)\|(.*)\|([A-Za-z]+)(?:\|(-?\d+))?$/s

function hitOfString(text: string): { readonly index: number; readonly hit: RecordedHit } | undefined {
  const [, index, tier, policy, actionText, ruleText] = POLICY_STRING.exec(text) ?? []
  const action = actionOf(actionText)
  if (index === undefined || tier === undefined || policy === undefined || action === undefined) return undefined
  const rule = ruleText === undefined ? UNKNOWN_RULE : Number(ruleText)
  const { kind, name, namespace } = policyOf(policy, tier)
  if (nameOf(name) === undefined || nameOf(namespace) === undefined || nameOf(tier) === undefined) return undefined
  const hit: RecordedHit = { tier, kind, namespace, name, rule: rule === -1 ? 'end-of-tier' : rule, action }
  return { index: Number(index), hit }
}

interface PolicyName {
  readonly kind: RecordedHit['kind']
  readonly namespace: string
  readonly name: string
}

/** From 3.32 `kind:[namespace/]name`; before, the kind hides in the name */
function policyOf(text: string, tier: string): PolicyName {
  const [, short, rest] = /^([a-z]+):(.*)$/s.exec(text) ?? []
  if (short !== undefined && rest !== undefined && Object.hasOwn(SHORT_KINDS, short)) {
    const [namespace, name] = split(rest)
    return { kind: SHORT_KINDS[short] ?? 'unknown', namespace, name }
  }
  if (tier === PROFILE_TIER) return { kind: 'pro', namespace: '', name: withoutPrefix(text, `${PROFILE_TIER}.`) }
  const [namespace, full] = split(text)
  return olderPolicy(namespace, full, tier)
}

function olderPolicy(namespace: string, full: string, tier: string): PolicyName {
  const staged = full.includes('staged:')
  const name = full.replace('staged:', '')
  const at = (prefix: string): boolean => name.startsWith(prefix)
  if (at('knp.default.')) return { kind: staged ? 'sknp' : 'knp', namespace, name: name.slice('knp.default.'.length) }
  if (at('kanp.')) return { kind: 'kanp', namespace, name: withoutPrefix(name.slice(5), 'adminnetworkpolicy.') }
  if (at('kbanp.'))
    return { kind: 'kbanp', namespace, name: withoutPrefix(name.slice(6), 'baselineadminnetworkpolicy.') }
  const bare = withoutPrefix(name, `${tier}.`)
  if (namespace === '') return { kind: staged ? 'sgnp' : 'gnp', namespace, name: bare }
  return { kind: staged ? 'snp' : 'np', namespace, name: bare }
}

function split(text: string): readonly [string, string] {
  const slash = text.indexOf('/')
  return slash < 0 ? ['', text] : [text.slice(0, slash), text.slice(slash + 1)]
}

const withoutPrefix = (text: string, prefix: string): string =>
  text.startsWith(prefix) ? text.slice(prefix.length) : text
