import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { project } from '../../src/capture/projection.ts'
import { CAPTURED_KINDS } from '../../src/capture/shapes.ts'
import { phaseObjects } from './support.ts'

/**
 * Every path that may lead to a value of a snapshot, written down a second time, by hand: `*` is any key or index, `**`
 * anything below. A change of shapes.ts must be made here too, by somebody who has thought about it.
 */
const METADATA = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'labels.*',
  'annotations.*',
  ...['kind', 'name', 'uid', 'controller'].map((field) => `ownerReferences.*.${field}`),
].map((field) => `metadata.${field}`)

const CONTAINER = [
  'name',
  'restartPolicy',
  ...['name', 'containerPort', 'hostPort', 'hostIP', 'protocol'].map((field) => `ports.*.${field}`),
]
const POD_SPEC = [
  'serviceAccountName',
  'serviceAccount',
  'nodeName',
  'hostNetwork',
  'dnsPolicy',
  ...['containers', 'initContainers'].flatMap((list) => CONTAINER.map((field) => `${list}.*.${field}`)),
]
const below = (prefix: string, fields: readonly string[]): readonly string[] =>
  fields.map((field) => `${prefix}.${field}`)
const template = (prefix: string): readonly string[] => [
  `${prefix}.metadata.labels.*`,
  ...below(`${prefix}.spec`, POD_SPEC),
]
const WORKLOAD = ['spec.replicas', ...template('spec.template')]
const POLICY = ['spec.**', 'metadata.managedFields.*.time', 'metadata.managedFields.*.subresource']
const REFERENCE = ['group', 'kind', 'namespace', 'name']
const ROUTE = [...below('spec.parentRefs.*', REFERENCE), ...below('spec.rules.*.backendRefs.*', [...REFERENCE, 'port'])]
const backend = (prefix: string): readonly string[] => below(`${prefix}.service`, ['name', 'port.number', 'port.name'])
const WEBHOOKS = below('webhooks.*.clientConfig.service', ['namespace', 'name', 'port'])
const selector = (prefix: string): readonly string[] => [
  `${prefix}.matchLabels.*`,
  ...below(`${prefix}.matchExpressions.*`, ['key', 'operator', 'values.*']),
]
const MONITOR = [...selector('spec.selector'), 'spec.namespaceSelector.any', 'spec.namespaceSelector.matchNames.*']
const CALICO: Readonly<Record<string, readonly string[]>> = {
  Tier: ['spec.order', 'spec.defaultAction'],
  ...Object.fromEntries(
    ['', 'Global', 'Staged', 'StagedGlobal', 'StagedKubernetes'].map((prefix) => [`${prefix}NetworkPolicy`, POLICY]),
  ),
  NetworkSet: ['spec.nets.*', 'spec.allowedEgressDomains.*'],
  GlobalNetworkSet: ['spec.nets.*', 'spec.allowedEgressDomains.*'],
  HostEndpoint: [
    ...below('spec', ['node', 'interfaceName', 'expectedIPs.*', 'profiles.*']),
    ...below('spec.ports.*', ['name', 'protocol', 'port']),
  ],
  Profile: ['spec.labelsToApply.*', 'spec.ingress.**', 'spec.egress.**'],
  IPPool: below('spec', ['cidr', 'natOutgoing', 'disabled', 'ipipMode', 'vxlanMode']),
  FelixConfiguration: [
    ...below('spec', ['bpfEnabled', 'nftablesMode', 'defaultEndpointToHostAction', 'flowLogsPolicyEvaluationMode']),
    ...below('spec', ['natOutgoingExclusions', 'serviceLoopPrevention', 'vxlanPort']),
    ...below('spec', ['allowIPIPPacketsFromWorkloads', 'allowVXLANPacketsFromWorkloads']),
    ...['failsafeInboundHostPorts', 'failsafeOutboundHostPorts'].flatMap((list) =>
      below(`spec.${list}.*`, ['net', 'protocol', 'port']),
    ),
  ],
  BGPConfiguration: ['serviceClusterIPs', 'serviceExternalIPs', 'serviceLoadBalancerIPs'].map(
    (list) => `spec.${list}.*.cidr`,
  ),
  KubeControllersConfiguration: ['spec.controllers.node.hostEndpoint.autoCreate'],
  ClusterInformation: ['spec.calicoVersion', 'spec.clusterType'],
}
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  '|Namespace': [],
  '|ServiceAccount': [],
  '|Node': ['spec.podCIDR', 'spec.podCIDRs.*', 'status.addresses.*.type', 'status.addresses.*.address'],
  '|Pod': [...below('spec', POD_SPEC), ...below('status', ['phase', 'podIP', 'podIPs.*.ip', 'hostIP'])],
  '|Service': [
    ...below('spec', ['type', 'selector.*', 'clusterIP', 'clusterIPs.*', 'ipFamilies.*', 'externalIPs.*']),
    ...below('spec', ['externalTrafficPolicy', 'internalTrafficPolicy']),
    ...below('spec.ports.*', ['name', 'port', 'protocol', 'targetPort', 'nodePort']),
    ...below('status.loadBalancer.ingress.*', ['ip', 'hostname']),
  ],
  '|ReplicationController': [...WORKLOAD, 'spec.selector.*'],
  ...Object.fromEntries(
    ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => [`apps|${kind}`, WORKLOAD]),
  ),
  'batch|Job': template('spec.template'),
  'batch|CronJob': [
    'spec.schedule',
    'spec.suspend',
    'status.lastScheduleTime',
    ...template('spec.jobTemplate.spec.template'),
  ],
  'discovery.k8s.io|EndpointSlice': [
    'addressType',
    ...below('endpoints.*', ['addresses.*', 'nodeName', 'conditions.ready', 'conditions.serving']),
    ...below('endpoints.*', ['conditions.terminating', ...below('targetRef', ['kind', 'namespace', 'name', 'uid'])]),
    ...below('ports.*', ['name', 'port', 'protocol']),
  ],
  'networking.k8s.io|NetworkPolicy': POLICY,
  'networking.k8s.io|Ingress': [
    'spec.ingressClassName',
    ...backend('spec.defaultBackend'),
    ...backend('spec.rules.*.http.paths.*.backend'),
    ...below('status.loadBalancer.ingress.*', ['ip', 'hostname']),
  ],
  'networking.k8s.io|IngressClass': ['spec.controller'],
  'gateway.networking.k8s.io|Gateway': ['spec.gatewayClassName', ...below('status.addresses.*', ['type', 'value'])],
  ...Object.fromEntries(
    ['HTTP', 'GRPC', 'TCP', 'TLS', 'UDP'].map((kind) => [`gateway.networking.k8s.io|${kind}Route`, ROUTE]),
  ),
  'admissionregistration.k8s.io|MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io|ValidatingWebhookConfiguration': WEBHOOKS,
  'apiregistration.k8s.io|APIService': below('spec.service', ['namespace', 'name', 'port']),
  'monitoring.coreos.com|Prometheus': [
    'serviceMonitorSelector',
    'serviceMonitorNamespaceSelector',
    'podMonitorSelector',
    'podMonitorNamespaceSelector',
  ].flatMap((field) => selector(`spec.${field}`)),
  'monitoring.coreos.com|ServiceMonitor': [...MONITOR, ...below('spec.endpoints.*', ['port', 'targetPort'])],
  'monitoring.coreos.com|PodMonitor': [
    ...MONITOR,
    ...below('spec.podMetricsEndpoints.*', ['port', 'portNumber', 'targetPort']),
  ],
  ...Object.fromEntries(
    ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'].map((kind) => [
      `policy.networking.k8s.io|${kind}`,
      POLICY,
    ]),
  ),
  ...Object.fromEntries(
    ['projectcalico.org', 'crd.projectcalico.org'].flatMap((group) =>
      Object.entries(CALICO).map(([kind, paths]) => [`${group}|${kind}`, paths]),
    ),
  ),
}

