// A source file → its mutants: small faults that a programmer could have made, found on the syntax tree. Each has an id that
// stays the same as long as the text around it does.
import { createHash } from 'node:crypto'
import ts from 'typescript'

const { SyntaxKind } = ts

/** The other operator, for each that has one */
const OPERATORS = new Map([
  [SyntaxKind.LessThanToken, '<='],
  [SyntaxKind.LessThanEqualsToken, '<'],
  [SyntaxKind.GreaterThanToken, '>='],
  [SyntaxKind.GreaterThanEqualsToken, '>'],
  [SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [SyntaxKind.AmpersandAmpersandToken, '||'],
  [SyntaxKind.BarBarToken, '&&'],
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+'],
  [SyntaxKind.AsteriskToken, '/'],
  [SyntaxKind.AmpersandToken, '|'],
  [SyntaxKind.BarToken, '&'],
])

/** The other method, for each that has one */
const METHODS = new Map([
  ['every', 'some'],
  ['some', 'every'],
  ['min', 'max'],
  ['max', 'min'],
  ['find', 'findLast'],
  ['first', 'last'],
  ['startsWith', 'endsWith'],
])

/**
 * @returns {{ id: string, line: number, what: string, start: number, end: number, text: string }[]} in the order of the file;
 * `text` stands in place of the characters from `start` to `end`
 */
export function mutantsOf(file, source) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  const mutants = []
  const add = (node, what, text) => {
    const [start, end] = [node.getStart(tree), node.getEnd()]
    const { line } = tree.getLineAndCharacterOfPosition(start)
    mutants.push({ id: idOf(file, source, start, what, text), line: line + 1, what, start, end, text })
  }
  const visit = (node) => {
    if (isOutside(node)) return
    mutate(node, tree, add)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return mutants
}

/** Types mean nothing at run time, imports are no decisions, and what throws says that it cannot happen */
const isOutside = (node) =>
  ts.isTypeNode(node) ||
  ts.isImportDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isThrowStatement(node)

function mutate(node, tree, add) {
  const textOf = (one) => one.getText(tree)
  if (ts.isBinaryExpression(node)) {
    const other = OPERATORS.get(node.operatorToken.kind)
    if (other !== undefined && !isText(node)) add(node.operatorToken, `${textOf(node.operatorToken)} → ${other}`, other)
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
    add(node, 'not → as it is', textOf(node.operand))
  } else if (node.kind === SyntaxKind.TrueKeyword) add(node, 'true → false', 'false')
  else if (node.kind === SyntaxKind.FalseKeyword) add(node, 'false → true', 'true')
  else if (ts.isNumericLiteral(node)) add(node, `${textOf(node)} → one more`, `(${textOf(node)} + 1)`)
  else if (ts.isBigIntLiteral(node)) add(node, `${textOf(node)} → one more`, `(${textOf(node)} + 1n)`)
  else if (ts.isConditionalExpression(node)) add(node, 'branches swapped', swapped(node, textOf))
  else if (ts.isIfStatement(node)) add(node.expression, 'if → never', 'false')
  else if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)) method(node, textOf, add)
  else if (ts.isExpressionStatement(node)) add(node, 'statement left out', ';')
}

/** The text that is joined by a plus is a message or a key */
const isText = ({ left, right }) =>
  [left, right].some((one) => ts.isStringLiteralLike(one) || ts.isTemplateExpression(one))

const swapped = ({ condition, whenFalse, whenTrue }, textOf) =>
  `${textOf(condition)} ? ${textOf(whenFalse)} : ${textOf(whenTrue)}`

function method(node, textOf, add) {
  const name = textOf(node.name)
  const other = METHODS.get(name)
  if (other !== undefined) add(node.name, `${name} → ${other}`, other)
  if (name === 'filter') add(node.parent, 'filter left out', textOf(node.expression))
}

function idOf(file, source, start, what, text) {
  const around = source.slice(Math.max(0, start - 60), start + 60)
  const hash = createHash('sha256').update([file, what, text, around].join('\0')).digest('hex')
  return `${file}:${hash.slice(0, 12)}`
}

/** @returns {string} the file with the fault in it */
export const mutated = (source, { end, start, text }) => source.slice(0, start) + text + source.slice(end)
