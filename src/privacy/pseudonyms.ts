// A snapshot → the same one with other names, labels and addresses, under which every verdict is the same
// (docs/snapshot.md, "Privacy"): equal names stay equal, addresses stay in the prefixes that hold them, and names that decide
// an order keep it.

import { byText } from '../base/order.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Cluster } from '../model/cluster.ts'
import { BUILT_IN_TIERS } from '../model/policy.ts'
import { stateOf } from '../snapshot/inventory.ts'
import { METADATA_KIND } from '../snapshot/metadata.ts'
import type { SnapshotContent } from '../snapshot/reader.ts'
import { Addresses } from './addresses.ts'
import type { Hmac } from './addresses.ts'
import { keptParts } from './kept.ts'
import type { KeptParts } from './kept.ts'
import { MaskedObjects, isMapping } from './masked-objects.ts'
import type { Mapping } from './masked-objects.ts'
import { PolicyNames } from './policy-names.ts'
import { misplacedNames } from './misplaced.ts'
import { Words } from './words.ts'

/** Turns lines of a stored snapshot into lines with pseudonyms; the lists of the metadata are then in no order any more */
export class Pseudonyms {
  readonly #words: Words
  readonly #addresses: Addresses
  readonly #policies: PolicyNames
  readonly #objects: MaskedObjects
  /** What the key is known by */
  readonly id: string

  /** `cluster` is that of the content; `open` are manifests whose names, labels and prefixes stay as they are */
  constructor(content: SnapshotContent, cluster: Cluster, hmac: Hmac, open: readonly Manifest[]) {
    const own = content.inventory.map(({ manifest }) => manifest)
    const kept = keptParts(open, own, cluster, content.records.tables.labels.values)
    this.#words = wordsFor(hmac, kept, cluster)
    this.#addresses = new Addresses(hmac, kept.nets)
    const { policies, tiers } = policyNamesOf(content)
    this.#policies = new PolicyNames(policies, tiers, this.#words)
    this.#objects = new MaskedObjects({ words: this.#words, addresses: this.#addresses, policies: this.#policies })
    this.id = this.#words.hash('the key').slice(1)
  }

  /** Of a namespace, a pod, the value of a label */
  word(text: string): string {
    return this.#words.word(text)
  }

  address(text: string): string {
    return this.#addresses.text(text) ?? text
  }

  /** `kind`: in short, as traces have it */
  policy(kind: string, name: string): string {
    return kind === 'pro' ? this.#objects.profileName(name) : this.#policies.policy(name)
  }

  tier(name: string): string {
    return this.#policies.tier(name)
  }

  line(line: Mapping): Mapping {
    if (line['kind'] === METADATA_KIND) return this.#metadata(line)
    return typeof line['apiVersion'] === 'string' ? this.#object(line) : line
  }

  #metadata(line: Mapping): Mapping {
    const { captures, ends, labels, traces } = line
    return {
      ...line,
      pseudonyms: this.id,
      captures: listOf(captures).map(withoutWords),
      ends: listOf(ends).map((end) => (isMapping(end) ? this.#end(end) : end)),
      labels: listOf(labels).map((pairs) =>
        textsOf(pairs)
          .map((pair) => this.#words.pair(pair))
          .sort(byText),
      ),
      traces: listOf(traces).map((hits) => listOf(hits).map((hit) => this.#hit(hit))),
    }
  }

  #end(end: Mapping): Mapping {
    const { ips, name, namespace, owner } = end
    return {
      ...end,
      ...(typeof namespace === 'string' && { namespace: this.#words.word(namespace) }),
      ...(typeof name === 'string' && { name: this.#words.word(name) }),
      ...(isMapping(owner) && { owner: { ...owner, name: this.#words.word(String(owner['name'])) } }),
      ...(Array.isArray(ips) && { ips: textsOf(ips).map((ip) => this.#addresses.text(ip) ?? ip) }),
    }
  }

  #hit(hit: unknown): unknown {
    const [tier, kind, namespace, name, ...rest] = listOf(hit)
    const masked = this.policy(String(kind), String(name))
    return [this.tier(String(tier)), kind, this.word(String(namespace)), masked, ...rest]
  }

  #object({ seen, ...object }: Mapping): Mapping {
    const masked = this.#objects.object(object)
    if (!isMapping(seen) || !isMapping(seen['states'])) return { ...masked, seen }
    const now = stateOf({ value: object })
    const states = Object.entries(seen['states']).map(([state, time]): [string, unknown] => [
      state === now ? stateOf({ value: masked }) : this.#words.hash(`state ${state}`),
      time,
    ])
    return { ...masked, seen: { ...seen, states: Object.fromEntries(states) } }
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((one): one is string => typeof one === 'string')

/** What could not be read is told without the words of a server, which may hold names */
function withoutWords(capture: unknown): unknown {
  if (!isMapping(capture)) return capture
  const { unread, ...rest } = capture
  if (!Array.isArray(unread)) return capture
  const gaps = unread.filter(isMapping).map(({ what, why }) => ({
    what: /^[a-z]+(?:\.[a-z0-9.-]+)?$/.test(String(what)) ? what : 'a part of it',
    why: /^\d{3}/.exec(String(why))?.[0] ?? 'it was refused',
  }))
  return { ...rest, unread: gaps }
}

/** What other names would put in another order keeps its own */
function wordsFor(hmac: Hmac, kept: KeptParts, cluster: Cluster): Words {
  const all = new Set(kept.words)
  for (;;) {
    const words = new Words(hmac, { words: all, keys: kept.keys })
    const before = all.size
    for (const name of misplacedNames(cluster, (text) => words.word(text))) all.add(name)
    if (all.size === before) return words
  }
}

/** Also of those that only a record names */
function policyNamesOf({ inventory, records: { tables } }: SnapshotContent): {
  readonly policies: readonly string[]
  readonly tiers: readonly string[]
} {
  const hits = tables.traces.values.flatMap((trace) => trace ?? []).filter(({ kind }) => kind !== 'pro')
  const manifests = inventory.map(({ manifest }) => manifest)
  const namesOf = (pattern: RegExp): readonly string[] =>
    manifests.filter(({ kind }) => pattern.test(kind)).map(({ name }) => name)
  const named = manifests.flatMap(({ value: { spec } }) =>
    isMapping(spec) && typeof spec['tier'] === 'string' ? [spec['tier']] : [],
  )
  return {
    policies: [...namesOf(/NetworkPolicy$/), ...hits.map(({ name }) => name)],
    tiers: [...namesOf(/^Tier$/), ...named, ...hits.map(({ tier }) => tier), ...BUILT_IN_TIERS.map(({ name }) => name)],
  }
}
