import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'
import { InputError } from '../../src/base/diagnostic.ts'
import { DEFAULT_GLOBS, compileGlobs } from '../../src/files/globs.ts'
import { SIDE_LIMITS } from '../../src/files/side-files.ts'
import type { SideFiles, SideLimits } from '../../src/files/side-files.ts'
import { readSide } from '../../src/files/side.ts'

const top = mkdtempSync(join(tmpdir(), 'sides-'))
after(() => {
  rmSync(top, { recursive: true })
})

const OBJECT = 'apiVersion: v1\nkind: Pod\n'
const LATIN1 = Buffer.from(`# caf\u00e9\n${OBJECT}`, 'latin1')

function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(top, folder, path)), { recursive: true })
    writeFileSync(join(top, folder, path), content)
  }
  return join(top, folder)
}

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()

function commit(folder: string): string {
  git(folder, 'add', '--all', '--force')
  git(folder, 'commit', '--quiet', '--message', 'a')
  return git(folder, 'rev-parse', 'HEAD')
}

interface Trial {
  readonly globs?: readonly string[]
  readonly limits?: Partial<SideLimits>
}

const read = (side: string, folder: string, { globs = DEFAULT_GLOBS, limits = {} }: Trial = {}): SideFiles =>
  readSide(side, globs, { folder, limits: { ...SIDE_LIMITS, ...limits } })

const pathsOf = ({ sources }: SideFiles): readonly string[] => sources.map(({ path }) => path)
const saidOf = ({ diagnostics }: SideFiles): readonly string[] =>
  diagnostics.map(({ code, at, args }) => [code, at?.path ?? '', ...args].join(' | '))

const refusal = (act: () => unknown): readonly string[] => {
  try {
    act()
  } catch (error) {
    assert.ok(error instanceof InputError, String(error))
    const [{ code, args }] = error.diagnostics
    return [code, ...args]
  }
  return []
}

/** The same files on the disk and in a commit: both ways of reading must give the same */
const files = write('repository', {
  'b.yaml': 'b: 1\n',
  'a.yml': 'a: 1\n',
  'a/c.json': '{}',
  'a-b.yaml': 'text with\r\nbreaks',
  'a/.hidden/d.yaml': 'd: \u00e4 \u{1f600}\n',
  'empty.yaml': '',
  'mark.yaml': '\uFEFFe: 1\n',
  'README.md': '# no\n',
  'node_modules/x/package.json': '{}',
  'deep/node_modules/x.yaml': 'x: 1',
  'latin1.yaml': LATIN1,
  'latin1-other.yaml': Buffer.from('caf\u00e9: 1\n', 'latin1'),
  'utf16.yaml': Buffer.from(`\uFEFF${OBJECT}`, 'utf16le'),
  'odd name\n.yaml': 'f: 1\n',
})
git(files, 'init', '--quiet')
symlinkSync('b.yaml', join(files, 'link.yaml'))
symlinkSync('/etc', join(files, 'etc'))
symlinkSync('a', join(files, 'linked'))
const first = commit(files)
write('repository', { '.git/trap.yaml': 'x: 1\n' })
const SIDES = [
  ['a folder', files],
  ['a revision', `git:${first}`],
] as const

