import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { CONFIG_KEYS, parseConfig } from '../../src/config/config.ts'
import { SETTINGS } from '../../src/config/setting.ts'
import { matchesFlow } from '../../src/model/flow-pattern.ts'
import { complaints, flowOf } from './support.ts'

const PATH = '.github/netpol-preflight.yml'
const parse = (text: string) => parseConfig({ path: PATH, text })

function config(text: string) {
  const parsed = parse(text)
  if (!parsed.ok) assert.fail(complaints(parsed.errors).join('\n'))
  return parsed.value
}

function problems(text: string): readonly string[] {
  const parsed = parse(text)
  assert.ok(!parsed.ok, 'the file was taken')
  return complaints(parsed.errors)
}

const FULL = `
# the whole of it
max-newly-denied: 2
max-newly-allowed: unlimited
max-uncertain: 8
fail-on: never
malformed-change: report
policies:
  - policies/**/*.yaml
  - "charts/*/rendered.yaml"
expectations: [netpol-expectations.yml]
baseline: repository
policy-set: promoted
default-namespace: bank
snapshot-max-age: 12h
require-snapshot: false
waivers:
  - source: marketing/tracker
    destination: yaobank/*
    protocol: TCP
    port: 2379
    owner: team-marketing
    reason: moves to the public API, see BANK-12
    expires: 2027-03-31
`

