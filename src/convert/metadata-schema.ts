// `metadata` as every API has it: the fields of Kubernetes' ObjectMeta, so that a misspelt one is noticed.

import type { Schema } from './schema.ts'

const anything: Schema = { is: 'anything' }

/** Labels are checked apart, for decoders differ about their values */
export const METADATA: Schema = {
  is: 'mapping',
  fields: {
    name: anything,
    generateName: anything,
    namespace: anything,
    selfLink: anything,
    uid: anything,
    resourceVersion: anything,
    generation: anything,
    creationTimestamp: anything,
    deletionTimestamp: anything,
    deletionGracePeriodSeconds: anything,
    labels: anything,
    annotations: anything,
    ownerReferences: anything,
    finalizers: anything,
    managedFields: anything,
  },
}

const text: Schema = { is: 'text' }
const list: Schema = { is: 'list', of: anything }

/** The same fields with the types that Go decodes them to; for where labels have to be text as well */
export const OBJECT_META: Schema = {
  is: 'mapping',
  fields: {
    name: text,
    generateName: text,
    namespace: text,
    selfLink: text,
    uid: text,
    resourceVersion: text,
    generation: { is: 'integer' },
    creationTimestamp: text,
    deletionTimestamp: text,
    deletionGracePeriodSeconds: { is: 'integer' },
    labels: { is: 'text-map' },
    annotations: { is: 'text-map' },
    ownerReferences: list,
    finalizers: { is: 'list', of: text },
    managedFields: list,
  },
}
