import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parseConfig } from '../../src/config/config.ts'
import { SECRETS, SETTINGS, settingsOf, stricterLimit } from '../../src/config/setting.ts'
import type { Surface } from '../../src/config/setting.ts'
import { readSettings } from '../../src/config/settings.ts'
import type { Settings } from '../../src/config/settings.ts'
import type { Limit } from '../../src/model/conclusion.ts'
import { complaints } from './support.ts'

const NAME = '.github/netpol-preflight.yml'
type Inputs = Readonly<Record<string, string | undefined>>
type Where = Exclude<Surface, 'file'>

function ask(inputs: Inputs, file?: string, surface: Where = 'action') {
  const parsed = file === undefined ? undefined : parseConfig({ path: NAME, text: file })
  if (parsed?.ok === false) assert.fail(complaints(parsed.errors).join('\n'))
  return readSettings({ surface, inputs, config: parsed?.value, configName: NAME })
}

function settings(inputs: Inputs, file?: string, surface?: Where): Settings {
  const read = ask(inputs, file, surface)
  if (!read.ok) assert.fail(complaints(read.errors).join('\n'))
  return read.value
}

function problems(inputs: Inputs, surface?: Where): readonly string[] {
  const read = ask(inputs, undefined, surface)
  assert.ok(!read.ok, 'the inputs were taken')
  return complaints(read.errors)
}

const limitArbitrary: fc.Arbitrary<Limit> = fc.oneof(fc.constant('unlimited' as const), fc.nat(20))
const asNumber = (limit: Limit): number => (limit === 'unlimited' ? Infinity : limit)

