// The gate on real commits that changed policy files, with a made-up cluster that has a pod for every set of labels that a
// policy asks for. The commits are other people's: they are read in place, and are no part of this repository.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { readSettings } from '../../src/config/settings.ts'
import { readSide } from '../../src/files/side.ts'
import { readManifests } from '../../src/manifest/object.ts'
import { renderComment, renderSummary } from '../../src/report/markdown.ts'
import type { ReportDocument } from '../../src/report/document.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderText } from '../../src/report/text.ts'
import { run } from '../../src/run.ts'
import type { SideInput } from '../../src/run.ts'
import { randomFrom } from '../support/random.ts'
import { shared, SKIP_WITHOUT_SHARED } from '../support/shared.ts'

const settings = readSettings({
  surface: 'cli',
  inputs: { 'snapshot-max-age': 'unlimited' },
  config: undefined,
  configName: '',
})

interface Found {
  readonly namespaces: Set<string>
  /** As JSON */
  readonly labels: Set<string>
  readonly ports: Set<number>
}

/** What the policies speak of, by a look at any value that could be it */
function look(value: unknown, found: Found): void {
  if (typeof value === 'string')
    for (const [, key = '', text = ''] of value.matchAll(/([\w./-]+)\s*==\s*["']([^"']*)["']/g))
      found.labels.add(JSON.stringify({ [key]: text }))
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'matchLabels' && typeof inner === 'object') found.labels.add(JSON.stringify(inner))
    if (key === 'namespace' && typeof inner === 'string') found.namespaces.add(inner)
    if (key === 'port' && typeof inner === 'number') found.ports.add(inner)
    look(inner, found)
  }
}

interface Snapshot {
  readonly objects: string
  readonly flows: string
}

function snapshotOf(sides: readonly SideInput[], seed: number): Snapshot {
  const found: Found = { namespaces: new Set(['default', 'elsewhere']), labels: new Set(['{}']), ports: new Set([443]) }
  const options = { defaultNamespace: 'default', report: () => undefined }
  for (const side of sides)
    for (const text of side.is === 'files' ? side.policies : [])
      for (const { value } of readManifests(text, options).manifests) look(value, found)
  const random = randomFrom(seed)
  const namespaces = [...found.namespaces].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
  }))
  const pods = [...found.namespaces].flatMap((namespace, n) =>
    [...found.labels].map((labels, i) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `p${String(i)}`, namespace, labels: JSON.parse(labels) as unknown },
      spec: { nodeName: 'n', containers: [{ name: 'c' }] },
      status: { phase: 'Running', podIP: `10.${String(n)}.${String(i >> 8)}.${String(i & 255)}` },
    })),
  )
  const end = (): unknown => {
    const pod = random.oneIn(6) ? undefined : random.pick(pods)
    return pod === undefined ? { ip: '192.0.2.7' } : { pod: `${pod.metadata.namespace}/${pod.metadata.name}` }
  }
  const flows = Array.from({ length: 120 }, () => ({
    src: end(),
    dst: end(),
    protocol: random.pick(['TCP', 'TCP', 'UDP']),
    sourcePort: 40_000,
    destinationPort: random.pick([...found.ports]),
  }))
  return {
    objects: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...namespaces, ...pods] }),
    flows: flows.map((flow) => JSON.stringify(flow)).join('\n'),
  }
}

async function tell(before: SideInput, after: SideInput, { flows, objects }: Snapshot): Promise<ReportDocument> {
  assert.ok(settings.ok)
  return run(settings.value, {
    sides: () => Promise.resolve({ before, after, diagnostics: [] }),
    snapshot: () =>
      Promise.resolve({
        origin: { label: 'made up', url: undefined },
        files: (async function* () {
          yield await Promise.resolve({ path: 'objects.json', chunks: [objects] })
          yield { path: 'flows.jsonl', chunks: [flows] }
        })(),
      }),
    now: () => '2026-11-25T00:00:00Z',
    log: () => undefined,
  })
}

describe('real commits', { skip: SKIP_WITHOUT_SHARED }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'commits-'))
  before(() => execFileSync('tar', ['-xzf', shared('wild/pairs.tar.gz'), '-C', folder]))
  after(() => rmSync(folder, { recursive: true }))

  const sideOf = (commit: string, name: string): SideInput => {
    assert.ok(settings.ok)
    const at = path.join(commit, name)
    const info = { label: name, sha: undefined, filesUrl: undefined }
    const policies = existsSync(at) ? readSide(at, settings.value.policies, { folder: '.' }).sources : []
    return { is: 'files', info, policies, expectations: [] }
  }

  it('are judged and reported, and swapped sides swap the answers', async () => {
    const totals = { commits: 0, denied: 0, allowed: 0, uncertain: 0, malformed: 0 }
    for (const repository of readdirSync(folder))
      for (const name of readdirSync(path.join(folder, repository))) {
        const commit = path.join(folder, repository, name)
        const [old, now] = [sideOf(commit, 'before'), sideOf(commit, 'after')]
        const snapshot = snapshotOf([old, now], totals.commits++)
        const document = await tell(old, now, snapshot)
        const back = await tell(now, old, snapshot)
        const where = `${repository}/${name}`
        assert.notEqual(document.conclusion.result, 'error', where)
        const { newlyAllowed, newlyDenied, uncertain } = document.counts
        if (
          document.objects.every(({ malformed }) => !malformed) &&
          back.objects.every(({ malformed }) => !malformed)
        ) {
          assert.deepEqual([newlyDenied, newlyAllowed], [back.counts.newlyAllowed, back.counts.newlyDenied], where)
        } else totals.malformed++
        totals.denied += newlyDenied
        totals.allowed += newlyAllowed
        totals.uncertain += uncertain
        const comment = renderComment(document, { marker: '<!-- m -->' })
        assert.ok(comment.length <= 65_536, where)
        for (const text of [
          comment,
          renderSummary(document),
          renderText(document, { colour: false }),
          renderJson(document),
        ])
          assert.doesNotMatch(text, /undefined|NaN|\[object Object\]/, where)
      }
    assert.ok(totals.commits > 200 && totals.denied > 200 && totals.allowed > 200, JSON.stringify(totals))
  })
})

it('runs where the shared material is', { skip: SKIP_WITHOUT_SHARED }, () => undefined)
