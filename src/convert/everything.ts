// The widest subjects: every endpoint, and every endpoint of a namespace (docs/semantics.md §2.4).

import type { ParsedSelector } from '../model/selector.ts'
import { parseSelector } from './selector-parser.ts'
import { namespacedSubject } from './selector-text.ts'

const everything = parseSelector('')

/** What selects every endpoint */
export const ALL: ParsedSelector = everything.ok ? everything.value : { text: '', tree: { is: 'all' } }

/** What selects the endpoints of a namespace; without one, every endpoint */
export function allOf(namespace: string | undefined): ParsedSelector {
  if (namespace === undefined || namespace === '') return ALL
  const text = namespacedSubject(namespace, { selector: '', namespaceSelector: '', serviceAccountSelector: '' })
  const parse = parseSelector(text)
  return parse.ok ? parse.value : ALL
}
