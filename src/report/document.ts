// The report as a value: what every renderer prints and `report.json` is, field by field (docs/report.md).
// Strings are raw; whoever prints them passes them through escape.ts first. Lists are in their final order.

import type { DiagnosticCode, Severity } from '../base/diagnostic.ts'
import type { Location } from '../base/location.ts'
import type { Conclusion, Counts, Limit, Limits, WaiverUse } from '../model/conclusion.ts'
import type { PolicyChange } from '../model/flow.ts'
import type { PolicySetName } from '../model/policy.ts'
import type { Answer, HostHook, ReasonCode } from '../model/verdict.ts'
import type { Change } from '../model/delta.ts'

export type { Conclusion, ConclusionReason, Counts, LimitName, WaiverUse } from '../model/conclusion.ts'

export const REPORT_VERSION = 1

export interface ReportDocument {
  readonly version: typeof REPORT_VERSION
  readonly tool: { readonly name: string; readonly version: string }
  readonly conclusion: Conclusion
  /** What the counts were held against; undefined where the settings could not be read */
  readonly gate: GateSettings | undefined
  readonly policySet: PolicySetName
  readonly before: SideInfo
  readonly after: SideInfo
  /** Undefined: no flow was judged (no relevant change, or no snapshot was needed or to be had) */
  readonly evidence: Evidence | undefined
  readonly counts: Counts
  /** Objects that the change adds, edits or removes and that can matter to a verdict */
  readonly objects: readonly ObjectChange[]
  /** Every flow that is not unchanged; newly denied first (mistakes first), then newly allowed, uncertain (narrowest bound first), rerouted */
  readonly flows: readonly FlowChange[]
  /** Flows whose recorded verdict contradicts the simulation without a known cause: shown apart, counted nowhere else */
  readonly quarantined: readonly FlowChange[]
  /** Flows of which Calico's preview says something else than what happens once staged policies are enforced */
  readonly preview: readonly PreviewNote[]
  readonly assertions: readonly AssertionResult[]
  /** What objects ask for and nobody was seen doing */
  readonly declared: DeclaredSummary
  readonly expectations: ExpectationSummary
  readonly waivers: readonly WaiverUse[]
  /** The other policy sets, counted the same way */
  readonly otherSets: readonly { readonly set: PolicySetName; readonly counts: Counts }[]
  /** Where the cluster's object is not what the repository says it is at "before" */
  readonly drift: readonly DriftedObject[]
  readonly diagnostics: readonly ReportedDiagnostic[]
  /** One line each, in the words of the run: which file set the limits, which defaults held, what was passed over */
  readonly notes: readonly string[]
}

export interface GateSettings {
  readonly limits: Limits
  /** Evidence score that is asked for; 0: any will do */
  readonly minEvidence: number
  /** Of connections that objects declare */
  readonly maxDeclaredDenied: Limit
  /** `never`: a `fail` is said, and the check passes all the same */
  readonly failOn: 'threshold' | 'never'
}

export interface SideInfo {
  /** As a person would name it: a short SHA, a folder, `cluster` */
  readonly label: string
  readonly sha: string | undefined
  /** URL prefix of files at this side, ending in `/`, for links; undefined: no links */
  readonly filesUrl: string | undefined
}

export interface Evidence {
  readonly flowCount: number
  readonly recordCount: number
  readonly workloadCount: number
  readonly windowStart: string | undefined
  readonly windowEnd: string | undefined
  readonly capturedAt: string | undefined
  /** At the time of the run; undefined: unknown */
  readonly ageSeconds: number | undefined
  readonly sources: readonly string[]
  /** Where the snapshot came from: a path, or a run with its URL */
  readonly origin: { readonly label: string; readonly url: string | undefined }
  readonly agreement: Agreement
  /** The same of Calico's own preview; undefined: the records hold no trace of it */
  readonly previewAgreement: Agreement | undefined
  /** Workloads that the change touches, on either side, and that no flow of the snapshot touches */
  readonly unseen: readonly string[]
  /** What all this is worth for these workloads */
  readonly worth: EvidenceWorth
}

