import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { printIp } from '../../src/base/ip.ts'
import { expectationsFor, expectedBy, unmatchedDenials } from '../../src/compare/expectations.ts'
import { yamlScalar } from '../../src/compare/yaml-scalar.ts'
import { parseExpectations } from '../../src/config/expectations.ts'
import { parseSelector } from '../../src/convert/selector-parser.ts'
import { parseYaml } from '../../src/manifest/yaml.ts'
import type { ExpectedDenial } from '../../src/model/expectation.ts'
import { matchesFlow, parseEndPattern, patternOf, matchesEnd } from '../../src/model/flow-pattern.ts'
import type { FlowEnd } from '../../src/model/flow.ts'
import { delta, deltaOf, end, flow } from './gate-deltas.ts'

function parse(text: string): readonly ExpectedDenial[] {
  const parsed = parseExpectations([{ path: 'netpol-expectations.yml', text }], parseSelector)
  if (!parsed.ok) assert.fail(`${JSON.stringify(parsed.errors)}\n${text}`)
  return parsed.value.denials
}

describe('expectationsFor', () => {
  it('gives one entry for each newly denied flow, sources together', () => {
    const deltas = [
      deltaOf(
        flow(end('sandbox/netshoot'), end('PUBLIC NETWORK', 'network'), { protocol: 17, port: 53 }),
        'newly-denied',
      ),
      deltaOf(flow(end('marketing/tracker'), end('yaobank/summary')), 'newly-denied'),
      deltaOf(
        flow(end('10.0.0.1', 'address'), end('yaobank/summary'), { protocol: 1, port: undefined }),
        'newly-denied',
      ),
      deltaOf(flow(end('marketing/tracker'), end('yaobank/database'), { protocol: 6, port: 2379 }), 'newly-denied'),
      delta('other', 'newly-allowed'),
      delta('open', 'now-uncertain'),
    ]
    assert.equal(
      expectationsFor(deltas),
      `expected-denials:
  - source: "10.0.0.1"
    destination: yaobank/summary
    protocol: ICMP
    port: none
    reason: intended by this change (say why)
  - source: marketing/tracker
    destination: yaobank/database
    protocol: TCP
    port: 2379
    reason: intended by this change (say why)
  - source: marketing/tracker
    destination: yaobank/summary
    protocol: TCP
    port: 80
    reason: intended by this change (say why)
  - source: sandbox/netshoot
    destination: "PUBLIC NETWORK"
    protocol: UDP
    port: 53
    reason: intended by this change (say why)
`,
    )
  })

  it('gives nothing where nothing is newly denied', () => {
    assert.equal(expectationsFor([]), undefined)
    assert.equal(expectationsFor([delta('a', 'newly-allowed'), delta('b', 'unchanged')]), undefined)
  })

  it('leaves out what has no name', () => {
    assert.equal(expectationsFor([deltaOf(flow(end(''), end('a/b')), 'newly-denied')]), undefined)
  })

  // Names from records of a cluster that somebody else runs
  const piece = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom('a', 'b', 'web', '*', '/', '\\', '10.0.0.0/8', '10.0.0.1', '::', 'none', 'true'),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('\n', '"', "'", ': ', ' #', '- ', '{{', '\u202e', '\u2028', '\u0000', '👾', '|'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }) },
  )
  const name = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))
  const named: fc.Arbitrary<FlowEnd> = fc
    .tuple(name, fc.constantFrom('workload', 'host', 'network-set', 'network'))
    .filter(([text]) => text.trim() !== '')
    .map(([text, is]) => end(text, is))
  const address: fc.Arbitrary<FlowEnd> = fc
    .oneof(
      fc.bigInt({ min: 0x0a000000n, max: 0x0a000003n }).map((value) => printIp({ family: 4, value })),
      fc.bigInt({ min: 0n, max: 3n }).map((value) => printIp({ family: 6, value })),
    )
    .map((text) => end(text, 'address'))
  const anyEnd = fc.oneof(named, address)
  const layer4 = fc.record({
    protocol: fc.constantFrom(0, 1, 6, 17, 47, 58, 132, 136, 255),
    port: fc.oneof(fc.constant(undefined), fc.constantFrom(0, 1, 80, 65_535)),
  })
  const flows = fc.uniqueArray(
    fc.tuple(anyEnd, anyEnd, layer4).map(([source, destination, of]) => flow(source, destination, of)),
    { selector: ({ key }) => key, minLength: 1, maxLength: 8 },
  )

  it('once pasted, is about exactly the flows it was made for', () => {
    fc.assert(
      fc.property(flows, fc.nat(8), (all, count) => {
        const [cut, kept] = [all.slice(0, count), all.slice(count)]
        const pasted = expectationsFor(cut.map((one) => deltaOf(one, 'newly-denied')))
        const entries = pasted === undefined ? [] : parse(pasted)
        assert.equal(entries.length, cut.length)
        for (const one of cut) {
          assert.equal(entries.filter((entry) => matchesFlow(entry.flows, one)).length, 1, one.key)
          assert.ok(expectedBy(entries, deltaOf(one, 'newly-denied')))
        }
        for (const one of kept) assert.ok(!entries.some((entry) => matchesFlow(entry.flows, one)), one.key)
      }),
      { numRuns: 1000 },
    )
  })

  it('does not depend on the order of the flows', () => {
    fc.assert(
      fc.property(flows, (all) => {
        const deltas = all.map((one) => deltaOf(one, 'newly-denied'))
        assert.equal(expectationsFor(deltas), expectationsFor([...deltas].reverse()))
      }),
    )
  })

  it('a pattern is about the end it was made for, and about no end of another name', () => {
    fc.assert(
      fc.property(anyEnd, anyEnd, (one, other) => {
        const pattern = parseEndPattern(patternOf(one))
        assert.ok(matchesEnd(pattern, one))
        assert.equal(matchesEnd(pattern, other), one.name === other.name)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('expectedBy and unmatchedDenials', () => {
  const entries = parse(`expected-denials:
  - {source: a/one, destination: '*', reason: first}
  - {source: a/*, destination: '*', reason: second}
  - {source: b/*, destination: '*', reason: third}
`)

  it('the first entry wins', () => {
    assert.equal(expectedBy(entries, delta('one', 'newly-denied'))?.reason, 'first')
    assert.equal(expectedBy(entries, delta('two', 'newly-denied'))?.reason, 'second')
  })
  for (const change of ['newly-allowed', 'now-uncertain', 'rerouted', 'unchanged'] as const) {
    it(`nothing expects what is ${change}`, () => assert.equal(expectedBy(entries, delta('one', change)), undefined))
  }
  it('nothing is said of entries where no flow was judged', () => assert.deepEqual(unmatchedDenials(entries, []), []))
  it('an entry is matched even where an earlier one took the flow', () => {
    assert.deepEqual(
      unmatchedDenials(entries, [delta('one', 'newly-denied')]).map(({ reason }) => reason),
      ['third'],
    )
  })
  it('an entry is matched by a flow that does not change and is denied all the same', () => {
    const unmatched = (...stillDenied: readonly ExpectedDenial[]): readonly string[] =>
      unmatchedDenials(entries, [], { count: 1, stillDenied: new Set(stillDenied) }).map(({ reason }) => reason)
    assert.deepEqual(unmatched(), ['first', 'second', 'third'])
    assert.deepEqual(unmatched(...entries.slice(1, 2)), ['first', 'third'])
  })
})

describe('yamlScalar', () => {
  const rows: readonly [text: string, scalar: string][] = [
    ['yaobank/database', 'yaobank/database'],
    ['a', 'a'],
    ['y', '"y"'],
    ['NO', '"NO"'],
    ['null', '"null"'],
    ['10.0.0.0/8', '"10.0.0.0/8"'],
    ['1e3', '"1e3"'],
    ['0x10', '"0x10"'],
    ['', '""'],
    ['*/web', '"*/web"'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['a"\\', '"a\\"\\\\"'],
    ['a\nb', '"a\\x0ab"'],
    ['{{ x }}', '"\\x7b\\x7b x \\x7d\\x7d"'],
    ['\u202ea', '"\\u202ea"'],
    ['👾', '"\\U0001f47e"'],
    ['\ud800', '"\\ud800"'],
  ]
  for (const [text, scalar] of rows) it(JSON.stringify(text), () => assert.equal(yamlScalar(text), scalar))

  it('is read back as the same text, alone and as a value', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('yes', '~', '.inf', '0o7', '1_000', '\ud800', 'a\udfff'),
        ),
        (text) => {
          const read = parseYaml(`key: ${yamlScalar(text)}\n`)
          assert.ok(read.ok)
          assert.deepEqual(read.values, [{ key: text }])
          assert.ok(!read.braces)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('is one line of printable ASCII', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.match(yamlScalar(text), /^[ -~]*$/)))
  })
})