describe('the files of a side', () => {
  for (const [name, side] of SIDES) {
    test(`${name}: in order of path, links and other people's folders left out`, () => {
      const found = read(side, files)
      assert.deepEqual(pathsOf(found), [
        'a-b.yaml',
        'a.yml',
        'a/.hidden/d.yaml',
        'a/c.json',
        'b.yaml',
        'empty.yaml',
        'mark.yaml',
        'odd name\n.yaml',
      ])
      const textByPath = new Map(found.sources.map(({ path, text }) => [path, text]))
      assert.equal(textByPath.get('a-b.yaml'), 'text with\r\nbreaks')
      assert.equal(textByPath.get('a/.hidden/d.yaml'), 'd: \u00e4 \u{1f600}\n')
      assert.equal(textByPath.get('mark.yaml'), '\uFEFFe: 1\n')
      assert.equal(textByPath.get('empty.yaml'), '')
    })

    test(`${name}: an object that is no UTF-8 is said, anything else that is none is not`, () => {
      assert.deepEqual(saidOf(read(side, files)), ['file-not-utf8 | latin1.yaml', 'file-not-utf8 | utf16.yaml'])
    })

    test(`${name}: globs`, () => {
      const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
        [['a/**'], ['a/.hidden/d.yaml', 'a/c.json']],
        [['./a/*'], ['a/c.json']],
        [
          ['*.yml', 'a/*.json'],
          ['a.yml', 'a/c.json'],
        ],
        [['a/{c,d}.json'], ['a/c.json']],
        [['!b.yaml'], []],
        [['#'], []],
        [[], []],
        [['node_modules/**', '.git/**'], []],
      ]
      for (const [globs, paths] of cases) assert.deepEqual(pathsOf(read(side, files, { globs })), paths, globs.join())
    })

    test(`${name}: too much is refused, for half of it would look like deletions`, () => {
      assert.deepEqual(refusal(() => read(side, files, { limits: { files: 3 } })).slice(0, 2), [
        'side-unreadable',
        side,
      ])
      assert.deepEqual(refusal(() => read(side, files, { limits: { totalBytes: 10 } })).slice(0, 2), [
        'side-unreadable',
        side,
      ])
    })

    test(`${name}: one file that is too large is said if it may hold an object`, () => {
      const found = read(side, files, { limits: { fileBytes: 20 } })
      assert.deepEqual(saidOf(found), [
        `file-too-large | latin1.yaml | ${LATIN1.length} | 20`,
        'file-too-large | utf16.yaml | 52 | 20',
      ])
      assert.ok(pathsOf(found).includes('b.yaml'))
    })
  }

  test('a folder of a revision, and one file, by paths relative to it', () => {
    assert.deepEqual(pathsOf(read(`git:${first}:a`, files)), ['.hidden/d.yaml', 'c.json'])
    assert.deepEqual(pathsOf(read('git:HEAD:./a//.hidden/', files)), ['d.yaml'])
    assert.deepEqual(pathsOf(read('git:HEAD:a/c.json', files)), ['c.json'])
    assert.deepEqual(pathsOf(read(join(files, 'a'), files)), ['.hidden/d.yaml', 'c.json'])
    assert.deepEqual(pathsOf(read(join(files, 'README.md'), files)), ['README.md'])
  })

  test('a revision is read as it was', () => {
    write('repository', { 'b.yaml': 'b: 2\n' })
    rmSync(join(files, 'a.yml'))
    commit(files)
    const texts = (side: string): readonly string[] =>
      read(side, files, { globs: ['*.yml', 'b.yaml'] }).sources.map(({ text }) => text)
    assert.deepEqual(texts('git:HEAD~1'), ['a: 1\n', 'b: 1\n'])
    assert.deepEqual(texts('git:HEAD'), ['b: 2\n'])
    assert.deepEqual(texts(files), ['b: 2\n'])
  })

  test('the same content under two names is two files', () => {
    write('twins', { 'a.yaml': 'a: 1\n', 'b.yaml': 'a: 1\n' })
    const twins = join(top, 'twins')
    git(twins, 'init', '--quiet')
    commit(twins)
    assert.deepEqual(pathsOf(read('git:HEAD', twins)), ['a.yaml', 'b.yaml'])
  })
})

describe('sides that cannot be read', () => {
  const cases: readonly (readonly [string, string])[] = [
    [join(top, 'nowhere'), 'it does not exist'],
    [join(files, 'b.yaml', 'x'), 'a part of its path is not a folder'],
    ['git:nowhere', 'git does not know the revision; after a shallow clone, fetch it first (`fetch-depth: 0`)'],
    ['git:HEAD:nowhere', 'the revision has no such path'],
    ['git:--output=x', 'its revision is not one that git could know'],
    ['git:-x', 'its revision is not one that git could know'],
    ['git:', 'its revision is not one that git could know'],
    ['git:HEAD x', 'its revision is not one that git could know'],
    ['git:$(touch x)', 'its revision is not one that git could know'],
    ['git:HEAD\n', 'its revision is not one that git could know'],
  ]
  for (const [side, why] of cases) {
    test(JSON.stringify(side.replace(top, '')), () => {
      assert.deepEqual(
        refusal(() => read(side, files)),
        ['side-unreadable', side, why],
      )
    })
  }

  test('git outside of a repository', () => {
    const outside = write('outside', { 'a.yaml': '' })
    const why = 'this folder is in no git repository that may be read'
    assert.deepEqual(
      refusal(() => read('git:HEAD', outside)),
      ['side-unreadable', 'git:HEAD', why],
    )
  })

  test('git that is not there', () => {
    const path = process.env['PATH']
    process.env['PATH'] = top
    try {
      assert.deepEqual(
        refusal(() => read('git:HEAD', files)),
        ['side-unreadable', 'git:HEAD', 'git could not be run: it does not exist'],
      )
    } finally {
      process.env['PATH'] = path
    }
  })

  test('globs that no one would write', () => {
    assert.equal(refusal(() => compileGlobs(Array(201).fill('a')))[0], 'input-invalid')
    assert.equal(refusal(() => compileGlobs(['a'.repeat(1001)]))[0], 'input-invalid')
  })
})
