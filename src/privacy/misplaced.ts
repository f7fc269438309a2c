// Names that decide which of two equals comes first: of sets that hold the same prefix, as an address in it is named after the
// first of those that are equally near (docs/semantics.md §8.1), and of host endpoints of one node, of which the first is active
// (§4.7). Where other names would put them in another order, they stay as they are.

import { printCidr } from '../base/ip.ts'
import { byText } from '../base/order.ts'
import type { Cluster } from '../model/cluster.ts'

interface Named {
  readonly namespace: string | undefined
  readonly name: string
}

/** The names and namespaces of what would change places */
export function misplacedNames({ hostEndpoints, sets }: Cluster, word: (text: string) => string): readonly string[] {
  const groups = new Map<string, Named[]>()
  const add = (key: string, one: Named): void => {
    const some = groups.get(key)
    if (some === undefined) groups.set(key, [one])
    else some.push(one)
  }
  for (const set of sets) for (const net of set.nets) add(`set ${printCidr(net)}`, set)
  for (const { name, node } of hostEndpoints) add(`node ${node}`, { namespace: undefined, name })
  return [...groups.values()].flatMap((some) => misplacedOf(some, word))
}

function misplacedOf(some: readonly Named[], word: (text: string) => string): readonly string[] {
  const sorted = [...some].sort((a, b) => byText(nameOf(a), nameOf(b)))
  return sorted.flatMap((one, i) => {
    const next = sorted[i + 1]
    const isLost = next !== undefined && byText(nameOf(one, word), nameOf(next, word)) > 0
    return isLost
      ? [one, next].flatMap(({ name, namespace }) => [name, ...(namespace === undefined ? [] : [namespace])])
      : []
  })
}

const same = (text: string): string => text
const nameOf = ({ name, namespace }: Named, word = same): string =>
  `${namespace === undefined ? '' : word(namespace)}/${word(name)}`
