// Random clusters, policies and flows in the model's own terms: small, with few labels, addresses and ports, so that
// everything collides with everything. Every kind, field and quirk that the model can hold turns up.

import { cidrOf, parseIp, type Cidr, type Family, type Ip } from '../../src/base/ip.ts'
import { clusterOrigin, type Place } from '../../src/base/location.ts'
import { parseSelector } from '../../src/convert/selector-parser.ts'
import type { Backend, Cluster, HostEndpoint, NamedPort, NetworkSet, Workload } from '../../src/model/cluster.ts'
import {
  ANY_ENTITY,
  BUILT_IN_TIERS,
  type EntityMatch,
  type Policy,
  type PolicyKind,
  type PolicySet,
  type PortMatch,
  type Rule,
  type StagedAction,
  type Tier,
} from '../../src/model/policy.ts'
import type { LabelSet, ParsedSelector } from '../../src/model/selector.ts'
import type { UnknownObject } from '../../src/model/unknown-object.ts'
import { randomFrom, type Random } from './random.ts'
import type { Tuple, TupleEnd } from './reference.ts'

export interface World {
  readonly cluster: Cluster
  readonly policies: PolicySet
  readonly tuples: readonly Tuple[]
}

export interface WorldOptions {
  readonly tuples: number
  /** With labels that are not all known, conditions that are not modelled, policies that could not be read */
  readonly open: boolean
}

/** The world of a seed */
export function worldOf(seed: number, options: WorldOptions): World {
  const random = randomFrom(seed)
  const cluster = clusterWith(random, options.open)
  const policies = policySetWith(random, options.open)
  return { cluster, policies, tuples: Array.from({ length: options.tuples }, () => tupleIn(random, cluster)) }
}

const NAMESPACES = ['a', 'b', 'ghost'] as const
const PORTS = [53, 80, 81, 8080] as const
const PORT_NAMES = ['http', 'dns'] as const
const PROTOCOLS = [6, 6, 6, 17, 17, 132, 1, 58, 47] as const

// Addresses

const address = (random: Random, family: Family): Ip =>
  family === 4
    ? { family, value: 0x0a00_0000n + BigInt(random.int(12)) }
    : { family, value: (0xfd00n << 112n) + BigInt(random.int(12)) }

const FAR = ['8.8.8.8', '10.0.0.200', '2001:db8::1', 'fd00::ff'].flatMap((text) => parseIp(text) ?? [])

const anyAddress = (random: Random, family: Family): Ip =>
  random.oneIn(3) ? random.pick(FAR.filter((ip) => ip.family === family)) : address(random, family)

const someFamily = (random: Random): Family => (random.oneIn(3) ? 6 : 4)

function net(random: Random, family: Family): Cidr {
  const host = random.pick([0, 0, 1, 2, 3, 7, 8, 24])
  if (random.oneIn(12)) return cidrOf(anyAddress(random, family), 0)
  return cidrOf(anyAddress(random, family), (family === 4 ? 32 : 128) - host)
}

// Objects

function clusterWith(random: Random, open: boolean): Cluster {
  const workloads = Array.from({ length: 2 + random.int(4) }, (_, i) => workload(random, `w${String(i)}`, open))
  const services = new Map<string, readonly Backend[]>()
  for (const name of ['a/s', 'b/s']) if (random.oneIn(2)) services.set(name, backends(random, workloads))
  return {
    namespaces: new Map([
      ['a', new Map([['env', 'p']])],
      ['b', new Map([['env', 'q']])],
    ]),
    workloads,
    hostPods: [],
    hostEndpoints: Array.from({ length: random.int(3) }, (_, i) => hostEndpoint(random, `h${String(i)}`, open)),
    sets: Array.from({ length: random.int(4) }, (_, i) => networkSet(random, `s${String(i)}`, open)),
    services,
    unknownServices: new Map(open && random.oneIn(5) ? [['a/s', unknownObject('Service a/s')]] : []),
    nodes: [],
    pools: [],
    settings: { calicoVersion: undefined, nftables: !random.oneIn(3), bpf: false, endpointToHost: 'allow' },
  }
}

