// Objects → the same objects with pseudonyms: every text is a name unless the field that it stands in says otherwise, so that a
// field which nobody has thought of hides what it holds.

import { mappedSelector } from '../convert/selector-parser.ts'
import type { Addresses } from './addresses.ts'
import type { PolicyNames } from './policy-names.ts'
import type { Words } from './words.ts'

export type Mapping = Readonly<Record<string, unknown>>
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands for what; a collector of what is to stay is one too */
export interface Mask {
  readonly words: Pick<Words, 'word' | 'key'>
  readonly addresses: Pick<Addresses, 'text'>
  readonly policies: Pick<PolicyNames, 'policy' | 'tier'>
  /** What a part of a value is looked for in, by a selector, stays as it is; a collector wants to know of which label */
  readonly part?: (label: string) => void
}

/** Words of the APIs, numbers, times */
const PLAIN: ReadonlySet<string> = new Set([
  ...['apiVersion', 'kind', 'group', 'action', 'protocol', 'notProtocol', 'types', 'policyTypes', 'stagedAction'],
  ...['operator', 'defaultAction', 'addressType', 'phase', 'type', 'dnsPolicy', 'restartPolicy', 'interfaceName'],
  ...['calicoVersion', 'clusterType', 'nftablesMode', 'defaultEndpointToHostAction', 'flowLogsPolicyEvaluationMode'],
  ...['ipFamilies', 'externalTrafficPolicy', 'internalTrafficPolicy', 'schedule', 'lastScheduleTime', 'autoCreate'],
  ...['resourceVersion', 'creationTimestamp', 'deletionTimestamp', 'time', 'subresource', 'performanceHints'],
  ...['ports', 'notPorts', 'port', 'targetPort', 'portNumber', 'endPort', 'containerPort', 'hostPort', 'nodePort'],
  ...['failsafeInboundHostPorts', 'failsafeOutboundHostPorts', 'protocols', 'icmp', 'notICMP'],
])

const LABELS: ReadonlySet<string> = new Set(['labels', 'matchLabels', 'labelsToApply'])
const SELECTORS: ReadonlySet<string> = new Set([
  'selector',
  'notSelector',
  'namespaceSelector',
  'serviceAccountSelector',
])
const ADDRESSES: ReadonlySet<string> = new Set([
  ...[
    'cidr',
    'net',
    'nets',
    'notNets',
    'except',
    'expectedIPs',
    'networks',
    'podIP',
    'podIPs',
    'ip',
    'hostIP',
    'hostIPs',
  ],
  ...['clusterIP', 'clusterIPs', 'externalIPs', 'addresses', 'address', 'podCIDR', 'podCIDRs', 'value'],
])

/** What Calico stores of a v1 object beside its spec, as JSON */
const STORED = 'projectcalico.org/metadata'
const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class'

/** A selector that says nothing to Calico says nothing here either */
const BROKEN_SELECTOR = '('

export class MaskedObjects {
  readonly #mask: Mask

  constructor(mask: Mask) {
    this.#mask = mask
  }

  object(object: Mapping): Mapping {
    const metadata = isMapping(object['metadata']) ? object['metadata'] : {}
    const { name } = metadata
    const masked = this.#mapping(object)
    if (typeof name !== 'string' || !isMapping(masked['metadata'])) return masked
    return { ...masked, metadata: { ...masked['metadata'], name: this.#nameOf(String(object['kind']), name) } }
  }

  #nameOf(kind: string, name: string): string {
    if (kind === 'Profile') return this.profileName(name)
    if (kind === 'Tier') return this.#mask.policies.tier(name)
    return /NetworkPolicy$/.test(kind) ? this.#mask.policies.policy(name) : this.#mask.words.word(name)
  }

