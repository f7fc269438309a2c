// A page of documentation → its headings, links and code blocks, as far as tests hold pages to what they say.

import { readFileSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '../..')

export interface CodeBlock {
  readonly language: string
  /** What follows the language behind the fence: the file that the block stands for; empty where nothing does */
  readonly file: string
  readonly text: string
}

export interface Section {
  /** As written, without its marks */
  readonly title: string
  readonly level: number
  /** Up to the next heading of any level */
  readonly body: string
  readonly blocks: readonly CodeBlock[]
}

export interface Page {
  /** Relative to the top of the repository */
  readonly path: string
  readonly text: string
  readonly sections: readonly Section[]
}

export function readPage(file: string): Page {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  return { path: file, text, sections: sectionsOf(text) }
}

const FENCE = /^(`{3,})(\S*) ?(.*)$/

function sectionsOf(text: string): Section[] {
  const sections: { title: string; level: number; lines: string[]; blocks: CodeBlock[] }[] = []
  let open: { fence: string; language: string; file: string; lines: string[] } | undefined
  for (const line of text.split('\n')) {
    const section = sections.at(-1)
    if (open !== undefined) {
      if (line === open.fence) {
        const { file, language, lines } = open
        section?.blocks.push({ language, file, text: lines.map((one) => `${one}\n`).join('') })
        open = undefined
      } else open.lines.push(line)
      continue
    }
    const [, fence, language = '', file = ''] = FENCE.exec(line) ?? []
    const [, marks, title = ''] = /^(#+) (.*)$/.exec(line) ?? []
    if (fence !== undefined) open = { fence, language, file, lines: [] }
    else if (marks !== undefined) sections.push({ title, level: marks.length, lines: [], blocks: [] })
    else section?.lines.push(line)
  }
  return sections.map(({ blocks, level, lines, title }) => ({ title, level, body: lines.join('\n'), blocks }))
}

/** The part of an address that leads to a heading, as GitHub makes it */
export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** Targets of all links and pictures, code left out */
export function linksOf({ text }: Page): string[] {
  const prose = text.replace(/^(`{3,}).*\n[\s\S]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}
