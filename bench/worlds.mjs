#!/usr/bin/env node
// Benchmark worlds: one cluster, its policies before and after a change of 1 % of them, and exact flows.
// Everything follows from the options and the seed, so a world is named by its command line.
//   node bench/worlds.mjs --world knp-uniform --policies 294 --rules 3 --pods 1000 --flows 100000 --seed 1 --out DIR
// Writes DIR/world.json (parameters and counts), objects.json (a List: the cluster before the change),
// before/*.yaml and after/*.yaml (tiers and policies, one a file), flows.jsonl (one exact tuple a line);
// --whisker and --goldmane add whisker.json and goldmane.json (a list, one record a flow), --whisker-stream and
// --goldmane-lines the same records as lines (whisker.sse, goldmane.ndjson); --manifests adds cluster/*.yaml (namespaces,
// accounts, pods) for tools that read a cluster from a folder.
// Worlds (defaults in WORLDS): knp-uniform and unique hold Kubernetes NetworkPolicies only, with no ipBlock over a
// pod address, so that every engine known to us has one answer; the others need an engine that knows Calico.
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { goLine, protojsonElement } from './goldmane.mjs'

const WORLDS = {
  'knp-uniform': { policies: 294, rules: 3, pods: 1000, replicas: 1 },
  unique: { policies: 294, rules: 3, pods: 1000, replicas: 1 },
  'calico-shape': { policies: 294, rules: 68, pods: 1000, replicas: 5 },
  cidrs: { policies: 100, rules: 10, pods: 1000, replicas: 5, nets: 100 },
  selectors: { policies: 2000, rules: 10, pods: 20000, replicas: 5 },
  tiers20: { policies: 400, rules: 50, pods: 2000, replicas: 5 },
  dual: { policies: 294, rules: 10, pods: 2000, replicas: 5 },
}

const { values: args } = parseArgs({
  options: {
    world: { type: 'string', default: 'knp-uniform' },
    flows: { type: 'string', default: '1000' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    policies: { type: 'string' },
    rules: { type: 'string' },
    pods: { type: 'string' },
    replicas: { type: 'string' },
    nets: { type: 'string' },
    whisker: { type: 'boolean', default: false },
    'whisker-stream': { type: 'boolean', default: false },
    goldmane: { type: 'boolean', default: false },
    'goldmane-lines': { type: 'boolean', default: false },
    manifests: { type: 'boolean', default: false },
  },
})
const base = WORLDS[args.world]
if (!base || !args.out) {
  console.error(
    `usage: worlds.mjs --world ${Object.keys(WORLDS).join('|')} --flows N --out DIR [--policies M --rules R --pods P --replicas K --nets C --seed S --whisker --whisker-stream --goldmane --goldmane-lines --manifests]`,
  )
  process.exit(2)
}
const P = { world: args.world, seed: Number(args.seed), flows: Number(args.flows), ...base }
for (const k of ['policies', 'rules', 'pods', 'replicas', 'nets']) if (args[k] !== undefined) P[k] = Number(args[k])

// --- randomness
let state = P.seed >>> 0
const next = () => {
  state = (state + 0x6d2b79f5) >>> 0
  let t = state
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const int = (lo, hi) => lo + Math.floor(next() * (hi - lo + 1))
const chance = (p) => next() < p
const pick = (xs) => xs[Math.floor(next() * xs.length)]
const some = (xs, n) => {
  const c = [...xs]
  return Array.from({ length: Math.min(n, c.length) }, () => c.splice(Math.floor(next() * c.length), 1)[0])
}
const pad = (n, w) => String(n).padStart(w, '0')

// --- the cluster
const PORTSETS = [
  [
    ['http', 8080, 'TCP'],
    ['metrics', 9090, 'TCP'],
  ],
  [['grpc', 9000, 'TCP']],
  [['sql', 5432, 'TCP']],
  [['redis', 6379, 'TCP']],
  [
    ['https', 8443, 'TCP'],
    ['metrics', 9090, 'TCP'],
  ],
  [
    ['dns', 53, 'UDP'],
    ['dns-tcp', 53, 'TCP'],
  ],
  [['http', 80, 'TCP']],
  [
    ['syslog', 514, 'UDP'],
    ['http', 8080, 'TCP'],
  ],
]
const PORTS = [53, 80, 443, 514, 5432, 6379, 8080, 8443, 9000, 9090]
const APPS = 25
const ROLES = ['frontend', 'backend', 'data']
const ENVS = ['prod', 'staging', 'dev']
const TEAMS = ['blue', 'green', 'red', 'gray']
const RICH = P.world === 'selectors' // pods with many labels, hence many label classes

const nNs = Math.max(4, Math.min(200, Math.round(P.pods / 50)))
const nsNames = Array.from({ length: nNs }, (_, i) => `ns-${pad(i, 3)}`)
const namespaces = nsNames.map((name, i) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name, env: ENVS[i % 3], team: TEAMS[i % 4] } },
}))
const accounts = nsNames.flatMap((namespace) =>
  ['default', 'runner'].map((name) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, labels: { trust: name === 'runner' ? 'high' : 'low' } },
  })),
)
const nodes = Array.from({ length: Math.max(2, Math.ceil(P.pods / 100)) }, (_, i) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: `node-${pad(i, 3)}`, labels: { zone: `z${i % 3}` } },
  status: { addresses: [{ type: 'InternalIP', address: `192.168.${10 + (i >> 8)}.${i & 255}` }] },
}))

