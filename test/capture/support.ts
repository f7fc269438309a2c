// A captured phase as the objects of a fake cluster, and captures that run in a moment.

import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { capture } from '../../src/capture/capture.ts'
import type { CaptureSummary } from '../../src/capture/capture.ts'
import { CaptureError } from '../../src/capture/failure.ts'
import { captureSettings } from '../../src/capture/settings.ts'
import type { World } from '../../src/capture/world.ts'
import type { Item } from './fake-kube.ts'
import type { WhiskerRecord } from './fake-whisker.ts'

export const PHASE = path.join(import.meta.dirname, 'data/c-enforced')

const readJson = (...parts: readonly string[]): unknown =>
  JSON.parse(gunzipSync(readFileSync(path.join(PHASE, ...parts))).toString('utf8'))

const listIn = (value: unknown): readonly unknown[] => {
  const items = typeof value === 'object' && value !== null && 'items' in value ? value.items : undefined
  return Array.isArray(items) ? items : []
}

/** By resource, as `pods` and `deployments.apps` */
export function phaseObjects(): Record<string, readonly Item[]> {
  const files = readdirSync(path.join(PHASE, 'objects'))
  // A checked boundary: what kubectl wrote
  const captured = files.map((file) => [
    file.replace(/\.json\.gz$/, ''),
    listIn(readJson('objects', file)) as readonly Item[],
  ])
  return { ...Object.fromEntries(captured), 'bgpconfigurations.projectcalico.org': [BGP] }
}

/** Of a kind that the captured phase left out */
const BGP: Item = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'BGPConfiguration',
  metadata: { name: 'default' },
  spec: { asNumber: 64_512, serviceClusterIPs: [{ cidr: '10.96.0.0/12' }] },
}

export const phaseRecords = (): readonly WhiskerRecord[] =>
  listIn(readJson('whisker-flows.json.gz')) as readonly WhiskerRecord[]

/** Milliseconds since 1970: when the list of the phase was asked for */
export const PHASE_END = ((): number => {
  const { list_start_time_lt } = JSON.parse(readFileSync(path.join(PHASE, 'capture.json'), 'utf8')) as {
    readonly list_start_time_lt: number
  }
  return list_start_time_lt * 1000
})()

/** Whisker's own Service and pod, as the operator makes them */
export function whiskerObjects(
  ports: readonly { readonly name?: string; readonly port: number; readonly targetPort?: number | string }[],
): {
  readonly services: readonly Item[]
  readonly pods: readonly Item[]
} {
  const service: Item = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'whisker', namespace: 'calico-system' },
    spec: { selector: { 'k8s-app': 'whisker' }, ports },
  }
  const pod = (name: string, phase: string): Item => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'calico-system', labels: { 'k8s-app': 'whisker' } },
    spec: { containers: [{ name: 'whisker', ports: [{ name: 'web', containerPort: 8081 }] }] },
    status: { phase, conditions: [{ type: 'Ready', status: phase === 'Running' ? 'True' : 'False' }] },
  })
  return { services: [service], pods: [pod('whisker-a', 'Pending'), pod('whisker-b', 'Running')] }
}

/** A cluster of the phase, with Whisker in it */
export function phaseWithWhisker(
  ports: Parameters<typeof whiskerObjects>[0] = [{ port: 8081 }],
): Record<string, readonly Item[]> {
  const objects = phaseObjects()
  const { pods, services } = whiskerObjects(ports)
  return { ...objects, pods: [...objects['pods']!, ...pods], services: [...objects['services']!, ...services] }
}

const top = mkdtempSync(path.join(tmpdir(), 'capture-'))
after(() => {
  rmSync(top, { recursive: true, force: true })
})
let count = 0
export const freshPath = (name: string): string => path.join(top, String(count++), name)

export interface Ran {
  readonly summary: CaptureSummary
  /** Lines of the snapshot */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  readonly metadata: Readonly<Record<string, unknown>>
  readonly log: readonly string[]
  /** Of each pause */
  readonly waits: readonly number[]
}

/** Runs a capture to a fresh file; pauses take no time */
export async function run(
  values: Readonly<Record<string, string | readonly string[]>>,
  world: Partial<World> = {},
): Promise<Ran> {
  const [log, waits]: [string[], number[]] = [[], []]
  const output = freshPath('snapshot.json.gz')
  const all = Object.entries({ output, ...values }).map(
    ([name, value]) => [name, typeof value === 'string' ? [value] : value] as const,
  )
  const summary = await capture(captureSettings(new Map(all)), {
    env: {},
    now: () => PHASE_END + 20_000,
    wait: async (millis) => void waits.push(millis),
    log: (line) => void log.push(line),
    ...world,
  })
  const lines = linesOf(summary.path)
  return { summary, lines, metadata: lines[0]!, log, waits }
}

export const linesOf = (file: string): readonly Readonly<Record<string, unknown>>[] =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)

/** The sentence with which a capture ends */
export async function refusal(act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
  } catch (error) {
    if (error instanceof CaptureError) return error.message
    throw error
  }
  throw new Error('the capture went through')
}
