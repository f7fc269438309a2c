// Objects of every API → rules, directions and subjects (docs/semantics.md §1.9, §2.4, §5, §6).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ConvertOptions } from '../../src/convert/convert.ts'
import { DIRECTIONS, type Policy } from '../../src/model/policy.ts'
import { convert, fromCluster, fromFile, onlyPolicy, ruleText } from './objects.ts'

const isPod = "projectcalico.org/orchestrator == 'k8s'"
const inA = "projectcalico.org/namespace == 'a'"
const directionsOf = (policy: Policy): string => DIRECTIONS.filter((one) => policy[one] !== undefined).join(' ')

describe('a Kubernetes policy', () => {
  const policy = onlyPolicy(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: a}
spec:
  podSelector: {matchLabels: {app: x}}
  ingress:
  - from:
    - podSelector: {matchLabels: {app: a}}
    - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
    ports: [{protocol: UDP, port: 53}, {port: 80}, {port: 81}]
  - {}
`)

  it('becomes a rule per protocol and peer (the worked example of §6.1)', () => {
    const pods = `selector: (${inA}) && (${isPod} && app == 'a')`
    const block = 'nets: 4:a000000/8; notNets: 4:a010000/16'
    assert.deepEqual(policy.ingress?.map(ruleText), [
      `allow 6 [${pods}] → [ports: 80-81]`,
      `allow 6 [${block}] → [ports: 80-81]`,
      `allow 17 [${pods}] → [ports: 53]`,
      `allow 17 [${block}] → [ports: 53]`,
      'allow any [] → []',
    ])
    assert.deepEqual(
      policy.ingress.map(({ at, peer, written }) => [at.pointer.join('.'), written, peer]),
      [
        ['spec.ingress.0', 0, 0],
        ['spec.ingress.0', 0, 1],
        ['spec.ingress.0', 0, 0],
        ['spec.ingress.0', 0, 1],
        ['spec.ingress.1', 1, undefined],
      ],
    )
  })

  it('stands in the default tier at 1000 and selects pods of its namespace', () => {
    const { id, order, subject, tier } = policy
    assert.deepEqual([id, tier, order], [{ kind: 'knp', namespace: 'a', name: 'p' }, 'default', 1000])
    assert.equal(subject.text, `(${isPod} && app == 'x') && ${inA}`)
  })

  const peerOf = (peer: string): string => {
    const { egress } = onlyPolicy(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: a}
spec: {podSelector: {}, egress: [{to: ${peer}, ports: [{port: http}]}]}
`)
    return (egress ?? []).map(ruleText).join('\n')
  }

  for (const [peer, text] of [
    ['[]', 'allow 6 [] → [ports: http]'],
    ['null', 'allow 6 [] → [ports: http]'],
    [
      '[{namespaceSelector: {}}]',
      `allow 6 [] → [selector: (has(projectcalico.org/namespace)) && (${isPod}); ports: http]`,
    ],
    [
      '[{namespaceSelector: {matchLabels: {env: b}}, podSelector: {}}]',
      `allow 6 [] → [selector: (pcns.env == "b") && (${isPod}); ports: http]`,
    ],
  ] as const) {
    it(`to ${peer}`, () => assert.equal(peerOf(peer), text))
  }

  it('looks a port name up among the pods that the peer selects', () => {
    const { egress } = onlyPolicy(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: a}
spec: {podSelector: {}, egress: [{to: [{podSelector: {}}], ports: [{port: http}, {port: 80, protocol: UDP}]}]}
`)
    assert.deepEqual(
      egress?.map(({ match }) => match.destination.portScope === match.destination.selector),
      [true, false],
    )
  })
})

describe('which directions a policy governs (§1.9)', () => {
  const calico = (spec: string, apiVersion = 'projectcalico.org/v3', kind = 'NetworkPolicy'): string =>
    `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: p, namespace: a}, spec: {${spec}}}`
  const kubernetes = (spec: string): string => calico(spec, 'networking.k8s.io/v1')
  const raw = (spec: string): string => calico(spec, 'crd.projectcalico.org/v1')
  const staged = (spec: string): string => calico(spec, 'projectcalico.org/v3', 'StagedKubernetesNetworkPolicy')
  const rule = '{action: Allow}'

  const rows: readonly (readonly [string, string, ConvertOptions['applyPath']])[] = [
    [calico(''), 'ingress', undefined],
    [calico(`ingress: [${rule}]`), 'ingress', undefined],
    [calico(`egress: [${rule}]`), 'egress', undefined],
    [calico(`ingress: [${rule}], egress: [${rule}]`), 'ingress egress', undefined],
    [calico('egress: []'), 'ingress', undefined],
    [calico('types: []'), 'ingress', undefined],
    [calico(`types: [Ingress], egress: [${rule}]`), 'ingress', undefined],
    [calico('types: [Egress, Ingress]'), 'ingress egress', undefined],
    [calico('selector: all()'), 'ingress', 'native-crd'],
    [calico('egress: []'), 'egress', 'native-crd'],
    [calico('ingress: [], egress: []'), 'ingress egress', 'native-crd'],
    [raw('selector: all()'), 'ingress egress', undefined],
    [raw('types: [Egress]'), 'egress', undefined],
    [kubernetes('podSelector: {}'), 'ingress', undefined],
    [kubernetes('podSelector: {}, egress: [{}]'), 'ingress egress', undefined],
    [kubernetes('podSelector: {}, egress: []'), 'ingress', undefined],
    [kubernetes('podSelector: {}, policyTypes: [Egress]'), 'egress', undefined],
    [staged('podSelector: {}, egress: [{}]'), 'ingress', undefined],
    [staged('podSelector: {}, egress: []'), 'ingress egress', 'native-crd'],
    [staged('podSelector: {}, policyTypes: [Egress], egress: [{}]'), 'egress', undefined],
  ]
  for (const [text, directions, applyPath] of rows) {
    it(`${text.slice(12)} ${applyPath ?? ''}`, () => {
      assert.equal(directionsOf(onlyPolicy(text, { applyPath })), directions)
    })
  }

  it('a staged Kubernetes policy governs what the API server would say once it is promoted (trap 68)', () => {
    const { promoted } = onlyPolicy(staged('podSelector: {}, egress: [{}]'))
    assert.ok(promoted)
    assert.deepEqual([directionsOf(promoted), promoted.id.kind, promoted.staged], ['ingress egress', 'knp', undefined])
  })
})

describe('a Calico rule', () => {
  const policy = onlyPolicy(`
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: {name: p, namespace: a}
spec:
  tier: t
  order: -0.5
  ingress:
  - {action: Log}
  - action: Allow
    protocol: TCP
    source: {nets: [10.0.0.0/8], notNets: [10.9.0.0/16], selector: app == 'c', notSelector: has(x), ports: ["1000:2000"]}
    destination: {ports: [80, "443", http], notPorts: ["9000"]}
  - {action: Pass, ipVersion: 6, notProtocol: 17, source: {services: {name: s, namespace: b}}}
  - {action: Deny, protocol: ICMP, icmp: {type: 0, code: 0}, notICMP: {type: 8}}
  - {action: Allow, protocol: "1", source: {serviceAccounts: {}}}
  - {action: Allow, http: {methods: [GET]}, source: {serviceAccounts: {names: [s]}}}
