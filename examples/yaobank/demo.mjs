// The gate on the example of this folder, by the committed bundle: no `npm install`, Node 20 or newer.
//
//   npm run demo [-- --out FOLDER]
//
// Prints the report, says where the comment and the report files are and which exit code the gate would have, and ends
// with 0: that the gate says no is what the example is about.
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const EXAMPLE = fileURLToPath(new URL('.', import.meta.url))
const CLI = path.resolve(EXAMPLE, '../../dist/cli.js')

const { values } = parseArgs({ options: { out: { type: 'string' } } })
const folder =
  values.out === undefined ? mkdtempSync(path.join(tmpdir(), 'netpol-preflight-')) : path.resolve(values.out)

// The snapshot was captured once and grows old with the example; a real gate keeps the default of seven days.
const check = ['check', '--before', 'before', '--after', 'after', '--snapshot', 'snapshot']
const options = [...check, '--snapshot-max-age', 'unlimited', '--out', folder]

console.log(`netpol-preflight ${check.join(' ')}\n`)
const { error, status } = spawnSync(process.execPath, [CLI, ...options], { cwd: EXAMPLE, stdio: 'inherit' })

if (error !== undefined || (status !== 0 && status !== 1)) {
  console.error(`\nThe demo could not run: ${error?.message ?? `the gate ended with ${status}`}`)
  process.exitCode = 1
} else {
  console.log(`
The comment that the pull request would get, and the whole report, for people and for programs:
  ${['comment.md', 'report.md', 'report.json'].map((name) => path.join(folder, name)).join('\n  ')}

The gate would have ended with exit code ${status}${status === 1 ? ': it says no' : ''}. To see it pass, correct the port in
examples/yaobank/after/policies/yaobank.yaml:79 and write down what is meant: examples/yaobank/README.md.`)
}
