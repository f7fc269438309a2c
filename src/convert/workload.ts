// Pods, and the templates of workloads that have none → Workload and HostPod (docs/semantics.md §3.1, §3.2, §3.6).

import { parseNet, parseIp, type Ip } from '../base/ip.ts'
import { field, isMapping, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import type { HostPod, NamedPort, Owner, Workload } from '../model/cluster.ts'
import type { LabelSet } from '../model/selector.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import { accountProfile, namespaceProfile, withInherited, type Profiles } from './inherited-labels.ts'
import { metadataOf, ownerOf, templatePointer, type Controllers } from './owner.ts'
import { kubernetesProtocol } from './protocol.ts'
import { NAMESPACE_PREFIX, SERVICE_ACCOUNT_PREFIX } from './selector-text.ts'
import { nameOf } from './unknown.ts'
import { inspect } from './unknown-objects.ts'

const ignore = (): void => undefined
const part = (manifest: Manifest, ...pointer: readonly string[]): Field => field(manifest, pointer, ignore)

export const isHostNetworked = (spec: Field): boolean => spec.get('hostNetwork').value === true

/** A pod with a network of its own. One that is finished or has no node has no address (any more, or yet) */
export function podWorkload(pod: Manifest, profiles: Profiles, controllers: Controllers): Workload {
  const namespace = pod.namespace ?? ''
  const spec = part(pod, 'spec')
  const attached = (spec.get('nodeName').string() ?? '') !== '' && !isFinished(pod)
  const owner = ownerOf(pod, controllers)
  return {
    is: 'workload',
    namespace,
    name: pod.name,
    labels: workloadLabels(
      metadataOf(pod).get('labels'),
      namespace,
      spec,
      profiles,
      nameOf({ ...owner, namespace }),
      inspect(pod, 'api-server').unknown,
    ),
    addresses: attached ? podAddresses(pod) : [],
    ports: namedPorts(spec),
    node: spec.get('nodeName').string(),
    namespaceKnown: profiles.has(namespaceProfile(namespace)),
    owner,
    generateName: metadataOf(pod).get('generateName').string(),
    known: 'pod',
    at: { origin: pod.origin, pointer: [] },
  }
}

/** A pod on the host network: no endpoint, and its addresses are the node's */
export function hostPod(pod: Manifest, profiles: Profiles, controllers: Controllers): HostPod {
  return {
    asPod: podWorkload(pod, profiles, controllers),
    namespace: pod.namespace ?? '',
    name: pod.name,
    node: part(pod, 'spec', 'nodeName').string(),
    addresses: isFinished(pod) ? [] : podAddresses(pod),
    generateName: metadataOf(pod).get('generateName').string(),
    owner: ownerOf(pod, controllers),
  }
}

export const ownerKey = (namespace: string, { kind, name }: Owner): string => `${kind}|${namespace}|${name}`

/**
 * What a workload's pods would be, by its template; undefined for what has none. Labels that controllers add with values
 * of their own (hashes, ordinals) are not known and left out, but for the names of Jobs.
 */
export function templateWorkload(manifest: Manifest, profiles: Profiles): Workload | HostPod | undefined {
  const pointer = templatePointer(manifest)
  if (pointer === undefined) return undefined
  const namespace = manifest.namespace ?? ''
  const spec = part(manifest, ...pointer, 'spec')
  const shared = {
    namespace,
    name: manifest.name,
    node: undefined,
    addresses: [],
    owner: { kind: manifest.kind, name: manifest.name },
    generateName: `${manifest.name}-`,
  }
  if (isHostNetworked(spec)) return shared
  const labels = workloadLabels(
    part(manifest, ...pointer, 'metadata', 'labels'),
    namespace,
    spec,
    profiles,
    nameOf(manifest),
    inspect(manifest, 'api-server').unknown,
  )
  const jobName =
    manifest.kind === 'Job'
      ? [['job-name', manifest.name] as const, ['batch.kubernetes.io/job-name', manifest.name] as const]
      : []
  return {
    ...shared,
    is: 'workload',
    labels: { ...labels, labels: new Map([...jobName, ...labels.labels]) },
    ports: namedPorts(spec),
    namespaceKnown: profiles.has(namespaceProfile(namespace)),
    known: 'template',
    at: { origin: manifest.origin, pointer },
  }
}

/** A label of a longer account name is left out (`workload_endpoint_default.go`); the profile's labels are there */
const LONGEST_ACCOUNT_LABEL = 62

function workloadLabels(
  labels: Field,
  namespace: string,
  spec: Field,
  profiles: Profiles,
  what: string,
  refused: UnknownObject | undefined,
): LabelSet {
  const account = serviceAccountOf(spec)
  const isOwn = (key: string): boolean => !key.startsWith(NAMESPACE_PREFIX) && !key.startsWith(SERVICE_ACCOUNT_PREFIX)
  const unknown = refused ?? unreadable(labels, what)
  const written = unknown === undefined ? labels.stringMap() : undefined
  const own = new Map([...(written ?? new Map<string, string>())].filter(([key]) => isOwn(key)))
  own.set('projectcalico.org/namespace', namespace)
  own.set('projectcalico.org/orchestrator', 'k8s')
  if (account.length <= LONGEST_ACCOUNT_LABEL) own.set('projectcalico.org/serviceaccount', account)
  return withInherited(own, [namespaceProfile(namespace), accountProfile(namespace, account)], profiles, unknown)
}

/** What is no mapping of texts in a cluster comes of a roll-out (roll-out.ts), whose workload then is `what` */
function unreadable(labels: Field, what: string): UnknownObject | undefined {
  const written: unknown = labels.value
  const isGood =
    written === undefined || written === null || (isMapping(written) && Object.values(written).every(isText))
  return isGood ? undefined : { why: 'wrong-type', what, at: { origin: labels.place.origin, pointer: [] } }
}

/** A null is the empty text */
const isText = (value: unknown): boolean => typeof value === 'string' || value === null

/** The API server fills in `default` (§1.10) */
const serviceAccountOf = (spec: Field): string =>
  spec.get('serviceAccountName').string() || spec.get('serviceAccount').string() || 'default'

const POD_IP = 'cni.projectcalico.org/podIP'
const AWS_POD_IPS = 'vpc.amazonaws.com/pod-ips'

/** Done, or being deleted with its network already taken away */
function isFinished(pod: Manifest): boolean {
  const phase = part(pod, 'status', 'phase').string() ?? ''
  if (['Succeeded', 'Failed', 'Completed'].includes(phase)) return true
  const metadata = metadataOf(pod)
  if (!metadata.get('deletionTimestamp').present) return false
  const annotations = metadata.get('annotations')
  return annotations.get(POD_IP).value === '' || annotations.get(AWS_POD_IPS).value === ''
}

/** At most one address of each family; from the status, else from the annotations of the network plugin */
export function podAddresses(pod: Manifest): readonly Ip[] {
  const status = part(pod, 'status')
  const annotations = metadataOf(pod).get('annotations')
  const split = (name: string): readonly string[] => (annotations.get(name).string() ?? '').split(',')
  const sources = [
    (status.get('podIPs').list() ?? []).flatMap((one) => one.get('ip').string() ?? []),
    [status.get('podIP').string() ?? ''],
    split('cni.projectcalico.org/podIPs'),
    split(POD_IP),
    split(AWS_POD_IPS),
  ]
  const written = sources.find((source) => source.some((text) => text !== '')) ?? []
  const addresses = written.flatMap((text) => readAddress(text) ?? [])
  return addresses.filter((ip, i) => addresses.findIndex((other) => other.family === ip.family) === i)
}

/** Annotations carry prefixes of one address */
function readAddress(text: string): Ip | undefined {
  if (!text.includes('/')) return parseIp(text)
  const net = parseNet(text)
  return net === undefined ? undefined : { family: net.family, value: net.first }
}

/** Named ports of containers and of init containers; those without a name mean nothing to policy (§3.6) */
function namedPorts(spec: Field): readonly NamedPort[] {
  return containerPorts(spec, ['containers', 'initContainers'])
}

export function containerPorts(spec: Field, lists: readonly string[]): readonly NamedPort[] {
  const containers = lists.flatMap((name) => spec.get(name).list() ?? [])
  return containers.flatMap((container) => container.get('ports').list() ?? []).flatMap(readPort)
}

function readPort(port: Field): readonly NamedPort[] {
  const [name, number] = [port.get('name').string() ?? '', port.get('containerPort').integer() ?? 0]
  const protocol = kubernetesProtocol(port.get('protocol').string() ?? 'TCP')
  return name === '' || number === 0 || protocol === undefined ? [] : [{ name, protocol, port: number }]
}
