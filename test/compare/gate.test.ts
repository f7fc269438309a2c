import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { exitCodeOf, judge } from '../../src/compare/gate.ts'
import type { GateQuestion } from '../../src/compare/gate.ts'
import type { Conclusion, ConclusionReason, Counts, Limit, Limits } from '../../src/model/conclusion.ts'
import type { FlowDelta } from '../../src/model/delta.ts'
import { delta, deltaOf, end, expects, flow, waives } from './gate-deltas.ts'

const TODAY = '2027-03-31'
const DEFAULTS: Limits = { 'newly-denied': 0, 'newly-allowed': 'unlimited', uncertain: 'unlimited' }

const ask = (some: Partial<GateQuestion>) =>
  judge({
    deltas: [],
    limits: DEFAULTS,
    expectedDenials: [],
    waivers: [],
    assertions: [],
    malformedChanges: 0,
    malformedChange: 'fail',
    now: `${TODAY}T12:00:00.000Z`,
    ...some,
  })

const NOTHING: Counts = {
  newlyDenied: 0,
  newlyAllowed: 0,
  uncertain: 0,
  rerouted: 0,
  unchanged: 0,
  expectedDenied: 0,
  waived: 0,
  quarantined: 0,
}

const denied = (...names: readonly string[]): FlowDelta[] => names.map((name) => delta(name, 'newly-denied'))
const OVER = (count: number, limit = 0): ConclusionReason => ({ is: 'over-limit', what: 'newly-denied', count, limit })

interface Row {
  readonly name: string
  readonly question: Partial<GateQuestion>
  readonly counts?: Partial<Counts>
  readonly reasons: readonly ConclusionReason[]
}

