// Hubble's flow events, one packet's verdict each, in the three shapes of its output (flow-formats 5.1). Names are read
// in snake and camel case, enums by name or number.

import { parseIp } from '../base/ip.ts'
import { NEUTRAL } from './dialect.ts'
import type { BadField } from './dialect.ts'
import type { Row } from './row-table.ts'
import type { NamedEnd, Tables } from './tables.ts'
import { ICMP, ICMPV6, isObject, nameOf, portOf, timeOf } from './values.ts'
import type { JsonObject } from './values.ts'

/** What becomes of an event: a row, nothing to learn from it, or the field that is wrong */
export type HubbleEvent = Row | 'nothing' | { readonly bad: BadField }

/** The event of a line, where it is one: under `flow`, or bare; undefined otherwise */
export function hubbleFlow(value: JsonObject): JsonObject | undefined {
  const flow = isObject(value['flow']) ? value['flow'] : value
  return 'verdict' in flow && (isObject(flow['IP']) || isObject(flow['ip'])) ? flow : undefined
}

/** Lines of Hubble that are no flows: states of nodes, and how many events its buffer lost */
export function hubbleLost(value: JsonObject): number | undefined {
  const lost = value['lost_events'] ?? value['lostEvents']
  if (isObject(lost)) {
    const count = Number(lost['num_events_lost'] ?? lost['numEventsLost'] ?? 1)
    return Number.isFinite(count) ? count : 1
  }
  return 'node_status' in value || 'nodeStatus' in value ? 0 : undefined
}

const DROP = 1
const TRACE = 4
const POLICY_VERDICT = 5
const EVENTS: readonly (number | undefined)[] = [DROP, TRACE, POLICY_VERDICT, undefined]
/** Reasons of a drop that are verdicts of policy: nothing allowed it, a rule denied it */
const POLICY_REASONS: ReadonlySet<unknown> = new Set([133, 181, '133', '181', 'POLICY_DENIED', 'POLICY_DENY'])

export function hubbleRow(flow: JsonObject, tables: Tables): HubbleEvent {
  const type = eventType(flow)
  const isReply = get(flow, 'is_reply')
  if (isReply === true || get(flow, 'Type', 'type') === 'L7' || !EVENTS.includes(type)) return 'nothing'
  const weak = type === TRACE || type === undefined
  // Without the word, a packet that is no reply is told by its flags alone.
  if (weak && isReply === undefined && !beginsConnection(flow)) return 'nothing'
  const action = verdictOf(flow)
  return action === undefined ? 'nothing' : rowOf(flow, action, weak, tables)
}

function rowOf(flow: JsonObject, action: 1 | 2, weak: boolean, tables: Tables): HubbleEvent {
  const [source, destination] = [endOf(flow, 'source'), endOf(flow, 'destination')]
  if (source === undefined) return { bad: 'source' }
  if (destination === undefined) return { bad: 'destination' }
  const service = serviceOf(flow)
  if (service === undefined) return { bad: 'l4' }
  const time = timeOf(flow['time'])
  if (time === undefined) return { bad: 'time' }
  return {
    ...NEUTRAL,
    ...service,
    source: tables.endNumber(source),
    destination: tables.endNumber(destination),
    sourceLabels: tables.labelsNumber(labelsOf(flow, 'source')),
    destinationLabels: tables.labelsNumber(labelsOf(flow, 'destination')),
    reporter: REPORTERS.get(get(flow, 'traffic_direction')) ?? 0,
    // That a packet was seen on its way says nothing about the policy of one end (flow-formats 5.1).
    action: weak ? 0 : action,
    weak,
    start: time,
    end: time,
    packets: 1,
    connections: weak ? -1 : 1,
  }
}

function get(value: JsonObject, snake: string, other?: string): unknown {
  const camel = snake.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return value[snake] ?? value[camel] ?? (other === undefined ? undefined : value[other])
}

function eventType(flow: JsonObject): number | undefined {
  const type = get(flow, 'event_type')
  const number = Number(isObject(type) ? type['type'] : type)
  return Number.isInteger(number) && number > 0 ? number : undefined
}

const REPORTERS: ReadonlyMap<unknown, 1 | 2> = new Map<unknown, 1 | 2>([
  ['EGRESS', 1],
  ['INGRESS', 2],
  [2, 1],
  [1, 2],
])

/** Undefined: not a verdict of policy */
function verdictOf(flow: JsonObject): 1 | 2 | undefined {
  switch (flow['verdict']) {
    case 'FORWARDED':
    case 'REDIRECTED':
    case 'AUDIT':
    case 1:
    case 4:
    case 5:
      return 1
    case 'DROPPED':
    case 2:
      return POLICY_REASONS.has(get(flow, 'drop_reason_desc', 'drop_reason')) ? 2 : undefined
    default:
      return undefined
  }
}

