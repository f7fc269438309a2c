// The published JSON Schemas say what the parsers do. Where a schema cannot say it, the parser alone refuses: listed below.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { CONFIG_KEYS, parseConfig } from '../../src/config/config.ts'
import { END_KEYS } from '../../src/config/assertion-end.ts'
import { ENTRY_KEYS, EXPECTATION_KEYS, parseExpectations } from '../../src/config/expectations.ts'
import { EXPRESSION_KEYS, SELECTOR_KEYS } from '../../src/config/label-selector.ts'
import { SETTINGS } from '../../src/config/setting.ts'
import { WAIVER_KEYS } from '../../src/config/waiver.ts'
import { parseSelector } from '../../src/convert/selector-parser.ts'
import { PROTOCOL_NAMES } from '../../src/model/protocol.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const read = (name: string) => JSON.parse(readFileSync(path.join(ROOT, 'schema', name), 'utf8'))
const CONFIG = read('config.schema.json')
const EXPECTATIONS = read('expectations.schema.json')

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false })
addFormats.default(ajv)
const isConfig = ajv.compile(CONFIG)
const isExpectations = ajv.compile(EXPECTATIONS)

// JSON is YAML, so one text is good for both
const parsesConfig = (value: unknown) => parseConfig({ path: 'c.yml', text: JSON.stringify(value) }).ok
const parsesExpectations = (value: unknown) =>
  parseExpectations([{ path: 'e.yml', text: JSON.stringify(value) }], parseSelector).ok

const keys = (schema: { readonly properties: object }) => Object.keys(schema.properties).sort()

describe('the keys of the schemas are those of the parsers', () => {
  const { assertion, end, labelSelector } = EXPECTATIONS.definitions
  const { items: expression } = labelSelector.properties.matchExpressions
  const rows: readonly [name: string, schema: { readonly properties: object }, keys: readonly string[]][] = [
    ['configuration', CONFIG, CONFIG_KEYS],
    ['waiver', CONFIG.properties.waivers.items, WAIVER_KEYS],
    ['expectations', EXPECTATIONS, EXPECTATION_KEYS],
    ['expected denial', EXPECTATIONS.properties['expected-denials'].items, ENTRY_KEYS],
    ['assertion', assertion, ENTRY_KEYS],
    ['end', end.anyOf[1], END_KEYS],
    ['label selector', labelSelector, SELECTOR_KEYS],
    ['expression', expression, EXPRESSION_KEYS],
  ]
  for (const [name, schema, known] of rows) it(name, () => assert.deepEqual(keys(schema), [...known].sort()))
})

describe('the schema of the configuration', () => {
  for (const { description, fallback, name, printedFallback, surfaces, type, words } of Object.values(SETTINGS)) {
    if (!surfaces.includes('file')) continue
    it(`describes ${name} as the list of settings does`, () => {
      const property = CONFIG.properties[name]
      assert.equal(property.description, description)
      assert.deepEqual(property.default, type === 'duration' ? printedFallback : fallback)
      if (type === 'word') assert.deepEqual(property.enum, words)
    })
  }

  it('knows the protocols that have a name', () => {
    assert.deepEqual(CONFIG.properties.waivers.items.properties.protocol.anyOf[0].enum, PROTOCOL_NAMES)
    assert.deepEqual(EXPECTATIONS.definitions.assertion.properties.protocol.anyOf[0].enum, PROTOCOL_NAMES)
  })
})

// Values that are right in one place and wrong in most others
const VALUES: readonly unknown[] = [
  ...[0, 1, 6, 80, 255, 256, 65_535, 65_536, -1, 1.5, 1e300, true, false, null, '', ' ', [], {}],
  ...[
    'unlimited',
    'never',
    'report',
    'cluster',
    'promoted',
    'none',
    'TCP',
    'ICMP',
    'tcp',
    '7',
    '7d',
    '90m',
    '0d',
    '1w',
  ],
  ...['a/b', 'a/*', '*', '10.0.0.1', '10.0.0.0/8', 'bank', 'Bank', 'a'.repeat(63), 'a'.repeat(64), '-a'],
  ...['2027-02-28', '2027-02-29', '2027-1-1', 'newly-allowed', 'uncertain', ['a'], ['a', 1], [''], { a: 'b' }],
  ...[{ podSelector: {} }, { podSelector: 'all()', namespace: 'bank' }, { namespace: 'bank' }, { podSelector: 7 }],
]
const anyValue = fc.constantFrom(...VALUES)
const optionalKeys = (names: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names, 'nonsense'), value), { selector: ([name]) => name, maxLength: 4 })
    .map((pairs) => Object.fromEntries(pairs))
/** A right value with a few keys taken out or replaced */
const mutated = (right: object, names: readonly string[], value: fc.Arbitrary<unknown> = anyValue) =>
  fc
    .tuple(optionalKeys(names, value), fc.subarray(Object.keys(right), { maxLength: 1 }))
    .map(([changed, missing]) =>
      Object.fromEntries(Object.entries({ ...right, ...changed }).filter(([name]) => !missing.includes(name))),
    )
const listOf = (item: fc.Arbitrary<unknown>) => fc.oneof(fc.array(item, { maxLength: 2 }), anyValue)