const ANNOTATION =
  /^(?:cni\.projectcalico\.org\/[A-Za-z0-9]+|vpc\.amazonaws\.com\/pod-ips|ingressclass\.kubernetes\.io\/is-default-class|projectcalico\.org\/(?:metadata|Interfaces|IPv[46][A-Za-z0-9]*))$/

type Path = readonly (string | number)[]

/** The places of all values that are neither object nor list, and of empty ones */
function* places(value: unknown, at: Path = []): Generator<{ readonly at: Path; readonly value: unknown }> {
  if (typeof value !== 'object' || value === null) return yield { at, value }
  for (const [key, inner] of Object.entries(value)) yield* places(inner, [...at, key])
}

const fits = (at: Path, pattern: string): boolean => {
  const steps = pattern.split('.')
  if (steps.at(-1) === '**') return at.length >= steps.length - 1 && startsAs(at, steps.slice(0, -1))
  return at.length === steps.length && startsAs(at, steps)
}
const startsAs = (at: Path, steps: readonly string[]): boolean =>
  steps.every((step, i) => step === '*' || step === String(at[i]))

/** Values of a projection that its kind may not have */
function forbidden(value: unknown, id: string): readonly string[] {
  const patterns = ['apiVersion', 'kind', ...METADATA, ...(ALLOWED[id] ?? [])]
  return [...places(value)]
    .filter(({ at }) => !patterns.some((pattern) => fits(at, pattern)) || !isAllowedAnnotation(at))
    .map(({ at }) => at.join('.'))
}

