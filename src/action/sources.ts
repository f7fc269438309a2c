// Chosen files of two trees → their texts, read once where both sides hold the same content.

import type { Diagnostic } from '../base/diagnostic.ts'
import type { SourceText } from '../base/location.ts'
import { byKeys } from '../base/order.ts'
import { SIDE_LIMITS, decodeUtf8, refuseTooMuch, sideOf } from '../files/side-files.ts'
import type { SideFiles, SideLimits } from '../files/side-files.ts'
import type { BlobReader } from './blobs.ts'
import type { FileTree, TreeFile } from './trees.ts'

export interface Sides {
  /** In order of path */
  readonly before: readonly SourceText[]
  /** A file that is the same on both sides is the same object in both lists */
  readonly after: readonly SourceText[]
  /** As in SideFiles */
  readonly diagnostics: readonly Diagnostic[]
}

/** Throws `side-unreadable` beyond the limits on files and bytes in total */
export async function readSides(
  before: FileTree,
  after: FileTree,
  blobs: BlobReader,
  limits: SideLimits = SIDE_LIMITS,
): Promise<Sides> {
  for (const [name, tree] of [
    ['the files before the change', before],
    ['the files after the change', after],
  ] as const) {
    refuseTooMuch(name, sizesOf(tree), limits)
  }
  const isShared = ({ path }: TreeFile): boolean => before.get(path)?.oid === after.get(path)?.oid
  const shared = [...after.values()].filter(isShared)
  const removed = [...before.values()].filter((file) => !isShared(file))
  const added = [...after.values()].filter((file) => !isShared(file))

  const all = [...shared, ...removed, ...added]
  const isLarge = ({ sizeBytes }: TreeFile): boolean => sizeBytes > limits.fileBytes
  const starts = await blobs.peek(all.filter(isLarge))
  const wholes = await blobs.read(all.filter((file) => !isLarge(file)))
  const textsOf = (files: readonly TreeFile[]): SideFiles =>
    sideOf(
      files.map(({ oid, path, sizeBytes }) => ({ path, sizeBytes, bytes: wholes.get(oid) ?? starts.get(oid) ?? NONE })),
      limits,
    )
  const [both, old, now] = [textsOf(shared), textsOf(removed), textsOf(added)]
  return {
    before: inOrder([...both.sources, ...old.sources]),
    after: inOrder([...both.sources, ...now.sources]),
    diagnostics: [...both.diagnostics, ...old.diagnostics, ...now.diagnostics],
  }
}

const NONE = new Uint8Array()

const sizesOf = (tree: FileTree): number[] => [...tree.values()].map((file) => file.sizeBytes)

const inOrder = (sources: readonly SourceText[]): SourceText[] => [...sources].sort(byKeys(({ path }) => path))

/** One file by its path; undefined: the tree has none, or it is not UTF-8 text of a sane size */
export async function readSource(tree: FileTree, path: string, blobs: BlobReader): Promise<SourceText | undefined> {
  const file = tree.get(path.replace(/^(?:\.\/)+/, ''))
  if (file === undefined || file.sizeBytes > SIDE_LIMITS.fileBytes) return undefined
  const bytes = (await blobs.read([file])).get(file.oid)
  const text = bytes === undefined ? undefined : decodeUtf8(bytes)
  return text === undefined ? undefined : { path: file.path, text }
}
