// Blocks → plain text for a terminal or a log: the same report in the same order, aligned, without markup. Every line goes
// through the escaping room, so that no name in it moves a cursor or gives the runner a command.

import type { Block, Column, Tone } from './blocks.ts'
import type { ReportDocument } from './document.ts'
import { inertLine, logLine } from './escape.ts'
import type { Detail } from './fit.ts'
import { layout } from './layout.ts'
import { name, phrase, plain, type Inline, type Phrase } from './phrase.ts'

export interface TextOptions {
  /** ANSI colours */
  readonly colour?: boolean
  /** Rows of a list, at most */
  readonly rows?: number
}

/** Lines with a line feed after each */
export function renderText(document: ReportDocument, { colour = false, rows = 200 }: TextOptions = {}): string {
  const detail: Detail = { rows, shown: Math.min(rows, 10), asides: true, paste: 20_000 }
  const view = { document, detail, rest: phrase`in ${name('report.json')}` }
  return renderBlocks(layout(view), { colour })
}

/** The same for blocks of whatever is told besides */
export function renderBlocks(blocks: readonly Block[], { colour = false }: TextOptions = {}): string {
  const lines = new Lines(colour).blocks(blocks, '')
  return `${lines.map(inertLine).join('\n')}\n`
}

const WORDS: Readonly<Record<Tone, string>> = { pass: 'PASS', warn: 'PASS', fail: 'FAIL', error: 'ERROR' }

/** SGR parameters */
const COLOURS: Readonly<Record<Tone, string>> = { pass: '1;32', warn: '1;33', fail: '1;31', error: '1;31' }
const BOLD = '1'
const FAINT = '2'

/** The line of short cells stays readable up to this width; longer cells push the rest of their line */
const WIDEST = 60

class Lines {
  readonly #colour: boolean

  constructor(colour: boolean) {
    this.#colour = colour
  }

  /** Blank lines between blocks, all indented */
  blocks(blocks: readonly Block[], indent: string): readonly string[] {
    return blocks.flatMap((block, i) => [...(i === 0 ? [] : ['']), ...this.#block(block, indent)])
  }

  #block(block: Block, indent: string): readonly string[] {
    switch (block.is) {
      case 'headline':
        return [
          `${indent}${this.#styled(WORDS[block.tone], COLOURS[block.tone])}  ${this.#styled(plain(block.of), BOLD)}`,
        ]
      case 'paragraph':
        return [`${indent}${this.#inline(block.of)}`]
      case 'list':
        return block.items.map((item) => `${indent}- ${this.#inline(item)}`)
      case 'table':
        return this.#table(block.columns, block.rows, `${indent}  `)
      case 'code':
        return block.text
          .trimEnd()
          .split(/\r\n|\r|\n/)
          .map((line) => `${indent}    ${logLine(line)}`)
      case 'details':
        return [`${indent}${this.#styled(plain(block.summary), BOLD)}:`, ...this.blocks(block.of, `${indent}  `)]
      case 'footer':
        return [`${indent}${this.#styled(plain(block.of), FAINT)}`]
    }
  }

  #table(columns: readonly Column[], rows: readonly (readonly Phrase[])[], indent: string): readonly string[] {
    const short = columns.flatMap((column, at) => (column.wide ? [] : [{ column, at }]))
    const cell = (row: readonly Phrase[], at: number): string => plain(row[at] ?? [])
    const widths = short.map(({ at, column }) =>
      Math.min(WIDEST, Math.max(widthOf(plain(column.title)), ...rows.map((row) => widthOf(cell(row, at))))),
    )
    const line = (texts: readonly string[]): string =>
      texts
        .map((text, i) => padded(text, widths[i] ?? 0, short[i]?.column.align === 'right'))
        .join('  ')
        .trimEnd()
    const head = line(short.map(({ column }) => plain(column.title)))
    return [
      `${indent}${this.#styled(head, FAINT)}`,
      ...rows.flatMap((row) => [
        `${indent}${line(short.map(({ at }) => cell(row, at)))}`,
        ...columns.flatMap((column, at) => this.#wideCell(column, row[at] ?? [], indent)),
      ]),
    ]
  }

  #wideCell(column: Column, of: Phrase, indent: string): readonly string[] {
    if (!column.wide || of.length === 0) return []
    return [`${indent}    ${this.#styled(`${plain(column.title)}:`, FAINT)} ${this.#inline(of)}`]
  }

  #inline(of: Phrase): string {
    return of.map((piece) => this.#piece(piece)).join('')
  }

  #piece(piece: Inline): string {
    if (piece.is === 'strong') return this.#styled(plain(piece.of), BOLD)
    return plain([piece])
  }

  #styled(text: string, sgr: string): string {
    return this.#colour && text !== '' ? `\u001b[${sgr}m${text}\u001b[0m` : text
  }
}

const widthOf = (text: string): number => Array.from(text).length

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? space + text : text + space
}
