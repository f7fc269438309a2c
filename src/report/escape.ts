// Raw text of manifests, snapshots, branches and API answers → text that is inert where it is printed. Every sort of
// output has its own function and its own brand, and nothing else in this room makes a branded string.

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** Text that GitHub's Markdown shows as it was meant */
export type Markdown = Branded<'markdown'>
/** Text for the inside of an HTML element, or of an attribute in double quotes */
export type Html = Branded<'html'>
/** One line for a log or a terminal: no control characters, no workflow command */
export type LogLine = Branded<'log-line'>
/** The message or a property of a workflow command */
export type CommandText = Branded<'command-text'>
/** An http(s) address that can stand in a Markdown link as it is */
export type Url = Branded<'url'>

/** Names and values longer than this are cut, in code points */
export const VALUE_LIMIT = 160
/** Free text longer than this is cut, in code points */
export const PROSE_LIMIT = 400
/** Lines of a log longer than this are cut, in code points */
export const LINE_LIMIT = 2000

/** Colours, cursor movements, window titles: ESC or C1 sequences as a whole, so that no rest of them stays visible */
const ANSI =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/gu
/** All but the byte order mark, which is no space to anybody's eye */
const WHITESPACE = /[^\S\ufeff]|\u0085/gu
/** Controls, bidi marks, joiners, zero-width characters, tags and whatever else a reader cannot see */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const LONE_SURROGATE = /\p{Cs}/gu
const ZERO_WIDTH_SPACE = '\u200b'

/** Printable ASCII with single spaces inside, as nearly every name is: nothing to clean */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/

/** What a reader can see of a text, on one line, cut to `limit` code points */
export function visible(raw: string, limit = VALUE_LIMIT): string {
  if (raw.length <= limit && PLAIN.test(raw)) return raw
  const text = withoutInvisible(
    raw
      .slice(0, 20 * limit)
      .replace(ANSI, '')
      .replace(WHITESPACE, ' '),
  )
  return cut(text.replace(/ {2,}/g, ' ').trim(), limit)
}

const withoutInvisible = (text: string): string => text.replace(LONE_SURROGATE, '\ufffd').replace(INVISIBLE, '')

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const points = Array.from(text)
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join('')}…`
}

/**
 * Text in a code span, where mentions, references, links, emoji and markup are dead. The fence is longer than any run of
 * backticks inside; an empty text says so, for an empty span cannot be written.
 */
export function codeSpan(raw: string, limit = VALUE_LIMIT): Markdown {
  const text = visible(raw, limit)
  if (text === '') return EMPTY
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return brandMarkdown(`${fence}${pad}${text}${pad}${fence}`)
}

/** A word, a number or an abbreviation with the punctuation that may follow it, of which no Markdown makes anything */
const PLAIN_WORD = /^(?:\(?[\p{L}\p{N}]+(?:['’-]\p{L}+)*\)?[.,;:!?]?|[.,;:!?])$/u
/** What GitHub may take for a commit, or Markdown for the number of an item */
const LIVE_WORD = /[0-9a-f]{7}|^\d+[.)]$/i

/** Free text in the middle of a sentence: words stay words, and every run of anything else goes into a code span */
export function prose(raw: string): Markdown {
  const text = visible(raw, PROSE_LIMIT)
  if (text === '') return EMPTY
  const parts = text.split('`')
  // An odd number of backticks marks nothing
  const isMarked = parts.length % 2 === 1
  if (!isMarked) return plainWords(text)
  return brandMarkdown(parts.map((part, i) => (i % 2 === 0 ? padded(part, plainWords) : codeSpan(part))).join(''))
}

/** Keeps the space at either side, which tells a code span from the word before it */
function padded(text: string, print: (text: string) => Markdown): string {
  const trimmed = text.trim()
  if (trimmed === '') return text === '' ? '' : ' '
  return `${text.startsWith(' ') ? ' ' : ''}${print(trimmed)}${text.endsWith(' ') ? ' ' : ''}`
}

function plainWords(text: string): Markdown {
  const runs: { readonly plain: boolean; words: string }[] = []
  for (const word of text.split(' ')) {
    const isPlain = PLAIN_WORD.test(word) && !LIVE_WORD.test(word)
    const last = runs.at(-1)
    if (last?.plain === isPlain) last.words += ` ${word}`
    else runs.push({ plain: isPlain, words: word })
  }
  return brandMarkdown(runs.map((run) => (run.plain ? run.words : setOff(run.words))).join(' '))
}

