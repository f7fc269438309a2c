// The selectors of a policy's fields → the one text that Felix is given, composed as Calico composes it (docs/semantics.md
// §2.4, §2.5). Text and not trees, because Calico replaces `all()` in the text, inside string literals too.

import { byText } from '../base/order.ts'
import { canonicalSelector } from './selector-parser.ts'

const NAMESPACE = 'projectcalico.org/namespace'
const SERVICE_ACCOUNT = 'projectcalico.org/serviceaccount'

/** What every Kubernetes pod selector begins with, so that no host endpoint and no network set matches it */
const IS_POD = "projectcalico.org/orchestrator == 'k8s'"

/** Put before the labels that an endpoint inherits from its namespace and from its service account (§3.2) */
export const NAMESPACE_PREFIX = 'pcns.'
export const SERVICE_ACCOUNT_PREFIX = 'pcsa.'

/** The fields that say which endpoints a policy applies to; empty where absent */
export interface SubjectText {
  readonly selector: string
  readonly namespaceSelector: string
  readonly serviceAccountSelector: string
}

/** Which endpoints a policy of a namespace applies to */
export function namespacedSubject(namespace: string, { selector, serviceAccountSelector }: SubjectText): string {
  const inNamespace = `${NAMESPACE} == '${namespace}'`
  return and(
    selector === '' ? inNamespace : `(${selector}) && ${inNamespace}`,
    serviceAccountSelector,
    SERVICE_ACCOUNT_PREFIX,
  )
}

/** Which endpoints a policy without a namespace applies to */
export function globalSubject({ selector, namespaceSelector, serviceAccountSelector }: SubjectText): string {
  let text = selector
  if (namespaceSelector !== '') {
    text = and(text, namespaceSelector, NAMESPACE_PREFIX).replaceAll('all()', `has(${NAMESPACE})`)
  }
  if (serviceAccountSelector !== '') {
    text = and(text, serviceAccountSelector, SERVICE_ACCOUNT_PREFIX).replaceAll('all()', `has(${SERVICE_ACCOUNT})`)
  }
  return text
}

/** A selector that does not parse adds nothing, which widens what the policy applies to */
function and(text: string, more: string, prefix: string): string {
  const prefixed = more === '' ? '' : (canonicalSelector(more, prefix) ?? '')
  if (prefixed === '') return text
  return text === '' ? prefixed : `(${text}) && ${prefixed}`
}

/** The selecting fields of a rule's source or destination; empty where absent */
export interface EntityText {
  readonly selector: string
  readonly notSelector: string
  readonly namespaceSelector: string
  /** As `serviceAccountsText` gives it */
  readonly serviceAccounts: string
}

/**
 * The objects that a rule's source or destination matches, and those that it does not match; empty for no condition.
 * `namespace` is that of the policy.
 */
export function entityTexts(entity: EntityText, namespace: string | undefined): { positive: string; negative: string } {
  const { selector, notSelector, namespaceSelector, serviceAccounts } = entity
  const namespaces = namespacePart(namespaceSelector, namespace)
  const parts = [serviceAccounts, selector].filter((part) => part !== '')
  const own = parts.length === 2 ? `(${parts.join(') && (')})` : (parts[0] ?? '')
  const selects = own !== '' || notSelector !== '' || namespaceSelector !== ''
  const positive = namespaces === '' || !selects ? own : own === '' ? namespaces : `(${namespaces}) && (${own})`
  return { positive, negative: notSelector }
}

function namespacePart(namespaceSelector: string, namespace: string | undefined): string {
  if (namespaceSelector !== '') {
    return (canonicalSelector(namespaceSelector, NAMESPACE_PREFIX) ?? '')
      .replaceAll('all()', `has(${NAMESPACE})`)
      .replaceAll('global()', `!has(${NAMESPACE})`)
  }
  return namespace === undefined ? '' : `${NAMESPACE} == '${namespace}'`
}

/** The text of a rule's `serviceAccounts`; names that cannot be quoted lose the whole of it, as upstream */
export function serviceAccountsText(names: readonly string[], selector: string): string {
  const bySelector = selector === '' ? '' : (canonicalSelector(selector, SERVICE_ACCOUNT_PREFIX) ?? '')
  if (names.length === 0) return bySelector
  const byName = canonicalSelector(`${SERVICE_ACCOUNT} in { '${names.join("', '")}' }`)
  if (byName === undefined) return ''
  return bySelector === '' ? byName : `(${bySelector}) && (${byName})`
}

/** A positive selector with a negative one beside it becomes one set of objects: `felix/calc/rule_scanner.go` */
export const foldNegative = (positive: string, negative: string): string => `(${positive}) && (!(${negative}))`

/** A Kubernetes label selector, as read */
export interface LabelSelectorText {
  readonly matchLabels: ReadonlyMap<string, string>
  readonly matchExpressions: readonly LabelExpression[]
}

export interface LabelExpression {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values: readonly string[]
}

/** A Kubernetes selector of pods in Calico's language; undefined is one that is not given, and selects every pod */
export const podSelectorText = (selector: LabelSelectorText | undefined): string =>
  [IS_POD, ...(selector === undefined ? [] : terms(selector))].join(' && ')

/** A Kubernetes selector of namespaces in Calico's language; empty where none is given, `all()` where it has no term */
export function namespaceSelectorText(selector: LabelSelectorText | undefined): string {
  if (selector === undefined) return ''
  return terms(selector).join(' && ') || 'all()'
}

function terms({ matchLabels, matchExpressions }: LabelSelectorText): string[] {
  const byKey = [...matchLabels].sort(([a], [b]) => byText(a, b))
  return [...byKey.map(([key, value]) => `${key} == '${value}'`), ...matchExpressions.map(expressionText)]
}

function expressionText({ key, operator, values }: LabelExpression): string {
  const set = `{ '${values.join("', '")}' }`
  switch (operator) {
    case 'In':
      return `${key} in ${set}`
    case 'NotIn':
      return `${key} not in ${set}`
    case 'Exists':
      return `has(${key})`
    case 'DoesNotExist':
      return `! has(${key})`
  }
}
