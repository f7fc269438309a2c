// What a text that is not read as YAML seems to be: which objects it names, and whether it is a template. Cheap, by line, and
// never sure: used to pass over what is none of our business, and to name what could not be read.

/** Undefined where nothing in the text says so */
export interface GuessedObject {
  readonly apiVersion: string | undefined
  readonly kind: string | undefined
  readonly namespace: string | undefined
  readonly name: string | undefined
}

/** Every kind that the text names, at whatever depth */
export function kindsIn(text: string): readonly string[] {
  return [...text.matchAll(/\bkind["']?[ \t]*:[ \t]*["']?([A-Za-z]+)/g)].map(([, kind = '']) => kind)
}

/** How far into a text its first object is looked for */
const FAR = 50_000

/** The object at the top of a text, from the lines that usually say it */
export function guessObject(whole: string): GuessedObject {
  const text = whole.slice(0, FAR)
  const metadata = /(?:^|[\n\r{,])[ \t]*["']?metadata["']?[ \t]*:/.exec(text)
  const inside = metadata === null ? '' : text.slice(metadata.index + metadata[0].length)
  return {
    apiVersion: valueOf('apiVersion', text),
    kind: valueOf('kind', text),
    namespace: valueOf('namespace', blockOf(inside)),
    name: valueOf('name', blockOf(inside)),
  }
}

/** The first value of a key at the least indentation that has it; a template expression is no value */
function valueOf(key: string, text: string): string | undefined {
  const pattern = new RegExp(
    `(?:^|[\\n\\r{,])([ \\t]*)["']?${key}["']?[ \\t]*:(?:[ \\t]+|(?=["']))["']?([^\\s"',}#]+)`,
    'g',
  )
  let best: { readonly indent: number; readonly value: string } | undefined
  for (const [, indent = '', value = ''] of text.matchAll(pattern)) {
    if (best === undefined || indent.length < best.indent) best = { indent: indent.length, value }
  }
  return best === undefined || best.value.includes('{{') ? undefined : best.value
}

/** What is indented below a key, or what stands in its braces */
function blockOf(text: string): string {
  const flow = /^\s*\{([^{}]*)/.exec(text)
  if (flow !== null) return `{${flow[1] ?? ''}`
  return /^[^\n\r]*(?:(?:\r\n?|\n)(?:[ \t][^\n\r]*)?)*/.exec(text)?.[0] ?? ''
}

/**
 * `{{` stands outside of quotes and comments. Quotes end with their line here, for those of a text that is no YAML cannot be
 * trusted any further.
 */
export function looksLikeTemplate(text: string): boolean {
  if (!text.includes('{{')) return false
  let closes: string | undefined
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    if (char === '\n' || char === '\r') closes = undefined
    else if (closes === '"' && char === '\\') i++
    else if (closes !== undefined) closes = char === closes ? undefined : closes
    else if (text.startsWith('{{', i)) return true
    else closes = closerOf(char, text[i - 1])
  }
  return false
}

/** What ends the quote or the comment that a character begins, if it does */
function closerOf(char: string, before: string | undefined): string | undefined {
  if (char === '"' || char === "'") return char
  const isComment = char === '#' && (before === undefined || /\s/.test(before))
  return isComment ? '\n' : undefined
}
