// Kubernetes policies of which Calico's verdict is recorded (test/conformance) → how many of these each program gets right, and
// where the others lie. Nothing is timed: the worlds are tiny and full of traps.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { cacheFolder } from './programs.mjs'
import { Classes, inRounds } from './rounds.mjs'
import { number, printClasses, table } from './table.mjs'
import { OURS } from './verdicts.mjs'

const FILE = path.resolve(import.meta.dirname, '..', '..', 'test', 'conformance', 'knp.jsonl.gz')
/** The protocols that all of the programs know */
const PROTOCOLS = ['TCP', 'UDP', 'SCTP']
const WORD = { a: 'allow', d: 'deny', u: 'unknown' }

/** Prints a table, and gives what it printed as data. `peers`: with their `command` */
export async function compareWithCalico(peers, { seconds }) {
  const worlds = readWorlds()
  const folders = worlds.map(({ flows, id, objects }) => writeWorld(id, objects, flows))
  const programs = [OURS, ...peers]
  const results = await inRounds(programs, ({ args = [] }) => [...args, ...folders], { rounds: 1, seconds })
  const judged = results.map(({ reason, runs }, i) => ({
    ...{ name: programs[i].name, why: programs[i].why, reason },
    agreement: runs === undefined ? undefined : agreement(worlds, runs[0].stdout),
  }))
  console.log(`\nCalico's recorded verdicts: ${number(worlds.length)} random worlds with Kubernetes policies alone`)
  table(
    ['', 'as Calico'],
    judged.map(({ agreement: agreed, name, reason }) => [
      name,
      agreed === undefined ? reason : `${number(agreed.same)} of ${number(agreed.of)}`,
    ]),
  )
  for (const one of judged) printClasses(one, one.agreement?.classes)
  return judged
}

/** `{ id, objects, flows, expect }`, with `a` or `d` for each flow */
function readWorlds() {
  const lines = gunzipSync(readFileSync(FILE)).toString().trimEnd().split('\n')
  return lines.map((line) => {
    const { expect, flows, id, objects } = JSON.parse(line)
    const known = flows
      .map((flow, i) => ({ flow, verdict: expect[i].enforced.verdict }))
      .filter(({ flow }) => PROTOCOLS.includes(flow.protocol))
    return { id, objects, flows: known.map(({ flow }) => flow), expect: known.map(({ verdict }) => verdict[0]) }
  })
}

/** In the form of bench/worlds.mjs, with one side. JSON is YAML too */
function writeWorld(id, objects, flows) {
  const folder = cacheFolder(path.join('conformance', id))
  rmSync(folder, { recursive: true })
  mkdirSync(path.join(folder, 'before'), { recursive: true })
  writeFileSync(path.join(folder, 'objects.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  for (const [i, policy] of objects.filter(({ kind }) => kind === 'NetworkPolicy').entries())
    writeFileSync(path.join(folder, 'before', `${i}.yaml`), JSON.stringify(policy))
  writeFileSync(path.join(folder, 'flows.jsonl'), flows.map((flow) => `${JSON.stringify(flow)}\n`).join(''))
  return folder
}

function agreement(worlds, stdout) {
  const classes = new Classes()
  const results = stdout.trimEnd().split('\n')
  let of = 0
  for (const [w, { expect, flows, id, objects }] of worlds.entries()) {
    const [{ answers }] = JSON.parse(results[w]).sides
    of += flows.length
    for (const [i, flow] of flows.entries()) {
      if (answers[i] === expect[i]) continue
      const kind = `${WORD[answers[i]]} where Calico says ${WORD[expect[i]]}, from ${endOf(flow.src, objects)} to ${endOf(flow.dst, objects)}`
      classes.add(kind, () => `${id} flow ${i}: ${JSON.stringify(flow)}`)
    }
  }
  return { same: of - classes.all.reduce((sum, { count }) => sum + count, 0), of, classes: classes.all }
}

function endOf(end, objects) {
  if (end.pod === undefined) return 'an address outside'
  const pod = objects.find(
    ({ kind, metadata }) => kind === 'Pod' && `${metadata.namespace}/${metadata.name}` === end.pod,
  )
  return pod?.spec.hostNetwork === true ? 'a pod on the host network' : 'a pod'
}
