// One end of a must-allow or must-deny entry: pods by their labels, workloads by name, or addresses
// (docs/configuration.md).

import { isMapping } from '../manifest/fields.ts'
import type { Field } from '../manifest/fields.ts'
import type { AssertionEnd } from '../model/expectation.ts'
import type { ParsedSelector } from '../model/selector.ts'
import { TEXT_FORM, complain, onlyKnown, optional } from './document.ts'
import { endText, readEnd } from './flow-entry.ts'
import { NAMESPACE } from './kinds.ts'
import { readLabelSelector } from './label-selector.ts'

/** Calico's selector language, which the convert room knows: `parseSelector` of its selector-parser.ts */
export type ParseSelector = (text: string) => SelectorParse

type SelectorParse =
  | { readonly ok: true; readonly value: ParsedSelector }
  | { readonly ok: false; readonly error: { readonly offset: number; readonly expected: string } }

const CODE = 'expectation-invalid'
const FORM = '`namespace/name`, an address, a prefix, or a mapping with `podSelector`'

/** The keys of an end that is a mapping */
export const END_KEYS: readonly string[] = ['namespace', 'podSelector']

/** Undefined only where something is wrong, all of which is reported */
export function readAssertionEnd(at: Field, parseSelector: ParseSelector): AssertionEnd | undefined {
  if (isMapping(at.value)) return readPods(at, parseSelector)
  if (TEXT_FORM.fromValue(at.value) === undefined) {
    complain(at, CODE, FORM)
    return undefined
  }
  const pattern = readEnd(at, CODE)
  if (pattern === undefined) return undefined
  const { net, segments } = pattern
  const text = endText(pattern)
  if (net !== undefined) return { is: 'addresses', cidr: net, text }
  if (segments?.length === 2) return { is: 'workloads', pattern, text }
  complain(at, CODE, FORM)
  return undefined
}

function readPods(at: Field, parseSelector: ParseSelector): AssertionEnd | undefined {
  onlyKnown(at, END_KEYS)
  const namespace = optional(at.get('namespace'), CODE, NAMESPACE)
  const selector = readPodSelector(at.get('podSelector'), parseSelector)
  if (selector === undefined) return undefined
  const pods = selector.tree.is === 'all' ? 'all pods' : `pods ${selector.text}`
  return { is: 'pods', namespace, selector, text: namespace === undefined ? pods : `${pods} in ${namespace}` }
}

function readPodSelector(at: Field, parseSelector: ParseSelector): ParsedSelector | undefined {
  if (isMapping(at.value)) return readLabelSelector(at)
  if (typeof at.value !== 'string') {
    complain(at, CODE, 'a label selector, or a selector of Calico as text')
    return undefined
  }
  const parse = parseSelector(at.value)
  if (parse.ok) return parse.value
  const { expected, offset } = parse.error
  complain(at, CODE, `a selector of Calico (at its character ${offset + 1}: ${expected})`)
  return undefined
}
