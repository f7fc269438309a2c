// Kubernetes label selectors as written → terms for selector-text.ts (docs/semantics.md §2.5).

import type { Field } from '../manifest/fields.ts'
import type { LabelExpression, LabelSelectorText } from './selector-text.ts'

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const

/** Undefined where the selector is not given; `{}` has no terms. An operator that is none is reported and left out */
export function readLabelSelector(selector: Field): LabelSelectorText | undefined {
  if (selector.entries() === undefined) return undefined
  return {
    matchLabels: selector.get('matchLabels').stringMap() ?? new Map<string, string>(),
    matchExpressions: (selector.get('matchExpressions').list() ?? []).flatMap(readExpression),
  }
}

function readExpression(expression: Field): readonly LabelExpression[] {
  const key = expression.get('key').string()
  const written = expression.get('operator').string()
  const operator = OPERATORS.find((one) => one === written)
  if (key === undefined) expression.get('key').complain('missing-field', 'key')
  if (operator === undefined) expression.get('operator').complain('bad-value', 'operator', written ?? '')
  if (key === undefined || operator === undefined) return []
  return [{ key, operator, values: expression.get('values').strings() ?? [] }]
}
