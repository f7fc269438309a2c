// Where network plugins that are not Calico differ from each other: what the settings say of this cluster's, and what stays
// open where they are not set (docs/semantics.md §12).

import type { Ip } from '../base/ip.ts'
import type { HostPod } from '../model/cluster.ts'
import type { Candidate } from '../model/flow.ts'
import type { EndVerdict } from '../model/verdict.ts'
import type { Engine } from './engine.ts'
import type { Peer } from './peers.ts'
import type { Choice, Judged } from './question.ts'

type Doubted = Pick<Choice, 'doubt'>

const SURE: Doubted = {}

/** What is open of an address that is no pod's: that of a node, or of somebody outside the cluster */
export function doubtOf(engine: Engine, ip: Ip, peer: Peer): Doubted {
  const { plugin } = engine.cluster.settings
  if (plugin === undefined || peer.members.length > 0) return SURE
  if (engine.nodeAt(ip) === undefined) return outside(engine, ip.family)
  return plugin.nodeToOwnPods === 'unknown' ? { doubt: { ownNode: true } } : SURE
}

/** Of a client outside */
export function outside(engine: Engine, family: Ip['family']): Doubted {
  const source = engine.cluster.settings.plugin?.sourceAfterNat ?? 'client'
  if (source === 'client') return SURE
  const addresses = engine.cluster.nodes.flatMap((node) => node.addresses).filter((one) => one.family === family)
  const peers = [...new Set(addresses.map((one) => engine.peers.peerAt(one)))]
  return peers.length === 0 ? SURE : { doubt: { behind: { peers, sure: source === 'node' } } }
}

/** Whether policies spare what a node sends to its own pods; `maybe` where that is not known */
export const isOwnNode = ({ doubt, node }: Judged, destination: Judged): boolean | 'maybe' => {
  if (node === undefined || node !== destination.workload?.node) return false
  return doubt?.ownNode === true ? 'maybe' : true
}

/** A pod on the host network at one of its addresses, as its node, as itself, or both where that is not known */
export function hostPodChoices(
  engine: Engine,
  pod: HostPod,
  candidate: Candidate,
  asNode: readonly (Choice & { readonly ip: Ip })[],
): readonly Choice[] {
  const how = engine.cluster.settings.plugin?.hostNetworkPods ?? 'node'
  const { asPod } = pod
  if (how === 'node' || asPod === undefined) return asNode
  const shown = `${pod.namespace}/${pod.name}`
  const asItself = asNode.map((one): Choice => ({
    workload: asPod,
    peer: engine.peers.peerOf(one.ip, asPod),
    shown: { is: 'known', members: [shown] },
    node: undefined,
    candidates: [candidate],
  }))
  if (how === 'pod') return asItself
  const either = (one: Choice): Choice => ({
    ...one,
    shown: { is: 'possible', members: [shown] },
    doubt: { ...one.doubt, hostNetwork: true },
  })
  return [...asNode, ...asItself].map(either)
}

/** A node passes what policies do not stop; nothing stands in its trace */
export const SPARED: EndVerdict = {
  is: 'allow',
  trace: [],
  outcomes: [{ action: 'allow', trace: [] }],
  because: [],
}
