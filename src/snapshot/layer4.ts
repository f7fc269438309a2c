// Protocol, port and ICMP of a flow, from the one number that a row has for them (flow-formats 1.7).

import { protocolName } from '../model/protocol.ts'
import { serviceOf } from './row-table.ts'
import { ICMP, ICMPV6, hasPorts } from './values.ts'

export interface Layer4 {
  readonly protocol: number
  readonly hasPorts: boolean
  /** Destination port; undefined where there is none, or the record does not say */
  readonly port: number | undefined
  readonly icmp: { readonly type: number; readonly code: number } | undefined
  /** The protocol has a type and a code, and the record does not say them */
  readonly lacksIcmp: boolean
  /** For keys; equal for what counts as the same */
  readonly text: string
}

/**
 * `bpf`: in that dataplane the type is the low byte of the port field, in the others the high one. ICMPv6 is not read
 * there at all, so that 0 says nothing.
 */
export function layer4Of(service: number, bpf: boolean): Layer4 {
  const { icmp: exact, port, protocol } = serviceOf(service)
  const name = protocolName(protocol).toLowerCase()
  if (protocol === ICMP || protocol === ICMPV6) {
    const [high, low] = [port >> 8, port & 255]
    const packed = port === 0 ? undefined : bpf ? { type: low, code: high } : { type: high, code: low }
    const icmp = exact ?? packed
    const text = icmp === undefined ? name : `${name} ${String(icmp.type)}/${String(icmp.code)}`
    return { protocol, hasPorts: false, port: undefined, icmp, lacksIcmp: icmp === undefined, text }
  }
  const known = hasPorts(protocol) && port > 0 ? port : undefined
  const text = known === undefined ? name : `${name} ${String(known)}`
  return { protocol, hasPorts: hasPorts(protocol), port: known, icmp: undefined, lacksIcmp: false, text }
}
