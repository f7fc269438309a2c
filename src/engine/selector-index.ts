// Which selectors match which labels: every distinct selector has a number, every distinct set of labels is matched once.
// An index by required label skips the selectors that cannot match, and a comparison that many selectors share is made
// once for each set (docs/semantics.md §2).

import { emptyBits, hasBit, setBit } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import { matches, requiredLabels } from '../model/selector.ts'
import type { LabelSet, ParsedSelector, RequiredLabel, Selector } from '../model/selector.ts'

/** Labels as the selectors see them; equal labels, one object */
export interface LabelClass {
  readonly id: number
  /** Selectors that match for certain, and those that may (missing labels); the same object where all is known */
  readonly must: Bits
  readonly may: Bits
}

export class SelectorIndex {
  readonly #numbers = new Map<string, number>()
  readonly #selectors: ParsedSelector[] = []
  #compiled: Compiled | undefined
  readonly #classes = new Map<string, LabelClass>()
  /** By the labels in the order in which they are written, so that most need not be sorted */
  readonly #asWritten = new Map<string, LabelClass>()
  readonly #classOf = new WeakMap<LabelSet, LabelClass>()

  /** The number of a selector. All selectors are added before the first class is asked for */
  add(selector: ParsedSelector): number {
    const known = this.#numbers.get(selector.text)
    if (known !== undefined) return known
    if (this.#classes.size > 0) throw new Error('INVARIANT: selectors are added before labels are matched')
    const number = this.#selectors.length
    this.#numbers.set(selector.text, number)
    this.#selectors.push(selector)
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
    const parts = partsOf(set)
    const written = parts.join('')
    let found = this.#asWritten.get(written)
    if (found !== undefined) return found
    const key = parts.sort().join('')
    found = this.#classes.get(key)
    if (found === undefined) {
      found = this.#match(set, this.#classes.size)
      this.#classes.set(key, found)
    }
    this.#asWritten.set(written, found)
    return found
  }

  #match(set: LabelSet, id: number): LabelClass {
    this.#compiled ??= new Compiled(this.#selectors)
    const must = emptyBits(this.#selectors.length)
    if (set.complete) {
      this.#compiled.match(set, must)
      return { id, must, may: must }
    }
    // A label that is not known may have any value, so no index can skip a selector.
    const may = emptyBits(this.#selectors.length)
    for (const [number, { tree }] of this.#selectors.entries()) {
      const answer = matches(tree, set)
      if (answer !== false) setBit(may, number)
      if (answer === true) setBit(must, number)
    }
    return { id, must, may }
  }
}

/** The parts tell labels and values apart: each has its length before it */
function partsOf({ complete, labels }: LabelSet): string[] {
  const parts = complete ? [] : ['?']
  for (const [label, value] of labels) parts.push(`${String(label.length)}:${label}${String(value.length)}:${value}`)
  return parts
}

/** What a selector says of labels that are all known, with comparisons by number */
type Node =
  | { readonly is: 'all' }
  | { readonly is: 'term'; readonly number: number }
  | { readonly is: 'not'; readonly operand: Node }
  | { readonly is: 'and' | 'or'; readonly operands: readonly Node[] }

type Term = Exclude<Selector, { is: 'all' | 'not' | 'and' | 'or' }>

const UNASKED = 0
const FALSE = 1
const TRUE = 2

class Compiled {
  readonly #nodes: readonly Node[]
  readonly #terms: Term[] = []
  readonly #termNumbers = new Map<string, number>()
  readonly #byLabel = new Map<string, number[]>()
  readonly #unindexed: number[] = []

  constructor(selectors: readonly ParsedSelector[]) {
    this.#nodes = selectors.map(({ tree }) => this.#compile(tree))
    const ranks = new Map<string, number>()
    for (const { tree } of selectors) countLabels(tree, ranks)
    const rank = (required: RequiredLabel): number => ranks.get(labelKey(required)) ?? 0
    for (const [number, { tree }] of selectors.entries()) {
      const required = requiredLabels(tree, rank)
      if (required === undefined) this.#unindexed.push(number)
      else for (const key of new Set(required.map(labelKey))) push(this.#byLabel, key, number)
    }
  }

  #compile(selector: Selector): Node {
    switch (selector.is) {
      case 'all':
        return selector
      case 'not':
        return { is: 'not', operand: this.#compile(selector.operand) }
      case 'and':
      case 'or':
        return { is: selector.is, operands: selector.operands.map((operand) => this.#compile(operand)) }
      case 'has':
      case 'equals':
      case 'in':
      case 'contains':
      case 'starts-with':
      case 'ends-with':
        return { is: 'term', number: this.#termNumber(selector) }
    }
  }

  #termNumber(term: Term): number {
    const key = JSON.stringify([term.is, term.label, valuesOf(term)])
    let number = this.#termNumbers.get(key)
    if (number === undefined) {
      number = this.#terms.length
      this.#termNumbers.set(key, number)
      this.#terms.push(term)
    }
    return number
  }

  /** Sets the bits of the selectors that match */
  match(set: LabelSet, into: Bits): void {
    const answers = new Uint8Array(this.#terms.length)
    const ask = (numbers: readonly number[] | undefined): void => {
      for (const number of numbers ?? []) {
        const node = this.#nodes[number]
        if (node !== undefined && !hasBit(into, number) && this.#holds(node, set, answers)) setBit(into, number)
      }
    }
    ask(this.#unindexed)
    for (const [label, value] of set.labels) {
      ask(this.#byLabel.get(labelKey({ label, value })))
      ask(this.#byLabel.get(labelKey({ label, value: undefined })))
    }
  }

  #holds(node: Node, set: LabelSet, answers: Uint8Array): boolean {
    switch (node.is) {
      case 'all':
        return true
      case 'not':
        return !this.#holds(node.operand, set, answers)
      case 'and':
      case 'or':
        return this.#join(node, set, answers)
      case 'term':
        return this.#answer(node.number, set, answers) === TRUE
    }
  }

  #join({ is, operands }: Extract<Node, { is: 'and' | 'or' }>, set: LabelSet, answers: Uint8Array): boolean {
    const settles = is === 'or'
    for (const operand of operands) if (this.#holds(operand, set, answers) === settles) return settles
    return !settles
  }

  #answer(number: number, set: LabelSet, answers: Uint8Array): number {
    const known = answers[number] ?? UNASKED
    if (known !== UNASKED) return known
    const term = this.#terms[number]
    const answer = term !== undefined && matches(term, set) === true ? TRUE : FALSE
    answers[number] = answer
    return answer
  }
}

// Label names hold no `=`, so the key is unambiguous.
const labelKey = ({ label, value }: RequiredLabel): string => (value === undefined ? label : `${label}=${value}`)

function valuesOf(term: Term): readonly string[] {
  if (term.is === 'has') return []
  return term.is === 'in' ? [...term.values].sort() : [term.value]
}

/** How often selectors mention a label, and each of its values */
function countLabels(selector: Selector, counts: Map<string, number>): void {
  if (!('label' in selector)) {
    const operands = selector.is === 'all' ? [] : selector.is === 'not' ? [selector.operand] : selector.operands
    for (const operand of operands) countLabels(operand, counts)
    return
  }
  const values = selector.is === 'equals' || selector.is === 'in' ? valuesOf(selector) : []
  for (const value of [undefined, ...values]) {
    const key = labelKey({ label: selector.label, value })
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
