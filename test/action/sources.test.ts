import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { blobReader } from '../../src/action/blobs.ts'
import { gitId } from '../../src/action/git-object.ts'
import { readSides, readSource } from '../../src/action/sources.ts'
import { changedPaths, chooseFiles, treeReader } from '../../src/action/trees.ts'
import type { FileTree } from '../../src/action/trees.ts'
import { compileGlobs } from '../../src/files/globs.ts'
import { SIDE_LIMITS } from '../../src/files/side-files.ts'
import { clientOf, REPOSITORY } from '../support/fake-github-client.ts'
import type { Files } from '../support/fake-github-git.ts'
import { FakeGitHub } from '../support/fake-github.ts'

const DEFAULT = compileGlobs(['**/*.{yaml,yml,json}'])

interface Reading {
  readonly github: FakeGitHub
  readonly trees: ReturnType<typeof treeReader>
  readonly blobs: ReturnType<typeof blobReader>
  readonly lines: string[]
  readonly before: string
  readonly after: string
}

async function reading(before: Files, after: Files): Promise<Reading & AsyncDisposable> {
  const github = await new FakeGitHub().start()
  const [old, now] = [github.git.commit(before), github.git.commit(after)]
  const { client, lines, log } = clientOf(github)
  const trees = treeReader(client, REPOSITORY, log)
  const blobs = blobReader(client, REPOSITORY, now, log)
  return { github, trees, blobs, lines, before: old, after: now, [Symbol.asyncDispose]: () => github.close() }
}

const chosen = async ({ trees }: Reading, sha: string): Promise<FileTree> =>
  chooseFiles(await trees.read(sha), DEFAULT.matches)

const paths = (list: Iterable<{ readonly path: string }>): string[] => [...list].map(({ path }) => path)

