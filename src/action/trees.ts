// Which files a commit holds, by content id, without a checkout (GitHub docs: REST, Git trees). Two trees are enough to
// tell whether a change touches any file that matters, before a single file is read.

import { stop } from '../base/diagnostic.ts'
import { byKeys } from '../base/order.ts'
import type { Client, Log, Repository } from './client.ts'
import { short } from './commits.ts'

export interface TreeFile {
  readonly path: string
  /** Git's name of the content: equal ids, equal bytes */
  readonly oid: string
  readonly sizeBytes: number
}

/** Regular files by path; links and submodules are left out, for what they point to is not part of the commit */
export type FileTree = ReadonlyMap<string, TreeFile>

export interface TreeReader {
  /** `mayMatchIn` narrows down the folders of a tree that is too large for one answer */
  read(sha: string, mayMatchIn?: (folder: string) => boolean): Promise<FileTree>
}

/** Each answer of a tree costs a request; a repository that needs more than this wants narrower globs */
const MOST_TREES = 300

interface Tree {
  readonly entries: readonly Entry[]
  readonly truncated: boolean
}

interface Entry {
  readonly path: string
  readonly mode: string
  readonly sha: string
  readonly size?: number
}

/** Folders that two commits share are asked for once */
export function treeReader(client: Client, repository: Repository, log: Log): TreeReader {
  const treeBySha = new Map<string, Tree>()
  let asked = 0

  const fetchTree = async (sha: string, recursive: boolean): Promise<Tree> => {
    const key = `${sha} ${recursive ? 'recursive' : 'flat'}`
    const known = treeBySha.get(key)
    if (known !== undefined) return known
    if (++asked > MOST_TREES) {
      throw stop('side-unreadable', [
        'the file tree',
        `it takes more than ${String(MOST_TREES)} requests: narrow \`policies\``,
      ])
    }
    const { data } = await client.octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      ...repository,
      tree_sha: sha,
      ...(recursive && { recursive: '1' }),
    })
    const tree = { entries: data.tree, truncated: data.truncated }
    treeBySha.set(key, tree)
    return tree
  }

  /** GitHub ends a recursive answer at 100,000 entries; then each folder is asked for on its own */
  const walk = async (
    sha: string,
    folder: string,
    mayMatchIn: (folder: string) => boolean,
    found: (entry: Entry) => void,
  ): Promise<void> => {
    const within = (entry: Entry): Entry => ({ ...entry, path: folder + entry.path })
    const whole = await fetchTree(sha, true)
    if (!whole.truncated) {
      for (const entry of whole.entries) found(within(entry))
      return
    }
    const flat = await fetchTree(sha, false)
    if (flat.truncated)
      throw stop('side-unreadable', [`folder ${folder || '/'}`, 'it holds too many files for GitHub to list'])
    for (const entry of flat.entries.map(within)) {
      if (entry.mode !== FOLDER) found(entry)
      else if (mayMatchIn(entry.path)) await walk(entry.sha, `${entry.path}/`, mayMatchIn, found)
    }
  }

  return {
    read: async (sha, mayMatchIn = () => true) => {
      const files = new Map<string, TreeFile>()
      const askedBefore = asked
      await walk(sha, '', mayMatchIn, ({ path, mode, sha: oid, size = 0 }) => {
        if (REGULAR.has(mode)) files.set(path, { path, oid, sizeBytes: size })
      })
      if (asked > askedBefore) log(`${short(sha)} holds ${String(files.size)} files.`)
      return files
    },
  }
}

const FOLDER = '040000'
const REGULAR = new Set(['100644', '100755'])

export const EMPTY_TREE: FileTree = new Map()

export const chooseFiles = (tree: FileTree, matches: (path: string) => boolean): FileTree =>
  new Map([...tree].filter(([path]) => matches(path)))

/** Paths whose content is not the same on both sides, in order of path; costs no request */
export function changedPaths(before: FileTree, after: FileTree): string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => before.get(path)?.oid !== after.get(path)?.oid).sort(byKeys((path) => path))
}
