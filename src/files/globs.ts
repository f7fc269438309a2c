// Globs over paths, always with the same meaning: dot folders count, `!` and `#` are plain characters.

import { Minimatch } from 'minimatch'
import { stop } from '../base/diagnostic.ts'

/** What `policies` is by default */
export const DEFAULT_GLOBS: readonly string[] = ['**/*.{yaml,yml,json}']

const OPTIONS = { dot: true, nonegate: true, nocomment: true, braceExpandMax: 1_000 } as const
const MOST_GLOBS = 200
const LONGEST_GLOB = 1_000

export interface Globs {
  readonly matches: (path: string) => boolean
  /** False only if nothing inside the folder can match */
  readonly mayMatchIn: (folder: string) => boolean
}

/**
 * Paths are relative to the top of what is read, with `/` between folders; a leading `./` of a glob is ignored. Throws
 * `input-invalid` with ['policies', why] for globs that no one would write.
 */
export function compileGlobs(globs: readonly string[]): Globs {
  if (globs.length > MOST_GLOBS) throw stop('input-invalid', ['policies', `more than ${String(MOST_GLOBS)} globs`])
  const patterns = globs.map((glob) => {
    if (glob.length <= LONGEST_GLOB) return new Minimatch(glob.replace(/^(?:\.\/)+/, ''), OPTIONS)
    throw stop('input-invalid', ['policies', `a glob of more than ${String(LONGEST_GLOB)} characters`])
  })
  return {
    matches: (path) => patterns.some((pattern) => pattern.match(path)),
    mayMatchIn: (folder) => patterns.some((pattern) => pattern.match(folder, true)),
  }
}