describe('readSettings', () => {
  it('gives the defaults where nothing is said', () => {
    const { notes, sources, waivers, ...values } = settings({})
    assert.deepEqual(values, {
      limits: { 'newly-denied': 0, 'newly-allowed': 'unlimited', uncertain: 'unlimited' },
      maxDeclaredDenied: 'unlimited',
      minEvidence: 0,
      failOn: 'threshold',
      malformedChange: 'fail',
      policies: ['**/*.{yaml,yml,json}'],
      expectations: ['**/netpol-expectations.{yaml,yml}'],
      baseline: 'merged',
      policySet: 'enforced',
      defaultNamespace: 'default',
      calicoVersion: undefined,
      applyPath: 'api-server',
      plugin: undefined,
      snapshotMaxAgeSeconds: 604_800,
      clusterId: undefined,
      requireSnapshot: true,
      before: undefined,
      after: undefined,
      snapshot: undefined,
      objects: [],
      flows: [],
      snapshotWorkflow: undefined,
      snapshotArtifact: 'netpol-snapshot',
      snapshotBranch: undefined,
      snapshotRepository: undefined,
      snapshotRuns: 1,
      requireAttestation: false,
      config: NAME,
      comment: true,
      commentKey: 'default',
      format: 'text',
    })
    assert.deepEqual(waivers, [])
    assert.deepEqual(
      Object.keys(sources).sort(),
      Object.values(SETTINGS)
        .map(({ name }) => name)
        .sort(),
    )
    assert.deepEqual(new Set(Object.values(sources).map(({ is }) => is)), new Set(['default']))
    assert.deepEqual(notes, [`no ${NAME}: limits are those of the inputs, else the defaults`])
  })

  it('treats an empty input as none, as the runner hands over every input', () => {
    const inputs = Object.fromEntries(settingsOf('action').map(({ name }) => [name, ' ']))
    assert.deepEqual(settings(inputs), settings({}))
  })

  it('reads every input', () => {
    const read = settings(
      {
        'max-newly-denied': '3',
        'max-newly-allowed': '0',
        'max-uncertain': ' unlimited\n',
        'fail-on': 'never',
        policies: 'a/*.{yaml,yml}\n\n  b/**  \r\n',
        expectations: 'x.yml',
        baseline: 'cluster',
        'policy-set': 'promoted',
        'default-namespace': 'bank',
        'calico-version': 'v3.31.2',
        'policy-engine': 'kubernetes',
        'ip-block-pods': 'match',
        'node-to-own-pods': 'allow',
        'snapshot-max-age': '90m',
        'require-snapshot': 'False',
        comment: 'FALSE',
        'comment-key': 'cluster-a.eu_1',
        'snapshot-branch': 'release',
        token: 'not looked at',
      },
      undefined,
    )
    assert.deepEqual(read.limits, { 'newly-denied': 3, 'newly-allowed': 0, uncertain: 'unlimited' })
    assert.equal(read.failOn, 'never')
    assert.deepEqual(read.policies, ['a/*.{yaml,yml}', 'b/**'])
    assert.deepEqual(read.expectations, ['x.yml'])
    assert.equal(read.baseline, 'cluster')
    assert.equal(read.policySet, 'promoted')
    assert.equal(read.defaultNamespace, 'bank')
    assert.equal(read.calicoVersion, 'v3.31.2')
    assert.deepEqual(read.plugin, {
      ipBlockPods: 'match',
      ipBlockNodes: 'unknown',
      hostNetworkPods: 'unknown',
      nodeToOwnPods: 'allow',
      sourceAfterNat: 'unknown',
    })
    assert.equal(read.snapshotMaxAgeSeconds, 5400)
    assert.equal(read.requireSnapshot, false)
    assert.equal(read.comment, false)
    assert.equal(read.commentKey, 'cluster-a.eu_1')
    assert.equal(read.snapshotBranch, 'release')
    assert.deepEqual(read.sources['fail-on'], { is: 'input' })
    assert.deepEqual(read.sources['malformed-change'], { is: 'default' })
    assert.ok(!JSON.stringify(read).includes('not looked at'), 'a secret travels')
  })

  it('reads what only the command line has', () => {
    const read = settings(
      { objects: 'a.json\nb.json', flows: '-', format: 'json', before: 'git:main' },
      undefined,
      'cli',
    )
    assert.deepEqual(read.objects, ['a.json', 'b.json'])
    assert.deepEqual(read.flows, ['-'])
    assert.equal(read.format, 'json')
    assert.equal(read.before, 'git:main')
  })

  const precedence: readonly [name: string, inputs: Inputs, file: string, expected: Partial<Settings>][] = [
    ['a word: the input wins', { baseline: 'cluster' }, 'baseline: repository', { baseline: 'cluster' }],
    ['a word: the file wins over the default', {}, 'baseline: repository', { baseline: 'repository' }],
    ['globs: the input replaces', { policies: 'x' }, 'policies: [a.yaml, b.yaml]', { policies: ['x'] }],
    ['a switch: the input wins', { 'require-snapshot': 'true' }, 'require-snapshot: false', { requireSnapshot: true }],
    [
      'age: a longer input does not hold',
      { 'snapshot-max-age': '30d' },
      'snapshot-max-age: 12h',
      { snapshotMaxAgeSeconds: 43_200 },
    ],
    [
      'age: a shorter input holds',
      { 'snapshot-max-age': '1h' },
      'snapshot-max-age: 12h',
      { snapshotMaxAgeSeconds: 3600 },
    ],
    ['evidence: a lower input does not hold', { 'min-evidence': '10' }, 'min-evidence: 50', { minEvidence: 50 }],
    ['evidence: a higher input holds', { 'min-evidence': '70' }, 'min-evidence: 50', { minEvidence: 70 }],
    ['the cluster: the file holds', { 'cluster-id': 'other' }, 'cluster-id: sha256:1', { clusterId: 'sha256:1' }],
    ['the cluster: an input alone', { 'cluster-id': 'sha256:1' }, '', { clusterId: 'sha256:1' }],
    [
      'age: the file may be looser than the default',
      {},
      'snapshot-max-age: unlimited',
      { snapshotMaxAgeSeconds: 'unlimited' },
    ],
  ]
  for (const [name, inputs, file, expected] of precedence) {
    it(name, () => {
      const read = settings(inputs, file)
      assert.deepEqual({ ...read, ...expected }, read)
    })
  }

  const limits: readonly [name: string, inputs: Inputs, file: string, limit: Limit, source: string][] = [
    ['the file alone', {}, 'max-newly-denied: 5', 5, 'file'],
    ['the input alone', { 'max-newly-denied': '5' }, '', 5, 'input'],
    ['a looser input', { 'max-newly-denied': '9' }, 'max-newly-denied: 5', 5, 'file'],
    ['no limit as input', { 'max-newly-denied': 'unlimited' }, 'max-newly-denied: 5', 5, 'file'],
    ['a stricter input', { 'max-newly-denied': '1' }, 'max-newly-denied: 5', 1, 'input'],
    ['a limit where the file has none', { 'max-newly-denied': '1' }, 'max-newly-denied: unlimited', 1, 'input'],
    ['both the same', { 'max-newly-denied': '5' }, 'max-newly-denied: 5', 5, 'file'],
  ]
  for (const [name, inputs, file, limit, source] of limits) {
    it(`limits: ${name}`, () => {
      const read = settings(inputs, file)
      assert.equal(read.limits['newly-denied'], limit)
      assert.equal(read.sources['max-newly-denied']?.is, source)
    })
  }

  it('an attestation is asked for where one of the two does', () => {
    const asked = (file: boolean, input: boolean): boolean => {
      const source = { path: NAME, text: `require-attestation: ${String(file)}` }
      const config = parseConfig(source)
      assert.ok(config.ok)
      const inputs = { 'require-attestation': String(input) }
      const read = readSettings({ surface: 'action', inputs, config: config.value, configName: NAME })
      assert.ok(read.ok)
      return read.value.requireAttestation
    }
    assert.deepEqual([asked(true, false), asked(false, true), asked(false, false)], [true, true, false])
  })

  it('the stricter of file and input holds, whatever they are', () => {
    fc.assert(
      fc.property(limitArbitrary, limitArbitrary, (file, input) => {
        const { limits } = settings({ 'max-uncertain': String(input) }, `max-uncertain: ${file}`)
        assert.equal(asNumber(limits.uncertain), Math.min(asNumber(file), asNumber(input)))
      }),
    )
  })

  it('says where a value of the file stands', () => {
    const { sources } = settings({}, '# first\nfail-on: never\n')
    assert.deepEqual(sources['fail-on'], { is: 'file', at: { path: NAME, line: 2, column: 1 } })
  })

  const notes: readonly [name: string, inputs: Inputs, file: string, notes: readonly string[]][] = [
    [
      'limits',
      {},
      'max-uncertain: 4\nsnapshot-max-age: 36h\n',
      [`limits set by ${NAME}: max-uncertain = 4, snapshot-max-age = 36h`],
    ],
    ['none', {}, 'fail-on: never', [`${NAME} sets no limits: those of the inputs hold, else the defaults`]],
    [
      'an input that is too loose',
      { 'max-uncertain': '9', 'max-newly-denied': '1' },
      'max-uncertain: 4\nmax-newly-denied: 2',
      [
        `limits set by ${NAME}: max-newly-denied = 2, max-uncertain = 4`,
        'the input max-uncertain = 9 is looser than the file and does not hold',
      ],
    ],
  ]
  for (const [name, inputs, file, expected] of notes) {
    it(`notes ${name}`, () => assert.deepEqual(settings(inputs, file).notes, expected))
  }

  it('hands the waivers on', () => {
    const file = 'waivers: [{source: a/b, destination: c/d, owner: o, reason: r, expires: 2027-01-01}]'
    assert.deepEqual(
      settings({}, file).waivers.map(({ owner }) => owner),
      ['o'],
    )
  })

  it('is frozen', () => {
    const read = settings({})
    for (const value of [read, read.limits, read.sources, read.notes]) assert.ok(Object.isFrozen(value))
  })
})

