// Programs and what to give them → what each did in every round, or the sentence that says why it did not.

import { execute } from './programs.mjs'

/**
 * Rounds go through the programs in turn, so that a machine that slows down slows all of them. Of each program `{ runs }` or
 * `{ reason }`: one that fails or takes too long is not run again. `argsOf` says what a program is given.
 */
export async function inRounds(programs, argsOf, { rounds, seconds }) {
  const results = programs.map(() => ({ runs: [] }))
  for (let round = 0; round < rounds; round++)
    for (const [i, { codes, command, ...program }] of programs.entries()) {
      if (results[i].runs === undefined) continue
      try {
        const run = await execute(command, argsOf(program), { codes, seconds })
        if (run === undefined) results[i] = { reason: `not within ${seconds} s` }
        else results[i].runs.push(run)
      } catch (error) {
        results[i] = { reason: error.message }
      }
    }
  return results
}

/** Things that differ, by what they have in common: how many, and the first of them */
export class Classes {
  #byKind = new Map()

  /** `exampleOf` is asked once for a kind */
  add(kind, exampleOf) {
    const found = this.#byKind.get(kind) ?? { kind, count: 0, example: exampleOf() }
    found.count++
    this.#byKind.set(kind, found)
  }

  get all() {
    return [...this.#byKind.values()].sort((a, b) => b.count - a.count)
  }
}
