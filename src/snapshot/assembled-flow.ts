// The parts of a flow, found out one by one → the flow, with its key and what of it is missing.

import type { Flow, FlowEnd, FlowRecord, Weight } from '../model/flow.ts'
import type { Layer4 } from './layer4.ts'
import { isoTime } from './values.ts'

interface FlowParts {
  readonly source: FlowEnd
  readonly destination: FlowEnd
  readonly layer4: Layer4
  readonly sourcePort: number | undefined
  readonly weight: Weight
  /** Epoch seconds; Infinity where not known */
  readonly start: number
  /** Epoch seconds; 0 where not known */
  readonly end: number
  readonly records: readonly FlowRecord[]
}

export function assembleFlow({ layer4, ...parts }: FlowParts): Flow {
  const { destination, end, records, source, sourcePort, start, weight } = parts
  return {
    key: `${source.name} > ${destination.name} ${layer4.text}`,
    source,
    destination,
    protocol: layer4.protocol,
    sourcePort: layer4.hasPorts ? sourcePort : undefined,
    destinationPort: layer4.port,
    icmp: layer4.icmp,
    missing: {
      sourcePort: layer4.hasPorts && sourcePort === undefined,
      destinationPort: layer4.hasPorts && layer4.port === undefined,
      icmp: layer4.lacksIcmp,
    },
    weight,
    firstSeen: start === Infinity ? undefined : isoTime(start),
    lastSeen: end === 0 ? undefined : isoTime(end),
    records,
  }
}
