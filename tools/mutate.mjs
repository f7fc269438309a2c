// Does the suite notice? Faults are put into src/engine and src/convert one at a time, and the tests of the two rooms run until
// one of them fails (docs/mutation.md). Outside the quick check, for it takes seconds for each mutant.
//
//   node tools/mutate.mjs [--sample N] [--seed S] [--only PATH] [--seconds N] [--state FILE] [--again] [--list] [--tests PREFIX]
//
// A sample is drawn by the seed, each mutant for itself, so that a change of the code redraws only what it touches. What was
// found is kept in the state file, a line a mutant, and is not run again; a mutant whose surroundings have changed is another
// one. `--again` runs those that were not noticed, or not in time, once more; `--list` prints what survived so far; `--tests`
// runs only these, to see what a new test notices, and wants a state file of its own. Needs Node 24.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { mutantsOf, mutated } from './mutants.mjs'

const ROOT = path.resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: 'src/' },
    seconds: { type: 'string', default: '60' },
    state: { type: 'string', default: path.join(ROOT, 'node_modules/.cache/mutation.jsonl') },
    again: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    tests: { type: 'string', default: '' },
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
  'test/docs/diagnostics.test.ts',
  'test/declared/declared.test.ts',
  'test/property/compare.test.ts',
  'test/property/selectors.test.ts',
  'test/property/hosts.test.ts',
  'test/property/untouched.test.ts',
].filter((file) => file.startsWith(values.tests))
const SEEDS = values.tests === '' ? 160 : 0
const TIME_IS_UP = new Set(['SIGXCPU', 'SIGKILL'])

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
const sample = drawn(all, values.seed).slice(0, Number(values.sample))
const isDone = (entry) => entry !== undefined && !(values.again && ['survived', 'timeout'].includes(entry.is))

if (!values.list) {
  const healthy = await outcomeOf({ file: all[0].file, source: all[0].source, start: 0, end: 0, text: '' })
  if (healthy.is !== 'survived') throw new Error(`The tests fail without any fault: ${healthy.by}`)
  console.log(`${sample.length} of ${all.length} mutants, ${healthy.by}`)
  for (const mutant of sample) {
    if (isDone(known.get(mutant.id))) continue
    const { file, id, line, what } = mutant
    const entry = { id, file, line, what, ...(await outcomeOf(mutant)) }
    known.set(id, entry)
    appendFileSync(values.state, `${JSON.stringify(entry)}\n`)
    console.log(`${entry.is.padEnd(8)} ${file}:${line} ${what} (${entry.by})`)
  }
}
report(sample.map(({ id }) => known.get(id)).filter((entry) => entry !== undefined))

/** In the order of a hash of seed and mutant */
function drawn(mutants, seed) {
  const rankOf = ({ id }) => createHash('sha256').update(`${seed} ${id}`).digest('hex')
  return mutants
    .map((mutant) => ({ mutant, rank: rankOf(mutant) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ mutant }) => mutant)
}

/** `killed`, `survived`, `timeout`, or `broken`: it cannot be loaded, which the first test would notice */
async function outcomeOf(mutant) {
  const given = {
    url: pathToFileURL(path.join(ROOT, mutant.file)).href,
    source: mutated(mutant.source, mutant),
    files: TESTS.map((file) => path.join(ROOT, file)),
    seeds: SEEDS,
  }
  // A fault may loop or ask for memory without end. Time is that of the processor, for the machine may have other work.
  const limited = ['-c', 'ulimit -t "$0" && exec "$@"', values.seconds]
  const node = [process.execPath, '--max-old-space-size=2048', path.join(ROOT, 'tools/mutation-worker.mjs')]
  const worker = spawn('sh', [...limited, ...node], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // The property tests look at the same worlds each time.
    env: { ...process.env, NETPOL_SEED: '1' },
  })
  const outcome = await new Promise((resolve) => {
    const settle = (is, by) => resolve({ is, by })
    worker.on('message', ({ broken, killedBy, survived }) => {
      if (broken !== undefined) settle('broken', broken)
      else if (killedBy !== undefined) settle('killed', killedBy)
      else settle('survived', `${survived} tests`)
    })
    worker.on('exit', (_, signal) => {
      if (TIME_IS_UP.has(signal)) settle('timeout', `${values.seconds} s`)
      else settle('killed', 'the end of the process')
    })
    worker.send(given)
  })
  worker.kill('SIGKILL')
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
