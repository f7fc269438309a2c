// What the CRD of ClusterNetworkPolicy v1alpha2 refuses, in its experimental channel, which knows `nodes` and `domainNames`
// (docs/semantics.md §1.11, §6.3).

import { parseCidr } from '../base/ip.ts'
import type { Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import { shown, type Findings } from './findings.ts'
import { LABEL_SELECTOR } from './kubernetes-schema.ts'
import { checkPolicyApi, policyApiSchema, refuseNamesFarAway, setOfTexts } from './policy-api-schema.ts'
import type { Schema } from './schema.ts'

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

const SCHEMA = policyApiSchema({
  spec: {
    tier: { is: 'text', oneOf: ['Admin', 'Baseline'] },
    priority: { is: 'integer', from: 0, to: 1000 },
  },
  podsNeed: ['podSelector'],
  actions: ['Accept', 'Deny', 'Pass'],
  most: 25,
  ports: { protocols },
  far: { networks: setOfTexts(43), nodes: LABEL_SELECTOR, domainNames: setOfTexts() },
})

/** Adds to the findings whatever the API server would refuse the object for */
export const admitClusterPolicy = (manifest: Manifest, findings: Findings): void =>
  checkPolicyApi(manifest, SCHEMA, findings, checkRule)

function checkRule(rule: Field): void {
  const all = rule.get('protocols').list() ?? []
  for (const one of all)
    for (const name of ['tcp', 'udp', 'sctp']) checkRange(one.get(name).get('destinationPort').get('range'))
  const named = all.find((one) => one.get('destinationNamedPort').present)
  refuseNamesFarAway(rule, named, 'destinationNamedPort')
  for (const peer of rule.get('to').list() ?? []) {
    for (const net of peer.get('networks').list() ?? []) {
      if (parseCidr(net.string() ?? '') === undefined) net.complain('bad-cidr', shown(net))
    }
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
