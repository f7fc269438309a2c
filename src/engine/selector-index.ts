// Which selectors match which labels: every distinct selector has a number, every distinct set of labels is one class. The
// classes of a cluster are matched all at once, a selector being a few operations on bit vectors over them; labels that are
// not all known, and those of nobody in the cluster, one by one (docs/semantics.md §2).

import { and, bitsIn, emptyBits, or, setBit, without } from '../base/bitset.ts'
import type { Bits } from '../base/bitset.ts'
import { matches, matchesValue } from '../model/selector.ts'
import type { LabelSet, Labels, ParsedSelector, Selector, Term } from '../model/selector.ts'
import type { UnknownObject } from '../model/unknown-object.ts'

/** Labels as the selectors see them; equal labels, one object */
export interface LabelClass {
  readonly id: number
  /** Selectors that match for certain, and those that may (missing labels); the same object where all is known */
  readonly must: Bits
  readonly may: Bits
  /** Objects that would tell what is missing, and could not be understood */
  readonly unknown?: readonly UnknownObject[] | undefined
}

export class SelectorIndex {
  readonly #expected: readonly LabelSet[]
  readonly #numbers = new Map<string, number>()
  readonly #selectors: ParsedSelector[] = []
  #classes: Map<string, LabelClass> | undefined
  readonly #classOf = new WeakMap<LabelSet, LabelClass>()

  /** `expected`: those that will be asked for, as far as is known; the same list for the same sets, so that it is matched once */
  constructor(expected: readonly LabelSet[]) {
    this.#expected = expected
  }

  /** The number of a selector. All selectors are added before the first class is asked for */
  add(selector: ParsedSelector): number {
    const known = this.#numbers.get(selector.text)
    if (known !== undefined) return known
    if (this.#classes !== undefined) throw new Error('INVARIANT: selectors are added before labels are matched')
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

  /** The class of an object that could not be understood: no selector matches for certain */
  possibleClassOf(set: LabelSet, unknown: UnknownObject): LabelClass {
    const { id, may } = this.classOf(set)
    return { id, must: emptyBits(this.#selectors.length), may, unknown: [unknown] }
  }

  #findClass(set: LabelSet): LabelClass {
    const classes = (this.#classes ??= this.#matchExpected())
    const key = keyOf(set)
    let found = classes.get(key)
    if (found === undefined) {
      found = this.#match(set, classes.size)
      classes.set(key, found)
    }
    return found
  }

  #matchExpected(): Map<string, LabelClass> {
    const expected = expectedLabels(this.#expected)
    const classes = Array.from(expected.keys, (key, id) => {
      const bits = emptyBits(this.#selectors.length)
      return [key, { id, must: bits, may: bits }] as const
    })
    for (const [number, selector] of this.#selectors.entries())
      for (const id of bitsIn(expected.matching(selector))) {
        const found = classes[id]
        if (found !== undefined) setBit(found[1].must, number)
      }
    return new Map(classes)
  }

  #match(set: LabelSet, id: number): LabelClass {
    const must = emptyBits(this.#selectors.length)
    const may = set.complete ? must : emptyBits(this.#selectors.length)
    for (const [number, { tree }] of this.#selectors.entries()) {
      const answer = matches(tree, set)
      if (answer !== false) setBit(may, number)
      if (answer === true) setBit(must, number)
    }
    return { id, must, may, unknown: set.unknown }
  }
}

/** What selectors match of the sets in a list, each found once for all engines of a cluster */
class ExpectedLabels {
  /** Of the different sets of which all labels are known */
  readonly keys: readonly string[]
  readonly #labels: ManyLabels
  readonly #matching = new Map<string, Bits>()

  constructor(sets: readonly LabelSet[]) {
    const distinct = new Map<string, Labels>()
    for (const set of sets) if (set.complete) distinct.set(keyOf(set), set.labels)
    this.keys = [...distinct.keys()]
    this.#labels = new ManyLabels([...distinct.values()])
  }

  /** By their places in `keys`; not to be written to */
  matching({ text, tree }: ParsedSelector): Bits {
    let matching = this.#matching.get(text)
    if (matching === undefined) {
      matching = this.#labels.matching(tree)
      this.#matching.set(text, matching)
    }
    return matching
  }
}

const expectedBySets = new WeakMap<readonly LabelSet[], ExpectedLabels>()

function expectedLabels(sets: readonly LabelSet[]): ExpectedLabels {
  const expected = expectedBySets.get(sets) ?? new ExpectedLabels(sets)
  expectedBySets.set(sets, expected)
  return expected
}

const keys = new WeakMap<LabelSet, string>()

/** Equal labels, equal keys. Engines of one cluster ask for the same sets again */
function keyOf(set: LabelSet): string {
  let key = keys.get(set)
  if (key === undefined) {
    key = set.complete ? '' : `?${openKey(set)}`
    const labels = [...set.labels].sort(([a], [b]) => (a < b ? -1 : 1))
    // Lengths tell labels and values apart.
    for (const [label, value] of labels) key += `${String(label.length)}:${label}${String(value.length)}:${value}`
    keys.set(set, key)
  }
  return key
}

/** What may be missing, and by whose fault */
const openKey = ({ openUnder, unknown = [] }: LabelSet): string =>
  [openUnder?.join(' ') ?? '', ...unknown.map(({ what }) => what), ''].join('\n')

/** Sets of labels by their places in a list, and which of them a selector matches; all labels are known */
class ManyLabels {
  readonly #all: Bits
  readonly #none: Bits
  readonly #byValue = new Map<string, Map<string, Bits>>()

  constructor(sets: readonly Labels[]) {
    this.#all = emptyBits(sets.length)
    this.#none = emptyBits(sets.length)
    for (const [place, labels] of sets.entries()) {
      setBit(this.#all, place)
      for (const [label, value] of labels) setBit(this.#bits(label, value), place)
    }
  }

  #bits(label: string, value: string): Bits {
    let values = this.#byValue.get(label)
    if (values === undefined) {
      values = new Map()
      this.#byValue.set(label, values)
    }
    let bits = values.get(value)
    if (bits === undefined) {
      bits = this.#none.slice()
      values.set(value, bits)
    }
    return bits
  }

  /** Not to be written to */
  matching(selector: Selector): Bits {
    switch (selector.is) {
      case 'all':
        return this.#all
      case 'not':
        return without(this.#all, this.matching(selector.operand))
      case 'and':
        return and([this.#all, ...selector.operands.map((operand) => this.matching(operand))])
      case 'or':
        return or([this.#none, ...selector.operands.map((operand) => this.matching(operand))])
      case 'equals':
        return this.#byValue.get(selector.label)?.get(selector.value) ?? this.#none
      case 'has':
      case 'in':
      case 'contains':
      case 'starts-with':
      case 'ends-with':
        return this.#withValues(selector)
    }
  }

  #withValues(term: Term): Bits {
    const matching: Bits[] = [this.#none]
    for (const [value, bits] of this.#byValue.get(term.label) ?? []) if (matchesValue(term, value)) matching.push(bits)
    return or(matching)
  }
}