/** How much is known of the workloads that a change touches (docs/report.md has the formula) */
export interface EvidenceWorth {
  /** From 0 to 100: the sum of the parts */
  readonly score: number
  readonly parts: readonly EvidencePart[]
  /** Workloads that the change touches, and how many of them are an end of some flow */
  readonly affectedCount: number
  readonly seenCount: number
  /** Into how many windows the records fall */
  readonly windowCount: number
  /** The time that was recorded, without gaps */
  readonly coveredSeconds: number
  readonly spans: readonly { readonly start: string; readonly end: string }[]
  /** Touched workloads with pods that are younger than the first record */
  readonly young: readonly string[]
  /** Pods of the touched workloads, and those that are younger */
  readonly podCount: number
  readonly youngPodCount: number
  /** In the whole cluster: workloads, those that no flow touches, and the CronJobs among these */
  readonly clusterWorkloadCount: number
  readonly clusterUnseenCount: number
  readonly unseenCronJobs: readonly string[]
  /** Policies, tiers and sets that changed while flows were recorded */
  readonly policyChanges: readonly PolicyChange[]
  /** What the capture could not read, and why */
  readonly unread: readonly string[]
}

export interface EvidencePart {
  /** Touched workloads that were seen, time that was recorded, age, pods that were there all the time, policies that stayed */
  readonly is: 'seen' | 'time' | 'age' | 'pods-there' | 'policies-steady'
  readonly points: number
  /** As many as there can be */
  readonly of: number
}

/** How well the recorded policy set, simulated, gives the recorded verdicts; all numbers are records of the snapshot */
export interface Agreement {
  readonly total: number
  readonly reproduced: number
  /** The record leaves several verdicts open, and the recorded one is among them */
  readonly open: number
  /** Of those reproduced: the verdict is the recorded one, and another rule gives it */
  readonly otherTrace: number
  /** By the tier and the action that decided in the record; sorted */
  readonly byTier: readonly TierAgreement[]
  /** The first of them, in the order of the flows: so many of those that nothing explains, and of the others */
  readonly differ: readonly Disagreement[]
  /** How many more there are of each */
  readonly unlisted: Readonly<Record<'unexplained' | 'explained', number>>
}

export interface TierAgreement {
  /** `__PROFILE__`: no policy decided; empty: the record does not say */
  readonly tier: string
  readonly action: 'allow' | 'deny'
  readonly total: number
  readonly reproduced: number
  readonly open: number
  readonly differ: number
}

export interface Disagreement {
  readonly source: string
  readonly destination: string
  readonly protocol: string
  readonly port: number | undefined
  readonly reporter: 'source' | 'destination'
  readonly recorded: Answer
  readonly simulated: Answer
  /** How many records it stands for */
  readonly records: number
  /** The likely cause; `unexplained`: the simulation cannot be trusted for this flow */
  readonly cause: 'older-connection' | 'labels-aggregated' | 'address-missing' | 'host-policy' | 'unexplained'
}

export interface ObjectChange {
  readonly change: 'added' | 'edited' | 'removed'
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string | undefined
  readonly name: string
  readonly at: Location
  /** Workloads that a policy selects on the side where it exists (after, unless removed); undefined: no policy */
  readonly selects: readonly string[] | undefined
  /** The change added it to the wrong side of understanding: it is malformed, effect unknown */
  readonly malformed: boolean
}

