// Which selectors match which labels: every distinct selector has a number, every distinct set of labels is matched
// once, and an index by required label value skips the selectors that cannot match (docs/semantics.md §2).

import { matches, requiredValues } from '../model/selector.ts'
import type { LabelSet, ParsedSelector } from '../model/selector.ts'

/** Labels as the selectors see them; equal labels, one object */
export interface LabelClass {
  readonly id: number
  /** Selectors that match for certain, and those that may (missing labels); the same object where all is known */
  readonly must: ReadonlySet<number>
  readonly may: ReadonlySet<number>
}

export class SelectorIndex {
  readonly #numbers = new Map<string, number>()
  readonly #selectors: ParsedSelector[] = []
  readonly #byValue = new Map<string, number[]>()
  readonly #unindexed: number[] = []
  readonly #classes = new Map<string, LabelClass>()
  readonly #classOf = new WeakMap<LabelSet, LabelClass>()

  /** The number of a selector. All selectors are added before the first class is asked for */
  add(selector: ParsedSelector): number {
    const known = this.#numbers.get(selector.text)
    if (known !== undefined) return known
    if (this.#classes.size > 0) throw new Error('INVARIANT: selectors are added before labels are matched')
    const number = this.#selectors.length
    this.#numbers.set(selector.text, number)
    this.#selectors.push(selector)
    const required = requiredValues(selector.tree)
    if (required === undefined) this.#unindexed.push(number)
    else for (const value of required.values) push(this.#byValue, valueKey(required.label, value), number)
    return number
  }

  numberOf(selector: ParsedSelector): number | undefined {
    return this.#numbers.get(selector.text)
  }

  classOf(set: LabelSet): LabelClass {
    let found = this.#classOf.get(set)
    if (found === undefined) {
      found = this.#findClass(set)
      this.#classOf.set(set, found)
    }
    return found
  }

  #findClass(set: LabelSet): LabelClass {
    const key = classKey(set)
    let found = this.#classes.get(key)
    if (found === undefined) {
      found = this.#match(set, this.#classes.size)
      this.#classes.set(key, found)
    }
    return found
  }

  #match(set: LabelSet, id: number): LabelClass {
    const must = new Set<number>()
    const may = new Set<number>()
    for (const number of this.#candidates(set)) {
      const selector = this.#selectors[number]
      if (selector === undefined || may.has(number)) continue
      const answer = matches(selector.tree, set)
      if (answer !== false) may.add(number)
      if (answer === true) must.add(number)
    }
    return { id, must: set.complete ? may : must, may }
  }

  *#candidates(set: LabelSet): Iterable<number> {
    // A label that is not known may have any value, so no index can skip a selector.
    if (!set.complete) {
      for (let number = 0; number < this.#selectors.length; number++) yield number
      return
    }
    yield* this.#unindexed
    for (const [label, value] of set.labels) {
      const numbers = this.#byValue.get(valueKey(label, value))
      if (numbers !== undefined) yield* numbers
    }
  }
}

// Label names hold no `=`, so the key is unambiguous.
const valueKey = (label: string, value: string): string => `${label}=${value}`

function classKey(set: LabelSet): string {
  const parts: string[] = []
  for (const [label, value] of set.labels)
    parts.push(`${String(label.length)}:${label}${String(value.length)}:${value}`)
  return `${set.complete ? '' : '?'}${parts.sort().join('')}`
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
