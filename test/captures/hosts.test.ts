// Host endpoints against reality: every connection of a running cluster, judged by its objects at every hook of every node
// that it crosses, does what it really did (test/captures/README.md). Addresses are as dialled; the engine translates them.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseNet } from '../../src/base/ip.ts'
import { readSettings } from '../../src/config/settings.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { judge } from '../../src/engine/judge.ts'
import { snapshotFilesOf } from '../../src/files/snapshot-files.ts'
import type { Cluster, NodeInterface } from '../../src/model/cluster.ts'
import type { Flow } from '../../src/model/flow.ts'
import type { Answer, FlowVerdict } from '../../src/model/verdict.ts'
import type { Agreement } from '../../src/report/document.ts'
import { run } from '../../src/run.ts'
import {
  capturedWorld,
  connectionFlow,
  enforcedEngine,
  frontendOf,
  ipOf,
  readConnections,
  readObjects,
  readPacked,
  targetsOf,
  worked,
  type Connection,
  type Target,
} from '../support/captures.ts'

const PHASES = [
  { phase: '0', connections: 1550, what: 'no host endpoints' },
  { phase: '1', connections: 1511, what: 'host endpoints without a policy' },
  { phase: '2', connections: 1516, what: 'normal policies' },
  { phase: '3', connections: 1496, what: 'policies on forwarded traffic' },
] as const

/** What no object says: a second interface of each node, with the storage network behind it */
const ETH1: Readonly<Record<string, string>> = {
  'cp-1': '172.30.0.10',
  'worker-1': '172.30.0.11',
  'worker-2': '172.30.0.12',
}

function withInterfaces(cluster: Cluster): Cluster {
  const net = (text: string): NodeInterface['networks'] => {
    const cidr = parseNet(text)
    return cidr === undefined ? [] : [cidr]
  }
  const nodes = cluster.nodes.map((node) => {
    const second = ipOf(ETH1[node.name] ?? '')
    const interfaces: NodeInterface[] = [
      { name: 'eth0', addresses: node.addresses, networks: [...net('192.168.60.0/24'), ...net('0.0.0.0/0')] },
      { name: 'eth1', addresses: [second], networks: net('172.30.0.0/24') },
    ]
    return { ...node, addresses: [...node.addresses, second], interfaces }
  })
  return { ...cluster, nodes }
}

/** With what was dialled, and the one node that routes between two networks */
function flowOf(one: Connection, target: Target, engine: Engine): Flow {
  const { ip, port } = one.dialed
  return connectionFlow(one, target, engine, {
    dialled: { ip: ipOf(ip), port: one.proto === 'icmp' ? undefined : port },
    via: one.flow.startsWith('transit-') ? 'worker-1' : undefined,
  })
}

/** kube-proxy sends clients from outside to the backends of the node alone where a Service says `Local` */
function reachable(one: Connection, engine: Engine): readonly Target[] {
  const targets = targetsOf(one, engine.cluster)
  const isLocal = one.dialed.node_port === true && frontendOf(one, engine.cluster)?.localOnly === true
  if (one.src.kind !== 'external' || !isLocal) return targets
  const node = engine.nodeAt(ipOf(one.dialed.ip))
  return targets.filter(({ ip }) => (engine.workloadAt(ipOf(ip))?.node ?? engine.nodeAt(ipOf(ip))) === node)
}

interface Judged {
  readonly one: Connection
  /** One for each backend that may have been chosen; none where kube-proxy drops it */
  readonly verdicts: readonly FlowVerdict[]
}

function judgedPhase(phase: string, change: (cluster: Cluster) => Cluster): Judged[] {
  const { cluster, policies } = capturedWorld('hosts', phase)
  const engine = enforcedEngine(change(cluster), policies)
  return readConnections('hosts', phase).map((one) => ({
    one,
    verdicts: reachable(one, engine).map((target) => judge(engine, flowOf(one, target, engine))),
  }))
}

/** A connection that works ended somewhere; one that fails may have been meant for any of its backends */
const isAsJudged = ({ one, verdicts }: Judged, denied: (answer: Answer) => boolean): boolean =>
  worked(one)
    ? verdicts.length === 1 && verdicts.every(({ overall }) => overall !== 'deny')
    : verdicts.some(({ overall }) => denied(overall))

const shown = ({ one, verdicts }: Judged): string => {
  const steps = verdicts.map(
    ({ hosts, overall }) =>
      `${overall} [${(hosts ?? []).map((step) => `${step.node ?? '?'} ${step.hook} ${step.verdict.is}`).join(', ')}]`,
  )
  return `${one.flow} ${String(one.outcome)}: ${steps.join(' or ')}`
}

const KUBE_PROXY = ['out-scan-w1-np30081-local', 'out-user-w1-np30081-local']

