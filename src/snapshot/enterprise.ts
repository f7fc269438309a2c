// Flow logs of Calico Enterprise and Calico Cloud, as lines or as Elasticsearch exports (flow-formats 4.2).

import { calicoEnd, calicoService } from './calico-end.ts'
import { NEUTRAL } from './dialect.ts'
import type { BadField } from './dialect.ts'
import type { Row } from './row-table.ts'
import type { NamedEnd, Tables } from './tables.ts'
import { actionCode, hitsOfStrings, reporterCode } from './trace.ts'
import { countOf, ipsOf, isObject, labelPairsOf, nameOf, portOf, timeOf } from './values.ts'
import type { JsonObject } from './values.ts'

/** The row of a record; the field that is wrong, where one is */
export function enterpriseRow(record: JsonObject, tables: Tables): Row | BadField {
  const source = endOf(record, 'source')
  if (source === undefined) return 'source_name_aggr'
  const destination = endOf(record, 'dest')
  if (destination === undefined) return 'dest_name_aggr'
  const service = calicoService(record['proto'], record['dest_port'])
  if (typeof service === 'string') return service === 'port' ? 'dest_port' : 'proto'
  const [start, end] = [timeOf(record['start_time']), timeOf(record['end_time'])]
  if (start === undefined) return 'start_time'
  if (end === undefined) return 'end_time'
  const [into, out] = [countOf(record['packets_in']), countOf(record['packets_out'])]
  const started = countOf(record['num_flows_started'])
  if (into === undefined || out === undefined || started === undefined) return 'packets_in'
  const policies = isObject(record['policies']) ? record['policies'] : {}
  return {
    ...NEUTRAL,
    ...service,
    source: tables.endNumber(source),
    destination: tables.endNumber(destination),
    sourceLabels: tables.labelsNumber(labelPairsOf(record['source_labels'])),
    destinationLabels: tables.labelsNumber(labelPairsOf(record['dest_labels'])),
    reporter: reporterCode(record['reporter']),
    action: actionCode(record['action']),
    enforced: tables.traceNumber(hitsOfStrings(policies['enforced_policies'] ?? policies['all_policies'])),
    pending: tables.traceNumber(hitsOfStrings(policies['pending_policies'])),
    sourcePort: portOf(record['source_port']) ?? 0,
    start,
    end,
    packets: into + out,
    connections: 'num_flows_started' in record ? started : -1,
  }
}

/** The full name where the record has it, which denied ones do by default */
function endOf(record: JsonObject, side: 'source' | 'dest'): NamedEnd | undefined {
  const type = record[`${side}_type`]
  const full = type === 'wep' ? nameOf(record[`${side}_name`]) : ''
  return calicoEnd({
    name: full === undefined || full === '' ? record[`${side}_name_aggr`] : full,
    namespace: record[`${side}_namespace`],
    type,
    ips: ipsOf(record[`${side}_ip`]),
  })
}
