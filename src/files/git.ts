// A revision of a git repository to the texts of the files in it that globs choose, without a checkout. git is run by
// itself, never through a shell, and is handed no word that it could take for an option.

import { spawnSync } from 'node:child_process'
import { stop } from '../base/diagnostic.ts'
import type { InputError } from '../base/diagnostic.ts'
import { compileGlobs } from './globs.ts'
import { PEEK_BYTES, SIDE_LIMITS, SKIPPED_FOLDERS, refuseTooMuch, sideOf } from './side-files.ts'
import type { SideFiles, SideLimits } from './side-files.ts'
import { causeOf } from './trouble.ts'

/** `git:REVISION` or `git:REVISION:PATH` */
const SIDE = /^git:([^:]+)(?::(.*))?$/s

/** Names, ids, and what follows them (`main~2`, `v1^{}`, `main@{1.day.ago}`); nothing that begins like an option */
const REVISION = /^[A-Za-z0-9_@][A-Za-z0-9_./@{}~^+-]*$/

export const isGitSide = (side: string): boolean => side.startsWith('git:')

export interface GitOptions {
  /** A folder of the repository */
  readonly folder: string
  readonly limits?: SideLimits
}

/**
 * The files of a revision that the globs choose, by paths relative to PATH, or to the top of the repository where there is
 * none. Throws `side-unreadable` with [the side, why].
 */
export function readGit(side: string, globs: readonly string[], options: GitOptions): SideFiles {
  const { matches } = compileGlobs(globs)
  const limits = options.limits ?? SIDE_LIMITS
  const git = new Git(side, options.folder)
  const [, revision = '', path = ''] = SIDE.exec(side) ?? []
  if (!REVISION.test(revision)) throw git.trouble('its revision is not one that git could know')
  const entries = git.list(git.treeOf(revision), folderOf(path)).filter((entry) => {
    const isOwn = !entry.path.split('/').some((part) => SKIPPED_FOLDERS.has(part))
    return isOwn && matches(entry.path)
  })
  refuseTooMuch(
    side,
    entries.map((entry) => entry.sizeBytes),
    limits,
  )
  const blobs = git.read(entries.filter((entry) => entry.sizeBytes <= limits.fileBytes))
  return sideOf(
    entries.map((entry) => ({ ...entry, bytes: blobs.get(entry.oid) ?? git.start(entry) })),
    limits,
  )
}

/** `./a//b/` as git writes it: `a/b` */
const folderOf = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')

interface Entry {
  readonly path: string
  readonly oid: string
  readonly sizeBytes: number
}

class Git {
  readonly #side: string
  readonly #folder: string

  constructor(side: string, folder: string) {
    this.#side = side
    this.#folder = folder
  }

  trouble(why: string): InputError {
    return stop('side-unreadable', [this.#side, why])
  }

  treeOf(revision: string): string {
    const { status, stdout } = this.#run(['rev-parse', '--verify', '--quiet', `${revision}^{tree}`], '', 1_000)
    if (status === 0) return stdout.toString('latin1').trim()
    const isRepository = this.#run(['rev-parse', '--git-dir'], '', 10_000).status === 0
    if (!isRepository) throw this.trouble('this folder is in no git repository that may be read')
    throw this.trouble('git does not know the revision; after a shallow clone, fetch it first (`fetch-depth: 0`)')
  }

  /** Regular files at or below `folder`, by paths relative to it; links and submodules are left out */
  list(tree: string, folder: string): readonly Entry[] {
    const args = ['--literal-pathspecs', 'ls-tree', '-r', '-l', '-z', '--full-tree', tree]
    const { status, stdout } = this.#run(folder === '' ? args : [...args, '--', folder], '', 512 * 1024 * 1024)
    if (status !== 0) throw this.trouble('git could not list its files')
    const lines = stdout.toString('utf8').split('\0').filter(Boolean)
    if (folder !== '' && lines.length === 0) throw this.trouble('the revision has no such path')
    return lines.flatMap((line) => {
      const [, mode = '', oid = '', size = '', path = ''] = /^(\d+) blob (\w+) +(\d+)\t(.*)$/s.exec(line) ?? []
      if (!mode.startsWith('100')) return []
      const below = path.startsWith(`${folder}/`)
        ? path.slice(folder.length + 1)
        : path.slice(path.lastIndexOf('/') + 1)
      return [{ path: folder === '' ? path : below, oid, sizeBytes: Number(size) }]
    })
  }

  /** The contents of files by their ids */
  read(entries: readonly Entry[]): ReadonlyMap<string, Uint8Array> {
    const ids = [...new Set(entries.map((entry) => entry.oid))]
    if (ids.length === 0) return new Map()
    const bytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0)
    const { status, stdout } = this.#run(
      ['cat-file', '--batch'],
      `${ids.join('\n')}\n`,
      bytes + ids.length * 200 + 1_000,
    )
    if (status !== 0) throw this.trouble('git could not read its files')
    const blobs = new Map<string, Uint8Array>()
    for (let at = 0; at < stdout.length;) {
      const endOfHead = stdout.indexOf(0x0a, at)
      const [oid = '', is, size] = stdout.toString('latin1', at, endOfHead).split(' ')
      if (is !== 'blob') throw this.trouble(`git could not read its object ${oid}`)
      const end = endOfHead + 1 + Number(size)
      blobs.set(oid, stdout.subarray(endOfHead + 1, end))
      at = end + 1
    }
    return blobs
  }

  /** The beginning of a file that is too large to read */
  start(entry: Entry): Uint8Array {
    return this.#run(['cat-file', 'blob', entry.oid], '', PEEK_BYTES).stdout.subarray(0, PEEK_BYTES)
  }

  #run(args: readonly string[], input: string, mostBytes: number): { status: number | null; stdout: Buffer } {
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' }
    const result = spawnSync('git', args, { cwd: this.#folder, env, input, maxBuffer: mostBytes, windowsHide: true })
    const cause = result.error
    const isCut = cause !== undefined && 'code' in cause && cause.code === 'ENOBUFS'
    if (cause !== undefined && !isCut) throw this.trouble(`git could not be run: ${causeOf(cause)}`)
    return { status: result.status, stdout: result.stdout }
  }
}
