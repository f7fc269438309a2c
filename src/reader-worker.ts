// Entry of a thread that reads a section of a large file: what it found goes to whoever started it, and its memory with it.

import { parentPort, workerData } from 'node:worker_threads'
import { bytesBetween } from './files/byte-range.ts'
import { decodeText } from './files/decode.ts'
import { isSectionTask } from './files/section-task.ts'
import { readSection } from './snapshot/read-file.ts'

const task: unknown = workerData
if (!isSectionTask(task)) throw new Error('this program is started by another one, as a thread')
const { file, form, from, threads, to } = task
const content = await readSection(decodeText(bytesBetween(file, from, to), '', { leftBytes: to - from }), form, threads)
const { figures, keys, wholes } = content?.records.rows ?? {}
parentPort?.postMessage(
  content,
  [figures, keys, wholes].flatMap((array) => array?.buffer ?? []),
)
