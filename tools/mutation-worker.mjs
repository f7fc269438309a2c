// One mutant in a process of its own: the tests of engine and convert run with one file replaced, until the first one fails.
// Posts `{ killedBy }`, `{ survived: number of tests }`, or `{ broken }` where the file cannot even be loaded.
import { registerHooks } from 'node:module'
import { run } from 'node:test'

const { files, seeds, source, url } = await new Promise((resolve) => process.once('message', resolve))

registerHooks({
  load: (at, context, next) =>
    at === url ? { format: 'module-typescript', source, shortCircuit: true } : next(at, context),
})

const DIRECTIONS = ['egress', 'ingress']

const post = (message) => process.send(message)

try {
  await import(url)
} catch (error) {
  post({ broken: String(error) })
}

const difference = await quickDifference()
if (difference !== undefined) post({ killedBy: difference })
else {
  let passed = 0
  const stream = run({ files, isolation: 'none', concurrency: 1 })
  stream.on('test:fail', ({ name }) => post({ killedBy: name }))
  stream.on('test:pass', () => passed++)
  stream.on('end', () => post({ survived: passed }))
  stream.resume()
}

/** The engine against the plain evaluator on a few random worlds: all known, labels in doubt, flows in doubt. Always the same */
async function quickDifference() {
  try {
    return await firstDifference()
  } catch (error) {
    return `an error: ${String(error)}`
  }
}

async function firstDifference() {
  const { Engine } = await import('../src/engine/engine.ts')
  const { judge } = await import('../src/engine/judge.ts')
  const { policySetFor } = await import('../src/convert/policy-set.ts')
  const { engineJudgement, flowOf, rowOfHit } = await import('../test/support/engines.ts')
  const { openFlow } = await import('../test/support/open-flow.ts')
  const { randomFrom } = await import('../test/support/random.ts')
  const { answerOf, outcomesOf } = await import('../test/support/reference-open.ts')
  const reference = await import('../test/support/reference.ts')
  const { worldOf } = await import('../test/support/worlds.ts')
  const text = (action, trace) => JSON.stringify([action, trace])

  const checks = {
    known: ({ cluster, engine, mode, policies, tuple }) =>
      JSON.stringify(engineJudgement(engine, tuple)) ===
      JSON.stringify(reference.judge(cluster, policies, tuple, mode)),
    labels: ({ cluster, engine, mode, policies, tuple }) => {
      const verdict = judge(engine, flowOf(tuple))
      return DIRECTIONS.every((direction) => {
        const expected = outcomesOf(cluster, policies, direction, [tuple], mode)
        const got = verdict[direction]?.is
        return expected.length === 0 || got === 'unknown' || got === answerOf(expected)
      })
    },
    flows: ({ cluster, engine, mode, policies, seed, tuple, world }) => {
      const { completions, flow } = openFlow(randomFrom(seed), tuple, world)
      const verdict = judge(engine, flow)
      return DIRECTIONS.every((direction) => {
        const expected = outcomesOf(cluster, policies, direction, completions, mode)
        const outcomes = verdict[direction]?.outcomes ?? []
        const got = new Set(outcomes.map(({ action, trace }) => text(action, trace.map(rowOfHit))))
        if (expected.length === 0) return got.size === 0
        return (
          verdict[direction]?.is === answerOf(expected) &&
          expected.every(({ action, trace }) => got.has(text(action, trace)))
        )
      })
    },
  }
  for (let seed = 1; seed <= seeds; seed++) {
    const kind = ['known', 'labels', 'known', 'flows'][seed % 4]
    const world = worldOf(seed, { tuples: kind === 'flows' ? 3 : 12, open: kind === 'labels' })
    const { cluster, policies, tuples } = world
    for (const [set, mode] of [
      ['enforced', 'dataplane'],
      ['pending', 'felix-pending'],
    ]) {
      const engine = new Engine(cluster, policySetFor(set, policies), mode)
      for (const tuple of tuples) {
        if (!checks[kind]({ cluster, engine, mode, policies, seed, tuple, world }))
          return `random world ${seed}, ${kind}`
      }
    }
  }
  return undefined
}
