// Pod policies against reality: every connection of a running cluster, judged as an exact packet by the objects of its
// phase, does what it really did (test/captures/README.md).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Engine } from '../../src/engine/engine.ts'
import { judge } from '../../src/engine/judge.ts'
import type { Cluster } from '../../src/model/cluster.ts'
import type { Answer } from '../../src/model/verdict.ts'
import {
  capturedWorld,
  connectionFlow,
  enforcedEngine,
  ipOf,
  readConnections,
  tally,
  targetsOf,
  worked,
  type Connection,
  type Target,
} from '../support/captures.ts'

const PHASES = [
  { phase: 'a', connections: 1099, held: ['summary-to-database-held (4)'], failed: 0 },
  {
    phase: 'b',
    connections: 1249,
    held: ['summary-to-database-held (4)', 'tracker-to-summary-held-across (1)'],
    failed: 0,
  },
  { phase: 'b2', connections: 1046, held: ['tracker-to-summary-held-across (2)'], failed: 251 },
  { phase: 'c', connections: 1224, held: ['summary-to-database-held (4)'], failed: 229 },
  { phase: 'd', connections: 1206, held: ['summary-to-database-held (4)'], failed: 239 },
] as const

/** A pod that had ended by the end of the phase had an address while it talked */
function withAddresses(cluster: Cluster, connections: readonly Connection[]): Cluster {
  const seen = new Map(
    connections.flatMap(({ src }) =>
      src.kind === 'pod' && src.ip !== undefined ? [[`${src.namespace ?? ''}/${src.pod ?? ''}`, src.ip] as const] : [],
    ),
  )
  const workloads = cluster.workloads.map((one) => {
    const ip = seen.get(`${one.namespace}/${one.name}`)
    return one.addresses.length > 0 || ip === undefined ? one : { ...one, addresses: [ipOf(ip)] }
  })
  return { ...cluster, workloads }
}

/** A node that forwards to a backend elsewhere puts its own address on what comes by its port */
function answerOf(one: Connection, target: Target, engine: Engine): Answer {
  const entry = one.dialed.node_port === true ? engine.nodeAt(ipOf(one.dialed.ip)) : undefined
  const isForwarded = entry !== undefined && engine.workloadAt(ipOf(target.ip))?.node !== entry
  return judge(engine, connectionFlow(one, target, engine, { sourceIp: isForwarded ? one.dialed.ip : undefined }))
    .overall
}

describe('a cluster of pods', () => {
  for (const { connections, failed, held, phase } of PHASES)
    it(`phase ${phase}: all ${String(connections)} connections do what they did`, () => {
      const all = readConnections('yaobank', phase)
      assert.equal(all.length, connections)
      // What became of these was decided when they began, in part under other policies.
      assert.deepEqual(tally(all.filter((one) => one.held === true).map(({ flow }) => flow)), held)
      const judged = all.filter((one) => one.held !== true)
      assert.equal(judged.filter((one) => !worked(one)).length, failed)
      const { cluster, policies } = capturedWorld('yaobank', phase)
      const engine = enforcedEngine(withAddresses(cluster, all), policies)
      const wrong = judged.flatMap((one) => {
        const answers = targetsOf(one, engine.cluster).map((target) => answerOf(one, target, engine))
        const isSo = worked(one) ? answers.join() === 'allow' : answers.includes('deny')
        return isSo && !answers.includes('unknown') ? [] : [`${one.flow} ${String(one.outcome)}: ${answers.join()}`]
      })
      assert.deepEqual(wrong, [])
    })
})
