// Objects that policies look at and that could not be understood (docs/semantics.md §8.4): what hangs on one is uncertain,
// with its name and line as the reason, and nothing else is. Random ones are held against the plain evaluator in
// test/property.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readManifests } from '../../src/manifest/object.ts'
import type { FlowVerdict, Reason } from '../../src/model/verdict.ts'
import { World } from '../../src/preflight/world.ts'
import { readTuple } from '../../src/snapshot/tuple-flow.ts'

const NAMESPACE = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {env: p}}
`

const pod = (name: string, ip: string, node: string): string => `
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: a, labels: {app: ${name}}}
spec: {nodeName: ${node}, containers: [{name: c, image: x, ports: [{name: http, containerPort: 8080}]}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
`

const node = (name: string, ip: string): string => `
---
apiVersion: v1
kind: Node
metadata: {name: ${name}}
status: {addresses: [{type: InternalIP, address: ${ip}}]}
`

const CAST = [
  pod('x', '10.0.0.1', 'n1'),
  pod('web', '10.0.0.2', 'n2'),
  node('n1', '192.168.0.1'),
  node('n2', '192.168.0.2'),
].join('')

const calico = (kind: string, metadata: string, spec: string): string => `
---
apiVersion: projectcalico.org/v3
kind: ${kind}
metadata: {${metadata}}
spec: {${spec}}
`

const policy = (spec: string): string => calico('GlobalNetworkPolicy', 'name: g', spec)
/** A policy for pod x */
const onX = (rule: string, type: 'Ingress' | 'Egress' = 'Ingress'): string =>
  policy(`selector: "app == 'x'", types: [${type}], ${type.toLowerCase()}: [${rule}]`)

interface Said {
  readonly verdict: FlowVerdict
  readonly because: readonly Reason[]
}

function say(
  text: string,
  [from, to, port]: readonly [from: string, to: string, port: number],
  set = 'enforced',
): Said {
  const read = readManifests({ path: 'p.yaml', text }, { defaultNamespace: 'default', report: () => undefined })
  const world = new World(read.manifests, read.broken, () => undefined)
  const end = (one: string): object => (one.includes('/') ? { pod: one } : { ip: one })
  const tuple = { src: end(from), dst: end(to), protocol: 'TCP', sourcePort: 40_000, destinationPort: port }
  const flow = readTuple(tuple, world.cluster)
  if (typeof flow === 'string') return assert.fail(flow)
  const verdict = world.verdict(flow, set === 'pending' ? 'pending' : 'enforced')
  const ends = [verdict.egress, verdict.ingress, ...(verdict.hosts ?? []).map((step) => step.verdict)]
  return { verdict, because: ends.flatMap((one) => one?.because ?? []) }
}

const OUTSIDE = ['8.8.8.8', 'a/x', 8080] as const
const PODS = ['a/web', 'a/x', 8080] as const
const OUT = ['a/x', 'a/web', 8080] as const
const FROM_NODE = ['192.168.0.2', 'a/x', 8080] as const

const SET = (nets: string, labels = 'role: office'): string =>
  calico('GlobalNetworkSet', `name: office, labels: {${labels}}`, `nets: [${nets}]`)
const BY_SET = onX(`{action: Allow, source: {selector: "role == 'office'"}}`)

const CASES: readonly {
  readonly of: string
  readonly good: string
  readonly bad: string
  readonly policy: string
  readonly flow: readonly [string, string, number]
  readonly is: 'allow' | 'deny'
  readonly what: string
  readonly line?: number
}[] = [
  {
    of: 'a set with a net that is none',
    good: SET('8.8.0.0/16'),
    bad: SET('8.8.0.0/16, 10.9.0.0/33'),
    policy: BY_SET,
    flow: OUTSIDE,
    is: 'allow',
    what: 'GlobalNetworkSet office',
  },
  {
    of: 'a set that is left out of what a rule denies',
    good: SET('9.9.9.9'),
    bad: SET('nine'),
    policy: onX(`{action: Allow, source: {notSelector: "role == 'office'"}}`),
    flow: OUTSIDE,
    is: 'allow',
    what: 'GlobalNetworkSet office',
  },
  {
    of: 'a set whose labels are none',
    good: SET('9.9.9.9'),
    bad: SET('9.9.9.9', 'role: [office]'),
    policy: BY_SET,
    flow: OUTSIDE,
    is: 'deny',
    what: 'GlobalNetworkSet office',
  },
  {
    of: 'a set that is given twice in itself',
    good: SET('9.9.9.9'),
    bad: `${SET('9.9.9.9').trimEnd().slice(0, -1)}, nets: [8.8.8.8]}\n`,
    policy: BY_SET,
    flow: OUTSIDE,
    is: 'deny',
    what: 'GlobalNetworkSet office',
  },
  {
    of: 'a namespaced set, by the labels of its namespace',
    good: calico('NetworkSet', 'name: s, namespace: a', 'nets: [9.9.9.9]'),
    bad: calico('NetworkSet', 'name: s, namespace: a', 'nets: 9.9.9.9'),
    policy: onX(`{action: Deny, source: {namespaceSelector: "env == 'p'"}}, {action: Allow}`),
    flow: OUTSIDE,
    is: 'allow',
    what: 'NetworkSet a/s',
  },
  {
    of: 'a host endpoint, as the other end of a rule',
    good: calico(
      'HostEndpoint',
      'name: h, labels: {role: office}',
      'node: n9, interfaceName: eth0, expectedIPs: [9.9.9.9]',
    ),
    bad: calico(
      'HostEndpoint',
      'name: h, labels: {role: office}',
      'node: n9, interfaceName: eth0, expectedIPs: [9.9.9.999]',
    ),
    policy: BY_SET,
    flow: OUTSIDE,
    is: 'deny',
    what: 'HostEndpoint h',
  },
  {
    of: 'a host endpoint that may have the port of a name',
    good: calico('HostEndpoint', 'name: h', 'node: n9, interfaceName: eth0'),
    bad: calico('HostEndpoint', 'name: h', 'node: n9, interfaceName: eth0, ports: [{name: http}]'),
    policy: onX(`{action: Deny, protocol: TCP, destination: {ports: [http]}}, {action: Allow}`, 'Egress'),
    flow: ['a/x', '8.8.8.8', 80],
    is: 'allow',
    what: 'HostEndpoint h',
  },
  {
    of: 'a Service that a rule names',
    good: service('selector: {app: web}, ports: [{port: 80, targetPort: 9999}]'),
    bad: service('selector: {app: [web]}, ports: [{port: 80, targetPort: 9999}]'),
    policy: onX('{action: Allow, protocol: TCP, destination: {services: {name: s, namespace: a}}}', 'Egress'),
    flow: OUT,
    is: 'deny',
    what: 'Service a/s',
  },
  {
    of: 'a Service as the source of a rule',
    good: service('selector: {app: z}, ports: [{port: 80}]'),
    bad: service('selector: {app: z}, ports: [{port: web}]'),
    policy: onX('{action: Allow, source: {services: {name: s, namespace: a}}}'),
    flow: PODS,
    is: 'deny',
    what: 'Service a/s',
  },
]

function service(spec: string): string {
  return `
---
apiVersion: v1
kind: Service
metadata: {name: s, namespace: a}
spec: {${spec}}
`
}

describe('an object that could not be understood', () => {
  for (const { bad, flow, good, is, of, policy: rules, what } of CASES) {
    it(`${of}: uncertain what hangs on it`, () => {
      const known = say(NAMESPACE + CAST + good + rules, flow)
      assert.equal(known.verdict.overall, is)
      const unknown = say(NAMESPACE + CAST + bad + rules, flow)
      assert.equal(unknown.verdict.overall, 'unknown')
      assert.deepEqual(
        unknown.because.map(({ args, code }) => [code, args[0]]),
        [['object-unknown', what]],
      )
      const at = unknown.because[0]?.at
      const line = at?.origin.locate(at.pointer).line ?? 0
      const name = what.split(/[ /]/).at(-1) ?? ''
      const text = (NAMESPACE + CAST + bad + rules).split('\n')
      // The place is the object, or what is wrong in it.
      assert.ok(
        text
          .slice(Math.max(0, line - 1), line + 5)
          .some((one) => one.includes(`name: ${name}`) || one.includes('nets')),
      )
    })

    it(`${of}: nothing else is`, () => {
      // Without the policy nobody asks for it
      assert.equal(say(NAMESPACE + CAST + bad, flow).verdict.overall, 'allow')
      const other = onX('{action: Allow, source: {nets: [8.8.8.8/32]}}')
      assert.notEqual(say(NAMESPACE + CAST + bad + other, flow).verdict.overall, 'unknown')
    })
  }

  it('a set makes nothing uncertain where its labels say that no rule means it', () => {
    const others = NAMESPACE + CAST + SET('nine', 'role: other') + BY_SET
    assert.equal(say(others, OUTSIDE).verdict.overall, 'deny')
  })
})

describe('the labels of a namespace that could not be understood', () => {
  const BAD = NAMESPACE.replace('env: p', 'env: 1')
  const bySubject = policy(`namespaceSelector: "env == 'p'", types: [Ingress], ingress: []`)

  it('leave open which policies govern its pods', () => {
    assert.equal(say(NAMESPACE + CAST + bySubject, PODS).verdict.overall, 'deny')
    const { because, verdict } = say(BAD + CAST + bySubject, PODS)
    assert.equal(verdict.overall, 'unknown')
    assert.deepEqual(
      because.map(({ args, code }) => `${code} ${args[0] ?? ''}`),
      ['object-unknown Namespace a'],
    )
  })

  it('leave open which rules match its pods', () => {
    const rules = onX(`{action: Allow, source: {namespaceSelector: "env == 'p'"}}`)
    assert.equal(say(NAMESPACE + CAST + rules, PODS).verdict.overall, 'allow')
    assert.equal(say(BAD + CAST + rules, PODS).because[0]?.args[0], 'Namespace a')
  })

  it('leave nothing open that hangs on its name, or on the labels of a pod', () => {
    const byName = onX(`{action: Allow, source: {namespaceSelector: "projectcalico.org/name == 'a'"}}`)
    assert.equal(say(BAD + CAST + byName, PODS).verdict.overall, 'allow')
    assert.equal(
      say(BAD + CAST + onX(`{action: Allow, source: {selector: "has(role)"}}`), PODS).verdict.overall,
      'deny',
    )
  })

  it('do not take the namespace away: what no policy governs is allowed', () => {
    assert.equal(say(BAD + CAST, PODS).verdict.overall, 'allow')
    const unreadable = NAMESPACE.replace('metadata: {', 'metadata: {name: a, ')
    assert.equal(say(unreadable + CAST, PODS).verdict.overall, 'allow')
    assert.equal(say(unreadable + CAST + bySubject, PODS).verdict.overall, 'unknown')
  })
})

describe('a service account whose labels could not be understood', () => {
  const account = (labels: string): string => `
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: default, namespace: a, labels: {${labels}}}
`
  const rules = onX(`{action: Allow, source: {serviceAccounts: {selector: "team == 'x'"}}}`)

  it('leaves open what a rule asks of it', () => {
    assert.equal(say(NAMESPACE + CAST + account('team: x') + rules, PODS).verdict.overall, 'allow')
    assert.equal(
      say(NAMESPACE + CAST + account('team: yes!') + rules, PODS).because[0]?.args[0],
      'ServiceAccount a/default',
    )
  })
})

describe('a host endpoint that could not be understood', () => {
  const hep = (spec: string): string => calico('HostEndpoint', 'name: h, labels: {role: host}', spec)
  const forward = policy(`selector: "role == 'host'", types: [Ingress], applyOnForward: true, ingress: []`)

  it('may be the active one of its node, and of no other', () => {
    const bad = NAMESPACE + CAST + hep("node: n1, interfaceName: '*', expectedIPs: [x]") + forward
    const { because, verdict } = say(bad, OUTSIDE)
    assert.equal(verdict.overall, 'unknown')
    assert.deepEqual(
      because.map(({ args, code }) => `${code} ${args.join(' ')}`),
      ['object-unknown HostEndpoint h'],
    )
    assert.equal(say(bad, ['8.8.8.8', 'a/web', 8080]).verdict.overall, 'allow')
  })

  it('may be that of any node where it does not say which', () => {
    const bad = NAMESPACE + CAST + hep("node: [n1], interfaceName: '*'") + forward
    for (const flow of [OUTSIDE, ['8.8.8.8', 'a/web', 8080], FROM_NODE] as const)
      assert.equal(say(bad, flow).verdict.overall, 'unknown', flow.join())
  })

  it('changes nothing where no policy is about it and no host is asked', () => {
    assert.equal(
      say(NAMESPACE + CAST + hep("node: n1, interfaceName: '*', expectedIPs: [x]"), PODS).verdict.overall,
      'allow',
    )
  })
})

describe('what is uncertain of the preview', () => {
  it('is also whether it finds a pod that an unknown set may hide', () => {
    const staged = calico(
      'StagedGlobalNetworkPolicy',
      'name: g',
      `selector: "app == 'x'", types: [Ingress], ingress: [{action: Allow, source: {selector: "app == 'web' || role == 'office'"}}]`,
    )
    assert.equal(say(NAMESPACE + CAST + SET('8.8.8.8') + staged, PODS, 'pending').verdict.overall, 'allow')
    assert.equal(say(NAMESPACE + CAST + SET('nine') + staged, PODS, 'pending').verdict.overall, 'unknown')
  })
})
