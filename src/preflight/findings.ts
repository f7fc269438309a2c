// The sides and the snapshot → everything there is to report: deltas, intentions, assertions, what the gate says.

import { SEVERITIES } from '../base/diagnostic.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import { Alive } from '../advise/alive.ts'
import { Intentions } from '../advise/intention.ts'
import type { Intention } from '../advise/intention.ts'
import { judge } from '../compare/gate.ts'
import { SETTINGS } from '../config/setting.ts'
import type { Settings } from '../config/settings.ts'
import type { Manifest } from '../manifest/object.ts'
import type { FlowDelta, FlowDeltas } from '../model/delta.ts'
import type { Flow } from '../model/flow.ts'
import { POLICY_SET_NAMES } from '../model/policy.ts'
import type { PolicySetName } from '../model/policy.ts'
import type { SideInfo } from '../report/document.ts'
import { affectedWorkloads } from './affected.ts'
import { judgeAssertion } from './assertions.ts'
import { refuseContradicted } from './calibration.ts'
import type { Change } from './change.ts'
import type { Findings } from './document.ts'
import { declaredSummary, NOTHING_DECLARED } from './declared.ts'
import { evidenceOf } from './evidence.ts'
import { seenWorkloads, worthOf } from './evidence-worth.ts'
import type { ReadExpectations } from './expectations.ts'
import { passFlows } from './flow-pass.ts'
import type { PassedFlows } from './flow-pass.ts'
import { drifted, objectChanges } from './objects.ts'
import { hasStaged, simulate } from './simulate.ts'
import type { SidesOfCluster, Simulation } from './simulate.ts'
import type { OpenedSnapshot } from './snapshot.ts'

export interface Question {
  readonly settings: Settings
  readonly before: SideInfo
  readonly after: SideInfo
  readonly sides: SidesOfCluster
  readonly change: Change
  readonly snapshot: OpenedSnapshot | undefined
  /** The repository's objects at "before" */
  readonly repository: ReadonlyMap<string, Manifest>
  readonly expectations: ReadExpectations
  readonly diagnostics: readonly Diagnostic[]
  readonly now: string
}

export function findingsOf(question: Question): Findings {
  const { change, settings, sides, snapshot } = question
  const simulation = simulate(sides)
  const { after, before } = simulation
  const { recorded } = simulation
  const { assertions: wanted, denials } = question.expectations.expectations
  const { policySet } = settings
  const each = (take: (flow: Flow) => void): void => snapshot?.eachFlow(recorded.cluster, take)
  const flows = passFlows(each, simulation, {
    set: policySet,
    otherSets: otherSets(simulation, policySet),
    diffs: sides.diffs,
    denials,
  })
  refuseContradicted(snapshot?.origin.label ?? '', flows.seen.size, flows.differing)
  const assertions = wanted.map((one) => judgeAssertion(after.engine(policySet), one))
  const objects = objectChanges(change, before, after)
  const affected = affectedWorkloads(change, before, after)
  const { declared, evidence } = knownOf(question, simulation, flows, affected)
  const gate = ({ changed, unchanged }: FlowDeltas): ReturnType<typeof judge> =>
    judge({
      deltas: changed,
      unchanged,
      limits: settings.limits,
      expectedDenials: denials,
      waivers: settings.waivers,
      assertions,
      malformedChanges: objects.filter(({ malformed }) => malformed).length + errorsOfChange(question).length,
      malformedChange: settings.malformedChange,
      evidence: { score: evidence?.worth.score ?? 0, minimum: settings.minEvidence },
      declared: { denied: declared.newlyDenied, limit: settings.maxDeclaredDenied },
      now: question.now,
    })
  return {
    settings,
    before: question.before,
    after: question.after,
    evidence,
    declared,
    objects,
    deltas: flows.deltas.changed,
    quarantined: flows.quarantined.changed,
    quarantinedCount: flows.quarantined.changed.length + flows.quarantined.unchanged.count,
    originals: flows.originals,
    preview: flows.preview,
    judgement: gate(flows.deltas),
    intentions: intentionsOf(simulation, flows, policySet),
    assertions,
    expectations: question.expectations.expectations,
    otherSets: flows.others.map(({ deltas, set }) => ({ set, counts: gate(deltas).counts })),
    drift: snapshot === undefined ? [] : drifted(snapshot.objects, question.repository),
    diagnostics: [
      ...question.diagnostics,
      ...question.expectations.diagnostics,
      ...simulation.diagnostics,
      ...(snapshot?.diagnostics ?? []),
    ],
    changedPaths: new Set(
      change.objects
        .flatMap((one) => [one.before, one.after])
        .flatMap((one) => (one === undefined ? [] : [one.origin.path])),
    ),
    notes: rulesNotes(settings, recorded.cluster.settings.calicoVersion),
  }
}

