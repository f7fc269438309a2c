// What becomes of objects as a whole: refused, dropped, not modelled, staged, in a tier that is missing
// (docs/semantics.md §1.1, §1.7, §4.1, §7.1).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { clusterOf } from '../../src/convert/cluster.ts'
import { convertPolicies } from '../../src/convert/convert.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { manifestsFromObject, readManifests } from '../../src/manifest/object.ts'
import { DIRECTIONS, POLICY_SET_NAMES, type PolicySetName } from '../../src/model/policy.ts'
import { convert, fromCluster, fromFile } from './objects.ts'

const object = (kind: string, spec: string, apiVersion = 'projectcalico.org/v3', name = 'p'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: a}\nspec:\n  ${spec}\n`
const inA = "projectcalico.org/namespace == 'a'"

describe('an object of unknown effect', () => {
  const unknown = (text: string, read = fromFile) => {
    const { said, set } = convert(read(text))
    return {
      said,
      policies: set.policies.map(({ id, order, subject, tier, unknown: effect, ...policy }) => ({
        id: `${id.kind}|${id.namespace}|${id.name}`,
        tier,
        order,
        subject: subject.text,
        directions: DIRECTIONS.filter((one) => policy[one] !== undefined).join(' '),
        why: effect?.why,
      })),
    }
  }

  for (const [name, text, said, expected] of [
    [
      'wrong inside one rule: subject, directions and place are known',
      object('NetworkPolicy', 'order: 5\n  selector: has(x)\n  types: [Egress]\n  egress: [{action: Alow}]'),
      ['bad-value @8: action, Alow, Allow, Deny, Log, Pass'],
      {
        id: 'np|a|p',
        tier: 'default',
        order: 5,
        subject: `(has(x)) && ${inA}`,
        directions: 'egress',
        why: 'bad-value',
      },
    ],
    [
      'a misspelt field: nothing but the namespace is sure',
      object('NetworkPolicy', 'selectr: has(x)\n  types: [Egress]'),
      ['unknown-field @5: selectr, selector'],
      {
        id: 'np|a|p',
        tier: 'kube-admin',
        order: -Infinity,
        subject: inA,
        directions: 'ingress egress',
        why: 'unknown-field',
      },
    ],
    [
      'a selector that does not parse',
      object('NetworkPolicy', 'order: 5\n  selector: has x'),
      ['bad-selector @6: has x, 5, ==, !=, in, not in, contains, starts with or ends with'],
      { id: 'np|a|p', tier: 'default', order: 5, subject: inA, directions: 'ingress', why: 'bad-selector' },
    ],
    [
      'a Kubernetes policy',
      object('NetworkPolicy', 'podSelector: {}\n  ingress: [{ports: [{port: "80"}]}]', 'networking.k8s.io/v1'),
      ['bad-port @6: 80'],
      {
        id: 'knp|a|p',
        tier: 'default',
        order: 1000,
        subject: `(projectcalico.org/orchestrator == 'k8s') && ${inA}`,
        directions: 'ingress',
        why: 'bad-port',
      },
    ],
    [
      'a kind of another implementation',
      object('CiliumNetworkPolicy', 'endpointSelector: {}', 'cilium.io/v2'),
      ['kind-not-modelled @2: cilium.io/v2, CiliumNetworkPolicy'],
      {
        id: 'np|a|CiliumNetworkPolicy/p',
        tier: 'kube-admin',
        order: -Infinity,
        subject: inA,
        directions: 'ingress egress',
        why: 'kind-not-modelled',
      },
    ],
  ] as const) {
    it(name, () => assert.deepEqual(unknown(text), { said, policies: [expected] }))
  }

  it('a document of a policy kind that cannot be read', () => {
    const { policies } = unknown(
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: p\n  namespace: a\nspec: {a: [}\n',
    )
    assert.deepEqual(policies, [
      {
        id: 'np|a|NetworkPolicy/p',
        tier: 'kube-admin',
        order: -Infinity,
        subject: inA,
        directions: 'ingress egress',
        why: 'yaml-syntax',
      },
    ])
  })

  it('stands before all tiers, also those of the user', () => {
    const tier = 'apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: {name: first}\nspec: {order: 1}\n'
    const { policies } = unknown(`${tier}---\n${object('CiliumNetworkPolicy', 'x: 1', 'cilium.io/v2')}`)
    assert.deepEqual(
      policies.map((policy) => policy.tier),
      ['first'],
    )
  })

  it('a policy of a refused tier', () => {
    const tier = 'apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: {name: t}\nspec: {order: "1"}\n'
    const { policies, said } = unknown(`${tier}---\n${object('NetworkPolicy', 'tier: t')}`)
    assert.deepEqual(
      policies.map(({ directions, why, tier: name }) => [name, directions, why]),
      [['kube-admin', 'ingress', 'wrong-type']],
    )
    assert.deepEqual(said, ['wrong-type @4: order, a number, "1"'])
  })
})

describe('an object that Felix drops does nothing', () => {
  for (const [name, spec, why] of [
    ['ports without protocol', 'ingress: [{action: Deny, destination: {ports: [80]}}]', 'port-without-protocol'],
    [
      'ports of a protocol without ports',
      'ingress: [{action: Deny, protocol: UDPLite, source: {ports: [http]}}]',
      'port-without-protocol',
    ],
    ['a protocol that is none', 'ingress: [{action: Deny, protocol: HTTP}]', 'bad-protocol, HTTP'],
    ['protocol 0', 'ingress: [{action: Deny, notProtocol: 0}]', 'bad-protocol, 0'],
    ['port 0', 'ingress: [{action: Deny, protocol: TCP, destination: {ports: [0]}}]', 'bad-port, 0'],
    [
      'a range with a hyphen',
      'ingress: [{action: Deny, protocol: TCP, destination: {ports: ["80-90"]}}]',
      'bad-port, 80-90',
    ],
    [
      'a newline in the selector',
      'selector: "has(x)\\n"',
      'bad-selector, has(x)\n, 7, &&, || or the end of the selector',
    ],
    [
      'a bad rule selector, in a direction that is not governed',
      'types: [Egress]\n  ingress: [{action: Deny, source: {namespaceSelector: "!"}}]',
      'bad-selector, !, 2, a label name, all(), has(…) or (',
    ],
  ] as const) {
    it(`raw: ${name}`, () => {
      const { said, set } = convert(fromFile(object('NetworkPolicy', spec, 'crd.projectcalico.org/v1')))
      assert.deepEqual(set.policies, [])
      assert.match(said[0] ?? '', /^felix-drops-policy @\d+: NetworkPolicy a\/p, /)
      assert.ok(said[0]?.endsWith(why), said[0])
    })
    it(`through the API server it is refused: ${name}`, () => {
      const { diagnostics, set } = convert(fromFile(object('NetworkPolicy', spec)))
      assert.equal(set.policies[0]?.unknown?.why, why.split(',')[0])
      assert.equal(diagnostics[0]?.code, why.split(',')[0])
    })
    it(`as the cluster has it, it is dropped: ${name}`, () => {
      assert.deepEqual(convert(fromCluster(object('NetworkPolicy', spec))).set.policies, [])
    })
  }

  it('a raw staged Kubernetes policy with one bad rule goes as a whole (trap 67)', () => {
    const spec = 'podSelector: {}\n  ingress: [{ports: [{port: 9, endPort: 8}]}, {}]'
    const staged = convert(fromFile(object('StagedKubernetesNetworkPolicy', spec, 'crd.projectcalico.org/v1')))
    assert.deepEqual([staged.set.policies.length, staged.diagnostics[0]?.code], [0, 'felix-drops-policy'])
  })

  it('a Kubernetes policy of the cluster loses the rule alone', () => {
    const spec = 'podSelector: {}\n  ingress: [{ports: [{port: 9, endPort: 8}]}, {}]'
    const live = convert(fromCluster(object('NetworkPolicy', spec, 'networking.k8s.io/v1')))
    assert.deepEqual(
      live.set.policies[0]?.ingress?.map(({ written }) => written),
      [1],
    )
    assert.deepEqual(live.said, ['rule-dropped @1: 1'])
  })
})

describe('a raw object that is kept', () => {
  it('loses a namespaceSelector that does not parse, which widens it (§2.4)', () => {
    const text =
      'apiVersion: crd.projectcalico.org/v1\nkind: GlobalNetworkPolicy\nmetadata: {name: p}\nspec: {selector: has(x), namespaceSelector: "!"}\n'
    const { said, set } = convert(fromFile(text))
    assert.deepEqual(
      set.policies.map(({ subject }) => subject.text),
      ['has(x)'],
    )
    assert.deepEqual(said, ['condition-ignored @4: namespaceSelector'])
  })

  it('loses unknown fields, and says so', () => {
    const spec = 'ingress: [{action: Allow, source: {selectr: has(x)}}]'
    const { said, set } = convert(fromFile(object('NetworkPolicy', spec, 'crd.projectcalico.org/v1')))
    assert.equal(set.policies[0]?.ingress?.[0]?.match.source.selector, undefined)
    assert.deepEqual(said, ['unknown-field-pruned @5: selectr, selector'])
  })

  it('reads host bits and bare addresses, which the API server refuses', () => {
    const spec = 'ingress: [{action: Allow, source: {nets: [10.1.2.3/8, 10.0.0.1]}}]'
    const raw = convert(fromFile(object('NetworkPolicy', spec, 'crd.projectcalico.org/v1')))
    assert.deepEqual(
      raw.set.policies[0]?.ingress?.[0]?.match.source.nets?.map(({ first, prefix }) => [first, prefix]),
      [
        [0x0a00_0000n, 8],
        [0x0a00_0001n, 32],
      ],
    )
    assert.deepEqual(raw.said, [])
    assert.deepEqual(convert(fromFile(object('NetworkPolicy', spec))).said, [
      'cidr-host-bits @5: 10.1.2.3/8, 10.0.0.0/8',
      'bad-cidr @5: 10.0.0.1',
    ])
  })
})

describe('tiers', () => {
  const tierText = (name: string, spec: string): string =>
    `apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: {name: ${name}}\nspec: {${spec}}\n`
  const tiersOf = (text: string): unknown =>
    convert(fromFile(text)).set.tiers.map(({ at, ...tier }) => [...Object.values(tier), at === undefined])

  it('the built-in ones are there, and an order left out is that of default', () => {
    assert.deepEqual(tiersOf(`${tierText('t', '')}---\n${tierText('u', 'order: 0.5, defaultAction: Pass')}`), [
      ['kube-admin', 1000, 'pass', true, true],
      ['default', 1_000_000, 'deny', true, true],
      ['kube-baseline', 10_000_000, 'pass', true, true],
      ['t', 1_000_000, 'deny', true, false],
      ['u', 0.5, 'pass', true, false],
    ])
  })

  it('a tier that is not there is kept for the policies that name it', () => {
    const { said, set } = convert(
      fromFile(
        `${object('NetworkPolicy', 'tier: ghost')}---\n${object('NetworkPolicy', 'tier: ghost', undefined, 'q')}`,
      ),
    )
    assert.deepEqual(set.tiers.at(-1), {
      name: 'ghost',
      order: Infinity,
      defaultAction: 'deny',
      exists: false,
      at: undefined,
    })
    assert.equal(set.tiers.length, 4)
    assert.deepEqual(said, ['unknown-tier @5: ghost', 'unknown-tier @11: ghost'])
  })

  it('also for one of unknown effect', () => {
    const { set } = convert(fromFile(object('NetworkPolicy', 'tier: ghost\n  ingress: [{action: Alow}]')))
    assert.deepEqual(
      [set.policies[0]?.tier, set.tiers.at(-1)?.name, set.tiers.at(-1)?.exists],
      ['ghost', 'ghost', false],
    )
  })

  it('and the one that was meant is named', () => {
    assert.deepEqual(convert(fromFile(object('NetworkPolicy', 'tier: defalt'))).said, [
      'unknown-tier @5: defalt, default',
    ])
  })

  it('a built-in one cannot be changed', () => {
    assert.deepEqual(convert(fromFile(tierText('kube-admin', 'order: 5, defaultAction: Deny'))).said, [
      'bad-value @4: order, 5, 1000',
      'bad-value @4: defaultAction, Deny, Pass',
    ])
  })
})

describe('the three sets', () => {
  const staged = (action: string, name: string, spec = 'ingress: [{action: Deny}]'): string =>
    object(
      'StagedNetworkPolicy',
      `stagedAction: ${action}\n  ${action === 'Delete' ? 'tier: default' : spec}`,
      undefined,
      name,
    )
  const live = ['a', 'b', 'c', 'd'].map((name) =>
    object('NetworkPolicy', 'ingress: [{action: Allow}]', undefined, name),
  )
  const text = [
    ...live,
    staged('Set', 'a'),
    staged('Delete', 'b'),
    staged('Learn', 'c'),
    staged('Ignore', 'd'),
    staged('Set', 'e'),
    object('StagedKubernetesNetworkPolicy', 'podSelector: {}\n  egress: [{}]', undefined, 'k'),
    object('StagedKubernetesNetworkPolicy', 'podSelector: {matchLabels: {a: "b c"}}', undefined, 'refused'),
  ].join('---\n')
  const { set } = convert(fromFile(text))
  const names = (name: PolicySetName): string =>
    policySetFor(name, set)
      .policies.map(({ id, ingress }) => `${id.kind} ${id.name} ${ingress?.[0]?.action ?? '-'}`)
      .sort()
      .join(', ')

  it('enforced knows no staged policy', () => {
    assert.equal(names('enforced'), 'np a allow, np b allow, np c allow, np d allow')
  })
  it('pending has them beside the enforced ones', () => {
    assert.equal(
      names('pending'),
      'np a allow, np b allow, np c allow, np d allow, sknp k -, sknp refused -, snp a deny, snp c deny, snp d deny, snp e deny',
    )
  })
  it('promoted puts them in place, and drops what Kubernetes would refuse', () => {
    assert.equal(names('promoted'), 'knp k -, np a deny, np c allow, np d allow, np e deny')
  })
  it('holds the same policies every time', () => {
    for (const name of POLICY_SET_NAMES) {
      const [once, again] = [policySetFor(name, set), policySetFor(name, set)]
      assert.ok(once.policies.every((policy, i) => policy === again.policies[i]))
    }
  })
  it('keeps both where the staged one is of unknown effect', () => {
    const text = `${object('NetworkPolicy', 'order: 1')}---\n${object('StagedNetworkPolicy', 'ordr: 1')}`
    const { policies } = policySetFor('promoted', convert(fromFile(text)).set)
    assert.deepEqual(
      policies.map(({ id, unknown }) => [id.kind, unknown?.why]),
      [
        ['np', undefined],
        ['snp', 'unknown-field'],
      ],
    )
  })
})

describe('two sides', () => {
  it('share the policies and diagnostics of the manifests that they share', () => {
    const { manifests } = fromFile(
      [
        object('NetworkPolicy', 'order: 1'),
        object('NetworkPolicy', 'ordr: 1', undefined, 'q'),
        object('CiliumNetworkPolicy', 'x: 1', 'cilium.io/v2'),
      ].join('---\n'),
    )
    const { manifests: more } = fromFile(object('NetworkPolicy', 'order: 2', undefined, 'r'))
    const before = convert({ manifests, broken: [] })
    const after = convert({ manifests: [...more, ...manifests], broken: [] })
    assert.equal(after.set.policies.length, 4)
    assert.ok(before.set.policies.every((policy) => after.set.policies.includes(policy)))
    assert.equal(before.diagnostics.length, 2)
    assert.ok(before.diagnostics.every((one) => after.diagnostics.includes(one)))
  })

  it('an object that two API groups show is there once: that of a file, else the v3 one', () => {
    const v3 = object('NetworkPolicy', 'order: 3')
    const raw = object('NetworkPolicy', 'order: 1', 'crd.projectcalico.org/v1', 'default.p')
    const orders = (...reads: ReturnType<typeof fromFile>[]): unknown =>
      convert({ manifests: reads.flatMap(({ manifests }) => manifests), broken: [] }).set.policies.map(
        ({ order }) => order,
      )
    assert.deepEqual(orders(fromCluster(raw), fromCluster(v3)), [3])
    assert.deepEqual(orders(fromFile(raw), fromCluster(v3)), [1])
    assert.deepEqual(orders(fromFile(v3), fromFile(raw)), [3])
  })
})

describe('whatever a file holds', () => {
  const KINDS = [
    ['networking.k8s.io/v1', 'NetworkPolicy'],
    ['projectcalico.org/v3', 'GlobalNetworkPolicy'],
    ['projectcalico.org/v3', 'StagedNetworkPolicy'],
    ['crd.projectcalico.org/v1', 'StagedKubernetesNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
    ['projectcalico.org/v3', 'Tier'],
    ['projectcalico.org/v3', 'NetworkSet'],
    ['projectcalico.org/v3', 'HostEndpoint'],
    ['projectcalico.org/v3', 'FelixConfiguration'],
    ['v1', 'Pod'],
    ['v1', 'Service'],
    ['v1', 'Node'],
    ['apps/v1', 'Deployment'],
    ['discovery.k8s.io/v1', 'EndpointSlice'],
  ] as const
  const KEYS = [
    'spec',
    'ingress',
    'egress',
    'from',
    'to',
    'ports',
    'port',
    'endPort',
    'protocol',
    'action',
    'source',
    'destination',
    'nets',
    'selector',
    'namespaceSelector',
    'podSelector',
    'matchLabels',
    'matchExpressions',
    'key',
    'operator',
    'values',
    'types',
    'services',
    'serviceAccounts',
    'names',
    'icmp',
    'type',
    'code',
    'http',
    'paths',
    'subject',
    'namespaces',
    'pods',
    'networks',
    'protocols',
    'tcp',
    'destinationPort',
    'range',
    'start',
    'end',
    'tier',
    'order',
    'stagedAction',
    'containers',
    'template',
    'metadata',
    'labels',
    'annotations',
    'ownerReferences',
    'status',
    'podIPs',
    'ip',
    'endpoints',
    'addresses',
    'expectedIPs',
  ] as const
  const scalar = fc.constantFrom(
    null,
    true,
    0,
    -1,
    80,
    1e9,
    1.5,
    '',
    'Allow',
    'Delete',
    'TCP',
    '10.0.0.0/8',
    'fd00::/8',
    'has(',
    'all()',
    "a == 'b'",
    'In',
    '__proto__',
  )
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
    ),
  }))
  const junk = fc.record({
    kind: fc.constantFrom(...KINDS),
    rest: fc.dictionary(fc.constantFrom(...KEYS), value),
    spec: value,
  })

  it('never throws, and a policy that could not be understood is never silently fine', () => {
    fc.assert(
      fc.property(
        junk,
        fc.boolean(),
        fc.constantFrom('v3.31.0', undefined),
        ({ kind: [apiVersion, kind], rest, spec }, live, calicoVersion) => {
          const data = { ...rest, apiVersion, kind, metadata: { name: 'p', namespace: 'a' }, spec }
          const options = { defaultNamespace: 'default', report: () => undefined }
          const { manifests } = live
            ? manifestsFromObject(data, 'x.json', options)
            : readManifests({ path: 'x.json', text: JSON.stringify(data) }, options)
          const codes: string[] = []
          const set = convertPolicies(manifests, { calicoVersion }, ({ code }) => codes.push(code))
          for (const { unknown } of set.policies) if (unknown !== undefined) assert.ok(codes.includes(unknown.why))
          for (const name of POLICY_SET_NAMES) policySetFor(name, set)
          clusterOf(manifests, () => undefined)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
