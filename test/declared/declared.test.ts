// What objects ask for: each kind of object, each way to find out who connects, and what is said where that is not known.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clusterOf } from '../../src/convert/cluster.ts'
import { declaredBy } from '../../src/declared/declared.ts'
import type { Flow } from '../../src/model/flow.ts'
import { protocolName } from '../../src/model/protocol.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import { resolveFlows } from '../../src/snapshot/resolve.ts'
import { printEnd } from '../snapshot/support.ts'

const CLUSTER = `
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: shop}}}
  - {apiVersion: v1, kind: Namespace, metadata: {name: monitoring, labels: {team: sre}}}
  - {apiVersion: v1, kind: Node, metadata: {name: cp}, status: {addresses: [{type: InternalIP, address: 10.9.0.1}]}}
  - apiVersion: v1
    kind: Pod
    metadata: {name: web-0, namespace: shop, labels: {app: web}}
    spec: {nodeName: n, containers: [{ports: [{name: http, containerPort: 8080}, {name: metrics, containerPort: 9102}]}]}
    status: {podIP: 10.0.0.1}
  - apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: http}, {name: metrics, port: 9102, targetPort: 9102}, {name: udp, port: 80, protocol: UDP}]
`

const object = (text: string): string => `---\n${text.trim()}\n`

interface Found {
  readonly flows: readonly string[]
  readonly gaps: readonly string[]
}

/** `records`: exact flows that were seen */
function declared(texts: readonly string[], records: readonly object[] = []): Found {
  const reader = createSnapshotReader({}, (diagnostic) => {
    assert.notEqual(diagnostic.code, 'yaml-syntax', diagnostic.args.join())
  })
  reader.addText('objects.yaml', [CLUSTER, ...texts.map(object)].join(''))
  reader.addText('flows.jsonl', records.map((one) => JSON.stringify(one)).join('\n'))
  const { manifests, records: rows } = reader.finish()
  const cluster = clusterOf(manifests, () => undefined)
  const { flows, gaps } = declaredBy(manifests, cluster, resolveFlows(rows, cluster))
  return {
    flows: flows.map(({ flow, from, why }) => `${why}: ${print(flow)}, ${from.kind} ${from.name}`),
    gaps: gaps.map(({ from, lacks, why }) => `${why}: ${from.kind} ${from.name} lacks its ${lacks}`),
  }
}

const print = ({ destination, destinationPort, protocol, source }: Flow): string =>
  `${source.name} > ${destination.name} ${protocolName(protocol)} ${String(destinationPort)}`

const COREDNS = `
apiVersion: v1
kind: Pod
metadata: {name: coredns-0, namespace: kube-system, labels: {k8s-app: kube-dns}}
spec: {nodeName: n}
status: {podIP: 10.0.0.53}
---
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}}
spec:
  clusterIP: 10.96.0.10
  selector: {k8s-app: kube-dns}
  ports: [{name: dns, port: 53, targetPort: 5353, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
`

describe('DNS', () => {
  it('is asked by every pod but those that answer, on the port where they listen', () => {
    assert.deepEqual(declared([COREDNS]).flows, ['dns: shop/web-0 > kube-system/coredns-0 UDP 5353, Service kube-dns'])
  })

  it('is not asked by pods that use the resolver of their node, or none', () => {
    const pod = (policy: string): string =>
      `{apiVersion: v1, kind: Pod, metadata: {name: ${policy.toLowerCase()}, namespace: shop}, spec: {nodeName: n, dnsPolicy: ${policy}}}`
    assert.deepEqual(
      declared([COREDNS, ...['Default', 'None', 'ClusterFirst'].map(pod)]).flows.map((one) => one.split(' ')[1]),
      ['shop/clusterfirst', 'shop/web-0'],
    )
  })

  it('is not asked by pods on the network of their node', () => {
    const pod =
      '{apiVersion: v1, kind: Pod, metadata: {name: host, namespace: shop}, spec: {nodeName: cp, hostNetwork: true}}'
    assert.equal(declared([COREDNS, pod]).flows.length, 1)
  })

  it('answers at the address of the Service where a cache on each node has taken it over', () => {
    const cache = `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: node-local-dns, namespace: kube-system, labels: {k8s-app: node-local-dns}}, spec: {template: {spec: {hostNetwork: true}}}}`
    assert.ok(declared([COREDNS, cache]).flows.includes('dns: shop/web-0 > 10.96.0.10 UDP 53, Service kube-dns'))
  })

  it('is not declared where it was seen', () => {
    const seen = {
      src: { pod: 'shop/web-0' },
      dst: { pod: 'kube-system/coredns-0' },
      protocol: 'UDP',
      destinationPort: 5353,
    }
    assert.deepEqual(declared([COREDNS], [seen]).flows, [])
  })

  it('is asked by workloads that have no pod now', () => {
    const job = `{apiVersion: batch/v1, kind: CronJob, metadata: {name: nightly, namespace: shop}, spec: {jobTemplate: {spec: {template: {spec: {containers: []}}}}}}`
    assert.equal(
      declared([COREDNS, job]).flows[0],
      'dns: shop/nightly > kube-system/coredns-0 UDP 5353, Service kube-dns',
    )
  })
})

