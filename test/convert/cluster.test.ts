// The inventory as policies see it (docs/semantics.md §3).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { printCidr, printIp } from '../../src/base/ip.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import type { Backend, Workload } from '../../src/model/cluster.ts'
import { cluster, fromFile, sentence } from './objects.ts'

const base = `
apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {env: p}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: prod, labels: {team: a}}
---
`

interface PodParts {
  readonly metadata?: string
  readonly spec?: string
  readonly status?: string
}

const pod = ({ metadata = '', spec = '', status = 'podIP: 10.0.0.1' }: PodParts, name = 'x'): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: prod, ${metadata}}
spec: {nodeName: n1, ${spec}}
status: {${status}}
---`

const workload = (text: string): Workload => {
  const { workloads } = cluster(base + text)
  assert.equal(workloads.length, 1)
  return workloads[0]!
}
const labelsOf = (one: { readonly labels: Workload['labels'] }): Readonly<Record<string, string>> =>
  Object.fromEntries(one.labels.labels)

describe("a pod's labels", () => {
  it('are its own, those of Calico, and those of its namespace and account (the worked example of §3.2)', () => {
    assert.deepEqual(labelsOf(workload(pod({ metadata: 'labels: {app: x}', spec: 'serviceAccountName: web' }))), {
      app: 'x',
      'projectcalico.org/namespace': 'prod',
      'projectcalico.org/orchestrator': 'k8s',
      'projectcalico.org/serviceaccount': 'web',
      'pcns.env': 'p',
      'pcns.projectcalico.org/name': 'prod',
      'pcsa.team': 'a',
      'pcsa.projectcalico.org/name': 'web',
    })
  })

  it('cannot be made up: its own pcns. and pcsa. labels are stripped, and that of the namespace is set', () => {
    const labels = labelsOf(
      workload(pod({ metadata: 'labels: {pcns.env: q, pcsa.team: b, projectcalico.org/namespace: other}' })),
    )
    assert.deepEqual(
      [labels['pcns.env'], labels['pcsa.team'], labels['projectcalico.org/namespace']],
      ['p', undefined, 'prod'],
    )
  })

  it('name the account default where none is given, and none that is too long', () => {
    const long = 'a'.repeat(63)
    const account = (spec: string): unknown => labelsOf(workload(pod({ spec })))['projectcalico.org/serviceaccount']
    assert.deepEqual(
      [account(''), account('serviceAccount: old'), account(`serviceAccountName: ${long}`)],
      ['default', 'old', undefined],
    )
  })

  it('of a namespace that is not there are none (trap 70)', () => {
    const [ghost] = cluster(pod({}).replace('namespace: prod', 'namespace: ghost')).workloads
    assert.ok(ghost)
    assert.deepEqual(
      [ghost.namespaceKnown, Object.keys(labelsOf(ghost)).filter((key) => key.startsWith('pcns.'))],
      [false, []],
    )
  })
})

describe("a pod's addresses", () => {
  for (const [name, parts, addresses] of [
    [
      'podIPs before podIP',
      { status: 'podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.2}, {ip: "fd00::2"}]' },
      ['10.0.0.2', 'fd00::2'],
    ],
    ['one of each family', { status: 'podIPs: [{ip: 10.0.0.2}, {ip: 10.0.0.3}]' }, ['10.0.0.2']],
    ['podIP', {}, ['10.0.0.1']],
    [
      'annotations of the plugin, where the status has none',
      {
        status: 'phase: Pending',
        metadata:
          'annotations: {cni.projectcalico.org/podIPs: "10.0.0.4/32,fd00::4/128", cni.projectcalico.org/podIP: 10.0.0.5/32}',
      },
      ['10.0.0.4', 'fd00::4'],
    ],
    ['none yet', { status: '' }, []],
    ['none without a node', { spec: 'nodeName: ""' }, []],
    ['none any more when it is finished (trap 58)', { status: 'podIP: 10.0.0.1, phase: Succeeded' }, []],
    ['none any more when it failed', { status: 'podIP: 10.0.0.1, phase: Failed' }, []],
    [
      'none any more when its network is gone',
      { metadata: 'deletionTimestamp: "2026-01-01T00:00:00Z", annotations: {cni.projectcalico.org/podIP: ""}' },
      [],
    ],
    ['still there while it is being deleted', { metadata: 'deletionTimestamp: "2026-01-01T00:00:00Z"' }, ['10.0.0.1']],
  ] as const) {
    it(name, () => {
      const text = pod(parts).replace('nodeName: n1, nodeName: ""', 'nodeName: ""')
      assert.deepEqual(workload(text).addresses.map(printIp), addresses)
    })
  }
})

describe('named ports', () => {
  it('are those of containers and init containers that have a name', () => {
    const containers =
      'containers: [{ports: [{name: http, containerPort: 80}, {containerPort: 81}, {name: dns, containerPort: 53, protocol: UDP}]}]'
    const init = 'initContainers: [{ports: [{name: admin, containerPort: 9, protocol: SCTP}]}]'
    assert.deepEqual(workload(pod({ spec: `${containers}, ${init}` })).ports, [
      { name: 'http', protocol: 6, port: 80 },
      { name: 'dns', protocol: 17, port: 53 },
      { name: 'admin', protocol: 132, port: 9 },
    ])
  })
})

describe('pods on the host network', () => {
  it('are no endpoints', () => {
    const { hostPods, workloads } = cluster(base + pod({ spec: 'hostNetwork: true', status: 'podIP: 192.168.0.1' }))
    assert.deepEqual(
      [workloads, hostPods.map(({ addresses, node }) => [node, addresses.map(printIp)])],
      [[], [['n1', ['192.168.0.1']]]],
    )
  })
})

describe('what a pod is known by', () => {
  const owned = (kind: string, name: string, more = ''): string =>
    pod({ metadata: `ownerReferences: [{kind: ${kind}, name: ${name}, controller: true}]${more}` })
  const controller = (kind: string, name: string, owner: string): string => `
