// Objects that policies look at: what a cluster would refuse of them, and what is not known for it (docs/semantics.md
// §8.4). What a cluster holds was admitted, and Calico passes over what it cannot read there.

import type { Diagnostic } from '../base/diagnostic.ts'
import { field, type Field } from '../manifest/fields.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import { admitCalico } from './admission-calico.ts'
import { checkLabels, checkMetadata } from './admission-metadata.ts'
import type { ApplyPath } from './calico.ts'
import { checkConfiguration, checkSlice, isConfiguration } from './configuration-schema.ts'
import { Findings } from './findings.ts'
import { templatePointer } from './owner.ts'
import { checkSchema, type Schema, type Strictness } from './schema.ts'
import { nameOf, placeOfBroken } from './unknown.ts'

export interface Inspection {
  /** The same ones, by identity, for the same manifest */
  readonly diagnostics: readonly Diagnostic[]
  /** Set where one of them is an error */
  readonly unknown: UnknownObject | undefined
  /** What is wrong is among its labels, or those of its pods */
  readonly inLabels: boolean
}

const NOTHING_WRONG: Inspection = { diagnostics: [], unknown: undefined, inLabels: false }
const memory = new WeakMap<Manifest, Map<ApplyPath, Inspection>>()

/** Policies and tiers are dispatch.ts's; of other kinds that are not looked at, nothing is wrong */
export function inspect(manifest: Manifest, applyPath: ApplyPath): Inspection {
  if (manifest.origin.fromCluster) return NOTHING_WRONG
  const byPath = memory.get(manifest) ?? new Map<ApplyPath, Inspection>()
  memory.set(manifest, byPath)
  const inspection = byPath.get(applyPath) ?? inspected(manifest, applyPath)
  byPath.set(applyPath, inspection)
  return inspection
}

const CALICO: ReadonlySet<string> = new Set(['NetworkSet', 'GlobalNetworkSet', 'HostEndpoint', 'Profile'])
const LABELLED: ReadonlySet<string> = new Set(['Namespace', 'ServiceAccount', 'Pod'])

function inspected(manifest: Manifest, applyPath: ApplyPath): Inspection {
  const findings = new Findings()
  if (manifest.group.endsWith('projectcalico.org')) checkCalico(manifest, applyPath, findings)
  else checkKubernetes(manifest, findings)
  const { errors, warnings } = findings
  const [error] = errors
  if (error === undefined) return warnings.length === 0 ? NOTHING_WRONG : { ...NOTHING_WRONG, diagnostics: warnings }
  const unknown = { why: error.code, what: nameOf(manifest), at: { origin: manifest.origin, pointer: [] } }
  return { diagnostics: [...errors, ...warnings], unknown, inLabels: !hasLabels(manifest) }
}

function checkCalico(manifest: Manifest, applyPath: ApplyPath, findings: Findings): void {
  const { group, kind } = manifest
  if (CALICO.has(kind)) admitCalico(manifest, group === 'projectcalico.org' ? applyPath : 'raw-crd', findings)
  else if (isConfiguration(kind)) checkConfiguration(kind, field(manifest, ['spec'], findings.report))
}

function checkKubernetes(manifest: Manifest, findings: Findings): void {
  const { group, kind } = manifest
  const at = group === '' && LABELLED.has(kind) ? [] : templatePointer(manifest)
  const isService = group === '' && kind === 'Service'
  if (at !== undefined || isService) refuseMetadata(manifest, findings)
  if (at !== undefined) checkLabels(field(manifest, [...at, 'metadata', 'labels'], findings.report))
  else if (isService) checkService(manifest, findings)
  else if (kind === 'EndpointSlice') checkSlice(field(manifest, [], findings.report))
}

/** Fields that would be dropped are nothing to policies */
function refuseMetadata(manifest: Manifest, findings: Findings): void {
  const report = (one: Diagnostic): void => {
    if (one.code !== 'unknown-field-pruned') findings.report(one)
  }
  checkMetadata(manifest, field(manifest, ['metadata'], report))
}

/** Whether its labels can be read */
function hasLabels(manifest: Manifest): boolean {
  const findings = new Findings()
  const at = templatePointer(manifest) ?? []
  const labels = field(manifest, [...at, 'metadata', 'labels'], findings.report, {
    scalarsAsText: isByCalico(manifest),
  })
  checkLabels(labels)
  return findings.errors.length === 0
}

/** Read by what takes numbers for text, as calicoctl does */
export const isByCalico = ({ group }: Pick<Manifest, 'group'>): boolean => group === 'projectcalico.org'

const port: Schema = { is: 'integer', from: 1, to: 65_535 }

/** What decides about the addresses and ports behind a Service; of the rest of it nothing is asked here */
const SELECTOR: Schema = { is: 'text-map' }
const PORTS: Schema = {
  is: 'list',
  of: {
    is: 'mapping',
    required: ['port'],
    fields: {
      name: { is: 'text' },
      protocol: { is: 'text', oneOf: ['TCP', 'UDP', 'SCTP'] },
      port,
      targetPort: { is: 'text-or-number' },
      nodePort: { is: 'integer', from: 0, to: 65_535 },
      appProtocol: { is: 'text' },
    },
  },
}
const STRICTNESS: Strictness = { unknownField: 'unknown-field-pruned', nulls: 'absent' }

function checkService(manifest: Manifest, findings: Findings): void {
  const spec = field(manifest, ['spec'], findings.report)
  checkSchema(spec.get('selector'), SELECTOR, STRICTNESS)
  checkLabels(spec.get('selector'))
  checkSchema(spec.get('ports'), PORTS, STRICTNESS)
  for (const one of spec.get('ports').list() ?? []) checkTarget(one.get('targetPort'))
}

function checkTarget(target: Field): void {
  const value = target.stringOrNumber()
  if (typeof value === 'number' && !(Number.isInteger(value) && value >= 0 && value <= 65_535))
    target.complain('bad-port', String(value))
}

const ofBroken = new WeakMap<BrokenDocument, UnknownObject>()

/** Of a document that could not be read at all; the error is reported already */
export function unknownFromBroken(broken: BrokenDocument): UnknownObject {
  const { kind = 'object', name = broken.path, namespace, why } = broken
  const known = ofBroken.get(broken)
  if (known !== undefined) return known
  const unknown = { why, what: nameOf({ kind, namespace, name }), at: placeOfBroken(broken) }
  ofBroken.set(broken, unknown)
  return unknown
}

/** Whether an unread document seems to be of a kind that policies look at */
export const isLookedAt = ({ kind = '' }: BrokenDocument): boolean =>
  CALICO.has(kind) || kind === 'Service' || kind === 'Namespace' || kind === 'ServiceAccount'
