// Objects and exact flows → verdicts under the three policy sets, in the form of the conformance vectors. The command
// line's `verdict` prints them; nothing here reads or writes.

import { clusterOf } from '../convert/cluster.ts'
import { convertPolicies } from '../convert/convert.ts'
import { policySetFor } from '../convert/policy-set.ts'
import { Engine } from '../engine/engine.ts'
import { judge } from '../engine/judge.ts'
import type { Report } from '../base/diagnostic.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import type { Cluster, Plugin, Workload } from '../model/cluster.ts'
import type { Flow } from '../model/flow.ts'
import type { Policy, PolicySet, PolicySetName } from '../model/policy.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import type { Answer, EndVerdict, FlowVerdict, HostStep, PolicyHit } from '../model/verdict.ts'

/** `[tier, kind, namespace, name, rule, action]` */
export type TraceRow = readonly [string, string, string, string, number | 'end-of-tier', string]

export interface PrintedEnd {
  readonly action: PrintedAnswer
  readonly trace: readonly TraceRow[]
}

export type PrintedAnswer = 'allow' | 'deny' | 'uncertain' | 'unknown'

/** What one node on the way says */
export interface PrintedStep extends PrintedEnd {
  readonly node: string | null
  readonly hook: HostStep['hook']
  readonly endpoints: readonly string[]
}

export interface PrintedVerdict {
  readonly verdict: PrintedAnswer
  readonly egress: PrintedEnd | null
  readonly ingress: PrintedEnd | null
  /** In the order of the packet; only where a node has a say */
  readonly hosts?: readonly PrintedStep[]
  /** Codes, each with what it is about; only where something is uncertain */
  readonly because?: readonly { readonly code: string; readonly args: readonly string[] }[]
}

/** Whose rules hold, where it is not for the objects to say */
export interface RulesOf {
  readonly calicoVersion: string | undefined
  /** How `projectcalico.org/v3` objects of files get into the cluster; absent: through calicoctl or Calico's API server */
  readonly applyPath?: 'api-server' | 'native-crd'
  /** Set where Calico does not enforce the policies */
  readonly plugin: Plugin | undefined
}

const NO_RULES: RulesOf = { calicoVersion: undefined, plugin: undefined }

/** Without Calico its sets and host endpoints mean nothing, and no pod is denied for want of a Namespace (trap 70) */
function clusterUnder({ plugin }: RulesOf, cluster: Cluster): Cluster {
  if (plugin === undefined) return cluster
  const known = (workload: Workload): Workload => ({ ...workload, namespaceKnown: true })
  return {
    ...cluster,
    workloads: cluster.workloads.map(known),
    hostPods: cluster.hostPods.map((pod) => (pod.asPod === undefined ? pod : { ...pod, asPod: known(pod.asPod) })),
    sets: [],
    hostEndpoints: [],
    network: undefined,
    settings: { ...cluster.settings, endpointToHost: 'allow', plugin },
  }
}

/** One cluster with its policies, ready to judge flows under any of the sets */
export class World {
  readonly cluster: Cluster
  readonly #policies: PolicySet
  #engineOfAll: Engine | undefined
  #stagedEngine: Engine | undefined
  readonly #engines = new Map<PolicySetName, Engine>()

  /** `cluster`: that of the same objects but for policies, where another world with the same rules has built it already */
  constructor(
    manifests: readonly Manifest[],
    broken: readonly BrokenDocument[],
    report: Report,
    cluster?: Cluster,
    rules: RulesOf = NO_RULES,
  ) {
    this.cluster = cluster ?? clusterUnder(rules, clusterOf(manifests, report, rules.applyPath, broken))
    const options = {
      calicoVersion: rules.calicoVersion ?? this.cluster.settings.calicoVersion,
      policyEngine: rules.plugin === undefined ? 'calico' : 'kubernetes',
      applyPath: rules.applyPath,
    } as const
    this.#policies = convertPolicies(manifests, options, report, broken)
  }

  /** The pending set is Calico's own preview, its inaccuracies included (docs/semantics.md §5.6) */
  engine(set: PolicySetName): Engine {
    let engine = this.#engines.get(set)
    if (engine === undefined) {
      const semantics = set === 'pending' ? 'felix-pending' : 'dataplane'
      engine = new Engine(this.cluster, this.policies(set), semantics)
      this.#engines.set(set, engine)
    }
    return engine
  }

  /** What the dataplane would do if staged policies counted as Calico's preview counts them */
  get stagedEngine(): Engine {
    return (this.#stagedEngine ??= new Engine(this.cluster, this.policies('pending'), 'dataplane'))
  }

  get hasStaged(): boolean {
    return this.#policies.policies.some(({ staged }) => staged !== undefined)
  }

  /** Of all sets: staged policies in their staged form */
  get allPolicies(): readonly Policy[] {
    return this.#policies.policies
  }

  /** Every object, policies aside, that could not be understood */
  get unknownObjects(): readonly UnknownObject[] {
    return [...(this.cluster.unknownObjects ?? []), ...(this.#policies.unknownTiers ?? [])]
  }

  /** Knows every policy of `allPolicies`, so that it can say what each selects; its verdicts mean nothing */
  get engineOfAll(): Engine {
    if (!this.hasStaged) return this.engine('enforced')
    return (this.#engineOfAll ??= new Engine(this.cluster, this.#policies, 'dataplane'))
  }

  /** The policies of a set, as they were compiled */
  policies(set: PolicySetName): PolicySet {
    return policySetFor(set, this.#policies)
  }

  verdict(flow: Flow, set: PolicySetName): FlowVerdict {
    return judge(this.engine(set), flow)
  }
}

export function printVerdict({ egress, hosts = [], ingress, overall }: FlowVerdict): PrintedVerdict {
  const said = [egress, ingress, ...hosts.map(({ verdict }) => verdict)]
  const because = said.flatMap((end) => end?.because ?? []).map(({ args, code }) => ({ code, args }))
  const fails = because.some(({ code }) => code === 'preview-fails')
  const ends = { verdict: printAnswer(overall, fails), egress: printEnd(egress), ingress: printEnd(ingress) }
  const verdict = hosts.length === 0 ? ends : { ...ends, hosts: hosts.map(printStep) }
  return because.length === 0 ? verdict : { ...verdict, because }
}

const printStep = ({ endpoints, hook, node, verdict }: HostStep): PrintedStep => ({
  node: node ?? null,
  hook,
  endpoints,
  action: printAnswer(verdict.is, false),
  trace: verdict.trace.map(traceRow),
})

/** `unknown` stands only where Calico's own preview fails; what we cannot know is `uncertain` */
const printAnswer = (answer: Answer, previewFails: boolean): PrintedAnswer =>
  answer === 'unknown' && !previewFails ? 'uncertain' : answer

function printEnd(end: EndVerdict | undefined): PrintedEnd | null {
  if (end === undefined) return null
  const fails = end.because.some(({ code }) => code === 'preview-fails')
  return { action: printAnswer(end.is, fails), trace: end.trace.map(traceRow) }
}

export const traceRow = ({ action, policy, rule, source, tier }: PolicyHit): TraceRow => [
  tier,
  policy.kind,
  policy.namespace,
  source?.traceName ?? policy.name,
  rule,
  action,
]
