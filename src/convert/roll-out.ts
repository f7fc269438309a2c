// An edited workload → the pods it will have: those of the inventory with the labels, ports, account and network of the
// new template, as a roll-out would leave them (issue: edits of workload templates flip verdicts as policies do).

import { asOfCluster } from '../base/location.ts'
import { field, isMapping, type Field } from '../manifest/fields.ts'
import { checkLabels } from './admission-metadata.ts'
import { Findings } from './findings.ts'
import { controllersOf, ownerOf, templatePointer } from './owner.ts'
import { ownerKey } from './workload.ts'
import { selects, serviceOfSlice } from './service.ts'
import type { Manifest } from '../manifest/object.ts'

type Value = Readonly<Record<string, unknown>>

const ignore = (): void => undefined

/**
 * The objects of `after`, where pods of a workload whose template differs from that of `before` have been replaced.
 * EndpointSlices of Services that an edit reaches are left out, so that the Service's selector speaks. Objects that
 * nothing reaches are the same objects.
 */
export function rollOut(before: readonly Manifest[], after: readonly Manifest[]): readonly Manifest[] {
  const edits = templateEdits(before, after)
  const controllers = controllersOf(after)
  const replaced = new Map<Manifest, Manifest>()
  if (edits.size > 0) {
    for (const pod of after) {
      if (pod.group !== '' || pod.kind !== 'Pod') continue
      const edit = edits.get(ownerKey(pod.namespace ?? '', ownerOf(pod, controllers)))
      if (edit !== undefined) replaced.set(pod, rolledOut(pod, edit))
    }
  }
  const stale = staleServices(before, after, replaced)
  return after.flatMap((manifest) => {
    const isStale = manifest.kind === 'EndpointSlice' && stale.has(serviceOfSlice(manifest) ?? '')
    return isStale ? [] : [replaced.get(manifest) ?? manifest]
  })
}

interface TemplateEdit {
  readonly before: Value
  readonly after: Value
}

/** By owner key: the templates that differ in what policy can see of a pod */
function templateEdits(before: readonly Manifest[], after: readonly Manifest[]): ReadonlyMap<string, TemplateEdit> {
  const earlier = new Map(before.flatMap((manifest) => templateEntry(manifest) ?? []))
  const edits = new Map<string, TemplateEdit>()
  for (const manifest of after) {
    const [[key, template] = []] = templateEntry(manifest) ?? []
    const old = key === undefined ? undefined : earlier.get(key)
    if (key === undefined || template === undefined || old === undefined) continue
    if (JSON.stringify(visible(old)) !== JSON.stringify(visible(template)))
      edits.set(key, { before: old, after: template })
  }
  return edits
}

function templateEntry(manifest: Manifest): readonly (readonly [string, Value])[] | undefined {
  const pointer = templatePointer(manifest)
  if (pointer === undefined) return undefined
  const template = field(manifest, pointer, ignore).value
  const owner = { kind: manifest.kind, name: manifest.name }
  return isMapping(template) ? [[ownerKey(manifest.namespace ?? '', owner), template]] : undefined
}

const POD_FIELDS = ['containers', 'initContainers', 'serviceAccountName', 'serviceAccount', 'hostNetwork'] as const

/** What of a template policy can see; the order of keys in it is that of reading, not that of writing */
function visible(template: Value): unknown {
  const labels = areLabels(template)
    ? [...labelsIn(template)].sort(([a], [b]) => (a < b ? -1 : 1))
    : within(template, 'metadata', 'labels').value
  const spec = specOf(template)
  const account = spec.get('serviceAccountName').value ?? spec.get('serviceAccount').value
  const ports = [spec.get('containers'), spec.get('initContainers')].map((list) => (list.list() ?? []).flatMap(portsOf))
  return [labels, account, spec.get('hostNetwork').value === true, ports]
}

const portsOf = (container: Field): readonly unknown[] =>
  (container.get('ports').list() ?? []).map((port) =>
    ['name', 'containerPort', 'protocol'].map((name) => port.get(name).value ?? null),
  )

