import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { markAdded, parseExpectations } from '../../src/config/expectations.ts'
import { parseSelector } from '../../src/convert/selector-parser.ts'
import type { AssertionEnd, Expectations } from '../../src/model/expectation.ts'
import { matchesFlow } from '../../src/model/flow-pattern.ts'
import { matches } from '../../src/model/selector.ts'
import { end, flow } from '../compare/gate-deltas.ts'
import { complaints, flowOf } from './support.ts'

const PATH = 'netpol-expectations.yml'
const read = (text: string) => parseExpectations([{ path: PATH, text }], parseSelector)

function expectations(text: string): Expectations {
  const parsed = read(text)
  if (!parsed.ok) assert.fail(complaints(parsed.errors).join('\n'))
  return parsed.value
}

function problems(text: string): readonly string[] {
  const parsed = read(text)
  assert.ok(!parsed.ok, 'the file was taken')
  return complaints(parsed.errors)
}

const FULL = `
expected-denials:
  - source: marketing/tracker
    destination: yaobank/*
    protocol: TCP
    port: 2379
    reason: the tracker has no business in the bank
  - { source: '*', destination: 169.254.169.254, reason: metadata }
must-allow:
  - source: yaobank/summary
    destination: { namespace: yaobank, podSelector: { matchLabels: { app: database } } }
    protocol: TCP
    port: 2379
    reason: the bank lives on it
must-deny:
  - source: 0.0.0.0/0
    destination: { podSelector: "app == 'database'" }
    protocol: TCP
    port: 2379
  - source: { namespace: sandbox, podSelector: {} }
    destination: 10.0.0.0/8
    protocol: ICMP
`

