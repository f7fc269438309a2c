// What of each kind of object goes into a snapshot, field by field: what verdicts hang on (docs/capture.md), and nothing
// else. A kind without a shape is never written; Secrets and ConfigMaps have none.

import { groupOf } from '../manifest/kinds.ts'

/**
 * `scalar`: a text, number or boolean. `labels`: texts by name. `spec`: the whole value, for the specs of policies, where
 * a field that is left out could turn a verdict. `[shape]`: a list. Anything of another form than its shape is left out.
 */
export type Shape = 'scalar' | 'labels' | 'annotations' | 'spec' | readonly [Shape] | Fields
export interface Fields {
  readonly [field: string]: Shape
}

const METADATA: Fields = {
  name: 'scalar',
  generateName: 'scalar',
  namespace: 'scalar',
  uid: 'scalar',
  resourceVersion: 'scalar',
  creationTimestamp: 'scalar',
  deletionTimestamp: 'scalar',
  labels: 'labels',
  annotations: 'annotations',
  ownerReferences: [{ kind: 'scalar', name: 'scalar', uid: 'scalar', controller: 'scalar' }],
}

const CONTAINERS: Shape = [
  {
    name: 'scalar',
    restartPolicy: 'scalar',
    ports: [{ name: 'scalar', containerPort: 'scalar', hostPort: 'scalar', hostIP: 'scalar', protocol: 'scalar' }],
  },
]

const POD_SPEC: Fields = {
  serviceAccountName: 'scalar',
  serviceAccount: 'scalar',
  nodeName: 'scalar',
  hostNetwork: 'scalar',
  dnsPolicy: 'scalar',
  containers: CONTAINERS,
  initContainers: CONTAINERS,
}

const TEMPLATE: Fields = { metadata: { labels: 'labels' }, spec: POD_SPEC }
const WORKLOAD: Fields = { spec: { replicas: 'scalar', template: TEMPLATE } }

const SERVICE_PORT: Fields = {
  name: 'scalar',
  port: 'scalar',
  protocol: 'scalar',
  targetPort: 'scalar',
  nodePort: 'scalar',
}

/** When a policy was last written, by whichever tool: a verdict that was recorded before is by another policy */
const POLICY: Fields = { metadata: { managedFields: [{ time: 'scalar', subresource: 'scalar' }] }, spec: 'spec' }

const BACKEND: Fields = { service: { name: 'scalar', port: { number: 'scalar', name: 'scalar' } } }
const BALANCED: Fields = { loadBalancer: { ingress: [{ ip: 'scalar', hostname: 'scalar' }] } }

const REFERENCE: Fields = { group: 'scalar', kind: 'scalar', namespace: 'scalar', name: 'scalar' }
const ROUTE: Fields = {
  spec: { parentRefs: [REFERENCE], rules: [{ backendRefs: [{ ...REFERENCE, port: 'scalar' }] }] },
}
const CALLED: Fields = { namespace: 'scalar', name: 'scalar', port: 'scalar' }
const WEBHOOKS: Fields = { webhooks: [{ clientConfig: { service: CALLED } }] }

const SELECTOR: Fields = {
  matchLabels: 'labels',
  matchExpressions: [{ key: 'scalar', operator: 'scalar', values: ['scalar'] }],
}
const MONITOR: Fields = { selector: SELECTOR, namespaceSelector: { any: 'scalar', matchNames: ['scalar'] } }

const NETWORKS: Shape = [{ cidr: 'scalar' }]
const PORT_PAIRS: Shape = [{ net: 'scalar', protocol: 'scalar', port: 'scalar' }]

