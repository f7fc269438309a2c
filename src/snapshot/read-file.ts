// A file of a snapshot, from its first piece to its end, where possible with sections that others read meanwhile. The
// result is that of reading it in one go: what stands below is taken as others read it only where the lines above leave
// nothing open, and section by section in their order.

import { FileReader } from './file-reader.ts'
import type { Collected } from './file-reader.ts'
import { MOST_ROWS, RecordStore } from './record-store.ts'
import type { FileText, LineForm, SectionContent, Sections } from './section.ts'

/** Rejects only if the text cannot be read */
export async function readFile(file: FileReader, { chunks, split }: FileText): Promise<void> {
  let below: Sections | undefined
  try {
    let isAsked = false
    for await (const chunk of chunks) {
      file.write(chunk)
      const form = file.lineForm
      if (isAsked || form === undefined) continue
      isAsked = true
      below = split?.(form)
    }
    for (const section of below?.sections ?? []) {
      // Not waited for where it would be of no use
      const content = file.lines === undefined ? undefined : await section.content
      if (content !== undefined && file.take(content)) continue
      for await (const chunk of section.chunks()) file.write(chunk)
    }
  } finally {
    await below?.close()
  }
  file.end()
}

/**
 * The records of a section; undefined where it holds anything but records that are understood, no record, or more of them than
 * the share of one of so many threads. Rejects only if the text cannot be read.
 */
export async function readSection(
  chunks: Iterable<string> | AsyncIterable<string>,
  form: LineForm,
  threads: number,
): Promise<SectionContent | undefined> {
  const records = new RecordStore(Math.floor(MOST_ROWS / threads))
  /** What is no record, of whatever kind */
  const others: string[] = []
  const other =
    (what: string): (() => void) =>
    () =>
      void others.push(what)
  const into: Collected = {
    records,
    object: other('object'),
    yaml: other('yaml'),
    metadata: other('metadata'),
    capture: other('capture'),
    pseudonyms: other('pseudonyms'),
  }
  const file = new FileReader('', into, other('word'), form)
  for await (const chunk of chunks) {
    file.write(chunk)
    if (others.length > 0 || records.full || !file.understood) return undefined
  }
  file.end()
  const { lines } = file
  if (others.length > 0 || records.full || lines === undefined) return undefined
  return { lines, records: records.content }
}
