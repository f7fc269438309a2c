// What one choice of a flow's ends says, all the way: the policies of its pods and, where hosts have a say, every hook
// of every node that it crosses (docs/semantics.md §4.7–4.9, §8). Denied where one denies.

import type { Flow } from '../model/flow.ts'
import { stoppingSteps } from '../model/verdict.ts'
import type { Answer, Case, EndVerdict, HostStep, Reason } from '../model/verdict.ts'
import type { Engine } from './engine.ts'
import { DENIED, PASSED } from './host-answers.ts'
import { HostHooks } from './host-hooks.ts'
import type { Explain } from './host-hooks.ts'
import { networkOf } from './host-rules.ts'
import type { HostRules } from './host-rules.ts'
import { journeyOf } from './journey.ts'
import type { Packet, Trip } from './journey.ts'
import { evaluate } from './packet.ts'
import { endVerdict } from './program.ts'
import type { Program } from './program.ts'
import type { Judged } from './question.ts'
import type { Layer4 } from './rows.ts'
import { tripsOf } from './trips.ts'
import type { PossibleTrip } from './trips.ts'

/** What the policies of the two pods say, as if there were no hosts */
export type Ends = Pick<Case, 'egress' | 'ingress'>

/** Whether anything but the policies of its pods can decide about a flow */
export const meetsHosts = (engine: Engine, flow: Flow): boolean =>
  engine.semantics === 'dataplane' &&
  (engine.hosts !== undefined || isWrapped(engine, flow) || (flow.protocol === ICMPV6 && isNeighbourDiscovery(flow)))

const IPIP = 4
const UDP = 17
const ICMPV6 = 58

/** Packets of an overlay, which pods may not send (§4.8) */
function isWrapped(engine: Engine, { destinationPort, protocol }: Pick<Flow, 'destinationPort' | 'protocol'>): boolean {
  if (engine.cluster.settings.plugin !== undefined || (protocol !== IPIP && protocol !== UDP)) return false
  const { podsMaySend, vxlanPort } = networkOf(engine.cluster)
  return protocol === IPIP ? !podsMaySend.ipip : destinationPort === vxlanPort && !podsMaySend.vxlan
}

interface Way extends Ends {
  readonly hosts: readonly HostStep[]
  readonly overall: Answer
  readonly because: Reason
}

/** The case of two choices, of which `ends` says what the policies of the pods say */
export function onPath(
  engine: Engine,
  flow: Flow,
  [source, destination]: readonly [Judged, Judged],
  layer4: readonly Layer4[],
  ends: Ends,
  explain: Explain,
): Ends & Pick<Case, 'hosts' | 'overall'> {
  const { egress, ingress, ...way } = wayAlong(engine, flow, [source, destination], layer4, ends, explain)
  return way.hosts.length === 0 ? { egress, ingress, overall: way.overall } : { egress, ingress, ...way }
}

function wayAlong(
  engine: Engine,
  flow: Flow,
  [source, destination]: readonly [Judged, Judged],
  layer4: readonly Layer4[],
  ends: Ends,
  explain: Explain,
): Omit<Way, 'because'> {
  const wrapped = wrappedSteps(engine, flow, source)
  const { hosts } = engine
  if (hosts === undefined) {
    const node = source.workload?.node
    const isSpared = isNeighbourDiscovery(flow) && node !== undefined && destination.node === node
    const { ingress } = ends
    const egress = isSpared ? undefined : ends.egress
    return { egress, ingress, hosts: wrapped, overall: worst({ egress, ingress }, wrapped) }
  }
  const ways = tripsOf(engine, hosts, flow, source, destination, layer4).map((one) =>
    wayOf(engine, hosts, one, { flow, source, destination, ends, wrapped, explain }),
  )
  const [first, ...others] = ways
  if (first === undefined) return { ...ends, hosts: wrapped, overall: worst(ends, wrapped) }
  if (others.every(({ overall }) => overall === first.overall)) {
    const { because: _, ...way } = first
    return way
  }
  return openWay(ways)
}