const ROWS: readonly Row[] = [
  { name: 'nothing', question: {}, reasons: [] },
  {
    name: 'every change is counted once',
    question: {
      deltas: [
        ...denied('a', 'b'),
        delta('c', 'newly-allowed'),
        delta('d', 'now-uncertain'),
        delta('e', 'rerouted'),
        delta('f', 'unchanged'),
        delta('g', 'unchanged'),
      ],
    },
    counts: { newlyDenied: 2, newlyAllowed: 1, uncertain: 1, rerouted: 1, unchanged: 2 },
    reasons: [OVER(2)],
  },
  {
    name: 'flows without a delta are unchanged',
    question: {
      deltas: [...denied('a'), delta('f', 'unchanged')],
      unchanged: { count: 2, stillDenied: new Set() },
    },
    counts: { newlyDenied: 1, unchanged: 3 },
    reasons: [OVER(1)],
  },
  {
    name: 'as many as the limit',
    question: { deltas: denied('a', 'b'), limits: { ...DEFAULTS, 'newly-denied': 2 } },
    counts: { newlyDenied: 2 },
    reasons: [],
  },
  {
    name: 'one more than the limit',
    question: { deltas: denied('a', 'b', 'c'), limits: { ...DEFAULTS, 'newly-denied': 2 } },
    counts: { newlyDenied: 3 },
    reasons: [OVER(3, 2)],
  },
  {
    name: 'no limit',
    question: { deltas: denied('a', 'b'), limits: { ...DEFAULTS, 'newly-denied': 'unlimited' } },
    counts: { newlyDenied: 2 },
    reasons: [],
  },
  {
    name: 'every limit has its reason, in one order',
    question: {
      deltas: [delta('u', 'now-uncertain'), delta('b', 'newly-allowed'), ...denied('a')],
      limits: { uncertain: 0, 'newly-allowed': 0, 'newly-denied': 0 },
    },
    counts: { newlyDenied: 1, newlyAllowed: 1, uncertain: 1 },
    reasons: [
      OVER(1),
      { is: 'over-limit', what: 'newly-allowed', count: 1, limit: 0 },
      { is: 'over-limit', what: 'uncertain', count: 1, limit: 0 },
    ],
  },
  {
    name: 'an expected denial is not counted',
    question: { deltas: denied('a', 'b'), expectedDenials: [expects('a/a')] },
    counts: { newlyDenied: 1, expectedDenied: 1 },
    reasons: [OVER(1)],
  },
  {
    name: 'a denial is expected, and nothing else',
    question: {
      deltas: [delta('a', 'newly-allowed'), delta('a', 'now-uncertain')],
      limits: { ...DEFAULTS, 'newly-allowed': 0, uncertain: 0 },
      expectedDenials: [expects('*')],
    },
    counts: { newlyAllowed: 1, uncertain: 1 },
    reasons: [
      { is: 'over-limit', what: 'newly-allowed', count: 1, limit: 0 },
      { is: 'over-limit', what: 'uncertain', count: 1, limit: 0 },
    ],
  },
  {
    name: 'a waived flow is not counted',
    question: { deltas: denied('a', 'b'), waivers: [waives('a/a', '2028-01-01')] },
    counts: { newlyDenied: 1, waived: 1 },
    reasons: [OVER(1)],
  },
  {
    name: 'a waiver holds to the end of its day',
    question: { deltas: denied('a'), waivers: [waives('a/a', TODAY)], now: `${TODAY}T23:59:59.999Z` },
    counts: { waived: 1 },
    reasons: [],
  },
  {
    name: 'a waiver is over on the next day',
    question: { deltas: denied('a'), waivers: [waives('a/a', '2027-03-30')], now: `${TODAY}T00:00:00.000Z` },
    counts: { newlyDenied: 1 },
    reasons: [OVER(1), { is: 'waiver-expired', count: 1 }],
  },
  {
    name: 'an expired waiver fails by itself',
    question: {
      deltas: denied('a'),
      waivers: [waives('a/a', '2027-01-01')],
      limits: { ...DEFAULTS, 'newly-denied': 9 },
      now: TODAY,
    },
    counts: { newlyDenied: 1 },
    reasons: [{ is: 'waiver-expired', count: 1 }],
  },
  {
    name: 'an expired waiver that matches nothing is nobody’s business',
    question: { deltas: [delta('a', 'unchanged'), ...denied('b')], waivers: [waives('a/a', '2027-01-01')] },
    counts: { newlyDenied: 1, unchanged: 1 },
    reasons: [OVER(1)],
  },
  {
    name: 'a waiver was renewed beside the old one',
    question: { deltas: denied('a'), waivers: [waives('a/a', '2027-01-01'), waives('a/*', '2028-01-01')] },
    counts: { waived: 1 },
    reasons: [],
  },
  {
    name: 'what is expected needs no waiver',
    question: { deltas: denied('a'), waivers: [waives('a/a', '2027-01-01')], expectedDenials: [expects('a/a')] },
    counts: { expectedDenied: 1 },
    reasons: [],
  },
  {
    name: 'expected and waived is expected, once',
    question: { deltas: denied('a'), waivers: [waives('a/a', '2028-01-01')], expectedDenials: [expects('a/a')] },
    counts: { expectedDenied: 1 },
    reasons: [],
  },
  {
    name: 'a waiver of cuts covers uncertain ones',
    question: {
      deltas: [delta('a', 'now-uncertain')],
      waivers: [waives('a/a', '2028-01-01')],
      limits: { ...DEFAULTS, uncertain: 0 },
    },
    counts: { waived: 1 },
    reasons: [],
  },
  {
    name: 'a waiver of cuts does not cover what is opened',
    question: {
      deltas: [delta('a', 'newly-allowed')],
      waivers: [waives('a/a', '2028-01-01'), waives('a/a', '2027-01-01')],
      limits: { ...DEFAULTS, 'newly-allowed': 0 },
    },
    counts: { newlyAllowed: 1 },
    reasons: [{ is: 'over-limit', what: 'newly-allowed', count: 1, limit: 0 }],
  },
  {
    name: 'a waiver of what is opened',
    question: {
      deltas: [delta('a', 'newly-allowed'), ...denied('a')],
      waivers: [waives('a/a', '2028-01-01', ['newly-allowed'])],
      limits: { ...DEFAULTS, 'newly-allowed': 0 },
    },
    counts: { newlyDenied: 1, waived: 1 },
    reasons: [OVER(1)],
  },
  {
    name: 'an expired waiver of an uncertain flow, which nothing limits',
    question: { deltas: [delta('a', 'now-uncertain')], waivers: [waives('a/a', '2027-01-01')] },
    counts: { uncertain: 1 },
    reasons: [],
  },
  {
    name: 'an expired waiver of an uncertain flow, which has a limit',
    question: {
      deltas: [delta('a', 'now-uncertain')],
      waivers: [waives('a/a', '2027-01-01')],
      limits: { ...DEFAULTS, uncertain: 5 },
    },
    counts: { uncertain: 1 },
    reasons: [{ is: 'waiver-expired', count: 1 }],
  },
  {
    name: 'assertions that do not hold',
    question: { assertions: [{ holds: true }, { holds: false }, { holds: false }] },
    reasons: [{ is: 'assertion-failed', count: 2 }],
  },
  { name: 'a malformed change', question: { malformedChanges: 3 }, reasons: [{ is: 'malformed-change', count: 3 }] },
  {
    name: 'a malformed change, only reported',
    question: { malformedChanges: 3, malformedChange: 'report' },
    reasons: [],
  },
  {
    name: 'everything at once',
    question: {
      deltas: denied('a'),
      waivers: [waives('a/a', '2027-01-01')],
      assertions: [{ holds: false }],
      malformedChanges: 1,
    },
    counts: { newlyDenied: 1 },
    reasons: [
      OVER(1),
      { is: 'assertion-failed', count: 1 },
      { is: 'malformed-change', count: 1 },
      { is: 'waiver-expired', count: 1 },
    ],
  },
]