const layer4 = (flow: JsonObject): JsonObject => {
  const value = flow['l4']
  return isObject(value) ? value : {}
}

function beginsConnection(flow: JsonObject): boolean {
  const tcp = layer4(flow)['TCP'] ?? layer4(flow)['tcp']
  const flags = isObject(tcp) ? tcp['flags'] : undefined
  return isObject(flags) && flags['SYN'] === true && flags['ACK'] !== true
}

type Service = Pick<Row, 'protocol' | 'port' | 'icmp' | 'sourcePort'>

const PORT_PROTOCOLS: readonly (readonly [string, number])[] = [
  ['TCP', 6],
  ['UDP', 17],
  ['SCTP', 132],
]
const ICMP_PROTOCOLS: readonly (readonly [string, number])[] = [
  ['ICMPv4', ICMP],
  ['ICMPv6', ICMPV6],
]

function serviceOf(flow: JsonObject): Service | undefined {
  const l4 = layer4(flow)
  const named = (name: string): unknown => l4[name] ?? l4[name.toLowerCase()]
  for (const [name, protocol] of PORT_PROTOCOLS) {
    const of = named(name)
    if (isObject(of)) return portService(of, protocol)
  }
  for (const [name, protocol] of ICMP_PROTOCOLS) {
    const of = named(name)
    if (isObject(of)) return icmpService(of, protocol)
  }
  return undefined
}

function portService(of: JsonObject, protocol: number): Service | undefined {
  const [port, sourcePort] = [portOf(get(of, 'destination_port')), portOf(get(of, 'source_port'))]
  return port === undefined || sourcePort === undefined ? undefined : { protocol, port, icmp: 0, sourcePort }
}

function icmpService(of: JsonObject, protocol: number): Service | undefined {
  const [type, code] = [Number(of['type'] ?? 0), Number(of['code'] ?? 0)]
  const isByte = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255
  return isByte(type) && isByte(code) ? { protocol, port: 0, icmp: type * 256 + code + 1, sourcePort: 0 } : undefined
}

function endOf(flow: JsonObject, side: 'source' | 'destination'): NamedEnd | undefined {
  const addresses = isObject(flow['IP']) ? flow['IP'] : flow['ip']
  const text = isObject(addresses) ? addresses[side] : undefined
  const ip = typeof text === 'string' ? parseIp(text) : undefined
  const end = isObject(flow[side]) ? flow[side] : {}
  const [namespace, name] = [nameOf(end['namespace']), nameOf(get(end, 'pod_name'))]
  const ips = ip === undefined ? [] : [ip]
  if (namespace && name) return { is: 'pod', namespace, name, owner: ownerOf(end), ips, byAddress: false }
  if (ip === undefined) return undefined
  return { is: 'network', namespace: '', name: '', owner: undefined, ips, byAddress: false }
}

function ownerOf(end: JsonObject): NamedEnd['owner'] {
  const workloads: readonly unknown[] = Array.isArray(end['workloads']) ? end['workloads'] : []
  const [workload] = workloads
  if (!isObject(workload)) return undefined
  const [name, kind] = [nameOf(workload['name']), nameOf(workload['kind'])]
  return name && kind ? { kind, name } : undefined
}

const NAMESPACE_LABEL = 'io.cilium.k8s.namespace.labels.'
const CALICO_LABELS: Readonly<Record<string, string>> = {
  'io.kubernetes.pod.namespace': 'projectcalico.org/namespace',
  'io.cilium.k8s.policy.serviceaccount': 'projectcalico.org/serviceaccount',
}

/** Those that Kubernetes knows, with the names that Calico gives to what is no pod label (docs/semantics.md §3.2) */
function labelsOf(flow: JsonObject, side: 'source' | 'destination'): readonly string[] {
  const end = flow[side]
  const labels: readonly unknown[] = isObject(end) && Array.isArray(end['labels']) ? end['labels'] : []
  return labels.flatMap((label) => {
    if (typeof label !== 'string' || !label.startsWith('k8s:')) return []
    const text = label.slice('k8s:'.length)
    if (text.startsWith(NAMESPACE_LABEL)) return [`pcns.${text.slice(NAMESPACE_LABEL.length)}`]
    const [key = ''] = text.split('=', 1)
    if (Object.hasOwn(CALICO_LABELS, key)) return [`${CALICO_LABELS[key] ?? ''}${text.slice(key.length)}`]
    return text.startsWith('io.cilium.') ? [] : [text]
  })
}
