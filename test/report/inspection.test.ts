// What `snapshot inspect` prints: the timeline in every length, and all that can be told of a snapshot.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspectionJson, inspectionText } from '../../src/report/inspection.ts'
import type { Inspection } from '../../src/report/inspection.ts'
import { renderBlocks } from '../../src/report/text.ts'
import { timeline } from '../../src/report/timeline.ts'

const span = (start: string, end: string): { start: string; end: string } => ({
  start: `2026-11-${start}Z`,
  end: `2026-11-${end}Z`,
})

const CASES: readonly (readonly [name: string, spans: readonly ReturnType<typeof span>[], lines: readonly string[]])[] =
  [
    ['nothing', [], []],
    [
      'minutes, with a gap',
      [span('22T06:26:00', '22T06:29:30'), span('22T06:38:00', '22T06:41:45')],
      [
        '2026-11-22 06:26 UTC  ####........####',
        '1 gap; each character stands for 60 s: `#` recorded, `-` in part, `.` not.',
      ],
    ],
    [
      'one hour',
      [span('22T06:00:00', '22T07:00:00')],
      [
        `2026-11-22 06:00 UTC  ${'#'.repeat(60)}`,
        'No gap; each character stands for 60 s: `#` recorded, `-` in part, `.` not.',
      ],
    ],
    [
      'a piece of a step',
      [span('22T00:00:00', '22T00:05:00'), span('22T10:30:00', '22T10:30:00')],
      [
        `2026-11-22 00:00 UTC  -${'.'.repeat(41)}`,
        '1 gap; each character stands for 15 min: `#` recorded, `-` in part, `.` not.',
      ],
    ],
    [
      'two days',
      [span('22T12:00:00', '23T00:00:00'), span('23T01:00:00', '23T23:30:00')],
      [
        `2026-11-22 00:00 UTC  ${'.'.repeat(24)}${'#'.repeat(24)}`,
        `2026-11-23 00:00 UTC  ..${'#'.repeat(45)}.`,
        '1 gap; each character stands for 30 min: `#` recorded, `-` in part, `.` not.',
      ],
    ],
  ]

describe('the timeline of', () => {
  for (const [name, spans, expected] of CASES)
    it(name, () => {
      const lines = renderBlocks(timeline(spans))
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('From'))
      assert.deepEqual(lines, expected)
    })

  it('a year shows its last month', () => {
    const text = renderBlocks(timeline([{ start: '2026-01-01T00:00:00Z', end: '2026-12-31T00:00:00Z' }]))
    assert.equal(text.match(/2026-\d\d-\d\d 00:00 UTC/g)?.length, 31)
    assert.match(text, /333 earlier days are not shown/)
  })
})

const NONE: Inspection = {
  capturedAt: undefined,
  ageSeconds: undefined,
  captureCount: 0,
  windowCount: 0,
  spans: [],
  sources: [],
  clusterIds: [],
  calicoVersion: undefined,
  pseudonyms: undefined,
  recordCount: 0,
  flowCount: 0,
  kinds: [],
  goneCount: 0,
  unread: [],
  policyChanges: [],
  workloadCount: 0,
  neverSeen: [],
  talkers: [],
}

describe('a snapshot', () => {
  it('of which nothing is known', () => {
    assert.equal(
      inspectionText(NONE),
      '0 flows from 0 records in 0 windows\n\n' +
        'Captured at an unknown time; nothing says which cluster it is of. Names, labels and addresses are plain.\n',
    )
  })

  it('of which all is known', () => {
    const text = inspectionText({
      ...NONE,
      capturedAt: '2026-11-22T07:00:00Z',
      ageSeconds: 7200,
      captureCount: 3,
      windowCount: 2,
      spans: [span('22T06:00:00', '22T07:00:00')],
      sources: ['Goldmane', 'Hubble'],
      clusterIds: ['sha256:c0ffee'],
      calicoVersion: 'v3.33.0',
      pseudonyms: 'a1b2c3',
      recordCount: 140,
      flowCount: 1,
      kinds: [{ kind: 'Pod', count: 2 }],
      goneCount: 1,
      unread: ['nodes: 403'],
      policyChanges: [
        { is: 'removed', kind: 'NetworkPolicy', namespace: 'shop', name: 'old', at: '2026-11-22T06:30:00Z' },
      ],
      workloadCount: 3,
      neverSeen: [{ kind: 'CronJob', name: 'shop/nightly' }],
      talkers: [{ name: 'shop/web', flowCount: 1, peerCount: 1, connections: 4, packets: 9 }],
    })
    for (const line of [
      '1 flow from 140 records in 2 windows over 60 min, of 3 captures',
      'Captured 2026-11-22 07:00 UTC (2 h ago), flows from Goldmane, Hubble, Calico v3.33.0; cluster sha256:c0ffee. Names, labels and addresses are pseudonyms of the key a1b2c3.',
      '  Pod          2',
      '1 object is gone since: kept in the file, and not counted above.',
      '- nodes: 403',
      '- NetworkPolicy shop/old removed before 2026-11-22 06:30 UTC',
      '  shop/web        1      1  4 connections, 9 packets',
      'Never seen: 1 of 3 workloads: CronJob shop/nightly.',
    ])
      assert.ok(text.split('\n').includes(line), `${line}\n---\n${text}`)
  })

  it('keeps names from moving the cursor, and stays JSON', () => {
    const hostile: Inspection = { ...NONE, workloadCount: 1, neverSeen: [{ kind: 'Pod', name: '::error::\u001b[2Jx' }] }
    assert.doesNotMatch(inspectionText(hostile), /\u001b/)
    const parsed = JSON.parse(inspectionJson(hostile)) as Record<string, unknown>
    assert.deepEqual(Object.keys(parsed), Object.keys(NONE))
    assert.equal(parsed['capturedAt'], null)
  })
})
