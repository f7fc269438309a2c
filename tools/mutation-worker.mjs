// One mutant in a thread of its own: the tests of engine and convert run with one file replaced, until the first one fails.
// Posts `{ killedBy }`, `{ survived: number of tests }`, or `{ broken }` where the file cannot even be loaded.
import { registerHooks } from 'node:module'
import { run } from 'node:test'
import { parentPort, workerData } from 'node:worker_threads'

const { files, seeds, source, url } = workerData

registerHooks({
  load: (at, context, next) =>
    at === url ? { format: 'module-typescript', source, shortCircuit: true } : next(at, context),
})

const post = (message) => parentPort.postMessage(message)

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

/** The engine against the plain evaluator on a few random worlds, with everything known and with not; the same ones each time */
async function quickDifference() {
  const { Engine } = await import('../src/engine/engine.ts')
  const { judge } = await import('../src/engine/judge.ts')
  const { policySetFor } = await import('../src/convert/policy-set.ts')
  const { engineJudgement, flowOf } = await import('../test/support/engines.ts')
  const { answerOf, outcomesOf } = await import('../test/support/reference-open.ts')
  const reference = await import('../test/support/reference.ts')
  const { worldOf } = await import('../test/support/worlds.ts')
  const modes = { enforced: 'dataplane', pending: 'felix-pending' }
  try {
    for (let seed = 1; seed <= seeds; seed++) {
      const open = seed % 3 === 0
      const { cluster, policies, tuples } = worldOf(seed, { tuples: 12, open })
      for (const [set, mode] of Object.entries(modes)) {
        const engine = new Engine(cluster, policySetFor(set, policies), mode)
        for (const tuple of tuples) {
          if (!open) {
            const expected = reference.judge(cluster, policies, tuple, mode)
            if (JSON.stringify(engineJudgement(engine, tuple)) !== JSON.stringify(expected)) return `world ${seed}`
            continue
          }
          const verdict = judge(engine, flowOf(tuple))
          for (const direction of ['egress', 'ingress']) {
            const expected = outcomesOf(cluster, policies, direction, [tuple], mode)
            const got = verdict[direction]?.is
            if (expected.length > 0 && got !== answerOf(expected) && got !== 'unknown') return `open world ${seed}`
          }
        }
      }
    }
    return undefined
  } catch (error) {
    return `an error: ${String(error)}`
  }
}
