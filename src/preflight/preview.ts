// Flows of which Calico's own preview of staged policies says something else than what happens once they are enforced:
// which, and why, so that a reader of Whisker knows what to believe (docs/semantics.md §5.6, §7.1, §7.2).

import { previewDifference } from '../engine/preview.ts'
import { PROMOTED_KIND, policyKey } from '../model/policy.ts'
import type { Policy } from '../model/policy.ts'
import type { Flow } from '../model/flow.ts'
import { stoppingSteps } from '../model/verdict.ts'
import type { EndVerdict, FlowVerdict, PolicyHit } from '../model/verdict.ts'
import { protocolName } from '../model/protocol.ts'
import type { PreviewNote } from '../report/document.ts'
import type { Direction } from '../model/policy.ts'
import { hitInfo } from './flow-change.ts'
import type { World } from './world.ts'

/** What there is to say of a flow. Undefined where nothing is staged: then there is nothing to preview */
export function previewer(world: World): ((flow: Flow) => PreviewNote | undefined) | undefined {
  if (!world.hasStaged) return undefined
  const involved = new Set(world.allPolicies.flatMap(keysOf))
  return (flow) => noteOf(world, flow, involved)
}

/** The staged policy and what it is to become: hits that bear one of these names have to do with the preview */
function keysOf({ id, staged }: Policy): readonly string[] {
  if (staged === undefined) return []
  const { kind } = id
  const promoted = kind === 'snp' || kind === 'sgnp' || kind === 'sknp' ? PROMOTED_KIND[kind] : kind
  return [policyKey(id), policyKey({ ...id, kind: promoted })]
}

function noteOf(world: World, flow: Flow, involved: ReadonlySet<string>): PreviewNote | undefined {
  const preview = world.verdict(flow, 'pending')
  const promoted = world.verdict(flow, 'promoted')
  if (preview.overall === promoted.overall || promoted.overall === 'unknown') return undefined
  const fails = hasReason(preview, 'preview-fails')
  if (preview.overall === 'unknown' && !fails) return undefined
  const hits = [...hitsOf(preview), ...hitsOf(promoted)]
  if (!hits.some(({ policy }) => involved.has(policyKey(policy)))) return undefined
  const { destination, destinationPort: port, icmp, protocol, source, weight } = flow
  return {
    source: { name: source.name, is: source.is },
    destination: { name: destination.name, is: destination.is },
    protocol: protocolName(protocol),
    port,
    icmp,
    seen: weight,
    preview: preview.overall,
    promoted: promoted.overall,
    ...(fails ? { why: 'preview-fails', by: undefined } : reasonOf(world, flow, preview, promoted)),
  }
}

const hasReason = (verdict: FlowVerdict, code: string): boolean =>
  [verdict.egress, verdict.ingress].some((end) => end?.because.some((one) => one.code === code) ?? false)

const hitsOf = ({ egress, hosts = [], ingress }: FlowVerdict): PolicyHit[] =>
  [egress, ingress, ...hosts.map(({ verdict }) => verdict)].flatMap(
    (end) => end?.outcomes.flatMap(({ trace }) => trace) ?? [],
  )

type Why = Pick<PreviewNote, 'why' | 'by'>

function reasonOf(world: World, flow: Flow, preview: FlowVerdict, promoted: FlowVerdict): Why {
  const [step] = stoppingSteps(promoted.hosts)
  if (
    step !== undefined &&
    preview.egress?.is === promoted.egress?.is &&
    preview.ingress?.is === promoted.ingress?.is
  ) {
    const hit = step.verdict.outcomes[0]?.trace.at(-1)
    return { why: 'host-policy', by: hit === undefined ? undefined : hitInfo(hit) }
  }
  const fault = previewDifference(world.engine('pending'), world.stagedEngine, flow)
  if (fault !== undefined) {
    const { hit } = fault.row
    return { why: fault.fault, by: hit === undefined ? undefined : hitInfo(hit) }
  }
  const direction = differing(preview, promoted)
  const [shown, real] = [decidingHit(preview[direction]), decidingHit(promoted[direction])]
  return { why: whyOfSets(world, shown, real), by: shown === undefined ? undefined : hitInfo(shown) }
}

/** The end that makes the difference */
const differing = (preview: FlowVerdict, promoted: FlowVerdict): Direction =>
  preview.egress?.is === promoted.egress?.is ? 'ingress' : 'egress'

const decidingHit = (end: EndVerdict | undefined): PolicyHit | undefined => end?.outcomes[0]?.trace.at(-1)

/** The two sets hold different policies (§7.2) */
function whyOfSets(world: World, shown: PolicyHit | undefined, real: PolicyHit | undefined): PreviewNote['why'] {
  const staged = world.allPolicies.filter((policy) => policy.staged !== undefined)
  const actionOn = (hit: PolicyHit | undefined): Policy['staged'] =>
    hit === undefined ? undefined : staged.find((one) => keysOf(one).includes(policyKey(hit.policy)))?.staged
  const actions = [actionOn(shown), actionOn(real)]
  if (actions.includes('learn') || actions.includes('ignore')) return 'not-promoted'
  if (actions.includes('delete')) return 'staged-deletion'
  if (real?.policy.kind === 'knp' || shown?.policy.kind === 'sknp') return defaultsDiffer(staged, real) ?? 'namesake'
  return 'namesake'
}

function defaultsDiffer(staged: readonly Policy[], real: PolicyHit | undefined): PreviewNote['why'] | undefined {
  const differs = staged.some(
    ({ egress, id, ingress, promoted }) =>
      id.kind === 'sknp' &&
      promoted !== undefined &&
      (real === undefined || policyKey(promoted.id) === policyKey(real.policy)) &&
      ((egress === undefined) !== (promoted.egress === undefined) ||
        (ingress === undefined) !== (promoted.ingress === undefined)),
  )
  return differs ? 'kubernetes-defaults' : undefined
}
