// Calico's selector language as text → the selector tree of the model, and back in Calico's canonical spelling
// (docs/semantics.md §2.1–2.3).

import { byText } from '../base/order.ts'
import type { ParsedSelector, Selector } from '../model/selector.ts'

/** Where a selector stops making sense; `offset` counts UTF-16 units from the start of the text */
export interface SelectorError {
  readonly offset: number
  readonly expected: string
}

export type SelectorParse =
  { readonly ok: true; readonly value: ParsedSelector } | { readonly ok: false; readonly error: SelectorError }

const parses = new Map<string, SelectorParse>()

/** Parses a selector; the empty text is `all()`. Equal text gives the same object. Never throws */
export function parseSelector(text: string): SelectorParse {
  let parse = parses.get(text)
  if (parse === undefined) {
    const syntax = parseSyntax(text)
    parse = syntax.ok ? { ok: true, value: { text, tree: meaning(syntax.tree) } } : syntax
    parses.set(text, parse)
  }
  return parse
}

/**
 * The canonical spelling, with `labelPrefix` put before each label name; undefined where the text does not parse.
 * Values that hold both kinds of quotes cannot be written, and never are: one text has at most one kind.
 */
export function canonicalSelector(text: string, labelPrefix = ''): string | undefined {
  const syntax = parseSyntax(text)
  return syntax.ok ? print(syntax.tree, labelPrefix) : undefined
}

/** How a selector is to be written with other labels and values */
export interface SelectorMapping {
  readonly label: (label: string) => string
  /** `isWhole`: the whole value is compared; else a part of it is looked for. `label`: as it was written */
  readonly value: (value: string, isWhole: boolean, label: string) => string
}

/** The canonical spelling with labels and values mapped; undefined where the text does not parse */
export function mappedSelector(text: string, mapping: SelectorMapping): string | undefined {
  const syntax = parseSyntax(text)
  return syntax.ok ? print(mapped(syntax.tree, mapping), '') : undefined
}

function mapped(tree: Syntax, mapping: SelectorMapping): Syntax {
  switch (tree.is) {
    case 'all':
    case 'global':
      return tree
    case 'has':
      return { is: 'has', label: mapping.label(tree.label) }
    case 'value': {
      const isWhole = tree.operator === '==' || tree.operator === '!='
      return { ...tree, label: mapping.label(tree.label), value: mapping.value(tree.value, isWhole, tree.label) }
    }
    case 'set': {
      const values = tree.values.map((value) => mapping.value(value, true, tree.label)).sort(byText)
      return { ...tree, label: mapping.label(tree.label), values }
    }
    case 'not':
      return { is: 'not', operand: mapped(tree.operand, mapping) }
    case 'and':
    case 'or':
      return { is: tree.is, operands: tree.operands.map((one) => mapped(one, mapping)) }
  }
}

// The tree as written. It tells `global()` from `all()` and `!=` from a negation, which mean the same and print apart.
type Syntax =
  | { readonly is: 'all' | 'global' }
  | { readonly is: 'has'; readonly label: string }
  | { readonly is: 'value'; readonly operator: ValueOperator; readonly label: string; readonly value: string }
  | {
      readonly is: 'set'
      readonly operator: 'in' | 'not in'
      readonly label: string
      readonly values: readonly string[]
    }
  | { readonly is: 'not'; readonly operand: Syntax }
  | { readonly is: 'and' | 'or'; readonly operands: readonly Syntax[] }

type ValueOperator = '==' | '!=' | 'contains' | 'starts with' | 'ends with'

type SyntaxParse = { readonly ok: true; readonly tree: Syntax } | { readonly ok: false; readonly error: SelectorError }

/** Far more than a selector that admission takes can nest, and far less than the stack */
const MAX_DEPTH = 600

function parseSyntax(text: string): SyntaxParse {
  const scanner = new Scanner(text)
  if (scanner.atEnd()) return { ok: true, tree: { is: 'all' } }
  const tree = parseOr(scanner, 0)
  if (tree !== undefined && !scanner.atEnd()) scanner.fail('&&, || or the end of the selector')
  return tree === undefined || scanner.error !== undefined
    ? { ok: false, error: scanner.error ?? { offset: 0, expected: 'a selector' } }
    : { ok: true, tree }
}

const parseOr = (scanner: Scanner, depth: number): Syntax | undefined =>
  parseJoined(scanner, '||', 'or', () => parseJoined(scanner, '&&', 'and', () => parseOperation(scanner, depth)))

function parseJoined(
  scanner: Scanner,
  operator: string,
  is: 'and' | 'or',
  operand: () => Syntax | undefined,
): Syntax | undefined {
  const operands: Syntax[] = []
  do {
    const next = operand()
    if (next === undefined) return undefined
    operands.push(next)
  } while (scanner.take(operator))
  const [only] = operands
  return operands.length === 1 ? only : { is, operands }
}

function parseOperation(scanner: Scanner, depth: number): Syntax | undefined {
  let negated = false
  while (scanner.take('!')) negated = !negated
  const operand = scanner.take('(') ? parseGroup(scanner, depth) : parsePrimary(scanner)
  return operand !== undefined && negated ? { is: 'not', operand } : operand
}

function parseGroup(scanner: Scanner, depth: number): Syntax | undefined {
  if (depth >= MAX_DEPTH) {
    scanner.fail('fewer nested parentheses')
    return undefined
  }
  const inner = parseOr(scanner, depth + 1)
  return inner !== undefined && scanner.expect(')') ? inner : undefined
}