describe('parseExpectations', () => {
  it('reads all kinds of entries', () => {
    const { assertions, denials } = expectations(FULL)
    assert.deepEqual(
      denials.map(({ addedByChange, at, reason, text }) => ({ addedByChange, at, reason, text })),
      [
        {
          addedByChange: false,
          at: { path: PATH, line: 3, column: 5 },
          reason: 'the tracker has no business in the bank',
          text: 'expected-denials: marketing/tracker → yaobank/* TCP 2379',
        },
        {
          addedByChange: false,
          at: { path: PATH, line: 8, column: 5 },
          reason: 'metadata',
          text: 'expected-denials: * → 169.254.169.254',
        },
      ],
    )
    assert.deepEqual(
      assertions.map(({ text }) => text),
      [
        'must-allow: yaobank/summary → pods app=database in yaobank TCP 2379',
        "must-deny: 0.0.0.0/0 → pods app == 'database' TCP 2379",
        'must-deny: all pods in sandbox → 10.0.0.0/8 ICMP',
      ],
    )
    const [allow, deny, ping] = assertions
    assert.equal(allow?.is, 'must-allow')
    assert.equal(allow.protocol, 6)
    assert.equal(allow.port, 2379)
    assert.equal(allow.reason, 'the bank lives on it')
    assert.deepEqual(allow.at, { path: PATH, line: 10, column: 5 })
    assert.equal(allow.source.is, 'workloads')
    assert.equal(deny?.source.is, 'addresses')
    assert.equal(deny.reason, '')
    assert.equal(ping?.port, undefined)
  })

  it('puts files in the order of their paths', () => {
    const text = (name: string) => `expected-denials: [{source: ${name}/a, destination: b/c, reason: r}]`
    const sources = ['b.yml', 'a.yml'].map((path) => ({ path, text: text(path.slice(0, 1)) }))
    const parsed = parseExpectations(sources, parseSelector)
    assert.ok(parsed.ok)
    assert.deepEqual(
      parsed.value.denials.map(({ at }) => at.path),
      ['a.yml', 'b.yml'],
    )
  })

  it('takes what is empty', () => {
    for (const text of ['', '# none\n', '{}', 'must-allow:\n', 'must-allow: []\nmust-deny:\nexpected-denials:\n']) {
      assert.deepEqual(expectations(text), { denials: [], assertions: [] })
    }
    assert.deepEqual(parseExpectations([], parseSelector), {
      ok: true,
      value: { denials: [], assertions: [] },
      warnings: [],
    })
  })

  const END = '`namespace/name`, an address, a prefix, or a mapping with `podSelector`'
  const assertion = (more: string, source = 'a/b') =>
    `must-allow:\n  - source: ${source}\n    destination: c/d\n    ${more}\n`
  const tcp = (source: string) => assertion('protocol: TCP\n    port: 80', source)
  const refused: readonly [name: string, text: string, expected: readonly string[]][] = [
    ['a key that is none', 'must-alow: []', ['1:1 config-unknown-key must-alow | must-allow']],
    ['a list at the top', '[]', ['1:1 expectation-invalid the file | a mapping | a list']],
    ['an entry that is none', 'must-deny: [x]', ['1:13 expectation-invalid must-deny[0] | a mapping | "x"']],
    [
      'a denial without a reason',
      'expected-denials: [{source: a/b, destination: c/d}]',
      ['1:20 expectation-invalid expected-denials[0].reason | text | nothing'],
    ],
    [
      'an assertion without a protocol',
      'must-deny: [{source: a/b, destination: c/d}]',
      [
        '1:13 expectation-invalid must-deny[0].protocol | `TCP`, `UDP`, `SCTP`, `ICMP`, `ICMPv6`, `UDPLite` or a number from 0 to 255 | nothing',
      ],
    ],
    [
      'no port',
      assertion('protocol: UDP'),
      ['2:5 expectation-invalid must-allow[0].port | a port from 1 to 65535 | nothing'],
    ],
    [
      'port 0',
      assertion('protocol: 6\n    port: 0'),
      ['5:5 expectation-invalid must-allow[0].port | a port from 1 to 65535 | 0'],
    ],
    [
      'a port of ICMP',
      assertion('protocol: ICMP\n    port: 8'),
      ['5:5 expectation-invalid must-allow[0].port | no port, for ICMP has none | 8'],
    ],
    ['a name alone', tcp('web'), [`2:5 expectation-invalid must-allow[0].source | ${END} | "web"`]],
    ['any end', tcp("'*'"), [`2:5 expectation-invalid must-allow[0].source | ${END} | "*"`]],
    ['a longer name', tcp('a/b/c'), [`2:5 expectation-invalid must-allow[0].source | ${END} | "a/b/c"`]],
    ['no end', tcp(''), [`2:5 expectation-invalid must-allow[0].source | ${END} | nothing`]],
    ['a list as an end', tcp('[a/b]'), [`2:5 expectation-invalid must-allow[0].source | ${END} | a list`]],
    [
      'host bits',
      tcp('10.0.0.1/8'),
      ['2:5 expectation-invalid must-allow[0].source | a prefix without host bits | "10.0.0.1/8" | 10.0.0.0/8'],
    ],
    [
      'a namespace alone',
      tcp('{namespace: a}'),
      [
        '2:5 expectation-invalid must-allow[0].source.podSelector | a label selector, or a selector of Calico as text | nothing',
      ],
    ],
    [
      'a misspelt key of an end',
      tcp('{podSelectr: {}, podSelector: {}}'),
      ['2:14 config-unknown-key podSelectr | podSelector'],
    ],
    [
      'a selector that does not parse',
      tcp(`{podSelector: "app = 'x'"}`),
      [
        '2:14 expectation-invalid must-allow[0].source.podSelector | a selector of Calico (at its character 5: ==, !=, in, not in, contains, starts with or ends with) | "app = \'x\'"',
      ],
    ],
    [
      'a misspelt key of a selector',
      tcp('{podSelector: {matchLabel: {a: b}}}'),
      ['2:28 config-unknown-key matchLabel | matchLabels'],
    ],
    [
      'a label that is no text',
      tcp('{podSelector: {matchLabels: {version: 2}}}'),
      [
        '2:28 expectation-invalid must-allow[0].source.podSelector.matchLabels | labels with their values, in quotes where they are numbers or words like `true` | a mapping',
      ],
    ],
    [
      'an operator that is none',
      tcp('{podSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}}'),
      [
        '2:56 expectation-invalid must-allow[0].source.podSelector.matchExpressions[0].operator | `In`, `NotIn`, `Exists` or `DoesNotExist` | "in" | In',
      ],
    ],
    [
      'values where none are taken',
      tcp('{podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}'),
      [
        '2:74 expectation-invalid must-allow[0].source.podSelector.matchExpressions[0].values | no values, for Exists takes none | a list',
      ],
    ],
    [
      'no values where some are needed',
      tcp('{podSelector: {matchExpressions: [{key: a, operator: NotIn, values: []}]}}'),
      [
        '2:73 expectation-invalid must-allow[0].source.podSelector.matchExpressions[0].values | a list of label values, in quotes where they are numbers or words like `true` | a list',
      ],
    ],
  ]
  for (const [name, text, expected] of refused) it(`refuses ${name}`, () => assert.deepEqual(problems(text), expected))

  it('refuses a side with one error in one file', () => {
    const good = { path: 'a.yml', text: FULL }
    const parsed = parseExpectations([good, { path: 'b.yml', text: 'must-allow: 1' }], parseSelector)
    assert.ok(!parsed.ok)
    assert.deepEqual(
      parsed.errors.map(({ at }) => at?.path),
      ['b.yml'],
    )
  })
})

