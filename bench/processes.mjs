// A program in a process of its own → how long it took from outside, and the peak of its memory.

import { spawn } from 'node:child_process'
import path from 'node:path'
import { NODE } from './trees.mjs'

const USAGE = path.join(import.meta.dirname, 'children', 'usage.mjs')

/**
 * Wall milliseconds, peak memory in MiB and standard output. Throws where the exit code is none of `codes`. `node`: what
 * users have, which may be older than the one that the sources need.
 */
export async function run(args, { codes = [0], node = NODE } = {}) {
  const start = performance.now()
  const child = spawn(node, ['--import', `file://${USAGE}`, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const [stdout, stderr, usage, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    textOf(child.stdio[3]),
    new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    }),
  ])
  const millis = performance.now() - start
  if (!codes.includes(code)) throw new Error(`${args.join(' ')} ended with ${code}:\n${stderr}`)
  return { millis, ...JSON.parse(usage), stdout }
}

async function textOf(stream) {
  const pieces = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}
