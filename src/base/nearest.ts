// The word that was probably meant, for "did you mean": nearest by Damerau-Levenshtein distance.

/** Words further away than this are other words */
const LIMIT = 2

/**
 * The word of `words` that takes the fewest edits (insert, delete, replace, swap of neighbours) to become `word`,
 * ignoring case: at most 2, and fewer than the word has letters. The earlier of equals; undefined where none is near.
 */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  let best: string | undefined
  let least = Math.min(LIMIT, wanted.length - 1) + 1
  for (const candidate of words) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue
    const edits = distance(wanted, candidate.toLowerCase())
    if (edits < least) [best, least] = [candidate, edits]
  }
  return best
}

/** Edits between two words, where a swap of neighbours is one edit and no part is edited twice */
function distance(a: string, b: string): number {
  let [twoBack, previous] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let edits = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) edits = Math.min(edits, (twoBack[j - 2] ?? 0) + 1)
      row.push(edits)
    }
    ;[twoBack, previous] = [previous, row]
  }
  return previous[b.length] ?? 0
}

/** Different, and one slip of the finger apart: one edit, or two in words of more than five letters */
export const closeTo = (a: string, b: string): boolean =>
  a !== b && distance(a, b) <= (Math.min(a.length, b.length) > 5 ? LIMIT : 1)
