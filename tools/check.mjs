// The one command before a push: every guard, two at a time. A line each; the whole output of those that fail.
//
//   node tools/check.mjs [name ...]     only these guards
import { spawn } from 'node:child_process'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
const BIN = path.join(ROOT, 'node_modules', '.bin')

/** Longest first, so that two lanes end at about the same time. The commands are those of the npm scripts. */
const GUARDS = [
  // The long runs belong to `npm test`, which CI calls.
  ['tests', 'node', 'tools/test.mjs', '--skip', 'test/property', '--skip', 'test/conformance-shared.test.ts'],
  ['lint', 'eslint', '.'],
  ['types', 'tsc'],
  ['rooms', 'depcruise', '{src,test,bench,tools}/**/*.{ts,mjs}'],
  ['unused', 'knip', '--no-progress'],
  ['format', 'prettier', '--check', '--cache', '.'],
  ['dist', 'node', 'tools/build.mjs', '--check'],
]

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !GUARDS.some(([guard]) => guard === name))
if (unknown.length > 0) {
  console.error(
    `There is no guard named ${unknown.join(', ')}; there are ${GUARDS.map(([guard]) => guard).join(', ')}.`,
  )
  process.exit(2)
}
const queue = GUARDS.filter(([name]) => asked.length === 0 || asked.includes(name))
const count = queue.length
const failed = []
const started = performance.now()

await Promise.all([lane(), lane()])

for (const { name, output } of failed) console.log(`\n--- ${name} ---\n${output.trimEnd()}`)
const seconds = ((performance.now() - started) / 1000).toFixed(1)
console.log(
  failed.length === 0
    ? `\nAll ${count} guards are content. ${seconds} s`
    : `\n${failed.length} of ${count} guards failed: ${failed.map(({ name }) => name).join(', ')}. ${seconds} s`,
)
process.exitCode = failed.length === 0 ? 0 : 1

async function lane() {
  for (let guard = queue.shift(); guard !== undefined; guard = queue.shift()) {
    const [name, command, ...args] = guard
    const begun = performance.now()
    const { code, output } = await execute(command, args)
    console.log(
      `${code === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(8)}${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s`,
    )
    if (code !== 0) failed.push({ name, output })
  }
}

function execute(command, args) {
  return new Promise((resolve) => {
    // node_modules/.bin first: it holds the tools, and the Node that the action runs on.
    const env = { ...process.env, PATH: `${BIN}${path.delimiter}${process.env.PATH}`, NO_COLOR: '1' }
    delete env.FORCE_COLOR
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