  /** `kns.NAMESPACE`, `ksa.NAMESPACE.ACCOUNT` */
  profileName(name: string): string {
    const { word } = this.#words()
    const [head = '', namespace = '', ...account] = name.split('.')
    if (head === 'kns') return ['kns', word([namespace, ...account].join('.'))].join('.')
    if (head === 'ksa') return ['ksa', word(namespace), word(account.join('.'))].join('.')
    return word(name)
  }

  #words(): { readonly word: (text: string) => string; readonly key: (text: string) => string } {
    const { words } = this.#mask
    return { word: (text) => words.word(text), key: (text) => words.key(text) }
  }

  #mapping(value: Mapping): Mapping {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#field(key, inner)]))
  }

  #field(field: string, value: unknown): unknown {
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
    if (field === 'annotations') return this.#annotations(value)
    if (field === 'hostIP' || !PLAIN.has(field)) return this.#hidden(field, value)
    // A port of a container may name an address of the host.
    return Array.isArray(value) ? value.map((one: unknown) => (isMapping(one) ? this.#port(one) : one)) : value
  }

  #port(port: Mapping): Mapping {
    const { hostIP, net } = port
    return {
      ...port,
      ...(typeof hostIP === 'string' && { hostIP: this.#address(hostIP) }),
      ...(typeof net === 'string' && { net: this.#address(net) }),
    }
  }

  #hidden(field: string, value: unknown): unknown {
    if (LABELS.has(field) && isMapping(value)) return this.#labels(value)
    if (SELECTORS.has(field)) return this.#selector(field, value)
    if (Array.isArray(value)) return value.map((one: unknown) => this.#field(field, one))
    if (isMapping(value)) return this.#mapping(value)
    return typeof value === 'string' ? this.#text(field, value) : value
  }

  #text(field: string, text: string): string {
    const { key, word } = this.#words()
    if (ADDRESSES.has(field)) return this.#address(text)
    if (field === 'profiles') return this.profileName(text)
    if (field === 'tier') return this.#mask.policies.tier(text)
    // In an expression of a label selector
    return field === 'key' ? key(text) : word(text)
  }

  #address(text: string): string {
    return this.#mask.addresses.text(text) ?? this.#mask.words.word(text)
  }

  #labels(labels: Mapping): Mapping {
    const { key, word } = this.#words()
    return Object.fromEntries(
      Object.entries(labels).map(([label, value]) => [key(label), typeof value === 'string' ? word(value) : value]),
    )
  }

  /** In Calico's language; as labels, of a Service; or as Kubernetes writes one */
  #selector(field: string, value: unknown): unknown {
    if (typeof value === 'string') return this.selector(value)
    if (!isMapping(value)) return value
    const isPlain = field === 'selector' && Object.values(value).every((one) => typeof one === 'string')
    return isPlain ? this.#labels(value) : this.#mapping(value)
  }

  selector(text: string): string {
    if (text.trim() === '') return text
    const { key, word } = this.#words()
    const mapping = {
      label: key,
      value: (value: string, isWhole: boolean, label: string) => {
        if (!isWhole) this.#mask.part?.(label)
        return isWhole ? word(value) : value
      },
    }
    return mappedSelector(text, mapping) ?? BROKEN_SELECTOR
  }

  /** Of addresses, and of what Calico stores; any other text may be about anything */
  #annotations(value: unknown): unknown {
    if (!isMapping(value)) return value
    const kept = Object.entries(value).flatMap(([key, text]): [string, string][] => {
      if (typeof text !== 'string') return []
      if (key === STORED) return [[key, this.#stored(text)]]
      if (key === DEFAULT_CLASS) return [[key, text]]
      const parts = text.split(',').map((part) => this.#mask.addresses.text(part.trim()))
      return text !== '' && parts.some((part) => part === undefined) ? [] : [[key, text === '' ? '' : parts.join(',')]]
    })
    return Object.fromEntries(kept)
  }

  #stored(text: string): string {
    try {
      const value: unknown = JSON.parse(text)
      return isMapping(value) ? JSON.stringify(this.#mapping(value)) : '{}'
    } catch {
      return '{}'
    }
  }
}
