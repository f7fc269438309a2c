// The bench: how long the product takes and how much memory, part by part, as medians with their spread. It asserts nothing
// (bench/README.md says what there is, and what it cannot prove).
//
//   node bench/run.mjs [--part PART]… [--world WORLD]… [--flows N] [--rounds N] [--against REVISION] [--json FILE]

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { PARTS } from './parts.mjs'
import { compared, median, single } from './statistics.mjs'
import { NODE, otherTree, thisTree } from './trees.mjs'

const WORLDS = ['knp-uniform', 'unique', 'calico-shape', 'tiers20', 'cidrs', 'selectors', 'dual']
const { values } = parseArgs({
  options: {
    part: { type: 'string', multiple: true, default: [] },
    world: { type: 'string', multiple: true, default: WORLDS },
    flows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    against: { type: 'string' },
    json: { type: 'string' },
  },
})

const names = values.part.length === 0 ? Object.keys(PARTS).filter((name) => PARTS[name].quick) : values.part
const unknown = names.find((name) => PARTS[name] === undefined)
const rounds = Number(values.rounds)
if (unknown !== undefined || !(rounds >= 1) || !(Number(values.flows) >= 1)) {
  console.error(`usage: bench/run.mjs [--part ${Object.keys(PARTS).join('|')}]… [--world WORLD]… [--flows N] [--rounds N]
       [--against REVISION] [--json FILE]`)
  process.exit(2)
}

const other = values.against === undefined ? undefined : otherTree(values.against)
const trees = other === undefined ? [thisTree] : [thisTree, other]
const results = []
try {
  console.log(
    `Node ${version(NODE)}, ${cpus().length} processors, load ${loadavg()[0].toFixed(1)}, ${rounds} rounds` +
      (other === undefined ? '' : `; A is this tree, B is ${values.against}`),
  )
  for (const name of names) await runPart(name)
} finally {
  other?.remove()
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)

function version(node) {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1)
}

/** Rounds go through the trees in turn, so that a machine that slows down slows both */
async function runPart(name) {
  const part = PARTS[name]
  console.log(`\n${part.title}`)
  for (const one of await part.measurements({ flows: Number(values.flows), worlds: values.world })) {
    const samples = trees.map(() => [])
    for (let round = 0; round < rounds; round++)
      for (const [i, tree] of trees.entries()) {
        const sample = await one.measure(tree)
        if (sample !== undefined) samples[i].push(sample)
      }
    console.log(`  ${one.name}`)
    for (const figure of one.figures) {
      const [own = [], others] = samples.map((list) => list.map(figure.of))
      const line = others === undefined ? single(own, figure) : compared(own, others, figure)
      console.log(`    ${figure.name.padEnd(43)} ${line}`)
      results.push({
        part: name,
        measurement: one.name,
        figure: figure.name,
        unit: figure.unit,
        median: median(own),
        own,
        others,
      })
    }
  }
}
