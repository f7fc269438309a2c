// Side by side with other tools: the same work on the same machine in one run, and beside the speed how far the answers agree.
// A tool whose own tools are missing is skipped with a sentence (bench/README.md says what each needs).
//
//   node bench/peers/run.mjs [--peer NAME]… [--flows N] [--rounds N] [--seconds N] [--json FILE]

import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { compareWithCalico } from './conformance.mjs'
import { PAIR_PEERS, comparePairs } from './pairs.mjs'
import { VERDICT_PEERS, compareVerdicts } from './verdicts.mjs'

const NAMES = [...VERDICT_PEERS, ...PAIR_PEERS].map(({ name }) => name)
const { values } = parseArgs({
  options: {
    peer: { type: 'string', multiple: true, default: NAMES },
    flows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '300' },
    json: { type: 'string' },
  },
})

const options = { flows: Number(values.flows), rounds: Number(values.rounds), seconds: Number(values.seconds) }
if (!values.peer.every((name) => NAMES.includes(name)) || !Object.values(options).every((value) => value >= 1)) {
  console.error(`usage: bench/peers/run.mjs [--peer ${NAMES.join('|')}]…
       [--flows N] [--rounds N] [--seconds N] [--json FILE]`)
  process.exit(2)
}

const verdicts = prepared(VERDICT_PEERS)
const pairs = prepared(PAIR_PEERS)
const load = loadavg()[0].toFixed(1)
console.log(`Node ${process.versions.node}, ${cpus().length} processors, load ${load}, ${options.rounds} rounds`)
const results = [
  ...(verdicts.length === 0 ? [] : await compareVerdicts(verdicts, options)),
  ...(verdicts.length === 0 ? [] : await compareWithCalico(verdicts, options)),
  ...(pairs.length === 0 ? [] : await comparePairs(pairs, options)),
]
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)

/** Those that were asked for and can run, with their `command` */
function prepared(peers) {
  return peers
    .filter(({ name }) => values.peer.includes(name))
    .flatMap((peer) => {
      const { command, reason } = peer.prepare()
      if (command !== undefined) return [{ ...peer, command }]
      console.log(`${peer.name} is skipped: ${reason}.`)
      return []
    })
}
