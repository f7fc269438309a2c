// Programs that compare two folders of policies without any flow, on the same folders: how long all pairs of workloads take in
// each, from files to result, and for which pairs they say something else than `netpol-preflight connectivity`.

import { cpSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { worldFolder } from '../files.mjs'
import { median } from '../statistics.mjs'
import { thisTree } from '../trees.mjs'
import { agreement, readConfigAnalyzer, readNetpolAnalyzer, readOurs } from './changes.mjs'
import { cacheFolder, installedProgram, pythonProgram } from './programs.mjs'
import { inRounds } from './rounds.mjs'
import { number, printClasses, spread, table } from './table.mjs'

const OURS = {
  name: 'netpol-preflight',
  command: process.execPath,
  args: ({ after, before, cluster }) => [
    ...[thisTree.dist('cli.js'), 'connectivity', '--before', before, '--after', after, '--objects', cluster],
    ...['--format', 'json'],
  ],
}

/** `protocols`: those that the program knows; `workloads` of `read`: see workloadsOf */
export const PAIR_PEERS = [
  {
    name: 'network-config-analyzer',
    protocols: ['TCP', 'UDP', 'SCTP', 'ICMP'],
    prepare: () => pythonProgram('network-config-analyzer==2.1.0', 'nca'),
    // Every pair on a line of its own, which is also the fastest of its formats: others look for the shortest set of rules.
    args: ({ after, before, cluster }) => [
      ...['--semantic_diff', after, '--base_np_list', before, '--pod_list', cluster, '--ns_list', cluster],
      ...['--output_format', 'txt_no_fw_rules'],
    ],
    codes: [0, 1],
    why: 'it leaves out what a workload says to itself; ours asks of one replica to another, even where there is one.',
    read: readConfigAnalyzer,
  },
  {
    name: 'netpol-analyzer',
    protocols: ['TCP', 'UDP', 'SCTP'],
    prepare: () => installedProgram(['netpol-analyzer', 'k8snetpolicy']),
    args: (folders) => {
      const [before, after] = ['before', 'after'].map((side) => withCluster(folders, side))
      return ['diff', '--dir1', before, '--dir2', after, '--quiet']
    },
    read: readNetpolAnalyzer,
  },
]

/** The size that the target is stated for, and one that a slow program finishes */
const SIZES = [
  { pods: 1000, policies: 20 },
  { pods: 100, policies: 20 },
]

/** Prints a table for each size, and gives what it printed as data. `peers`: with their `command` */
export async function comparePairs(peers, options) {
  const results = []
  for (const size of SIZES) {
    const folder = worldFolder({ world: 'knp-uniform', ...size, flows: 1, manifests: true })
    const folders = Object.fromEntries(['before', 'after', 'cluster'].map((name) => [name, path.join(folder, name)]))
    const programs = [OURS, ...peers]
    const [ours, ...others] = await inRounds(programs, ({ args }) => args(folders), options)
    if (ours.runs === undefined) throw new Error(ours.reason)
    const workloads = workloadsOf(folder)
    const compared = [
      { ...size, ...OURS, ...ours },
      ...others.map((result, i) => ({ ...size, ...peers[i], ...result, ...agreed(ours, result, peers[i], workloads) })),
    ]
    console.log(`\nAll pairs of ${number(size.pods)} workloads under ${size.policies} policies, from files to result`)
    table(
      ['', 'wall time', '', 'peak', 'same pairs'],
      compared.map((one) => rowOf(one, ours.runs)),
    )
    compared.forEach(printDifferences)
    results.push(...compared.map(printable))
  }
  return results
}

function rowOf({ agreement: agreed, name, reason, runs }, ours) {
  if (runs === undefined) return [name, reason]
  const peaks = runs.map(({ peakMiB }) => peakMiB).filter((peak) => peak !== undefined)
  return [
    name,
    `${spread(
      runs.map(({ millis }) => millis / 1000),
      2,
    )} s`,
    runs === ours ? '' : `× ${number(median(runs.map(({ millis }, round) => millis / ours[round].millis)), 1)}`,
    peaks.length === 0 ? 'not known' : `${number(median(peaks))} MiB`,
    agreed === undefined ? '' : `${number(agreed.same)} of ${number(agreed.of)}`,
  ]
}

/** What the first runs of both say; a program says the same in every round. `unread`: why it could not be compared */
function agreed(ours, theirs, { protocols, read }, workloads) {
  if (theirs.runs === undefined) return {}
  try {
    return { agreement: agreement(readOurs(ours.runs[0].stdout), read(theirs.runs[0].stdout, workloads), protocols) }
  } catch (error) {
    return { unread: error.message }
  }
}

function printDifferences(one) {
  const { agreement: agreed, name, unread } = one
  if (unread !== undefined) console.log(`  ${name}: what it says could not be read: ${unread}`)
  if (agreed === undefined) return
  printClasses(one, agreed.classes)
  if (agreed.outside > 0)
    console.log(`  ${name} has ${number(agreed.outside)} lines more about addresses outside of the cluster`)
}

const printable = ({ agreement: agreed, name, pods, policies, reason, runs, unread }) => ({
  ...{ name, pods, policies, reason, unread },
  runs: runs?.map(({ millis, peakMiB }) => ({ millis, peakMiB })),
  agreement: agreed,
})

/** The names of pods and of the ReplicaSets that own them → the workload as we name it */
function workloadsOf(folder) {
  const { items } = JSON.parse(readFileSync(path.join(folder, 'objects.json'), 'utf8'))
  const workloads = new Map()
  for (const { kind, metadata } of items) {
    if (kind !== 'Pod') continue
    const [owner] = metadata.ownerReferences
    const workload = owner.name.slice(0, -1 - metadata.labels['pod-template-hash'].length)
    for (const name of [metadata.name, owner.name])
      workloads.set(`${metadata.namespace}/${name}`, `${metadata.namespace}/${workload}`)
  }
  return workloads
}

/** A folder that holds the objects of the cluster and the policies of one side, for a program that takes one folder */
function withCluster(folders, side) {
  const folder = cacheFolder(path.join('sides', path.basename(path.dirname(folders.cluster)), side))
  for (const from of [folders.cluster, folders[side]]) cpSync(from, folder, { recursive: true })
  return folder
}
