// One world, in one process → what the engine needs for it: reading, compiling, and judging every flow on both sides,
// for the first time and again. Prints one JSON object. Arguments: the folder of a world, and that of another one whose
// objects and policies hold instead.

import { createReadStream, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { judge } from '../../src/engine/judge.ts'
import { manifestsFromObject, readManifests } from '../../src/manifest/object.ts'
import type { Manifest } from '../../src/manifest/object.ts'
import type { Flow } from '../../src/model/flow.ts'
import { Comparison } from '../../src/preflight/comparison.ts'
import { World } from '../../src/preflight/world.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import { resolveFlows } from '../../src/snapshot/resolve.ts'
import { readTuple } from '../../src/snapshot/tuple-flow.ts'

const [folder = '.', policies = folder] = process.argv.slice(2)
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

/** The objects of the files that the change touches: the others are the same ones on both sides, as in the gate */
function changedManifests(folder: string): Manifest[] {
  return readdirSync(join(folder, 'after')).flatMap((name) => {
    const [before, text] = ['before', 'after'].map((side) => readFileSync(join(folder, side, name), 'utf8'))
    return text === undefined || text === before ? [] : [...readManifests({ path: name, text }, quiet).manifests]
  })
}

/** Each line is a flow of its own */
function exactFlows(path: string, world: World): Flow[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const flow = readTuple(JSON.parse(line), world.cluster)
    if (typeof flow === 'string') throw new Error(flow)
    return flow
  })
}

/** As the gate has them: what people count as one flow is one */
async function countedFlows(path: string, world: World): Promise<readonly Flow[]> {
  const reader = createSnapshotReader({}, ({ args, code }) => {
    throw new Error(`${code} ${args.join(' ')}`)
  })
  const chunks: AsyncIterable<string> = createReadStream(path, { encoding: 'utf8' })
  await reader.add({ path, chunks })
  return resolveFlows(reader.finish().records, world.cluster)
}

/** Every flow once; the answers are counted, so that no judgement can be left out */
function judgeAll(world: World, flows: readonly Flow[]): Record<string, number> {
  const engine = world.engine('enforced')
  const counts = { allow: 0, deny: 0, unknown: 0 }
  for (const flow of flows) counts[judge(engine, flow).overall]++
  return counts
}

const [readMs, objects] = timed(() => objectsOf(join(policies, 'objects.json')))
const changed = changedManifests(policies)
const after = new Map([...objects, ...changed.map((manifest) => [manifest.key, manifest] as const)])
const [convertMs, before] = timed(() => new World([...objects.values()], [], () => undefined))
const later = new World([...after.values()], [], () => undefined, before.cluster)
const refused = before.allPolicies.find(({ unknown }) => unknown !== undefined)
if (refused !== undefined) throw new Error(`an API server would refuse the policy ${refused.id.name} of this world`)
const flows = exactFlows(join(folder, 'flows.jsonl'), before)

const sides = [before, later].map((world) => {
  const [compileMs] = timed(() => world.engine('enforced'))
  const [firstMs, answers] = timed(() => judgeAll(world, flows))
  const [againMs] = timed(() => judgeAll(world, flows))
  return { compileMs, firstMs, againMs, answers }
})

const flowCount = flows.length
// The gate has no others in its memory.
flows.length = 0

// As the gate does it: what the change cannot touch is not judged. The engines are compiled anew.
const anew = (manifests: ReadonlyMap<string, Manifest>): World =>
  new World([...manifests.values()], [], () => undefined, before.cluster)
const simulation = { before: anew(objects), after: anew(after), recorded: before, diagnostics: [] }
const counted = await countedFlows(join(folder, 'flows.jsonl'), before)
const [gateMs, deltas] = timed(() => {
  const comparison = new Comparison(simulation, { set: 'enforced', diffs: [] })
  for (const flow of counted) comparison.take(flow)
  return comparison.deltas
})
const flipped = deltas.changed.length

const { maxRSS } = process.resourceUsage()
const times = { readMs, convertMs, sides, gateMs }
console.log(
  JSON.stringify({
    flows: flowCount,
    counted: counted.length,
    flipped,
    objects: objects.size,
    ...times,
    peakMiB: maxRSS / 1024,
  }),
)
