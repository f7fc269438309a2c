import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'
import * as zlib from 'node:zlib'
import { InputError } from '../../src/base/diagnostic.ts'
import { SNAPSHOT_LIMITS, readSnapshotFiles, snapshotFilesOf } from '../../src/files/snapshot-files.ts'
import type { SnapshotFile, SnapshotLimits } from '../../src/files/snapshot-files.ts'
import { unpackZstd } from '../../src/files/unpack.ts'

const top = mkdtempSync(join(tmpdir(), 'snapshot-'))
after(() => {
  rmSync(top, { recursive: true })
})

function write(path: string, content: string | Uint8Array): string {
  const full = join(top, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, content)
  return full
}

const gzip = (text: string): Buffer => zlib.gzipSync(text)
const zstd = (text: string): Buffer => zlib.zstdCompressSync(text)

const textsOf = (path: string, limits: Partial<SnapshotLimits> = {}): Promise<Record<string, string>> =>
  read(readSnapshotFiles(path, { ...SNAPSHOT_LIMITS, ...limits }))

async function read(files: readonly SnapshotFile[]): Promise<Record<string, string>> {
  const texts: Record<string, string> = {}
  for (const file of files) {
    let text = ''
    for await (const chunk of file.chunks) text += chunk
    texts[file.path] = text
  }
  return texts
}

async function refusal(act: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await act()
  } catch (error) {
    assert.ok(error instanceof InputError, String(error))
    const [{ code, args }] = error.diagnostics
    return [code, ...args]
  }
  return []
}

/** Long, and with characters of every length, so that pieces end within one */
const LONG = Array.from({ length: 40_000 }, (_, i) => `{"n": ${i}, "a": "\u00e4\u20ac\u{1f600}"}`).join('\n')

describe('files of a snapshot', () => {
  test('those of a folder and its folders, unpacked, in order of path', async () => {
    for (const name of ['objects.json', 'b/flows.jsonl', 'b/c/stream.SSE', 'x.ndjson', 'x.yaml', 'x.yml'])
      write(`all/${name}`, name)
    write('all/packed.json.gz', gzip(LONG))
    write('all/packed.jsonl.zst', zstd(LONG))
    write('all/not-packed.json.gz', 'plain')
    write('all/gzip-by-content.json', gzip('unpacked'))
    write('all/mark.json', '\uFEFF{}')
    write('all/empty.json', '')
    write('all/notes.txt', 'no')
    write('all/.git/x.json', 'no')
    symlinkSync(write('secret.json', 'no'), join(top, 'all/link.json'))
    const texts = await textsOf(join(top, 'all'))
    assert.deepEqual(Object.keys(texts), [
      ...['b/c/stream.SSE', 'b/flows.jsonl', 'empty.json', 'gzip-by-content.json', 'mark.json', 'not-packed.json.gz'],
      ...['objects.json', 'packed.json.gz', 'packed.jsonl.zst', 'x.ndjson', 'x.yaml', 'x.yml'],
    ])
    assert.equal(texts['packed.json.gz'], LONG)
    assert.equal(texts['packed.jsonl.zst'], LONG)
    assert.equal(texts['not-packed.json.gz'], 'plain')
    assert.equal(texts['gzip-by-content.json'], 'unpacked')
    assert.equal(texts['mark.json'], '{}')
    assert.equal(texts['empty.json'], '')
    assert.equal(texts['b/flows.jsonl'], 'b/flows.jsonl')
  })

  test('a single file, whatever it is called', async () => {
    assert.deepEqual(await textsOf(write('one.txt', 'a')), { 'one.txt': 'a' })
    const link = join(top, 'link')
    symlinkSync(join(top, 'one.txt'), link)
    assert.deepEqual(await textsOf(link), { link: 'a' })
  })

  test('packed texts after one another are one text', async () => {
    assert.deepEqual(await textsOf(write('two.gz', Buffer.concat([gzip('a'), gzip('b')]))), { 'two.gz': 'ab' })
    assert.deepEqual(await textsOf(write('two.zst', Buffer.concat([zstd('a'), zstd('b')]))), { 'two.zst': 'ab' })
    const many = Buffer.concat([zstd('a'), zstd(LONG), zstd(LONG), zstd(''), zstd('b')])
    assert.deepEqual(await textsOf(write('many.zst', many)), { 'many.zst': `a${LONG}${LONG}b` })
  })

  test('a text is read no further than it is asked for', async () => {
    const [file] = readSnapshotFiles(write('long.gz', gzip(LONG)))
    assert.ok(file)
    for await (const chunk of file.chunks) {
      assert.ok(LONG.startsWith(chunk))
      break
    }
  })
})

