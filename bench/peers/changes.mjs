// What each program prints of two folders → which ports of which pairs of workloads change, in one form, and how far two of
// them agree. The readers throw for a line that they do not understand: what is not read must not count as agreement.

import {
  ALL,
  NONE,
  isNone,
  isProtocol,
  isSame,
  minus,
  only,
  ports,
  portsFromText,
  textOf,
  union,
} from './connections.mjs'
import { Classes } from './rounds.mjs'

/** Of pairs of workloads of the cluster; what is said of addresses outside of it is only counted */
class Changes {
  outside = 0
  pairs = new Map()

  add(source, destination, change, set) {
    if (isNone(set)) return
    const key = `${source} → ${destination}`
    const pair = this.pairs.get(key) ?? { isSelf: source === destination, 'newly-allowed': NONE, 'newly-denied': NONE }
    pair[change] = union(pair[change], set)
    this.pairs.set(key, pair)
  }
}

/** `netpol-preflight connectivity --format json` */
export function readOurs(stdout) {
  const changes = new Changes()
  for (const { destination, ports: list, source } of JSON.parse(stdout))
    for (const { change, from, protocol, to } of list)
      changes.add(source, destination, change, ports(protocol, from, to))
  return changes
}

/**
 * `nca --semantic_diff --output_format txt_no_fw_rules`: lines `A => B : CONNECTIONS`, below a heading that says whether
 * they were removed or added
 */
export function readConfigAnalyzer(stdout, workloads) {
  const changes = new Changes()
  let change
  for (const line of stdout.split('\n')) {
    const heading = /^(Added|Removed) connections between .*:$/.exec(line.trim())
    if (heading !== null) change = heading[1] === 'Added' ? 'newly-allowed' : 'newly-denied'
    const found = /^(.+) => (.+) : (.+)$/.exec(line)
    if (found === null) continue
    if (change === undefined) throw new Error(`a connection below no heading: ${line}`)
    const [source, destination] = [found[1], found[2]].map((name) => workloadNamed(name, workloads))
    if (source === undefined || destination === undefined) changes.outside++
    else changes.add(source, destination, change, configAnalyzerSet(found[3]))
  }
  return changes
}

/** `All connections`, or `{protocols:TCP,UDP,dst_ports:80,90-99},{…}`, or `All but` such a list */
function configAnalyzerSet(text) {
  if (text === 'All connections') return ALL
  const isRest = text.startsWith('All but ')
  const list = isRest ? text.slice('All but '.length) : text
  if (!/^\{[^{}]*\}(,\{[^{}]*\})*$/.test(list)) throw new Error(`not connections: ${text}`)
  const cubes = [...list.matchAll(/\{([^}]*)\}/g)].map(([, cube]) => cube)
  const set = cubes.map(setOfCube).reduce(union, NONE)
  return isRest ? minus(ALL, set) : set
}

function setOfCube(cube) {
  const fields = Object.fromEntries(cube.split(/,(?=[a-z_]+:)/).map((field) => field.split(':')))
  const { dst_ports: ranges, protocols = '', ...others } = fields
  const names = protocols.split(',')
  if (Object.keys(others).length > 0 || !names.every(isProtocol)) throw new Error(`not connections: {${cube}}`)
  return names
    .flatMap((name) =>
      ranges === undefined ? [ports(name)] : ranges.split(',').map((range) => portsFromText(name, range)),
    )
    .reduce(union, NONE)
}

/**
 * `netpol-analyzer diff`: lines `diff-type: changed, source: A, destination: B, dir1: TCP 80,90-99,UDP 53, dir2: No
 * Connections`
 */
export function readNetpolAnalyzer(stdout, workloads) {
  const changes = new Changes()
  for (const line of stdout.split('\n')) {
    if (!line.startsWith('diff-type: ')) continue
    const found = /, source: (.+), destination: (.+), dir1: +(.+), dir2: +(.+?)(?:, workloads-diff-info: .*)?$/.exec(
      line,
    )
    if (found === null) throw new Error(`not a line of a diff: ${line}`)
    const [source, destination] = [found[1], found[2]].map((name) => workloadNamed(name, workloads))
    if (source === undefined || destination === undefined) {
      changes.outside++
      continue
    }
    const [before, after] = [found[3], found[4]].map(netpolAnalyzerSet)
    changes.add(source, destination, 'newly-denied', minus(before, after))
    changes.add(source, destination, 'newly-allowed', minus(after, before))
  }
  return changes
}

/** A range without a protocol belongs to the protocol before it */
function netpolAnalyzerSet(text) {
  if (text === 'No Connections') return NONE
  if (text === 'All Connections') return ALL
  let protocol = ''
  return text
    .split(',')
    .map((part) => {
      const [range, name = protocol] = part.trim().split(' ').reverse()
      if (!isProtocol(name)) throw new Error(`not connections: ${text}`)
      protocol = name
      return portsFromText(name, range)
    })
    .reduce(union, NONE)
}

/** Both name a workload by the object that owns its pods, `namespace/name[Kind]`; an address outside has no kind */
function workloadNamed(name, workloads) {
  const found = /^(.+)\[\w+\]$/.exec(name)
  if (found === null) return undefined
  const workload = workloads.get(found[1])
  if (workload === undefined) throw new Error(`not a workload of the world: ${name}`)
  return workload
}

/** Of the pairs of either: how many are the same, and the others by what is different. `protocols`: what both know */
export function agreement(ours, theirs, protocols) {
  const keys = new Set([...ours.pairs.keys(), ...theirs.pairs.keys()])
  const classes = new Classes()
  for (const key of keys) {
    const [own, other] = [ours, theirs].map(({ pairs }) => settled(pairs.get(key), protocols))
    if (isSame(own, other)) continue
    const { isSelf } = ours.pairs.get(key) ?? theirs.pairs.get(key)
    classes.add(kindOf(own, other, isSelf), () => `${key}: ours ${said(own)}, theirs ${said(other)}`)
  }
  const different = classes.all.reduce((sum, { count }) => sum + count, 0)
  return { same: keys.size - different, of: keys.size, classes: classes.all, outside: theirs.outside }
}

const settled = (pair = { 'newly-allowed': NONE, 'newly-denied': NONE }, protocols) => ({
  denied: only(protocols, pair['newly-denied']),
  allowed: only(protocols, pair['newly-allowed']),
})

const isNothing = ({ allowed, denied }) => isNone(allowed) && isNone(denied)

const said = (pair) =>
  isNothing(pair) ? 'nothing' : `denies ${textOf(pair.denied)} and allows ${textOf(pair.allowed)} anew`

function kindOf(own, other, isSelf) {
  const whose = isNothing(other) ? 'only ours has' : isNothing(own) ? 'only theirs has' : 'both have, with other ports,'
  return `${whose} ${isSelf ? 'what a workload says to itself' : 'a pair of workloads'}`
}