interface Given {
  readonly flow: Flow
  readonly source: Judged
  readonly destination: Judged
  readonly ends: Ends
  readonly wrapped: readonly HostStep[]
  readonly explain: Explain
}

function wayOf(engine: Engine, hosts: HostRules, { because, trip }: PossibleTrip, given: Given): Way {
  const journey = journeyOf(engine, hosts, trip)
  const hooks = new HostHooks(engine, hosts, given.explain)
  for (const leg of journey.legs) hooks.pass(leg)
  const steps = [...given.wrapped, ...hooks.steps]
  const { egress, ingress } = endsOn(engine, journey, trip, given)
  return { egress, ingress, hosts: steps, overall: worst({ egress, ingress }, steps), because }
}

/** The policies of the pods, of the packet as they see it on this way */
function endsOn(
  engine: Engine,
  { delivered, sent }: { readonly delivered: Packet; readonly sent: Packet },
  { destination, sameNode, source }: Trip,
  given: Given,
): Ends {
  if (isNeighbourDiscovery(given.flow) && source.is === 'pod' && destination.is === 'host' && sameNode)
    return { egress: undefined, ingress: given.ends.ingress }
  const ownPod = source.is === 'host' && sameNode
  const ingress = ownPod ? undefined : given.ends.ingress
  // Where it is not known what was dialled, the ends of the flow are what the policies saw.
  if (given.flow.dialled === undefined) return { egress: given.ends.egress, ingress }
  const ask = (program: Program | undefined, packet: Packet): EndVerdict | undefined =>
    program === undefined ? undefined : evaluate(engine, program, packet)
  return {
    egress: ask(given.source.program, sent),
    ingress: ownPod ? undefined : ask(given.destination.program, delivered),
  }
}

/** Types by which a host is found and finds its neighbours; a pod may always send them to its node (§4.8) */
const NEIGHBOUR_TYPES: ReadonlySet<number> = new Set([130, 131, 132, 133, 135, 136])
const isNeighbourDiscovery = ({ icmp, protocol }: Flow): boolean =>
  protocol === ICMPV6 && icmp !== undefined && NEIGHBOUR_TYPES.has(icmp.type)

function wrappedSteps(engine: Engine, flow: Flow, { workload }: Judged): HostStep[] {
  if (workload === undefined || !isWrapped(engine, flow)) return []
  const verdict = endVerdict([DENIED])
  return [{ node: workload.node, hook: 'encapsulation', endpoints: [], after: 'start', verdict }]
}

function worst({ egress, ingress }: Ends, steps: readonly HostStep[]): Answer {
  const answers = [egress?.is, ingress?.is, ...steps.map(({ verdict }) => verdict.is)]
  if (answers.includes('deny')) return 'deny'
  return answers.includes('unknown') ? 'unknown' : 'allow'
}

/** Of ways that end differently: what their ends can say, and the first step that stops one of them */
function openWay(ways: readonly Way[]): Omit<Way, 'because'> {
  // What is particular about one of the ways, where anything is
  const [usual] = ways
  const why = ways.find(({ because }) => because.code !== usual?.because.code) ?? usual
  const because = why === undefined ? [] : [why.because]
  const stop = ways.flatMap(({ hosts }) => stoppingSteps(hosts))[0]
  const hosts =
    stop === undefined ? [] : [{ ...stop, verdict: opened([stop.verdict, undefined], because) ?? stop.verdict }]
  const egress = opened(
    ways.map((one) => one.egress),
    because,
  )
  const ingress = opened(
    ways.map((one) => one.ingress),
    because,
  )
  return { egress, ingress, hosts, overall: 'unknown' }
}

/** One of several verdicts, or none */
function opened(verdicts: readonly (EndVerdict | undefined)[], because: readonly Reason[]): EndVerdict | undefined {
  const [first, ...others] = verdicts
  if (others.every((one) => one === first)) return first
  const verdict = endVerdict(verdicts.flatMap((one) => one?.outcomes ?? [PASSED]))
  const said = verdicts.flatMap((one) => one?.because ?? [])
  return verdict.is === 'unknown' ? { ...verdict, because: said.length > 0 ? said : because } : verdict
}
