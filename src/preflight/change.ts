// Objects before and after → what the change adds, edits and removes, as far as a verdict can hang on it; and the
// objects of the cluster with that change carried out.

import type { Diagnostic } from '../base/diagnostic.ts'
import { byText } from '../base/order.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import { relevantPart } from './relevant.ts'
import type { SideObjects } from './side.ts'

export type ObjectDiff =
  | { readonly change: 'added'; readonly key: string; readonly before: undefined; readonly after: Manifest }
  | { readonly change: 'removed'; readonly key: string; readonly before: Manifest; readonly after: undefined }
  | { readonly change: 'edited'; readonly key: string; readonly before: Manifest; readonly after: Manifest }

export interface Change {
  /** Sorted by key */
  readonly objects: readonly ObjectDiff[]
  /** Documents that cannot be read and were not there, in these words, before */
  readonly broken: readonly BrokenDocument[]
  /** Of these, the ones of objects that were there before, readable or not */
  readonly brokenSince: ReadonlySet<BrokenDocument>
  readonly diagnostics: readonly Diagnostic[]
}

export const isRelevant = ({ broken, objects }: Change): boolean => objects.length > 0 || broken.length > 0

export function compareSides(before: SideObjects, after: SideObjects): Change {
  const templates = newTemplates(before, after)
  const inTemplate = new Set(templates.map(({ path }) => path))
  const objects = compareObjects(before.objects, after.objects).filter(
    (one) => one.change !== 'removed' || !inTemplate.has(one.before.origin.path),
  )
  const touched = new Set(objects.map(({ key }) => key))
  const earlier = new Set(before.broken.map(({ text }) => text))
  const broken = [...after.broken.filter(({ text }) => !earlier.has(text)), ...templates]
  const old = [...before.broken, ...[...before.objects.values()].map(identityOf)]
  return {
    objects,
    broken,
    brokenSince: new Set(broken.filter((document) => old.some((one) => isSameObject(one, document)))),
    diagnostics: duplicateDiagnostics(before, after, touched),
  }
}

type Identity = Pick<BrokenDocument, 'path' | 'kind' | 'namespace' | 'name'>

export const identityOf = ({ kind, name, namespace, origin }: Manifest): Identity => ({
  path: origin.path,
  kind,
  namespace,
  name,
})

/** A document that is too broken to have a name is the object of its file */
export const isSameObject = (one: Identity, broken: Identity): boolean =>
  broken.name === undefined
    ? one.path === broken.path
    : one.name === broken.name && one.kind === broken.kind && one.namespace === broken.namespace

/** Documents that the change turns into templates: what becomes of their objects cannot be known, it is no removal */
function newTemplates(before: SideObjects, after: SideObjects): readonly BrokenDocument[] {
  const files = new Set([...before.objects.values()].map(({ origin }) => origin.path))
  const earlier = new Set(before.unrendered.map(({ text }) => text))
  return after.unrendered.filter(({ path, text }) => files.has(path) && !earlier.has(text))
}

export function compareObjects(
  before: ReadonlyMap<string, Manifest>,
  after: ReadonlyMap<string, Manifest>,
): ObjectDiff[] {
  const diffs: ObjectDiff[] = []
  for (const [key, old] of before) {
    const now = after.get(key)
    if (now === undefined) diffs.push({ change: 'removed', key, before: old, after: undefined })
    else if (now !== old && relevantPart(now) !== relevantPart(old))
      diffs.push({ change: 'edited', key, before: old, after: now })
  }
  for (const [key, now] of after)
    if (!before.has(key)) diffs.push({ change: 'added', key, before: undefined, after: now })
  return diffs.sort((a, b) => byText(a.key, b.key))
}

/** An error where the change touches one of the definitions, a warning where it was so before */
function duplicateDiagnostics(before: SideObjects, after: SideObjects, touched: ReadonlySet<string>): Diagnostic[] {
  const known = new Set(before.duplicates.map(pairKey))
  return after.duplicates.map((pair): Diagnostic => {
    const [first, second] = pair
    const other = first.origin.locate([])
    const isNew = touched.has(second.key) || !known.has(pairKey(pair))
    return {
      code: isNew ? 'duplicate-object' : 'duplicate-object-before',
      at: second.origin.locate([]),
      args: [second.kind, second.namespace ?? '', second.name, other.path, String(other.line)],
    }
  })
}

const pairKey = ([first, second]: readonly [Manifest, Manifest]): string =>
  `${first.key} ${first.origin.path} ${relevantPart(first)} ${second.origin.path} ${relevantPart(second)}`

/** The objects of `base` with those of `over` in their place */
export function overlay(
  base: ReadonlyMap<string, Manifest>,
  over: ReadonlyMap<string, Manifest>,
): Map<string, Manifest> {
  return new Map([...base, ...over])
}

/** The objects with the change's additions, edits and removals carried out */
export function applyChange(base: ReadonlyMap<string, Manifest>, diffs: readonly ObjectDiff[]): Map<string, Manifest> {
  const out = new Map(base)
  for (const { after, key } of diffs) {
    if (after !== undefined) out.set(key, after)
    else for (const twin of twins(key)) out.delete(twin)
  }
  return out
}

/** The same stored object is listed under two groups (docs/semantics.md §1.1) */
function twins(key: string): readonly string[] {
  const [group, ...rest] = key.split('|')
  if (group !== 'projectcalico.org' && group !== 'crd.projectcalico.org') return [key]
  return ['projectcalico.org', 'crd.projectcalico.org'].map((one) => [one, ...rest].join('|'))
}
