// Why: sentences about rules, verdicts and conclusions, from the codes and conditions of a report
// (docs/report.md; docs/semantics.md §8.4).

import type { HostHook, ReasonCode } from '../model/verdict.ts'
import type {
  ConclusionReason,
  DecidedBy,
  EndChange,
  FailingCondition,
  FlowChange,
  HitInfo,
  HostPlace,
  NearRule,
  ReasonInfo,
  SideInfo,
} from './document.ts'
import { isNetwork, networkName, overLimit, placeOf, policyKind, policyName, qualified, ruleName } from './names.ts'
import {
  counted,
  joined,
  listed,
  listedUpTo,
  name,
  NOTHING,
  numeral,
  phrase,
  prose,
  strong,
  value,
  type Phrase,
} from './phrase.ts'
import { sentenceOf } from './wording.ts'
import type { Args } from './words.ts'

/** The rule that a reason's arguments name, from the second on: kind, namespace, name, number from 1 */
const ruleOf = ([, kind = '', namespace = '', policy = '', number = '']: Args): Phrase =>
  phrase`${/^\d+$/.test(number) ? phrase`rule ${numeral(Number(number))} of ` : number === '' ? NOTHING : phrase`a rule of `}${policyKind(kind)} ${name(qualified(namespace, policy))}`

/** What a reason is about, where its first argument says so */
const of = ([what = '']: Args): Phrase => (what === '' ? NOTHING : phrase` (${networkName(what)})`)

/** What a rule says of addresses: from the sixth argument on */
function prefixes([, , , , , how, ...nets]: Args): Phrase {
  if (how === undefined || nets.length === 0) return phrase`names some of them`
  return phrase`${how === 'leaves-out' ? phrase`leaves out` : phrase`matches`} ${listed(nets.map(value))}`
}

const ports = ([, , , , , ...asked]: Args): Phrase => (asked.length === 0 ? phrase`one` : listed(asked.map(value)))

/** From a code and the engine's arguments to why the answer is uncertain, as a clause */
export const REASONS: Readonly<Record<ReasonCode, (args: Args) => Phrase>> = {
  'address-missing': (args) =>
    args.length > 2
      ? phrase`the records do not say which ${networkName(args[0] ?? '')} these were, and ${ruleOf(args)} ${prefixes(args)}`
      : phrase`${networkName(args[0] ?? '')} and ${networkName(args[1] ?? '')} have no address of the same family, as far as is known`,
  'pods-differ': ([end = '', count = '']) =>
    phrase`${networkName(end)} can be any of ${/^\d+$/.test(count) ? phrase`${Number(count)}` : value(count)} pods, which are treated differently`,
  'source-port-missing': (args) => phrase`the records give no source port, and ${ruleOf(args)} asks for ${ports(args)}`,
  'destination-port-missing': (args) => phrase`the records give no port, and ${ruleOf(args)} asks for ${ports(args)}`,
  'icmp-missing': (args) => phrase`the records give no ICMP type, and ${ruleOf(args)} asks for one`,
  'labels-missing': (args) =>
    phrase`not all labels${(args[0] ?? '') === '' ? NOTHING : phrase` of ${networkName(args[0] ?? '')}`} are known, and ${ruleOf(args)} selects by labels`,
  'policy-unknown': ([what = '']) => phrase`${name(what)} could not be understood, and may govern this`,
  'object-unknown': ([what = '', ...rule]) =>
    rule.length === 0
      ? phrase`${name(what)} could not be understood, and may have a say on the way`
      : phrase`${name(what)} could not be understood, and whether ${ruleOf([what, ...rule])} matches hangs on it`,
  'condition-unknown': (args) => phrase`${ruleOf(args)} asks for what is not modelled: ${prose(args[0] ?? '')}`,
  'preview-fails': () => phrase`Calico's own preview fails here`,
  'plugins-differ': ([setting = '', ...rule]) =>
    rule.length === 0
      ? phrase`network plugins differ here, and ${name(setting)} does not say what this cluster's does`
      : phrase`${ruleOf([setting, ...rule])} names such an address, and ${name(setting)} does not say whether the network plugin heeds that`,
  'host-not-modelled': (args) => phrase`what policies do to the network of a host${of(args)} is not modelled here`,
  'host-interface-unknown': (args) => phrase`it is not known by which interface of the host${of(args)} this passes`,
  'node-unknown': (args) =>
    phrase`it is not known on which node${of(args)} this happens, and the nodes treat it differently`,
  'dialled-unknown': (args) =>
    phrase`it is not known which address was dialled${of(args)}, and a policy asks for it before it is translated`,
  'own-or-forwarded': (args) =>
    phrase`the address of a node${of(args)} can be the node itself, or a client that it forwards`,
  'hosts-differ': (args) =>
    phrase`${networkName(args[0] ?? '')} can be on several nodes, or on none, and policies of hosts treat these differently`,
  untracked: (args) => phrase`a policy takes this out of connection tracking${of(args)}, so answers are judged apart`,
}