const CALICO: Readonly<Record<string, Fields>> = {
  Tier: { spec: { order: 'scalar', defaultAction: 'scalar' } },
  NetworkPolicy: POLICY,
  GlobalNetworkPolicy: POLICY,
  StagedNetworkPolicy: POLICY,
  StagedGlobalNetworkPolicy: POLICY,
  StagedKubernetesNetworkPolicy: POLICY,
  NetworkSet: { spec: { nets: ['scalar'], allowedEgressDomains: ['scalar'] } },
  GlobalNetworkSet: { spec: { nets: ['scalar'], allowedEgressDomains: ['scalar'] } },
  HostEndpoint: {
    spec: {
      node: 'scalar',
      interfaceName: 'scalar',
      expectedIPs: ['scalar'],
      profiles: ['scalar'],
      ports: [{ name: 'scalar', protocol: 'scalar', port: 'scalar' }],
    },
  },
  Profile: { spec: { labelsToApply: 'labels', ingress: 'spec', egress: 'spec' } },
  IPPool: {
    spec: { cidr: 'scalar', natOutgoing: 'scalar', disabled: 'scalar', ipipMode: 'scalar', vxlanMode: 'scalar' },
  },
  FelixConfiguration: {
    spec: {
      bpfEnabled: 'scalar',
      nftablesMode: 'scalar',
      defaultEndpointToHostAction: 'scalar',
      natOutgoingExclusions: 'scalar',
      serviceLoopPrevention: 'scalar',
      allowIPIPPacketsFromWorkloads: 'scalar',
      allowVXLANPacketsFromWorkloads: 'scalar',
      vxlanPort: 'scalar',
      failsafeInboundHostPorts: PORT_PAIRS,
      failsafeOutboundHostPorts: PORT_PAIRS,
      flowLogsPolicyEvaluationMode: 'scalar',
    },
  },
  BGPConfiguration: {
    spec: { serviceClusterIPs: NETWORKS, serviceExternalIPs: NETWORKS, serviceLoadBalancerIPs: NETWORKS },
  },
  KubeControllersConfiguration: {
    spec: { controllers: { node: { hostEndpoint: { autoCreate: 'scalar' } } } },
  },
  // The clusterGUID is only known by its hash, in the metadata of the snapshot
  ClusterInformation: { spec: { calicoVersion: 'scalar', clusterType: 'scalar' } },
}

