// The full conformance worlds, and what other projects hold to be true about network policies, read where they lie beside the
// repository. Where they are not, the tests say so and are skipped; test/conformance.test.ts runs a part of the former.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { canonicalSelector, parseSelector } from '../src/convert/selector-parser.ts'
import { matches } from '../src/model/selector.ts'
import { differences, EVALUATORS, readWorld } from './support/cases.ts'
import { ROOT, shared, SHARED, SKIP_WITHOUT_SHARED } from './support/shared.ts'
import { readWorlds } from './support/vectors.ts'

interface Divergence {
  readonly id: string
  readonly reason: string
}

const filesOf = (folder: string, ending: string): string[] =>
  SHARED === undefined ? [] : readdirSync(shared(folder)).filter((file) => file.endsWith(ending))

describe('all conformance worlds', () => {
  const files = [...filesOf('conformance', '.jsonl'), ...filesOf('conformance', '.jsonl.gz')]
  it('are here', { skip: SKIP_WITHOUT_SHARED }, () => assert.ok(files.length >= 8))
  for (const file of files) {
    it(`${file}: ${EVALUATORS.map(({ name }) => name).join(', ')}`, () => {
      const worlds = readWorlds(shared('conformance', file))
      const lines = worlds.flatMap((world) => {
        const read = readWorld(world)
        return EVALUATORS.flatMap((evaluator) =>
          differences(world, read, evaluator).lines.map((line) => `${evaluator.name}: ${line}`),
        )
      })
      assert.deepEqual(lines.slice(0, 10), [])
      assert.ok(worlds.length >= 18)
    })
  }
})

describe("other projects' cases", () => {
  const divergences = JSON.parse(
    readFileSync(path.join(ROOT, 'test/conformance/divergences.json'), 'utf8'),
  ) as readonly Divergence[]
  const diverges = new Map(divergences.map(({ id, reason }) => [id, reason]))
  const worlds = filesOf('corpora', '.jsonl.gz')
    .flatMap((file) => readWorlds(shared('corpora', file)))
    // Those without flows are about what is wrong with a manifest, not about a verdict
    .filter(({ flows }) => (flows as unknown) !== undefined)

  for (const evaluator of EVALUATORS) {
    it(`are reproduced, but for the listed ones: ${evaluator.name}`, { skip: SKIP_WITHOUT_SHARED }, () => {
      const differing = new Map(
        worlds.flatMap((world) => {
          const { lines } = differences(world, readWorld(world), evaluator)
          return lines.length === 0 ? [] : [[world.id, lines] as const]
        }),
      )
      const unlisted = [...differing].filter(([id]) => !diverges.has(id)).flatMap(([, lines]) => lines)
      assert.deepEqual(unlisted.slice(0, 10), [])
      assert.deepEqual(
        divergences.filter(({ id }) => !differing.has(id)),
        [],
        'listed, and yet no difference',
      )
      assert.ok(worlds.length >= 130)
    })
  }

  it('of selectors are read as Calico reads them', { skip: SKIP_WITHOUT_SHARED }, () => {
    const { cases } = JSON.parse(readFileSync(shared('corpora', 'selectors.json'), 'utf8')) as { cases: SelectorCase[] }
    for (const { canonical, error, labels, match, selector } of cases) {
      const parse = parseSelector(selector)
      assert.equal(parse.ok, error !== true, selector)
      if (canonical !== undefined) assert.equal(canonicalSelector(selector), canonical, selector)
      if (!parse.ok || match === undefined) continue
      const set = { labels: new Map(Object.entries(labels ?? {})), complete: true }
      assert.equal(matches(parse.value.tree, set), match, `${selector} on ${JSON.stringify(labels)}`)
    }
    assert.ok(cases.length >= 100)
  })
})

interface SelectorCase {
  readonly selector: string
  readonly error?: boolean
  readonly canonical?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly match?: boolean
}
