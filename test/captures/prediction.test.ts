// Prediction against reality: the flows recorded before any policy, judged under the policies of a later phase, name
// exactly the flows that were really cut when those policies were enforced (shared capture, "What can be predicted").

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { readSettings } from '../../src/config/settings.ts'
import { readSide } from '../../src/files/side.ts'
import { readSnapshotFiles } from '../../src/files/snapshot-files.ts'
import type { ReportDocument } from '../../src/report/document.ts'
import { run } from '../../src/run.ts'
import { ROOT, SKIP_WITHOUT_SHARED, shared } from '../support/shared.ts'

const EXAMPLE = path.join(ROOT, 'examples/yaobank')
const CAPTURE = 'data/yaobank-capture'
const NO_SIDE = { label: 'x', sha: undefined, filesUrl: undefined }

const EVERYTHING = ['**/*.yaml']

/** What a repository would hold of the objects of a phase: what says which flows may pass */
const POLICY = ['{tiers,namespaces,*policies,*networksets}*.json']

async function gate(
  before: string,
  after: string,
  snapshot: readonly string[],
  globs: readonly string[] = EVERYTHING,
): Promise<ReportDocument> {
  const settings = readSettings({
    surface: 'cli',
    inputs: { 'snapshot-max-age': 'unlimited' },
    config: undefined,
    configName: 'none',
  })
  assert.ok(settings.ok)
  const side = (folder: string) =>
    ({
      is: 'files',
      info: NO_SIDE,
      policies: readSide(folder, globs, { folder: ROOT }).sources,
      expectations: [],
    }) as const
  return run(settings.value, {
    sides: () => Promise.resolve({ before: side(before), after: side(after), diagnostics: [] }),
    snapshot: () =>
      Promise.resolve({
        origin: { label: 'capture', url: undefined },
        files: (async function* () {
          for (const one of snapshot) for (const file of readSnapshotFiles(one)) yield await Promise.resolve(file)
        })(),
      }),
    now: () => '2026-11-22T12:00:00Z',
    log: () => undefined,
  })
}

const named = (document: ReportDocument, change: string): string[] =>
  document.flows
    .filter((flow) => flow.change === change)
    .map(({ destination, port, protocol, source }) =>
      `${source.name} > ${destination.name} ${protocol} ${String(port ?? '')}`.trim(),
    )
    .sort()

/** What the traffic generator saw fail in phase b2 and not in phase a, by the names of the flows */
const CUT_IN_B2 = [
  'PRIVATE NETWORK > yaobank/customer TCP 80',
  'PRIVATE NETWORK > yaobank/database TCP 2379',
  'batch/statement-run > yaobank/database TCP 2379',
  'marketing/site > yaobank/customer TCP 80',
  'marketing/tracker > yaobank/database TCP 2379',
  'marketing/tracker > yaobank/summary TCP 80',
  'sandbox/dev-shell > marketing/site TCP 8080',
  'sandbox/netshoot > yaobank/customer TCP 22',
  'sandbox/netshoot > yaobank/database ICMP',
  'sandbox/netshoot > yaobank/database TCP 2379',
  'sandbox/netshoot > yaobank/database TCP 2380',
  'sandbox/netshoot > yaobank/summary ICMP',
  'yaobank/customer > yaobank/customer TCP 80',
  'yaobank/customer > yaobank/database TCP 2379',
  'yaobank/customer > yaobank/fraud-check TCP 9000',
  'yaobank/summary > yaobank/database TCP 2379',
]

const OPEN_IN_B2 = [
  'PUBLIC NETWORK > yaobank/customer TCP 80',
  'batch/db-backup > PUBLIC NETWORK TCP 443',
  'marketing/tracker > PUBLIC NETWORK TCP 443',
  'marketing/tracker > PUBLIC NETWORK TCP 80',
  'monitoring/grafana > PUBLIC NETWORK TCP 8443',
  'sandbox/netshoot > PUBLIC NETWORK ICMP',
  'sandbox/netshoot > PUBLIC NETWORK UDP 53',
  'yaobank/fraud-check > PUBLIC NETWORK TCP 443',
]

describe('the example: phase a under the policies of b2', () => {
  const report = gate(path.join(EXAMPLE, 'before'), path.join(EXAMPLE, 'after'), [path.join(EXAMPLE, 'snapshot')])

  it('names the 16 flows that were cut, 8 as uncertain, and no others', async () => {
    const document = await report
    assert.deepEqual(named(document, 'newly-denied'), CUT_IN_B2)
    assert.deepEqual(named(document, 'now-uncertain'), OPEN_IN_B2)
    assert.equal(document.counts.newlyAllowed, 0)
    assert.equal(document.counts.rerouted + document.counts.unchanged, 34)
  })

  it('finds the one mistake, its line and the port that was meant', async () => {
    const [first, ...rest] = (await report).flows.filter(({ change }) => change === 'newly-denied')
    assert.equal(first?.source.name, 'yaobank/summary')
    assert.equal(first.intention?.is, 'probably-a-mistake')
    const { fix, fixAt } = first.intention.near ?? {}
    assert.deepEqual(fix, { from: '2279', to: '2379' })
    const line = readFileSync(path.join(EXAMPLE, 'after', fixAt?.path ?? ''), 'utf8').split('\n')[
      (fixAt?.line ?? 0) - 1
    ]
    assert.match(line ?? '', /2279/)
    assert.ok(rest.every(({ intention }) => intention?.is !== 'probably-a-mistake'))
  })

  it('bounds what is uncertain: seven flows by the metadata address alone', async () => {
    const uncertain = (await report).flows.filter(({ change }) => change === 'now-uncertain')
    const byMetadata = uncertain.filter(({ possiblyCut }) => possiblyCut.join() === '169.254.169.254/32')
    assert.equal(byMetadata.length, 7)
  })

  it('reproduces every recorded verdict', async () => {
    const agreement = (await report).evidence?.agreement
    assert.equal(agreement?.reproduced, agreement?.total)
    assert.deepEqual(agreement?.differ, [])
  })

  it('does not depend on the order of the snapshot and is the same every time', async () => {
    const again = await gate(path.join(EXAMPLE, 'before'), path.join(EXAMPLE, 'after'), [
      path.join(EXAMPLE, 'snapshot'),
    ])
    assert.deepEqual(again, await report)
  })
})

describe('phase a under the policies of later phases', { skip: SKIP_WITHOUT_SHARED }, () => {
  const phase = (name: string): string => shared(CAPTURE, name)
  const snapshot = ['objects', 'objects-at-start', 'whisker-flows.json'].map((part) =>
    path.join(phase('a-no-policy'), part),
  )

  for (const [name, denied, uncertain] of [
    ['b2-mistake-enforced', 16, 8],
    ['c-enforced', 16, 8],
    ['d-cluster', 15, 10],
  ] as const) {
    it(`${name}: ${String(denied)} cut for certain, ${String(uncertain)} open`, async () => {
      const objects = (of: string): string => path.join(phase(of), 'objects')
      const document = await gate(objects('a-no-policy'), objects(name), snapshot, POLICY)
      assert.equal(named(document, 'newly-denied').length, denied)
      assert.equal(named(document, 'now-uncertain').length, uncertain)
    })
  }
})
