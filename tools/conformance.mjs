// Judges worlds by the built product and compares verdict and trace, row by row, with what the worlds expect.
//
//   node tools/conformance.mjs FILE… [--sets enforced,pending,promoted] [--limit 20] [--cli dist/cli.js]
//
// FILE is .jsonl or .jsonl.gz, one world a line: {id, objects, flows, expect}. `expect` holds, for each flow, a judgement
// for one or more sets: {verdict, egress?, ingress?}; what it does not say is not compared. Failures are listed with the
// first row that differs. Counted are flows times sets; exit 1 when one fails, 2 when the product cannot be run.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'

const ROOT = path.resolve(import.meta.dirname, '..')
const SETS = ['enforced', 'pending', 'promoted']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sets: { type: 'string', default: SETS.join(',') },
    limit: { type: 'string', default: '20' },
    cli: { type: 'string', default: path.join(ROOT, 'dist', 'cli.js') },
  },
})
const sets = values.sets.split(',')
const limit = Number(values.limit)
const complaint = complaintAbout()
if (complaint !== undefined) {
  console.error(complaint)
  process.exit(2)
}

const total = { passed: 0, failed: 0, listed: 0 }
for (const file of positionals) {
  const before = { ...total }
  await judgeFile(file)
  console.log(`${file}: ${total.passed - before.passed} passed, ${total.failed - before.failed} failed`)
}
if (total.failed > total.listed) console.log(`${total.failed - total.listed} more failures are not listed (--limit).`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
console.log(`${total.passed} passed, ${total.failed} failed`)

function complaintAbout() {
  if (positionals.length === 0) return 'Name at least one file of worlds.'
  const unknown = sets.filter((set) => !SETS.includes(set))
  if (unknown.length > 0) return `No such set: ${unknown.join(', ')}. The sets are ${SETS.join(', ')}.`
  if (!Number.isInteger(limit) || limit < 0) return '--limit takes a number.'
  if (!existsSync(values.cli)) return `${values.cli} is not there: run \`npm run build\` first.`
  const missing = positionals.filter((file) => !existsSync(file))
  return missing.length > 0 ? `No such file: ${missing.join(', ')}.` : undefined
}

async function judgeFile(file) {
  const worlds = readWorlds(file)
  const child = spawn(process.execPath, [values.cli, 'verdict', '--worlds', '-'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  // A product that ends early closes its input; the answers that are missing then say so.
  child.stdin.on('error', () => {})
  Readable.from(requests(worlds)).pipe(child.stdin)

  let at = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const world = worlds[at++]
    if (world === undefined) fail(file, 'the product', `more answers than worlds: ${line.slice(0, 200)}`)
    else judgeWorld(file, world, answerOf(line))
  }
  const code = await ended
  for (const world of worlds.slice(at)) judgeWorld(file, world, { error: `no answer; the product ended with ${code}` })
}

function readWorlds(file) {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
}

function* requests(worlds) {
  for (const { id, objects, flows } of worlds) yield `${JSON.stringify({ id, objects, flows })}\n`
}

function answerOf(line) {
  try {
    return JSON.parse(line)
  } catch {
    return { error: `the answer is not JSON: ${line.slice(0, 200)}` }
  }
}

function judgeWorld(file, world, answer) {
  const error = answer.error ?? (answer.id === world.id ? undefined : `the answer is for ${answer.id}`)
  for (const [i, expected] of (world.expect ?? []).entries()) {
    for (const set of sets) {
      if (expected[set] === undefined) continue
      const difference = error ?? differenceOf(expected[set], answer.verdicts?.[i]?.[set])
      if (difference === undefined) total.passed++
      else fail(file, `${world.id} flow ${i} (${flowText(world.flows[i])}) ${set}`, difference)
    }
  }
}

/** What differs first, as a sentence; undefined where all that is expected is so */
function differenceOf(expected, got) {
  if (got === undefined) return 'no verdict'
  for (const end of ['egress', 'ingress']) {
    if (expected[end] === undefined) continue
    const difference = endDifference(expected[end], got[end])
    if (difference !== undefined) return `${end}: ${difference}`
  }
  return expected.verdict === got.verdict ? undefined : `verdict ${expected.verdict} expected, got ${got.verdict}`
}

function endDifference(expected, got) {
  if (expected === null || got === null || got === undefined) {
    return expected === (got ?? null) ? undefined : `${shown(expected)} expected, got ${shown(got ?? null)}`
  }
  const rows = expected.trace ?? got.trace
  const length = Math.max(rows.length, got.trace.length)
  for (let i = 0; i < length; i++) {
    const [want, have] = [rows[i], got.trace[i]].map(shown)
    if (want !== have) return `hit ${i}: ${want} expected, got ${have}`
  }
  return expected.action === got.action ? undefined : `${expected.action} expected, got ${got.action}`
}

function shown(value) {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

function flowText({ src, dst, protocol, destinationPort, icmp }) {
  const end = ({ pod, ip }) => (pod === undefined ? ip : `${pod} ${ip}`)
  const service = icmp === undefined ? destinationPort : `${icmp.type}/${icmp.code}`
  return `${end(src)} -> ${end(dst)} ${protocol}${service === undefined ? '' : ` ${service}`}`
}

function fail(file, what, difference) {
  total.failed++
  if (total.listed >= limit) return
  total.listed++
  console.log(`${file}: ${what}\n  ${difference}`)
}