const KINDS: Readonly<Record<string, Readonly<Record<string, Fields>>>> = {
  '': {
    Namespace: {},
    Node: {
      spec: { podCIDR: 'scalar', podCIDRs: ['scalar'] },
      status: { addresses: [{ type: 'scalar', address: 'scalar' }] },
    },
    Pod: {
      spec: POD_SPEC,
      status: { phase: 'scalar', podIP: 'scalar', podIPs: [{ ip: 'scalar' }], hostIP: 'scalar' },
    },
    ServiceAccount: {},
    Service: {
      spec: {
        type: 'scalar',
        selector: 'labels',
        ports: [SERVICE_PORT],
        clusterIP: 'scalar',
        clusterIPs: ['scalar'],
        ipFamilies: ['scalar'],
        externalIPs: ['scalar'],
        externalTrafficPolicy: 'scalar',
        internalTrafficPolicy: 'scalar',
      },
      status: BALANCED,
    },
    ReplicationController: { spec: { replicas: 'scalar', selector: 'labels', template: TEMPLATE } },
  },
  apps: { Deployment: WORKLOAD, StatefulSet: WORKLOAD, DaemonSet: WORKLOAD, ReplicaSet: WORKLOAD },
  batch: {
    Job: { spec: { template: TEMPLATE } },
    CronJob: {
      spec: { schedule: 'scalar', suspend: 'scalar', jobTemplate: { spec: { template: TEMPLATE } } },
      status: { lastScheduleTime: 'scalar' },
    },
  },
  'discovery.k8s.io': {
    EndpointSlice: {
      addressType: 'scalar',
      endpoints: [
        {
          addresses: ['scalar'],
          conditions: { ready: 'scalar', serving: 'scalar', terminating: 'scalar' },
          nodeName: 'scalar',
          targetRef: { kind: 'scalar', namespace: 'scalar', name: 'scalar', uid: 'scalar' },
        },
      ],
      ports: [{ name: 'scalar', port: 'scalar', protocol: 'scalar' }],
    },
  },
  'networking.k8s.io': {
    NetworkPolicy: POLICY,
    Ingress: {
      spec: {
        ingressClassName: 'scalar',
        defaultBackend: BACKEND,
        rules: [{ http: { paths: [{ backend: BACKEND }] } }],
      },
      status: BALANCED,
    },
    IngressClass: { spec: { controller: 'scalar' } },
  },
  'gateway.networking.k8s.io': {
    Gateway: {
      spec: { gatewayClassName: 'scalar' },
      status: { addresses: [{ type: 'scalar', value: 'scalar' }] },
    },
    HTTPRoute: ROUTE,
    GRPCRoute: ROUTE,
    TCPRoute: ROUTE,
    TLSRoute: ROUTE,
    UDPRoute: ROUTE,
  },
  'admissionregistration.k8s.io': {
    MutatingWebhookConfiguration: WEBHOOKS,
    ValidatingWebhookConfiguration: WEBHOOKS,
  },
  'apiregistration.k8s.io': { APIService: { spec: { service: CALLED } } },
  'monitoring.coreos.com': {
    Prometheus: {
      spec: {
        serviceMonitorSelector: SELECTOR,
        serviceMonitorNamespaceSelector: SELECTOR,
        podMonitorSelector: SELECTOR,
        podMonitorNamespaceSelector: SELECTOR,
      },
    },
    ServiceMonitor: { spec: { ...MONITOR, endpoints: [{ port: 'scalar', targetPort: 'scalar' }] } },
    PodMonitor: {
      spec: { ...MONITOR, podMetricsEndpoints: [{ port: 'scalar', portNumber: 'scalar', targetPort: 'scalar' }] },
    },
  },
  'policy.networking.k8s.io': {
    AdminNetworkPolicy: POLICY,
    BaselineAdminNetworkPolicy: POLICY,
    ClusterNetworkPolicy: POLICY,
  },
  'projectcalico.org': CALICO,
  'crd.projectcalico.org': CALICO,
}

const isFields = (shape: Shape | undefined): shape is Fields => typeof shape === 'object' && !Array.isArray(shape)

/** Undefined for a kind that is not captured */
export function shapeOf(apiVersion: string, kind: string): Fields | undefined {
  const group = groupOf(apiVersion)
  const kinds = Object.hasOwn(KINDS, group) ? KINDS[group] : undefined
  const own = kinds !== undefined && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (own === undefined) return undefined
  const { metadata, ...rest } = own
  return { metadata: isFields(metadata) ? { ...METADATA, ...metadata } : METADATA, ...rest }
}

/** Every kind that is captured, as `group|kind`, in the order in which a snapshot has them */
export const CAPTURED_KINDS: readonly string[] = Object.entries(KINDS).flatMap(([group, kinds]) =>
  Object.keys(kinds).map((kind) => `${group}|${kind}`),
)

/**
 * What the network plugin notes of addresses (AWS's included), and Calico of its nodes. Each is an address, a prefix, a
 * list of them or a hash; of a node's interfaces, their names and addresses.
 */
const ANNOTATIONS: readonly RegExp[] = [
  /^cni\.projectcalico\.org\/[A-Za-z0-9]+$/,
  /^vpc\.amazonaws\.com\/pod-ips$/,
  /^projectcalico\.org\/IPv[46][A-Za-z0-9]*$/,
  /^projectcalico\.org\/Interfaces$/,
]

export const isAddressAnnotation = (name: string): boolean => ANNOTATIONS.some((pattern) => pattern.test(name))

/** Where `crd.projectcalico.org/v1` keeps the metadata that people wrote, as JSON; it can hold any annotation */
export const STORED_METADATA = 'projectcalico.org/metadata'

/** What of that is kept */
export const STORED_FIELDS: Fields = { name: 'scalar', namespace: 'scalar', uid: 'scalar', labels: 'labels' }