function workload(random: Random, name: string, open: boolean): Workload {
  const namespace = random.pick(random.oneIn(6) ? NAMESPACES : (['a', 'b'] as const))
  const complete = !open || !random.oneIn(3)
  const namespaceKnown = namespace !== 'ghost'
  const labels = new Map([
    ...ownLabels(random),
    ['projectcalico.org/namespace', namespace],
    ['projectcalico.org/orchestrator', 'k8s'],
    ['projectcalico.org/serviceaccount', random.pick(['default', 'web'])],
    ...(namespaceKnown ? namespaceLabels(namespace) : []),
    ['pcsa.team', random.pick(['x', 'y'])],
  ] as const)
  return {
    is: 'workload',
    namespace,
    name,
    labels: { labels, complete },
    addresses: [...(random.oneIn(8) ? [] : [address(random, 4)]), ...(random.oneIn(2) ? [address(random, 6)] : [])],
    ports: namedPorts(random),
    node: undefined,
    namespaceKnown,
    owner: { kind: 'Pod', name },
    generateName: undefined,
    known: 'pod',
    at: undefined,
  }
}

const ownLabels = (random: Random): [string, string][] =>
  ['app', 'role'].flatMap((key): [string, string][] => (random.oneIn(3) ? [] : [[key, random.pick(['x', 'y', ''])]]))

const namespaceLabels = (namespace: string): [string, string][] => [
  ['pcns.env', namespace === 'a' ? 'p' : 'q'],
  ['pcns.projectcalico.org/name', namespace],
]

function namedPorts(random: Random): NamedPort[] {
  return Array.from({ length: random.int(3) }, () => ({
    name: random.pick(PORT_NAMES),
    protocol: random.pick([6, 6, 17, 132]),
    port: random.pick(PORTS),
  }))
}

const known = (labels: readonly (readonly [string, string])[]): LabelSet => ({
  labels: new Map(labels),
  complete: true,
})

const unknownObject = (what: string): UnknownObject => ({ why: 'bad-value', what, at: HERE })

/** Labels of a set whose Namespace could not be understood */
const withUnknownNamespace = (random: Random, namespace: string): LabelSet => ({
  labels: new Map([...ownLabels(random), ['projectcalico.org/namespace', namespace]]),
  complete: false,
  openUnder: ['pcns.'],
  unknown: [unknownObject(`Namespace ${namespace}`)],
})

function hostEndpoint(random: Random, name: string, open: boolean): HostEndpoint {
  return {
    is: 'host',
    name,
    node: 'elsewhere',
    interfaceName: undefined,
    labels: known([...ownLabels(random), ...(random.oneIn(4) ? namespaceLabels('a') : [])]),
    expectedIps: random.oneIn(4) ? [] : [address(random, someFamily(random))],
    profiles: [],
    ports: namedPorts(random),
    at: undefined,
    unknown: open && random.oneIn(8) ? unknownObject(`HostEndpoint ${name}`) : undefined,
  }
}

function networkSet(random: Random, name: string, open: boolean): NetworkSet {
  const namespace = random.pick(['a', 'b', undefined])
  const inherited: [string, string][] =
    namespace === undefined ? [] : [['projectcalico.org/namespace', namespace], ...namespaceLabels(namespace)]
  return {
    is: 'network-set',
    namespace,
    name,
    labels:
      open && namespace !== undefined && random.oneIn(4)
        ? withUnknownNamespace(random, namespace)
        : known([...ownLabels(random), ...inherited]),
    nets: Array.from({ length: 1 + random.int(3) }, () => net(random, someFamily(random))),
    at: undefined,
    unknown: open && random.oneIn(8) ? unknownObject(`NetworkSet ${name}`) : undefined,
  }
}

function backends(random: Random, workloads: readonly Workload[]): Backend[] {
  return Array.from({ length: 1 + random.int(3) }, () => {
    const addresses = random.pick(workloads).addresses
    return {
      ip: addresses.length === 0 || random.oneIn(3) ? address(random, someFamily(random)) : random.pick(addresses),
      protocol: random.pick([6, 6, 17, 132]),
      port: random.oneIn(6) ? undefined : random.pick(PORTS),
    }
  })
}

// Policies

const NAMES = ['p', 'p-q', 'p0', 'p.q', 'q'] as const
const ORDERS = [1, 1, 2, 1000, 1000, Infinity] as const
const HERE: Place = { origin: clusterOrigin('world', undefined), pointer: [] }

const CALICO_TIERS = ['default', 'default', 'default', 'sec', 'open', 'kube-admin', 'kube-baseline', 'ghost'] as const

