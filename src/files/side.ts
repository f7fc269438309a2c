// A side as a user names it, a folder or a revision of a git repository, to the texts of its chosen files.

import { isGitSide, readGit } from './git.ts'
import type { SideFiles, SideLimits } from './side-files.ts'
import { readTree } from './tree.ts'

/**
 * Reads a folder, one file, or `git:REVISION[:PATH]` of the repository around `folder`. Throws `side-unreadable` with
 * [the side, why].
 */
export function readSide(
  side: string,
  globs: readonly string[],
  options: { readonly folder: string; readonly limits?: SideLimits },
): SideFiles {
  return isGitSide(side) ? readGit(side, globs, options) : readTree(side, globs, options.limits)
}