describe('parseConfig', () => {
  it('reads every setting, with its place', () => {
    const { path, said, waivers } = config(FULL)
    assert.equal(path, PATH)
    assert.deepEqual(said(SETTINGS.maxNewlyDenied), { value: 2, at: { path: PATH, line: 3, column: 1 } })
    assert.equal(said(SETTINGS.maxNewlyAllowed)?.value, 'unlimited')
    assert.equal(said(SETTINGS.maxUncertain)?.value, 8)
    assert.equal(said(SETTINGS.failOn)?.value, 'never')
    assert.equal(said(SETTINGS.malformedChange)?.value, 'report')
    assert.deepEqual(said(SETTINGS.policies)?.value, ['policies/**/*.yaml', 'charts/*/rendered.yaml'])
    assert.deepEqual(said(SETTINGS.expectations)?.value, ['netpol-expectations.yml'])
    assert.equal(said(SETTINGS.baseline)?.value, 'repository')
    assert.equal(said(SETTINGS.policySet)?.value, 'promoted')
    assert.equal(said(SETTINGS.defaultNamespace)?.value, 'bank')
    assert.equal(said(SETTINGS.snapshotMaxAge)?.value, 12 * 3600)
    assert.deepEqual(said(SETTINGS.requireSnapshot), { value: false, at: { path: PATH, line: 16, column: 1 } })
    assert.equal(waivers.length, 1)
    const [waiver] = waivers
    assert.deepEqual(waiver?.changes, ['newly-denied', 'uncertain'])
    assert.equal(waiver.owner, 'team-marketing')
    assert.equal(waiver.reason, 'moves to the public API, see BANK-12')
    assert.equal(waiver.expires, '2027-03-31')
    assert.deepEqual(waiver.at, { path: PATH, line: 18, column: 5 })
    assert.ok(matchesFlow(waiver.flows, flowOf('marketing/tracker', 'yaobank/database', 6, 2379)))
    assert.ok(!matchesFlow(waiver.flows, flowOf('marketing/tracker', 'yaobank/database', 6, 2380)))
  })

  it('takes an empty file, which says nothing', () => {
    for (const text of ['', '\n', '# later\n', '---\n', '{}', 'waivers:\n', 'waivers: []\n']) {
      const { said, waivers } = config(text)
      for (const limit of [SETTINGS.maxNewlyDenied, SETTINGS.snapshotMaxAge]) assert.equal(said(limit), undefined)
      assert.equal(said(SETTINGS.policies), undefined)
      assert.deepEqual(waivers, [])
    }
  })

  it('reads JSON, which is YAML', () => {
    assert.equal(config('{"max-newly-denied": 3}').said(SETTINGS.maxNewlyDenied)?.value, 3)
  })

  const refused: readonly [name: string, text: string, expected: readonly string[]][] = [
    ['a key that is none', 'max-newly-denid: 1\n', ['1:1 config-unknown-key max-newly-denid | max-newly-denied']],
    ['a key far from all', 'colour: blue\n', ['1:1 config-unknown-key colour']],
    ['a setting of the inputs', '\nsnapshot: x\n', ['2:1 config-unknown-key snapshot']],
    [
      'a negative limit',
      'max-uncertain: -1\n',
      ['1:1 config-invalid max-uncertain | a whole number from 0, or `unlimited` | -1'],
    ],
    [
      'a fraction',
      'max-uncertain: 0.5\n',
      ['1:1 config-invalid max-uncertain | a whole number from 0, or `unlimited` | 0.5'],
    ],
    [
      'a number in quotes',
      "max-uncertain: '3'\n",
      ['1:1 config-invalid max-uncertain | a whole number from 0, or `unlimited` | "3"'],
    ],
    [
      'a misspelt word',
      'max-uncertain: unlimitd\n',
      ['1:1 config-invalid max-uncertain | a whole number from 0, or `unlimited` | "unlimitd" | unlimited'],
    ],
    [
      'nothing after a key',
      'max-newly-denied:\n',
      ['1:1 config-invalid max-newly-denied | a whole number from 0, or `unlimited` | nothing'],
    ],
    ['another case', 'fail-on: Never\n', ['1:1 config-invalid fail-on | `threshold` or `never` | "Never" | never']],
    [
      'no list',
      'policies: a.yaml\n',
      ['1:1 config-invalid policies | a list of globs, at least one and each of them text | "a.yaml"'],
    ],
    [
      'no glob',
      'policies: []\n',
      ['1:1 config-invalid policies | a list of globs, at least one and each of them text | a list'],
    ],
    [
      'a word that YAML takes for true',
      'policies: [y]\n',
      ['1:1 config-invalid policies | a list of globs, at least one and each of them text | a list'],
    ],
    [
      'an empty glob',
      'policies: [""]\n',
      ['1:1 config-invalid policies | a list of globs, at least one and each of them text | a list'],
    ],
    [
      'a duration without unit',
      'snapshot-max-age: 7\n',
      [
        '1:1 config-invalid snapshot-max-age | a whole number with `m`, `h` or `d`, as in `90m`, `12h` or `7d`, or `unlimited` | 7',
      ],
    ],
    [
      'a word for a switch',
      'require-snapshot: "true"\n',
      ['1:1 config-invalid require-snapshot | `true` or `false` | "true" | true'],
    ],
    [
      'a bad namespace',
      'default-namespace: Bank_1\n',
      [
        '1:1 config-invalid default-namespace | the name of a namespace: at most 63 letters a–z, digits and `-` | "Bank_1"',
      ],
    ],
    ['a list at the top', '- 1\n', ['1:1 config-invalid the file | a mapping | a list']],
    [
      'two documents',
      'max-uncertain: 1\n---\nmax-uncertain: 2\n',
      ['3:1 config-invalid the file | one document | several'],
    ],
    ['a key twice', 'max-uncertain: 1\nmax-uncertain: 2\n', ['2:1 duplicate-key max-uncertain']],
    ['a key twice in JSON', '{"max-uncertain": 1,\n "max-uncertain": 2}', ['2:3 duplicate-key max-uncertain']],
    ['waivers that are no list', 'waivers: {}\n', ['1:1 config-invalid waivers | a list | a mapping']],
    ['a waiver that is none', 'waivers: [later]\n', ['1:11 config-invalid waivers[0] | a mapping | "later"']],
    [
      'a waiver without anything',
      'waivers:\n  - {}\n',
      [
        '2:5 config-invalid waivers[0].source | text | nothing',
        '2:5 config-invalid waivers[0].destination | text | nothing',
        '2:5 config-invalid waivers[0].owner | text | nothing',
        '2:5 config-invalid waivers[0].reason | text | nothing',
        '2:5 config-invalid waivers[0].expires | a day, as in `2027-03-31` | nothing',
      ],
    ],
  ]
  for (const [name, text, expected] of refused) it(`refuses ${name}`, () => assert.deepEqual(problems(text), expected))

  for (const number of ['.inf', '.nan', '-0.5', '1e400', '9007199254740993']) {
    it(`refuses the limit ${number}`, () => assert.equal(problems(`max-uncertain: ${number}\n`).length, 1))
  }

  it('says a YAML error where it is', () => {
    const [first, ...rest] = problems('a: [\n')
    assert.match(first ?? '', /^\d+:\d+ yaml-syntax /)
    assert.deepEqual(rest, [])
  })

  it('says everything that is wrong at once, in the order of the file’s keys', () => {
    const text = 'fail-on: no\nmax-uncertain: x\nbase-line: merged\nwaivers:\n  - owner: 1\n    sauce: a/b\n'
    assert.deepEqual(
      problems(text).map((line) => line.split(' | ')[0]),
      [
        '3:1 config-unknown-key base-line',
        '2:1 config-invalid max-uncertain',
        '1:1 config-invalid fail-on',
        '6:5 config-unknown-key sauce',
        '5:5 config-invalid waivers[0].source',
        '5:5 config-invalid waivers[0].destination',
        '5:5 config-invalid waivers[0].owner',
        '5:5 config-invalid waivers[0].reason',
        '5:5 config-invalid waivers[0].expires',
      ],
    )
  })

  const WAIVER = 'source: a/b\n    destination: c/d\n    owner: me\n    reason: why\n'
  const waiver = (more: string) => `waivers:\n  - ${WAIVER}    ${more}\n`

  for (const day of ['2027-01-01', '2028-02-29', '2000-02-29', '2027-12-31', '"2027-06-30"']) {
    it(`takes the day ${day}`, () => assert.equal(config(waiver(`expires: ${day}`)).waivers.length, 1))
  }
  for (const day of ['2027-02-29', '2100-02-29', '2027-04-31', '2027-00-10', '2027-13-01', '2027-1-1', '31.03.2027']) {
    it(`refuses the day ${day}`, () =>
      assert.deepEqual(problems(waiver(`expires: ${day}`)), [
        `6:5 config-invalid waivers[0].expires | a day, as in \`2027-03-31\` | "${day}"`,
      ]))
  }

  const changes: readonly [string, readonly string[]][] = [
    ['newly-denied', ['newly-denied']],
    ['newly-allowed', ['newly-allowed']],
    ['uncertain', ['uncertain']],
  ]
  for (const [change, expected] of changes) {
    it(`takes the change ${change}`, () => {
      const [first] = config(waiver(`expires: 2027-01-01\n    change: ${change}`)).waivers
      assert.deepEqual(first?.changes, expected)
    })
  }

  it('knows which keys there are', () => {
    assert.deepEqual(CONFIG_KEYS, [
      'max-newly-denied',
      'max-newly-allowed',
      'max-uncertain',
      'max-declared-denied',
      'min-evidence',
      'fail-on',
      'malformed-change',
      'policies',
      'expectations',
      'baseline',
      'policy-set',
      'default-namespace',
      'calico-version',
      'apply-path',
      'policy-engine',
      'ip-block-pods',
      'ip-block-nodes',
      'host-network-pods',
      'node-to-own-pods',
      'source-after-nat',
      'snapshot-max-age',
      'cluster-id',
      'require-snapshot',
      'require-attestation',
      'waivers',
    ])
  })
})

