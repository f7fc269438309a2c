// The bytes of chosen files to texts: the part of reading a side that a folder and a git revision have in common.

import { stop } from '../base/diagnostic.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { SourceText } from '../base/location.ts'
import { byKeys } from '../base/order.ts'

/** One side of a comparison as texts */
export interface SideFiles {
  /** In order of path */
  readonly sources: readonly SourceText[]
  /**
   * Files that may hold objects and could not be read as text: `file-too-large` with [size, limit] in bytes,
   * `file-not-utf8`. What they would do is not known
   */
  readonly diagnostics: readonly Diagnostic[]
}

export interface SideLimits {
  readonly fileBytes: number
  readonly files: number
  readonly totalBytes: number
}

export const SIDE_LIMITS: SideLimits = {
  fileBytes: 10 * 1024 * 1024,
  files: 50_000,
  totalBytes: 256 * 1024 * 1024,
}

/** How much of a file beyond the limit is looked at, to see whether it is any of our business */
export const PEEK_BYTES = 64 * 1024

/** Folders that are never looked into: what is in them is not the repository's own */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules'])

export interface ChosenFile {
  readonly path: string
  readonly sizeBytes: number
  /** All of it; of a file beyond the limit, the beginning */
  readonly bytes: Uint8Array
}

/** Throws `side-unreadable`: half of the files would look as if the other half had been deleted */
export function refuseTooMuch(side: string, sizes: readonly number[], limits: SideLimits): void {
  const bytes = sizes.filter((size) => size <= limits.fileBytes).reduce((sum, size) => sum + size, 0)
  if (sizes.length <= limits.files && bytes <= limits.totalBytes) return
  const found = `${String(sizes.length)} files of ${String(bytes)} bytes match`
  const limit = `the limit is ${String(limits.files)} files and ${String(limits.totalBytes)} bytes`
  throw stop('side-unreadable', [side, `${found}; ${limit}: narrow the globs`])
}

export function sideOf(files: Iterable<ChosenFile>, limits: SideLimits): SideFiles {
  const sources: SourceText[] = []
  const diagnostics: Diagnostic[] = []
  for (const { path, sizeBytes, bytes } of [...files].sort(byKeys((file) => file.path))) {
    const at = { path, line: 1, column: 1 }
    const text = sizeBytes > limits.fileBytes ? undefined : decodeUtf8(bytes)
    if (text !== undefined) sources.push({ path, text })
    else if (!mayHoldObject(bytes)) continue
    else if (sizeBytes <= limits.fileBytes) diagnostics.push({ code: 'file-not-utf8', at, args: [] })
    else diagnostics.push({ code: 'file-too-large', at, args: [String(sizeBytes), String(limits.fileBytes)] })
  }
  return { sources, diagnostics }
}

/** The text of the bytes, a byte order mark included; undefined where they are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Whether bytes in an encoding that is not known speak of an object; those of UTF-16 have a zero between the letters */
function mayHoldObject(bytes: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(bytes).replaceAll('\0', '')
  return text.includes('apiVersion') && text.includes('kind')
}
