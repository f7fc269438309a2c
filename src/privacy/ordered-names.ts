// Names of policies, tiers and sets → other names in the same order: among policies of equal order, and sets of equal
// prefixes, the name decides which comes first (docs/semantics.md §4.2, §8.1).

import { byText } from '../base/order.ts'

/** As Calico compares them: what follows the name begins with a slash, which comes behind `-` and `.` */
const byName = (a: string, b: string): number => byText(`${a}/`, `${b}/`)

/**
 * A new name for each that is not kept. It begins with the last kept name before it, so that it stands behind that one and
 * before the next, and with its own place
 */
export function orderedNames(
  names: Iterable<string>,
  isKept: (name: string) => boolean,
  word: (name: string) => string,
): ReadonlyMap<string, string> {
  const sorted = [...new Set(names)].sort(byName)
  const digits = String(sorted.length).length
  const out = new Map<string, string>()
  let before = ''
  for (const [place, name] of sorted.entries()) {
    if (isKept(name)) {
      before = name
      out.set(name, name)
    } else out.set(name, `${before}0${String(place).padStart(digits, '0')}-${word(name)}`)
  }
  return out
}

/** Pairs of neighbours that the new names put in another order; a kept name that looks like a place can do that */
export function misplaced(names: Iterable<string>, renamed: (name: string) => string): readonly string[] {
  const sorted = [...new Set(names)].sort(byName)
  return sorted.flatMap((name, i) => {
    const next = sorted[i + 1]
    return next !== undefined && byName(renamed(name), renamed(next)) >= 0 ? [name, next] : []
  })
}
