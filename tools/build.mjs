// Bundles src/ into dist/, and with --check proves that the committed dist/ is what src/ gives.
//
// One readable ESM file per program, not minified: a security tool's dist is read in review. The same sources and lock
// give the same bytes on every machine, so nothing here may depend on the clock, the user or the folder.
import { build } from 'esbuild'
import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
const LICENSES = 'THIRD_PARTY_LICENSES.txt'
const MAX_BYTES = 1_500_000

/**
 * The packages that talk to GitHub, and the HTTP client below them, are more than half of the action. They stand in a
 * file of their own, so that index.js is what this repository says, and github.js what others say.
 */
const GITHUB = 'github.js'
const IS_GITHUB = /^@(?:actions|octokit)\//

/** What threads run. The programs start it only if it is the one that was built with them */
const READER = 'reader.js'

/** `never`: inputs that must not get into the bundle, as `node_modules/` paths. */
const PROGRAMS = [
  // First, for the others know its digest
  {
    entry: 'src/reader-worker.ts',
    out: READER,
    never: ['@actions/', '@octokit/', 'undici/', 'js-yaml/', 'fzstd/'],
  },
  { entry: 'src/main.ts', out: 'index.js', never: ['@actions/', '@octokit/', 'undici/'], plugins: [apartFromGitHub()] },
  { entry: 'src/action', out: GITHUB, never: [], stdin: githubImports },
  { entry: 'src/cli.ts', out: 'cli.js', never: ['@actions/', '@octokit/', 'undici/'] },
  { entry: 'src/capture.ts', out: 'capture.js', never: ['@actions/', '@octokit/', 'undici/'], optional: true },
]

/** Imports of the packages become imports of the file that holds them */
function apartFromGitHub() {
  return {
    name: 'apart-from-github',
    setup: ({ onResolve }) => onResolve({ filter: IS_GITHUB }, () => ({ path: `./${GITHUB}`, external: true })),
  }
}

/** What src/action imports from the packages, as exports */
async function githubImports() {
  const folder = path.join(ROOT, 'src/action')
  const names = new Map()
  for (const file of (await readdir(folder)).sort()) {
    const source = await readFile(path.join(folder, file), 'utf8')
    for (const [, list, from] of source.matchAll(/^import \{([^}]*)\} from '([^']+)'/gm))
      if (IS_GITHUB.test(from))
        names.set(from, [...(names.get(from) ?? []), ...list.split(',').map((name) => name.trim())])
  }
  const lines = [...names].map(
    ([from, list]) => `export { ${[...new Set(list.filter(Boolean))].sort().join(', ')} } from '${from}'`,
  )
  return lines.sort().join('\n')
}

const NEVER_ANYWHERE = ['@azure/', '@actions/artifact/', '@kubernetes/', 'typescript/', 'ajv/']

// Packages in CommonJS call require('net') and the like; an ESM bundle has no require unless we make one.
const BANNER = `import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)`

/** @returns {Promise<Map<string, Buffer>>} every file of dist/ by name */
async function bundleAll() {
  const files = new Map()
  const packages = new Set()
  const legal = new Set()
  for (const program of PROGRAMS) {
    if (!existsSync(path.join(ROOT, program.entry))) {
      if (program.optional) continue
      throw new Error(`${program.entry} does not exist, so dist/${program.out} cannot be built.`)
    }
    const { code, comments, inputs } = await bundle(program, files.get(READER))
    checkBundle(program, code, inputs)
    files.set(program.out, code)
    for (const input of inputs) {
      const folder = packageFolder(input)
      if (folder !== undefined) packages.add(folder)
    }
    for (const comment of comments) legal.add(comment)
  }
  files.set(LICENSES, await licenses(packages, legal))
  return files
}

/** Nobody calls them by name: the runner loads one, programs the others */
const LIBRARIES = new Set(['index.js', READER, GITHUB])

