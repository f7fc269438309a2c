// Calico's selector tree and its meaning, in three values (docs/semantics.md §2).
// Kubernetes label selectors end in the same tree.

import type { UnknownObject } from './unknown-object.ts'

export type Selector =
  | { readonly is: 'all' }
  | { readonly is: 'has'; readonly label: string }
  | { readonly is: 'equals'; readonly label: string; readonly value: string }
  | { readonly is: 'in'; readonly label: string; readonly values: ReadonlySet<string> }
  | { readonly is: 'contains' | 'starts-with' | 'ends-with'; readonly label: string; readonly value: string }
  | { readonly is: 'not'; readonly operand: Selector }
  | { readonly is: 'and' | 'or'; readonly operands: readonly Selector[] }

/** A parsed selector with the text it came from; equal text, same object */
export interface ParsedSelector {
  readonly text: string
  readonly tree: Selector
}

export type Labels = ReadonlyMap<string, string>

/** Labels of which some may be missing from our knowledge: an absent label then is neither there nor not there */
export interface LabelSet {
  readonly labels: Labels
  /** The labels are all there are. False for an endpoint known from flow records alone */
  readonly complete: boolean
  /** Where they are not, how labels begin that may be missing; absent: any label may be */
  readonly openUnder?: readonly string[] | undefined
  /** Objects that would tell the rest, and could not be understood */
  readonly unknown?: readonly UnknownObject[] | undefined
}

/** Whether a label that is not among those of the set is certain not to be there */
const isAbsent = ({ complete, openUnder }: LabelSet, label: string): boolean =>
  complete || openUnder?.some((prefix) => label.startsWith(prefix)) === false

/** True, false, or undefined where the answer hangs on a label that is not known (Kleene) */
export function matches(selector: Selector, set: LabelSet): boolean | undefined {
  switch (selector.is) {
    case 'all':
      return true
    case 'not': {
      const inner = matches(selector.operand, set)
      return inner === undefined ? undefined : !inner
    }
    case 'and':
      return combine(selector.operands, set, false)
    case 'or':
      return combine(selector.operands, set, true)
    case 'has':
    case 'equals':
    case 'in':
    case 'contains':
    case 'starts-with':
    case 'ends-with': {
      const value = set.labels.get(selector.label)
      if (value !== undefined) return matchesValue(selector, value)
      return isAbsent(set, selector.label) ? false : undefined
    }
  }
}

/** `settles` is the answer of one operand that decides for all: false for `and`, true for `or` */
function combine(operands: readonly Selector[], set: LabelSet, settles: boolean): boolean | undefined {
  let unknown = false
  for (const operand of operands) {
    const inner = matches(operand, set)
    if (inner === settles) return settles
    if (inner === undefined) unknown = true
  }
  return unknown ? undefined : !settles
}

/** A condition on one label */
export type Term = Exclude<Selector, { is: 'all' | 'not' | 'and' | 'or' }>

/** Whether a value of the term's label meets it */
export function matchesValue(term: Term, value: string): boolean {
  switch (term.is) {
    case 'has':
      return true
    case 'equals':
      return value === term.value
    case 'in':
      return term.values.has(value)
    case 'contains':
      return value.includes(term.value)
    case 'starts-with':
      return value.startsWith(term.value)
    case 'ends-with':
      return value.endsWith(term.value)
  }
}
