// Does the suite notice? Faults are put into src/engine and src/convert one at a time, and the tests of the two rooms run until
// one of them fails (docs/mutation.md). Outside the quick check, for it takes seconds for each mutant.
//
//   node tools/mutate.mjs [--sample N] [--seed S] [--only PATH] [--seconds CAP] [--state FILE] [--list]
//
// A sample is drawn by the seed. What was found is kept in the state file, a line a mutant, and is not run again; a mutant
// whose surroundings have changed is another one. `--list` prints what survived so far. Needs Node 24.
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { mutantsOf, mutated } from './mutants.mjs'

const ROOT = path.resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: 'src/' },
    seconds: { type: 'string', default: '120' },
    state: { type: 'string', default: path.join(ROOT, 'node_modules/.cache/mutation.jsonl') },
    list: { type: 'boolean', default: false },
  },
})
if (!process.features.typescript) throw new Error('Node 24 is needed, which reads TypeScript: npm run mutate has it.')
process.chdir(ROOT)

const filesIn = (folder, ending) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`)

/** Those that fail soonest first */
const TESTS = [
  'test/conformance.test.ts',
  ...filesIn('test/convert', '.test.ts'),
  ...filesIn('test/engine', '.test.ts'),
  'test/traps.test.ts',
  'test/captures/hosts.test.ts',
  'test/captures/calibration.test.ts',
  'test/captures/prediction.test.ts',
  ...filesIn('test/advise', '.test.ts'),
  ...filesIn('test/preflight', '.test.ts'),
  'test/property/compare.test.ts',
]
const SEEDS = 160

const known = new Map(
  existsSync(values.state)
    ? readFileSync(values.state, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .map((entry) => [entry.id, entry])
    : [],
)

const all = ['src/engine', 'src/convert']
  .flatMap((folder) => filesIn(folder, '.ts'))
  .filter((file) => file.startsWith(values.only))
  .flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    return mutantsOf(file, source).map((mutant) => ({ ...mutant, file, source }))
  })
const sample = shuffled(all, Number(values.seed)).slice(0, Number(values.sample))

if (!values.list) {
  const healthy = await outcomeOf({ file: all[0].file, source: all[0].source, start: 0, end: 0, text: '' })
  if (healthy.is !== 'survived') throw new Error(`The tests fail without any fault: ${healthy.by}`)
  console.log(`${sample.length} of ${all.length} mutants, ${healthy.by}`)
  for (const mutant of sample) {
    if (known.has(mutant.id)) continue
    const { file, id, line, what } = mutant
    const entry = { id, file, line, what, ...(await outcomeOf(mutant)) }
    known.set(id, entry)
    appendFileSync(values.state, `${JSON.stringify(entry)}\n`)
    console.log(`${entry.is.padEnd(8)} ${file}:${line} ${what} (${entry.by})`)
  }
}
report(sample.map(({ id }) => known.get(id)).filter((entry) => entry !== undefined))

/** The same order for the same seed and the same mutants */
function shuffled(items, seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** `killed`, `survived`, `timeout`, or `broken`: it cannot be loaded, which the first test would notice */
async function outcomeOf(mutant) {
  const workerData = {
    url: pathToFileURL(path.join(ROOT, mutant.file)).href,
    source: mutated(mutant.source, mutant),
    files: TESTS.map((file) => path.join(ROOT, file)),
    seeds: SEEDS,
  }
  const worker = new Worker(new URL('./mutation-worker.mjs', import.meta.url), {
    workerData,
    stdout: true,
    stderr: true,
    // A fault may ask for memory without end.
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  })
  const limit = Number(values.seconds) * 1000
  const outcome = await new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ is: 'timeout', by: `${values.seconds} s` }), limit)
    const settle = (is, by) => {
      clearTimeout(timer)
      resolve({ is, by })
    }
    worker.on('message', ({ broken, killedBy, survived }) => {
      if (broken !== undefined) settle('broken', broken)
      else if (killedBy !== undefined) settle('killed', killedBy)
      else settle('survived', `${survived} tests`)
    })
    worker.on('error', (error) => settle('killed', String(error)))
    worker.on('exit', () => settle('killed', 'the end of the process'))
  })
  await worker.terminate()
  return outcome
}

function report(entries) {
  const count = (is) => entries.filter((entry) => entry.is === is).length
  const survived = entries.filter(({ is }) => is === 'survived')
  console.log('')
  for (const { file, line, what } of survived) console.log(`survived ${file}:${line} ${what}`)
  const noticed = entries.length - survived.length
  const score = entries.length === 0 ? 0 : (100 * noticed) / entries.length
  console.log(
    `${noticed} of ${entries.length} noticed (${score.toFixed(1)} %): ${count('killed')} killed, ${count('timeout')} timed out, ${count('broken')} broken`,
  )
}
