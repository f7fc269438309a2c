// examples/workflows/capture.yml, run as a runner runs it: its scripts with bash and jq, against a kubectl and a curl that
// answer from the example. What must not get into a snapshot is planted in the answers.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import { readSnapshotFiles } from '../../src/files/snapshot-files.ts'
import { readDocuments } from '../../src/manifest/documents.ts'
import { readManifests } from '../../src/manifest/object.ts'
import type { Manifest } from '../../src/manifest/object.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import type { SnapshotContent } from '../../src/snapshot/reader.ts'
import { ROOT } from './page.ts'

const EXAMPLE = path.join(ROOT, 'examples/yaobank')
const FLOWS = path.join(EXAMPLE, 'snapshot/whisker-flows.json')
const missing = ['bash', 'jq'].filter((name) => spawnSync(name, ['--version']).status !== 0)
const skip = missing.length > 0 ? `${missing.join(' and ')} cannot be run here` : false

interface Step {
  readonly name?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

function stepsOf(file: string): readonly Step[] {
  const [document] = readDocuments({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') })
  assert.ok(document?.content.ok)
  const { jobs } = document.content.value as { jobs: { capture: { steps: Step[] } } }
  return jobs.capture.steps
}

const STEPS = stepsOf('examples/workflows/capture.yml')

/** The example's objects, and the policies that it would apply, as a cluster would list them */
function clusterFolder(folder: string): string {
  const objects = path.join(folder, 'cluster')
  cpSync(path.join(EXAMPLE, 'snapshot/objects'), objects, { recursive: true })
  const text = readFileSync(path.join(EXAMPLE, 'after/policies/yaobank.yaml'), 'utf8')
  const options = { defaultNamespace: 'default', report: ({ code }: Diagnostic) => assert.fail(code) }
  const { manifests } = readManifests({ path: 'yaobank.yaml', text }, options)
  const items = manifests.map((manifest, i) => ({
    kind: `${manifest.kind.toLowerCase().replace(/y$/, 'ie')}s.${manifest.group}`,
    object: {
      ...manifest.value,
      metadata: { ...(manifest.value['metadata'] as object), uid: manifest.name, resourceVersion: String(90_000 + i) },
    },
  }))
  for (const kind of new Set(items.map((one) => one.kind))) {
    const list = { items: items.filter((one) => one.kind === kind).map(({ object }) => object) }
    writeFileSync(path.join(objects, `${kind}.json.gz`), gzipSync(JSON.stringify(list)))
  }
  return objects
}

describe('examples/workflows/capture.yml', { skip }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'netpol-preflight-capture-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const objects = clusterFolder(folder)
  const bin = path.join(folder, 'bin')
  mkdirSync(bin)
  const program = (name: string, text: string): void => {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}\n`)
    chmodSync(path.join(bin, name), 0o755)
  }
  program('kubectl', `exec '${process.execPath}' '${path.join(ROOT, 'test/docs/fake-kubectl.mjs')}' "$@"`)
  program(
    'curl',
    'echo "$*" >>curl.log; while [ "$1" != --output ]; do shift; done; mkdir -p snapshot; cp "$WHISKER" "$2"',
  )

  function capture(
    names: readonly string[],
    env: Readonly<Record<string, string>>,
  ): { status: number | null; output: string; cwd: string } {
    const cwd = mkdtempSync(path.join(folder, 'run-'))
    let output = ''
    for (const name of names) {
      const step = STEPS.find((one) => one.name === name)
      assert.ok(step?.run !== undefined)
      const script = path.join(cwd, 'step.sh')
      writeFileSync(script, step.run)
      const result = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
        cwd,
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
          OBJECTS: objects,
          WHISKER_PORT: '8081',
          WHISKER: FLOWS,
          ...step.env,
          ...env,
        },
      })
      output += result.stdout + result.stderr
      if (result.status !== 0) return { status: result.status, output, cwd }
    }
    return { status: 0, output, cwd }
  }

  async function snapshotOf(where: string): Promise<SnapshotContent> {
    const reader = createSnapshotReader({}, () => undefined)
    for (const file of readSnapshotFiles(where)) await reader.add(file)
    return reader.finish()
  }

  it('writes a snapshot that says all that policies can see, and nothing that they cannot', async () => {
    const { cwd, output, status } = capture(['Objects', 'Flows'], {})
    assert.equal(status, 0, output)
    const files = readdirSync(path.join(cwd, 'snapshot'), { recursive: true, withFileTypes: true })
    const text = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(path.join(file.parentPath, file.name), 'utf8'))
      .join('\n')
    assert.deepEqual(
      text.match(/.{0,60}(?:SECRET|last-applied|"(?:env|args|command|volumes)":\[|"image":).{0,20}/g),
      null,
    )

    const { manifests, meta } = await snapshotOf(path.join(cwd, 'snapshot'))
    assert.equal(meta.recordCount, 140)
    assert.ok(meta.capturedAt !== undefined && meta.capturedAt > '2026')
    const { manifests: whole } = await snapshotOf(path.join(EXAMPLE, 'snapshot/objects'))
    assert.deepEqual(seen(manifests), seen(whole))
    const policies = manifests.filter(({ kind }) => kind.endsWith('NetworkPolicy')).map(({ name }) => name)
    assert.equal(policies.length, 9)
    assert.ok(policies.includes('security.block-metadata'))
  })

  it('fails where a tier may not be read, and says which', () => {
    const { output, status } = capture(['Objects'], { FORBIDDEN: 'security' })
    assert.notEqual(status, 0)
    assert.match(output, /Forbidden.*tier "security"/)
  })

  for (const [what, body] of [
    ['a web page', '<!doctype html><title>Calico Whisker</title>'],
    ['no flow', '{"total":{"totalPages":1},"items":null}'],
    ['an error', '{"error":"Internal Server Error"}'],
  ] as const) {
    it(`fails where Whisker answers with ${what}`, () => {
      const whisker = path.join(folder, 'answer')
      writeFileSync(whisker, body)
      const { output, status } = capture(['Flows'], { WHISKER: whisker })
      assert.notEqual(status, 0)
      assert.match(output, /::error::Whisker answered without flows/)
    })
  }

  for (const [port, address] of [
    ['8081', 'http://localhost:8081/whisker-backend/flows?startTimeGte=-3540'],
    ['8443', 'https://localhost:8443/whisker-backend/flows?startTimeGte=-3540'],
  ] as const) {
    it(`asks Whisker on ${port} by ${address.slice(0, address.indexOf(':'))}`, () => {
      const { cwd } = capture(['Flows'], { WHISKER_PORT: port })
      assert.ok(readFileSync(path.join(cwd, 'curl.log'), 'utf8').includes(address))
    })
  }
})

/** What policies can see of a cluster, without the places where it is written */
function seen(manifests: readonly Manifest[]): unknown {
  const plain = (key: string, value: unknown): unknown => {
    if (key === 'at') return undefined
    if (value instanceof Map) return [...value]
    return typeof value === 'bigint' ? String(value) : value
  }
  return JSON.parse(
    JSON.stringify(
      clusterOf(manifests, () => undefined),
      plain,
    ),
  )
}
