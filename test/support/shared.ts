// Where the material lies that a clone does not bring along: the full conformance worlds and other projects' test cases.

import { existsSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '../..')

/** The folder, or undefined where it is not there; `NETPOL_SHARED` names another place than beside the repository */
export const SHARED = ((): string | undefined => {
  const folder = path.resolve(ROOT, process.env['NETPOL_SHARED'] ?? '../shared')
  return existsSync(folder) ? folder : undefined
})()

/** Why a test that needs it is skipped; false where it is there */
export const SKIP_WITHOUT_SHARED =
  SHARED === undefined && 'The shared material is not here: NETPOL_SHARED, or ../shared, would name its folder.'

/** A path below it; only for tests that `SKIP_WITHOUT_SHARED` lets run */
export const shared = (...parts: readonly string[]): string => path.join(SHARED ?? '', ...parts)
