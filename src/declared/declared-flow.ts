// A connection that objects ask for, whether or not anybody saw it: what it is, which object says so, and why
// (docs/report.md, "Declared").

import type { Flow, FlowEnd } from '../model/flow.ts'
import { hasPorts } from '../model/protocol.ts'

export type DeclaredWhy =
  /** A pod asks the cluster's DNS */
  | 'dns'
  /** An Ingress, or a route of a Gateway, leads to a Service */
  | 'ingress'
  | 'gateway'
  /** The API server calls an admission webhook, or an aggregated API */
  | 'webhook'
  | 'aggregated-api'
  /** A workload that was seen with some address on its port asks the API server */
  | 'api-server'
  /** A monitor tells Prometheus to scrape */
  | 'scrape'

export interface DeclaringObject {
  readonly kind: string
  readonly namespace: string | undefined
  readonly name: string
}

export interface DeclaredFlow {
  /** Without records, and never seen */
  readonly flow: Flow
  /** The object that asks for it */
  readonly from: DeclaringObject
  readonly why: DeclaredWhy
}

/** An object that asks for connections of which one end is not known */
export interface DeclaredGap {
  readonly from: DeclaringObject
  readonly why: DeclaredWhy
  /** Who would connect, or to what */
  readonly lacks: 'source' | 'destination'
}

export interface Declared {
  readonly flows: readonly DeclaredFlow[]
  readonly gaps: readonly DeclaredGap[]
}

/** One end with its port */
export interface Target {
  readonly end: FlowEnd
  readonly protocol: number
  readonly port: number
}

export function declaredFlow(
  source: FlowEnd,
  { end: destination, port, protocol }: Target,
  from: DeclaringObject,
  why: DeclaredWhy,
): DeclaredFlow {
  const flow: Flow = {
    key: `${source.name} > ${destination.name} ${String(protocol)}/${String(port)}`,
    source,
    destination,
    protocol,
    sourcePort: undefined,
    destinationPort: port,
    icmp: undefined,
    missing: { sourcePort: hasPorts(protocol), destinationPort: false, icmp: true },
    weight: { count: 0, unit: 'connections' },
    firstSeen: undefined,
    lastSeen: undefined,
    records: [],
  }
  return { flow, from, why }
}
