// Programs that judge flows, on the same flows: how long a verdict takes in each, and where their answers differ from ours.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { worldFolder } from '../files.mjs'
import { median } from '../statistics.mjs'
import { NODE } from '../trees.mjs'
import { goProgram } from './programs.mjs'
import { Classes, inRounds } from './rounds.mjs'
import { number, printClasses, spread, table } from './table.mjs'

/** Our own program, which measures itself as those of the peers do */
export const OURS = {
  name: 'netpol-preflight',
  command: NODE,
  args: [path.join(import.meta.dirname, 'netpol-preflight.ts')],
}

/** Each prints, for the folder of a world, what netpol-preflight.ts prints */
export const VERDICT_PEERS = [
  { name: 'kube-network-policies', prepare: () => goProgram('kube-network-policies') },
  {
    name: 'cyclonus',
    prepare: () => goProgram('cyclonus'),
    why: 'its NotIn does not match what lacks the label, which that of Kubernetes does; nothing else is known to differ.',
  },
]

/** Kubernetes policies alone, and no block of addresses that holds a pod: worlds in which all of them mean the same */
const WORLDS = ['knp-uniform', 'unique']

/** Prints a table for each world, and gives what it printed as data. `peers`: with their `command` */
export async function compareVerdicts(peers, options) {
  const { flows } = options
  const results = []
  for (const world of WORLDS) {
    const folder = worldFolder({ world, flows })
    const { counts } = JSON.parse(readFileSync(path.join(folder, 'world.json'), 'utf8'))
    const programs = [OURS, ...peers]
    const runs = await inRounds(programs, ({ args = [] }) => [...args, folder], options)
    const measured = runs.map((result) => ({ ...result, runs: result.runs?.map(({ stdout }) => JSON.parse(stdout)) }))
    const [ours, ...others] = measured
    if (ours.runs === undefined) throw new Error(ours.reason)
    const lines = readFileSync(path.join(folder, 'flows.jsonl'), 'utf8').split('\n')
    const compared = [
      { world, ...OURS, ...ours },
      ...others.map((result, i) => ({
        ...{ world, ...peers[i], ...result },
        agreement: result.runs === undefined ? undefined : agreement(ours.runs[0], result.runs[0], lines),
      })),
    ]
    const size = `${number(counts.policies)} policies, ${number(counts.pods)} pods`
    console.log(`\n${world}: ${number(flows)} flows on both sides, ${size}`)
    table(
      ['', 'a verdict', '', 'set-up included', '', 'setting up', 'peak', 'same answers'],
      compared.map((one) => rowOf(one, ours.runs)),
    )
    for (const one of compared) printClasses(one, one.agreement?.classes)
    results.push(...compared.map(printable))
  }
  return results
}

const again = ({ againMs }) => againMs
const whole = ({ firstMs, setUpMs }) => setUpMs + firstMs

function rowOf({ agreement: agreed, name, reason, runs }, ours) {
  if (runs === undefined) return [name, reason]
  const figures = (millisOf) => {
    const micros = runs.map((run) => perVerdict(run, millisOf))
    const times = micros.map((value, round) => value / perVerdict(ours[round], millisOf))
    return [`${spread(micros, 2)} µs`, runs === ours ? '' : `× ${number(median(times), 1)}`]
  }
  const setUp = runs.map(({ sides }) => sides.reduce((sum, { setUpMs }) => sum + setUpMs, 0))
  return [
    name,
    ...figures(again),
    ...figures(whole),
    `${spread(setUp, 0)} ms`,
    `${number(median(runs.map(({ peakMiB }) => peakMiB)))} MiB`,
    agreed === undefined ? '' : `${number(agreed.same)} of ${number(agreed.of)}`,
  ]
}

/** Microseconds; a verdict is one flow on one side */
const perVerdict = ({ flows, sides }, millisOf) =>
  (sides.reduce((sum, side) => sum + millisOf(side), 0) * 1000) / (flows * sides.length)

const printable = ({ agreement: agreed, name, reason, runs, world }) => ({
  ...{ name, world, reason },
  runs: runs?.map(({ sides, ...run }) => ({
    ...run,
    sides: sides.map(({ againMs, firstMs, setUpMs }) => ({ setUpMs, firstMs, againMs })),
  })),
  agreement: agreed,
})

const WORD = { a: 'allow', d: 'deny', u: 'unknown' }

/** Over both sides: how many answers are the same, and the others by what they say and of which ends */
function agreement(ours, theirs, lines) {
  const classes = new Classes()
  for (const [side, { answers }] of ours.sides.entries())
    for (let i = 0; i < ours.flows; i++) {
      const [own, other] = [answers[i], theirs.sides[side].answers[i]]
      if (own === other) continue
      const { dst, src } = JSON.parse(lines[i])
      const [from, to] = [src, dst].map(({ pod }) => (pod === undefined ? 'an address outside' : 'a pod'))
      const kind = `${WORD[other]} where ours says ${WORD[own]}, from ${from} to ${to}`
      classes.add(kind, () => `${side === 0 ? 'before' : 'after'} ${lines[i]}`)
    }
  const of = ours.flows * ours.sides.length
  return { same: of - classes.all.reduce((sum, { count }) => sum + count, 0), of, classes: classes.all }
}
