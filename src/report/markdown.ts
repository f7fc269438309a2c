// Blocks → GitHub Markdown: the comment on a pull request and the job summary, from one renderer with two budgets
// (GitHub's limits: 65,536 units in a comment, 1 MiB in a summary, over which it shows nothing at all).

import { markdownTable } from 'markdown-table'
import type { Block, Column, Tone } from './blocks.ts'
import type { ReportDocument } from './document.ts'
import {
  codeFence,
  codeSpan,
  htmlText,
  htmlWords,
  httpUrl,
  prose,
  tableCell,
  VALUE_LIMIT,
  type Markdown,
} from './escape.ts'
import { fitted, utf16Units, utf8Bytes } from './fit.ts'
import { layout } from './layout.ts'
import { link, name, phrase, shown, type Inline, type Phrase } from './phrase.ts'

/** UTF-16 units of a comment, marker and footer included */
export const COMMENT_BUDGET = 60_000
/** Bytes of a job summary */
export const SUMMARY_BUDGET = 1_000_000
/** Less than this may not be enough for the headline and its reasons */
export const LEAST_BUDGET = 8000

export interface CommentOptions {
  /** One line, an HTML comment, by which the comment is found again */
  readonly marker: string
  /** UTF-16 units, at least LEAST_BUDGET */
  readonly budget?: number
  /** The comment takes the place of one that said something else */
  readonly resolved?: boolean
  /** Of the run with the job summary */
  readonly runUrl?: string | undefined
}

/** The body of the comment, which begins with the marker */
export function renderComment(document: ReportDocument, options: CommentOptions): string {
  const { budget = COMMENT_BUDGET, marker, resolved = false, runUrl } = options
  const summary = link(phrase`job summary`, runUrl === undefined ? undefined : httpUrl(runUrl))
  const rest = phrase`in the ${summary} and in ${name('report.json')}`
  return fitted((detail) => `${marker}\n${markdownOf(layout({ document, detail, rest }, resolved))}\n`, {
    limit: budget,
    sizeOf: utf16Units,
  })
}

export function renderSummary(document: ReportDocument, budget = SUMMARY_BUDGET): string {
  const rest = phrase`in ${name('report.json')}`
  return fitted((detail) => `${markdownOf(layout({ document, detail, rest }))}\n`, { limit: budget, sizeOf: utf8Bytes })
}

/** The part of a comment that is worth writing it again for: all but relative times */
export const comparablePart = (markdown: string): string =>
  markdown
    .replace(/\r\n/g, '\n')
    .replace(/<!--age-->[^\n]*?<!--\/age-->/g, '')
    .trim()

const ICONS: Readonly<Record<Tone, string>> = { pass: '✅', warn: '⚠️', fail: '❌', error: '⚠️' }

const markdownOf = (blocks: readonly Block[]): string => blocks.map(markdownBlock).join('\n\n')

function markdownBlock(block: Block): string {
  switch (block.is) {
    case 'headline':
      return `### ${ICONS[block.tone]} ${inlineOf(block.of)}`
    case 'paragraph':
      return inlineOf(block.of)
    case 'list':
      return block.items.map((item) => `- ${inlineOf(item)}`).join('\n')
    case 'table':
      return tableOf(block.columns, block.rows)
    case 'code':
      return codeFence(block.language, block.text)
    case 'details':
      return `<details><summary>${htmlOf(block.summary)}</summary>\n\n${markdownOf(block.of)}\n\n</details>`
    case 'footer':
      return `<sub>${inlineOf(block.of)}</sub>`
  }
}

const tableOf = (columns: readonly Column[], rows: readonly (readonly Phrase[])[]): string =>
  markdownTable([columns.map(({ title }) => cellOf(title)), ...rows.map((row) => row.map(cellOf))], {
    align: columns.map(({ align }) => (align === 'right' ? 'r' : '')),
    alignDelimiters: false,
  })

const cellOf = (of: Phrase): Markdown => tableCell(inlineOf(of))

// The words are of this source and hold no markup; everything else comes from escape.ts.
const inlineOf = (of: Phrase): Markdown => of.map(inline).join('') as Markdown

function inline(piece: Inline): string {
  switch (piece.is) {
    case 'words':
      return piece.text
    case 'name':
    case 'value':
      return codeSpan(piece.raw)
    case 'prose':
      return prose(piece.raw)
    case 'strong':
      return `**${inlineOf(piece.of)}**`
    case 'link':
      return `[${inlineOf(piece.of)}](${piece.to})`
    case 'age':
      return `<!--age-->${inlineOf(piece.of)}<!--/age-->`
  }
}

/** For a summary line, which is HTML: there Markdown means nothing */
const htmlOf = (of: Phrase): string => of.map(htmlInline).join('')

function htmlInline(piece: Inline): string {
  switch (piece.is) {
    case 'words':
      return htmlWords(piece.text)
    case 'name':
    case 'value':
    case 'prose':
      return `<code>${htmlText(shown(piece.raw, VALUE_LIMIT))}</code>`
    case 'strong':
      return `<b>${htmlOf(piece.of)}</b>`
    case 'link':
      return `<a href="${piece.to}">${htmlOf(piece.of)}</a>`
    case 'age':
      return htmlOf(piece.of)
  }
}
