// JSON texts as kubectl takes them: one value, or several after one another. JSON.parse does the reading; this finds where
// the values end, and where a text stops being JSON, in the same words on every version of Node.

import { MAX_DEPTH } from './yaml.ts'

/** A value of the text */
export interface JsonRange {
  readonly start: number
  readonly end: number
}

/** Where the text stops being JSON, or goes too deep */
export interface JsonFault {
  readonly code: 'json-syntax' | 'yaml-too-deep'
  readonly offset: number
  readonly args: readonly string[]
}

/** The top-level values of a text, and what ended the reading early, if anything did */
export interface JsonScan {
  readonly values: readonly JsonRange[]
  readonly fault: JsonFault | undefined
}

export function scanJson(text: string): JsonScan {
  const values: JsonRange[] = []
  for (let start = skip(SPACE, text, 0); start < text.length;) {
    const end = endOfValue(text, start)
    if (typeof end !== 'number') return { values, fault: end }
    values.push({ start, end })
    start = skip(SPACE, text, end)
  }
  return { values, fault: undefined }
}

/** Two less than YAML's limit, which counts scalars too, so that whatever is read as JSON has places as YAML */
const MOST_OPEN = MAX_DEPTH - 2

const SPACE = /[ \t\r\n]*/y
const LITERAL = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)?/y
const ESCAPE = /(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))?/y

/** What may stand at a place, by what stood before it: `s` is a string, `l` any other literal */
const ALLOWED = {
  value: '{[sl',
  'first item': '{[sl]',
  key: 's',
  'first key': 's}',
  colon: ':',
  'end of item': ',]',
  'end of entry': ',}',
} as const

function endOfValue(text: string, start: number): number | JsonFault {
  const open: string[] = []
  let expected: keyof typeof ALLOWED = 'value'
  let at = start
  do {
    at = skip(SPACE, text, at)
    const { is, end } = tokenAt(text, at)
    if (is === undefined) return unexpected(text, end)
    if (!ALLOWED[expected].includes(is)) return unexpected(text, at)
    if (is === '}' || is === ']') open.pop()
    if ((is === '{' || is === '[') && open.push(is) > MOST_OPEN) {
      return { code: 'yaml-too-deep', offset: at, args: [String(MAX_DEPTH)] }
    }
    expected = expectedAfter(is, expected, open.at(-1))
    at = end
  } while (open.length > 0)
  return at
}

function expectedAfter(is: string, expected: keyof typeof ALLOWED, open: string | undefined): keyof typeof ALLOWED {
  if (is === '{') return 'first key'
  if (is === '[') return 'first item'
  if (is === ':') return 'value'
  if (is === ',') return open === '{' ? 'key' : 'value'
  if (expected === 'key' || (expected === 'first key' && is === 's')) return 'colon'
  return open === '{' ? 'end of entry' : 'end of item'
}

/** The kind of the next token and its end; no kind: the text is no JSON at `end` */
function tokenAt(text: string, at: number): { readonly is: string | undefined; readonly end: number } {
  const char = text[at] ?? ''
  if (char !== '' && '{}[],:'.includes(char)) return { is: char, end: at + 1 }
  if (char === '"') return stringAt(text, at)
  const end = skip(LITERAL, text, at)
  return { is: end === at ? undefined : 'l', end }
}

function stringAt(text: string, at: number): { readonly is: string | undefined; readonly end: number } {
  let i = at + 1
  for (let code = text.charCodeAt(i); code !== 0x22; code = text.charCodeAt(i)) {
    // Past the end the code is NaN, which is no character at all
    if (!(code >= 0x20)) return { is: undefined, end: i }
    const next = code === 0x5c ? skip(ESCAPE, text, i) : i + 1
    if (next === i) return { is: undefined, end: i }
    i = next
  }
  return { is: 's', end: i + 1 }
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  pattern.test(text)
  return pattern.lastIndex
}

function unexpected(text: string, offset: number): JsonFault {
  const found = text.codePointAt(offset)
  return {
    code: 'json-syntax',
    offset,
    args: [found === undefined ? 'unexpected end' : `unexpected ${JSON.stringify(String.fromCodePoint(found))}`],
  }
}
