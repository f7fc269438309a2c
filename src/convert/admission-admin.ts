// What the CRDs of AdminNetworkPolicy and BaselineAdminNetworkPolicy v1alpha1 refuse, in their experimental channel
// (docs/semantics.md §1.12, §6.4): facts of network-policy-api v0.1, in which the channels and versions differ little.

import { field, type Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import type { Direction } from '../model/policy.ts'
import { shown, type Findings } from './findings.ts'
import { LABEL_SELECTOR } from './kubernetes-schema.ts'
import { checkPolicyApi, policyApiSchema, refuseNamesFarAway, setOfTexts } from './policy-api-schema.ts'
import type { Schema } from './schema.ts'

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

const COMMON = { podsNeed: ['namespaceSelector', 'podSelector'], most: 100, ports: { ports } } as const
const FAR = { networks: setOfTexts(43), nodes: LABEL_SELECTOR } as const

const ADMIN = policyApiSchema({
  ...COMMON,
  spec: { priority: { is: 'integer', from: 0, to: 1000 } },
  actions: ['Allow', 'Deny', 'Pass'],
  far: { ...FAR, domainNames: setOfTexts() },
})
const BASELINE = policyApiSchema({ ...COMMON, spec: {}, actions: ['Allow', 'Deny'], far: FAR })

/** Adds to the findings whatever the API server would refuse the object for */
export function admitAdminPolicy(manifest: Manifest, findings: Findings): void {
  const isBaseline = manifest.kind !== 'AdminNetworkPolicy'
  checkPolicyApi(manifest, isBaseline ? BASELINE : ADMIN, findings, checkRule)
  if (isBaseline && manifest.name !== 'default') {
    const name = field(manifest, ['metadata', 'name'], findings.report)
    name.complain('bad-value', 'name', shown(name), 'default')
  }
}

/** CEL rules of egress: a network is of one family; converting finds the rest */
function checkRule(rule: Field, direction: Direction): void {
  if (direction === 'ingress') return
  for (const peer of rule.get('to').list() ?? [])
    for (const net of peer.get('networks').list() ?? []) {
      const text = net.string() ?? ''
      if (text.includes(':') === text.includes('.')) net.complain('bad-cidr', shown(net))
    }
  const named = (rule.get('ports').list() ?? []).find((one) => one.get('namedPort').present)
  refuseNamesFarAway(rule, named, 'namedPort')
}