describe('the ends of a flow, as waivers write them', () => {
  const refused: readonly [name: string, end: string, expected: string][] = [
    ['host bits', '10.0.0.1/8', '| a prefix without host bits | "10.0.0.1/8" | 10.0.0.0/8'],
    ['nothing', '""', '| text | ""'],
    ['a number', '7', '| text | 7'],
    ['pods', '{podSelector: {}}', '| text | a mapping'],
  ]
  for (const [name, end, expected] of refused) {
    it(`refuses ${name}`, () => {
      const text = `waivers:\n  - source: ${end}\n    destination: a/b\n    owner: o\n    reason: r\n    expires: 2027-01-01\n`
      assert.deepEqual(problems(text), [`2:5 config-invalid waivers[0].source ${expected}`])
    })
  }

  const layer4: readonly [name: string, more: string, expected: string][] = [
    ['another case', 'protocol: tcp', 'protocol | PROTOCOLS | "tcp" | TCP'],
    ['a number too large', 'protocol: 256', 'protocol | PROTOCOLS | 256'],
    ['a port by name', 'port: http', 'port | a port from 0 to 65535, or `none` | "http"'],
    ['a port too large', 'port: 65536', 'port | a port from 0 to 65535, or `none` | 65536'],
    ['a port without value', 'port:', 'port | a port from 0 to 65535, or `none` | nothing'],
  ]
  for (const [name, more, expected] of layer4) {
    it(`refuses ${name}`, () => {
      const form = '`TCP`, `UDP`, `SCTP`, `ICMP`, `ICMPv6`, `UDPLite` or a number from 0 to 255'
      const text = `waivers:\n  - source: a/b\n    destination: c/d\n    owner: o\n    reason: r\n    expires: 2027-01-01\n    ${more}\n`
      assert.deepEqual(problems(text), [`7:5 config-invalid waivers[0].${expected.replace('PROTOCOLS', form)}`])
    })
  }
})

describe('complaints', () => {
  it('stand at a place of the file, all of them', () => {
    const parsed = parse('a: 1\nb: 2\nmax-uncertain: []\nwaivers: [1, {}]\n')
    assert.ok(!parsed.ok)
    const misplaced = parsed.errors.filter(({ at }: Diagnostic) => at?.path !== PATH || at.line < 1 || at.column < 1)
    assert.deepEqual(misplaced, [])
    assert.equal(parsed.errors.length, 9)
  })
})
