// A repository in memory, with the ids that git itself would give, so that what is read can be checked against its id.

import { createHash } from 'node:crypto'

/** A text, bytes, or what is no file of its own */
export type Content = string | Uint8Array | { readonly link: string } | { readonly submodule: string }
export type Files = Readonly<Record<string, Content>>

export interface TreeEntry {
  readonly path: string
  readonly mode: string
  readonly type: 'blob' | 'tree' | 'commit'
  readonly sha: string
  readonly size?: number
}

interface Commit {
  readonly tree: string
  readonly parents: readonly string[]
}

const hash = (type: string, bytes: Uint8Array): string =>
  createHash('sha1')
    .update(`${type} ${String(bytes.byteLength)}\0`)
    .update(bytes)
    .digest('hex')

export class FakeGit {
  readonly blobs = new Map<string, Buffer>()
  readonly trees = new Map<string, TreeEntry[]>()
  readonly commits = new Map<string, Commit>()
  /** `heads/main`, `pull/1/merge`, … */
  readonly refs = new Map<string, string>()

  commit(files: Files, ...parents: readonly string[]): string {
    const tree = this.#writeTree(Object.entries(files))
    const sha = hash('commit', Buffer.from(`${tree} ${parents.join(' ')} ${String(this.commits.size)}`))
    this.commits.set(sha, { tree, parents })
    return sha
  }

  #writeTree(files: readonly (readonly [string, Content])[]): string {
    const folders = new Map<string, [string, Content][]>()
    const entries: TreeEntry[] = []
    for (const [path, content] of files) {
      const [name = '', ...rest] = path.split('/')
      if (rest.length === 0) entries.push(this.#writeEntry(name, content))
      else folders.set(name, [...(folders.get(name) ?? []), [rest.join('/'), content]])
    }
    for (const [name, inside] of folders) {
      entries.push({ path: name, mode: '040000', type: 'tree', sha: this.#writeTree(inside) })
    }
    entries.sort((a, b) => (a.path < b.path ? -1 : 1))
    const sha = hash('tree', Buffer.from(entries.map((one) => `${one.mode} ${one.path}\0${one.sha}`).join('')))
    this.trees.set(sha, entries)
    return sha
  }

  #writeEntry(path: string, content: Content): TreeEntry {
    if (typeof content === 'object' && 'submodule' in content) {
      return { path, mode: '160000', type: 'commit', sha: content.submodule }
    }
    const isLink = typeof content === 'object' && 'link' in content
    const bytes = Buffer.from(isLink ? content.link : content)
    const sha = hash('blob', bytes)
    this.blobs.set(sha, bytes)
    return { path, mode: isLink ? '120000' : '100644', type: 'blob', sha, size: bytes.byteLength }
  }

  /** The tree of a tree, commit or branch; undefined: there is no such thing */
  treeOf(name: string): string | undefined {
    const sha = this.refs.get(`heads/${name}`) ?? name
    return this.commits.get(sha)?.tree ?? (this.trees.has(sha) ? sha : undefined)
  }

  list(tree: string, recursive: boolean, folder = ''): TreeEntry[] {
    return (this.trees.get(tree) ?? []).flatMap((entry) => {
      const here = { ...entry, path: folder + entry.path }
      return entry.type === 'tree' && recursive ? [here, ...this.list(entry.sha, true, `${here.path}/`)] : [here]
    })
  }

  /** The first commit that both have among their ancestors */
  mergeBase(a: string, b: string): string | undefined {
    const ancestors = new Set(this.#ancestors(a))
    return this.#ancestors(b).find((sha) => ancestors.has(sha))
  }

  #ancestors(sha: string): string[] {
    const found: string[] = []
    const queue = [sha]
    for (const next of queue) {
      const commit = this.commits.get(next)
      if (commit === undefined || found.includes(next)) continue
      found.push(next)
      queue.push(...commit.parents)
    }
    return found
  }
}
