// The plain evaluator for the hooks of host endpoints: one endpoint, one of its lists, one exact packet
// (docs/semantics.md §4.7). Like reference.ts it shares nothing with the engine but the model.

import { contains } from '../../src/base/ip.ts'
import type { Cluster, FailsafePort, HostEndpoint, HostNetwork } from '../../src/model/cluster.ts'
import type { Direction, Policy, PolicySet } from '../../src/model/policy.ts'
import { matches } from '../../src/model/selector.ts'
import { ruleMatches, type Tuple } from './reference-match.ts'
import { defaultOf, rowOf, rulesOf, tiersOf, type Judgement, type Row } from './reference.ts'

export const HOST_LISTS = ['normal', 'forward', 'pre-dnat', 'untracked'] as const
export type HostList = (typeof HOST_LISTS)[number]

/** Which policies stand in a list: those for forwarded traffic in the normal one too */
function standsIn(list: HostList, { hook }: Policy): boolean {
  switch (list) {
    case 'normal':
      return hook === 'normal' || hook === 'forward-too'
    case 'forward':
      return hook === 'forward-too'
    case 'pre-dnat':
    case 'untracked':
      return hook === list
  }
}

/** What a list says; an Allow without a row that allows lets the packet go on to what comes after */
export function judgeHook(
  cluster: Cluster,
  network: HostNetwork,
  set: PolicySet,
  endpoint: HostEndpoint,
  list: HostList,
  direction: Direction,
  tuple: Tuple,
): Judgement {
  // The failsafe ports come first, but for forwarded packets they do not come at all
  const failsafe = list === 'forward' ? -1 : failsafeIndex(network, list, direction, tuple)
  if (failsafe >= 0) return { action: 'allow', trace: [['__FAILSAFE__', 'pro', '', 'failsafe', failsafe, 'allow']] }

  const trace: Row[] = []
  for (const { selecting, tier } of tiersOf(set, 'dataplane')) {
    const governing = selecting.filter(
      (policy) =>
        standsIn(list, policy) &&
        policy[direction] !== undefined &&
        matches(policy.subject.tree, endpoint.labels) === true,
    )
    const last = governing.at(-1)
    if (last === undefined) continue
    let decided: Row[5] | undefined
    for (const policy of governing) {
      const index = rulesOf(policy, direction).findIndex(
        (rule) => rule.action !== 'log' && ruleMatches(cluster, rule, tuple, 'dataplane') === true,
      )
      const action = rulesOf(policy, direction)[index]?.action
      if (action === undefined || action === 'log') continue
      decided = action
      trace.push(rowOf(policy, index, action))
      break
    }
    if (decided === undefined) {
      // Before filtering nothing is dropped at the end of a tier
      decided = list === 'pre-dnat' || list === 'untracked' ? 'pass' : defaultOf(tier)
      trace.push(rowOf(last, 'end-of-tier', decided))
    }
    if (decided !== 'pass') return { action: decided, trace }
  }
  if (list !== 'normal') return { action: 'allow', trace }
  const { name, action } = endpoint.profile ?? { name: '__NO_MATCH__', action: 'deny' }
  if (action === 'unknown') throw new Error('an exact evaluation knows what profiles say')
  return { action, trace: [...trace, ['__PROFILE__', 'pro', '', name, 0, action]] }
}

/** Which of the failsafe ports lets the packet through; -1: none */
function failsafeIndex({ failsafe }: HostNetwork, list: HostList, direction: Direction, tuple: Tuple): number {
  const other = direction === 'ingress' ? tuple.source.ip : tuple.destination.ip
  const matchesPort = (one: FailsafePort, port: number | undefined): boolean =>
    one.protocol === tuple.protocol && one.port === port && (one.net === undefined || contains(one.net, other))
  const own = failsafe[direction].findIndex((one) => matchesPort(one, tuple.destinationPort))
  if (own >= 0 || list !== 'untracked') return own
  // Without tracking, replies need to be let through as well: by the port that they come from (H6)
  const opposite = failsafe[direction === 'ingress' ? 'egress' : 'ingress']
  const reply = opposite.findIndex((one) => matchesPort(one, tuple.sourcePort))
  return reply < 0 ? reply : failsafe[direction].length + reply
}
