// What the engine says where something is not known, in small: which outcomes there are, what would settle it and what is
// bounded. Random flows are held against the plain evaluator in test/property.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldsOf } from '../../src/engine/conditions.ts'
import { judge } from '../../src/engine/judge.ts'
import { readManifests } from '../../src/manifest/object.ts'
import type { Candidate, Flow } from '../../src/model/flow.ts'
import type { FlowVerdict } from '../../src/model/verdict.ts'
import { World } from '../../src/preflight/world.ts'
import { exactFlow } from '../support/exact-flow.ts'

const pod = (name: string, ip: string, app: string, http: number): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: a, labels: {app: ${app}}}
spec: {nodeName: n1, containers: [{name: c, image: x, ports: [{name: http, containerPort: ${String(http)}}]}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
---`

const CAST = `
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {kubernetes.io/metadata.name: a}}
---${pod('x', '10.0.0.1', 'x', 8080)}${pod('y-1', '10.0.0.2', 'web', 8080)}${pod('y-2', '10.0.0.3', 'web', 9090)}`

const policy = (rules: string, selector = "app == 'web'", name = 'p'): string => `
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: {name: ${name}, namespace: a}
spec: {selector: "${selector}", types: [Ingress], ingress: [${rules}]}
---`

function worldOf(policies: string): World {
  const { manifests } = readManifests(
    { path: 'p.yaml', text: CAST + policies },
    { defaultNamespace: 'default', report: (one) => assert.fail(JSON.stringify(one)) },
  )
  return new World(manifests, [], (one) => assert.fail(JSON.stringify(one)))
}

const podEnd = (...names: readonly string[]): Flow['source'] => ({
  name: 'a/end',
  is: 'workload',
  candidates: names.map((name): Candidate => ({ is: 'pod', namespace: 'a', name, ip: undefined })),
})

function verdict(policies: string, changes: Partial<Flow> = {}): FlowVerdict {
  const flow = exactFlow(podEnd('x'), podEnd('y-1'), { destinationPort: 8080, ...changes })
  return judge(worldOf(policies).engine('enforced'), flow)
}

const NOTHING = { sourcePort: false, destinationPort: false, icmp: false }
const CLIENT: Flow['source'] = {
  name: '11.0.0.1',
  is: 'address',
  candidates: [{ is: 'address', ip: { family: 4, value: 0x0b00_0001n } }],
}
const NETWORK: Flow['source'] = {
  name: 'NET',
  is: 'network',
  candidates: [{ is: 'addresses', what: 'NET', ranges: [{ family: 4, first: 0x0b00_0000n, last: 0x0bff_ffffn }] }],
}

describe('a flow to one of several pods', () => {
  it('is of each for itself, where a port name is another number on each', () => {
    const byName = policy('{action: Allow, protocol: TCP, destination: {ports: [http]}}')
    // Of a source without policies of its own, so that nothing else tells the pods apart
    const both = verdict(byName, { source: CLIENT, destination: podEnd('y-1', 'y-2') })
    assert.deepEqual(
      both.cases.map(({ destination, overall }) => [destination.members, overall]),
      [
        [['a/y-1'], 'allow'],
        [['a/y-2'], 'deny'],
      ],
    )
  })
})

describe('a flow of which both ends are a pod or some address', () => {
  it('is of every pair, not of the pods alone', () => {
    const either = (pod: string): Flow['source'] => ({
      ...NETWORK,
      candidates: [...podEnd(pod).candidates, ...NETWORK.candidates],
    })
    const fromPod = verdict(policy('{action: Allow, source: {nets: [10.0.0.0/8]}}'), {
      source: either('x'),
      destination: either('y-1'),
    })
    assert.deepEqual(
      fromPod.cases.map(({ destination, overall, source }) => [source.members, destination.members, overall]),
      [
        [['a/x'], ['a/y-1'], 'allow'],
        [['a/x'], ['11.0.0.0/8'], 'allow'],
        [['11.0.0.0/8'], ['a/y-1'], 'deny'],
        [['11.0.0.0/8'], ['11.0.0.0/8'], 'allow'],
      ],
    )
  })
})

describe('a flow to pods that no rule tells apart', () => {
  it('is one case, and certain of each', () => {
    const alike = verdict(policy('{action: Allow, protocol: UDP}'), { destination: podEnd('y-1', 'y-2') })
    assert.deepEqual(
      alike.cases.map(({ destination, overall }) => [destination.is, destination.members, overall]),
      [['known', ['a/y-1', 'a/y-2'], 'deny']],
    )
  })

  it('is one case as well where rules could, and the same one decides', () => {
    const rules = '{action: Allow, protocol: UDP, destination: {nets: [10.0.0.2/32]}}, {action: Allow, protocol: TCP}'
    const same = verdict(policy(rules), { destination: podEnd('y-1', 'y-2') })
    assert.deepEqual(
      same.cases.map(({ destination, overall }) => [destination.is, destination.members, overall]),
      [['known', ['a/y-1', 'a/y-2'], 'allow']],
    )
  })
})

describe('ports and types that the record left out', () => {
  const deniedFor = ({ cases }: FlowVerdict): readonly string[] => cases.flatMap((one) => one.deniedFor ?? [])
  const missing = { ...NOTHING, destinationPort: true }
  it('are bounded by numbers that rules write', () => {
    const last = policy('{action: Deny, protocol: TCP, destination: {ports: [65535]}}, {action: Allow}')
    assert.deepEqual(deniedFor(verdict(last, { destinationPort: undefined, missing })), ['port 65535'])
  })

  it('are bounded by numbers that names stand for', () => {
    const byName = policy('{action: Allow, protocol: TCP, destination: {ports: [http]}}')
    assert.deepEqual(deniedFor(verdict(byName, { destinationPort: undefined, missing })), [
      'ports 1-8079',
      'ports 8081-65535',
    ])
  })

  it('are ICMP types as well', () => {
    const ping = policy('{action: Allow, protocol: ICMP, icmp: {type: 8}}')
    const open = verdict(ping, { protocol: 1, destinationPort: undefined, missing: { ...NOTHING, icmp: true } })
    assert.equal(open.overall, 'unknown')
    assert.deepEqual([open.ingress?.outcomes.length, open.ingress?.trace], [2, []])
    assert.deepEqual(deniedFor(open), ['any ICMP type that no rule names'])
    assert.deepEqual(
      open.ingress?.because.map(({ code }) => code),
      ['icmp-missing'],
    )
  })
})

describe('labels that are not all known', () => {
  const record: Candidate = {
    is: 'stand-in',
    workload: {
      is: 'workload',
      namespace: 'a',
      name: 'y',
      labels: { labels: new Map([['projectcalico.org/namespace', 'a']]), complete: false },
      addresses: [],
      ports: [],
      node: undefined,
      namespaceKnown: true,
      owner: { kind: 'Deployment', name: 'y' },
      generateName: 'y-',
      known: 'record',
      at: undefined,
    },
  }
  const to = (policies: string): FlowVerdict =>
    verdict(policies, { destination: { name: 'a/y', is: 'workload', candidates: [record] } })

  it('do not matter where the policy allows whether or not it governs', () => {
    assert.equal(to(policy('{action: Allow}', 'has(x)')).ingress?.is, 'allow')
    assert.equal(to(policy('{action: Allow, protocol: UDP}', 'has(x)')).ingress?.is, 'unknown')
  })

  it('do not matter where another policy governs for certain and decides first', () => {
    const first = policy('{action: Deny}', 'all()', 'first')
    assert.equal(to(first + policy('{action: Allow}', 'has(x)', 'second')).ingress?.is, 'deny')
  })
})

describe('the reason for an uncertain answer', () => {
  const because = (nets: readonly string[], how = 'nets'): readonly (readonly string[])[] =>
    verdict(policy(`{action: Allow, protocol: UDP}, {action: Allow, source: {${how}: [${nets.join(', ')}]}}`), {
      source: NETWORK,
    }).ingress?.because.map(({ args, code }) => [code, ...args]) ?? []
  const rule = ['address-missing', 'NET', 'np', 'a', 'p', '2']

  it('names the rule by its number, and what it asks for where that is short', () => {
    assert.deepEqual(because(['11.1.0.0/16']), [[...rule, 'matches', '11.1.0.0/16']])
    assert.deepEqual(because(['11.1.0.0/16'], 'notNets'), [[...rule, 'leaves-out', '11.1.0.0/16']])
    const three = ['11.1.0.0/16', '11.2.0.0/16', '11.3.0.0/16']
    assert.deepEqual(because(three), [[...rule, 'matches', ...three]])
    assert.deepEqual(because([...three, '11.4.0.0/16']), [rule])
  })

  const portCases: readonly [string, Partial<Flow['missing']>, readonly string[]][] = [
    ['destination: {ports: [80]}', { destinationPort: true }, ['destination-port-missing', '80']],
    [
      'destination: {ports: [80, "90:99", http]}',
      { destinationPort: true },
      ['destination-port-missing', '80', '90-99', 'http'],
    ],
    ['destination: {ports: [1, 3, 5, 7]}', { destinationPort: true }, ['destination-port-missing']],
    ['source: {ports: [80]}', { sourcePort: true }, ['source-port-missing', '80']],
    ['source: {ports: ["1024:65535"]}', { sourcePort: true }, ['source-port-missing', '1024-65535']],
    ['source: {ports: [80]}, destination: {ports: [90]}', { sourcePort: true }, ['source-port-missing', '80']],
  ]
  for (const [asked, open, expected] of portCases) {
    it(`says which port is missing, and names those of the rule where they are few: ${asked}`, () => {
      const left =
        open.sourcePort === true ? { sourcePort: undefined, destinationPort: 90 } : { destinationPort: undefined }
      const { ingress } = verdict(policy(`{action: Allow, protocol: TCP, ${asked}}`), {
        ...left,
        missing: { ...NOTHING, ...open },
      })
      assert.deepEqual(
        ingress?.because.map(({ args, code }) => [code, ...args]),
        [[expected[0], '', 'np', 'a', 'p', '1', ...expected.slice(1)]],
      )
    })
  }
})

describe('the fields that a rule asks for', () => {
  const fields = (text: string): readonly string[] => {
    const [only] = worldOf(policy(text)).policies('enforced').policies
    const [rule] = only?.ingress ?? []
    assert.ok(rule)
    return fieldsOf(rule)
  }
  const cases: readonly [string, readonly string[]][] = [
    ['{action: Allow}', []],
    ['{action: Allow, protocol: ICMP, icmp: {type: 8}}', ['family', 'protocol', 'icmp']],
    ['{action: Allow, notProtocol: TCP}', ['protocol']],
    ['{action: Allow, source: {nets: [10.0.0.0/8]}}', ['source']],
    ["{action: Allow, source: {notSelector: app == 'x'}}", ['source']],
    [
      '{action: Allow, protocol: TCP, source: {ports: [1]}, destination: {notPorts: [2]}}',
      ['protocol', 'source-port', 'port'],
    ],
    ['{action: Allow, source: {services: {name: s, namespace: a}}}', ['source']],
  ]
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(fields(text), expected))
})
