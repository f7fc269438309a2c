// What is said about one diagnostic code, and the parts that such sentences share.

import { NOTHING, phrase, value, type Phrase } from './phrase.ts'

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

/** An argument that is the likely right spelling, where there is one */
export const meant = (near: string | undefined): Phrase =>
  near === undefined ? NOTHING : phrase` (did you mean ${near}?)`

/** An argument that is a number */
export const count = (text: string): Phrase => (/^\d+$/.test(text) ? phrase`${Number(text)}` : value(text))