/** Punctuation at the end belongs to the sentence */
function setOff(words: string): string {
  const [, text = words, end = ''] = /^(.+)([.,;:!?])$/u.exec(words) ?? []
  return `${codeSpan(text, PROSE_LIMIT)}${end}`
}

/** Lines in a fenced block; `language` is ours */
export function codeFence(language: 'yaml' | 'text', raw: string): Markdown {
  const lines = raw.split(/\r\n|\r|\n/).map((line) => withoutInvisible(line.replace(ANSI, '').replace(/\t/g, '    ')))
  const text = lines.join('\n').trimEnd()
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return brandMarkdown(`${fence}${language}\n${text}\n${fence}`)
}

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)

/**
 * Markdown that is safe on a line, made safe in a table cell. A backslash before a pipe would take the pipe's own
 * escape away, so a zero-width space comes between them.
 */
export const tableCell = (markdown: Markdown): Markdown =>
  brandMarkdown(markdown.replace(/\\(?=\|)/g, `\\${ZERO_WIDTH_SPACE}`).replace(/\|/g, '\\|'))

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Raw text between tags, or between the double quotes of an attribute */
export const htmlText = (raw: string, limit = VALUE_LIMIT): Html => htmlWords(visible(raw, limit))

/** As `htmlText`, with nothing cleaned: for words of ours */
export const htmlWords = (text: string): Html =>
  brandHtml(text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? ''))

/** A line of a log, its spaces kept: it cannot begin a workflow command, nor hold one of the old form */
export const logLine = (raw: string, limit = LINE_LIMIT): LogLine =>
  inertLine(
    cut(
      withoutInvisible(
        raw
          .slice(0, 20 * limit)
          .replace(ANSI, '')
          .replace(WHITESPACE, ' '),
      ).trimEnd(),
      limit,
    ),
  )

/**
 * A line put together from safe parts, which may still have made a command between them: the runner takes `::` at the
 * start of a line, after any space, and `##[` anywhere.
 */
export const inertLine = (line: string): LogLine =>
  brandLogLine(line.replace(/##(?=\[)/g, `##${ZERO_WIDTH_SPACE}`).replace(/^(\s*):(?=:)/u, `$1:${ZERO_WIDTH_SPACE}`))

/** The message of a workflow command */
export const commandData = (raw: string): CommandText =>
  brandCommand(logLine(raw, 4000).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A'))

/** The value of a property of a workflow command */
export const commandProperty = (raw: string): CommandText =>
  brandCommand(commandData(raw).replace(/:/g, '%3A').replace(/,/g, '%2C'))

/** Only what needs no escape in a Markdown link and has no meaning in HTML */
const SAFE_URL = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9\-._~:/?#@%=+,]*)?$/

/** The text if it is an http(s) address of plain characters, else undefined: then there is no link */
export const httpUrl = (raw: string): Url | undefined => (SAFE_URL.test(raw) ? brandUrl(raw) : undefined)

/** One segment of a path in an address; undefined for those that would lead elsewhere */
export function pathSegment(raw: string): string | undefined {
  if (raw === '' || raw === '.' || raw === '..') return undefined
  return encodeURIComponent(raw.replace(LONE_SURROGATE, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The line of a file below `filesUrl`, which ends in `/`; undefined where no safe link can be made */
export function fileUrl(filesUrl: string | undefined, path: string, line: number): Url | undefined {
  if (filesUrl?.endsWith('/') !== true) return undefined
  const segments = path.split('/').map(pathSegment)
  if (segments.includes(undefined)) return undefined
  return httpUrl(`${filesUrl}${segments.join('/')}#L${String(line)}`)
}

// The one place where a string gets its brand; the functions above are what vouches for it.
const brandMarkdown = (text: string): Markdown => text as Markdown
const brandHtml = (text: string): Html => text as Html
const brandLogLine = (text: string): LogLine => text as LogLine
const brandCommand = (text: string): CommandText => text as CommandText
const brandUrl = (text: string): Url => text as Url

/** Stands for a text that nobody would see */
const EMPTY = brandMarkdown('(empty)')