const v4 = (i) => `10.${240 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`
const v6 = (i) => `fd00:10:240::${(i >> 16).toString(16)}:${(i & 65535).toString(16)}`
const dual = P.world === 'dual'
const pods = []
const podsOf = nsNames.map(() => [])
for (let d = 0, i = 0; i < P.pods; d++) {
  const n = d % nNs
  const app = Math.floor(d / nNs) % APPS
  const ports = PORTSETS[(app + n) % PORTSETS.length]
  const name = `app-${pad(app, 2)}-${pad(Math.floor(d / nNs / APPS), 2)}`
  const hash = pad((((d * 2654435761) % 2 ** 32) >>> 0).toString(36), 7)
  const labels = {
    app: `app-${pad(app, 2)}`,
    role: ROLES[(app + n) % 3],
    version: `v${1 + (d & 1)}`,
    'pod-template-hash': hash,
  }
  if (RICH) for (let k = 0; k < 8; k++) labels[`key-${k}`] = `val-${int(0, 9 + k * 5)}`
  for (let k = 0; k < P.replicas && i < P.pods; k++, i++) {
    const address = i + 2 // .0 and .1 of the first block stay free
    const podIPs = [{ ip: v4(address) }, ...(dual ? [{ ip: v6(address) }] : [])]
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name}-${hash}-${pad(i, 5)}`,
        generateName: `${name}-${hash}-`,
        namespace: nsNames[n],
        labels,
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: `${name}-${hash}`,
            uid: `00000000-0000-4000-8000-${pad(d, 12)}`,
            controller: true,
          },
        ],
      },
      spec: {
        nodeName: nodes[i % nodes.length].metadata.name,
        serviceAccountName: d % 3 ? 'default' : 'runner',
        containers: [
          {
            name: 'c',
            image: 'registry.invalid/app:1',
            ports: ports.map(([pn, containerPort, protocol]) => ({ name: pn, containerPort, protocol })),
          },
        ],
      },
      status: {
        phase: 'Running',
        hostIP: nodes[i % nodes.length].status.addresses[0].address,
        podIP: podIPs[0].ip,
        podIPs,
      },
    }
    pods.push(pod)
    podsOf[n].push(pod)
  }
}
const appsIn = podsOf.map((ps) => [...new Set(ps.map((p) => p.metadata.labels.app))])
const declared = (p) => p.spec.containers[0].ports

// --- addresses outside the cluster: policies and flows draw from the same blocks, none of which holds a pod
const BLOCKS = [
  '198.18.0.0/16',
  '198.18.64.0/18',
  '198.19.0.0/16',
  '198.19.128.0/24',
  '203.0.113.0/24',
  '203.0.113.64/26',
  '198.51.100.7/32',
]
const outside = () =>
  chance(0.5)
    ? `198.${int(18, 19)}.${int(0, 255)}.${int(1, 254)}`
    : chance(0.5)
      ? `203.0.113.${int(1, 254)}`
      : `8.${int(0, 255)}.${int(0, 255)}.${int(1, 254)}`
const outside6 = () => `2001:db8:${int(0, 15).toString(16)}::${int(1, 65535).toString(16)}`

// --- policies
const policies = [] // before
const tiers = []
const sets = []
const members = [] // sample of set members, to draw flows from
const ruleHits = [] // [port, member address or undefined] that a rule of calico-shape matches

const labelPeer = (n) => (chance(0.6) ? { app: pick(appsIn[n]) } : { role: pick(ROLES) })
const nsPeer = () =>
  chance(0.5)
    ? { env: pick(ENVS) }
    : chance(0.5)
      ? { team: pick(TEAMS) }
      : { 'kubernetes.io/metadata.name': pick(nsNames) }
const except = () => ({ cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] })
function knpPeer(n) {
  const x = next()
  if (x < 0.4) return { podSelector: { matchLabels: labelPeer(n) } }
  if (x < 0.6) return { namespaceSelector: { matchLabels: nsPeer() } }
  if (x < 0.8)
    return {
      namespaceSelector: { matchLabels: nsPeer() },
      podSelector: chance(0.8)
        ? { matchLabels: { role: pick(ROLES) } }
        : { matchExpressions: [{ key: 'role', operator: pick(['In', 'NotIn']), values: some(ROLES, 2) }] },
    }
  if (dual && chance(0.4)) return { ipBlock: { cidr: pick(['2001:db8::/32', '2001:db8:1::/48', 'fd00:10:240::/64']) } }
  return { ipBlock: chance(0.2) ? except() : { cidr: pick(BLOCKS) } }
}
function knpPort(target) {
  const d = target ? pick(declared(target)) : undefined
  if (d && chance(0.15)) return { protocol: d.protocol, port: d.name }
  if (d && chance(0.65)) return { protocol: d.protocol, port: d.containerPort }
  if (chance(0.15)) return { protocol: 'TCP', port: 8000, endPort: 9100 }
  return { protocol: chance(0.85) ? 'TCP' : 'UDP', port: pick(PORTS) }
}
// The first policy of each namespace selects all its pods and admits the namespace itself, as real roll-outs begin.
function knp(i) {
  const n = i % nNs
  const wide = i < nNs
  const target = pick(podsOf[n])
  const x = next()
  const policyTypes = wide ? ['Ingress'] : x < 0.6 ? ['Ingress'] : x < 0.8 ? ['Egress'] : ['Ingress', 'Egress']
  const podSelector = wide
    ? {}
    : { matchLabels: chance(0.8) ? { app: target.metadata.labels.app } : { role: target.metadata.labels.role } }
  const rule = (key) => ({
    [key]: Array.from({ length: int(1, 2) }, () => knpPeer(n)),
    ports: Array.from({ length: int(1, 2) }, () => knpPort(key === 'from' ? target : undefined)),
  })
  const spec = { podSelector, policyTypes }
  if (policyTypes.includes('Ingress'))
    spec.ingress = Array.from({ length: P.rules }, (_, k) =>
      wide && k === 0 ? { from: [{ podSelector: {} }] } : rule('from'),
    )
  if (policyTypes.includes('Egress'))
    spec.egress = Array.from({ length: P.rules }, (_, k) => (k === 0 ? { to: [{ podSelector: {} }] } : rule('to')))
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `policy-${pad(i, 4)}`, namespace: nsNames[n] },
    spec,
  }
}

const calico = (kind, name, namespace, spec) => ({
  apiVersion: 'projectcalico.org/v3',
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
  spec,
})
const tier = (name, order, defaultAction) =>
  calico('Tier', name, undefined, { order, ...(defaultAction ? { defaultAction } : {}) })
const gns = (name, labels, nets) => ({
  apiVersion: 'projectcalico.org/v3',
  kind: 'GlobalNetworkSet',
  metadata: { name, labels },
  spec: { nets },
})

// The per-node shape published with Calico's own evaluator benchmark: 3,708 sets with about 256,000 members,
// 294 policies × 68 rules that apply to every pod, nearly all Pass, 24.2 % naming a set. Its histogram of set sizes
// (1-9, 10-99, 100-999, 1000-9999) drawn evenly would give about 960,000 members, so sizes here stay near each lower end.
const HISTOGRAM = [
  [4, 0, 0],
  [3035, 1, 5],
  [446, 10, 30],
  [64, 100, 300],
  [158, 1000, 1150],
  [1, 54566, 54566],
]
function calicoShape() {
  let m = 0
  for (const [count, lo, hi] of HISTOGRAM) {
    for (let i = 0; i < count; i++) {
      const id = `s${pad(sets.length, 4)}`
      const nets = Array.from({ length: int(lo, hi) }, () => {
        const a = `10.${m >> 16}.${(m >> 8) & 255}.${m & 255}`
        m++
        if (m % 97 === 0) members.push([id, a])
        return `${a}/32`
      })
      if (nets.length) members.push([id, nets[0].slice(0, -3)])
      sets.push(gns(id, { set: id }, nets))
    }
  }
  tiers.push(tier('perimeter', 200, 'Deny'))
  const total = P.policies * P.rules
  const special = new Map()
  while (special.size < Math.min(10, total - 2)) special.set(int(0, total - 2), 'Deny')
  for (;;) {
    const at = int(0, total - 2)
    if (!special.has(at)) {
      special.set(at, 'Allow')
      break
    }
  }
  const names = some(
    sets.map((s) => s.metadata.name),
    sets.length,
  ) // each set is named at least once while references last
  const sample = new Map(members) // a member of each set
  let ref = 0
  for (let i = 0, at = 0; i < P.policies; i++) {
    const ingress = []
    for (let j = 0; j < P.rules; j++, at++) {
      const action = special.get(at) ?? 'Pass'
      const port = 20000 + (at % 20000)
      if (at === total - 1) {
        ingress.push({ action: 'Pass', protocol: 'TCP', destination: { ports: ['1:19999'] } })
        continue
      }
      if (next() < 0.242) {
        const id = names[ref++ % names.length]
        const inSource = chance(0.5)
        ingress.push(
          inSource
            ? { action, protocol: 'TCP', source: { selector: `set == '${id}'` }, destination: { ports: [port] } }
            : {
                action,
                protocol: 'TCP',
                source: { ports: ['1024:65535'] },
                destination: { selector: `set == '${id}'`, ports: [port] },
              },
        )
        if (inSource && sample.has(id)) ruleHits.push([port, sample.get(id)])
      } else {
        ingress.push({ action, protocol: 'TCP', destination: { ports: [port] } })
        ruleHits.push([port])
      }
    }
    policies.push(
      calico('GlobalNetworkPolicy', `perimeter.policy-${pad(i, 4)}`, undefined, {
        tier: 'perimeter',
        order: i,
        selector: 'all()',
        types: ['Ingress'],
        ingress,
      }),
    )
  }
  for (let i = 0; i < Math.max(20, nNs); i++) policies.push(appPolicy(i))
}
// Calico policy of one application in the default tier.
function appPolicy(i, extra = {}) {
  const n = i % nNs
  const target = pick(podsOf[n])
  const allow = () => ({
    action: chance(0.9) ? 'Allow' : 'Deny',
    protocol: 'TCP',
    source: chance(0.6)
      ? { selector: `app == '${pick(appsIn[n])}' || role == '${pick(ROLES)}'` }
      : { namespaceSelector: `env == '${pick(ENVS)}'` },
    destination: { ports: declared(target).map((p) => p.containerPort) },
  })
  return calico('NetworkPolicy', `default.app-${pad(i, 4)}`, nsNames[n], {
    tier: 'default',
    order: 1000 + i,
    selector: chance(0.3) ? 'all()' : `role == '${target.metadata.labels.role}'`,
    types: ['Ingress'],
    ingress: [
      {
        action: 'Allow',
        source: { selector: 'has(app)' },
        protocol: 'TCP',
        destination: { ports: [8080, 80, '9000:9100'] },
      },
      allow(),
      allow(),
    ],
    ...extra,
  })
}

const net = () => {
  const bits = pick([16, 20, 22, 24, 24, 26, 28, 30, 32, 32])
  const a = chance(0.1)
    ? [10, 240 + int(0, 1), int(0, 255), int(0, 255)]
    : chance(0.5)
      ? [198, int(18, 19), int(0, 255), int(0, 255)]
      : [8, int(0, 255), int(0, 255), int(0, 255)]
  const n = ((a[0] << 24) | (a[1] << 16) | (a[2] << 8) | a[3]) & (-1 << (32 - bits))
  return `${(n >>> 24) & 255}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}/${bits}`
}
/** An API server takes each entry of a list of prefixes once */
function distinctNets(count) {
  const nets = new Set()
  while (nets.size < count) nets.add(net())
  return [...nets]
}

function cidrPolicy(i) {
  const rule = (dir) => ({
    action: chance(0.7) ? 'Allow' : 'Deny',
    protocol: chance(0.85) ? 'TCP' : 'UDP',
    [dir === 'ingress' ? 'source' : 'destination']: {
      nets: distinctNets(P.nets),
      ...(chance(0.1) ? { notNets: ['8.8.0.0/16'] } : {}),
    },
    ...(dir === 'ingress' ? { destination: { ports: some(PORTS, 3) } } : {}),
  })
  const ingress = Array.from({ length: P.rules }, () => rule('ingress'))
  ingress.push({ action: 'Allow', source: { selector: 'has(app)' } })
  return calico('GlobalNetworkPolicy', `default.cidrs-${pad(i, 4)}`, undefined, {
    tier: 'default',
    order: i,
    selector: `app == 'app-${pad(i % APPS, 2)}'`,
    types: i % 3 ? ['Ingress'] : ['Ingress', 'Egress'],
    ingress,
    ...(i % 3
      ? {}
      : {
          egress: [
            ...Array.from({ length: Math.ceil(P.rules / 2) }, () => rule('egress')),
            { action: 'Allow', destination: { selector: 'has(app)' } },
          ],
        }),
  })
}

function term(n) {
  const k = int(0, 9)
  if (RICH && k < 5) {
    const key = int(0, 7)
    return pick([
      `key-${key} == 'val-${int(0, 9 + key * 5)}'`,
      `key-${key} in {'val-${int(0, 4)}', 'val-${int(5, 9 + key * 5)}'}`,
      `key-${key} != 'val-${int(0, 9 + key * 5)}'`,
    ])
  }
  if (k < 7) return `app == '${pick(appsIn[n])}'`
  if (k < 8)
    return `role in {${some(ROLES, 2)
      .map((r) => `'${r}'`)
      .join(', ')}}`
  return pick([`role == '${pick(ROLES)}'`, "version == 'v1'", `app starts with 'app-${int(0, 2)}'`])
}
const selector = (n) => {
  const x = next()
  return x < 0.4
    ? term(n)
    : x < 0.7
      ? `${term(n)} && ${term(n)}`
      : x < 0.9
        ? `${term(n)} || ${term(n)}`
        : `(${term(n)} || ${term(n)}) && !(${term(n)})`
}
function selectorRule(n, dir, actions) {
  const peer = {
    selector: selector(n),
    ...(chance(0.4)
      ? { namespaceSelector: pick([`env == '${pick(ENVS)}'`, `team in {'blue', '${pick(TEAMS)}'}`, 'all()']) }
      : {}),
  }
  const ports = some(PORTS, int(1, 3))
  return {
    action: pick(actions),
    protocol: chance(0.85) ? 'TCP' : 'UDP',
    ...(dir === 'ingress' ? { source: peer, destination: { ports } } : { destination: { ...peer, ports } }),
  }
}
function selectorPolicy(i) {
  const n = i % nNs
  const types = i % 4 ? ['Ingress'] : ['Ingress', 'Egress']
  const spec = {
    tier: 'default',
    order: i,
    selector: selector(n),
    types,
    ingress: Array.from({ length: P.rules }, () => selectorRule(n, 'ingress', ['Allow', 'Allow', 'Deny'])),
  }
  if (types.length > 1)
    spec.egress = [
      ...Array.from({ length: Math.ceil(P.rules / 2) }, () => selectorRule(n, 'egress', ['Allow', 'Deny'])),
      { action: 'Allow' },
    ]
  return chance(0.7)
    ? calico('NetworkPolicy', `default.sel-${pad(i, 4)}`, nsNames[n], spec)
    : calico('GlobalNetworkPolicy', `default.sel-${pad(i, 4)}`, undefined, {
        ...spec,
        namespaceSelector: `team == '${pick(TEAMS)}'`,
      })
}
function tierPolicy(i) {
  const t = i % 20
  const n = Math.floor(i / 20) % nNs
  const last = t === 19
  const spec = {
    tier: last ? 'default' : `tier-${pad(t, 2)}`,
    order: i,
    selector: i % 3 ? selector(n) : 'all()',
    types: ['Ingress', 'Egress'],
  }
  const actions = last ? ['Allow', 'Allow', 'Deny'] : ['Pass', 'Pass', 'Pass', 'Pass', 'Pass', 'Allow', 'Deny']
  for (const dir of ['ingress', 'egress'])
    spec[dir] = Array.from({ length: Math.ceil(P.rules / 2) }, () => selectorRule(n, dir, actions))
  const name = `${spec.tier}.policy-${pad(i, 4)}`
  return i % 2 ? calico('NetworkPolicy', name, nsNames[n], spec) : calico('GlobalNetworkPolicy', name, undefined, spec)
}
function dualPolicy(i) {
  if (i % 2) return knp(i)
  const nets = chance(0.5)
    ? some(['2001:db8::/32', '2001:db8:1::/48', '2001:db8:2::/48', 'fd00:10:240::/64'], 2)
    : some(BLOCKS, 2)
  const rules = Array.from({ length: P.rules - 1 }, (_, k) =>
    k % 3
      ? selectorRule(i % nNs, 'ingress', ['Allow', 'Allow', 'Deny'])
      : {
          action: pick(['Allow', 'Deny']),
          ipVersion: nets[0].includes(':') ? 6 : 4,
          protocol: 'TCP',
          source: { nets },
          destination: { ports: some(PORTS, 2) },
        },
  )
  return calico('GlobalNetworkPolicy', `default.dual-${pad(i, 4)}`, undefined, {
    tier: 'default',
    order: i,
    selector: `app == 'app-${pad(i % APPS, 2)}'`,
    types: ['Ingress'],
    ingress: [...rules, { action: 'Allow', protocol: 'TCP', source: { namespaceSelector: `env == '${pick(ENVS)}'` } }],
  })
}

const make = {
  'knp-uniform': knp,
  unique: knp,
  cidrs: cidrPolicy,
  selectors: selectorPolicy,
  tiers20: tierPolicy,
  dual: dualPolicy,
}[P.world]
if (P.world === 'calico-shape') calicoShape()
else {
  if (P.world === 'tiers20') for (let t = 0; t < 19; t++) tiers.push(tier(`tier-${pad(t, 2)}`, 100 + 10 * t, 'Pass'))
  for (let i = 0; i < P.policies; i++) policies.push(make(i))
}
const usesCalico = policies.some((p) => p.apiVersion.startsWith('projectcalico'))
if (usesCalico) tiers.push(tier('default', 1000000))

// --- the change: 1 % of the policies, in turn narrowed, given another port, opened; the first always bites
const after = new Map(policies.map((p) => [p, p]))
const changed = []
for (let k = 0, n = Math.max(1, Math.round(policies.length / 100)); k < n; k++) {
  const at = k === 0 ? 0 : 1 + Math.floor(((policies.length - 1) * k) / n)
  const before = policies[at]
  const copy = structuredClone(before)
  const dir = copy.spec.ingress ? 'ingress' : 'egress'
  const how = ['narrow', 'port', 'open'][k % 3]
  if (how === 'narrow')
    copy.spec[dir] =
      P.world === 'calico-shape'
        ? copy.spec[dir].map((r) => (r.action === 'Pass' ? { ...r, action: 'Deny' } : r))
        : copy.spec[dir].slice(Math.ceil(copy.spec[dir].length / 2))
  else if (how === 'port')
    copy.spec[dir] = JSON.parse(
      JSON.stringify(copy.spec[dir])
        .replaceAll('8080', '8081')
        .replaceAll('"http"', '"grpc"')
        .replace(/(2\d\d)(\d\d)(?=\])/g, (_, a, b) => a + pad((Number(b) + 1) % 100, 2)),
    )
  else
    copy.spec[dir] =
      usesCalico && before.apiVersion.startsWith('projectcalico')
        ? [{ action: 'Allow', protocol: 'TCP', destination: { ports: [8080, '50000:50999'] } }, ...copy.spec[dir]]
        : [...copy.spec[dir], {}]
  after.set(before, copy)
  changed.push({ name: `${before.kind}/${before.metadata.namespace ?? ''}/${before.metadata.name}`, how })
}

// --- files
rmSync(args.out, { recursive: true, force: true })
for (const d of ['', 'before', 'after', ...(args.manifests ? ['cluster'] : [])])
  mkdirSync(join(args.out, d), { recursive: true })

function yaml(v, indent = '') {
  if (Array.isArray(v))
    return v.length ? v.map((x) => `\n${indent}- ${yaml(x, `${indent}  `).replace(/^\n\s*/, '')}`).join('') : ' []'
  if (v && typeof v === 'object') {
    const ks = Object.keys(v)
    return ks.length
      ? ks
          .map((k) => {
            const s = yaml(v[k], Array.isArray(v[k]) ? indent : `${indent}  `)
            return `\n${indent}${scalar(k)}:${s.startsWith('\n') || s.startsWith(' ') ? s : ` ${s}`}`
          })
          .join('')
      : ' {}'
  }
  return scalar(v)
}
function scalar(v) {
  if (typeof v !== 'string') return String(v)
  return /^[A-Za-z_][\w./-]*$/.test(v) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(v) ? v : JSON.stringify(v)
}
const doc = (o) => `${yaml(o).replace(/^\n/, '')}\n`
const fileName = (p) =>
  `${p.kind.toLowerCase()}-${p.metadata.namespace ? `${p.metadata.namespace}-` : ''}${p.metadata.name}.yaml`
for (const t of tiers) for (const d of ['before', 'after']) writeFileSync(join(args.out, d, fileName(t)), doc(t))
for (const p of policies) {
  writeFileSync(join(args.out, 'before', fileName(p)), doc(p))
  writeFileSync(join(args.out, 'after', fileName(p)), doc(after.get(p)))
}
if (args.manifests)
  for (const [name, list] of [
    ['namespaces', namespaces],
    ['accounts', accounts],
    ['pods', pods],
  ])
    writeFileSync(join(args.out, 'cluster', `${name}.yaml`), list.map(doc).join('---\n'))

class Sink {
  constructor(path) {
    this.fd = openSync(path, 'w')
    this.parts = []
    this.size = 0
  }
  add(s) {
    this.parts.push(s)
    this.size += s.length
    if (this.size > 1 << 20) this.flush()
  }
  flush() {
    writeSync(this.fd, this.parts.join(''))
    this.parts = []
    this.size = 0
  }
  end() {
    this.flush()
    closeSync(this.fd)
  }
}
const objects = new Sink(join(args.out, 'objects.json'))
objects.add('{"apiVersion":"v1","kind":"List","items":[\n')
;[...namespaces, ...accounts, ...nodes, ...pods, ...sets, ...tiers, ...policies].forEach((o, i) =>
  objects.add(`${i ? ',\n' : ''}${JSON.stringify(o)}`),
)
objects.add('\n]}\n')
objects.end()

// --- flows
const PN = nsNames.length
function podFlow() {
  const dst = pods[Math.floor(next() * pods.length)]
  const n = Number(dst.metadata.namespace.slice(3))
  const src = pick(podsOf[chance(0.55) ? n : Math.floor(next() * PN)])
  return [src, dst]
}
const end = (pod, ip) =>
  pod ? `{"pod":"${pod.metadata.namespace}/${pod.metadata.name}","ip":"${ip}"}` : `{"ip":"${ip}"}`
const ipOf = (pod, six) => pod.status.podIPs[six ? 1 : 0].ip
// A walk over all (source, destination, port) triples that never repeats within 10^6 flows.
const span = pods.length * pods.length * 60000
const stride = 1000003
function tuple(i) {
  let src,
    dst,
    sip,
    dip,
    port,
    protocol = 'TCP'
  const six = dual && chance(0.5)
  if (P.world === 'unique') {
    const x = (i * stride * 7 + P.seed) % span
    src = pods[x % pods.length]
    dst = pods[Math.floor(x / pods.length) % pods.length]
    port = i % 4 === 0 ? 1 + Math.floor(x / pods.length / pods.length) : pick(PORTS)
    if (src === dst || i % 2) {
      const y = (i * 2654435761) % 2 ** 24
      if (i & 2) {
        src = undefined
        sip = `8.${y >> 16}.${(y >> 8) & 255}.${y & 255}`
      } else {
        dst = undefined
        dip = `8.${y >> 16}.${(y >> 8) & 255}.${y & 255}`
      }
    }
  } else {
    ;[src, dst] = podFlow()
    while (src === dst) [src, dst] = podFlow()
    const x = next()
    const away = P.world === 'cidrs' ? 0.4 : 0.12
    if (x < away) {
      src = undefined
      sip = six ? outside6() : outside()
    } else if (x < (P.world === 'calico-shape' ? away : 2 * away)) {
      dst = undefined
      dip = six ? outside6() : outside()
    }
    if (P.world === 'calico-shape') {
      const y = next()
      if (y < 0.3) {
        const [p, member] = pick(ruleHits)
        port = p
        if (member) {
          src = undefined
          sip = member
        }
      } else if (y < 0.6) port = int(45000, 60000)
      else {
        port = pick(declared(dst)).containerPort
        if (chance(0.15)) {
          src = undefined
          sip = pick(members)[1]
        }
      }
    } else if (dst && chance(0.7)) {
      const d = pick(declared(dst))
      port = d.containerPort
      protocol = d.protocol
    } else {
      port = pick(PORTS)
      protocol = chance(0.9) ? 'TCP' : 'UDP'
    }
  }
  return {
    src,
    dst,
    sip: sip ?? ipOf(src, six),
    dip: dip ?? ipOf(dst, six),
    protocol,
    port,
    sport: P.world === 'unique' ? 1024 + (i % 60000) : int(32768, 60999),
  }
}

// One record of a Whisker list: who saw it, what enforced and pending policies said.
const T0 = Date.UTC(2026, 7, 20, 9, 0, 0)
const STAMPS = Array.from({ length: 241 }, (_, i) => new Date(T0 + i * 15000).toISOString().replace('.000Z', 'Z'))
const pvt = (ip) => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(ip)
const labelText = new Map(
  pods.map((p) => [
    p,
    Object.keys(p.metadata.labels)
      .sort()
      .map((k) => `${k}=${p.metadata.labels[k]}`)
      .join(' | '),
  ]),
)
const party = (pod, ip) =>
  pod
    ? [`${pod.metadata.generateName}*`, pod.metadata.namespace, labelText.get(pod)]
    : [pvt(ip) ? 'PRIVATE NETWORK' : 'PUBLIC NETWORK', '-', '']
const KIND = (p) =>
  p.apiVersion.startsWith('projectcalico') && p.kind === 'NetworkPolicy' ? 'CalicoNetworkPolicy' : p.kind
const hit = (kind, p, t, action, at, rule, trigger) => ({
  kind,
  name: p?.metadata.name ?? '',
  namespace: p?.metadata.namespace ?? '',
  tier: t,
  action,
  policy_index: at,
  rule_index: rule,
  trigger,
})
function trace(pod, allow) {
  const out = []
  for (let k = int(0, tiers.length > 1 ? 2 : 0); k > 0; k--) {
    const p = pick(policies)
    out.push(hit(KIND(p), p, p.spec.tier ?? 'default', 'Pass', out.length, int(0, P.rules - 1), null))
  }
  const p = pick(policies)
  if (allow && chance(0.3))
    out.push({
      kind: 'Profile',
      name: `kns.${pod.metadata.namespace}`,
      namespace: '',
      tier: '',
      action: 'Allow',
      policy_index: out.length,
      rule_index: 0,
      trigger: null,
    })
  else if (allow) out.push(hit(KIND(p), p, p.spec.tier ?? 'default', 'Allow', out.length, int(0, P.rules - 1), null))
  else
    out.push(
      hit(
        'EndOfTier',
        undefined,
        p.spec.tier ?? 'default',
        'Deny',
        out.length,
        -1,
        hit(KIND(p), p, p.spec.tier ?? 'default', 'ActionUnspecified', 0, 0, null),
      ),
    )
  return out
}
// Drawn from a sequence of its own, so that records leave the flows as they are without them.
let aside = (P.seed ^ 0x9e3779b9) >>> 0
function record(f) {
  const main = state
  state = aside
  const reporter = f.dst && (!f.src || chance(0.5)) ? 'Dst' : 'Src'
  const pod = reporter === 'Dst' ? f.dst : f.src
  const allow = chance(0.75)
  const [sn, sns, sl] = party(f.src, f.sip)
  const [dn, dns, dl] = party(f.dst, f.dip)
  const start = int(0, 200)
  const enforced = trace(pod, allow)
  const count = int(1, 5000)
  const item = {
    start_time: STAMPS[start],
    end_time: STAMPS[start + int(1, 40)],
    action: allow ? 'Allow' : 'Deny',
    source_name: sn,
    source_namespace: sns,
    source_labels: sl,
    dest_name: dn,
    dest_namespace: dns,
    dest_labels: dl,
    protocol: f.protocol.toLowerCase(),
    dest_port: f.port,
    reporter,
    policies: { enforced, pending: chance(0.9) ? enforced : trace(pod, !allow) },
    packets_in: count,
    packets_out: allow ? count + 3 : 0,
    bytes_in: count * 90,
    bytes_out: allow ? count * 400 : 0,
  }
  aside = state
  state = main
  return item
}

const flows = new Sink(join(args.out, 'flows.jsonl'))
// What comes before, between and after the records of a file, and each of them as text.
const RECORDS = {
  whisker: ['whisker.json', '{"total":{"totalPages":1},"items":[', ',', ']}\n', (one) => JSON.stringify(one)],
  'whisker-stream': ['whisker.sse', '', '', '', (one) => `data: ${JSON.stringify(one)}\n\n`],
  goldmane: ['goldmane.json', '{"meta":{"totalPages":"1"},"flows":[', ',', ']}\n', protojsonElement],
  'goldmane-lines': ['goldmane.ndjson', '', '', '', (one) => `${goLine(one)}\n`],
}
const sinks = Object.entries(RECORDS)
  .filter(([option]) => args[option])
  .map(([, [file, head, between, tail, text]]) => ({ sink: new Sink(join(args.out, file)), head, between, tail, text }))
for (const { sink, head } of sinks) sink.add(head)
for (let i = 0; i < P.flows; i++) {
  const f = tuple(i)
  flows.add(
    `{"src":${end(f.src, f.sip)},"dst":${end(f.dst, f.dip)},"protocol":"${f.protocol}","sourcePort":${f.sport},"destinationPort":${f.port}}\n`,
  )
  if (sinks.length === 0) continue
  const one = record(f)
  for (const { sink, between, text } of sinks) sink.add(`${i ? between : ''}${text(one, i)}`)
}
for (const { sink, tail } of sinks) {
  sink.add(tail)
  sink.end()
}
flows.end()

const rules = policies.reduce((s, p) => s + (p.spec.ingress?.length ?? 0) + (p.spec.egress?.length ?? 0), 0)
const counts = {
  namespaces: nNs,
  pods: pods.length,
  policies: policies.length,
  rules,
  tiers: tiers.length,
  sets: sets.length,
  setMembers: sets.reduce((s, x) => s + x.spec.nets.length, 0),
  nets: policies.reduce(
    (s, p) =>
      s +
      [...(p.spec.ingress ?? []), ...(p.spec.egress ?? [])].reduce(
        (t, r) => t + (r.source?.nets?.length ?? 0) + (r.destination?.nets?.length ?? 0),
        0,
      ),
    0,
  ),
  flows: P.flows,
}
writeFileSync(join(args.out, 'world.json'), `${JSON.stringify({ ...P, counts, changed }, null, 2)}\n`)
console.log(JSON.stringify({ world: P.world, ...counts, changed: changed.length }))
