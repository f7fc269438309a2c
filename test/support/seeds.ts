// Which random worlds a run looks at: new ones each time, said in the output, and the same again by NETPOL_SEED.

import type { TestContext } from 'node:test'

const FIRST_SEED = Number(process.env['NETPOL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** Consecutive seeds */
export function* seeds(t: TestContext, count: number): Iterable<number> {
  t.diagnostic(`worlds of seeds ${String(FIRST_SEED)} to ${String(FIRST_SEED + count - 1)}`)
  for (let i = 0; i < count; i++) yield FIRST_SEED + i
}