export interface FlowChange {
  readonly change: Exclude<Change, 'unchanged'>
  readonly source: EndInfo
  readonly destination: EndInfo
  /** `TCP`, `UDP`, …, or a number */
  readonly protocol: string
  readonly port: number | undefined
  readonly icmp: { readonly type: number; readonly code: number } | undefined
  readonly seen: { readonly count: number; readonly unit: 'connections' | 'packets' }
  readonly firstSeen: string | undefined
  readonly lastSeen: string | undefined
  /** Before and after at each end; the one that flips the flow first */
  readonly ends: readonly EndChange[]
  readonly partly: { readonly cut: readonly string[]; readonly total: number } | undefined
  readonly possiblyCut: readonly string[]
  /** The same of what would get through, where the flow was denied before */
  readonly possiblyAllowed: readonly string[]
  readonly because: readonly ReasonInfo[]
  /** What the recorded traces settle of the ends: only these of all that the names can mean can have left them */
  readonly settled: readonly SettledEnd[]
  /** Changed objects that flip it */
  readonly flippedBy: readonly ObjectRef[]
  /** For newly denied flows */
  readonly intention: Intention | undefined
  /** An entry of netpol-expectations.yml that expects it */
  readonly expected: { readonly reason: string; readonly at: Location; readonly addedByChange: boolean } | undefined
  readonly waiver: { readonly owner: string; readonly reason: string; readonly expires: string } | undefined
}

export interface SettledEnd {
  readonly end: 'source' | 'destination'
  /** Prefixes, `NAME outside PREFIX, …`, or pods */
  readonly to: readonly string[]
  /** The rules that the records name */
  readonly by: readonly RecordedRule[]
}

/** A row of a recorded trace: it may name a policy that is not in the snapshot */
export interface RecordedRule {
  readonly tier: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly rule: number | 'end-of-tier'
  readonly action: string
}

/** Calico's preview against what happens once staged policies are enforced; the latter is to be believed */
export interface PreviewNote {
  readonly source: EndInfo
  readonly destination: EndInfo
  readonly protocol: string
  readonly port: number | undefined
  readonly icmp: { readonly type: number; readonly code: number } | undefined
  readonly seen: { readonly count: number; readonly unit: 'connections' | 'packets' }
  /** `unknown`: the preview fails */
  readonly preview: Answer
  readonly promoted: Answer
  readonly why: PreviewReason
  /** The rule that the preview takes wrongly, or that decides in it */
  readonly by: HitInfo | undefined
}

export type PreviewReason =
  /** What the preview does not do as the dataplane does (docs/semantics.md §5.6, D1 to D7) */
  | 'port-name'
  | 'port-name-excluded'
  | 'icmp-type'
  | 'ip-version'
  | 'other-family'
  | 'set-member'
  | 'service-protocol'
  /** It gives up in a tier that does not exist */
  | 'preview-fails'
  /** What staging means to it (§7.1, §7.2): a deletion is nothing, a namesake stands beside, Learn and Ignore count */
  | 'staged-deletion'
  | 'namesake'
  | 'not-promoted'
  /** A StagedKubernetesNetworkPolicy without policyTypes (§1.9) */
  | 'kubernetes-defaults'
  /** Policies of hosts (§7.3) */
  | 'host-policy'

export interface EndInfo {
  readonly name: string
  readonly is: 'workload' | 'host' | 'network-set' | 'network' | 'address'
}

export interface ObjectRef {
  readonly kind: string
  readonly namespace: string | undefined
  readonly name: string
}

export interface EndChange {
  readonly direction: 'egress' | 'ingress'
  /** A node on the way that decides, rather than the policies of an end; undefined for those */
  readonly host: HostPlace | undefined
  readonly before: DecidedBy
  readonly after: DecidedBy
}

export interface HostPlace {
  /** Undefined: some node */
  readonly node: string | undefined
  readonly hook: HostHook
  /** Names of HostEndpoints of which one decides; empty where no policy does */
  readonly endpoints: readonly string[]
}

export interface DecidedBy {
  readonly answer: Answer | 'not-judged'
  /** The deciding row; undefined where the answer is unknown or the end is no endpoint */
  readonly hit: HitInfo | undefined
  /** The whole trace, in the form of the conformance vectors */
  readonly trace: readonly (readonly [string, string, string, string, number | 'end-of-tier', string])[]
}

export interface HitInfo {
  readonly tier: string
  /** Short kind: np, gnp, knp, …, pro */
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly action: 'allow' | 'deny' | 'pass'
  /** Index in Calico's converted list, from 0 */
  readonly rule: number | 'end-of-tier'
  /** Number of the rule as written in the manifest, from 1; undefined at the end of a tier and for a profile */
  readonly ruleNumber: number | undefined
  /** Into the manifest, as in `/spec/ingress/0` */
  readonly pointer: string | undefined
  /** Undefined for profiles; `fromCluster` objects have a path and no line worth a link */
  readonly at: Location | undefined
  readonly fromCluster: boolean
}

