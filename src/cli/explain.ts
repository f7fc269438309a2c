// `explain`: the walk of one flow in words: tiers, policies considered, the rule that decided, and for each rule that
// did not match, which condition failed.

import { deniedChoice, isSpared } from '../advise/near.ts'
import { explainEnd } from '../advise/explain.ts'
import type { Explanation, PolicyStep, RuleStep, TierStep } from '../advise/explain.ts'
import { locate } from '../base/location.ts'
import { TOOL } from '../base/tool.ts'
import { ask } from '../engine/judge.ts'
import type { Concrete } from '../engine/question.ts'
import { POLICY_SET_NAMES } from '../model/policy.ts'
import type { Cluster } from '../model/cluster.ts'
import type { Flow } from '../model/flow.ts'
import { protocolName } from '../model/protocol.ts'
import type { Answer, FlowVerdict, HostStep, PolicyHit } from '../model/verdict.ts'
import { World } from '../preflight/world.ts'
import { inertLine } from '../report/escape.ts'
import { sayDiagnostic } from '../report/wording.ts'
import { readTuple } from '../snapshot/tuple-flow.ts'
import { all, helpOf, one, parseFlags, UsageError } from './args.ts'
import type { Flag, Values } from './args.ts'
import type { Command } from './command.ts'
import { readObjects } from './objects.ts'
import { RULES_FLAGS, rulesFrom } from './setting-flags.ts'
import { PASS } from './terminal.ts'

const FLAGS: readonly Flag[] = [
  {
    name: 'objects',
    value: 'PATH',
    many: true,
    description: 'Manifests, or what `kubectl get -o json|yaml` prints: files or folders.',
  },
  { name: 'from', value: 'END', description: 'A pod as namespace/name, or an address.' },
  { name: 'to', value: 'END', description: 'A pod as namespace/name, or an address.' },
  { name: 'protocol', value: 'P', description: 'TCP, UDP, SCTP, ICMP, ICMPv6 or a number. Default: TCP' },
  { name: 'port', value: 'N', description: 'Destination port, of the pod.' },
  { name: 'source-port', value: 'N', description: 'Port of the client; left open where it is not given.' },
  { name: 'set', value: 'SET', description: 'enforced, pending or promoted. Default: enforced' },
  ...RULES_FLAGS,
]

export const explainCommand: Command = {
  name: 'explain',
  summary: 'say in words why one flow is allowed or denied',
  help: () => `Usage: netpol-preflight explain --objects PATH… --from END --to END [--protocol P] --port N [OPTIONS]

${helpOf(FLAGS)}
`,
  run: async (args, { err, out }) => {
    const values = parseFlags(args, FLAGS)
    if (all(values, 'objects').length === 0) throw new UsageError('explain needs --objects')
    const set = POLICY_SET_NAMES.find((name) => name === (one(values, 'set') ?? 'enforced'))
    if (set === undefined) throw new UsageError(`--set is one of ${POLICY_SET_NAMES.join(', ')}`)
    const rules = rulesFrom(values)
    const { broken, diagnostics, manifests } = await readObjects(all(values, 'objects'))
    const said = [...diagnostics]
    const world = new World(manifests, broken, (diagnostic) => said.push(diagnostic), undefined, rules)
    for (const diagnostic of said) err(`${sayDiagnostic(diagnostic)}\n`)
    const flow = flowOf(values, world)
    for (const name of strangers(flow, world.cluster))
      err(`${TOOL.name}: ${inertLine(name)} is no pod of these objects: of its labels nothing is known\n`)
    const engine = world.engine(set)
    const concrete = deniedChoice(engine, flow) ?? anyChoice(world, flow, set)
    const spared = concrete !== undefined && isSpared(concrete)
    out(explain(flow, world.verdict(flow, set), concrete === undefined ? [] : endsOf(engine, concrete), spared))
    return PASS
  },
}

/** Ends that are pods by name alone */
const strangers = ({ destination, source }: Flow, { hostPods, workloads }: Cluster): string[] =>
  [source, destination].flatMap(({ candidates, name }) =>
    candidates.some((one) => one.is === 'stand-in') ||
    candidates.some(
      (one) =>
        one.is === 'pod' &&
        ![...workloads, ...hostPods].some((pod) => pod.name === one.name && pod.namespace === one.namespace),
    )
      ? [name]
      : [],
  )

const endsOf = (engine: ReturnType<World['engine']>, concrete: Concrete): Explanation[] =>
  (['egress', 'ingress'] as const).flatMap((direction) => explainEnd(engine, concrete, direction) ?? [])

function anyChoice(world: World, flow: Flow, set: Parameters<World['engine']>[0]): Concrete | undefined {
  const { destinations, layer4, sources } = ask(world.engine(set), flow)
  const [source] = sources
  const destination = destinations.find(({ peer }) => peer.family === source?.peer.family)
  const [l4] = layer4
  return source === undefined || destination === undefined || l4 === undefined
    ? undefined
    : { source, destination, layer4: l4 }
}

