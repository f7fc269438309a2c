// HostEndpoints → where they may be active, and by which addresses and ports rules find them (docs/semantics.md §1.8, §3.4,
// §4.7).

import { parseIp } from '../base/ip.ts'
import { field } from '../manifest/fields.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import type { HostEndpoint, HostProfile } from '../model/cluster.ts'
import type { Labels } from '../model/selector.ts'
import { hostProfile } from './host-network.ts'
import { labelsOf, withInherited, type Profiles } from './inherited-labels.ts'
import { kubernetesProtocol } from './protocol.ts'
import { unknownFromBroken, type Inspection } from './unknown-objects.ts'

const NO_LABELS: Labels = new Map()

/** Rules match its expected addresses; without any it contributes none (§3.5) */
export function hostEndpoint(
  manifest: Manifest,
  profiles: Profiles,
  withRules: ReadonlySet<string>,
  { inLabels, unknown }: Inspection,
): HostEndpoint {
  const spec = field(manifest, ['spec'], () => undefined)
  const names = spec.get('profiles').strings() ?? []
  return {
    is: 'host',
    name: manifest.name,
    node: spec.get('node').string() ?? '',
    interfaceName: spec.get('interfaceName').string() || undefined,
    labels: withInherited(inLabels ? NO_LABELS : labelsOf(manifest), names, profiles, inLabels ? unknown : undefined),
    expectedIps: (spec.get('expectedIPs').list() ?? []).flatMap((one) => parseIp(one.string() ?? '') ?? []),
    profiles: names,
    profile: unknown === undefined ? hostProfile(names, profiles, withRules) : UNKNOWN_PROFILE,
    ports: (spec.get('ports').list() ?? []).flatMap((port) => {
      const protocol = kubernetesProtocol((port.get('protocol').string() ?? '').toUpperCase())
      const [portName, number] = [port.get('name').string(), port.get('port').integer()]
      return protocol === undefined || portName === undefined || number === undefined
        ? []
        : [{ name: portName, protocol, port: number }]
    }),
    at: { origin: manifest.origin, pointer: [] },
    unknown,
  }
}

const UNKNOWN_PROFILE: HostProfile = { name: '__UNKNOWN__', action: 'unknown' }

/** One that could not be read at all */
export function brokenHostEndpoint(document: BrokenDocument): HostEndpoint {
  const unknown = unknownFromBroken(document)
  return {
    is: 'host',
    name: document.name ?? document.path,
    node: '',
    interfaceName: undefined,
    labels: { labels: NO_LABELS, complete: false, unknown: [unknown] },
    expectedIps: [],
    profiles: [],
    profile: UNKNOWN_PROFILE,
    ports: [],
    at: unknown.at,
    unknown,
  }
}
