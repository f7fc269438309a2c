// Random captures of one cluster, hour after hour: pods come and go, policies are edited and deleted, windows overlap, miss
// or come again, and sources differ. Few names, so that everything meets everything.

import { createHash } from 'node:crypto'
import { project } from '../../src/capture/projection.ts'
import { Merge } from '../../src/snapshot/merge.ts'
import type { SnapshotContent } from '../../src/snapshot/reader.ts'
import type { Digest } from '../../src/snapshot/stored.ts'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { randomFrom, type Random } from './random.ts'

/** A snapshot as a file: its name and its text */
export interface Captured {
  readonly path: string
  readonly text: string
}

export const sha256 = (): Digest => {
  const hash = createHash('sha256')
  return { update: (text) => void hash.update(text), hex: () => hash.digest('hex') }
}

/** The merged snapshot as text, and as it was read; what was said of the parts in `said` */
export async function merged(
  parts: readonly (readonly Captured[])[],
  said: Diagnostic[] = [],
): Promise<{ readonly text: string; readonly content: SnapshotContent }> {
  const merge = new Merge({ digest: sha256, project }, (diagnostic) => void said.push(diagnostic))
  for (const part of parts)
    await merge.add({ label: part[0]?.path ?? '', files: part.map(({ path, text }) => ({ path, chunks: [text] })) })
  const content = merge.finish()
  return { text: [...merge.lines(content)].map((line) => `${JSON.stringify(line)}\n`).join(''), content }
}

const HOUR = 3600
const START = Date.parse('2026-11-22T00:00:00Z') / 1000

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** Captures of a seed, some of them in the form of `cli capture`, some as a person's kubectl and curl would write them */
export function randomCaptures(seed: number, count: number): readonly (readonly Captured[])[] {
  const random = randomFrom(seed)
  return Array.from({ length: count }, (_, i) => {
    const end = START + HOUR * (1 + random.int(4)) + random.pick([0, 0, 60, 1800])
    const window = { start: end - HOUR, end }
    const objects = objectsAt(random, end)
    const flows = random.oneIn(4) ? tuples(random, window) : whisker(random, window)
    const metadata = {
      kind: 'NetpolSnapshotMetadata',
      capturedAt: iso(end),
      ...(random.oneIn(3) ? {} : ofTool(window)),
    }
    const name = `capture-${String(i)}.json`
    if (random.oneIn(2)) return [{ path: name, text: lines([metadata, ...objects, ...flows]) }]
    return [
      { path: `objects-${String(i)}.json`, text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) },
      { path: `flows-${String(i)}.jsonl`, text: lines(flows) },
      ...(random.oneIn(3) ? [] : [{ path: `about-${String(i)}.json`, text: JSON.stringify(metadata) }]),
    ]
  })
}

const lines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')

const ofTool = (window: { readonly start: number; readonly end: number }): object => ({
  tool: { name: 'netpol-preflight', version: '0.1.0' },
  window: { start: iso(window.start), end: iso(window.end) },
  clusterId: 'sha256:c0ffee',
  sources: { objects: 'Kubernetes API', flows: 'Whisker' },
  counts: { objects: { 'v1 Pod': 1, 'networking.k8s.io/v1 NetworkPolicy': 0 } },
  unread: [],
})

const NAMES = ['a', 'b', 'c'] as const

function objectsAt(random: Random, at: number): object[] {
  const version = (): string => String(at - START + random.int(3))
  const metadata = (name: string): object => ({ name, namespace: 'ns', uid: name, resourceVersion: version() })
  const pods = random.some(NAMES, 1, 3).map((name, i) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata(random.oneIn(3) ? `${name}-${String(random.int(2))}` : name),
      labels: { app: name, ...(random.oneIn(4) && { extra: String(i) }) },
      ...(random.oneIn(3) && { ownerReferences: [{ kind: 'ReplicaSet', name, controller: true }] }),
    },
    spec: { nodeName: 'n', containers: [{ name: 'c', env: [{ name: 'PASSWORD', value: 'secret' }] }] },
    status: { phase: 'Running', podIP: `10.0.0.${String(1 + random.int(4))}` },
  }))
  const policies = random.some(NAMES, 0, 2).map((name) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(name),
    spec: { podSelector: { matchLabels: { app: random.pick(NAMES) } }, policyTypes: ['Ingress'] },
  }))
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns', labels: { env: 'x' } } }, ...pods, ...policies]
}

interface Window {
  readonly start: number
  readonly end: number
}

function whisker(random: Random, { end, start }: Window): object[] {
  return Array.from({ length: 1 + random.int(6) }, () => {
    const from = start + random.int(4) * 900
    const hit = { kind: 'Profile', name: 'kns.ns', tier: '', action: 'Allow', policy_index: 0, rule_index: 0 }
    return {
      start_time: iso(from),
      end_time: iso(random.oneIn(2) ? end : from + 900),
      action: random.pick(['Allow', 'Allow', 'Deny']),
      source_name: random.pick([...NAMES, 'gone-*', 'PUBLIC NETWORK']),
      source_namespace: 'ns',
      source_labels: random.pick(['app=a', 'app=a | extra=1', '']),
      dest_name: random.pick(NAMES),
      dest_namespace: 'ns',
      dest_labels: '',
      protocol: random.pick(['tcp', 'udp']),
      dest_port: random.pick([53, 80]),
      reporter: random.pick(['Src', 'Dst']),
      policies: { enforced: random.oneIn(3) ? [] : [hit], pending: [] },
      packets_in: random.int(5),
      packets_out: 1 + random.int(5),
      bytes_in: 0,
      bytes_out: 0,
    }
  })
}

const tuples = (random: Random, { end }: Window): object[] =>
  Array.from({ length: 1 + random.int(4) }, () => ({
    src: random.oneIn(3) ? { ip: '8.8.8.8' } : { pod: `ns/${random.pick(NAMES)}` },
    dst: { pod: `ns/${random.pick(NAMES)}` },
    protocol: random.pick(['TCP', 'ICMP']),
    ...(random.oneIn(2) && { sourcePort: random.pick([4000, 4001]) }),
    destinationPort: 80,
    ...(random.oneIn(4) && { icmp: { type: 8, code: 0 } }),
    count: 1 + random.int(3),
    lastSeen: iso(end),
  }))
