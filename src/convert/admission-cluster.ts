// What the CRD of ClusterNetworkPolicy v1alpha2 refuses, in its experimental channel, which knows `nodes` and `domainNames`
// (docs/semantics.md §1.11, §6.3).

import { parseCidr } from '../base/ip.ts'
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
const protocol: Schema = {
  is: 'mapping',
  least: 1,
  fields: {
    destinationPort: {
      is: 'mapping',
      least: 1,
      most: 1,
      fields: {
        number: port,
        range: { is: 'mapping', required: ['start', 'end'], fields: { start: port, end: port } },
      },
    },
  },
}

const protocols: Schema = {
  is: 'list',
  least: 1,
  most: 25,
  of: {
    is: 'mapping',
    least: 1,
    most: 1,
    fields: { tcp: protocol, udp: protocol, sctp: protocol, destinationNamedPort: { is: 'text' } },
  },
}

const pods: Schema = {
  is: 'mapping',
  required: ['podSelector'],
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
const farPeers: Mapping['fields'] = { ...selects, networks: texts(43), nodes: LABEL_SELECTOR, domainNames: texts() }

const rules = (peers: string, fields: Mapping['fields']): Schema => ({
  is: 'list',
  most: 25,
  of: {
    is: 'mapping',
    required: ['action', peers],
    fields: {
      name: { is: 'text', longest: 100 },
      action: { is: 'text', oneOf: ['Accept', 'Deny', 'Pass'] },
      [peers]: { is: 'list', of: { is: 'mapping', fields, least: 1, most: 1 }, least: 1, most: 25 },
      protocols,
    },
  },
})

const RULES: Readonly<Record<Direction, Schema>> = { ingress: rules('from', selects), egress: rules('to', farPeers) }

const OUTSIDE: Mapping = {
  is: 'mapping',
  required: ['metadata', 'spec'],
  fields: {
    apiVersion: { is: 'text' },
    kind: { is: 'text' },
    metadata: METADATA,
    status: { is: 'anything' },
    spec: {
      is: 'mapping',
      required: ['tier', 'priority', 'subject'],
      fields: {
        tier: { is: 'text', oneOf: ['Admin', 'Baseline'] },
        priority: { is: 'integer', from: 0, to: 1000 },
        subject: { is: 'mapping', fields: selects, least: 1, most: 1 },
        ingress: { is: 'anything' },
        egress: { is: 'anything' },
      },
    },
  },
}

/** Adds to the findings whatever the API server would refuse the object for */
export function admitClusterPolicy(manifest: Manifest, findings: Findings): void {
  const top = field(manifest, [], findings.report)
  checkSchema(top, OUTSIDE, STRICTNESS)
  if (!manifest.origin.fromCluster) checkMetadata(manifest, top.get('metadata'))
  for (const direction of DIRECTIONS) {
    const list = field(manifest, ['spec', direction], findings.reportInRule)
    checkSchema(list, RULES[direction], STRICTNESS)
    for (const rule of list.list() ?? []) checkRule(rule)
  }
}

function checkRule(rule: Field): void {
  const protocols = rule.get('protocols').list() ?? []
  for (const one of protocols)
    for (const name of ['tcp', 'udp', 'sctp']) checkRange(one.get(name).get('destinationPort').get('range'))
  const named = protocols.find((one) => one.get('destinationNamedPort').present)
  for (const peer of rule.get('to').list() ?? []) {
    for (const net of peer.get('networks').list() ?? []) {
      if (parseCidr(net.string() ?? '') === undefined) net.complain('bad-cidr', shown(net))
    }
    const far = ['networks', 'nodes', 'domainNames'].find((name) => peer.get(name).present)
    if (named !== undefined && far !== undefined)
      named.complain('fields-exclude-each-other', 'destinationNamedPort', far)
    if (peer.get('domainNames').present && rule.get('action').value !== 'Accept') {
      peer.get('domainNames').complain('field-requires', 'domainNames', 'action: Accept')
    }
  }
}

function checkRange(range: Field): void {
  const [start, end] = [range.get('start').integer(), range.get('end').integer()]
  if (start !== undefined && end !== undefined && start >= end)
    range.complain('bad-port', `${String(start)}:${String(end)}`)
}
