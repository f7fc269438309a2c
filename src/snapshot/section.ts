// A section of a large file of records, whole lines of it, as it comes from whoever read it apart from the others: another
// thread. Records do not hang on what stands above them, so that sections can be read at the same time.

import type { StoreContent } from './record-store.ts'

/** JSON values, or the events of a stream that hold them, one a line */
export type LineForm = 'json' | 'events'

/** A section of nothing but records that were understood; plain data */
export interface SectionContent {
  readonly lines: number
  readonly records: StoreContent
}

export interface Section {
  /** Undefined where it holds anything else, or was not read: then it is to be read as text, in its turn */
  readonly content: Promise<SectionContent | undefined>
  /** The same lines; may throw as those of a file do */
  chunks(): Iterable<string> | AsyncIterable<string>
}

/** What stands behind the text that goes on */
export interface Sections {
  /** In their order */
  readonly sections: readonly Section[]
  /** To be called once none of them is needed any more */
  close(): Promise<void>
}

export interface FileText {
  /** The text in pieces of any size, read once */
  readonly chunks: Iterable<string> | AsyncIterable<string>
  /**
   * To be called once, between two pieces of a large file, where lines of records follow: whatever it gives has been taken off
   * the end of `chunks`. Undefined where that is not worth while.
   */
  readonly split?: (form: LineForm) => Sections | undefined
}
