// What the simulation reproduces of the verdicts that a running cluster recorded, with their traces: of its dataplane, and of
// its own preview with all its inaccuracies (the table of the capture's README).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RecordedSet } from '../../src/compare/calibrate.ts'
import { snapshotFilesOf } from '../../src/files/snapshot-files.ts'
import { Calibrator, settledByRecords } from '../../src/preflight/calibration.ts'
import { World } from '../../src/preflight/world.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import { resolveFlows } from '../../src/snapshot/resolve.ts'
import type { Flow } from '../../src/model/flow.ts'
import type { Agreement } from '../../src/report/document.ts'
import { readObjects, readPacked } from '../support/captures.ts'

async function recorded(phase: string): Promise<{ world: World; flows: readonly Flow[] }> {
  const reader = createSnapshotReader({ defaultNamespace: 'default' }, () => undefined)
  const list = { apiVersion: 'v1', kind: 'List', items: readObjects('yaobank', phase) }
  const files = snapshotFilesOf([
    { name: 'objects.json', bytes: Buffer.from(JSON.stringify(list)) },
    { name: 'whisker-flows.json', bytes: Buffer.from(readPacked('yaobank', `whisker-${phase}.json.gz`)) },
  ])
  for (const file of files) await reader.add(file)
  const { broken, manifests, records } = reader.finish()
  const world = new World(manifests, broken, (one) => assert.fail(JSON.stringify(one)))
  return { world, flows: resolveFlows(records, world.cluster) }
}

function agreementOf(world: World, flows: readonly Flow[], set: RecordedSet): Agreement {
  const calibrator = new Calibrator(world, set)
  for (const flow of flows) calibrator.take(flow)
  return calibrator.agreement
}

/** Records that are reproduced with their trace, left open, and not reproduced */
function tally({ differ, open, otherTrace, reproduced, total }: Agreement): readonly number[] {
  const differing = differ.reduce((sum, { records }) => sum + records, 0)
  assert.equal(otherTrace, 0)
  assert.equal(reproduced + open + differing, total)
  return [reproduced, open, differing]
}

/** The capture is cut: without owners, a pod is its own workload */
const workloads = (source: string, destination: string): string =>
  [source, destination].map((name) => name.replace(/(?:-[a-f0-9]{8,10})?-[a-z0-9]{5}$/, '')).join(' > ')

describe('recorded verdicts', () => {
  const phases = [
    { phase: 'a', enforced: [140, 0, 0], pending: [140, 0, 0] },
    { phase: 'b', enforced: [142, 0, 0], pending: [132, 10, 0] },
    { phase: 'b2', enforced: [116, 10, 2], pending: [118, 10, 0] },
    { phase: 'c', enforced: [123, 11, 0], pending: [121, 13, 0] },
    // The capture's page has 116 and 10 for the preview: it takes db-backup → partner-apis as settled. By D6 (docs/semantics.md
    // §5.6) the preview does not find 203.0.113.64/27 of that set, and does find 198.51.100.30/32: the two records are open.
    { phase: 'd', enforced: [116, 10, 0], pending: [114, 12, 0] },
  ] as const
  for (const { enforced, pending, phase } of phases)
    it(`phase ${phase}: enforced ${enforced.join('/')}, pending ${pending.join('/')} (equal/open/different)`, async () => {
      const { flows, world } = await recorded(phase)
      assert.deepEqual(tally(agreementOf(world, flows, 'enforced')), enforced)
      assert.deepEqual(tally(agreementOf(world, flows, 'pending')), pending)
    })

  it('phase b2: what differs are the two ends of one connection that is older than the policies', async () => {
    const { flows, world } = await recorded('b2')
    const { differ } = agreementOf(world, flows, 'enforced')
    assert.deepEqual(
      differ.map((one) => [
        workloads(one.source, one.destination),
        one.reporter,
        one.recorded,
        one.simulated,
        one.cause,
      ]),
      (['source', 'destination'] as const).map((reporter) => [
        'marketing/tracker > yaobank/summary',
        reporter,
        'allow',
        'deny',
        'older-connection',
      ]),
    )
  })

  it('phase d: traces settle which addresses the open flows had', async () => {
    const { flows, world } = await recorded('d')
    const calibrator = new Calibrator(world, 'enforced')
    const settled = flows.filter((flow) => calibrator.take(flow).open && settledByRecords(world, flow) !== flow)
    const names = settled.map(
      ({ destination, destinationPort = '', source }) =>
        `${workloads(source.name, destination.name)} ${String(destinationPort)}`,
    )
    assert.deepEqual(names.sort(), [
      'PRIVATE NETWORK > yaobank/customer 80',
      'PUBLIC NETWORK > yaobank/customer 80',
      'marketing/tracker > PUBLIC NETWORK 443',
      'marketing/tracker > PUBLIC NETWORK 80',
      'monitoring/grafana > PUBLIC NETWORK 8443',
      'sandbox/netshoot > PUBLIC NETWORK ',
      'sandbox/netshoot > PUBLIC NETWORK 53',
    ])
  })
})
