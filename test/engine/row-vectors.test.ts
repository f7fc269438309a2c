// The vectors of many rows, which are found through indexes, against each row asked by itself (docs/semantics.md §5).
// NETPOL_SEED runs the same worlds again.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasBit } from '../../src/base/bitset.ts'
import type { Bits } from '../../src/base/bitset.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { Engine } from '../../src/engine/engine.ts'
import { asksMore, RowVectors } from '../../src/engine/row-vectors.ts'
import { compileRow, meetsAddress, meetsLayer4, NO, YES } from '../../src/engine/rows.ts'
import type { Preview, Row, RuleNumbers, Sureness } from '../../src/engine/rows.ts'
import { SelectorIndex } from '../../src/engine/selector-index.ts'
import { ANY_ENTITY, ANY_MATCH, DIRECTIONS } from '../../src/model/policy.ts'
import type { EntityMatch, Rule, RuleMatch } from '../../src/model/policy.ts'
import { modeOf } from '../support/cases.ts'
import { seeds } from '../support/seeds.ts'
import { worldOf } from '../support/worlds.ts'

/** More rows than are asked one by one */
const MANY = 40

/** The rows of all programs of an engine, again and again until they are many */
function rowsOf(engine: Engine): readonly Row[] {
  const programs = engine.cluster.workloads.flatMap((workload) =>
    DIRECTIONS.map((direction) => engine.program(workload, direction)),
  )
  const rows = [...new Set(programs.flatMap(({ rows: own }) => own))]
  return rows.length === 0
    ? rows
    : Array.from({ length: MANY + rows.length }, (_, i) => rows[i % rows.length] ?? rows[0]!)
}

const bitsOf = (bits: Bits, rows: readonly Row[]): string =>
  rows.map((_, at) => (hasBit(bits, at) ? '1' : '0')).join('')
const asked = (rows: readonly Row[], meets: (row: Row) => boolean): string =>
  rows.map((row) => (meets(row) ? '1' : '0')).join('')

describe('the vectors of many rows', () => {
  it('tell a port without a source port from the port before it with the last of the source ports', () => {
    const { cluster, policies } = worldOf(1, { tuples: 0, open: false })
    const engine = new Engine(cluster, policies, 'dataplane')
    const peer = engine.peers.peerAt({ family: 4, value: 1n })
    const policy = policies.policies[0]!
    const on = (from: number, to = from): EntityMatch => ({
      ...ANY_ENTITY,
      ports: { ranges: [{ from, to }], names: [] },
    })
    const matches: readonly Partial<RuleMatch>[] = [
      { source: on(1000, 2000) },
      { destination: on(80) },
      { destination: on(81) },
    ]
    const numbers: RuleNumbers = { selectors: new SelectorIndex([]), netLists: [], services: new Set() }
    const rows = matches.map((match, index) => {
      const whole: RuleMatch = { ...ANY_MATCH, protocol: 6, ...match }
      const rule: Rule = { action: 'allow', match: whole, at: policy.at, written: index, uncertain: undefined }
      return compileRow(policy, rule, index, numbers)
    })
    const vectors = new RowVectors(rows, { semantics: 'dataplane', nftables: false })
    const ask = (destinationPort: number, sourcePort: number | undefined): string =>
      bitsOf(vectors.portBits({ protocol: 6, sourcePort, destinationPort, icmp: undefined }, peer, peer), rows)
    assert.deepEqual([ask(80, 3000), ask(81, undefined)], ['010', '001'])
  })

  it('hold the rows that match for certain, and those that may', (t) => {
    const compared = { met: 0, possible: 0, not: 0 }
    for (const seed of seeds(t, 200)) {
      const { cluster, policies, tuples } = worldOf(seed, { tuples: 6, open: seed % 2 === 0 })
      for (const set of ['enforced', 'pending'] as const) {
        const engine = new Engine(cluster, policySetFor(set, policies), modeOf(set))
        const rows = rowsOf(engine)
        const preview: Preview = { semantics: modeOf(set), nftables: false }
        const vectors = new RowVectors(rows, preview)
        for (const { destination, source, ...l4 } of tuples) {
          const [from, to] = [engine.peers.peerAt(source.ip), engine.peers.peerAt(destination.ip)]
          const where = `NETPOL_SEED=${String(seed)} ${set}`
          const compare = (got: { must: Bits; may: Bits }, meets: (row: Row) => Sureness, what: string): void => {
            const must = asked(rows, (row) => meets(row) === YES)
            const may = asked(rows, (row) => meets(row) !== NO)
            assert.deepEqual([bitsOf(got.must, rows), bitsOf(got.may, rows)], [must, may], `${where} ${what}`)
            compared[must !== may ? 'possible' : must.includes('1') ? 'met' : 'not']++
          }
          compare(vectors.sourceVector(from), (row) => meetsAddress(row, 'source', from, preview), 'source')
          compare(vectors.destinationVector(to), (row) => meetsAddress(row, 'destination', to, preview), 'destination')
          const meetsPorts = (row: Row): Sureness => meetsLayer4(row, l4, from, to, preview)
          compare(vectors.layer4Vector(l4, from, to), meetsPorts, 'ports')
          // Of rows that ask for more, all that can still be met.
          const bits = vectors.portBits(l4, from, to)
          rows.forEach((row, at) => {
            if (asksMore(row)) assert.ok(hasBit(bits, at) || meetsPorts(row) === NO, `${where} row ${String(at)}`)
            else assert.equal(hasBit(bits, at), meetsPorts(row) === YES, `${where} row ${String(at)}`)
          })
        }
      }
    }
    assert.ok(Math.min(...Object.values(compared)) > 50, JSON.stringify(compared))
  })
})
