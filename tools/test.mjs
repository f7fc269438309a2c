// Runs test/**/*.test.ts and ends with the plain line `N passed, N failed`.
//
//   node tools/test.mjs [path prefix ...] [--skip prefix ...] [--name pattern]
//
// It lists the files itself: `node --test test/` on a Node without type stripping finds no .ts file, runs nothing and
// exits 0. Here an empty list, a file without tests and a run without tests all fail.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { run } from 'node:test'
import { inspect, parseArgs } from 'node:util'

const ROOT = path.resolve(import.meta.dirname, '..')

if (!process.features.typescript) rerunOnLocalNode()

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    skip: { type: 'string', multiple: true, default: [] },
    name: { type: 'string', multiple: true, default: [] },
    concurrency: { type: 'string', default: '2' },
  },
})

process.chdir(ROOT)
const clean = (prefix) => path.relative(ROOT, path.resolve(prefix)).split(path.sep).join('/')
const wanted = positionals.map(clean)
const skipped = values.skip.map(clean)
const startsWithOne = (file, prefixes) => prefixes.some((prefix) => file.startsWith(prefix))
const files = readdirSync('test', { recursive: true })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `test/${file.split(path.sep).join('/')}`)
  .filter((file) => (wanted.length === 0 || startsWithOne(file, wanted)) && !startsWithOne(file, skipped))
  .sort()

const total = { passed: 0, failed: 0, skipped: 0 }
if (files.length === 0) {
  console.log(
    `No test file matches ${[...wanted, ...skipped.map((s) => `--skip ${s}`)].join(' ') || 'test/**/*.test.ts'}.`,
  )
} else {
  await runAll()
}
const executed = total.passed + total.failed
if (executed === 0) console.log('No test was executed, which counts as a failure.')
process.exitCode = executed === 0 || total.failed > 0 ? 1 : 0
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)

async function runAll() {
  const started = performance.now()
  const perFile = new Map(
    files.map((file) => [
      path.resolve(file),
      { passed: 0, failed: 0, skipped: 0, millis: undefined, failures: [], output: '' },
    ]),
  )
  const of = (event) => perFile.get(event.file) ?? perFile.get(path.resolve(event.name ?? ''))

  const stream = run({
    files: files.map((file) => path.resolve(file)),
    concurrency: Number(values.concurrency),
    timeout: 15 * 60_000,
    ...(values.name.length > 0 ? { testNamePatterns: values.name } : {}),
  })
  // The path of the describe blocks around a test, by nesting depth.
  const names = new Map()
  stream.on('test:start', (event) => {
    const path_ = (names.get(event.file) ?? []).slice(0, event.nesting)
    path_[event.nesting] = event.name
    names.set(event.file, path_)
  })
  const title = (event) => [...(names.get(event.file) ?? []).slice(0, event.nesting), event.name].join(' › ')

  stream.on('test:pass', (event) => {
    const file = of(event)
    if (file === undefined || event.details.type === 'suite') return
    if (isWholeFile(event)) {
      // Node reports a file without tests as one passing test, and one that calls process.exit(0) as well.
      if (values.name.length === 0)
        file.failures.push('The file has no tests, or it ended the process before they were done.')
    } else if (event.skip !== undefined || event.todo !== undefined) file.skipped++
    else file.passed++
  })
  stream.on('test:fail', (event) => {
    const file = of(event)
    if (file === undefined) return
    if (event.todo !== undefined) return void file.skipped++
    const error = event.details.error
    // Whatever failed inside has been counted: only a hook of its own is news.
    if (error.failureType === 'subtestsFailed') return
    if (isWholeFile(event) && file.failures.length > 0) return
    file.failed++
    const shown = error.cause ?? error
    const lines = typeof shown === 'string' ? shown : inspect(shown, { depth: 10 })
    const name = isWholeFile(event) ? 'the file itself' : title(event)
    const place = isWholeFile(event) ? '' : `  (${path.relative(ROOT, event.file)}:${event.line})`
    file.failures.push(`${name}${place}\n${lines}`)
  })
  for (const kind of ['test:stdout', 'test:stderr']) {
    stream.on(kind, (event) => {
      const file = of(event)
      if (file !== undefined) file.output += event.message
    })
  }
  // What goes wrong outside any test, such as an unhandled rejection.
  stream.on('test:diagnostic', (event) => {
    const file = of(event)
    if (file !== undefined) file.output += `${event.message}\n`
  })
  stream.on('test:summary', (event) => {
    const file = event.file === undefined ? undefined : perFile.get(event.file)
    if (file !== undefined) file.millis = event.duration_ms
  })
  // Without a reader the stream would wait for ever.
  for await (const _event of stream);

  for (const [name, file] of perFile) {
    const shownName = path.relative(ROOT, name)
    const seconds = file.millis !== undefined ? `  ${(file.millis / 1000).toFixed(2)} s` : ''
    // Every file that came to its end has been summed up by Node.
    if (file.millis === undefined && file.failures.length === 0)
      file.failures.push('The file ended before its tests did.')
    if (file.failed === 0 && file.failures.length > 0) file.failed = 1
    if (file.passed + file.failed + file.skipped === 0) {
      if (values.name.length > 0) continue
      file.failed = 1
      file.failures.push('The file ran no tests.')
    }
    const counts = `${file.passed} passed${file.skipped > 0 ? `, ${file.skipped} skipped` : ''}`
    if (file.failed === 0) {
      console.log(`ok    ${shownName}  ${counts}${seconds}`)
    } else {
      console.log(`FAIL  ${shownName}  ${counts}, ${file.failed} failed${seconds}`)
      for (const failure of file.failures) console.log(indent(`✗ ${failure}`))
      if (file.output.trim() !== '') console.log(indent(`what the file printed:\n${file.output.trimEnd()}`))
    }
    total.passed += file.passed
    total.failed += file.failed
    total.skipped += file.skipped
  }
  console.log(
    `${files.length} files in ${((performance.now() - started) / 1000).toFixed(1)} s on Node ${process.versions.node}`,
  )
}

function isWholeFile(event) {
  return event.nesting === 0 && path.resolve(event.name) === event.file
}

function indent(text) {
  return text.replaceAll(/^(?=.)/gm, '      ')
}

/** `npm ci` installs the Node of the action's runtime beside the other tools; `npm test` finds it, a bare `node` may not. */
function rerunOnLocalNode() {
  const local = path.join(ROOT, 'node_modules/.bin/node')
  if (!existsSync(local) || process.env['NETPOL_TEST_RERUN'] !== undefined) {
    console.log(
      `Node ${process.versions.node} cannot run TypeScript. Use Node 24, or run \`npm ci --ignore-scripts\` on Linux x64.`,
    )
    process.exit(1)
  }
  const { status } = spawnSync(local, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, NETPOL_TEST_RERUN: '1' },
  })
  process.exit(status ?? 1)
}