describe('schema and parser of the configuration agree', () => {
  const waiver = { source: 'a/b', destination: 'c/d', owner: 'o', reason: 'r', expires: '2027-01-01' }
  const config = fc.oneof(
    optionalKeys(CONFIG_KEYS, anyValue),
    fc.record({ waivers: listOf(mutated(waiver, WAIVER_KEYS)) }),
  )

  it('on everything that is near to right', () => {
    let taken = 0
    fc.assert(
      fc.property(config, (value) => {
        const isRight = isConfig(value)
        if (isRight) taken++
        assert.equal(parsesConfig(value), isRight, JSON.stringify(isConfig.errors))
      }),
      { numRuns: 3000 },
    )
    assert.ok(taken > 100 && taken < 2900, `${taken} of 3000 were right`)
  })

  it('every value of every setting, one by one', () => {
    for (const key of CONFIG_KEYS) {
      for (const value of VALUES)
        assert.equal(parsesConfig({ [key]: value }), isConfig({ [key]: value }), `${key}: ${JSON.stringify(value)}`)
    }
  })
})

describe('schema and parser of the expectations agree', () => {
  const NOT_FOR_SCHEMAS = ['*', 'bank', 'unlimited', 'never', 'Bank']
  // An end of an assertion has to look like one, which a schema cannot say without becoming unreadable
  const isEndLike = (value: unknown) => typeof value !== 'string' || /^[^/]+\/[^/]+$|^10\.|^\s*$/.test(value)
  const endValue = fc.constantFrom(
    ...VALUES.filter((value) => isEndLike(value) && !NOT_FOR_SCHEMAS.some((one) => one === value)),
  )
  const expression = mutated(
    { key: 'app', operator: 'In', values: ['a'] },
    EXPRESSION_KEYS,
    fc.constantFrom('Exists', 'DoesNotExist', 'NotIn', ...VALUES),
  )
  const selector = mutated({ matchLabels: { app: 'web' } }, SELECTOR_KEYS).chain((one) =>
    fc.oneof(
      fc.constant(one),
      listOf(expression).map((matchExpressions) => ({ ...one, matchExpressions })),
    ),
  )
  const pods = fc.tuple(selector, anyValue).map(([podSelector, namespace]) => ({ podSelector, namespace }))
  const assertion = mutated({ source: 'a/b', destination: '10.0.0.0/8', protocol: 'TCP', port: 80 }, [
    'protocol',
    'port',
    'reason',
  ])
  const withEnds = fc
    .tuple(assertion, fc.oneof(endValue, pods))
    .map(([one, source]) => ('source' in one ? { ...one, source } : one))
  const denial = mutated({ source: 'a/b', destination: 'c/d', reason: 'r' }, ENTRY_KEYS)
  const expectations = fc.oneof(
    optionalKeys(EXPECTATION_KEYS, anyValue),
    fc.record({ 'expected-denials': listOf(denial) }),
    fc.record({ 'must-allow': listOf(assertion) }),
    fc.record({ 'must-deny': listOf(withEnds) }),
  )

  it('on everything that is near to right', () => {
    let taken = 0
    fc.assert(
      fc.property(expectations, (value) => {
        const isRight = isExpectations(value)
        if (isRight) taken++
        assert.equal(parsesExpectations(value), isRight, JSON.stringify(isExpectations.errors))
      }),
      { numRuns: 3000 },
    )
    assert.ok(taken > 100 && taken < 2900, `${taken} of 3000 were right`)
  })

  const entry = (some: object) => ({
    'must-allow': [{ source: 'a/b', destination: 'c/d', protocol: 'TCP', port: 80, ...some }],
  })
  const parserOnly: readonly [name: string, value: object][] = [
    ['host bits', entry({ source: '10.0.0.1/8' })],
    ['an end without a namespace', entry({ source: 'web' })],
    ['any end', entry({ source: '*' })],
    ['a selector that does not parse', entry({ source: { podSelector: 'app =' } })],
  ]
  for (const [name, value] of parserOnly) {
    it(`only the parser refuses ${name}`, () => {
      assert.ok(isExpectations(value))
      assert.ok(!parsesExpectations(value))
    })
  }
})

describe('keys that are unknown', () => {
  const strange = (known: readonly string[]) => fc.string({ minLength: 1 }).filter((key) => !known.includes(key))
  it('are refused in a configuration', () => {
    fc.assert(fc.property(strange(CONFIG_KEYS), anyValue, (key, value) => assert.ok(!parsesConfig({ [key]: value }))))
  })
  it('are refused in a waiver', () => {
    const waiver = { source: 'a/b', destination: 'c/d', owner: 'o', reason: 'r', expires: '2027-01-01' }
    fc.assert(
      fc.property(strange(WAIVER_KEYS), anyValue, (key, value) =>
        assert.ok(!parsesConfig({ waivers: [{ ...waiver, [key]: value }] })),
      ),
    )
  })
  it('are refused in expectations and their entries', () => {
    const denial = { source: 'a/b', destination: 'c/d', reason: 'r' }
    fc.assert(
      fc.property(strange([...EXPECTATION_KEYS, ...ENTRY_KEYS]), anyValue, (key, value) => {
        assert.ok(!parsesExpectations({ [key]: value }))
        assert.ok(!parsesExpectations({ 'expected-denials': [{ ...denial, [key]: value }] }))
      }),
    )
  })
})