/** What would settle it, as a clause that asks for it; nothing where nothing that a person can do would */
export const REMEDIES: Readonly<Record<ReasonCode, (args: Args) => Phrase>> = {
  'address-missing': ([end = '', ...rule]) => {
    if (rule.length < 2) return phrase`capture addresses`
    return isNetwork(end)
      ? phrase`capture addresses, or put those that matter into a NetworkSet, by which records then name them`
      : phrase`capture addresses, or tell those that matter apart by a NetworkSet of their own`
  },
  'pods-differ': () => phrase`capture addresses, or give these pods the same labels`,
  'source-port-missing': () => phrase`capture source ports, or write the rule without one`,
  'destination-port-missing': () => phrase`capture destination ports`,
  'icmp-missing': () => phrase`capture ICMP types, or write the rule without one`,
  'labels-missing': () => phrase`capture pods, namespaces and service accounts as well`,
  'policy-unknown': () => phrase`mend that object`,
  'object-unknown': () => phrase`mend that object`,
  'condition-unknown': () => NOTHING,
  'preview-fails': () => phrase`create the tier that the policy names`,
  'plugins-differ': ([setting = '']) => phrase`set ${name(setting)}`,
  'host-not-modelled': () => NOTHING,
  'host-interface-unknown': () => phrase`name the interface in the HostEndpoint, and its addresses in expectedIPs`,
  'node-unknown': () => phrase`capture addresses, which tell the node`,
  'dialled-unknown': () => phrase`capture the address that was dialled`,
  'own-or-forwarded': () => phrase`capture the addresses of clients, before they are translated`,
  'hosts-differ': () => phrase`capture addresses`,
  untracked: () => NOTHING,
}

export const remedyFor = ({ args, code }: ReasonInfo): Phrase => REMEDIES[code](args)

export const reasonOf = ({ args, code }: ReasonInfo): Phrase => REASONS[code](args)

/** What decided one end, as a clause with its place; `direction` says which rules were looked at */
export function decidedBy(direction: EndChange['direction'], decided: DecidedBy, side: SideInfo): Phrase {
  const { hit } = decided
  if (hit === undefined) return decided.answer === 'unknown' ? phrase`this is uncertain` : phrase`no policy applies`
  return phrase`${hitName(direction, hit)}${placeAfter(hit, side)}`
}

function hitName(direction: EndChange['direction'], hit: HitInfo): Phrase {
  if (hit.kind === 'pro') return phrase`no policy applies`
  if (hit.rule !== 'end-of-tier') return phrase`${ruleName(hit)} ${DOES[hit.action]} this`
  const tier = hit.tier === 'default' ? NOTHING : phrase` of tier ${name(hit.tier)}`
  const what = direction === 'ingress' ? phrase`ingress` : phrase`egress`
  return phrase`${policyName(hit)} applies, and no ${what} rule${tier} allows this`
}

