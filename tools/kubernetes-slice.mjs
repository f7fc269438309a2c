// Cuts the schemas of what capture/kubernetes holds out of Kubernetes' own published description, so that a test can check
// the manifests against them (test/capture/roles.test.ts).
// Run with `node tools/kubernetes-slice.mjs`; it needs Go, fetches one module, and writes one JSON file.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const MODULE = 'k8s.io/kubernetes@v1.36.3'
const TARGET = path.resolve(import.meta.dirname, '../test/capture/data/kubernetes-slice.json')

const KINDS = {
  'v1 Namespace': 'io.k8s.api.core.v1.Namespace',
  'v1 ServiceAccount': 'io.k8s.api.core.v1.ServiceAccount',
  'v1 PersistentVolumeClaim': 'io.k8s.api.core.v1.PersistentVolumeClaim',
  'batch/v1 CronJob': 'io.k8s.api.batch.v1.CronJob',
  'rbac.authorization.k8s.io/v1 ClusterRole': 'io.k8s.api.rbac.v1.ClusterRole',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': 'io.k8s.api.rbac.v1.ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1 Role': 'io.k8s.api.rbac.v1.Role',
  'rbac.authorization.k8s.io/v1 RoleBinding': 'io.k8s.api.rbac.v1.RoleBinding',
}
const PREFIX = '#/definitions/'

const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', MODULE], { encoding: 'utf8' }))
const { definitions } = JSON.parse(readFileSync(path.join(Dir, 'api/openapi-spec/swagger.json'), 'utf8'))

const kept = {}
const open = Object.values(KINDS)
for (let name = open.pop(); name !== undefined; name = open.pop()) {
  if (kept[name] !== undefined) continue
  kept[name] = shortened(definitions[name])
  for (const [, other] of JSON.stringify(kept[name]).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)) open.push(other)
}
const sorted = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(
  TARGET,
  `${JSON.stringify({
    source: `${MODULE}, api/openapi-spec/swagger.json (Apache-2.0), shortened by tools/kubernetes-slice.mjs`,
    kinds: Object.fromEntries(Object.entries(KINDS).map(([kind, name]) => [kind, PREFIX + name])),
    definitions: sorted,
  })}\n`,
)
console.log(`${Object.keys(sorted).length} definitions in ${TARGET}`)

/** Without prose; what a schema does not name is refused, as a server with strict validation does */
function shortened(schema) {
  if (Array.isArray(schema)) return schema.map(shortened)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema)
    .filter(([key, value]) => !(key === 'description' && typeof value === 'string') && !key.startsWith('x-kubernetes'))
    .filter(([key]) => key !== 'format' && key !== 'default')
    .map(([key, value]) => [key, key === 'properties' ? eachShortened(value) : shortened(value)])
  const short = Object.fromEntries(entries)
  return schema.properties !== undefined ? { ...short, additionalProperties: false } : short
}

function eachShortened(properties) {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, shortened(value)]))
}
