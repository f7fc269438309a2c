// The built command line on a file that is large enough for threads: the same with and without them, byte for byte; and
// nobody's code but its own.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { THREADING } from '../../src/files/file-sections.ts'
import { dbPolicy, snapshotFiles } from './world.ts'

const DIST = path.resolve(import.meta.dirname, '../../dist')
const skip =
  availableParallelism() < 2
    ? 'there is one processor, so there are no threads'
    : !existsSync(path.join(DIST, 'reader.js')) && 'dist/reader.js does not exist yet: run `npm run build`'

const top = mkdtempSync(path.join(tmpdir(), 'netpol-threads-'))
after(() => {
  rmSync(top, { recursive: true })
})
const at = (name: string): string => path.join(top, name)

function write(name: string, content: string): void {
  mkdirSync(path.dirname(at(name)), { recursive: true })
  writeFileSync(at(name), content)
}

/** Records as Whisker gives them, of connections to a few ports of the database and many of the program in front of it */
const line = (i: number): string =>
  JSON.stringify({
    start_time: '2026-08-20T09:00:00Z',
    end_time: '2026-08-20T09:30:00Z',
    action: 'Allow',
    source_name: i % 3 === 0 ? 'web' : 'api',
    source_namespace: 'bank',
    source_labels: `app=${i % 3 === 0 ? 'web' : 'api'} | ${'padding='.padEnd(500, 'x')}`,
    dest_name: i % 3 === 0 ? 'api' : 'db',
    dest_namespace: 'bank',
    dest_labels: '',
    protocol: 'tcp',
    dest_port: i % 3 === 0 ? 8000 + (i % 900) : 5432 + (i % 7),
    reporter: i % 2 === 0 ? 'Src' : 'Dst',
    policies: { enforced: [], pending: [] },
    packets_in: i,
    packets_out: 1,
    bytes_in: 0,
    bytes_out: 0,
  })

/** A flag for the program alone: a thread that took it would say so once more. Leaves a file where a thread is started */
const LOADED = `import { writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import threads from 'node:worker_threads'
console.error('loaded')
const { Worker } = threads
threads.Worker = class extends Worker {
  constructor(...of) {
    super(...of)
    writeFileSync('started', '')
  }
}
syncBuiltinESMExports()
`

interface Said {
  readonly status: number | null
  readonly stderr: string
  readonly stdout: string
}

/** What a copy of the built program says, with `reader` beside it */
function check(name: string, reader: (to: string) => void): Said {
  mkdirSync(at(name))
  copyFileSync(path.join(DIST, 'cli.js'), at(`${name}/cli.js`))
  writeFileSync(at(`${name}/package.json`), '{"type":"module"}')
  reader(at(`${name}/reader.js`))
  const args = ['check', '--before', 'before', '--after', 'after', '--snapshot', 'snapshot']
  const more = ['--snapshot-max-age', 'unlimited', '--format', 'json']
  const node = ['--import', pathToFileURL(at('loaded.mjs')).href, `${name}/cli.js`]
  const { status, stderr, stdout } = spawnSync(process.execPath, [...node, ...args, ...more], {
    cwd: top,
    encoding: 'utf8',
    maxBuffer: 64e6,
  })
  // How old the snapshot is, is a matter of when one looks
  return { status, stderr, stdout: stdout.replace(/"ageSeconds": \d+/, '') }
}

describe('a snapshot of a large file', () => {
  it(
    'is judged the same with threads, without them, and beside a file that only has the name of their program',
    { skip },
    () => {
      const lines = Array.from({ length: Math.ceil(THREADING.leastBytes / line(1).length) + 2000 }, (_, i) => line(i))
      write('snapshot/flows.ndjson', `${lines.join('\n')}\n{"unknown":true}\n`)
      write('snapshot/objects.json', snapshotFiles()['objects.json'] ?? '')
      write('loaded.mjs', LOADED)
      write('before/db.yaml', dbPolicy())
      write('after/db.yaml', dbPolicy(5432))
      const none = check('none', () => undefined)
      const foreign = check('foreign', (to) => {
        writeFileSync(to, `import { writeFileSync } from 'node:fs'\nwriteFileSync('ran', '')`)
      })
      assert.ok(!existsSync(at('started')), 'there was no thread to be started')
      const threads = check('threads', (to) => {
        copyFileSync(path.join(DIST, 'reader.js'), to)
      })
      assert.ok(existsSync(at('started')), 'no thread was started, so that nothing was compared')
      assert.deepEqual([none.status, none.stderr], [1, 'loaded\n'])
      assert.match(none.stdout, /record-unreadable/)
      assert.deepEqual(threads, none)
      assert.deepEqual(foreign, none)
      assert.ok(!existsSync(at('ran')), 'a file that is not ours was run, for it lay beside a copy of the program')
    },
  )
})