`)

  it('keeps every condition', () => {
    const own = `projectcalico.org/namespace == 'a'`
    assert.deepEqual(policy.ingress?.map(ruleText), [
      'log any [] → []',
      `allow 6 [nets: 4:a000000/8; notNets: 4:a090000/16; selector: ((${own}) && (app == 'c')) && (!(has(x))); ports: 1000-2000] → [ports: 80 443 http; notPorts: 9000]`,
      'pass any [service: b/s] → []',
      'deny 1 [] → []',
      'allow 1 [] → []',
      `allow any [selector: (${own}) && (projectcalico.org/serviceaccount in {"s"})] → []`,
    ])
    const [, , services, icmp, number] = policy.ingress.map(({ match }) => match)
    assert.deepEqual([services?.family, services?.notProtocol], [6, 17])
    assert.deepEqual([icmp?.family, icmp?.icmp, icmp?.notIcmp], [4, { type: 0, code: 0 }, { type: 8, code: undefined }])
    assert.equal(number?.family, undefined)
  })

  it('is placed by tier, order and position', () => {
    assert.deepEqual(
      [policy.tier, policy.order, policy.ingress?.map(({ written }) => written)],
      ['t', -0.5, [0, 1, 2, 3, 4, 5]],
    )
  })

  it('with http says that it has no effect in the dataplane', () => {
    const text = `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: p}