describe('judge', () => {
  for (const { counts = {}, name, question, reasons } of ROWS) {
    it(name, () => {
      const judged = ask(question)
      assert.deepEqual(judged.counts, { ...NOTHING, ...counts })
      assert.deepEqual(judged.conclusion, { result: reasons.length === 0 ? 'pass' : 'fail', reasons })
    })
  }

  it('marks each flow with what is written about it, in their order', () => {
    const [expected, waiver] = [expects('a/b'), waives('a/c', '2028-01-01')]
    const { marks } = ask({ deltas: denied('a', 'b', 'c'), expectedDenials: [expected], waivers: [waiver] })
    assert.deepEqual(marks, [
      { expected: undefined, waiver: undefined },
      { expected, waiver: undefined },
      { expected: undefined, waiver },
    ])
  })

  it('takes the first entry that is about a flow', () => {
    const entries = [expects('a/*'), expects('a/a')]
    assert.equal(ask({ deltas: denied('a'), expectedDenials: entries }).marks[0]?.expected, entries[0])
  })

  it('lists entries that nothing came of', () => {
    const entries = ['a/denied', 'a/uncertain', 'a/before', 'a/allowed', 'a/typo'].map(expects)
    const { diagnostics, unmatched } = ask({
      deltas: [
        delta('denied', 'newly-denied'),
        delta('uncertain', 'now-uncertain'),
        deltaOf(flow(end('a/before'), end('x/y')), 'unchanged', ['deny', 'deny']),
        delta('allowed', 'unchanged'),
      ],
      expectedDenials: entries,
    })
    assert.deepEqual(
      unmatched.map(({ text }) => text),
      ['a/allowed', 'a/typo'],
    )
    const at = { path: 'netpol-expectations.yml', line: 2, column: 5 }
    assert.deepEqual(diagnostics, [
      { code: 'expectation-unmatched', at, args: ['a/allowed'] },
      { code: 'expectation-unmatched', at, args: ['a/typo'] },
    ])
  })

  it('says what became of each waiver', () => {
    const waivers = [waives('a/*', '2028-01-01'), waives('a/a', '2027-01-01'), waives('b/*', '2027-01-01')]
    const said = { owner: 'somebody', reason: 'for now' }
    assert.deepEqual(ask({ deltas: denied('a', 'b'), waivers }).waivers, [
      { ...said, expires: '2028-01-01', expired: false, matched: 2 },
      { ...said, expires: '2027-01-01', expired: true, matched: 1 },
      { ...said, expires: '2027-01-01', expired: true, matched: 0 },
    ])
  })

  it('names an expired waiver that is still needed, where it stands', () => {
    assert.deepEqual(ask({ deltas: denied('a'), waivers: [waives('a/a', '2027-01-01')] }).diagnostics, [
      {
        code: 'waiver-expired',
        at: { path: '.github/netpol-preflight.yml', line: 7, column: 5 },
        args: ['somebody', '2027-01-01', 'for now'],
      },
    ])
  })
})

