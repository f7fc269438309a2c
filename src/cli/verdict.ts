// `verdict`: exact flows against objects, one JSON line per flow in input order, in the form of the conformance vectors;
// and the batch form, one world a line.

import { createInterface } from 'node:readline'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { Readable } from 'node:stream'
import { InputError, stop } from '../base/diagnostic.ts'
import { manifestsFromObject } from '../manifest/object.ts'
import type { Manifest } from '../manifest/object.ts'
import { POLICY_SET_NAMES } from '../model/policy.ts'
import type { PolicySetName } from '../model/policy.ts'
import { World, printVerdict } from '../preflight/world.ts'
import type { PrintedVerdict, RulesOf } from '../preflight/world.ts'
import { sayDiagnostic } from '../report/wording.ts'
import { readTuple } from '../snapshot/tuple-flow.ts'
import { all, helpOf, one, parseFlags, UsageError } from './args.ts'
import type { Flag } from './args.ts'
import type { Command } from './command.ts'
import { readObjects } from './objects.ts'
import { RULES_FLAGS, rulesFrom } from './setting-flags.ts'
import { COULD_NOT_RUN, PASS } from './terminal.ts'
import type { ExitCode, Terminal } from './terminal.ts'

const FLAGS: readonly Flag[] = [
  {
    name: 'objects',
    value: 'PATH',
    many: true,
    description: 'Manifests, or what `kubectl get -o json|yaml` prints: files or folders.',
  },
  { name: 'flows', value: 'FILE|-', description: 'Exact flows, one JSON object a line.' },
  { name: 'set', value: 'SET', description: 'enforced, pending or promoted. Default: enforced' },
  {
    name: 'worlds',
    value: 'FILE|-',
    description: 'Instead of --objects and --flows: one world a line, judged under every set.',
  },
  ...RULES_FLAGS,
]

export const verdictCommand: Command = {
  name: 'verdict',
  summary: 'judge exact flows, one JSON line each',
  help: () => `Usage: netpol-preflight verdict --objects PATH… --flows FILE|- [--set enforced|pending|promoted] [OPTIONS]
       netpol-preflight verdict --worlds FILE|- [OPTIONS]

A flow is {"src":{"pod":"ns/name"}|{"ip":"…"},"dst":…,"protocol":"TCP|UDP|SCTP|ICMP|ICMPv6" or a number,
"sourcePort":n?,"destinationPort":n?,"icmp":{"type":n,"code":n}?}. A world is {"id","objects":[…],"flows":[…]}.

${helpOf(FLAGS)}

Exit codes: 0 all answered, 2 something could not be read (the rest is answered all the same).
`,
  run: async (args, terminal) => {
    const values = parseFlags(args, FLAGS)
    const worlds = one(values, 'worlds')
    const rules = rulesFrom(values)
    if (worlds !== undefined) return judgeWorlds(linesOf(worlds, terminal), rules, terminal)
    const [objects, flows] = [all(values, 'objects'), one(values, 'flows')]
    if (objects.length === 0 || flows === undefined)
      throw new UsageError('verdict needs --objects and --flows, or --worlds')
    const set = POLICY_SET_NAMES.find((name) => name === (one(values, 'set') ?? 'enforced'))
    if (set === undefined) throw new UsageError(`--set is one of ${POLICY_SET_NAMES.join(', ')}`)
    return judgeFlows({ paths: objects, set, rules }, linesOf(flows, terminal), terminal)
  },
}

interface Asked {
  /** Of the objects */
  readonly paths: readonly string[]
  readonly set: PolicySetName
  readonly rules: RulesOf
}