apiVersion: ${kind === 'Job' ? 'batch' : 'apps'}/v1
kind: ${kind}
metadata: {name: ${name}, namespace: prod, ownerReferences: [{kind: ${owner}, name: web, controller: true}]}
---`

  for (const [name, text, owner] of [
    ['itself', pod({}), 'Pod x'],
    ['itself, where its node runs it', owned('Node', 'n1'), 'Pod x'],
    ['its StatefulSet', owned('StatefulSet', 'db'), 'StatefulSet db'],
    [
      'the Deployment above its ReplicaSet',
      owned('ReplicaSet', 'web-abc') + controller('ReplicaSet', 'web-abc', 'Deployment'),
      'Deployment web',
    ],
    [
      'whatever is above its ReplicaSet',
      owned('ReplicaSet', 'web-abc') + controller('ReplicaSet', 'web-abc', 'Rollout'),
      'Rollout web',
    ],
    [
      'the Deployment, by the hash',
      owned('ReplicaSet', 'web-7d4b9c', ', labels: {pod-template-hash: 7d4b9c}'),
      'Deployment web',
    ],
    ['the ReplicaSet, without a hash', owned('ReplicaSet', 'web-7d4b9c'), 'ReplicaSet web-7d4b9c'],
    ['the CronJob above its Job', owned('Job', 'x-1') + controller('Job', 'x-1', 'CronJob'), 'CronJob web'],
    ['the CronJob, by the run number', owned('Job', 'backup-29922160'), 'CronJob backup'],
    ['the Job', owned('Job', 'migrate-2'), 'Job migrate-2'],
  ] as const) {
    it(name, () => {
      const { workloads } = cluster(text)
      assert.deepEqual(
        workloads.map(({ owner: { kind, name: own } }) => `${kind} ${own}`),
        [owner],
      )
    })
  }
})

describe('workloads without a pod', () => {
  const template = (kind: string, apiVersion: string, name: string, spec: string): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ${name}, namespace: prod}
spec: {${spec}}
---`
  const podTemplate = (spec = ''): string =>
    `template: {metadata: {labels: {app: t}}, spec: {serviceAccountName: web, ${spec}}}`

  it('are known by their templates', () => {
    const { hostPods, workloads } = cluster(
      base +
        template(
          'Deployment',
          'apps/v1',
          'web',
          podTemplate('containers: [{ports: [{name: http, containerPort: 80}]}]'),
        ) +
        template('CronJob', 'batch/v1', 'backup', `jobTemplate: {spec: {${podTemplate()}}}`) +
        template('Job', 'batch/v1', 'once', podTemplate()) +
        template('DaemonSet', 'apps/v1', 'agent', podTemplate('hostNetwork: true')) +
        template('Deployment', 'apps/v1', 'broken', 'template: 1'),
    )
    assert.deepEqual(
      workloads.map(({ addresses, generateName, known, name, node, owner, ports }) => [
        known,
        name,
        owner.kind,
        generateName,
        node,
        addresses.length,
        ports.length,
      ]),
      [
        ['template', 'web', 'Deployment', 'web-', undefined, 0, 1],
        ['template', 'backup', 'CronJob', 'backup-', undefined, 0, 0],
        ['template', 'once', 'Job', 'once-', undefined, 0, 0],
      ],
    )
    const [web, , once] = workloads
    assert.ok(web && once)
    assert.deepEqual([labelsOf(web)['app'], labelsOf(web)['pcsa.team'], labelsOf(once)['job-name']], ['t', 'a', 'once'])
    assert.deepEqual(
      hostPods.map(({ name, owner }) => [name, owner.kind]),
      [['agent', 'DaemonSet']],
    )
  })

  it('and are not there twice', () => {
    const owned = pod({ metadata: 'ownerReferences: [{kind: StatefulSet, name: db, controller: true}]' })
    const { workloads } = cluster(base + owned + template('StatefulSet', 'apps/v1', 'db', podTemplate()))
    assert.deepEqual(
      workloads.map(({ known, name }) => [known, name]),
      [['pod', 'x']],
    )
  })
})

