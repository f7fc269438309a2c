// Equal walks have one verdict, so that answers can be compared by identity (docs/architecture.md, the engine).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { profileHit } from '../../src/engine/assemble.ts'
import { Traces } from '../../src/engine/traces.ts'

const PASS = { ...profileHit('first', 'allow'), action: 'pass' } as const
const ALLOW = profileHit('kns.a', 'allow')
const DENY = profileHit('kns.gone', 'deny')

describe('the verdicts of walks', () => {
  it('are one for equal walks, and others for others', () => {
    const traces = new Traces([PASS, undefined, ALLOW])
    const walks = [[ALLOW], [DENY], [PASS, ALLOW], [PASS, DENY], [PASS, PASS, ALLOW], [PASS, PASS, PASS]]
    const verdicts = walks.map((walk) => traces.verdict(walk))
    assert.equal(new Set(verdicts).size, walks.length)
    assert.deepEqual(
      walks.map((walk) => traces.verdict([...walk])).map((verdict, i) => verdict === verdicts[i]),
      walks.map(() => true),
    )
    assert.deepEqual(
      verdicts.map(({ is, trace }) => [is, trace]),
      walks.map((walk) => [walk.at(-1)?.action === 'allow' ? 'allow' : 'deny', walk]),
    )
  })

  it('are found by numbers as well, of which the rest of the room does not count', () => {
    const traces = new Traces([PASS, undefined, ALLOW])
    const number = traces.numberOfWay(Int32Array.of(0, 2, 7), 2)
    assert.equal(traces.numbered(number), traces.verdict([PASS, ALLOW]))
    assert.throws(() => traces.numbered(number + 1), /INVARIANT/)
    assert.equal(traces.numberOf(ALLOW), 2)
    assert.equal(traces.hit(traces.numberOf(DENY)), DENY)
    assert.equal(traces.hit(1), undefined)
  })
})
