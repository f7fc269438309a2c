// A kubectl that knows the objects of the example, with things added that a snapshot must not hold. What it is told comes by
// the environment: OBJECTS (folder), FORBIDDEN (a tier that may not be read), WHISKER_PORT.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

const { FORBIDDEN, OBJECTS, WHISKER_PORT } = process.env
const args = process.argv.slice(2)
const option = (name) => args[args.indexOf(name) + 1]

if (args[0] === 'api-resources') {
  console.log('namespaces\npods\nclusternetworkpolicies.policy.networking.k8s.io\nsecrets')
} else if (args.includes('port-forward')) {
  setTimeout(() => undefined, 60_000)
} else if (args.includes('service') && args.includes('whisker')) {
  process.stdout.write(WHISKER_PORT)
} else if (args[0] === 'get') list(args[1])
else fail(`error: unknown command ${args.join(' ')}`)

function list(kind) {
  const file = path.join(OBJECTS, `${kind}.json.gz`)
  if (!existsSync(file)) fail(`error: the server doesn't have a resource type "${kind}"`)
  const tier = args.includes('--selector') ? option('--selector').replace('projectcalico.org/tier=', '') : undefined
  if (tier !== undefined && tier === FORBIDDEN) {
    fail(`Error from server (Forbidden): ${kind} is forbidden: User "capture" cannot list resource in tier "${tier}"`)
  }
  const { items } = JSON.parse(gunzipSync(readFileSync(file)))
  const found = items.filter((item) => tier === undefined || (item.spec.tier ?? 'default') === tier)
  console.log(JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: {}, items: found.map(withSecrets) }))
}

/** Every place where a password is known to hide in what may be listed */
function withSecrets(item) {
  const annotation = {
    'kubectl.kubernetes.io/last-applied-configuration': '{"env":"SECRET-0"}',
    'shop/note': 'SECRET-1',
  }
  const pod = item.kind === 'Pod' ? item.spec : (item.spec?.jobTemplate?.spec?.template ?? item.spec?.template)?.spec
  if (pod !== undefined) {
    for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
      Object.assign(container, {
        env: [{ name: 'PASSWORD', value: 'SECRET-2' }],
        args: ['SECRET-3'],
        command: ['SECRET-4'],
      })
    }
    pod.volumes = [{ name: 'x', csi: { volumeAttributes: { token: 'SECRET-5' } } }]
  }
  return { ...item, metadata: { ...item.metadata, annotations: { ...item.metadata.annotations, ...annotation } } }
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