describe('network sets and host endpoints', () => {
  const { hostEndpoints, sets } = cluster(`${base}
apiVersion: projectcalico.org/v3
kind: NetworkSet
metadata: {name: s, namespace: prod, labels: {role: db, pcns.env: own}}
spec: {nets: [10.1.2.3/16, 10.0.0.1, "fd00::/8", nonsense]}
---
apiVersion: crd.projectcalico.org/v1
kind: GlobalNetworkSet
metadata: {name: g, labels: {role: stale, projectcalico.org/keep: me}, annotations: {projectcalico.org/metadata: '{"labels":{"role":"real"}}'}}
spec: {nets: []}
---
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: {name: h, labels: {role: gw}}
spec: {node: n1, interfaceName: eth0, expectedIPs: [192.168.0.1, "fd00::1"], profiles: [kns.prod, none], ports: [{name: ssh, protocol: TCP, port: 22}]}
`)

  it('a set of a namespace inherits, and keeps its own pcns. labels (trap 59)', () => {
    const [set] = sets
    assert.ok(set)
    assert.deepEqual(set.nets.map(printCidr), ['10.1.0.0/16', '10.0.0.1/32', 'fd00::/8'])
    assert.deepEqual(labelsOf(set), {
      role: 'db',
      'pcns.env': 'own',
      'projectcalico.org/namespace': 'prod',
      'pcns.projectcalico.org/name': 'prod',
    })
  })

  it('a stored object has its labels in an annotation', () => {
    const global = sets.find(({ namespace }) => namespace === undefined)
    assert.deepEqual(global && labelsOf(global), { 'projectcalico.org/keep': 'me', role: 'real' })
  })

  it('a host endpoint inherits from its profiles', () => {
    const [host] = hostEndpoints
    assert.ok(host)
    assert.deepEqual(labelsOf(host), { role: 'gw', 'pcns.env': 'p', 'pcns.projectcalico.org/name': 'prod' })
    assert.deepEqual(
      [host.expectedIps.map(printIp), host.interfaceName, host.ports],
      [['192.168.0.1', 'fd00::1'], 'eth0', [{ name: 'ssh', protocol: 6, port: 22 }]],
    )
  })

  it('what admission would refuse in a file is reported, and the same the next time', () => {
    const { manifests } = fromFile(`
apiVersion: projectcalico.org/v3
kind: NetworkSet
metadata: {name: s, namespace: prod}
spec: {nets: [example.com]}
`)
    const reports = [0, 1].map(() => {
      const said: Parameters<Parameters<typeof clusterOf>[1]>[0][] = []
      clusterOf(manifests, (one) => said.push(one))
      return said
    })
    const [first, second] = reports
    assert.deepEqual(first?.map(sentence), ['bad-cidr @5: example.com'])
    assert.equal(first[0], second?.[0])
  })
})

