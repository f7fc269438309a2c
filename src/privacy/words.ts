// Names and values of labels → pseudonyms: equal texts become equal ones, whatever they are the name or the value of, so that a
// namespace and the label with its name still belong together. What everybody's clusters have in common stays.

import type { Hmac } from './addresses.ts'

/** What may not be hidden, for a reader or the program knows it by its name */
export interface Kept {
  readonly words: ReadonlySet<string>
  readonly keys: ReadonlySet<string>
}

/** Names that every cluster has, and values that Calico and Kubernetes give themselves */
const COMMON: ReadonlySet<string> = new Set([
  ...['default', 'kube-system', 'kube-public', 'kube-node-lease', 'kube-admin', 'kube-baseline', 'kubernetes', 'k8s'],
  ...[
    'Admin',
    'Baseline',
    'adminnetworkpolicy',
    'baselineadminnetworkpolicy',
    'openshift-dns',
    'dns-default',
    'kube-dns',
    'coredns',
  ],
  ...['rke2-coredns-rke2-coredns', 'node-local-dns', 'calico-system', 'calico-apiserver', 'tigera-operator'],
  ...['pub', 'pvt', 'PUBLIC NETWORK', 'PRIVATE NETWORK', 'None', '*', 'projectcalico-default-allow', 'failsafe'],
])

/** Numbers, versions, switches, the hash of a pod template, which stands in names of pods too, and Calico's own rows of a trace */
const PLAIN = /^(?:|true|false|__[A-Z_]+__|v?\d{1,6}(?:\.\d{1,6})*|[456789bcdf]{6,10})$/

/** Endings that controllers give: of pods, of ReplicaSets, of runs, and places in a StatefulSet */
const POD_END = /^(.+)-([bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,4})$/
const OWNER_END = /^(.+)-([456789bcdf]{6,10}|\d{8}(?:\d{2})?)$/

/** Keys that say nothing of anybody */
const COMMON_KEYS: ReadonlySet<string> = new Set([
  ...['app', 'k8s-app', 'name', 'component', 'tier', 'role', 'version', 'release', 'env', 'environment', 'instance'],
  ...['job-name', 'controller-uid', 'pod-template-hash', 'pod-template-generation', 'controller-revision-hash'],
  ...['statefulset', 'chart', 'heritage', 'team', 'stage', 'zone', 'region'],
])
const COMMON_DOMAINS =
  /(?:^|\.)(?:kubernetes\.io|k8s\.io|x-k8s\.io|projectcalico\.org|coreos\.com|prometheus\.io|envoyproxy\.io)$/
const INHERITED = /^pc(?:ns|sa)\./

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const LETTERS = 12

export class Words {
  readonly #hmac: Hmac
  readonly #kept: Kept
  readonly #known = new Map<string, string>()

  constructor(hmac: Hmac, kept: Kept) {
    this.#hmac = hmac
    this.#kept = kept
  }

  isKept(text: string): boolean {
    return PLAIN.test(text) || COMMON.has(text) || this.#kept.words.has(text)
  }

  /** Of a name, or of the value of a label */
  word(text: string): string {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const made = this.isKept(text) ? text : this.#withEnd(text)
    this.#known.set(text, made)
    return made
  }

  /** `web-` and `web-*` are beginnings of names */
  #withEnd(text: string): string {
    if (text.length > 1 && (text.endsWith('-') || text.endsWith('*')))
      return this.word(text.slice(0, -1)) + text.slice(-1)
    const [, pod, end] = POD_END.exec(text) ?? []
    const [, base, ownerEnd] = OWNER_END.exec(pod ?? text) ?? []
    const ends = [ownerEnd, end].flatMap((one) => (one === undefined ? [] : [`-${one}`])).join('')
    const stem = base ?? pod ?? text
    return (this.isKept(stem) ? stem : this.hash(`word ${stem}`)) + ends
  }

  /** A letter, and as many more as make it unlikely that two texts meet */
  hash(text: string): string {
    const bytes = this.#hmac(text)
    const letters = Array.from({ length: LETTERS }, (_, i) => ALPHABET[(bytes[i] ?? 0) & 31] ?? '')
    return `n${letters.join('')}`
  }

  key(key: string): string {
    const inherited = INHERITED.exec(key)?.[0]
    if (inherited !== undefined) return inherited + this.key(key.slice(inherited.length))
    if (COMMON_KEYS.has(key) || this.#kept.keys.has(key)) return key
    const slash = key.indexOf('/')
    if (slash < 0) return this.hash(`key ${key}`)
    const [domain, name] = [key.slice(0, slash), key.slice(slash + 1)]
    return COMMON_DOMAINS.test(domain) ? key : `${this.hash(`key ${domain}`)}/${this.hash(`key ${name}`)}`
  }

  /** `key=value` */
  pair(pair: string): string {
    const at = pair.indexOf('=')
    return at < 0 ? this.key(pair) : `${this.key(pair.slice(0, at))}=${this.word(pair.slice(at + 1))}`
  }
}
