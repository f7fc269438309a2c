// Every case × every evaluator: the readable vectors of test/vectors, and the worlds of test/conformance, which are a part of
// the full set (conformance-shared.test.ts). Also: docs/semantics.md names every case, and no other.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { differences, EVALUATORS, readWorld } from './support/cases.ts'
import { ROOT } from './support/shared.ts'
import { readVectors, readWorlds, type World } from './support/vectors.ts'

const vectors = readVectors(path.join(ROOT, 'test/vectors'))
const worldsOf = (file: string): World[] => readWorlds(path.join(ROOT, 'test/conformance', file))
const edges = worldsOf('edges.jsonl')

for (const evaluator of EVALUATORS) {
  describe(`vectors: ${evaluator.name}`, () => {
    for (const vector of vectors) {
      if (vector.nodes !== undefined && !evaluator.knowsHosts) continue
      it(`${vector.spec} ${vector.id}: ${vector.note}`, () => {
        const { checked, lines } = differences(vector, readWorld(vector), evaluator)
        assert.deepEqual(lines, [])
        // Of what was dialled and is translated on the way, the preview is not asked.
        const translated = vector.flows.filter(({ dialled }) => dialled !== undefined).length
        assert.equal(checked, 3 * vector.flows.length - translated)
      })
    }
  })

  describe(`worlds: ${evaluator.name}`, () => {
    for (const world of edges) {
      it(world.id, () => {
        const { checked, lines } = differences(world, readWorld(world), evaluator)
        assert.deepEqual(lines, [])
        assert.equal(checked, 3 * world.flows.length)
      })
    }
    for (const file of ['smoke.jsonl', 'knp', 'calico', 'tiers', 'staged', 'cnp', 'mixed']) {
      it(file, () => {
        const worlds = worldsOf(file.includes('.') ? file : `${file}.jsonl.gz`)
        const found = worlds.map((world) => differences(world, readWorld(world), evaluator))
        assert.deepEqual(found.flatMap(({ lines }) => lines).slice(0, 10), [])
        const flows = worlds.reduce((sum, world) => sum + world.flows.length, 0)
        assert.equal(
          found.reduce((sum, { checked }) => sum + checked, 0),
          3 * flows,
        )
        assert.ok(flows >= 144)
      })
    }
  })
}

describe('docs/semantics.md', () => {
  const page = readFileSync(path.join(ROOT, 'docs/semantics.md'), 'utf8')
  const known = new Set([...vectors, ...edges].map(({ id }) => id))
  const sections = page.split(/^(?=#{2,3} §)/m).slice(1)
  const numberOf = (section: string): string => /§[\d.]+/.exec(section)?.[0] ?? ''

  it('names every case, and only cases that exist', () => {
    const named = new Set(sections.flatMap(namedCases))
    assert.deepEqual([...named].filter((id) => !known.has(id)).sort(), [])
    assert.deepEqual([...known].filter((id) => !named.has(id)).sort(), [])
  })

  it('has a case, or the reason for having none, in every section of the rules', () => {
    const rules = sections.filter((section) => section.startsWith('###'))
    const without = rules.filter((section) => namedCases(section).length === 0 && !/No\s+case:/.test(section))
    assert.deepEqual(without.map(numberOf), [])
    assert.ok(rules.length > 50)
  })

  it('has the section of every vector', () => {
    const numbers = new Set(sections.map(numberOf))
    assert.deepEqual(
      vectors.filter(({ spec }) => !numbers.has(spec)).map(({ id }) => id),
      [],
    )
    assert.equal(known.size, vectors.length + edges.length)
  })
})

/** The lists after a dash, at the end of a rule or of a cell; and the last cells of the table of the preview (§5.6) */
function namedCases(section: string): string[] {
  const rules = section.replaceAll(/\n +/g, ' ').split('\n')
  return rules.flatMap((rule) => {
    const list = /(?: — |^\| D\d+ \|.*\| )(?<ids>[a-z\d-]+(?:, [a-z\d-]+)*)(?: \||$)/.exec(rule)?.groups?.['ids']
    return list?.split(', ') ?? []
  })
}