function flowOf(values: Values, world: World): Flow {
  const end = (name: string): Record<string, string> => {
    const text = one(values, name)
    if (text === undefined) throw new UsageError(`explain needs --${name}`)
    return /^[0-9a-fA-F:.]+$/.test(text) && /[.:]/.test(text) ? { ip: text } : { pod: text }
  }
  const number = (name: string): number | undefined => {
    const text = one(values, name)
    if (text !== undefined && !/^\d{1,5}$/.test(text)) throw new UsageError(`--${name} is a number`)
    return text === undefined ? undefined : Number(text)
  }
  const protocol = one(values, 'protocol') ?? 'TCP'
  const tuple = {
    src: end('from'),
    dst: end('to'),
    protocol: /^\d+$/.test(protocol) ? Number(protocol) : protocol,
    destinationPort: number('port'),
    sourcePort: number('source-port'),
  }
  const flow = readTuple(tuple, world.cluster)
  if (typeof flow === 'string') throw new UsageError(`no such flow: ${flow}`)
  return flow
}

const ANSWERS: Readonly<Record<Answer, string>> = { allow: 'allowed', deny: 'denied', unknown: 'uncertain' }

function explain(flow: Flow, verdict: FlowVerdict, ends: readonly Explanation[], spared: boolean): string {
  const port = flow.destinationPort === undefined ? '' : ` ${String(flow.destinationPort)}`
  const lines = [
    `${flow.source.name} → ${flow.destination.name} ${protocolName(flow.protocol)}${port}: ${ANSWERS[verdict.overall]}`,
    ...ends.flatMap((end) => endLines(end, flow)),
    ...(verdict.hosts ?? []).flatMap(hostLines),
  ]
  if (spared)
    lines.push(
      '',
      `ingress of ${flow.destination.name}: not asked. A node reaches its own pods, whatever policies say.`,
    )
  else if (ends.length === 0 && verdict.hosts === undefined)
    lines.push('', 'Neither end is a pod of these objects: no policy speaks for the flow.')
  return `${lines.map((line) => inertLine(line)).join('\n')}\n`
}

function endLines({ direction, profile, tiers, verdict }: Explanation, flow: Flow): string[] {
  const who = direction === 'egress' ? `egress of ${flow.source.name}` : `ingress of ${flow.destination.name}`
  const last =
    profile === undefined ? [] : [`  no tier decides: the profile ${profile.policy.name} ${word(profile.action)}`]
  return ['', `${who}: ${ANSWERS[verdict.is]}`, ...tiers.flatMap(tierLines), ...last]
}

/** A node on the way, and the row that decides there */
function hostLines({ endpoints, hook, node, verdict }: HostStep): string[] {
  const of = endpoints.length === 0 ? '' : ` of ${endpoints.join(' or ')}`
  const last = verdict.trace.at(-1)
  const row = last === undefined ? [] : [`  tier ${last.tier}`, `    ${tierEnd(last)}`]
  return ['', `${node ?? 'some node'}, ${hook}${of}: ${ANSWERS[verdict.is]}`, ...row]
}

function tierLines({ decided, policies, tier }: TierStep): string[] {
  return [`  tier ${tier}`, ...policies.flatMap((step) => policyLines(step, decided)), `    ${tierEnd(decided)}`]
}

function tierEnd(decided: PolicyHit | undefined): string {
  if (decided === undefined) return '(not reached)'
  if (decided.rule === 'end-of-tier') return `no rule matches: end of tier ${word(decided.action)}`
  const number = decided.written === undefined ? '' : ` rule ${String(decided.written.written + 1)}`
  return `decided by ${decided.policy.name}${number}: ${word(decided.action)}`
}

const word = (action: string): string => (action === 'pass' ? 'passes on' : action === 'allow' ? 'allows' : 'denies')

function policyLines({ policy, rules }: PolicyStep, decided: PolicyHit | undefined): string[] {
  const { line, path } = locate(policy.at)
  const namespace = policy.id.namespace === '' ? '' : `${policy.id.namespace}/`
  const head = `    ${policy.id.kind}:${namespace}${policy.id.name} (${path}:${String(line)})`
  if (policy.unknown !== undefined) return [`${head}: its effect is not known`]
  if (rules.length === 0) return [`${head}: no rules in this direction`]
  return [head, ...rules.map((rule) => `      ${ruleLine(rule, decided)}`)]
}

function ruleLine({ action, failing, matches, number }: RuleStep, decided: PolicyHit | undefined): string {
  const head = `rule ${String(number)} (${action})`
  if (matches === undefined) return `${head}: not reached${decided === undefined ? '' : ', decided before'}`
  if (matches) return `${head}: matches`
  const why = failing.map(({ field, has, wants }) => `${field} asks for ${wants}, the flow has ${has}`)
  return `${head}: no match, ${why.join('; ')}`
}
