// NetworkSets and GlobalNetworkSets → the addresses that they hold and the labels by which rules find them
// (docs/semantics.md §1.8, §3.3).

import { parseNet } from '../base/ip.ts'
import { field } from '../manifest/fields.ts'
import type { BrokenDocument, Manifest } from '../manifest/object.ts'
import type { NetworkSet } from '../model/cluster.ts'
import type { LabelSet, Labels } from '../model/selector.ts'
import type { UnknownObject } from '../model/unknown-object.ts'
import { labelsOf, namespaceProfile, withInherited, type Profiles } from './inherited-labels.ts'
import { unknownFromBroken, type Inspection } from './unknown-objects.ts'

/** Own labels, and those of the namespace; unlike a pod's, its own `pcns.` labels stay (§3.3) */
export function networkSet(manifest: Manifest, profiles: Profiles, { inLabels, unknown }: Inspection): NetworkSet {
  const { namespace, name, origin } = manifest
  const nets = field(manifest, ['spec', 'nets'], () => undefined).list() ?? []
  return {
    is: 'network-set',
    namespace,
    name,
    labels: setLabels(inLabels ? NO_LABELS : labelsOf(manifest), namespace, profiles, inLabels ? unknown : undefined),
    nets: nets.flatMap((net) => parseNet(net.string() ?? '') ?? []),
    at: { origin, pointer: [] },
    unknown,
  }
}

/** One that could not be read at all */
export function brokenSet(document: BrokenDocument, profiles: Profiles): NetworkSet {
  const { name = document.path, namespace } = document
  const unknown = unknownFromBroken(document)
  const labels = setLabels(NO_LABELS, namespace, profiles, unknown)
  return { is: 'network-set', namespace, name, labels, nets: [], at: unknown.at, unknown }
}

const NO_LABELS: Labels = new Map()

const setLabels = (
  own: Labels,
  namespace: string | undefined,
  profiles: Profiles,
  unknown: UnknownObject | undefined,
): LabelSet =>
  namespace === undefined
    ? withInherited(own, [], profiles, unknown)
    : withInherited(
        new Map([...own, ['projectcalico.org/namespace', namespace]]),
        [namespaceProfile(namespace)],
        profiles,
        unknown,
      )
