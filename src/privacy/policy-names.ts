// Names of policies and of their tiers → other names in the same order: between policies of equal order the name decides which
// comes first, and a trace names the first (docs/semantics.md §4.2). They are names of nothing else, and so have pseudonyms of
// their own, which hang on all of them together.

import { byText } from '../base/order.ts'
import type { Words } from './words.ts'

/** What Calico puts before the name of what it makes of another object */
const MADE = /^(knp\.default\.|staged:)(.*)$/s

export class PolicyNames {
  readonly #words: Words
  #parts: ReadonlyMap<string, string>

  /** All names of policies and tiers that there are. Those that would lose their place stay as they are */
  constructor(policies: Iterable<string>, tiers: Iterable<string>, words: Words) {
    this.#words = words
    const names = [...policies].map((name) => MADE.exec(name)?.[2] ?? name)
    const [own, parts] = [new Set(tiers), new Set<string>()]
    for (const part of [...names.flatMap(partsOf), ...own]) parts.add(part)
    const kept = new Set([...parts].filter((part) => words.isKept(part)))
    this.#parts = inOrder(parts, kept, words)
    for (;;) {
      const lost = [
        ...misplaced(names, (name) => this.policy(name), byName),
        ...misplaced(own, (tier) => this.tier(tier), byText),
      ].flatMap((name) => [name, ...partsOf(name)])
      const before = kept.size
      for (const part of lost) kept.add(part)
      if (kept.size === before) return
      this.#parts = inOrder(parts, kept, words)
    }
  }

  /** Its tier may stand before it, with a dot between them */
  policy(name: string): string {
    const [, made = '', rest = name] = MADE.exec(name) ?? []
    return (
      made +
      partsOf(rest)
        .map((part) => this.tier(part))
        .join('.')
    )
  }

  tier(name: string): string {
    return this.#parts.get(name) ?? this.#words.word(name)
  }
}

/** What stands before the first dot, and what stands behind it */
function partsOf(name: string): readonly string[] {
  const dot = name.indexOf('.')
  return dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)]
}

/** As Calico compares policies: what follows the name begins with a slash, which comes behind `-` and `.` */
const byName = (a: string, b: string): number => byText(`${a}/`, `${b}/`)

/**
 * A new name for each that is not kept. It begins with the last kept name before it, so that it stands behind that one and
 * before the next, and with its own place
 */
function inOrder(parts: ReadonlySet<string>, kept: ReadonlySet<string>, words: Words): ReadonlyMap<string, string> {
  const sorted = [...parts].sort(byName)
  const digits = String(sorted.length).length
  const out = new Map<string, string>()
  let before = ''
  for (const [place, part] of sorted.entries()) {
    if (kept.has(part)) before = part
    const number = String(place).padStart(digits, '0')
    out.set(part, kept.has(part) ? part : `${before}0${number}-${words.hash(`policy ${part}`)}`)
  }
  return out
}

/** Neighbours that the new names put in another order; a kept name that looks like a place can do that */
function misplaced(
  names: Iterable<string>,
  renamed: (name: string) => string,
  compare: (a: string, b: string) => number,
): readonly string[] {
  const sorted = [...new Set(names)].sort(compare)
  return sorted.flatMap((name, i) => {
    const next = sorted[i + 1]
    return next !== undefined && compare(renamed(name), renamed(next)) >= 0 ? [name, next] : []
  })
}