const isAllowedAnnotation = (at: Path): boolean =>
  at[0] !== 'metadata' || at[1] !== 'annotations' || ANNOTATION.test(String(at[2]))

const versionOf = (group: string): string => (group === '' ? 'v1' : `${group}/v1`)

const HIDDEN = ['env', 'envFrom', 'args', 'command', 'image', 'volumes', 'volumeMounts', 'data', 'stringData', 'secret']
const sibling = (at: string, word: string): string => [...at.split('.').slice(0, -1), word, '*', 'value'].join('.')

/** Words that lead into objects, and words that should lead nowhere */
const WORDS = [
  ...new Set(Object.values(ALLOWED).flatMap((paths) => paths.flatMap((one) => one.split('.')))),
  ...METADATA.flatMap((one) => one.split('.')),
  ...['env', 'envFrom', 'args', 'command', 'value', 'valueFrom', 'secretKeyRef', 'configMapRef', 'data', 'stringData'],
  ...['binaryData', 'volumes', 'image', 'imagePullSecrets', 'secrets', 'httpHeaders', 'managedFields', 'clusterGUID'],
  ...['kubectl.kubernetes.io/last-applied-configuration', 'cni.projectcalico.org/podIP', '__proto__', 'constructor'],
].filter((word) => !word.startsWith('*'))

const anyJson = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...WORDS), tie('value'), { maxKeys: 6 }),
  ),
})).value

/** A place of the allow list of a kind, so that values really get in there */
const anyObject = fc.constantFrom(...CAPTURED_KINDS).chain((id) => {
  const [group = '', kind = ''] = id.split('|')
  const paths = [...METADATA, ...(ALLOWED[id] ?? [])]
  // Beside the places where something is let in as well
  const beside = fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...HIDDEN)).map(([at, word]) => sibling(at, word))
  const planted = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...paths), beside), anyJson), { maxLength: 8 })
  return fc
    .tuple(fc.dictionary(fc.constantFrom('spec', 'status', 'metadata', 'data', 'env'), anyJson), planted)
    .map(([base, values]) => {
      const object: Record<string, unknown> = { ...base }
      for (const [at, value] of values) plant(object, at.split('.'), value)
      plant(object, ['metadata', 'name'], 'a-name')
      return { id, object: { ...object, apiVersion: versionOf(group), kind } }
    })
})