spec:
  ingress:
  - action: Allow
    http: {methods: [GET]}
    destination: {services: {name: s}}
`
    assert.deepEqual(convert(fromCluster(text)).said, ['service-without-namespace @1: s', 'condition-ignored @1: http'])
  })

  for (const [flags, hook] of [
    ['', 'normal'],
    ['applyOnForward: true', 'forward-too'],
    ['applyOnForward: true, preDNAT: true, types: [Ingress]', 'pre-dnat'],
    ['applyOnForward: true, doNotTrack: true', 'untracked'],
  ] as const) {
    it(hook, () => {
      const text = `{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: p}, spec: {${flags}}}`
      const { hook: read, id, subject } = onlyPolicy(text)
      assert.deepEqual([read, id.kind, id.namespace, subject.text], [hook, 'gnp', '', ''])
    })
  }
})

describe('a cluster-wide Kubernetes policy', () => {
  const text = `
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: c}
spec:
  tier: Baseline
  priority: 7
  subject: {namespaces: {matchLabels: {env: p}}}
  egress:
  - action: Pass
    to: [{namespaces: {}}, {pods: {podSelector: {matchLabels: {app: x}}}}]
    protocols: [{tcp: {destinationPort: {number: 80}}}, {destinationNamedPort: http}]
  - action: Accept
    to: [{networks: [10.0.0.0/8, 10.64.0.0/10]}, {nodes: {}}]
  - action: Deny
    to: [{networks: [10.0.0.0/8]}]
    protocols: [{udp: {destinationPort: {range: {start: 1, end: 9}}}}]
  - action: Pass
    to: [{nodes: {}}]
`
  const { said, set } = convert(fromFile(text))
  const [policy] = set.policies

  it('is expanded like a Kubernetes one, and fails closed', () => {
    const pods = `selector: (has(projectcalico.org/namespace)) && (${isPod} && app == 'x')`
    assert.deepEqual(policy?.egress?.map(ruleText), [
      'pass any [] → [selector: has(projectcalico.org/namespace); ports: http]',
      `pass any [] → [${pods}; ports: http]`,
      'pass 6 [] → [selector: has(projectcalico.org/namespace); ports: 80]',
      `pass 6 [] → [${pods}; ports: 80]`,
      'deny 17 [] → [nets: 4:a000000/8; ports: 1-9]',
      'deny any [] → []',
    ])
    assert.deepEqual(
      policy.egress.map(({ written }) => written),
      [0, 0, 0, 0, 2, 3],
    )
    assert.deepEqual(said, ['rule-dropped @13: 2', 'rule-becomes-deny-all @18: 4'])
  })

  it('stands in its tier by its priority, and governs the directions that it has rules for', () => {
    assert.ok(policy)
    assert.deepEqual([policy.tier, policy.order, directionsOf(policy)], ['kube-baseline', 7, 'egress'])
    assert.equal(policy.subject.text, `(${isPod}) && pcns.env == "p"`)
  })

  it('without a rule governs both', () => {
    const empty = text.slice(0, text.indexOf('  egress:'))
    assert.equal(directionsOf(onlyPolicy(empty)), 'ingress egress')
  })

  const admin = `
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: a}
spec:
  priority: 3
  subject: {pods: {namespaceSelector: {}, podSelector: {}}}
  ingress:
  - action: Allow
    from: [{namespaces: {}}]
    ports: [{portNumber: {port: 80}}, {portRange: {protocol: UDP, start: 1, end: 2}}]
  - action: Deny
    from: [{namespaces: {}}]
    ports: [{portNumber: {port: 80}}, {namedPort: http}]
