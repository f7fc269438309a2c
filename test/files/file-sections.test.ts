import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { InputError } from '../../src/base/diagnostic.ts'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { THREADING } from '../../src/files/file-sections.ts'
import type { Threading } from '../../src/files/file-sections.ts'
import { SNAPSHOT_LIMITS, readSnapshotFiles } from '../../src/files/snapshot-files.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import type { SnapshotFile } from '../../src/snapshot/reader.ts'

const top = mkdtempSync(join(tmpdir(), 'sections-'))
after(() => {
  rmSync(top, { recursive: true })
})

function write(name: string, content: string | Uint8Array): string {
  const path = join(top, name)
  writeFileSync(path, content)
  return path
}

const threads = (parts: Partial<Threading> = {}): Threading => ({ ...THREADING, threads: 3, leastBytes: 1, ...parts })

const fileAt = (path: string, threading: Threading, textBytes = SNAPSHOT_LIMITS.textBytes): SnapshotFile => {
  const [file] = readSnapshotFiles(path, { ...SNAPSHOT_LIMITS, textBytes }, threading)
  assert.ok(file !== undefined)
  return file
}

interface Found {
  /** By section: whether a thread has read it; undefined where there are none */
  readonly threads: readonly boolean[] | undefined
  readonly said: readonly Diagnostic[]
  readonly result: unknown
}

/** What comes of reading a file */
async function read(path: string, threading: Threading, textBytes?: number): Promise<Found> {
  const said: Diagnostic[] = []
  const reader = createSnapshotReader({}, (diagnostic) => void said.push(diagnostic))
  const file = fileAt(path, threading, textBytes)
  let threads: Promise<readonly boolean[]> | undefined
  await reader.add({
    ...file,
    split(form) {
      const split = file.split?.(form)
      if (split !== undefined)
        threads = Promise.all(split.sections.map(({ content }) => content.then((one) => one !== undefined)))
      return split
    },
  })
  const { meta, records } = reader.finish()
  records.rows.unite()
  const rows = Array.from({ length: records.rows.size }, (_, row) => [
    records.rows.identityOf(row),
    records.rows.figuresOf(row),
    records.tables.ends.values[records.rows.sourceOf(row)],
    records.tables.labels.values[records.rows.sourceLabelsOf(row)],
  ])
  return { threads: await threads, said, result: { meta, groups: records.groups, rows } }
}

const record = (i: number): string =>
  `{"src":{"pod":"ä/p${String(i % 700)}","ip":"10.0.0.${String(i % 250)}"},"dst":{"pod":"b/db"},"protocol":"TCP","destinationPort":${String(1 + (i % 9))}}`
const LINES = Array.from({ length: 20_000 }, (_, i) => `${record(i)}\n`)
const TEXT = LINES.join('')

const alone = threads({ threads: 1 })

/** A program that is started in place of the reader */
const program = (name: string, source: string): URL => pathToFileURL(write(name, source))

describe('a large file', () => {
  it('is read by threads as by one', async () => {
    for (const [name, text] of [
      ['lines', TEXT],
      ['no newline at the end', TEXT.trimEnd()],
      ['byte order mark', `\uFEFF${TEXT}`],
      ['events', LINES.map((line) => `data: ${line}\n`).join('')],
    ] as const) {
      const path = write('flows', text)
      const found = await read(path, threads())
      assert.deepEqual(found.threads, [true, true], name)
      assert.deepEqual({ ...found, threads: undefined }, await read(path, alone), name)
    }
  })

  it('is read by the program that was built with this one', async () => {
    const digest = createHash('sha256').update(readFileSync(THREADING.program)).digest('hex')
    assert.deepEqual((await read(write('flows', TEXT), threads({ digest }))).threads, [true, true])
  })

  it('is read here where a thread found something else, or was none', async () => {
    const other = [...LINES.slice(0, 9_000), 'oops\n', ...LINES.slice(9_000)].join('')
    const programs: readonly (readonly [name: string, text: string, parts: Partial<Threading>, threads: boolean[]])[] =
      [
        ['a broken line', other, {}, [false, true]],
        ['a program that fails', TEXT, { program: program('fails.mjs', 'throw new Error()') }, [false, false]],
        ['one that says nothing', TEXT, { program: program('silent.mjs', '') }, [false, false]],
        ['one that exits', TEXT, { program: program('exits.mjs', 'process.exit(0)') }, [false, false]],
        ['no program at all', TEXT, { program: program('none.mjs', 'import "./missing.mjs"') }, [false, false]],
      ]
    for (const [name, text, parts, expected] of programs) {
      const path = write('flows', text)
      const found = await read(path, threads(parts))
      assert.deepEqual(found.threads, expected, name)
      assert.deepEqual({ ...found, threads: undefined }, await read(path, alone), name)
    }
  })

  it('is not split where that is of no use', async () => {
    const path = write('flows', TEXT)
    const missing = pathToFileURL(join(top, 'missing.js'))
    for (const [name, file, parts] of [
      ['one processor', path, { threads: 1 }],
      ['small', path, { leastBytes: TEXT.length * 2 }],
      ['no program', path, { program: missing }],
      ['not the program that was built with this one', path, { digest: '0'.repeat(64) }],
      ['packed', write('flows.gz', gzipSync(TEXT)), {}],
      ['a list', write('list', `[${LINES.join(',')}]`), {}],
      ['one line', write('line', `${LINES[0] ?? ''}{"a":"${'a'.repeat(300_000)}"}`), {}],
    ] as const)
      assert.equal((await read(file, threads(parts))).threads, undefined, name)
  })

  it('is not split where its path is of another file by now, or of a longer one', async () => {
    const change: Readonly<Record<string, (path: string) => void>> = {
      longer: (path) => {
        appendFileSync(path, '{}\n')
      },
      other: (path) => {
        renameSync(write('new', TEXT), path)
      },
      gone: (path) => {
        rmSync(path)
      },
      same: () => undefined,
    }
    for (const [name, act] of Object.entries(change)) {
      const path = write(name, TEXT)
      const file = fileAt(path, threads())
      let text = ''
      for await (const chunk of file.chunks) {
        if (text === '') {
          act(path)
          const split = file.split?.('json')
          assert.equal(split !== undefined, name === 'same', name)
          await split?.close()
        }
        text += chunk
      }
      assert.equal(text.length < TEXT.length, name === 'same', name)
      assert.ok(text.startsWith(TEXT.slice(0, 100_000)), name)
    }
  })

  it('is refused as it is by one thread', async () => {
    const bytes = Buffer.from(TEXT)
    bytes[bytes.length - 10] = 0xff
    const path = write('latin', bytes)
    for (const threading of [threads(), alone]) {
      await assert.rejects(read(path, threading), (error) => {
        assert.ok(error instanceof InputError)
        assert.deepEqual(error.diagnostics[0].args, ['latin', 'it is not UTF-8 text'])
        return true
      })
      await assert.rejects(read(write('much', TEXT), threading, TEXT.length - 1), /unpacks to more|snapshot-unreadable/)
    }
  })
})
