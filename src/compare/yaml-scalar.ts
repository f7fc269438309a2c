// Text as a scalar of YAML that every reader takes for just this text: version 1.1 and 1.2, Go's and JavaScript's.

/** Begins with a letter and holds nothing that YAML, a template or a shell gives a meaning to */
const PLAIN = /^[A-Za-z][A-Za-z0-9/._-]*$/
/** Looks like text and is read as something else by one reader or another */
const WORDS = /^(?:y|yes|n|no|on|off|true|false|null|inf|nan)$/i

/** Unquoted where that is safe, else in double quotes with everything but printable ASCII escaped */
export const yamlScalar = (text: string): string =>
  PLAIN.test(text) && !WORDS.test(text) ? text : `"${Array.from(text, escaped).join('')}"`

function escaped(char: string): string {
  if (char === '"' || char === '\\') return `\\${char}`
  // Braces too, so that no template language sees its own in the text of an entry
  if (/^[ -~]$/.test(char) && char !== '{' && char !== '}') return char
  const code = char.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