describe('judge, for whatever it is asked', () => {
  const change = fc.constantFrom('newly-denied', 'newly-allowed', 'now-uncertain', 'rerouted', 'unchanged')
  const name = fc.constantFrom('a', 'b', 'c', 'd')
  const source = fc.constantFrom('a/a', 'a/b', 'a/*', 'c/c', '*')
  const limit: fc.Arbitrary<Limit> = fc.oneof(fc.constant('unlimited' as const), fc.nat(4))
  const question = fc.record({
    deltas: fc.array(fc.tuple(name, change).map(([one, of]) => delta(one, of))),
    limits: fc.record({ 'newly-denied': limit, 'newly-allowed': limit, uncertain: limit }),
    expectedDenials: fc.array(source.map(expects), { maxLength: 2 }),
    waivers: fc.array(
      fc.tuple(source, fc.constantFrom('2027-01-01', '2028-01-01')).map(([of, expires]) => waives(of, expires)),
      { maxLength: 2 },
    ),
    assertions: fc.array(fc.record({ holds: fc.boolean() }), { maxLength: 2 }),
    malformedChanges: fc.nat(1),
    malformedChange: fc.constantFrom('fail', 'report'),
  })

  it('every flow is counted once', () => {
    fc.assert(
      fc.property(question, (some) => {
        const { counts } = ask(some)
        const sum = Object.values(counts).reduce((all: number, count: number) => all + count, 0)
        assert.equal(sum, some.deltas.length)
      }),
    )
  })

  it('it fails with a reason, and passes without', () => {
    fc.assert(
      fc.property(question, (some) => {
        const { result, reasons } = ask(some).conclusion
        assert.equal(result, reasons.length > 0 ? 'fail' : 'pass')
      }),
    )
  })

  it('a stricter limit never turns a fail into a pass', () => {
    fc.assert(
      fc.property(
        question,
        fc.constantFrom('newly-denied', 'newly-allowed', 'uncertain'),
        fc.nat(4),
        (some, what, stricter) => {
          const now = some.limits[what]
          fc.pre(now === 'unlimited' || stricter <= now)
          const before = ask(some).conclusion.result
          const after = ask({ ...some, limits: { ...some.limits, [what]: stricter } }).conclusion.result
          assert.ok(before === 'pass' || after === 'fail')
        },
      ),
    )
  })

  it('the order of flows makes no difference', () => {
    fc.assert(
      fc.property(question, (some) => {
        const turned = ask({ ...some, deltas: [...some.deltas].reverse() })
        const { conclusion, counts, diagnostics, marks, waivers } = ask(some)
        assert.deepEqual(
          { ...turned, marks: [...turned.marks].reverse() },
          { ...turned, conclusion, counts, diagnostics, marks, waivers },
        )
      }),
    )
  })

  it('what is written about a flow never makes others count', () => {
    fc.assert(
      fc.property(question, (some) => {
        const { counts } = ask(some)
        const bare = ask({ ...some, expectedDenials: [], waivers: [] }).counts
        assert.ok(counts.newlyDenied <= bare.newlyDenied)
        assert.ok(counts.newlyAllowed === bare.newlyAllowed && counts.uncertain <= bare.uncertain)
        assert.ok(counts.rerouted === bare.rerouted && counts.unchanged === bare.unchanged)
      }),
    )
  })
})

describe('exitCodeOf', () => {
  const rows: readonly [Conclusion['result'], 'threshold' | 'never', number][] = [
    ['pass', 'threshold', 0],
    ['pass', 'never', 0],
    ['fail', 'threshold', 1],
    ['fail', 'never', 0],
    ['error', 'threshold', 2],
    ['error', 'never', 2],
  ]
  for (const [result, failOn, code] of rows) {
    it(`${result}, ${failOn}`, () => assert.equal(exitCodeOf({ result, reasons: [] }, failOn), code))
  }
})
