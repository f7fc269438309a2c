// Sentences in which our words and other people's text cannot be mixed up: a template's own text is ours, and whatever is
// put into it is raw and will be escaped by the renderer that prints it.

import { PROSE_LIMIT, VALUE_LIMIT, visible, type Url } from './escape.ts'

/** A piece of a sentence; `raw` is somebody else's */
export type Inline =
  | { readonly is: 'words'; readonly text: string }
  /** A name stands by itself, a value is set off where there is no code type, prose reads as part of the sentence */
  | { readonly is: 'name' | 'value' | 'prose'; readonly raw: string }
  | { readonly is: 'strong'; readonly of: Phrase }
  | { readonly is: 'link'; readonly of: Phrase; readonly to: Url }
  /** A relative time: no reason to write a comment again */
  | { readonly is: 'age'; readonly of: Phrase }

export type Phrase = readonly Inline[]

export const NOTHING: Phrase = []

/**
 * A phrase from a template literal. A string put into it becomes a value, a number is written out, a phrase stays.
 * It can be called as a tag only, so plain text is always from this source.
 */
export const phrase = (template: TemplateStringsArray, ...parts: readonly (string | number | Phrase)[]): Phrase =>
  template.flatMap((text, i) => {
    const part = parts[i]
    return [...(text === '' ? [] : [ours(text)]), ...(part === undefined ? [] : inlines(part))]
  })

function inlines(part: string | number | Phrase): Phrase {
  if (typeof part === 'string') return value(part)
  if (typeof part === 'number') return [ours(digits(part))]
  return part
}

const ours = (text: string): Inline => ({ is: 'words', text })

/** The name of an object, a workload, a file: raw */
export const name = (raw: string): Phrase => [{ is: 'name', raw }]

/** A value somebody wrote: raw */
export const value = (raw: string): Phrase => [{ is: 'value', raw }]

/** Free text: a reason that somebody gave, the cause of an error. Plain words stay plain, the rest is set off */
export const prose = (raw: string): Phrase => [{ is: 'prose', raw }]

export const strong = (of: Phrase): Phrase => [{ is: 'strong', of }]

export const age = (of: Phrase): Phrase => [{ is: 'age', of }]

/** Plain where there is no address to link to */
export const link = (of: Phrase, to: Url | undefined): Phrase => (to === undefined ? of : [{ is: 'link', of, to }])

export const joined = (phrases: readonly Phrase[], separator: Phrase): Phrase =>
  phrases.flatMap((one, i) => (i === 0 ? one : [...separator, ...one]))

/** `a`, `a and b`, `a, b and c` */
export function listed(phrases: readonly Phrase[]): Phrase {
  if (phrases.length < 2) return phrases.flat()
  return phrase`${joined(phrases.slice(0, -1), phrase`, `)} and ${phrases.at(-1) ?? NOTHING}`
}

/** The first `most`, and how many more there are */
export function listedUpTo(most: number, phrases: readonly Phrase[]): Phrase {
  if (phrases.length <= most) return listed(phrases)
  return phrase`${joined(phrases.slice(0, most), phrase`, `)} and ${phrases.length - most} more`
}

/** `1 flow`, `2 flows` */
export const counted = (count: number, one: Phrase, many: Phrase): Phrase =>
  phrase`${count} ${count === 1 ? one : many}`

/** A sentence's first letter as a capital, where it is ours */
export function capitalised(of: Phrase): Phrase {
  const [first, ...rest] = of
  if (first?.is !== 'words') return of
  return [ours(first.text.slice(0, 1).toUpperCase() + first.text.slice(1)), ...rest]
}

/** A number that names something, a port say: its thousands are not set apart */
export const numeral = (number: number): Phrase => [ours(String(number))]

/** A time, as `2026-11-22 06:31 UTC` */
export function utc(millis: number): Phrase {
  const text = new Date(millis).toISOString()
  return [ours(`${text.slice(0, 10)} ${text.slice(11, 16)} UTC`)]
}

/** A number with its thousands apart */
export const digits = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')

/** The phrase without any markup; names and values are cleaned, and values stand in backticks */
export const plain = (of: Phrase): string => of.map(plainInline).join('')

/** Keeps words of ours together where a browser would break the line; a terminal does not break lines at words */
const NO_BREAK_SPACE = /\u00a0/g

function plainInline(inline: Inline): string {
  switch (inline.is) {
    case 'words':
      return inline.text.replace(NO_BREAK_SPACE, ' ')
    case 'name':
      return shown(inline.raw, VALUE_LIMIT)
    case 'prose':
      return shown(inline.raw, PROSE_LIMIT)
    case 'value':
      return `\`${shown(inline.raw, VALUE_LIMIT)}\``
    case 'strong':
    case 'link':
    case 'age':
      return plain(inline.of)
  }
}

/** What is visible of a raw text, and a word where that is nothing */
export function shown(raw: string, limit: number): string {
  const text = visible(raw, limit)
  return text === '' ? '(empty)' : text
}