describe('inputs that are refused', () => {
  const AGE = 'a whole number with `m`, `h` or `d`, as in `90m`, `12h` or `7d`, or `unlimited`'
  const LIMIT = 'a whole number from 0, or `unlimited`'
  const KEY = 'at most 64 letters, digits, `.`, `_` and `-`, no two `-` in a row'
  const refused: readonly [name: string, value: string, form: string, near?: string][] = [
    ...['-1', '1.5', '0x10', '1e3', '01', '+1', '١', '1 000', '9'.repeat(16)].map((value): [string, string, string] => [
      'max-newly-denied',
      value,
      LIMIT,
    ]),
    ['max-uncertain', 'unlimitted', LIMIT, 'unlimited'],
    ...['7', '7 d', '0d', '-1d', '1.5h', '1w', '7D', 'd', '12345678d'].map((value): [string, string, string] => [
      'snapshot-max-age',
      value,
      AGE,
    ]),
    ['fail-on', 'treshold', '`threshold` or `never`', 'threshold'],
    ['policy-set', 'pending', '`enforced` or `promoted`'],
    ['baseline', 'merge', '`merged`, `repository` or `cluster`', 'merged'],
    ['require-snapshot', 'yes', '`true` or `false`'],
    ['comment', 'flase', '`true` or `false`', 'false'],
    ['default-namespace', 'a.b', 'the name of a namespace: at most 63 letters a–z, digits and `-`'],
    ['default-namespace', 'a'.repeat(64), 'the name of a namespace: at most 63 letters a–z, digits and `-`'],
    ['calico-version', 'latest', 'a version of Calico, as in `v3.31` or `v3.31.2`'],
    ['policy-engine', 'cilium', '`calico` or `kubernetes`'],
    ['ip-block-pods', 'matches', '`match`, `ignore` or `unknown`', 'match'],
    ['comment-key', 'a-->b', KEY],
    ['comment-key', 'a b', KEY],
  ]
  for (const [name, value, form, near] of refused) {
    it(`${name}: ${value}`, () => {
      const [line = '', ...rest] = problems({ [name]: value })
      assert.ok(line.startsWith(`input input-invalid ${name} | ${form} | `), line)
      assert.equal(line.split(' | ')[3], near)
      assert.deepEqual(rest, [])
    })
  }

  it('are all said at once, unknown names first', () => {
    assert.deepEqual(problems({ 'fail-on': 'x', 'max-newly-denid': '1', 'max-uncertain': 'x', colour: 'y' }), [
      'input config-unknown-key max-newly-denid | max-newly-denied',
      'input config-unknown-key colour',
      `input input-invalid max-uncertain | ${LIMIT} | "x"`,
      'input input-invalid fail-on | `threshold` or `never` | "x"',
    ])
  })

  it('are those of the other surface too', () => {
    assert.deepEqual(problems({ format: 'json' }), ['input config-unknown-key format'])
    assert.deepEqual(problems({ comment: 'true' }, 'cli'), ['input config-unknown-key comment'])
    assert.deepEqual(problems({ token: 'x' }, 'cli'), ['input config-unknown-key token'])
  })

  it('unknown names are always refused', () => {
    const names = new Set(settingsOf('action').map(({ name }) => name))
    fc.assert(
      fc.property(fc.string(), (name) => {
        fc.pre(!names.has(name))
        assert.equal(problems({ [name]: '' }).length, 1)
      }),
    )
  })
})