export interface ReasonInfo {
  readonly code: ReasonCode
  readonly args: readonly string[]
  readonly at: Location | undefined
}

export interface Intention {
  /** `probably-a-mistake` only under the strict rule of docs/report.md; `nothing-near`: no rule comes close */
  readonly is: 'probably-a-mistake' | 'looks-intended' | 'nothing-near'
  readonly near: NearRule | undefined
}

/** The allow rule with the fewest failing conditions */
export interface NearRule {
  readonly policy: HitInfo
  readonly failing: readonly FailingCondition[]
  /** The line to change: of the first failing condition */
  readonly fixAt: Location | undefined
  readonly fromCluster: boolean
  /** A value that is alive and near, proven to let the flow pass at both ends; only for probable mistakes */
  readonly fix: { readonly from: string; readonly to: string } | undefined
}

export interface FailingCondition {
  readonly field: 'protocol' | 'port' | 'source' | 'destination' | 'source-port' | 'icmp' | 'family' | 'service'
  /** What the rule asks for, as written */
  readonly wants: string
  /** What the flow has */
  readonly has: string
  /** Nothing in the snapshot satisfies it */
  readonly dead: boolean
}

export interface AssertionResult {
  readonly is: 'must-allow' | 'must-deny'
  readonly source: string
  readonly destination: string
  readonly protocol: string
  readonly port: number | undefined
  readonly holds: boolean
  readonly answer: Answer
  /** Pairs for which it does not hold, a few of them */
  readonly counterexamples: readonly string[]
  readonly decidedBy: HitInfo | undefined
  readonly reason: string
  readonly at: Location
  readonly addedByChange: boolean
}

/** Connections that objects ask for and that are in no record, judged like flows and counted apart */
export interface DeclaredSummary {
  readonly judged: number
  readonly newlyDenied: number
  readonly newlyAllowed: number
  readonly uncertain: number
  /** Those that the change newly denies, newly allows or makes uncertain, in this order */
  readonly changes: readonly DeclaredChange[]
  /** Objects that ask for connections of which an end is not known, so that nothing was judged */
  readonly gaps: readonly DeclaredGap[]
}

export type DeclaredWhy = 'dns' | 'ingress' | 'gateway' | 'webhook' | 'aggregated-api' | 'api-server' | 'scrape'

export interface DeclaredChange {
  readonly change: 'newly-denied' | 'newly-allowed' | 'now-uncertain'
  readonly why: DeclaredWhy
  /** The object that asks for it */
  readonly from: ObjectRef
  readonly source: EndInfo
  readonly destination: EndInfo
  readonly protocol: string
  readonly port: number | undefined
  /** Before and after at each end; the one that flips it first */
  readonly ends: readonly EndChange[]
  readonly because: readonly ReasonInfo[]
  readonly flippedBy: readonly ObjectRef[]
}

export interface DeclaredGap {
  readonly why: DeclaredWhy
  readonly from: ObjectRef
  /** Who would connect, or to what */
  readonly lacks: 'source' | 'destination'
}

export interface ExpectationSummary {
  /** Expected denials that match no flow which is denied, or may be, after the change */
  readonly unmatched: readonly { readonly text: string; readonly at: Location }[]
  /** How many entries of any kind the change itself adds */
  readonly addedByChange: number
  /** The entries to paste for the newly denied flows that look intended; YAML; undefined where there are none */
  readonly paste: string | undefined
}

export interface DriftedObject {
  readonly kind: string
  readonly namespace: string | undefined
  readonly name: string
  readonly is: 'differs' | 'only-in-repository' | 'only-in-cluster'
  readonly at: Location | undefined
}

export interface ReportedDiagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  readonly args: readonly string[]
  readonly at: Location | undefined
  /** In a file or object that the change touches */
  readonly inChange: boolean
}
