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
