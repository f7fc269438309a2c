// Programs that are not ours → a command that runs them, or the sentence that says why there is none. What is made on the way
// goes to node_modules/.cache, and comes from the ordinary clients: `go`, `pip`.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const CACHE = path.resolve(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'netpol-bench-peers')

/** A folder of the cache, which exists afterwards */
export function cacheFolder(name) {
  const folder = path.join(CACHE, name)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** The program of a folder beside this file, built with the versions that its go.mod names: `{ command }` or `{ reason }` */
export function goProgram(name) {
  const folder = path.join(import.meta.dirname, name)
  const program = path.join(CACHE, name)
  mkdirSync(CACHE, { recursive: true })
  if (!answers('go', ['version'])) return { reason: 'there is no go here' }
  // Another Go than the one that is here would be fetched otherwise.
  const env = { ...process.env, GOTOOLCHAIN: 'local' }
  const { status, stderr } = spawnSync('go', ['build', '-mod=readonly', '-buildvcs=false', '-o', program, '.'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  return status === 0 ? { command: program } : { reason: `go could not build it: ${lastLine(stderr)}` }
}

/** A program that a package of PyPI installs, in a virtual environment of its own: `{ command }` or `{ reason }` */
export function pythonProgram(requirement, name) {
  const folder = path.join(CACHE, requirement.replace('==', '-'))
  const program = path.join(folder, 'bin', name)
  if (existsSync(program)) return { command: program }
  if (!answers('python3', ['--version'])) return { reason: 'there is no python3 here' }
  const steps = [
    ['python3', ['-m', 'venv', folder]],
    [path.join(folder, 'bin', 'pip'), ['install', '--quiet', requirement]],
  ]
  for (const [command, args] of steps) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
    if (status !== 0) return { reason: `${path.basename(command)} could not install it: ${lastLine(stderr)}` }
  }
  return { command: program }
}

/** A program that somebody has installed already, under one of these names: `{ command }` or `{ reason }` */
export function installedProgram(names) {
  const found = names.find((name) => answers(name, ['--help']))
  return found === undefined ? { reason: `no program ${names.join(' or ')} is installed` } : { command: found }
}

/**
 * Wall milliseconds, peak memory in MiB (where the system says it) and standard output; undefined where it was stopped
 * after `seconds`. Throws where the exit code is none of `codes`.
 */
export async function execute(command, args, { codes = [0], seconds }) {
  const start = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let peakMiB
  let late = false
  const sampling = setInterval(() => (peakMiB = peakOf(child.pid) ?? peakMiB), 20)
  const limit = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, seconds * 1000)
  try {
    const [stdout, stderr, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      new Promise((resolve, reject) => {
        child.on('error', reject)
        child.on('close', resolve)
      }),
    ])
    const millis = performance.now() - start
    if (late) return undefined
    if (!codes.includes(code)) throw new Error(`${path.basename(command)} ended with ${code}: ${lastLine(stderr)}`)
    return { millis, peakMiB, stdout }
  } finally {
    clearInterval(sampling)
    clearTimeout(limit)
  }
}

/** Linux keeps the most that a process ever had; it is gone with the process, so it is asked for while that runs */
function peakOf(pid) {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found === null ? undefined : Number(found[1]) / 1024
  } catch {
    return undefined
  }
}

async function textOf(stream) {
  const pieces = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const answers = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** Where tools give their reason */
const lastLine = (text) => text.trim().split('\n').at(-1)?.trim() || 'it said nothing'
