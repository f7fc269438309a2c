// The worlds that a bench asks for, written once and kept between runs in the folder for temporary files.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const SOURCES = ['worlds.mjs', 'goldmane.mjs'].map((name) => path.join(import.meta.dirname, name))
const VERSION = createHash('sha256')
  .update(SOURCES.map((file) => readFileSync(file)).join())
  .digest('hex')

/** The folder of a world: everything follows from the options, which are those of worlds.mjs */
export function worldFolder(options) {
  const args = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  )
  const key = createHash('sha256')
    .update(`${VERSION} ${args.join(' ')}`)
    .digest('hex')
    .slice(0, 16)
  const folder = path.join(tmpdir(), 'netpol-bench-worlds', `${options.world}-${key}`)
  // Written last, so that a world that was not finished is written again.
  if (!existsSync(path.join(folder, 'world.json')))
    execFileSync(process.execPath, [SOURCES[0], ...args, '--out', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  return folder
}
