// The objects that the change touches, for the report: what each is, where it stands, what it selects; and the objects
// that the cluster has in another form than the repository.

import { SEVERITIES } from '../base/diagnostic.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import type { Policy } from '../model/policy.ts'
import type { DriftedObject, ObjectChange } from '../report/document.ts'
import type { Change, ObjectDiff } from './change.ts'
import { compareObjects, identityOf, isSameObject } from './change.ts'
import { selectedBy } from './evidence.ts'
import type { World } from './world.ts'

export function objectChanges(change: Change, before: World, after: World): ObjectChange[] {
  const { broken, brokenSince, objects } = change
  // What cannot be read any more is not gone.
  const isBroken = (diff: ObjectDiff): boolean =>
    diff.after === undefined && broken.some((document) => isSameObject(identityOf(diff.before), document))
  return [
    ...objects.filter((diff) => !isBroken(diff)).map((diff) => objectChange(diff, before, after)),
    ...broken.map((document) => brokenChange(document, brokenSince.has(document) ? 'edited' : 'added')),
  ]
}

function objectChange(diff: ObjectDiff, before: World, after: World): ObjectChange {
  const manifest = diff.after ?? diff.before
  const world = diff.after === undefined ? before : after
  const policies = policiesOf(world, manifest)
  return {
    change: diff.change,
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    namespace: manifest.namespace,
    name: manifest.name,
    at: manifest.origin.locate([]),
    selects: policies.length === 0 ? undefined : selectedBy(world.engineOfAll, policies),
    malformed: diff.after !== undefined && (policies.some(isMalformed) || isUnknownIn(world, diff.after)),
  }
}

/** The policies, of any set, that an object became */
export const policiesOf = (world: World, { origin }: Manifest): readonly Policy[] =>
  world.allPolicies.filter(({ at }) => at.origin === origin)

/** Not understood because of an error in it, as against a kind that is not modelled */
const isMalformed = ({ unknown }: Policy): boolean => unknown !== undefined && SEVERITIES[unknown.why] === 'error'

/** A tier, or an object that policies look at, of which an error makes unknown what it is */
const isUnknownIn = ({ unknownObjects }: World, { origin }: Manifest): boolean =>
  unknownObjects.some((one) => one.at.origin === origin)

const brokenChange = (
  { apiVersion, at, kind, name, namespace }: BrokenDocument,
  change: ObjectChange['change'],
): ObjectChange => ({
  change,
  apiVersion: apiVersion ?? '',
  kind: kind ?? 'document',
  namespace,
  name: name ?? at.path,
  at,
  selects: undefined,
  malformed: true,
})

/** What the repository has in another form than the cluster; what only the cluster has is nobody's mistake */
export function drifted(
  cluster: ReadonlyMap<string, Manifest>,
  repository: ReadonlyMap<string, Manifest>,
): DriftedObject[] {
  return compareObjects(cluster, repository).flatMap(({ after, change }): DriftedObject[] => {
    if (after === undefined) return []
    const { kind, name, namespace, origin } = after
    return [
      { kind, namespace, name, is: change === 'edited' ? 'differs' : 'only-in-repository', at: origin.locate([]) },
    ]
  })
}