`
  const baseline = admin
    .replace('AdminNetworkPolicy', 'BaselineAdminNetworkPolicy')
    .replace('name: a', 'name: default')
    .replace('  priority: 3\n', '')

  it('each version of Calico watches one of the two APIs', () => {
    const watched = (yaml: string, calicoVersion?: string): number =>
      convert(fromFile(yaml), { calicoVersion }).set.policies.length
    assert.deepEqual([watched(text), watched(text, 'v3.32.0'), watched(text, 'v3.31.9')], [1, 1, 0])
    assert.deepEqual([watched(admin), watched(admin, 'master'), watched(admin, 'v3.29.0')], [0, 0, 1])
    assert.deepEqual([watched(text, 'v3.28.4'), watched(admin, 'v3.28.4')], [0, 0])
    assert.deepEqual(convert(fromFile(admin)).said, [
      'not-watched @3: policy.networking.k8s.io/v1alpha1, AdminNetworkPolicy, Calico v3.29 to v3.31',
    ])
    assert.deepEqual(convert(fromFile(text), { calicoVersion: 'v3.31.0' }).said, [
      'not-watched @3: policy.networking.k8s.io/v1alpha2, ClusterNetworkPolicy, Calico v3.32 and later',
    ])
  })

  it('of Calico itself has its tier in its name up to v3.31', () => {
    const policy = (name: string, tier: string): string =>
      `apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: ${name}}\nspec: {tier: ${tier}}\n`
    const tiers = ['sec', 'default'].map(
      (name) =>
        `---\napiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: {name: ${name}}\nspec: {order: 1000000}\n`,
    )
    const said = (name: string, tier: string, calicoVersion: string): string[] =>
      convert(fromFile(policy(name, tier) + tiers.join('')), { calicoVersion }).said.filter((one) => one.includes(name))
    const named = [
      ['sec.p', 'sec'],
      ['p', 'default'],
      ['default.p', 'default'],
    ] as const
    for (const [name, tier] of named) assert.deepEqual(said(name, tier, 'v3.31.0'), [], name)
    assert.deepEqual(said('guard', 'sec', 'v3.31.0'), ['bad-value @3: name, guard, sec.guard'])
    assert.deepEqual(said('other.guard', 'default', 'v3.31.0'), [
      'bad-value @3: name, other.guard, default.other.guard',
    ])
    assert.deepEqual(said('guard', 'sec', 'v3.32.0'), [])
  })

  it('of the older API has its own tiers, and a named port takes the whole rule', () => {
    const old = { calicoVersion: 'v3.31.2' }
    const policies = [onlyPolicy(admin, old), onlyPolicy(baseline, old)]
    assert.deepEqual(
      policies.map(({ id, order, tier }) => [id.kind, tier, order]),
      [
        ['kanp', 'adminnetworkpolicy', 3],
        ['kbanp', 'baselineadminnetworkpolicy', 1000],
      ],
    )
    assert.deepEqual(policies[0]?.ingress?.map(ruleText), [
      'allow 6 [selector: has(projectcalico.org/namespace)] → [ports: 80]',
      'allow 17 [selector: has(projectcalico.org/namespace)] → [ports: 1-2]',
      'deny any [selector: has(projectcalico.org/namespace)] → []',
    ])
    const { tiers } = convert(fromFile(admin), old).set
    assert.deepEqual(
      tiers.map(({ name, order }) => [name, order]),
      [
        ['adminnetworkpolicy', 1000],
        ['default', 1_000_000],
        ['baselineadminnetworkpolicy', 10_000_000],
      ],
    )
  })
})
