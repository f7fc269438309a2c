// The report as a sequence of blocks, before anyone decides whether it becomes Markdown or plain text.

import type { Phrase } from './phrase.ts'

export type Block =
  | { readonly is: 'headline'; readonly tone: Tone; readonly of: Phrase }
  | { readonly is: 'paragraph'; readonly of: Phrase }
  | { readonly is: 'list'; readonly items: readonly Phrase[] }
  | { readonly is: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Phrase[])[] }
  /** Lines to copy: raw */
  | { readonly is: 'code'; readonly language: 'yaml'; readonly text: string }
  /** Folded away where the output can fold */
  | { readonly is: 'details'; readonly summary: Phrase; readonly of: readonly Block[] }
  | { readonly is: 'footer'; readonly of: Phrase }

/** `warn`: not stopped, and yet to be looked at; `error`: could not run */
export type Tone = 'pass' | 'warn' | 'fail' | 'error'

export interface Column {
  readonly title: Phrase
  readonly align: 'left' | 'right'
  /** Holds a sentence: plain text puts it on a line of its own */
  readonly wide: boolean
}

export const column = (title: Phrase): Column => ({ title, align: 'left', wide: false })
export const numbers = (title: Phrase): Column => ({ title, align: 'right', wide: false })
export const wide = (title: Phrase): Column => ({ title, align: 'left', wide: true })

export const paragraph = (of: Phrase): Block => ({ is: 'paragraph', of })

/** Nothing where there is nothing to list */
export const list = (items: readonly Phrase[]): readonly Block[] => (items.length === 0 ? [] : [{ is: 'list', items }])

/** Nothing where there are no rows */
export const table = (columns: readonly Column[], rows: readonly (readonly Phrase[])[]): readonly Block[] =>
  rows.length === 0 ? [] : [{ is: 'table', columns, rows }]

/** Nothing where there is nothing to fold */
export const details = (summary: Phrase, of: readonly Block[]): readonly Block[] =>
  of.length === 0 ? [] : [{ is: 'details', summary, of }]

/** Nothing where the sentence is empty */
export const sentence = (of: Phrase): readonly Block[] => (of.length === 0 ? [] : [paragraph(of)])