const origin = { path: '', fromCluster: true, locate: () => ({ path: '', line: 1, column: 1 }), read: () => undefined }
const within = (value: Value, ...pointer: readonly string[]): Field => field({ origin, value }, pointer, ignore)
const specOf = (template: Value): Field => within(template, 'spec')
const labelsIn = (template: Value): ReadonlyMap<string, string> =>
  within(template, 'metadata', 'labels').stringMap() ?? new Map<string, string>()

/** Nobody takes a template with others, so it is not known which labels its pods have then */
function areLabels(template: Value): boolean {
  const findings = new Findings()
  checkLabels(field({ origin, value: template }, ['metadata', 'labels'], findings.report))
  return findings.errors.length === 0
}

/** What no reader takes for labels */
const UNREADABLE: readonly unknown[] = []

const mapping = (value: unknown): Value => (isMapping(value) ? value : {})

function rolledOut(pod: Manifest, edit: TemplateEdit): Manifest {
  const metadata = mapping(pod.value['metadata'])
  const gone = labelsIn(edit.before)
  const kept = Object.entries(mapping(metadata['labels'])).filter(([key, value]) => gone.get(key) !== value)
  const labels = areLabels(edit.after)
    ? { ...Object.fromEntries(kept), ...Object.fromEntries(labelsIn(edit.after)) }
    : UNREADABLE
  const template = mapping(edit.after['spec'])
  const spec: Record<string, unknown> = { ...mapping(pod.value['spec']) }
  for (const name of POD_FIELDS) {
    if (Object.hasOwn(template, name)) spec[name] = template[name]
    else Reflect.deleteProperty(spec, name)
  }
  const status = movedStatus(pod, template['hostNetwork'] === true)
  const value = { ...pod.value, metadata: { ...metadata, labels }, spec, status }
  return { ...pod, value, origin: asOfCluster(pod.origin) }
}

/** A pod that joins the host network has its node's address; one that leaves it gets an address that nobody knows yet */
function movedStatus(pod: Manifest, toHost: boolean): Value {
  const status = mapping(pod.value['status'])
  const fromHost = mapping(pod.value['spec'])['hostNetwork'] === true
  if (fromHost === toHost) return status
  const { hostIP, hostIPs } = status
  const moved = toHost ? { podIP: hostIP, podIPs: hostIPs } : { podIP: undefined, podIPs: undefined }
  return { ...status, ...moved }
}

/** Services whose slices in the snapshot say what was true before: edited ones, and those of a pod that changed */
function staleServices(
  before: readonly Manifest[],
  after: readonly Manifest[],
  replaced: ReadonlyMap<Manifest, Manifest>,
): ReadonlySet<string> {
  const isService = ({ group, kind }: Manifest): boolean => group === '' && kind === 'Service'
  const earlier = new Map(before.filter(isService).map((service) => [service.key, service]))
  const stale = new Set<string>()
  for (const service of after) {
    if (!isService(service)) continue
    const selector = field(service, ['spec', 'selector'], ignore).stringMap() ?? new Map<string, string>()
    if (selector.size === 0) continue
    const old = earlier.get(service.key)
    const edited = old !== undefined && old !== service && backingOf(old) !== backingOf(service)
    const reached = [...replaced].some(
      ([was, is]) => was.namespace === service.namespace && (selects(selector, was) || selects(selector, is)),
    )
    if (edited || reached) stale.add(`${service.namespace ?? ''}/${service.name}`)
  }
  return stale
}

/** What of a Service decides about its backends */
function backingOf(service: Manifest): string {
  const spec = field(service, ['spec'], ignore)
  const selector = [...(spec.get('selector').stringMap() ?? new Map<string, string>())].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const ports = (spec.get('ports').list() ?? []).map((port) =>
    ['port', 'targetPort', 'protocol'].map((name) => port.get(name).value ?? null),
  )
  return JSON.stringify([selector, ports])
}