async function judgeFlows(
  { paths, rules, set }: Asked,
  lines: AsyncIterable<string>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { broken, diagnostics, manifests } = await readObjects(paths)
  const said = [...diagnostics]
  const world = new World(manifests, broken, (diagnostic) => said.push(diagnostic), undefined, rules)
  for (const diagnostic of said) terminal.err(`${sayDiagnostic(diagnostic)}\n`)
  let code: ExitCode = PASS
  let number = 0
  for await (const line of lines) {
    number++
    if (line.trim() === '') continue
    const answer = answerLine(line, world, set)
    if ('error' in answer) code = COULD_NOT_RUN
    terminal.out(`${JSON.stringify('error' in answer ? { line: number, ...answer } : answer)}\n`)
  }
  return code
}

function answerLine(line: string, world: World, set: PolicySetName): PrintedVerdict | { readonly error: string } {
  try {
    const flow = readTuple(JSON.parse(line), world.cluster)
    return typeof flow === 'string' ? { error: flow } : printVerdict(world.verdict(flow, set))
  } catch (error) {
    if (error instanceof SyntaxError) return { error: `not JSON: ${error.message}` }
    throw error
  }
}

async function judgeWorlds(lines: AsyncIterable<string>, rules: RulesOf, terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = PASS
  for await (const line of lines) {
    if (line.trim() === '') continue
    const answer = answerWorld(line, rules)
    if ('error' in answer) code = COULD_NOT_RUN
    terminal.out(`${JSON.stringify(answer)}\n`)
  }
  return code
}

interface WorldAnswer {
  readonly id: unknown
  readonly verdicts: readonly Readonly<Record<PolicySetName, PrintedVerdict>>[]
}

function answerWorld(line: string, rules: RulesOf): WorldAnswer | { readonly id: unknown; readonly error: string } {
  let id: unknown = null
  try {
    const input: unknown = JSON.parse(line)
    if (typeof input !== 'object' || input === null)
      return { id, error: 'a world is an object with `objects` and `flows`' }
    if ('id' in input) id = input.id
    const objects = 'objects' in input ? input.objects : undefined
    const flows = 'flows' in input ? input.flows : undefined
    if (!Array.isArray(objects) || !Array.isArray(flows))
      return { id, error: 'a world has the lists `objects` and `flows`' }
    return judgeWorld(id, objects, flows, rules)
  } catch (error) {
    if (error instanceof SyntaxError) return { id, error: `not JSON: ${error.message}` }
    if (error instanceof InputError) return { id, error: error.message }
    throw error
  }
}

function judgeWorld(
  id: unknown,
  objects: readonly unknown[],
  flows: readonly unknown[],
  rules: RulesOf,
): ReturnType<typeof answerWorld> {
  const path = typeof id === 'string' ? id : 'world'
  const manifests = new Map<string, Manifest>()
  const options = { defaultNamespace: 'default', report: () => undefined }
  const broken = objects.flatMap((object) => {
    const read = manifestsFromObject(object, path, options)
    for (const manifest of read.manifests) manifests.set(manifest.key, manifest)
    return read.broken
  })
  const world = new World([...manifests.values()], broken, () => undefined, undefined, rules)
  const verdicts: WorldAnswer['verdicts'][number][] = []
  for (const [i, tuple] of flows.entries()) {
    const flow = readTuple(tuple, world.cluster)
    if (typeof flow === 'string') return { id, error: `flow ${String(i)}: ${flow}` }
    const under = (set: PolicySetName): PrintedVerdict => printVerdict(world.verdict(flow, set))
    verdicts.push({ enforced: under('enforced'), pending: under('pending'), promoted: under('promoted') })
  }
  return { id, verdicts }
}

/** Lines of a file, unpacked where its name ends in `.gz`, or of standard input */
async function* linesOf(path: string, { input }: Terminal): AsyncIterable<string> {
  try {
    yield* createInterface({ input: path === '-' ? input : openFile(path), crlfDelay: Infinity })
  } catch (error) {
    throw stop('snapshot-unreadable', [path, error instanceof Error ? error.message : String(error)])
  }
}

function openFile(path: string): Readable {
  const file = createReadStream(path)
  if (!path.endsWith('.gz')) return file
  const unpacked = createGunzip()
  file.on('error', (error) => unpacked.destroy(error))
  return file.pipe(unpacked)
}
