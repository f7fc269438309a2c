// A folder on disk to the texts of the files in it that globs choose. Symbolic links are not followed: in git they are
// links too, and what they point to is either read where it is or none of the repository's.

import { closeSync, constants, lstatSync, openSync, readSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { InputError, stop } from '../base/diagnostic.ts'
import { compileGlobs } from './globs.ts'
import { PEEK_BYTES, SIDE_LIMITS, SKIPPED_FOLDERS, refuseTooMuch, sideOf } from './side-files.ts'
import type { SideFiles, SideLimits } from './side-files.ts'
import { causeOf } from './trouble.ts'

/**
 * The files of a folder that the globs choose, by paths relative to it with `/` between folders; of a single file, that
 * file. Throws `side-unreadable` with [the folder, why].
 */
export function readTree(folder: string, globs: readonly string[], limits: SideLimits = SIDE_LIMITS): SideFiles {
  const { matches, mayMatchIn } = compileGlobs(globs)
  try {
    const isFile = statSync(folder).isFile()
    const root = isFile ? dirname(folder) : folder
    const paths = isFile ? [basename(folder)] : [...filesIn(folder, '', mayMatchIn)].filter(matches)
    const found = paths.map((path) => ({ path, sizeBytes: lstatSync(join(root, path)).size }))
    refuseTooMuch(
      folder,
      found.map((file) => file.sizeBytes),
      limits,
    )
    const read = found.map((file) => {
      const wanted = file.sizeBytes > limits.fileBytes ? PEEK_BYTES : file.sizeBytes
      return { ...file, bytes: readStart(join(root, file.path), wanted, !isFile) }
    })
    return sideOf(read, limits)
  } catch (error) {
    throw error instanceof InputError ? error : stop('side-unreadable', [folder, causeOf(error)])
  }
}

/** Regular files below `root`, in no particular order. Folders for which `enters` is false are left out */
export function* filesIn(root: string, folder: string, enters: (folder: string) => boolean): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name) && enters(path)) yield* filesIn(root, path, enters)
  }
}

/** The first bytes of a file, at most `wanted`; of a link only where that may be followed */
function readStart(path: string, wanted: number, refusesLinks: boolean): Uint8Array {
  // Windows knows no such flag
  const noFollow = refusesLinks ? ((constants.O_NOFOLLOW as number | undefined) ?? 0) : 0
  const file = openSync(path, constants.O_RDONLY | noFollow)
  try {
    const bytes = Buffer.allocUnsafe(wanted)
    let length = 0
    for (let got = -1; got !== 0 && length < wanted; length += got)
      got = readSync(file, bytes, length, wanted - length, null)
    return bytes.subarray(0, length)
  } finally {
    closeSync(file)
  }
}
