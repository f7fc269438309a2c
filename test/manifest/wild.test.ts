// Policy manifests as people write them, read in place: they are other people's and no part of this repository.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { readManifests } from '../../src/manifest/object.ts'
import type { ReadResult } from '../../src/manifest/object.ts'

const WILD = new URL('../../../shared/wild/', import.meta.url).pathname
const skip = existsSync(join(WILD, 'manifests.tar.gz')) ? false : 'the folder shared/wild is not beside this repository'

/** A line of index.jsonl, as far as it is used here */
interface Wild {
  readonly repo: string
  readonly path: string
  readonly line: number
  readonly apiVersion: string
  readonly kind: string
  readonly name: unknown
  readonly namespace?: unknown
  readonly parses: boolean
  readonly template?: boolean
  readonly container?: string
}

interface File extends ReadResult {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

describe('wild manifests', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'wild-'))
  const fileByPath = new Map<string, File>()
  let index: readonly Wild[] = []

  before(() => {
    execFileSync('tar', ['-xzf', join(WILD, 'manifests.tar.gz'), '-C', folder])
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    for (const entry of entries) {
      const full = join(entry.parentPath, entry.name)
      const path = full.slice(folder.length + 1)
      const text = readFileSync(full, 'utf8')
      const diagnostics: Diagnostic[] = []
      const options = { defaultNamespace: 'default', report: (one: Diagnostic) => diagnostics.push(one) }
      fileByPath.set(path, { ...readManifests({ path, text }, options), text, diagnostics })
    }
    const lines = readFileSync(join(WILD, 'index.jsonl'), 'utf8').trimEnd().split('\n')
    index = lines.map((line) => JSON.parse(line) as Wild)
  })
  after(() => rmSync(folder, { recursive: true }))

  const fileOf = (wild: Wild): File => {
    const file = fileByPath.get(`${wild.repo.replace('/', '+')}/${wild.path}`)
    assert.ok(file, wild.path)
    return file
  }

  test('every document that a plain YAML parser reads is read, at its line', () => {
    let compared = 0
    for (const wild of index) {
      // Objects of an OpenShift Template are counted as templates here, with parameters or without
      if (!wild.parses || wild.template || wild.container?.startsWith('Template')) continue
      const { manifests, text } = fileOf(wild)
      const found = manifests.find(({ apiVersion, kind, name, namespace, origin }) => {
        const isSame = apiVersion === wild.apiVersion && kind === wild.kind && name === wild.name
        return isSame && startsAt(text, wild.line, origin.locate([]).line) && sameNamespace(wild.namespace, namespace)
      })
      assert.ok(found, JSON.stringify(wild))
      compared++
    }
    assert.ok(compared > 700, `${compared}`)
  })

  test('no other is lost: it is a template, or reported as broken', () => {
    for (const wild of index) {
      if (wild.parses && !wild.template) continue
      const { manifests, unrendered, broken } = fileOf(wild)
      const found = [...manifests, ...unrendered, ...broken].some(({ kind }) => kind === wild.kind)
      assert.ok(found, JSON.stringify(wild))
    }
  })

  test('little is said about them, and nothing unfounded', () => {
    const said = new Map<string, string[]>()
    for (const [path, { diagnostics }] of fileByPath) {
      for (const { code, at } of diagnostics)
        said.set(code, [...(said.get(code) ?? []), `${path}:${at?.line ?? 0}:${at?.column ?? 0}`])
    }
    assert.deepEqual([...said.keys()].sort(), [
      'default-namespace-used',
      'namespace-on-global',
      'template-not-rendered',
      'yaml-syntax',
    ])
    assert.deepEqual(said.get('namespace-on-global'), [
      'elastisys+compliantkubernetes-apps/tests/common/network-policies/calico-allow-all.yaml:6:3',
    ])
    // A page of Markdown with a shell prompt in its YAML, and one with tabs
    assert.deepEqual(said.get('yaml-syntax')?.sort(), [
      'kinvolk+lokomotive/docs/run-conformance-tests.md.d/00.yaml:2:11',
      'tigera+docs/calico/networking/configuring/qos-controls.mdx.d/00.yaml:6:1',
    ])
  })
})

/** The index counts a document from the line after its marker, we from its first key: comments may lie between */
const startsAt = (text: string, from: number, line: number): boolean =>
  line >= from &&
  text
    .split('\n')
    .slice(from - 1, line - 1)
    .every((one) => /^\s*(?:#.*|---.*)?$/.test(one))

const sameNamespace = (written: unknown, read: string | undefined): boolean =>
  read === undefined || read === (written ?? 'default')