function plant(object: Record<string, unknown>, steps: readonly string[], value: unknown): void {
  const [step = '', ...rest] = steps
  const key = step === '*' || step === '**' ? '0' : step
  if (rest.length === 0) object[key] = value
  else {
    const isList =
      rest[0] === '*' && !['labels', 'annotations', 'selector', 'labelsToApply', 'matchLabels'].includes(key)
    const next = object[key]
    const inner: Record<string, unknown> =
      typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as Record<string, unknown>) : {}
    plant(inner, rest, value)
    object[key] = isList ? Object.values(inner) : inner
  }
}

describe('what gets into a snapshot', () => {
  test('the kinds that are written down here, and no others', () => {
    assert.deepEqual([...CAPTURED_KINDS].sort(), Object.keys(ALLOWED).sort())
  })

  test('of any object, nothing but what is written down here', () => {
    fc.assert(
      fc.property(anyObject, ({ id, object }) => {
        const projected = project(object)
        assert.notEqual(projected, undefined)
        assert.deepEqual(forbidden(projected, id), [])
        // What has been let in once is let in again as it is
        assert.deepEqual(project(projected), projected)
      }),
      { numRuns: 1500 },
    )
  })

  test('no object of another kind', () => {
    const others = [
      ['v1', 'Secret'],
      ['v1', 'ConfigMap'],
      ['v1', 'Event'],
      ['apps/v1', 'Secret'],
      ['projectcalico.org/v3', 'BGPPeer'],
      ['example.com/v1', 'Pod'],
      ['v1', 'constructor'],
      ['__proto__/v1', 'toString'],
    ]
    for (const [apiVersion, kind] of others)
      assert.equal(project({ apiVersion, kind, metadata: { name: 'a' }, data: { a: 'b' } }), undefined)
  })

  test('of a pod that holds everything that must not be seen, none of it', () => {
    const hidden = {
      env: [{ name: 'PASSWORD', value: 'hidden' }],
      envFrom: [{ secretRef: { name: 'hidden' } }],
      args: ['--password=hidden'],
      command: ['hidden'],
      image: 'hidden',
      livenessProbe: { httpGet: { port: 1, httpHeaders: [{ name: 'Authorization', value: 'hidden' }] } },
      volumeMounts: [{ name: 'hidden', mountPath: '/hidden' }],
    }
    const spec = {
      nodeName: 'worker',
      containers: [
        { name: 'a', ports: [{ name: 'http', containerPort: 80, protocol: 'TCP', more: 'hidden' }], ...hidden },
      ],
      initContainers: [{ name: 'b', ...hidden }],
      ephemeralContainers: [{ name: 'hidden', ...hidden }],
      volumes: [{ name: 'hidden', secret: { secretName: 'hidden' } }],
      imagePullSecrets: [{ name: 'hidden' }],
    }
    const metadata = {
      name: 'a',
      namespace: 'b',
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': 'hidden',
        'cni.projectcalico.org/podIP': '10.0.0.1/32',
        'projectcalico.org/metadata': JSON.stringify({ labels: { a: 'b' }, annotations: { a: 'hidden' } }),
      },
      managedFields: ['hidden'],
      finalizers: ['hidden'],
    }
    assert.deepEqual(
      project({ apiVersion: 'v1', kind: 'Pod', metadata, spec, status: { phase: 'Running', message: 'hidden' } }),
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'a',
          namespace: 'b',
          annotations: {
            'cni.projectcalico.org/podIP': '10.0.0.1/32',
            'projectcalico.org/metadata': '{"labels":{"a":"b"}}',
          },
        },
        spec: {
          nodeName: 'worker',
          containers: [{ name: 'a', ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }] }],
          initContainers: [{ name: 'b' }],
        },
        status: { phase: 'Running' },
      },
    )
  })

  test('the captured cluster without its configuration, in less than half the size', () => {
    const all = Object.values(phaseObjects()).flat()
    const projected = all.map((object) => project(object))
    assert.equal(projected.includes(undefined), false)
    const text = JSON.stringify(projected)
    for (const word of [
      'last-applied-configuration',
      'registry.example',
      'tolerations',
      'managedFields',
      'clusterGUID',
    ])
      assert.deepEqual([word, text.includes(word)], [word, false])
    assert.equal(text.length * 2 < JSON.stringify(all).length, true)
  })
})