describe('names in expected denials', () => {
  const denial = (source: string) =>
    expectations(`expected-denials:\n  - source: ${source}\n    destination: '*'\n    reason: r\n`).denials[0]
  const rows: readonly [pattern: string, name: string, is: boolean][] = [
    ['shop/web', 'shop/web', true],
    ['shop/web', 'shop/web2', false],
    ['shop/web', 'Shop/web', false],
    ['shop/*', 'shop/web', true],
    ['shop/*', 'shop/', true],
    ['shop/*', 'shop', false],
    ['shop/*', 'shop/a/b', false],
    ['"*/web"', 'shop/web', true],
    ['"*/*"', 'shop/web', true],
    ['"*/*"', '10.0.0.1', false],
    ['shop/w*b', 'shop/web', true],
    ['shop/w*b', 'shop/wb', true],
    ['shop/w*b', 'shop/w', false],
    ['shop/a*a', 'shop/a', false],
    ['shop/a*b*c', 'shop/a-b-b-c', true],
    ['shop/a*b*c', 'shop/a-c-b', false],
    ['shop/*ab*ab', 'shop/ab', false],
    ['"*"', 'shop/web', true],
    ['"*"', '10.0.0.1', true],
    ['"*"', 'PUBLIC NETWORK', true],
    ['PUBLIC NETWORK', 'PUBLIC NETWORK', true],
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.10', false],
    ['10.0.0.0/8', '10.9.8.7', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['2001:db8::/32', '2001:db8::1', true],
    ['2001:DB8:0::1', '2001:db8::1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['0.0.0.0/0', 'shop/web', false],
    ["'shop/\\*'", 'shop/*', true],
    ["'shop/\\*'", 'shop/web', false],
    ["'\\10.0.0.0/8'", '10.0.0.0/8', true],
    ["'\\10.0.0.0/8'", '10.1.1.1', false],
    ["'shop/a\\'", 'shop/a\\', true],
  ]
  for (const [pattern, name, is] of rows) {
    it(`${pattern} ${is ? 'is' : 'is not'} ${name}`, () => {
      const entry = denial(pattern)
      assert.ok(entry !== undefined)
      assert.equal(matchesFlow(entry.flows, flowOf(name, 'x/y')), is)
    })
  }

  it('a prefix is about ends that are addresses only', () => {
    const entry = denial('10.0.0.0/8')
    assert.ok(entry !== undefined)
    assert.ok(!matchesFlow(entry.flows, flow(end('10.0.0.1', 'host'), end('x/y'))))
  })

  const layer4: readonly [more: string, protocol: number, port: number | undefined, is: boolean][] = [
    ['', 6, 80, true],
    ['', 1, undefined, true],
    ['protocol: TCP', 6, 80, true],
    ['protocol: 6', 6, 80, true],
    ['protocol: TCP', 17, 80, false],
    ['port: 80', 17, 80, true],
    ['port: 80', 6, 81, false],
    ['port: 80', 6, undefined, false],
    ['port: none', 6, undefined, true],
    ['port: none', 6, 80, false],
  ]
  for (const [more, protocol, port, is] of layer4) {
    it(`'${more}' ${is ? 'is' : 'is not'} ${protocol}/${port ?? 'none'}`, () => {
      const text = `expected-denials:\n  - source: a/b\n    destination: c/d\n    reason: r\n    ${more}\n`
      const [entry] = expectations(text).denials
      assert.ok(entry !== undefined)
      assert.equal(matchesFlow(entry.flows, flow(end('a/b'), end('c/d'), { protocol, port })), is)
    })
  }
})

describe('pod selectors of assertions', () => {
  function source(selector: string): Extract<AssertionEnd, { is: 'pods' }> {
    const text = `must-deny:\n  - source: {podSelector: ${selector}}\n    destination: a/b\n    protocol: TCP\n    port: 1\n`
    const end = expectations(text).assertions[0]?.source
    assert.ok(end?.is === 'pods')
    return end
  }
  const PODS = { web: { app: 'web', tier: 'front' }, db: { app: 'db' }, bare: {} }
  type Pod = keyof typeof PODS
  const rows: readonly [selector: string, text: string, pods: readonly Pod[]][] = [
    ['{}', 'all pods', ['web', 'db', 'bare']],
    ['{matchLabels: {}}', 'all pods', ['web', 'db', 'bare']],
    ['"all()"', 'all pods', ['web', 'db', 'bare']],
    ['{matchLabels: {app: web}}', 'pods app=web', ['web']],
    ['{matchLabels: {tier: front, app: web}}', 'pods app=web,tier=front', ['web']],
    ['{matchLabels: {tier: front, app: db}}', 'pods app=db,tier=front', []],
    ['{matchExpressions: [{key: app, operator: In, values: [web, db]}]}', 'pods app in (db,web)', ['web', 'db']],
    ['{matchExpressions: [{key: app, operator: NotIn, values: [web]}]}', 'pods app notin (web)', ['db', 'bare']],
    ['{matchExpressions: [{key: tier, operator: Exists}]}', 'pods tier', ['web']],
    ['{matchExpressions: [{key: tier, operator: DoesNotExist}]}', 'pods !tier', ['db', 'bare']],
    ['"app == \'web\'"', "pods app == 'web'", ['web']],
    ['"app != \'web\'"', "pods app != 'web'", ['db', 'bare']],
  ]
  for (const [selector, text, pods] of rows) {
    it(`${selector}: ${pods.join(', ')}`, () => {
      const end = source(selector)
      assert.equal(end.text, text)
      const found = Object.entries(PODS).filter(([, labels]) =>
        matches(end.selector.tree, { labels: new Map(Object.entries(labels)), complete: true }),
      )
      assert.deepEqual(
        found.map(([name]) => name),
        pods,
      )
    })
  }
})

describe('markAdded', () => {
  const side = (...entries: readonly string[]) => expectations(`expected-denials:\n${entries.join('')}`)
  const entry = (source: string, more = '', reason = 'r') =>
    `  - {source: ${source}, destination: x/y${more}, reason: ${reason}}\n`
  const added = (after: Expectations, before: Expectations | undefined) => {
    const { assertions, denials } = markAdded(after, before)
    return [...denials, ...assertions].filter(({ addedByChange }) => addedByChange).map(({ text }) => text)
  }

  it('marks what was not there before', () => {
    assert.deepEqual(added(side(entry('a/b'), entry('c/d')), side(entry('a/b'))), ['expected-denials: c/d → x/y'])
  })
  it('marks an entry that got wider', () => {
    const before = side(entry('a/b', ', port: 1'))
    assert.deepEqual(added(side(entry('a/b')), before), ['expected-denials: a/b → x/y'])
    assert.deepEqual(added(side(entry('a/*', ', port: 1')), before), ['expected-denials: a/* → x/y port 1'])
  })
  it('passes over order, places, spelling and reasons', () => {
    const before = side(entry('a/b', ', protocol: TCP'), entry('c/d'))
    const after = side(entry('c/d', '', 'another'), entry("'a/b'", ', protocol: 6'))
    assert.deepEqual(added(after, before), [])
  })
  it('marks all where nothing is known of before', () => {
    assert.equal(added(expectations(FULL), undefined).length, 5)
    assert.equal(added(expectations(FULL), expectations(FULL)).length, 0)
  })
  it('tells entries apart that only read alike', () => {
    const before = side(entry('a/b', ', protocol: TCP, port: 80'))
    const after = expectations('expected-denials: [{source: a/b, destination: x/y TCP 80, reason: r}]')
    assert.deepEqual(added(after, before), ['expected-denials: a/b → "x/y TCP 80"'])
  })
  it('turns a must-allow into a new entry where it becomes a must-deny', () => {
    const text = (is: string) => expectations(`${is}: [{source: a/b, destination: c/d, protocol: TCP, port: 1}]`)
    assert.deepEqual(added(text('must-deny'), text('must-allow')), ['must-deny: a/b → c/d TCP 1'])
  })
})
