// The end of a large file of records, cut into sections that threads of their own read while the rest is read here. No run
// fails for want of a thread: what none has read, for whatever reason, is read here in the end.

import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { LineForm, Section, SectionContent, Sections } from '../snapshot/section.ts'
import { bytesBetween, lineBehind } from './byte-range.ts'
import { decodeText } from './decode.ts'
import type { ByteBudget } from './decode.ts'
import type { SectionTask } from './section-task.ts'
import type { Reach } from './unpack.ts'

/** When and how files are read by several threads */
export interface Threading {
  /** What a thread runs: reader-worker.ts, or the bundle of it */
  readonly program: URL
  /** SHA-256 that the program must have, in hex: a copy of ours may lie beside anybody's file; undefined: any will do */
  readonly digest: string | undefined
  /** The one that reads the beginning among them; 1: no others */
  readonly threads: number
  /** Files that are smaller are read before a thread has begun */
  readonly leastBytes: number
}

/** Of dist/reader.js, as tools/build.mjs puts it in; among the sources there is none */
declare const READER_DIGEST: string | undefined

export const THREADING: Threading = {
  // Beside the bundle that this is part of, or in its place among the sources
  program: new URL(import.meta.url.endsWith('.ts') ? '../reader-worker.ts' : './reader.js', import.meta.url),
  digest: typeof READER_DIGEST === 'undefined' ? undefined : READER_DIGEST,
  threads: Math.min(4, availableParallelism()),
  leastBytes: 64 * 1024 * 1024,
}

/**
 * A thread that needs more gives up, and its section is read here. What is young is little: with the 48 MiB that are usual, a
 * thread takes 100 MiB more and is no faster.
 */
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 }

/** The file whose beginning is being read */
export interface LargeFile {
  readonly path: string
  /** What stands for it in what is thrown */
  readonly name: string
  readonly budget: ByteBudget
  readonly reach: Reach
}

/** Takes what it gives off the end of the reach. Undefined where the file is packed, too small, or no thread can be had */
export function splitFile(file: LargeFile, form: LineForm, threading: Threading = THREADING): Sections | undefined {
  const { budget, path, reach } = file
  const left = (reach.of?.size ?? 0) - reach.at
  if (reach.at === 0 || left < threading.leastBytes || left > budget.leftBytes) return undefined
  if (threading.threads < 2 || !isOurs(threading)) return undefined
  const opened = openAgain(path, reach)
  if (opened === undefined) return undefined
  const starts = startsOf(opened, reach, threading.threads)
  const [first] = starts
  if (first === undefined) {
    closeSync(opened)
    return undefined
  }
  reach.to = first
  const size = reach.at + left
  const { threads } = threading
  const tasks = starts.map((from, i): SectionTask => ({ file: opened, from, to: starts[i + 1] ?? size, form, threads }))
  const started = tasks.map((task) => ({ task, thread: startThread(threading.program, task) }))
  return {
    sections: started.map(({ task, thread }) => sectionOf(file, task, thread.content)),
    close: async () => {
      await Promise.all(started.map(({ thread }) => thread.end()))
      closeSync(opened)
    },
  }
}

/** Whether the program is there, and the one that was built with this one */
function isOurs({ digest, program }: Threading): boolean {
  try {
    const found = createHash('sha256').update(readFileSync(program)).digest('hex')
    return digest === undefined || found === digest
  } catch {
    return false
  }
}

/** Undefined where the path is of another file by now, or of one that has changed */
function openAgain(path: string, { of }: Reach): number | undefined {
  let opened: number | undefined
  try {
    opened = openSync(path, 'r')
    const now = fstatSync(opened)
    if (now.dev === of?.dev && now.ino === of.ino && now.size === of.size) return opened
  } catch {
    // Then there is no more than the file that is open already
  }
  if (opened !== undefined) closeSync(opened)
  return undefined
}

/** Where the sections of the other threads begin, in order: each behind the end of a line */
function startsOf(file: number, { at, of }: Reach, threads: number): readonly number[] {
  const to = of?.size ?? 0
  const starts: number[] = []
  for (let i = 1; i < threads; i++) {
    const from = Math.max(starts.at(-1) ?? at, at + Math.floor(((to - at) / threads) * i))
    try {
      const start = lineBehind(file, from, to)
      if (start !== undefined) starts.push(start)
    } catch {
      return []
    }
  }
  return starts
}

function sectionOf({ budget, name }: LargeFile, task: SectionTask, content: Section['content']): Section {
  const { file, from, to } = task
  return {
    content: content.then((one) => {
      if (one !== undefined) budget.leftBytes -= to - from
      return one
    }),
    chunks: () => decodeText(bytesBetween(file, from, to), name, budget),
  }
}

interface Thread {
  readonly content: Promise<SectionContent | undefined>
  end(): Promise<unknown>
}

function startThread(program: URL, task: SectionTask): Thread {
  let worker: Worker
  try {
    // Without the flags of this process: what they load beforehand or profile is the program, not a thread of it
    worker = new Worker(program, { workerData: task, resourceLimits: LIMITS, execArgv: [] })
  } catch {
    return { content: Promise.resolve(undefined), end: () => Promise.resolve() }
  }
  const content = new Promise<SectionContent | undefined>((resolve) => {
    const nothing = (): void => {
      resolve(undefined)
    }
    // The program is this one's own, and was built with it
    worker.once('message', (said: SectionContent | undefined) => {
      resolve(said)
    })
    worker.once('messageerror', nothing).once('error', nothing).once('exit', nothing)
  })
  return { content, end: () => worker.terminate() }
}
