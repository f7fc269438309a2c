// The structure of Calico's kinds, the same in both API groups: facts of the CRDs of Calico v3.34 (docs/semantics.md §1.2–1.8).

import { METADATA } from './metadata-schema.ts'
import { KUBERNETES_SPEC } from './kubernetes-schema.ts'
import type { Mapping, Schema } from './schema.ts'

const selector: Schema = { is: 'text', longest: 1024 }
const texts: Schema = { is: 'list', of: { is: 'text' }, unique: true }
const nets: Schema = { is: 'list', of: { is: 'text' }, most: 256, unique: true }
const ports: Schema = { is: 'list', of: { is: 'text-or-number' }, most: 50 }
const name: Schema = { is: 'text', longest: 253 }
const icmp: Schema = {
  is: 'mapping',
  fields: { type: { is: 'integer', from: 0, to: 254 }, code: { is: 'integer', from: 0, to: 255 } },
}

const entity: Schema = {
  is: 'mapping',
  fields: {
    nets,
    notNets: nets,
    selector,
    notSelector: selector,
    namespaceSelector: selector,
    ports,
    notPorts: ports,
    serviceAccounts: { is: 'mapping', fields: { names: texts, selector: { is: 'text' } } },
    services: { is: 'mapping', fields: { name, namespace: name } },
  },
}

const path: Schema = { is: 'text', longest: 1024 }

const rules: Schema = {
  is: 'list',
  most: 1024,
  of: {
    is: 'mapping',
    required: ['action'],
    fields: {
      action: { is: 'text', oneOf: ['Allow', 'Deny', 'Log', 'Pass'] },
      ipVersion: { is: 'integer', oneOf: [4, 6] },
      protocol: { is: 'text-or-number' },
      notProtocol: { is: 'text-or-number' },
      icmp,
      notICMP: icmp,
      source: entity,
      destination: entity,
      http: {
        is: 'mapping',
        fields: {
          methods: { is: 'list', of: { is: 'text' }, most: 20 },
          paths: { is: 'list', of: { is: 'mapping', fields: { exact: path, prefix: path } }, most: 20 },
        },
      },
      metadata: { is: 'mapping', fields: { annotations: { is: 'text-map' } } },
    },
  },
}

const namespacedSpec: Mapping['fields'] = {
  tier: { is: 'text', defaulted: true },
  order: { is: 'number' },
  ingress: rules,
  egress: rules,
  selector,
  serviceAccountSelector: selector,
  types: { is: 'list', of: { is: 'text', oneOf: ['Ingress', 'Egress'] }, most: 2, least: 1, unique: true },
  performanceHints: { is: 'list', of: { is: 'text', oneOf: ['AssumeNeededOnEveryNode'] }, unique: true },
}

const globalSpec: Mapping['fields'] = {
  ...namespacedSpec,
  namespaceSelector: selector,
  applyOnForward: { is: 'boolean' },
  doNotTrack: { is: 'boolean' },
  preDNAT: { is: 'boolean' },
}

const stagedAction: Schema = { is: 'text', oneOf: ['Set', 'Delete', 'Learn', 'Ignore'], defaulted: true }
const setSpec: Mapping['fields'] = { nets: texts }

const SPECS: ReadonlyMap<string, Mapping['fields']> = new Map([
  ['NetworkPolicy', namespacedSpec],
  ['GlobalNetworkPolicy', globalSpec],
  ['StagedNetworkPolicy', { ...namespacedSpec, stagedAction }],
  ['StagedGlobalNetworkPolicy', { ...globalSpec, stagedAction }],
  [
    'StagedKubernetesNetworkPolicy',
    {
      ...KUBERNETES_SPEC,
      policyTypes: { is: 'list', of: { is: 'text' }, most: 2, least: 1, unique: true },
      stagedAction,
    },
  ],
  ['Tier', { order: { is: 'number' }, defaultAction: { is: 'text', oneOf: ['Pass', 'Deny'], defaulted: true } }],
  ['Profile', { ingress: rules, egress: rules, labelsToApply: { is: 'text-map' } }],
  ['NetworkSet', setSpec],
  ['GlobalNetworkSet', setSpec],
  [
    'HostEndpoint',
    {
      node: { is: 'text', longest: 253 },
      interfaceName: { is: 'text', longest: 15 },
      expectedIPs: texts,
      profiles: texts,
      ports: {
        is: 'list',
        of: {
          is: 'mapping',
          required: ['name', 'port', 'protocol'],
          fields: {
            name: { is: 'text' },
            port: { is: 'integer', from: 1, to: 65_535 },
            protocol: { is: 'text-or-number' },
          },
        },
      },
    },
  ],
])

/** A kind in parts, so that what is wrong inside one rule stays with that rule */
export interface KindSchema {
  /** The whole object, with anything for its rules */
  readonly outside: Mapping
  readonly ingress: Schema | undefined
  readonly egress: Schema | undefined
}

/** The schema of each kind that is known here, by its name */
export const CALICO_SCHEMAS: ReadonlyMap<string, KindSchema> = new Map(
  [...SPECS].map(([kind, spec]) => [kind, kindSchema(kind, spec)]),
)

function kindSchema(kind: string, spec: Mapping['fields']): KindSchema {
  const { egress, ingress, ...rest } = spec
  const anything: Schema = { is: 'anything' }
  const outside: Mapping['fields'] = {
    apiVersion: { is: 'text' },
    kind: { is: 'text' },
    metadata: METADATA,
    spec: {
      is: 'mapping',
      fields: { ...rest, ...(ingress && { ingress: anything }), ...(egress && { egress: anything }) },
    },
    ...(kind === 'Tier' ? { status: anything } : {}),
  }
  return { outside: { is: 'mapping', fields: outside }, ingress, egress }
}