describe('what is behind a Service (§3.7)', () => {
  const backendText = ({ ip, port, protocol }: Backend): string => `${printIp(ip)} ${String(protocol)}:${String(port)}`
  const behind = (text: string, key = 'prod/db'): unknown =>
    cluster(base + text)
      .services.get(key)
      ?.map(backendText)
  const service = (spec: string): string => `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: prod}
spec: {${spec}}
---`
  const slice = (rest: string): string => `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
addressType: IPv4
metadata: {name: db-1, namespace: prod, labels: {kubernetes.io/service-name: db}}
${rest}
---`
  const db = (more: PodParts = {}): string =>
    pod({ metadata: 'labels: {app: db}', spec: 'containers: [{ports: [{name: sql, containerPort: 5433}]}]', ...more })

  for (const [name, text, expected] of [
    [
      'every address with every port, ready or not',
      slice(
        'endpoints: [{addresses: [10.0.0.1], conditions: {ready: false}}, {addresses: [10.0.0.2]}]\nports: [{port: 5433}, {port: 53, protocol: UDP}]',
      ),
      ['10.0.0.1 6:5433', '10.0.0.1 17:53', '10.0.0.2 6:5433', '10.0.0.2 17:53'],
    ],
    [
      'addresses alone, without a numbered port',
      slice('endpoints: [{addresses: [10.0.0.1]}]\nports: [{name: x}]'),
      ['10.0.0.1 6:undefined'],
    ],
    [
      'the slices, where there are any',
      `${slice('endpoints: []')}${service('selector: {app: db}, ports: [{port: 1}]')}${db()}`,
      [],
    ],
    [
      'the selected pods, by number',
      `${service('selector: {app: db}, ports: [{port: 5432, targetPort: 5433}]')}${db()}`,
      ['10.0.0.1 6:5433'],
    ],
    [
      'the selected pods, by name',
      `${service('selector: {app: db}, ports: [{port: 5432, targetPort: sql}]')}${db()}`,
      ['10.0.0.1 6:5433'],
    ],
    [
      'the port itself, without a target',
      `${service('selector: {app: db}, ports: [{port: 5432}]')}${db()}`,
      ['10.0.0.1 6:5432'],
    ],
    [
      'nothing of a pod without that name',
      `${service('selector: {app: db}, ports: [{port: 1, targetPort: web}]')}${db()}`,
      [],
    ],
    [
      'pods on the host network too (trap 69)',
      `${service('selector: {app: db}, ports: [{port: 1}]')}${db({ spec: 'hostNetwork: true' })}`,
      ['10.0.0.1 6:1'],
    ],
    [
      'no finished pod',
      `${service('selector: {app: db}, ports: [{port: 1}]')}${db({ status: 'podIP: 10.0.0.1, phase: Succeeded' })}`,
      [],
    ],
    ['no other pod', `${service('selector: {app: other}, ports: [{port: 1}]')}${db()}`, []],
    [
      'of the families of the Service',
      `${service('ipFamilies: [IPv6], selector: {app: db}, ports: [{port: 1}]')}${db({ status: 'podIPs: [{ip: 10.0.0.1}, {ip: "fd00::1"}]' })}`,
      ['fd00::1 6:1'],
    ],
    ['not known, without slices and selector', service('ports: [{port: 1}]'), undefined],
  ] as const) {
    it(name, () => assert.deepEqual(behind(text), expected))
  }
})

describe('the rest of a cluster', () => {
  it('nodes, pools, settings', () => {
    const { nodes, pools, settings } = cluster(`
apiVersion: v1
kind: Node
metadata: {name: n1, annotations: {projectcalico.org/IPv4Address: 192.168.0.1/24, projectcalico.org/IPv4VXLANTunnelAddr: 10.244.0.1}}
status: {addresses: [{type: InternalIP, address: 192.168.0.1}, {type: Hostname, address: n1}]}
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: {name: pool}
spec: {cidr: 10.244.0.0/16}
---
apiVersion: projectcalico.org/v3
kind: FelixConfiguration
metadata: {name: default}
spec: {nftablesMode: Disabled, bpfEnabled: true, defaultEndpointToHostAction: Drop}
---
apiVersion: projectcalico.org/v3
kind: ClusterInformation
metadata: {name: default}
spec: {calicoVersion: v3.31.2}
`)
    assert.deepEqual(
      nodes.map(({ addresses, name }) => [name, addresses.map(printIp)]),
      [['n1', ['192.168.0.1', '10.244.0.1']]],
    )
    assert.deepEqual(pools.map(printCidr), ['10.244.0.0/16'])
    assert.deepEqual(settings, { calicoVersion: 'v3.31.2', nftables: false, bpf: true, endpointToHost: 'deny' })
  })

  it('settings that nobody set', () => {
    assert.deepEqual(cluster('').settings, {
      calicoVersion: undefined,
      nftables: true,
      bpf: false,
      endpointToHost: 'allow',
    })
  })
})
