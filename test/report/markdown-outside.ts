// What of a Markdown text is live: everything outside code, as CommonMark 0.31 defines code spans and fences. Written from
// the specification and not from src/report, so that it can check it.

/** The text with code spans, fenced blocks, `<code>` elements and the addresses of our own links taken out */
export function outsideCode(markdown: string): string {
  return withoutSpans(withoutFences(markdown))
    .replace(/<code>[^<]*<\/code>/g, '')
    .replace(/\]\(https:\/\/github\.example\/[A-Za-z0-9\-._~:/?#@%=+,]*\)/g, ']')
    .replace(/href="https:\/\/github\.example\/[A-Za-z0-9\-._~:/?#@%=+,]*"/g, '')
}

/** The text with fenced blocks taken out */
export function withoutFences(markdown: string): string {
  const out: string[] = []
  let fence: string | undefined
  for (const line of markdown.split('\n')) {
    const [, ticks = '', info = ''] = /^ {0,3}(`{3,})(.*)$/.exec(line) ?? []
    if (fence === undefined) {
      if (ticks !== '' && !info.includes('`')) fence = ticks
      else out.push(line)
    } else if (ticks.length >= fence.length && info.trim() === '') fence = undefined
  }
  return out.join('\n')
}

/** Line by line: our spans never go over one. In a table row, a pipe ends a cell, and with it any span */
function withoutSpans(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => (line.startsWith('|') ? cellsOf(line).map(spans).join('|') : spans(line)))
    .join('\n')
}

/** As cmark-gfm cuts a row: a backslash takes the character after it along */
export function cellsOf(row: string): readonly string[] {
  const cells: string[] = ['']
  for (let i = 0; i < row.length; i++) {
    if (row[i] === '\\' && i + 1 < row.length) {
      cells.push((cells.pop() ?? '') + (row[i + 1] === '|' ? '|' : `\\${row[i + 1] ?? ''}`))
      i++
    } else if (row[i] === '|') cells.push('')
    else cells.push((cells.pop() ?? '') + (row[i] ?? ''))
  }
  return cells
}

function spans(line: string): string {
  const runs = [...line.matchAll(/`+/g)]
  let out = ''
  let from = 0
  for (let i = 0; i < runs.length; i++) {
    const opening = runs[i]
    const closing = runs.slice(i + 1).find(([ticks]) => ticks.length === opening?.[0].length)
    if (opening === undefined || closing === undefined) continue
    out += line.slice(from, opening.index)
    from = closing.index + closing[0].length
    i = runs.indexOf(closing)
  }
  return out + line.slice(from)
}
