// `connectivity`: which workload pairs and ports change between two folders, with no flows at all.

import { PASS } from './terminal.ts'
import { UsageError, all, helpOf, one, parseFlags } from './args.ts'
import type { Flag } from './args.ts'
import type { Command } from './command.ts'
import { readObjects } from './objects.ts'
import { RULES_FLAGS, rulesFrom } from './setting-flags.ts'
import { readSide } from '../files/side.ts'
import type { Diagnostic, Report } from '../base/diagnostic.ts'
import type { Manifest } from '../manifest/object.ts'
import { POLICY_SET_NAMES } from '../model/policy.ts'
import { protocolName } from '../model/protocol.ts'
import { compareSides, applyChange, overlay } from '../preflight/change.ts'
import { connectivityChanges } from '../preflight/connectivity.ts'
import type { PairChange, PortChange } from '../preflight/connectivity.ts'
import { SideReader } from '../preflight/side.ts'
import { simulate } from '../preflight/simulate.ts'
import type { RulesOf } from '../preflight/world.ts'
import { logLine } from '../report/escape.ts'
import { sayDiagnostic } from '../report/wording.ts'

const FLAGS: readonly Flag[] = [
  { name: 'before', value: 'SIDE', description: 'A folder, or git:REVISION[:PATH].' },
  { name: 'after', value: 'SIDE', description: 'A folder, or git:REVISION[:PATH].' },
  {
    name: 'objects',
    value: 'PATH',
    many: true,
    description: 'The cluster: what `kubectl get -o json|yaml` prints. Default: the sides alone',
  },
  {
    name: 'policies',
    value: 'GLOBS',
    many: true,
    description: 'Which files of the sides hold manifests. Default: **/*.{yaml,yml,json}',
  },
  { name: 'set', value: 'SET', description: 'enforced or promoted. Default: enforced' },
  { name: 'format', value: 'FORMAT', description: 'text or json. Default: text' },
  ...RULES_FLAGS,
]

export const connectivityCommand: Command = {
  name: 'connectivity',
  summary: 'say which workloads can reach which ports of which others, as far as that changes',
  help: () => `Usage: netpol-preflight connectivity --before SIDE --after SIDE [--objects PATH…] [OPTIONS]

Every workload against every other one and against another pod of its own, on every port, whether or not anything was
seen to connect. \`uncertain\`: an object that is not understood may decide.

${helpOf(FLAGS)}

Exit codes: 0 answered, 2 could not run.
`,
  run: async (args, { err, out }) => {
    const values = parseFlags(args, FLAGS)
    const [before, after] = [one(values, 'before'), one(values, 'after')]
    if (before === undefined || after === undefined) throw new UsageError('connectivity needs --before and --after')
    const set = POLICY_SET_NAMES.find((name) => name !== 'pending' && name === (one(values, 'set') ?? 'enforced'))
    if (set === undefined) throw new UsageError('--set is one of enforced, promoted')
    const format = one(values, 'format') ?? 'text'
    if (format !== 'text' && format !== 'json') throw new UsageError('--format is one of text, json')
    const said: Diagnostic[] = []
    const report: Report = (diagnostic) => void said.push(diagnostic)
    const globs = all(values, 'policies').length > 0 ? all(values, 'policies') : ['**/*.{yaml,yml,json}']
    const asked = { before, after, globs, objects: all(values, 'objects'), rules: rulesFrom(values) }
    const simulation = await simulationOf(asked, report)
    const changes = connectivityChanges(simulation.before.engine(set), simulation.after.engine(set))
    for (const diagnostic of [...said, ...simulation.diagnostics]) err(`${sayDiagnostic(diagnostic)}\n`)
    out(format === 'json' ? `${JSON.stringify(changes.map(jsonOf), undefined, 2)}\n` : textOf(changes))
    return PASS
  },
}

interface Asked {
  readonly before: string
  readonly after: string
  readonly globs: readonly string[]
  /** Paths */
  readonly objects: readonly string[]
  readonly rules: RulesOf
}

async function simulationOf(
  { after, before, globs, objects, rules }: Asked,
  report: Report,
): Promise<ReturnType<typeof simulate>> {
  const cluster = await readObjects(objects)
  cluster.diagnostics.forEach(report)
  const live = new Map<string, Manifest>(cluster.manifests.map((manifest) => [manifest.key, manifest]))
  const reader = new SideReader('default')
  const [old, now] = [before, after].map((side) => {
    const read = readSide(side, globs, { folder: '.' })
    read.diagnostics.forEach(report)
    return reader.side(read.sources)
  })
  if (old === undefined || now === undefined) throw new Error('INVARIANT: two sides')
  const change = compareSides(old, now)
  for (const diagnostic of [...now.diagnostics, ...change.diagnostics]) report(diagnostic)
  const base = overlay(live, old.objects)
  return simulate({
    recorded: [...live.values()],
    before: [...base.values()],
    after: [...applyChange(base, change.objects).values()],
    brokenRecorded: cluster.broken,
    brokenBefore: [...cluster.broken, ...old.broken],
    brokenAfter: [...cluster.broken, ...now.broken],
    diffs: change.objects,
    rules,
  })
}

const jsonOf = ({ destination, ports, source }: PairChange): unknown => ({
  source,
  destination,
  ports: ports.map(({ change, ports: range, protocol }) => ({ change, protocol: nameOf(protocol, range), ...range })),
})

function textOf(changes: readonly PairChange[]): string {
  if (changes.length === 0) return 'No pair of workloads is connected differently.\n'
  const lines = changes.map(({ destination, ports, source }) => {
    const parts = CHANGES.flatMap(({ change, words }) => {
      const all = ports.filter((one) => one.change === change)
      return all.length === 0 ? [] : [`${words} ${all.map(portText).join(', ')}`]
    })
    return logLine(`${source} → ${destination}: ${parts.join('; ')}`)
  })
  const certain = changes.filter(({ ports }) => ports.some(({ change }) => change !== 'uncertain')).length
  const open = changes.length - certain
  const others = open === 0 ? '' : `; of ${count(open, 'pair')} it is uncertain`
  return `${lines.join('\n')}\n${count(certain, 'pair')} of workloads ${certain === 1 ? 'is' : 'are'} connected differently${others}\n`
}

const count = (number: number, word: string): string => `${String(number)} ${word}${number === 1 ? '' : 's'}`

const CHANGES = [
  { change: 'newly-denied', words: 'newly denied' },
  { change: 'newly-allowed', words: 'newly allowed' },
  { change: 'uncertain', words: 'uncertain' },
] as const satisfies readonly { readonly change: PortChange['change']; readonly words: string }[]

/** A protocol without ports stands for all of them */
const nameOf = (protocol: number, range: PortChange['ports']): string =>
  range === undefined ? 'ICMP' : protocolName(protocol)

function portText({ ports, protocol }: PortChange): string {
  if (ports === undefined) return nameOf(protocol, ports)
  const { from, to } = ports
  if (from === 1 && to === 65_535) return `${protocolName(protocol)} any port`
  return `${protocolName(protocol)} ${from === to ? String(from) : `${String(from)}-${String(to)}`}`
}
