// Mistake or intention: the strict rule, case by case (docs/report.md).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Alive } from '../../src/advise/alive.ts'
import { Intentions } from '../../src/advise/intention.ts'
import type { Intention } from '../../src/advise/intention.ts'
import { has, wants } from '../../src/advise/describe.ts'
import { readManifests } from '../../src/manifest/object.ts'
import type { Flow } from '../../src/model/flow.ts'
import { World } from '../../src/preflight/world.ts'
import { readTuple } from '../../src/snapshot/tuple-flow.ts'

const pod = (name: string, namespace: string, ip: string, labels: string, ports = ''): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}, labels: {${labels}}}
spec: {nodeName: n1, containers: [{name: c, image: x, ports: [${ports}]}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
---`

const CLUSTER = `
apiVersion: v1
kind: Namespace
metadata: {name: bank, labels: {kubernetes.io/metadata.name: bank, team: payments}}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {kubernetes.io/metadata.name: shop, team: retail}}
---
apiVersion: v1
kind: Namespace
metadata: {name: banks, labels: {kubernetes.io/metadata.name: banks, team: pay-ments}}
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: {name: p}
spec: {cidr: 10.0.0.0/16}
---${pod('db', 'bank', '10.0.0.1', 'app: db', '{name: sql, containerPort: 2379}')}${pod('api', 'bank', '10.0.0.2', 'app: api, tier: backend', '{name: http, containerPort: 8080}')}${pod('web', 'shop', '10.0.1.3', 'app: web')}
`

const policy = (spec: string, name = 'db'): string => `
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: {name: ${name}, namespace: bank}
spec: ${spec}
---`

const allow = (rule: string): string =>
  policy(`{selector: app == 'db', types: [Ingress], ingress: [{action: Allow, ${rule}}]}`)

function worldOf(policies: string): World {
  const { manifests, broken } = readManifests(
    { path: 'all.yaml', text: CLUSTER + '---' + policies },
    { defaultNamespace: 'default', report: () => undefined },
  )
  assert.deepEqual(broken, [])
  return new World(manifests, [], (diagnostic) => assert.fail(JSON.stringify(diagnostic)))
}

function intention(policies: string, flow: unknown, seen: readonly unknown[] = [], before = ''): Intention {
  const world = worldOf(policies)
  const read = (tuple: unknown): Flow => {
    const one = readTuple(tuple, world.cluster)
    assert.ok(typeof one !== 'string')
    return one
  }
  const denied = read(flow)
  assert.equal(world.verdict(denied, 'enforced').overall, 'deny')
  const alive = new Alive(world.cluster, seen.map(read))
  return new Intentions({ engine: world.engine('enforced'), alive }, world.policies('enforced')).of(
    denied,
    worldOf(before).verdict(denied, 'enforced'),
  )
}

const toDb = { src: { pod: 'bank/api' }, dst: { pod: 'bank/db' }, protocol: 'TCP', destinationPort: 2379 }
const fixOf = ({ fix, is }: Intention): unknown => [is, fix?.from, fix?.to]

describe('probably a mistake', () => {
  it('a port on which nothing listens, one digit off', () => {
    const found = intention(
      allow(`protocol: TCP, source: {selector: app == 'api'}, destination: {ports: [2279]}`),
      toDb,
    )
    assert.deepEqual(fixOf(found), ['probably-a-mistake', '2279', '2379'])
    assert.ok(found.near)
    assert.equal(wants(found.near, 'port'), '2279')
    assert.equal(has(found.near, 'port'), '2379')
  })

  it('the name of a port that no pod has', () => {
    const found = intention(
      allow(`protocol: TCP, source: {selector: app == 'api'}, destination: {ports: [sqll]}`),
      toDb,
    )
    assert.deepEqual(fixOf(found), ['probably-a-mistake', 'sqll', 'sql'])
  })

  it('a label that nothing has, beside one that something has', () => {
    const found = intention(
      allow(`protocol: TCP, source: {selector: tier == 'backed'}, destination: {ports: [2379]}`),
      toDb,
    )
    assert.deepEqual(fixOf(found), ['probably-a-mistake', 'backed', 'backend'])
  })

  it('a namespace that is not there', () => {
    const found = intention(
      allow(`protocol: TCP, source: {namespaceSelector: team == 'payment'}, destination: {ports: [2379]}`),
      toDb,
    )
    assert.deepEqual(fixOf(found), ['probably-a-mistake', 'payment', 'payments'])
  })

  it('a namespace that is not there, and no word about ports', () => {
    const found = intention(allow(`source: {namespaceSelector: team == 'payment'}`), toDb)
    assert.deepEqual(fixOf(found), ['probably-a-mistake', 'payment', 'payments'])
  })

  it('behind a rule that is as near and meant', () => {
    const rules = `[{action: Allow, protocol: TCP, source: {selector: app == 'web'}, destination: {ports: [2379]}},
      {action: Allow, protocol: TCP, source: {selector: app == 'api'}, destination: {ports: [2279]}}]`
    const found = intention(policy(`{selector: app == 'db', types: [Ingress], ingress: ${rules}}`), toDb)
    assert.deepEqual(fixOf(found), ['probably-a-mistake', '2279', '2379'])
  })

  it('a prefix of the cluster in which no address is', () => {
    const found = intention(allow(`protocol: TCP, source: {nets: [10.0.9.0/24]}, destination: {ports: [2379]}`), toDb)
    assert.deepEqual(fixOf(found), ['probably-a-mistake', '10.0.9.0/24', '10.0.0.0/24'])
  })

  it('the wrong protocol', () => {
    const found = intention(
      allow(`protocol: UDP, source: {selector: app == 'api'}, destination: {ports: [2379]}`),
      toDb,
    )
    assert.equal(found.is, 'probably-a-mistake')
  })
})

describe('looks intended', () => {
  it('a peer label that something else has: the normal shape of a denial', () => {
    const found = intention(allow(`protocol: TCP, source: {selector: app == 'db'}, destination: {ports: [2379]}`), toDb)
    assert.deepEqual(fixOf(found), ['looks-intended', undefined, undefined])
    assert.deepEqual(found.near?.failing, ['source'])
  })

  it('a namespace that is there, with no pod in it yet', () => {
    const found = intention(
      allow(`source: {namespaceSelector: kubernetes.io/metadata.name == 'banks' && team == 'pay-ments'}`),
      toDb,
    )
    assert.notEqual(found.is, 'probably-a-mistake')
  })

  it('a port that is far from what listens', () => {
    const found = intention(allow(`protocol: TCP, source: {selector: app == 'api'}, destination: {ports: [443]}`), toDb)
    assert.equal(found.is, 'looks-intended')
    assert.ok(found.dead.has('port'))
  })

  it('a near port on which something was seen to listen', () => {
    const elsewhere = { ...toDb, destinationPort: 2279 }
    const rule = allow(`protocol: TCP, source: {selector: app == 'api'}, destination: {ports: [2279]}`)
    assert.equal(intention(rule, toDb, [elsewhere]).is, 'looks-intended')
  })

  it('a slip that would not help, for the other end denies as well', () => {
    const egress = policy(`{selector: app == 'api', types: [Egress], egress: []}`, 'api')
    const rule = allow(`protocol: TCP, source: {selector: app == 'api'}, destination: {ports: [2279]}`)
    assert.equal(intention(rule + egress, toDb).is, 'looks-intended')
  })

  it('is told by the rule that let it pass before, of rules that are equally near', () => {
    const rules = (ports: string): string =>
      policy(`{selector: app == 'db', types: [Ingress], ingress: [
        {action: Allow, protocol: TCP, source: {selector: app == 'api'}, destination: {ports: [9000]}},
        {action: Allow, protocol: TCP, source: {selector: app == 'api'}, destination: {ports: [${ports}]}}]}`)
    const found = intention(rules('8000'), toDb, [], rules('2379, 8000'))
    assert.deepEqual([found.is, found.near?.row.rule.written], ['looks-intended', 1])
  })

  it('two conditions that fail', () => {
    const found = intention(
      allow(`protocol: TCP, source: {selector: tier == 'backed'}, destination: {ports: [2379, 8080]}`),
      {
        ...toDb,
        src: { pod: 'shop/web' },
      },
    )
    assert.notEqual(found.is, 'probably-a-mistake')
  })
})

it('nothing near: no allow rule at all, or none that is about this traffic', () => {
  assert.equal(intention(policy(`{selector: app == 'db', types: [Ingress]}`), toDb).is, 'nothing-near')
  const other = allow(`protocol: UDP, source: {selector: app == 'web'}, destination: {ports: [53]}`)
  assert.equal(intention(other, toDb).is, 'nothing-near')
})