describe('a cluster with host endpoints', () => {
  const names = new Set<string>()
  for (const { connections, phase, what } of PHASES)
    it(`phase ${phase}, ${what}: all ${String(connections)} connections do what they did`, () => {
      const all = judgedPhase(phase, withInterfaces)
      for (const { one } of all) names.add(one.flow)
      assert.equal(all.length, connections)
      // Dropped by kube-proxy, for want of a backend on the node.
      const aside = all.filter(({ verdicts }) => verdicts.length === 0)
      assert.deepEqual([...new Set(aside.map(({ one }) => one.flow))].sort(), KUBE_PROXY)
      assert.ok(aside.every(({ one }) => !worked(one)) && aside.length <= 10)
      const judged = all.filter(({ verdicts }) => verdicts.length > 0)
      assert.deepEqual(judged.filter((one) => !isAsJudged(one, (answer) => answer === 'deny')).map(shown), [])
      assert.deepEqual(
        judged.filter(({ verdicts }) => verdicts.some(({ overall }) => overall === 'unknown')).map(shown),
        [],
      )
    })

  it('these are all of the flows', () => {
    assert.equal(names.size, 285)
    assert.equal(
      PHASES.reduce((sum, { connections }) => sum + connections, 0),
      6073,
    )
  })

  /** Without the table above: what is uncertain then, and never a wrong answer */
  const UNCERTAIN = { '0': 0, '1': 309, '2': 263, '3': 386 }
  for (const { phase } of PHASES)
    it(`phase ${phase}: by its objects alone nothing is said that is not so`, () => {
      const judged = judgedPhase(phase, (cluster) => cluster).filter(({ verdicts }) => verdicts.length > 0)
      assert.deepEqual(judged.filter((one) => !isAsJudged(one, (answer) => answer !== 'allow')).map(shown), [])
      const open = judged.filter(({ verdicts }) => verdicts.some(({ overall }) => overall === 'unknown'))
      assert.equal(open.length, UNCERTAIN[phase])
      const reasons = open.flatMap(({ verdicts }) =>
        verdicts.flatMap(({ hosts }) =>
          (hosts ?? []).flatMap(({ verdict }) => verdict.because.map(({ code }) => code)),
        ),
      )
      assert.deepEqual([...new Set(reasons)], open.length === 0 ? [] : ['host-interface-unknown'])
    })
})

/** How well the simulation of a phase's policies reproduces its flow records: of a run with a change that touches nothing */
async function agreementOf(phase: string): Promise<Agreement> {
  const settings = readSettings({
    surface: 'cli',
    inputs: { 'snapshot-max-age': 'unlimited' },
    config: undefined,
    configName: 'none',
  })
  assert.ok(settings.ok)
  const info = { label: 'x', sha: undefined, filesUrl: undefined }
  const idle = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: idle, namespace: vault}\n'
  const policies = [{ path: 'idle.yaml', text: `${idle}spec: {podSelector: {matchLabels: {is: nothing}}}\n` }]
  const list = { apiVersion: 'v1', kind: 'List', items: readObjects('hosts', phase) }
  const files = snapshotFilesOf([
    { name: 'objects.json', bytes: Buffer.from(JSON.stringify(list)) },
    { name: 'whisker-flows.json', bytes: Buffer.from(readPacked('hosts', `whisker-${phase}.json.gz`)) },
  ])
  const { evidence } = await run(settings.value, {
    sides: () =>
      Promise.resolve({
        before: { is: 'cluster', info },
        after: { is: 'files', info, policies, expectations: [] },
        diagnostics: [],
      }),
    snapshot: () =>
      Promise.resolve({
        origin: { label: 'capture', url: undefined },
        files: (async function* () {
          for (const file of files) yield await Promise.resolve(file)
        })(),
      }),
    now: () => '2026-11-22T12:00:00Z',
    log: () => undefined,
  })
  assert.ok(evidence !== undefined)
  return evidence.agreement
}

describe('flow records of a cluster with host endpoints', () => {
  const shownDisagreement = ({ cause, destination, port, source }: Agreement['differ'][number]): string =>
    `${source} > ${destination}:${String(port)} ${cause}`

  for (const [phase, total] of [
    ['0', 93],
    ['1', 104],
    ['2', 104],
  ] as const)
    it(`phase ${phase}: every verdict of ${String(total)} is reproduced, or left open`, async () => {
      const agreement = await agreementOf(phase)
      assert.deepEqual(agreement.differ.map(shownDisagreement), [])
      assert.equal(agreement.total, total)
      assert.equal(agreement.reproduced, total - 2)
      assert.equal(agreement.otherTrace, 0)
    })

  it('phase 3: the drops of hosts that records put down to pods are told apart', async () => {
    const agreement = await agreementOf('3')
    assert.deepEqual(agreement.differ.map(shownDisagreement), [
      'ops/jail-w1 > worker-2:10250 host-policy',
      'shop/api-w1 > vault/vault-w2:8200 host-policy',
    ])
    assert.equal(agreement.total, 96)
    // A pod's record with the profile of a host: what kube-proxy forwards meets the host's own list (§4.7).
    assert.equal(agreement.otherTrace, 1)
  })
})
