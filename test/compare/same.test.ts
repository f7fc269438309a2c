import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sameEnd } from '../../src/compare/same.ts'
import type { EndVerdict, PolicyHit } from '../../src/model/verdict.ts'

const hit = (name: string): PolicyHit => ({
  tier: 'default',
  policy: { kind: 'np', namespace: 'a', name },
  rule: 0,
  action: 'allow',
  at: undefined,
  written: undefined,
  source: undefined,
})

function allowedBy(name: string): EndVerdict {
  const trace = [hit(name)]
  return { is: 'allow', trace, outcomes: [{ action: 'allow', trace }], because: [] }
}

describe('sameEnd', () => {
  it('does not take the answer about one verdict for that about another', () => {
    const one = allowedBy('x')
    for (const other of ['x', 'y', 'x', 'y'])
      assert.deepEqual([sameEnd(one, allowedBy(other)), sameEnd(allowedBy(other), one)], [other === 'x', other === 'x'])
    const [same, differs] = [allowedBy('x'), allowedBy('y')]
    for (let i = 0; i < 3; i++) assert.deepEqual([sameEnd(one, same), sameEnd(one, differs)], [true, false])
  })
})