const folderOf = (count: number, text: (i: number) => string): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k8s/p${String(i)}.yaml`, text(i)]))

describe('trees', () => {
  it('hold regular files, by path and content', async () => {
    await using r = await reading(
      {
        'a.yaml': 'a',
        'deep/er/b.yml': 'b',
        '.github/c.json': 'c',
        'link.yaml': { link: 'a.yaml' },
        'sub.yaml': { submodule: '1'.repeat(40) },
        'readme.md': '',
      },
      {},
    )
    const tree = await chosen(r, r.before)
    assert.deepEqual([...tree.keys()].sort(), ['.github/c.json', 'a.yaml', 'deep/er/b.yml'])
    assert.deepEqual(tree.get('a.yaml'), { path: 'a.yaml', oid: gitId(Buffer.from('a')), sizeBytes: 1 })
  })

  it('tell what changed without reading a file', async () => {
    await using r = await reading(
      { 'same.yaml': 's', 'edited.yaml': '1', 'gone.yaml': 'g', 'readme.md': 'old' },
      { 'same.yaml': 's', 'edited.yaml': '2', 'new.yaml': 'n', 'readme.md': 'new' },
    )
    assert.deepEqual(changedPaths(await chosen(r, r.before), await chosen(r, r.after)), [
      'edited.yaml',
      'gone.yaml',
      'new.yaml',
    ])
    assert.equal(r.github.requests.length, 2)
  })

  it('are walked folder by folder where GitHub cuts them, and shared folders once', async () => {
    const many: Files = {
      ...folderOf(8, String),
      'x/y/1.yaml': '1',
      'x/2.yaml': '2',
      'top.yaml': 't',
      'web/index.js': '',
    }
    await using r = await reading(many, { ...many, 'x/2.yaml': 'changed' })
    const whole = await r.trees.read(r.before)
    r.github.treeLimit = 9
    await using cut = await reading(many, { ...many, 'x/2.yaml': 'changed' })
    cut.github.treeLimit = 9
    const first = await cut.trees.read(cut.before)
    assert.deepEqual(new Map([...first].sort()), new Map([...whole].sort()))
    const asked = cut.github.requests.length
    // Cut, then flat, then k8s, x and web.
    assert.equal(asked, 5)
    const second = await cut.trees.read(cut.after)
    assert.deepEqual(changedPaths(first, second), ['x/2.yaml'])
    assert.equal(cut.github.requests.length - asked, 3)
  })

  it('leave out folders in which nothing can match', async () => {
    await using r = await reading({ ...folderOf(8, String), 'web/a.yaml': '', 'web/b.yaml': '' }, {})
    r.github.treeLimit = 9
    const globs = compileGlobs(['k8s/*.yaml'])
    const tree = await r.trees.read(r.before, globs.mayMatchIn)
    assert.equal(chooseFiles(tree, globs.matches).size, 8)
    assert.equal(tree.has('web/a.yaml'), false)
  })

  it('are refused where one folder alone is too large to be listed', async () => {
    await using r = await reading(folderOf(20, String), {})
    r.github.treeLimit = 9
    await assert.rejects(r.trees.read(r.before), /folder k8s\/, it holds too many files/)
  })
})

describe('texts', () => {
  it('are read once for both sides, in one request', async () => {
    await using r = await reading(
      { 'b.yaml': 'same', 'a.yaml': 'old', 'gone.yaml': 'gone' },
      { 'b.yaml': 'same', 'a.yaml': 'new', 'copy.yaml': 'same' },
    )
    const sides = await readSides(await chosen(r, r.before), await chosen(r, r.after), r.blobs)
    assert.deepEqual(sides.before, [
      { path: 'a.yaml', text: 'old' },
      { path: 'b.yaml', text: 'same' },
      { path: 'gone.yaml', text: 'gone' },
    ])
    assert.deepEqual(sides.after, [
      { path: 'a.yaml', text: 'new' },
      { path: 'b.yaml', text: 'same' },
      { path: 'copy.yaml', text: 'same' },
    ])
    assert.equal(sides.before[1], sides.after[1])
    assert.deepEqual(r.github.names().slice(2), ['GraphQL Files'])
  })

  it('arrive byte for byte, whatever GraphQL makes of them', async () => {
    const files: Files = {
      'bom.yaml': '\ufeffa: 1\r\n',
      'crlf.yaml': 'a: 1\r\nb: 2\r\n',
      'empty.yaml': '',
      'cut.yaml': 'x'.repeat(300),
      'emoji.yaml': 'a: 😀 é',
    }
    await using r = await reading({}, files)
    r.github.textLimit = 200
    const { after, diagnostics } = await readSides(new Map(), await chosen(r, r.after), r.blobs)
    assert.deepEqual(Object.fromEntries(after.map(({ path, text }) => [path, text])), files)
    assert.deepEqual(diagnostics, [])
    assert.deepEqual(r.github.names().slice(1), ['GraphQL Files', 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}'])
  })

  it('that are none are said where they may hold an object, and passed over where not', async () => {
    await using r = await reading(
      {},
      {
        'latin1.yaml': Buffer.from('apiVersion: v1\nkind: Caf\xe9', 'latin1'),
        'utf16.yaml': Buffer.from('\ufeffapiVersion: v1\nkind: Pod', 'utf16le'),
        'picture.json': Buffer.from([0x89, 0x50, 0, 0xff]),
      },
    )
    const { after, diagnostics } = await readSides(new Map(), await chosen(r, r.after), r.blobs)
    assert.deepEqual(after, [])
    assert.deepEqual(
      diagnostics.map(({ at, code }) => [at?.path, code]),
      [
        ['latin1.yaml', 'file-not-utf8'],
        ['utf16.yaml', 'file-not-utf8'],
      ],
    )
  })

  it('beyond the limit are looked at, not read', async () => {
    const object = `apiVersion: v1\nkind: Pod\n${'#'.repeat(2000)}`
    await using r = await reading(
      {},
      { 'object.yaml': object, 'data.json': `[${'1,'.repeat(1000)}1]`, 'small.yaml': 'a: 1' },
    )
    r.github.textLimit = 100
    const limits = { ...SIDE_LIMITS, fileBytes: 1000 }
    const { after, diagnostics } = await readSides(new Map(), await chosen(r, r.after), r.blobs, limits)
    assert.deepEqual(paths(after), ['small.yaml'])
    assert.deepEqual(diagnostics, [
      {
        code: 'file-too-large',
        at: { path: 'object.yaml', line: 1, column: 1 },
        args: [String(object.length), '1000'],
      },
    ])
    assert.deepEqual(r.github.names().slice(1), ['GraphQL Files', 'GraphQL Files'])
  })

  it('that are too many stop the run before one of them is read', async () => {
    await using r = await reading({}, folderOf(4, String))
    const tree = await chosen(r, r.after)
    const limits = { ...SIDE_LIMITS, files: 3 }
    await assert.rejects(readSides(new Map(), tree, r.blobs, limits), /4 files of 4 bytes match; the limit is 3 files/)
    assert.equal(r.github.requests.length, 1)
  })

  it('come in batches that GitHub can answer', async () => {
    await using r = await reading(
      {},
      folderOf(600, (i) => `a: ${String(i)}`),
    )
    const { after } = await readSides(new Map(), await chosen(r, r.after), r.blobs)
    assert.equal(new Set(after.map(({ text }) => text)).size, 600)
    assert.deepEqual(r.github.names().slice(1), ['GraphQL Files', 'GraphQL Files', 'GraphQL Files'])
  })

  for (const [name, fault] of [
    ['a gateway gives up', { is: 'status', status: 502, times: 4 }],
    [
      'a limit of GraphQL is met',
      {
        is: 'graphql-error',
        type: 'RESOURCE_LIMITS_EXCEEDED',
        message: 'Resource limits for this query exceeded.',
        times: 2,
      },
    ],
  ] as const) {
    it(`come in smaller batches where ${name}`, async () => {
      await using r = await reading(
        {},
        folderOf(10, (i) => `a: ${String(i)}`),
      )
      r.github.fail({ to: 'GraphQL Files', ...fault })
      const { after } = await readSides(new Map(), await chosen(r, r.after), r.blobs)
      assert.equal(after.length, 10)
      assert.match(r.lines.join('\n'), /10 files at once; asking in two halves/)
      assert.match(r.lines.join('\n'), /5 files at once; asking in two halves/)
    })
  }

  it('that are very many come from the archive of the commit, and what it lacks is asked for', async () => {
    const after = folderOf(3000, (i) => `apiVersion: v1\nkind: Pod # ${String(i)}`)
    await using r = await reading(
      { ...after, 'only-before.yaml': 'gone', 'long.yaml': 'b'.repeat(700) },
      { ...after, [`${'d'.repeat(120)}/long.yaml`]: 'a', 'link.yaml': { link: 'a' } },
    )
    const sides = await readSides(await chosen(r, r.before), await chosen(r, r.after), r.blobs)
    assert.equal(sides.before.length, 3002)
    assert.equal(sides.after.length, 3001)
    assert.deepEqual(r.github.names().slice(2), ['GET /repos/{owner}/{repo}/tarball/{ref}', 'storage', 'GraphQL Files'])
    assert.match(r.lines.join('\n'), /held 3001 of 3003 files/)
  })

  it('do without the archive where it breaks off', async () => {
    await using r = await reading(
      {},
      folderOf(2600, (i) => `a: ${String(i)}`),
    )
    r.github.fail({ to: 'storage', is: 'reset', times: 1 })
    const { after } = await readSides(new Map(), await chosen(r, r.after), r.blobs)
    assert.equal(after.length, 2600)
    assert.match(r.lines.join('\n'), /could not be read to its end/)
  })
})

describe('one file', () => {
  it('is read by its path, if it is there', async () => {
    await using r = await reading({ '.github/netpol-preflight.yml': 'fail-on: never' }, {})
    const tree = await r.trees.read(r.before)
    const found = await readSource(tree, './.github/netpol-preflight.yml', r.blobs)
    assert.deepEqual(found, { path: '.github/netpol-preflight.yml', text: 'fail-on: never' })
    assert.equal(await readSource(tree, 'other.yml', r.blobs), undefined)
    assert.equal(r.github.requests.length, 2)
  })
})