function parsePrimary(scanner: Scanner): Syntax | undefined {
  if (scanner.take('has(')) {
    const label = scanner.label('a label name')
    return label !== undefined && scanner.expect(')') ? { is: 'has', label } : undefined
  }
  for (const is of ['all', 'global'] as const) {
    if (scanner.take(`${is}(`)) return scanner.expect(')') ? { is } : undefined
  }
  const label = scanner.label('a label name, all(), has(…) or (')
  return label === undefined ? undefined : parseComparison(scanner, label)
}

/** Operators as Calico's tokenizer finds them: by prefix, so that `a contains'x'` is one too */
const VALUE_OPERATORS: readonly (readonly [RegExp, ValueOperator])[] = [
  [/==/y, '=='],
  [/!=/y, '!='],
  [/contains/y, 'contains'],
  [/starts[ \t]*with/y, 'starts with'],
  [/ends[ \t]*with/y, 'ends with'],
]
const SET_OPERATORS = [
  [/not[ \t]*in/y, 'not in'],
  [/in/y, 'in'],
] as const

function parseComparison(scanner: Scanner, label: string): Syntax | undefined {
  for (const [pattern, operator] of VALUE_OPERATORS) {
    if (!scanner.takePattern(pattern)) continue
    const value = scanner.string()
    if (value === undefined) scanner.fail('a value in quotes')
    return value === undefined ? undefined : { is: 'value', operator, label, value }
  }
  for (const [pattern, operator] of SET_OPERATORS) {
    if (!scanner.takePattern(pattern)) continue
    const values = parseSet(scanner)
    return values === undefined ? undefined : { is: 'set', operator, label, values }
  }
  scanner.fail('==, !=, in, not in, contains, starts with or ends with')
  return undefined
}

function parseSet(scanner: Scanner): readonly string[] | undefined {
  if (!scanner.expect('{')) return undefined
  const values = new Set<string>()
  do {
    const value = scanner.string()
    if (value === undefined) break
    values.add(value)
  } while (scanner.take(','))
  return scanner.expect('}') ? [...values].sort(byText) : undefined
}

const LABEL = /[A-Za-z0-9_./-]{1,512}/y
const STRING = /"([^"]*)"|'([^']*)'/y

/** Reads tokens; only space and tab stand between them (§2.1) */
class Scanner {
  readonly #text: string
  #at = 0
  error: SelectorError | undefined

  constructor(text: string) {
    this.#text = text
  }

  atEnd(): boolean {
    this.#skipSpace()
    return this.#at === this.#text.length
  }

  take(token: string): boolean {
    this.#skipSpace()
    const here = this.#text.startsWith(token, this.#at)
    if (here) this.#at += token.length
    return here
  }

  takePattern(pattern: RegExp): boolean {
    return this.#match(pattern) !== undefined
  }

  /** As `take`, and complains where something else stands */
  expect(token: string): boolean {
    const here = this.take(token)
    if (!here) this.fail(token)
    return here
  }

  /** Complains where there is none */
  label(expected: string): string | undefined {
    const found = this.#match(LABEL)?.[0]
    if (found === undefined) this.fail(expected)
    return found
  }

  string(): string | undefined {
    const found = this.#match(STRING)
    return found && (found[1] ?? found[2])
  }

  /** Keeps the first complaint */
  fail(expected: string): void {
    this.error ??= { offset: this.#at, expected }
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    this.#skipSpace()
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text) ?? undefined
    if (found !== undefined) this.#at += found[0].length
    return found
  }

  #skipSpace(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++
  }
}

/** `global()` selects everything: its sense comes from the rewriting of the text alone (§2.2) */
function meaning(tree: Syntax): Selector {
  switch (tree.is) {
    case 'all':
    case 'global':
      return { is: 'all' }
    case 'has':
      return tree
    case 'value':
      return meaningOfValue(tree.operator, tree.label, tree.value)
    case 'set': {
      const within: Selector = { is: 'in', label: tree.label, values: new Set(tree.values) }
      return tree.operator === 'in' ? within : { is: 'not', operand: within }
    }
    case 'not':
      return { is: 'not', operand: meaning(tree.operand) }
    case 'and':
    case 'or':
      return { is: tree.is, operands: tree.operands.map(meaning) }
  }
}

function meaningOfValue(operator: ValueOperator, label: string, value: string): Selector {
  switch (operator) {
    case '==':
      return { is: 'equals', label, value }
    case '!=':
      return { is: 'not', operand: { is: 'equals', label, value } }
    case 'contains':
      return { is: 'contains', label, value }
    case 'starts with':
      return { is: 'starts-with', label, value }
    case 'ends with':
      return { is: 'ends-with', label, value }
  }
}

const quote = (value: string): string => (value.includes('"') ? `'${value}'` : `"${value}"`)

function print(tree: Syntax, prefix: string): string {
  switch (tree.is) {
    case 'all':
      return 'all()'
    case 'global':
      return 'global()'
    case 'has':
      return `has(${prefix}${tree.label})`
    case 'value':
      return `${prefix}${tree.label} ${tree.operator} ${quote(tree.value)}`
    case 'set':
      return `${prefix}${tree.label} ${tree.operator} {${tree.values.map(quote).join(', ')}}`
    case 'not':
      return `!${print(tree.operand, prefix)}`
    case 'and':
      return `(${tree.operands.map((one) => print(one, prefix)).join(' && ')})`
    case 'or':
      return `(${tree.operands.map((one) => print(one, prefix)).join(' || ')})`
  }
}