const DOES: Readonly<Record<HitInfo['action'], Phrase>> = {
  allow: phrase`allows`,
  deny: phrase`denies`,
  pass: phrase`passes on`,
}

export function placeAfter(of: Pick<HitInfo, 'at' | 'fromCluster'>, side: SideInfo): Phrase {
  const place = placeOf(of, side)
  return place.length === 0 ? NOTHING : phrase` (${place})`
}

/** The ends that stop a flow after the change, the one that flips it first; all that there are */
export const stoppingEnds = (flow: Pick<FlowChange, 'ends'>): readonly EndChange[] => {
  const stopping = flow.ends.filter(({ after }) => after.answer === 'deny')
  return stopping.length > 0 ? stopping : flow.ends.slice(0, 1)
}

const stopped = (end: EndChange, side: SideInfo): Phrase =>
  end.host === undefined ? decidedBy(end.direction, end.after, side) : atHost(end.host, end, side)

/** What a node on the way decides, as a clause */
function atHost({ endpoints, hook, node }: HostPlace, { after, direction }: EndChange, side: SideInfo): Phrase {
  const where = node === undefined ? phrase`some node` : phrase`node ${name(node)}`
  if (hook === 'endpoint-to-host' || hook === 'encapsulation' || hook === 'service-loop')
    return phrase`${where} ${WITHOUT_POLICY[hook]}`
  const what = endpoints.length === 1 ? phrase`HostEndpoint` : phrase`one of the HostEndpoints`
  const said = after.hit?.kind === 'pro' ? phrase`no policy or profile allows this` : decidedBy(direction, after, side)
  return phrase`${where}, ${TRAFFIC[hook]} ${what} ${listed(endpoints.map(name))}: ${said}`
}

/** Hooks that ask no policy */
type WithoutPolicy = 'endpoint-to-host' | 'encapsulation' | 'service-loop'

const WITHOUT_POLICY: Readonly<Record<WithoutPolicy, Phrase>> = {
  'endpoint-to-host': phrase`lets none of its pods reach it (${value('defaultEndpointToHostAction')})`,
  encapsulation: phrase`lets no pod send packets of a tunnel`,
  'service-loop': phrase`drops what is for a Service address that nothing uses`,
}

/** Which traffic of a node a list of policies is about, before the name of a HostEndpoint */
const TRAFFIC: Readonly<Record<Exclude<HostHook, WithoutPolicy>, Phrase>> = {
  'normal-ingress': phrase`traffic to it by`,
  'normal-egress': phrase`traffic from it by`,
  'forward-ingress': phrase`what it forwards, coming in by`,
  'forward-egress': phrase`what it forwards, going out by`,
  'pre-dnat': phrase`before translation, coming in by`,
  'untracked-ingress': phrase`without tracking, coming in by`,
  'untracked-egress': phrase`without tracking, going out by`,
}

/** What stops a flow: each end that does */
export const stoppedBy = (flow: Pick<FlowChange, 'ends'>, side: SideInfo): Phrase =>
  joined(
    stoppingEnds(flow).map((end) => stopped(end, side)),
    phrase`; and `,
  )

/** Why a flow is probably cut by mistake, for a reader who knows no Calico */
export function mistake({ failing, fix, policy }: NearRule): Phrase {
  const [condition] = failing
  if (condition === undefined) return phrase`${ruleName(policy)} comes near`
  return phrase`${ruleName(policy)} allows this, but ${mistakenly(condition)}${flowHas(condition, fix)}`
}

const flowHas = ({ has }: FailingCondition, fix: NearRule['fix']): Phrase =>
  has === '' || has === fix?.to ? NOTHING : phrase`; the flow has ${has}`

function mistakenly({ dead, field, wants }: FailingCondition): Phrase {
  return phrase`${ASKED[field]} ${strong(value(wants))}${dead ? phrase`, ${DEAD[field]}` : NOTHING}`
}