/** `reader`: the bundle of the threads; undefined for itself */
async function bundle({ entry, out, plugins = [], stdin }, reader) {
  const executable = !LIBRARIES.has(out) && !(await readFile(path.join(ROOT, entry), 'utf8')).startsWith('#!')
  const result = await build({
    absWorkingDir: ROOT,
    ...(stdin === undefined
      ? { entryPoints: [entry] }
      : { stdin: { contents: await stdin(), resolveDir: path.join(ROOT, entry), sourcefile: out } }),
    plugins,
    outfile: `dist/${out}`,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    define: reader === undefined ? {} : { READER_DIGEST: JSON.stringify(sha256(reader)) },
    legalComments: 'external',
    banner: { js: executable ? `#!/usr/bin/env node\n${BANNER}` : BANNER },
    metafile: true,
    logLevel: 'warning',
  })
  const named = (suffix) => result.outputFiles.find((file) => file.path.endsWith(suffix))
  const comments = named('.LEGAL.txt')?.text ?? ''
  return {
    code: Buffer.from(named(`/${out}`).contents),
    comments: comments
      .split(/\n{2,}/)
      .map((text) => text.trim())
      .filter((text) => /^\/[*/]/.test(text)),
    inputs: Object.keys(result.metafile.inputs).sort(),
  }
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

function checkBundle({ out, never }, code, inputs) {
  const problems = []
  if (code.length >= MAX_BYTES) problems.push(`it has ${code.length} bytes; the budget is ${MAX_BYTES}.`)
  if (code.includes(ROOT)) problems.push('it contains the path of the folder it was built in.')
  const strange = inputs.filter((input) => input.startsWith('..') || path.isAbsolute(input))
  if (strange.length > 0) problems.push(`it contains files from outside the repository: ${strange.join(', ')}.`)
  for (const name of [...NEVER_ANYWHERE, ...never]) {
    const input = inputs.find((candidate) => candidate.includes(`node_modules/${name}`))
    if (input !== undefined) problems.push(`it contains ${input}, and ${name} must never be in this bundle.`)
  }
  const undicis = new Set(inputs.map(packageFolder).filter((folder) => folder?.endsWith('/undici')))
  if (undicis.size > 1) problems.push(`it contains undici more than once: ${[...undicis].join(', ')}.`)
  if (problems.length > 0)
    throw new Error(`dist/${out} is not acceptable:\n${problems.map((p) => `  - ${p}`).join('\n')}`)
}

/** `node_modules/a/node_modules/@b/c/d.js` → `node_modules/a/node_modules/@b/c` */
function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]
}

async function licenses(folders, legal) {
  const parts = new Map()
  for (const folder of folders) {
    const manifest = JSON.parse(await readFile(path.join(ROOT, folder, 'package.json'), 'utf8'))
    // CommonJS islands (a nested package.json without a name) belong to the package around them.
    const title = `${manifest.name} ${manifest.version} (${manifest.license ?? 'licence not declared'})`
    if (parts.has(title)) continue
    const names = (await readdir(path.join(ROOT, folder)))
      .filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
      .sort()
    const texts = []
    for (const name of names) texts.push(tidy(await readFile(path.join(ROOT, folder, name), 'utf8')))
    parts.set(
      title,
      texts.length > 0 ? texts.join('\n\n') : `The package has no licence file; it declares ${manifest.license}.`,
    )
  }
  const rule = '='.repeat(80)
  const sections = [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, text]) => `${rule}\n${title}\n${rule}\n\n${text}\n`)
  const comments = [...legal].map(tidy).sort()
  if (comments.length > 0)
    sections.push(`${rule}\nLegal comments taken out of the bundles\n${rule}\n\n${comments.join('\n\n')}\n`)
  return Buffer.from(`netpol-preflight bundles the packages below.\n\n${sections.join('\n')}`)
}

const tidy = (text) =>
  text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .trim()

async function write(files) {
  const dist = path.join(ROOT, 'dist')
  await mkdir(dist, { recursive: true })
  for (const stray of await strays(files)) await rm(path.join(dist, stray), { recursive: true })
  for (const [name, bytes] of files) {
    await writeFile(path.join(dist, name), bytes)
    await chmod(path.join(dist, name), name.endsWith('.js') && !LIBRARIES.has(name) ? 0o755 : 0o644)
    console.log(`dist/${name}  ${(bytes.length / 1000).toFixed(0)} kB`)
  }
}

async function compare(files) {
  const stale = []
  for (const [name, bytes] of files) {
    const committed = await readFile(path.join(ROOT, 'dist', name)).catch(() => undefined)
    if (committed === undefined) stale.push(`dist/${name} is missing.`)
    else if (!committed.equals(bytes)) stale.push(`dist/${name} is not what src/ and package-lock.json give.`)
  }
  for (const name of await strays(files)) stale.push(`dist/${name} is not built from anything.`)
  if (stale.length > 0) throw new Error(`${stale.join('\n')}\nRun \`npm run build\` and commit dist/.`)
  console.log(`dist/ is fresh: ${[...files.keys()].join(', ')}`)
}

async function strays(files) {
  const names = await readdir(path.join(ROOT, 'dist')).catch(() => [])
  return names.filter((name) => !files.has(name)).sort()
}

try {
  const files = await bundleAll()
  await (process.argv.includes('--check') ? compare(files) : write(files))
} catch (error) {
  // esbuild has already printed its own errors.
  console.error(error.errors === undefined ? error.message : 'The bundle could not be built.')
  process.exitCode = 1
}
