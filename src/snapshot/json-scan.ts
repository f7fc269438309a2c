// Where a JSON value ends, without building it: strings and brackets are followed, everything else is left to
// JSON.parse, which sees whatever is used.

/** The text ends before the value does */
export const INCOMPLETE = -1
/** What stands there begins no value */
export const BROKEN = -2

const NEWLINE = 0x0a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const SPACE = 0x20

/** The first offset from `at` that holds no blank and no comma; the length of the text if there is none */
export function skipBlanks(text: string, at: number): number {
  let i = at
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > SPACE && code !== COMMA && code !== 0xfeff) break
  }
  return i
}

/** The offset behind the last character before `at` that is no blank and no comma */
export function skipBlanksBack(text: string, at: number): number {
  let i = at - 1
  for (; i >= 0; i--) {
    const code = text.charCodeAt(i)
    if (code > SPACE && code !== COMMA) break
  }
  return i + 1
}

/** The offset behind the string that begins with the quote at `at`; INCOMPLETE, or BROKEN where its line ends first */
export function skipString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) return i + 1
    if (code === BACKSLASH) i++
    else if (code === NEWLINE) return BROKEN
  }
  return INCOMPLETE
}

/** The offset behind the value that begins at `at`, INCOMPLETE or BROKEN */
export function skipValue(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === QUOTE) return skipString(text, at)
  if (code === OPEN_BRACE || code === OPEN_BRACKET) return skipBrackets(text, at)
  let i = at
  while (i < text.length && isScalar(text.charCodeAt(i))) i++
  if (i === text.length) return INCOMPLETE
  return i === at ? BROKEN : i
}

function skipBrackets(text: string, at: number): number {
  let depth = 0
  let i = at
  while (i < text.length) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      i = skipString(text, i)
      if (i < 0) return i
      continue
    }
    i++
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++
    else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && --depth === 0) return i
  }
  return INCOMPLETE
}

/** Letters, digits and the signs of a number: what `true`, `null` and `-1.5e3` are made of */
const isScalar = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  code === 0x2b ||
  code === 0x2d ||
  code === 0x2e
