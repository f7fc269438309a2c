// Both sides' objects and those of the snapshot → worlds in which flows can be judged. Both sides go through the same
// functions; unchanged objects are shared.

import type { Diagnostic, Report } from '../base/diagnostic.ts'
import { rollOut } from '../convert/roll-out.ts'
import { isLookedAt } from '../convert/unknown-objects.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import type { Cluster } from '../model/cluster.ts'
import { compareObjects } from './change.ts'
import type { ObjectDiff } from './change.ts'
import { World } from './world.ts'
import type { RulesOf } from './world.ts'

export interface SidesOfCluster {
  /** The snapshot's own objects: the policies under which the flows were recorded */
  readonly recorded: readonly Manifest[]
  readonly before: readonly Manifest[]
  readonly after: readonly Manifest[]
  /** Documents that could not be read: what they would do is not known */
  readonly brokenRecorded: readonly BrokenDocument[]
  readonly brokenBefore: readonly BrokenDocument[]
  readonly brokenAfter: readonly BrokenDocument[]
  readonly diffs: readonly ObjectDiff[]
  /** Absent: those of Calico in the version of the snapshot */
  readonly rules?: RulesOf | undefined
}

export interface Simulation {
  readonly before: World
  readonly after: World
  readonly recorded: World
  readonly diagnostics: readonly Diagnostic[]
}

/** Kinds that are policy, as against those that describe what policy applies to */
const isPolicy = ({ kind }: Manifest): boolean => /NetworkPolicy$/.test(kind) || kind === 'Tier'

/** Compiles the three sides; diagnostics of what the sides share come once */
export function simulate(sides: SidesOfCluster): Simulation {
  const diagnostics = new Set<Diagnostic>()
  const report: Report = (diagnostic) => void diagnostics.add(diagnostic)
  const quiet: Report = () => undefined
  const sameInventory =
    sides.diffs.every(({ after, before }) => [before, after].every((one) => one === undefined || isPolicy(one))) &&
    isSame(sides.brokenBefore, sides.brokenAfter)
  const after = new World(
    sameInventory ? sides.after : rollOut(sides.before, sides.after),
    sides.brokenAfter,
    report,
    undefined,
    sides.rules,
  )
  const shared: Cluster | undefined = sameInventory ? after.cluster : undefined
  const before = new World(sides.before, sides.brokenBefore, quiet, shared, sides.rules)
  const isRecorded = hasSameInventory(sides.recorded, sides.before) && isSame(sides.brokenRecorded, sides.brokenBefore)
  const inventory = sameInventory && isRecorded ? shared : undefined
  // Most repositories say what the cluster has: then one compiled world answers for both.
  const recorded =
    inventory !== undefined && hasSamePolicies(sides)
      ? before
      : new World(sides.recorded, sides.brokenRecorded, quiet, inventory, sides.rules)
  return { before, after, recorded, diagnostics: [...diagnostics] }
}

/** Whether what could not be read of objects that policies look at is the same */
function isSame(some: readonly BrokenDocument[], others: readonly BrokenDocument[]): boolean {
  const [a, b] = [some, others].map((documents) => documents.filter(isLookedAt).map(({ at, text }) => [at.path, text]))
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Whether no verdict can hang on what the recorded policies and those before differ in: in where they are written, above all */
function hasSamePolicies({ before, brokenBefore, brokenRecorded, recorded }: SidesOfCluster): boolean {
  if (brokenBefore.length !== brokenRecorded.length || brokenBefore.some((one, i) => one !== brokenRecorded[i]))
    return false
  const policies = (manifests: readonly Manifest[]): Map<string, Manifest> =>
    new Map(manifests.filter(isPolicy).map((manifest) => [manifest.key, manifest]))
  return compareObjects(policies(recorded), policies(before)).length === 0
}

/** Whether the two are the same objects but for policies, which say nothing about the cluster */
function hasSameInventory(some: readonly Manifest[], others: readonly Manifest[]): boolean {
  const [a, b] = [some, others].map((manifests) => manifests.filter((one) => !isPolicy(one)))
  return a !== undefined && b !== undefined && a.length === b.length && a.every((one, i) => one === b[i])
}

/** Whether staged policies stand on either side, so that the other policy sets can differ from the enforced one */
export const hasStaged = ({ after, before }: Simulation): boolean => before.hasStaged || after.hasStaged
