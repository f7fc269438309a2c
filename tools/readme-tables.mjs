// Writes the parts of README.md that say what other files say: the inputs and outputs of action.yml, the workflows of
// examples/, the comment on the example. Each stands between `<!-- begin:NAME -->` and `<!-- end:NAME -->`.
//
//   node tools/readme-tables.mjs [--check]     needs Node 24, and a fresh dist/ for the comment
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { settingsOf } from '../src/config/setting.ts'
import { readDocuments } from '../src/manifest/documents.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const README = path.join(ROOT, 'README.md')
const read = (file) => readFileSync(path.join(ROOT, file), 'utf8')

const PARTS = {
  comment,
  gate: () => fenced('yaml', read('examples/workflows/gate.yml')),
  capture: () => fenced('yaml', read('examples/workflows/capture.yml')),
  inputs,
  outputs,
}

const before = readFileSync(README, 'utf8')
let after = before
for (const [name, part] of Object.entries(PARTS)) {
  const [begin, end] = [`<!-- begin:${name} -->`, `<!-- end:${name} -->`]
  const [from, to] = [after.indexOf(begin), after.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md has no part \`${name}\`.`)
  after = `${after.slice(0, from + begin.length)}\n\n${part().trim()}\n\n${after.slice(to)}`
}
if (!process.argv.includes('--check')) writeFileSync(README, after)
else if (after !== before) {
  console.error('README.md is not in step: run `npm run readme` and look at what changes.')
  process.exitCode = 1
}

function fenced(language, text) {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``
}

function inputs() {
  const described = actionYml().inputs
  const rows = settingsOf('action').map(({ name, surfaces }) => {
    const [, what = '', fallback = ''] = /^(.*?)(?: Default: (.*))?$/s.exec(described[name].description)
    const inFile = surfaces.includes('file') ? 'yes' : ''
    return [`\`${name}\``, what, printed(name === 'token' ? 'the token of the job' : fallback), inFile]
  })
  return table(['Input', 'What it does', 'Default', 'In the file'], rows)
}

/** Words that could be written as they stand are shown as such; a sentence in place of a default is not */
function printed(text) {
  const fallback = text.replace(/\.$/, '')
  return fallback === '' || / /.test(fallback) ? fallback : `\`${fallback}\``
}

function outputs() {
  const rows = Object.entries(actionYml().outputs).map(([name, { description }]) => [`\`${name}\``, description])
  return table(['Output', 'What it is'], rows)
}

function actionYml() {
  const [{ content }] = readDocuments({ path: 'action.yml', text: read('action.yml') })
  return content.value
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** The comment on the example as a quotation: without its folded parts, and without what changes as the example gets older */
function comment() {
  const folder = mkdtempSync(path.join(tmpdir(), 'netpol-preflight-readme-'))
  const example = [
    '--before',
    'before',
    '--after',
    'after',
    '--snapshot',
    'snapshot',
    '--snapshot-max-age',
    'unlimited',
  ]
  const { status } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'dist/cli.js'), 'check', ...example, '--out', folder],
    { cwd: path.join(ROOT, 'examples/yaobank'), stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (status !== 1) throw new Error(`The gate ended with ${status} on the example; it should say no.`)
  const text = readFileSync(path.join(folder, 'comment.md'), 'utf8')
  rmSync(folder, { recursive: true })
  const quoted = text
    .replace(/^<!-- netpol-preflight -->\n/, '')
    .replace(/^<details>[\s\S]*?^<\/details>\n\n?/gm, '')
    .replace(/captured <!--age-->.*?<!--\/age--> \((.*?)\)/, 'captured $1')
    .replace(/ \(<!--age-->\d+<!--\/age--> of 100\)/, '')
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')
  if (quoted.includes('<!--age-->'))
    throw new Error('The comment on the example says more of its age than is left out here.')
  return quoted
}