const CONTROLLER = (labels: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: nginx, namespace: ingress, labels: {${labels}}}, spec: {nodeName: n}}`
const INGRESS = (spec: string, status = ''): string =>
  `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: shop, namespace: shop}, spec: {${spec}}${status}}`
const BACKEND = (port: string): string =>
  `rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {${port}}}}}]}}]`
const BALANCER = `
apiVersion: v1
kind: Service
metadata: {name: nginx, namespace: ingress}
spec: {selector: {app: nginx}, ports: [{port: 443, targetPort: 443}]}
status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}
`
const AT_BALANCER = ', status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}'

describe('an Ingress', () => {
  const expected = ['ingress: ingress/nginx > shop/web-0 TCP 8080, Ingress shop']
  it('leads from the pods behind the address that its controller has written into it', () => {
    const texts = [CONTROLLER('app: nginx'), BALANCER, INGRESS(BACKEND('number: 80'), AT_BALANCER)]
    assert.deepEqual(declared(texts), { flows: expected, gaps: [] })
  })

  const labels = 'app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/instance: main'
  const ingressClass = (more = ''): string =>
    `{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx, labels: {${labels}}${more}}, spec: {controller: k8s.io/ingress-nginx}}`
  it('leads from the pods that share name and instance with its class', () => {
    const texts = [CONTROLLER(labels), ingressClass(), INGRESS(`ingressClassName: nginx, ${BACKEND('name: http')}`)]
    assert.deepEqual(declared(texts).flows, expected)
  })
  it('is of the default class where it names none', () => {
    const isDefault = ", annotations: {ingressclass.kubernetes.io/is-default-class: 'true'}"
    const texts = [
      CONTROLLER(labels),
      ingressClass(isDefault),
      INGRESS(`defaultBackend: {service: {name: web, port: {number: 80}}}`),
    ]
    assert.deepEqual(declared(texts).flows, expected)
  })
  it('is told where nobody knows who its controller is', () => {
    const texts = [CONTROLLER(labels), INGRESS(`ingressClassName: other, ${BACKEND('number: 80')}`)]
    assert.deepEqual(declared(texts), { flows: [], gaps: ['ingress: Ingress shop lacks its source'] })
  })
  it('is told where there is nothing behind it', () => {
    const texts = [CONTROLLER('app: nginx'), BALANCER, INGRESS(BACKEND('number: 81'), AT_BALANCER)]
    assert.deepEqual(declared(texts), { flows: [], gaps: ['ingress: Ingress shop lacks its destination'] })
  })
})

describe('a route of a Gateway', () => {
  const gateway = (more = ''): string =>
    `{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: gw, namespace: infra}${more}}`
  const route = (kind: string, port: number): string =>
    `{apiVersion: gateway.networking.k8s.io/v1, kind: ${kind}, metadata: {name: r, namespace: shop}, spec: {parentRefs: [{name: gw, namespace: infra}], rules: [{backendRefs: [{name: web, port: ${String(port)}}]}]}}`
  const carrier = (namespace: string, labels: string): string =>
    `{apiVersion: v1, kind: Pod, metadata: {name: proxy, namespace: ${namespace}, labels: {${labels}}}, spec: {nodeName: n}}`

  it('leads from the pods with the label of the Gateway', () => {
    const texts = [gateway(), route('HTTPRoute', 80), carrier('infra', 'gateway.networking.k8s.io/gateway-name: gw')]
    assert.deepEqual(declared(texts).flows, ['gateway: infra/proxy > shop/web-0 TCP 8080, HTTPRoute r'])
    assert.deepEqual(declared([texts[0] ?? '', route('UDPRoute', 80), texts[2] ?? '']).flows, [
      'gateway: infra/proxy > shop/web-0 UDP 80, UDPRoute r',
    ])
  })
  it('leads from the pods of Envoy Gateway, which live elsewhere', () => {
    const labels =
      'gateway.envoyproxy.io/owning-gateway-name: gw, gateway.envoyproxy.io/owning-gateway-namespace: infra'
    assert.deepEqual(declared([gateway(), route('TCPRoute', 9102), carrier('envoy-gateway-system', labels)]).flows, [
      'gateway: envoy-gateway-system/proxy > shop/web-0 TCP 9102, TCPRoute r',
    ])
  })
  it('leads from the pods behind the address of the Gateway', () => {
    const texts = [
      gateway(', status: {addresses: [{value: 203.0.113.7}]}'),
      route('GRPCRoute', 9102),
      CONTROLLER('app: nginx'),
      BALANCER,
    ]
    assert.deepEqual(declared(texts).flows, ['gateway: ingress/nginx > shop/web-0 TCP 9102, GRPCRoute r'])
  })
  it('is told where nobody knows who carries the Gateway', () => {
    assert.deepEqual(declared([gateway(), route('HTTPRoute', 80)]).gaps, ['gateway: HTTPRoute r lacks its source'])
  })
  it('of a mesh, which hangs on a Service, is nobody’s entrance', () => {
    assert.deepEqual(declared([route('HTTPRoute', 80)]), { flows: [], gaps: [] })
  })
})

const API_SERVER = `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: kubernetes, namespace: default, labels: {kubernetes.io/service-name: kubernetes}}
endpoints: [{addresses: [10.9.0.1]}]
ports: [{name: https, port: 6443, protocol: TCP}]
`

describe('the API server', () => {
  const webhook = (service: string): string =>
    `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: check}, webhooks: [{name: a, clientConfig: {service: {${service}}}}, {name: b, clientConfig: {service: {${service}}}}, {name: c, clientConfig: {url: 'https://elsewhere'}}]}`
  it('calls webhooks, each Service once', () => {
    assert.deepEqual(declared([API_SERVER, webhook('name: web, namespace: shop, port: 9102')]).flows, [
      'webhook: kube-apiserver > shop/web-0 TCP 9102, ValidatingWebhookConfiguration check',
    ])
  })
  it('calls port 443 where a webhook says none', () => {
    assert.deepEqual(declared([API_SERVER, webhook('name: web, namespace: shop')]).gaps, [
      'webhook: ValidatingWebhookConfiguration check lacks its destination',
    ])
  })
  it('is told where nobody knows where it is', () => {
    assert.deepEqual(declared([webhook('name: web, namespace: shop, port: 9102')]).gaps, [
      'webhook: ValidatingWebhookConfiguration check lacks its source',
    ])
  })
  it('calls aggregated APIs, and none that it serves itself', () => {
    const api = (name: string, spec: string): string =>
      `{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: ${name}}, spec: {${spec}}}`
    const texts = [
      API_SERVER,
      api('metrics', 'service: {name: web, namespace: shop, port: 80}'),
      api('local', 'version: v1'),
    ]
    assert.deepEqual(declared(texts).flows, [
      'aggregated-api: kube-apiserver > shop/web-0 TCP 8080, APIService metrics',
    ])
  })
  it('is asked by workloads that were seen with some address on its port', () => {
    const seen = (dst: object, port: number): object => ({
      src: { pod: 'shop/web-0' },
      dst,
      protocol: 'TCP',
      destinationPort: port,
    })
    const client = 'api-server: shop/web-0 > kube-apiserver TCP 6443, Service kubernetes'
    assert.deepEqual(declared([API_SERVER], [seen({ ip: '192.0.2.1' }, 6443)]).flows, [client])
    assert.deepEqual(declared([API_SERVER], [seen({ ip: '192.0.2.1' }, 443)]).flows, [])
    assert.deepEqual(declared([API_SERVER], [seen({ pod: 'shop/web-0' }, 6443)]).flows, [])
  })
})

const PROMETHEUS = (spec: string): string => `
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: main, namespace: monitoring}
spec: {${spec}}
---
apiVersion: v1
kind: Pod
metadata: {name: prometheus-main-0, namespace: monitoring, labels: {operator.prometheus.io/name: main}}
spec: {nodeName: n}
`
const MONITOR = (kind: string, spec: string): string =>
  `{apiVersion: monitoring.coreos.com/v1, kind: ${kind}, metadata: {name: m, namespace: shop, labels: {release: main}}, spec: {${spec}}}`

describe('a monitor', () => {
  const all = PROMETHEUS(
    'serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}, podMonitorSelector: {}, podMonitorNamespaceSelector: {}',
  )
  const scrape = ['scrape: monitoring/prometheus-main-0 > shop/web-0 TCP 9102, ServiceMonitor m']
  const ROWS: readonly (readonly [name: string, texts: readonly string[], expected: Found])[] = [
    [
      'of Services: the port by name',
      [all, MONITOR('ServiceMonitor', 'selector: {matchLabels: {app: web}}, endpoints: [{port: metrics}]')],
      { flows: scrape, gaps: [] },
    ],
    [
      'of Services: the port of the pod',
      [all, MONITOR('ServiceMonitor', 'selector: {matchLabels: {app: web}}, endpoints: [{targetPort: metrics}]')],
      { flows: scrape, gaps: [] },
    ],
    [
      'of Services of another namespace, which it does not name',
      [
        all,
        MONITOR(
          'ServiceMonitor',
          'selector: {}, namespaceSelector: {matchNames: [elsewhere]}, endpoints: [{port: metrics}]',
        ),
      ],
      { flows: [], gaps: ['scrape: ServiceMonitor m lacks its destination'] },
    ],
    [
      'of Services of every namespace',
      [all, MONITOR('ServiceMonitor', 'selector: {}, namespaceSelector: {any: true}, endpoints: [{port: metrics}]')],
      { flows: scrape, gaps: [] },
    ],
    [
      'of pods: the port by name and by number',
      [
        all,
        MONITOR(
          'PodMonitor',
          'selector: {matchExpressions: [{key: app, operator: In, values: [web]}]}, podMetricsEndpoints: [{port: metrics}, {portNumber: 8080}]',
        ),
      ],
      {
        flows: [
          'scrape: monitoring/prometheus-main-0 > shop/web-0 TCP 8080, PodMonitor m',
          'scrape: monitoring/prometheus-main-0 > shop/web-0 TCP 9102, PodMonitor m',
        ],
        gaps: [],
      },
    ],
    [
      'that no Prometheus chooses, by its labels',
      [
        PROMETHEUS('serviceMonitorSelector: {matchLabels: {release: other}}, serviceMonitorNamespaceSelector: {}'),
        MONITOR('ServiceMonitor', 'selector: {}, endpoints: [{port: metrics}]'),
      ],
      { flows: [], gaps: [] },
    ],
    [
      'that no Prometheus chooses, by its namespace',
      [
        PROMETHEUS('serviceMonitorSelector: {}'),
        MONITOR('ServiceMonitor', 'selector: {}, endpoints: [{port: metrics}]'),
      ],
      { flows: [], gaps: [] },
    ],
    [
      'whose namespace a Prometheus chooses by labels',
      [
        PROMETHEUS('serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {matchLabels: {team: shop}}'),
        MONITOR('ServiceMonitor', 'selector: {}, endpoints: [{port: metrics}]'),
      ],
      { flows: scrape, gaps: [] },
    ],
    [
      'where there is no Prometheus to choose',
      [MONITOR('ServiceMonitor', 'selector: {}, endpoints: [{port: metrics}]')],
      { flows: [], gaps: ['scrape: ServiceMonitor m lacks its source'] },
    ],
  ]
  for (const [name, texts, expected] of ROWS) it(name, () => assert.deepEqual(declared(texts), expected))
})

describe('an object that is not as it should be', () => {
  const ROWS: readonly (readonly [name: string, text: string])[] = [
    ['an Ingress of strings', INGRESS('rules: nothing, defaultBackend: 7')],
    [
      'a webhook of numbers',
      '{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: x}, webhooks: [1, {clientConfig: {service: 3}}]}',
    ],
    ['a monitor without endpoints', MONITOR('ServiceMonitor', 'selector: []')],
    [
      'a route without rules',
      '{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: shop}, spec: {parentRefs: x}}',
    ],
  ]
  for (const [name, text] of ROWS)
    it(`${name} declares nothing`, () => assert.deepEqual(declared([API_SERVER, text]).flows, []))
})

describe('ends of declared flows', () => {
  it('are the pods and addresses that they can be', () => {
    const reader = createSnapshotReader({}, () => undefined)
    reader.addText('objects.yaml', [CLUSTER, COREDNS].map(object).join(''))
    const { manifests } = reader.finish()
    const { flows } = declaredBy(
      manifests,
      clusterOf(manifests, () => undefined),
      [],
    )
    assert.deepEqual(printEnd(flows[0]?.flow.source), ['workload shop/web-0', 'pod shop/web-0'])
  })
})
