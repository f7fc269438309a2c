// One world, in one process → what the engine needs for it: reading, compiling, and judging every flow on both sides,
// for the first time and again. Prints one JSON object. `run.mjs` starts it, with the folder that worlds.mjs has written.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { judge } from '../src/engine/judge.ts'
import { manifestsFromObject, readManifests } from '../src/manifest/object.ts'
import type { Manifest } from '../src/manifest/object.ts'
import type { Flow } from '../src/model/flow.ts'
import { World } from '../src/preflight/world.ts'
import { readTuple } from '../src/snapshot/tuple-flow.ts'

const [folder = '.'] = process.argv.slice(2)
const quiet = { defaultNamespace: 'default', report: () => undefined }

/** Milliseconds that `work` takes, on the clock or of the processors, and what it gives */
function timed<T>(work: () => T): [number, T] {
  const start = now()
  const result = work()
  return [now() - start, result]
}

/** On a machine that others use, only the time of the processors says something */
function now(): number {
  if (process.env['BENCH_CLOCK'] !== 'cpu') return performance.now()
  const { system, user } = process.cpuUsage()
  return (system + user) / 1000
}

function objectsOf(path: string): Map<string, Manifest> {
  const list: { items: unknown[] } = JSON.parse(readFileSync(path, 'utf8'))
  const manifests = list.items.flatMap((item) => manifestsFromObject(item, 'objects.json', quiet).manifests)
  return new Map(manifests.map((manifest) => [manifest.key, manifest]))
}

function manifestsIn(path: string): Manifest[] {
  return readdirSync(path).flatMap((name) => {
    const text = readFileSync(join(path, name), 'utf8')
    return [...readManifests({ path: name, text }, quiet).manifests]
  })
}

function flowsOf(path: string, world: World): Flow[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const flow = readTuple(JSON.parse(line), world.cluster)
    if (typeof flow === 'string') throw new Error(flow)
    return flow
  })
}

/** Every flow once; the answers are counted, so that no judgement can be left out */
function judgeAll(world: World, flows: readonly Flow[]): Record<string, number> {
  const engine = world.engine('enforced')
  const counts = { allow: 0, deny: 0, unknown: 0 }
  for (const flow of flows) counts[judge(engine, flow).overall]++
  return counts
}

const [readMs, objects] = timed(() => objectsOf(join(folder, 'objects.json')))
const [yamlMs, changed] = timed(() => manifestsIn(join(folder, 'after')))
const after = new Map([...objects, ...changed.map((manifest) => [manifest.key, manifest] as const)])
const [convertMs, before] = timed(() => new World([...objects.values()], [], () => undefined))
const later = new World([...after.values()], [], () => undefined, before.cluster)
const flows = flowsOf(join(folder, 'flows.jsonl'), before)

const sides = [before, later].map((world) => {
  const [compileMs] = timed(() => world.engine('enforced'))
  const [firstMs, answers] = timed(() => judgeAll(world, flows))
  const [againMs] = timed(() => judgeAll(world, flows))
  return { compileMs, firstMs, againMs, answers }
})

const { maxRSS } = process.resourceUsage()
const manifests = { json: objects.size, yaml: changed.length }
console.log(
  JSON.stringify({ flows: flows.length, manifests, readMs, yamlMs, convertMs, sides, peakMiB: maxRSS / 1024 }),
)
