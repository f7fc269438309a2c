// report.json against its published schema, which has to describe every field that is written, and no other.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ReportDocument } from '../../src/report/document.ts'
import { renderJson } from '../../src/report/json.ts'
import { REASONS } from '../../src/report/reasons.ts'
import { YAOBANK } from './builders.ts'
import { matchesGolden } from './golden.ts'
import { CLEAN, ERROR, FAILED, HOSTILE_NAMES, PASS, PROMOTED, STAGED_ONLY, UNJUDGED, UNTOUCHED } from './stories.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const SCHEMA: unknown = JSON.parse(readFileSync(path.join(ROOT, 'schema/report.schema.json'), 'utf8'))

type Node = Readonly<Record<string, unknown>>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

/** As published, an unknown field is allowed; for us, one that nobody described is a mistake */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (!isNode(value)) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, closed(child)]))
  return isNode(value['properties']) && value['type'] === 'object' ? { ...copy, additionalProperties: false } : copy
}

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
const isValid = ajv.compile(closed(SCHEMA) as Node)

const stories: Readonly<Record<string, ReportDocument>> = {
  YAOBANK,
  CLEAN,
  ERROR,
  FAILED,
  HOSTILE_NAMES,
  PASS,
  PROMOTED,
  STAGED_ONLY,
  UNJUDGED,
  UNTOUCHED,
}

describe('report.json', () => {
  for (const [name, story] of Object.entries(stories)) {
    it(`${name} is as the schema says`, () => {
      assert.ok(isValid(JSON.parse(renderJson(story))), JSON.stringify(isValid.errors?.slice(0, 3), undefined, 2))
    })
  }
  for (const [name, story] of Object.entries({ yaobank: YAOBANK, error: ERROR }))
    it(`golden: ${name}`, () => matchesGolden(`${name}.json`, renderJson(story)))

  it('says null where there is nothing to say, and never leaves a field out', () => {
    const written = JSON.parse(renderJson({ ...ERROR, gate: undefined })) as Node
    assert.equal(written['gate'], null)
    assert.equal(written['evidence'], null)
    assert.deepEqual(Object.keys(written).slice(0, 4), ['version', 'tool', 'conclusion', 'gate'])
  })
  it('keeps strings as they are', () => {
    const written = JSON.parse(renderJson(HOSTILE_NAMES)) as { readonly notes: unknown }
    assert.deepEqual(written.notes, HOSTILE_NAMES.notes)
  })
})

describe('the schema', () => {
  const nodes = (value: unknown, at: string): readonly { readonly at: string; readonly node: Node }[] => {
    if (Array.isArray(value)) return value.flatMap((child, i) => nodes(child, `${at}/${String(i)}`))
    if (!isNode(value)) return []
    return [{ at, node: value }, ...Object.entries(value).flatMap(([key, child]) => nodes(child, `${at}/${key}`))]
  }
  const all = nodes(SCHEMA, '')

  it('describes every field', () => {
    const silent = all.flatMap(({ at, node }) => {
      const fields = isNode(node['properties']) ? Object.entries(node['properties']) : []
      return fields
        .filter(([, field]) => !isNode(field) || typeof field['description'] !== 'string')
        .map(([name]) => `${at}/${name}`)
    })
    assert.deepEqual(silent, [])
  })
  it('requires every field, for all of them are written', () => {
    const optional = all.flatMap(({ at, node }) => {
      const fields = isNode(node['properties']) ? Object.keys(node['properties']) : []
      const required = Array.isArray(node['required']) ? node['required'] : []
      return fields.filter((name) => !required.includes(name)).map((name) => `${at}/${name}`)
    })
    assert.deepEqual(optional, [])
  })
  it('stays open, so that a new field breaks nobody', () => {
    assert.deepEqual(
      all.filter(({ node }) => 'additionalProperties' in node || 'unevaluatedProperties' in node),
      [],
    )
  })
  it('knows every reason for being uncertain', () => {
    const [reason] = all.filter(({ at }) => at.endsWith('/because/items/properties/code'))
    assert.deepEqual(reason?.node['enum'], Object.keys(REASONS))
  })
  it('finds mistakes', () => {
    const written = JSON.parse(renderJson(YAOBANK)) as Record<string, unknown>
    for (const broken of [
      { ...written, version: 2 },
      { ...written, counts: undefined },
      { ...written, surplus: 1 },
      { ...written, flows: [{}] },
    ]) {
      assert.ok(!isValid(broken))
    }
  })
})