function policySetWith(random: Random, open: boolean): PolicySet {
  const policies = new Map<string, Policy>()
  const isOld = random.oneIn(4)
  for (let i = 0; i < 2 + random.int(8); i++) {
    const one = policy(random, open, isOld)
    policies.set(`${one.id.kind}/${one.id.namespace}/${one.id.name}`, one)
  }
  const tiers = [...BUILT_IN_TIERS, ...ownTiers(random)]
  return { tiers, policies: [...policies.values()], ...(isOld ? { tieBreak: 'stored-name' } : {}) }
}

function ownTiers(random: Random): Tier[] {
  const orders = [1, 1, 500, 1_000_000, 20_000_000]
  return [
    { name: 'sec', order: random.pick(orders), defaultAction: 'deny', exists: true, at: undefined },
    { name: 'open', order: random.pick(orders), defaultAction: 'pass', exists: true, at: undefined },
    { name: 'ghost', order: 1_000_000, defaultAction: 'deny', exists: false, at: undefined },
  ]
}

const KINDS: readonly PolicyKind[] = ['np', 'np', 'gnp', 'gnp', 'knp', 'knp', 'kcnp', 'snp', 'sgnp', 'sknp']
const STAGED: readonly StagedAction[] = ['set', 'set', 'learn', 'ignore', 'delete']

/** `isOld`: of a Calico before v3.32 (§0.1) */
function policy(random: Random, open: boolean, isOld: boolean): Policy {
  const chosen = random.pick(KINDS)
  const kind = isOld && chosen === 'kcnp' ? random.pick(['kanp', 'kbanp'] as const) : chosen
  const isClusterPolicy = kind === 'kcnp' || kind === 'kanp' || kind === 'kbanp'
  const namespace = kind === 'gnp' || kind === 'sgnp' || isClusterPolicy ? '' : random.pick(['a', 'b'])
  const kubernetes = kind === 'knp' || kind === 'sknp'
  const tier = kubernetes
    ? 'default'
    : isClusterPolicy
      ? random.pick(['kube-admin', 'kube-baseline'])
      : random.pick(CALICO_TIERS)
  const directions = random.pick(['ingress', 'egress', 'both', 'both'])
  const hook =
    kind === 'gnp' && random.oneIn(4) ? random.pick(['forward-too', 'pre-dnat', 'untracked'] as const) : 'normal'
  const rules = (): Rule[] => Array.from({ length: random.int(4) }, (_, i) => rule(random, i, kubernetes, open))
  return {
    id: { kind, namespace, name: random.pick(NAMES) },
    tier,
    order: kubernetes ? 1000 : random.pick(ORDERS),
    staged: kind === 'snp' || kind === 'sgnp' || kind === 'sknp' ? random.pick(STAGED) : undefined,
    subject: subject(random, namespace),
    ingress: directions === 'egress' ? undefined : rules(),
    egress: directions === 'ingress' || hook === 'pre-dnat' ? undefined : rules(),
    hook,
    at: HERE,
    unknown: open && random.oneIn(8) ? { why: 'bad-value', what: kind } : undefined,
  }
}

const TERMS = [
  'all()',
  "app == 'x'",
  "app != 'x'",
  "app in {'x', 'y'}",
  'has(role)',
  '!has(role)',
  "role == ''",
  "role not in {'x'}",
  "app contains ''",
  "app starts with 'x'",
  "pcns.env == 'p'",
  "pcns.env != 'p'",
  "pcsa.team == 'x'",
  "projectcalico.org/namespace == 'a'",
  '!has(projectcalico.org/namespace)',
  "projectcalico.org/orchestrator == 'k8s'",
  "projectcalico.org/serviceaccount in {'web'}",
] as const

/** A selector as text */
export function selectorText(random: Random): string {
  const one = random.oneIn(8) ? `!(${random.pick(TERMS)})` : random.pick(TERMS)
  return random.oneIn(4) ? `(${one}) ${random.pick(['&&', '||'])} (${random.pick(TERMS)})` : one
}

function selector(text: string): ParsedSelector {
  const parse = parseSelector(text)
  if (!parse.ok) throw new Error(`${text}: ${parse.error.expected}`)
  return parse.value
}

function subject(random: Random, namespace: string): ParsedSelector {
  const text = random.oneIn(2) ? 'all()' : selectorText(random)
  return selector(namespace === '' ? text : `(${text}) && projectcalico.org/namespace == '${namespace}'`)
}