describe('stricterLimit', () => {
  it('is the smaller of the two, and nothing else', () => {
    fc.assert(
      fc.property(limitArbitrary, limitArbitrary, (a, b) => {
        const stricter = stricterLimit(a, b)
        assert.equal(asNumber(stricter), Math.min(asNumber(a), asNumber(b)))
        assert.equal(stricter, stricterLimit(b, a))
      }),
    )
  })

  it('never gets looser where one of the two gets stricter', () => {
    fc.assert(
      fc.property(limitArbitrary, limitArbitrary, limitArbitrary, (a, b, c) => {
        assert.ok(asNumber(stricterLimit(stricterLimit(a, c), b)) <= asNumber(stricterLimit(a, b)))
      }),
    )
  })
})

describe('the list of settings', () => {
  const all = [...Object.values(SETTINGS), ...SECRETS]

  it('names each once, in the words of an input', () => {
    const names = all.map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
    assert.deepEqual(
      names.filter((name) => !/^[a-z]+(?:-[a-z]+)*$/.test(name)),
      [],
    )
  })

  it('describes each in sentences', () => {
    assert.deepEqual(
      all.filter(({ description }) => !/^[A-Z].*\.$/.test(description)),
      [],
    )
  })

  it('has a printed default for each that reads back as the default', () => {
    for (const { printedFallback, kind, fallback, name } of Object.values<{
      readonly name: string
      readonly printedFallback: string | undefined
      readonly kind: { readonly fromText: (text: string) => unknown }
      readonly fallback: unknown
    }>(SETTINGS)) {
      if (printedFallback !== undefined) assert.deepEqual(kind.fromText(printedFallback), fallback, name)
    }
  })
})
