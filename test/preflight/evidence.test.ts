// What a snapshot is worth for a change, part by part (docs/report.md, "Evidence"), what objects themselves ask for, and how
// either makes the gate say no.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readSettings } from '../../src/config/settings.ts'
import type { EvidencePart, EvidenceWorth, ReportDocument } from '../../src/report/document.ts'
import { run } from '../../src/run.ts'
import type { SideInput } from '../../src/run.ts'

const HOUR = 3_600_000
const NOW = Date.parse('2026-11-22T00:00:00Z')
const ago = (hours: number): string => new Date(NOW - hours * HOUR).toISOString()

const namespace = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
})

interface PodOptions {
  readonly created?: string
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
}

let address = 1
const pod = (
  name: string,
  { created = ago(1000), labels = { app: name }, namespace: of = 'a' }: PodOptions = {},
): object => {
  const podIP = `10.0.0.${String(address++)}`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: of, labels, creationTimestamp: created },
    spec: { nodeName: 'n1', containers: [{ name: 'c', ports: [{ containerPort: 53, name: 'dns' }] }] },
    status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }] },
  }
}

const COREDNS = [
  namespace('kube-system'),
  pod('coredns', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    spec: {
      clusterIP: '10.96.0.10',
      selector: { 'k8s-app': 'kube-dns' },
      ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }],
    },
  },
]

const flow = (source: string, destination: string, hours: number): object => ({
  src: { pod: `a/${source}` },
  dst: { pod: `a/${destination}` },
  protocol: 'TCP',
  destinationPort: 80,
  lastSeen: ago(hours),
})

const policy = (name: string, spec: object): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'a' },
  spec,
})

interface Story {
  readonly objects: readonly object[]
  readonly flows: readonly object[]
  readonly after: object
  /** How many hours ago the window of the capture began and ended */
  readonly window?: readonly [from: number, to: number]
  readonly inputs?: Readonly<Record<string, string>>
}

async function tell({ after, flows, inputs = {}, objects, window = [1, 0] }: Story): Promise<ReportDocument> {
  const settings = readSettings({ surface: 'cli', inputs, config: undefined, configName: 'config.yml' })
  assert.ok(settings.ok, JSON.stringify(settings))
  const side = (policies: readonly object[]): SideInput => ({
    is: 'files',
    info: { label: 'x', sha: undefined, filesUrl: undefined },
    policies: policies.map((one) => ({ path: 'p.json', text: JSON.stringify(one) })),
    expectations: [],
  })
  const [from, to] = window
  const metadata = {
    kind: 'NetpolSnapshotMetadata',
    capturedAt: ago(to),
    window: { start: ago(from), end: ago(to) },
  }
  const chunks = [[metadata, ...objects, ...flows].map((one) => JSON.stringify(one)).join('\n')]
  return run(settings.value, {
    sides: () => Promise.resolve({ before: side([]), after: side([after]), diagnostics: [] }),
    snapshot: () =>
      Promise.resolve({
        origin: { label: 'test', url: undefined },
        files: (async function* () {
          yield await Promise.resolve({ path: 's.jsonl', chunks })
        })(),
      }),
    now: () => new Date(NOW).toISOString(),
    log: () => undefined,
  })
}

const worthOf = ({ evidence }: ReportDocument): EvidenceWorth => {
  assert.ok(evidence !== undefined)
  return evidence.worth
}
const points = (document: ReportDocument): Partial<Record<EvidencePart['is'], number>> =>
  Object.fromEntries(worthOf(document).parts.map(({ is, points: got }) => [is, got]))
const reasons = ({ conclusion }: ReportDocument): string[] => conclusion.reasons.map(({ is }) => is)

const OBJECTS = [namespace('a'), pod('web'), pod('db'), pod('silent')]
const FLOWS = [flow('web', 'db', 0.5)]
/** Touches all pods, and denies nothing that is recorded */
const HARMLESS = policy('harmless', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] })

describe('the evidence score', () => {
  it('is the sum of its parts: seen, time, age, pods, policies', async () => {
    const document = await tell({ objects: OBJECTS, flows: FLOWS, after: HARMLESS })
    assert.deepEqual(points(document), { seen: 27, time: 3, age: 15, 'pods-there': 10, 'policies-steady': 10 })
    assert.equal(worthOf(document).score, 65)
    assert.deepEqual([worthOf(document).affectedCount, worthOf(document).seenCount], [3, 2])
  })

  it('grows with the time that was recorded, and is whole after a week', async () => {
    for (const [hours, expected] of [
      [24, 16],
      [168, 25],
      [400, 25],
    ] as const) {
      const document = await tell({ objects: OBJECTS, flows: FLOWS, after: HARMLESS, window: [hours, 0] })
      assert.equal(points(document).time, expected, String(hours))
    }
  })

  it('shrinks with age, and with pods that are younger than the window', async () => {
    const objects = [namespace('a'), pod('web'), pod('db', { created: ago(72.5) })]
    const inputs = { 'snapshot-max-age': 'unlimited' }
    const flows = [flow('web', 'db', 72.2)]
    const document = await tell({ objects, flows, after: HARMLESS, window: [73, 72], inputs })
    assert.deepEqual([points(document).age, points(document)['pods-there']], [12, 5])
    assert.deepEqual(worthOf(document).young, ['a/db'])
  })

  it('shrinks where policies changed while flows were recorded, by what was recorded before', async () => {
    const { metadata, ...rest } = HARMLESS as { readonly metadata: object }
    const made = { ...rest, metadata: { ...metadata, name: 'made', creationTimestamp: ago(0.25) } }
    const document = await tell({ objects: [...OBJECTS, made], flows: FLOWS, after: HARMLESS })
    assert.equal(points(document)['policies-steady'], 3)
    assert.deepEqual(
      worthOf(document).policyChanges.map(({ name }) => name),
      ['made'],
    )
  })

  it('fails the check below what is asked for, and not at it', async () => {
    const story = { objects: OBJECTS, flows: FLOWS, after: HARMLESS }
    assert.equal((await tell({ ...story, inputs: { 'min-evidence': '65' } })).conclusion.result, 'pass')
    const document = await tell({ ...story, inputs: { 'min-evidence': '66' } })
    assert.deepEqual([document.conclusion.result, reasons(document)], ['fail', ['evidence-too-thin']])
  })
})

describe('what objects ask for', () => {
  /** Lets nothing out */
  const closed = policy('closed', { podSelector: { matchLabels: { app: 'silent' } }, policyTypes: ['Egress'] })
  const story = { objects: [...OBJECTS, ...COREDNS], flows: FLOWS, after: closed }

  it('is judged whether or not it was seen, and shown apart from flows', async () => {
    const document = await tell(story)
    assert.deepEqual(
      document.declared.changes.map(({ change, from, why }) => [change, why, `${from.kind} ${from.name}`]),
      [['newly-denied', 'dns', 'Service kube-dns']],
    )
    assert.equal(document.declared.newlyDenied, 1)
    assert.equal(document.counts.newlyDenied, 0)
    assert.equal(document.conclusion.result, 'pass')
  })

  it('fails the check above its own limit', async () => {
    const document = await tell({ ...story, inputs: { 'max-declared-denied': '0' } })
    assert.deepEqual([document.conclusion.result, reasons(document)], ['fail', ['declared-over-limit']])
    assert.equal((await tell({ ...story, inputs: { 'max-declared-denied': '1' } })).conclusion.result, 'pass')
  })
})
