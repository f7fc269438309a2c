// The CRDs of policy.networking.k8s.io, in their experimental channel, as far as their kinds are alike: subject, rules with
// peers, labels by which both select (docs/semantics.md §1.11, §1.12).

import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import { DIRECTIONS, type Direction } from '../model/policy.ts'
import { checkMetadata } from './admission-metadata.ts'
import type { Findings } from './findings.ts'
import { LABEL_SELECTOR } from './kubernetes-schema.ts'
import { METADATA } from './metadata-schema.ts'
import { checkSchema, type Mapping, type Schema, type Strictness } from './schema.ts'

const STRICTNESS: Strictness = { unknownField: 'unknown-field-pruned', nulls: 'refused' }

/** In what the kinds differ */
interface Particulars {
  /** Of `spec`, subject and rules aside; all required */
  readonly spec: Mapping['fields']
  /** What selects pods cannot do without */
  readonly podsNeed: readonly string[]
  readonly actions: readonly string[]
  /** Rules of a policy, and peers of a rule */
  readonly most: number
  /** The field of a rule that names ports */
  readonly ports: Mapping['fields']
  /** Peers of egress alone */
  readonly far: Mapping['fields']
}

export interface PolicyApiSchema extends Readonly<Record<Direction, Schema>> {
  /** The whole object, with anything for its rules */
  readonly outside: Mapping
}

/** `longest`: in characters */
export const setOfTexts = (longest?: number): Schema => ({
  is: 'list',
  of: longest === undefined ? { is: 'text' } : { is: 'text', longest },
  least: 1,
  most: 25,
  unique: true,
})

export function policyApiSchema({ actions, far, most, podsNeed, ports, spec }: Particulars): PolicyApiSchema {
  const pods: Schema = {
    is: 'mapping',
    required: podsNeed,
    fields: { namespaceSelector: LABEL_SELECTOR, podSelector: LABEL_SELECTOR },
  }
  const selects: Mapping['fields'] = { namespaces: LABEL_SELECTOR, pods }
  const rules = (peers: string, fields: Mapping['fields']): Schema => ({
    is: 'list',
    most,
    of: {
      is: 'mapping',
      required: ['action', peers],
      fields: {
        name: { is: 'text', longest: 100 },
        action: { is: 'text', oneOf: actions },
        [peers]: { is: 'list', of: { is: 'mapping', fields, least: 1, most: 1 }, least: 1, most },
        ...ports,
      },
    },
  })
  return {
    ingress: rules('from', selects),
    egress: rules('to', { ...selects, ...far }),
    outside: {
      is: 'mapping',
      required: ['metadata', 'spec'],
      fields: {
        apiVersion: { is: 'text' },
        kind: { is: 'text' },
        metadata: METADATA,
        status: { is: 'anything' },
        spec: {
          is: 'mapping',
          required: [...Object.keys(spec), 'subject'],
          fields: {
            ...spec,
            subject: { is: 'mapping', fields: selects, least: 1, most: 1 },
            ingress: { is: 'anything' },
            egress: { is: 'anything' },
          },
        },
      },
    },
  }
}

/** Adds to the findings what the schema refuses, and what `checkRule` says of each rule of a direction */
export function checkPolicyApi(
  manifest: Manifest,
  schema: PolicyApiSchema,
  findings: Findings,
  checkRule: (rule: Field, direction: Direction) => void,
): void {
  const top = field(manifest, [], findings.report)
  checkSchema(top, schema.outside, STRICTNESS)
  if (!manifest.origin.fromCluster) checkMetadata(manifest, top.get('metadata'))
  for (const direction of DIRECTIONS) {
    const list = field(manifest, ['spec', direction], findings.reportInRule)
    checkSchema(list, schema[direction], STRICTNESS)
    for (const rule of list.list() ?? []) checkRule(rule, direction)
  }
}

/** What is no pod has no names of ports: a rule of CEL on every kind. `named`: an entry of the rule that asks for one, as `as` */
export function refuseNamesFarAway(rule: Field, named: Field | undefined, as: string): void {
  for (const peer of rule.get('to').list() ?? []) {
    const far = ['networks', 'nodes', 'domainNames'].find((name) => peer.get(name).present)
    if (far !== undefined) named?.complain('fields-exclude-each-other', as, far)
  }
}
