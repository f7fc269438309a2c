// schema/snapshot.schema.json describes what is written: the lines of merged snapshots, of real and of random captures.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { ROOT } from '../support/shared.ts'
import { seeds } from '../support/seeds.ts'
import { merged, randomCaptures } from '../support/random-captures.ts'
import { DATA, filesOf } from './support.ts'

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, strictRequired: false })
addFormats.default(ajv)
const isLine = ajv.compile(JSON.parse(readFileSync(path.join(ROOT, 'schema/snapshot.schema.json'), 'utf8')) as object)

function complaints(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (isLine(JSON.parse(line)) ? [] : [`${line.slice(0, 200)}: ${ajv.errorsText(isLine.errors)}`]))
}

describe('the schema of snapshots', () => {
  test('describes merged snapshots of random captures', async (t) => {
    for (const seed of seeds(t, 40)) assert.deepEqual(complaints((await merged(randomCaptures(seed, 3))).text), [])
  })

  test('describes what was really captured, merged', async () => {
    const { text } = await merged([filesOf(path.join(DATA, 'a-no-policy'))])
    assert.deepEqual(complaints(text), [])
  })

  test('describes what a capture writes', () => {
    const lines = [
      {
        kind: 'NetpolSnapshotMetadata',
        tool: { name: 'netpol-preflight', version: '0.1.0' },
        startedAt: '2026-11-22T06:29:00Z',
        capturedAt: '2026-11-22T06:29:30Z',
        clusterId: 'sha256:c0ffee',
        window: { start: '2026-11-22T05:29:30Z', end: '2026-11-22T06:29:30Z' },
        sources: { objects: 'Kubernetes API', flows: 'Whisker' },
        counts: { objects: { 'v1 Pod': 1 }, flows: 1 },
        unread: [{ what: 'nodes', why: '403' }],
      },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' } },
    ]
    assert.deepEqual(complaints(lines.map((line) => JSON.stringify(line)).join('\n')), [])
  })

  const WRONG: readonly (readonly [name: string, line: object])[] = [
    [
      'a version that is none',
      { kind: 'NetpolSnapshotMetadata', version: 2, captures: [], windows: [], ends: [], labels: [], traces: [] },
    ],
    ['a flow without windows', { source: 0, destination: 0, protocol: 6, seen: [] }],
    ['an object without a name', { apiVersion: 'v1', kind: 'Pod', metadata: {} }],
    [
      'a port beyond all ports',
      { source: 0, destination: 0, protocol: 6, port: 70_000, seen: [[0, 1, 0, 1, null, null]] },
    ],
  ]
  for (const [name, line] of WRONG)
    test(`refuses ${name}`, () => assert.equal(complaints(JSON.stringify(line)).length, 1))
})
