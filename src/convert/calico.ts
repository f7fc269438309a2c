// Calico's own kinds → Policy and Tier: NetworkPolicy, GlobalNetworkPolicy and their staged forms, of
// `projectcalico.org/v3` and of `crd.projectcalico.org/v1` (docs/semantics.md §1.1–1.4, §1.7, §1.9, §2.4, §7.1).

import { field, type Field, type FieldOptions } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Direction, Policy, PolicyKind, Rule, StagedAction, Tier } from '../model/policy.ts'
import type { ParsedSelector } from '../model/selector.ts'
import { calicoRule, readSelector } from './calico-rule.ts'
import { allOf } from './everything.ts'
import type { Findings } from './findings.ts'
import { parseSelector } from './selector-parser.ts'
import { globalSubject, namespacedSubject } from './selector-text.ts'

/** How an object came to be stored, which decides its defaults and who checked it (§1.1) */
export type ApplyPath =
  /** calicoctl, or Calico's API server: Go defaults, Go validator */
  | 'api-server'
  /** `projectcalico.org/v3` as plain CRDs: the defaults of admission policies, the rules of the CRD */
  | 'native-crd'
  /** A `crd.projectcalico.org/v1` object as it is: no defaults, the rules of the CRD */
  | 'raw-crd'

/** calicoctl decodes keys without regard to case */
export const fieldOptions = (path: ApplyPath): FieldOptions => ({ anyCase: path === 'api-server' })

/** Kinds by name; the staged ones are told by `stagedAction` */
export const CALICO_POLICY_KINDS: ReadonlyMap<string, PolicyKind> = new Map<string, PolicyKind>([
  ['NetworkPolicy', 'np'],
  ['GlobalNetworkPolicy', 'gnp'],
  ['StagedNetworkPolicy', 'snp'],
  ['StagedGlobalNetworkPolicy', 'sgnp'],
])

const isStaged = (kind: PolicyKind): boolean => kind === 'snp' || kind === 'sgnp' || kind === 'sknp'

/** Where findings then hold errors or drops, the policy is only as good as they allow */
export function calicoPolicy(manifest: Manifest, kind: PolicyKind, path: ApplyPath, findings: Findings): Policy {
  const options = fieldOptions(path)
  const spec = field(manifest, ['spec'], findings.report, options)
  const namespace = kind === 'np' || kind === 'snp' ? (manifest.namespace ?? '') : undefined
  const directions = governedDirections(spec, path)
  const rules = (direction: Direction): readonly Rule[] | undefined => {
    // Rules of a direction that is not governed are dead, and still make Felix discard the policy.
    const list = field(manifest, ['spec', direction], findings.reportInRule, options)
    const read = (list.list() ?? []).map((rule, i) => calicoRule(rule, i, namespace, findings))
    if (directions.has(direction)) return read
    if (read.length > 0) findings.warnings.push(list.diagnostic('rules-without-type', direction))
    return undefined
  }
  const subject = calicoSubject(spec, namespace, findings)
  return {
    id: { kind, namespace: namespace ?? '', name: manifest.name },
    tier: spec.get('tier').string() || 'default',
    order: spec.get('order').number() ?? Infinity,
    staged: isStaged(kind) ? readStagedAction(spec) : undefined,
    subject,
    ingress: rules('ingress'),
    egress: rules('egress'),
    hook: kind === 'gnp' || kind === 'sgnp' ? readHook(spec) : 'normal',
    at: { origin: manifest.origin, pointer: [] },
    unknown: undefined,
  }
}

/** An unparsable `selector` drops the policy; of the two others, one that does not parse is left out (§2.4) */
function calicoSubject(spec: Field, namespace: string | undefined, findings: Findings): ParsedSelector {
  const selector = readSelector(spec.get('selector'), findings)
  const [namespaceSelector, serviceAccountSelector] = ['namespaceSelector', 'serviceAccountSelector'].map((name) =>
    readWidening(spec.get(name), findings),
  )
  const text = {
    selector,
    namespaceSelector: namespaceSelector ?? '',
    serviceAccountSelector: serviceAccountSelector ?? '',
  }
  const composed = namespace === undefined ? globalSubject(text) : namespacedSubject(namespace, text)
  const parse = parseSelector(composed)
  if (parse.ok) return parse.value
  if (findings.drops.length === 0) findings.dropsAt(spec.get('selector'), 'bad-selector', selector, '1', 'a selector')
  return allOf(namespace)
}

function readWidening(selector: Field, findings: Findings): string {
  const text = selector.string() ?? ''
  if (parseSelector(text).ok) return text
  findings.warnings.push(selector.diagnostic('condition-ignored', selector.name))
  return ''
}

/** The directions that the stored object governs (§1.9) */
export function governedDirections(spec: Field, path: ApplyPath): ReadonlySet<Direction> {
  const types = spec.get('types').strings() ?? []
  if (types.length > 0) {
    const governs = (type: string): boolean => types.includes(type)
    return new Set([
      ...(governs('Ingress') ? (['ingress'] as const) : []),
      ...(governs('Egress') ? (['egress'] as const) : []),
    ])
  }
  if (path === 'raw-crd') return new Set(['ingress', 'egress'])
  const given = (direction: Direction): boolean => {
    const list = spec.get(direction)
    return path === 'native-crd' ? list.value !== undefined : (list.list() ?? []).length > 0
  }
  if (!given('egress')) return new Set(['ingress'])
  return new Set(given('ingress') ? ['ingress', 'egress'] : ['egress'])
}

const STAGED_ACTIONS: ReadonlyMap<string, StagedAction> = new Map([
  ['Set', 'set'],
  ['Delete', 'delete'],
  ['Learn', 'learn'],
  ['Ignore', 'ignore'],
])

/** `Set` where absent (§1.4) */
export function readStagedAction(spec: Field): StagedAction {
  const action = spec.get('stagedAction')
  const written = action.string() ?? ''
  const known = written === '' ? 'set' : STAGED_ACTIONS.get(written)
  if (known === undefined) action.complain('bad-value', 'stagedAction', written)
  return known ?? 'set'
}

function readHook(spec: Field): Policy['hook'] {
  if (spec.get('preDNAT').boolean()) return 'pre-dnat'
  if (spec.get('doNotTrack').boolean()) return 'untracked'
  return spec.get('applyOnForward').boolean() ? 'forward-too' : 'normal'
}

const DEFAULT_ORDER = 1_000_000

/** A tier without order ties with `default`, and what is not `Pass` is Deny (§1.7) */
export function calicoTier(manifest: Manifest, spec: Field): Tier {
  return {
    name: manifest.name,
    order: spec.get('order').number() ?? DEFAULT_ORDER,
    defaultAction: spec.get('defaultAction').string() === 'Pass' ? 'pass' : 'deny',
    exists: true,
    at: { origin: manifest.origin, pointer: [] },
  }
}
