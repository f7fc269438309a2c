// The structure of networking.k8s.io/v1 NetworkPolicy, which StagedKubernetesNetworkPolicy shares (docs/semantics.md §1.10).

import { METADATA } from './metadata-schema.ts'
import type { Mapping, Schema } from './schema.ts'

/** `matchLabels` and `matchExpressions` of a Kubernetes selector */
export const LABEL_SELECTOR: Schema = {
  is: 'mapping',
  fields: {
    matchLabels: { is: 'text-map' },
    matchExpressions: {
      is: 'list',
      of: {
        is: 'mapping',
        required: ['key', 'operator'],
        fields: {
          key: { is: 'text' },
          operator: { is: 'text', oneOf: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
          values: { is: 'list', of: { is: 'text' } },
        },
      },
    },
  },
}

const int32: Schema = { is: 'integer', from: -(2 ** 31), to: 2 ** 31 - 1 }

const ports: Schema = {
  is: 'list',
  of: {
    is: 'mapping',
    fields: { protocol: { is: 'text' }, port: { is: 'text-or-number' }, endPort: int32 },
  },
}

const peers: Schema = {
  is: 'list',
  of: {
    is: 'mapping',
    fields: {
      podSelector: LABEL_SELECTOR,
      namespaceSelector: LABEL_SELECTOR,
      ipBlock: {
        is: 'mapping',
        required: ['cidr'],
        fields: { cidr: { is: 'text' }, except: { is: 'list', of: { is: 'text' } } },
      },
    },
  },
}

const rules = (peersField: string): Schema => ({
  is: 'list',
  of: { is: 'mapping', fields: { [peersField]: peers, ports } },
})

export const KUBERNETES_SPEC: Mapping['fields'] = {
  podSelector: LABEL_SELECTOR,
  ingress: rules('from'),
  egress: rules('to'),
  policyTypes: { is: 'list', of: { is: 'text' }, most: 2 },
}

/** The whole object, with anything for its rules */
export const NETWORK_POLICY: Mapping = {
  is: 'mapping',
  fields: {
    apiVersion: { is: 'text' },
    kind: { is: 'text' },
    metadata: METADATA,
    spec: {
      is: 'mapping',
      fields: { ...KUBERNETES_SPEC, ingress: { is: 'anything' }, egress: { is: 'anything' } },
    },
  },
}
