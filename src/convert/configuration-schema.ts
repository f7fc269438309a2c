// The fields of Calico's configuration, pools and EndpointSlices that the cluster is read from (cluster.ts, host-network.ts,
// service.ts), with their types: facts of the CRDs of Calico v3.34. Of the rest of these kinds nothing is asked.

import type { Field } from '../manifest/fields.ts'
import { checkSchema, type Schema, type Strictness } from './schema.ts'

const text: Schema = { is: 'text' }
const boolean: Schema = { is: 'boolean' }
const listOf = (fields: Readonly<Record<string, Schema>>): Schema => ({ is: 'list', of: { is: 'mapping', fields } })

const port: Schema = { is: 'integer', from: 0, to: 65_535 }
const hostPorts = listOf({ net: text, port, protocol: text })
const networks = listOf({ cidr: text })

const FIELDS: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  FelixConfiguration: {
    bpfEnabled: boolean,
    nftablesMode: { is: 'text', oneOf: ['Disabled', 'Enabled', 'Auto'] },
    defaultEndpointToHostAction: text,
    natOutgoingExclusions: text,
    serviceLoopPrevention: text,
    vxlanPort: port,
    allowVXLANPacketsFromWorkloads: boolean,
    allowIPIPPacketsFromWorkloads: boolean,
    failsafeInboundHostPorts: hostPorts,
    failsafeOutboundHostPorts: hostPorts,
  },
  IPPool: { cidr: text, natOutgoing: boolean, disabled: boolean, ipipMode: text, vxlanMode: text },
  BGPConfiguration: {
    serviceClusterIPs: networks,
    serviceExternalIPs: networks,
    serviceLoadBalancerIPs: networks,
  },
  ClusterInformation: { calicoVersion: text },
}

const STRICTNESS: Strictness = { unknownField: 'unknown-field-pruned', nulls: 'absent' }

/** Whether anything is known of a kind here */
export const isConfiguration = (kind: string): boolean => Object.hasOwn(FIELDS, kind)

/** Reports every field that has another type */
export function checkConfiguration(kind: string, spec: Field): void {
  const fields = Object.hasOwn(FIELDS, kind) ? (FIELDS[kind] ?? {}) : {}
  for (const [name, schema] of Object.entries(fields)) checkSchema(spec.get(name), schema, STRICTNESS)
}

const ENDPOINT: Readonly<Record<string, Schema>> = { addresses: { is: 'list', of: text } }
const SLICE_PORT: Readonly<Record<string, Schema>> = { port, protocol: text }

/** Of an EndpointSlice, whose fields have no `spec` around them */
export function checkSlice(slice: Field): void {
  checkEntries(slice.get('endpoints'), ENDPOINT)
  checkEntries(slice.get('ports'), SLICE_PORT)
}

/** A list of mappings of which only some fields are looked at */
function checkEntries(list: Field, fields: Readonly<Record<string, Schema>>): void {
  for (const entry of list.list() ?? [])
    for (const [name, schema] of entry.entries() === undefined ? [] : Object.entries(fields))
      checkSchema(entry.get(name), schema, STRICTNESS)
}
