// What the CRDs of AdminNetworkPolicy and BaselineAdminNetworkPolicy v1alpha1 refuse, in their experimental channel
// (docs/semantics.md §1.12, §6.4): facts of network-policy-api v0.1, in which the channels and versions differ little.

import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import { DIRECTIONS, type Direction } from '../model/policy.ts'
import { checkMetadata } from './admission-metadata.ts'
import { shown, type Findings } from './findings.ts'
import { LABEL_SELECTOR } from './kubernetes-schema.ts'
import { METADATA } from './metadata-schema.ts'
import { checkSchema, type Mapping, type Schema, type Strictness } from './schema.ts'

const STRICTNESS: Strictness = { unknownField: 'unknown-field-pruned', nulls: 'refused' }

const port: Schema = { is: 'integer', from: 1, to: 65_535 }
const protocol: Schema = { is: 'text', defaulted: true }

const ports: Schema = {
  is: 'list',
  most: 100,
  of: {
    is: 'mapping',
    least: 1,
    most: 1,
    fields: {
      namedPort: { is: 'text' },
      portNumber: { is: 'mapping', required: ['port'], fields: { protocol, port } },
      portRange: { is: 'mapping', required: ['start', 'end'], fields: { protocol, start: port, end: port } },
    },
  },
}

const pods: Schema = {
  is: 'mapping',
  required: ['namespaceSelector', 'podSelector'],
  fields: { namespaceSelector: LABEL_SELECTOR, podSelector: LABEL_SELECTOR },
}
const selects: Mapping['fields'] = { namespaces: LABEL_SELECTOR, pods }
const texts = (longest?: number): Schema => ({
  is: 'list',
  of: longest === undefined ? { is: 'text' } : { is: 'text', longest },
  least: 1,
  most: 25,
  unique: true,
})
const farPeers: Mapping['fields'] = { ...selects, networks: texts(43), nodes: LABEL_SELECTOR }

const rules = (actions: readonly string[], peers: string, fields: Mapping['fields']): Schema => ({
  is: 'list',
  most: 100,
  of: {
    is: 'mapping',
    required: ['action', peers],
    fields: {
      name: { is: 'text', longest: 100 },
      action: { is: 'text', oneOf: actions },
      [peers]: { is: 'list', of: { is: 'mapping', fields, least: 1, most: 1 }, least: 1, most: 100 },
      ports,
    },
  },
})

interface KindSchema extends Readonly<Record<Direction, Schema>> {
  /** The whole object, with anything for its rules */
  readonly outside: Mapping
}

function kindSchema(actions: readonly string[], spec: Mapping['fields'], peers: Mapping['fields']): KindSchema {
  return {
    ingress: rules(actions, 'from', selects),
    egress: rules(actions, 'to', peers),
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

const ADMIN = kindSchema(
  ['Allow', 'Deny', 'Pass'],
  { priority: { is: 'integer', from: 0, to: 1000 } },
  { ...farPeers, domainNames: texts() },
)
const BASELINE = kindSchema(['Allow', 'Deny'], {}, farPeers)

/** Adds to the findings whatever the API server would refuse the object for */
export function admitAdminPolicy(manifest: Manifest, findings: Findings): void {
  const schema = manifest.kind === 'AdminNetworkPolicy' ? ADMIN : BASELINE
  const top = field(manifest, [], findings.report)
  checkSchema(top, schema.outside, STRICTNESS)
  if (!manifest.origin.fromCluster) checkMetadata(manifest, top.get('metadata'))
  if (schema === BASELINE && manifest.name !== 'default') {
    const name = top.get('metadata').get('name')
    name.complain('bad-value', 'name', shown(name), 'default')
  }
  for (const direction of DIRECTIONS) {
    const list = field(manifest, ['spec', direction], findings.reportInRule)
    checkSchema(list, schema[direction], STRICTNESS)
    if (direction === 'egress') for (const rule of list.list() ?? []) checkFarPeers(rule)
  }
}

/** CEL rules: what is no pod has no port names, and a network is of one family; converting finds the rest */
function checkFarPeers(rule: Field): void {
  const named = (rule.get('ports').list() ?? []).find((one) => one.get('namedPort').present)
  for (const peer of rule.get('to').list() ?? []) {
    for (const net of peer.get('networks').list() ?? []) {
      const text = net.string() ?? ''
      if (text.includes(':') === text.includes('.')) net.complain('bad-cidr', shown(net))
    }
    const far = ['networks', 'nodes', 'domainNames'].find((name) => peer.get(name).present)
    if (named !== undefined && far !== undefined) named.complain('fields-exclude-each-other', 'namedPort', far)
  }
}
