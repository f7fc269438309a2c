// A Whisker record → the same flow as Goldmane's own API gives it: in Go's JSON (numbers for enums, fields that are zero
// left out) or as protojson writes it (camel case, names for enums, numbers of 64 bits as text).

const KINDS = [
  'KindUnspecified',
  'CalicoNetworkPolicy',
  'GlobalNetworkPolicy',
  'StagedNetworkPolicy',
  'StagedGlobalNetworkPolicy',
  'StagedKubernetesNetworkPolicy',
  'NetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'Profile',
  'EndOfTier',
  'ClusterNetworkPolicy',
]
const ACTIONS = ['ActionUnspecified', 'Allow', 'Deny', 'Pass']
const REPORTERS = ['ReporterUnspecified', 'Src', 'Dst']
const TYPES = ['EndpointTypeUnspecified', 'WorkloadEndpoint', 'HostEndpoint', 'NetworkSet', 'Network']
const NETWORKS = { 'PUBLIC NETWORK': 'pub', 'PRIVATE NETWORK': 'pvt' }

const seconds = (iso) => Date.parse(iso) / 1000
const labels = (text) => (text === '' ? undefined : text.split(' | '))

function end(record, side) {
  const name = record[`${side}_name`]
  const network = NETWORKS[name]
  return {
    [`${side}_name`]: network ?? name,
    [`${side}_namespace`]: record[`${side}_namespace`],
    [`${side}_type`]: TYPES[network === undefined ? 1 : 4],
  }
}

const hit = ({ trigger, ...fields }) => ({ ...fields, trigger: trigger === null ? undefined : hit(trigger) })

/** The fields of a flow with enums by name, as both writers have them */
function flowOf(record) {
  return {
    Key: {
      ...end(record, 'source'),
      ...end(record, 'dest'),
      dest_port: record.dest_port,
      dest_service_name: '-',
      dest_service_namespace: '-',
      dest_service_port_name: '-',
      proto: record.protocol,
      reporter: record.reporter,
      action: record.action,
      policies: {
        enforced_policies: record.policies.enforced.map(hit),
        pending_policies: record.policies.pending.map(hit),
      },
    },
    start_time: seconds(record.start_time),
    end_time: seconds(record.end_time),
    source_labels: labels(record.source_labels),
    dest_labels: labels(record.dest_labels),
    packets_in: record.packets_in,
    packets_out: record.packets_out,
    bytes_in: record.bytes_in,
    bytes_out: record.bytes_out,
    num_connections_started: 1,
    num_connections_completed: 1,
  }
}

const ENUMS = {
  kind: KINDS,
  action: ACTIONS,
  reporter: REPORTERS,
  source_type: TYPES,
  dest_type: TYPES,
}

const isZero = (value) => value === undefined || value === 0 || value === ''

/** One line of Go's JSON */
export const goLine = (record) =>
  JSON.stringify(flowOf(record), (key, value) => {
    const plain = ENUMS[key]?.indexOf(value) ?? value
    return isZero(plain) ? undefined : plain
  })

const camel = (key) => key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())

function protojson(value) {
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(protojson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) =>
      isZero(one) || one === ENUMS[key]?.[0] ? [] : [[camel(key), protojson(one)]],
    ),
  )
}

/** One element of a list, as protojson writes it */
export const protojsonElement = (record, id) => JSON.stringify({ id: String(id), flow: protojson(flowOf(record)) })
