// What of a snapshot stays as it is: what manifests that everybody may read have in them, and values of labels that some
// selector looks into, for a part of a pseudonym is no part of the name.

import { parseNet } from '../base/ip.ts'
import type { Cidr } from '../base/ip.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Cluster } from '../model/cluster.ts'
import type { Labels } from '../model/selector.ts'
import { MaskedObjects } from './masked-objects.ts'
import type { Mask } from './masked-objects.ts'

export interface KeptParts {
  readonly words: ReadonlySet<string>
  readonly keys: ReadonlySet<string>
  readonly nets: readonly Cidr[]
}

/**
 * `open`: manifests whose names, labels and prefixes are to stay. `cluster` is that of `own`; `recorded` are the sets of
 * labels that records have
 */
export function keptParts(
  open: readonly Manifest[],
  own: readonly Manifest[],
  cluster: Cluster,
  recorded: readonly Labels[],
): KeptParts {
  const collector = new Collector()
  const reader = new MaskedObjects(collector.mask)
  for (const { value } of open) reader.object(value)
  const { keys, nets, words } = collector.kept
  // Only which labels are looked into matters of the snapshot's own policies.
  for (const { value } of own) reader.object(value)
  const values = [...labelsOf(cluster), ...recorded].flatMap((labels) =>
    [...labels].flatMap(([key, value]) => (collector.parts.has(withoutPrefix(key)) ? [value] : [])),
  )
  return { words: new Set([...words, ...values]), keys, nets }
}

class Collector {
  /** Labels of which a selector looks for a part of the value */
  readonly parts = new Set<string>()
  readonly #words = new Set<string>()
  readonly #keys = new Set<string>()
  readonly #nets: Cidr[] = []

  get mask(): Mask {
    return {
      words: {
        word: (text) => {
          this.#words.add(text)
          return text
        },
        key: (text) => {
          this.#keys.add(withoutPrefix(text))
          return text
        },
      },
      addresses: {
        text: (text) => {
          const net = parseNet(text)
          if (net === undefined) return undefined
          this.#nets.push(net)
          return text
        },
      },
      policies: {
        policy: (name) => this.#split(name),
        tier: (name) => this.#split(name),
      },
      part: (label) => {
        this.parts.add(withoutPrefix(label))
      },
    }
  }

  /** A tier may stand before the name */
  #split(name: string): string {
    const dot = name.indexOf('.')
    for (const part of dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)]) this.#words.add(part)
    return name
  }

  /** As of now */
  get kept(): KeptParts {
    return { words: new Set(this.#words), keys: new Set(this.#keys), nets: [...this.#nets] }
  }
}

/** Labels that an endpoint inherits are those of its namespace or account */
const withoutPrefix = (key: string): string => key.replace(/^pc(?:ns|sa)\./, '')

const labelsOf = ({ hostEndpoints, namespaces, nodes, sets, workloads }: Cluster): readonly Labels[] => [
  ...[...workloads, ...sets, ...hostEndpoints].map(({ labels }) => labels.labels),
  ...namespaces.values(),
  ...nodes.map(({ labels }) => labels),
]