function rule(random: Random, written: number, kubernetes: boolean, open: boolean): Rule {
  const protocol = random.oneIn(2) ? undefined : random.pick(PROTOCOLS)
  const icmp = (): { type: number; code: number | undefined } => ({
    type: random.pick([0, 3, 8]),
    code: random.oneIn(2) ? undefined : random.int(2),
  })
  const isIcmp = protocol === 1 || protocol === 58
  return {
    action: kubernetes ? 'allow' : random.pick(['allow', 'allow', 'deny', 'deny', 'pass', 'log']),
    match: {
      family: isIcmp && !random.oneIn(3) ? (protocol === 1 ? 4 : 6) : random.oneIn(8) ? someFamily(random) : undefined,
      protocol,
      notProtocol: random.oneIn(10) ? random.pick(PROTOCOLS) : undefined,
      icmp: isIcmp && random.oneIn(2) ? icmp() : undefined,
      notIcmp: isIcmp && random.oneIn(3) ? icmp() : undefined,
      source: entity(random, protocol),
      destination: entity(random, protocol),
    },
    at: HERE,
    written,
    uncertain: open && random.oneIn(10) ? 'a condition' : undefined,
  }
}

function entity(random: Random, protocol: number | undefined): EntityMatch {
  if (random.oneIn(2)) return ANY_ENTITY
  const family = someFamily(random)
  const nets = (): Cidr[] | undefined =>
    random.oneIn(4)
      ? Array.from({ length: 1 + random.int(2) }, () => net(random, random.oneIn(6) ? someFamily(random) : family))
      : undefined
  const positive = random.oneIn(2) ? selector(selectorText(random)) : undefined
  const ports = (): PortMatch | undefined => (random.oneIn(3) ? portMatch(random, protocol) : undefined)
  return {
    nets: nets(),
    notNets: nets(),
    selector: positive,
    notSelector: positive === undefined && random.oneIn(6) ? selector(selectorText(random)) : undefined,
    ports: ports(),
    notPorts: random.oneIn(2) ? ports() : undefined,
    portScope: positive,
    service: random.oneIn(10) ? random.pick(['a/s', 'b/s', 'a/none']) : undefined,
  }
}

/** Numbers need a protocol with ports; names do not (§1.5) */
function portMatch(random: Random, protocol: number | undefined): PortMatch | undefined {
  const numbers = protocol === 6 || protocol === 17 || protocol === 132
  const names = random.oneIn(2) ? random.some(PORT_NAMES, 1, 2) : []
  const ranges = numbers
    ? random.some(PORTS, names.length === 0 ? 1 : 0, 2).map((from) => ({ from, to: from + random.pick([0, 0, 1, 20]) }))
    : []
  return names.length + ranges.length === 0 ? undefined : { ranges, names }
}

// Flows

/** An exact packet with a pod at one end at least, if any pod has an address */
function tupleIn(random: Random, cluster: Cluster): Tuple {
  const addressed = cluster.workloads.filter((one) => one.addresses.length > 0)
  const pod = addressed.length === 0 ? undefined : random.pick(addressed)
  const ip = pod === undefined ? address(random, 4) : random.pick(pod.addresses)
  const one: TupleEnd = { workload: pod, ip }
  const other = otherEnd(random, addressed, ip.family)
  const swapped = random.oneIn(2)
  return { source: swapped ? other : one, destination: swapped ? one : other, ...layer4(random) }
}

function otherEnd(random: Random, addressed: readonly Workload[], family: Family): TupleEnd {
  const ofFamily = addressed.filter((workload) => workload.addresses.some((ip) => ip.family === family))
  if (ofFamily.length > 0 && !random.oneIn(3)) {
    const workload = random.pick(ofFamily)
    return { workload, ip: random.pick(workload.addresses.filter((ip) => ip.family === family)) }
  }
  return endAt(addressed, anyAddress(random, family))
}

/** The end that an address means: the pod that has it, if exactly one does */
export function endAt(workloads: readonly Workload[], ip: Ip): TupleEnd {
  const owners = workloads.filter((one) =>
    one.addresses.some((its) => its.family === ip.family && its.value === ip.value),
  )
  const [owner] = owners
  return { workload: owners.length === 1 ? owner : undefined, ip }
}

function layer4(random: Random): Omit<Tuple, 'source' | 'destination'> {
  const protocol = random.pick(PROTOCOLS)
  const hasPorts = protocol === 6 || protocol === 17 || protocol === 132
  return {
    protocol,
    sourcePort: hasPorts ? random.pick([...PORTS, 40_000]) : undefined,
    destinationPort: hasPorts ? random.pick([...PORTS, 90]) : undefined,
    icmp: protocol === 1 || protocol === 58 ? { type: random.pick([0, 3, 8]), code: random.int(2) } : undefined,
  }
}
