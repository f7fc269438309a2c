// The bench: writes each world, judges it in a process of its own, and runs the gate on it as a user would. States
// flows a second, what compiling costs and the peak of memory; asserts nothing (bench/README.md).
//   npm run bench -- [--world NAME]… [--flows N] [--rounds N]

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

const ROOT = path.resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    world: { type: 'string', multiple: true, default: ['knp-uniform', 'unique'] },
    flows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
  },
})
const rounds = Number(values.rounds)
const folder = mkdtempSync(path.join(tmpdir(), 'netpol-bench-'))

const run = (args) => {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  // The gate ends with 1 where it says no: that is an answer.
  if (status !== 0 && status !== 1) throw new Error(stderr)
  return { stdout, millis: performance.now() - started }
}

/** Median and spread of some numbers, as text */
function spread(numbers, digits = 0) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]
  return `${median.toFixed(digits)} (${sorted[0].toFixed(digits)} to ${sorted.at(-1).toFixed(digits)})`
}

function bench(world) {
  const out = path.join(folder, world)
  run(['bench/worlds.mjs', '--world', world, '--flows', values.flows, '--out', out])
  const engine = Array.from({ length: rounds }, () => JSON.parse(run(['bench/engine.ts', out]).stdout))
  const gate = Array.from({ length: rounds }, () => run(gateOf(out)).millis)
  const of = (pick) => engine.flatMap(({ sides }) => sides.map(pick))
  const { flows } = engine[0]
  console.log(`\n${world}, ${String(flows)} flows, ${String(rounds)} rounds: median (least to most)`)
  console.log(`  compiling a side            ${spread(of(({ compileMs }) => compileMs))} ms`)
  console.log(
    `  judging, vectors built      ${spread(
      of(({ firstMs }) => (firstMs * 1000) / flows),
      2,
    )} µs a flow`,
  )
  console.log(
    `  judging again               ${spread(
      of(({ againMs }) => (againMs * 1000) / flows),
      2,
    )} µs a flow`,
  )
  console.log(`  flows a second, first time  ${spread(of(({ firstMs }) => (flows * 1000) / firstMs))}`)
  console.log(`  peak memory of the engine   ${spread(engine.map(({ peakMiB }) => peakMiB))} MiB`)
  console.log(`  files to report, two sides  ${spread(gate)} ms`)
}

const gateOf = (out) => [
  'dist/cli.js',
  'check',
  ...['before', 'after'].flatMap((side) => [`--${side}`, path.join(out, side)]),
  ...['--objects', path.join(out, 'objects.json'), '--flows', path.join(out, 'flows.jsonl')],
  ...['--snapshot-max-age', 'unlimited', '--format', 'json'],
]

try {
  console.log(`Node ${process.versions.node}, ${String(cpus().length)} cores, load ${loadavg()[0].toFixed(1)}`)
  for (const name of ['index.js', 'github.js', 'cli.js', 'capture.js']) {
    const file = path.join(ROOT, 'dist', name)
    if (existsSync(file)) console.log(`dist/${name}: ${(statSync(file).size / 1e6).toFixed(2)} MB`)
  }
  const starts = Array.from({ length: 9 }, () => run(['dist/cli.js', '--version']).millis)
  console.log(`start of dist/cli.js: ${spread(starts)} ms`)
  for (const world of values.world) bench(world)
} finally {
  rmSync(folder, { recursive: true })
}
