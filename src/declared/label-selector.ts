// A label selector as Kubernetes objects carry it, asked about labels. An empty one selects everything; one that is not
// understood selects nothing.

import type { Labels } from '../model/selector.ts'
import { isMapping, mappingsOf, textOf, textsOf } from './inventory.ts'

/** `absent`: what a selector that is not there selects, which differs from field to field */
export function selects(selector: unknown, labels: Labels, absent = false): boolean {
  if (selector === undefined || selector === null) return absent
  if (!isMapping(selector)) return false
  const { matchExpressions, matchLabels } = selector
  const equal = isMapping(matchLabels)
    ? Object.entries(matchLabels).every(([key, value]) => labels.get(key) === value)
    : matchLabels === undefined
  return equal && mappingsOf(matchExpressions).every((one) => holds(one, labels))
}

function holds(expression: Readonly<Record<string, unknown>>, labels: Labels): boolean {
  const key = textOf(expression['key'])
  if (key === undefined) return false
  const value = labels.get(key)
  const values = textsOf(expression['values'])
  switch (expression['operator']) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return false
  }
}
