// Where the time goes: runs the built command line under V8's sampling profiler and adds the samples up, by room, by file
// and by function. The bundle says above each module which file it was, so no source map is needed.
//
//   node tools/profile.mjs [--top 15] [--world knp-uniform] [--flows 100000] [--snapshot flows.jsonl]
//   node tools/profile.mjs [--top 15] -- COMMAND ARGUMENT…      any command of dist/cli.js
//
// Without a command it is the gate on a world of bench/worlds.mjs. The profiler costs a little itself: compare shares, not
// times. Collecting garbage is a function of its own, whoever made it. Threads that read sections of a large file are not in
// it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { worldFolder } from '../bench/files.mjs'

const ROOT = path.resolve(import.meta.dirname, '..')
const CLI = path.join(ROOT, 'dist', 'cli.js')

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    top: { type: 'string', default: '15' },
    world: { type: 'string', default: 'knp-uniform' },
    flows: { type: 'string', default: '100000' },
    snapshot: { type: 'string', default: 'flows.jsonl' },
  },
})

let heads
const folder = mkdtempSync(path.join(tmpdir(), 'netpol-profile-'))
try {
  const command = positionals.length > 0 ? positionals : gate()
  const args = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500', CLI, ...command]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 })
  // 1 is the gate that says no.
  if (status !== 0 && status !== 1) throw new Error(`the command ended with ${status}:\n${stderr}`)
  print(JSON.parse(readFileSync(path.join(folder, readdirSync(folder)[0]), 'utf8')))
} finally {
  rmSync(folder, { recursive: true })
}

function gate() {
  const records = { 'whisker.json': 'whisker', 'whisker.sse': 'whisker-stream' }
  const more = { 'goldmane.json': 'goldmane', 'goldmane.ndjson': 'goldmane-lines', ...records }[values.snapshot]
  const options = { world: values.world, flows: values.flows, ...(more === undefined ? {} : { [more]: true }) }
  const world = worldFolder(options)
  const file = (name) => path.join(world, name)
  const sides = ['--before', file('before'), '--after', file('after'), '--objects', file('objects.json')]
  return ['check', ...sides, '--flows', file(values.snapshot), '--snapshot-max-age', 'unlimited']
}

function print({ nodes, samples, timeDeltas }) {
  const places = new Map(nodes.map((node) => [node.id, placeOf(node.callFrame)]))
  const total = timeDeltas.reduce((sum, delta) => sum + delta, 0)
  console.log(`${(total / 1e6).toFixed(2)} s, ${samples.length} samples`)
  for (const by of ['room', 'file', 'function']) {
    const sums = new Map()
    for (const [i, id] of samples.entries()) {
      const key = places.get(id)[by]
      sums.set(key, (sums.get(key) ?? 0) + timeDeltas[i])
    }
    console.log(`\nby ${by}`)
    const sorted = [...sums].sort(([, a], [, b]) => b - a).slice(0, Number(values.top))
    for (const [key, sum] of sorted)
      console.log(`${((sum / total) * 100).toFixed(1).padStart(6)} %  ${(sum / 1e6).toFixed(2)} s  ${key}`)
  }
}

/** The room is a folder of src/, a package, or what V8 and Node do themselves */
function placeOf({ functionName, lineNumber, url }) {
  const name = functionName === '' ? '(anonymous)' : functionName
  if (!url.endsWith('/dist/cli.js'))
    return { room: roomOutside(name, url), file: url || name, function: `${name} ${url}` }
  const file = fileAt(lineNumber)
  const room = /^(?:src\/[^/]+|node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(file)?.[0] ?? file
  return { room, file, function: `${name} ${file}` }
}

function roomOutside(name, url) {
  if (name === '(garbage collector)' || name === '(idle)') return name
  return url.startsWith('node:') ? 'Node' : 'V8'
}

/** `// src/engine/judge.ts` stands above what the bundler took from there */
function fileAt(line) {
  heads ??= readFileSync(CLI, 'utf8')
    .split('\n')
    .flatMap((text, at) => (/^\/\/ (?:src|node_modules)\//.test(text) ? [{ at, file: text.slice(3) }] : []))
  return heads.findLast(({ at }) => at <= line)?.file ?? '(the bundle)'
}