/** How a rule allows something, but only … */
const ASKED: Readonly<Record<FailingCondition['field'], Phrase>> = {
  protocol: phrase`over`,
  port: phrase`on port`,
  source: phrase`from`,
  destination: phrase`to`,
  'source-port': phrase`from source port`,
  icmp: phrase`with ICMP`,
  family: phrase`over`,
  service: phrase`to`,
}

/** What it means that nothing in the snapshot satisfies a condition */
const DEAD: Readonly<Record<FailingCondition['field'], Phrase>> = {
  protocol: phrase`which nothing speaks there`,
  port: phrase`where nothing listens`,
  source: phrase`which matches nothing that is known`,
  destination: phrase`which matches nothing that is known`,
  'source-port': phrase`which nothing uses`,
  icmp: phrase`which nothing sends`,
  family: phrase`which nothing has there`,
  service: phrase`which has no endpoints`,
}

const CONDITIONS: Readonly<Record<FailingCondition['field'], Phrase>> = {
  protocol: phrase`protocol`,
  port: phrase`port`,
  source: phrase`source`,
  destination: phrase`destination`,
  'source-port': phrase`source port`,
  icmp: phrase`ICMP type`,
  family: phrase`address family`,
  service: phrase`Service`,
}

/** More failing conditions than this explain nothing */
const MOST_CONDITIONS = 2

/** The nearest rule of a denial that looks intended and what it asks for that the flow has not, as a sentence */
export function nearest(near: NearRule | undefined, side: SideInfo): Phrase {
  if (near === undefined) return phrase`No rule comes near`
  const asks = near.failing.map(
    ({ field, has, wants }) =>
      phrase`${CONDITIONS[field]} ${value(wants)}${has === '' ? NOTHING : phrase` (here: ${networkOr(has)})`}`,
  )
  const place = placeAfter({ at: near.fixAt ?? near.policy.at, fromCluster: near.fromCluster }, side)
  if (asks.length === 0) return phrase`Nearest: ${ruleName(near.policy)}${place}`
  const shown = joined(asks.slice(0, MOST_CONDITIONS), phrase`, and for `)
  const rest = asks.length - MOST_CONDITIONS
  const more = rest > 0 ? phrase`, and ${counted(rest, phrase`more condition`, phrase`more conditions`)}` : NOTHING
  return phrase`Nearest: ${ruleName(near.policy)} asks for ${shown}${more}${place}`
}

/** A network by its plain name, any other value as it is */
const networkOr = (has: string): Phrase => (isNetwork(has) ? networkName(has) : value(has))

/** Which of several pods are cut; nothing where the flow is cut as a whole */
export const partly = ({ partly: some }: FlowChange): Phrase =>
  some === undefined
    ? NOTHING
    : phrase`, for ${some.cut.length} of ${some.total} (${listedUpTo(3, some.cut.map(name))})`

/** One reason for the conclusion, as a clause after "failed because" */
export function conclusionReason(reason: ConclusionReason): Phrase {
  switch (reason.is) {
    case 'over-limit':
      return overLimit(reason.what, reason.count, reason.limit)
    case 'declared-over-limit':
      return value(`declared-denied = ${String(reason.count)} > max-declared-denied = ${String(reason.limit)}`)
    case 'evidence-too-thin':
      return value(`evidence = ${String(reason.score)} < min-evidence = ${String(reason.minimum)}`)
    case 'assertion-failed':
      return phrase`${counted(reason.count, phrase`assertion does`, phrase`assertions do`)} not hold`
    case 'malformed-change':
      return phrase`${counted(reason.count, phrase`changed object is`, phrase`changed objects are`)} malformed`
    case 'waiver-expired':
      return phrase`${counted(reason.count, phrase`waiver that is needed has`, phrase`waivers that are needed have`)} expired`
    case 'could-not-run':
      return sentenceOf(reason)
  }
}
