// A folder of YAML files → how long they take to read into objects, and to convert to a cluster and its policies. Prints
// one JSON object.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readManifests } from '../../src/manifest/object.ts'
import { World } from '../../src/preflight/world.ts'

const quiet = {
  defaultNamespace: 'default',
  report: () => undefined,
  limits: { characters: 2 ** 29, documents: 1_000_000 },
}
const files = process.argv.slice(2).flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))

const start = performance.now()
const manifests = files.flatMap((path) => {
  const text = readFileSync(path, 'utf8')
  return [...readManifests({ path, text }, quiet).manifests]
})
const readMs = performance.now() - start
const world = new World(manifests, [], () => undefined)
const convertMs = performance.now() - start - readMs
const policies = world.policies('enforced').policies.length
console.log(JSON.stringify({ manifests: manifests.length, policies, readMs, convertMs }))
