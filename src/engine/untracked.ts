// Policies that take packets out of connection tracking (doNotTrack): they meet each packet by itself, replies included,
// so that a connection lives only where both ways are let through (docs/semantics.md §4.7, H5–H7).

import type { HostEndpoint } from '../model/cluster.ts'
import type { EndVerdict, HostHook, Outcome } from '../model/verdict.ts'
import { acceptedBy, DENIED, eitherAccepted, namesOf, PASSED } from './host-answers.ts'
import type { Accepted, Asking } from './host-answers.ts'
import type { Leg, Packet, Side } from './journey.ts'
import { endVerdict } from './program.ts'

const TCP = 6

/** What they say at one side of a leg, of the request and of its reply; undefined where they are not asked */
interface BothWays {
  readonly request: EndVerdict | undefined
  readonly reply: EndVerdict | undefined
}

/** What becomes of a connection: settled, or it goes on with the other lists */
interface Fate {
  readonly outcomes: readonly Outcome[]
  readonly accepted: Accepted
  /** What happens to replies here is not modelled */
  readonly open: boolean
}

const GOES_ON: Fate = { outcomes: [PASSED], accepted: 'no', open: false }
const OPEN: Fate = { outcomes: [PASSED, DENIED], accepted: 'maybe', open: true }

/**
 * Adds a step where such a policy decides about a connection, or may. `nftables`: it may be that the node filters with
 * nftables, where a reply without an entry is not held against it (H7).
 */
export function untracked(asking: Asking, leg: Leg, nftables: boolean): Accepted {
  let accepted: Accepted = 'no'
  for (const side of [leg.from, leg.to]) {
    if (typeof side === 'string') continue
    const candidates = asking.candidates(leg.node, side)
    const asked = candidates.flatMap((one) => {
      const ways = one === undefined || one.interfaceName === '*' ? undefined : waysAt(asking, one, leg, side)
      return one === undefined || ways === undefined ? [] : [{ endpoint: one, fate: fateOf(ways, leg, side, nftables) }]
    })
    if (asked.length === 0) continue
    const silent = asked.length < candidates.length
    const outcomes = [...(silent ? [PASSED] : []), ...asked.flatMap(({ fate }) => fate.outcomes)]
    const verdict = endVerdict(outcomes)
    const accepts = asked.map(({ fate }) => fate.accepted)
    const here: Accepted =
      !silent && accepts.every((one) => one === 'yes') ? 'yes' : accepts.every((one) => one === 'no') ? 'no' : 'maybe'
    accepted = eitherAccepted(accepted, here)
    if (verdict.is === 'allow' && here === 'no') continue
    const endpoints = asked.map(({ endpoint }) => endpoint)
    asking.add(leg.node, hookOf(leg, side), namesOf(endpoints), { ...verdict, because: because(verdict, leg, asked) })
  }
  return accepted
}

const hookOf = ({ from, to }: Leg, side: Side): HostHook =>
  side === to && from === 'process' ? 'untracked-egress' : 'untracked-ingress'

function because(
  { is }: EndVerdict,
  { node }: Leg,
  asked: readonly { readonly endpoint: HostEndpoint; readonly fate: Fate }[],
): EndVerdict['because'] {
  if (is !== 'unknown') return []
  const open = asked.find(({ fate }) => fate.open)?.endpoint
  if (open !== undefined) return [{ code: 'untracked', args: [open.name], at: open.at }]
  const names = namesOf(asked.map(({ endpoint }) => endpoint))
  return [{ code: 'host-interface-unknown', args: [node ?? '', names.join(', ')], at: asked[0]?.endpoint.at }]
}

/** Undefined where the endpoint has no such policies for either way */
function waysAt(asking: Asking, endpoint: HostEndpoint, leg: Leg, side: Side): BothWays | undefined {
  const { after, before, from, masqueraded, to } = leg
  const say = (direction: 'ingress' | 'egress', packet: Packet): EndVerdict | undefined =>
    asking.say(endpoint, 'untracked', direction, packet)
  // Of what leaves, the raw table sees only what processes of the node send.
  const ways: BothWays =
    side === from
      ? { request: say('ingress', before), reply: to === 'process' ? say('egress', reversed(after)) : undefined }
      : {
          request: from === 'process' ? say('egress', before) : undefined,
          reply: say('ingress', reversed(masqueraded === false ? after : { ...after, sources: 'any' })),
        }
  return ways.request === undefined && ways.reply === undefined ? undefined : ways
}

/** The answer to a packet, which sees its ends and ports the other way round */
const reversed = ({ destinations, layer4, sources }: Packet): Packet => ({
  sources: destinations,
  destinations: sources,
  layer4: layer4.map((one) => ({ ...one, sourcePort: one.destinationPort, destinationPort: one.sourcePort })),
})

function fateOf(ways: BothWays, leg: Leg, side: Side, nftables: boolean): Fate {
  const { reply, request } = ways
  const denying = [request, reply].find((one) => one?.is === 'deny')
  if (denying !== undefined) return { outcomes: denying.outcomes, accepted: 'no', open: false }
  if (request?.is === 'unknown' || reply?.is === 'unknown') return OPEN
  const [there, back] = [acceptedBy(request), acceptedBy(reply)]
  if (there === 'maybe' || back === 'maybe') return OPEN
  if (there === 'no' && back === 'no') return GOES_ON
  return isPlain(leg, side) ? fateOnWire(ways, leg, nftables) : fateOnward(ways, leg, side)
}

const isTcp = ({ after }: Leg): boolean => after.layer4.every(({ protocol }) => protocol === TCP)

/** Where nothing is translated and nothing forwarded; one of the ways is accepted */
function fateOnWire({ reply, request }: BothWays, leg: Leg, nftables: boolean): Fate {
  if (acceptedBy(request) === 'no') return GOES_ON
  if (acceptedBy(reply) === 'yes') return { outcomes: request?.outcomes ?? [PASSED], accepted: 'yes', open: false }
  // The reply to what was never seen is invalid.
  return isTcp(leg) && !nftables ? broken(request) : OPEN
}

/** Without an entry nothing translates a reply back, and what comes to a pod is invalid on its way out of it */
function fateOnward({ reply, request }: BothWays, leg: Leg, side: Side): Fate {
  if (leg.translated === 'maybe') return OPEN
  if (acceptedBy(reply) === 'yes') return broken(reply)
  const isLost = leg.translated === 'yes' || (side === leg.from && leg.to === 'pod' && isTcp(leg))
  return isLost ? broken(request) : OPEN
}

/** Between the wire and a process of the node, with the addresses that it has on the wire */
const isPlain = ({ from, masqueraded, to, translated }: Leg, side: Side): boolean =>
  translated === 'no' && masqueraded === false && (side === from ? to === 'process' : from === 'process')

/** Denied in effect, by the rule that took one way out of tracking */
const broken = (verdict: EndVerdict | undefined): Fate => ({
  outcomes: (verdict?.outcomes ?? []).map(({ trace }) => ({ action: 'deny', trace })),
  accepted: 'no',
  open: false,
})
