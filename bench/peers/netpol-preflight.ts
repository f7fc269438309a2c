// Worlds, in one process → how long the engine needs for every side, as the programs of the peers measure themselves, and its
// answers. Reading the objects and resolving the ends of the flows is not timed. Prints one JSON object for each world.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../../src/engine/engine.ts'
import { judge } from '../../src/engine/judge.ts'
import { manifestsFromObject, readManifests } from '../../src/manifest/object.ts'
import type { Manifest } from '../../src/manifest/object.ts'
import type { Flow } from '../../src/model/flow.ts'
import { World } from '../../src/preflight/world.ts'
import { readTuple } from '../../src/snapshot/tuple-flow.ts'

const quiet = { defaultNamespace: 'default', report: () => undefined }
const LETTER = { allow: 'a', deny: 'd', unknown: 'u' } as const

for (const folder of process.argv.slice(2)) {
  const { flows, sides } = measure(folder)
  const { maxRSS } = process.resourceUsage()
  console.log(JSON.stringify({ flows: flows.length, sides, peakMiB: maxRSS / 1024 }))
}

function measure(folder: string): { flows: Flow[]; sides: unknown[] } {
  const objects: { items: unknown[] } = JSON.parse(readFileSync(join(folder, 'objects.json'), 'utf8'))
  const cluster = objects.items
    .flatMap((item) => manifestsFromObject(item, 'objects.json', quiet).manifests)
    .filter(({ kind }) => kind !== 'NetworkPolicy')
  const folders = ['before', 'after'].map((side) => join(folder, side)).filter((side) => existsSync(side))
  // The cluster is the same one on both sides, as in the gate.
  let first: World | undefined
  let flows: Flow[] = []
  const sides = folders.map((side) => {
    const manifests = [...cluster, ...policiesIn(side)]
    const start = performance.now()
    const world = new World(manifests, [], quiet.report, first?.cluster)
    const engine = world.engine('enforced')
    const setUpMs = performance.now() - start
    if (first === undefined) flows = flowsOf(folder, (first = world))
    return { setUpMs, ...judgeTwice(engine, flows) }
  })
  return { flows, sides }
}

function judgeTwice(engine: Engine, flows: readonly Flow[]): { firstMs: number; againMs: number; answers: string } {
  const answers = Buffer.alloc(flows.length)
  const once = (): number => {
    const start = performance.now()
    for (const [i, flow] of flows.entries()) answers.write(LETTER[judge(engine, flow).overall], i, 'latin1')
    return performance.now() - start
  }
  return { firstMs: once(), againMs: once(), answers: answers.toString('latin1') }
}

function policiesIn(side: string): Manifest[] {
  return readdirSync(side).flatMap((name) => [
    ...readManifests({ path: name, text: readFileSync(join(side, name), 'utf8') }, quiet).manifests,
  ])
}

function flowsOf(folder: string, world: World): Flow[] {
  const lines = readFileSync(join(folder, 'flows.jsonl'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const flow = readTuple(JSON.parse(line), world.cluster)
    if (typeof flow === 'string') throw new Error(flow)
    return flow
  })
}