const PLUGIN_SETTINGS = [
  ['ipBlockPods', SETTINGS.ipBlockPods],
  ['ipBlockNodes', SETTINGS.ipBlockNodes],
  ['hostNetworkPods', SETTINGS.hostNetworkPods],
  ['nodeToOwnPods', SETTINGS.nodeToOwnPods],
  ['sourceAfterNat', SETTINGS.sourceAfterNat],
] as const

/** Whose rules hold, where somebody has said it, and what of a network plugin nobody has said */
function rulesNotes({ applyPath, calicoVersion, plugin }: Settings, recorded: string | undefined): string[] {
  if (plugin !== undefined) {
    const unset = PLUGIN_SETTINGS.flatMap(([of, { name }]) => (plugin[of] === 'unknown' ? [name] : []))
    const open = unset.length === 0 ? '' : `; not set, so that flows can be uncertain: ${unset.join(', ')}`
    return [`policies are those of Kubernetes alone (policy-engine = kubernetes)${open}`]
  }
  const path =
    applyPath === 'native-crd' ? ['objects of projectcalico.org/v3 are plain custom resources (apply-path = crd)'] : []
  if (calicoVersion === undefined) return path
  const other = recorded === undefined || recorded === calicoVersion ? '' : `; the snapshot says ${recorded}`
  return [`the rules are those of Calico ${calicoVersion} (calico-version)${other}`, ...path]
}

/** What the snapshot is worth, and what its objects ask for besides what was seen; nothing without a snapshot */
function knownOf(
  { settings, sides, snapshot }: Question,
  simulation: Simulation,
  { agreement, previewAgreement, seen: flows }: PassedFlows,
  affected: readonly string[],
): Pick<Findings, 'evidence' | 'declared'> {
  if (snapshot === undefined) return { evidence: undefined, declared: NOTHING_DECLARED }
  const { ageSeconds, meta, origin } = snapshot
  const seen = seenWorkloads(flows)
  const worth = worthOf({ cluster: simulation.recorded.cluster, seen, affected, meta, ageSeconds })
  const flowCount = flows.size
  return {
    evidence: evidenceOf({
      flowCount,
      seen,
      meta,
      origin,
      ageSeconds,
      agreement,
      previewAgreement,
      touched: affected,
      worth,
    }),
    declared: declaredSummary(snapshot, simulation, flows, settings.policySet, sides.diffs),
  }
}

/** Errors of the change that belong to no object: two definitions of one, expectations that cannot be read */
const errorsOfChange = ({ change, expectations }: Question): readonly Diagnostic[] => [
  ...change.diagnostics.filter(({ code }) => code === 'duplicate-object'),
  ...expectations.diagnostics.filter(({ code }) => SEVERITIES[code] === 'error'),
]

/** The sets that are not counted, where staged policies can make them differ */
const otherSets = (simulation: Simulation, counted: PolicySetName): readonly PolicySetName[] =>
  hasStaged(simulation) ? POLICY_SET_NAMES.filter((set) => set !== counted) : []

function intentionsOf(
  { after }: Simulation,
  { deltas, seen }: PassedFlows,
  set: PolicySetName,
): Map<FlowDelta, Intention> {
  const alive = new Alive(after.cluster, seen.meant)
  const intentions = new Intentions({ engine: after.engine(set), alive }, after.policies(set))
  const denied = deltas.changed.filter(({ change }) => change === 'newly-denied')
  return new Map(denied.map((delta) => [delta, intentions.of(delta.flow, delta.before)]))
}
