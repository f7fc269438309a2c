import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { actionCode, hitsOf, hitsOfStrings, reporterCode } from '../../src/snapshot/trace.ts'

const SNAKE = { policyIndex: 'policy_index', ruleIndex: 'rule_index' }
const CAMEL = { policyIndex: 'policyIndex', ruleIndex: 'ruleIndex' }

const show = (hits: ReturnType<typeof hitsOf>): readonly string[] | undefined =>
  hits?.map(
    ({ action, kind, name, namespace, rule, tier }) => `${tier}|${kind}:${namespace}/${name}|${action}|${String(rule)}`,
  )

describe('hitsOf', () => {
  const profile = {
    kind: 'Profile',
    name: 'kns.shop',
    namespace: '',
    tier: '',
    action: 'Allow',
    policy_index: 0,
    rule_index: 0,
    trigger: null,
  }
  const cases: readonly {
    readonly name: string
    readonly hits: unknown
    readonly expected: readonly string[] | undefined
  }[] = [
    { name: 'none', hits: null, expected: undefined },
    { name: 'an empty list, which is no evaluation', hits: [], expected: undefined },
    { name: 'a profile', hits: [profile], expected: ['__PROFILE__|pro:/kns.shop|allow|0'] },
    {
      name: 'a rule, by number (Go)',
      hits: [{ kind: 1, namespace: 'yaobank', name: 'database', tier: 'default', action: 2, rule_index: 3 }],
      expected: ['default|np:yaobank/database|deny|3'],
    },
    {
      name: 'the end of a tier, named after what triggered it',
      hits: [
        {
          kind: 'EndOfTier',
          tier: 'default',
          action: 'Deny',
          rule_index: -1,
          trigger: {
            kind: 'NetworkPolicy',
            name: 'isolate',
            namespace: 'shop',
            tier: 'default',
            action: 'ActionUnspecified',
          },
        },
      ],
      expected: ['default|knp:shop/isolate|deny|end-of-tier'],
    },
    {
      name: 'the end of a tier without a trigger',
      hits: [{ kind: 10, tier: 'security', action: 3, rule_index: -1 }],
      expected: ['security|unknown:/|pass|end-of-tier'],
    },
    {
      name: 'hits out of order (before 3.31.5)',
      hits: [
        { ...profile, policy_index: 2 },
        { kind: 'GlobalNetworkPolicy', name: 'a', tier: 'security', action: 'Pass', policy_index: 0, rule_index: 1 },
        {
          kind: 'StagedNetworkPolicy',
          name: 'b',
          namespace: 'shop',
          tier: 'default',
          action: 'Pass',
          policy_index: '1',
          rule_index: '4',
        },
      ],
      expected: ['security|gnp:/a|pass|1', 'default|snp:shop/b|pass|4', '__PROFILE__|pro:/kns.shop|allow|0'],
    },
    {
      name: 'a kind that is gone',
      hits: [{ kind: 7, name: 'admin', tier: 'adminnetworkpolicy', action: 1 }],
      expected: ['adminnetworkpolicy|kanp:/admin|allow|0'],
    },
    {
      name: 'a kind nobody knows',
      hits: [{ kind: 'HolyPolicy', name: 'x', tier: 't', action: 'Allow' }],
      expected: ['t|unknown:/x|allow|0'],
    },
    { name: 'an action nobody knows', hits: [profile, { ...profile, action: 'Log' }], expected: undefined },
    { name: 'a name that is none', hits: [{ ...profile, name: 'a\nb' }], expected: undefined },
    { name: 'what is no hit', hits: ['x'], expected: undefined },
    {
      name: 'empty dashes of the interface',
      hits: [{ kind: 'EndOfTier', name: '—', namespace: '—', tier: 'default', action: 'Allow', rule_index: -1 }],
      expected: ['default|unknown:/|allow|end-of-tier'],
    },
  ]
  for (const { expected, hits, name } of cases)
    it(`reads ${name}`, () => assert.deepEqual(show(hitsOf(hits, SNAKE)), expected))

  it('reads protojson, where numbers are texts and zeros are left out', () => {
    const hits = [
      { kind: 'ClusterNetworkPolicy', name: 'x', tier: 'kube-admin', action: 'Pass', policyIndex: '1', ruleIndex: '2' },
      { kind: 'ClusterNetworkPolicy', name: 'y', tier: 'kube-admin', action: 'Pass' },
    ]
    assert.deepEqual(show(hitsOf(hits, CAMEL)), ['kube-admin|kcnp:/y|pass|0', 'kube-admin|kcnp:/x|pass|2'])
  })
})

describe('hitsOfStrings', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['0|default|np:ns/p1|allow|0', 'default|np:ns/p1|allow|0'],
    ['0|security|gnp:block|deny|-1', 'security|gnp:/block|deny|end-of-tier'],
    ['1|__PROFILE__|pro:kns.default|allow|0', '__PROFILE__|pro:/kns.default|allow|0'],
    // up to 3.31
    ['0|default|ns/default.p1|allow|0', 'default|np:ns/p1|allow|0'],
    ['0|default|ns/knp.default.web|allow|0', 'default|knp:ns/web|allow|0'],
    ['1|tier1|ns/tier1.staged:p2|deny|0', 'tier1|snp:ns/p2|deny|0'],
    ['1|default|ns/staged:knp.default.x|deny|-1', 'default|sknp:ns/x|deny|end-of-tier'],
    ['0|security|security.block|deny|1', 'security|gnp:/block|deny|1'],
    ['0|adminnetworkpolicy|kanp.adminnetworkpolicy.a|pass|0', 'adminnetworkpolicy|kanp:/a|pass|0'],
    ['0|__PROFILE__|__PROFILE__.kns.shop|allow|0', '__PROFILE__|pro:/kns.shop|allow|0'],
    // four parts, odd names
    ['0|default|ns/default.p1|allow', 'default|np:ns/p1|allow|-2'],
    ['0|default|ns/default.a|b|deny|2', 'default|np:ns/a|b|deny|2'],
    ['default|x|allow', undefined],
    ['0|default|ns/default.p1|maybe|0', undefined],
  ]
  for (const [text, expected] of cases)
    it(text, () => assert.deepEqual(show(hitsOfStrings([text])), expected === undefined ? undefined : [expected]))

  it('sorts by index, not by place', () => {
    const hits = hitsOfStrings(['10|__PROFILE__|pro:kns.a|allow|0', '2|t|gnp:b|pass|0', '1|t|gnp:a|pass|0'])
    assert.deepEqual(
      hits?.map(({ name }) => name),
      ['a', 'b', 'kns.a'],
    )
  })
})

describe('enums', () => {
  it('actions by name or number', () => {
    assert.deepEqual(
      ['Allow', 'deny', 1, '2', 'Pass', 'ActionUnspecified', undefined].map(actionCode),
      [1, 2, 1, 2, 0, 0, 0],
    )
  })
  it('reporters by name or number', () => {
    assert.deepEqual(['Src', 'dst', 1, '2', 'fwd', 'ReporterUnspecified', 0].map(reporterCode), [1, 2, 1, 2, 0, 0, 0])
  })
})
