// What is measured: the tree that the bench stands in, or another revision of it, checked out beside.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')

/** `dist` is measured as it is committed: run `npm run build` first */
export const thisTree = treeAt(ROOT)

/** Of a revision: its own sources and dist, under this bench. `remove` takes it from the disk again */
export function otherTree(revision) {
  const folder = mkdtempSync(path.join(tmpdir(), 'netpol-bench-'))
  const archive = execFileSync('git', ['archive', '--format=tar', revision, 'src', 'dist', 'package.json'], {
    cwd: ROOT,
    maxBuffer: 2 ** 28,
  })
  execFileSync('tar', ['-x', '-C', folder], { input: archive })
  cpSync(import.meta.dirname, path.join(folder, 'bench'), { recursive: true })
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'))
  return { ...treeAt(folder), remove: () => rmSync(folder, { recursive: true }) }
}

function treeAt(root) {
  return {
    root,
    dist: (name) => path.join(root, 'dist', name),
    child: (name) => path.join(root, 'bench', 'children', name),
  }
}

/** A Node that runs TypeScript: the one of the action's runtime that `npm ci` installs, or this one */
export const NODE = (() => {
  const local = path.join(ROOT, 'node_modules', '.bin', 'node')
  return process.features.typescript || !existsSync(local) ? process.execPath : local
})()
