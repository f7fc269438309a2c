// What is said about one diagnostic code.

import type { Phrase } from './phrase.ts'

export interface Words {
  /** A heading, without the particulars */
  readonly title: Phrase
  /** One sentence in lower case without full stop, from the diagnostic's arguments; says what was expected */
  readonly say: (args: Args) => Phrase
  /** What to do about it, in the imperative, likewise; empty where nothing needs doing */
  readonly remedy: (args: Args) => Phrase
  /** Lines to copy */
  readonly block?: (args: Args) => string
}

/** Raw, and as many as the finder of the code gave */
export type Args = readonly string[]