describe('files in memory', () => {
  const named = (name: string, bytes: Uint8Array): { name: string; bytes: Uint8Array } => ({ name, bytes })

  test('are unpacked and chosen as those of a folder', async () => {
    const files = [
      named('b/flows.jsonl.zst', Buffer.concat([zstd(LONG), zstd('end')])),
      named('notes.txt', Buffer.from('no')),
      named('a.json', gzip(LONG)),
      named('c.yaml', Buffer.from('')),
    ]
    const texts = await read(snapshotFilesOf(files))
    assert.deepEqual(Object.keys(texts), ['a.json', 'b/flows.jsonl.zst', 'c.yaml'])
    assert.deepEqual(Object.values(texts), [LONG, `${LONG}end`, ''])
    assert.deepEqual(await read(snapshotFilesOf([named('notes.txt', Buffer.from('yes'))])), { 'notes.txt': 'yes' })
  })

  test('share what may be unpacked', async () => {
    const files = [named('a.json', gzip('a'.repeat(60))), named('b.json', gzip('b'.repeat(60)))]
    const limits = { ...SNAPSHOT_LIMITS, textBytes: 100 }
    const why = 'it unpacks to more than a snapshot may hold'
    assert.deepEqual(await refusal(() => read(snapshotFilesOf(files, limits))), ['snapshot-unreadable', 'b.json', why])
  })
})

describe('files of a snapshot that are refused', () => {
  const large = 'a'.repeat(5_000_000)
  const limits = { textBytes: 1_000_000 }
  const tooMuch = 'it unpacks to more than a snapshot may hold'
  const cases: readonly (readonly [string, string | Uint8Array, string, Partial<SnapshotLimits>?])[] = [
    ['bomb.gz', gzip(large), tooMuch, limits],
    ['bomb.zst', zstd(large), tooMuch, limits],
    ['plain.json', large, tooMuch, limits],
    ['cut.gz', gzip(LONG).subarray(0, 1000), 'it is damaged'],
    ['cut.zst', zstd(LONG).subarray(0, 1000), 'it is damaged'],
    ['damaged.gz', gzip(LONG).fill(0xff, 500, 600), 'it is damaged'],
    ['damaged.zst', zstd(LONG).fill(0xff, 6, 20), 'it is damaged'],
    ['followed.zst', Buffer.concat([zstd('a'), Buffer.from('rest')]), 'it is damaged'],
    ['latin1.json', Buffer.from('"caf\u00e9"', 'latin1'), 'it is not UTF-8 text'],
    ['utf16.json', Buffer.from('\uFEFF{}', 'utf16le'), 'it is not UTF-8 text'],
    ['half.json', Buffer.from('"\u00e9').subarray(0, 2), 'it is not UTF-8 text'],
  ]
  for (const [name, content, why, more] of cases) {
    test(name, async () => {
      assert.deepEqual(await refusal(() => textsOf(write(`refused/${name}`, content), more)), [
        'snapshot-unreadable',
        name,
        why,
      ])
    })
  }

  test('the files of a folder share what may be unpacked', async () => {
    for (const name of ['a', 'b', 'c']) write(`shared/${name}.json`, 'x'.repeat(40))
    const folder = join(top, 'shared')
    assert.deepEqual(await refusal(() => textsOf(folder, { textBytes: 100 })), [
      'snapshot-unreadable',
      'c.json',
      tooMuch,
    ])
    assert.equal((await refusal(() => textsOf(folder, { files: 2 })))[0], 'snapshot-unreadable')
    assert.equal((await refusal(() => textsOf(folder, { packedBytes: 100 })))[0], 'snapshot-unreadable')
    assert.deepEqual(await refusal(() => textsOf(folder, { textBytes: 120 })), [])
  })

  test('a path that is not there', async () => {
    const path = join(top, 'nowhere')
    assert.deepEqual(await refusal(() => textsOf(path)), ['snapshot-unreadable', path, 'it does not exist'])
  })

  test('a file that goes away before it is read', async () => {
    const [file] = readSnapshotFiles(write('gone.json', 'a'))
    rmSync(join(top, 'gone.json'))
    assert.ok(file)
    assert.deepEqual(await refusal(() => read([file])), ['snapshot-unreadable', 'gone.json', 'it does not exist'])
  })
})

describe('zstd without the help of Node', () => {
  async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
  }

  test('gives what Node gives', async () => {
    const packed = Buffer.concat([zstd(LONG), zstd('and another')])
    for (const length of [1, 7, 1000, 256 * 1024]) {
      const parts: Uint8Array[] = []
      for await (const part of unpackZstd(inPieces(packed, length))) parts.push(part)
      assert.equal(Buffer.concat(parts).toString(), `${LONG}and another`)
    }
  })

  test('gives a bomb in small parts', async () => {
    let largest = 0
    let total = 0
    for await (const part of unpackZstd(inPieces(zstd('a'.repeat(50_000_000)), 256 * 1024))) {
      largest = Math.max(largest, part.length)
      total += part.length
      if (total > 10_000_000) break
    }
    assert.ok(total > 10_000_000)
    assert.ok(largest <= 128 * 1024)
  })
})
