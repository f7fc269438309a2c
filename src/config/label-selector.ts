// A Kubernetes label selector of an expectation → the selector tree (docs/semantics.md §2.5). No cluster has checked it, so
// what the API server would refuse is refused here.

import { byKeys, byText } from '../base/order.ts'
import { isMapping } from '../manifest/fields.ts'
import type { Field } from '../manifest/fields.ts'
import type { ParsedSelector, Selector } from '../model/selector.ts'
import { complain, entriesOf, onlyKnown, optional, required } from './document.ts'
import type { Form } from './document.ts'
import { oneOf } from './kinds.ts'

const CODE = 'expectation-invalid'

/** The keys of a label selector, and of its expressions */
export const SELECTOR_KEYS: readonly string[] = ['matchLabels', 'matchExpressions']
export const EXPRESSION_KEYS: readonly string[] = ['key', 'operator', 'values']

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?'
const LABEL_KEY = new RegExp(`^(?:[a-z0-9.-]{1,253}/)?${NAME}$`)
const LABEL_VALUE = new RegExp(`^(?:${NAME})?$`)

const isKey = (value: unknown): value is string => typeof value === 'string' && LABEL_KEY.test(value)
const isValue = (value: unknown): value is string => typeof value === 'string' && LABEL_VALUE.test(value)

const KEY: Form<string> = {
  form: 'the key of a label',
  words: [],
  fromValue: (value) => (isKey(value) ? value : undefined),
}

const VALUES: Form<readonly string[]> = {
  form: 'a list of label values, in quotes where they are numbers or words like `true`',
  words: [],
  fromValue: (value) => (Array.isArray(value) && value.length > 0 && value.every(isValue) ? value : undefined),
}

const LABELS: Form<readonly (readonly [string, string])[]> = {
  form: 'labels with their values, in quotes where they are numbers or words like `true`',
  words: [],
  fromValue: (value) => {
    const pairs = isMapping(value) ? Object.entries(value) : undefined
    const valid = pairs?.filter((pair): pair is [string, string] => isKey(pair[0]) && isValue(pair[1]))
    return valid?.length === pairs?.length ? valid : undefined
  },
}

const OPERATOR = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist')

/** One condition on one label: what it means, and how kubectl writes it */
interface Term {
  readonly tree: Selector
  readonly text: string
}

/** The text is that of kubectl, sorted; empty where every pod matches. What is wrong is reported */
export function readLabelSelector(at: Field): ParsedSelector {
  onlyKnown(at, SELECTOR_KEYS)
  const labels = optional(at.get('matchLabels'), CODE, LABELS) ?? []
  const expressions = entriesOf(at.get('matchExpressions'), CODE, EXPRESSION_KEYS)
  const terms: Term[] = [
    ...labels.map(([label, value]): Term => ({ tree: { is: 'equals', label, value }, text: `${label}=${value}` })),
    ...expressions.flatMap(readExpression),
  ].sort(byKeys(({ text }) => text))
  const operands = terms.map(({ tree }) => tree)
  return {
    text: terms.map(({ text }) => text).join(','),
    tree: operands.length === 0 ? { is: 'all' } : { is: 'and', operands },
  }
}

function readExpression(at: Field): readonly Term[] {
  const label = required(at.get('key'), CODE, KEY)
  const operator = required(at.get('operator'), CODE, OPERATOR)
  if (label === undefined || operator === undefined) return []
  const exists: Selector = { is: 'has', label }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (at.get('values').value !== undefined) complain(at.get('values'), CODE, `no values, for ${operator} takes none`)
    return [operator === 'Exists' ? { tree: exists, text: label } : { tree: not(exists), text: `!${label}` }]
  }
  const values = [...(required(at.get('values'), CODE, VALUES) ?? [])].sort(byText)
  const isIn: Selector = { is: 'in', label, values: new Set(values) }
  const list = `(${values.join(',')})`
  return [
    operator === 'In'
      ? { tree: isIn, text: `${label} in ${list}` }
      : { tree: not(isIn), text: `${label} notin ${list}` },
  ]
}

/** Where the label is missing, a condition that is negated holds, as with Kubernetes */
const not = (operand: Selector): Selector => ({ is: 'not', operand })
